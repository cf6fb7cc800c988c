"""Draws answers over the plane: a coloured field with its level lines."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

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


def field_colours(prediction: FieldPrediction, theme: Theme, scale: float, mark_uncertain: bool) -> NDArray[np.uint8]:
    """Return the picture of a field, (rows, columns, 3).

    Parameters
    ----------
    scale
        The absolute value that gets the full colour, for values.
    mark_uncertain
        Whether probabilities between 0.4 and 0.6 turn grey.
    """
    values = prediction.values
    if prediction.head is Head.MULTICLASS:
        n_classes = values.shape[2]
        probabilities = np.nan_to_num(values, nan=1 / n_classes)
        colours = np.array([rgb(class_colour(number)) for number in range(n_classes)])
        top = probabilities.max(axis=2, keepdims=True)
        sureness = (top - 1 / n_classes) / (1 - 1 / n_classes)
        picture = rgb(theme.neutral) + (probabilities @ colours - rgb(theme.neutral)) * sureness * STRENGTH
        doubt = UNCERTAIN[1] - top[:, :, 0]
    else:
        with np.errstate(over="ignore"):
            signed = 2 * values[:, :, 0] - 1 if prediction.head is Head.BINARY else values[:, :, 0] / scale
        signed = np.clip(np.nan_to_num(signed), -1, 1)
        index = (signed * 127.5 + 127.5).astype(np.intp)
        picture = diverging_table(theme.neutral, STRENGTH)[index]
        doubt = (UNCERTAIN[1] - UNCERTAIN[0] - np.abs(signed)) / 2
    if mark_uncertain and prediction.head is not Head.VALUE:
        # A soft edge: a hard one would show the grid's steps.
        greyness = np.clip(doubt / SOFT_EDGE + 0.5, 0, 1)[:, :, None]
        picture = picture + (0.5 * rgb(theme.muted) + 0.5 * rgb(theme.neutral) - picture) * greyness
    pixels: NDArray[np.uint8] = picture.astype(np.uint8)
    return pixels


class _SmoothImage(pg.ImageItem):
    """An image whose pixels blend into each other when enlarged."""

    def paint(self, painter: QPainter, *args: Any) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        super().paint(painter, *args)


class FieldItem(pg.GraphicsObject):
    """A field with its lines: 0.5 strong, .1 … .9 light; with several classes where the most probable one changes."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(self.GraphicsItemFlag.ItemHasNoContents)
        self._image = _SmoothImage(axisOrder="row-major")
        self._light = LineItem(connect="pairs", antialias=False)
        self._strong = LineItem(connect="pairs", antialias=False)
        for item in (self._image, self._light, self._strong):
            item.setParentItem(self)

    def boundingRect(self) -> QRectF:
        return QRectF()

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
        self._image.setImage(field_colours(prediction, theme, scale, mark_uncertain), autoLevels=False, levels=(0, 255))
        # The grid's nodes are the centres of the picture's pixels.
        self._image.setRect(QRectF(region.x_low - step_x / 2, region.y_low - step_y / 2, step_x * columns, step_y * rows))  # fmt: skip
        self._light.setData(prediction.levels[:, 0], prediction.levels[:, 1])
        self._strong.setData(prediction.boundary[:, 0], prediction.boundary[:, 1])
