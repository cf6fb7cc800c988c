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


class Buckets:
    """Losses of every epoch, merged in ever longer buckets once there are more than `capacity` of them.

    A bucket holds `stride` epochs by their least and greatest finite loss. Memory and the cost of drawing stay
    constant; adding costs the same whether it is the tenth epoch or the ten-millionth.

    Parameters
    ----------
    shape
        Of what is recorded of an epoch: () for one loss, (N,) for those of N models.
    """

    def __init__(self, shape: tuple[int, ...], capacity: int) -> None:
        self._lows = np.full((2, *shape, capacity), np.nan)
        self._highs = np.full((2, *shape, capacity), np.nan)
        self._capacity = capacity
        self._stride = 1
        self._count = 0

    def __len__(self) -> int:
        """Return the number of epochs recorded."""
        return self._count

    def extend(self, train_losses: Floats, test_losses: Floats) -> None:
        """Record the losses (…, m) after the next m epochs; what is not finite is left out."""
        losses = np.stack([train_losses, test_losses])
        losses = np.where(np.isfinite(losses), losses, np.nan)
        start, n_new = 0, losses.shape[-1]
        while start < n_new:
            if self._count == self._stride * self._capacity:
                self._merge()
            block = losses[..., start : start + self._stride * self._capacity - self._count]
            size = block.shape[-1]
            buckets = slice(self._count // self._stride, -(-(self._count + size) // self._stride))
            firsts = np.maximum(np.arange(buckets.start, buckets.stop) * self._stride - self._count, 0)
            for values, join in ((self._lows, np.fmin), (self._highs, np.fmax)):
                join(values[..., buckets], join.reduceat(block, firsts, axis=-1), out=values[..., buckets])
            self._count += size
            start += size

    def _merge(self) -> None:
        """Join neighbouring buckets in pairs: half of them are free again."""
        half = self._capacity // 2
        for values, join in ((self._lows, np.fmin), (self._highs, np.fmax)):
            values[..., :half] = join(values[..., 0::2], values[..., 1::2])
            values[..., half:] = np.nan
        self._stride *= 2

    @property
    def _n_buckets(self) -> int:
        return -(-self._count // self._stride)

    def _plain(self, lows: Floats, highs: Floats) -> dict[str, Any]:
        """Return one model's part (2, capacity) as plain values; NaN, where there is no loss, is None."""
        plain = {
            name: [[x if math.isfinite(x) else None for x in row[: self._n_buckets].tolist()] for row in rows]
            for name, rows in (("lows", lows), ("highs", highs))
        }
        return {"count": self._count, "stride": self._stride, **plain}

    def _drawn(self) -> tuple[Floats, Floats, Floats]:
        """Return epochs (m,), train and test losses (…, m), ready to draw."""
        n = self._n_buckets
        starts = np.arange(n, dtype=np.float64) * self._stride
        lows, highs = self._lows[..., :n], self._highs[..., :n]
        if self._stride == 1:
            return starts, lows[0].copy(), lows[1].copy()
        epochs = np.repeat(starts, 2)
        epochs[1::2] = np.minimum(epochs[1::2] + self._stride / 2, self._count - 1)
        train, test = np.stack([lows, highs], axis=-1).reshape(*lows.shape[:-1], 2 * n)
        return epochs, train, test


class History(Buckets):
    """Losses of one model."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        super().__init__((), capacity)

    def add(self, train_loss: float, test_loss: float) -> None:
        """Record the losses after the next epoch (the first call records epoch 0), as `extend` and ten times faster."""
        if self._count == self._stride * self._capacity:
            self._merge()
        bucket = self._count // self._stride
        for row, loss in ((0, train_loss), (1, test_loss)):
            if math.isfinite(loss):
                self._lows[row, bucket] = np.fmin(self._lows[row, bucket], loss)
                self._highs[row, bucket] = np.fmax(self._highs[row, bucket], loss)
        self._count += 1

    def state(self) -> dict[str, Any]:
        """Return everything as plain values."""
        return self._plain(self._lows, self._highs)

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
            n = history._n_buckets
            for values, rows in ((history._lows, state["lows"]), (history._highs, state["highs"])):
                values[:, :n] = np.array(rows, dtype=np.float64).reshape(2, n)
        except (KeyError, TypeError, ValueError, ZeroDivisionError, OverflowError):
            raise UserError(_N("errors", "The saved training is damaged: its losses cannot be read.")) from None
        if history._count < 0 or history._stride < 1 or history._stride & (history._stride - 1):
            raise UserError(_N("errors", "The saved training is damaged: its losses cannot be read."))
        return history

    def curve(self) -> LossCurve:
        """Return what is recorded, ready to draw."""
        return LossCurve(*self._drawn())
