"""The first rows of a table that is to be imported, with what each column is taken for."""

from __future__ import annotations

import html

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.files.csv_columns import ColumnChoice
from app.files.csv_numbers import is_like_number
from app.files.csv_rows import Head, shown
from app.gui.theme import UNIT

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_TINT = 0.14
_STRONG_TINT = 0.28
_MAX_WIDTH = 24
"""Of a column, in average characters."""

_STYLE = """
    QTableView { border: 1px solid palette(mid); border-radius: 4px; gridline-color: palette(mid); }
    QHeaderView, QTableCornerButton::section { background: palette(window); border: none; }
    QHeaderView::section { background: palette(window); color: palette(text); border: none; padding: 2px 6px; }
    QHeaderView::section:horizontal { border-bottom: 1px solid palette(mid); border-right: 1px solid palette(mid); }
    QHeaderView::section:vertical { color: palette(placeholder-text); border-right: 1px solid palette(mid); }
"""


class PreviewModel(QAbstractTableModel):
    """A table's head; the line numbers of the file stand at the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._head = Head((), (), ())
        self._choice: ColumnChoice | None = None
        self._is_right: list[bool] = []
        self._names: list[str] = []

    def set_head(self, head: Head, choice: ColumnChoice | None, names: list[str]) -> None:
        """Show another table; `names` are what its columns are called, as short as there is room for."""
        self.beginResetModel()
        self._head, self._choice, self._names = head, choice, names
        first = head.rows[0] if head.rows else ()
        self._is_right = [i < len(first) and is_like_number(first[i]) for i in range(len(head.columns))]
        self.endResetModel()

    def row_of(self, line: int) -> int | None:
        """Return the row that begins in a line of the file."""
        return self._head.lines.index(line) if line in self._head.lines else None

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._head.rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._head.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = index.row(), index.column()
        if not (0 <= row < len(self._head.rows) and 0 <= column < len(self._head.columns)):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            cells = self._head.rows[row]
            return shown(cells[column]) if column < len(cells) else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self._is_right[column] else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.BackgroundRole:
            return self._tint(column)
        if role == Qt.ItemDataRole.ForegroundRole and not self._role_text(column):
            return QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        is_column = orientation == Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.DisplayRole and not is_column and section < len(self._head.lines):
            return str(self._head.lines[section])
        if is_column and section < len(self._head.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return f"{self._names[section]}\n{self._role_text(section) or '–'}"
            if role == Qt.ItemDataRole.ToolTipRole:
                return html.escape(column_text(self._head.columns, section))
            if role == Qt.ItemDataRole.ForegroundRole and not self._role_text(section):
                return QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
        return None

    def _tint(self, column: int) -> QColor | None:
        if self._choice is None or not self._role_text(column):
            return None
        colour = QGuiApplication.palette().color(QPalette.ColorRole.Accent)
        colour.setAlphaF(_STRONG_TINT if column == self._choice.target else _TINT)
        return colour

    def _role_text(self, column: int) -> str:
        """Return what a column is taken for, "" if it is left out."""
        choice = self._choice
        if choice is None:
            return ""
        if column == choice.target:
            if choice.is_class:
                return QCoreApplication.translate("ImportDialog", "class")
            return QCoreApplication.translate("ImportDialog", "target")
        if column in choice.inputs:
            if len(choice.inputs) == 1:
                return QCoreApplication.translate("ImportDialog", "input")
            number = choice.inputs.index(column) + 1
            return QCoreApplication.translate("ImportDialog", "input {number}").format(number=number)
        if column == choice.test:
            return QCoreApplication.translate("ImportDialog", "train / test")
        return ""


def column_text(columns: tuple[str, ...], column: int) -> str:
    """Return a column's name, or its number."""
    return columns[column] or QCoreApplication.translate("ImportDialog", "Column {number}").format(number=column + 1)


class PreviewTable(QTableView):
    """Shows the head of a table; nothing can be changed in it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("csv.preview")
        self.preview = PreviewModel(self)
        self.setModel(self.preview)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setStyleSheet(_STYLE)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setSectionsClickable(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setSectionsClickable(False)

    def set_head(self, head: Head, choice: ColumnChoice | None) -> None:
        """Show another table, or the same one with other roles."""
        character = self.fontMetrics().averageCharWidth()
        widest = _MAX_WIDTH * character
        metrics, room = self.horizontalHeader().fontMetrics(), widest - 2 * UNIT
        columns = [column_text(head.columns, column) for column in range(len(head.columns))]
        names = [metrics.elidedText(name, Qt.TextElideMode.ElideRight, room) for name in columns]
        self.preview.set_head(head, choice, names)
        self.horizontalHeader().setMaximumSectionSize(widest)
        self.horizontalHeader().setMinimumSectionSize(8 * character)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 8)
        if len(head.columns) <= 50:  # measuring hundreds would take too long
            self.resizeColumnsToContents()

    def show_column(self, column: int) -> None:
        """Scroll so that a column is seen, without leaving the first row."""
        self.scrollTo(self.preview.index(0, column))

    def mark_line(self, line: int | None) -> None:
        """Select the row of a line of the file, if it is among the first."""
        row = None if line is None else self.preview.row_of(line)
        if row is None:
            self.clearSelection()
        else:
            self.selectRow(row)
