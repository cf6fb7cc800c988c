"""Lays a wall out: of all ways to put its pictures into rows and columns, the one with the largest. No Qt."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from app.data.points import Floats
from app.gui.views.wall_layout import GAP, Header, Ints, WallAxes, WallLayout

GROUP_GAP = 6
"""More room between the seeds of one value and those of the next."""
BLOCK_GAP = 12
"""More room between the blocks that a long column, or a long row, is broken into."""
SMALL_CAPTION = 0.4
"""Height of a caption below a small picture, in heights of the picture."""
WORTH_BESIDE = 1.15
"""How much larger pictures must get by captions beside them instead of below."""
LEAST_SIDE = 24.0
"""Pixels; where smaller pictures alone would fit, the wall is higher than the window."""
LEAST_NAMED_SIDE = 36.0
"""The same for pictures with their value above them."""


@dataclass(frozen=True, slots=True)
class _Along:
    """One direction of a wall.

    Attributes
    ----------
    title, texts
        What it stands for, and its values: the headers.
    group
        How many pictures a header stands for: seeds, side by side.
    n_blocks
        Into how many pieces it is broken; they lie beside each other in the other direction.
    own
        The number of the header that stands for the value of the experiment varied; -1 for none.
    """

    title: str
    texts: tuple[str, ...]
    own: int
    group: int = 1
    n_blocks: int = 1

    @property
    def block(self) -> int:
        """How many headers a block has, the last one perhaps fewer."""
        return -(-len(self.texts) // self.n_blocks)

    @property
    def count(self) -> int:
        """How many pictures a block has."""
        return self.block * self.group

    @property
    def group_gap(self) -> float:
        return GROUP_GAP if self.group > 1 else 0

    def starts(self, extent: float) -> Floats:
        """Return where each picture of a block begins if it takes so much."""
        numbers = np.arange(self.count)
        return (numbers * (extent + GAP) + numbers // self.group * self.group_gap).astype(np.float64)

    def length(self, extent: float) -> float:
        """Return what a block takes if each picture takes so much."""
        return self.count * (extent + GAP) - GAP + (self.block - 1) * self.group_gap

    def headers(self, extent: float) -> Iterator[tuple[int, str, float, float, bool]]:
        """Yield for each header its block, its text, where its pictures begin there, what they take, and whether it is `own`."""
        length = self.group * (extent + GAP) - GAP
        for number, text in enumerate(self.texts):
            block, place = divmod(number, self.block)
            yield block, text, place * (length + GAP + self.group_gap), length, number == self.own


@dataclass(frozen=True, slots=True)
class _Texts:
    """What the texts of a wall take: the height of a line, and the room for headers of rows and of columns."""

    line: float
    header_width: float
    header_height: float


@dataclass(frozen=True, slots=True)
class _Size:
    """What a picture takes: itself, the caption below it, and the one right of it; one of the two is 0."""

    side: float
    caption: float = 0.0
    beside: float = 0.0

    @classmethod
    def below(cls, side: float, line: float) -> _Size:
        """Return a picture with its caption below."""
        return cls(side, min(line, SMALL_CAPTION * side))

    @property
    def across(self) -> float:
        return self.side + self.beside

    @property
    def down(self) -> float:
        return self.side + self.caption


@dataclass(frozen=True, slots=True, eq=False)
class _Way:
    """A way to lay a wall out: its rows and columns, and in which of them each experiment lies, (N,).

    Rows broken into blocks lie side by side, columns so broken below each other; at most one of the two is broken.
    """

    rows: _Along
    columns: _Along
    row: Ints
    column: Ints

    def width(self, across: float, texts: _Texts) -> float:
        """Return the width of a wall of which each picture takes so much."""
        block = texts.header_width + self.columns.length(across)
        return self.rows.n_blocks * (block + BLOCK_GAP) - BLOCK_GAP

    def height(self, down: float, texts: _Texts) -> float:
        """Return the height of a wall of which each picture takes so much."""
        block = texts.header_height + GAP + self.rows.length(down)
        return texts.line + self.columns.n_blocks * (block + BLOCK_GAP) - BLOCK_GAP

    def fit(self, width: float, height: float, texts: _Texts, beside: float = 0.0) -> _Size:
        """Return the largest pictures that fit; below small ones the caption is small too."""
        room = (width - self.width(beside, texts)) / (self.rows.n_blocks * self.columns.count)
        room_below = (height - self.height(0, texts)) / (self.columns.n_blocks * self.rows.count)
        if beside:
            return _Size(math.floor(min(room, room_below)), beside=beside)
        side = min(room, room_below - texts.line)
        if texts.line > SMALL_CAPTION * side:
            side = min(room, room_below / (1 + SMALL_CAPTION))
        return _Size.below(math.floor(side), texts.line)

    def laid_out(self, size: _Size, width: float, texts: _Texts) -> WallLayout:
        """Return the layout with pictures of this size, in the middle of a width."""
        rows, columns = self.rows, self.columns
        left = texts.header_width + max(0.0, (width - self.width(size.across, texts)) / 2)
        heading = texts.line + GAP / 2
        top = heading + texts.header_height + GAP / 2
        right = texts.header_width + columns.length(size.across) + BLOCK_GAP
        down = texts.header_height + GAP + rows.length(size.down) + BLOCK_GAP
        x, y = columns.starts(size.across), rows.starts(size.down)
        across, row = np.divmod(self.row, rows.count)
        below, column = np.divmod(self.column, columns.count)
        headers_above = [
            Header(text, left + right * block + first, heading + down * piece, extent - size.beside, texts.header_height, is_own)
            for block in range(rows.n_blocks)
            for piece, text, first, extent, is_own in columns.headers(size.across)
        ]  # fmt: skip
        beginning = left - texts.header_width
        headers_left = [
            Header(text, beginning + right * block, top + down * piece + first, texts.header_width, extent - size.caption, is_own)
            for piece in range(columns.n_blocks)
            for block, text, first, extent, is_own in rows.headers(size.down)
        ]  # fmt: skip
        return WallLayout(
            lefts=left + right * across + x[column],
            tops=top + down * below + y[row],
            side=size.side,
            caption=size.caption,
            height=self.height(size.down, texts),
            columns=tuple(headers_above),
            rows=tuple(headers_left),
            column_title=columns.title,
            row_title=rows.title,
            has_names=False,
            is_turned=texts.header_height > texts.line,
            beside=size.beside,
        )


def lay_out(
    axes: WallAxes,
    width: float,
    height: float,
    line: float,
    header_width: float,
    header_height: float = 0.0,
    least_named_side: float = LEAST_NAMED_SIDE,
    caption_width: float = 0.0,
) -> WallLayout:
    """Return the layout with the largest pictures; where none of a readable size fit, the lowest with the least such.

    Parameters
    ----------
    line
        Height of a line of text: a caption below each picture, headers and a title above.
    header_width
        Room for the headers of the rows.
    header_height
        Room for the headers of the columns if they need more than a line.
    least_named_side
        Of pictures with their value above them.
    caption_width
        Room for a caption right of its picture, if such captions are wanted where they make the pictures larger.
    """
    if len(axes.names) == 1 and len(axes.seeds) == 1:
        return _flow(axes, width, height, line, least_named_side)
    texts = _Texts(line, header_width, max(header_height, line))
    ways = list(_ways(axes))
    way, size = _largest(ways, width, height, texts)
    if caption_width:
        other, beside = _largest(ways, width, height, texts, caption_width)
        if beside.side > WORTH_BESIDE * max(size.side, LEAST_SIDE, line):
            return other.laid_out(beside, width, texts)
    if size.side < LEAST_SIDE:
        least = _Size.below(LEAST_SIDE, line)
        narrow = [way for way in ways if way.width(LEAST_SIDE, texts) <= width]
        way, size = min(narrow or ways, key=lambda way: way.height(least.down, texts)), least
    return way.laid_out(size, width, texts)


def _largest(
    ways: Sequence[_Way], width: float, height: float, texts: _Texts, beside: float = 0.0
) -> tuple[_Way, _Size]:
    """Return the way with the largest pictures, and these."""
    fits = [(way, way.fit(width, height, texts, beside)) for way in ways]
    return max(fits, key=lambda fit: fit[1].side)


def _ways(axes: WallAxes) -> Iterator[_Way]:
    """Yield every way.

    Two settings are rows and columns, their seeds in blocks of every shape within; the seeds of one setting are that too,
    or the other direction.
    """
    places = np.unravel_index(np.arange(len(axes)), (*(len(values) for values in axes.values), len(axes.seeds)))
    *settings, seed = places
    none = np.zeros_like(seed)
    rows = axes.names[0], axes.values[0], settings[0], axes.own[0]
    seeds = axes.seed_name, tuple(f"{number}" for number in axes.seeds), seed, -1
    all_seeds = f"{axes.seeds[0]}–{axes.seeds[-1]}"
    if len(axes.names) == 1:
        yield from _pairs(rows, seeds, 1, none)
        yield from _pairs(seeds, rows, 1, none)
        yield from _pairs(rows, (axes.seed_name, (all_seeds,), none, -1), len(axes.seeds), seed)
    else:
        yield from _pairs(rows, (axes.names[1], axes.values[1], settings[1], axes.own[1]), len(axes.seeds), seed)


_Direction = tuple[str, tuple[str, ...], Ints, int]
"""A title, the headers, at which of them each experiment is, (N,), and which is `own`."""


def _pairs(rows: _Direction, columns: _Direction, n_within: int, within: Ints) -> Iterator[_Way]:
    """Yield ways with these rows and columns and so many experiments where they cross, each at its place there, (N,)."""
    (row_title, row_texts, row, row_own), (column_title, column_texts, column, column_own) = rows, columns
    for wide in range(1, n_within + 1):
        high = -(-n_within // wide)
        own_row, own_column = row * high + within // wide, column * wide + within % wide
        for n_blocks in _block_counts(len(row_texts)):
            yield _Way(_Along(row_title, row_texts, row_own, high, n_blocks), _Along(column_title, column_texts, column_own, wide), own_row, own_column)  # fmt: skip
        for n_blocks in _block_counts(len(column_texts))[1:]:
            yield _Way(_Along(row_title, row_texts, row_own, high), _Along(column_title, column_texts, column_own, wide, n_blocks), own_row, own_column)  # fmt: skip


def _block_counts(count: int) -> list[int]:
    """Return into how many blocks so many can be broken, without empty ones."""
    return sorted({-(-count // size) for size in range(1, count + 1)})


def _flow(axes: WallAxes, width: float, height: float, line: float, least_side: float) -> WallLayout:
    """Return the pictures line by line, the value of each above it."""
    n = len(axes)

    def across(n_columns: int) -> float:
        return (width + GAP) / n_columns - GAP

    def side_of(n_columns: int) -> float:
        n_rows = -(-n // n_columns)
        down = (height - line + GAP) / n_rows - GAP
        return min(across(n_columns), down - 2 * line)

    n_columns = max(range(1, n + 1), key=side_of)
    side = float(math.floor(side_of(n_columns)))
    if side < least_side:
        n_columns = max(1, min(n, int((width + GAP) // (least_side + GAP))))
        side = max(least_side, float(math.floor(across(n_columns))))
    row, column = np.divmod(np.arange(n), n_columns)
    left = max(0.0, (width - n_columns * (side + GAP) + GAP) / 2)
    return WallLayout(
        lefts=left + column * (side + GAP),
        tops=2 * line + row * (side + 2 * line + GAP),
        side=side,
        caption=line,
        height=line + (int(row[-1]) + 1) * (side + 2 * line + GAP) - GAP,
        columns=(),
        rows=(),
        column_title=axes.names[0],
        row_title="",
        has_names=True,
    )
