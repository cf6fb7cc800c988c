"""Draws answers over the plane: a coloured field with its level lines."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.components.losses import Head
from app.data.points import Floats
from app.explain.prediction import UNCERTAIN, FieldPrediction
from app.gui.theme import CLASS_COLOURS, Theme, class_colour
from app.gui.views.line_item import LineItem

SOFT_EDGE = 0.02
"""Width of the edge of the uncertain band, in probability."""

STRENGTH = 0.5
"""How far a field's colour goes towards the full one: points must stay readable on it."""


def rgb(colour: QColor | str) -> Floats:
    """Return a colour as three numbers 0 … 255."""
    colour = QColor(colour)
    return np.array([colour.red(), colour.green(), colour.blue()], dtype=np.float64)


@lru_cache(maxsize=8)
def diverging_table(neutral: str, strength: float) -> NDArray[np.float64]:
    """Return 256 colours from orange (-1) over neutral to blue (+1), shape (256, 3)."""
    t = np.linspace(-1, 1, 256)[:, None]
    ends = np.where(t < 0, rgb(CLASS_COLOURS[0]), rgb(CLASS_COLOURS[1]))
    return rgb(neutral) + (ends - rgb(neutral)) * np.abs(t) * strength


def pixels_of(colours: Floats) -> NDArray[np.uint32]:
    """Return colours (…, 3), 0 … 255, as pixels 0xffrrggbb."""
    red, green, blue = np.moveaxis(colours.round().astype(np.uint32), -1, 0)
    pixels: NDArray[np.uint32] = 0xFF000000 | red << 16 | green << 8 | blue
    return pixels


@lru_cache(maxsize=8)
def _signed_pixels(neutral: str, muted: str, mark_uncertain: bool) -> NDArray[np.uint32]:
    """Return 256 pixels for numbers from -1 to 1; those of uncertain probabilities turn grey on demand."""
    colours = diverging_table(neutral, STRENGTH)
    if mark_uncertain:
        doubt = (UNCERTAIN[1] - UNCERTAIN[0] - np.abs(np.linspace(-1, 1, len(colours)))) / 2
        colours = _greyed(colours, doubt, neutral, muted)
    return pixels_of(colours)


def _greyed(colours: Floats, doubt: Floats, neutral: str, muted: str) -> Floats:
    """Return colours (…, 3), grey where the doubt (…) is above zero, with a soft edge: a hard one would show the grid's steps."""
    greyness = np.clip(doubt / SOFT_EDGE + 0.5, 0, 1)[..., None]
    return colours + (0.5 * rgb(muted) + 0.5 * rgb(neutral) - colours) * greyness


def field_pixels(prediction: FieldPrediction, theme: Theme, scale: float, mark_uncertain: bool) -> NDArray[np.uint32]:
    """Return the picture of a field, (rows, columns) of 0xffrrggbb.

    Parameters
    ----------
    scale
        The absolute value that gets the full colour, for values.
    mark_uncertain
        Whether probabilities between 0.4 and 0.6 turn grey.
    """
    values = prediction.values
    if prediction.head is not Head.MULTICLASS:
        with np.errstate(over="ignore"):
            signed = 2 * values[:, :, 0] - 1 if prediction.head is Head.BINARY else values[:, :, 0] / scale
            index = np.clip(127.5 * np.nan_to_num(signed) + 127.5, 0, 255).astype(np.intp)
        return _signed_pixels(theme.neutral, theme.muted, mark_uncertain and prediction.head is Head.BINARY)[index]
    n_classes = values.shape[2]
    probabilities = np.nan_to_num(values, nan=1 / n_classes)
    classes = np.array([rgb(class_colour(number)) for number in range(n_classes)])
    top = probabilities.max(axis=2, keepdims=True)
    sureness = (top - 1 / n_classes) / (1 - 1 / n_classes)
    colours = rgb(theme.neutral) + (probabilities @ classes - rgb(theme.neutral)) * sureness * STRENGTH
    if mark_uncertain:
        colours = _greyed(colours, UNCERTAIN[1] - top[:, :, 0], theme.neutral, theme.muted)
    return pixels_of(colours)


class FieldItem(pg.GraphicsObject):
    """A field with its lines: 0.5 strong, .1 … .9 light; with several classes where the most probable one changes."""

    def __init__(self) -> None:
        super().__init__()
        self._rect = QRectF()
        self._pixels: NDArray[np.uint32] = np.empty((0, 0), dtype=np.uint32)
        self._light = LineItem(connect="pairs", antialias=False)
        self._strong = LineItem(connect="pairs", antialias=False)
        for item in (self._light, self._strong):
            item.setParentItem(self)

    def boundingRect(self) -> QRectF:
        return self._rect

    def paint(self, painter: QPainter, *_: object) -> None:
        rows, columns = self._pixels.shape
        image = QImage(self._pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(self._rect, image)

    def set_theme(self, theme: Theme) -> None:
        """Colour the lines."""
        ink = QColor(theme.ink)
        self._strong.setPen(pg.mkPen(ink, width=2))
        ink.setAlphaF(0.22)
        self._light.setPen(pg.mkPen(ink, width=1))

    def set_prediction(self, prediction: FieldPrediction, theme: Theme, scale: float, mark_uncertain: bool) -> None:
        """Show a field."""
        region, (rows, columns, _) = prediction.region, prediction.values.shape
        step_x = (region.x_high - region.x_low) / (columns - 1)
        step_y = (region.y_high - region.y_low) / (rows - 1)
        self._pixels = field_pixels(prediction, theme, scale, mark_uncertain)
        # The grid's nodes are the centres of the picture's pixels.
        rect = QRectF(region.x_low - step_x / 2, region.y_low - step_y / 2, step_x * columns, step_y * rows)
        if rect != self._rect:
            self.prepareGeometryChange()
            self._rect = rect
        self.update()
        self._light.setData(prediction.levels[:, 0], prediction.levels[:, 1])
        self._strong.setData(prediction.boundary[:, 0], prediction.boundary[:, 1])
