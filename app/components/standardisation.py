"""How the input columns of a model can be standardised: each becomes (column - offset) / scale.

A function takes columns (n, k), n > 0, and returns offset and scale, both (k,); a scale of 0 says that a column is constant.
"""

from __future__ import annotations

import numpy as np

from app.components.choice import Choice, by_key
from app.data.points import Floats
from app.text import QT_TRANSLATE_NOOP as _N

OffsetAndScale = tuple[Floats, Floats]


def none(columns: Floats) -> OffsetAndScale:
    """Leave columns as they are."""
    return np.zeros(columns.shape[1]), np.ones(columns.shape[1])


def mean_std(columns: Floats) -> OffsetAndScale:
    """Return means and standard deviations, the squares divided by n."""
    is_constant = np.ptp(columns, axis=0) == 0  # the mean of equal numbers is rounded, and can differ from them
    return np.where(is_constant, columns[0], columns.mean(axis=0)), np.where(is_constant, 0, columns.std(axis=0))


def min_max(columns: Floats) -> OffsetAndScale:
    """Return smallest values and ranges."""
    return columns.min(axis=0), np.ptp(columns, axis=0)


STANDARDISATIONS: tuple[Choice, ...] = (
    Choice(key="none", label=_N("choices", "No"), source="app.components.standardisation:none",
           help=_N("choices", "The model sees the inputs in the units of the data.")),
    Choice(key="mean_std", label=_N("choices", "Mean and deviation"), source="app.components.standardisation:mean_std",
           help=_N("choices", "Subtracts the mean of the training points and divides by their standard deviation.")),
    Choice(key="min_max", label=_N("choices", "Minimum and maximum"), source="app.components.standardisation:min_max",
           help=_N("choices", "Puts the training points between 0 and 1.")),
)  # fmt: skip

BY_KEY = by_key(STANDARDISATIONS)
