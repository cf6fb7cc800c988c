"""Standardised inputs: plain loops, least squares and Newton's method on the columns as they are say what must come out."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torch import nn

from app.components.standardisation import STANDARDISATIONS
from app.data.points import Points
from app.explain.coefficients import coefficients
from app.explain.formula import formula, standardisation
from app.explain.prediction import predict
from app.training.config import Config
from app.training.experiment import feature_columns
from app.training.scaling import Scaling
from app.training.settings import from_dict
from app.training.trainer import Trainer

KINDS = ("mean_std", "min_max")
rng = np.random.default_rng(5)
AREA_AND_AGE = np.column_stack([rng.uniform(800, 3000, 40), rng.uniform(0, 5, 40)])
PRICE = 0.12 * AREA_AND_AGE[:, 0] - 7 * AREA_AND_AGE[:, 1] + 30 + rng.normal(0, 5, 40)
IS_DEAR = (PRICE + rng.normal(0, 40, 40) > PRICE.mean()).astype(float)
IS_TEST = np.arange(40) % 4 == 0


def configured(**flat: object) -> Config:
    return from_dict(
        {"task": "regression-2d", "dtype": "float64", **{k.replace("__", "."): v for k, v in flat.items()}}
    )


def by_hand(kind: str, columns: torch.Tensor, train: torch.Tensor) -> torch.Tensor:
    """Standardise columns; the statistics are taken in full precision."""
    exact = train.double().numpy()
    offset, scale = (exact.mean(0), exact.std(0)) if kind == "mean_std" else (exact.min(0), exact.max(0) - exact.min(0))
    return (columns - torch.tensor(offset, dtype=columns.dtype)) / torch.tensor(scale, dtype=columns.dtype)


def run(trainer: Trainer, updates: int) -> list[float]:
    return [trainer.next_update().loss for _ in range(updates)]


PROBLEMS = {
    "linear": ({"model": "linear"}, PRICE, nn.MSELoss()),
    "mlp": ({"model": "mlp", "hidden_sizes": "5"}, PRICE, nn.MSELoss()),
    "logistic": ({"task": "classification-2d", "model": "logistic"}, IS_DEAR, nn.BCEWithLogitsLoss()),
    "softmax": ({"task": "classification-2d", "model": "softmax"}, IS_DEAR, nn.CrossEntropyLoss()),
}


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", PROBLEMS)
def test_a_plain_loop_on_columns_standardised_by_hand_has_the_same_losses(name: str, kind: str, dtype: str) -> None:
    flat, targets, criterion = PROBLEMS[name]
    config = configured(**flat, standardise=kind, features="x1,x2,x1_x2", learning_rate=0.1, seed=4, dtype=dtype)
    trainer = Trainer(config, Points.of(AREA_AND_AGE, targets, IS_TEST))
    real = getattr(torch, dtype)
    x = torch.tensor(AREA_AND_AGE, dtype=real)
    raw = torch.cat([x, x[:, :1] * x[:, 1:]], dim=1)
    columns = by_hand(kind, raw, raw[~IS_TEST])
    wanted = (
        torch.tensor(targets, dtype=torch.long) if name == "softmax" else torch.tensor(targets, dtype=real)[:, None]
    )
    torch.manual_seed(4)
    n_outputs = 2 if name == "softmax" else 1
    model = nn.Sequential(nn.Linear(3, 5), nn.Tanh(), nn.Linear(5, 1)) if name == "mlp" else nn.Linear(3, n_outputs)
    model.to(real)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    losses = []
    for _ in range(60):
        optimizer.zero_grad()
        loss = criterion(model(columns[~IS_TEST]), wanted[~IS_TEST])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert run(trainer, 60) == losses
    assert trainer.loss(trainer.test) == criterion(model(columns[IS_TEST]), wanted[IS_TEST]).item()


@pytest.mark.parametrize("kind", KINDS)
def test_coefficients_are_those_of_least_squares_in_the_units_of_the_data(kind: str) -> None:
    config = configured(standardise=kind, learning_rate=0.3)
    trainer = Trainer(config, Points.of(AREA_AND_AGE, PRICE, IS_TEST))
    run(trainer, 3000)
    found = coefficients(config, trainer.parameters(), trainer.scaling)
    assert found is not None
    (w1, w2, b), *_ = np.linalg.lstsq(
        np.column_stack([AREA_AND_AGE, np.ones(40)])[~IS_TEST], PRICE[~IS_TEST], rcond=None
    )
    assert found["weight"].tolist() == [pytest.approx([w1, w2], rel=1e-8)]
    assert found["bias"].tolist() == pytest.approx([b], rel=1e-8)
    assert trainer.parameters()["weight"][0, 0] == pytest.approx(w1 * trainer.scaling.scale[0], rel=1e-8)


def test_a_polynomial_is_written_in_the_units_of_the_data() -> None:
    x = np.linspace(10, 14, 30)
    config = from_dict({"model": "polynomial", "standardise": "mean_std", "optimizer": "lbfgs", "learning_rate": 1, "dtype": "float64"})  # fmt: skip
    trainer = Trainer(config, Points.of(x, 3 * x**2 - 50 * x + 400))
    run(trainer, 200)
    assert formula(config, trainer.parameters(), trainer.scaling) == ["y = 3·x² − 50·x + 400"]
    expected = 3 * 12.5**2 - 50 * 12.5 + 400
    assert predict(config, trainer.model, trainer.scaling, np.array([[12.5]])).item() == pytest.approx(
        expected, rel=1e-6
    )


def newton(columns: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Return the maximum likelihood weights of a logistic regression."""
    design = np.column_stack([columns, np.ones(len(columns))])
    weights = np.zeros(design.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-design @ weights))
        weights += np.linalg.solve(design.T @ (design * (p * (1 - p))[:, None]), design.T @ (labels - p))
    return weights


@pytest.mark.parametrize("kind", KINDS)
def test_logistic_regression_comes_to_its_maximum_likelihood(kind: str) -> None:
    config = configured(
        task="classification-2d", model="logistic", standardise=kind, optimizer="lbfgs", learning_rate=1
    )
    trainer = Trainer(config, Points.of(AREA_AND_AGE, IS_DEAR, IS_TEST))
    run(trainer, 100)
    found = coefficients(config, trainer.parameters(), trainer.scaling)
    assert found is not None
    expected = newton(AREA_AND_AGE[~IS_TEST], IS_DEAR[~IS_TEST])
    assert [*found["weight"][0], *found["bias"]] == pytest.approx(expected.tolist(), rel=1e-4)


OUTPUTS = {
    "linear": lambda z: z,
    "logistic": lambda z: np.exp(-np.logaddexp(0, -z)),
    "softmax": lambda z: np.exp(z - np.logaddexp.reduce(z, axis=1, keepdims=True)),
}


@pytest.mark.parametrize("kind", [entry.key for entry in STANDARDISATIONS])
@pytest.mark.parametrize("has_bias", [True, False])
@pytest.mark.parametrize("model", ["linear", "logistic", "softmax"])
def test_coefficients_on_the_columns_as_they_are_give_the_model_s_answers(
    kind: str, has_bias: bool, model: str
) -> None:
    task = "regression-2d" if model == "linear" else "classification-2d"
    n_classes = 3 if model == "softmax" else 2
    config = configured(task=task, n_classes=n_classes, model=model, features="x2,x1_x2,sin_x1", standardise=kind, model__bias=has_bias)  # fmt: skip
    trainer = Trainer(config, Points.of(AREA_AND_AGE, IS_DEAR))
    run(trainer, 3)
    found = coefficients(config, trainer.parameters(), trainer.scaling)
    assert found is not None
    elsewhere = rng.uniform(-5, 4000, (20, 2))
    columns = feature_columns(config, torch.tensor(elsewhere)).numpy()
    logits = columns @ found["weight"].T + found.get("bias", 0)
    assert ("bias" in found) == (has_bias or kind != "none")
    answers = predict(config, trainer.model, trainer.scaling, elsewhere)
    np.testing.assert_allclose(answers, OUTPUTS[model](logits), rtol=1e-7, atol=1e-12)


def test_min_max_puts_the_training_points_between_0_and_1() -> None:
    trainer = Trainer(configured(standardise="min_max"), Points.of(AREA_AND_AGE, PRICE, IS_TEST))
    assert trainer.train.inputs.min(dim=0).values.tolist() == [0, 0]
    assert trainer.train.inputs.max(dim=0).values.tolist() == [1, 1]


@pytest.mark.parametrize("kind", KINDS)
def test_test_points_do_not_influence_the_statistics(kind: str) -> None:
    config = configured(standardise=kind)
    inputs = np.where(IS_TEST[:, None], 1e6, AREA_AND_AGE)
    with_others, with_them = (Trainer(config, Points.of(some, PRICE, IS_TEST)) for some in (inputs, AREA_AND_AGE))
    assert with_others.scaling.offset.tolist() == with_them.scaling.offset.tolist()
    assert with_others.scaling.scale.tolist() == with_them.scaling.scale.tolist()
    assert run(with_others, 20) == run(with_them, 20)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", [0.1, -1e5 / 3, 0.0])
def test_a_constant_input_becomes_0_and_breaks_nothing(kind: str, dtype: str, value: float) -> None:
    inputs = np.column_stack([np.linspace(0, 1, 7), np.full(7, value)])
    config = configured(standardise=kind, dtype=dtype)
    trainer = Trainer(config, Points.of(inputs, inputs[:, 0]))
    assert trainer.train.inputs[:, 1].tolist() == [0.0] * 7
    assert all(math.isfinite(loss) for loss in run(trainer, 50))
    found = coefficients(config, trainer.parameters(), trainer.scaling)
    assert found is not None
    assert np.isfinite(found["weight"]).all()
    answers = predict(config, trainer.model, trainer.scaling, inputs)
    np.testing.assert_allclose(inputs @ found["weight"].T + found["bias"], answers, rtol=1e-4, atol=1e-2)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", [0, 1])
def test_hardly_any_points(kind: str, n: int) -> None:
    trainer = Trainer(configured(standardise=kind), Points.of(AREA_AND_AGE[:n], PRICE[:n]))
    assert trainer.scaling.scale.tolist() == [1, 1]
    assert trainer.train.inputs.tolist() == [[0.0, 0.0]] * n


def test_numbers_too_large_for_the_precision_raise_no_warning() -> None:
    config = from_dict({"model": "polynomial", "degree": 10, "standardise": "mean_std"})
    assert not math.isfinite(run(Trainer(config, Points.of([1e5, 2e5, 3e5], [1, 2, 3])), 1)[0])


def test_other_points_are_standardised_as_they_ask_for_and_weights_stay() -> None:
    trainer = Trainer(configured(standardise="mean_std"), Points.of(AREA_AND_AGE, PRICE))
    run(trainer, 10)
    before = trainer.parameters()
    moved = AREA_AND_AGE + np.array([100, 0])
    trainer.set_points(Points.of(moved, PRICE))
    assert trainer.scaling.offset == pytest.approx(moved.mean(axis=0), rel=1e-12)
    assert {name: value.tolist() for name, value in trainer.parameters().items()} == {
        name: value.tolist() for name, value in before.items()
    }


def test_standardising_is_what_lets_gradient_descent_learn() -> None:
    points = Points.of(AREA_AND_AGE, PRICE)
    raw, standardised = (
        Trainer(configured(standardise=kind, learning_rate=0.1), points) for kind in ("none", "mean_std")
    )
    with np.errstate(all="ignore"):
        assert not run(raw, 200)[-1] < 1e6
    assert run(standardised, 200)[-1] < 30


def test_the_formula_of_a_network_states_the_step() -> None:
    config = configured(model="mlp", hidden_sizes="4", features="x1,x1_x2")
    scaling = Scaling(np.array([1.5, -20.0]), np.array([2.0, 0.125]))
    trainer = Trainer(config, Points.of(AREA_AND_AGE, PRICE))
    assert formula(config, trainer.parameters(), scaling) == [
        "y = MLP 2-4-1(u1, u2)", "u1 = (x1 − 1.5) / 2", "u2 = (x1·x2 + 20) / 0.125",
    ]  # fmt: skip
    curve = from_dict({"model": "mlp"})
    one = Scaling(np.array([3.0]), np.array([2.0]))
    assert formula(curve, Trainer(curve, Points.of([1], [1])).parameters(), one) == [
        "y = MLP 1-4-2-1(u)",
        "u = (x − 3) / 2",
    ]
    assert standardisation(curve, Scaling.none(1)) == []
