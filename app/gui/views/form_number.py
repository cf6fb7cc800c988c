"""A number as one control: slider, if it has one, and exact field."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.components.choice import Param
from app.gui.views.form_control import FormControl
from app.gui.views.form_slider import NumberSlider
from app.gui.views.number_field import NumberField


class NumberControl(FormControl):
    """Slider and exact field of one number.

    Parameters
    ----------
    slider
        The part of the range that the slider covers; None for no slider.
    """

    def __init__(
        self, key: str, param: Param, slider: tuple[float, float] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.field = NumberField(key, param, self)
        self.field.valueEdited.connect(self._on_field_edited)
        self.field.refused.connect(self.refused)
        self.field.settled.connect(self.settled)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self._slider: NumberSlider | None = None
        if slider is not None:
            self._slider = NumberSlider(key, param, *slider, parent=self)
            self._slider.valueEdited.connect(self._on_slider_edited)
            self._slider.stepRequested.connect(self.field.step_by)
            self._slider.resetRequested.connect(self.field.reset)
            row.addWidget(self._slider, 1)
            row.addWidget(self.field, 0)
            self._fit_field()
        else:
            row.addWidget(self.field, 1)

    @property
    def is_pending(self) -> bool:
        """Whether the text in the field has not become a number."""
        return self.field.is_pending

    def set_value(self, value: object, keep_text: bool = False) -> None:
        """Show a number in both parts."""
        self.field.set_value(value, keep_text)
        if self._slider is not None:
            assert isinstance(value, (int, float))
            self._slider.set_number(value)

    def set_invalid(self, is_invalid: bool) -> None:
        """Mark the field."""
        self.field.set_invalid(is_invalid)

    def set_texts(self, name: str, tip: str) -> None:
        """Name both parts."""
        self.field.set_name(name)
        self.field.setToolTip(tip)
        self.field.retranslate()
        if self._slider is not None:
            self._slider.setAccessibleName(name)
            self._slider.setToolTip(tip)

    def set_zero_texts(self, *texts: str) -> None:
        """Set the words that 0 may be typed as; the first is shown for it."""
        self.field.set_zero_texts(*texts)

    def reset(self) -> None:
        """Wish for the default."""
        self.field.reset()

    def focus_widgets(self) -> list[QWidget]:
        """Return slider and field."""
        return [self.field] if self._slider is None else [self._slider, self.field]

    def changeEvent(self, event: QEvent) -> None:
        """Follow the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_field()

    def _fit_field(self) -> None:
        if self._slider is not None:
            self.field.setFixedWidth(self.fontMetrics().horizontalAdvance("0.00000") + 14)

    @Slot(object)
    def _on_slider_edited(self, number: object) -> None:
        self.field.set_invalid(False)
        self.field.setModified(False)
        self.settled.emit()
        self.valueEdited.emit(number)

    @Slot(object)
    def _on_field_edited(self, number: object) -> None:
        self.valueEdited.emit(number)
