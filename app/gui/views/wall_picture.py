"""Paints the small pictures of a wall: all fields from one image, all curves as one path a class."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.components.losses import Head
from app.data.plane import canvas_positions, is_on_one_scale
from app.data.points import Floats, Points
from app.data.tasks import Task
from app.explain.pictures import CODES, Pictures
from app.explain.prediction import Region
from app.gui.theme import Theme, class_colour
from app.gui.views.field_item import diverging_table, pixels_of, rgb
from app.gui.views.points_item import SIZE, value_colours
from app.gui.views.wall_layout import Ints, WallLayout
from app.training.config import Config

STRENGTH = 0.75
"""How far a field's colour goes towards the full one."""
MARGIN = 0.15
MOST_DOTS = 300
WIDEST_CURVE = 2.0
"""Pixels; as on the canvas of the main window."""
SMALLEST_WITH_DOTS = 40
"""Pixels; in a smaller picture points would hide the field."""
INK_SHARE = 0.3
"""How far a point's colour goes from that of its class or value towards the theme's ink: it lies on a field of that colour."""


def picture_region(config: Config, points: tuple[Points, ...]) -> Region:
    """Return what the pictures show: all points with a margin, both inputs on one scale unless their extents differ much.

    Around points without extent it is one unit each way.
    """
    places = np.concatenate([canvas_positions(config.task, config.n_classes, own) for own in dict.fromkeys(points)])
    low, high = places.min(axis=0), places.max(axis=0)
    if config.task.is_classification and config.task.n_inputs == 1:
        low[1], high[1] = 0.0, 1.0
    half = high / 2 - low / 2  # without overflow
    if config.task.n_inputs == 2 and (half.min() == 0 or is_on_one_scale(*half)):
        half[:] = half.max()
    largest = np.maximum(np.abs(high), 1.0)
    half = np.where(half > 1e-9 * largest, half, np.maximum(1e-3 * largest, 1.0)) * (1 + MARGIN)
    centre = high / 2 + low / 2
    (x_low, y_low), (x_high, y_high) = centre - half, centre + half
    return Region(float(x_low), float(x_high), float(y_low), float(y_high))


def colour_table(head: Head, n_classes: int, neutral: str) -> NDArray[np.uint32]:
    """Return the colour of every code of a picture as 0xffrrggbb."""
    if head is Head.MULTICLASS:
        shares = np.linspace(0, 1, CODES)[:, None] * STRENGTH
        colours = [rgb(neutral) + (rgb(class_colour(number)) - rgb(neutral)) * shares for number in range(n_classes)]
        table = np.concatenate(colours)
    else:
        table = diverging_table(neutral, STRENGTH)
    return pixels_of(table)


def paint_fields(painter: QPainter, pictures: Pictures, layout: WallLayout, numbers: Ints, theme: Theme) -> None:
    """Paint the fields with these numbers into their squares."""
    rows, columns = pictures.values.shape[1:]
    table = colour_table(pictures.head, pictures.n_classes, theme.neutral)
    pixels = np.ascontiguousarray(table[pictures.values[numbers, ::-1]])  # an image begins at the top
    image = QImage(pixels.data, columns, len(numbers) * rows, 4 * columns, QImage.Format.Format_RGB32)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    side = layout.side
    for place, number in enumerate(numbers):
        target = QRectF(layout.lefts[number], layout.tops[number], side, side)
        # The outermost answers lie on the picture's edges.
        painter.drawImage(target, image, QRectF(0.5, place * rows + 0.5, columns - 1, rows - 1))


def paint_curves(painter: QPainter, pictures: Pictures, layout: WallLayout, numbers: Ints, theme: Theme) -> None:
    """Paint the curves with these numbers into their squares, a colour a class."""
    region, values = pictures.region, pictures.values[numbers]
    lefts, tops = layout.lefts[numbers], layout.tops[numbers]
    for left, top in zip(lefts, tops, strict=True):
        painter.fillRect(QRectF(left, top, layout.side, layout.side), QColor(theme.plot))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    step = layout.side / (values.shape[1] - 1)
    n_classes = values.shape[2]
    width = min(max(1.0, layout.side / 120), WIDEST_CURVE)
    for number in range(n_classes):
        shares = (values[:, :, number] - region.y_low) / (region.y_high - region.y_low)
        heights, ways, is_joined = cut_lines(shares)
        right = lefts[:, None, None] + (np.arange(values.shape[1] - 1)[:, None] + ways) * step
        down = tops[:, None, None] + (1 - heights) * layout.side
        path = pg.functions.arrayToQPath(right.ravel(), down.ravel(), connect=is_joined.ravel())
        painter.setPen(QPen(class_colour(number) if n_classes > 1 else QColor(theme.ink), width))
        painter.drawPath(path)


def cut_lines(heights: Floats) -> tuple[Floats, Floats, NDArray[np.int32]]:
    """Cut lines through heights (lines, m) off where they leave 0 … 1.

    Returns
    -------
    Both ends of what is left of every piece, (lines, m - 1, 2) each: their heights, how far along the piece they are, and
    whether a line leads from there to the next one.
    """
    starts, ends = heights[:, :-1].astype(np.float64), heights[:, 1:].astype(np.float64)
    with np.errstate(all="ignore"):
        rise = ends - starts
        at_edges = -starts / rise, (1 - starts) / rise
        is_level = rise == 0
        first = np.where(is_level, 0, np.maximum(np.minimum(*at_edges), 0))
        last = np.where(is_level, 1, np.minimum(np.maximum(*at_edges), 1))
        is_outside = is_level & ((starts < 0) | (starts > 1))
        is_there = np.isfinite(rise) & (first < last) & ~is_outside
        ways = np.where(is_there[:, :, None], np.stack([first, last], axis=2), 0.0)
        cut = np.where(is_there[:, :, None], np.clip(starts[:, :, None] + ways * rise[:, :, None], 0, 1), 0.0)
    is_joined = np.zeros(ways.shape, dtype=np.int32)
    is_joined[:, :, 0] = is_there
    is_whole = is_there & (ways[:, :, 1] == 1)
    is_joined[:, :-1, 1] = is_whole[:, :-1] & is_there[:, 1:] & (ways[:, 1:, 0] == 0)
    return cut, ways, is_joined


def paint_dots(painter: QPainter, task: Task, n_classes: int, points: tuple[Points, ...], region: Region, layout: WallLayout, numbers: Ints, theme: Theme) -> None:  # fmt: skip
    """Paint the training points of the experiments with these numbers, dimmed, where they are few and the pictures large enough."""
    if layout.side < SMALLEST_WITH_DOTS:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for number in numbers:
        left, top, own = layout.lefts[number], layout.tops[number], points[number]
        if len(own) > MOST_DOTS:
            continue
        shown = own.chosen(np.flatnonzero(~own.is_test))
        places = _places(canvas_positions(task, n_classes, shown), region)
        inside = ((places >= 0) & (places <= 1)).all(axis=1)
        for colour, chosen in _colours(task, shown, theme):
            pen = QPen(colour, min(max(2.0, layout.side / 32), SIZE))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPoints([QPointF(left + x * layout.side, top + y * layout.side) for x, y in places[inside & chosen]])  # fmt: skip


def _places(positions: Floats, region: Region) -> Floats:
    """Return where canvas positions lie in a picture, 0 … 1 from its upper left corner."""
    low = np.array([region.x_low, region.y_low])
    span = np.array([region.x_high, region.y_high]) - low
    shares = (positions - low) / span
    return np.column_stack([shares[:, 0], 1 - shares[:, 1]])


def _colours(task: Task, points: Points, theme: Theme) -> list[tuple[QColor, Any]]:
    """Return dimmed colours, each with the points that have it."""
    if task.is_classification:
        numbers = points.targets
        colours = {number: _inked(class_colour(int(number)), theme) for number in np.unique(numbers)}
    elif task is Task.REGRESSION_2D:
        scale = float(np.abs(points.targets).max(initial=0.0)) or 1.0
        numbers, shown = value_colours(points.targets, scale, theme.muted)
        colours = {number: _inked(colour, theme) for number, colour in shown.items()}
    else:
        numbers, colours = np.zeros(len(points)), {0.0: QColor(theme.accent)}
    for colour in colours.values():
        colour.setAlphaF(0.55)
    return [(colour, numbers == number) for number, colour in colours.items()]


def _inked(colour: QColor, theme: Theme) -> QColor:
    return QColor(*(round(part) for part in rgb(colour) + INK_SHARE * (rgb(theme.ink) - rgb(colour))))
