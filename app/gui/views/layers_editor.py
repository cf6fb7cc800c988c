"""The hidden layers: how many, how many neurons in each, and each one's activation if they differ."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.components.choice import Param
from app.gui.views.form_combo import ChoiceCombo, Entry
from app.gui.views.form_control import FormControl
from app.gui.views.form_texts import change_text, tool_tip
from app.gui.views.number_field import NumberField
from app.training.config import MAX_LAYERS, MAX_NEURONS

_NEW_LAYER = 4
"""Neurons of a first layer; a further one has as many as the last."""

_GAP = 4


def _small_button(name: str, text: str, parent: QWidget) -> QPushButton:
    button = QPushButton(parent)
    button.setObjectName(name)
    button.setProperty("role", "step")
    button.setText(text)
    return button


class LayerLine(QWidget):
    """One hidden layer: name, neurons with − and +, and a combo box for its activation.

    Signals
    -------
    sizeEdited, activationEdited
        Wishes: the layer's number, its neurons or its activation's key.
    """

    sizeEdited = Signal(int, int)
    activationEdited = Signal(int, str)
    refused = Signal(str)
    settled = Signal()

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        key = f"hidden_sizes.{number}"
        self._number = number
        self._label = QLabel(self)
        self._minus = _small_button(f"{key}.minus", "−", self)
        self._plus = _small_button(f"{key}.plus", "+", self)
        self.field = NumberField(key, Param(key, "", _NEW_LAYER, 1, MAX_NEURONS), self)
        self.field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.combo = ChoiceCombo(f"activation.{number}", self)
        for button in (self._minus, self._plus):
            button.setAutoRepeat(True)
            button.setAutoRepeatDelay(400)
            button.clicked.connect(self._on_step_clicked)
        self.field.valueEdited.connect(self._on_size_edited)
        self.field.refused.connect(self.refused)
        self.field.settled.connect(self.settled)
        self.combo.keyEdited.connect(self._on_key_edited)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._label)
        row.addWidget(self._minus)
        row.addWidget(self.field, 1)
        row.addWidget(self._plus)
        row.addWidget(self.combo, 0)

    def set_widths(self, label_width: int, mark_width: int, has_combo: bool) -> None:
        """Line up with the rows above; with a combo box the name gives some of its room."""
        row = self.layout()
        assert isinstance(row, QHBoxLayout)
        row.setContentsMargins(0, 0, mark_width, 0)
        digits = self.fontMetrics().horizontalAdvance("000") + 14
        self.field.setMaximumWidth(digits if has_combo else 16777215)
        row.setStretchFactor(self.combo, 1 if has_combo else 0)
        row.setStretchFactor(self.field, 0 if has_combo else 1)
        self.field.setMinimumWidth(digits)
        self._label.setFixedWidth(
            self.fontMetrics().horizontalAdvance(self._label.text()) if has_combo else label_width - _GAP
        )
        self.combo.setVisible(has_combo)

    def set_size(self, neurons: int, keep_text: bool) -> None:
        """Show a number of neurons."""
        self.field.set_value(neurons, keep_text)
        self._minus.setEnabled(neurons > 1)
        self._plus.setEnabled(neurons < MAX_NEURONS)

    def set_texts(self, tip: str) -> None:
        """Set every text."""
        number = self._number + 1
        name = QCoreApplication.translate("SettingsPanel", "Layer {number}").format(number=number)
        neurons = QCoreApplication.translate("SettingsPanel", "Neurons of layer {number}").format(number=number)
        fewer = QCoreApplication.translate("SettingsPanel", "One neuron less in layer {number}").format(number=number)
        more = QCoreApplication.translate("SettingsPanel", "One neuron more in layer {number}").format(number=number)
        activation = QCoreApplication.translate("SettingsPanel", "Activation of layer {number}").format(number=number)
        self._label.setText(name)
        self.field.set_name(neurons)
        self.field.setToolTip(tip)
        self.field.retranslate()
        for button, text in ((self._minus, fewer), (self._plus, more)):
            button.setAccessibleName(text)
            button.setToolTip(text)
        self.combo.set_texts(activation, tool_tip(change_text(is_live=False)))

    def focus_widgets(self) -> list[QWidget]:
        """Return what Tab goes through."""
        return [self._minus, self.field, self._plus, self.combo]

    def _on_step_clicked(self) -> None:
        self.field.step_by(1 if self.sender() is self._plus else -1)

    def _on_size_edited(self, neurons: int) -> None:
        self.sizeEdited.emit(self._number, neurons)

    def _on_key_edited(self, key: str) -> None:
        self.activationEdited.emit(self._number, key)


class LayersEditor(FormControl):
    """Number of layers with − and +; below it one line a layer. The value is the tuple of their neurons.

    Signals
    -------
    activationsEdited
        A wish: the tuple of activation keys, one a layer.
    """

    activationsEdited = Signal(object)

    def __init__(self, default: tuple[int, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("hidden_sizes")
        self._default = default
        self._sizes: tuple[int, ...] = ()
        self._activations: tuple[str, ...] = ()
        self._entries: tuple[Entry, ...] = ()
        self._tip = ""
        self._widths = (0, 0)
        self._remove = _small_button("hidden_sizes.remove", "−", self)
        self._add = _small_button("hidden_sizes.add", "+", self)
        self._count = QLabel(self)
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._add.clicked.connect(self._on_add_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        row.addWidget(self._remove)
        row.addWidget(self._count, 1)
        row.addWidget(self._add)
        self._lines_place = self.below = QWidget(self)
        self._column = QVBoxLayout(self._lines_place)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(_GAP)
        self._lines: list[LayerLine] = []

    @property
    def is_pending(self) -> bool:
        """Whether a text in a line has not become a number."""
        return any(line.field.is_pending for line in self._lines)

    def set_value(self, value: object, keep_text: bool = False) -> None:
        """Show the layers."""
        assert isinstance(value, tuple)
        self._sizes = value
        while len(self._lines) > len(value):
            line = self._lines.pop()
            line.field.blockSignals(True)
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        while len(self._lines) < len(value):
            self._lines.append(self._new_line(len(self._lines)))
        for line, neurons in zip(self._lines, value, strict=True):
            line.set_size(neurons, keep_text)
        self._count.setText(str(len(value)))
        self._remove.setEnabled(len(value) > 0)
        self._add.setEnabled(len(value) < MAX_LAYERS)
        self._lines_place.setVisible(bool(value))

    def set_activations(self, keys: tuple[str, ...], entries: Sequence[Entry]) -> None:
        """Show one activation a layer; with no keys all layers have the same and no line shows it."""
        self._activations = keys
        self._entries = tuple(entries)
        for number, line in enumerate(self._lines):
            line.combo.set_entries(self._entries)
            if keys:
                line.combo.set_key(keys[number])
        self._show_widths()

    def set_invalid(self, is_invalid: bool) -> None:
        """Mark the lines that do not show their value, or none."""
        for line in self._lines:
            line.field.set_invalid(is_invalid and not line.field.shows_value)

    def set_widths(self, label_width: int, mark_width: int) -> None:
        """Line up with the other rows."""
        self._widths = (label_width, mark_width)
        self._show_widths()

    def set_texts(self, name: str, tip: str) -> None:
        """Set every text."""
        self._tip = tip
        add = QCoreApplication.translate("SettingsPanel", "Add a layer")
        remove = QCoreApplication.translate("SettingsPanel", "Remove the last layer")
        for button, text in ((self._add, add), (self._remove, remove)):
            button.setAccessibleName(text)
            button.setToolTip(text)
        self.setAccessibleName(name)
        self.setToolTip(tip)
        self._count.setToolTip(tip)
        for line in self._lines:
            line.set_texts(tip)
        self._show_widths()

    def reset(self) -> None:
        """Wish for the default."""
        self.valueEdited.emit(self._default)

    def focus_widgets(self) -> list[QWidget]:
        """Return the buttons, then each line."""
        return [self._remove, self._add, *(widget for line in self._lines for widget in line.focus_widgets())]

    def _new_line(self, number: int) -> LayerLine:
        line = LayerLine(number, self._lines_place)
        line.sizeEdited.connect(self._on_size_edited)
        line.activationEdited.connect(self._on_activation_edited)
        line.refused.connect(self.refused)
        line.settled.connect(self.settled)
        line.set_texts(self._tip)
        self._column.addWidget(line)
        return line

    def _show_widths(self) -> None:
        for line in self._lines:
            line.set_widths(*self._widths, has_combo=bool(self._activations))

    def _on_add_clicked(self) -> None:
        self.valueEdited.emit((*self._sizes, self._sizes[-1] if self._sizes else _NEW_LAYER))

    def _on_remove_clicked(self) -> None:
        self.valueEdited.emit(self._sizes[:-1])

    def _on_size_edited(self, number: int, neurons: int) -> None:
        self.valueEdited.emit((*self._sizes[:number], neurons, *self._sizes[number + 1 :]))

    def _on_activation_edited(self, number: int, key: str) -> None:
        self.activationsEdited.emit((*self._activations[:number], key, *self._activations[number + 1 :]))
