"""The fast engine against the reference loop: same batches, same numbers, whatever is chosen, one model or many."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
import torch

from app.components import update_rules
from app.components.activations import ACTIVATIONS
from app.components.losses import LOSSES, Head
from app.components.optimizers import OPTIMIZERS
from app.data.points import Points
from app.training.config import Config
from app.training.engine import compiled, stacked, stacking
from app.training.engine.stacked import StackedEngine
from app.training.engine.stacking import why_reference
from app.training.settings import from_dict
from app.training.trainer import Trainer

torch.set_num_threads(1)  # as in the window: several are slower for nets of this size

rng = np.random.default_rng(5)
COORDINATES = rng.uniform(-1.5, 1.5, (36, 2))
SUMS = COORDINATES @ [1.0, 0.7]
IS_TEST = np.arange(36) % 9 == 0
"""4 of them: 32 are trained on, 3 batches of 10 and one of 2."""
POINTS = {
    Head.VALUE: Points.of(COORDINATES, np.sin(SUMS), IS_TEST),
    Head.BINARY: Points.of(COORDINATES, SUMS > 0.3, IS_TEST),
    Head.MULTICLASS: Points.of(COORDINATES, np.digitize(SUMS, [-0.6, 0.7]), IS_TEST),
}
LINE = Points.of(COORDINATES[:, :1], SUMS, IS_TEST)
REL = {"float64": 1e-12, "float32": 1e-5}


def problem(loss: str, head: Head, **settings: object) -> Config:
    """Return a network's configuration with 3 classes, 2 or a value."""
    task = "regression-2d" if head is Head.VALUE else "classification-2d"
    base = {"task": task, "n_classes": 3 if head is Head.MULTICLASS else 2, "model": "mlp", "hidden_sizes": "4,3", "loss": loss}  # fmt: skip
    config = from_dict({**base, "batch_size": 10, "learning_rate": 0.01, "dtype": "float64", **settings})
    assert config.head is head
    return config


CIRCLE = problem("bce_logits", Head.BINARY)


def assert_same(one: Trainer, other: Trainer, rel: float) -> None:
    """Compare parameters, relative to the largest of them, and everything that decides how the training goes on."""
    largest = max(float(parameter.detach().abs().max()) for parameter in one.model.parameters())
    for parameter, its in zip(one.model.parameters(), other.model.parameters(), strict=True):
        assert float((parameter - its).detach().abs().max()) <= rel * largest
    states = [trainer.state() for trainer in (one, other)]
    assert len({(state.epoch, state.step, state.shuffler, str(state.waiting)) for state in states}) == 1
    memories = [trainer.optimizer.state_dict()["state"] for trainer in (one, other)]
    for number, memory in memories[0].items():
        assert memory.keys() == memories[1][number].keys()
        if "step" in memory:
            assert float(memory["step"]) == float(memories[1][number]["step"])


def reference(trainer: Trainer, n_updates: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the losses (n_updates,) of the reference loop, and after each epoch those of all points (2, epochs)."""
    losses, epochs = [], []
    for _ in range(n_updates):
        update = trainer.next_update()
        losses.append(update.loss)
        if update.ends_epoch:
            epochs.append((trainer.loss(trainer.train), trainer.loss(trainer.test)))
    return np.array(losses), np.array(epochs).reshape(-1, 2).T


def compare(configs: Sequence[Config], points: Points, rel: float, parts: Sequence[int] = (200,)) -> None:
    """Train with both; losses are compared relative to the largest."""
    singles = [Trainer(config, points) for config in configs]
    together = [Trainer(config, points) for config in configs]
    engine = StackedEngine(together)
    for count in parts:
        progress = engine.advance(count)
        assert progress.is_sound.all()
        for number, single in enumerate(singles):
            losses, epochs = reference(single, count)
            atol = rel * np.abs(losses).max()
            np.testing.assert_allclose(progress.losses[number], losses, rtol=0, atol=atol)
            found = np.stack([progress.train_losses[number], progress.test_losses[number]])
            np.testing.assert_allclose(found, epochs, rtol=0, atol=rel * max(1, np.abs(epochs).max(initial=0)))
            assert together[number].last_loss == pytest.approx(single.last_loss, abs=atol)
            assert_same(single, together[number], rel)


# ------------------------------------------------------------ everything against everything

JUDGED = [(loss.key, head) for loss in LOSSES for head in loss.heads]
RULES: list[dict[str, object]] = [
    {"optimizer": "gradient_descent"},
    {"optimizer": "sgd"},
    {"optimizer": "sgd", "momentum": 0.9, "optimizer.weight_decay": 0.01, "l1": 0.001},
    {"optimizer": "sgd", "momentum": 0.8, "nesterov": True, "l2": 0.01},
    {"optimizer": "adam", "learning_rate": 0.002},
    {"optimizer": "adam", "learning_rate": 0.002, "amsgrad": True, "optimizer.weight_decay": 0.1, "beta1": 0.8},
    {"optimizer": "adamw", "learning_rate": 0.002, "l1": 0.01, "l2": 0.01},
    {"optimizer": "rmsprop", "learning_rate": 0.0005},
    {"optimizer": "rmsprop", "learning_rate": 0.0005, "momentum": 0.5, "centered": True, "optimizer.weight_decay": 0.1},
    {"optimizer": "adagrad"},
    {"optimizer": "adagrad", "lr_decay": 0.1, "optimizer.weight_decay": 0.01},
    {"optimizer": "adadelta", "learning_rate": 0.3},
    # What Rprop makes of a gradient is its sign: no sums whose rounding could decide about it.
    {"optimizer": "rprop", "learning_rate": 0.0001, "eta_plus": 1.01, "batch_size": 0},
]
KEYS = [entry.key for entry in ACTIVATIONS]


def test_every_optimizer_with_kernel_calls_is_compared() -> None:
    assert {rule["optimizer"] for rule in RULES} == {entry.key for entry in OPTIMIZERS if entry.rule}
    assert [entry.key for entry in OPTIMIZERS if not entry.rule] == ["lbfgs"]
    assert all(entry.forward for entry in ACTIVATIONS)
    assert all(set(loss.gradient) == set(loss.heads) for loss in LOSSES)


def compare_one(number: int, dtype: str, activations: Sequence[str], n_models: int = 1) -> None:
    (loss, head), rule = list(itertools.product(JUDGED, RULES))[number]
    sizes = ",".join(["4", "3", "4", "3", "4"][: len(activations)])
    config = problem(loss, head, **{"dtype": dtype, "hidden_sizes": sizes, "activation": ",".join(activations), **rule})
    if loss == "sse":  # a batch's gradients added up: with the same rate it is chaotic
        config = replace(config, learning_rate=config.learning_rate / 10)
    points = POINTS[head]
    if loss in ("mae", "hinge") and rule["optimizer"] == "rprop":
        # All points pull one way: where they balance, rounding decides whether a sum is 0, and Rprop sees only its sign.
        targets = points.targets + 3 if loss == "mae" else 0 * points.targets
        points = points.changed(range(len(points)), targets=targets)
    compare([replace(config, seed=1 + model) for model in range(n_models)], points, REL[dtype])


@pytest.mark.parametrize("dtype", REL)
@pytest.mark.parametrize("number", range(0, len(JUDGED) * len(RULES), 11))
def test_engine_and_reference_agree(number: int, dtype: str) -> None:
    compare_one(number, dtype, (KEYS[number % 14], KEYS[number * 5 % 14 - 1]))


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(JUDGED) * len(RULES)))
def test_engine_and_reference_agree_in_everything(number: int) -> None:
    for first in (0, 5, 9):  # a layer for each: five layers take little longer than two
        compare_one(number, "float64", KEYS[first : first + 5])


# ------------------------------------------------------------ models, batches, chunks


@pytest.mark.parametrize("dtype", REL)
@pytest.mark.parametrize("bias", [True, False])
def test_models_without_hidden_layers(dtype: str, bias: bool) -> None:
    shared = {"dtype": dtype, "bias": bias, "batch_size": 7, "learning_rate": 0.02}
    for flat, points in (
        ({"model": "linear"}, LINE),
        ({"model": "polynomial", "degree": 3}, LINE),
        ({"task": "regression-2d", "model": "linear", "features": "x1,x1_x2,sin_x2"}, POINTS[Head.VALUE]),
        ({"task": "classification-2d", "model": "logistic"}, POINTS[Head.BINARY]),
        ({"task": "classification-2d", "model": "softmax", "n_classes": 3}, POINTS[Head.MULTICLASS]),
        ({"task": "regression-2d", "model": "mlp", "hidden_sizes": "", "bias": None}, POINTS[Head.VALUE]),
    ):
        settings = {key: value for key, value in {**shared, **flat}.items() if value is not None}
        compare([from_dict(settings)], points, REL[dtype])


@pytest.mark.parametrize("batch_size", [0, 1, 8, 10, 31, 32, 100])
@pytest.mark.parametrize("shuffle", [True, False])
def test_batches_of_every_size(batch_size: int, shuffle: bool) -> None:
    config = replace(CIRCLE, batch_size=batch_size, shuffle=shuffle, optimizer="adam")
    compare([config], POINTS[Head.BINARY], 1e-12, (1, 2, 3, 70, 5))


def test_without_test_points_their_loss_is_no_number() -> None:
    points = Points.of(COORDINATES, SUMS > 0)
    progress = StackedEngine([Trainer(CIRCLE, points)]).advance(9)
    assert progress.train_losses.shape == progress.test_losses.shape == (1, 2)
    assert np.isfinite(progress.train_losses).all()
    assert np.isnan(progress.test_losses).all()


@pytest.mark.parametrize("batch_size", [0, 10])
def test_more_updates_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch, batch_size: int) -> None:
    monkeypatch.setattr(stacked, "ROOM", 2000)
    config = replace(CIRCLE, batch_size=batch_size)
    assert 2 < StackedEngine([Trainer(config, POINTS[Head.BINARY])]).capacity < 60
    compare([config], POINTS[Head.BINARY], 1e-12)


def test_losses_after_epochs_only_if_wanted() -> None:
    progress = StackedEngine([Trainer(CIRCLE, POINTS[Head.BINARY])]).advance(20, with_epochs=False)
    assert progress.losses.shape == (1, 20)
    assert progress.train_losses.shape == (1, 0)


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_engine_and_reference_take_turns_within_epochs(rule: dict[str, object]) -> None:
    config = problem("bce_logits", Head.BINARY, **rule)
    alone, shared = (Trainer(config, POINTS[Head.BINARY]) for _ in range(2))
    engine = StackedEngine([shared])
    for count in (1, 2, 5, 1, 9):
        engine.advance(count)
        reference(alone, count)
        assert alone.next_update().rows.tolist() == shared.next_update().rows.tolist()
        assert_same(alone, shared, 1e-12)


def test_engine_and_reference_see_the_same_batches() -> None:
    alone, shared = (Trainer(CIRCLE, POINTS[Head.BINARY]) for _ in range(2))
    StackedEngine([shared]).advance(6)
    for _ in range(6):
        alone.next_update()
    assert [alone.next_update().rows.tolist() for _ in range(9)] == [
        shared.next_update().rows.tolist() for _ in range(9)
    ]


# ------------------------------------------------------------ many models


@pytest.mark.parametrize("batch_size", [0, 10])
@pytest.mark.parametrize("optimizer", ["sgd", "adam", "rprop"])
def test_stacked_models_train_as_if_alone(optimizer: str, batch_size: int) -> None:
    base = replace(CIRCLE, batch_size=batch_size, optimizer=optimizer, learning_rate=0.001)
    configs = [
        replace(
            base, seed=number, learning_rate=0.001 * (1 + number), l1=0.001 * (number % 2), l2=0.01 * (number % 3),
            activation=(KEYS[number % 14], KEYS[(number * 3 + 1) % 14]),
        )
        for number in range(9)
    ]  # fmt: skip
    compare(configs, POINTS[Head.BINARY], 1e-12, (3, 50, 40))


@pytest.mark.slow
@pytest.mark.parametrize("dtype", REL)
@pytest.mark.parametrize("activation", KEYS)
def test_every_activation_stacks_in_either_precision(activation: str, dtype: str) -> None:
    """The activations of several models do not lie side by side in memory, which not every kernel of torch can do."""
    others = [(KEYS[0], KEYS[-1]), (activation, activation), (KEYS[-1], activation)]
    for chosen in ([(activation,) * 2] * 3, [*others, (activation, KEYS[1])]):
        configs = [replace(CIRCLE, dtype=dtype, seed=number, activation=both) for number, both in enumerate(chosen)]
        compare(configs, POINTS[Head.BINARY], REL[dtype])


@pytest.mark.slow
@pytest.mark.parametrize("number", range(0, len(JUDGED) * len(RULES), 3))
def test_every_loss_and_optimizer_stacks_in_single_precision(number: int) -> None:
    compare_one(number, "float32", ("tanh", "sigmoid"), n_models=3)


@pytest.mark.parametrize(
    "options",
    [("sgd", "momentum", (0.0, 0.5, 0.9)), ("adam", "beta2", (0.9, 0.99, 0.999)), ("adagrad", "lr_decay", (0.0, 0.1, 0.5)),
     ("adamw", "weight_decay", (0.0, 0.1, 0.2))],
    ids=str,
)  # fmt: skip
def test_stacked_models_may_differ_in_the_optimizers_numbers(options: tuple[str, str, tuple[float, ...]]) -> None:
    optimizer, name, values = options
    configs = [replace(CIRCLE, optimizer=optimizer, learning_rate=0.002, options={f"optimizer.{name}": value}) for value in values]  # fmt: skip
    compare(configs, POINTS[Head.BINARY], 1e-12, (30, 30))


@pytest.mark.parametrize("beta", [0.9, 0.999, 0.999999])
def test_adam_corrects_as_torch_does_however_long_its_memory(beta: float) -> None:
    """Where 1 - beta^t is small, the last bit of the power decides about many of its digits."""
    rule = update_rules.adam({"weight_decay": False, "amsgrad": False})
    options = {"lr": 1.0, "beta1": beta, "beta2": 0.0, "eps": 1.0, "weight_decay": 0.0}
    for first in (1, 2048):
        steps = range(first, first + 2000)
        found = rule.numbers(options, np.array(steps, dtype=np.float64))["shift"]
        assert np.asarray(found).tolist() == [-(1 - beta**t) for t in steps]


@pytest.mark.parametrize("optimizer", ["sgd", "rmsprop"])
def test_a_model_without_momentum_gets_none_from_those_beside_it(optimizer: str) -> None:
    values = (0.0, 0.9)
    configs = [replace(CIRCLE, optimizer=optimizer, options={"optimizer.momentum": value}) for value in values]
    together, singles = ([Trainer(config, POINTS[Head.BINARY]) for config in configs] for _ in range(2))
    for count in (7, 6):
        StackedEngine(together).advance(count)
        for one, other in zip(together, singles, strict=True):
            reference(other, count)
            memories = [trainer.optimizer.state_dict()["state"] for trainer in (one, other)]
            assert [memory.keys() for memory in memories[0].values() if memory] == [memory.keys() for memory in memories[1].values()]  # fmt: skip
    if optimizer == "rmsprop":  # its momentum is not live
        return
    for trainer in (together[0], singles[0]):
        trainer.set_config(replace(configs[0], options={"optimizer.momentum": 0.9}))
        reference(trainer, 5)
    assert_same(together[0], singles[0], 1e-12)


def test_momentum_that_was_switched_off_and_on_again() -> None:
    """torch takes up again what it had."""
    beside = replace(CIRCLE, options={"optimizer.momentum": 0.5})
    together, singles = ([Trainer(beside, POINTS[Head.BINARY]) for _ in range(2)] for _ in range(2))
    for momentum in (0.9, 0.0, 0.9):
        for own in (together, singles):
            own[0].set_config(replace(CIRCLE, options={"optimizer.momentum": momentum}))
        StackedEngine(together).advance(5)
        for one, other in zip(together, singles, strict=True):
            reference(other, 5)
            assert_same(one, other, 1e-12)


@pytest.mark.parametrize(
    "changes",
    [{"loss": "hinge"}, {"hidden_sizes": (4, 4)}, {"batch_size": 7}, {"dtype": "float32"}, {"optimizer": "adam"},
     {"options": {"optimizer.nesterov": True}}, {"features": ("x1", "x2", "x1_x2")}],
    ids=str,
)  # fmt: skip
def test_what_does_not_stack_is_refused(changes: dict[str, object]) -> None:
    trainers = [Trainer(config, POINTS[Head.BINARY]) for config in (CIRCLE, replace(CIRCLE, **changes))]  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="differ"):
        StackedEngine(trainers)


def test_models_at_different_batches_are_refused() -> None:
    trainers = [Trainer(CIRCLE, POINTS[Head.BINARY]) for _ in range(2)]
    engine = StackedEngine(trainers)
    trainers[0].next_update()
    with pytest.raises(ValueError, match="same batch"):
        engine.advance(1)


def test_models_whose_optimizers_have_counted_otherwise_are_refused() -> None:
    """The bias correction of Adam depends on that count, and the engine takes one for all."""
    config = replace(CIRCLE, optimizer="adam")
    trainers = [Trainer(config, POINTS[Head.BINARY]) for _ in range(2)]
    engine = StackedEngine(trainers)
    reference(trainers[0], trainers[0].batches_an_epoch)
    with pytest.raises(ValueError, match="counted"):
        engine.advance(1)
    assert [trainer.step for trainer in trainers] == [trainers[0].batches_an_epoch, 0]
    reference(trainers[1], trainers[1].batches_an_epoch)
    assert engine.advance(4).is_sound.all()


# ------------------------------------------------------------ divergence, fallback


@pytest.mark.parametrize("batch_size", [0, 10])
def test_a_model_that_diverges_stays_where_it_was_and_the_others_go_on(batch_size: int) -> None:
    rates = (0.01, 1e4, 0.02)
    base = problem("mse", Head.VALUE, batch_size=batch_size, activation="identity", dtype="float32")
    configs = [replace(base, learning_rate=rate) for rate in rates]
    trainers, alone = ([Trainer(config, POINTS[Head.VALUE]) for config in configs] for _ in range(2))
    before = trainers[1].state()
    progress = StackedEngine(trainers).advance(60)
    assert progress.is_sound.tolist() == [True, False, True]
    assert str(trainers[1].state()) == str(before)
    for number in (0, 2):
        reference(alone[number], 60)
        assert_same(trainers[number], alone[number], 1e-5)
    # From where it stayed, the reference loop finds the update.
    losses = [trainers[1].next_update().loss for _ in range(60)]
    assert not all(map(math.isfinite, losses))


def test_what_has_no_kernel_calls_runs_in_the_reference_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    assert why_reference(CIRCLE) is None
    lbfgs = replace(CIRCLE, optimizer="lbfgs")
    assert "L-BFGS" in str(why_reference(lbfgs))
    with pytest.raises(ValueError, match="L-BFGS"):
        StackedEngine([Trainer(lbfgs, POINTS[Head.BINARY])])
    with pytest.raises(ValueError, match="no point"):
        StackedEngine([Trainer(CIRCLE, POINTS[Head.BINARY].chosen([0]))])  # a test point
    bare = replace(stacking.activations.BY_KEY["tanh"], forward="")
    monkeypatch.setitem(stacking.activations.BY_KEY, "tanh", bare)  # type: ignore[arg-type]
    assert "tanh" in str(why_reference(CIRCLE))


def broken(_source: str) -> compiled.Steps:
    raise RuntimeError("no longer in torch")


def wrong(source: str) -> compiled.Steps:
    return compiled.in_python(source.replace("torch.bmm(w_0, x, out=z_0)", "torch.bmm(w_0, x, out=z_0); z_0.mul_(2)"))


@pytest.mark.parametrize("script", [broken, wrong])
def test_a_torchscript_that_fails_or_computes_something_else_is_not_used(
    script: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compiled, "_scripts", {})
    monkeypatch.setattr(compiled, "in_torchscript", script)
    compare([CIRCLE], POINTS[Head.BINARY], 1e-12)
    assert list(compiled._scripts.values()) == [None]


def test_torchscript_is_used_where_it_is_to_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_scripts", {})
    compare([CIRCLE], POINTS[Head.BINARY], 1e-12)
    assert all(compiled._scripts.values())
    used = dict(compiled._scripts)
    monkeypatch.setenv("PYTORCH_JIT", "0")
    compiled._scripts.clear()
    compare([CIRCLE], POINTS[Head.BINARY], 1e-12)
    assert used
    assert not compiled._scripts


def test_only_the_newest_scripts_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_scripts", {})
    monkeypatch.setattr(compiled, "MOST_SCRIPTS", 3)
    for number in range(5):
        config = replace(CIRCLE, activation=("elu",), options={"activation.alpha": 1 + number / 4})
        StackedEngine([Trainer(config, POINTS[Head.BINARY])]).advance(3)
    assert len(compiled._scripts) == 3


def test_python_and_torchscript_give_the_same_bits() -> None:
    trainers = [Trainer(replace(CIRCLE, dtype="float32"), POINTS[Head.BINARY]) for _ in range(2)]
    results = [StackedEngine([trainer], is_scripted).advance(100) for trainer, is_scripted in zip(trainers, (True, False), strict=True)]  # fmt: skip
    np.testing.assert_array_equal(results[0].losses, results[1].losses)
    assert str(trainers[0].state()) == str(trainers[1].state())
