"""Tells when a widget has been drawn for the first time: what holds up the window begins only then."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

UNSEEN_MILLISECONDS = 1000


class FirstPaint(QObject):
    """Watches a widget from now on until it is drawn.

    Signals
    -------
    passed
        Once: the whole window has been drawn, or nobody has seen it for `UNSEEN_MILLISECONDS`.
    """

    passed = Signal()

    def __init__(self, widget: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.passed)
        self._timer.start(UNSEEN_MILLISECONDS)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            self._timer.start(0)  # all of the window is drawn before a timer is looked at
        return super().eventFilter(watched, event)
