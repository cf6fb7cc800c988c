"""The runner of a grid in a thread of its own: wishes are fulfilled, whatever comes when."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from driven import LONG, DrivenRunner

from app.explain.prediction import Region
from app.running import wall, wall_runner
from app.running.snapshot import RunState
from app.running.wall import WallSession
from app.running.wall_runner import Plan, WallRunner
from app.running.wall_snapshot import WallSnapshot
from app.training.grid import Grid, make_grid, read_variation
from app.training.sampling import sample
from app.training.settings import from_dict
from app.training.trainer import Trainer

REGION = Region(-6, 6, -6, 6)
BASE = from_dict({"task": "regression-1d", "dataset": "line", "n_points": 12, "model": "mlp"})


def grid_of(*varied: str, base: object = BASE) -> Grid:
    assert isinstance(base, type(BASE))
    return make_grid(base, sample(base), [read_variation(text) for text in varied], 1, 256)


GRID = grid_of("learning_rate=0.01,0.02,0.03")


class Driven(DrivenRunner):
    """A grid's runner."""

    def __init__(self) -> None:
        super().__init__(WallRunner)

    def wait(self, epoch: int, state: RunState) -> WallSnapshot:
        """Wait until the newest snapshot is that of an epoch, or a later one if it runs, in a state."""

        def is_there() -> bool:
            if not self.shown or self.newest.state is not state or (frame := self.newest.frame) is None:
                return False
            return frame.epoch >= epoch if state is RunState.RUNNING else frame.epoch == epoch

        self.until(is_there)
        return self.newest

    def state(self, state: RunState) -> WallSnapshot:
        self.until(lambda: bool(self.shown) and self.newest.state is state)
        return self.newest


@pytest.fixture
def driven() -> Iterator[Driven]:
    one = Driven()
    yield one
    one.end()


def epoch_of(snapshot: WallSnapshot) -> int:
    assert snapshot.frame is not None
    return snapshot.frame.epoch


def test_every_epoch_asked_for_is_trained_once(driven: Driven) -> None:
    driven.runner.start(Plan(1, GRID, REGION), run=False)
    driven.wait(0, RunState.PAUSED)
    for _ in range(7):
        driven.runner.step_epoch()
    last = driven.wait(7, RunState.PAUSED)
    session = WallSession(GRID, REGION)
    for _ in session.train(7):
        pass
    assert last.frame is not None
    np.testing.assert_allclose(last.frame.train_losses, session.train_losses, rtol=1e-5)


def test_pause_goes_on_and_a_step_pauses(driven: Driven) -> None:
    driven.runner.start(Plan(1, GRID, REGION), run=True)
    driven.wait(50, RunState.RUNNING)
    driven.runner.pause()
    paused = driven.state(RunState.PAUSED)
    time.sleep(0.1)
    assert driven.shown[-1] is paused
    driven.runner.step_epoch()
    driven.wait(epoch_of(paused) + 1, RunState.PAUSED)
    driven.runner.resume()
    driven.wait(epoch_of(paused) + 20, RunState.RUNNING)
    driven.runner.pause()
    driven.runner.resume()
    driven.wait(epoch_of(driven.shown[-1]) + 20, RunState.RUNNING)


def test_it_finishes_and_trains_as_many_again(driven: Driven) -> None:
    driven.runner.start(Plan(1, GRID, REGION), run=True, n_epochs=33)
    first = driven.wait(33, RunState.FINISHED)
    assert first.timeline[0].epoch == 0
    assert len(first.curves.epochs) == 34
    driven.runner.resume()
    driven.wait(66, RunState.FINISHED)
    driven.runner.step_epoch()
    driven.until(lambda: epoch_of(driven.shown[-1]) == 67)


@pytest.mark.parametrize("n_epochs", [30, 300])
def test_a_short_run_leaves_even_moments_to_look_back_at(driven: Driven, n_epochs: int) -> None:
    driven.runner.start(Plan(1, GRID, REGION), run=True, n_epochs=n_epochs)
    epochs = [frame.epoch for frame in driven.wait(n_epochs, RunState.FINISHED).timeline]
    assert len(epochs) > min(n_epochs, wall_runner.MOMENTS)
    assert np.diff(epochs).max() <= max(1, n_epochs // wall_runner.MOMENTS)


def test_all_models_are_at_the_same_epoch_whenever_they_are_shown(driven: Driven) -> None:
    driven.runner.start(Plan(1, grid_of("optimizer=sgd,lbfgs", "hidden_sizes=2;3,3"), REGION), run=True, n_epochs=40)
    driven.wait(40, RunState.FINISHED)
    reference = WallSession(grid_of("optimizer=sgd,lbfgs", "hidden_sizes=2;3,3"), REGION)
    losses = {0: reference.train_losses}
    for epoch in range(1, 41):
        for _ in reference.train(1):
            pass
        losses[epoch] = reference.train_losses
    for snapshot in driven.shown:
        assert snapshot.frame is not None
        np.testing.assert_allclose(snapshot.frame.train_losses, losses[snapshot.frame.epoch], rtol=1e-3)


def test_a_new_start_breaks_off_the_old_one(driven: Driven) -> None:
    slow = grid_of("learning_rate=0.001..0.01:40", base=from_dict({"optimizer": "lbfgs", "n_points": 2000}, BASE))
    driven.runner.start(Plan(1, slow, REGION), run=True)
    driven.until(lambda: bool(driven.shown))
    driven.runner.start(Plan(2, GRID, REGION), run=True, n_epochs=10)
    snapshot = driven.wait(10, RunState.FINISHED)
    assert snapshot.run_id == 2
    assert all(one.run_id == 2 for one in driven.shown[[one.run_id for one in driven.shown].index(2) :])


def test_pause_and_a_capture_come_through_in_the_middle_of_a_long_epoch(driven: Driven) -> None:
    slow = grid_of("learning_rate=0.001..0.01:12", base=from_dict({"optimizer": "lbfgs", "n_points": 2000}, BASE))
    driven.runner.start(Plan(1, slow, REGION), run=False)
    driven.wait(0, RunState.PAUSED)
    driven.runner.resume()
    driven.runner.capture(0)
    driven.until(lambda: bool(driven.captured))
    driven.runner.pause()
    paused = driven.state(RunState.PAUSED)
    assert epoch_of(paused) <= 1
    driven.runner.step_epoch()
    after = driven.wait(epoch_of(paused) + 1, RunState.PAUSED)
    session = WallSession(slow, REGION)
    for _ in session.train(epoch_of(after)):
        pass
    assert after.frame is not None
    np.testing.assert_allclose(after.frame.train_losses, session.train_losses, rtol=1e-3)


def test_what_is_captured_in_a_pause_is_what_is_shown(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall_runner, "AGAIN_SECONDS", LONG)
    base = {"n_points": 4000, "batch_size": 1, "learning_rate": 0.001, "dtype": "float64"}
    slow = grid_of("learning_rate=0.0001..0.001:20", base=from_dict(base, BASE))
    driven.runner.start(Plan(1, slow, REGION), run=True)
    driven.wait(1, RunState.RUNNING)
    driven.runner.pause()
    paused = driven.state(RunState.PAUSED)
    session = driven.runner._session
    assert session is not None
    assert not session.is_as_shown(3)  # the next epoch has begun
    for epoch in (None, epoch_of(paused)):
        driven.captured.clear()
        driven.runner.capture(3, epoch)
        driven.until(lambda: bool(driven.captured))
        checkpoint = driven.captured[0].checkpoint
        assert checkpoint is not None
        assert (checkpoint.trainer.epoch, checkpoint.trainer.waiting) == (epoch_of(paused), [])
        trainer = Trainer(slow.cells[3].config, slow.points[3])
        trainer.restore(checkpoint.trainer)
        assert paused.frame is not None
        assert trainer.loss(trainer.train) == pytest.approx(paused.frame.train_losses[3], rel=1e-9)


def test_a_slow_beginning_is_not_taken_for_slow_training(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    passed = [0.0]
    train_again = WallSession.train_again

    def begin_slowly(session: WallSession, number: int, n_epochs: int) -> Iterator[float]:
        passed[0] += LONG / 2
        return (yield from train_again(session, number, n_epochs))

    monkeypatch.setattr(WallSession, "train_again", begin_slowly)
    monkeypatch.setattr(wall_runner, "AGAIN_SECONDS", LONG)
    monkeypatch.setattr(wall_runner, "time", SimpleNamespace(perf_counter=lambda: time.perf_counter() + passed[0]))
    driven.runner.start(Plan(1, GRID, REGION), run=False)
    driven.wait(0, RunState.PAUSED)
    for epoch in range(1, 11):
        driven.runner.step_epoch()
        driven.wait(epoch, RunState.PAUSED)
    driven.runner.capture(1, 5)
    driven.until(lambda: bool(driven.captured))
    checkpoint = driven.captured[0].checkpoint
    assert checkpoint is not None
    assert checkpoint.trainer.epoch == 5


def test_stop_comes_through_in_the_middle_of_a_long_epoch(driven: Driven) -> None:
    slow = grid_of("learning_rate=0.001..0.01:200", base=from_dict({"optimizer": "lbfgs", "n_points": 20000}, BASE))
    driven.runner.start(Plan(1, slow, REGION), run=True)
    driven.until(lambda: bool(driven.shown) and driven.newest.frame is not None)
    driven.end()
    assert epoch_of(driven.shown[-1]) < 3


def test_experiments_are_captured_paused_and_running(driven: Driven) -> None:
    driven.runner.start(Plan(4, GRID, REGION), run=False)
    driven.wait(0, RunState.PAUSED)
    driven.runner.step_epoch()
    driven.runner.capture(2)
    driven.runner.capture(0)
    driven.until(lambda: len(driven.captured) == 2)
    assert [(one.run_id, one.number) for one in driven.captured] == [(4, 2), (4, 0)]
    driven.runner.resume()
    driven.wait(30, RunState.RUNNING)
    driven.runner.capture(1)
    driven.until(lambda: len(driven.captured) == 3)
    checkpoint = driven.captured[2].checkpoint
    assert checkpoint is not None
    assert checkpoint.trainer.epoch >= 30
    driven.wait(checkpoint.trainer.epoch + 10, RunState.RUNNING)


def test_all_diverged_stands_still_and_says_so(driven: Driven) -> None:
    driven.runner.start(Plan(1, grid_of("learning_rate=1e29,1e30"), REGION), run=True)
    snapshot = driven.state(RunState.DIVERGED)
    assert snapshot.frame is not None
    assert snapshot.frame.is_diverged.all()
    driven.runner.start(Plan(2, GRID, REGION), run=True, n_epochs=5)
    driven.wait(5, RunState.FINISHED)


def test_what_cannot_be_built_is_said_and_the_next_start_works(driven: Driven) -> None:
    bad = grid_of("learning_rate=0.1,0.2", base=from_dict({"init": "given", "init.weight": "1"}, BASE))
    driven.runner.start(Plan(1, bad, REGION), run=True)
    snapshot = driven.state(RunState.ERRORED)
    assert snapshot.error is not None
    assert "no such parameter" in str(snapshot.error)
    driven.runner.resume()
    driven.runner.capture(0)
    driven.runner.start(Plan(2, GRID, REGION), run=True, n_epochs=5)
    driven.wait(5, RunState.FINISHED)


def test_an_epoch_asked_for_during_the_last_one_is_trained(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = WallSession.train, []

    def train(session: WallSession, n_epochs: int) -> Iterator[None]:
        yield from real(session, n_epochs)
        if session.epoch == 3 and not asked:
            asked.append(1)
            driven.runner.step_epoch()
            yield

    monkeypatch.setattr(WallSession, "train", train)
    driven.runner.start(Plan(1, GRID, REGION), run=True, n_epochs=3)
    driven.until(lambda: bool(driven.shown) and epoch_of(driven.newest) == 4)


def hold_up(monkeypatch: pytest.MonkeyPatch) -> threading.Semaphore:
    """Let an experiment be made only when one is released."""
    released = threading.Semaphore(0)
    make = wall.Trainer

    def wait_and_make(*arguments: Any, **named: Any) -> Trainer:
        assert released.acquire(timeout=LONG)
        return make(*arguments, **named)

    monkeypatch.setattr(wall, "Trainer", wait_and_make)
    return released


def test_it_says_how_many_experiments_are_made(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    released = hold_up(monkeypatch)
    monkeypatch.setattr(wall_runner, "PROGRESS_SECONDS", 0)
    driven.runner.start(Plan(1, GRID, REGION), run=True, n_epochs=5)
    for count in (1, 2):
        released.release()
        driven.until(lambda: bool(driven.shown) and driven.newest.n_made == count)  # noqa: B023 - called at once
        assert driven.newest.state is RunState.PREPARING
        assert driven.newest.frame is None
    released.release()
    driven.wait(5, RunState.FINISHED)


def test_a_pause_comes_through_while_experiments_are_made(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    released = hold_up(monkeypatch)
    driven.runner.start(Plan(1, GRID, REGION), run=True, n_epochs=5)
    driven.runner.pause()
    released.release()
    paused = driven.state(RunState.PAUSED)
    assert paused.frame is None
    assert paused.n_made < len(GRID)
    driven.runner.capture(0)  # of what is not there, nothing comes
    driven.until(lambda: not driven.runner._wanted.captures)
    assert (driven.newest.state, driven.newest.n_made) == (RunState.PAUSED, paused.n_made)
    assert not driven.captured
    for _ in GRID.cells:
        released.release()
    driven.runner.resume()
    driven.wait(5, RunState.FINISHED)


def test_an_end_comes_through_while_experiments_are_made(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    released = hold_up(monkeypatch)
    driven.runner.start(Plan(1, GRID, REGION), run=True, n_epochs=5)
    driven.runner.start(Plan(2, GRID, REGION), run=False, n_epochs=5)
    driven.runner.stop()
    released.release(2)
    driven.end()
    assert not driven.shown


def test_a_step_makes_experiments_that_a_pause_has_put_off(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    released = hold_up(monkeypatch)
    driven.runner.start(Plan(1, GRID, REGION), run=True, n_epochs=5)
    driven.runner.pause()
    released.release()
    driven.state(RunState.PAUSED)
    released.release(len(GRID))
    driven.runner.step_epoch()
    driven.wait(1, RunState.PAUSED)
