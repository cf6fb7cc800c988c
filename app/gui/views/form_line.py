"""A line of text that is taken on Enter or when it is left, reverted by Escape, and refused visibly."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from app.gui.texts import error_text
from app.gui.theme import set_property
from app.text import UserError

_OWN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down,
             Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)  # fmt: skip


class FormLine(QLineEdit):
    """A text field with a value: the text is only a draft until it is committed.

    Signals
    -------
    valueEdited
        A wish: the new value.
    refused
        The committed text is no value; the sentence says why. The text stays as typed.
    settled
        What was refused has been corrected or taken back.
    """

    valueEdited = Signal(object)
    refused = Signal(str)
    settled = Signal()

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(key)
        self.setProperty("invalid", False)
        self._value: object = ""
        self._error: UserError | None = None

    @property
    def value(self) -> object:
        """The value last set, whatever is being typed."""
        return self._value

    @property
    def is_pending(self) -> bool:
        """Whether the text is not the value: being typed, or refused."""
        return self.isModified() or bool(self.property("invalid"))

    @property
    def shows_value(self) -> bool:
        """Whether the text is that of the value."""
        return self.text() == self._text_of(self._value)

    def set_value(self, value: object, keep_text: bool = False) -> None:
        """Show a value; with `keep_text`, or while the user types, it is only what Escape returns to."""
        self._value = value
        if not (keep_text or (self.hasFocus() and self.isModified())):
            self._show_value()

    def set_invalid(self, is_invalid: bool) -> None:
        """Mark the text as refused, or as good."""
        if not is_invalid:
            self._error = None
        set_property(self, "invalid", is_invalid)

    def commit(self) -> None:
        """Take the text as the value if it is one and differs; refuse it visibly if it is none."""
        if not self.is_pending:
            return
        try:
            value = self._read(self.text())
        except UserError as error:
            self._refuse(error)
            return
        self._take(value)

    def revert(self) -> None:
        """Give the draft up."""
        self._show_value()
        self.settled.emit()

    def retranslate(self) -> None:
        """Say a refusal in the new language."""
        if self._error is None:
            return
        try:
            self._read(self.text())
        except UserError as error:
            self._refuse(error)

    def _read(self, text: str) -> object:
        return text.strip()

    def _text_of(self, value: object) -> str:
        return str(value)

    def _refuse(self, error: UserError) -> None:
        self.set_invalid(True)
        self._error = error
        self.refused.emit(error_text(error))

    def _take(self, value: object) -> None:
        self.set_invalid(False)
        self.setText(self._text_of(value))
        self.settled.emit()
        if value != self._value:
            self._value = value
            self.valueEdited.emit(value)

    def _show_value(self) -> None:
        self.set_invalid(False)
        text = self._text_of(self._value)
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)
        self.setModified(False)

    def event(self, event: QEvent) -> bool:
        """Keep the field's own keys from the window's shortcuts, and leave it undo when there is none here."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in _OWN_KEYS:
                event.accept()
                return True
            nothing_to_undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            nothing_to_redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if nothing_to_undo or nothing_to_redo:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter commits, Escape reverts."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.commit()
            if not self.is_pending:
                self.selectAll()
        elif event.key() == Qt.Key.Key_Escape and self.is_pending:
            self.revert()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving commits; opening the context menu is not leaving."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.commit()
            if not self.is_pending:
                self.setCursorPosition(0)
