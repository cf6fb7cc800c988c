"""The menu of the selected rows of the table of points; what its entries do is the panel's business."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from app.gui.icons import class_icon
from app.gui.views.table_columns import TableColumns


class TableMenu(QMenu):
    """Opened once, then gone.

    Parameters
    ----------
    columns
        What the classes are called, if points have one.
    n_classes
        How many there are to choose from.
    has_rows
        Whether points are selected; without, only what needs none is offered.

    Signals
    -------
    cutRequested, copyRequested, pasteRequested, deleteRequested, selectAllRequested
        What the keys of the table do too.
    markRequested(bool)
        The selected points are to be test points, or training points.
    relabelRequested(int)
        The selected points are to be of a class.
    """

    cutRequested = Signal()
    copyRequested = Signal()
    pasteRequested = Signal()
    deleteRequested = Signal()
    selectAllRequested = Signal()
    markRequested = Signal(bool)
    relabelRequested = Signal(int)

    def __init__(self, columns: TableColumns, n_classes: int, has_rows: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("table.menu")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        keys = QKeySequence.StandardKey
        translate = QCoreApplication.translate
        for name, text, key, wish, needs_rows in (
            ("cut", translate("TablePanel", "Cut points"), keys.Cut, self.cutRequested, True),
            ("copy", translate("TablePanel", "Copy"), keys.Copy, self.copyRequested, True),
            ("paste", translate("TablePanel", "Paste"), keys.Paste, self.pasteRequested, False),
            ("delete", translate("TablePanel", "Delete points"), keys.Delete, self.deleteRequested, True),
            ("select_all", translate("TablePanel", "Select all"), keys.SelectAll, self.selectAllRequested, False),
        ):
            action = self._add(name, text, has_rows or not needs_rows)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(wish)
        self.addSeparator()
        for name, text, is_test in (
            ("train", translate("TablePanel", "Training points"), False),
            ("test", translate("TablePanel", "Test points"), True),
        ):
            action = self._add(name, text, has_rows)
            action.setData(is_test)
            action.triggered.connect(self._on_mark_triggered)
        if columns.task.is_classification:
            self.addSeparator()
            for number in range(n_classes):
                action = self._add(f"class.{number}", columns.label(number).replace("&", "&&"), has_rows)
                action.setIcon(class_icon(number))
                action.setData(number)
                action.triggered.connect(self._on_class_triggered)

    def _add(self, name: str, text: str, is_enabled: bool) -> QAction:
        action = self.addAction(text)
        action.setObjectName(f"table.menu.{name}")
        action.setEnabled(is_enabled)
        return action

    def _on_mark_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.markRequested.emit(bool(action.data()))

    def _on_class_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.relabelRequested.emit(int(action.data()))
