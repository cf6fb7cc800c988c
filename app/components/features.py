"""What a model of two inputs may see of a point besides its coordinates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True)
class Feature:
    """A column computed from the two coordinates; `label` is also its name in formulas."""

    key: str
    label: str
    compute: Callable[[Tensor, Tensor], Tensor]


FEATURES: tuple[Feature, ...] = (
    Feature("x1", "x1", lambda x1, x2: x1),
    Feature("x2", "x2", lambda x1, x2: x2),
    Feature("x1_squared", "x1²", lambda x1, x2: x1 * x1),
    Feature("x2_squared", "x2²", lambda x1, x2: x2 * x2),
    Feature("x1_x2", "x1·x2", lambda x1, x2: x1 * x2),
    Feature("sin_x1", "sin x1", lambda x1, x2: x1.sin()),
    Feature("sin_x2", "sin x2", lambda x1, x2: x2.sin()),
)

BY_KEY = {feature.key: feature for feature in FEATURES}
