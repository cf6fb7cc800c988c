"""The window of a grid as a person uses it: choose, run, look back, open an experiment, close."""

from __future__ import annotations

import csv
import threading
from concurrent.futures import Future
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QSlider, QToolButton
from pytestqt.qtbot import QtBot

from app.cli import main
from app.cluster import Cluster, ClusterError
from app.files.experiments import Experiment, write_experiment
from app.gui.grid_window import GridWindow
from app.gui.theme import DARK, LIGHT, Theme
from app.gui.views.line_item import LineItem
from app.gui.window import MainWindow
from app.running.remote import Remote
from app.running.snapshot import RunState
from app.running.wall_snapshot import WallFrame, WallSnapshot
from app.text import Message
from app.training.trainer import Trainer
from tests.clusters import RunningCluster

LONG = 30_000


@pytest.fixture
def grid(window: MainWindow, qtbot: QtBot) -> GridWindow:
    """The grid's window beside a main window with circles and a small network."""
    for key, value in (("task", "classification-2d"), ("n_points", 40), ("test_ratio", 0.3), ("model", "mlp")):
        window.controller.edit_config(key, value)
    window.tool_bar.actions_by_name["grid"].trigger()
    assert window.grid_window is not None
    qtbot.waitExposed(window.grid_window)
    window.grid_window.resize(1320, 700)
    return window.grid_window


def choose(grid: GridWindow, qtbot: QtBot, *varied: tuple[str, str], seeds: int = 1, epochs: int = 30) -> None:
    """Fill the form as a person does: pick from the lists, type, press Enter."""
    for part, (key, values) in zip((grid.form.first, grid.form.second), varied, strict=False):
        part.combo.setCurrentIndex(part.combo.findData(key))
        part.combo.activated.emit(part.combo.currentIndex())
        part.values.selectAll()
        part.values.insert(values)
    for field, number in ((grid.form.seeds, seeds), (grid.form.epochs, epochs)):
        field.setFocus()
        field.selectAll()
        field.insert(str(number))
        QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.wait(1)


def run_to_end(grid: GridWindow, qtbot: QtBot) -> WallSnapshot:
    grid.bar.run.click()
    return wait_for(grid, qtbot, RunState.FINISHED)


def wait_for(grid: GridWindow, qtbot: QtBot, state: RunState) -> WallSnapshot:
    qtbot.waitUntil(lambda: grid.snapshot is not None and grid.snapshot.state is state, timeout=LONG)
    assert grid.snapshot is not None
    return grid.snapshot


def frame_of(grid: GridWindow) -> WallFrame:
    assert grid.snapshot is not None
    assert grid.snapshot.frame is not None
    return grid.snapshot.frame


def click(grid: GridWindow, number: int) -> None:
    place = grid.wall.picture_rect(number).center().toPoint()
    QTest.mouseClick(grid.wall.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def test_a_grid_runs_to_its_end_and_trains_on(grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1,1"), ("activation", "tanh,relu"), seeds=2)
    assert grid.form.count.text() == "3 × 2 × 2 seeds = 12 experiments"
    snapshot = run_to_end(grid, qtbot)
    assert frame_of(grid).epoch == 30
    assert len(frame_of(grid).train_losses) == 12
    assert snapshot.curves.train.shape == (12, 31)
    assert grid.bar.run.text() == "Train on"
    grid.bar.run.click()
    qtbot.waitUntil(lambda: frame_of(grid).epoch == 60, timeout=LONG)


def test_losses_on_test_points_are_offered_where_there_are_some(
    window: MainWindow, grid: GridWindow, qtbot: QtBot
) -> None:
    switch = grid.curves.test_switch
    for share, is_offered in ((0.3, True), (0.0, False), (0.3, True)):
        window.controller.edit_config("test_ratio", share)
        grid.side.take.click()
        choose(grid, qtbot, ("learning_rate", "0.01,0.1"), epochs=3)
        run_to_end(grid, qtbot)
        assert (switch.isVisible(), switch.isChecked()) == (is_offered, is_offered)
    choose(grid, qtbot, ("test_ratio", "0,0.3"), epochs=3)
    run_to_end(grid, qtbot)
    assert (switch.isVisible(), switch.isChecked()) == (True, False)
    switch.click()
    choose(grid, qtbot, ("test_ratio", "0"), epochs=3)
    run_to_end(grid, qtbot)
    assert (switch.isVisible(), switch.isChecked()) == (False, False)


def test_the_epoch_looked_at_is_marked_among_the_curves(grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"), epochs=20)
    for epoch in (1, 2, 3):
        grid.bar.step_epoch.click()
        qtbot.waitUntil(lambda: grid.snapshot is not None and frame_of(grid).epoch == epoch, timeout=LONG)  # noqa: B023
    line = grid.curves.moment_line
    assert not line.isVisible()
    for place in (0, 2):
        grid.bar.slider.setValue(place)
        assert (line.isVisible(), line.value()) == (True, place)
    grid.bar.slider.setValue(grid.bar.slider.maximum())
    assert not line.isVisible()
    grid.bar.slider.setValue(1)
    assert line.isVisible()
    grid.bar.again.click()
    assert not line.isVisible()


def test_pause_step_again(grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"), epochs=0)
    QTest.keyClick(grid.wall, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: grid.snapshot is not None and frame_of(grid).epoch > 20, timeout=LONG)
    assert grid.bar.run.text() == "Pause"
    QTest.keyClick(grid.wall, Qt.Key.Key_Space)
    wait_for(grid, qtbot, RunState.PAUSED)
    epoch = frame_of(grid).epoch
    grid.bar.step_epoch.click()
    qtbot.waitUntil(lambda: frame_of(grid).epoch == epoch + 1, timeout=LONG)
    grid.bar.again.click()
    qtbot.waitUntil(lambda: grid.snapshot is not None and frame_of(grid).epoch == 0, timeout=LONG)
    assert grid.state is RunState.PAUSED


@pytest.mark.parametrize("number", [0, 4, 7])
def test_a_click_opens_that_experiment_as_it_is(
    window: MainWindow, grid: GridWindow, qtbot: QtBot, number: int
) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"), ("hidden_sizes", "2;5"), seeds=2)
    run_to_end(grid, qtbot)
    before = window.controller.document
    with qtbot.waitSignal(grid.opened, timeout=LONG):
        click(grid, number)
    config = window.controller.document.config
    assert config.learning_rate == (0.01, 0.1)[number // 4]
    assert config.hidden_sizes == ((2,), (5,))[number // 2 % 2]
    assert config.seed == before.config.seed + number % 2
    assert window.controller.document.points is before.points
    qtbot.waitUntil(lambda: window.controller.snapshot is not None and window.controller.snapshot.epoch == 30, timeout=LONG)  # fmt: skip
    assert window.controller.snapshot is not None
    assert window.controller.snapshot.train_loss == pytest.approx(frame_of(grid).train_losses[number], rel=1e-6)
    assert window.controller.snapshot.test_loss == pytest.approx(frame_of(grid).test_losses[number], rel=1e-6)
    window.controller.undo_stack.undo()
    assert window.controller.document is before
    window.controller.undo_stack.redo()
    qtbot.waitUntil(lambda: window.controller.snapshot is not None and window.controller.snapshot.epoch == 30, timeout=LONG)  # fmt: skip
    assert window.controller.document.config == config


def test_features_vary(window: MainWindow, grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("features", "x1,[x1,x2],[x1_squared,x2_squared]"))
    run_to_end(grid, qtbot)
    assert grid.wall.describe(2)[0] == "Features x1², x2²"
    pictures = frame_of(grid).pictures
    assert len(pictures.values) == 3
    along_x2 = np.ptp(pictures.values.astype(int), axis=1).max(axis=1)
    assert along_x2[0] == 0, "a model that sees x1 alone is the same all along x2"
    assert along_x2[1:].min() > 0
    assert grid.table.grid.rowCount() == 3
    with qtbot.waitSignal(grid.opened, timeout=LONG):
        click(grid, 2)
    assert window.controller.document.config.features == ("x1_squared", "x2_squared")
    qtbot.waitUntil(lambda: window.controller.snapshot is not None and window.controller.snapshot.epoch == 30, timeout=LONG)  # fmt: skip
    assert window.controller.snapshot is not None
    assert window.controller.snapshot.train_loss == pytest.approx(frame_of(grid).train_losses[2], rel=1e-6)


def test_where_all_have_diverged_it_says_what_to_do(window: MainWindow, grid: GridWindow, qtbot: QtBot) -> None:
    window.controller.edit_config("task", "regression-2d")
    grid.side.take.click()
    choose(grid, qtbot, ("learning_rate", "1e29,1e30"), ("activation", "relu"))
    grid.bar.run.click()
    wait_for(grid, qtbot, RunState.DIVERGED)
    qtbot.waitUntil(lambda: "smaller learning rates" in grid.side.notice.text())
    choose(grid, qtbot, ("learning_rate", "1e29,0.01"), ("activation", "relu"), epochs=3)
    assert grid.side.notice.text() == ""
    run_to_end(grid, qtbot)
    assert grid.side.notice.text() == "", "one of them trains"


def test_a_diverged_experiment_opens_at_its_beginning(window: MainWindow, grid: GridWindow, qtbot: QtBot) -> None:
    window.controller.edit_config("task", "regression-1d")
    choose(grid, qtbot, ("learning_rate", "0.01,1e30"), epochs=20)
    run_to_end(grid, qtbot)
    assert frame_of(grid).is_diverged.tolist() == [False, True]
    assert "diverged" in " ".join(grid.wall.describe(1))
    with qtbot.waitSignal(grid.opened, timeout=LONG):
        click(grid, 1)
    assert "it was opened at epoch 0" in grid.side.notice.text()
    assert window.controller.document.config.learning_rate == 1e30
    qtbot.waitUntil(lambda: window.controller.snapshot is not None and window.controller.snapshot.epoch == 0, timeout=LONG)  # fmt: skip


def test_keys_move_over_the_wall_and_open(window: MainWindow, grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1,1"), ("activation", "tanh,relu"))
    run_to_end(grid, qtbot)
    grid.wall.setFocus()
    layout = grid.wall._layout
    assert layout is not None
    places = {
        (int(left), int(top)): number for number, (left, top) in enumerate(zip(layout.lefts, layout.tops, strict=True))
    }
    xs, ys = sorted({x for x, _ in places}), sorted({y for _, y in places})
    QTest.keyClick(grid.wall, Qt.Key.Key_Right)
    QTest.keyClick(grid.wall, Qt.Key.Key_Down)
    QTest.keyClick(grid.wall, Qt.Key.Key_Up)
    QTest.keyClick(grid.wall, Qt.Key.Key_Down)
    expected = places[xs[1], ys[1]]
    with qtbot.waitSignal(grid.opened, timeout=LONG):
        QTest.keyClick(grid.wall, Qt.Key.Key_Return)
    cell = grid._started.grid.cells[expected]  # type: ignore[union-attr]
    assert window.controller.document.config == cell.config


def test_the_slider_shows_an_earlier_epoch_while_the_newest_goes_on(grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"), epochs=0)
    for _ in range(5):
        grid.bar.step_epoch.click()
        epoch = frame_of(grid).epoch + 1 if grid.snapshot is not None else 1
        qtbot.waitUntil(lambda epoch=epoch: grid.snapshot is not None and frame_of(grid).epoch == epoch, timeout=LONG)
    assert grid.snapshot is not None
    grid.bar.slider.setValue(2)
    shown = grid.wall._frame
    assert shown is grid.snapshot.timeline[2]
    assert shown.epoch == 2
    assert grid.table.grid.data(grid.table.grid.index(0, 2)) == f"{shown.train_losses[0]:.4g}"
    assert grid.bar.epoch.text() == "epoch 2 of 5"
    grid.bar.slider.setValue(grid.bar.slider.maximum())
    assert grid.wall._frame is frame_of(grid)
    grid.bar.run.click()
    qtbot.waitUntil(lambda: frame_of(grid).epoch > 10 and grid.bar.slider.maximum() > 5, timeout=LONG)
    grid.bar.slider.setValue(2)
    shown, epoch = grid.wall._frame, frame_of(grid).epoch
    qtbot.waitUntil(lambda: frame_of(grid).epoch > epoch + 10, timeout=LONG)
    assert grid.wall._frame is shown
    grid.bar.run.click()
    wait_for(grid, qtbot, RunState.PAUSED)
    assert grid.wall._frame is shown


@pytest.mark.parametrize("button", ["run", "step_epoch"])
def test_who_looks_back_and_trains_sees_what_is_trained(grid: GridWindow, qtbot: QtBot, button: str) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"), epochs=0)
    for epoch in range(1, 4):
        grid.bar.step_epoch.click()
        qtbot.waitUntil(lambda epoch=epoch: grid.snapshot is not None and frame_of(grid).epoch == epoch, timeout=LONG)
    grid.bar.slider.setValue(1)
    assert grid.bar.epoch.text() == "epoch 1 of 3"
    getattr(grid.bar, button).click()
    qtbot.waitUntil(lambda: frame_of(grid).epoch > 3, timeout=LONG)
    assert grid.wall._frame is frame_of(grid)
    assert grid.bar.slider.value() == grid.bar.slider.maximum()


def test_more_epochs_are_trained_on_top_of_those_there_are(grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"), epochs=30)
    first = run_to_end(grid, qtbot)
    choose(grid, qtbot, epochs=45)
    assert grid.bar.run.text() == "Train on"
    grid.bar.run.click()
    qtbot.waitUntil(lambda: frame_of(grid).epoch == 45 and grid.state is RunState.FINISHED, timeout=LONG)
    assert grid.snapshot is not None
    assert grid.snapshot.run_id == first.run_id
    np.testing.assert_array_equal(grid.snapshot.curves.train[:, :31], first.curves.train)
    # While it trains, the number may be changed as well.
    choose(grid, qtbot, epochs=0)
    grid.bar.run.click()
    qtbot.waitUntil(lambda: frame_of(grid).epoch > 60, timeout=LONG)
    end = frame_of(grid).epoch + 3000
    choose(grid, qtbot, epochs=end)
    wait_for(grid, qtbot, RunState.FINISHED)
    assert frame_of(grid).epoch == end


def test_all_views_follow_although_snapshots_are_rare(grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"), epochs=0)
    for epoch in (1, 2):
        grid.bar.step_epoch.click()
        qtbot.waitUntil(lambda epoch=epoch: grid.snapshot is not None and frame_of(grid).epoch == epoch, timeout=LONG)
    assert grid.snapshot is not None
    newest = replace(frame_of(grid), epoch=3, train_losses=np.array([7.0, 8.0]))
    grid.presenter.set_snapshot(replace(grid.snapshot, state=RunState.RUNNING, frame=newest))
    qtbot.waitUntil(lambda: grid.heat_map._frame is newest and grid.table.grid.frame is newest)


def test_an_experiment_opens_with_the_lesson_and_the_view_of_its_grid(
    window: MainWindow, grid: GridWindow, qtbot: QtBot
) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"))
    run_to_end(grid, qtbot)
    points = window.controller.document.points
    window.controller.open_lesson("two-features")
    assert window.controller.document.lesson_id == "two-features"
    with qtbot.waitSignal(grid.opened, timeout=LONG):
        click(grid, 1)
    assert window.controller.document.points is points
    assert window.controller.document.lesson_id == ""
    region = window.canvas.region()
    for column, low, high in ((0, region.x_low, region.x_high), (1, region.y_low, region.y_high)):
        assert low < points.inputs[:, column].min()
        assert points.inputs[:, column].max() < high
    window.controller.undo_stack.undo()
    assert window.controller.document.lesson_id == "two-features"


def test_an_edited_form_starts_anew(grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"))
    run_to_end(grid, qtbot)
    grid.form.first.values.setText("0.01,0.1,0.5")
    assert grid.bar.run.text() == "Run anew"
    assert "Run anew" in grid.bar.run.toolTip()
    run_to_end(grid, qtbot)
    assert len(frame_of(grid).train_losses) == 3


def test_a_step_goes_on_with_what_is_shown_whatever_the_form_says(grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"))
    run_to_end(grid, qtbot)
    grid.form.first.values.setText("0.01,0.1,0.5")
    assert "waits for Run anew" in grid.bar.step_epoch.toolTip()
    grid.bar.step_epoch.click()
    qtbot.waitUntil(lambda: frame_of(grid).epoch == 31, timeout=LONG)
    assert len(frame_of(grid).train_losses) == 2
    grid.form.first.values.setText("0.01,0.1")
    assert grid.bar.run.text() != "Run anew"
    assert "Run anew" not in grid.bar.step_epoch.toolTip()


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", ["adam", "lbfgs"])
def test_a_click_on_an_earlier_epoch_opens_that_epoch(
    window: MainWindow, grid: GridWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, optimizer: str
) -> None:
    monkeypatch.setattr("app.running.wall_runner.AGAIN_SECONDS", 60.0)
    window.controller.edit_config("optimizer", optimizer)
    choose(grid, qtbot, ("learning_rate", "0.01,0.02"), seeds=2)
    run_to_end(grid, qtbot)
    qtbot.waitUntil(lambda: len(grid.presenter.moments) > 2, timeout=LONG)
    for place in (0, len(grid.presenter.moments) // 2):
        grid.bar.slider.setValue(place)
        shown = grid.wall._frame
        assert shown is not None
        assert shown.epoch < 30
        with qtbot.waitSignal(grid.opened, timeout=LONG):
            click(grid, 3)
        qtbot.waitUntil(lambda epoch=shown.epoch: window.controller.snapshot is not None and window.controller.snapshot.epoch == epoch, timeout=LONG)  # fmt: skip
        assert window.controller.snapshot is not None
        assert window.controller.snapshot.train_loss == pytest.approx(shown.train_losses[3], rel=1e-4)
        assert grid.side.notice.text() == ""


def test_where_that_takes_too_long_it_says_that_it_opens_the_newest(
    window: MainWindow, grid: GridWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.running.wall_runner.AGAIN_SECONDS", 0.0)
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"), epochs=0)
    for epoch in range(1, 4):
        grid.bar.step_epoch.click()
        qtbot.waitUntil(lambda epoch=epoch: grid.snapshot is not None and frame_of(grid).epoch == epoch, timeout=LONG)
    grid.bar.slider.setValue(2)
    with qtbot.waitSignal(grid.opened, timeout=LONG):
        click(grid, 1)
    qtbot.waitUntil(lambda: window.controller.snapshot is not None and window.controller.snapshot.epoch == 3, timeout=LONG)  # fmt: skip
    assert "up to epoch 2 would take too long" in grid.side.notice.text()
    window.set_language("zh")
    qtbot.waitUntil(lambda: "long" not in grid.side.notice.text())
    assert "2" in grid.side.notice.text()


def test_mistakes_are_said_beside_the_field(grid: GridWindow, qtbot: QtBot) -> None:
    for values, said in (
        ("0.1,x", "not a number"),
        ("1..0:3", "below the high end"),
        ("0.1,0.1", "twice"),
        ("", "at least one value"),
        ("0.1,,1", "Learning rate: "),
    ):
        choose(grid, qtbot, ("learning_rate", values))
        assert grid.form.first.error.isVisible(), values
        assert said in grid.form.first.error.text()
        assert not grid.bar.run.isEnabled()
    choose(grid, qtbot, ("learning_rate", "0.1,1"), ("learning_rate", "0.3"))
    assert "only once" in grid.form.second.error.text()
    choose(grid, qtbot, ("learning_rate", "0.001..1:60:log"), ("activation", "tanh,relu,gelu,silu,elu"))
    assert "300 experiments" in grid.form.count.text()
    assert "At most 256" in grid.form.count.text()
    assert not grid.bar.run.isEnabled()
    choose(grid, qtbot, ("learning_rate", "0.1,1"), ("activation", "tanh"))
    assert not grid.form.first.error.isVisible()
    assert grid.bar.run.isEnabled()


def test_without_training_points_it_says_so(window: MainWindow, grid: GridWindow, qtbot: QtBot) -> None:
    window.controller.new_document()
    choose(grid, qtbot, ("learning_rate", "0.1,1"))
    grid.bar.run.click()
    assert "no training point" in grid.side.notice.text()
    assert grid.snapshot is None


def test_what_was_said_goes_with_its_cause(window: MainWindow, grid: GridWindow, qtbot: QtBot) -> None:
    window.controller.new_document()
    choose(grid, qtbot, ("learning_rate", "0.1,1"))
    grid.bar.run.click()
    assert grid.side.notice.isVisible()
    window.controller.add_point((0.0, 0.0), 1.0, 1)
    assert not grid.side.notice.isVisible(), "a point was placed"
    grid.side.say(Message("There is something wrong.", {}))
    grid.form.first.values.setText("0.1,0.5")
    assert not grid.side.notice.isVisible(), "the form was edited"


def test_the_grid_stays_with_its_points_until_it_is_told(window: MainWindow, grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"))
    run_to_end(grid, qtbot)
    assert not grid.side.take.isVisible()
    window.controller.add_point((0.0, 0.0), 1.0, 1)
    assert grid.side.take.isVisible()
    grid.bar.again.click()
    assert len(grid._started.grid.points[0]) == 40  # type: ignore[union-attr]
    grid.side.take.click()
    assert not grid.side.take.isVisible()
    grid.bar.again.click()
    assert len(grid._started.grid.points[0]) == 41  # type: ignore[union-attr]
    wait_for(grid, qtbot, RunState.PAUSED)


def test_pointing_at_a_picture_lets_its_curve_stand_out(grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1,1"))
    run_to_end(grid, qtbot)
    place = QPointF(grid.wall.picture_rect(1).center())
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(grid.wall.viewport(), QMouseEvent(QEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier))  # fmt: skip
    xs, ys = grid.curves._pointed_line.getData()
    assert grid.snapshot is not None
    grid.curves.scale_switch.click()
    xs, ys = grid.curves._pointed_line.getData()
    np.testing.assert_allclose(ys, grid.snapshot.curves.test[1])
    assert len(xs) == 31
    QApplication.sendEvent(grid.wall.viewport(), QEvent(QEvent.Type.Leave))
    assert (
        len(grid.curves._pointed_line.getData()[0] if grid.curves._pointed_line.getData()[0] is not None else []) == 0
    )


def test_a_row_of_the_table_lets_its_picture_and_curve_stand_out(grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.001..1:64:log"), seeds=4, epochs=3)
    snapshot = run_to_end(grid, qtbot)
    grid.resize(700, 420)
    grid._tabs.setCurrentWidget(grid.table)
    qtbot.wait(20)
    grid.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    number = grid.table.grid.number_of(2)
    assert not QRectF(grid.wall.viewport().rect()).contains(grid.wall.picture_rect(number))
    place = grid.table.visualRect(grid.table.grid.index(2, 0)).center()
    QTest.mouseClick(grid.table.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    np.testing.assert_allclose(grid.curves._pointed_line.getData()[1], np.log10(snapshot.curves.test[number]))
    assert QRectF(grid.wall.viewport().rect()).contains(grid.wall.picture_rect(number))
    assert grid.wall._hovered == number
    marked = grid.wall.grab().toImage()
    grid.wall.set_pointed(-1)
    assert grid.wall.grab().toImage() != marked
    QTest.keyClick(grid.table, Qt.Key.Key_Down)
    assert grid.wall._hovered == grid.curves._pointed == grid.table.grid.number_of(3)
    grid.bar.again.click()
    assert grid.wall._hovered == grid.curves._pointed == -1
    wait_for(grid, qtbot, RunState.PAUSED)


def test_a_double_click_in_the_table_opens(window: MainWindow, grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1,1"))
    run_to_end(grid, qtbot)
    grid._tabs.setCurrentWidget(grid.table)
    qtbot.wait(20)
    grid.table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    best = int(np.argmin(frame_of(grid).test_losses))
    rect = grid.table.visualRect(grid.table.grid.index(0, 0))
    viewport = grid.table.viewport()
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, rect.center())
    with qtbot.waitSignal(grid.opened, timeout=LONG):
        QTest.mouseDClick(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, rect.center())
    assert window.controller.document.config.learning_rate == (0.01, 0.1, 1.0)[best]


def test_the_table_is_saved_as_a_sweep_would_write_it(
    window: MainWindow, grid: GridWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window.controller.edit_config("task", "regression-1d")
    window.controller.edit_config("batch_size", 7)
    assert not grid.table.save_action.isEnabled()
    choose(grid, qtbot, ("learning_rate", "0.01,1e30"), ("hidden_sizes", "2;5,5"), seeds=2, epochs=4)
    run_to_end(grid, qtbot)
    path, swept = tmp_path / "saved.csv", tmp_path / "swept.csv"
    grid.findChild(QToolButton, "grid.save_table").click()
    dialog = grid.findChild(QFileDialog, "file_dialog")
    dialog.fileSelected.emit(str(path))
    dialog.close()
    qtbot.waitUntil(lambda: grid.side.notice.text() == "8 experiments, after epoch 4, saved in saved.csv.")
    document, experiment = window.controller.document, tmp_path / "one.json"
    experiment.write_bytes(write_experiment(Experiment(document.config, document.points)))
    command = ["sweep", str(experiment), "--vary", "learning_rate=0.01,1e30", "--vary", "hidden_sizes=2;5,5"]
    assert main([*command, "--seeds", "2", "--epochs", "4", "--out", str(swept)]) == 0
    assert path.read_text().splitlines()[0] == swept.read_text().splitlines()[0]
    rows = [list(csv.DictReader(file.read_text().splitlines())) for file in (path, swept)]
    key = itemgetter("learning_rate", "hidden_sizes", "seed")
    for our, their in zip(*(sorted(of, key=key) for of in rows), strict=True):
        assert our["seconds"] == ""
        for name in ("learning_rate", "hidden_sizes", "seed", "epochs", "finished"):
            assert our[name] == their[name], name
        for name in ("train_loss", "test_loss", "r2"):
            if our["finished"] == "yes":
                assert float(our[name]) == pytest.approx(float(their[name]), rel=1e-6)
    assert {row["finished"] for row in rows[0]} == {"yes", "no"}
    before = path.read_bytes()
    assert main([*command, "--seeds", "2", "--epochs", "4", "--out", str(path)]) == 0  # nothing is left to train
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_told(grid: GridWindow, qtbot: QtBot, tmp_path: Path) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"), epochs=1)
    run_to_end(grid, qtbot)
    grid.table.save_action.trigger()
    dialog = grid.findChild(QFileDialog, "file_dialog")
    dialog.fileSelected.emit(str(tmp_path / "missing" / "results.csv"))
    dialog.close()
    qtbot.waitUntil(lambda: grid.findChild(QMessageBox, "file_problem") is not None)
    box = grid.findChild(QMessageBox, "file_problem")
    assert "results.csv cannot be written" in box.text()
    box.close()


@pytest.mark.parametrize("is_hidden", [False, True])
def test_the_end_of_the_main_window_leaves_nothing(
    window: MainWindow, grid: GridWindow, qtbot: QtBot, is_hidden: bool
) -> None:
    before = threading.active_count()
    choose(grid, qtbot, ("learning_rate", "0.001..1:16:log"), ("activation", "tanh,relu"), epochs=0)
    grid.bar.run.click()
    qtbot.waitUntil(lambda: grid.snapshot is not None and frame_of(grid).epoch > 3, timeout=LONG)
    thread = grid.worker._thread
    if is_hidden:
        grid.close()
    window.close_without_asking()
    assert thread.isFinished()
    assert window.grid_window is None
    assert threading.active_count() <= before


def test_closing_pauses_and_loses_nothing(window: MainWindow, grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"), epochs=0)
    grid.bar.run.click()
    qtbot.waitUntil(lambda: grid.snapshot is not None and frame_of(grid).epoch > 3, timeout=LONG)
    grid.close()
    assert not grid.isVisible()
    paused = wait_for(grid, qtbot, RunState.PAUSED)
    window.set_language("zh")
    window.controller.edit_config("optimizer", "adam")
    qtbot.wait(50)
    window.tool_bar.actions_by_name["grid"].trigger()
    assert window.grid_window is grid
    assert grid.isVisible()
    assert grid.snapshot is paused
    assert grid.bar.run.text() == "继续"
    grid.bar.run.click()
    qtbot.waitUntil(lambda: frame_of(grid).epoch > paused.frame.epoch, timeout=LONG)  # type: ignore[union-attr]


@pytest.mark.slow
def test_language_and_theme_follow_the_main_window(window: MainWindow, grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"), ("activation", "tanh,relu"))
    run_to_end(grid, qtbot)
    light = grid.grab().toImage().pixelColor(QPoint(3, 300)).lightness()
    window.set_theme("dark")
    assert grid.grab().toImage().pixelColor(QPoint(3, 300)).lightness() < light / 2
    window.set_language("zh")
    qtbot.waitUntil(lambda: grid.wall._axes is not None and grid.wall._axes.names[0] == "学习率")
    assert grid.wall._frame is frame_of(grid)
    window.set_theme("light")


def test_values_that_differ_little_are_told_apart_everywhere(grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.100001,0.100002"), epochs=1)
    run_to_end(grid, qtbot)
    for number, text in enumerate(("0.100001", "0.100002")):
        assert text in grid.wall.describe(number)[0]
        assert text in grid.heat_map.map.describe(0, number)[0]
        assert grid.table.grid.data(grid.table.grid.index(number, 0)) == text


def test_what_is_chosen_in_the_views_stays_in_another_language(
    window: MainWindow, grid: GridWindow, qtbot: QtBot
) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"), ("activation", "tanh,relu"))
    run_to_end(grid, qtbot)
    grid.heat_map.figure.set_key("scores")
    grid.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    grid.table.selectRow(1)
    window.set_language("zh")
    qtbot.waitUntil(lambda: grid.wall._axes is not None and grid.wall._axes.names[0] == "学习率")
    model, header = grid.table.grid, grid.table.horizontalHeader()
    assert model.headerData(0, Qt.Orientation.Horizontal) == "学习率"
    assert grid.heat_map.map._axes is grid.wall._axes
    assert grid.heat_map.figure.currentData() == "scores"
    assert grid.heat_map.map._figure == grid.heat_map.figure.currentText() == "准确率"
    assert (header.sortIndicatorSection(), header.sortIndicatorOrder()) == (0, Qt.SortOrder.DescendingOrder)
    assert [model.number_of(row) for row in range(4)] == [2, 3, 0, 1]
    assert [index.row() for index in grid.table.selectionModel().selectedRows()] == [1]


def test_the_form_is_kept_until_the_window_is_opened_again(window: MainWindow, grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("batch_size", "2,7"), ("optimizer.momentum", "0.5,0.9"), seeds=3, epochs=17)
    choice = grid.form.choice()
    for expected in (choice, None):
        window.grid_window.close()  # type: ignore[union-attr]
        if expected is None:
            window.controller.edit_config("optimizer", "adam")  # has no momentum
        window.tool_bar.actions_by_name["grid"].trigger()
        again = window.grid_window
        assert again is not None
        assert again.form.first.values.text() == "2,7"
        assert (again.form.seeds.value, again.form.epochs.value) == (3, 17)
        assert again.bar.run.isEnabled()
        if expected is not None:
            assert again.form.choice() == expected
    assert again.form.second.key == ""


def test_experiments_with_different_losses_are_compared_by_their_score(
    window: MainWindow, grid: GridWindow, qtbot: QtBot
) -> None:
    choose(grid, qtbot, ("loss", "bce_logits,hinge"), ("learning_rate", "0.01,0.5"))
    run_to_end(grid, qtbot)
    frame = frame_of(grid)
    assert frame.best == int(np.nanargmax(frame.scores))
    assert grid.wall._caption_figures(frame) is frame.scores
    assert "greatest accuracy" in grid.wall.describe(frame.best)[-1]
    legend = grid.curves.legend
    assert legend.isVisible()
    assert "Hinge" in legend.text()
    assert "cannot" not in legend.text()
    lines = {number: rows.tolist() for number, (_, rows) in enumerate(grid.curves._items()) if len(rows)}
    assert lines == {1: [0, 1], 2: [2, 3]}
    assert all(item.yData.size for number, (item, _) in enumerate(grid.curves._items()) if number in lines)
    choose(grid, qtbot, ("loss", "hinge"), ("learning_rate", "0.01,0.5"))
    run_to_end(grid, qtbot)
    frame = frame_of(grid)
    assert grid.wall._caption_figures(frame) is frame.test_losses
    assert frame.best is not None
    assert grid.wall.describe(frame.best)[-1] == "the best so far"
    assert not legend.isVisible()
    assert [len(rows) for _, rows in grid.curves._items()] == [2, 0, 0, 0, 0, 0, 0]


def test_the_values_of_the_experiment_varied_are_marked(window: MainWindow, grid: GridWindow, qtbot: QtBot) -> None:
    window.controller.edit_config("learning_rate", 0.1)
    window.controller.edit_config("activation", "relu")
    choose(grid, qtbot, ("learning_rate", "1,0.1,0.01"), ("activation", "tanh,relu"))
    run_to_end(grid, qtbot)
    layout = grid.wall._layout
    assert layout is not None
    assert {header.text for header in (*layout.rows, *layout.columns) if header.is_own} == {"0.1", "ReLU"}
    assert any("Underlined" in line for line in grid.wall._words.tip(0, None))  # type: ignore[union-attr]
    choose(grid, qtbot, ("learning_rate", "1,0.01"), ("activation", "tanh,sigmoid"))
    run_to_end(grid, qtbot)
    layout = grid.wall._layout
    assert layout is not None
    assert not any(header.is_own for header in (*layout.rows, *layout.columns))
    assert not any("Underlined" in line for line in grid.wall._words.tip(0, None))  # type: ignore[union-attr]


@pytest.mark.slow
def test_losses_are_called_by_what_tells_them_apart(window: MainWindow, grid: GridWindow, qtbot: QtBot) -> None:
    window.controller.edit_config("task", "regression-1d")
    window.controller.edit_config("loss", "huber")
    choose(grid, qtbot, ("loss.delta", "0.5,2"))
    run_to_end(grid, qtbot)
    text = grid.curves.legend.text()
    assert "Huber" in text
    assert "0.5" in text
    window.set_language("zh")
    assert "Huber" in grid.curves.legend.text()
    window.set_language("en")
    choose(grid, qtbot, ("loss.delta", "0.5,1,2,3,4,5,6"))
    run_to_end(grid, qtbot)
    assert grid.curves.legend.text() == "7 different losses: their lines cannot be compared"
    assert len(next(iter(grid.curves._items()))[1]) == 7


def test_what_varies_is_not_said_to_be_common(grid: GridWindow, qtbot: QtBot) -> None:
    assert grid.side.base.text() == "40 points · Multilayer perceptron · Binary cross-entropy (on logits) · SGD"
    choose(grid, qtbot, ("optimizer", "sgd,adam"), ("n_points", "20,30"))
    assert grid.side.base.text() == "Multilayer perceptron · Binary cross-entropy (on logits)"
    choose(grid, qtbot, ("loss", "bce_logits,bce"), ("optimizer", "sgd,ada"))
    assert grid.side.base.text() == "40 points · Multilayer perceptron", "even while a value is wrong"
    choose(grid, qtbot, ("learning_rate", "0.1,1"), ("", ""))
    assert grid.side.base.text().endswith(" · SGD")


def test_a_loss_that_follows_the_model_is_not_said_to_be_common(grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("model", "mlp,softmax"))
    assert grid.side.base.text() == "40 points · SGD"


def test_one_point_is_one_point(window: MainWindow, grid: GridWindow) -> None:
    window.controller.new_document()
    window.controller.add_point((0.0, 0.0), 1.0, 1)
    assert grid.side.base.text().startswith("1 point ·")


def test_a_sentence_calls_settings_by_their_names(grid: GridWindow) -> None:
    grid.side.say(Message("{name}: {value} is not a whole number.", {"name": "learning_rate", "value": "x"}))
    assert grid.side.notice.text() == "Learning rate: x is not a whole number."


def test_an_address_is_read_with_care_and_remembered(window: MainWindow, grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"))
    for wrong in ("lab", "tcp://", "tcp://lab:0", "tcp://lab:99999", "tcp://lab:87 86"):
        grid.form.scheduler.setText(wrong)
        assert wrong in grid.form.scheduler_error.text()
        assert grid.form.scheduler_error.isVisible()
        assert not grid.bar.run.isEnabled()
        assert grid.form.address == ""
    grid.form.scheduler.setText(" lab：8786 ")
    assert not grid.form.scheduler_error.isVisible()
    assert grid.bar.run.isEnabled()
    assert grid.form.address == "tcp://lab:8786"
    grid.end()
    window.grid_window = None  # as in the next start
    window.tool_bar.actions_by_name["grid"].trigger()
    assert window.grid_window is not None
    assert window.grid_window.form.scheduler.text() == "tcp://lab:8786"


def test_where_nobody_answers_it_says_so_and_goes_on_here(
    window: MainWindow, grid: GridWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer: Future[Cluster] = Future()
    monkeypatch.setattr(Remote.__init__, "__defaults__", (lambda _address: answer,))
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"))
    run_to_end(grid, qtbot)
    grid.form.scheduler.setText("lab:8786")
    assert grid.bar.run.text() == "Train on"
    grid.bar.run.click()
    qtbot.waitUntil(lambda: grid.bar.place.text() == "Connecting to lab:8786 …", timeout=LONG)
    assert "at most" in grid.side.cluster_notice.text()
    answer.set_exception(
        ClusterError("The scheduler {address} does not answer ({reason}).", address="lab", reason="No")
    )
    qtbot.waitUntil(lambda: "does not answer" in grid.side.cluster_notice.text(), timeout=LONG)
    below = grid.side.cluster_notice.mapTo(grid, QPoint()).y() - grid.form.scheduler.mapTo(grid, QPoint()).y()
    assert 0 < below < 2 * grid.form.scheduler.height()
    window.set_language("zh")
    qtbot.waitUntil(lambda: "does not answer" not in grid.side.cluster_notice.text())
    assert "lab" in grid.side.cluster_notice.text()
    window.set_language("en")
    assert grid.state is not RunState.RUNNING
    assert frame_of(grid).epoch == 30
    assert not grid.bar.place.isVisible()
    grid.form.scheduler.clear()
    assert not grid.side.cluster_notice.isVisible()
    grid.bar.run.click()
    qtbot.waitUntil(lambda: frame_of(grid).epoch == 60, timeout=LONG)
    assert not grid.side.cluster_notice.isVisible()


@pytest.mark.slow
def test_a_grid_trains_on_a_cluster_and_goes_on_here(
    window: MainWindow, grid: GridWindow, qtbot: QtBot, cluster: RunningCluster
) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.1"), ("activation", "tanh,relu"), epochs=0)
    grid.form.scheduler.setText(cluster.address)
    grid.bar.run.click()
    qtbot.waitUntil(lambda: grid.bar.place.text().endswith(": 2 workers"), timeout=LONG)
    qtbot.waitUntil(lambda: grid.snapshot is not None and frame_of(grid).epoch > 3, timeout=LONG)
    grid.bar.run.click()
    wait_for(grid, qtbot, RunState.PAUSED)
    epoch = frame_of(grid).epoch
    grid.bar.step_epoch.click()
    qtbot.waitUntil(lambda: frame_of(grid).epoch == epoch + 1, timeout=LONG)
    with qtbot.waitSignal(grid.opened, timeout=LONG):
        click(grid, 1)
    snapshot = lambda: window.controller.snapshot  # noqa: E731
    qtbot.waitUntil(lambda: snapshot() is not None and snapshot().epoch == epoch + 1, timeout=LONG)  # type: ignore[union-attr]
    assert snapshot().train_loss == pytest.approx(frame_of(grid).train_losses[1], rel=1e-6)  # type: ignore[union-attr]
    grid.form.scheduler.clear()
    grid.bar.step_epoch.click()
    qtbot.waitUntil(lambda: frame_of(grid).epoch == epoch + 2, timeout=LONG)
    assert not grid.bar.place.isVisible()
    grid.form.scheduler.setText(cluster.address)
    grid.bar.run.click()
    qtbot.waitUntil(lambda: frame_of(grid).epoch > epoch + 4, timeout=LONG)
    grid.close()
    qtbot.waitUntil(lambda: grid.snapshot is not None and grid.snapshot.cluster is None, timeout=LONG)
    assert grid.worker.runner._remote is None
    epoch = frame_of(grid).epoch
    window.tool_bar.actions_by_name["grid"].trigger()
    grid.bar.run.click()
    qtbot.waitUntil(lambda: frame_of(grid).epoch > epoch, timeout=LONG)
    assert grid.snapshot is not None
    assert grid.snapshot.cluster is not None
    window.close_without_asking()
    assert window.grid_window is None


def test_after_take_run_starts_with_the_new_points(window: MainWindow, grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.02"), epochs=5)
    run_to_end(grid, qtbot)
    window.controller.edit_config("n_points", "25")
    grid.side.take.click()
    grid.bar.run.click()
    qtbot.waitUntil(lambda: grid.snapshot is not None and grid.snapshot.state is RunState.FINISHED, timeout=LONG)
    assert frame_of(grid).epoch == 5
    assert grid._started is not None
    assert grid._started.grid.points[0] is window.controller.document.points


def test_a_refused_number_of_seeds_cannot_be_run(grid: GridWindow, qtbot: QtBot) -> None:
    choose(grid, qtbot, ("learning_rate", "0.01,0.02"), epochs=5)
    assert grid.bar.run.isEnabled()
    field = grid.form.seeds
    for text, is_good in (("999", False), ("2", True)):
        field.setFocus()
        field.selectAll()
        field.insert(text)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert grid.bar.run.isEnabled() is is_good


def test_pause_and_close_come_through_while_experiments_are_made(
    window: MainWindow, grid: GridWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.running import wall, wall_runner

    released = threading.Semaphore(0)
    make = wall.Trainer

    def wait_and_make(*arguments: Any, **named: Any) -> Trainer:
        assert released.acquire(timeout=LONG / 1000)
        return make(*arguments, **named)

    monkeypatch.setattr(wall, "Trainer", wait_and_make)
    monkeypatch.setattr(wall_runner, "PROGRESS_SECONDS", 0)
    choose(grid, qtbot, ("learning_rate", "0.01,0.1,1"))
    grid.bar.run.click()
    released.release()
    qtbot.waitUntil(lambda: grid.wall.making == "Preparing the experiments: 1 of 3", timeout=LONG)
    grid.bar.run.click()
    released.release()
    qtbot.waitUntil(lambda: grid.wall.making == "2 of 3 experiments are prepared: Run prepares the others.", timeout=LONG)  # fmt: skip
    assert grid.bar.run.text() == "Run"
    grid.wall.grab()
    grid.bar.run.click()
    released.release()
    run_on = wait_for(grid, qtbot, RunState.FINISHED)
    assert run_on.frame is not None
    assert grid.wall.making == ""
    assert grid.bar.slider.maximum() > 0
    grid.bar.again.click()
    released.release()
    qtbot.waitUntil(lambda: grid.wall.making.startswith("Preparing"), timeout=LONG)
    drawn = [item.getData()[0] for item in grid.curves.plot.items() if isinstance(item, LineItem)]
    assert all(xs is None or not len(xs) for xs in drawn)  # nothing of the training before
    assert (grid.bar.slider.maximum(), grid.bar.epoch.text()) == (0, "epoch 0")
    threading.Timer(0.5, released.release, (3,)).start()  # the one under way, while the window waits for it
    window.close_without_asking()
    assert window.grid_window is None


@pytest.mark.slow
def test_the_form_is_not_cut_in_a_large_font(
    window: MainWindow, grid: GridWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.gui.window.PROJECTOR_SCALE", 2.0)
    larger, height = window.tool_bar.actions_by_name["larger"], grid.form.title.height()
    larger.trigger()
    qtbot.waitUntil(lambda: grid.form.title.height() > height)
    assert grid.side.widget().width() <= grid.side.viewport().width()
    document = window.controller.document
    grid.side.set_base(document.config, document.points, (), is_current=False)  # a button with many words
    grid.resize(grid.width(), grid.minimumSizeHint().height())
    qtbot.waitUntil(grid.side.verticalScrollBar().isVisible)
    qtbot.waitUntil(lambda: grid.side.widget().width() <= grid.side.viewport().width())
    larger.trigger()


@pytest.mark.slow
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_all_sliders_look_alike_and_their_handles_stand_out(window: MainWindow, grid: GridWindow, theme: Theme) -> None:
    window.set_theme(theme.name)
    settings = window.findChild(QSlider, "learning_rate.slider")
    assert settings is not None
    for slider in (settings, window.transport.slider, grid.bar.slider):
        slider.setRange(0, 10)
        slider.setValue(5)
        image = slider.grab().toImage()
        middle = QPoint(image.width() // 2, image.height() // 2)
        across = [image.pixelColor(x, middle.y()) for x in range(middle.x() - 12, middle.x() + 13)]
        inside, before, behind = image.pixelColor(middle), across[0], across[-1]
        assert (inside, before, behind) == (QColor(theme.base), QColor(theme.muted), QColor(theme.line)), slider
        assert _contrast(inside, before) >= 3
        outline = [image.pixelColor(middle.x(), y) for y in range(image.height())]
        assert max(_contrast(colour, QColor(theme.window)) for colour in outline) >= 3


def _contrast(one: QColor, other: QColor) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3]]
    return float(np.dot(parts, (0.2126, 0.7152, 0.0722)))
