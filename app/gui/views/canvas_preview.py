"""What helps the hand on the canvas: the preview of a tool, rings around selected points, the grid."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from app.data.painting import Pair
from app.data.plane import canvas_positions
from app.data.points import Floats
from app.data.tasks import Task
from app.gui.theme import CLASS_SYMBOLS, LIGHT, Theme, class_colour
from app.gui.views.markers_item import MarkersItem
from app.gui.views.points_item import SIZE
from app.gui.views.tools.base import NOTHING, Preview

RING = SIZE + 6
OPACITY = 0.55
CLOSEST_PIXELS = 6


class PreviewItem(pg.GraphicsObject):
    """Shows the points that a click would place, paler than they will be, and the outline of a tool."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(self.GraphicsItemFlag.ItemHasNoContents)
        self._theme = LIGHT
        self._ghosts: dict[tuple[str, str], MarkersItem] = {}
        self._outline = pg.PlotCurveItem(antialias=True)
        self._outline.setParentItem(self)

    def boundingRect(self) -> QRectF:
        return QRectF()

    def set_theme(self, theme: Theme) -> None:
        """Colour the outline, and the points at the next `show_preview`."""
        self._theme = theme
        pen = pg.mkPen(theme.ink, width=1, style=Qt.PenStyle.DashLine)
        self._outline.setPen(pen)
        for item in self._ghosts.values():
            self.scene().removeItem(item)
        self._ghosts.clear()

    @property
    def positions(self) -> Floats:
        """Where points are shown, (n, 2)."""
        return np.vstack([np.empty((0, 2)), *(item.positions for item in self._ghosts.values())])

    @property
    def outline(self) -> Floats:
        """The line that is shown, (k, 2)."""
        x, y = self._outline.getData()
        return np.empty((0, 2)) if x is None else np.column_stack([x, y])

    def show_preview(self, task: Task, n_classes: int, preview: Preview = NOTHING) -> None:
        """Show what a tool would do."""
        self._outline.setData(preview.outline[:, 0], preview.outline[:, 1])
        shown: dict[tuple[str, str], Floats] = {}
        points = preview.points
        if points is not None and len(points):
            positions = canvas_positions(task, max(n_classes, 2), points)
            for target in np.unique(points.targets) if task.is_classification else (points.targets[0],):
                is_here = points.targets == target if task.is_classification else slice(None)
                shown[self._look(task, float(target))] = positions[is_here]
        for look in shown.keys() | self._ghosts.keys():
            if look not in self._ghosts:
                self._ghosts[look] = self._make_ghost(*look)
            self._ghosts[look].set_positions(shown.get(look, np.empty((0, 2))))

    def _look(self, task: Task, target: float) -> tuple[str, str]:
        """Return symbol and colour of points."""
        if task.is_classification:
            return CLASS_SYMBOLS[int(target)], class_colour(int(target)).name()
        if task is Task.REGRESSION_1D:
            return "o", self._theme.accent
        return "o", class_colour(int(target > 0)).name()

    def _make_ghost(self, symbol: str, colour: str) -> MarkersItem:
        fill = QColor(colour)
        fill.setAlphaF(OPACITY)
        item = MarkersItem(symbol, SIZE, pg.mkPen(self._theme.ink, width=1), pg.mkBrush(fill))
        item.setParentItem(self)
        return item


class RingsItem(MarkersItem):
    """Rings around the selected points."""

    def __init__(self) -> None:
        super().__init__("o", RING, pg.mkPen(LIGHT.ink, width=1.5), pg.mkBrush(None))

    def set_theme(self, theme: Theme) -> None:
        """Colour the rings."""
        self.set_style("o", RING, pg.mkPen(theme.ink, width=1.5), pg.mkBrush(None))


class GridItem(pg.GraphicsObject):
    """The lines of the grid that places snap to; none where they would lie too close."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: Pair | None = None
        self._pen = pg.mkPen(LIGHT.line)

    def set_theme(self, theme: Theme) -> None:
        """Colour the lines."""
        colour = QColor(theme.muted)
        colour.setAlphaF(0.25)
        self._pen = pg.mkPen(colour)
        self.update()

    def set_steps(self, steps: Pair | None) -> None:
        """Show a grid of these widths along both axes, or none."""
        if steps != self._steps:
            self._steps = steps
            self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(self.viewRect())

    def viewRangeChanged(self) -> None:
        self.prepareGeometryChange()

    def paint(self, painter: QPainter, option: Any, widget: QWidget | None = None) -> None:
        if self._steps is None:
            return
        view, pixel = self.viewRect(), self.pixelSize()
        painter.setPen(self._pen)
        for axis, (low, high) in enumerate(((view.left(), view.right()), (view.top(), view.bottom()))):
            step = self._steps[axis]
            if step >= CLOSEST_PIXELS * pixel[axis] > 0:
                for number in range(math.ceil(low / step), math.floor(high / step) + 1):
                    painter.drawLine(self._line(view, axis, number * step))

    @staticmethod
    def _line(view: QRectF, axis: int, at: float) -> QLineF:
        return QLineF(at, view.top(), at, view.bottom()) if axis == 0 else QLineF(view.left(), at, view.right(), at)
