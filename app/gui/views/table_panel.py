"""The points as a table that is typed, pasted and sorted like a spreadsheet; every change is a wish, none is made here."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.data.names import Names
from app.data.points import Floats, Points
from app.data.tasks import Task
from app.gui.texts import count_text, error_text
from app.gui.theme import LIGHT, UNIT, Theme
from app.gui.views.points_model import PointsModel
from app.gui.views.table_bar import TableBar
from app.gui.views.table_block import write_block
from app.gui.views.table_menu import TableMenu
from app.gui.views.table_paste import read_paste
from app.gui.views.table_view import TableView
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError
from app.training.config import MAX_POINTS

FIRST_GESTURE = 2**30
"""Gestures of the table are counted from here, so that none is taken for one of the canvas."""


class TablePanel(QWidget):
    """The table with a line that counts the points; costs nothing while hidden.

    Signals
    -------
    rowsChangeRequested(object, object, object, object, int)
        Indices, then inputs (n, d), targets (n,) and is_test (n,) of these points or None for what stays; gesture.
    rowsAddRequested(object, int)
        `Points` to append, and the gesture: rows that are pasted over the end come with the gesture of the change.
    rowsDeleteRequested(object)
        Indices, a tuple.
    orderRequested(object)
        Indices of all points in the order they should have.
    selectionRequested(object)
        Indices, a tuple.
    refused(str)
        Why something typed or pasted was not taken; nothing of it was.
    """

    rowsChangeRequested = Signal(object, object, object, object, int)
    rowsAddRequested = Signal(object, int)
    rowsDeleteRequested = Signal(object)
    orderRequested = Signal(object)
    selectionRequested = Signal(object)
    refused = Signal(str)

    _gestures = itertools.count(FIRST_GESTURE)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table_panel")
        self._pending: tuple[Points, Task, int, Names] | None = None
        self._pending_selection: tuple[int, ...] | None = None
        self._n_classes = 2
        self._known: tuple[int, ...] = ()
        self._is_refused = False
        self._added_row: int | None = None
        self._is_setting = False

        self.model = PointsModel(self)
        self.view = TableView(self.model)
        self.view.setObjectName("table")
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.verticalHeader().setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.bar = TableBar()
        self.empty = QLabel()
        self.empty.setObjectName("table.empty")
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.error = QLabel()
        self.error.setObjectName("table.error")
        for label in (self.empty, self.error):
            label.setWordWrap(True)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._lay_out()
        self._connect()
        self.set_theme(LIGHT)
        self.retranslate()
        self.view.set_text_font(self.font())

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        # Sentences lie over the table, so that nothing moves when one comes or goes.
        body = QGridLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.view, 0, 0)
        body.addWidget(self.empty, 0, 0, Qt.AlignmentFlag.AlignVCenter)
        body.addWidget(self.error, 0, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT, UNIT // 2, UNIT, UNIT // 2)
        column.setSpacing(UNIT // 2)
        column.addWidget(self.bar)
        column.addLayout(body, 1)

    def _connect(self) -> None:
        self.model.cellEdited.connect(self._on_cell_edited)
        self.model.testToggled.connect(self._on_test_toggled)
        view = self.view
        view.copyRequested.connect(self.copy)
        view.cutRequested.connect(self.cut)
        view.pasteRequested.connect(self.paste)
        view.deleteRequested.connect(self.delete)
        view.toggleRequested.connect(self._on_toggle_requested)
        view.rowsSelected.connect(self._tell_selection)
        view.editorClosed.connect(self._on_editor_closed)
        view.sortRequested.connect(self._on_sort_requested)
        view.selectionModel().currentChanged.connect(self._on_current_changed)
        view.customContextMenuRequested.connect(self._on_view_menu_requested)
        view.verticalHeader().customContextMenuRequested.connect(self._on_header_menu_requested)
        self.bar.add_button.clicked.connect(self.begin_row)
        self.bar.delete_button.clicked.connect(self.delete)

    # ------------------------------------------------------------ setters, silent

    def set_points(self, points: Points, task: Task, n_classes: int, names: Names) -> None:
        """Show points, now or when the panel is shown."""
        self._pending = (points, task, n_classes, names)
        if self.isVisible():
            self._show_pending()

    def set_selection(self, indices: tuple[int, ...]) -> None:
        """Select points, and scroll to the first if they are others than those selected here."""
        self._pending_selection = tuple(sorted(int(index) for index in indices))
        if self.isVisible():
            self._show_pending()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.view.set_theme(theme)
        self.error.setStyleSheet(
            f"background: {theme.raised}; color: {theme.error}; border: 1px solid {theme.line}; "
            f"border-radius: 4px; padding: 4px 6px; margin: 4px;"
        )

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self.setAccessibleName(QCoreApplication.translate("TablePanel", "Table"))
        self.view.setAccessibleName(QCoreApplication.translate("TablePanel", "Table of the points"))
        self.empty.setText(
            QCoreApplication.translate(
                "TablePanel", "No points yet. Type numbers into the first line, paste a table, or click on the canvas."
            )
        )
        self.error.hide()
        self.model.retranslate()
        self.view.fit_columns()

    # ------------------------------------------------------------ showing

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_pending()

    def hideEvent(self, event: QHideEvent) -> None:
        self.view.hold_signals()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.view.set_text_font(self.font())

    def _show_pending(self) -> None:
        """Show what was set since the panel was last seen."""
        self._is_setting = True
        if self._pending is not None:
            points, task, self._n_classes, names = self._pending
            self._pending = None
            self._show_points(points, task, names)
        if self._pending_selection is not None:
            wanted, self._pending_selection = self._pending_selection, None
            self._show_selection(wanted)
        self._is_setting = False
        self._show_deletable()

    def _show_points(self, points: Points, task: Task, names: Names) -> None:
        before = len(self.model.points), self.model.columns.task
        self.model.set_points(points, task, names)
        if (len(points), task) != before:
            self.view.fit_row_numbers()
            # Rows that came or went took the selection with them.
            self.view.hold_signals()
            self._known = self.view.selected_rows()
        self.bar.set_counts(len(points), len(points) - points.n_train)
        self.empty.setVisible(not len(points))

    def _show_selection(self, indices: tuple[int, ...]) -> None:
        n = len(self.model.points)
        self._known = tuple(index for index in indices if 0 <= index < n)
        if self._known != self.view.selected_rows():
            self.view.select_rows(self._known)

    def _show_deletable(self) -> None:
        self.bar.delete_button.setEnabled(bool(self._known) or self.model.has_draft)

    # ------------------------------------------------------------ selection

    def _tell_selection(self) -> None:
        """Wish for the selected rows if they are others than those known above."""
        if self._is_setting:
            return
        self.view.hold_signals()
        rows = self.view.selected_rows()
        if rows != self._known:
            self._known = rows
            self._show_deletable()
            self.selectionRequested.emit(rows)

    def _on_current_changed(self) -> None:
        if not self._is_setting:
            self.error.hide()

    # ------------------------------------------------------------ typing

    def begin_row(self) -> None:
        """Begin to type a new point."""
        self.view.setFocus()
        self.view.go_to(len(self.model.points), 0)
        self.view.edit(self.view.currentIndex())

    def _on_cell_edited(self, row: int, column: int, text: str) -> None:
        self.error.hide()
        try:
            if row < len(self.model.points):
                value = self.model.columns.read(column, text, self._place(row, column))
                self._change(np.array([row]), {column: np.array([value])})
            else:
                self._fill_draft(column, text)
        except UserError as error:
            self._is_refused = True
            self._refuse(error)
        self._show_deletable()

    def _fill_draft(self, column: int, text: str) -> None:
        """Take a cell of the last line; wish for the point once it is complete."""
        if not text.strip():
            self.model.set_draft(column, None)
            return
        self.model.set_draft(column, self.model.columns.read(column, text, self._place(len(self.model.points), column)))
        typed = [value for value in self.model.draft if value is not None]
        if len(typed) < len(self.model.draft):
            return
        self._check_room(1)
        point = Points.of([typed[:-1]], typed[-1:], [self.model.draft_is_test])
        self._added_row = len(self.model.points)
        self.model.clear_draft()
        self._tell_selection()
        self.rowsAddRequested.emit(point, next(self._gestures))

    def _place(self, row: int, column: int) -> str:
        if row == len(self.model.points):
            template = QCoreApplication.translate("TablePanel", "New row, column {column}")
        else:
            template = QCoreApplication.translate("TablePanel", "Row {row}, column {column}")
        return template.format(row=count_text(row + 1), column=self.model.columns.title(column))

    def _on_editor_closed(self, right: int, down: int) -> None:
        """Go where the key that ended the edit points; stay where a text was refused."""
        added, self._added_row = self._added_row, None
        is_refused, self._is_refused = self._is_refused, False
        if is_refused:
            return
        index = self.view.currentIndex()
        row, column, n = index.row(), index.column(), len(self.model.points)
        if added is not None:
            if right:
                self.view.go_to(added, column + right)
            else:
                self.view.go_to(n, 0)
        elif down > 0 and row == n and self.model.has_draft:
            self.view.go_to(n, next((i for i, value in enumerate(self.model.draft) if value is None), column))
        elif right and not 0 <= column + right < self.model.columns.count:
            self.view.go_to(row + right, 0 if right > 0 else self.model.columns.test)
        else:
            self.view.go_to(row + down, column + right)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives up what the last line holds."""
        if event.key() == Qt.Key.Key_Escape and (self.model.has_draft or not self.error.isHidden()):
            self.error.hide()
            if self.view.currentIndex().row() == len(self.model.points):
                self.model.clear_draft()
                self._show_deletable()
        else:
            super().keyPressEvent(event)

    def _on_test_toggled(self, row: int) -> None:
        if row == len(self.model.points):
            self.model.set_draft(self.model.columns.test, 0.0 if self.model.draft_is_test else 1.0)
            self._show_deletable()
        else:
            self._change(np.array([row]), {self.model.columns.test: np.array([not self.model.points.is_test[row]])})

    def _on_toggle_requested(self) -> None:
        """Toggle the marks of all selected points to the other of the current one's."""
        row = self.view.currentIndex().row()
        rows = self.view.selected_rows()
        if row == len(self.model.points) or row not in rows:
            self._on_test_toggled(row)
        else:
            self.mark(not self.model.points.is_test[row])

    def mark(self, is_test: bool) -> None:
        """Wish that the selected points are test points, or training points."""
        rows = self._selected()
        self._change(rows, {self.model.columns.test: np.full(len(rows), float(is_test))})

    def relabel(self, number: int) -> None:
        """Wish that the selected points are of a class."""
        rows = self._selected()
        self._change(rows, {self.model.columns.target: np.full(len(rows), float(number))})

    def _selected(self) -> NDArray[np.intp]:
        return np.array(self.view.selected_rows(), dtype=np.intp)

    def _change(self, rows: NDArray[np.intp], cells: dict[int, Floats], gesture: int = 0) -> None:
        """Wish for other values in columns of rows, if they are others."""
        inputs, targets, is_test = self.model.changes(rows, cells)
        if inputs is not None or targets is not None or is_test is not None:
            self._tell_selection()
            self.rowsChangeRequested.emit(rows, inputs, targets, is_test, gesture or next(self._gestures))

    # ------------------------------------------------------------ rows

    def delete(self) -> None:
        """Wish that the selected points are gone; in the last line, empty it."""
        rows = self.view.selected_rows()
        if not rows:
            self.model.clear_draft()
            self._show_deletable()
            return
        self._tell_selection()
        column = self.view.currentIndex().column()
        n = len(self.model.points)
        self.rowsDeleteRequested.emit(rows)
        if len(self.model.points) < n:
            # The next Delete takes the next point.
            self.view.go_to(rows[0], column)
            self._tell_selection()

    def _on_sort_requested(self, column: int) -> None:
        """Wish for the order of a column, ascending, or descending if it ascends already."""
        values = self.model.values(column)
        is_descending = bool(np.all(values[1:] >= values[:-1]))
        order = np.argsort(-values if is_descending else values, kind="stable")
        if np.any(order[1:] < order[:-1]):
            self._tell_selection()
            self.orderRequested.emit(order)
            self.model.set_sorted(column, is_descending)

    # ------------------------------------------------------------ clipboard

    def copy(self) -> None:
        """Copy the selected cells."""
        self._copy(self.view.selected_columns())

    def cut(self) -> None:
        """Copy the selected points, whole, and wish that they are gone."""
        if self._copy(range(self.model.columns.count)):
            self.delete()

    def _copy(self, chosen: Sequence[int]) -> bool:
        rows = self._selected()
        if not len(rows):
            return False
        values = np.column_stack([self.model.values(column)[rows] for column in chosen])
        QGuiApplication.clipboard().setText(write_block(self.model.columns, chosen, values))
        return True

    def paste(self) -> None:
        """Wish for the points of the text in the clipboard: over the rows from the selected cell on, then new ones."""
        self.error.hide()
        try:
            self._paste(QGuiApplication.clipboard().text())
        except UserError as error:
            self._refuse(error)

    def _paste(self, text: str) -> None:
        model, view = self.model, self.view
        rows, chosen = view.selected_rows(), view.selected_columns()
        paste = read_paste(text, model.columns, len(model.points), rows, chosen, view.currentIndex().column())
        self._check_room(len(paste.new))
        gesture = next(self._gestures)
        if len(paste.rows):
            cells = {paste.first + offset: values for offset, values in enumerate(paste.over.T)}
            self._change(paste.rows, cells, gesture)
        if len(paste.new):
            self._tell_selection()
            self.rowsAddRequested.emit(paste.new, gesture)
        if paste.block is not None:
            self._select_block(*paste.block)

    def _select_block(self, row: int, column: int, height: int, width: int) -> None:
        """Select what was pasted, as far as it is there."""
        last = min(row + height, len(self.model.points)) - 1
        if last < row:
            return
        if width >= self.model.columns.target + 1:
            self.view.select_rows(range(row, last + 1))
        else:
            self.view.select_cells(row, column, last, column + width - 1)
        self._tell_selection()

    def _check_room(self, n_new: int) -> None:
        if len(self.model.points) + n_new > MAX_POINTS:
            raise UserError(
                _N("errors", "There is no room for {count} more points; there can be {most}."),
                count=count_text(n_new), most=count_text(MAX_POINTS),
            )  # fmt: skip

    def _refuse(self, error: UserError) -> None:
        """Say why something was not taken."""
        text = error_text(error)
        self.error.setText(text)
        self.error.show()
        self.error.raise_()
        self.refused.emit(text)

    # ------------------------------------------------------------ menu

    def _on_view_menu_requested(self, place: QPoint) -> None:
        self._make_menu().popup(self.view.viewport().mapToGlobal(place))

    def _on_header_menu_requested(self, place: QPoint) -> None:
        header = self.view.verticalHeader()
        row = header.logicalIndexAt(place)
        if 0 <= row < len(self.model.points) and row not in self.view.selected_rows():
            self.view.selectRow(row)
        self._make_menu().popup(header.viewport().mapToGlobal(place))

    def _make_menu(self) -> TableMenu:
        """Return the menu of the selected rows."""
        self._tell_selection()
        menu = TableMenu(self.model.columns, self._n_classes, bool(self.view.selected_rows()), self)
        menu.cutRequested.connect(self.cut)
        menu.copyRequested.connect(self.copy)
        menu.pasteRequested.connect(self.paste)
        menu.deleteRequested.connect(self.delete)
        menu.selectAllRequested.connect(self.view.selectAll)
        menu.markRequested.connect(self.mark)
        menu.relabelRequested.connect(self.relabel)
        return menu
