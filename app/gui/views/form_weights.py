"""Initial weights written as text, and a button that asks for the current ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from app.gui.views.form_control import FormControl
from app.gui.views.form_line import FormLine
from app.gui.views.form_texts import exact_text
from app.training.config import Nested

_LONGEST = 32_000
"""More characters do not fit a line of text: Qt would cut them off silently."""


def weights_text(values: Mapping[str, Nested]) -> str:
    """Return initial weights as a person writes them, weight=0.5; bias=[0.25, 1], with … in place of what is too long."""
    text = ""
    for name, numbers in values.items():
        text += f"{'; ' if text else ''}{name}={_numbers_text(numbers)}"
        if len(text) > _LONGEST:
            return text[:_LONGEST] + "…"
    return text


def _numbers_text(numbers: Any) -> str:
    return json.dumps(numbers) if isinstance(numbers, (tuple, list)) else exact_text(numbers)


class WeightsControl(FormControl):
    """A text field for NAME=numbers; the value edited is the text, the value set a mapping.

    Signals
    -------
    currentWanted
        A wish for the weights that the model has now.
    """

    currentWanted = Signal()

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: Mapping[str, Nested] = {}
        self._text = ""
        self._line = FormLine(key, self)
        self._line.setPlaceholderText("weight=0.5; bias=0.25")
        self._line.valueEdited.connect(self.valueEdited)
        self._line.settled.connect(self.settled)
        self._button = QPushButton(self)
        self._button.setObjectName(f"{key}.current")
        self._button.setProperty("role", "small")
        self._button.clicked.connect(self._on_clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._line)
        column.addWidget(self._button)

    @property
    def is_pending(self) -> bool:
        """Whether the text has not become a value."""
        return self._line.is_pending

    def set_value(self, value: object, keep_text: bool = False) -> None:
        """Show initial weights."""
        assert isinstance(value, Mapping)
        if value is not self._values:
            self._values, self._text = value, weights_text(value)
        self._line.set_value(self._text, keep_text)

    def set_invalid(self, is_invalid: bool) -> None:
        """Mark the text."""
        self._line.set_invalid(is_invalid)

    def set_texts(self, name: str, tip: str) -> None:
        """Name the field."""
        self._line.setAccessibleName(name)
        self._line.setToolTip(tip)

    def set_button_texts(self, text: str, tip: str) -> None:
        """Set what the button says."""
        self._button.setText(text)
        self._button.setAccessibleName(text)
        self._button.setToolTip(tip)

    def reset(self) -> None:
        """Wish for none."""
        self.valueEdited.emit("")

    def focus_widgets(self) -> list[QWidget]:
        """Return field and button."""
        return [self._line, self._button]

    def _on_clicked(self) -> None:
        self.currentWanted.emit()
