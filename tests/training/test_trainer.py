"""The training loop against plain PyTorch loops written here: the same numbers, whatever is chosen."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from app.data.points import Points
from app.data.tasks import Task
from app.text import UserError
from app.training.config import Config
from app.training.experiment import feature_columns, make_model
from app.training.settings import edited, from_dict
from app.training.trainer import Trainer

Loop = Callable[[Tensor, Tensor], Tensor]


def configured(**flat: object) -> Config:
    return from_dict(flat)


def trained(trainer: Trainer, n_updates: int) -> dict[str, Tensor]:
    for _ in range(n_updates):
        trainer.next_update()
    return {name: parameter.detach().clone() for name, parameter in trainer.model.named_parameters()}


def assert_equal(found: dict[str, Tensor], expected: nn.Module, rel: float) -> None:
    for tensor, parameter in zip(found.values(), expected.parameters(), strict=True):
        assert tensor.shape == parameter.shape
        assert torch.allclose(tensor, parameter.detach(), rtol=rel, atol=rel)


# ------------------------------------------------------------ everything against everything

rng = np.random.default_rng(7)
X1 = rng.uniform(-1.5, 1.5, (11, 1))
X2 = rng.uniform(-1.5, 1.5, (11, 2))
VALUES = rng.normal(size=11)
CLASSES = {2: np.arange(11) % 2, 3: np.arange(11) % 3}


def one_hot_distance(p: Tensor, t: Tensor) -> Tensor:
    return ((p - torch.eye(p.shape[1], dtype=p.dtype)[t]) ** 2).sum() / len(p)


LOSSES: dict[str, tuple[dict[str, object], Loop]] = {
    "mse": ({}, lambda o, t: ((o - t) ** 2).mean()),
    "sse": ({}, lambda o, t: ((o - t) ** 2).sum()),
    "half_mse": ({}, lambda o, t: ((o - t) ** 2).mean() / 2),
    "mae": ({}, lambda o, t: (o - t).abs().mean()),
    "huber": ({"loss.delta": 0.5, "loss.reduction": "sum"},
              lambda o, t: torch.where((o - t).abs() < 0.5, (o - t) ** 2 / 2, 0.5 * ((o - t).abs() - 0.25)).sum()),
    "bce_logits": ({"loss.reduction": "sum"}, lambda o, t: (torch.log1p(torch.exp(-(2 * t - 1) * o))).sum()),
    "bce": ({}, lambda o, t: -(t * torch.log(1 / (1 + torch.exp(-o))) + (1 - t) * torch.log(1 - 1 / (1 + torch.exp(-o)))).mean()),
    "hinge": ({}, lambda o, t: torch.clamp(1 - (2 * t - 1) * o, min=0).mean()),
    "squared_probability": ({}, lambda o, t: ((1 / (1 + torch.exp(-o)) - t) ** 2).mean()),
    "cross_entropy": ({}, lambda o, t: (torch.logsumexp(o, 1) - o[torch.arange(len(o)), t]).mean()),
    "hinge-3": ({}, lambda o, t: nn.functional.multi_margin_loss(o, t)),
    "squared_probability-3": ({}, lambda o, t: one_hot_distance(torch.softmax(o, 1), t)),
}  # fmt: skip

PROBLEMS: list[tuple[str, str, dict[str, object]]] = [
    *(("linear", loss, {}) for loss in ("mse", "sse", "half_mse", "mae", "huber")),
    ("linear", "mse", {"model.bias": False}),
    *(("polynomial", loss, {"model.degree": 3}) for loss in ("mse", "huber")),
    *(("logistic", loss, {}) for loss in ("bce_logits", "bce", "hinge", "squared_probability")),
    *(("softmax", loss, {}) for loss in ("cross_entropy", "hinge-3", "squared_probability-3")),
    *(("mlp", loss, {"hidden_sizes": "4,3", "activation": "tanh,gelu"}) for loss in LOSSES),
]

OPTIMIZERS: dict[str, tuple[dict[str, object], Callable[[Any], torch.optim.Optimizer]]] = {
    "gradient_descent": ({}, lambda w: torch.optim.SGD(w, 0.05)),
    "sgd": ({"momentum": 0.9, "nesterov": True, "optimizer.weight_decay": 0.01},
            lambda w: torch.optim.SGD(w, 0.05, momentum=0.9, nesterov=True, weight_decay=0.01)),
    "adam": ({"beta1": 0.8, "beta2": 0.95, "amsgrad": True, "optimizer.weight_decay": 0.1},
             lambda w: torch.optim.Adam(w, 0.05, betas=(0.8, 0.95), amsgrad=True, weight_decay=0.1)),
    "adamw": ({"optimizer.weight_decay": 0.2}, lambda w: torch.optim.AdamW(w, 0.05, weight_decay=0.2)),
    "rmsprop": ({"optimizer.alpha": 0.9, "momentum": 0.5, "centered": True},
                lambda w: torch.optim.RMSprop(w, 0.05, alpha=0.9, momentum=0.5, centered=True)),
    "adagrad": ({"lr_decay": 0.1}, lambda w: torch.optim.Adagrad(w, 0.05, lr_decay=0.1)),
    "adadelta": ({"rho": 0.8}, lambda w: torch.optim.Adadelta(w, 0.05, rho=0.8)),
    "rprop": ({"eta_minus": 0.4, "eta_plus": 1.3}, lambda w: torch.optim.Rprop(w, 0.05, etas=(0.4, 1.3))),
    "lbfgs": ({"max_iter": 3, "history_size": 4}, lambda w: torch.optim.LBFGS(w, 0.05, max_iter=3, history_size=4)),
}  # fmt: skip

REL = {"float32": 1e-4, "float64": 1e-10}
"""Losses written otherwise than torch's round otherwise too, and optimizers divide by small gradients."""


def plain_model(name: str, n_inputs: int, n_outputs: int, has_bias: bool) -> nn.Module:
    if name == "mlp":
        return nn.Sequential(nn.Linear(n_inputs, 4), nn.Tanh(), nn.Linear(4, 3), nn.GELU(), nn.Linear(3, n_outputs))
    return nn.Linear(n_inputs, n_outputs, bias=has_bias)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_model_loss_and_optimizer_against_a_plain_loop(optimizer: str, dtype: str) -> None:
    for name, loss_name, more in PROBLEMS:
        is_value = loss_name in ("mse", "sse", "half_mse", "mae", "huber")
        has_several = loss_name in ("cross_entropy", "hinge-3", "squared_probability-3")
        loss_options, loss = LOSSES[loss_name]
        optimizer_options, make_optimizer = OPTIMIZERS[optimizer]
        task = ("regression-" if is_value else "classification-") + ("1d" if name == "polynomial" else "2d")
        coordinates = X1 if name == "polynomial" else X2
        targets = VALUES if is_value else CLASSES[3 if has_several else 2]
        config = configured(
            task=task, n_classes=3 if has_several else 2, model=name, loss=loss_name.removesuffix("-3"), optimizer=optimizer,
            learning_rate=0.05, seed=3, dtype=dtype, **loss_options, **optimizer_options, **more,
        )  # fmt: skip
        trainer = Trainer(config, Points.of(coordinates, targets))
        kind = getattr(torch, dtype)
        x = torch.tensor(coordinates, dtype=kind)
        if name == "polynomial":
            x = torch.cat([x**3, x**2, x], dim=1)
        t = torch.tensor(targets) if has_several else torch.tensor(targets, dtype=kind)[:, None]
        torch.manual_seed(3)
        plain = plain_model(name, x.shape[1], 3 if has_several else 1, more.get("model.bias", True) is True).to(kind)
        steps = make_optimizer(plain.parameters())

        def closure(
            plain: nn.Module = plain,
            steps: torch.optim.Optimizer = steps,
            x: Tensor = x,
            t: Tensor = t,
            loss: Loop = loss,
        ) -> Tensor:
            steps.zero_grad()
            value = loss(plain(x), t)
            value.backward()
            return value

        for number in range(4):
            expected = steps.step(closure).item()
            update = trainer.next_update()
            assert update.loss == pytest.approx(expected, rel=REL[dtype], abs=REL[dtype]), (name, loss_name, number)
        if dtype == "float64" or optimizer in ("gradient_descent", "sgd"):
            assert_equal(trained(trainer, 0), plain, REL[dtype])


# ------------------------------------------------------------ order, batches, epochs


def test_mini_batches_are_shuffled_by_the_seeds_generator() -> None:
    x, y = rng.normal(size=(23, 2)), rng.normal(size=23)
    config = configured(
        task="regression-2d", batch_size=5, seed=42, learning_rate=0.02, loss="half_mse", dtype="float64"
    )
    trainer = Trainer(config, Points.of(x, y))
    torch.manual_seed(42)
    plain = nn.Linear(2, 1).double()
    order = torch.Generator().manual_seed(42)
    steps = torch.optim.SGD(plain.parameters(), 0.02)
    inputs, targets = torch.tensor(x), torch.tensor(y)[:, None]
    step = 0
    for epoch in range(1, 4):
        batches = torch.randperm(23, generator=order).split(5)
        assert [len(batch) for batch in batches] == [5, 5, 5, 5, 3]
        for number, batch in enumerate(batches, 1):
            loss = ((plain(inputs[batch]) - targets[batch]) ** 2 / 2).mean()
            steps.zero_grad()
            loss.backward()
            steps.step()
            step += 1
            update = trainer.next_update()
            assert (update.epoch, update.step, update.ends_epoch) == (epoch, step, number == 5)
            assert update.rows.tolist() == batch.tolist()
            assert update.loss == pytest.approx(loss.item(), rel=1e-12)
            assert (trainer.epoch, trainer.is_between_epochs) == (epoch if number == 5 else epoch - 1, number == 5)
    assert_equal(trained(trainer, 0), plain, 1e-12)


def test_unshuffled_batches_follow_the_order_of_the_points() -> None:
    points = Points.of(np.arange(7.0), np.arange(7.0), [False, True, False, False, True, False, False])
    trainer = Trainer(configured(batch_size=2, shuffle=False), points)
    rows = [trainer.next_update().rows.tolist() for _ in range(6)]
    assert rows == [[0, 2], [3, 5], [6]] * 2
    assert len(trainer.train) == 5
    assert trainer.test.rows.tolist() == [1, 4]


@pytest.mark.parametrize(
    ("n", "batch_size", "sizes"),
    [(5, 0, [5]), (5, 1, [1] * 5), (5, 5, [5]), (5, 9, [5]), (5, 2, [2, 2, 1]), (1, 3, [1])],
)
def test_batch_sizes(n: int, batch_size: int, sizes: list[int]) -> None:
    trainer = Trainer(configured(batch_size=batch_size), Points.of(np.arange(n), np.arange(n)))
    assert [len(trainer.next_update().rows) for _ in sizes] == sizes
    assert trainer.is_between_epochs


def test_epochs_yield_every_update_and_stop_at_an_epochs_end() -> None:
    trainer = Trainer(configured(batch_size=2, learning_rate=1e-3), Points.of(np.arange(5), np.arange(5)))
    assert sum(update.ends_epoch for update in trainer.epochs(3)) == 3
    assert (trainer.epoch, trainer.step) == (3, 9)
    trainer.next_update()
    assert len(list(trainer.epochs(1))) == 2
    assert (trainer.epoch, trainer.step) == (4, 12)


# ------------------------------------------------------------ weights


@pytest.mark.parametrize("seed", [0, 1, 2**31 - 1])
def test_the_seed_gives_the_weights_of_plain_pytorch(seed: int) -> None:
    torch.manual_seed(seed)
    linear = nn.Linear(2, 1)
    model = make_model(configured(task="regression-2d", seed=seed))
    assert torch.equal(model.weight, linear.weight)
    assert torch.equal(model.bias, linear.bias)
    torch.manual_seed(seed)
    plain = nn.Sequential(nn.Linear(1, 5), nn.ReLU(), nn.Linear(5, 1))
    mlp = make_model(configured(model="mlp", hidden_sizes=5, activation="relu", seed=seed))
    assert all(torch.equal(*pair) for pair in zip(mlp.parameters(), plain.parameters(), strict=True))


def test_precision_does_not_change_where_training_starts() -> None:
    single, double = (make_model(configured(dtype=dtype)) for dtype in ("float32", "float64"))
    assert double.weight.dtype is torch.float64
    assert torch.equal(single.weight.double(), double.weight)


def test_building_leaves_torchs_own_random_numbers_alone() -> None:
    torch.manual_seed(5)
    expected = torch.rand(3)
    torch.manual_seed(5)
    trained(Trainer(configured(batch_size=2, init="normal"), Points.of([1, 2, 3], [1, 2, 3])), 5)
    assert torch.equal(torch.rand(3), expected)


def test_given_numbers_fill_parameters() -> None:
    config = configured(
        task="regression-2d", model="mlp", hidden_sizes="2",
        **{"init": "zeros", "init.hidden1.weight": "[[1, 2], [3, 4]]", "init.hidden1.bias": 0.5, "init.output.weight": "7, 8"},
    )  # fmt: skip
    model = dict(make_model(config).named_parameters())
    assert model["hidden1.weight"].tolist() == [[1, 2], [3, 4]]
    assert model["hidden1.bias"].tolist() == [0.5, 0.5]
    assert model["output.weight"].tolist() == [[7, 8]]
    assert model["output.bias"].tolist() == [0]


@pytest.mark.parametrize(
    ("name", "numbers", "reason"),
    [
        ("weights", "1", "has no such parameter.*weight, bias"),
        ("", "1", "has no such parameter"),
        ("weight", "1, 2, 3", "do not fill the shape 1 × 2"),
        ("weight", "[]", "do not fill"),
        ("weight", "[[1], [2]]", "do not fill"),
        ("weight", "[1, [2]]", "do not fill"),
        ("weight", "[[1], 2]", "do not fill"),
        ("weight", "[[1, 2], [3]]", "do not fill"),
        ("weight", "1e39", "too large"),
        ("bias", "1, 2", "do not fill"),
    ],
)
def test_given_numbers_that_do_not_fit_are_refused(name: str, numbers: str, reason: str) -> None:
    config = edited(configured(task="regression-2d"), f"init.{name}", numbers)
    with pytest.raises(UserError, match=reason):
        Trainer(config, Points.of(X2, VALUES))


def test_features_and_powers() -> None:
    config = configured(task="regression-2d", features="x1, x2, x1_squared, x2_squared, x1_x2, sin_x1, sin_x2")
    columns = feature_columns(config, torch.tensor(X2)).numpy()
    a, b = X2.T
    assert np.allclose(columns, np.column_stack([a, b, a**2, b**2, a * b, np.sin(a), np.sin(b)]), rtol=1e-14)
    only = feature_columns(configured(task="regression-2d", features="x1_x2"), torch.tensor(X2)).numpy()
    assert np.allclose(only, (a * b)[:, None])
    for degree in (1, 2, 10):
        powers = feature_columns(configured(model="polynomial", degree=degree), torch.tensor(X1)).numpy()
        assert np.allclose(powers, np.column_stack([X1[:, 0] ** power for power in range(degree, 0, -1)]))


# ------------------------------------------------------------ penalties and live changes


def test_l2_is_weight_decay_on_the_weights_alone() -> None:
    config = configured(task="regression-2d", l2=0.3, dtype="float64", seed=9)
    trainer = Trainer(config, Points.of(X2, VALUES))
    torch.manual_seed(9)
    plain = nn.Linear(2, 1).double()
    steps = torch.optim.SGD([{"params": [plain.weight], "weight_decay": 0.3}, {"params": [plain.bias]}], 0.03)
    for _ in range(20):
        loss = ((plain(torch.tensor(X2)) - torch.tensor(VALUES)[:, None]) ** 2).mean()
        steps.zero_grad()
        loss.backward()
        steps.step()
        assert trainer.next_update().loss == pytest.approx(loss.item(), rel=1e-12)
    assert_equal(trained(trainer, 0), plain, 1e-12)


def test_l1_and_l2_by_their_formula() -> None:
    config = configured(model="mlp", hidden_sizes="3", l1=0.2, l2=0.1, dtype="float64", seed=9)
    trainer = Trainer(config, Points.of(X1, VALUES))
    torch.manual_seed(9)
    plain = nn.Sequential(nn.Linear(1, 3), nn.Tanh(), nn.Linear(3, 1)).double()
    steps = torch.optim.SGD(plain.parameters(), 0.03)
    for _ in range(10):
        loss = ((plain(torch.tensor(X1)) - torch.tensor(VALUES)[:, None]) ** 2).mean()
        weights = torch.cat([plain[0].weight.flatten(), plain[2].weight.flatten()])
        steps.zero_grad()
        (loss + 0.2 * weights.abs().sum() + 0.05 * (weights**2).sum()).backward()
        steps.step()
        assert trainer.next_update().loss == pytest.approx(loss.item(), rel=1e-12)
    assert_equal(trained(trainer, 0), plain, 1e-12)


def test_penalties_are_not_part_of_the_losses_shown() -> None:
    points = Points.of([1, 2], [1, 2])
    free, bound = (Trainer(configured(l1=l1, l2=l1), points) for l1 in (0, 5))
    assert free.loss(free.train) == bound.loss(bound.train)
    assert free.next_update().loss == bound.next_update().loss
    assert math.isnan(free.loss(free.test))


def test_live_changes_reach_the_optimizer_and_keep_its_memory() -> None:
    config = configured(task="regression-2d", momentum=0.9, dtype="float64")
    trainer = Trainer(config, Points.of(X2, VALUES))
    torch.manual_seed(0)
    plain = nn.Linear(2, 1).double()
    steps = torch.optim.SGD(plain.parameters(), 0.03, momentum=0.9)

    def both(n_updates: int) -> None:
        trained(trainer, n_updates)
        for _ in range(n_updates):
            steps.zero_grad()
            ((plain(torch.tensor(X2)) - torch.tensor(VALUES)[:, None]) ** 2).mean().backward()
            steps.step()
        assert_equal(trained(trainer, 0), plain, 1e-12)

    both(5)
    trainer.set_config(edited(config, "learning_rate", 0.001))
    steps.param_groups[0]["lr"] = 0.001
    both(5)
    trainer.set_config(edited(edited(config, "momentum", 0.5), "optimizer.weight_decay", 0.1))
    steps.param_groups[0].update(lr=0.03, momentum=0.5, weight_decay=0.1)
    both(5)


def test_a_live_change_of_adams_memory() -> None:
    config = configured(task="regression-2d", optimizer="adam", dtype="float64")
    trainer = Trainer(config, Points.of(X2, VALUES))
    torch.manual_seed(0)
    plain = nn.Linear(2, 1).double()
    steps = torch.optim.Adam(plain.parameters(), 0.03)
    for number in range(8):
        if number == 4:
            trainer.set_config(edited(config, "beta1", 0.5))
            steps.param_groups[0]["betas"] = (0.5, 0.999)
        trainer.next_update()
        steps.zero_grad()
        ((plain(torch.tensor(X2)) - torch.tensor(VALUES)[:, None]) ** 2).mean().backward()
        steps.step()
    assert_equal(trained(trainer, 0), plain, 1e-12)


def test_other_points_begin_the_epoch_anew() -> None:
    trainer = Trainer(configured(batch_size=2, shuffle=False), Points.of([1, 2, 3, 4, 5], [1, 2, 3, 4, 5]))
    trainer.next_update()
    trainer.set_points(Points.of([7, 8, 9], [7, 8, 9]))
    updates = [trainer.next_update() for _ in range(2)]
    assert [update.rows.tolist() for update in updates] == [[0, 1], [2]]
    assert [update.ends_epoch for update in updates] == [False, True]
    assert (trainer.epoch, trainer.step) == (1, 3)


def test_forgetting_momentum_gives_a_fresh_optimizer() -> None:
    points = Points.of(X1, VALUES)
    config = configured(momentum=0.9)
    trainer = Trainer(config, points)
    weights = trained(trainer, 5)
    trainer.forget_momentum()
    fresh = Trainer(edited(config, "init_values", {name: tensor.tolist() for name, tensor in weights.items()}), points)
    for name, tensor in trained(fresh, 3).items():
        assert torch.equal(tensor, trained(trainer, 0 if name == "bias" else 3)[name])


# ------------------------------------------------------------ published figures


def test_adding_targets_of_every_task_takes_the_shape_of_its_head() -> None:
    for task, model, expected in (
        (Task.REGRESSION_1D, "linear", ((11, 1), torch.float32)),
        (Task.CLASSIFICATION_1D, "logistic", ((11, 1), torch.float32)),
        (Task.CLASSIFICATION_2D, "softmax", ((11,), torch.int64)),
    ):
        trainer = Trainer(
            configured(task=task.value, model=model), Points.of(X1 if task.n_inputs == 1 else X2, CLASSES[2])
        )
        assert (tuple(trainer.train.targets.shape), trainer.train.targets.dtype) == expected


def test_a_regression_net_against_the_reference_engine() -> None:
    """The plane of TensorFlow Playground's kind: no hidden layer, half squared error, batches in fixed order."""
    x = np.array([[5 * math.cos(0.7 * i), 5 * math.sin(1.3 * i)] for i in range(12)])
    y = np.where(x.prod(axis=1) >= 0, 1.0, -1.0)
    config = configured(
        task="regression-2d", model="linear", loss="half_mse", batch_size=1, shuffle=False, dtype="float64",
        **{"init.weight": [0.5 * math.sin(1), 0.5 * math.sin(2)], "init.bias": 0.1},
    )  # fmt: skip
    trainer = Trainer(config, Points.of(x, y))
    w, b = np.array([0.5 * math.sin(1), 0.5 * math.sin(2)]), 0.1
    for _, (point, target) in itertools.product(range(10), zip(x, y, strict=True)):
        error = w @ point + b - target
        w, b = w - 0.03 * error * point, b - 0.03 * error
        trainer.next_update()
    found = trained(trainer, 0)
    assert found["weight"][0].tolist() == pytest.approx(w.tolist(), rel=1e-12)
    assert found["bias"].item() == pytest.approx(b, rel=1e-12)
    assert trainer.loss(trainer.train) == pytest.approx(float(((x @ w + b - y) ** 2).mean() / 2), rel=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_line_search_is_handed_to_torch(dtype: str) -> None:
    config = configured(
        task="regression-2d", optimizer="lbfgs", line_search_fn="strong_wolfe", max_iter=3, learning_rate=1, dtype=dtype
    )
    trainer = Trainer(config, Points.of(X2, VALUES))
    x, t = torch.tensor(X2, dtype=getattr(torch, dtype)), torch.tensor(VALUES, dtype=getattr(torch, dtype))[:, None]
    torch.manual_seed(0)
    plain = nn.Linear(2, 1).to(x.dtype)
    steps = torch.optim.LBFGS(plain.parameters(), 1, max_iter=3, history_size=10, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        steps.zero_grad()
        loss = nn.functional.mse_loss(plain(x), t)
        loss.backward()
        return loss

    for _ in range(3):
        assert trainer.next_update().loss == steps.step(closure).item()
    assert_equal(trained(trainer, 0), plain, 0)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_float32_to_the_last_bit_where_the_loss_is_torchs(optimizer: str) -> None:
    options, make_optimizer = OPTIMIZERS[optimizer]
    config = configured(
        model="mlp",
        hidden_sizes="4,3",
        activation="tanh,gelu",
        optimizer=optimizer,
        learning_rate=0.05,
        batch_size=4,
        **options,
    )
    trainer = Trainer(config, Points.of(X1, VALUES))
    x, t = torch.tensor(X1, dtype=torch.float32), torch.tensor(VALUES, dtype=torch.float32)[:, None]
    torch.manual_seed(0)
    plain = plain_model("mlp", 1, 1, True)
    steps, order = make_optimizer(plain.parameters()), torch.Generator().manual_seed(0)
    for _ in range(5):
        for batch in torch.randperm(11, generator=order).split(4):

            def closure(batch: Tensor = batch) -> Tensor:
                steps.zero_grad()
                loss = nn.functional.mse_loss(plain(x[batch]), t[batch])
                loss.backward()
                return loss

            expected = steps.step(closure).item()
            assert trainer.next_update().loss == pytest.approx(expected, rel=1e-6)
    assert_equal(trained(trainer, 0), plain, 1e-6)
