"""Which features of a point the model sees: one toggle button each."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.components.features import FEATURES
from app.gui.texts import titled_text
from app.gui.theme import UNIT
from app.gui.views.form_control import FormControl

_FIRST_LINE = 4


class FeaturesControl(FormControl):
    """Toggle buttons; the value is the tuple of the keys pressed, in the table's order."""

    def __init__(self, default: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("features")
        self._default = default
        self._buttons: dict[str, QPushButton] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for features in (FEATURES[:_FIRST_LINE], FEATURES[_FIRST_LINE:]):
            line = QHBoxLayout()
            line.setSpacing(4)
            column.addLayout(line)
            for feature in features:
                button = QPushButton(feature.label, self)
                button.setObjectName(f"features.{feature.key}")
                button.setProperty("role", "toggle")
                button.setCheckable(True)
                button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
                button.clicked.connect(self._on_clicked)
                line.addWidget(button, 1)
                self._buttons[feature.key] = button
        self._reserve()

    def set_value(self, value: object, keep_text: bool = False) -> None:
        """Show the buttons of these keys pressed."""
        assert isinstance(value, tuple)
        for key, button in self._buttons.items():
            button.setChecked(key in value)

    def set_texts(self, name: str, tip: str) -> None:
        """Name the buttons."""
        self.setAccessibleName(name)
        self.setToolTip(tip)
        for feature in FEATURES:
            self._buttons[feature.key].setAccessibleName(titled_text(name, feature.label))
            self._buttons[feature.key].setToolTip(tip)

    def reset(self) -> None:
        """Wish for the default."""
        self.valueEdited.emit(self._default)

    def focus_widgets(self) -> list[QWidget]:
        """Return the buttons."""
        return list(self._buttons.values())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._reserve()

    def _reserve(self) -> None:
        """Keep the buttons of a line as wide as each other, but none narrower than its text."""
        for button in self._buttons.values():
            button.setMinimumWidth(self.fontMetrics().horizontalAdvance(button.text()) + UNIT)

    def _on_clicked(self) -> None:
        self.valueEdited.emit(tuple(key for key, button in self._buttons.items() if button.isChecked()))
