"""The model's parameters as numbers, and how large the gradient is in each layer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from app.data.points import Floats
from app.gui.texts import float_text
from app.gui.theme import LIGHT, UNIT, Theme, tabular
from app.gui.views.gradient_bars import GradientBars
from app.running.snapshot import Snapshot

MAX_NUMBERS = 200
"""With more parameters than this a row stands for a whole tensor."""

_ALIGNMENT = int(Qt.ItemDataRole.TextAlignmentRole)
_NUMBER = int(Qt.ItemDataRole.UserRole)
_TOOL_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ROLES = frozenset((int(Qt.ItemDataRole.DisplayRole), _ALIGNMENT, _NUMBER, _TOOL_TIP))
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

Index = QModelIndex | QPersistentModelIndex
Numbers = Mapping[str, Floats]


def norm(numbers: Floats) -> float:
    """Return the Euclidean norm of all numbers of a tensor."""
    with np.errstate(over="ignore", invalid="ignore"):
        return float(np.sqrt(np.sum(np.square(numbers, dtype=np.float64))))


def gradient_norms(parameters: Numbers, gradients: Numbers) -> dict[str, float]:
    """Return layer → norm of its gradient, NaN before there is one; a model without layers is the layer ""."""
    squares: dict[str, float] = {}
    for name in parameters:
        layer = name.rpartition(".")[0]
        square = norm(gradients[name]) ** 2 if name in gradients else math.nan
        squares[layer] = squares.get(layer, 0.0) + square
    return {layer: math.sqrt(square) for layer, square in squares.items()}


class ParameterModel(QAbstractTableModel):
    """A row a number, name, value and gradient; of large models a row a tensor.

    The role `Qt.UserRole` gives the plain float.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
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
            return float_text(value, 17 if role == _TOOL_TIP else 3 if self.is_summary else 4)
        if column == 0:
            return self._names[row] if self.is_summary else self._name(row)
        return " × ".join(str(size) for size in self._shapes[row])

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
                QCoreApplication.translate("ParametersPanel", "Value after the last update"),
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

    def _name(self, row: int) -> str:
        tensor = int(np.searchsorted(self._starts, row, side="right")) - 1
        place = np.unravel_index(row - int(self._starts[tensor]), self._shapes[tensor]) if self._shapes[tensor] else ()
        return self._names[tensor] + "".join(f"[{position}]" for position in place)


def _flat(arrays: list[Floats]) -> Floats:
    return np.concatenate([array.ravel() for array in arrays]) if arrays else np.empty(0)


class ParametersPanel(QWidget):
    """Gradient of each layer above, every parameter below; costs nothing while hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("parameters_panel")
        self._snapshot: Snapshot | None = None
        self.bars_title = QLabel()
        self.bars_title.setProperty("role", "muted")
        self.bars = GradientBars()
        self.bars.setObjectName("parameters.gradients")
        self.model = ParameterModel(self)
        self.table = QTableView()
        self.table.setObjectName("parameters.table")
        self.table.setModel(self.model)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setSectionsClickable(False)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self.bars_title)
        layout.addWidget(self.bars)
        layout.addWidget(self.table, 1)
        self.model.modelReset.connect(self._set_columns)
        self._set_fonts()
        self.retranslate()
        self.set_theme(LIGHT)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the parameters and gradients of one moment, now or when the panel is shown."""
        self._snapshot = snapshot
        if self.isVisible():
            self._show_snapshot()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.bars.set_theme(theme)
        self.table.setStyleSheet(
            f"QTableView {{ background: {theme.window}; color: {theme.text}; }}"
            f"QHeaderView {{ background: {theme.window}; }}"
            f"QHeaderView::section {{ background: {theme.window}; color: {theme.muted}; border: none; "
            f"border-bottom: 1px solid {theme.line}; padding: 4px; }}"
        )

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self.setAccessibleName(QCoreApplication.translate("ParametersPanel", "Parameters"))
        self.bars_title.setText(QCoreApplication.translate("ParametersPanel", "Size of the gradient in each layer"))
        self.bars.setAccessibleName(self.bars_title.text())
        self.bars.setToolTip(
            QCoreApplication.translate(
                "ParametersPanel",
                "Norm of each layer's gradient in the last update, on a logarithmic scale. "
                "A layer with a short bar hardly learns.",
            )
        )
        self.table.setAccessibleName(QCoreApplication.translate("ParametersPanel", "Table of the parameters"))
        self.table.setToolTip(
            QCoreApplication.translate("ParametersPanel", "Values and gradients after the last update")
        )
        self.model.retranslate()
        self._set_columns()
        if self.isVisible():
            self._show_snapshot()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_fonts()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_snapshot()

    def _show_snapshot(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        self.model.set_parameters(snapshot.parameters, snapshot.gradients)
        whole = QCoreApplication.translate("ParametersPanel", "model")
        norms = gradient_norms(snapshot.parameters, snapshot.gradients)
        self.bars.set_norms([(layer or whole, size) for layer, size in norms.items()])

    def _set_fonts(self) -> None:
        self.table.setFont(tabular(self.font()))
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + UNIT)
        self._set_columns()

    def _set_columns(self) -> None:
        """Give the numbers what the longest of them needs, and the names the rest."""
        header, metrics = self.table.horizontalHeader(), self.fontMetrics()
        longest = ("", "256 × 256", "0.00e−00", "0.00e−00") if self.model.is_summary else ("", *["−0.000e−00"] * 2)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, text in enumerate(longest[1:], 1):
            title = self.model.headerData(column, Qt.Orientation.Horizontal)
            width = max(metrics.horizontalAdvance(text), metrics.horizontalAdvance(title) + UNIT // 2)
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width + (UNIT if self.model.is_summary else UNIT + UNIT // 2))
