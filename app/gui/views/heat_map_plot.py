"""The cells of a heat map painted, with their numbers and the key to their colours; what is shown is chosen elsewhere."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QLinearGradient, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolTip, QWidget

from app.data.points import Floats
from app.gui.texts import float_text
from app.gui.theme import LIGHT, UNIT, Theme
from app.gui.views.form_texts import tool_tip
from app.gui.views.grid_colours import ColourScale, colour_scale, colour_table
from app.gui.views.seed_summary import SeedSummary
from app.gui.views.wall_layout import WallAxes
from app.gui.views.wall_marks import LEAST_SHRUNK, SLACK, needed_width, paint_turned, shortened

SMALLEST_TEXT = 7.5
"""Points; where cells have no room for numbers of this size, the tool tip alone tells them."""
LEAST_WITH_GAPS = 4
"""Pixels; between narrower cells gaps would be most of what one sees."""
KEY_WIDTH = 12 * UNIT
DIVERGED = "×"
SOME_DIVERGED = "*"

_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def _luminance(colour: QColor) -> float:
    """Return how bright a colour looks, 0 … 1."""
    return 0.299 * colour.redF() + 0.587 * colour.greenF() + 0.114 * colour.blueF()


def _is_number(text: str) -> bool:
    try:
        float(text.replace("−", "-"))
    except ValueError:
        return False
    return True


def _cell_text(mean: float, spread: float, n_diverged: int, digits: int, has_spread: bool) -> str:
    """Return a cell's number, the spread below it, or a mark; only the marks with 0 digits."""
    if np.isnan(mean):
        return DIVERGED if n_diverged else "–"
    mark = SOME_DIVERGED if n_diverged else ""
    text = f"{float_text(float(mean), digits)}{mark}" if digits else mark
    return f"{text}\n± {float_text(float(spread), 2)}" if has_spread and np.isfinite(spread) else text


class HeatMapPlot(QWidget):
    """Cells with their numbers, the names of rows and columns, and the key to the colours below.

    Signals
    -------
    resized
        There is more room, or less.
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grid_heat_map.map")
        self.setMinimumHeight(12 * UNIT)
        self._theme = LIGHT
        self._axes: WallAxes | None = None
        self._summary: SeedSummary | None = None
        self._figure = ""
        self._is_loss = True
        self._fitted: tuple[list[list[str]], QFont] | None = None
        """What stands in the cells and its font, until numbers or room change."""

    # ------------------------------------------------------------ setters, silent

    def set_axes(self, axes: WallAxes) -> None:
        """Take other rows and columns, without numbers yet."""
        self._axes, self._summary, self._fitted = axes, None, None
        self.update()

    def set_summary(self, summary: SeedSummary, figure: str, is_loss: bool) -> None:
        """Show numbers of the shape of the axes, what they are called, and whether they are losses."""
        self._summary, self._figure, self._is_loss, self._fitted = summary, figure, is_loss, None
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    # ------------------------------------------------------------ layout

    def table(self) -> tuple[Floats, Floats, Floats]:
        """Return mean, spread and diverged seeds as rows and columns; a single setting makes one row."""
        summary = self._summary
        assert summary is not None
        return np.atleast_2d(summary.mean), np.atleast_2d(summary.spread), np.atleast_2d(summary.n_diverged)

    def _cells(self) -> tuple[QRectF, float, float]:
        """Return where the cells lie, and the size of one."""
        assert self._axes is not None
        line = float(self.fontMetrics().height())
        left = 0.0
        if len(self._axes.names) == 2:
            left = min(max(self.fontMetrics().horizontalAdvance(text) for text in self._axes.values[0]) + UNIT, self.width() / 4)  # fmt: skip
        n_rows, n_columns = self.table()[0].shape
        top = line + self._header_height((self.width() - left) / n_columns)
        area = QRectF(left, top, self.width() - left, self.height() - top - line - UNIT)
        return area, area.width() / n_columns, min(area.height() / n_rows, 8 * line)

    def _header_height(self, width: float) -> float:
        """Return the room for the names of columns of this width: more than a line if they have to be turned."""
        assert self._axes is not None
        columns, metrics = self._axes.values[-1], self.fontMetrics()
        if all(_is_number(text) for text in columns) or width >= needed_width(columns, self.font()):
            return float(metrics.height())
        widest = max(metrics.horizontalAdvance(text) for text in columns)
        return max(float(metrics.height()), min(widest + UNIT / 2, self.height() / 3))

    @property
    def shows_spread(self) -> bool:
        """Whether the cells have room for the spreads that there are."""
        if self._summary is None or not np.isfinite(self._summary.spread).any():
            return True
        return any("\n" in text for row in self._fit()[0] for text in row)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return the row and column there; None for none."""
        if self._summary is None or self._axes is None:
            return None
        area, width, height = self._cells()
        column, row = int((point.x() - area.left()) // width), int((point.y() - area.top()) // height)
        n_rows, n_columns = self.table()[0].shape
        return (row, column) if 0 <= row < n_rows and 0 <= column < n_columns else None

    # ------------------------------------------------------------ painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._summary is None or self._axes is None:
            return
        mean, _, n_diverged = self.table()
        area, width, height = self._cells()
        scale = colour_scale(mean, self._is_loss)
        colours = self._colours(mean, scale)
        gap_x, gap_y = (0.5 if extent >= LEAST_WITH_GAPS else 0.0 for extent in (width, height))
        texts, font = self._fit()
        with QPainter(self) as painter:
            self._paint_headers(painter, area, width, height)
            painter.setFont(font)
            for row, column in np.ndindex(mean.shape):
                box = QRectF(area.left() + column * width, area.top() + row * height, width, height).adjusted(gap_x, gap_y, -gap_x, -gap_y)  # fmt: skip
                colour = colours[row][column]
                painter.fillRect(box, colour)
                if np.isnan(mean[row, column]) and n_diverged[row, column]:
                    painter.setPen(QColor(self._theme.error))
                else:
                    painter.setPen(QColor("#ffffff" if _luminance(colour) < 0.5 else "#1c2430"))
                painter.drawText(box, _CENTRE, texts[row][column])
            self._paint_key(painter, scale, area.top() + len(mean) * height + UNIT / 2)

    def _colours(self, mean: Floats, scale: ColourScale | None) -> list[list[QColor]]:
        """Return the colour of every cell; the better, the brighter."""
        shares = np.where(np.isnan(mean), np.nan, 0.5) if scale is None else scale.brightness(mean)
        table = colour_table()
        return [
            [QColor(self._theme.line) if np.isnan(share) else QColor(*map(int, table[int(share * 255)])) for share in row]
            for row in shares
        ]  # fmt: skip

    def _fit(self) -> tuple[list[list[str]], QFont]:
        """Return what stands in the cells, and its font."""
        if self._fitted is None:
            _, width, height = self._cells()
            self._fitted = self._texts(*self.table(), width - 3, height - 2)
        return self._fitted

    def _texts(
        self, mean: Floats, spread: Floats, n_diverged: Floats, width: float, height: float
    ) -> tuple[list[list[str]], QFont]:
        """Return what stands in the cells, as much as cells of this size hold, and its font."""
        font = QFont(self.font())
        for digits, has_spread in ((3, True), (3, False), (2, False), (0, False)):
            texts = [
                [_cell_text(mean[place], spread[place], int(n_diverged[place]), digits, has_spread) for place in places]
                for places in ([(row, column) for column in range(mean.shape[1])] for row in range(mean.shape[0]))
            ]
            lines = {line for row in texts for text in row for line in text.split("\n")}
            metrics = QFontMetricsF(self.font())
            n_lines = max(text.count("\n") + 1 for row in texts for text in row)
            widest = max(metrics.horizontalAdvance(line) for line in lines)
            share = min(width / max(widest, 1.0), height / (n_lines * metrics.height()), 1.0)
            if font.pointSizeF() * share >= SMALLEST_TEXT:
                font.setPointSizeF(font.pointSizeF() * share)
                break
        else:
            font.setPointSizeF(SMALLEST_TEXT)
        return texts, font

    def _paint_headers(self, painter: QPainter, area: QRectF, width: float, height: float) -> None:
        """Paint the names of rows and columns; where these are narrow, not all of them have room for a name."""
        assert self._axes is not None
        metrics = self.fontMetrics()
        line = float(metrics.height())
        painter.setFont(self.font())
        painter.setPen(QColor(self._theme.muted))
        title = f"{self._axes.names[-1]} →"
        if len(self._axes.names) == 2:
            title = f"{self._axes.names[0]} ↓   {title}"
        painter.drawText(QRectF(0, 0, self.width(), line), _RIGHT, metrics.elidedText(title, Qt.TextElideMode.ElideMiddle, self.width()))  # fmt: skip
        painter.setPen(QColor(self._theme.text))
        if area.top() > 2 * line:
            self._paint_turned_headers(painter, area, width)
        else:
            self._paint_column_headers(painter, area, width)
        painter.setFont(self.font())
        every = max(1, math.ceil(0.8 * line / height))
        for row, text in list(enumerate(self._axes.values[0] if len(self._axes.names) == 2 else ()))[::every]:
            box = QRectF(0, area.top() + (row + 0.5) * height - line / 2, area.left() - UNIT / 2, line)
            painter.drawText(box, _RIGHT, shortened(text, QFontMetricsF(self.font()), box.width()))

    def _smaller_font(self, room: float) -> QFont:
        """Return a font in which the names of the columns have room, but not too small a one."""
        assert self._axes is not None
        font = self.font()
        widest = max(self.fontMetrics().horizontalAdvance(text) for text in self._axes.values[-1])
        font.setPointSizeF(font.pointSizeF() * min(1.0, max(LEAST_SHRUNK, SLACK * room / max(widest, 1))))
        return font

    def _paint_turned_headers(self, painter: QPainter, area: QRectF, width: float) -> None:
        assert self._axes is not None
        columns, line = self._axes.values[-1], float(self.fontMetrics().height())
        length = area.top() - line - UNIT / 2
        font = self._smaller_font(length)
        every = max(1, math.ceil(0.8 * line / width))
        for column, text in list(enumerate(columns))[::every]:
            box = QRectF(area.left() + (column + 0.5) * width - line / 2, line, line, length)
            paint_turned(painter, text, box, font)

    def _paint_column_headers(self, painter: QPainter, area: QRectF, width: float) -> None:
        assert self._axes is not None
        metrics, columns, end = QFontMetricsF(self.font()), self._axes.values[-1], 0.0
        widest = min(max(metrics.horizontalAdvance(text) for text in columns) + UNIT, self.width() / 4)
        if all(_is_number(text) for text in columns):
            every = max(1, math.ceil(widest / width))
        else:  # each has a name, in a smaller font if need be
            every, font = 1, self._smaller_font(width - UNIT / 2)
            painter.setFont(font)
            metrics = QFontMetricsF(font)
        for column, text in list(enumerate(columns))[::every]:
            box = self._column_header(text, area, column, width, every)
            if box.left() >= end:
                painter.drawText(box, _CENTRE, shortened(text, metrics, box.width() - UNIT / 2))
                end = box.right()

    def _column_header(self, text: str, area: QRectF, column: int, width: float, every: int) -> QRectF:
        """Return the box of a column's name: above its cell, at most as wide as `every` cells, and inside the map."""
        line = float(self.fontMetrics().height())
        needed = min(self.fontMetrics().horizontalAdvance(text) + UNIT, every * width)
        box = QRectF(area.left() + (column + 0.5) * width - needed / 2, line, needed, line)
        box.moveRight(min(box.right(), area.right()))
        box.moveLeft(max(box.left(), 0.0))
        return box

    def _paint_key(self, painter: QPainter, scale: ColourScale | None, top: float) -> None:
        """Paint which colours stand for which values, and what the marks mean."""
        metrics, x = QFontMetricsF(self.font()), 0.0
        painter.setFont(self.font())

        def write(text: str, colour: str) -> None:
            nonlocal x
            painter.setPen(QColor(colour))
            painter.drawText(QRectF(x, top, self.width() - x, metrics.height()), _LEFT, text)
            x += metrics.horizontalAdvance(text) + UNIT / 2

        if scale is not None and scale.best != scale.worst:
            low, high = self.key_texts(scale)
            write(low, self._theme.muted)
            bar = QRectF(x, top + 0.2 * metrics.height(), KEY_WIDTH, 0.6 * metrics.height())
            gradient = QLinearGradient(bar.topLeft(), bar.topRight())
            for share, colour in zip(np.linspace(0, 1, 9), colour_table()[:: -1 if scale.is_loss else 1][np.linspace(0, 255, 9).astype(int)], strict=True):  # fmt: skip
                gradient.setColorAt(float(share), QColor(*map(int, colour)))
            painter.fillRect(bar, gradient)
            x = bar.right() + UNIT / 2
            write(high, self._theme.muted)
        for text in self._mark_texts():
            x += UNIT
            write(text, self._theme.error)

    def key_texts(self, scale: ColourScale) -> tuple[str, str]:
        """Return what stands left and right of the colours, from little to much."""
        best, worst = float_text(scale.best, 3), float_text(scale.worst, 3)
        if scale.is_loss:
            return best, f"≥ {worst}" if scale.is_cut else worst
        return f"≤ {worst}" if scale.is_cut else worst, best

    def _mark_texts(self) -> list[str]:
        """Return what the marks of divergence mean that are there."""
        mean, _, n_diverged = self.table()
        all_diverged = QCoreApplication.translate("GridHeatMap", "diverged")
        some_diverged = QCoreApplication.translate("GridHeatMap", "some seeds diverged")
        texts = []
        if np.any(np.isnan(mean) & (n_diverged > 0)):
            texts.append(f"{DIVERGED} {all_diverged}")
        if np.any(~np.isnan(mean) & (n_diverged > 0)):
            texts.append(f"{SOME_DIVERGED} {some_diverged}")
        return texts

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fitted = None
        self.resized.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fitted = None
            self.resized.emit()

    # ------------------------------------------------------------ words

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            cell = self.cell_at(QPointF(event.pos()))
            if cell is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), tool_tip(*self.describe(*cell)), self)
            return True
        return super().event(event)

    def describe(self, row: int, column: int) -> list[str]:
        """Return what is to be said of a cell, line by line."""
        assert self._axes is not None
        translate = QCoreApplication.translate
        mean, spread, n_diverged = self.table()
        n_seeds = len(self._axes.seeds)
        lines = [f"{self._axes.names[-1]} {self._axes.values[-1][column]}"]
        if len(self._axes.names) == 2:
            lines.insert(0, f"{self._axes.names[0]} {self._axes.values[0][row]}")
        if not np.isnan(mean[row, column]):
            text = "{figure} {number}" if n_seeds == 1 else translate("GridHeatMap", "{figure}: mean {number}")
            lines.append(text.format(figure=self._figure, number=float_text(float(mean[row, column]), 4)))
        if np.isfinite(spread[row, column]):
            text = translate("GridHeatMap", "standard deviation over the seeds {number}")
            lines.append(text.format(number=float_text(float(spread[row, column]), 3)))
        if n_diverged[row, column] == n_seeds:
            lines.append(translate("GridHeatMap", "diverged"))
        elif n_diverged[row, column]:
            text = translate("GridHeatMap", "left out: {count} of {total} diverged")
            lines.append(text.format(count=int(n_diverged[row, column]), total=n_seeds))
        return lines
