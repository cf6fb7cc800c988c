"""A run that trains with the fast engine shows and keeps what the reference loop would have."""

from __future__ import annotations

import math
from dataclasses import asdict, replace

import numpy as np
import pytest
import torch

from app.data.points import Points
from app.explain.prediction import Region
from app.running import session as session_module
from app.running.session import Session
from app.running.snapshot import RunState
from app.training.config import Config
from app.training.history import History
from app.training.sampling import sample
from app.training.settings import from_dict

torch.set_num_threads(1)

CONFIG = from_dict(
    {"task": "classification-2d", "dataset": "circles", "n_points": 50, "test_ratio": 0.3, "model": "mlp", "batch_size": 10,
     "learning_rate": 0.05, "dtype": "float64", "optimizer": "adam"}
)  # fmt: skip
REGION = Region(-1, 1, -1, 1)


def running(config: Config, points: Points | None = None) -> Session:
    session = Session(1, config, sample(config) if points is None else points)
    session.go_on()
    return session


def train_by_hand(session: Session, until: int) -> None:
    while session.trainer.step < until and session.state is RunState.RUNNING:
        session.advance()


def assert_same(fast: Session, slow: Session) -> None:
    """Compare all that is shown and saved."""
    one, other = fast.snapshot(REGION, 10, 0), slow.snapshot(REGION, 10, 0)
    assert (one.epoch, one.step, one.state) == (other.epoch, other.step, other.state)
    for name in ("train_loss", "test_loss", "last_step_loss", "train_score", "test_score"):
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-9), name
    for name in ("epochs", "train", "test"):
        np.testing.assert_allclose(getattr(one.curve, name), getattr(other.curve, name), rtol=1e-9)
    for mine, its in ((one.parameters, other.parameters), (one.gradients, other.gradients)):
        assert mine.keys() == its.keys() != set()
        for name in mine:
            np.testing.assert_allclose(mine[name], its[name], rtol=1e-8, atol=1e-12)
    mine, its = fast.checkpoint(), slow.checkpoint()
    assert (mine.trainer.waiting, mine.trainer.shuffler) == (its.trainer.waiting, its.trainer.shuffler)
    assert mine.history["count"] == its.history["count"]


def test_fast_and_step_by_step_show_the_same() -> None:
    fast, slow = running(CONFIG), running(CONFIG)
    while fast.trainer.step < 300:
        fast.advance_fast(0.004)
        train_by_hand(slow, fast.trainer.step)
        assert_same(fast, slow)


def test_a_change_while_training_reaches_the_engine() -> None:
    fast, slow = running(CONFIG), running(CONFIG)
    changes = [{"learning_rate": 0.001}, {"l2": 0.1}, {"options": {"optimizer.weight_decay": 0.1}}]
    config, points = CONFIG, fast.trainer.points
    fast.advance_fast(0.002)
    for change in changes:
        config = replace(config, **change)  # type: ignore[arg-type]
        train_by_hand(slow, fast.trainer.step)
        fast.apply(config, points)
        slow.apply(config, slow.trainer.points)
        fast.advance_fast(0.002)
    points = points.without([3, 4, 5])
    train_by_hand(slow, fast.trainer.step)
    fast.apply(config, points)
    slow.apply(config, points)
    fast.advance_fast(0.002)
    train_by_hand(slow, fast.trainer.step)
    assert_same(fast, slow)


@pytest.mark.parametrize("epochs", [1, 2, 7, 40])
def test_it_ends_with_the_last_epoch_wanted(epochs: int) -> None:
    config = replace(CONFIG, epochs=epochs)
    fast, slow = running(config), running(config)
    while fast.state is RunState.RUNNING:
        fast.advance_fast(0.01)
    train_by_hand(slow, 10**6)
    assert (fast.state, fast.trainer.epoch) == (RunState.FINISHED, epochs)
    assert_same(fast, slow)


@pytest.mark.parametrize("settings", [{"learning_rate": 3.0}, {"learning_rate": 1e12}, {"batch_size": 0, "learning_rate": 2.2}], ids=str)  # fmt: skip
def test_divergence_is_found_at_the_same_update(settings: dict[str, object]) -> None:
    x = np.linspace(-2, 2, 12)
    base = {"optimizer": "sgd", "batch_size": 5, "loss": "mse", "dtype": "float32"}
    points = Points.of(x, 2 * x)
    fast, slow = (running(from_dict({**base, **settings}), points) for _ in range(2))
    while fast.state is RunState.RUNNING and fast.trainer.step < 20_000:
        fast.advance_fast(0.002)
    train_by_hand(slow, 20_000)
    assert fast.state is RunState.DIVERGED
    assert fast.divergence is not None
    assert slow.divergence is not None
    assert abs(fast.divergence.step - slow.divergence.step) <= 1  # float32 rounds otherwise on the way
    assert fast.divergence.last_finite_loss == pytest.approx(slow.divergence.last_finite_loss, rel=1e-3) or (
        fast.divergence.step != slow.divergence.step
    )
    assert all(np.isfinite(numbers).all() for numbers in fast.snapshot(None, 10, 0).parameters.values())
    fast.restore()
    fast.apply(replace(fast.trainer.config, learning_rate=1e-4), points)
    fast.go_on()
    for _ in range(5):
        fast.advance_fast(0.002)
    assert fast.state is RunState.RUNNING
    assert math.isfinite(fast.trainer.last_loss)


def test_who_trains_is_said() -> None:
    fast = running(CONFIG)
    assert fast.snapshot(None, 10, 0).engine == session_module.REFERENCE
    fast.advance_fast(0.001)
    assert fast.snapshot(None, 10, 0).engine == session_module.FAST
    fast.apply(replace(CONFIG, engine="reference"), fast.trainer.points)
    step = fast.trainer.step
    fast.advance_fast(0.01)
    assert fast.trainer.step == step + 1
    assert fast.snapshot(None, 10, 0).engine == session_module.REFERENCE
    lbfgs = running(replace(CONFIG, optimizer="lbfgs"))
    lbfgs.advance_fast(0.01)
    assert "L-BFGS" in str(lbfgs.snapshot(None, 10, 0).engine)


def test_where_the_reference_loop_looks_for_a_divergence_it_says_so() -> None:
    x = np.linspace(-2, 2, 12)
    fast = running(
        from_dict({"optimizer": "sgd", "batch_size": 5, "loss": "mse", "learning_rate": 3.0}), Points.of(x, 2 * x)
    )
    fast._n_fast, fast._fast_seconds = 1000, 1e-3  # many at once: it diverges among them
    while fast.state is RunState.RUNNING:
        step = fast.trainer.step
        fast.advance_fast(0.05)
        if fast.trainer.step == step + 1:
            assert not fast.is_fast
    assert fast.state is RunState.DIVERGED
    assert fast.snapshot(None, 10, 0).engine == session_module.REFERENCE


def test_an_engine_that_fails_leaves_the_training_to_the_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    fast, slow = running(CONFIG), running(CONFIG)
    fast.advance_fast(0.002)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr("app.training.engine.compiled.Compiled.run", fail)
    step = fast.trainer.step
    for _ in range(3):
        fast.advance_fast(0.002)
    assert fast.trainer.step == step + 3
    assert "out of memory" in str(fast.snapshot(None, 10, 0).engine)
    train_by_hand(slow, step + 3)
    assert_same(fast, slow)


@pytest.mark.parametrize("sizes", [[1] * 40, [5, 1, 64, 200, 3], [1000], [0, 7]], ids=str)
def test_losses_recorded_together_are_those_recorded_one_by_one(sizes: list[int]) -> None:
    rng = np.random.default_rng(3)
    single, together = History(capacity=16), History(capacity=16)
    for size in sizes:
        losses = rng.normal(size=(2, size))
        together.extend(*losses)
        for train, test in losses.T:
            single.add(train, test)
    assert together.state() == single.state()


@pytest.mark.parametrize("settings", [{}, {"optimizer": "sgd", "batch_size": 0}, {"l2": 0.01, "batch_size": 8}, {"optimizer": "sgd", "batch_size": 8, "dtype": "float32"}], ids=str)  # fmt: skip
def test_no_bit_depends_on_how_many_updates_are_made_at_once(settings: dict[str, object]) -> None:
    config = from_dict(settings, CONFIG)
    one, other = running(config), running(config)
    for session, sizes in ((one, [1] * 60 + [140]), (other, [3, 50, 7, 90, 50])):
        for size in sizes:
            assert session._advance_at_once(size)
    assert one.trainer.step == other.trainer.step == 200
    assert asdict(one.checkpoint().trainer) == asdict(other.checkpoint().trainer)


def test_the_last_gradients_are_there() -> None:
    for settings in ({}, {"optimizer": "sgd"}, {"optimizer": "sgd", "batch_size": 8}, {"l1": 0.01}):
        fast, slow = (running(from_dict(settings, CONFIG)) for _ in range(2))
        assert fast._advance_at_once(25)
        train_by_hand(slow, 25)
        assert_same(fast, slow)
