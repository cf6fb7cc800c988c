"""Losses of many models against the same epochs, in bounded memory: what `History` is to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.data.points import Floats
from app.training.history import Buckets

CAPACITY = 128
"""Buckets a model; drawing costs N times as much."""


@dataclass(frozen=True, slots=True, eq=False)
class LossCurves:
    """Losses of N models ready to draw: epochs (m,), train and test (N, m); NaN where there is none.

    Where epochs are merged, their least and greatest loss follow each other.
    """

    epochs: Floats
    train: Floats
    test: Floats


class Histories(Buckets):
    """Losses of N models."""

    def __init__(self, n_models: int, capacity: int = CAPACITY) -> None:
        super().__init__((n_models,), capacity)

    def state(self, number: int) -> dict[str, Any]:
        """Return what is recorded of one model, as `History.from_state` takes it."""
        return self._plain(self._lows[:, number], self._highs[:, number])

    def curves(self) -> LossCurves:
        """Return what is recorded, ready to draw."""
        return LossCurves(*self._drawn())
