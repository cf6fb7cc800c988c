"""Recognises how a table is written. What is recognised is a proposal: the person sees it and can change it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from app.files.csv_encoding import guess_encoding
from app.files.csv_format import DELIMITERS, SPACES, CsvFormat
from app.files.csv_numbers import (
    THOUSANDS,
    are_numbers,
    has_sure_decimal_comma,
    is_far,
    is_like_number,
    is_missing,
    is_number,
    may_be_grouped,
)
from app.files.csv_rows import SEPARATOR_LINE, read_head
from app.files.csv_source import IsCancelled, Source, never_cancelled

_N_ROWS = 100
_YEAR = re.compile(r"(?:1[89]|2[01])\d\d")
_NOT_A_NAME = tuple("0123456789+-−.,")
"""How a misspelt number may begin."""

Rows = list[tuple[str, ...]]


def recognise(source: Source, is_cancelled: IsCancelled = never_cancelled) -> CsvFormat:
    """Return how a table seems to be written.

    The encoding is that of all bytes; the rest is judged by the first rows. The delimiter is the one that gives rows of
    equal length with most numbers in them: "1,5;2,25" is two numbers between semicolons, not "1", "5;2" and "25".
    """
    encoding = source.encoding or guess_encoding(source.content, is_cancelled)
    given = _given_delimiter(source, encoding)
    candidates = [_with_delimiter(source, encoding, each) for each in ([given] if given else DELIMITERS)]
    return max(candidates, key=lambda candidate: candidate[0])[1]  # the first of equals


def recognise_rest(source: Source, form: CsvFormat, first_line: int | None = None) -> CsvFormat:
    """Return the format recognised anew for an encoding and a delimiter that were chosen, perhaps the first line too."""
    return _with_delimiter(source, form.encoding, form.delimiter, first_line)[1]


def _given_delimiter(source: Source, encoding: str) -> str:
    """Return the delimiter that the text itself names in its first line, "" if it names none."""
    start = source.content[:40].decode(encoding, "ignore").lstrip("\ufeff")
    match = SEPARATOR_LINE.match(start)
    return match[1] if match is not None and match[1] in DELIMITERS else ""


def _with_delimiter(
    source: Source, encoding: str, delimiter: str, first_line: int | None = None
) -> tuple[float, CsvFormat]:
    """Return how well a delimiter fits, and the format with it."""
    form = CsvFormat(encoding, delimiter, has_header=False, first_line=first_line or 1)
    head = read_head(source, form, _N_ROWS)
    n_above = 0 if first_line is not None else _n_above(head.rows, delimiter)
    if n_above:
        form = replace(form, first_line=head.lines[n_above])
    rows: Rows = list(head.rows[n_above:])
    form = replace(form, has_decimal_comma=_has_decimal_comma(rows, delimiter))
    form = replace(form, has_header=_has_header(rows))
    lengths = Counter(map(len, rows))
    n_columns, n_equal = max(lengths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    if n_columns < 2:
        return 0.0, form
    below = [row for row in rows[form.has_header :] if len(row) == n_columns] or rows
    numbers = [is_like_number(cell) for cell in chain.from_iterable(below)]
    n_titles = sum(not _is_remark(row, delimiter) for row in head.rows[:n_above])
    return n_equal / (len(rows) + n_titles) * (0.2 + sum(numbers) / max(len(numbers), 1)), form


def _n_above(rows: Sequence[tuple[str, ...]], delimiter: str) -> int:
    """Return how many rows stand above the table: remarks after a #, and titles that do not reach its last column."""
    widths = Counter(_width(row) for row in rows if not _is_remark(row, delimiter))
    usual, _ = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    n_above = 0
    for row in rows:
        is_title = 0 < _width(row) < usual and bool(row[0].strip()) and not any(map(is_like_number, row))
        if not (_is_remark(row, delimiter) or is_title):
            break
        n_above += 1
    if n_above == len(rows):
        return 0
    if (
        n_above
        and delimiter != SPACES
        and _is_remark(rows[n_above - 1], delimiter)
        and _width(rows[n_above - 1]) == usual
    ):
        return n_above if _has_header(rows[n_above:]) else n_above - 1  # a remark may be the header: "# x,y"
    return n_above


def _is_remark(row: Sequence[str], delimiter: str) -> bool:
    return row[0].startswith("#") and (row[0] != "#" or delimiter == SPACES)  # a column may be called #


def _width(row: Sequence[str]) -> int:
    """Return how many cells a row has but for empty ones at its end."""
    return max((i + 1 for i, cell in enumerate(row) if cell.strip()), default=0)


def _has_decimal_comma(rows: Rows, delimiter: str) -> bool:
    """Whether commas in numbers are decimal ones: one must be for sure, or no commas between the cells, and none may separate thousands."""
    with_comma = [cell for cell in chain.from_iterable(rows) if "," in cell and any(map(str.isdigit, cell))]
    sure = [cell for cell in with_comma if has_sure_decimal_comma(cell)]
    if not sure and delimiter in (";", "\t"):
        sure = [cell for cell in with_comma if is_number(cell, has_decimal_comma=True)]
    if not sure:
        return False
    with_point = [cell for cell in chain.from_iterable(rows) if "." in cell and not may_be_grouped(cell)]
    points = sum(is_number(cell, has_decimal_comma=False) for cell in with_point)
    english = sum(cell.count(",") > 1 and bool(THOUSANDS.fullmatch(cell.strip())) for cell in with_comma)
    return len(sure) > points + english


def _has_header(rows: Sequence[tuple[str, ...]]) -> bool:
    """Whether the first row names the columns: no number in it, a name above numbers, or names and years far from the numbers below."""
    if not rows:
        return False
    first, below = rows[0], rows[1:]
    numbers = [i for i, cell in enumerate(first) if is_like_number(cell)]
    if not numbers or any(_is_name(cell) and are_numbers(column_of(below, i)) for i, cell in enumerate(first)):
        return True
    return (
        any(map(_is_name, first))
        and all(_YEAR.fullmatch(first[i].strip()) for i in numbers)
        and all(is_far(first[i], column_of(below, i)) for i in numbers)
    )


def _is_name(cell: str) -> bool:
    cell = cell.strip()
    return any(map(str.isalpha, cell)) and not cell.startswith(_NOT_A_NAME) and not is_missing(cell) and not is_like_number(cell)  # fmt: skip


def column_of(rows: Sequence[tuple[str, ...]], column: int) -> list[str]:
    """Return the cells of a column in which something stands."""
    return [row[column] for row in rows if column < len(row) and not is_missing(row[column])]
