"""A slider over the everyday part of a number's range, linear or logarithmic; the exact field beside it has all of it."""

from __future__ import annotations

import math

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from app.components.choice import Param
from app.gui.views.number_field import linear_step
from app.gui.views.wheel import Wheel

_POSITIONS = 1000


class NumberSlider(QSlider):
    """A slider that gives round numbers.

    Signals
    -------
    valueEdited
        A wish: the number under the handle.
    stepRequested
        Wheel or arrow keys: the exact field knows how far a step goes.
    resetRequested
        Double click.
    """

    valueEdited = Signal(object)
    stepRequested = Signal(int)
    resetRequested = Signal()

    def __init__(self, key: str, param: Param, low: float, high: float, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setObjectName(f"{key}.slider")
        self.setRange(0, _POSITIONS)
        self.setPageStep(_POSITIONS // 10)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._param = param
        self._low, self._high = low, high
        self._number: float | None = None
        self._wheel = Wheel()
        self.valueChanged.connect(self._on_value_changed)

    def set_number(self, number: float) -> None:
        """Move the handle to a number, or to the end it lies beyond."""
        self._number = number
        if self.isSliderDown():
            return
        clipped = min(max(number, self._low), self._high)
        if self._param.log:
            share = math.log(clipped / self._low) / math.log(self._high / self._low)
        else:
            share = (clipped - self._low) / (self._high - self._low)
        with QSignalBlocker(self):
            self.setValue(round(share * _POSITIONS))
        self.update()

    def _number_at(self, position: int) -> float:
        share = position / _POSITIONS
        if self._param.log:
            number = float(f"{self._low * (self._high / self._low) ** share:.1e}")
        else:
            step = linear_step(self._param)
            number = float(f"{round((self._low + share * (self._high - self._low)) / step) * step:.10g}")
        number = min(max(number, self._low), self._high)
        return round(number) if isinstance(self._param.default, int) else number

    def _on_value_changed(self, position: int) -> None:
        number = self._number_at(position)
        if number != self._number:
            self._number = number
            self.valueEdited.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys step as in the exact field."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Right):
            self.stepRequested.emit(1)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Left):
            self.stepRequested.emit(-1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step if the slider has the focus; else the column scrolls."""
        if notches := self._wheel.notches(self, event):
            self.stepRequested.emit(notches)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Wish for the default."""
        self.resetRequested.emit()
        event.accept()
