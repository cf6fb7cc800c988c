"""The parameters of a model as rows of a table, whose values can be edited; no widgets."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from app.components.choice import read_number
from app.data.points import Floats
from app.gui.texts import error_text, float_text
from app.text import UserError

MAX_NUMBERS = 200
"""With more parameters than this a row stands for a whole tensor."""

_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_NUMBER = int(Qt.ItemDataRole.UserRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_EDIT = int(Qt.ItemDataRole.EditRole)
_ROLES = frozenset((int(Qt.ItemDataRole.DisplayRole), _ALIGNMENT, _NUMBER, _TOOL_TIP, _EDIT))
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex
Numbers = Mapping[str, Floats]


def norm(numbers: Floats) -> float:
    """Return the Euclidean norm of all numbers of a tensor."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.sqrt(np.sum(np.square(numbers, dtype=np.float64))))


class ParameterModel(QAbstractTableModel):
    """A row a number, name, value and gradient; of large models a row a tensor.

    The role `Qt.UserRole` gives the plain float.

    Signals
    -------
    valueEdited(str, int, float)
        A tensor's name, the number's place in it, row by row, and its new value.
    valueRefused(str)
        Why what was typed is no value.
    """

    valueEdited = Signal(str, int, float)
    valueRefused = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] = ()
        self._shapes: tuple[tuple[int, ...], ...] = ()
        self._starts = np.zeros(1, dtype=np.intp)
        self._is_summary = False
        self._columns: tuple[Floats, Floats] = (np.empty(0), np.empty(0))

    @property
    def is_summary(self) -> bool:
        """Whether a row stands for a tensor."""
        return self._is_summary

    def set_parameters(self, parameters: Numbers, gradients: Numbers) -> None:
        """Show other numbers; rows are built anew only where names or shapes differ."""
        names = tuple(parameters)
        shapes = tuple(np.shape(value) for value in parameters.values())
        is_other = (names, shapes) != (self._names, self._shapes)
        if is_other:
            self.beginResetModel()
            self._names, self._shapes = names, shapes
            self._starts = np.concatenate([[0], np.cumsum([math.prod(shape) for shape in shapes])]).astype(np.intp)
        self._is_summary = int(self._starts[-1]) > MAX_NUMBERS
        values = [np.asarray(value, dtype=np.float64) for value in parameters.values()]
        slopes = [
            np.asarray(gradients.get(name, np.full(shape, np.nan)), dtype=np.float64)
            for name, shape in zip(names, shapes, strict=True)
        ]
        if self.is_summary:
            with np.errstate(over="ignore", invalid="ignore"):
                means = np.array([np.abs(value).mean() for value in values])
            self._columns = (means, np.array([norm(slope) for slope in slopes]))
        else:
            self._columns = (_flat(values), _flat(slopes))
        if is_other:
            self.endResetModel()
        elif self.rowCount():
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, self.columnCount() - 2), last, [Qt.ItemDataRole.DisplayRole])

    def retranslate(self) -> None:
        """Fetch the headers in the window's language."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._columns[0])

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 4 if self.is_summary else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role not in _ROLES:
            return None
        row, column = index.row(), index.column()
        if role == _ALIGNMENT:
            return _RIGHT if column else _LEFT
        number = column - (self.columnCount() - 2)
        if number >= 0:
            value = float(self._columns[number][row])
            if role == _NUMBER:
                return value
            if role == _EDIT:
                return f"{value:.9g}"  # as many digits as a float32 needs
            return float_text(value, 17 if role == _TOOL_TIP else 3 if self.is_summary else 4)
        if column == 0:
            return self._names[row] if self.is_summary else self._name(row)
        return " × ".join(str(size) for size in self._shapes[row])

    def flags(self, index: Index) -> Qt.ItemFlag:
        is_value = not self.is_summary and index.column() == 1
        return super().flags(index) | (Qt.ItemFlag.ItemIsEditable if is_value else Qt.ItemFlag.NoItemFlags)

    def setData(self, index: Index, value: object, role: int = _EDIT) -> bool:
        """Wish for another value; the next `set_parameters` shows what came of it."""
        row = index.row()
        tensor = self._tensor(row)
        if role != _EDIT or str(value) == self.data(index, _EDIT):
            return False
        try:
            number = read_number(value, self._name(row))
        except UserError as error:
            self.valueRefused.emit(error_text(error))
            return False
        self.valueEdited.emit(self._names[tensor], row - int(self._starts[tensor]), number)
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if section else _LEFT
        names, helps = self._summary_headers() if self.is_summary else self._number_headers()
        if role == Qt.ItemDataRole.DisplayRole:
            return names[section]
        return helps[section] if role == Qt.ItemDataRole.ToolTipRole else None

    def _number_headers(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return (
            (
                QCoreApplication.translate("ParametersPanel", "Parameter"),
                QCoreApplication.translate("ParametersPanel", "Value"),
                QCoreApplication.translate("ParametersPanel", "Gradient"),
            ),
            (
                QCoreApplication.translate("ParametersPanel", "Name of the number in the PyTorch model"),
                QCoreApplication.translate("ParametersPanel", "Value after the last update; double-click to change it"),
                QCoreApplication.translate("ParametersPanel", "Gradient of the last update"),
            ),
        )

    def _summary_headers(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        return (
            (
                QCoreApplication.translate("ParametersPanel", "Tensor"),
                QCoreApplication.translate("ParametersPanel", "Shape"),
                QCoreApplication.translate("ParametersPanel", "Mean |w|"),
                QCoreApplication.translate("ParametersPanel", "|Gradient|"),
            ),
            (
                QCoreApplication.translate("ParametersPanel", "Name of the tensor in the PyTorch model"),
                QCoreApplication.translate("ParametersPanel", "Rows × columns"),
                QCoreApplication.translate("ParametersPanel", "Mean size of its numbers"),
                QCoreApplication.translate("ParametersPanel", "Norm of its gradient in the last update"),
            ),
        )

    def _tensor(self, row: int) -> int:
        return int(np.searchsorted(self._starts, row, side="right")) - 1

    def _name(self, row: int) -> str:
        tensor = self._tensor(row)
        place = np.unravel_index(row - int(self._starts[tensor]), self._shapes[tensor]) if self._shapes[tensor] else ()
        return self._names[tensor] + "".join(f"[{position}]" for position in place)


def _flat(arrays: list[Floats]) -> Floats:
    return np.concatenate([array.ravel() for array in arrays]) if arrays else np.empty(0)
