"""What the seeds of a grid say together: mean and spread of a figure for each combination of settings."""

from __future__ import annotations

import warnings
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
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of numpy, about means of nothing
        return SeedSummary(
            np.nanmean(values, axis=-1), np.nanstd(values, axis=-1, ddof=1), is_diverged.reshape(shape).sum(axis=-1)
        )
