"""The transport bar: wishes, states in words, speed, status, narrow windows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.gui.theme import DARK
from app.gui.views.transport_bar import SPEEDS, TransportBar, duration_text, speed_stop
from app.running.snapshot import RunState, Snapshot
from app.training.history import LossCurve

EMPTY = LossCurve(np.empty(0), np.empty(0), np.empty(0))
WISHES = ("againRequested", "newWeightsRequested", "runToggled", "stepRequested", "epochRequested", "speedEdited")


def snapshot(state: RunState = RunState.RUNNING, **changes: object) -> Snapshot:
    values: dict[str, object] = {
        "run_id": 1, "state": state, "epoch": 1234, "step": 4500, "train_loss": 0.0, "test_loss": 0.0, "last_step_loss": 0.0,
        "train_score": 0.0, "test_score": 0.0, "updates_per_second": 5310.2, "seconds_per_epoch": 0.0002, "curve": EMPTY,
        "prediction": None, "parameters": {}, "gradients": {}, "formula": (), "device": "cpu",
    }  # fmt: skip
    return Snapshot(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def bar(qtbot: QtBot) -> TransportBar:
    view = TransportBar()
    qtbot.addWidget(view)
    view.resize(1340, 56)
    view.set_state(RunState.PAUSED, can_train=True)
    view.show()
    return view


@pytest.fixture
def said(bar: TransportBar) -> list[str]:
    wishes: list[str] = []
    for name in WISHES:
        getattr(bar, name).connect(lambda *_values, name=name: wishes.append(name))
    return wishes


def test_each_button_says_its_wish_once(bar: TransportBar, said: list[str]) -> None:
    for name in ("again", "new_weights", "run", "step_update", "step_epoch"):
        button = bar.findChild(QWidget, name)
        assert button is not None
        assert button.accessibleName()
        assert button.toolTip()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert said == list(WISHES[:5])


def test_setters_are_silent(bar: TransportBar, said: list[str]) -> None:
    for speed in (0.0, 1.0, 100.0, 33.0, 1e6):
        bar.set_speed(speed)
    bar.set_snapshot(snapshot())
    bar.set_state(RunState.FINISHED, True)
    bar.set_waiting(True)
    bar.set_theme(DARK)
    assert said == []


@pytest.mark.parametrize(
    ("state", "step", "words"),
    [
        (RunState.PAUSED, 0, "Run"),
        (RunState.PAUSED, 5, "Resume"),
        (RunState.RUNNING, 5, "Pause"),
        (RunState.FINISHED, 5, "Train on"),
        (RunState.ERRORED, 5, "Run"),
        (RunState.DIVERGED, 5, "Run"),
    ],
)
def test_run_says_what_it_will_do(bar: TransportBar, state: RunState, step: int, words: str) -> None:
    bar.set_snapshot(snapshot(state, step=step))
    assert bar.run.text() == words
    assert bar.run.isEnabled() == (state is not RunState.DIVERGED)


def test_run_waits_visibly_for_pytorch_and_only_once(bar: TransportBar) -> None:
    bar.set_state(RunState.PREPARING, True)
    assert bar.run.text() == "Run"
    bar.set_waiting(True)
    assert bar.run.text() == "Loading PyTorch …"
    assert not bar.step_update.isEnabled()
    bar.set_waiting(False)
    bar.set_snapshot(snapshot(RunState.RUNNING))
    bar.set_waiting(True)
    bar.set_state(RunState.PREPARING, True)
    assert bar.run.text() == "Pause"
    bar.set_waiting(False)
    assert bar.run.text() == "Run"


def test_without_points_nothing_can_be_trained(bar: TransportBar, said: list[str]) -> None:
    bar.set_state(RunState.PAUSED, can_train=False)
    for button in (bar.run, bar.step_update, bar.step_epoch):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert button.toolTip() == "Place at least one training point first"
    assert said == []


def test_after_a_divergence_the_tool_tip_says_what_to_do(bar: TransportBar) -> None:
    bar.set_state(RunState.DIVERGED, can_train=False)
    assert not bar.run.isEnabled()
    assert "Restore" in bar.run.toolTip()


def test_slider_says_speeds(bar: TransportBar) -> None:
    speeds: list[float] = []
    bar.speedEdited.connect(speeds.append)
    for stop in (0, 8, len(SPEEDS) - 1):
        bar.slider.setValue(stop)
    assert speeds == [1, 500, 0]
    assert bar.speed_value.text() == "full speed"
    bar.set_speed(33.0)
    assert bar.speed_value.text() == "33/s"
    assert SPEEDS[bar.slider.value()] == 50


def test_speed_stops() -> None:
    assert SPEEDS[:4] == (1, 2, 5, 10)
    assert SPEEDS[-2:] == (100_000, 0)
    assert [speed_stop(speed) for speed in SPEEDS] == list(range(len(SPEEDS)))
    assert speed_stop(math.nan) == speed_stop(-1) == len(SPEEDS) - 1


def test_status_words(bar: TransportBar) -> None:
    bar.set_snapshot(snapshot())
    assert bar.epoch.text() == "epoch 1\u202f234"
    assert bar.rate.text() == "5\u202f310 updates/s"
    assert bar.device.text() == "CPU"
    assert bar.duration.text() == "0.2 ms an epoch"
    bar.set_snapshot(snapshot(RunState.PAUSED, updates_per_second=0.0, seconds_per_epoch=0.0))
    assert bar.rate.text() == ""
    assert bar.duration.text() == "0.2 ms an epoch"
    bar.set_snapshot(snapshot(RunState.PAUSED, run_id=2, updates_per_second=math.nan, seconds_per_epoch=math.nan))
    assert bar.duration.text() == ""


def test_nothing_moves(bar: TransportBar) -> None:
    places = set()
    for state in RunState:
        for epoch, rate, seconds in ((0, 0.0, 0.0), (12_345_678, 123_456.0, 0.8888), (99, 7.0, 1e-5)):
            bar.set_snapshot(snapshot(state, epoch=epoch, updates_per_second=rate, seconds_per_epoch=seconds))
            QApplication.processEvents()
            places.add(tuple(child.geometry().getRect() for child in bar.findChildren(QWidget)))
    assert len(places) == 1


def test_narrow_bar_leaves_out_words(qtbot: QtBot) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    bar = TransportBar(host)
    host.show()
    bar.resize(1340, 56)
    least = bar.minimumSizeHint().width()
    assert least < 1090
    bar.resize(least, 56)
    assert bar.again.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    assert not bar.duration.isVisible()
    assert abs(bar.minimumSizeHint().width() - least) <= 8
    bar.resize(1340, 56)
    assert bar.again.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert bar.duration.isVisible()


def test_in_a_large_font_the_bar_is_no_wider_than_a_small_screen(qapp: QApplication, qtbot: QtBot) -> None:
    old, font = qapp.font(), qapp.font()
    font.setPointSizeF(18)
    qapp.setFont(font)
    host = QWidget()
    qtbot.addWidget(host)
    bar = TransportBar(host)
    host.resize(1400, 80)
    host.show()
    bar.resize(bar.minimumSizeHint().width(), 56)
    qapp.processEvents()
    least = bar.width()
    ends = [child.geometry().right() for child in bar.findChildren(QWidget) if child.isVisible()]
    qapp.setFont(old)
    assert least < 1300
    assert max(ends) < least
    assert bar.epoch.isVisible()
    assert not bar.rate.isVisible()
    bar.resize(5000, 56)
    assert all(label.isVisible() for label in (bar.epoch, bar.rate, bar.device, bar.duration))


def test_language_changes_at_run_time(bar: TransportBar) -> None:
    bar.set_snapshot(snapshot())
    QApplication.sendEvent(bar, QEvent(QEvent.Type.LanguageChange))
    bar.grab()
    assert bar.run.text() == "Pause"


@pytest.mark.parametrize(("seconds", "text"), [(2.5, "2.5 s"), (0.0123, "12.3 ms"), (2e-5, "20 µs")])
def test_duration_text(seconds: float, text: str) -> None:
    assert duration_text(seconds) == text
