"""A setting that is a text, with a sentence below that says what it stands for."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.gui.views.form_control import FormControl
from app.gui.views.form_line import FormLine


class TextControl(FormControl):
    """A text field; whether its text is allowed is for whoever takes the wish to say."""

    def __init__(self, key: str, default: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._default = default
        self._line = FormLine(key, self)
        self._line.valueEdited.connect(self.valueEdited)
        self._line.settled.connect(self.settled)
        self._note = QLabel(self)
        self._note.setObjectName(f"{key}.note")
        self._note.setProperty("role", "muted")
        self._note.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._line)
        column.addWidget(self._note)

    @property
    def is_pending(self) -> bool:
        """Whether the text has not become a value."""
        return self._line.is_pending

    def set_value(self, value: object, keep_text: bool = False) -> None:
        """Show a text."""
        self._line.set_value(value, keep_text)

    def set_invalid(self, is_invalid: bool) -> None:
        """Mark the text."""
        self._line.set_invalid(is_invalid)

    def set_texts(self, name: str, tip: str) -> None:
        """Name the field."""
        self._line.setAccessibleName(name)
        self._line.setToolTip(tip)

    def set_note(self, sentence: str) -> None:
        """Say below the field what its text stands for."""
        self._note.setText(sentence)
        self._line.setAccessibleDescription(sentence)

    def reset(self) -> None:
        """Wish for the default."""
        self.valueEdited.emit(self._default)

    def focus_widgets(self) -> list[QWidget]:
        """Return the field."""
        return [self._line]
