"""Experiments as documents in the window: saved, opened, asked about, and going on as if nothing had happened."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.files.experiments import load_experiment
from app.gui import preferences
from app.gui.window import MainWindow
from app.running.snapshot import RunState

LONG = 30_000
Make = Callable[[], MainWindow]


def trigger(window: MainWindow, name: str) -> None:
    window.tool_bar.actions_by_name[name].trigger()


def save(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.documents.saved, timeout=LONG):
        window.documents.save(path)


def open_file(window: MainWindow, path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.documents.opened, timeout=LONG):
        window.file_actions.open_path(str(path))


def train_epochs(window: MainWindow, epoch: int, qtbot: QtBot) -> None:
    """Run until the epoch is reached and the training waits there."""
    controller = window.controller
    controller.edit_config("epochs", epoch)
    controller.toggle_run()

    def is_there() -> bool:
        snapshot = controller.snapshot
        return snapshot is not None and snapshot.state is RunState.FINISHED and snapshot.epoch == epoch

    qtbot.waitUntil(is_there, timeout=LONG)


def box(window: MainWindow, name: str) -> QMessageBox:
    found = [each for each in window.findChildren(QMessageBox, name) if each.isVisible()]
    assert len(found) == 1
    return found[0]


def no_box(window: MainWindow, name: str) -> bool:
    return not any(each.isVisible() for each in window.findChildren(QMessageBox, name))


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["reference", "fast"])
@pytest.mark.parametrize("lesson", ["linear-regression", "multilayer-perceptron"])
def test_an_opened_training_goes_on_as_without_closing(
    lesson: str, engine: str, make: Make, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "试验.json"
    one, other = make(), make()
    for window in (one, other):
        qtbot.waitUntil(lambda window=window: window.controller.snapshot is not None, timeout=LONG)  # type: ignore[misc]
    one.controller.open_lesson(lesson)
    one.controller.edit_config("optimizer", "adam")
    one.controller.edit_config("batch_size", 7)
    one.controller.edit_config("engine", engine)
    train_epochs(one, 10, qtbot)
    save(one, path, qtbot)
    train_epochs(one, 12, qtbot)
    open_file(other, path, qtbot)
    train_epochs(other, 12, qtbot)
    through, resumed = one.controller.snapshot, other.controller.snapshot
    assert through is not None
    assert resumed is not None
    assert (through.epoch, through.step) == (resumed.epoch, resumed.step)
    for name, values in through.parameters.items():
        assert values.tolist() == resumed.parameters[name].tolist()
    # The engine computes the losses of several epochs together, which may round otherwise.
    np.testing.assert_allclose(through.curve.train, resumed.curve.train, rtol=0 if engine == "reference" else 1e-5)


def test_points_settings_lesson_and_view_come_back(window: MainWindow, make: Make, tmp_path: Path, qtbot: QtBot) -> None:  # fmt: skip
    controller = window.controller
    controller.open_lesson("softmax")
    controller.add_point((0.25, -0.5), 1.0, 1)
    controller.edit_config("learning_rate", 0.07)
    region = window.canvas.region()
    window.canvas.show_range(type(region)(-1.0, 2.0, -3.0, 1.0))
    region = window.canvas.region()
    save(window, tmp_path / "one.json", qtbot)
    other = make()
    open_file(other, tmp_path / "one.json", qtbot)
    opened = other.controller.document
    assert opened.config == controller.document.config
    assert opened.points.equals(controller.document.points)
    assert opened.lesson_id == "softmax"
    seen = other.canvas.region()
    assert (seen.x_low, seen.x_high) == pytest.approx((region.x_low, region.x_high))
    assert not other.controller.undo_stack.canUndo()


def test_title_says_name_and_changes(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    assert window.windowTitle() == "Untitled[*] – Gradient Playground"
    assert not window.isWindowModified()
    window.controller.add_point((1.0,), 2.0, 1)
    assert window.isWindowModified()
    trigger(window, "undo")
    assert not window.isWindowModified()
    trigger(window, "redo")
    save(window, tmp_path / "mine.json", qtbot)
    assert window.windowTitle().startswith("mine.json[*]")
    assert not window.isWindowModified()
    trigger(window, "undo")
    assert window.isWindowModified()
    trigger(window, "redo")
    assert not window.isWindowModified()
    with qtbot.waitSignal(window.controller.snapshotChanged, timeout=LONG):
        window.controller.step_update()
    qtbot.waitUntil(window.isWindowModified, timeout=LONG)  # the file does not have this update
    window.controller.open_lesson("softmax")
    assert window.windowTitle().startswith("Untitled[*]")  # saving must not replace mine.json by a lesson
    trigger(window, "undo")
    assert window.windowTitle().startswith("mine.json[*]")


def test_closing_asks_and_cancel_keeps_all(window: MainWindow) -> None:
    window.controller.add_point((1.0,), 2.0, 1)
    window.close()
    question = box(window, "unsaved_box")
    assert window.isVisible()
    question.button(QMessageBox.StandardButton.Cancel).click()
    assert window.isVisible()
    assert len(window.controller.document.points) == 1


def test_closing_without_saving(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.add_point((1.0,), 2.0, 1)
    trigger(window, "quit")
    box(window, "unsaved_box").button(QMessageBox.StandardButton.Discard).click()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)


def test_closing_with_saving_asks_where_and_closes(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.controller.add_point((1.0,), 2.0, 1)
    window.close()
    box(window, "unsaved_box").button(QMessageBox.StandardButton.Save).click()
    dialog = window.findChild(QFileDialog, "file_dialog")
    assert dialog is not None
    path = tmp_path / "last.json"
    dialog.selectFile(str(path))
    dialog.accept()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)
    assert load_experiment(path).points.targets.tolist() == [2.0]


@pytest.mark.slow  # a lesson at its own speed
def test_nothing_made_asks_nothing(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.open_lesson("linear-regression")
    train_epochs_of_lesson(window, qtbot)
    window.close()
    assert no_box(window, "unsaved_box")
    assert not window.isVisible()


def train_epochs_of_lesson(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.toggle_run()
    qtbot.waitUntil(lambda: window.controller.state is RunState.FINISHED, timeout=LONG)


def test_new_asks_for_what_is_unsaved(window: MainWindow) -> None:
    window.controller.add_point((1.0,), 2.0, 1)
    trigger(window, "new")
    assert len(window.controller.document.points) == 1
    box(window, "unsaved_box").button(QMessageBox.StandardButton.Discard).click()
    assert len(window.controller.document.points) == 0
    trigger(window, "new")
    assert no_box(window, "unsaved_box")


def test_saving_fails_and_nothing_is_lost(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.controller.add_point((1.0,), 2.0, 1)
    with qtbot.waitSignal(window.documents.failed, timeout=LONG):
        window.documents.save(tmp_path / "no such folder" / "x.json")
    assert "cannot be written" in box(window, "file_problem").text()
    assert window.isWindowModified()
    assert window.documents.path is None


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\xff", b"[[[[", b'{"format": "gradient-playground-experiment", "version": 99}'])  # fmt: skip
def test_a_damaged_file_changes_nothing(window: MainWindow, content: bytes, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    before = window.controller.document
    with qtbot.waitSignal(window.documents.failed, timeout=LONG):
        window.file_actions.open_path(str(path))
    assert "bad.json" in box(window, "file_problem").text()
    assert window.controller.document is before


def test_a_damaged_training_opens_and_says_so(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.controller.open_lesson("softmax")
    path = tmp_path / "half.json"
    save(window, path, qtbot)
    plain = json.loads(path.read_bytes())
    plain["training"]["trainer"]["parameters"] = {"nothing": {"dtype": "float32", "shape": [1], "values": [1.0]}}
    path.write_text(json.dumps(plain), encoding="utf-8")
    open_file(window, path, qtbot)
    qtbot.waitUntil(lambda: window.controller.state is RunState.ERRORED, timeout=LONG)
    assert len(window.controller.document.points) > 0
    window.controller.toggle_run()
    qtbot.waitUntil(lambda: window.controller.state in (RunState.RUNNING, RunState.FINISHED), timeout=LONG)


def test_recent_files_are_offered(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    for name in ("one.json", "two.json"):
        window.controller.add_point((1.0,), 2.0, 0)
        save(window, tmp_path / name, qtbot)
    menu = window.findChild(QMenu, "recent")
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["two.json", "one.json"]
    with qtbot.waitSignal(window.documents.opened, timeout=LONG):
        menu.actions()[1].trigger()
    assert window.documents.path == (tmp_path / "one.json").resolve()
    assert len(window.controller.document.points) == 1


@pytest.mark.parametrize("name", ["one.json", "one.csv"])
def test_a_recent_file_that_is_gone_leaves_the_list(window: MainWindow, name: str, tmp_path: Path) -> None:
    preferences.add_recent(window._settings, str(tmp_path / name))
    window.file_actions.recentChanged.emit(preferences.read_recent(window._settings))
    window.controller.add_point((1.0,), 2.0, 0)
    menu = window.findChild(QMenu, "recent")
    assert menu is not None
    menu.actions()[0].trigger()
    assert name in box(window, "file_problem").text()
    assert window.findChild(QMessageBox, "unsaved_box") is None
    assert preferences.read_recent(window._settings) == []
    assert menu.actions() == []
    assert window.imports.dialog is None


def test_recent_files_outlive_the_window(make: Make, tmp_path: Path, qtbot: QtBot) -> None:
    first = make()
    save(first, tmp_path / "one.json", qtbot)
    first.close_without_asking()
    menu = make().findChild(QMenu, "recent")
    assert menu is not None
    assert [action.text() for action in menu.actions()] == ["one.json"]


def test_a_dropped_experiment_opens(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.controller.add_point((1.0,), 2.0, 0)
    save(window, tmp_path / "one.json", qtbot)
    trigger(window, "new")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "one.json"))])
    drop = QDropEvent(QPointF(200, 200), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)  # fmt: skip
    with qtbot.waitSignal(window.documents.opened, timeout=LONG):
        window.dropEvent(drop)
    assert len(window.controller.document.points) == 1


def test_saving_while_training_and_editing(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.controller.open_lesson("multilayer-perceptron")
    window.controller.edit_config("epochs", 0)
    window.controller.toggle_run()
    for number in range(20):
        path = tmp_path / f"{number}.json"
        with qtbot.waitSignal(window.documents.saved, timeout=LONG):
            window.documents.save(path)
            window.controller.add_point((number / 10, 0.0), 1.0, 0)  # between the wish and the file
        experiment = load_experiment(path)
        assert len(experiment.points) == len(window.controller.document.points)
        assert experiment.checkpoint is not None


def test_control_s_saves_in_place(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "mine.json"
    save(window, path, qtbot)
    viewport = window.canvas.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(300, 200))
    with qtbot.waitSignal(window.documents.saved, timeout=LONG):
        QTest.keyClick(window, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert len(load_experiment(path).points) == 1
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_file()] == ["mine.json"]


def test_menu_names_the_steps(window: MainWindow) -> None:
    window.controller.add_point((1.0,), 2.0, 0)
    menu = window.tool_bar.findChild(QMenu)
    assert menu is not None
    assert "Undo: add point" in [action.text() for action in menu.actions()]


def test_an_unknown_lesson_and_unknown_keys_are_kept(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "later.json"
    save(window, path, qtbot)
    plain = json.loads(path.read_bytes())
    plain |= {"lesson": "from-the-future", "colours": ["red"]}
    path.write_text(json.dumps(plain), encoding="utf-8")
    open_file(window, path, qtbot)
    window.controller.add_point((1.0,), 2.0, 0)
    save(window, path, qtbot)
    again = json.loads(path.read_bytes())
    assert (again["lesson"], again["colours"]) == ("from-the-future", ["red"])


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights of folders")
def test_a_locked_folder_is_told(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    if os.geteuid() == 0:
        target = Path("/proc/no-file.json")  # the administrator may write anywhere else
    else:
        target = tmp_path / "x.json"
        tmp_path.chmod(0o500)
    with qtbot.waitSignal(window.documents.failed, timeout=LONG):
        window.documents.save(target)
    assert "cannot be written" in box(window, "file_problem").text()


# ------------------------------------------------------------ saving while something else happens


def answer(window: MainWindow, button: QMessageBox.StandardButton, qtbot: QtBot) -> None:
    """Answer the question about unsaved changes once it is there."""
    shown = lambda: [each for each in window.findChildren(QMessageBox, "unsaved_box") if each.isVisible()]  # noqa: E731
    qtbot.waitUntil(lambda: bool(shown()), timeout=LONG)
    shown()[0].button(button).click()


def test_a_file_gets_the_document_that_was_saved(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "mine.json"
    for number in range(3):
        window.controller.add_point((float(number),), 2.0, 0)
    save(window, path, qtbot)
    for change in (
        window.file_actions.new,
        lambda: window.controller.open_lesson("softmax"),
        window.controller.new_document,
    ):
        before = len(load_experiment(path).points)
        window.controller.add_point((9.0,), 2.0, 0)
        with qtbot.waitSignal(window.documents.saved, timeout=LONG):
            window.file_actions.save()
            change()
        assert len(load_experiment(path).points) == before + 1
        assert window.documents.path is None or len(window.controller.document.points) == before + 1
        window.controller.open_document(window.controller.document, None)
        open_file(window, path, qtbot)


def test_closing_waits_for_what_is_being_saved(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "mine.json"
    window.controller.add_point((1.0,), 2.0, 0)
    window.documents.save(path)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)
    assert load_experiment(path).points.targets.tolist() == [2.0]


def test_edits_while_saving_are_asked_about(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.controller.add_point((1.0,), 2.0, 0)
    save(window, tmp_path / "mine.json", qtbot)
    window.controller.add_point((2.0,), 2.0, 0)
    window.close()
    real = window.documents._on_written

    def slow(*arguments: object) -> None:
        window.controller.add_point((3.0,), 2.0, 0)
        real(*arguments)  # type: ignore[arg-type]

    window.documents._on_written = slow  # type: ignore[assignment, method-assign]
    answer(window, QMessageBox.StandardButton.Save, qtbot)
    answer(window, QMessageBox.StandardButton.Discard, qtbot)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)
    assert len(load_experiment(tmp_path / "mine.json").points) == 2


def test_edits_while_a_file_is_read_are_asked_about(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    save(window, tmp_path / "empty.json", qtbot)
    window.file_actions.open_path(str(tmp_path / "empty.json"))
    window.controller.add_point((1.0,), 2.0, 0)
    answer(window, QMessageBox.StandardButton.Cancel, qtbot)
    assert len(window.controller.document.points) == 1


def test_a_run_that_diverged_at_once_can_be_saved(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.controller.add_point((1.0,), 6e23, 1)
    window.controller.add_point((2.0,), 1.0, 2)
    window.controller.toggle_run()
    qtbot.waitUntil(lambda: window.controller.state is RunState.DIVERGED, timeout=LONG)
    save(window, tmp_path / "broken.json", qtbot)
    open_file(window, tmp_path / "broken.json", qtbot)
    qtbot.waitUntil(lambda: window.controller.state is RunState.DIVERGED, timeout=LONG)


@pytest.mark.parametrize("name", ["experiment", "mine.txt"])
def test_an_experiment_is_opened_whatever_it_is_called(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, name: str
) -> None:
    window.controller.open_lesson("linear-regression")
    save(window, tmp_path / name, qtbot)
    window.file_actions.new()
    with qtbot.waitSignal(window.documents.opened, timeout=LONG):
        window.file_actions.open_path(str(tmp_path / name))
    assert len(window.controller.document.points) == 3


def test_a_weight_set_and_undone_leaves_the_document_as_it_was_saved(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    controller = window.controller
    controller.open_lesson("linear-regression")
    qtbot.waitUntil(lambda: controller.snapshot is not None, timeout=LONG)
    controller.edit_weight("weight", 0, 1.0)
    save(window, tmp_path / "mine.json", qtbot)
    controller.edit_weight("weight", 0, 123.0)
    assert window.isWindowModified()
    controller.undo_stack.undo()
    assert not window.isWindowModified()
    controller.undo_stack.redo()
    assert window.isWindowModified()
    controller.undo_stack.undo()
    controller.undo_stack.undo()
    assert window.isWindowModified()  # the file has the first edit


def test_a_weight_set_while_saving_is_not_taken_for_saved(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "mine.json"
    window.controller.open_lesson("linear-regression")
    qtbot.waitUntil(lambda: window.controller.snapshot is not None, timeout=LONG)
    with qtbot.waitSignal(window.documents.saved, timeout=LONG):
        window.documents.save(path)
        qtbot.wait(1)
        window.controller.edit_weight("weight", 0, 123.0)
    saved = load_experiment(path).checkpoint
    assert saved is not None
    assert window.isWindowModified() or saved.trainer.parameters["weight"]["values"] == [123.0]


def test_two_documents_never_share_a_file(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "mine.json"
    window.controller.add_point((1.0,), 2.0, 0)
    save(window, path, qtbot)
    window.controller.new_document()
    window.controller.add_point((1.0,), 2.0, 0)
    window.controller.add_point((3.0,), 2.0, 0)
    save(window, path, qtbot)
    for _ in range(3):
        trigger(window, "undo")
    assert window.documents.path is None
    assert window.isWindowModified()


def test_a_name_with_a_dot_gets_its_suffix(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    trigger(window, "save_as")
    dialog = window.findChild(QFileDialog, "file_dialog")
    assert dialog is not None
    with qtbot.waitSignal(window.documents.saved, timeout=LONG):
        dialog.fileSelected.emit(str(tmp_path / "lesson 3.2"))
    dialog.close()
    assert (tmp_path / "lesson 3.2.json").exists()
    with qtbot.assertNotEmitted(window.documents.saved):
        window.file_actions._save_named(str(tmp_path / "lesson 3.2"), None)  # there is one already
    assert [each for each in window.findChildren(QMessageBox, "overwrite_box") if each.isVisible()]


def test_the_same_lesson_again_begins_anew(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.open_lesson("linear-regression")
    window.controller.edit_config("speed", 0)
    train_epochs_of_lesson(window, qtbot)
    window.controller.open_lesson("linear-regression")
    qtbot.waitUntil(
        lambda: window.controller.snapshot is not None and window.controller.snapshot.epoch == 0, timeout=LONG
    )


def test_the_current_weights_taken_twice_can_be_saved(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.controller.open_lesson("linear-regression")
    for _ in range(2):
        qtbot.waitUntil(lambda: window.controller.snapshot is not None, timeout=LONG)
        window.controller.take_current_weights()
    save(window, tmp_path / "mine.json", qtbot)
    assert load_experiment(tmp_path / "mine.json").config == window.controller.document.config


def changed_by_another(window: MainWindow, make: Make, path: Path, qtbot: QtBot) -> bytes:
    """Begin a file here, have another window save in it, edit on here, and return what the other has written."""
    window.controller.add_point((1.0,), 2.0, 0)
    save(window, path, qtbot)
    other = make()
    open_file(other, path, qtbot)
    other.controller.add_point((5.0,), 5.0, 0)
    with qtbot.waitSignal(other.documents.saved, timeout=LONG):
        trigger(other, "save")
    window.controller.add_point((7.0,), 7.0, 1)
    return path.read_bytes()


def asked_about_the_change(window: MainWindow, qtbot: QtBot) -> QMessageBox:
    qtbot.waitUntil(lambda: not no_box(window, "changed_box"), timeout=LONG)
    return box(window, "changed_box")


def test_what_another_window_saved_is_not_overwritten_unasked(
    window: MainWindow, make: Make, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "mine.json"
    theirs = changed_by_another(window, make, path, qtbot)
    trigger(window, "save")
    asked_about_the_change(window, qtbot).button(QMessageBox.StandardButton.Cancel).click()
    assert path.read_bytes() == theirs
    assert window.documents.is_modified
    assert not window.documents.is_saving
    trigger(window, "save")
    with qtbot.waitSignal(window.documents.saved, timeout=LONG):
        asked_about_the_change(window, qtbot).findChild(QPushButton, "changed.overwrite").click()
    assert load_experiment(path).points.equals(window.controller.document.points)
    with qtbot.waitSignal(window.documents.saved, timeout=LONG):  # what was written here is known here
        trigger(window, "save")


def test_instead_of_overwriting_one_can_save_elsewhere(
    window: MainWindow, make: Make, tmp_path: Path, qtbot: QtBot
) -> None:
    path = tmp_path / "mine.json"
    theirs = changed_by_another(window, make, path, qtbot)
    window.close()
    box(window, "unsaved_box").button(QMessageBox.StandardButton.Save).click()
    asked_about_the_change(window, qtbot).findChild(QPushButton, "changed.save_as").click()
    dialog = window.findChild(QFileDialog, "file_dialog")
    assert dialog is not None
    points = window.controller.document.points
    with qtbot.waitSignal(window.documents.saved, timeout=LONG):
        dialog.fileSelected.emit(str(tmp_path / "other.json"))
    dialog.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=LONG)  # it closes as was asked
    assert path.read_bytes() == theirs
    assert load_experiment(tmp_path / "other.json").points.equals(points)


def test_saving_twice_in_a_row_takes_no_saving_for_a_change_by_others(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    asked: list[object] = []
    path = tmp_path / "one.json"
    window.documents.save(path, ask=asked.append)
    qtbot.waitUntil(lambda: not window.documents.is_saving)
    for _ in range(2):
        window.documents.save(path, ask=asked.append)
    qtbot.waitUntil(lambda: not window.documents.is_saving)
    assert asked == []


def test_a_file_that_is_gone_is_written_again(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "mine.json"
    window.controller.add_point((1.0,), 2.0, 0)
    save(window, path, qtbot)
    path.unlink()
    with qtbot.waitSignal(window.documents.saved, timeout=LONG):
        trigger(window, "save")
    assert path.exists()
