"""Loss curves of many models at once are those of each by itself."""

from __future__ import annotations

import numpy as np
import pytest

from app.training.histories import Histories
from app.training.history import History


def both(n_epochs: int, capacity: int, sizes: tuple[int, ...]) -> tuple[Histories, list[History]]:
    """Record the same losses epoch by epoch, and for all models in blocks of the given sizes, over and over."""
    losses = np.random.default_rng(n_epochs).exponential(size=(2, 3, n_epochs))
    losses[0, 1, n_epochs // 2 :] = np.nan
    together, singles = Histories(3, capacity), [History(capacity) for _ in range(3)]
    for number, single in enumerate(singles):
        for train, test in losses[:, number].T:
            single.add(train, test)
    start = 0
    while start < n_epochs:
        for size in sizes:
            block = losses[:, :, start : start + size]
            together.extend(block[0], block[1])
            start += size
    return together, singles


@pytest.mark.parametrize("n_epochs", [1, 15, 16, 17, 100, 1000])
@pytest.mark.parametrize("sizes", [(1,), (7, 1, 40), (1000,)])
def test_curves_are_those_of_single_histories(n_epochs: int, sizes: tuple[int, ...]) -> None:
    together, singles = both(n_epochs, 16, sizes)
    curves = together.curves()
    assert len(together) == n_epochs
    for number, single in enumerate(singles):
        curve = single.curve()
        np.testing.assert_array_equal(curves.epochs, curve.epochs)
        np.testing.assert_array_equal(curves.train[number], curve.train)
        np.testing.assert_array_equal(curves.test[number], curve.test)


def test_one_model_goes_on_as_a_history_of_its_own() -> None:
    together, singles = both(200, 16, (13,))
    history = History.from_state(together.state(2))
    assert history.state() == singles[2].state()


def test_what_is_not_finite_is_left_out() -> None:
    together = Histories(1)
    together.extend(np.array([[1.0, np.inf, np.nan, -np.inf]]), np.full((1, 4), np.nan))
    np.testing.assert_array_equal(together.curves().train, [[1.0, np.nan, np.nan, np.nan]])
