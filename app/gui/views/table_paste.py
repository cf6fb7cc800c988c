"""Where the cells of a pasted text go: over the points from the selected cell on, and beyond the last as new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.data.points import Floats, Points
from app.gui.texts import count_text
from app.gui.views.table_block import read_block
from app.gui.views.table_columns import TableColumns
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError


@dataclass(frozen=True, slots=True, eq=False)
class Paste:
    """What a pasted text asks for.

    Attributes
    ----------
    rows, first, over
        Cells of shape (rows, columns) that replace those of present points, `first` being the leftmost column.
    new
        Points behind the present ones; perhaps none.
    block
        Row, column, height and width of what is to be selected afterwards; None where the selection stays.
    """

    rows: NDArray[np.intp]
    first: int
    over: Floats
    new: Points
    block: tuple[int, int, int, int] | None


def read_paste(
    text: str, columns: TableColumns, n: int, rows: Sequence[int], chosen: Sequence[int], current: int
) -> Paste:
    """Read a text for a table of `n` points.

    Parameters
    ----------
    rows, chosen
        The selected rows and columns, in order.
    current
        The column of the current cell, -1 for none.

    Raises
    ------
    UserError
        If something of the text is not usable, or there is too little of it for new points.
    """
    row = rows[0] if rows else n
    first = chosen[0] if rows and chosen else max(current, 0) if row < n else 0
    values = read_block(text, columns, first, columns.target + 1 if row == n else 0)
    if values.shape == (1, 1) and len(rows) > 1 and len(chosen) == 1:  # one cell fills all that are selected
        values = np.repeat(values, len(rows), axis=0)
        return Paste(np.array(rows), first, values, Points.empty(columns.target), None)
    n_over = min(len(values), n - row)
    if len(values) > n_over and n_over and (first or values.shape[1] <= columns.target):
        if first:
            raise UserError(
                _N("errors", "{count} pasted rows lie beyond the last point, and new points need all columns. Begin at the first column, or higher up."),
                count=count_text(len(values) - n_over),
            )  # fmt: skip
        values = read_block(text, columns, 0, columns.target + 1)
        n_over = min(len(values), n - row)
    over, new = values[:n_over], values[n_over:]
    is_test = new[:, columns.test] if values.shape[1] == columns.count else np.zeros(len(new))
    points = Points.empty(columns.target)
    if len(new):
        points = Points.of(new[:, : columns.target], new[:, columns.target], is_test.astype(np.bool_))
    return Paste(np.arange(row, row + n_over), first, over, points, (row, first, *values.shape))
