"""All experiments of a grid as a table to sort, a row each."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import (
    QAction,
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QTableView, QWidget

from app.data.points import Floats
from app.gui.texts import float_text
from app.gui.theme import LIGHT, Theme
from app.gui.views.wall_layout import WallAxes
from app.running.wall_snapshot import WallFrame

LONGEST_NAME = 18
"""Letters; of a longer name of a choice its beginning and its end are shown."""
SHORTEST_NAME = 8
"""Letters; down to so many are shown of a name where that makes all columns fit."""

_Index = QModelIndex | QPersistentModelIndex


class GridModel(QAbstractTableModel):
    """Settings, seed and figures of every experiment, in the order of any of them.

    The first columns are the settings and the seed, then train loss, test loss and score.

    Attributes
    ----------
    frame
        The moment shown; None before the first.
    """

    def __init__(self) -> None:
        super().__init__()
        self._axes: WallAxes | None = None
        self.frame: WallFrame | None = None
        self._is_classification = False
        self._theme = LIGHT
        self._sorted_by, self._is_descending = -1, False
        self._order = np.empty(0, dtype=np.intp)
        self._places = np.empty((0, 0), dtype=np.intp)

    @property
    def names(self) -> tuple[str, ...]:
        """What the settings are called; none before the first grid."""
        return () if self._axes is None else self._axes.names

    def set_grid(self, axes: WallAxes, is_classification: bool) -> None:
        """Show another grid, in its own order."""
        self.beginResetModel()
        self._axes, self._is_classification, self.frame = axes, is_classification, None
        shape = (*(len(values) for values in axes.values), len(axes.seeds))
        self._places = np.stack(np.unravel_index(np.arange(len(axes)), shape), axis=1)
        self._order = np.arange(len(axes))
        self._sorted_by = -1
        self.endResetModel()

    def rename(self, axes: WallAxes) -> None:
        """Call the settings of the same grid otherwise."""
        self._axes = axes
        self._tell()

    def set_frame(self, frame: WallFrame) -> None:
        """Show a moment, in the order chosen."""
        self.frame = frame
        self._sort()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._tell()

    def number_of(self, row: int) -> int:
        """Return which experiment stands in a row."""
        return int(self._order[row])

    def longest(self, column: int) -> Sequence[str]:
        """Return texts that a column has, or may have: what stands there while training must not move it."""
        assert self._axes is not None
        if column < len(self._axes.names):
            return self._axes.values[column]
        if column == len(self._axes.names):
            return [str(seed) for seed in self._axes.seeds]
        if column == len(self._axes.names) + 1:
            return "8.888e−08", QCoreApplication.translate("GridTable", "diverged")
        return ("8.888e−08",)

    # ------------------------------------------------------------ Qt's questions

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() or self._axes is None else len(self._axes.names) + 4

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self._axes is None:
            return None
        number = self.number_of(index.row())
        if role == Qt.ItemDataRole.DisplayRole or (role == Qt.ItemDataRole.ToolTipRole and index.column() < len(self._axes.names)):  # fmt: skip
            return self._text(number, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if self.frame is None:
            return None
        if role == Qt.ItemDataRole.ForegroundRole:
            if self.frame.divergences[number] is not None:
                return QColor(self._theme.error)
            return QColor(self._theme.accent) if number == self.frame.best else None
        if role == Qt.ItemDataRole.FontRole and number == self.frame.best:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or self._axes is None:
            return None
        if orientation == Qt.Orientation.Vertical:
            return str(self.number_of(section) + 1)
        translate = QCoreApplication.translate
        score = translate("GridTable", "accuracy") if self._is_classification else "R²"
        figures = (translate("GridTable", "train loss"), translate("GridTable", "test loss"), score)
        names = (*self._axes.names, self._axes.seed_name, *figures)
        return names[section].replace(" ", "\n", 1)  # as narrow as the figures

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Put the rows in the order of a column; those without a number stand last."""
        self._sorted_by, self._is_descending = column, order == Qt.SortOrder.DescendingOrder
        self._sort()

    def _sort(self) -> None:
        if self._axes is not None and self._sorted_by >= 0:
            keys = self._keys(self._sorted_by)
            keys = -keys if self._is_descending else keys
            order = np.argsort(np.where(np.isnan(keys), np.inf, keys), kind="stable")
            if not np.array_equal(order, self._order):
                # The marks of the selection go along with their rows.
                self.layoutAboutToBeChanged.emit()
                old = self.persistentIndexList()
                new = np.empty_like(order)
                new[order] = np.arange(len(order))
                moved = [self.index(int(new[self.number_of(index.row())]), index.column()) for index in old]
                self._order = order
                self.changePersistentIndexList(old, moved)
                self.layoutChanged.emit()
        self._tell()

    def _keys(self, column: int) -> Floats:
        """Return a number an experiment that a column sorts by; words stand as they were written in the form."""
        assert self._axes is not None
        if column < len(self._axes.names):
            return np.array(_numbers(self._axes.values[column]))[self._places[:, column]]
        if column < self._places.shape[1]:
            return self._places[:, column].astype(np.float64)
        return self._figures()[column - self._places.shape[1]]

    def _figures(self) -> tuple[Floats, ...]:
        frame = self.frame
        if frame is None:
            return (np.full(len(self._order), np.nan),) * 3
        return frame.train_losses, frame.test_losses, frame.scores

    def _text(self, number: int, column: int) -> str:
        assert self._axes is not None
        n_names = len(self._axes.names)
        place = self._places[number]
        if column < n_names:
            text: str = self._axes.values[column][place[column]]
            return text
        if column == n_names:
            return str(self._axes.seeds[place[column]])
        if self.frame is not None and self.frame.divergences[number] is not None:
            return QCoreApplication.translate("GridTable", "diverged") if column == n_names + 1 else "–"
        return float_text(float(self._figures()[column - n_names - 1][number]), 4)

    def written(self, rows: Iterable[int], columns: Sequence[int]) -> str:
        """Return rows below their columns' names as lines of tab-separated texts, for a spreadsheet.

        Figures have all their digits, and an ordinary minus sign as settings have.
        """
        out = io.StringIO()
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        header = (self.headerData(column, Qt.Orientation.Horizontal) for column in columns)
        writer.writerow([name.replace("\n", " ") for name in header])
        writer.writerows([self._cell(self.number_of(row), column) for column in columns] for row in rows)
        return out.getvalue()

    def _cell(self, number: int, column: int) -> str:
        n_settings = self._places.shape[1]
        if column >= n_settings and not math.isnan(figure := float(self._figures()[column - n_settings][number])):
            return repr(figure)
        text = self._text(number, column).replace("−", "-")
        return "" if text == "–" else text

    def _tell(self) -> None:
        if len(self._order):
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, self.rowCount() - 1)


def _numbers(texts: Sequence[str]) -> list[float]:
    """Return the numbers that values are, or their places if some are none."""
    try:
        return [float(text.replace("−", "-")) for text in texts]
    except ValueError:
        return [float(place) for place in range(len(texts))]


class GridTable(QTableView):
    """The table; a double click or Enter on a row opens its experiment.

    Attributes
    ----------
    copy_action, save_action
        What its context menu offers.

    Signals
    -------
    openRequested(int)
    pointed(int)
        The experiment whose row became the current one.
    saveRequested
        All experiments are to be saved as a file.
    """

    openRequested = Signal(int)
    pointed = Signal(int)
    saveRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grid_table")
        self.grid = GridModel()
        self.setModel(self.grid)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setAlternatingRowColors(True)
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().sortIndicatorChanged.connect(self._on_sort_indicator_changed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
        self.doubleClicked.connect(self._on_double_clicked)
        self.copy_action, self.save_action = QAction(self), QAction(self)
        self.copy_action.setObjectName("grid_table.copy")
        self.copy_action.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        self.copy_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.copy_action.triggered.connect(self.copy)
        self.save_action.setObjectName("grid_table.save")
        self.save_action.triggered.connect(self.saveRequested)
        self.addActions([self.copy_action, self.save_action])
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.selectionModel().selectionChanged.connect(self._show_actions)
        self.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self._show_actions()
        self.retranslate()

    def set_grid(self, axes: WallAxes, is_classification: bool, has_test: bool) -> None:
        """Show another grid, with the same settings in the order chosen, else in its own; columns that say nothing are hidden."""
        has_same_columns = axes.names == self.grid.names
        self.grid.set_grid(axes, is_classification)
        n_names = len(axes.names)
        for column in range(self.grid.columnCount()):
            is_empty = (column == n_names and len(axes.seeds) == 1) or (column == n_names + 2 and not has_test)
            self.setColumnHidden(column, is_empty)
        self._fit_columns()
        section, order = self.horizontalHeader().sortIndicatorSection(), self.horizontalHeader().sortIndicatorOrder()
        if has_same_columns and not self.isColumnHidden(section):
            self.sortByColumn(section, order)
        else:
            self.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self._show_actions()

    def rename(self, axes: WallAxes) -> None:
        """Call the settings of the same grid otherwise, as in another language."""
        self.grid.rename(axes)
        self.retranslate()

    def set_frame(self, frame: WallFrame) -> None:
        """Show a moment."""
        self.grid.set_frame(frame)
        self._show_actions()

    @Slot()
    def _show_actions(self) -> None:
        self.copy_action.setEnabled(self.selectionModel().hasSelection())
        self.save_action.setEnabled(self.grid.frame is not None)

    @Slot()
    def copy(self) -> None:
        """Copy the selected rows with the names of the columns, as they are shown."""
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        columns = [column for column in range(self.grid.columnCount()) if not self.isColumnHidden(column)]
        if rows:
            QGuiApplication.clipboard().setText(self.grid.written(rows, columns))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.grid.set_theme(theme)

    def _fit_columns(self) -> None:
        """Make every column wide enough for its name and its texts, and all together at least as wide as the table."""
        header = self.horizontalHeader()
        columns = [column for column in range(self.grid.columnCount()) if not header.isSectionHidden(column)]
        bold = QFont(self.font())
        bold.setBold(True)
        metrics = QFontMetrics(bold)
        margin = 2 * (self.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, None, self) + 1) + 4
        heads = [self._head_width(column) for column in columns]
        texts = [margin + max(metrics.horizontalAdvance(text) for text in self.grid.longest(column)) for column in columns]  # fmt: skip

        def widths_with(n_letters: int) -> list[int]:
            most = n_letters * metrics.averageCharWidth()
            return [max(head, min(most, text)) for head, text in zip(heads, texts, strict=True)]

        room = self.viewport().width()
        n_letters = range(LONGEST_NAME, SHORTEST_NAME - 1, -1)
        fitting = (widths for widths in map(widths_with, n_letters) if sum(widths) <= room)
        widths = next(fitting, widths_with(LONGEST_NAME))
        spare = max(0, room - sum(widths))
        for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
            header.resizeSection(column, width + spare * (place + 1) // len(widths) - spare * place // len(widths))

    def _head_width(self, column: int) -> int:
        """Return what the name of a column takes, and in the column sorted by the arrow beside it."""
        header = self.horizontalHeader()
        text = self.grid.headerData(column, Qt.Orientation.Horizontal)
        margin = self.style().pixelMetric(QStyle.PixelMetric.PM_HeaderMargin, None, header)
        width = header.fontMetrics().size(0, text).width() + 2 * margin + 2
        if column == header.sortIndicatorSection():
            width += header.sizeHint().height() // 2 + 2 * margin
        return width

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    @Slot()
    def _on_sort_indicator_changed(self) -> None:
        self._fit_columns()

    @Slot(QModelIndex)
    def _on_current_row_changed(self, index: QModelIndex) -> None:
        if index.isValid():
            self.pointed.emit(self.grid.number_of(index.row()))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.openRequested.emit(self.grid.number_of(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._on_double_clicked(self.currentIndex())
        elif event.matches(QKeySequence.StandardKey.Copy):  # Qt would copy the current cell
            self.copy()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 6)
            self._fit_columns()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        translate = QCoreApplication.translate
        self.setAccessibleName(translate("GridTable", "Table of all experiments"))
        self.setToolTip(translate("GridTable", "Click a column's name to sort; double-click a row to open its experiment."))  # fmt: skip
        self.copy_action.setText(translate("GridTable", "Copy rows"))
        self.save_action.setText(translate("GridTable", "Save table …"))
        self.save_action.setIconText(self.save_action.text())  # Qt leaves out the dots
        self.save_action.setToolTip(translate("GridTable", "Save all experiments as a CSV file, with the columns of a sweep's results"))  # fmt: skip
        self.grid.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(self.grid.columnCount() - 1, 0))
        self._fit_columns()
