"""Paints what stands around the pictures of a wall: headers, losses, and marks of the best and the diverged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.gui.texts import float_text
from app.gui.theme import UNIT, Theme, tabular
from app.gui.views.wall_layout import GAP, WallLayout
from app.running.wall_snapshot import WallFrame

SMALLEST_TEXT = 6.0
"""Points; captions shrink down to it where pictures are small."""

_CENTRE = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Marks:
    """Paints with a painter onto a wall as it is laid out, in a font and a theme's colours."""

    def __init__(self, painter: QPainter, layout: WallLayout, font: QFont, theme: Theme) -> None:
        self._painter = painter
        self._layout = layout
        self._font = font
        self._theme = theme
        self._line = QFontMetricsF(font).height()

    def _square(self, number: int) -> QRectF:
        layout = self._layout
        return QRectF(layout.lefts[number], layout.tops[number], layout.side, layout.side)

    def _caption(self, number: int) -> QRectF:
        square = self._square(number)
        return QRectF(square.left(), square.bottom(), square.width(), self._layout.caption)

    # ------------------------------------------------------------ what stays from frame to frame

    def paint_names(self, names: Sequence[str], width: float) -> None:
        """Paint the name of every picture above it, and what they are names of above all."""
        self._painter.setFont(self._font)
        self._painter.setPen(QColor(self._theme.muted))
        self._painter.drawText(QRectF(0, 0, width, self._line), _CENTRE, self._layout.column_title)
        for number, text in enumerate(names):
            square = self._square(number)
            box = QRectF(square.left(), square.top() - self._line, square.width(), self._line)
            self._paint_text(text, box, self._theme.text)

    def paint_headers(self, width: float) -> None:
        """Paint the headers of columns and rows, and their titles."""
        painter, layout, line = self._painter, self._layout, self._line
        left = float(layout.lefts.min())
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QRectF(left, 0, width - left, line), Qt.AlignmentFlag.AlignLeft, f"{layout.column_title} →")
        painter.drawText(QRectF(0, line, left - UNIT, line), _RIGHT, f"{layout.row_title} ↓")
        for header in layout.columns:
            box = QRectF(header.centre - header.extent / 2, line, header.extent, line)
            self._paint_text(header.text, box, self._theme.text)
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.text))
        for header in layout.rows:
            text = QFontMetricsF(self._font).elidedText(header.text, Qt.TextElideMode.ElideRight, left - UNIT)
            painter.drawText(QRectF(0, header.centre - line / 2, left - UNIT, line), _RIGHT, text)

    # ------------------------------------------------------------ what a frame says

    def paint_frame(self, frame: WallFrame, shows_test: bool) -> None:
        """Paint the losses, and mark the best and the diverged."""
        losses = frame.test_losses if shows_test else frame.train_losses
        is_diverged = frame.is_diverged
        self._painter.setFont(self._caption_font())
        self._painter.setPen(QColor(self._theme.muted))
        for number in np.flatnonzero(~is_diverged).tolist():
            if number != frame.best:
                box = self._caption(number).adjusted(-GAP / 2, 0, GAP / 2, 0)
                self._painter.drawText(box, _CENTRE, float_text(float(losses[number]), 3))
        self._paint_diverged(np.flatnonzero(is_diverged).tolist())
        if frame.best is not None:
            self._paint_best(frame.best, float_text(float(losses[frame.best]), 3))

    def _caption_font(self) -> QFont:
        """Return a font in which usual losses fit below the pictures."""
        font = tabular(self._font)
        widest, side = QFontMetricsF(font).horizontalAdvance("0.00888"), self._layout.side
        if widest > side:
            font.setPointSizeF(max(SMALLEST_TEXT, font.pointSizeF() * side / widest))
        return font

    def _paint_diverged(self, numbers: Sequence[int]) -> None:
        veil = QColor(self._theme.window)
        veil.setAlphaF(0.6)
        word = QCoreApplication.translate("WallView", "diverged")
        smallest = QFont(self._font)
        smallest.setPointSizeF(SMALLEST_TEXT)
        if QFontMetricsF(smallest).horizontalAdvance(word) > self._layout.side + GAP - 1:
            word = "NaN"
        for number in numbers:
            self._painter.fillRect(self._square(number), veil)
            self._paint_text(word, self._caption(number), self._theme.error)

    def _paint_best(self, number: int, loss: str) -> None:
        painter, square = self._painter, self._square(number)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.accent), 2.5))
        painter.drawRoundedRect(square.adjusted(-1, -1, 1, 1), 3, 3)
        word = QCoreApplication.translate("WallView", "best")
        font = QFont(self._font)
        font.setBold(True)
        font.setPointSizeF(max(SMALLEST_TEXT, min(font.pointSizeF(), self._layout.side / 6)))
        metrics = QFontMetricsF(font)
        tag = QRectF(square.left(), square.top(), metrics.horizontalAdvance(word) + 6, metrics.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent))
        painter.drawRoundedRect(tag, 2, 2)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.on_accent))
        painter.drawText(tag, _CENTRE, word)
        self._paint_text(loss, self._caption(number).translated(0, 1), self._theme.accent, is_number=True)

    def _paint_text(self, text: str, box: QRectF, colour: str, is_number: bool = False) -> None:
        """Paint one line in the middle of a box, smaller where it is narrow; a number, in bold, is never cut."""
        font = QFont(self._font)
        font.setBold(is_number)
        room = box.width() + GAP - 1
        if (width := QFontMetricsF(font).horizontalAdvance(text)) > room:
            font.setPointSizeF(max(SMALLEST_TEXT, 0.95 * font.pointSizeF() * room / width))
            if not is_number:
                text = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        box = box.adjusted(-GAP / 2, 0, GAP / 2, 0)
        self._painter.drawText(box, _CENTRE | Qt.TextFlag.TextDontClip, text)
