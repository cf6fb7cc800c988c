"""The model in words, every kind of it."""

from __future__ import annotations

import numpy as np
import pytest

from app.explain.formula import formula, linear_form, number, term_names
from app.training.experiment import make_model
from app.training.scaling import Scaling
from app.training.settings import from_dict

SAME = Scaling.none(1)
LINEAR = {"model": "linear"}
PLANE = {"task": "regression-2d", "model": "linear"}


def written(flat: dict[str, object], **parameters: object) -> list[str]:
    return formula(from_dict(flat), {name: np.array(values, dtype=float) for name, values in parameters.items()}, SAME)


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.98, "1.98"), (-0.5, "−0.5"), (0, "0"), (0.05, "0.05"), (3, "3"), (1e-5, "1·10⁻⁵"), (1234.5, "1230"), (15_000_000, "1.5·10⁷"), (-2e-7, "−2·10⁻⁷"), (0.123456, "0.123"), (123.4, "123")],
)  # fmt: skip
def test_numbers(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("weights", "bias", "text"),
    [
        ((1.98,), 0.05, "1.98·a + 0.05"),
        ((-1.98,), -0.05, "−1.98·a − 0.05"),
        ((-1,), None, "−1·a"),
        ((1, -2), 3, "1·a − 2·b + 3"),
        ((0, 0), 0, "0·a + 0·b + 0"),
        ((-0.0, 2), None, "0·a + 2·b"),
        ((), -3, "−3"),
    ],
)
def test_linear_forms(weights: tuple[float, ...], bias: float | None, text: str) -> None:
    assert linear_form(weights, "ab"[: len(weights)], bias) == text


def test_linear_models() -> None:
    assert written(LINEAR, weight=[[1.98]], bias=[0.05]) == ["y = 1.98·x + 0.05"]
    assert written({**LINEAR, "model.bias": False}, weight=[[-2]]) == ["y = −2·x"]
    assert written(PLANE, weight=[[2, -3.4]], bias=[4.2]) == ["y = 2·x1 − 3.4·x2 + 4.2"]
    assert written({**PLANE, "features": "x1_squared, x1_x2, sin_x2"}, weight=[[1, 2, 3]], bias=[0]) == [
        "y = 1·x1² + 2·x1·x2 + 3·sin x2 + 0"
    ]


def test_polynomials() -> None:
    assert written({"model": "polynomial"}, weight=[[0.24, 0.93]], bias=[-0.99]) == ["y = 0.24·x² + 0.93·x − 0.99"]
    assert term_names(from_dict({"model": "polynomial", "degree": 10})) == [
        "x¹⁰",
        "x⁹",
        "x⁸",
        "x⁷",
        "x⁶",
        "x⁵",
        "x⁴",
        "x³",
        "x²",
        "x",
    ]
    assert term_names(from_dict({"model": "polynomial", "degree": 1})) == ["x"]


def test_classifiers() -> None:
    logistic = {"task": "classification-1d", "model": "logistic"}
    assert written(logistic, weight=[[1.194]], bias=[-2.885]) == ["p = sigmoid(1.19·x − 2.88)"]
    softmax = {"task": "classification-2d", "n_classes": 3, "model": "softmax"}
    assert written(softmax, weight=[[1, 2], [-3, 4], [5, -6]], bias=[0.5, -0.5, 0]) == [
        "p = softmax(z)",
        "z0 = 1·x1 + 2·x2 + 0.5",
        "z1 = −3·x1 + 4·x2 − 0.5",
        "z2 = 5·x1 − 6·x2 + 0",
    ]
    many = written({**softmax, "n_classes": 10}, weight=np.zeros((10, 2)), bias=np.zeros(10))
    assert len(many) == 5
    assert many[-1] == "…"


@pytest.mark.parametrize(
    ("flat", "expected"),
    [
        ({"model": "mlp", "hidden_sizes": "4,2"}, "y = MLP 1-4-2-1(x)"),
        (
            {"task": "regression-2d", "model": "mlp", "hidden_sizes": "", "features": "x1,sin_x1"},
            "y = MLP 2-1(x1, sin x1)",
        ),
        ({"task": "classification-2d", "model": "mlp", "hidden_sizes": "8"}, "p = sigmoid(MLP 2-8-1(x1, x2))"),
        (
            {"task": "classification-2d", "model": "mlp", "hidden_sizes": "8", "n_classes": 4},
            "p = softmax(MLP 2-8-4(x1, x2))",
        ),
    ],
)
def test_networks(flat: dict[str, object], expected: str) -> None:
    config = from_dict(flat)
    parameters = {name: tensor.detach().numpy() for name, tensor in make_model(config).named_parameters()}
    assert formula(config, parameters, SAME) == [expected]
