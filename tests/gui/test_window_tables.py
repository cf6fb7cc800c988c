"""Tables in the real window: open, paste, edit beside the canvas, save."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PySide6.QtCore import QLibraryInfo, QMimeData, QPointF, Qt, QUrl, QVersionNumber
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.data.points import Points
from app.data.tasks import Task
from app.gui.window import MainWindow


def agree(window: MainWindow, qtbot: QtBot) -> None:
    """Wait for the dialog to have read the table, and press Import."""

    def button() -> QPushButton | None:
        dialog = window.imports.dialog
        return None if dialog is None else dialog.findChild(QPushButton, "csv.import")

    qtbot.waitUntil(lambda: button() is not None and button().isEnabled(), timeout=20_000)
    button().click()


def write_chinese_table(folder: Path) -> Path:
    path = folder / "房价.csv"
    path.write_bytes("面积,房龄,价格,用途\r\n1.5,2,3.25,train\r\n2.5,1,4.5,train\r\n3,3,1,test\r\n".encode("gb18030"))
    return path


def drop(window: MainWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    place = QPointF(400, 300)
    entered = place if QLibraryInfo.version() >= QVersionNumber(6, 12) else place.toPoint()
    QApplication.sendEvent(window, QDragEnterEvent(entered, copy, data, left, none))
    QApplication.sendEvent(window, QDropEvent(place, copy, data, left, none))


def test_a_dropped_table_becomes_the_points_and_can_be_undone(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    drop(window, write_chinese_table(tmp_path))
    agree(window, qtbot)
    document = window.controller.document
    assert document.config.task is Task.REGRESSION_2D
    assert document.points.inputs.tolist() == [[1.5, 2], [2.5, 1], [3, 3]]
    assert document.points.targets.tolist() == [3.25, 4.5, 1]
    assert document.points.is_test.tolist() == [False, False, True]
    assert document.names.inputs == ("面积", "房龄")
    assert window.canvas.plotItem.getAxis("bottom").labelText == "面积"
    window.tool_bar.actions_by_name["undo"].trigger()
    assert len(window.controller.document.points) == 0
    assert window.controller.document.config.task is Task.REGRESSION_1D


def test_a_pasted_table_with_named_classes(window: MainWindow, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("length\twidth\tkind\n1,5\t2\tcat\n2,5\t1\tdog\n3\t3\tcat\n")
    window.tool_bar.actions_by_name["paste"].trigger()
    agree(window, qtbot)
    document = window.controller.document
    assert document.config.task is Task.CLASSIFICATION_2D
    assert document.points.inputs[0].tolist() == [1.5, 2]
    assert [document.names.classes[int(number)] for number in document.points.targets] == ["cat", "dog", "cat"]


def test_saved_points_open_again_as_they_were(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.controller.edit_config("task", "classification-2d")
    window.controller.edit_config("test_ratio", 0.25)
    before = window.controller.document.points
    path = tmp_path / "points.csv"
    with qtbot.waitSignal(window.file_actions.noticed):
        window.file_actions.write_table(str(path))
    drop(window, path)
    agree(window, qtbot)
    assert window.controller.document.points.equals(before)


def test_a_column_that_says_train_everywhere_leaves_no_test_points(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.edit_config("test_ratio", 0.25)
    rows = "".join(f"{number}\t{number * number}\ttrain\n" for number in range(20))
    QGuiApplication.clipboard().setText("x\ty\tsplit\n" + rows)
    window.tool_bar.actions_by_name["paste"].trigger()
    agree(window, qtbot)
    assert window.controller.document.points.n_train == 20


def test_an_unwritable_place_is_told_and_nothing_is_lost(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.controller.edit_config("dataset", "line")
    window.file_actions.write_table(str(tmp_path / "gone" / "points.csv"))
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "file_problem") is not None)
    assert "cannot be written" in window.findChild(QMessageBox, "file_problem").text()


def test_edits_of_the_table_are_edits_of_the_canvas(window: MainWindow) -> None:
    window.controller.edit_config("task", "classification-2d")
    controller, table = window.controller, window.side.table
    before = controller.document.points
    n_steps = controller.undo_stack.count()
    table.rowsChangeRequested.emit(np.array([0]), np.array([[7.0, 8.0]]), np.array([4.0]), None, 2**30 + 1)
    table.rowsAddRequested.emit(Points.of([[1, 1]], [0]), 2**30 + 1)
    assert controller.undo_stack.count() == n_steps + 1
    assert controller.document.points.inputs[0].tolist() == [7, 8]
    assert controller.document.config.n_classes == 5
    table.rowsDeleteRequested.emit((0, 1))
    table.orderRequested.emit(np.argsort(controller.document.points.inputs[:, 0], kind="stable"))
    assert (np.diff(controller.document.points.inputs[:, 0]) >= 0).all()
    for _ in range(3):
        window.tool_bar.actions_by_name["undo"].trigger()
    assert controller.document.points.equals(before)


def test_the_buttons_open_dialogs_that_do_not_block(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.controller.edit_config("dataset", "line")
    path = tmp_path / "points.csv"
    window.tool_bar.actions_by_name["save_table"].trigger()
    window.findChild(QFileDialog, "file_dialog").fileSelected.emit(str(path))
    window.findChild(QFileDialog, "file_dialog").close()
    qtbot.waitUntil(path.exists)
    assert path.read_bytes().count(b"\n") == 1 + len(window.controller.document.points)
    qtbot.waitUntil(lambda: window.findChild(QFileDialog, "file_dialog") is None)
    window.tool_bar.actions_by_name["open"].trigger()
    window.findChild(QFileDialog, "file_dialog").fileSelected.emit(str(path))
    window.findChild(QFileDialog, "file_dialog").close()
    agree(window, qtbot)
    assert window.controller.document.config.dataset == "own"
