"""Reads points from CSV files: a header, one or two input columns, then the target or the class."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from app.components.choice import read_number
from app.data.points import Points
from app.data.tasks import MAX_CLASSES, Task
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError
from app.training.config import MAX_POINTS

MAX_BYTES = 32 * 1024 * 1024
_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = ",;\t"
_SHOWN_LENGTH = 40

Row = tuple[int, list[str]]
"""A row's line number in the file and its cells."""


def read_points(path: Path, task: Task) -> Points:
    """Read points for a task from a CSV file, all of them for training.

    Parameters
    ----------
    path
        A text file in UTF-8 or GB 18030 with the separator "," or ";" or tab, at most `MAX_BYTES` long. Its first
        line names the columns: as many inputs as the task has, then the target.

    Raises
    ------
    UserError
        At the first thing that is not usable, with file, line and column.
    """
    rows = _rows(path)
    line, header = next(rows, (1, []))
    _check_header(path, header, line, task)
    inputs: list[list[float]] = []
    targets: list[float] = []
    for line, cells in rows:
        if len(cells) != len(header):
            raise UserError(
                _N("errors", "{file}, line {line}: {count} cells where the header has {wanted}. Complete the row or delete it."),
                file=path.name, line=line, count=len(cells), wanted=len(header),
            )  # fmt: skip
        if len(targets) == MAX_POINTS:
            raise UserError(
                _N("errors", "{file} has more than {most} rows. Keep a part of them."), file=path.name, most=MAX_POINTS
            )
        numbers = [_number(path, line, column, cell) for column, cell in zip(header, cells, strict=True)]
        if task.is_classification:
            _check_class(path, line, header[-1], cells[-1], numbers[-1])
        inputs.append(numbers[:-1])
        targets.append(numbers[-1])
    if not targets:
        raise UserError(
            _N("errors", "{file} has no rows below its header. Write one row for each point."), file=path.name
        )
    return Points.of(inputs, targets)


def _rows(path: Path) -> Iterator[Row]:
    """Yield the rows that are not empty."""
    text = _decoded(path)
    first_line = text.lstrip().partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise UserError(
            _N("errors", "{file}, line {line}: this is no CSV ({reason}). Save the table as CSV again."),
            file=path.name,
            line=reader.line_num,
            reason=error,
        ) from None


def _decoded(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or error
        raise UserError(_N("errors", "{file} cannot be read: {reason}."), file=path, reason=reason) from None
    if len(content) > MAX_BYTES:
        raise UserError(
            _N("errors", "{file} is larger than {most} MiB. Keep a part of its rows."),
            file=path.name,
            most=MAX_BYTES // 1024**2,
        )
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UserError(_N("errors", "{file} is no text in UTF-8. Save the table as CSV in UTF-8."), file=path.name)


def _check_header(path: Path, header: list[str], line: int, task: Task) -> None:
    wanted = task.n_inputs + 1
    if len(header) != wanted:
        raise UserError(
            _N("errors", "{file}, line {line}: {count} columns where the task {task} needs {wanted}, the inputs and then the target."),
            file=path.name, line=line, count=len(header), task=task.value, wanted=wanted,
        )  # fmt: skip
    if any(_is_number(name) for name in header):
        raise UserError(
            _N("errors", "{file}, line {line}: the first line must name the columns, not hold numbers. Add a header such as x,y."),
            file=path.name, line=line,
        )  # fmt: skip


def _is_number(cell: str) -> bool:
    try:
        read_number(cell, "")
    except UserError:
        return False
    return True


def _number(path: Path, line: int, column: str, cell: str) -> float:
    try:
        return read_number(cell, column)
    except UserError:
        raise UserError(
            _N("errors", "{file}, line {line}, column “{column}”: “{cell}” is not a number. Write it like 0.01 or 1e-3."),
            file=path.name, line=line, column=column, cell=cell[:_SHOWN_LENGTH],
        ) from None  # fmt: skip


def _check_class(path: Path, line: int, column: str, cell: str, number: float) -> None:
    if number not in range(MAX_CLASSES):
        raise UserError(
            _N("errors", "{file}, line {line}, column “{column}”: “{cell}” is no class. Classes are whole numbers from 0 to {top}."),
            file=path.name, line=line, column=column, cell=cell[:_SHOWN_LENGTH], top=MAX_CLASSES - 1,
        )  # fmt: skip
