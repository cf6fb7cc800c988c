"""Recognises how a table is written. What is recognised is a proposal: the person sees it and can change it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import chain

from app.files.csv_encoding import guess_encoding
from app.files.csv_format import DELIMITERS, CsvFormat
from app.files.csv_numbers import THOUSANDS, has_sure_decimal_comma, is_like_number, is_number
from app.files.csv_rows import SEPARATOR_LINE, read_head
from app.files.csv_source import IsCancelled, Source, never_cancelled

_N_ROWS = 100

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


def recognise_rest(source: Source, form: CsvFormat) -> CsvFormat:
    """Return the format with header and decimal sign recognised anew, for an encoding and a delimiter that were chosen."""
    return _with_delimiter(source, form.encoding, form.delimiter)[1]


def _given_delimiter(source: Source, encoding: str) -> str:
    """Return the delimiter that the text itself names in its first line, "" if it names none."""
    start = source.content[:40].decode(encoding, "ignore").lstrip("\ufeff")
    match = SEPARATOR_LINE.match(start)
    return match[1] if match is not None and match[1] in DELIMITERS else ""


def _with_delimiter(source: Source, encoding: str, delimiter: str) -> tuple[float, CsvFormat]:
    """Return how well a delimiter fits, and the format with it."""
    form = CsvFormat(encoding, delimiter, has_header=False)
    rows: Rows = list(read_head(source, form, _N_ROWS).rows)
    form = replace(form, has_decimal_comma=_has_decimal_comma(rows))
    form = replace(form, has_header=_has_header(rows))
    lengths = Counter(map(len, rows))
    n_columns, n_equal = max(lengths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    if n_columns < 2:
        return 0.0, form
    below = [row for row in rows[form.has_header :] if len(row) == n_columns] or rows
    numbers = [is_like_number(cell) for cell in chain.from_iterable(below)]
    return n_equal / len(rows) * (0.2 + sum(numbers) / max(len(numbers), 1)), form


def _has_decimal_comma(rows: Rows) -> bool:
    """Whether commas in numbers are decimal ones: at least one must be for sure, and none may separate thousands."""
    with_comma = [cell for cell in chain.from_iterable(rows) if "," in cell and any(map(str.isdigit, cell))]
    sure = [cell for cell in with_comma if has_sure_decimal_comma(cell)]
    if not sure:
        return False
    points = sum("." in cell for cell in chain.from_iterable(rows) if is_number(cell, has_decimal_comma=False))
    english = sum(cell.count(",") > 1 and bool(THOUSANDS.fullmatch(cell.strip())) for cell in with_comma)
    return len(sure) > points + english


def _has_header(rows: Rows) -> bool:
    """Whether the first row names the columns: there is no number in it."""
    return bool(rows) and not any(is_like_number(cell) for cell in rows[0])
