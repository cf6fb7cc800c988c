"""Outputs, scores and pictures of many models at once are those of each by itself."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch

from app.components.losses import Head
from app.data.points import Points
from app.explain.pictures import CODES, answers, resolution_for
from app.explain.prediction import Region, predict_region, region_inputs
from app.explain.quality import score, scores
from app.explain.stacked_models import WIDEST_BATCH, StackedModels
from app.training.config import Config
from app.training.experiment import make_batch, make_model, make_scaling, probability
from app.training.sampling import sample
from app.training.settings import edited, from_dict

REGION = Region(-3, 4, -2, 5)
TASKS: dict[str, dict[str, Any]] = {
    "curve": {"task": "regression-1d", "dataset": "sine"},
    "polynomial": {"task": "regression-1d", "dataset": "sine", "model": "polynomial"},
    "1d classes": {"task": "classification-1d", "dataset": "hours"},
    "heat map": {"task": "regression-2d", "dataset": "bumps"},
    "two classes": {"task": "classification-2d", "dataset": "circles"},
    "three classes": {"task": "classification-2d", "dataset": "blobs", "n_classes": 3},
    "features": {"task": "classification-2d", "dataset": "circles", "features": "x1,x2,x1_squared"},
}
KINDS = ("tanh", "relu", "tanh", "leaky_relu")


def configs(name: str) -> list[Config]:
    if name == "features":
        from app.components.features import BY_KEY

        base = from_dict({**TASKS[name], "model": "mlp", "features": ",".join(list(BY_KEY)[:4])})
    elif name == "three classes":
        from app.data.datasets import DATASETS

        dataset = next(entry.key for entry in DATASETS if entry.has_classes)
        base = from_dict({**TASKS[name], "dataset": dataset, "model": "mlp"})
    else:
        base = from_dict({"model": "mlp", **TASKS[name]})
    if base.model != "mlp":
        return [from_dict({"seed": seed}, base) for seed in range(3)]
    return [
        from_dict({"seed": number, "activation": kind, "hidden_sizes": "5,3"}, base)
        for number, kind in enumerate(KINDS)
    ]


@pytest.mark.parametrize("name", TASKS)
def test_outputs_of_stacked_models_and_scores(name: str) -> None:
    own = configs(name)
    points = sample(own[0])
    batch = make_batch(own[0], make_scaling(own[0], points), points, of_test=False)
    models = [make_model(config) for config in own]
    outputs = StackedModels(models).outputs(batch.inputs)
    for model, output in zip(models, outputs, strict=True):
        torch.testing.assert_close(output, model(batch.inputs).detach(), rtol=1e-5, atol=1e-6)
    found = scores(own[0].head, outputs, batch.targets)
    for number, output in enumerate(outputs):
        assert float(found[number]) == pytest.approx(score(own[0].head, output, batch.targets), rel=1e-9)


def test_many_points_are_computed_in_parts() -> None:
    model = make_model(from_dict({"task": "regression-1d", "model": "mlp", "hidden_sizes": "256"}))
    inputs = torch.linspace(-1, 1, WIDEST_BATCH // 256 + 100).unsqueeze(1)
    torch.testing.assert_close(StackedModels([model]).outputs(inputs)[0], model(inputs).detach(), rtol=1e-5, atol=1e-6)


def test_r2_of_equal_targets_is_no_number() -> None:
    assert torch.isnan(scores(Head.VALUE, torch.ones(2, 3, 1), torch.ones(3, 1))).all()


@pytest.mark.parametrize("standardise", ["none", "mean_std"])
@pytest.mark.parametrize("name", TASKS)
def test_pictures_show_what_a_prediction_says(name: str, standardise: str) -> None:
    own, resolution, scale = [edited(config, "standardise", standardise) for config in configs(name)], 17, 2.5
    config = own[0]
    models = [make_model(config) for config in own]
    scaling = make_scaling(
        config, Points.of(np.arange(12.0).reshape(-1, config.task.n_inputs), np.zeros(12 // config.task.n_inputs))
    )
    outputs = StackedModels(models).outputs(region_inputs(config, scaling, REGION, resolution))
    values = answers(config, outputs, resolution, scale, config.head)
    for number, model in enumerate(models):
        expected = predict_region(own[number], model, scaling, REGION, resolution).values
        if config.task.n_inputs == 1:
            np.testing.assert_allclose(values[number], expected, rtol=1e-4, atol=1e-5)
            continue
        assert values.dtype == np.uint16
        for row, column in ((0, 0), (3, 11), (16, 16)):
            answer = expected[row, column]
            if config.head is Head.MULTICLASS:
                top = int(answer.argmax())
                code = top * CODES + (answer[top] - 1 / 3) * 1.5 * 255
            else:
                share = answer[0] if config.head is Head.BINARY else (answer[0] / scale + 1) / 2
                code = min(max(share, 0), 1) * 255
            assert abs(int(values[number, row, column]) - code) <= 0.51


def test_a_model_of_no_numbers_has_a_neutral_picture() -> None:
    config = from_dict({"task": "regression-2d"})
    values = answers(config, torch.tensor([[[math.nan], [math.inf], [-math.inf], [0.0]]]), 2, 1.0, config.head)
    assert values[0, 0, 0] in (127, 128)
    assert values[0].max() <= 255


def test_all_pictures_together_stay_bounded() -> None:
    assert [resolution_for(n, 25 * n) for n in (1, 2, 4, 16, 64, 256)] == [200, 141, 100, 50, 25, 16]
    assert [resolution_for(n, 100_000 * n) for n in (1, 4, 16, 64, 256)] == [40, 40, 40, 25, 16]
    assert probability(Head.VALUE, torch.ones(1, 1)).item() == 1
