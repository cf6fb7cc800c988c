"""What a model without layers has learned in the units of the data, whatever its inputs were standardised to."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from app.components import models
from app.data.points import Floats
from app.training.config import Config
from app.training.scaling import Scaling


def coefficients(config: Config, parameters: Mapping[str, Floats], scaling: Scaling) -> Mapping[str, Floats] | None:
    """Return weights and constant term that act on the columns as they are; None for networks.

    w · (x - m) / s + b = (w / s) · x + (b - Σ w · m / s). There can be a constant term without a bias.

    Parameters
    ----------
    parameters
        weight (outputs, features) and, if the model has one, bias (outputs,), as trained.
    """
    if models.BY_KEY[config.model].has_layers:
        return None
    if scaling.is_none:
        return parameters
    with np.errstate(all="ignore"):
        weight = parameters["weight"] / scaling.scale
        return {"weight": weight, "bias": parameters.get("bias", 0.0) - weight @ scaling.offset}
