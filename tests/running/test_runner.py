"""The runner in a thread of its own: every wish is fulfilled once, whatever comes when."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import torch
from driven import LONG, DrivenRunner

from app.components.losses import LOSSES
from app.data.points import Points
from app.explain.prediction import Region
from app.running.runner import Captured, Runner
from app.running.session import Session
from app.running.snapshot import RunState, Snapshot
from app.text import UserError
from app.training.settings import edited, from_dict
from app.training.trainer import Trainer, Update

POINTS = Points.of([1, 2, 3, 4, 5], [1, 3, 2, 5, 4])
CONFIG = from_dict({"batch_size": 2, "learning_rate": 1e-3})
UPDATES_AN_EPOCH = 3


class Driven(DrivenRunner):
    """The runner of the window's experiment."""

    def __init__(self) -> None:
        super().__init__(Runner)

    def wait(self, is_there: Callable[[Snapshot], bool]) -> Snapshot:
        """Wait until the newest snapshot is as wanted."""
        self.until(lambda: bool(self.shown) and is_there(self.newest))
        return self.newest


@pytest.fixture
def driven() -> Iterator[Driven]:
    one = Driven()
    yield one
    one.end()


def step_is(step: int, state: RunState = RunState.PAUSED) -> Callable[[Snapshot], bool]:
    return lambda snapshot: snapshot.step == step and snapshot.state is state


# ------------------------------------------------------------ single steps


def test_start_without_running_shows_epoch_0(driven: Driven) -> None:
    driven.runner.start(1, CONFIG, POINTS, run=False)
    snapshot = driven.wait(step_is(0))
    assert (snapshot.run_id, snapshot.epoch) == (1, 0)


def test_every_step_is_made_once_however_fast_they_come(driven: Driven) -> None:
    driven.runner.start(1, CONFIG, POINTS, run=False)
    for _ in range(50):
        driven.runner.step_update()
    snapshot = driven.wait(step_is(50))
    assert snapshot.epoch == 50 // UPDATES_AN_EPOCH
    for _ in range(7):
        driven.runner.step_epoch()
    # In the middle of an epoch, the first step ends it.
    driven.wait(step_is((16 + 7) * UPDATES_AN_EPOCH))


def test_a_step_while_running_pauses_after_one_update_more(driven: Driven) -> None:
    driven.runner.start(1, CONFIG, POINTS, run=True)
    driven.wait(lambda snapshot: snapshot.step > 100)
    driven.runner.step_update()
    stopped = driven.wait(lambda snapshot: snapshot.state is RunState.PAUSED)
    driven.runner.step_update()
    driven.wait(step_is(stopped.step + 1))


class Gate:
    """Lets a test act while an update is under way."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.entered, self.go_on = threading.Semaphore(0), threading.Semaphore(0)
        self.n_calls = 0
        real = Trainer.next_update

        def gated(trainer: Trainer) -> Update:
            self.n_calls += 1
            self.entered.release()
            assert self.go_on.acquire(timeout=LONG)
            return real(trainer)

        monkeypatch.setattr(Trainer, "next_update", gated)

    def wait(self) -> None:
        assert self.entered.acquire(timeout=LONG)

    def open(self) -> None:
        self.go_on.release(1000)


def test_pause_and_step_during_an_update_make_one_more(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    driven.runner.start(1, CONFIG, POINTS, run=False)
    driven.runner.step_update()
    gate.wait()
    driven.runner.pause()
    driven.runner.step_update()
    gate.open()
    driven.wait(step_is(2))


def test_pause_and_epoch_during_an_epochs_last_update_make_one_more(
    driven: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    driven.runner.start(1, edited(CONFIG, "batch_size", 0), POINTS, run=False)
    driven.runner.step_epoch()
    gate.wait()
    driven.runner.pause()
    driven.runner.step_epoch()
    gate.open()
    driven.wait(step_is(2))


def test_a_step_during_an_epochs_last_update_adds_no_epoch(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    driven.runner.start(1, edited(CONFIG, "batch_size", 0), POINTS, run=False)
    driven.runner.step_epoch()
    gate.wait()
    driven.runner.step_update()
    gate.open()
    driven.wait(step_is(2))
    driven.runner.look_at(Region(0, 1))
    driven.wait(lambda snapshot: snapshot.prediction is not None and snapshot.step == 2)
    assert gate.n_calls == 2


def test_a_step_during_the_last_update_of_all_is_made(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    config = edited(edited(CONFIG, "batch_size", 0), "engine", "reference")
    driven.runner.start(1, edited(config, "epochs", 1), POINTS, run=True)
    gate.wait()
    driven.runner.step_update()
    gate.open()
    driven.wait(step_is(2))


def test_run_pressed_while_the_run_is_being_built_is_not_lost(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window opens on an empty canvas; a point and Run come before the first model is there."""
    building, finish = threading.Event(), threading.Event()
    real = Session.__init__

    def slow(session: Session, *arguments: Any) -> None:
        building.set()
        assert finish.wait(LONG)
        real(session, *arguments)

    monkeypatch.setattr(Session, "__init__", slow)
    driven.runner.start(1, CONFIG, Points.empty(1), run=False)
    assert building.wait(LONG)
    driven.runner.apply(CONFIG, POINTS)
    driven.runner.resume()
    finish.set()
    driven.wait(lambda snapshot: snapshot.state is RunState.RUNNING and snapshot.step > 3)


# ------------------------------------------------------------ random use


@pytest.mark.parametrize("seed", range(20))
def test_random_wishes(driven: Driven, seed: int) -> None:
    dice = random.Random(seed)
    runner = driven.runner
    run_id, config, points = 1, CONFIG, POINTS
    runner.start(run_id, config, points, run=False)
    for _ in range(60):
        wish = dice.choice(["start", "pause", "resume", "update", "epoch", "apply", "restore", "look", "nothing"])
        if wish == "start":
            run_id += 1
            config = edited(CONFIG, "seed", run_id)
            runner.start(run_id, config, points, run=dice.random() < 0.5)
        elif wish == "pause":
            runner.pause()
        elif wish == "resume":
            runner.resume()
        elif wish == "update":
            runner.step_update()
        elif wish == "epoch":
            runner.step_epoch()
        elif wish == "apply":
            rate = dice.choice([1e-3, 1e-2, 1e25, 1e30])
            config = edited(config, "learning_rate", rate)
            points = points.added([dice.uniform(-3, 3)], 1.0) if dice.random() < 0.3 else points
            runner.apply(config, points)
        elif wish == "restore":
            runner.restore()
        elif wish == "look":
            runner.look_at(dice.choice([None, Region(-2, 2), Region(0, 1)]))
        else:
            time.sleep(dice.uniform(0, 0.004))
    runner.pause()
    # What was wished for last holds: single updates are exact from here.
    run_id += 1
    runner.start(run_id, CONFIG, POINTS, run=False)
    n_updates, n_epochs = dice.randrange(1, 9), dice.randrange(0, 4)
    for _ in range(n_updates):
        runner.step_update()
    reached = driven.wait(lambda snapshot: snapshot.run_id == run_id and snapshot.step == n_updates)
    assert reached.state is RunState.PAUSED
    for _ in range(n_epochs):
        runner.step_epoch()
    whole = n_updates if not n_epochs else (n_updates // UPDATES_AN_EPOCH + n_epochs) * UPDATES_AN_EPOCH
    last = driven.wait(lambda snapshot: snapshot.run_id == run_id and snapshot.step == whole)
    plain = Trainer(CONFIG, POINTS)
    for _ in range(whole):
        plain.next_update()
    assert last.parameters["weight"].item() == plain.model.weight.item()
    shown_ids = [snapshot.run_id for snapshot in driven.shown]
    assert shown_ids == sorted(shown_ids)
    assert not [snapshot for snapshot in driven.shown if snapshot.state is RunState.ERRORED]
    for before, after in zip(driven.shown, driven.shown[1:], strict=False):
        assert before.run_id != after.run_id or before.step <= after.step


def test_many_starts_in_a_row_show_only_the_newest_in_the_end(driven: Driven) -> None:
    for run_id in range(1, 501):
        driven.runner.start(run_id, edited(CONFIG, "seed", run_id), POINTS, run=run_id % 3 > 0)
        if run_id % 7 == 0:
            driven.runner.pause()
    snapshot = driven.wait(lambda snapshot: snapshot.run_id == 500 and snapshot.step > 5)
    assert snapshot.state is RunState.RUNNING
    ids = [each.run_id for each in driven.shown]
    assert ids == sorted(ids)


# ------------------------------------------------------------ ends


@pytest.mark.parametrize(
    "state", ["unused", "empty", "paused", "running", "limited", "finished", "diverged", "errored", "stepping"]
)
def test_stop_ends_it_in_every_state(state: str) -> None:
    driven = Driven()
    runner = driven.runner
    if state == "empty":
        runner.start(1, CONFIG, Points.empty(1), run=True)
        driven.wait(step_is(0))
    elif state == "paused":
        runner.start(1, CONFIG, POINTS, run=False)
        driven.wait(step_is(0))
    elif state == "running":
        runner.start(1, CONFIG, POINTS, run=True)
        driven.wait(lambda snapshot: snapshot.step > 3)
    elif state == "limited":
        runner.start(1, edited(CONFIG, "speed", 0.001), POINTS, run=True)
        driven.wait(lambda snapshot: snapshot.step == 1)
    elif state == "finished":
        runner.start(1, edited(CONFIG, "epochs", 2), POINTS, run=True)
        driven.wait(step_is(2 * UPDATES_AN_EPOCH, RunState.FINISHED))
    elif state == "diverged":
        runner.start(1, edited(CONFIG, "learning_rate", 1e30), POINTS, run=True)
        driven.wait(lambda snapshot: snapshot.state is RunState.DIVERGED)
    elif state == "errored":
        runner.start(1, edited(CONFIG, "init.nothing", 1), POINTS, run=True)
        driven.wait(lambda snapshot: snapshot.state is RunState.ERRORED)
    elif state == "stepping":
        runner.start(1, CONFIG, POINTS, run=False)
        for _ in range(100_000):
            runner.step_update()
    driven.end()
    runner.resume()
    runner.run()


def test_stop_before_run_and_wishes_after_it() -> None:
    runner = Runner(lambda snapshot: None)
    runner.stop()
    runner.start(1, CONFIG, POINTS, run=True)
    runner.run()


def test_without_points_run_comes_to_rest_until_there_are_some(driven: Driven) -> None:
    driven.runner.start(1, CONFIG, Points.empty(1), run=True)
    driven.wait(step_is(0))
    driven.runner.apply(CONFIG, POINTS)
    driven.wait(lambda snapshot: snapshot.train_loss > 0)
    driven.runner.resume()
    driven.wait(lambda snapshot: snapshot.step > 3)
    driven.runner.apply(CONFIG, Points.empty(1))
    last = driven.wait(
        lambda snapshot: snapshot.train_loss != snapshot.train_loss and snapshot.state is RunState.PAUSED
    )
    assert last.step > 3


def test_a_divergence_waits_and_a_restore_goes_on(driven: Driven) -> None:
    config = edited(CONFIG, "learning_rate", 1e30)
    driven.runner.start(1, config, POINTS, run=True)
    diverged = driven.wait(lambda snapshot: snapshot.state is RunState.DIVERGED)
    assert diverged.divergence is not None
    driven.runner.resume()
    driven.runner.step_update()
    driven.runner.step_epoch()
    driven.runner.look_at(Region(0, 1))
    same = driven.wait(lambda snapshot: snapshot.prediction is not None)
    assert (same.state, same.step) == (RunState.DIVERGED, diverged.step)
    driven.runner.apply(CONFIG, POINTS)
    driven.runner.restore()
    restored = driven.wait(lambda snapshot: snapshot.state is RunState.PAUSED)
    assert restored.step == diverged.step
    assert restored.divergence is None
    driven.runner.resume()
    driven.wait(lambda snapshot: snapshot.step > diverged.step + 3)


# ------------------------------------------------------------ errors


def fail_at(monkeypatch: pytest.MonkeyPatch, k: int, error: Exception) -> None:
    """Make the k-th forward pass of a training fail, once."""
    n_calls = 0
    real = torch.nn.Linear.forward

    def forward(self: torch.nn.Linear, inputs: torch.Tensor) -> torch.Tensor:
        nonlocal n_calls
        n_calls += 1
        if n_calls == k + 1:
            raise error
        return real(self, inputs)

    monkeypatch.setattr(torch.nn.Linear, "forward", forward)


@pytest.mark.slow
@pytest.mark.parametrize("k", range(51))
def test_a_forward_that_fails_ends_the_run_and_a_new_start_works(
    driven: Driven, monkeypatch: pytest.MonkeyPatch, k: int
) -> None:
    fail_at(monkeypatch, k, RuntimeError(f"forward {k} failed\nand more") if k % 2 else MemoryError())
    driven.runner.look_at(Region(0, 1))
    driven.runner.start(1, CONFIG, POINTS, run=True)
    if k % 3 == 0:
        for _ in range(60):
            driven.runner.step_update()
    if k % 5 == 0:
        driven.runner.look_at(Region(0, 2))
    failed = driven.wait(lambda snapshot: snapshot.state is RunState.ERRORED)
    assert (f"forward {k} failed" if k % 2 else "MemoryError") in str(failed.error)
    assert "and more" not in str(failed.error)
    # Nothing but a new start leads on.
    driven.runner.resume()
    driven.runner.apply(edited(CONFIG, "learning_rate", 0.5), POINTS)
    driven.runner.step_update()
    driven.runner.start(2, CONFIG, POINTS, run=True)
    driven.wait(lambda snapshot: snapshot.run_id == 2 and snapshot.step > 5)
    first = [snapshot.run_id for snapshot in driven.shown].index(2)
    assert driven.shown[first - 1] is failed


def test_an_error_between_steps_asked_for_at_once_makes_no_new_run(
    driven: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = Gate(monkeypatch)
    driven.runner.start(1, CONFIG, POINTS, run=False)
    for _ in range(10):
        driven.runner.step_update()
    gate.wait()
    driven.runner.look_at(Region(0, 1))
    monkeypatch.setattr(Trainer, "update", lambda *_: 1 / 0)
    gate.open()
    driven.wait(lambda snapshot: snapshot.state is RunState.ERRORED)
    driven.end()
    assert driven.shown[-1].state is RunState.ERRORED


def test_starting_values_that_do_not_fit_are_told_in_words(driven: Driven) -> None:
    config = edited(CONFIG, "init.weight", "1, 2, 3")
    with pytest.raises(UserError) as refusal:
        Trainer(config, POINTS)
    driven.runner.start(1, config, POINTS, run=True)
    failed = driven.wait(lambda snapshot: snapshot.state is RunState.ERRORED)
    assert str(failed.error) == str(refusal.value)


# ------------------------------------------------------------ speed


@pytest.mark.parametrize("speed", [20, 200])
def test_the_speed_is_about_what_was_asked_for(driven: Driven, speed: int) -> None:
    driven.runner.start(1, edited(CONFIG, "speed", speed), POINTS, run=True)
    first = driven.wait(lambda snapshot: snapshot.step > 0)
    began = time.perf_counter()
    driven.wait(lambda snapshot: snapshot.step >= first.step + speed)
    driven.runner.pause()
    last = driven.wait(lambda snapshot: snapshot.state is RunState.PAUSED)
    made, seconds = last.step - first.step, time.perf_counter() - began
    assert made <= speed * seconds * 1.3 + 5


def test_another_speed_takes_effect_at_once(driven: Driven) -> None:
    driven.runner.start(1, edited(CONFIG, "speed", 0.001), POINTS, run=True)
    driven.wait(lambda snapshot: snapshot.step == 1)
    driven.runner.apply(CONFIG, POINTS)
    driven.wait(lambda snapshot: snapshot.step > 100)


@pytest.mark.parametrize("state", ["paused", "empty", "diverged", "errored", "limited"])
def test_waiting_costs_no_processor_time(driven: Driven, state: str) -> None:
    config = {
        "diverged": edited(CONFIG, "learning_rate", 1e30),
        "errored": edited(CONFIG, "init.nothing", 1),
        "limited": edited(CONFIG, "speed", 0.01),
    }.get(state, CONFIG)
    driven.runner.start(1, config, Points.empty(1) if state == "empty" else POINTS, run=state != "paused")
    expected = {"diverged": RunState.DIVERGED, "errored": RunState.ERRORED, "limited": RunState.RUNNING}
    driven.wait(lambda snapshot: snapshot.state is expected.get(state, RunState.PAUSED))
    time.sleep(0.05)
    n_shown = len(driven.shown)
    began = time.process_time()
    time.sleep(0.4)
    assert time.process_time() - began < 0.2
    assert len(driven.shown) <= n_shown + 1


def test_every_kind_of_training_runs_in_the_thread(driven: Driven) -> None:
    run_id = 0
    for loss in LOSSES:
        for n_classes in (2, 3):
            for task in ("regression-1d", "regression-2d", "classification-1d", "classification-2d"):
                config = from_dict({"task": task, "n_classes": n_classes, "model": "mlp"})
                config = edited(config, "loss", loss.key)
                if config.loss != loss.key:
                    continue
                run_id += 1
                points = Points.of(
                    [[i - 2, 2 - i][: config.task.n_inputs] for i in range(6)], [i % n_classes for i in range(6)]
                )
                driven.runner.look_at(Region(-1, 1, -1, 1))
                driven.runner.start(run_id, config, points, run=False)
                driven.runner.step_epoch()
                last = driven.wait(lambda snapshot, wanted=run_id: snapshot.run_id == wanted and snapshot.epoch == 1)  # type: ignore[misc]
                assert last.prediction is not None
    assert run_id > 20


def test_a_state_that_cannot_be_had_is_answered_all_the_same(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    def checkpoint(_session: Session) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(Session, "checkpoint", checkpoint)
    driven.runner.start(1, CONFIG, POINTS, run=False)
    driven.wait(step_is(0))
    number = driven.runner.capture()
    driven.until(lambda: bool(driven.captured))
    assert [(captured.number, captured.checkpoint) for captured in driven.captured] == [(number, None)]


def test_before_the_loop_begins_the_state_is_where_the_run_will_start() -> None:
    captured: list[Captured] = []
    runner = Runner(lambda _snapshot: None, captured.append)
    checkpoint = Session(1, CONFIG, POINTS).checkpoint()
    runner.start(2, CONFIG, POINTS, run=True, checkpoint=checkpoint)
    number = runner.capture()
    assert [(each.number, each.run_id, each.checkpoint) for each in captured] == [(number, 2, checkpoint)]


def test_a_training_that_cannot_be_taken_up_is_not_lost(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    checkpoint = Session(1, CONFIG, POINTS).checkpoint()

    def fail(*_: object) -> None:
        raise RuntimeError("libtorch is broken")

    monkeypatch.setattr(Session, "__init__", fail)
    driven.runner.start(2, CONFIG, POINTS, run=False, checkpoint=checkpoint)
    driven.wait(lambda snapshot: snapshot.state is RunState.ERRORED)
    driven.runner.capture()
    driven.until(lambda: bool(driven.captured))
    assert driven.captured[0].checkpoint is checkpoint


def test_where_a_run_began_is_not_taken_for_where_it_failed(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("out of memory")

    driven.runner.start(2, CONFIG, POINTS, run=False, checkpoint=Session(1, CONFIG, POINTS).checkpoint())
    driven.wait(step_is(0))
    monkeypatch.setattr(Trainer, "update", fail)
    driven.runner.step_update()
    driven.wait(lambda snapshot: snapshot.state is RunState.ERRORED)
    driven.runner.capture()
    driven.until(lambda: bool(driven.captured))
    assert driven.captured[0].checkpoint is None


@pytest.mark.parametrize(
    ("settings", "points", "state"),
    [
        ({"epochs": 3}, POINTS, RunState.FINISHED),
        ({"epochs": 3, "engine": "reference"}, POINTS, RunState.FINISHED),
        ({"learning_rate": 1e30}, POINTS, RunState.DIVERGED),
        ({}, Points.empty(1), RunState.PAUSED),
    ],
    ids=str,
)
def test_the_end_is_shown_once(settings: dict[str, object], points: Points, state: RunState) -> None:
    left: list[bool] = []

    def publish(snapshot: Snapshot) -> None:
        if snapshot.state is state:
            left.append(runner._has_work())
            runner.stop()

    runner = Runner(publish)
    runner.start(1, from_dict(settings, CONFIG), points, run=True)
    runner.run()
    assert left == [False]
