"""Paints what stands around the pictures of a wall: headers, losses, and marks of the best and the diverged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from app.data.points import Floats
from app.gui.texts import float_text
from app.gui.theme import UNIT, Theme, tabular
from app.gui.views.wall_layout import GAP, Header, Ints, WallLayout
from app.running.wall_snapshot import WallFrame

SMALLEST_TEXT = 6.0
"""Points; captions shrink down to it where pictures are small."""
USUAL_FIGURE = "0.00888"
LEAST_SHRUNK = 0.6
"""How small texts beside normal ones may be, in sizes of these."""
MOST_NARROW = 4
"""A column is narrow up to so many heights of a line: what is left of a longer text there cannot be understood."""
SLACK = 0.92
"""How much of its room a text that is made smaller takes: widths do not shrink exactly as sizes do."""
RING = 2.5
"""Pixels; how thick the line around the best picture is."""

_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Marks:
    """Paints with a painter onto a wall as it is laid out, around the pictures in sight, in a font and a theme's colours."""

    def __init__(self, painter: QPainter, layout: WallLayout, seen: Ints, font: QFont, theme: Theme) -> None:
        self._painter = painter
        self._layout = layout
        self._is_seen = np.isin(np.arange(len(layout.lefts)), seen)
        self._font = font
        self._theme = theme
        self._line = QFontMetricsF(font).height()

    def _square(self, number: int) -> QRectF:
        layout = self._layout
        return QRectF(layout.lefts[number], layout.tops[number], layout.side, layout.side)

    def _caption(self, number: int) -> QRectF:
        square, layout = self._square(number), self._layout
        if layout.beside:
            return QRectF(square.right(), square.top(), layout.beside, square.height())
        return QRectF(square.left(), square.bottom(), square.width(), layout.caption)

    # ------------------------------------------------------------ what stays from frame to frame

    def paint_names(self, names: Sequence[str], own: int, width: float) -> None:
        """Paint the name of every picture above it, the own one underlined, and what they are names of above all."""
        self._painter.setFont(self._font)
        self._painter.setPen(QColor(self._theme.muted))
        self._painter.drawText(QRectF(0, 0, width, self._line), _CENTRE, self._layout.column_title)
        boxes = [self._square(number).translated(0, -self._line) for number in range(len(names))]
        for box in boxes:
            box.setHeight(self._line)
        font = self._fitting_font(names, [box.width() for box in boxes])
        for number in np.flatnonzero(self._is_seen).tolist():
            self._paint_text(names[number], boxes[number], self._theme.text, _marked(font, number == own))

    def paint_column_headers(self, width: float) -> None:
        """Paint the headers of columns, the own one underlined, and the titles of columns and rows."""
        painter, layout, line = self._painter, self._layout, self._line
        left, title_top = float(layout.lefts.min()), float(layout.tops.min()) - GAP - line
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QRectF(left, 0, width - left, line), Qt.AlignmentFlag.AlignLeft, f"{layout.column_title} →")
        painter.drawText(QRectF(0, title_top, left - UNIT, line), _RIGHT, f"{layout.row_title} ↓")
        font = self._header_font()
        for header in layout.columns:
            marked = _marked(font, header.is_own)
            if layout.is_turned:
                painter.setPen(QColor(self._theme.text))
                paint_turned(painter, header.text, _box(header).adjusted(-GAP / 2, 0, GAP / 2, 0), marked)
            else:
                self._paint_text(header.text, _box(header), self._theme.text, marked)

    def paint_row_headers(self) -> None:
        """Paint the headers of rows, in the font of the columns' or a smaller one."""
        rows = self._layout.rows
        font = self._fitting_font([header.text for header in rows], [header.width - UNIT for header in rows])
        font.setPointSizeF(min(font.pointSizeF(), self._header_font().pointSizeF()))
        self._painter.setPen(QColor(self._theme.text))
        for header in rows:
            self._painter.setFont(_marked(font, header.is_own))
            text = shortened(header.text, QFontMetricsF(font), header.width - UNIT)
            self._painter.drawText(_box(header).adjusted(0, 0, -UNIT, 0), _RIGHT | Qt.TextFlag.TextDontClip, text)

    def _header_font(self) -> QFont:
        columns = self._layout.columns
        if not self._layout.is_turned:
            return self._fitting_font([header.text for header in columns], [header.width for header in columns])
        font, narrowest = QFont(self._font), min(header.width for header in columns) + GAP
        font.setPointSizeF(font.pointSizeF() * min(1.0, narrowest / self._line))
        return font

    def paint_note(self, text: str, width: float) -> None:
        """Paint a note at the right above all."""
        self._painter.setFont(self._font)
        self._painter.setPen(QColor(self._theme.muted))
        self._painter.drawText(QRectF(0, 0, width, self._line), _RIGHT, text)

    def _fitting_font(self, texts: Sequence[str], widths: Sequence[float]) -> QFont:
        """Return the font in which every text fits; only a little smaller where one does not even in the smallest."""
        metrics, font = QFontMetricsF(self._font), QFont(self._font)
        shares = [width / max(metrics.horizontalAdvance(text), 1.0) for text, width in zip(texts, widths, strict=True)]  # fmt: skip
        if (share := min(shares, default=1.0)) < 1:
            fitting = SLACK * share * font.pointSizeF()
            font.setPointSizeF(fitting if fitting >= SMALLEST_TEXT else max(SMALLEST_TEXT, 0.8 * font.pointSizeF()))
        return font

    # ------------------------------------------------------------ what a frame says

    def paint_frame(self, frame: WallFrame, figures: Floats) -> None:
        """Paint a figure (N,) below or beside each picture, and mark the best and the diverged."""
        is_diverged = frame.is_diverged
        self._painter.setFont(self._caption_font())
        self._painter.setPen(QColor(self._theme.muted))
        flags = _CENTRE | Qt.TextFlag.TextDontClip if self._layout.beside else _CENTRE
        for number in np.flatnonzero(~is_diverged & self._is_seen).tolist():
            if number != frame.best:
                box = self._caption(number).adjusted(-GAP / 2, 0, GAP / 2, 0)
                self._painter.drawText(box, flags, float_text(float(figures[number]), 3))
        self._paint_diverged(np.flatnonzero(is_diverged & self._is_seen).tolist())
        if frame.best is not None and self._is_seen[frame.best]:
            self._paint_best(frame.best, float_text(float(figures[frame.best]), 3))

    def _caption_font(self) -> QFont:
        """Return a font in which usual figures fit into the captions."""
        font = tabular(self._font)
        widest, room = QFontMetricsF(font).horizontalAdvance(USUAL_FIGURE), self._caption_width
        if widest > room:
            font.setPointSizeF(max(SMALLEST_TEXT, font.pointSizeF() * room / widest))
        return font

    @property
    def _caption_width(self) -> float:
        return self._layout.beside or self._layout.side

    def _paint_diverged(self, numbers: Sequence[int]) -> None:
        veil = QColor(self._theme.window)
        veil.setAlphaF(0.6)
        word = QCoreApplication.translate("WallView", "diverged")
        room = self._caption_width - (GAP if self._layout.beside else 0)
        font = self._fitting_font([word], [room])
        if QFontMetricsF(font).horizontalAdvance(word) > room + GAP - 1:
            word = "×"
            font = self._fitting_font([word], [room])
        for number in numbers:
            self._painter.fillRect(self._square(number), veil)
            self._paint_text(word, self._caption(number), self._theme.error, font)

    def _paint_best(self, number: int, caption: str) -> None:
        painter, square = self._painter, self._square(number)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.accent), RING))
        # Its lower edge is in the picture, for the caption begins right below that.
        painter.drawRoundedRect(square.adjusted(-1, -1, 1, -RING / 2), 3, 3)
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
        bold = QFont(self._caption_font())
        bold.setBold(True)
        is_room = QFontMetricsF(bold).horizontalAdvance(caption) <= self._caption_width + GAP
        painter.setFont(bold if is_room else self._caption_font())
        painter.setPen(QColor(self._theme.accent))
        painter.drawText(self._caption(number).adjusted(-GAP, 1, GAP, 1), _CENTRE | Qt.TextFlag.TextDontClip, caption)

    def _paint_text(self, text: str, box: QRectF, colour: str, font: QFont) -> None:
        """Paint one line in the middle of a box, shortened where it is too long."""
        text = shortened(text, QFontMetricsF(font), box.width() + GAP - 1)
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        self._painter.drawText(box.adjusted(-GAP / 2, 0, GAP / 2, 0), _CENTRE | Qt.TextFlag.TextDontClip, text)


def paint_turned(painter: QPainter, text: str, box: QRectF, font: QFont) -> None:
    """Paint one line upwards from the bottom of a box, shortened where it is too long."""
    painter.save()
    painter.translate(box.left(), box.bottom())
    painter.rotate(-90)
    painter.setFont(font)
    line = shortened(text, QFontMetricsF(font), box.height())
    painter.drawText(QRectF(0, 0, box.height(), box.width()), _LEFT | Qt.TextFlag.TextDontClip, line)
    painter.restore()


def caption_width(font: QFont) -> float:
    """Return the room that a caption beside a picture needs."""
    return QFontMetricsF(tabular(font)).horizontalAdvance(USUAL_FIGURE) + GAP


def needed_width(texts: Iterable[str], font: QFont) -> float:
    """Return how wide columns must be for the texts above them, if need be in a smaller font that can be read beside this one.

    Of longer texts enough is left in columns of `MOST_NARROW` lines.
    """
    metrics = QFontMetricsF(font)
    least = max(LEAST_SHRUNK, SMALLEST_TEXT / font.pointSizeF())
    widest = max(metrics.horizontalAdvance(text) for text in texts)
    return min(MOST_NARROW * metrics.height(), least * widest / SLACK)


def shortened(text: str, metrics: QFontMetricsF, width: float) -> str:
    """Return a text without its middle where it is too wide, for often only the ends differ; of a number the beginning.

    A number without its middle would be another one, or a range.
    """
    is_number = text.lstrip("−-")[:1].isdigit() and " " not in text
    mode = Qt.TextElideMode.ElideRight if is_number else Qt.TextElideMode.ElideMiddle
    return metrics.elidedText(text, mode, width)


def _marked(font: QFont, is_own: bool) -> QFont:
    """Return a font, underlined for the value of the experiment varied."""
    marked = QFont(font)
    marked.setUnderline(is_own)
    return marked


def _box(header: Header) -> QRectF:
    return QRectF(header.left, header.top, header.width, header.height)
