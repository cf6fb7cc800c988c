"""Splits a table's text in rows and cells, with the line of each row; what the cells mean is read elsewhere."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from app.files.csv_encoding import GB18030_BOM
from app.files.csv_format import ENCODINGS, SPACES, CsvFormat
from app.files.csv_source import Source
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError

HEAD_BYTES = 64 * 1024
"""How much of a table is looked at to recognise and preview it."""
MAX_LINE = 256 * 1024
MAX_LINES = 500_000
MAX_COLUMNS = 500
_LINES_BETWEEN_TICKS = 500
_SHOWN_LENGTH = 40

SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
"""The line with which Excel says what separates the cells."""

Row = tuple[int, list[str]]
"""The number of a row's first line, and its cells."""


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a table.

    Attributes
    ----------
    columns
        Their names, "" for one without.
    rows
        The cells of the rows below the header, as long as each row is.
    lines
        The number of each row's line.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]


def shown(cell: str) -> str:
    """Return a cell's text for a sentence or a name: one line, not too long, nothing invisible."""
    text = "".join(character if character.isprintable() else " " for character in cell[: 8 * _SHOWN_LENGTH])
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN_LENGTH else text[: _SHOWN_LENGTH - 1] + "…"


def column_label(columns: tuple[str, ...], column: int) -> str:
    """Return what errors call a column: its name, or its number counted from 1."""
    return columns[column] or str(column + 1)


def split_columns(rows: Iterator[Row], has_header: bool) -> tuple[tuple[str, ...], Iterator[Row]]:
    """Return the columns' names and the rows below the header; empty cells at the end of the first row are no columns."""
    first = next(rows, None)
    if first is None:
        return (), rows
    line, cells = first
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if has_header:
        return tuple(shown(cell.removeprefix("# ")) for cell in cells), rows
    return ("",) * len(cells), _chained((line, cells), rows)


def _chained(first: Row, rest: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rest


def read_head(source: Source, form: CsvFormat, n_rows: int | None = None) -> Head:
    """Read the beginning of a table as well as possible: what is damaged is shown as it is, or ends it."""
    is_whole = len(source.content) <= HEAD_BYTES
    part = replace(source, content=source.content[:HEAD_BYTES])
    rows: list[Row] = []
    limit = None if n_rows is None else n_rows + 1
    try:
        # A plain loop: what was read before an error counts.
        for row in islice(iter_rows(part, form, errors="replace"), limit):
            rows.append(row)  # noqa: PERF402
    except UserError:
        pass
    if not is_whole and len(rows) > 1 and (limit is None or len(rows) < limit):
        rows.pop()  # its end is missing
    columns, below = split_columns(iter(rows), form.has_header)
    rows = list(below)[:n_rows]
    cells = tuple(tuple(row) for _, row in rows)
    return Head(columns[:MAX_COLUMNS], cells, tuple(line for line, _ in rows))


def iter_rows(
    source: Source, form: CsvFormat, tick: Callable[[float], None] | None = None, errors: str = "strict"
) -> Iterator[Row]:
    """Yield the table's rows that are not empty; `tick` is told every few lines what share is done.

    Raises
    ------
    UserError
        With the line, if the text is not in the encoding, a line is too long or quotation marks do not match.
    """
    content = io.BytesIO(source.content)
    codec = "utf-8-sig" if form.encoding == "utf-8" else form.encoding
    if form.encoding == "gb18030" and source.content.startswith(GB18030_BOM):
        content.seek(len(GB18030_BOM))
    text = io.TextIOWrapper(content, codec, errors, newline="")

    def lines() -> Iterator[str]:
        size = max(len(source.content), 1)
        for number in range(1, MAX_LINES + 2):
            line = text.readline(MAX_LINE + 1)
            if not line:
                return
            if len(line) > MAX_LINE:
                raise UserError(
                    _N("errors", "{file}, line {line}: the line is longer than {most} characters. This is hardly a table."),
                    file=source.name, line=number, most=MAX_LINE,
                )  # fmt: skip
            if tick is not None and number % _LINES_BETWEEN_TICKS == 0:
                tick(content.tell() / size)
            is_above = number < form.first_line or (number == 1 and SEPARATOR_LINE.fullmatch(line))
            yield "\n" if is_above else line
        raise UserError(
            _N("errors", "{file} has more than {most} lines. Keep a part of them."), file=source.name, most=MAX_LINES
        )

    try:
        for line, cells in _split(source.name, lines(), form.delimiter):
            if "".join(cells).strip():
                yield line, cells
    except UnicodeError:  # UTF-16 without a byte order mark gives no UnicodeDecodeError
        raise UserError(
            _N("errors", "{file}, line {line}: this is not text in {encoding}. Choose another encoding, or save the table as CSV in UTF-8."),
            file=source.name, line=_line_of_bad_bytes(source.content, codec), encoding=ENCODINGS[form.encoding],
        ) from None  # fmt: skip


def _split(name: str, lines: Iterator[str], delimiter: str) -> Iterator[Row]:
    if delimiter == SPACES:
        for number, text in enumerate(lines, 1):
            yield number, text.split()
        return
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise UserError(
            _N("errors", "{file}, line {line}: this is not CSV ({reason}). Look for a quotation mark that is missing, or save the table as CSV again."),
            file=name, line=line, reason=error,
        ) from None  # fmt: skip


def _line_of_bad_bytes(content: bytes, codec: str) -> int:
    """Return the line of the first bytes that cannot be decoded; the stream decodes ahead and cannot tell."""
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        decoder.decode(content, final=True)
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(codec, "ignore")
        return before.count("\n") + before.replace("\r\n", "\n").count("\r") + 1
    except UnicodeError:
        pass
    return 1
