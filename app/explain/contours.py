"""Level lines of a grid, all cells at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.data.points import Floats

# Marching squares: which edges (0 bottom, 1 right, 2 top, 3 left) a cell's line crosses, by which corners lie above
# the level (bits: 1 bottom left, 2 bottom right, 4 top right, 8 top left). Saddles, 5 and 10, have a second line, 16, 17.
_EDGES = np.array([(0, 0), (3, 0), (0, 1), (3, 1), (1, 2), (3, 2), (0, 2), (3, 2), (2, 3), (2, 0), (0, 3), (2, 1), (1, 3), (1, 0), (0, 3), (0, 0), (0, 1), (1, 2)])  # fmt: skip
_SADDLES = (5, 10)
_SECOND_LINE = 16


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
        The values looked for, ascending, at most 127.

    Returns
    -------
    ends
        Array (2 · segments, 2) of (column, row); each two rows are one segment's ends.
    numbers
        Which of the levels each row belongs to, (2 · segments,).
    """
    # How many levels each node reaches: a line of the k-th level crosses a cell if one corner reaches k and one does not.
    reached = (grid >= levels[:, None, None]).sum(axis=0, dtype=np.int8)
    least, most = _least_and_most(reached)
    is_crossed = least < most
    if not (finite := np.isfinite(grid)).all():
        is_crossed &= finite[:-1, :-1] & finite[:-1, 1:] & finite[1:, 1:] & finite[1:, :-1]
    crossed = np.flatnonzero(is_crossed)
    lowest = least.take(crossed)
    n_lines = most.take(crossed) - lowest
    width = grid.shape[1]
    # Each line's cell, as its bottom left node in the flat grid, and level, counted on in each cell from its least.
    nodes = (crossed + crossed // (width - 1)).repeat(n_lines)
    numbers = np.arange(len(nodes)) - np.repeat(np.cumsum(n_lines) - n_lines - lowest, n_lines)
    kinds = np.zeros(len(nodes), dtype=np.intp)
    for bit, corner in enumerate((0, 1, width + 1, width)):
        kinds |= (reached.take(nodes + corner) > numbers) << bit
    saddles = np.flatnonzero((kinds == _SADDLES[0]) | (kinds == _SADDLES[1]))
    if len(saddles):
        kinds = np.append(kinds, _SECOND_LINE + (kinds[saddles] == _SADDLES[1]))
        nodes, numbers = np.append(nodes, nodes[saddles]), np.append(numbers, numbers[saddles])
    numbers = numbers.repeat(2)
    return _crossings(grid, levels.take(numbers), nodes.repeat(2), _EDGES.take(kinds, axis=0).ravel()), numbers


def _least_and_most(nodes: NDArray[np.int8]) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Return the least and the largest number at the corners of each cell, (rows - 1, columns - 1)."""
    low, high = np.minimum(nodes[:-1], nodes[1:]), np.maximum(nodes[:-1], nodes[1:])
    return np.minimum(low[:, :-1], low[:, 1:]), np.maximum(high[:, :-1], high[:, 1:])


def _crossings(grid: Floats, level: Floats, nodes: NDArray[np.intp], edges: NDArray[np.int_]) -> Floats:
    """Return where levels cross an edge each of cells with these bottom left nodes (all (n,)): (n, 2) of (column, row)."""
    width = grid.shape[1]
    start = nodes + np.array([0, 1, width, 0]).take(edges)
    low, high = grid.take(start), grid.take(start + np.array([1, width, 1, width]).take(edges))
    part = (level - low) / (high - low)  # one of the two reaches the level, the other does not
    is_upright = edges % 2
    rows, columns = np.divmod(start, width)
    return np.stack([columns + part * (1 - is_upright), rows + part * is_upright], axis=1)
