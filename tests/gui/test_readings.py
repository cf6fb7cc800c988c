"""Numbers while training: not with every frame, but never left behind."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.readings import READING_MS, Readings
from app.gui.window import MainWindow
from app.running.runner import error_snapshot
from app.running.snapshot import RunState, Snapshot
from app.text import Message


def snapshot(step: int, state: RunState = RunState.RUNNING, run_id: int = 1) -> Snapshot:
    return replace(error_snapshot(run_id, Message("", {})), state=state, step=step)


@pytest.fixture
def watched(qapp: QApplication) -> tuple[Readings, list[int]]:
    """Readings, and the updates of the snapshots they have shown."""
    shown: list[int] = []
    return Readings(lambda each: shown.append(each.step), qapp), shown


def test_while_training_the_newest_numbers_come_after_a_rest(qtbot: QtBot, watched: tuple[Readings, list[int]]) -> None:
    readings, shown = watched
    for step in range(1, 6):
        readings.set_snapshot(snapshot(step))
    assert shown == [1]
    qtbot.waitUntil(lambda: shown == [1, 5], timeout=1000)
    qtbot.wait(3 * READING_MS)
    assert shown == [1, 5]
    readings.set_snapshot(snapshot(6))
    assert shown == [1, 5, 6]


def test_the_end_of_a_training_and_another_training_are_shown_at_once(
    qtbot: QtBot, watched: tuple[Readings, list[int]]
) -> None:
    readings, shown = watched
    readings.set_snapshot(snapshot(1))
    readings.set_snapshot(snapshot(2))
    readings.set_snapshot(snapshot(3, RunState.PAUSED))
    readings.set_snapshot(snapshot(4))
    readings.set_snapshot(snapshot(5, run_id=2))
    readings.set_snapshot(snapshot(6, RunState.DIVERGED, run_id=2))
    assert shown == [1, 3, 4, 5, 6]
    qtbot.wait(3 * READING_MS)
    assert shown == [1, 3, 4, 5, 6]


def test_what_waits_can_be_forgotten(qtbot: QtBot, watched: tuple[Readings, list[int]]) -> None:
    readings, shown = watched
    readings.set_snapshot(snapshot(1))
    readings.set_snapshot(snapshot(2))
    readings.forget()
    qtbot.wait(3 * READING_MS)
    assert shown == [1]


def test_a_new_start_shows_no_numbers_of_the_run_before(window: MainWindow, qtbot: QtBot) -> None:
    controller = window.controller
    controller.edit_config("dataset", "line")
    qtbot.waitUntil(lambda: controller.snapshot is not None, timeout=30_000)
    shown: list[int] = []
    window.transport.set_snapshot = lambda each: shown.append(each.run_id)  # type: ignore[assignment, method-assign]
    for step in (1, 2):
        window._readings.set_snapshot(snapshot(step, run_id=controller.run_id))
    controller.again()
    shown.clear()
    window._readings._on_rest_timeout()  # before the new run has shown anything
    assert shown == []
