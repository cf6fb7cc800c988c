"""What the rows and columns of a wall stand for, and where its pictures and headers lie. No Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.data.points import Floats

Ints = NDArray[np.intp]

GAP = 4
"""Pixels between two pictures."""


@dataclass(frozen=True, slots=True)
class WallAxes:
    """What the rows and columns of a wall stand for.

    Attributes
    ----------
    names
        One or two settings, in the window's language.
    values
        For each setting its values as texts.
    seeds, seed_name
        The seeds of each combination, and what a seed is called.
    own
        For each setting the place of the value that the experiment varied has itself; -1 if it is not among them.
    """

    names: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    seeds: tuple[int, ...]
    seed_name: str
    own: tuple[int, ...] = (-1, -1)

    def __len__(self) -> int:
        return math.prod(len(values) for values in self.values) * len(self.seeds)


@dataclass(frozen=True, slots=True)
class Header:
    """A text above a column or left of a row: its box in pixels, and whether it is the value of the experiment varied."""

    text: str
    left: float
    top: float
    width: float
    height: float
    is_own: bool


@dataclass(frozen=True, slots=True, eq=False)
class WallLayout:
    """A wall laid out.

    Attributes
    ----------
    lefts, tops
        Corners of the pictures in pixels, (N,).
    side, caption, beside
        Of each picture, the height of the text below it, and the width of the text right of it: one of the two is 0.
    height
        Of all together, in pixels; may be more than there is.
    columns, rows
        Headers; the titles say which setting they belong to, "" for none.
    has_names
        Whether each picture has its value above it, for want of headers.
    is_turned
        Whether the headers of the columns are higher than a line: room for turned texts.
    """

    lefts: Floats
    tops: Floats
    side: float
    caption: float
    height: float
    columns: tuple[Header, ...]
    rows: tuple[Header, ...]
    column_title: str
    row_title: str
    has_names: bool
    is_turned: bool = False
    beside: float = 0.0

    @property
    def heading(self) -> float:
        """Height of the headers above all pictures; 0 where there are none, or blocks have their own."""
        return float(self.tops.min()) if len({header.top for header in self.columns}) == 1 else 0.0

    def between(self, top: float, bottom: float) -> Ints:
        """Return the numbers of the pictures that are seen between two heights."""
        above = 2 * self.caption if self.has_names else 0.0
        return np.flatnonzero((self.tops + self.side + self.caption > top) & (self.tops - above < bottom))

    def number_at(self, x: float, y: float) -> int:
        """Return the number of the picture that is there, itself or its caption; -1 for none."""
        right, down = x - self.lefts, y - self.tops
        hit = np.flatnonzero(
            (right >= 0) & (right < self.side + self.beside) & (down >= 0) & (down < self.side + self.caption)
        )
        return int(hit[0]) if len(hit) else -1

    def neighbour(self, number: int, right: int, down: int) -> int:
        """Return the nearest picture in a direction, one of `right` and `down` being ±1; the same one at the edge."""
        x, y = self.lefts - self.lefts[number], self.tops - self.tops[number]
        ahead, aside = (x * right, np.abs(y)) if right else (y * down, np.abs(x))
        distance = np.where((ahead > 0.5) & (aside < 0.5), ahead, np.inf)
        return int(np.argmin(distance)) if np.isfinite(distance).any() else number
