"""Losses of many models against the same epochs, in bounded memory: what `History` is to one."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.data.points import Floats

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


class Histories:
    """Losses of every epoch of N models, merged in ever longer buckets once there are more than `capacity` of them."""

    def __init__(self, n_models: int, capacity: int = CAPACITY) -> None:
        self._lows = np.full((2, n_models, capacity), np.nan)
        self._highs = np.full((2, n_models, capacity), np.nan)
        self._stride = 1
        self._count = 0

    def __len__(self) -> int:
        """Return the number of epochs recorded."""
        return self._count

    def add(self, train_losses: Floats, test_losses: Floats) -> None:
        """Record the losses (N, m) after the next m epochs; what is not finite is left out."""
        losses = np.stack([train_losses, test_losses])
        losses = np.where(np.isfinite(losses), losses, np.nan)
        start, n_new = 0, losses.shape[2]
        while start < n_new:
            if self._count == self._stride * self._lows.shape[2]:
                self._merge()
            room = self._stride * self._lows.shape[2] - self._count
            block = losses[:, :, start : start + room]
            numbers = (self._count + np.arange(block.shape[2])) // self._stride
            buckets, firsts = np.unique(numbers, return_index=True)
            for values, join in ((self._lows, np.fmin), (self._highs, np.fmax)):
                values[:, :, buckets] = join(values[:, :, buckets], join.reduceat(block, firsts, axis=2))
            self._count += block.shape[2]
            start += block.shape[2]

    def _merge(self) -> None:
        """Join neighbouring buckets in pairs: half of them are free again."""
        half = self._lows.shape[2] // 2
        for values, join in ((self._lows, np.fmin), (self._highs, np.fmax)):
            values[:, :, :half] = join(values[:, :, 0::2], values[:, :, 1::2])
            values[:, :, half:] = np.nan
        self._stride *= 2

    def state(self, number: int) -> dict[str, Any]:
        """Return what is recorded of one model, as `History.from_state` takes it."""
        n = -(-self._count // self._stride)
        rows = {"lows": self._lows, "highs": self._highs}
        plain = {
            name: [[x if math.isfinite(x) else None for x in row[:n].tolist()] for row in values[:, number]]
            for name, values in rows.items()
        }
        return {"count": self._count, "stride": self._stride, **plain}

    def curves(self) -> LossCurves:
        """Return what is recorded, ready to draw."""
        n = -(-self._count // self._stride)
        starts = np.arange(n, dtype=np.float64) * self._stride
        if self._stride == 1:
            return LossCurves(starts, self._lows[0, :, :n].copy(), self._lows[1, :, :n].copy())
        epochs = np.repeat(starts, 2)
        epochs[1::2] = np.minimum(epochs[1::2] + self._stride / 2, self._count - 1)
        pairs = np.stack([self._lows[:, :, :n], self._highs[:, :, :n]], axis=3).reshape(2, len(self._lows[0]), -1)
        return LossCurves(epochs, pairs[0], pairs[1])
