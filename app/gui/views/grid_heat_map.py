"""A heat map of a figure over the settings of a grid: mean over the seeds, and their spread."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QFont, QFontMetricsF, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolTip, QVBoxLayout, QWidget

from app.data.points import Bools, Floats
from app.gui.texts import float_text
from app.gui.theme import LIGHT, UNIT, Theme
from app.gui.views.form_combo import ChoiceCombo, Entry
from app.gui.views.form_texts import tool_tip
from app.gui.views.wall_layout import WallAxes
from app.running.wall_snapshot import WallFrame

SMALLEST_TEXT = 6.5


@dataclass(frozen=True, slots=True, eq=False)
class SeedSummary:
    """A figure over the seeds of each combination: arrays of the shape of the settings.

    Attributes
    ----------
    mean, spread
        Mean and standard deviation (with n - 1) over the seeds that did not diverge; NaN without any, the spread also
        with one alone.
    n_diverged
        How many seeds diverged.
    """

    mean: Floats
    spread: Floats
    n_diverged: NDArray[np.intp]


def summarise(figures: Floats, is_diverged: Bools, shape: tuple[int, ...]) -> SeedSummary:
    """Return mean and spread of figures (N,) over the last axis of `shape`."""
    values = np.where(is_diverged, np.nan, figures).reshape(shape)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of numpy, about means of nothing
        return SeedSummary(
            np.nanmean(values, axis=-1), np.nanstd(values, axis=-1, ddof=1), is_diverged.reshape(shape).sum(axis=-1)
        )


@lru_cache(maxsize=1)
def _colours() -> Floats:
    """Return 256 colours from dark for little to bright for much, (256, 3)."""
    table: Floats = pg.colormap.get("viridis").getLookupTable(nPts=256)[:, :3]
    return table


def _luminance(colour: QColor) -> float:
    """Return how bright a colour looks, 0 … 1."""
    return 0.299 * colour.redF() + 0.587 * colour.greenF() + 0.114 * colour.blueF()


class _Map(QWidget):
    """The map itself.

    Signals
    -------
    pointed(int, int)
        The row and column under the mouse; -1 for none.
    """

    pointed = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grid_heat_map.map")
        self.setMouseTracking(True)
        self.setMinimumHeight(12 * UNIT)
        self.theme = LIGHT
        self.axes: WallAxes | None = None
        self.summary: SeedSummary | None = None
        self.is_log = True
        self.is_less_better = True

    def table(self) -> tuple[Floats, Floats, Floats]:
        """Return mean, spread and diverged seeds as rows and columns; a single setting makes one row."""
        assert self.summary is not None
        summary = self.summary
        return np.atleast_2d(summary.mean), np.atleast_2d(summary.spread), np.atleast_2d(summary.n_diverged)

    def _cells(self) -> tuple[QRectF, float, float]:
        """Return where the cells lie, and the size of one."""
        assert self.axes is not None
        line = float(self.fontMetrics().height())
        left = 0.0
        if len(self.axes.names) == 2:
            left = min(max(self.fontMetrics().horizontalAdvance(text) for text in self.axes.values[0]) + UNIT, self.width() / 4)  # fmt: skip
        area = QRectF(left, 2 * line, self.width() - left, self.height() - 2 * line)
        n_rows, n_columns = self.table()[0].shape
        return area, area.width() / n_columns, min(area.height() / n_rows, 8 * line)

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """Return the row and column there; None for none."""
        if self.summary is None or self.axes is None:
            return None
        area, width, height = self._cells()
        column, row = int((point.x() - area.left()) // width), int((point.y() - area.top()) // height)
        n_rows, n_columns = self.table()[0].shape
        return (row, column) if 0 <= row < n_rows and 0 <= column < n_columns else None

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.summary is None or self.axes is None:
            return
        mean, spread, n_diverged = self.table()
        area, width, height = self._cells()
        colours = self._painted(mean)
        with QPainter(self) as painter:
            self._paint_headers(painter, area, width, height)
            font = self._font(width, height)
            for row, column in np.ndindex(mean.shape):
                box = QRectF(area.left() + column * width, area.top() + row * height, width, height).adjusted(0.5, 0.5, -0.5, -0.5)  # fmt: skip
                colour = colours[row][column]
                painter.fillRect(box, colour)
                painter.setFont(font)
                painter.setPen(QColor("#ffffff" if _luminance(colour) < 0.5 else "#1c2430"))
                if height < QFontMetricsF(font).height():
                    continue
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._cell_text(mean, spread, n_diverged, row, column, height))  # fmt: skip

    def _cell_text(self, mean: Floats, spread: Floats, n_diverged: Floats, row: int, column: int, height: float) -> str:
        if np.isnan(mean[row, column]):
            return "NaN" if n_diverged[row, column] else "–"
        text = float_text(float(mean[row, column]), 3) + ("*" if n_diverged[row, column] else "")
        has_room = height > 2.2 * self.fontMetrics().height()
        return f"{text}\n± {float_text(float(spread[row, column]), 2)}" if has_room and np.isfinite(spread[row, column]) else text  # fmt: skip

    def _font(self, width: float, height: float) -> QFont:
        font = QFont(self.font())
        metrics = QFontMetricsF(font)
        share = min((width - 2) / metrics.horizontalAdvance("± 0.00888"), height / metrics.height(), 1.0)
        font.setPointSizeF(max(SMALLEST_TEXT, font.pointSizeF() * share))
        return font

    def _painted(self, mean: Floats) -> list[list[QColor]]:
        """Return the colour of every cell; the better, the brighter."""
        with np.errstate(all="ignore"):
            values = np.log10(np.where(mean > 0, mean, np.nan)) if self.is_log else mean
        known = values[np.isfinite(values)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
        shares = (values - low) / (high - low) if high > low else np.full(values.shape, 0.5)
        shares = 1 - shares if self.is_less_better else shares
        shares = np.where((mean == 0) & self.is_log, 1.0, shares)
        table = _colours()
        return [
            [QColor(*map(int, table[int(share * 255)])) if np.isfinite(share) else QColor(self.theme.line) for share in row]
            for row in np.clip(shares, 0, 1)
        ]  # fmt: skip

    def _paint_headers(self, painter: QPainter, area: QRectF, width: float, height: float) -> None:
        assert self.axes is not None
        line = float(self.fontMetrics().height())
        painter.setFont(self.font())
        painter.setPen(QColor(self.theme.muted))
        title = f"{self.axes.names[-1]} →"
        if len(self.axes.names) == 2:
            title = f"{self.axes.names[0]} ↓   {title}"
        painter.drawText(QRectF(0, 0, self.width(), line), Qt.AlignmentFlag.AlignRight, title)
        painter.setPen(QColor(self.theme.text))
        for column, text in enumerate(self.axes.values[-1]):
            box = QRectF(area.left() + column * width, line, width, line)
            metrics = self.fontMetrics()
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(width)))  # fmt: skip
        every = max(1, math.ceil(0.8 * line / height))  # where rows are low, not all of them have room for a name
        for row, text in enumerate(self.axes.values[0] if len(self.axes.names) == 2 else ()):
            if row % every:
                continue
            box = QRectF(0, area.top() + (row + 0.5) * height - line / 2, area.left() - UNIT / 2, line)
            elided = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, elided)

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
        assert self.axes is not None
        translate = QCoreApplication.translate
        mean, spread, n_diverged = self.table()
        lines = [f"{self.axes.names[-1]} {self.axes.values[-1][column]}"]
        if len(self.axes.names) == 2:
            lines.insert(0, f"{self.axes.names[0]} {self.axes.values[0][row]}")
        if np.isfinite(mean[row, column]):
            lines.append(
                translate("GridHeatMap", "mean {number}").format(number=float_text(float(mean[row, column]), 4))
            )
        if np.isfinite(spread[row, column]):
            text = translate("GridHeatMap", "standard deviation over the seeds {number}")
            lines.append(text.format(number=float_text(float(spread[row, column]), 3)))
        if n_diverged[row, column]:
            text = translate("GridHeatMap", "{count} of {total} diverged and are left out")
            lines.append(text.format(count=int(n_diverged[row, column]), total=len(self.axes.seeds)))
        return lines

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.pointed.emit(*(self.cell_at(event.position()) or (-1, -1)))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(-1, -1)


class GridHeatMap(QWidget):
    """Train loss, test loss or score over one or two settings; losses on a logarithmic scale of colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grid_heat_map")
        self._frame: WallFrame | None = None
        self._is_classification = False
        self._has_test = False
        self.figure = ChoiceCombo("grid_heat_map.figure", self)
        self.figure.setMinimumContentsLength(10)
        self.figure.keyEdited.connect(self._on_figure_key_edited)
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.map = _Map()
        row = QHBoxLayout()
        row.addWidget(self.figure)
        row.addWidget(self.note)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        column.setSpacing(UNIT // 2)
        column.addLayout(row)
        column.addWidget(self.map, 1)
        self.retranslate()
        self.figure.set_key("train_losses")

    def set_grid(self, axes: WallAxes, is_classification: bool, has_test: bool) -> None:
        """Show another grid; with test points begin with their loss."""
        self._is_classification, self._has_test = is_classification, has_test
        self._frame = None
        self.map.axes, self.map.summary = axes, None
        self.retranslate()
        self.figure.set_key("test_losses" if has_test else "train_losses")
        self.map.update()

    def set_frame(self, frame: WallFrame) -> None:
        """Show a moment."""
        self._frame = frame
        if self.map.axes is None:
            return
        key = self.figure.currentData()
        shape = (*(len(values) for values in self.map.axes.values), len(self.map.axes.seeds))
        figures: Floats = getattr(frame, key)
        self.map.is_log = self.map.is_less_better = key != "scores"
        self.map.summary = summarise(figures, frame.is_diverged, shape)
        if QAccessible.isActive():
            self.map.setAccessibleDescription("; ".join(self.map.describe(row, column)[-1] for row, column in np.ndindex(self.map.table()[0].shape)))  # fmt: skip
        self.map.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.map.theme = theme
        self.map.update()

    def _on_figure_key_edited(self) -> None:
        if self._frame is not None:
            self.set_frame(self._frame)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        translate = QCoreApplication.translate
        key = self.figure.currentData()
        score = translate("GridHeatMap", "Accuracy") if self._is_classification else "R²"
        entries = [Entry("train_losses", translate("GridHeatMap", "Train loss")), Entry("scores", score)]
        if self._has_test:
            entries.insert(1, Entry("test_losses", translate("GridHeatMap", "Test loss")))
        self.figure.set_entries(entries)
        self.figure.set_key(key)
        self.figure.set_texts(translate("GridHeatMap", "Figure"), tool_tip(translate("GridHeatMap", "What the colours show; the brighter, the better.")))  # fmt: skip
        self.note.setText(translate("GridHeatMap", "mean ± spread over the seeds"))
        self.note.setToolTip(
            translate("GridHeatMap", "A star: some seeds diverged and are left out. NaN: all diverged.")
        )
        self.map.setAccessibleName(translate("GridHeatMap", "Heat map of a figure over the settings"))
        self.map.update()
