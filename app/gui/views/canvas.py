"""The canvas: a plot in the hand. It gives the mouse to a tool, and tells the tool what it needs to know."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.data import painting
from app.data.painting import PaintOptions, Pair
from app.data.plane import numbers_at
from app.data.points import Floats, Points
from app.data.tasks import Task
from app.gui.theme import Theme
from app.gui.views.canvas_plot import CanvasPlot
from app.gui.views.canvas_preview import GridItem, PreviewItem, RingsItem
from app.gui.views.tools import TOOLS
from app.gui.views.tools.base import CanvasTool, Tool, select_mode

GRAB_PIXELS = 9
FRAME_MILLISECONDS = 16
"""A gesture changes the points at most this often."""
NUDGE_PIXELS = 2
COPY_PIXELS = 18
"""So far copies lie beside what they were copied from."""


class Canvas(CanvasPlot):
    """The plot with tools; every gesture carries a number, so that it can be undone as one.

    Signals
    -------
    pointAddRequested(object, float, int)
        Inputs (a tuple), target, gesture.
    pointsPaintRequested(object, object, int)
        The `Tool`, new `Points`, gesture.
    pointsMoveRequested(object, object, object, object, int)
        The `Tool`, indices, inputs (n, d), targets (n,), gesture.
    pointsEraseRequested(object, int)
        Indices, gesture.
    selectionRequested(object, object)
        Indices and a `SelectMode`.
    menuRequested(object)
        A right click on a selected point, where on the screen.
    nextClassRequested
        Any other right click.
    """

    pointAddRequested = Signal(object, float, int)
    pointsPaintRequested = Signal(object, object, int)
    pointsMoveRequested = Signal(object, object, object, object, int)
    pointsEraseRequested = Signal(object, int)
    selectionRequested = Signal(object, object)
    menuRequested = Signal(object)
    nextClassRequested = Signal()

    _gestures = itertools.count(1)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selected: NDArray[np.intp] = np.empty(0, dtype=np.intp)
        self._options = PaintOptions()
        self._class = 0
        self._value = 1.0
        self._gesture = 0
        self._stroke: CanvasTool | None = None
        self._path: list[Floats] = []
        self._is_asking = False
        self._is_panning = False
        self._tools = {tool: make(self) for tool, make in TOOLS.items()}
        self._tool = self._tools[Tool.ADD]
        self._grid_lines = GridItem()
        self._rings = RingsItem()
        self._preview = PreviewItem()
        self._frame = QTimer(self, singleShot=True, interval=FRAME_MILLISECONDS)
        self._frame.timeout.connect(self._go_on)
        self._grid_lines.setZValue(25)
        self._rings.setZValue(40)
        self._preview.setZValue(50)
        for item in (self._grid_lines, self._rings, self._preview):
            self.addItem(item, ignoreBounds=True)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()

    # ------------------------------------------------------------ setters, silent

    def set_theme(self, theme: Theme) -> None:
        """Dress the canvas."""
        self._grid_lines.set_theme(theme)
        self._rings.set_theme(theme)
        self._preview.set_theme(theme)
        super().set_theme(theme)
        self._draw_preview()

    def set_points(self, points: Points) -> None:
        """Show these points; a gesture ends when others than it changed them."""
        if points is not self._points and not self._is_asking:
            self.end_gesture()
        super().set_points(points)

    def set_selection(self, indices: NDArray[np.intp]) -> None:
        """Mark points as selected."""
        self._selected = indices
        self._draw_rings()

    def set_tool(self, tool: Tool) -> None:
        """Choose what the left button does."""
        self.end_gesture()
        self._tool = self._tools[tool]
        self.viewport().setCursor(self._tool.cursor)
        self._draw_preview()

    def set_options(self, options: PaintOptions) -> None:
        """Choose size, number and noise of what is painted, and the grid."""
        self._options = options
        self._draw_preview()

    def set_class(self, number: int) -> None:
        """Choose the class of new points."""
        self._class = number
        self._draw_preview()

    def set_value(self, value: float) -> None:
        """Choose the value of new points on the heat map."""
        self._value = value
        self._draw_preview()

    # ------------------------------------------------------------ drawing

    def _on_range_changed(self, *_: Any) -> None:
        super()._on_range_changed()
        self._draw_preview()

    def _draw_points(self) -> None:
        super()._draw_points()
        self._draw_rings()

    def _draw_rings(self) -> None:
        rows = self.selected
        self._rings.set_positions(self._positions[rows[self.is_shown[rows]]])

    def _draw_preview(self) -> None:
        """Show what the tool would do under the cursor, and the grid it would snap to."""
        self._grid_lines.set_steps(self._grid if self._options.snaps else None)
        if self._cursor is None or self._is_panning:
            self._preview.show_preview(self._task, self._n_classes)
        else:
            preview = self._tool.preview(self._to_view(self._cursor))
            self._preview.show_preview(self._task, self._n_classes, preview)

    # ------------------------------------------------------------ what tools ask

    @property
    def value(self) -> float:
        """The value of new points on a heat map."""
        return self._value

    @property
    def selected(self) -> NDArray[np.intp]:
        """Indices of the selected points, in order."""
        return self._selected[self._selected < len(self._points)]

    @property
    def options(self) -> PaintOptions:
        """Size, number and noise of what is painted, and the grid."""
        return self._options

    @property
    def pixel(self) -> Pair:
        """The size of a pixel."""
        width, height = self._view.viewPixelSize()
        return width or 1.0, height or 1.0

    @property
    def radii(self) -> Pair:
        """The radius of the tools along both axes: a circle on the screen."""
        return self._on_both_axes(self._options.radius)

    @property
    def eraser_radii(self) -> Pair:
        """The radius of the eraser along both axes."""
        return self._on_both_axes(self._options.eraser)

    @property
    def stamp_radii(self) -> Pair:
        """The radius of stamps along both axes: a circle in their numbers where both are inputs, else on the screen."""
        return self._for_stamps(self._options.radius)

    @property
    def stamp_noise(self) -> Pair:
        """The noise of stamps along both axes."""
        return self._for_stamps(self._options.noise)

    @property
    def jitter(self) -> Pair:
        """The noise of the jitter along both axes."""
        return self._on_both_axes(self._options.jitter)

    @property
    def copy_offset(self) -> Pair:
        """How far copies lie beside what they were copied from; a step of the grid if places snap."""
        if self._options.snaps:
            return self._grid
        width, height = self.pixel
        return COPY_PIXELS * width, -COPY_PIXELS * height

    @property
    def _grid(self) -> Pair:
        width, height = self.pixel
        return self._options.step, self._options.step * painting.nice(height / width)

    def _for_stamps(self, length: float) -> Pair:
        return (length, length) if self._task.n_inputs == 2 else self._on_both_axes(length)

    def reach(self, offset: Floats) -> Pair:
        """Return the radii along both axes of the stamp's circle on whose rim an offset (2,) from its centre lies."""
        width, height = (1.0, 1.0) if self._task.n_inputs == 2 else self.pixel
        length = float(np.hypot(offset[0] / width, offset[1] / height))
        return length * width, length * height

    def _on_both_axes(self, length: float) -> Pair:
        width, height = self.pixel
        return length, length * height / width

    def pixels(self, offset: Floats) -> float:
        """Return how long an offset (2,) is on the screen."""
        return float(np.hypot(*(offset / self.pixel)))

    def snapped(self, positions: Floats) -> Floats:
        """Return positions (n, 2) on the grid, if places snap to it."""
        return painting.snapped(positions, self._grid) if self._options.snaps else positions

    def numbers_at(self, positions: Floats, targets: Floats, keeps_class: bool = False) -> tuple[Floats, Floats]:
        """Return inputs (n, d) and targets (n,) of points at positions (n, 2); see `app.data.plane.numbers_at`."""
        return numbers_at(self._task, self._n_classes, positions, targets, keeps_class)

    def fresh_targets(self, number: int) -> Floats:
        """Return the class or value of new points, (number,), where their height does not say it."""
        return np.full(number, float(self._class) if self._task.is_classification else self._value)

    def fresh_points(self, positions: Floats) -> Points:
        """Return new points at positions (n, 2), on the grid if places snap to it."""
        return Points.of(*self.numbers_at(self.snapped(positions), self.fresh_targets(len(positions))))

    def nearest(self, at: Floats) -> int | None:
        """Return the point that can be grabbed at a place."""
        if not len(self._points):
            return None
        distances = np.hypot(*((self._positions - at) / self.pixel).T)
        index = int(np.argmin(np.where(self.is_shown, distances, np.inf)))
        return index if self.is_shown[index] and distances[index] <= GRAB_PIXELS else None

    def ask(self, wish: SignalInstance, *what: object) -> None:
        """Make a wish about the points, as a part of the gesture."""
        self._is_asking = True
        try:
            wish.emit(*what, self._gesture)
        finally:
            self._is_asking = False

    # ------------------------------------------------------------ gestures

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if self._stroke is not None and event.button() != Qt.MouseButton.LeftButton:
            return  # one gesture at a time
        if not self._is_inside(place):
            super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.RightButton:
            self._press_right(event)
        elif event.button() == Qt.MouseButton.LeftButton and self._begin_gesture(place, event.modifiers()):
            self._draw_preview()
        else:
            self._is_panning = True
            self._draw_preview()
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second of two quick clicks as a click."""
        self.mousePressEvent(event)

    def _press_right(self, event: QMouseEvent) -> None:
        index = self.nearest(self._to_view(event.position()))
        if index is not None and index in self.selected:
            self.menuRequested.emit(event.globalPosition().toPoint())
        else:
            self.nextClassRequested.emit()

    def _begin_gesture(self, place: QPointF, modifiers: Qt.KeyboardModifier) -> bool:
        """Start what the tool does at a place; say whether it does anything there."""
        self.end_gesture()
        self._gesture = next(self._gestures)
        self._stroke, self._path = self._tool, [self._to_view(place)]
        if not self._tool.press(self._path[0], select_mode(modifiers)):
            self._stroke = None
        return self._stroke is not None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self._cursor = place if self._is_inside(place) else None
        if self._stroke is None:
            super().mouseMoveEvent(event)
        else:
            self._path.append(self._to_view(place))
            if not self._frame.isActive():
                self._go_on()
        self._draw_preview()
        self._tell_readout()

    def _go_on(self) -> None:
        """Let the tool go on to where the cursor is."""
        if self._stroke is not None and len(self._path) > 1:
            path, self._path = np.array(self._path), self._path[-1:]
            self._frame.start()
            self._stroke.drag(path)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._stroke is None or event.button() != Qt.MouseButton.LeftButton:
            self._is_panning = False
            super().mouseReleaseEvent(event)
            self._draw_preview()
            return
        self._go_on()
        if self._stroke is not None:  # what it did may have ended it
            self._stroke.release()
        self.end_gesture()

    def end_gesture(self) -> None:
        """Leave it at what the gesture has done."""
        if self._stroke is not None:
            self._stroke.cancel()
        self._stroke = None
        self._path.clear()
        self._draw_preview()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows nudge the selection, ten times as far with Shift; Escape gives a gesture up."""
        steps = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Down: (0, -1), Qt.Key.Key_Up: (0, 1)}
        if (step := steps.get(Qt.Key(event.key()))) is not None and len(self.selected):
            if not event.isAutoRepeat():
                self._gesture = next(self._gestures)
            self._nudge(np.array(step) * (10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1))
        elif event.key() == Qt.Key.Key_Escape and self._stroke is not None:
            self.end_gesture()
        else:
            event.ignore()

    def _nudge(self, steps: NDArray[np.intp]) -> None:
        rows = self.selected
        width, height = self.pixel
        size = self._grid if self._options.snaps else (NUDGE_PIXELS * width, NUDGE_PIXELS * height)
        if self._task is Task.CLASSIFICATION_1D:
            size = size[0], 1 / (self._n_classes - 1)
        numbers = self.numbers_at(self._positions[rows] + steps * size, self._points.targets[rows])
        self.ask(self.pointsMoveRequested, Tool.MOVE, rows, *numbers)

    def leaveEvent(self, event: QEvent) -> None:
        self._cursor = None
        self._draw_preview()
        self._tell_readout()
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._go_on()
        self.end_gesture()
        super().focusOutEvent(event)
