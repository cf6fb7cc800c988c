"""Draws the points: one item of markers for each look, so that an edit redraws only the looks that changed."""

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
from app.gui.views.markers_item import MarkersItem

SIZE = 10
VALUE_BINS = 21


def value_colours(values: Floats, scale: float, neutral: str) -> tuple[Floats, dict[float, QColor]]:
    """Return the number of a colour for each value, (n,), and the colour of each number; ±scale gets the full ones."""
    numbers = np.round((np.clip(values / scale, -1, 1) + 1) / 2 * (VALUE_BINS - 1))
    table = diverging_table(neutral, 1.0)
    return numbers, {n: QColor(*map(int, table[int(n / (VALUE_BINS - 1) * 255)])) for n in np.unique(numbers)}


@dataclass(frozen=True, slots=True)
class _Look:
    """What points of one item have in common."""

    symbol: str
    colour: str
    outline: str
    is_hollow: bool


class PointsItem(pg.GraphicsObject):
    """All points of the canvas; test points are hollow."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(self.GraphicsItemFlag.ItemHasNoContents)
        self._items: dict[_Look, MarkersItem] = {}
        self._theme: Theme | None = None

    def boundingRect(self) -> QRectF:
        return QRectF()

    def set_theme(self, theme: Theme) -> None:
        """Colour the points; the next `set_points` draws them."""
        self._theme = theme
        for item in self._items.values():
            self.scene().removeItem(item)
        self._items.clear()

    def set_points(self, task: Task, points: Points, positions: Floats, scale: float, show_test: bool) -> None:
        """Show points at canvas positions (n, 2); items whose points did not move are left alone."""
        numbers, looks = self._looks(task, points, scale)
        wanted: dict[_Look, Floats] = {}
        for (number, is_test), look in looks.items():
            chosen = (numbers == number) & (points.is_test == is_test)
            if chosen.any() and (show_test or not is_test):
                wanted[look] = positions[chosen]
        for look in wanted.keys() | self._items.keys():
            if look not in self._items:
                self._items[look] = self._make_item(look)
            self._items[look].set_positions(wanted.get(look, np.empty((0, 2))))

    def _looks(self, task: Task, points: Points, scale: float) -> tuple[Floats, dict[tuple[float, bool], _Look]]:
        """Return a number for each point, (n,), and the look of each number as training and as test point."""
        assert self._theme is not None
        outline = self._theme.outline
        if task is Task.REGRESSION_2D:
            numbers, shown = value_colours(points.targets, scale, self._theme.neutral)
            colours = {number: colour.name() for number, colour in shown.items()}
            # A hollow point would look like one of value 0: here test points are diamonds.
            shapes = dict.fromkeys(colours, ("o", "d"))
            outline = self._theme.muted
        elif task.is_classification:
            numbers = points.targets
            colours = {n: class_colour(int(n)).name() for n in np.unique(numbers)}
            shapes = {n: (CLASS_SYMBOLS[int(n)],) * 2 for n in colours}
        else:
            numbers, colours, shapes = np.zeros(len(points)), {0.0: self._theme.accent}, {0.0: ("o", "o")}
        is_hollow = task is not Task.REGRESSION_2D
        return numbers, {
            (number, is_test): _Look(shapes[number][is_test], colour, outline, is_test and is_hollow)
            for number, colour in colours.items()
            for is_test in (False, True)
        }

    def _make_item(self, look: _Look) -> MarkersItem:
        assert self._theme is not None
        if look.is_hollow:
            pen, brush = pg.mkPen(look.colour, width=2), pg.mkBrush(self._theme.base)
        else:
            pen, brush = pg.mkPen(look.outline, width=1), pg.mkBrush(look.colour)
        item = MarkersItem(look.symbol, SIZE, pen, brush)
        item.setParentItem(self)
        return item
