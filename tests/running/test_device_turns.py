"""Turns at a device that only one thread may use: nobody overlaps, nobody is passed over."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from driven import LONG, DrivenRunner

from app.explain.prediction import Region
from app.running import device_turns
from app.running.device_turns import Turns, turns_at
from app.running.runner import Runner
from app.running.session import Session
from app.running.wall import WallSession
from app.running.wall_runner import Plan, WallRunner
from app.training.engine.stacked import StackedEngine
from app.training.grid import make_grid, read_variation
from app.training.sampling import sample
from app.training.settings import from_dict
from app.training.trainer import Trainer

REGION = Region(-6, 6, -6, 6)
CONFIG = from_dict({"task": "regression-1d", "dataset": "line", "n_points": 12, "model": "mlp"})
POINTS = sample(CONFIG)
GRID = make_grid(CONFIG, POINTS, [read_variation("learning_rate=0.01,0.02,0.03")], 1, 256)


class Waiting:
    """A thread that takes one turn and notes it."""

    def __init__(self, turns: Turns, noted: list[str]) -> None:
        self._turns, self._noted = turns, noted
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()
        end = time.monotonic() + LONG
        while not turns._next.locked():  # it holds this one while it waits
            assert time.monotonic() < end

    def _take(self) -> None:
        with self._turns:
            self._noted.append("waiting")

    def end(self) -> None:
        self._thread.join(LONG)
        assert not self._thread.is_alive()


def test_who_waits_is_next() -> None:
    turns, noted = Turns(), list[str]()
    with turns:
        waiting = Waiting(turns, noted)
    with turns:
        noted.append("again")
    waiting.end()
    assert noted == ["waiting", "again"]


def test_the_holder_gives_way_to_who_waits() -> None:
    turns, noted = Turns(), list[str]()
    with turns:
        turns.give_way()  # to nobody
        waiting = Waiting(turns, noted)
        turns.give_way()
        noted.append("on")
    waiting.end()
    assert noted == ["waiting", "on"]


def test_a_turn_ends_with_an_error() -> None:
    turns = Turns()
    with pytest.raises(ValueError, match="in the middle"), turns:
        raise ValueError("in the middle")
    with turns:
        pass


def test_only_some_devices_have_turns() -> None:
    assert turns_at(["cpu", "mps"]) is turns_at(["mps"])
    assert turns_at(["cpu"]) is not turns_at(["cpu"])
    assert turns_at([]) is not turns_at([])


class Occupied:
    """Notes whether two threads were ever inside at once."""

    def __init__(self) -> None:
        self.is_crowded = False
        self._inside: set[int] = set()

    def watched(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def inside(*arguments: Any, **options: Any) -> Any:
            own = threading.get_ident()
            is_first = own not in self._inside
            self._inside.add(own)
            self.is_crowded |= len(self._inside) > 1
            try:
                return function(*arguments, **options)
            finally:
                if is_first:
                    self._inside.discard(own)

        return inside


@pytest.fixture
def both() -> Iterator[tuple[DrivenRunner, DrivenRunner]]:
    pair = DrivenRunner(Runner), DrivenRunner(WallRunner)
    yield pair
    for each in pair:
        each.end()


@pytest.mark.parametrize("speed", [0, 50])
def test_window_and_grid_share_a_device_in_turns(
    both: tuple[DrivenRunner, DrivenRunner], monkeypatch: pytest.MonkeyPatch, speed: float
) -> None:
    monkeypatch.setitem(device_turns.BY_DEVICE, "cpu", Turns())
    occupied = Occupied()
    for owner, name in (
        (StackedEngine, "__init__"), (StackedEngine, "advance"), (Trainer, "__init__"), (Trainer, "next_update"),
        (Session, "snapshot"), (Session, "checkpoint"), (WallSession, "frame"), (WallSession, "checkpoint"),
    ):  # fmt: skip
        monkeypatch.setattr(owner, name, occupied.watched(getattr(owner, name)))
    window, grid = both
    window.runner.start(1, replace(CONFIG, speed=speed, epochs=0), POINTS, run=True)
    grid.runner.start(Plan(1, GRID, REGION), run=True)
    for _ in range(3):
        n_window, n_grid = len(window.shown), len(grid.shown)
        window.until(lambda n=n_window: len(window.shown) > n + 5)
        grid.until(lambda n=n_grid: len(grid.shown) > n + 5)
        window.runner.capture()
        grid.runner.capture(1)
    window.until(lambda: len(window.captured) == 3)
    grid.until(lambda: len(grid.captured) == 3)
    assert not occupied.is_crowded


def test_who_sleeps_until_the_next_update_holds_nobody_up(
    both: tuple[DrivenRunner, DrivenRunner], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(device_turns.BY_DEVICE, "cpu", Turns())
    window, grid = both
    window.runner.start(1, replace(CONFIG, speed=0.001, epochs=0), POINTS, run=True)
    window.until(lambda: bool(window.shown) and window.newest.step == 1)
    grid.runner.start(Plan(1, GRID, REGION), run=True)
    grid.until(lambda: bool(grid.shown) and grid.newest.frame is not None and grid.newest.frame.epoch > 5)
