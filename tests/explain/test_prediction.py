"""Predictions over a region against the model itself, and between the nodes."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from app.components.losses import Head
from app.explain.prediction import CurvePrediction, FieldPrediction, Region, predict, predict_region
from app.training.config import Config
from app.training.experiment import make_model
from app.training.scaling import Scaling
from app.training.settings import from_dict

SAME = Scaling.none(1)


def with_weights(config: Config, **weights: object) -> tuple[Config, torch.nn.Module]:
    config = from_dict({f"init.{name.replace('__', '.')}": numbers for name, numbers in weights.items()}, config)
    return config, make_model(config)


def test_a_line_is_exact_everywhere() -> None:
    config, model = with_weights(from_dict({"dtype": "float64"}), weight=2, bias=-1)
    prediction = predict_region(config, model, SAME, Region(-3, 5), 10)
    assert isinstance(prediction, CurvePrediction)
    assert prediction.x.shape == (30,)
    assert (prediction.x[0], prediction.x[-1]) == (-3, 5)
    assert np.allclose(prediction.values[:, 0], 2 * prediction.x - 1, atol=1e-12)
    for x in (-3, -2.99, 0.123, 4.7, 5):
        answer = prediction.at(x)
        assert answer is not None
        assert answer.tolist() == pytest.approx([2 * x - 1], abs=1e-12)
    for outside in (-3.0001, 5.0001, float("nan"), float("inf")):
        assert prediction.at(outside) is None


def test_a_plane_is_exact_everywhere() -> None:
    config, model = with_weights(from_dict({"task": "regression-2d", "dtype": "float64"}), weight=[3, -2], bias=0.5)
    prediction = predict_region(config, model, SAME, Region(-1, 2, 10, 14), 7)
    assert isinstance(prediction, FieldPrediction)
    assert prediction.values.shape == (7, 7, 1)
    # Rows go up with x2, columns with x1.
    assert prediction.values[0, -1, 0] == pytest.approx(3 * 2 - 2 * 10 + 0.5)
    assert prediction.values[-1, 0, 0] == pytest.approx(3 * -1 - 2 * 14 + 0.5)
    for x, y in ((-1, 10), (2, 14), (0.3, 11.7), (1.99, 13.99), (-0.5, 10.1)):
        answer = prediction.at(x, y)
        assert answer is not None
        assert answer.tolist() == pytest.approx([3 * x - 2 * y + 0.5], abs=1e-12)
    for x, y in ((-1.01, 12), (2.01, 12), (0, 9.9), (0, 14.1), (float("nan"), 12), (0, float("nan"))):
        assert prediction.at(x, y) is None


@pytest.mark.parametrize("n_classes", [2, 3, 10])
@pytest.mark.parametrize("model_key", ["softmax", "mlp"])
def test_nodes_are_what_predict_says_and_probabilities_add_up(n_classes: int, model_key: str) -> None:
    config = from_dict(
        {"task": "classification-2d", "n_classes": n_classes, "model": model_key, "features": "x1, x1_x2", "seed": 5}
    )
    model = make_model(config)
    region = Region(-2, 2, -3, 1)
    prediction = predict_region(config, model, SAME, region, 6)
    assert isinstance(prediction, FieldPrediction)
    for row, y in enumerate(np.linspace(-3, 1, 6)):
        for column, x in enumerate(np.linspace(-2, 2, 6)):
            answer = prediction.at(x, y)
            assert answer is not None
            single = predict(config, model, SAME, np.array([[x, y]]))[0]
            assert answer == pytest.approx(single, rel=1e-5)
            assert prediction.values[row, column] == pytest.approx(single, rel=1e-5)
    if config.head is Head.MULTICLASS:
        assert np.allclose(prediction.values.sum(axis=2), 1, atol=1e-6)
    else:
        assert prediction.values.shape[2] == 1


def test_a_logistic_curve() -> None:
    config, model = with_weights(
        from_dict({"task": "classification-1d", "model": "logistic", "dtype": "float64"}), weight=1.5, bias=-3
    )
    prediction = predict_region(config, model, SAME, Region(0, 10), 50)
    assert isinstance(prediction, CurvePrediction)
    assert np.allclose(prediction.values[:, 0], 1 / (1 + np.exp(3 - 1.5 * prediction.x)), atol=1e-12)
    assert prediction.head is Head.BINARY


def test_a_polynomial_curve_has_its_highest_power_first() -> None:
    config, model = with_weights(
        from_dict({"model": "polynomial", "degree": 3, "dtype": "float64"}), weight=[1, 0, -2], bias=4
    )
    answers = predict(config, model, SAME, np.array([[-2.0], [0.0], [3.0]]))
    assert answers[:, 0].tolist() == pytest.approx([-8 + 4 + 4, 4, 27 - 6 + 4])


def test_predicting_changes_nothing_about_the_model() -> None:
    config = from_dict({"model": "mlp"})
    model = make_model(config)
    before = {name: tensor.clone() for name, tensor in model.state_dict().items()}
    predict_region(config, model, SAME, Region(0, 1), 5)
    assert all(torch.equal(tensor, before[name]) for name, tensor in model.state_dict().items())
    assert all(parameter.grad is None for parameter in model.parameters())
    assert model(torch.ones(1, 1)).requires_grad
