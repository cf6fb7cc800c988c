"""The history: exact while it fits, bounded and with every spike for ever after."""

from __future__ import annotations

import math

import numpy as np
import pytest

from app.training.history import CAPACITY, History


def recorded(losses: np.ndarray, capacity: int = CAPACITY) -> History:
    history = History(capacity)
    for number, loss in enumerate(losses.tolist()):
        history.add(loss, -loss)
        assert len(history) == number + 1
    return history


@pytest.mark.parametrize("n", [0, 1, 2, 100, CAPACITY - 1, CAPACITY])
def test_exact_while_it_fits(n: int) -> None:
    losses = np.random.default_rng(n).normal(size=n)
    curve = recorded(losses).curve()
    assert np.array_equal(curve.epochs, np.arange(n))
    assert np.array_equal(curve.train, losses)
    assert np.array_equal(curve.test, -losses)


@pytest.mark.parametrize("n", [9, 16, 17, 100, 1000, 12_345])
def test_beyond_it_buckets_keep_least_and_greatest(n: int) -> None:
    losses = np.random.default_rng(n).normal(size=n)
    curve = recorded(losses, capacity=8).curve()
    assert len(curve.epochs) == len(curve.train) == len(curve.test) <= 16
    assert len(curve.epochs) >= 8
    stride = int(curve.epochs[2])
    for bucket, start in enumerate(range(0, n, stride)):
        inside = losses[start : start + stride]
        assert curve.epochs[2 * bucket] == start
        assert curve.train[2 * bucket : 2 * bucket + 2].tolist() == [inside.min(), inside.max()]
        assert curve.test[2 * bucket : 2 * bucket + 2].tolist() == [-inside.max(), -inside.min()]
    assert (np.diff(curve.epochs) >= 0).all()
    assert curve.epochs[-1] <= n - 1


def test_a_spike_stays_whenever_it_comes() -> None:
    for place in (0, 1, 777, 4999):
        losses = np.ones(5000)
        losses[place] = 1e6
        curve = recorded(losses, capacity=16).curve()
        assert (curve.train == 1e6).sum() == 1
        assert curve.test.min() == -1e6


def test_not_a_number_hides_nothing() -> None:
    history = History(4)
    for number in range(64):
        history.add(math.nan if number % 2 else float(number), math.nan)
    curve = history.curve()
    assert np.nanmin(curve.train) == 0
    assert np.nanmax(curve.train) == 62
    assert np.isnan(curve.test).all()


def test_a_curve_is_a_copy() -> None:
    history = History(4)
    history.add(1, 1)
    before = history.curve()
    for _ in range(20):
        history.add(5, 5)
    assert (before.epochs.tolist(), before.train.tolist(), before.test.tolist()) == ([0], [1], [1])


def arrays_of(history: History) -> list[np.ndarray]:
    return [value for value in vars(history).values() if isinstance(value, np.ndarray)]


@pytest.mark.parametrize("n", [100_000, pytest.param(1_000_000, marks=pytest.mark.slow)])
def test_memory_stays_bounded_over_very_long_runs(n: int) -> None:
    history = History()
    size = sum(array.nbytes for array in arrays_of(history))
    assert 0 < size < 100_000
    rng = np.random.default_rng(0)
    losses = rng.normal(size=n)
    for loss in losses.tolist():
        history.add(loss, loss)
    assert sum(array.nbytes for array in arrays_of(history)) == size
    assert not any(isinstance(value, (list, dict)) for value in vars(history).values())
    curve = history.curve()
    assert len(curve.epochs) <= 2 * CAPACITY
    assert curve.train.min() == losses.min()
    assert curve.train.max() == losses.max()
