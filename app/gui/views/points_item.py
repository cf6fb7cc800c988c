"""Draws the points: one scatter item for each look, so that an edit redraws only the looks that changed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor

from app.data.points import Floats, Points
from app.data.tasks import Task
from app.gui.theme import CLASS_SYMBOLS, Theme, class_colour
from app.gui.views.field_item import diverging_table

SIZE = 10
VALUE_BINS = 21


@dataclass(frozen=True, slots=True)
class _Look:
    """What points of one scatter item have in common."""

    symbol: str
    colour: str
    is_test: bool


def canvas_positions(task: Task, n_classes: int, points: Points) -> Floats:
    """Return where points lie on the canvas, (n, 2).

    With one input the height is the value, or the class: 0 at the bottom, the last class at 1.
    """
    if task.n_inputs == 2:
        return points.inputs
    heights = points.targets / (n_classes - 1) if task.is_classification else points.targets
    return np.column_stack([points.inputs[:, 0], heights])


class PointsItem(pg.GraphicsObject):
    """All points of the canvas; test points are hollow."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(self.GraphicsItemFlag.ItemHasNoContents)
        self._items: dict[_Look, pg.ScatterPlotItem] = {}
        self._drawn: dict[_Look, Floats] = {}
        self._theme: Theme | None = None

    def boundingRect(self) -> QRectF:
        return QRectF()

    def set_theme(self, theme: Theme) -> None:
        """Colour the points; the next `set_points` draws them."""
        self._theme = theme
        for item in self._items.values():
            self.scene().removeItem(item)
        self._items.clear()
        self._drawn.clear()

    def set_points(self, task: Task, points: Points, positions: Floats, scale: float, show_test: bool) -> None:
        """Show points at canvas positions (n, 2); looks whose points did not move are left alone."""
        wanted: dict[_Look, Floats] = {}
        bins, looks = self._looks(task, points, scale)
        for is_test in (False, True) if show_test else (False,):
            for number, (symbol, colour) in looks.items():
                chosen = (bins == number) & (points.is_test == is_test)
                if chosen.any():
                    wanted[_Look(symbol, colour, is_test)] = positions[chosen]
        for look in wanted.keys() | self._drawn.keys():
            self._draw(look, wanted.get(look, np.empty((0, 2))))

    def _looks(self, task: Task, points: Points, scale: float) -> tuple[Floats, dict[int, tuple[str, str]]]:
        """Return which look each point has, and the looks' symbols and colours."""
        assert self._theme is not None
        if task.is_classification:
            numbers = points.targets
            return numbers, {int(n): (CLASS_SYMBOLS[int(n)], class_colour(int(n)).name()) for n in np.unique(numbers)}
        if task is Task.REGRESSION_1D:
            return np.zeros(len(points)), {0: ("o", self._theme.accent)}
        bins = np.round((np.clip(points.targets / scale, -1, 1) + 1) / 2 * (VALUE_BINS - 1))
        table = diverging_table(self._theme.neutral, 1.0)
        return bins, {int(n): ("o", QColor(*map(int, table[int(n / (VALUE_BINS - 1) * 255)])).name()) for n in np.unique(bins)}  # fmt: skip

    def _draw(self, look: _Look, positions: Floats) -> None:
        drawn = self._drawn.get(look)
        if drawn is not None and np.array_equal(drawn, positions):
            return
        if look not in self._items:
            self._items[look] = self._make_item(look)
        self._items[look].setData(positions[:, 0], positions[:, 1])
        self._drawn[look] = positions

    def _make_item(self, look: _Look) -> pg.ScatterPlotItem:
        assert self._theme is not None
        pen = pg.mkPen(look.colour, width=2) if look.is_test else pg.mkPen(self._theme.outline, width=1)
        brush = pg.mkBrush(self._theme.base if look.is_test else look.colour)
        if look.symbol in "+x" and not look.is_test:
            pen = pg.mkPen(self._theme.outline, width=0.6)
        item = pg.ScatterPlotItem(symbol=look.symbol, size=SIZE, pen=pen, brush=brush, pxMode=True)
        item.setParentItem(self)
        return item
