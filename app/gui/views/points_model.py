"""The points as a Qt model: a row a point and an empty line for the next one. It holds no cells, only the frozen points."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QWidget

from app.data.names import Names
from app.data.points import Bools, Floats, Points
from app.data.tasks import Task
from app.gui.texts import count_text, number_text
from app.gui.views.table_columns import TableColumns

VALUE_ROLE = int(Qt.ItemDataRole.UserRole)
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_CHECK = int(Qt.ItemDataRole.CheckStateRole)
_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)

_ALL_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
_FLAGS = _ALL_FLAGS | Qt.ItemFlag.ItemIsEditable
_FLAGS_OF_BOX = _ALL_FLAGS | Qt.ItemFlag.ItemIsUserCheckable

_N_SAMPLED = 1000
_LONGEST = 11

Index = QModelIndex | QPersistentModelIndex


class PointsModel(QAbstractTableModel):
    """The table's model; `VALUE_ROLE` gives a cell's plain float, None in the line for the next point.

    Signals
    -------
    cellEdited(int, int, str)
        Row, column and the text that was typed. The model itself never changes a point.
    testToggled(int)
        The row whose check box was clicked.
    """

    cellEdited = Signal(int, int, str)
    testToggled = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = TableColumns()
        self.points = Points.empty(1)
        self._draft: list[float | None] = [None, None]
        self._draft_is_test = False
        self._sorted: tuple[int, bool] | None = None
        self._decimals: tuple[tuple[int, int], ...] = ()
        self._measure()

    # ------------------------------------------------------------ setters

    def set_points(self, points: Points, task: Task, names: Names) -> None:
        """Show points; only what differs from those before is announced."""
        columns = TableColumns(task, names)
        if task is not self.columns.task:
            self.beginResetModel()
            self.columns, self.points = columns, points
            self._draft, self._draft_is_test = [None] * (columns.target + 1), False
            self._sorted = None
            self._measure()
            self.endResetModel()
            return
        if columns != self.columns:
            self.columns = columns
            self.retranslate()
        if points is not self.points:
            self._step(points)

    def set_sorted(self, column: int, is_descending: bool) -> None:
        """Remember the order, for the header's arrow; it goes away with the order."""
        self._sorted = (column, is_descending)
        self._check_order()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columns.count - 1)

    def set_draft(self, column: int, value: float | None) -> None:
        """Fill a cell of the line for the next point."""
        if column == self.columns.test:
            self._draft_is_test = bool(value)
        else:
            self._draft[column] = value
        self._tell_changed(len(self.points), len(self.points))

    def clear_draft(self) -> None:
        """Empty the line for the next point."""
        self._draft, self._draft_is_test = [None] * len(self._draft), False
        self._tell_changed(len(self.points), len(self.points))

    def retranslate(self) -> None:
        """Fetch the titles in the window's language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columns.count - 1)
        self._tell_changed(0, len(self.points))

    def _step(self, new: Points) -> None:
        """Go on to other points of the same task."""
        old, n = self.points, min(len(self.points), len(new))
        differs = _differs(old, new, slice(0, n), slice(0, n))
        first = int(np.argmax(differs)) if differs.any() else n
        if len(old) == len(new):
            self.points = new
            last = n - 1 - int(np.argmax(differs[::-1])) if first < n else -1
        else:
            tail = n - first
            differs = _differs(old, new, slice(len(old) - tail, None), slice(len(new) - tail, None))
            kept = int(np.argmax(differs[::-1])) if differs.any() else tail
            last = n - kept - 1
            if len(new) > len(old):
                self.beginInsertRows(QModelIndex(), last + 1, len(new) - kept - 1)
                self.points = new
                self.endInsertRows()
            else:
                self.beginRemoveRows(QModelIndex(), last + 1, len(old) - kept - 1)
                self.points = new
                self.endRemoveRows()
        if self._measure():
            first, last = 0, len(new) - 1
        if first <= last:
            self._tell_changed(first, last)
        if self._sorted is not None:
            self._check_order()
            if self._sorted is None:
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columns.count - 1)

    def _tell_changed(self, first: int, last: int) -> None:
        self.dataChanged.emit(self.index(first, 0), self.index(last, self.columns.count - 1))

    def _check_order(self) -> None:
        """Forget the order if it is no longer so."""
        if self._sorted is not None:
            column, is_descending = self._sorted
            values = self.values(column)
            steps = values[1:] - values[:-1]
            if np.any(steps > 0) if is_descending else np.any(steps < 0):
                self._sorted = None

    def _measure(self) -> bool:
        """Choose the decimals of each column of numbers; return whether they differ from before."""
        before = self._decimals
        self._decimals = tuple(_decimals(self.values(column)) for column in range(self.columns.target + 1))
        return self._decimals != before

    # ------------------------------------------------------------ what is so

    @property
    def draft(self) -> tuple[float | None, ...]:
        """Inputs and target of the line for the next point, as far as they are typed."""
        return tuple(self._draft)

    @property
    def draft_is_test(self) -> bool:
        """Whether the next point will be a test point."""
        return self._draft_is_test

    @property
    def has_draft(self) -> bool:
        """Whether anything is in the line for the next point."""
        return self._draft_is_test or any(value is not None for value in self._draft)

    def values(self, column: int) -> Floats:
        """Return a column, (n,)."""
        if column < self.columns.target:
            return self.points.inputs[:, column]
        return self.points.targets if column == self.columns.target else self.points.is_test.astype(np.float64)

    def changes(
        self, rows: NDArray[np.intp], cells: Mapping[int, Floats]
    ) -> tuple[Floats | None, Floats | None, Bools | None]:
        """Return what rows (n,) hold once columns of them are others; None for what stays.

        Parameters
        ----------
        cells
            Column → its new values (n,).

        Returns
        -------
        inputs, targets, is_test
            (n, d), (n,) and (n,).
        """
        inputs = targets = is_test = None
        for column, values in cells.items():
            if np.array_equal(self.values(column)[rows], values):
                continue
            if column < self.columns.target:
                inputs = self.points.inputs[rows].copy() if inputs is None else inputs
                inputs[:, column] = values
            elif column == self.columns.target:
                targets = values
            else:
                is_test = values.astype(np.bool_)
        return inputs, targets, is_test

    def value(self, row: int, column: int) -> float | None:
        """Return a cell's number, class number or test mark; None if nothing is there yet."""
        if row >= len(self.points):
            return float(self._draft_is_test) if column == self.columns.test else self._draft[column]
        if column < self.columns.target:
            return float(self.points.inputs[row, column])
        return float(self.points.targets[row] if column == self.columns.target else self.points.is_test[row])

    def text(self, row: int, column: int) -> str:
        """Return what a cell shows."""
        value = self.value(row, column)
        if value is None or column == self.columns.test:
            return ""
        if self.columns.has_classes(column):
            return self.columns.label(value)
        return cell_text(value, *self._decimals[column])

    def exact(self, row: int, column: int) -> str:
        """Return a cell's text with all digits, as it is copied and edited."""
        value = self.value(row, column)
        return "" if value is None else self.columns.written(column, value)

    def placeholder(self, row: int, column: int) -> str:
        """Return what the line for the next point shows in an empty cell."""
        if row < len(self.points) or column >= self.columns.test or self._draft[column] is not None:
            return ""
        if column == 0 and not self.has_draft:
            return QCoreApplication.translate("TablePanel", "type to add")
        return self.columns.title(column) if self.has_draft else ""

    # ------------------------------------------------------------ Qt's questions

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.points) + 1

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self.columns.count

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return _FLAGS_OF_BOX if index.column() == self.columns.test else _FLAGS

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if not (0 <= row <= len(self.points) and 0 <= column < self.columns.count):
            return None
        if role == _DISPLAY:
            return self.text(row, column)
        if role == _EDIT:
            return self.exact(row, column)
        if role == VALUE_ROLE:
            return self.value(row, column)
        if role == _CHECK and column == self.columns.test:
            return Qt.CheckState.Checked if self.value(row, column) else Qt.CheckState.Unchecked
        if role == _ALIGNMENT:
            return self._alignment(column)
        return self._tool_tip(row, column) if role == _TOOL_TIP else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Pass on what a person typed or clicked, as a wish."""
        if role == _CHECK:
            self.testToggled.emit(index.row())
        elif role == _EDIT and str(value) != self.exact(index.row(), index.column()):
            self.cellEdited.emit(index.row(), index.column(), str(value))
        return False

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            if role == _DISPLAY:
                return count_text(section + 1) if section < len(self.points) else "+"
            return _RIGHT if role == _ALIGNMENT else None
        if not 0 <= section < self.columns.count:
            return None
        title = self.columns.title(section)
        if role == _DISPLAY:
            return title if self._sorted is None or self._sorted[0] != section else f"{title} {'↑↓'[self._sorted[1]]}"
        if role == _ALIGNMENT:
            return self._alignment(section)
        if role == _TOOL_TIP:
            template = QCoreApplication.translate(
                "TablePanel", "Click to sort the points by “{column}”, again for the reverse order"
            )
            return template.format(column=title)
        return None

    def _alignment(self, column: int) -> int:
        if column == self.columns.test:
            return _CENTRE
        return _LEFT if self.columns.has_classes(column) else _RIGHT

    def _tool_tip(self, row: int, column: int) -> str | None:
        if row == len(self.points):
            return QCoreApplication.translate("TablePanel", "Type here to add a point")
        if column == self.columns.test:
            if self.value(row, column):
                return QCoreApplication.translate("TablePanel", "Test point: kept out of training")
            return QCoreApplication.translate("TablePanel", "Training point")
        exact = self.exact(row, column)
        return exact if exact.replace("-", "−") != self.text(row, column) else None


def _differs(old: Points, new: Points, here: slice, there: slice) -> Bools:
    """Return which rows of two parts of equal length differ."""
    differs: Bools = (
        (old.inputs[here] != new.inputs[there]).any(axis=1)
        | (old.targets[here] != new.targets[there])
        | (old.is_test[here] != new.is_test[there])
    )
    return differs


def _decimals(values: Floats) -> tuple[int, int]:
    """Return how many decimals numbers of a column are shown with, and how many they could have at most.

    Five digits for a number of middle size, fewer if all are short: 1.5, 2.0, 12.5.
    """
    sample = values[:: max(1, len(values) // _N_SAMPLED)]
    sizes = np.abs(sample[sample != 0])
    if not len(sizes):
        return 0, 4
    most = min(max(4 - math.floor(math.log10(float(np.median(sizes)))), 0), 6)
    if sizes.max() < 1e15:
        for count in range(most):
            if np.array_equal(np.round(sample, count), sample):
                return count, most
    return most, most


def cell_text(value: float, decimals: int, most: int) -> str:
    """Return a number with fixed decimals; with significant digits where these would hide too much of it."""
    text = f"{value:.{decimals}f}" if abs(value) < 1e15 else ""
    hides = not text or (float(text) != value and (decimals < most or abs(value) < 10.0 ** (1 - decimals)))
    return number_text(value, 5) if hides or len(text) > _LONGEST else text.replace("-", "−")
