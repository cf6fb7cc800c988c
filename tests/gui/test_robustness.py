"""What goes wrong around the window: failing models, numbers without end, damaged settings, errors, odd sizes."""

from __future__ import annotations

import itertools
import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QMessageBox, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from app.data.tasks import MAX_CLASSES, Task
from app.explain.prediction import CurvePrediction, FieldPrediction
from app.files.experiments import load_experiment
from app.gui import preferences
from app.gui.application import ErrorReporter
from app.gui.undo import UNDO_LIMIT
from app.gui.views.invitation import LessonCard
from app.gui.window import MainWindow
from app.running.snapshot import RunState, Snapshot
from app.training.fitting import fitting_losses
from app.training.history import LossCurve
from app.training.settings import from_dict
from app.training.trainer import Trainer

pytestmark = [
    pytest.mark.slow,
    pytest.mark.qt_log_ignore("This plugin does not support", "QVariant::load: unknown user type", extend=True),
]

LEFT, NO_BUTTON, NO_MODIFIER = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


def wait_for_state(window: MainWindow, qtbot: QtBot, *states: RunState) -> None:
    qtbot.waitUntil(lambda: window.controller.state in states, timeout=30_000)


def snapshot(window: MainWindow) -> Snapshot:
    assert window.controller.snapshot is not None
    return window.controller.snapshot


def run(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.toggle_run()
    wait_for_state(window, qtbot, RunState.RUNNING)


# ---------------------------------------------------------------- starts, stops and stale news


def test_of_500_quick_starts_only_the_newest_is_shown(window: MainWindow, qtbot: QtBot) -> None:
    shown: list[int] = []

    class Listener(QObject):
        def listen(self, news: Snapshot) -> None:
            shown.append(news.run_id)

    listener = Listener(window)
    controller, chance = window.controller, random.Random(0)
    controller.snapshotChanged.connect(listener.listen)
    controller.open_lesson("multilayer-perceptron")
    acts = (controller.toggle_run, controller.again, controller.draw_new_weights, controller.step_update)
    for _ in range(500):
        chance.choice(acts)()
        if chance.random() < 0.3:
            qtbot.wait(1)
    newest = controller.run_id
    qtbot.waitUntil(lambda: controller.snapshot is not None, timeout=30_000)
    qtbot.wait(100)
    assert shown == sorted(shown)
    assert shown[-1] == newest == snapshot(window).run_id
    assert snapshot(window).state in (RunState.RUNNING, RunState.PAUSED, RunState.FINISHED)


def test_late_news_of_a_pause_does_not_take_run_back(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.open_lesson("linear-regression")
    window.controller.edit_config("epochs", 0)
    qtbot.waitUntil(lambda: window.controller.snapshot is not None, timeout=20_000)
    before = snapshot(window)
    window.controller.toggle_run()
    window.controller._on_worker_snapshot_ready(before)
    window.controller.edit_config("model", "polynomial")
    wait_for_state(window, qtbot, RunState.RUNNING)


def test_late_news_of_running_does_not_take_a_pause_back(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.open_lesson("linear-regression")
    window.controller.edit_config("epochs", 0)
    qtbot.waitUntil(lambda: window.controller.snapshot is not None, timeout=20_000)
    run(window, qtbot)
    running = snapshot(window)
    window.controller.toggle_run()
    window.controller._on_worker_snapshot_ready(running)
    window.controller.again()
    wait_for_state(window, qtbot, RunState.PAUSED)
    qtbot.wait(150)
    assert snapshot(window).step == 0


def test_a_run_that_lost_its_points_does_not_come_back_by_itself(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.edit_config("dataset", "line")
    run(window, qtbot)
    window.controller.clear_points()
    wait_for_state(window, qtbot, RunState.PAUSED)
    window.controller.undo_stack.undo()
    window.controller.edit_config("model", "polynomial")
    qtbot.waitUntil(lambda: window.controller.snapshot is not None, timeout=20_000)
    qtbot.wait(150)
    assert snapshot(window).step == 0


# ---------------------------------------------------------------- training that fails


@pytest.mark.parametrize("good_updates", [0, 1, 7, 50])
def test_a_failing_update_is_told_and_run_starts_anew(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, good_updates: int
) -> None:
    left = itertools.count(good_updates, -1)
    update = Trainer.update

    def failing(trainer: Trainer, batch: torch.Tensor) -> float:
        if next(left) <= 0:
            raise RuntimeError("out of memory, says the test")
        return update(trainer, batch)

    window.controller.open_lesson("linear-regression")
    window.controller.edit_config("epochs", 0)
    monkeypatch.setattr(Trainer, "update", failing)
    window.controller.toggle_run()
    wait_for_state(window, qtbot, RunState.ERRORED)
    assert "out of memory, says the test" in window.side.result.explanation.text()
    assert window.side.result.explanation.isVisible()
    assert window.transport.run.isEnabled()
    for act in (window.controller.step_update, window.controller.step_epoch, window.controller.restore):
        act()
    window.controller.add_point((1.0,), 2.0, 1)
    monkeypatch.undo()
    if window.controller.state is not RunState.RUNNING:
        window.transport.run.click()
    wait_for_state(window, qtbot, RunState.RUNNING)
    qtbot.waitUntil(lambda: snapshot(window).step > 10, timeout=20_000)
    assert not window.side.result.explanation.isVisible()


def test_a_model_that_cannot_be_built_is_told_and_another_works(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.controller.open_lesson("linear-regression")
    window.controller.edit_config("init", "given")
    window.controller.edit_config("init_values", "wait=0.5")
    wait_for_state(window, qtbot, RunState.ERRORED)
    assert "wait" in window.side.result.explanation.text()
    window.controller.edit_config("init_values", "weight=0.5")
    wait_for_state(window, qtbot, RunState.PAUSED)
    assert snapshot(window).parameters["weight"].tolist() == [[0.5]]


def judged_networks() -> list[tuple[Task, str]]:
    """Return every task with every loss that judges a network of it."""
    return [(task, loss) for task in Task for loss in fitting_losses(from_dict({"task": task.value, "model": "mlp"}))]


@pytest.mark.parametrize(("task", "loss"), judged_networks())
def test_no_learning_rate_is_too_large_for_the_window(window: MainWindow, qtbot: QtBot, task: Task, loss: str) -> None:
    controller = window.controller
    controller.edit_config("task", task.value)
    if task is Task.REGRESSION_1D:
        controller.edit_config("dataset", "sine")
    controller.edit_config("model", "mlp")
    controller.edit_config("loss", loss)
    controller.edit_config("learning_rate", 1e30)
    controller.toggle_run()
    qtbot.waitUntil(
        lambda: (
            controller.state is RunState.DIVERGED or (controller.snapshot is not None and snapshot(window).step > 20)
        ),
        timeout=30_000,
    )
    for name in ("fit", "mark_uncertain", "theme"):
        window.tool_bar.actions_by_name[name].trigger()
        assert not window.grab().isNull()
    if controller.state is RunState.DIVERGED:
        for _ in range(3):
            window.side.result.restore_tenth.click()
            wait_for_state(window, qtbot, RunState.PAUSED)
            controller.toggle_run()
            wait_for_state(window, qtbot, RunState.DIVERGED, RunState.RUNNING)
            if controller.state is RunState.RUNNING:
                break


HOSTILE = (np.nan, np.inf, -np.inf, 1e308, -1e308, 1e-320, 0.0)


@pytest.mark.parametrize("task", list(Task))
def test_no_number_breaks_the_drawing(window: MainWindow, qtbot: QtBot, task: Task) -> None:
    controller = window.controller
    controller.edit_config("task", task.value)
    qtbot.waitUntil(lambda: controller.snapshot is not None and snapshot(window).prediction is not None, timeout=20_000)
    now = snapshot(window)
    prediction = now.prediction
    assert prediction is not None
    assert isinstance(prediction, (CurvePrediction, FieldPrediction))
    epochs = np.arange(30.0)
    for number in HOSTILE:
        some = np.where(
            np.arange(prediction.values.size).reshape(prediction.values.shape) % 3, number, prediction.values
        )
        losses = np.where(epochs % 2, number, 1.0)
        for values in (np.full_like(prediction.values, number), some):
            hostile = replace(
                now, train_loss=number, test_loss=number, last_step_loss=number, train_score=number, test_score=number,
                updates_per_second=number, seconds_per_epoch=number, prediction=replace(prediction, values=values),
                curve=LossCurve(epochs, losses, np.full(30, number)),
                parameters={name: np.full_like(array, number) for name, array in now.parameters.items()},
                gradients={name: np.full_like(array, number) for name, array in now.parameters.items()},
            )  # fmt: skip
            controller._on_worker_snapshot_ready(hostile)
            for tab in range(window.side.tabs.count()):
                window.side.tabs.setCurrentIndex(tab)
                for is_log in (True, False):
                    window.side.loss_plot.set_log(is_log)
                    hover_everywhere(window)
                    assert not window.grab().isNull()
        assert np.isfinite(window.side.loss_plot.box.viewRange()).all(), number
        assert np.isfinite(window.canvas.plotItem.getViewBox().viewRange()).all(), number


# ---------------------------------------------------------------- settings files


def damaged(seed: int) -> bytes:
    """Return what a settings file may have become."""
    chance = random.Random(seed)
    size = b"x" * chance.choice((10, 1000, 100_000))
    values = (b"dark", b"12", b"", b"@ByteArray(" + chance.randbytes(60).replace(b"\n", b"") + b")", b"@Variant(\\0\\0\\0\\x7f)",
              b"@Rect(1 2 3 4)", b"@Invalid()", b"en, zh", b"@Size(99999999999 1)", size, chance.randbytes(200), b"%%%\\x")  # fmt: skip
    keys = (b"theme", b"language", b"geometry", b"columns", b"other")
    if chance.random() < 0.3:
        return chance.randbytes(chance.randrange(1, 5000))
    return b"[General]\n" + b"\n".join(key + b"=" + chance.choice(values) for key in keys)


@pytest.mark.parametrize("seed", range(30))
def test_damaged_settings_give_a_window_with_defaults(
    make: Callable[[], MainWindow], tmp_path: Path, seed: int
) -> None:
    file = Path(preferences.open_settings().fileName())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(damaged(seed))
    window = make()
    assert window.isVisible()
    assert_on_screen(window)
    assert window.width() >= window.minimumSizeHint().width()
    assert all(size > 50 for size in window._splitter.sizes())


@pytest.mark.parametrize("place", [(100_000, 100_000), (-100_000, 0), (0, -5000), (0, 760), (795, 300), (-1300, 50)])
def test_a_window_left_off_the_screen_comes_back(make: Callable[[], MainWindow], place: tuple[int, int]) -> None:
    first = make()
    first.move(*place)
    first.close()
    second = make()
    assert_on_screen(second)


def assert_on_screen(window: MainWindow) -> None:
    """There is enough of the window's top to take hold of."""
    frame = window.frameGeometry()
    top = frame.adjusted(0, 0, 0, 30 - frame.height())
    seen = top & QGuiApplication.primaryScreen().availableGeometry()
    assert seen.width() >= 200
    assert seen.height() >= 15


# ---------------------------------------------------------------- errors in the program itself


def test_an_error_shows_one_box_and_the_window_lives_on(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    reporter = ErrorReporter()
    monkeypatch.setattr(sys, "excepthook", reporter.hook)

    def boxes() -> list[QMessageBox]:
        found = [each for each in qapp.topLevelWidgets() if isinstance(each, QMessageBox)]
        return [box for box in found if box.objectName() == "error_box" and box.isVisible()]

    class Faulty(QObject):
        def fail(self) -> None:
            raise ValueError("a fault in a slot")

    faulty = Faulty()
    for lesson in ("linear-regression", "backprop-by-hand"):
        for _ in range(20):
            QTimer.singleShot(0, faulty.fail)
        qtbot.waitUntil(lambda: len(boxes()) == 1)
        qtbot.wait(50)
        (box,) = boxes()
        assert "a fault in a slot" in box.detailedText()
        window.controller.open_lesson(lesson)
        window.controller.edit_config("speed", 0)
        window.controller.toggle_run()
        wait_for_state(window, qtbot, RunState.FINISHED)
        box.accept()
        qtbot.waitUntil(lambda: not boxes())


def test_an_error_while_drawing_shows_one_box(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    reporter = ErrorReporter()
    monkeypatch.setattr(sys, "excepthook", reporter.hook)

    class Faulty(QWidget):
        def paintEvent(self, event: QEvent) -> None:
            raise ValueError("a fault in a drawing routine")

    faulty = Faulty(window)
    faulty.show()
    qtbot.waitUntil(lambda: reporter._box is not None)
    for _ in range(5):
        faulty.update()
        qtbot.wait(10)
    faulty.hide()
    assert len([box for box in qapp.topLevelWidgets() if box.objectName() == "error_box"]) == 1
    assert reporter._box is not None
    reporter._box.accept()
    qtbot.waitUntil(lambda: reporter._box is None)
    assert not window.grab().isNull()


# ---------------------------------------------------------------- sizes


def hover_everywhere(window: MainWindow) -> None:
    for plot in (window.canvas, window.side.loss_plot.plot, window.side.activation.plot):
        viewport = plot.viewport()
        for share in (0.0, 0.3, 0.5, 0.99):
            at = QPointF(viewport.width() * share, viewport.height() * share)
            event = QMouseEvent(QEvent.Type.MouseMove, at, viewport.mapToGlobal(at), NO_BUTTON, NO_BUTTON, NO_MODIFIER)
            QApplication.sendEvent(viewport, event)


@pytest.mark.parametrize("size", [(1, 1), (400, 300), (1366, 768), (5000, 3000)])
def test_any_size_is_drawn(window: MainWindow, qtbot: QtBot, size: tuple[int, int]) -> None:
    hover_everywhere(window)
    window.resize(*size)
    window.tool_bar.actions_by_name["larger"].trigger()
    for lesson in ("", "softmax", "logistic-hours"):
        if lesson:
            window.controller.open_lesson(lesson)
        hover_everywhere(window)
        assert not window.grab().isNull()
        window.tool_bar.actions_by_name["fit"].trigger()
        qtbot.wait(20)
    window.hide()
    window.controller.again()
    run(window, qtbot)
    qtbot.wait(50)
    window.show()
    window.tool_bar.actions_by_name["larger"].trigger()
    assert not window.grab().isNull()


def test_a_click_on_the_invitation_places_a_point(window: MainWindow) -> None:
    """Beside the cards; what the system's mouse finds there must be the canvas."""
    window.resize(1366, 768)
    QApplication.processEvents()
    viewport = window.canvas.viewport()
    cards = window.invitation.findChildren(LessonCard)
    middle = QPoint(viewport.width() // 2, viewport.height() // 2)
    top = cards[0].mapTo(viewport, QPoint(0, 0)).y()
    gap = cards[0].mapTo(viewport, QPoint(cards[0].width() + 3, 10))
    for place in (QPoint(middle.x(), top - 20), QPoint(middle.x(), top - 50), gap):
        found = window.childAt(viewport.mapTo(window, place))
        assert found is viewport
    found = window.childAt(cards[0].mapTo(window, cards[0].rect().center()))
    assert found is cards[0]


@pytest.mark.parametrize("is_larger", [False, True])
def test_no_card_is_cut_off_and_the_canvas_keeps_room(window: MainWindow, qtbot: QtBot, is_larger: bool) -> None:
    window.resize(1366, 768)
    if is_larger:
        window.tool_bar.actions_by_name["larger"].trigger()
    qtbot.wait(50)
    viewport = window.canvas.viewport()
    edges = [card.mapTo(viewport, QPoint(0, 0)).x() for card in window.invitation.findChildren(LessonCard)]
    assert min(edges) >= 0
    assert max(edges) + window.invitation.findChild(LessonCard).width() <= viewport.width()
    window.resize(1, 1)
    qtbot.wait(20)
    assert viewport.width() >= 170
    assert viewport.height() >= 150
    if is_larger:
        window.tool_bar.actions_by_name["larger"].trigger()


@pytest.mark.parametrize("is_larger", [False, True])
def test_the_invitation_lies_in_the_middle_of_the_plot_and_hides_no_number(
    window: MainWindow, qtbot: QtBot, is_larger: bool
) -> None:
    for width, sizes in ((1366, [300, 720, 340]), (1600, [600, 700, 300])):
        window.resize(width, 768)
        window._splitter.setSizes(sizes)
        if is_larger:
            window.tool_bar.actions_by_name["larger"].trigger()
        qtbot.wait(50)
        canvas = window.canvas
        area = canvas.mapFromScene(canvas.plotItem.getViewBox().sceneBoundingRect()).boundingRect()
        assert area.contains(window.invitation.geometry())
        assert abs(window.invitation.geometry().center().x() - area.center().x()) <= 1
        if is_larger:
            window.tool_bar.actions_by_name["larger"].trigger()


# ---------------------------------------------------------------- the keyboard alone


def test_tab_reaches_everything(window: MainWindow) -> None:
    window.activateWindow()
    window.canvas.setFocus()
    reached: list[QWidget] = []
    while (focus := window.focusWidget()) not in reached and len(reached) < 300:
        assert focus is not None
        reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    wanted = [
        widget
        for kind in (QAbstractButton, QComboBox, QLineEdit)
        for widget in window.findChildren(kind)
        if widget.isVisible() and widget.isEnabled() and widget.objectName() != "qt_toolbar_ext_button"
    ]
    wanted = [widget for widget in wanted if not isinstance(widget.parent(), QTabBar)]
    assert [widget.objectName() for widget in wanted if widget not in reached] == []


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_what_has_the_focus(window: MainWindow, qtbot: QtBot, key: Qt.Key) -> None:
    window.activateWindow()
    card = window.findChild(LessonCard, "card.linear-regression")
    card.setFocus()
    QTest.keyClick(card, key)
    assert window.controller.document.lesson_id == "linear-regression"
    bias = window.settings_panel.findChild(QAbstractButton, "model.bias")
    bias.setFocus()
    QTest.keyClick(bias, key)
    assert window.controller.document.config.option("model.bias") is False
    run_button = window.transport.run
    qtbot.waitUntil(lambda: window.controller.snapshot is not None, timeout=20_000)
    run_button.setFocus()
    QTest.keyClick(run_button, key)
    wait_for_state(window, qtbot, RunState.RUNNING, RunState.FINISHED)


@pytest.mark.parametrize("name", ["model.bias", "model", "canvas", "again", "clear", "learning_rate.slider"])
def test_space_runs_whatever_has_the_focus(window: MainWindow, qtbot: QtBot, name: str) -> None:
    window.controller.edit_config("dataset", "line")
    window.controller.edit_config("epochs", 0)
    before = window.controller.document
    widget = window.findChild(QWidget, name)
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_Space)
    wait_for_state(window, qtbot, RunState.RUNNING)
    assert window.controller.document is before


def test_keys_in_a_field_stay_there(window: MainWindow) -> None:
    controller = window.controller
    controller.edit_config("task", "classification-2d")
    rate = window.settings_panel.findChild(QLineEdit, "learning_rate")
    rate.setFocus()
    rate.selectAll()
    QTest.keyClicks(rate, "3 e1")
    assert rate.text() == "3 e1"
    assert controller.current_class == 0
    assert controller.state is not RunState.RUNNING
    n_points = len(controller.document.points)
    QTest.keyClick(rate, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert rate.text() != "3 e1"
    assert len(controller.document.points) == n_points
    QTest.keyClick(rate, Qt.Key.Key_Escape)
    assert rate.text() == "0.03"
    assert controller.document.config.learning_rate == 0.03
    QTest.keyClick(rate, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert controller.document.config.task is Task.REGRESSION_1D


def test_a_digit_chooses_the_class_while_a_list_has_the_focus(window: MainWindow) -> None:
    window.controller.edit_config("task", "classification-2d")
    combo = window.settings_panel.findChild(QComboBox, "model")
    combo.setFocus()
    before = combo.currentIndex()
    QTest.keyClick(combo, Qt.Key.Key_1)
    assert window.controller.current_class == 1
    assert combo.currentIndex() == before


def test_holding_space_down_toggles_once(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.edit_config("dataset", "line")
    QTest.keyPress(window, Qt.Key.Key_Space)
    wait_for_state(window, qtbot, RunState.RUNNING)
    for _ in range(3):
        event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, NO_MODIFIER, " ", True)
        QApplication.sendEvent(window.windowHandle(), event)
        qtbot.wait(60)
        assert window.controller.state is RunState.RUNNING
    QTest.keyRelease(window, Qt.Key.Key_Space)


# ---------------------------------------------------------------- classes


@pytest.mark.parametrize("task", [Task.CLASSIFICATION_1D, Task.CLASSIFICATION_2D])
def test_ten_classes_and_back(window: MainWindow, qtbot: QtBot, task: Task) -> None:
    controller = window.controller
    controller.edit_config("task", task.value)
    controller.new_document()
    for number in range(MAX_CLASSES):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_0 + number))
        assert controller.current_class == number
        inputs = (float(number), 0.0)[: task.n_inputs]
        controller.add_point(inputs, float(number), 1000 + number)
    assert controller.document.config.n_classes == MAX_CLASSES
    run(window, qtbot)
    assert not window.grab().isNull()
    controller.edit_config("n_classes", 3)
    assert controller.document.config.n_classes == MAX_CLASSES
    error = window.settings_panel.findChild(QLabel, "n_classes.error")
    assert error.isVisible()
    assert "9" in error.text()
    controller.delete_points((3, 4, 5, 6, 7, 8, 9))
    controller.edit_config("n_classes", 3)
    assert controller.document.config.n_classes == 3
    wait_for_state(window, qtbot, RunState.RUNNING, RunState.PAUSED)
    hover_everywhere(window)
    assert not window.grab().isNull()
    for _ in range(4):
        controller.choose_next_class()
        assert 0 <= controller.current_class < 3


# ---------------------------------------------------------------- many points, long runs


@pytest.mark.parametrize("n_points", [5000, 20_000])
def test_many_points_are_edited_while_training(window: MainWindow, qtbot: QtBot, n_points: int) -> None:
    controller, viewport = window.controller, window.canvas.viewport()
    controller.edit_config("task", "classification-2d")
    controller.edit_config("n_points", n_points)
    controller.edit_config("model", "mlp")
    run(window, qtbot)
    n_steps = controller.undo_stack.count()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    start = viewport.rect().center()
    QTest.mousePress(viewport, LEFT, NO_MODIFIER, start)
    for number in range(20):
        QTest.mouseMove(viewport, start + QPoint(3 * number, 2 * number))
        qtbot.wait(5)
    QTest.mouseRelease(viewport, LEFT, NO_MODIFIER, start)
    assert controller.undo_stack.count() == n_steps + 1
    assert controller.state is RunState.RUNNING
    runner = window.worker.runner
    qtbot.waitUntil(lambda: runner._session.trainer.points is controller.document.points, timeout=20_000)
    controller.undo_stack.undo()
    assert len(controller.document.points) == n_points


def test_what_can_be_undone_is_bounded(window: MainWindow) -> None:
    for number in range(UNDO_LIMIT + 50):
        window.controller.add_point((float(number),), 0.0, 5000 + number)
    assert window.controller.undo_stack.count() == UNDO_LIMIT


@pytest.mark.slow
def test_many_updates_stay_small(window: MainWindow, qtbot: QtBot) -> None:
    resource = pytest.importorskip("resource")
    controller = window.controller
    controller.open_lesson("linear-regression")
    controller.edit_config("epochs", 0)
    controller.edit_config("engine", "fast")
    controller.edit_config("speed", 0)
    qtbot.waitUntil(lambda: controller.snapshot is not None, timeout=20_000)
    run(window, qtbot)
    qtbot.waitUntil(lambda: snapshot(window).step > 100_000, timeout=120_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    qtbot.waitUntil(lambda: snapshot(window).step > 1_000_000, timeout=600_000)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert after - before < 20 * 1024  # kB on Linux
    assert len(snapshot(window).curve.epochs) <= 2 * 1024


WITHOUT_TORCH = """
import sys
from pathlib import Path
from PySide6.QtCore import QEventLoop, QSettings, QTimer
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[1])
from app.gui.application import make_application, make_window
app = make_application([])
window = make_window(app)
window.set_language("en")
window.show()
loop = QEventLoop()
window.controller.stateChanged.connect(lambda: window.controller.state.name == "ERRORED" and loop.quit())
QTimer.singleShot(20_000, loop.quit)
loop.exec()
print(window.controller.state.name, window.side.result.explanation.text())
window.controller.add_point((1.0,), 2.0, 0)
saving = QEventLoop()
window.documents.saved.connect(saving.quit)
QTimer.singleShot(20_000, saving.quit)
window.documents.save(Path(sys.argv[1]) / "saved.json")
saving.exec()
window.close()
"""


@pytest.mark.parametrize("error", ["OSError", "RuntimeError"])
def test_a_torch_that_cannot_be_loaded_is_told_in_words_and_work_can_be_saved(tmp_path: Path, error: str) -> None:
    (tmp_path / "torch.py").write_text(f'raise {error}("libtorch is broken")\n')
    paths = os.pathsep.join([str(tmp_path), str(Path(__file__).parents[2])])
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_TORCH, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("ERRORED")
    assert "libtorch is broken" in done.stdout
    assert load_experiment(tmp_path / "saved.json").points.targets.tolist() == [2.0]
