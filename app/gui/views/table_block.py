"""Cells as text: what the table copies, and what it makes of a text from a spreadsheet. All of it is read, or nothing."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication

from app.components.choice import read_number
from app.data.points import Floats
from app.files.csv_numbers import is_number
from app.gui.texts import count_text
from app.gui.views.table_columns import TableColumns
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError
from app.training.config import MAX_POINTS

MAX_CHARACTERS = 32_000_000

Rows = list[list[str]]


def write_block(columns: TableColumns, chosen: Sequence[int], values: Floats) -> str:
    """Return cells as lines of tab-separated texts with all digits.

    Parameters
    ----------
    chosen
        Which columns these are.
    values
        Shape (rows, columns chosen).
    """
    texts = [_written(columns, column, cells) for column, cells in zip(chosen, values.T, strict=True)]
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(zip(*texts, strict=True))
    return out.getvalue()


def _written(columns: TableColumns, column: int, cells: Floats) -> list[str]:
    """Return a column's texts; there are few classes and many numbers."""
    if columns.has_numbers(column):
        return [text.removesuffix(".0") for text in map(repr, cells.tolist())]
    known = {value: columns.written(column, value) for value in np.unique(cells).tolist()}
    return [known[value] for value in cells.tolist()]


def read_block(text: str, columns: TableColumns, first: int, needed: int) -> Floats:
    """Return the values of cells that go into the columns from `first` on, shape (rows, columns of the text).

    Parameters
    ----------
    needed
        How many columns must be there at least.

    Raises
    ------
    UserError
        At the first cell that is not usable, with its row and column in the text.
    """
    if len(text) > MAX_CHARACTERS:
        raise UserError(_N("errors", "The pasted text is too long. Paste a part of it."))
    rows = _split(text, columns, first, needed)
    if not rows:
        raise UserError(_N("errors", "There is nothing to paste."))
    width = max(map(len, rows))
    n_header = int(len(rows) > 1 and _is_header(rows[0], columns, first))
    if len(rows) - n_header > MAX_POINTS:
        raise UserError(
            _N("errors", "The pasted text has more than {most} rows. Paste a part of them."),
            most=count_text(MAX_POINTS),
        )
    if width > columns.count - first:
        raise UserError(
            _N("errors", "The pasted text has {width} columns, and from “{column}” on there are {room}. Copy fewer columns, or begin further left."),
            width=width, column=columns.title(first), room=columns.count - first,
        )  # fmt: skip
    if width < needed:
        raise UserError(
            _N("errors", "The pasted text has {width} columns; new points need {needed}: {titles}."),
            width=width, needed=needed, titles=", ".join(columns.title(column) for column in range(needed)),
        )  # fmt: skip
    cells = [row + [""] * (width - len(row)) for row in rows[n_header:]]
    values = np.empty((len(cells), width))
    has_comma = _has_decimal_comma(cells, "\t" in text or ";" in text)
    for offset in range(width):
        column = first + offset
        texts = [row[offset] for row in cells]
        if columns.has_numbers(column) and has_comma:
            texts = [cell.replace(",", ".") for cell in texts]
        values[:, offset] = _read_column(texts, columns, column, n_header, offset)
    return values


def _read_column(texts: Sequence[str], columns: TableColumns, column: int, n_header: int, offset: int) -> Floats:
    """Read the cells of one column: numbers all at once if they are plain, others one by one."""
    if columns.has_numbers(column) and not any("_" in text for text in texts):
        try:
            numbers = np.array(list(map(float, texts)))
        except ValueError:
            pass
        else:
            if np.isfinite(numbers).all():
                return numbers
    known: dict[str, float] = {}
    for position, text in enumerate(texts):
        if text not in known:
            known[text] = columns.read(column, text, _place(position + n_header, offset, columns.title(column)))
    return np.array([known[text] for text in texts])


def _place(row: int, column: int, title: str) -> str:
    template = QCoreApplication.translate("TablePanel", "Pasted row {row}, column {column} ({title})")
    return template.format(row=row + 1, column=column + 1, title=title)


# ------------------------------------------------------------ how the text is written


def _split(text: str, columns: TableColumns, first: int, needed: int) -> Rows:
    """Split a text in rows and cells; empty lines at the end and empty columns at the right are none."""
    text = text.lstrip("\ufeff").replace("\0", "")
    delimiter = next((each for each in "\t;" if each in text), "")
    if not delimiter and "," in text:
        alone = _cells(text, "\t")
        # Lines like "1,5" are numbers with a decimal comma, unless one column is too few.
        is_alone = needed <= 1 and columns.has_numbers(first) and all(_reads(row[0]) for row in alone if row)
        delimiter = "\t" if is_alone else ","
    return _cells(text, delimiter or "\t")


def _cells(text: str, delimiter: str) -> Rows:
    try:
        rows = [
            [cell.strip() for cell in row] for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        ]
    except csv.Error as error:
        raise UserError(_N("errors", "The pasted text is not a table: {reason}."), reason=error) from None
    while rows and not any(rows[-1]):
        rows.pop()
    for row in rows:
        while row and not row[-1]:
            row.pop()
    return rows


def _is_header(cells: Sequence[str], columns: TableColumns, first: int) -> bool:
    """Whether a first row names the columns: no number in it, and nothing that was meant to be one."""
    offsets = range(min(len(cells), columns.count - first))
    if any(_is_like_number(cells[i]) for i in offsets if columns.has_numbers(first + i)):
        return False
    if any(columns.has_numbers(first + i) and cells[i] for i in offsets):
        return True
    return bool(cells) and all(cells[i].casefold() == columns.title(first + i).casefold() for i in offsets)


def _is_like_number(cell: str) -> bool:
    """Whether a cell is a number, or perhaps a misspelt or missing one."""
    if cell[:1].isdigit() or cell[:1] in "+-−.," or _reads(cell):
        return bool(cell)
    try:
        return math.isnan(float(cell)) or math.isinf(float(cell))
    except ValueError:
        return False


def _has_decimal_comma(rows: Rows, is_between: bool) -> bool:
    """Whether commas are decimal ones: something else stands between cells or one is for sure, and no number has a point."""
    with_comma = False
    for row in rows:
        for cell in row:
            if "," in cell:
                with_comma = with_comma or _reads(cell) or (is_between and is_number(cell, has_decimal_comma=True))
            elif "." in cell and _reads(cell):
                return False
    return with_comma


def _reads(cell: str) -> bool:
    try:
        read_number(cell, "")
    except UserError:
        return False
    return True
