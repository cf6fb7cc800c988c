"""Level lines of a grid, all cells at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from app.data.points import Floats

# Marching squares: which edges (0 bottom, 1 right, 2 top, 3 left) a cell's line crosses, by which corners lie above
# the level (bits: 1 bottom left, 2 bottom right, 4 top right, 8 top left). The saddles 5 and 10 have a second line.
_FIRST = np.array([(0, 0), (3, 0), (0, 1), (3, 1), (1, 2), (3, 2), (0, 2), (3, 2), (2, 3), (2, 0), (0, 3), (2, 1), (1, 3), (1, 0), (0, 3), (0, 0)])  # fmt: skip
_SECOND = {5: (0, 1), 10: (1, 2)}


def level_lines(grid: Floats, level: float) -> Floats:
    """Return the line segments on which a grid has a value.

    Parameters
    ----------
    grid
        Values at whole coordinates, shape (rows, columns); not-finite corners have no lines.
    level
        The value looked for.

    Returns
    -------
    Array (2 · segments, 2) of (column, row); each two rows are one segment's ends.
    """
    above = grid >= level
    case = above[:-1, :-1] + 2 * above[:-1, 1:] + 4 * above[1:, 1:] + 8 * above[1:, :-1]
    finite = np.isfinite(grid)
    crossed = (case % 15 != 0) & finite[:-1, :-1] & finite[:-1, 1:] & finite[1:, 1:] & finite[1:, :-1]
    rows, columns = np.nonzero(crossed)
    kinds = case[rows, columns]
    segments = [_segments(grid, level, rows, columns, _FIRST[kinds])]
    for kind, edges in _SECOND.items():
        saddle = kinds == kind
        if saddle.any():
            segments.append(
                _segments(grid, level, rows[saddle], columns[saddle], np.tile(edges, (int(saddle.sum()), 1)))
            )
    return np.concatenate(segments)


def _segments(
    grid: Floats, level: float, rows: NDArray[np.intp], columns: NDArray[np.intp], edges: NDArray[np.int_]
) -> Floats:
    ends = np.empty((2 * len(rows), 2))
    for end in (0, 1):
        edge = edges[:, end]
        # Each edge runs from one corner to another: bottom and top along the columns, left and right along the rows.
        r0, c0 = rows + (edge == 2), columns + (edge == 1)
        along_row = (edge == 1) | (edge == 3)
        low, high = grid[r0, c0], grid[r0 + along_row, c0 + ~along_row]
        span = high - low
        part = np.divide(level - low, span, out=np.full_like(span, 0.5), where=span != 0)
        ends[end::2, 0] = c0 + np.where(along_row, 0, part)
        ends[end::2, 1] = r0 + np.where(along_row, part, 0)
    return ends
