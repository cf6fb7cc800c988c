"""A hand for the tests of the canvas: real mouse events on the real viewport."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.data.points import Floats, Points
from app.data.tasks import Task
from app.gui.views.tools.base import Tool
from app.gui.window import MainWindow

LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
NO_KEY, SHIFT, CTRL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


class Hand:
    """Mouse and keys, in canvas coordinates."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.viewport = window.canvas.viewport()

    def place(self, x: float, y: float) -> QPoint:
        """Return where canvas coordinates lie in the viewport."""
        view = self.window.canvas.plotItem.getViewBox()
        return self.window.canvas.mapFromScene(view.mapViewToScene(QPointF(x, y)))

    def press(self, x: float, y: float, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        QTest.mousePress(self.viewport, LEFT, modifiers, self.place(x, y))

    def move(self, x: float, y: float) -> None:
        QTest.mouseMove(self.viewport, self.place(x, y))

    def release(self, x: float, y: float, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        QTest.mouseRelease(self.viewport, LEFT, modifiers, self.place(x, y))

    def click(self, x: float, y: float, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        self.press(x, y, modifiers)
        self.release(x, y, modifiers)

    def drag(self, *stations: tuple[float, float], modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        self.press(*stations[0], modifiers)
        for station in stations[1:]:
            self.move(*station)
        self.release(*stations[-1], modifiers)

    def hover(self, x: float, y: float) -> None:
        """Move the mouse without a button."""
        at = QPointF(self.place(x, y))
        kind, everywhere = QEvent.Type.MouseMove, self.viewport.mapToGlobal(at)
        QApplication.sendEvent(self.viewport, QMouseEvent(kind, at, everywhere, NO_BUTTON, NO_BUTTON, NO_KEY))

    def key(self, key: Qt.Key | str, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        QTest.keyClick(self.window, key, modifiers)

    def take(self, tool: Tool) -> None:
        self.window.palette_bar.actions_by_name[tool].trigger()

    def set_option(self, key: str, value: float) -> None:
        """Type a number into a field beside the tool."""
        field = self.window.paint_bar._fields[key]
        field.setFocus()
        field.selectAll()
        field.insert(str(value))
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.window.canvas.setFocus()

    @property
    def points(self) -> Points:
        return self.window.controller.document.points

    @property
    def selected(self) -> list[int]:
        return self.window.painting.selection.tolist()

    @property
    def n_steps(self) -> int:
        return self.window.controller.undo_stack.count()

    @property
    def step(self) -> str:
        """What undo would take back."""
        return self.window.controller.undo_stack.undoText()

    @property
    def pixel(self) -> tuple[float, float]:
        return self.window.canvas.pixel

    def begin(self, task: Task, inputs: Floats | list[list[float]] = (), targets: Floats | list[float] = ()) -> Points:  # type: ignore[assignment]
        """Begin with these points, and -6 … 6 in view."""
        controller = self.window.controller
        controller.edit_config("task", task.value)
        controller.new_document()
        if len(inputs):
            controller.extend_points(Points.of(np.asarray(inputs, dtype=float), targets), 0)
        region = self.window.canvas.region()
        self.window.canvas.show_range(
            type(region)(-6, 6, *((-0.12, 1.12) if task is Task.CLASSIFICATION_1D else (-6, 6)))
        )
        return self.points


@pytest.fixture
def hand(window: MainWindow) -> Hand:
    """A hand at a window with an empty canvas."""
    return Hand(window)
