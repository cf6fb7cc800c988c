"""Losses against epochs in bounded memory: every spike stays, however long a training is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.data.points import Floats
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError

CAPACITY = 1024


@dataclass(frozen=True, slots=True, eq=False)
class LossCurve:
    """Losses ready to draw, each array (n,); where epochs are merged, their least and greatest loss follow each other."""

    epochs: Floats
    train: Floats
    test: Floats


class History:
    """Losses of every epoch, merged in ever longer buckets once there are more than `capacity` of them.

    A bucket holds `stride` epochs by their least and greatest finite loss. Memory and the cost of drawing stay
    constant; adding costs the same whether it is the tenth epoch or the ten-millionth.
    """

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._lows = np.full((2, capacity), np.nan)
        self._highs = np.full((2, capacity), np.nan)
        self._stride = 1
        self._count = 0

    def __len__(self) -> int:
        """Return the number of epochs recorded."""
        return self._count

    def add(self, train_loss: float, test_loss: float) -> None:
        """Record the losses after the next epoch (the first call records epoch 0)."""
        bucket = self._count // self._stride
        if bucket == self._lows.shape[1]:
            self._merge()
            bucket = self._count // self._stride
        for row, loss in ((0, train_loss), (1, test_loss)):
            self._lows[row, bucket] = np.fmin(self._lows[row, bucket], loss)
            self._highs[row, bucket] = np.fmax(self._highs[row, bucket], loss)
        self._count += 1

    def extend(self, train_losses: Floats, test_losses: Floats) -> None:
        """Record the losses after the next epochs, each array (n,)."""
        start = 0
        while start < len(train_losses):
            if self._count == self._lows.shape[1] * self._stride:
                self._merge()
            end = min(len(train_losses), start + self._lows.shape[1] * self._stride - self._count)
            buckets = np.arange(self._count, self._count + end - start) // self._stride
            for row, losses in ((0, train_losses[start:end]), (1, test_losses[start:end])):
                np.fmin.at(self._lows[row], buckets, losses)
                np.fmax.at(self._highs[row], buckets, losses)
            self._count += end - start
            start = end

    def _merge(self) -> None:
        """Join neighbouring buckets in pairs: half of them are free again."""
        half = self._lows.shape[1] // 2
        for values, join in ((self._lows, np.fmin), (self._highs, np.fmax)):
            values[:, :half] = join(values[:, 0::2], values[:, 1::2])
            values[:, half:] = np.nan
        self._stride *= 2

    def state(self) -> dict[str, Any]:
        """Return everything as plain values; NaN, where there is no loss, is None."""
        n = -(-self._count // self._stride)
        rows = {"lows": self._lows, "highs": self._highs}
        plain = {
            name: [[x if math.isfinite(x) else None for x in row[:n].tolist()] for row in rows[name]] for name in rows
        }
        return {"count": self._count, "stride": self._stride, **plain}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> History:
        """Return a history from what `state` gave.

        Raises
        ------
        UserError
            If it is damaged.
        """
        history = cls()
        try:
            history._count, history._stride = int(state["count"]), int(state["stride"])
            n = -(-history._count // history._stride)
            for values, rows in ((history._lows, state["lows"]), (history._highs, state["highs"])):
                values[:, :n] = np.array(rows, dtype=np.float64).reshape(2, n)
        except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
            raise UserError(_N("errors", "The saved training is damaged: its losses cannot be read.")) from None
        if history._count < 0 or history._stride < 1 or history._stride & (history._stride - 1):
            raise UserError(_N("errors", "The saved training is damaged: its losses cannot be read."))
        return history

    def curve(self) -> LossCurve:
        """Return what is recorded, ready to draw."""
        n = -(-self._count // self._stride)
        starts = np.arange(n, dtype=np.float64) * self._stride
        if self._stride == 1:
            return LossCurve(starts, self._lows[0, :n].copy(), self._lows[1, :n].copy())
        epochs = np.repeat(starts, 2)
        epochs[1::2] = np.minimum(epochs[1::2] + self._stride / 2, self._count - 1)
        pairs = np.stack([self._lows[:, :n], self._highs[:, :n]], axis=2).reshape(2, -1)
        return LossCurve(epochs, pairs[0], pairs[1])
