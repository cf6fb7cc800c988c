"""How large the gradient is in each layer, on a logarithmic scale."""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.gui.texts import float_text
from app.gui.theme import LIGHT, UNIT, Theme
from app.text import SUPERSCRIPTS

_SMALLEST, _LARGEST = -8, 2
"""Decades of the gradient scale."""


class GradientBars(QWidget):
    """A bar a layer on a logarithmic scale: how large its gradient was in the last update."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._norms: list[tuple[str, float]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_norms(self, norms: list[tuple[str, float]]) -> None:
        """Show layers with the norms of their gradients; NaN is unknown."""
        if len(norms) != len(self._norms):
            self.updateGeometry()
        self._norms = norms
        self.setAccessibleDescription(", ".join(f"{layer} {float_text(size, 2)}" for layer, size in norms))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        rows = max(len(self._norms), 1)
        return QSize(30 * UNIT, rows * self._row_height() + self.fontMetrics().height() + UNIT // 2)

    def minimumSizeHint(self) -> QSize:
        return QSize(20 * UNIT, self.sizeHint().height())

    def _row_height(self) -> int:
        return self.fontMetrics().height() + UNIT // 2

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, metrics, row_height = self._theme, self.fontMetrics(), self._row_height()
        left = max((metrics.horizontalAdvance(layer) for layer, _ in self._norms), default=0) + UNIT
        right = self.width() - metrics.horizontalAdvance("0.0e+00") - UNIT
        per_decade = max(right - left, 1) / (_LARGEST - _SMALLEST)
        bottom = max(len(self._norms), 1) * row_height
        middle = Qt.AlignmentFlag.AlignVCenter
        with QPainter(self) as painter:
            step = 2 if 2 * per_decade > metrics.horizontalAdvance("10⁻⁸") + UNIT // 2 else 5
            for decade in range(_SMALLEST, _LARGEST + 1, step):
                x = round(left + (decade - _SMALLEST) * per_decade)
                painter.setPen(QColor(theme.line))
                painter.drawLine(x, 0, x, bottom)
                painter.setPen(QColor(theme.muted))
                box = (x - 20, bottom + 2, 40, metrics.height())
                painter.drawText(*box, Qt.AlignmentFlag.AlignHCenter, "10" + str(decade).translate(SUPERSCRIPTS))
            for row, (layer, size) in enumerate(self._norms):
                y = row * row_height
                painter.setPen(QColor(theme.text))
                painter.drawText(0, y, left, row_height, Qt.AlignmentFlag.AlignLeft | middle, layer)
                value = self.width() - right
                painter.drawText(right, y, value, row_height, Qt.AlignmentFlag.AlignRight | middle, float_text(size, 2))
                length = round(_length(size) * (right - left))
                is_finite = math.isfinite(size)
                bar = (left, y + UNIT // 2, length, row_height - UNIT)
                painter.fillRect(*bar, QColor(theme.muted if is_finite else theme.error))


def _length(size: float) -> float:
    """Return the part of the scale that a bar fills."""
    if math.isnan(size) or size <= 0:
        return 0.0
    decade = math.log10(size) if math.isfinite(size) else _LARGEST
    return min(max((decade - _SMALLEST) / (_LARGEST - _SMALLEST), 0.0), 1.0)
