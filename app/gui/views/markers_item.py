"""Many equal markers as one item: an edit only stores the positions, all work is in the painting, and that is one call."""

from __future__ import annotations

from typing import Any, cast

import numpy as np
import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import renderSymbol
from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QWidget
from shiboken6 import Shiboken

from app.data.points import Floats

CACHED_FROM = 5000
"""With more markers than this, a repaint shows them as they were drawn last."""
_FIELDS = 10
"""Numbers of a QPainter.PixmapFragment: x, y, source left, top, width, height, scale x, y, rotation, opacity."""


class MarkersItem(pg.GraphicsObject):
    """Markers of one symbol, size and colour at canvas positions.

    Parameters
    ----------
    symbol
        One of pyqtgraph's.
    size
        In pixels.
    """

    def __init__(self, symbol: str, size: float, pen: QPen, brush: QBrush) -> None:
        super().__init__()
        self._style = (symbol, size, pen, brush)
        self._pixmap: QPixmap | None = None
        self._positions: Floats = np.empty((0, 2))
        self._drawn: Floats = np.empty((0, _FIELDS))
        self._drawn_at: object = None

    @property
    def positions(self) -> Floats:
        """Where the markers are, (n, 2)."""
        return self._positions

    def set_positions(self, positions: Floats) -> None:
        """Show markers at positions (n, 2); an item whose positions are the same is not drawn anew."""
        if not np.array_equal(positions, self._positions):
            self._positions, self._drawn_at = positions, None
            # While training, what lies beneath changes all the time and the markers do not.
            mode = self.CacheMode.DeviceCoordinateCache if len(positions) > CACHED_FROM else self.CacheMode.NoCache
            self.setCacheMode(mode)
            self.update()

    def set_style(self, symbol: str, size: float, pen: QPen, brush: QBrush) -> None:
        """Change how all markers look."""
        self._style = (symbol, size, pen, brush)
        self._pixmap = self._drawn_at = None
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(self.viewRect())

    def viewRangeChanged(self) -> None:
        self.prepareGeometryChange()

    def paint(self, painter: QPainter, option: Any, widget: QWidget | None = None) -> None:
        if not len(self._positions):
            return
        scale = widget.devicePixelRatioF() if widget is not None else 1.0
        if self._pixmap is None or self._pixmap.devicePixelRatio() != scale:
            self._pixmap = QPixmap.fromImage(renderSymbol(*self._style, dpr=scale))
        place = (painter.transform(), painter.viewport(), scale)
        if place != self._drawn_at:
            self._drawn_at, self._drawn = place, self._fragments(painter, scale)
        fragments = self._drawn
        painter.resetTransform()
        if len(fragments):
            first = Shiboken.wrapInstance(fragments.ctypes.data, QPainter.PixmapFragment)
            painter.drawPixmapFragments(cast(QPainter.PixmapFragment, first), len(fragments), self._pixmap)

    def _fragments(self, painter: QPainter, scale: float) -> Floats:
        """Return the markers that are in view as Qt wants them, (m, 10)."""
        assert self._pixmap is not None
        to_device = painter.transform()
        with np.errstate(over="ignore", invalid="ignore"):  # a warning that is an error would end Qt
            places = self._positions * (to_device.m11(), to_device.m22()) + (to_device.dx(), to_device.dy())
        window, margin = painter.viewport(), self._pixmap.width()
        width, height = window.width() * scale, window.height() * scale
        is_seen = ((places > -margin) & (places < (width + margin, height + margin))).all(axis=1)
        fragments = np.empty((np.count_nonzero(is_seen), _FIELDS))
        fragments[:, :2] = places[is_seen]
        fragments[:, 2:] = (0, 0, self._pixmap.width(), self._pixmap.height(), 1 / scale, 1 / scale, 0, 1)
        return fragments
