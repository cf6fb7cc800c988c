"""A line that is cheap to change: no plot of ours ranges itself by its lines, so nobody need measure them."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF


class LineItem(pg.PlotCurveItem):
    """A curve that may lie anywhere in the view."""

    def boundingRect(self) -> QRectF:
        return QRectF(self.viewRect())

    def viewTransformChanged(self) -> None:
        self._cachedView = None  # of `viewRect`; PlotCurveItem leaves it as it was
        super().viewTransformChanged()
