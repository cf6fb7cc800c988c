"""What the seeds of a grid say together: mean and spread of a figure for each combination of settings."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.data.points import Bools, Floats


@dataclass(frozen=True, slots=True, eq=False)
class SeedSummary:
    """A figure over the seeds of each combination: arrays of the shape of the settings.

    Attributes
    ----------
    mean, spread
        Mean and standard deviation (with n - 1) over the seeds that did not diverge; NaN without any, the spread also
        with one alone.
    n_diverged
        How many seeds diverged.
    """

    mean: Floats
    spread: Floats
    n_diverged: NDArray[np.intp]


def summarise(figures: Floats, is_diverged: Bools, shape: tuple[int, ...]) -> SeedSummary:
    """Return mean and spread of figures (N,) over the last axis of `shape`."""
    values = np.where(is_diverged, np.nan, figures).reshape(shape)
    n_sound = np.count_nonzero(~np.isnan(values), axis=-1)
    with np.errstate(all="ignore"):  # means of nothing, squares of huge losses
        mean = np.nansum(values, axis=-1) / n_sound
        squares = np.nansum((values - mean[..., None]) ** 2, axis=-1)
        spread = np.sqrt(squares / np.where(n_sound > 1, n_sound - 1, np.nan))
    return SeedSummary(mean, spread, is_diverged.reshape(shape).sum(axis=-1))
