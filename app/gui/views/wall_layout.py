"""Where the pictures of a wall lie: as large as fits, in rows and columns with their headers. No Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.data.points import Floats

Ints = NDArray[np.intp]

GAP = 4
GROUP_GAP = 6
"""More room between the seeds of one value and those of the next."""
SMALL_CAPTION = 0.4
"""Height of a caption below a small picture, in heights of the picture."""


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
    """

    names: tuple[str, ...]
    values: tuple[tuple[str, ...], ...]
    seeds: tuple[int, ...]
    seed_name: str

    def __len__(self) -> int:
        return math.prod(len(values) for values in self.values) * len(self.seeds)


@dataclass(frozen=True, slots=True)
class Header:
    """A text over a column, or left of a row, with the room it has: its centre and extent along the axis."""

    text: str
    centre: float
    extent: float


@dataclass(frozen=True, slots=True, eq=False)
class WallLayout:
    """A wall laid out.

    Attributes
    ----------
    lefts, tops
        Corners of the pictures in pixels, (N,).
    side, caption
        Of each picture, and the height of the text below it.
    column_title, row_title
        The setting or "" that the headers belong to.
    """

    lefts: Floats
    tops: Floats
    side: float
    caption: float
    columns: tuple[Header, ...]
    rows: tuple[Header, ...]
    column_title: str
    row_title: str
    has_names: bool
    """Whether each picture has its value above it, for want of headers."""


@dataclass(frozen=True, slots=True)
class _Along:
    """One direction of a wall.

    Attributes
    ----------
    title, texts
        What it stands for, and its values: the headers.
    group
        How many pictures a header stands for: seeds, side by side.
    """

    title: str
    texts: tuple[str, ...]
    group: int = 1

    @property
    def count(self) -> int:
        """How many pictures there are."""
        return len(self.texts) * self.group

    @property
    def group_gap(self) -> float:
        return GROUP_GAP if self.group > 1 else 0

    def room(self, length: float) -> float:
        """Return what each picture gets of a length, without the gaps."""
        return (length - (self.count - 1) * GAP - (len(self.texts) - 1) * self.group_gap) / self.count

    def starts(self, extent: float) -> Floats:
        """Return where each picture begins if it takes so much."""
        numbers = np.arange(self.count)
        return (numbers * (extent + GAP) + numbers // self.group * self.group_gap).astype(np.float64)

    def headers(self, starts: Floats, side: float, origin: float) -> tuple[Header, ...]:
        """Return the headers of the groups."""
        firsts, lasts = starts[:: self.group], starts[self.group - 1 :: self.group] + side
        return tuple(
            Header(text, origin + (first + last) / 2, last - first)
            for text, first, last in zip(self.texts, firsts, lasts, strict=True)
        )


def lay_out(axes: WallAxes, width: float, height: float, line: float, header_width: float) -> WallLayout:
    """Return the layout with the largest pictures.

    Parameters
    ----------
    line
        Height of a line of text: a caption below each picture, headers and a title above.
    header_width
        Room for the headers of the rows.
    """
    if len(axes.names) == 1 and len(axes.seeds) == 1:
        return _flow(axes, width, height, line)
    left, top = header_width, 2 * line + GAP
    made = []
    for way in _ways(axes):
        side, caption = _fit(way.columns.room(width - left), way.rows.room(height - top), line)
        made.append((side, caption, way))
    side, caption, way = max(made, key=lambda each: each[0])
    rows, columns, row, column = way.rows, way.columns, way.row, way.column
    x, y = columns.starts(side), rows.starts(side + caption)
    # The pictures stand in the middle, their headers beside them.
    left += max(0.0, (width - left - x[-1] - side) / 2)
    return WallLayout(
        lefts=left + x[column],
        tops=top + y[row],
        side=side,
        caption=caption,
        columns=columns.headers(x, side, left),
        rows=rows.headers(y, side, top),
        column_title=columns.title,
        row_title=rows.title,
        has_names=False,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    """A way to lay a wall out: its rows and columns, and in which of them each experiment lies, (N,)."""

    rows: _Along
    columns: _Along
    row: Ints
    column: Ints


def _ways(axes: WallAxes) -> Iterator[_Way]:
    """Yield every way: what goes along rows and what along columns, and two settings' seeds in blocks of every shape."""
    places = np.unravel_index(np.arange(len(axes)), (*(len(values) for values in axes.values), len(axes.seeds)))
    names, values = axes.names, axes.values
    if len(names) == 1:
        names, values = (*names, axes.seed_name), (*values, tuple(f"{seed}" for seed in axes.seeds))
    n_seeds = len(axes.seeds) if len(axes.names) == 2 else 1
    seed = places[2] if len(axes.names) == 2 else np.zeros_like(places[0])
    for a, b in ((0, 1), (1, 0)):
        for wide in range(1, n_seeds + 1):
            high = -(-n_seeds // wide)
            yield _Way(
                _Along(names[a], values[a], high),
                _Along(names[b], values[b], wide),
                places[a] * high + seed // wide,
                places[b] * wide + seed % wide,
            )


def _fit(width: float, height: float, line: float) -> tuple[float, float]:
    """Return side and caption of pictures that have so much room each; below small ones the caption is small too."""
    side = min(width, height - line)
    if line > SMALL_CAPTION * side:
        side = min(width, height / (1 + SMALL_CAPTION))
    side = max(8.0, math.floor(side))
    return side, min(line, SMALL_CAPTION * side)


def _flow(axes: WallAxes, width: float, height: float, line: float) -> WallLayout:
    """Return the pictures line by line, the value of each above it."""
    n = len(axes)

    def side_of(n_columns: int) -> float:
        n_rows = -(-n // n_columns)
        across, down = (width + GAP) / n_columns - GAP, (height - line + GAP) / n_rows - GAP
        return min(across, down - 2 * line)

    n_columns = max(range(1, n + 1), key=side_of)
    side = max(8.0, math.floor(side_of(n_columns)))
    row, column = np.divmod(np.arange(n), n_columns)
    left = max(0.0, (width - n_columns * (side + GAP) + GAP) / 2)
    return WallLayout(
        lefts=left + column * (side + GAP),
        tops=2 * line + row * (side + 2 * line + GAP),
        side=side,
        caption=line,
        columns=(),
        rows=(),
        column_title=axes.names[0],
        row_title="",
        has_names=True,
    )
