"""Small pictures of many models' answers: a curve or a coarse field each, as frozen numpy values."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from app.components.losses import Head
from app.explain.prediction import Region

if TYPE_CHECKING:
    from torch import Tensor

    from app.training.config import Config

MOST_ANSWERS = 40_000
"""Of all pictures together."""
MOST_PRODUCTS = 50_000_000
"""Of parameters with numbers, for all pictures together, where these are finer than `FINE`: a few milliseconds."""
FINEST, FINE, COARSEST = 200, 40, 16
CODES = 256


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """What N models answer over one region, for all of them the same.

    Attributes
    ----------
    n_classes
        How many there are; 1 for values.
    values
        One input: (N, points) or (N, points, k) answers along x. Two inputs: codes (N, rows, columns) as whole numbers,
        rows going up with x2. A code counts `CODES` steps from class 0, or -scale, to class 1, or scale; with several
        classes it is CODES · (most probable class) + how sure the model is.
    """

    head: Head
    n_classes: int
    region: Region
    values: NDArray[Any]

    @property
    def is_field(self) -> bool:
        """Whether the models have two inputs."""
        return self.values.dtype == np.uint16


def resolution_for(n_models: int, n_parameters: int) -> int:
    """Return how many answers along each side a picture has: fewer, the more pictures there are, and the larger models.

    Parameters
    ----------
    n_parameters
        Of all models together.
    """
    affordable = max(FINE, math.isqrt(MOST_PRODUCTS // n_parameters))
    return max(COARSEST, min(FINEST, affordable, math.isqrt(MOST_ANSWERS // n_models)))


def answers(config: Config, outputs: Tensor, resolution: int, scale: float, head: Head) -> NDArray[Any]:
    """Return outputs (N, places, k) as the `values` of `Pictures`.

    Parameters
    ----------
    scale
        The absolute value that gets the last code.
    head
        What the pictures are for: two classes can be shown as several, beside those of models that tell several apart.
    """
    import torch

    from app.training.experiment import probability

    n_models, n_places, k = outputs.shape
    flat = probability(config.head, outputs.reshape(-1, k))
    if head is Head.MULTICLASS and config.head is Head.BINARY:
        flat, k = torch.cat([1 - flat, flat], dim=1), 2
    if config.task.n_inputs == 1:
        return flat.view(n_models, n_places, k).float().cpu().numpy()
    if head is Head.MULTICLASS:
        top, winner = flat.max(dim=1)
        share, offset = (top - 1 / k) / (1 - 1 / k), winner * CODES
    else:
        share = flat[:, 0] if head is Head.BINARY else flat[:, 0] / (2 * scale) + 0.5
        offset = torch.zeros((), dtype=torch.int64)
    steps = (share.nan_to_num(0.5).clamp(0, 1) * (CODES - 1)).round().long() + offset
    return steps.cpu().numpy().astype(np.uint16).reshape(n_models, resolution, resolution)
