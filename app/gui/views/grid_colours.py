"""The colours of a heat map: dark for bad, bright for good, one huge value never making all others alike."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyqtgraph as pg

from app.data.points import Floats

FENCE = 3.0
LEAST_FENCE = 1.0
"""How far the scale goes beyond three quarters of the values: so many times the distance between the quarters, or at least
a power of ten of a loss, 1 of a score."""


@lru_cache(maxsize=1)
def colour_table() -> Floats:
    """Return 256 colours from dark to bright, (256, 3)."""
    table: Floats = pg.colormap.get("viridis").getLookupTable(nPts=256)[:, :3]
    return table


@dataclass(frozen=True, slots=True)
class ColourScale:
    """From values to colours.

    Attributes
    ----------
    best, worst
        What the brightest and the darkest colour stand for.
    is_cut
        Whether there are values worse than `worst`; they have its colour.
    is_loss
        Whether less is better and the scale logarithmic; else greater is better and the scale linear.
    """

    best: float
    worst: float
    is_cut: bool
    is_loss: bool

    def brightness(self, values: Floats) -> Floats:
        """Return where values lie from the worst, 0, to the best, 1; NaN for those that are NaN."""
        badness = _badness(values, self.is_loss)
        best, worst = _badness(np.array([self.best, self.worst]), self.is_loss)
        if best == worst:
            return np.where(np.isnan(values), np.nan, 0.5)
        shares: Floats = np.clip((worst - badness) / (worst - best), 0, 1)
        return shares


def colour_scale(values: Floats, is_loss: bool) -> ColourScale | None:
    """Return the scale for values of any shape; None if none is finite, or no loss above 0."""
    badness = _badness(values, is_loss)
    flat, bad = values[np.isfinite(badness)], badness[np.isfinite(badness)]
    if not len(flat):
        return None
    quarter, three_quarters = np.percentile(bad, [25, 75], method="lower")
    fence = three_quarters + max(FENCE * (three_quarters - quarter), LEAST_FENCE)
    within = np.where(bad <= fence, bad, -np.inf)
    if within.max() == bad.min():  # all others are alike: nothing to tell apart among them
        within = bad
    best, worst = int(bad.argmin()), int(within.argmax())
    return ColourScale(float(flat[best]), float(flat[worst]), bool((badness > bad[worst]).any()), is_loss)


def _badness(values: Floats, is_loss: bool) -> Floats:
    with np.errstate(all="ignore"):
        badness: Floats = np.log10(values) if is_loss else -values
    return badness
