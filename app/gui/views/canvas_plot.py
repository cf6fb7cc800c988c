"""Points and a model's answers on two axes, only drawn; the hand that edits them is the canvas's."""

from __future__ import annotations

import html
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from app.components.losses import Head
from app.data.plane import canvas_positions, is_on_one_scale
from app.data.points import Bools, Floats, Points
from app.data.tasks import Task
from app.explain.prediction import UNCERTAIN, CurvePrediction, FieldPrediction, Prediction, Region
from app.gui.texts import number_text
from app.gui.theme import LIGHT, UNIT, Theme, class_colour
from app.gui.views.field_item import FieldItem
from app.gui.views.line_item import LineItem
from app.gui.views.number_axis import NumberAxis
from app.gui.views.points_item import PointsItem
from app.gui.views.table_columns import class_labels

FRESH_RANGE = 6.0
LARGEST = 1e9
"""Coordinates beyond it are not drawn: pyqtgraph cannot scale them."""
LONGEST_LABEL = 80
LONGEST_NAME = 24
"""Letters of an axis in the readout: the answer behind it must stay in sight."""


class CanvasPlot(pg.PlotWidget):
    """Points, the model's curve or field, and what lies under the cursor.

    Signals
    -------
    regionChanged(object)
        The `Region` that is looked at now.
    readoutChanged(str)
        Coordinates and the model's answer under the cursor.
    areaChanged(QRect)
        Where between the axes the plot lies now, in pixels of the viewport.
    """

    regionChanged = Signal(object)
    areaChanged = Signal(QRect)
    readoutChanged = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, axisItems={side: NumberAxis(side) for side in ("left", "bottom")})
        self.setObjectName("canvas")
        self.setAcceptDrops(False)  # the window takes what is dropped
        self.viewport().setAcceptDrops(False)
        self._task = Task.REGRESSION_1D
        self._n_classes = 2
        self._points = Points.empty(1)
        self._positions: Floats = np.empty((0, 2))
        self._prediction: Prediction | None = None
        self._labels: tuple[str, str] | None = None
        self._class_names: tuple[str, ...] = ()
        self._show_test = True
        self._mark_uncertain = False
        self._theme = LIGHT
        self._cursor: QPointF | None = None

        self._view = self.plotItem.getViewBox()
        self.plotItem.setMenuEnabled(False)
        self.plotItem.hideButtons()
        self.plotItem.layout.setContentsMargins(0, UNIT, UNIT, 0)  # else the outermost numbers are cut
        self._view.disableAutoRange()
        self._field = FieldItem()
        self._uncertain_band = pg.LinearRegionItem(UNCERTAIN, orientation="horizontal", movable=False)
        self._half = pg.InfiniteLine(0.5, angle=0)
        self._curves: list[LineItem] = []
        self._dots = PointsItem()
        for z, item in enumerate((self._field, self._uncertain_band, self._half, self._dots)):
            item.setZValue(10 * z)
            self.addItem(item, ignoreBounds=True)
        self._show_task()
        self.show_range(Region(-FRESH_RANGE, FRESH_RANGE, -FRESH_RANGE, FRESH_RANGE))
        self._view.sigRangeChanged.connect(self._on_range_changed)
        self._view.sigResized.connect(self._on_view_resized)

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

    def set_task(self, task: Task, n_classes: int) -> None:
        """Show the axes of a task."""
        if (task, n_classes) == (self._task, self._n_classes):
            return
        is_same_task = task is self._task
        self._task, self._n_classes = task, n_classes
        self._show_task()
        if is_same_task:  # rows of classes lie elsewhere now
            self._draw_points()

    def _show_task(self) -> None:
        is_probability = self._task is Task.CLASSIFICATION_1D
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

    def set_axis_labels(self, labels: tuple[str, str] | None) -> None:
        """Name the axes; None for the task's own names."""
        self._labels = labels
        self._label_axes()

    def set_class_names(self, names: tuple[str, ...]) -> None:
        """Name the classes; those without a name go by their number."""
        self._class_names = names
        self._tell_readout()

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
    def points(self) -> Points:
        """The points that are shown."""
        return self._points

    @property
    def positions(self) -> Floats:
        """Where all points lie, (n, 2)."""
        return self._positions

    @property
    def is_shown(self) -> Bools:
        """Which points can be seen, (n,)."""
        return np.ones(len(self._points), dtype=np.bool_) if self._show_test else ~self._points.is_test

    @property
    def value_scale(self) -> float:
        """The absolute value that gets the full colour on a heat map."""
        largest = float(np.abs(self._points.targets).max(initial=0.0))
        return largest if 0 < largest < LARGEST else 1.0

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
        if self._task.n_inputs == 2 and is_on_one_scale(*span):
            self._view.setAspectLocked(True)

    def _on_view_resized(self, _view: object) -> None:
        self.areaChanged.emit(self.mapFromScene(self._view.sceneBoundingRect()).boundingRect())

    def _on_range_changed(self, *_: Any) -> None:
        self.regionChanged.emit(self.region())

    def _to_view(self, place: QPointF) -> Floats:
        """Return the canvas coordinates of a place in the widget, (2,)."""
        there = self._view.mapSceneToView(self.mapToScene(place.toPoint()))
        return np.array([there.x(), there.y()])

    def _is_inside(self, place: QPointF) -> bool:
        return bool(self._view.sceneBoundingRect().contains(self.mapToScene(place.toPoint())))

    # ------------------------------------------------------------ drawing

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
            curve = LineItem(antialias=True)
            curve.setZValue(25)
            self.addItem(curve, ignoreBounds=True)
            self._curves.append(curve)
        for number, curve in enumerate(self._curves):
            curve.setVisible(number < len(curves))
            if isinstance(prediction, CurvePrediction) and number < len(curves):
                colour = class_colour(number) if prediction.head is Head.MULTICLASS else QColor(self._theme.ink)
                curve.setPen(pg.mkPen(colour, width=2))
                curve.setData(prediction.x, np.clip(curves[number], -LARGEST, LARGEST), connect="finite")

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

    def _axis_names(self) -> tuple[str, str]:
        if self._labels is not None:
            return self._labels
        if self._task.n_inputs == 2:
            return "x1", "x2"
        return "x", QCoreApplication.translate("Canvas", "Probability") if self._task.is_classification else "y"

    def _label_axes(self) -> None:
        x, y = self._axis_names()
        style = {"font-size": f"{self.font().pointSizeF():g}pt", "color": self._theme.muted}
        for side, text in (("bottom", x), ("left", y)):  # pyqtgraph takes a text for HTML
            self.plotItem.setLabel(side, html.escape(text[:LONGEST_LABEL], quote=False), **style)

    def _tell_readout(self) -> None:
        self.readoutChanged.emit(self._readout())

    def _readout(self) -> str:
        """Return coordinates and answer under the cursor."""
        if self._cursor is None:
            return ""
        place = self._to_view(self._cursor)
        names = (name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…" for name in self._axis_names())
        where = "   ".join(
            f"{name} {number_text(number, 3)}" for name, number in zip(names, place.tolist(), strict=True)
        )
        answer = self._prediction.at(*place.tolist()) if self._prediction is not None else None
        return f"{where}   →   {self._answer_text(answer)}" if answer is not None else where

    def _answer_text(self, answer: Floats) -> str:
        if self._prediction is None or self._prediction.head is Head.VALUE:
            return number_text(float(answer[0]))
        classes = np.array([1 - answer[0], answer[0]]) if len(answer) == 1 else answer
        top = int(np.argmax(classes))
        text = QCoreApplication.translate("Canvas", "{name}, probability {probability}")
        text = text.format(name=self._class_text(top), probability=f"{classes[top]:.3f}")
        if classes[top] < UNCERTAIN[1]:
            text += " – " + QCoreApplication.translate("Canvas", "uncertain")
        return text

    def _class_text(self, number: int) -> str:
        label = class_labels(self._class_names)[number]
        return (
            QCoreApplication.translate("Canvas", "class {number}").format(number=label)
            if label == str(number)
            else label
        )
