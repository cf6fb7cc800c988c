"""The mouse wheel over a number."""

from __future__ import annotations

from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

_NOTCH = 120
"""The wheel turns by one notch, in eighths of a degree."""


class Wheel:
    """Counts whole notches: a touch pad sends parts of one."""

    def __init__(self) -> None:
        self._turned = 0

    def notches(self, widget: QWidget, event: QWheelEvent) -> int:
        """Return by how many notches the wheel has gone up; over a widget without focus the column scrolls instead."""
        if not widget.hasFocus():
            self._turned = 0
            event.ignore()
            return 0
        event.accept()
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        return notches
