"""The view of the table of points: its looks, its keys, and which rows are selected. What the keys do is the panel's business."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QItemSelectionRange, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemDelegate, QFrame, QHeaderView, QLineEdit, QTableView, QWidget

from app.gui.texts import count_text
from app.gui.theme import UNIT, Theme, tabular
from app.gui.views.points_model import PointsModel
from app.gui.views.table_delegate import BOX, MARGIN, TableDelegate, is_editing

_Flag = QItemSelectionModel.SelectionFlag
_Hint = QAbstractItemDelegate.EndEditHint
_Key = QKeySequence.StandardKey

_STANDARD_KEYS = (_Key.Copy, _Key.Cut, _Key.Paste, _Key.SelectAll, _Key.Delete)


class TableView(QTableView):
    """A table with a spreadsheet's keys.

    Signals
    -------
    copyRequested, cutRequested, pasteRequested, deleteRequested, toggleRequested
        A key was pressed.
    rowsSelected
        The selected rows may be others, at the end of a gesture: a key, a click, a drag.
    editorClosed(int, int)
        Steps right and down that the key that ended an edit asks for.
    sortRequested(int)
        A column's title was clicked.
    """

    copyRequested = Signal()
    cutRequested = Signal()
    pasteRequested = Signal()
    deleteRequested = Signal()
    toggleRequested = Signal()
    rowsSelected = Signal()
    editorClosed = Signal(int, int)
    sortRequested = Signal(int)

    def __init__(self, model: PointsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.points_model = model
        self._metrics = self.fontMetrics()
        self._is_pressed = False
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self.rowsSelected)
        self.setModel(model)
        self.painter_delegate = TableDelegate(self)
        self.setItemDelegate(self.painter_delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerItem)
        self.setEditTriggers(
            QTableView.EditTrigger.DoubleClicked
            | QTableView.EditTrigger.EditKeyPressed
            | QTableView.EditTrigger.AnyKeyPressed
        )
        titles, numbers = self.horizontalHeader(), self.verticalHeader()
        titles.setSectionsClickable(True)
        titles.setHighlightSections(False)
        titles.setTextElideMode(Qt.TextElideMode.ElideRight)
        titles.setMinimumSectionSize(24)
        # A click on a title sorts; by default it would also select the column.
        titles.sectionPressed.disconnect()
        titles.sectionEntered.disconnect()
        titles.sectionClicked.connect(self.sortRequested)
        # Painted as selected or not, each title would ask about every cell of its column, which takes seconds for 100,000.
        titles.setSelectionModel(QItemSelectionModel(model, titles))
        numbers.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        numbers.setHighlightSections(False)
        for surface in (self.viewport(), numbers.viewport()):
            surface.installEventFilter(self)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)
        model.modelReset.connect(self.fit_columns)

    # ------------------------------------------------------------ looks

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.painter_delegate.set_theme(theme)
        self.setStyleSheet(
            f"QTableView {{ background: {theme.window}; color: {theme.text}; border: none; "
            f"selection-background-color: transparent; }}"
            f"QHeaderView {{ background: {theme.window}; border: none; }}"
            f"QHeaderView::section {{ background: {theme.window}; color: {theme.muted}; border: none; "
            f"padding: 0 {MARGIN}px; }}"
            f"QHeaderView::section:horizontal {{ border-bottom: 1px solid {theme.line}; }}"
            f"QHeaderView::section:horizontal:hover {{ color: {theme.text}; background: {theme.hover}; }}"
            f"QTableCornerButton::section {{ background: {theme.window}; border: none; "
            f"border-bottom: 1px solid {theme.line}; }}"
            f"QTableView QLineEdit {{ background: {theme.base}; border: 1px solid {theme.accent}; border-radius: 0; "
            f"padding: 0 {MARGIN - 3}px; min-height: 0; selection-background-color: {theme.accent}; }}"
        )
        self.viewport().update()

    def set_text_font(self, font: QFont) -> None:
        """Write in a font, with digits of one width; rows and headers become as high as it needs."""
        self._metrics = QFontMetrics(font)
        self.setFont(tabular(font))
        self.verticalHeader().setFont(tabular(font))
        self.verticalHeader().setDefaultSectionSize(max(self._metrics.height() + UNIT // 2, BOX + UNIT))
        self.horizontalHeader().setFixedHeight(self._metrics.height() + UNIT + 2)
        self.fit_row_numbers()
        self.fit_columns()

    def fit_row_numbers(self) -> None:
        """Give the numbers of the rows the width of the longest."""
        widest = count_text(10 ** max(len(str(len(self.points_model.points) + 1)), 3) - 1)
        self.verticalHeader().setFixedWidth(self._metrics.horizontalAdvance(widest) + 2 * MARGIN)

    def fit_columns(self) -> None:
        """Give the box of the test points what its title needs, and the rest in equal parts to the others."""
        header, columns = self.horizontalHeader(), self.points_model.columns
        for column in range(columns.test):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(columns.test, QHeaderView.ResizeMode.Fixed)
        title = self._metrics.horizontalAdvance(f"{columns.title(columns.test)} ↓")
        header.resizeSection(columns.test, title + 2 * MARGIN + 2)

    # ------------------------------------------------------------ selection

    def selected_rows(self) -> tuple[int, ...]:
        """Return the points of which any cell is selected, in order."""
        is_selected = np.zeros(len(self.points_model.points) + 1, dtype=np.bool_)
        for part in self.selectionModel().selection().toList():
            is_selected[part.top() : part.bottom() + 1] = True
        return tuple(np.flatnonzero(is_selected[:-1]).tolist())

    def selected_columns(self) -> tuple[int, ...]:
        """Return the columns of which any cell is selected, in order."""
        columns: set[int] = set()
        for part in self.selectionModel().selection().toList():
            columns.update(range(part.left(), part.right() + 1))
        return tuple(sorted(columns))

    def select_rows(self, rows: Sequence[int], scrolls: bool = True) -> None:
        """Select these rows and no others, without a signal."""
        self._timer.stop()
        model, last = self.points_model, self.points_model.columnCount() - 1
        chosen = QItemSelection()
        for first, end in _runs(rows):
            chosen.append(QItemSelectionRange(model.index(first, 0), model.index(end, last)))
        selection = self.selectionModel()
        # Qt compares every old with every new range for its signal, which takes seconds for 10,000 of them.
        selection.blockSignals(True)
        selection.select(QItemSelection(), _Flag.Clear)
        selection.select(chosen, _Flag.Select)
        selection.blockSignals(False)
        if len(rows) and scrolls:
            first_index = model.index(int(rows[0]), max(self.currentIndex().column(), 0))
            if not is_editing(self):
                selection.setCurrentIndex(first_index, _Flag.NoUpdate)
            self.scrollTo(first_index)
        self.viewport().update()
        self.verticalHeader().viewport().update()

    def hold_signals(self) -> None:
        """Forget a change of the selection that no gesture made."""
        self._timer.stop()

    def go_to(self, row: int, column: int) -> None:
        """Make a cell the current and only selected one."""
        index = self.points_model.index(
            min(max(row, 0), self.points_model.rowCount() - 1),
            min(max(column, 0), self.points_model.columnCount() - 1),
        )
        self.selectionModel().setCurrentIndex(index, _Flag.ClearAndSelect)
        self.scrollTo(index)

    def select_cells(self, top: int, left: int, bottom: int, right: int) -> None:
        """Select a block of cells."""
        model = self.points_model
        self.selectionModel().setCurrentIndex(model.index(top, left), _Flag.NoUpdate)
        block = QItemSelection(model.index(top, left), model.index(bottom, right))
        self.selectionModel().select(block, _Flag.ClearAndSelect)
        self.scrollTo(model.index(top, left))

    def _on_selection_changed(self) -> None:
        if not self._is_pressed:
            self._timer.start()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Wait for the end of a drag over cells or row numbers."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._is_pressed = True
        elif event.type() in (QEvent.Type.MouseButtonRelease, QEvent.Type.Hide) and self._is_pressed:
            self._is_pressed = False
            self._timer.start()
        return False

    # ------------------------------------------------------------ keys

    def event(self, event: QEvent) -> bool:
        """Keep what is typed into the table from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._is_own(event):
            event.accept()
            return True
        return super().event(event)

    def _is_own(self, event: QKeyEvent) -> bool:
        if any(event.matches(key) for key in _STANDARD_KEYS):
            return True
        if event.key() == Qt.Key.Key_Space:
            return self._is_on_box()
        modifiers = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        return bool(event.text().strip()) and event.text().isprintable() and not modifiers

    def _is_on_box(self) -> bool:
        index = self.currentIndex()
        return index.isValid() and index.column() == self.points_model.columns.test

    def keyPressEvent(self, event: QKeyEvent) -> None:
        wishes = {
            _Key.Copy: self.copyRequested,
            _Key.Cut: self.cutRequested,
            _Key.Paste: self.pasteRequested,
            _Key.Delete: self.deleteRequested,
            _Key.SelectAll: None,
        }
        for key, wish in wishes.items():
            if event.matches(key):
                if wish is None:
                    self.selectAll()
                else:
                    wish.emit()
                return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            is_up = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.go_to(self.currentIndex().row() + (-1 if is_up else 1), self.currentIndex().column())
        elif event.key() == Qt.Key.Key_Backspace:
            self._edit_empty()
        elif event.key() == Qt.Key.Key_Space:
            if self._is_on_box():
                self.toggleRequested.emit()
            else:
                event.ignore()
        elif event.text().strip() and self._is_on_box():
            event.accept()  # nothing can be typed there
        else:
            super().keyPressEvent(event)

    def _edit_empty(self) -> None:
        """Edit the current cell without its old text."""
        index = self.currentIndex()
        if index.isValid() and not self._is_on_box():
            self.edit(index)
            editor = self.indexWidget(index)
            if isinstance(editor, QLineEdit):
                editor.setText("")
                editor.setModified(True)

    def selectAll(self) -> None:
        """Select every point, not the line for the next one."""
        rows = range(len(self.points_model.points))
        self.select_rows(rows, scrolls=False)
        self._timer.start()

    def keyboardSearch(self, search: str) -> None:
        """Search nothing: typing is editing."""

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """End an edit; where to go next is the panel's choice, it knows whether the text was taken."""
        goes_up = bool(editor.property("goes_up"))
        super().closeEditor(editor, _Hint.NoHint)
        steps = {
            _Hint.EditNextItem: (1, 0),
            _Hint.EditPreviousItem: (-1, 0),
            _Hint.SubmitModelCache: (0, -1 if goes_up else 1),
        }
        if hint in steps:
            self.editorClosed.emit(*steps[hint])


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of neighbours among ordered rows."""
    if isinstance(rows, range):
        return [(rows[0], rows[-1])] if len(rows) else []
    ordered = np.asarray(rows, dtype=np.intp)
    cuts = np.flatnonzero(np.diff(ordered) != 1)
    firsts = ordered[np.concatenate([[0], cuts + 1])] if len(ordered) else ordered
    lasts = ordered[np.concatenate([cuts, [len(ordered) - 1]])] if len(ordered) else ordered
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))
