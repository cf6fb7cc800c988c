"""Level lines of a grid, all cells at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.data.points import Floats

# Marching squares: which edges (0 bottom, 1 right, 2 top, 3 left) a cell's line crosses, by which corners lie above
# the level (bits: 1 bottom left, 2 bottom right, 4 top right, 8 top left). Saddles have a second line.
_FIRST = np.array([(0, 0), (3, 0), (0, 1), (3, 1), (1, 2), (3, 2), (0, 2), (3, 2), (2, 3), (2, 0), (0, 3), (2, 1), (1, 3), (1, 0), (0, 3), (0, 0)])  # fmt: skip
# Each edge runs from one corner (column, row) to another: bottom and top along the columns, left and right along the rows.
_STARTS = np.array([(0, 0), (1, 0), (0, 1), (0, 0)])
_DIRECTIONS = np.array([(1, 0), (0, 1), (1, 0), (0, 1)])
_SADDLES = (5, 10)
_SECOND = ((0, 1), (1, 2))


def level_lines(grid: Floats, level: float) -> Floats:
    """Return the line segments on which a grid has a value, (2 · segments, 2); see `lines_of_levels`."""
    return lines_of_levels(grid, np.array([level]))[0]


def lines_of_levels(grid: Floats, levels: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Return the line segments on which a grid has one of several values.

    Parameters
    ----------
    grid
        Values at whole coordinates, shape (rows, columns); non-finite corners have no lines.
    levels
        The values looked for, ascending.

    Returns
    -------
    ends
        Array (2 · segments, 2) of (column, row); each two rows are one segment's ends.
    numbers
        Which of the levels each row belongs to, (2 · segments,).
    """
    # How many levels each node reaches: a line of the k-th level crosses a cell if one corner reaches k and one does not.
    reached = np.searchsorted(levels, grid, side="right")
    corners = (reached[:-1, :-1], reached[:-1, 1:], reached[1:, 1:], reached[1:, :-1])
    least, most = _least_and_most(corners)
    is_crossed = least < most
    if not (finite := np.isfinite(grid)).all():
        is_crossed &= finite[:-1, :-1] & finite[:-1, 1:] & finite[1:, 1:] & finite[1:, :-1]
    rows, columns = np.nonzero(is_crossed)
    n_lines = (most - least)[rows, columns]
    first_line = np.cumsum(n_lines) - n_lines
    rows, columns = np.repeat(rows, n_lines), np.repeat(columns, n_lines)
    numbers = np.repeat(least[is_crossed] - first_line, n_lines) + np.arange(len(rows))
    kinds = np.zeros(len(rows), dtype=np.intp)
    for bit, corner in enumerate(corners):
        kinds |= (corner[rows, columns] > numbers).astype(np.intp) << bit
    saddles = np.flatnonzero((kinds == _SADDLES[0]) | (kinds == _SADDLES[1]))
    lines = np.concatenate([np.arange(len(kinds)), saddles])
    edges = np.concatenate([_FIRST[kinds], np.where(kinds[saddles, None] == _SADDLES[0], *_SECOND)])
    ends = _segments(grid, levels[numbers[lines]], rows[lines], columns[lines], edges)
    return ends, np.repeat(numbers[lines], 2)


def _least_and_most(corners: Sequence[NDArray[np.intp]]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    least = most = corners[0]
    for corner in corners[1:]:
        least, most = np.minimum(least, corner), np.maximum(most, corner)
    return least, most


def _segments(
    grid: Floats, level: Floats, rows: NDArray[np.intp], columns: NDArray[np.intp], edges: NDArray[np.int_]
) -> Floats:
    """Return where lines of levels (n,) cross two edges each (n, 2) of cells (n,): (2 · n, 2) of (column, row)."""
    starts, directions = _STARTS[edges], _DIRECTIONS[edges]
    nodes = np.stack([columns, rows], axis=1)[:, None] + starts
    along = np.array([1, grid.shape[1]])  # from a node to the next one in the flat grid
    values, first = grid.ravel(), nodes @ along
    low, high = values[first], values[first + directions @ along]
    span = high - low
    part = np.divide(level[:, None] - low, span, out=np.full_like(span, 0.5), where=span != 0)
    ends: Floats = (nodes + part[:, :, None] * directions).reshape(-1, 2)
    return ends
