"""What every control of the settings has in common, so that a row needs to know no kind."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class FormControl(QWidget):
    """The right part of a row. Setters are silent.

    Signals
    -------
    valueEdited
        A wish: the new value.
    refused
        What was typed is no value; the sentence says why.
    settled
        What was refused has been corrected or taken back.
    """

    valueEdited = Signal(object)
    refused = Signal(str)
    settled = Signal()

    below: QWidget | None = None
    """What stands below the line of name and control, as wide as both."""

    @property
    def is_pending(self) -> bool:
        """Whether text in it has not become a value: being typed, or refused."""
        return False

    def set_value(self, value: object, keep_text: bool = False) -> None:
        """Show a value; with `keep_text` a text that has not become a value stays."""
        raise NotImplementedError

    def set_invalid(self, is_invalid: bool) -> None:
        """Mark it as refused, or as good."""

    def set_texts(self, name: str, tip: str) -> None:
        """Set what it is called, and its tool tip; every other text follows the language anew."""
        raise NotImplementedError

    def set_widths(self, label_width: int, mark_width: int) -> None:
        """Line what stands below up with the other rows."""

    def reset(self) -> None:
        """Wish for the default, if it has one."""

    def focus_widgets(self) -> list[QWidget]:
        """Return what Tab goes through, in order."""
        raise NotImplementedError
