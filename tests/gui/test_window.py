"""The window as a person uses it: run, pause, step, switch, undo, close."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
)
from pytestqt.qtbot import QtBot

from app.files.lessons import FOLDER, find_lessons
from app.gui.views.invitation import LessonCard
from app.gui.views.tools.base import Tool
from app.gui.window import MainWindow
from app.running.snapshot import RunState, Snapshot


def snapshot(window: MainWindow) -> Snapshot:
    assert window.controller.snapshot is not None
    return window.controller.snapshot


def wait_for_state(window: MainWindow, qtbot: QtBot, state: RunState) -> None:
    qtbot.waitUntil(lambda: window.controller.state is state, timeout=30_000)


def press_space(window: MainWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_Space)


def field(window: MainWindow, key: str) -> QLineEdit:
    found = window.findChild(QLineEdit, key)
    assert isinstance(found, QLineEdit), key
    return found


def enter(window: MainWindow, key: str, text: str) -> None:
    line = field(window, key)
    line.setFocus()
    line.selectAll()
    line.insert(text)
    QTest.keyClick(line, Qt.Key.Key_Return)


def test_space_runs_pauses_and_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.edit_config("dataset", "line")
    press_space(window)
    wait_for_state(window, qtbot, RunState.RUNNING)
    qtbot.waitUntil(lambda: snapshot(window).epoch > 50, timeout=20_000)
    press_space(window)
    wait_for_state(window, qtbot, RunState.PAUSED)
    stopped_at = snapshot(window).step
    qtbot.wait(150)
    assert snapshot(window).step == stopped_at
    press_space(window)
    qtbot.waitUntil(lambda: snapshot(window).step > stopped_at, timeout=20_000)


def test_keys_step_and_start_again(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.edit_config("dataset", "line")
    window.controller.edit_config("batch_size", 10)
    qtbot.waitUntil(lambda: window.controller.snapshot is not None and snapshot(window).state is RunState.PAUSED)
    seed = window.controller.document.config.seed
    QTest.keyClick(window, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: snapshot(window).step == 1)
    QTest.keyClick(window, Qt.Key.Key_U, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: snapshot(window).epoch == 1)
    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.controller.snapshot is not None and snapshot(window).step == 0)
    assert window.controller.document.config.seed == seed
    QTest.keyClick(window, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert window.controller.document.config.seed != seed


def test_space_says_why_nothing_can_run(window: MainWindow, qtbot: QtBot) -> None:
    notice = window.findChild(QLabel, "notice")
    press_space(window)
    assert "training point" in notice.text()
    window.controller.open_lesson("linear-regression")
    enter(window, "learning_rate", "10")
    press_space(window)
    wait_for_state(window, qtbot, RunState.DIVERGED)
    notice.clear()
    press_space(window)
    assert "start again" in notice.text()
    window.findChild(QAbstractButton, "again").click()
    notice.clear()
    press_space(window)
    assert notice.text() == ""


def test_a_damaged_lesson_is_told_and_the_others_are_offered(
    make: Callable[[], MainWindow], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(FOLDER, tmp_path / "lessons")
    (tmp_path / "lessons" / "softmax.json").write_text("{")
    monkeypatch.setattr(find_lessons, "__defaults__", (*find_lessons.__defaults__[:-1], tmp_path / "lessons"))
    window = make()
    assert "softmax.json" in window.findChild(QLabel, "notice").text()
    assert len(window.invitation.findChildren(LessonCard)) == len(list(FOLDER.glob("*.json"))) - 1


@pytest.mark.parametrize("lesson", find_lessons(), ids=lambda lesson: lesson.id)
def test_every_lesson_opens_and_runs_to_its_end(window: MainWindow, qtbot: QtBot, lesson: object) -> None:
    window.controller.open_lesson(lesson.id)  # type: ignore[attr-defined]
    window.controller.edit_config("speed", 0)
    press_space(window)
    wait_for_state(window, qtbot, RunState.FINISHED)
    epochs = window.controller.document.config.epochs
    assert snapshot(window).epoch == epochs > 0
    assert snapshot(window).curve.train[-1] < snapshot(window).curve.train[0]


@pytest.mark.slow  # at its own speed
def test_lesson_eight_in_the_window_gives_its_published_figures(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.open_lesson("backprop-quadratic")
    press_space(window)
    wait_for_state(window, qtbot, RunState.FINISHED)
    parameters = snapshot(window).parameters
    assert parameters["weight"].tolist() == [[0.24038191139698029, 0.9266766309738159]]
    assert parameters["bias"].tolist() == [0.99135422706604]
    assert snapshot(window).last_step_loss == 0.00631808303296566


def test_run_pressed_three_times_at_once_runs(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.open_lesson("linear-regression")
    window.controller.edit_config("epochs", "until stopped")
    window.controller.edit_config("speed", "0")
    QTest.mouseClick(window.transport.run, Qt.MouseButton.LeftButton)
    wait_for_state(window, qtbot, RunState.RUNNING)
    for _ in range(2):
        QTest.mouseClick(window.transport.run, Qt.MouseButton.LeftButton)
    step = snapshot(window).step
    qtbot.waitUntil(lambda: snapshot(window).step > step + 20, timeout=20_000)
    assert snapshot(window).state is RunState.RUNNING


def test_steps_are_neither_lost_nor_doubled(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.open_lesson("two-features")
    for _ in range(7):
        window.findChild(QAbstractButton, "step_update").click()
    qtbot.waitUntil(lambda: snapshot(window).step == 7, timeout=20_000)
    window.findChild(QAbstractButton, "step_epoch").click()
    qtbot.waitUntil(lambda: snapshot(window).epoch == 1, timeout=20_000)
    qtbot.wait(100)
    assert snapshot(window).step == 100


def test_a_live_setting_goes_on_and_another_starts_anew(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.edit_config("dataset", "sine")
    press_space(window)
    qtbot.waitUntil(lambda: snapshot(window).epoch > 100, timeout=20_000)
    run_id, epoch = snapshot(window).run_id, snapshot(window).epoch
    enter(window, "learning_rate", "0,001")
    assert window.controller.document.config.learning_rate == 0.001
    qtbot.waitUntil(lambda: snapshot(window).epoch > epoch + 50, timeout=20_000)
    assert snapshot(window).run_id == run_id
    model = window.findChild(QComboBox, "model")
    model.setFocus()
    model.setCurrentIndex(model.findData("polynomial"))
    model.activated.emit(model.currentIndex())
    assert window.controller.document.config.model == "polynomial"
    qtbot.waitUntil(lambda: window.controller.snapshot is not None and snapshot(window).run_id > run_id, timeout=20_000)
    wait_for_state(window, qtbot, RunState.RUNNING)
    assert len(snapshot(window).parameters["weight"][0]) == 2
    assert "restarts" in window.findChild(QLabel, "notice").text()


def test_undo_works_while_training(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.edit_config("dataset", "line")
    press_space(window)
    wait_for_state(window, qtbot, RunState.RUNNING)
    n = len(window.controller.document.points)
    for number in range(5):
        window.controller.add_point((float(number),), 1.0, 1000 + number)
    assert len(window.controller.document.points) == n + 5
    for _ in range(5):
        window.tool_bar.actions_by_name["undo"].trigger()
    assert len(window.controller.document.points) == n
    assert window.controller.state is RunState.RUNNING


def test_divergence_pauses_says_why_and_can_be_restored(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.open_lesson("linear-regression")
    window.controller.edit_config("speed", 0)
    enter(window, "learning_rate", "10")
    press_space(window)
    wait_for_state(window, qtbot, RunState.DIVERGED)
    assert snapshot(window).divergence is not None
    window.findChild(QPushButton, "restore_tenth").click()
    wait_for_state(window, qtbot, RunState.PAUSED)
    assert window.controller.document.config.learning_rate == 1.0
    for values in snapshot(window).parameters.values():
        assert all(abs(number) < 1e39 for number in values.ravel())
    enter(window, "learning_rate", "0.01")
    window.findChild(QAbstractButton, "again").click()
    press_space(window)
    wait_for_state(window, qtbot, RunState.FINISHED)


def test_a_bad_number_is_refused_with_a_sentence_and_nothing_changes(window: MainWindow) -> None:
    before = window.controller.document.config
    enter(window, "learning_rate", "fast")
    assert window.controller.document.config == before
    assert field(window, "learning_rate").property("invalid") is True


def test_run_before_torch_is_loaded_is_waited_for(make: Callable[[], MainWindow], qtbot: QtBot) -> None:
    window = make()
    window.controller.open_lesson("backprop-by-hand")
    window.controller.edit_config("speed", 0)
    assert window.controller.state is RunState.PREPARING
    window.controller.toggle_run()
    assert window.controller.is_waiting
    assert "PyTorch" in window.findChild(QPushButton, "run").text()
    wait_for_state(window, qtbot, RunState.FINISHED)
    assert snapshot(window).epoch == 100


def test_without_points_run_does_nothing(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.findChild(QPushButton, "run").isEnabled()
    press_space(window)
    qtbot.wait(100)
    assert snapshot(window).step == 0


def test_erasing_all_points_while_training_pauses(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.edit_config("dataset", "line")
    press_space(window)
    wait_for_state(window, qtbot, RunState.RUNNING)
    window.tool_bar.actions_by_name["clear"].trigger()
    wait_for_state(window, qtbot, RunState.PAUSED)
    window.tool_bar.actions_by_name["undo"].trigger()
    press_space(window)
    wait_for_state(window, qtbot, RunState.RUNNING)


def test_again_has_the_same_weights_and_new_weights_others(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.edit_config("task", "classification-2d")
    window.controller.edit_config("model", "mlp")
    qtbot.waitUntil(lambda: window.controller.snapshot is not None, timeout=20_000)
    first = snapshot(window).parameters["hidden1.weight"].tolist()
    window.findChild(QAbstractButton, "step_epoch").click()
    qtbot.waitUntil(lambda: snapshot(window).epoch == 1, timeout=20_000)
    assert snapshot(window).parameters["hidden1.weight"].tolist() != first
    window.findChild(QAbstractButton, "again").click()
    qtbot.waitUntil(lambda: window.controller.snapshot is not None and snapshot(window).epoch == 0, timeout=20_000)
    assert snapshot(window).parameters["hidden1.weight"].tolist() == first
    window.findChild(QAbstractButton, "new_weights").click()
    qtbot.waitUntil(lambda: window.controller.snapshot is not None, timeout=20_000)
    assert snapshot(window).parameters["hidden1.weight"].tolist() != first


def test_current_weights_become_the_initial_ones(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.open_lesson("linear-regression")
    window.controller.edit_config("speed", 0)
    press_space(window)
    wait_for_state(window, qtbot, RunState.FINISHED)
    weight = snapshot(window).parameters["weight"].tolist()
    window.controller.take_current_weights()
    qtbot.waitUntil(lambda: window.controller.snapshot is not None and snapshot(window).epoch == 0, timeout=20_000)
    assert snapshot(window).parameters["weight"].tolist() == weight


def test_speed_holds_training_back(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.open_lesson("linear-regression")
    window.controller.edit_config("speed", 10)
    press_space(window)
    wait_for_state(window, qtbot, RunState.RUNNING)
    start = snapshot(window).step
    qtbot.wait(1000)
    assert 4 <= snapshot(window).step - start <= 15


def test_language_and_theme_switch_while_training(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.open_lesson("multilayer-perceptron")
    window.controller.edit_config("epochs", 0)
    press_space(window)
    wait_for_state(window, qtbot, RunState.RUNNING)
    for name in ("language", "theme", "larger", "theme", "language", "larger"):
        window.tool_bar.actions_by_name[name].trigger()
        assert not window.grab().isNull()
    assert window.controller.state is RunState.RUNNING


def test_the_window_fits_a_small_screen(window: MainWindow) -> None:
    window.controller.open_lesson("multilayer-perceptron")
    hint = window.minimumSizeHint()
    assert hint.width() <= 1366 / 1.25
    assert hint.height() <= 768 / 1.25


def test_what_was_chosen_is_there_on_the_next_start(make: Callable[[], MainWindow]) -> None:
    first = make()
    first.set_theme("dark")
    first.set_language("zh")
    first.close()
    second_settings = first._settings
    assert second_settings.value("theme") == "dark"
    assert second_settings.value("language") == "zh"


def test_the_help_names_the_keys_that_the_actions_have(window: MainWindow) -> None:
    actions = window.palette_bar.actions_by_name | window.tool_bar.actions_by_name
    actions[Tool.BRUSH].setShortcut("Ctrl+B")
    actions["grid"].setShortcut("Ctrl+K")
    actions["help"].trigger()
    box, text = window.findChild(QDialog, "help_box"), window.findChild(QLabel, "help.text")
    assert box is not None
    assert text is not None
    assert "<b>Ctrl+B  L  C  N</b>" in text.text()
    assert "<b>Ctrl+K</b>" in text.text()
    assert "<b>U  Shift+U</b>" in text.text()
    assert f"<b>Ctrl+Z  {actions['redo'].shortcut().toString()}</b>" in text.text()
    box.close()


@pytest.mark.parametrize("points", [9, 18])
def test_the_help_fits_the_screen_in_every_font(window: MainWindow, qapp: QApplication, points: int) -> None:
    font = qapp.font()
    font.setPointSizeF(points)
    qapp.setFont(font)
    window.tool_bar.actions_by_name["help"].trigger()
    box, text = window.findChild(QDialog, "help_box"), window.findChild(QLabel, "help.text")
    assert box is not None
    assert text is not None
    screen = window.screen().availableGeometry()
    assert box.width() <= screen.width()
    assert box.height() < screen.height()
    assert text.width() >= text.minimumSizeHint().width()  # to its right there is nothing to scroll to
    box.close()


def test_that_training_starts_anew_is_said_where_there_was_a_training(window: MainWindow, qtbot: QtBot) -> None:
    controller = window.controller
    said: list[str] = []
    controller.noticed.connect(said.append)
    controller.open_lesson("linear-regression")
    qtbot.waitUntil(lambda: controller.snapshot is not None, timeout=20_000)
    controller.edit_config("optimizer", "adam")  # nothing was trained yet
    qtbot.waitUntil(lambda: controller.snapshot is not None, timeout=20_000)
    assert said == []
    controller.step_update()
    qtbot.waitUntil(lambda: controller.snapshot is not None and controller.snapshot.step == 1, timeout=20_000)
    controller.edit_config("optimizer", "sgd")
    assert said == ["Training restarts with the new setting."]
    window.file_actions.new()
    assert len(said) == 1


def test_a_linear_model_shows_no_activation_of_the_network_before(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.edit_config("dataset", "line")
    window.controller.edit_config("model", "mlp")
    window.controller.edit_config("activation", ("relu", "tanh"))
    plot = window.side.activation
    qtbot.waitUntil(lambda: [plot.shown.itemData(row) for row in range(plot.shown.count())] == ["relu", "tanh"])
    window.controller.edit_config("model", "linear")
    qtbot.waitUntil(lambda: len(plot.solid.getData()[0]) == 0)
    assert not plot.hint.isHidden()


def test_a_refusal_without_a_field_is_said_all_the_same(window: MainWindow) -> None:
    window.controller.edit_config("speed", "fast")
    assert "“fast”" in window.findChild(QLabel, "notice").text()


@pytest.mark.parametrize("is_larger", [False, True])
def test_no_setting_is_cut_off(window: MainWindow, qtbot: QtBot, is_larger: bool) -> None:
    window.controller.edit_config("task", "classification-2d")
    window.controller.edit_config("dataset", "moons")
    window.controller.edit_config("model", "mlp")
    panel = window.settings_panel
    for name in ("data", "model", "loss", "training"):
        window.findChild(QAbstractButton, f"{name}.more").click()
    if is_larger:
        window.tool_bar.actions_by_name["larger"].trigger()
    qtbot.wait(50)
    area = panel.findChild(QScrollArea)
    assert area.widget().width() == area.viewport().width()
    window.controller.edit_config("model", "logistic")
    qtbot.wait(50)
    assert area.widget().width() == area.viewport().width()
