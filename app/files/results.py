"""What a training gave, as one JSON object: losses, parameters, coefficients, predictions, configuration."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.components.losses import Head
from app.explain.coefficients import coefficients
from app.explain.formula import term_names
from app.explain.prediction import predict
from app.training.settings import to_dict
from app.training.trainer import Trainer

Inputs = Sequence[Sequence[float]]


@dataclass(slots=True)
class Losses:
    """Losses over all points after 0, 1, 2, … epochs; NaN where there are no points."""

    train: list[float] = field(default_factory=list)
    test: list[float] = field(default_factory=list)

    def add_epoch(self, train_loss: float, test_loss: float) -> None:
        """Add the losses after one more epoch."""
        self.train.append(train_loss)
        self.test.append(test_loss)


def predictions(trainer: Trainer, inputs: Inputs) -> list[Any]:
    """Return the answer for each input: a value, the probability of class 1, or the probability of each class."""
    if not inputs:
        return []
    answers = predict(trainer.config, trainer.model, trainer.scaling, np.array(inputs, dtype=np.float64))
    return [row if trainer.config.head is Head.MULTICLASS else row[0] for row in answers.tolist()]


def to_json(trainer: Trainer, losses: Losses, inputs: Inputs) -> str:
    """Return the result as text; numbers that are not finite become null, which JSON has.

    "parameters" are as trained, on inputs standardised as "standardise" says; "coefficients" are those of a model
    without layers in the units of the data, null for networks. Predictions take inputs in the units of the data.
    """
    found = coefficients(trainer.config, trainer.parameters(), trainer.scaling)
    result = {
        "train_loss": losses.train,
        "test_loss": losses.test,
        "last_step_loss": trainer.last_loss,
        "parameters": {name: parameter.tolist() for name, parameter in trainer.model.named_parameters()},
        "coefficients": None if found is None else {name: numbers.tolist() for name, numbers in found.items()},
        "standardise": {
            "kind": trainer.config.standardise,
            "columns": term_names(trainer.config),
            "offset": trainer.scaling.offset.tolist(),
            "scale": trainer.scaling.scale.tolist(),
        },
        "predictions": predictions(trainer, inputs),
        "config": to_dict(trainer.config),
    }
    return json.dumps(_finite(result), ensure_ascii=False, allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_finite(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
