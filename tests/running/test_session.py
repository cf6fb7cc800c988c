"""A run that breaks: divergence keeps good weights and can go on, a device that fails is left for the processor."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest
import torch
from torch.overrides import TorchFunctionMode

from app.components.activations import ACTIVATIONS
from app.components.losses import LOSSES, Head
from app.components.optimizers import OPTIMIZERS
from app.data.points import Points
from app.explain.prediction import Region
from app.running.session import Session
from app.running.snapshot import RunState
from app.training import experiment
from app.training.config import Config
from app.training.settings import edited, from_dict
from app.training.trainer import Trainer

torch.set_num_threads(1)  # as in the window: several are slower for nets of this size

LEARNING_RATES = (1e-8, 1e-3, 1.0, 1e3, 1e30)
COORDINATES = np.random.default_rng(0).uniform(-5, 5, (12, 2))
REGION = Region(-5, 5, -5, 5)


def problem(loss: str, head: Head) -> tuple[Config, Points]:
    n_classes = 3 if head is Head.MULTICLASS else 2
    task = "regression-2d" if head is Head.VALUE else "classification-2d"
    targets = COORDINATES.sum(axis=1) if head is Head.VALUE else np.arange(12) % n_classes
    config = from_dict({"task": task, "n_classes": n_classes, "model": "mlp", "hidden_sizes": 3, "loss": loss})
    assert config.head is head
    return config, Points.of(COORDINATES, targets)


def is_finite(session: Session) -> bool:
    return all(bool(parameter.isfinite().all()) for parameter in session.trainer.model.parameters())


def attack(config: Config, points: Points, n_updates: int) -> None:
    session = Session(1, config, points)
    session.go_on()
    n_restored = 0
    for number in range(n_updates):
        session.advance()
        assert session.state in (RunState.RUNNING, RunState.DIVERGED)
        if number < 20 or number % 20 == 0 or session.state is RunState.DIVERGED:
            assert is_finite(session)
        if session.state is RunState.DIVERGED:
            assert session.divergence is not None
            assert not session.can_train
            if n_restored:
                break
            n_restored = 1
            session.restore()
            assert session.state is RunState.PAUSED
            assert session.can_train
            session.apply(edited(config, "learning_rate", 1e-8), points)
            session.go_on()
            session.advance()
            assert is_finite(session)
            session.apply(config, points)
            session.go_on()
    snapshot = session.snapshot(None, 10, 0.0)
    assert all(np.isfinite(numbers).all() for numbers in snapshot.parameters.values())
    assert snapshot.state in (RunState.RUNNING, RunState.DIVERGED)


ATTACKS = list(
    itertools.product([(loss.key, head) for loss in LOSSES for head in loss.heads], [entry.key for entry in OPTIMIZERS])
)


@pytest.mark.slow
@pytest.mark.parametrize(("judged", "optimizer"), ATTACKS[::10], ids=str)
def test_no_setting_breaks_the_training(judged: tuple[str, Head], optimizer: str) -> None:
    config, points = problem(*judged)
    config = edited(config, "optimizer", optimizer)
    for activation, learning_rate in itertools.product(("identity", "relu", "tanh", "algebraic"), LEARNING_RATES):
        one = edited(edited(config, "activation", activation), "learning_rate", learning_rate)
        attack(one, points, 15)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(0, len(ATTACKS), 17))
def test_no_setting_breaks_a_long_training(number: int) -> None:
    judged, optimizer = ATTACKS[number]
    config, points = problem(*judged)
    config = edited(config, "optimizer", optimizer)
    # The activations take turns.
    config = edited(config, "activation", ACTIVATIONS[number % len(ACTIVATIONS)].key)
    searches = ("none", "strong_wolfe") if optimizer == "lbfgs" else (None,)
    for learning_rate, search in itertools.product(LEARNING_RATES, searches):
        one = edited(config, "learning_rate", learning_rate)
        if search is not None:
            one = edited(edited(one, "line_search_fn", search), "max_iter", 4)
        attack(one, points, 100 if search else 500)  # L-BFGS makes several passes an update


@pytest.mark.parametrize("loss", ["mae", "mse", "huber"])
def test_a_lost_line_search_is_no_error(loss: str) -> None:
    config, points = problem(loss, Head.VALUE)
    for key, value in (
        ("activation", "identity"),
        ("optimizer", "lbfgs"),
        ("line_search_fn", "strong_wolfe"),
        ("learning_rate", 1e30),
        ("max_iter", 4),
    ):
        config = edited(config, key, value)
    attack(config, points, 5)


# ------------------------------------------------------------ divergence, step by step

THREE = Points.of([1, 2, 3], [2, 4, 6])


def diverging(**flat: object) -> Session:
    session = Session(
        1, from_dict({"learning_rate": 100, "loss": "sse", "optimizer": "gradient_descent", **flat}), THREE
    )
    session.go_on()
    return session


def run_until_diverged(session: Session) -> list[dict[str, list[float]]]:
    """Return the parameters before every update."""
    seen = []
    while session.state is RunState.RUNNING:
        seen.append({name: tensor.flatten().tolist() for name, tensor in session.trainer.model.state_dict().items()})
        session.advance()
        assert len(seen) < 100
    return seen


def test_divergence_brings_the_last_weights_with_a_finite_loss_back() -> None:
    session = diverging()
    weights = run_until_diverged(session)
    model, criterion = session.trainer.model, torch.nn.MSELoss(reduction="sum")
    kept = {name: tensor.flatten().tolist() for name, tensor in model.state_dict().items()}
    assert kept in weights
    with torch.no_grad():
        losses = []
        for state in weights:
            prediction = torch.tensor([[1.0], [2.0], [3.0]]) * state["weight"][0] + state["bias"][0]
            losses.append(criterion(prediction, torch.tensor([[2.0], [4.0], [6.0]])).item())
    last_good = max(number for number, loss in enumerate(losses) if math.isfinite(loss))
    assert kept == weights[last_good]
    assert session.divergence is not None
    assert session.divergence.last_finite_loss == pytest.approx(losses[last_good])
    assert session.divergence.step == session.trainer.step


def test_after_a_restore_training_goes_on_from_there() -> None:
    session = diverging(momentum=0.9, optimizer="sgd")
    run_until_diverged(session)
    snapshot = session.snapshot(REGION, 5, 0.0)
    assert snapshot.state is RunState.DIVERGED
    assert math.isfinite(snapshot.train_loss)
    before = snapshot.parameters
    session.restore()
    assert session.snapshot(None, 5, 0.0).divergence is None
    session.apply(edited(session.trainer.config, "learning_rate", 1e-3), THREE)
    session.go_on()
    session.advance()
    # The first update of a fresh optimizer: no momentum of the divergence.
    w, b = (
        torch.tensor(before["weight"].item(), requires_grad=True),
        torch.tensor(before["bias"].item(), requires_grad=True),
    )
    torch.stack([(w * x + b - 2 * x) ** 2 for x in (1, 2, 3)]).sum().backward()
    assert w.grad is not None
    assert session.trainer.model.weight.item() == pytest.approx(w.item() - 1e-3 * w.grad.item(), rel=1e-5)
    while session.trainer.epoch < 3000 and session.state is RunState.RUNNING:
        session.advance()
    assert session.state is RunState.RUNNING
    assert session.trainer.loss(session.trainer.train) < before["weight"].item() ** 2


@pytest.mark.parametrize("batch_size", [0, 1, 2])
def test_the_curve_keeps_step_with_the_epochs_after_divergences(batch_size: int) -> None:
    session = diverging(batch_size=batch_size)
    for _ in range(3):
        run_until_diverged(session)
        session.restore()
        session.go_on()
    curve = session.snapshot(None, 5, 0.0).curve
    assert curve.epochs[-1] == session.trainer.epoch


def test_the_last_finite_loss_stays_known_when_it_diverges_at_once_again() -> None:
    session = diverging()
    run_until_diverged(session)
    assert session.divergence is not None
    first = session.divergence.last_finite_loss
    session.restore()
    session.go_on()
    session.apply(edited(session.trainer.config, "learning_rate", 1e30), THREE)
    run_until_diverged(session)
    assert session.divergence is not None
    assert math.isfinite(first)
    assert math.isfinite(session.divergence.last_finite_loss)


def test_saturated_units_do_not_hide_infinite_weights() -> None:
    """With tanh a weight of infinity gives a finite loss."""
    config = from_dict(
        {"model": "mlp", "hidden_sizes": 2, "learning_rate": 1e30, "optimizer": "adamw", "optimizer.weight_decay": 10}
    )
    session = Session(1, config, THREE)
    session.go_on()
    for _ in range(20):
        if session.state is RunState.RUNNING:
            session.advance()
        assert is_finite(session)


def test_huge_data_diverge_in_the_first_update() -> None:
    session = Session(1, Config(), Points.of([1e30, 1], [1, 1]))
    session.go_on()
    session.advance()
    assert session.state is RunState.DIVERGED
    assert is_finite(session)
    torch.manual_seed(0)
    assert session.trainer.model.weight.item() == torch.nn.Linear(1, 1).weight.item()


# ------------------------------------------------------------ epochs


def test_it_finishes_after_its_epochs_and_goes_on_for_as_many_again() -> None:
    config = from_dict({"epochs": 4, "batch_size": 2, "learning_rate": 1e-3})
    session = Session(1, config, THREE)
    for last in (4, 8):
        session.go_on()
        while session.state is RunState.RUNNING:
            session.advance()
        assert session.state is RunState.FINISHED
        assert (session.trainer.epoch, session.trainer.step) == (last, 2 * last)
    session.apply(edited(config, "epochs", 10), THREE)
    session.go_on()
    while session.state is RunState.RUNNING:
        session.advance()
    assert session.trainer.epoch == 10


def test_a_snapshot_is_a_copy_with_the_losses_of_the_whole_sets() -> None:
    points = Points.of([1, 2, 3, 4], [2, 4, 6, 9], [False, False, False, True])
    session = Session(
        7, from_dict({"batch_size": 1, "learning_rate": 1e-3, "init_values": {"weight": 1, "bias": 0}}), points
    )
    first = session.snapshot(Region(0, 4), 5, 12.5)
    assert (first.run_id, first.state, first.epoch, first.step, first.updates_per_second) == (
        7,
        RunState.PAUSED,
        0,
        0,
        12.5,
    )
    assert first.train_loss == pytest.approx((1 + 4 + 9) / 3)
    assert first.test_loss == 25
    assert math.isnan(first.last_step_loss)
    assert first.train_score == pytest.approx(1 - 14 / 8)
    assert first.gradients == {}
    assert first.formula == ("y = 1·x + 0",)
    assert first.prediction is not None
    session.go_on()
    session.advance()
    second = session.snapshot(None, 5, 0.0)
    assert first.parameters["weight"].item() == 1
    assert second.parameters["weight"].item() != 1
    assert second.prediction is None
    row = session.trainer.points
    assert row is points
    x = 1 - second.parameters["weight"].item()
    assert second.gradients["weight"].item() == pytest.approx(x / 1e-3, rel=1e-3)
    assert second.last_step_loss in (1, 4, 9)


# ------------------------------------------------------------ devices


@pytest.fixture
def gpu(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the processor play the gpu; only its name differs."""
    real_model = experiment.make_model
    monkeypatch.setattr(experiment, "tensor_of", lambda config, values: torch.tensor(values, dtype=torch.float32))
    monkeypatch.setattr(experiment, "make_model", lambda config: real_model(edited(config, "device", "cpu")))


@pytest.mark.parametrize("fails_in", ["update", "loss", "output"])
@pytest.mark.parametrize("batch_size", [0, 2])
@pytest.mark.usefixtures("gpu")
def test_a_device_that_fails_is_left_with_the_same_weights(
    monkeypatch: pytest.MonkeyPatch, fails_in: str, batch_size: int
) -> None:
    points = Points.of([1, 2, 3, 4], [2, 4, 6, 7], [False, False, False, True])
    config = from_dict({"device": "cuda:0", "batch_size": batch_size, "shuffle": False, "learning_rate": 0.01})
    real = getattr(Trainer, fails_in)
    budget = [6]

    def failing(self: Trainer, *arguments: object) -> object:
        if self.config.device != "cpu":
            budget[0] -= 1
            if budget[0] < 0:
                raise torch.OutOfMemoryError("CUDA out of memory.\nTried to allocate")
        return real(self, *arguments)

    monkeypatch.setattr(Trainer, fails_in, failing)
    session = Session(1, config, points)
    session.go_on()
    for _ in range(12):
        session.advance()
        assert session.state is RunState.RUNNING
    snapshot = session.snapshot(Region(0, 4), 5, 0.0)
    assert snapshot.device == "cpu"
    assert "CUDA out of memory." in str(snapshot.notice)
    assert "Tried" not in str(snapshot.notice)
    assert session.trainer.step == 12
    if batch_size == 0:
        plain = Trainer(edited(config, "device", "cpu"), points)
        monkeypatch.setattr(Trainer, fails_in, real)
        for _ in range(12):
            plain.next_update()
        assert snapshot.parameters["weight"].item() == plain.model.weight.item()
        assert snapshot.curve.epochs[-1] == 12
    # Wishes that come later do not lead back to the device.
    session.apply(edited(config, "learning_rate", 0.002), points.added([5], 10))
    session.advance()
    assert session.snapshot(Region(0, 4), 5, 0.0).device == "cpu"
    assert session.trainer.optimizer.param_groups[0]["lr"] == 0.002
    assert len(session.trainer.train) == 4


@pytest.mark.usefixtures("gpu")
def test_a_device_that_takes_no_points_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    real = Trainer.set_points

    def failing(self: Trainer, points: Points, like: Trainer | None = None) -> None:
        if self.config.device != "cpu" and len(points) > 3:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        real(self, points, like)

    monkeypatch.setattr(Trainer, "set_points", failing)
    config = from_dict({"device": "cuda:0", "learning_rate": 0.01})
    session = Session(1, config, THREE)
    session.go_on()
    session.advance()
    session.apply(config, THREE.added([5], 10))
    session.advance()
    assert session.snapshot(None, 5, 0.0).device == "cpu"
    assert (session.trainer.step, len(session.trainer.train)) == (2, 4)


@pytest.mark.usefixtures("gpu")
def test_the_fast_engine_is_tried_again_on_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory.")

    config = from_dict({"device": "cuda:0", "learning_rate": 0.01})
    session = Session(1, config, THREE)
    session.go_on()
    with monkeypatch.context() as broken:
        broken.setattr("app.training.engine.compiled.Compiled.run", fail)
        session.advance_fast(0.001)
        assert "failed" in str(session.snapshot(None, 5, 0.0).engine)
        session._move_to_cpu(torch.OutOfMemoryError("CUDA out of memory."))
    session.advance_fast(0.001)
    assert session.is_fast


class _OnlySinglePrecision(TorchFunctionMode):
    """Plays a device without double precision, such as Apple's: only what was brought to the processor becomes double."""

    def __init__(self) -> None:
        super().__init__()
        self._here: dict[int, torch.Tensor] = {}

    def __torch_function__(
        self, func: Any, types: Any, args: tuple[Any, ...] = (), kwargs: Mapping[str, Any] | None = None
    ) -> Any:
        tensors = [argument for argument in args if isinstance(argument, torch.Tensor)]
        is_here = func is torch.Tensor.cpu or all(id(tensor) in self._here for tensor in tensors)
        if func in (torch.Tensor.double, torch.Tensor.numpy) and not is_here:
            raise TypeError("Cannot convert a tensor of this device to float64.")
        result = func(*args, **(kwargs or {}))
        if is_here and isinstance(result, torch.Tensor):
            result = result.clone() if func is torch.Tensor.cpu else result
            self._here[id(result)] = result
        return result


@pytest.mark.parametrize(("loss", "head"), [("mse", Head.VALUE), ("bce", Head.BINARY), ("cross_entropy", Head.MULTICLASS)])  # fmt: skip
def test_a_device_without_double_precision_shows_what_it_trains(loss: str, head: Head) -> None:
    session = Session(1, *problem(loss, head))
    session.advance()
    expected = session.snapshot(REGION, 5, 0.0)
    with _OnlySinglePrecision():
        shown = session.snapshot(REGION, 5, 0.0)
    assert (shown.train_loss, shown.train_score) == (expected.train_loss, expected.train_score)
    for one, other in ((shown.parameters, expected.parameters), (shown.gradients, expected.gradients)):
        assert str(one) == str(other)
    np.testing.assert_array_equal(shown.prediction.values, expected.prediction.values)


def test_an_error_on_the_processor_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> float:
        raise RuntimeError("broken")

    session = Session(1, Config(), THREE)
    monkeypatch.setattr(Trainer, "update", fail)
    with pytest.raises(RuntimeError, match="broken"):
        session.advance()


def test_a_saved_training_goes_on_where_its_device_is_missing() -> None:
    config, points = problem("mse", Head.VALUE)
    there = Session(1, config, points)
    for _ in range(5):
        there.advance()
    here = Session(2, edited(config, "device", "cuda:99"), points, there.checkpoint())
    assert here.notice is not None
    there.advance()
    here.advance()
    assert here.trainer.last_loss == there.trainer.last_loss


# ------------------------------------------------------------ before the first update


def untrained() -> Session:
    return Session(1, from_dict({"task": "regression-1d", "model": "linear"}), Points.of([[1.0], [2.0]], [2.0, 4.0]))


def assert_curve_begins_with_what_is_shown(session: Session) -> None:
    shown = session.snapshot(None, 10, 0.0)
    np.testing.assert_array_equal(shown.curve.epochs, [0.0])
    np.testing.assert_array_equal(shown.curve.train, [shown.train_loss])
    np.testing.assert_array_equal(shown.curve.test, [shown.test_loss])


def test_points_edited_before_the_first_update_begin_the_loss_curve() -> None:
    session = Session(1, from_dict({"task": "regression-1d", "model": "linear"}), Points.empty(1))
    points = Points.of([[1.0], [2.0], [3.0]], [2.0, 4.0, 60.0], [False, False, True])
    session.apply(session.trainer.config, points)
    assert_curve_begins_with_what_is_shown(session)
    session.apply(session.trainer.config, points.added([3.0], 600.0))
    assert_curve_begins_with_what_is_shown(session)


def test_weights_edited_before_the_first_update_begin_the_loss_curve() -> None:
    session = untrained()
    session.set_weight("weight", 0, 50.0)
    assert_curve_begins_with_what_is_shown(session)


def test_edits_in_the_middle_leave_the_recorded_losses_alone() -> None:
    session = untrained()
    session.go_on()
    session.advance()
    recorded = session.snapshot(None, 10, 0.0).curve.train
    session.apply(session.trainer.config, Points.of([[9.0]], [9.0]))
    session.set_weight("weight", 0, 50.0)
    np.testing.assert_array_equal(session.snapshot(None, 10, 0.0).curve.train, recorded)
