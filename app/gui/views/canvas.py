"""The canvas: points are placed, moved and erased here, and the model's answers drawn beneath them."""

from __future__ import annotations

import itertools
from enum import StrEnum
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from app.components.losses import Head
from app.data.points import Floats, Points
from app.data.tasks import Task
from app.explain.prediction import UNCERTAIN, CurvePrediction, FieldPrediction, Prediction, Region
from app.gui.texts import number_text
from app.gui.theme import CLASS_SYMBOLS, LIGHT, Theme, class_colour
from app.gui.views.field_item import FieldItem
from app.gui.views.points_item import SIZE, PointsItem, canvas_positions

GRAB_PIXELS = 9
ERASER_PIXELS = 16
FRESH_RANGE = 6.0
LARGEST = 1e9
"""Coordinates beyond it are not drawn: pyqtgraph cannot scale them."""


class Tool(StrEnum):
    """What the left button does."""

    ADD = "add"
    MOVE = "move"
    ERASE = "erase"


class Canvas(pg.PlotWidget):
    """Points and answers on two axes; every gesture carries a number, so that it can be undone as one.

    Signals
    -------
    pointAddRequested(object, float, int)
        Inputs (a tuple), target, gesture.
    pointMoveRequested(int, object, float, int)
        Index, inputs, target, gesture.
    pointsEraseRequested(object, int)
        Indices (a tuple), gesture.
    nextClassRequested
        A right click.
    regionChanged(object)
        The `Region` that is looked at now.
    readoutChanged(str)
        Coordinates and the model's answer under the cursor.
    """

    pointAddRequested = Signal(object, float, int)
    pointMoveRequested = Signal(int, object, float, int)
    pointsEraseRequested = Signal(object, int)
    nextClassRequested = Signal()
    regionChanged = Signal(object)
    readoutChanged = Signal(str)

    _gestures = itertools.count(1)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("canvas")
        self.setAcceptDrops(False)  # the window takes what is dropped
        self.viewport().setAcceptDrops(False)
        self._task = Task.REGRESSION_1D
        self._n_classes = 2
        self._points = Points.empty(1)
        self._positions: Floats = np.empty((0, 2))
        self._prediction: Prediction | None = None
        self._tool = Tool.ADD
        self._class = 0
        self._value = 1.0
        self._labels: tuple[str, str] | None = None
        self._show_test = True
        self._mark_uncertain = False
        self._theme = LIGHT
        self._gesture = 0
        self._moving: int | None = None
        self._is_erasing = False
        self._cursor: QPointF | None = None

        self._view = self.plotItem.getViewBox()
        self.plotItem.setMenuEnabled(False)
        self.plotItem.hideButtons()
        self._view.disableAutoRange()
        self._field = FieldItem()
        self._uncertain_band = pg.LinearRegionItem(UNCERTAIN, orientation="horizontal", movable=False)
        self._half = pg.InfiniteLine(0.5, angle=0)
        self._curves: list[pg.PlotCurveItem] = []
        self._dots = PointsItem()
        self._ghost = pg.ScatterPlotItem(size=SIZE, pxMode=True)
        for z, item in enumerate((self._field, self._uncertain_band, self._half, self._dots, self._ghost)):
            item.setZValue(10 * z)
            self.addItem(item, ignoreBounds=True)
        self._view.sigRangeChanged.connect(self._on_range_changed)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.retranslate()
        self.set_task(self._task, self._n_classes)
        self.show_range(Region(-FRESH_RANGE, FRESH_RANGE, -FRESH_RANGE, FRESH_RANGE))

    # ------------------------------------------------------------ setters, silent

    def set_theme(self, theme: Theme) -> None:
        """Dress the canvas."""
        self._theme = theme
        self.setBackground(theme.plot)
        for name in ("left", "bottom"):
            axis = self.plotItem.getAxis(name)
            axis.setPen(theme.line)
            axis.setTextPen(theme.muted)
            axis.setStyle(tickFont=self.font())
        self._label_axes()
        self._field.set_theme(theme)
        self._dots.set_theme(theme)
        self._half.setPen(pg.mkPen(theme.muted, width=1, style=Qt.PenStyle.DashLine))
        band = QColor(theme.muted)
        band.setAlphaF(0.18)
        self._uncertain_band.setBrush(band)
        for line in self._uncertain_band.lines:
            line.setPen(pg.mkPen(None))
        self._draw_points()
        self._draw_prediction()
        self._draw_ghost()

    def set_task(self, task: Task, n_classes: int) -> None:
        """Show the axes of a task."""
        self._task, self._n_classes = task, n_classes
        is_probability = task is Task.CLASSIFICATION_1D
        self._view.setMouseEnabled(x=True, y=not is_probability)
        self._half.setVisible(is_probability)
        self._uncertain_band.setVisible(is_probability and self._mark_uncertain)
        self._label_axes()

    def set_points(self, points: Points) -> None:
        """Show these points."""
        if points is not self._points:
            was_empty = not len(self._points)
            self._points = points
            self._draw_points()
            if was_empty or not len(points):
                self._draw_prediction()

    def set_prediction(self, prediction: Prediction | None) -> None:
        """Show a model's answers, or none."""
        self._prediction = prediction
        self._draw_prediction()
        self._tell_readout()

    def set_tool(self, tool: Tool) -> None:
        """Choose what the left button does."""
        self._tool = tool
        shape = {
            Tool.ADD: Qt.CursorShape.CrossCursor,
            Tool.MOVE: Qt.CursorShape.OpenHandCursor,
            Tool.ERASE: Qt.CursorShape.CrossCursor,
        }
        self.viewport().setCursor(shape[tool])
        self._draw_ghost()

    def set_class(self, number: int) -> None:
        """Choose the class of new points."""
        self._class = number
        self._draw_ghost()

    def set_value(self, value: float) -> None:
        """Choose the value of new points on the heat map."""
        self._value = value
        self._draw_ghost()

    def set_axis_labels(self, labels: tuple[str, str] | None) -> None:
        """Name the axes; None for the task's own names."""
        self._labels = labels
        self._label_axes()

    def set_show_test(self, is_shown: bool) -> None:
        """Show or hide the test points."""
        self._show_test = is_shown
        self._draw_points()

    def set_mark_uncertain(self, is_marked: bool) -> None:
        """Mark where probabilities lie between 0.4 and 0.6."""
        self._mark_uncertain = is_marked
        self._uncertain_band.setVisible(is_marked and self._task is Task.CLASSIFICATION_1D)
        self._draw_prediction()

    # ------------------------------------------------------------ what is looked at

    @property
    def value(self) -> float:
        """The value of new points on a heat map."""
        return self._value

    def region(self) -> Region:
        """Return the part of the plane that is looked at."""
        (x_low, x_high), (y_low, y_high) = self._view.viewRange()
        return Region(x_low, x_high, y_low, y_high)

    def show_range(self, region: Region) -> None:
        """Look at a part of the plane."""
        self._view.setAspectLocked(False)
        self._view.setRange(xRange=(region.x_low, region.x_high), yRange=(region.y_low, region.y_high), padding=0)

    def fit(self) -> None:
        """Look at all points, with a margin; at the usual range if there are none."""
        self._view.setAspectLocked(False)
        positions = self._positions
        low = positions.min(axis=0) if len(positions) else np.full(2, -FRESH_RANGE)
        high = positions.max(axis=0) if len(positions) else np.full(2, FRESH_RANGE)
        span = high - low
        flat = span < 1e-9 * (np.abs(high) + 1e-300)
        low, high = np.where(flat, low - 1, low), np.where(flat, high + 1, high)
        margin = np.maximum(0.12 * (high - low), 1e-12)
        if self._task is Task.CLASSIFICATION_1D:
            low[1], high[1], margin[1] = 0.0, 1.0, 0.12
        low, high = low - margin, high + margin
        self.show_range(Region(float(low[0]), float(high[0]), float(low[1]), float(high[1])))
        span = high - low
        if self._task.n_inputs == 2 and 1 / 3 < span[1] / span[0] < 3:
            self._view.setAspectLocked(True)

    def _on_range_changed(self, *_: Any) -> None:
        self.regionChanged.emit(self.region())
        self._draw_ghost()

    # ------------------------------------------------------------ drawing

    @property
    def value_scale(self) -> float:
        """The absolute value that gets the full colour on a heat map."""
        largest = float(np.abs(self._points.targets).max(initial=0.0))
        return largest if 0 < largest < LARGEST else 1.0

    def _draw_points(self) -> None:
        positions = canvas_positions(self._task, self._n_classes, self._points)
        self._positions = np.clip(positions, -LARGEST, LARGEST)
        self._dots.set_points(self._task, self._points, self._positions, self.value_scale, self._show_test)

    def _draw_prediction(self) -> None:
        prediction = self._prediction if len(self._points) else None
        is_field = isinstance(prediction, FieldPrediction) and self._task.n_inputs == 2
        self._field.setVisible(is_field)
        if isinstance(prediction, FieldPrediction) and is_field:
            self._field.set_prediction(prediction, self._theme, self.value_scale, self._mark_uncertain)
        curves = prediction.values.T if isinstance(prediction, CurvePrediction) and self._task.n_inputs == 1 else ()
        while len(self._curves) < len(curves):
            curve = pg.PlotCurveItem(antialias=True)
            curve.setZValue(25)
            self.addItem(curve, ignoreBounds=True)
            self._curves.append(curve)
        for number, curve in enumerate(self._curves):
            curve.setVisible(number < len(curves))
            if isinstance(prediction, CurvePrediction) and number < len(curves):
                colour = class_colour(number) if prediction.head is Head.MULTICLASS else QColor(self._theme.ink)
                curve.setPen(pg.mkPen(colour, width=2))
                curve.setData(prediction.x, np.clip(curves[number], -LARGEST, LARGEST), connect="finite")

    def _draw_ghost(self) -> None:
        """Show what a click would place or erase."""
        if self._cursor is None or self._moving is not None or self._tool is Tool.MOVE:
            self._ghost.clear()
            return
        if self._tool is Tool.ERASE:
            place = self._to_view(self._cursor)
            pen, brush = pg.mkPen(self._theme.muted, width=1), pg.mkBrush(None)
            self._ghost.setData([place.x()], [place.y()], symbol="o", size=2 * ERASER_PIXELS, pen=pen, brush=brush)
            return
        if self._nearest(self._cursor) is not None:
            self._ghost.clear()
            return
        inputs, target = self._point_at(self._to_view(self._cursor))
        (position,) = canvas_positions(self._task, self._n_classes, Points.of([inputs], [target]))
        symbol = CLASS_SYMBOLS[self._class] if self._task.is_classification else "o"
        colour = self._ghost_colour(target)
        colour.setAlphaF(0.55)
        pen = pg.mkPen(self._theme.ink, width=1)
        self._ghost.setData([position[0]], [position[1]], symbol=symbol, size=SIZE, pen=pen, brush=pg.mkBrush(colour))

    def _ghost_colour(self, target: float) -> QColor:
        if self._task.is_classification:
            return class_colour(int(target))
        if self._task is Task.REGRESSION_1D:
            return QColor(self._theme.accent)
        return class_colour(int(target > 0))

    # ------------------------------------------------------------ places

    def _to_view(self, place: QPointF) -> QPointF:
        """Return the canvas coordinates of a place in the widget."""
        return QPointF(self._view.mapSceneToView(self.mapToScene(place.toPoint())))

    def _is_inside(self, place: QPointF) -> bool:
        return bool(self._view.sceneBoundingRect().contains(self.mapToScene(place.toPoint())))

    def _point_at(self, place: QPointF, old_target: float | None = None) -> tuple[tuple[float, ...], float]:
        """Return inputs and target of a point at canvas coordinates; a moved one keeps its class or value."""
        x, y = place.x(), place.y()
        if self._task is Task.REGRESSION_1D:
            return (x,), y
        if self._task is Task.CLASSIFICATION_1D:
            snapped = float(np.clip(round(y * (self._n_classes - 1)), 0, self._n_classes - 1))
            return (x,), snapped
        if old_target is not None:
            return (x, y), old_target
        return (x, y), float(self._class) if self._task.is_classification else self._value

    def _distances(self, place: QPointF) -> Floats:
        """Return how many pixels each visible point is away from a place in the widget, (n,)."""
        here = self._to_view(place)
        width, height = self._view.viewPixelSize()
        offsets = (self._positions - (here.x(), here.y())) / (width or 1, height or 1)
        distances: Floats = np.hypot(offsets[:, 0], offsets[:, 1])
        if not self._show_test:
            distances[self._points.is_test] = np.inf
        return distances

    def _nearest(self, place: QPointF) -> int | None:
        """Return the point that can be grabbed at a place."""
        if not len(self._points):
            return None
        distances = self._distances(place)
        index = int(np.argmin(distances))
        return index if distances[index] <= GRAB_PIXELS else None

    # ------------------------------------------------------------ gestures

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        if not self._is_inside(place):
            super().mousePressEvent(event)
        elif event.button() == Qt.MouseButton.RightButton:
            self.nextClassRequested.emit()
        elif (
            event.button() == Qt.MouseButton.LeftButton and not self._begin_gesture(place)
        ) or event.button() == Qt.MouseButton.MiddleButton:
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Take the second of two quick clicks as a click."""
        self.mousePressEvent(event)

    def _begin_gesture(self, place: QPointF) -> bool:
        """Start what the tool does at a place; say whether it does anything there."""
        self._gesture = next(self._gestures)
        if self._tool is Tool.ERASE:
            self._is_erasing = True
            self._erase(place)
            return True
        self._moving = self._nearest(place)
        if self._moving is None and self._tool is Tool.MOVE:
            return False
        if self._moving is None:
            inputs, target = self._point_at(self._to_view(place))
            n_before = len(self._points)
            self.pointAddRequested.emit(inputs, target, self._gesture)
            # Until the button is released the new point follows the cursor.
            self._moving = n_before if len(self._points) == n_before + 1 else None
        self._draw_ghost()
        return True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self._cursor = place if self._is_inside(place) else None
        if self._moving is not None:
            self._move(place)
        elif self._is_erasing:
            self._erase(place)
        else:
            super().mouseMoveEvent(event)
        self._draw_ghost()
        self._tell_readout()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._moving is not None or self._is_erasing:
            self._end_gesture()
        else:
            super().mouseReleaseEvent(event)

    def _end_gesture(self) -> None:
        self._moving, self._is_erasing = None, False
        self._draw_ghost()

    def _move(self, place: QPointF) -> None:
        if self._moving is None or self._moving >= len(self._points):
            self._moving = None
            return
        inputs, target = self._point_at(self._to_view(place), float(self._points.targets[self._moving]))
        self.pointMoveRequested.emit(self._moving, inputs, target, self._gesture)

    def _erase(self, place: QPointF) -> None:
        if len(self._points):
            hit = np.flatnonzero(self._distances(place) <= ERASER_PIXELS)
            if len(hit):
                self.pointsEraseRequested.emit(tuple(int(index) for index in hit), self._gesture)

    def leaveEvent(self, event: QEvent) -> None:
        self._cursor = None
        self._draw_ghost()
        self._tell_readout()
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._end_gesture()
        super().focusOutEvent(event)

    # ------------------------------------------------------------ words

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self.setAccessibleName(QCoreApplication.translate("Canvas", "Canvas with points and the model's answers"))
        self._label_axes()
        self._tell_readout()

    def _label_axes(self) -> None:
        if self._labels is not None:
            x, y = self._labels
        elif self._task.n_inputs == 2:
            x, y = "x1", "x2"
        elif self._task.is_classification:
            x, y = "x", QCoreApplication.translate("Canvas", "Probability")
        else:
            x, y = "x", "y"
        style = {"font-size": f"{self.font().pointSizeF():g}pt", "color": self._theme.muted}
        self.plotItem.setLabel("bottom", x, **style)
        self.plotItem.setLabel("left", y, **style)

    def _tell_readout(self) -> None:
        self.readoutChanged.emit(self._readout())

    def _readout(self) -> str:
        """Return coordinates and answer under the cursor."""
        if self._cursor is None:
            return ""
        place = self._to_view(self._cursor)
        x, y = number_text(place.x(), 3), number_text(place.y(), 3)
        names = ("x1", "x2") if self._task.n_inputs == 2 else ("x", "y")
        where = f"{names[0]} {x}   {names[1]} {y}"
        answer = self._prediction.at(place.x(), place.y()) if self._prediction is not None else None
        return f"{where}   →   {self._answer_text(answer)}" if answer is not None else where

    def _answer_text(self, answer: Floats) -> str:
        if self._prediction is None or self._prediction.head is Head.VALUE:
            return number_text(float(answer[0]))
        classes = np.array([1 - answer[0], answer[0]]) if len(answer) == 1 else answer
        top = int(np.argmax(classes))
        text = QCoreApplication.translate("Canvas", "class {number}, probability {probability}")
        text = text.format(number=top, probability=f"{classes[top]:.3f}")
        if classes[top] < UNCERTAIN[1]:
            text += " – " + QCoreApplication.translate("Canvas", "uncertain")
        return text
