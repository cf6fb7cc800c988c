"""Points from tables and tables from points: CSV files and what spreadsheets put on the clipboard."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.data.names import Names
from app.data.points import Bools, Floats, Points
from app.data.tasks import Task
from app.files.csv_classes import Classes
from app.files.csv_columns import ColumnChoice, guess_choice, split_words
from app.files.csv_format import CsvFormat
from app.files.csv_numbers import THOUSANDS, is_missing, is_number, is_too_large, read_cells, without_groups
from app.files.csv_recognise import recognise
from app.files.csv_rows import MAX_COLUMNS, Row, column_label, iter_rows, read_head, shown, split_columns
from app.files.csv_source import CancelledError, IsCancelled, Progress, Source, ignore_progress, never_cancelled
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import Message, UserError
from app.training.config import MAX_POINTS

_ROWS_AT_ONCE = 1000
"""Cells are read column by column, this many rows of them."""

SPLIT_NAME = "train/test"

_EMPTY = _N("errors", "{file}, line {line}, column “{column}”: the cell is empty. Write a number or delete the row.")
_HAS_POINT = _N("errors", "{file}, line {line}, column “{column}”: “{cell}” has a point, but the decimal sign is the comma. Choose the decimal point, or leave the point out.")  # fmt: skip
_HAS_COMMA = _N("errors", "{file}, line {line}, column “{column}”: “{cell}” has a comma, but the decimal sign is the point. Choose the decimal comma, or leave the comma out.")  # fmt: skip
_HAS_THOUSANDS = _N("errors", "{file}, line {line}, column “{column}”: “{cell}” has separated thousands. Choose a decimal sign with separated thousands, or leave out what separates them.")  # fmt: skip
_NO_NUMBER = _N("errors", "{file}, line {line}, column “{column}”: “{cell}” is not a number. Write it like 0.01 or 1e-3.")  # fmt: skip
_TOO_LARGE = _N("errors", "{file}, line {line}, column “{column}”: “{cell}” is too large. Write one nearer to 0.")


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a table.

    Attributes
    ----------
    has_split
        Whether the table itself says which points are for the test, even if none is.
    n_left_out
        How many incomplete rows were left out.
    """

    points: Points
    names: Names
    task: Task
    has_split: bool = False
    n_left_out: int = 0


class IncompleteError(UserError):
    """A cell is empty or says that its number is not known.

    Attributes
    ----------
    n_rows
        How many rows of the table have such a cell.
    """

    def __init__(self, message: Message, n_rows: int) -> None:
        super().__init__(message.template, **message.fields)
        self.n_rows = n_rows


# ------------------------------------------------------------ reading


def read_table(
    source: Source,
    form: CsvFormat,
    choice: ColumnChoice,
    progress: Progress = ignore_progress,
    is_cancelled: IsCancelled = never_cancelled,
    only_digits: bool = False,
) -> Imported:
    """Read all points of a table.

    Parameters
    ----------
    progress, is_cancelled
        The first is told the share that is done, the second asked, every few hundred lines.
    only_digits
        Whether numbers other than 0 … 9 are no classes.

    Raises
    ------
    UserError
        At the first thing that is not usable, with file, line and column; an `IncompleteError` where rows can be left out.
    CancelledError
        If `is_cancelled` says so.
    """

    def tick(share: float) -> None:
        if is_cancelled():
            raise CancelledError
        progress(share)

    columns, rows = split_columns(iter_rows(source, form, tick), form.has_header)
    _check_columns(source.name, columns, choice)
    reader = _Reader(source.name, columns, form, choice, only_digits)
    blocks = _blocks(source.name, columns, rows)
    for lines, cells in blocks:
        try:
            reader.add(lines, cells)
        except IncompleteError as error:
            n_rows = error.n_rows + sum(reader.n_incomplete(cells) for _, cells in blocks)
            raise IncompleteError(error.message, n_rows) from None
    if not reader.n_rows:
        raise _no_rows(source.name)
    progress(1.0)
    return reader.result()


def _no_rows(name: str) -> UserError:
    return UserError(_N("errors", "{file} has no rows of data. Write one row for each point."), file=name)


def _check_columns(name: str, columns: tuple[str, ...], choice: ColumnChoice) -> None:
    if not columns:
        raise _no_rows(name)
    if len(columns) == 1:
        raise UserError(
            _N("errors", "{file} has one column only. Choose another delimiter, or add a column with the target."), file=name
        )  # fmt: skip
    if len(columns) > MAX_COLUMNS:
        raise UserError(
            _N("errors", "{file} has {count} columns, more than {most}. Keep those that are needed."),
            file=name, count=len(columns), most=MAX_COLUMNS,
        )  # fmt: skip
    used = [*choice.inputs, choice.target, *([] if choice.test is None else [choice.test])]
    for column in used:
        if column >= len(columns):
            raise UserError(
                _N("errors", "{file} has {count} columns; there is no column {column}. Choose another one."),
                file=name, count=len(columns), column=column + 1,
            )  # fmt: skip
        if used.count(column) > 1:
            raise UserError(
                _N("errors", "{file}: column “{column}” is chosen twice. Choose another one for its second use."),
                file=name, column=column_label(columns, column),
            )  # fmt: skip


def _blocks(name: str, columns: tuple[str, ...], rows: Iterator[Row]) -> Iterator[tuple[list[int], list[list[str]]]]:
    """Yield the rows in blocks, all as long as there are columns."""
    n_rows = 0
    while block := list(islice(rows, _ROWS_AT_ONCE)):
        for position, (line, cells) in enumerate(block):
            if len(cells) > len(columns) and not "".join(cells[len(columns) :]).strip():
                block[position] = (line, cells[: len(columns)])
            elif len(cells) != len(columns):
                raise UserError(
                    _N("errors", "{file}, line {line}: {count} cells where the first row has {wanted}. Complete the row or delete it."),
                    file=name, line=line, count=len(cells), wanted=len(columns),
                )  # fmt: skip
        n_rows += len(block)
        if n_rows > MAX_POINTS:
            raise UserError(
                _N("errors", "{file} has more than {most} rows. Keep a part of them."), file=name, most=MAX_POINTS
            )
        yield [line for line, _ in block], [cells for _, cells in block]


class _Reader:
    """Takes blocks of rows and keeps the numbers of the chosen columns."""

    def __init__(
        self, name: str, columns: tuple[str, ...], form: CsvFormat, choice: ColumnChoice, only_digits: bool
    ) -> None:
        self._name, self._columns, self._form, self._choice = name, columns, form, choice
        self._classes = Classes(form.has_decimal_comma, only_digits)
        self._inputs: list[list[Floats]] = [[] for _ in choice.inputs]
        self._targets: list[Floats] = []
        self._tests: list[Bools] = []
        self._words = {} if choice.test is None else split_words(columns[choice.test])
        self.n_rows = self._n_left_out = 0

    def _is_complete(self, row: list[str]) -> bool:
        """Whether something stands in all chosen cells of a row, and a number may stand where one is needed."""
        choice = self._choice
        cells = [row[i] for i in choice.inputs]
        if not choice.is_class:
            cells.append(row[choice.target])
        return not (any(map(is_missing, cells)) or (choice.is_class and not row[choice.target].strip()))

    def n_incomplete(self, rows: list[list[str]]) -> int:
        """Return how many rows can be left out as incomplete."""
        return sum(not self._is_complete(row) for row in rows)

    def add(self, lines: list[int], rows: list[list[str]]) -> None:
        """Read a block of rows.

        Raises
        ------
        UserError
            At the cell that is not usable in the first row that has one, for each column in turn.
        """
        if self._choice.skips_incomplete:
            kept = [(line, row) for line, row in zip(lines, rows, strict=True) if self._is_complete(row)]
            self._n_left_out += len(rows) - len(kept)
            lines, rows = [line for line, _ in kept], [row for _, row in kept]
        for column, numbers in zip(self._choice.inputs, self._inputs, strict=True):
            numbers.append(self._numbers(lines, rows, column))
        target = self._choice.target
        if self._choice.is_class:
            cells = [row[target] for row in rows]
            bad = self._classes.add(cells)
            if bad is not None:
                problem = self._classes.problem(self._name, lines[bad], column_label(self._columns, target), cells[bad])
                raise self._maybe_incomplete(problem, cells[bad].strip(), rows)
        else:
            self._targets.append(self._numbers(lines, rows, target))
        if self._choice.test is not None:
            self._tests.append(self._test_marks(lines, rows, self._choice.test))
        self.n_rows += len(rows)

    def result(self) -> Imported:
        """Return all points and what their columns are called."""
        choice, columns = self._choice, self._columns
        targets, classes = self._classes.result() if choice.is_class else (np.concatenate(self._targets), ())
        inputs = np.column_stack([np.concatenate(parts) for parts in self._inputs])
        points = Points.of(inputs, targets, np.concatenate(self._tests) if self._tests else None)
        has_names = all(columns[i] for i in choice.inputs)
        names = tuple(columns[i] for i in choice.inputs) if has_names else ()
        return Imported(
            points,
            Names(names, columns[choice.target], classes),
            choice.task,
            choice.test is not None,
            self._n_left_out,
        )

    def _numbers(self, lines: list[int], rows: list[list[str]], column: int) -> Floats:
        cells = [row[column] for row in rows]
        if self._form.has_thousands:
            cells = [without_groups(cell, self._form.has_decimal_comma) for cell in cells]
        numbers = read_cells(cells, self._form.has_decimal_comma)
        bad = np.flatnonzero(np.isnan(numbers))
        if len(bad):
            cell = cells[bad[0]].strip()
            problem = self._number_problem(lines[bad[0]], column, cell)
            raise self._maybe_incomplete(problem, "" if is_missing(cell) else cell, rows)
        return numbers

    def _maybe_incomplete(self, problem: UserError, cell: str, rows: list[list[str]]) -> UserError:
        """Return a problem with a cell as one that goes away with its row, if nothing stands in the cell."""
        return problem if cell else IncompleteError(problem.message, self.n_incomplete(rows))

    def _number_problem(self, line: int, column: int, cell: str) -> UserError:
        if not cell:
            template = _EMPTY
        elif is_number(cell, not self._form.has_decimal_comma):
            template = _HAS_POINT if self._form.has_decimal_comma else _HAS_COMMA
        elif is_too_large(cell, self._form.has_decimal_comma):
            template = _TOO_LARGE
        else:
            template = _HAS_THOUSANDS if THOUSANDS.fullmatch(cell) else _NO_NUMBER
        return UserError(template, file=self._name, line=line, column=column_label(self._columns, column), cell=shown(cell))  # fmt: skip

    def _test_marks(self, lines: list[int], rows: list[list[str]], column: int) -> NDArray[np.bool_]:
        words = self._words
        marks = [words.get(row[column].strip().casefold()) for row in rows]
        if None in marks:
            bad = marks.index(None)
            raise UserError(
                _N("errors", "{file}, line {line}, column “{column}”: “{cell}” is neither “train” nor “test”. Write one of them, or choose no such column."),
                file=self._name, line=lines[bad], column=column_label(self._columns, column), cell=shown(rows[bad][column]),
            )  # fmt: skip
        return np.array(marks, dtype=np.bool_)


def read_file(path: Path, task: Task) -> Imported:
    """Read points for a task from a CSV file, and what their columns are called; its format is recognised.

    Parameters
    ----------
    path
        A text file whose first line names the columns: as many inputs as the task has, then the target; a column that
        says train or test may follow. Classes are names, or whole numbers from 0.

    Raises
    ------
    UserError
        At the first thing that is not usable, with file, line and column.
    """
    source = Source.load(path)
    form = recognise(source)
    line, header = next(iter_rows(source, form), (0, []))
    if not header:
        raise _no_rows(path.name)
    columns, _ = split_columns(iter([(line, header)]), has_header=True)
    n_inputs = task.n_inputs
    test = n_inputs + 1 if guess_choice(read_head(source, form)).test == n_inputs + 1 else None
    wanted = n_inputs + 1
    if len(columns) != wanted + (test is not None):
        raise UserError(
            _N("errors", "{file}, line {line}: {count} columns where the task {task} needs {wanted}, the inputs and then the target."),
            file=path.name, line=line, count=len(columns), task=task.value, wanted=wanted,
        )  # fmt: skip
    if not form.has_header:
        raise UserError(
            _N("errors", "{file}, line {line}: the first line must name the columns, not hold numbers. Add a header such as x,y."),
            file=path.name, line=line,
        )  # fmt: skip
    choice = ColumnChoice(tuple(range(n_inputs)), n_inputs, task.is_classification, test)
    return read_table(source, form, choice, only_digits=True)


# ------------------------------------------------------------ writing


def write_table(points: Points, names: Names, task: Task) -> bytes:
    """Return points as CSV: inputs, then the target or the class, then train or test if there are test points.

    UTF-8 with a byte order mark, without which spreadsheets on Chinese Windows would take it for GB 18030. Numbers have
    every digit they need to be read back exactly.
    """
    inputs = names.inputs if len(names.inputs) == points.n_inputs else ()
    defaults = ("x",) if points.n_inputs == 1 else ("x1", "x2")
    header = [_header_name(name, default) for name, default in zip(inputs or defaults, defaults, strict=True)]
    header.append(_header_name(names.target, "class" if task.is_classification else "y"))
    columns: list[list[object]] = [*points.inputs.T.tolist(), _target_cells(points, names, task)]
    if points.is_test.any():
        header.append(SPLIT_NAME)
        columns.append(["test" if is_test else "train" for is_test in points.is_test.tolist()])
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(zip(*columns, strict=True))
    return text.getvalue().encode("utf-8-sig", "replace")


def _header_name(name: str, default: str) -> str:
    """Return a column's name unless reading it back would take it for a number or for nothing."""
    name = shown(name)
    return default if not name or is_number(name, False) or is_number(name, True) else name


def _target_cells(points: Points, names: Names, task: Task) -> list[object]:
    if not task.is_classification:
        return list(points.targets.tolist())
    numbers = points.targets.astype(int).tolist()
    classes = [shown(name) for name in names.classes]
    if points.top_class >= len(classes) or len(set(classes)) < len(classes) or "" in classes:
        return list(numbers)
    return [classes[number] for number in numbers]
