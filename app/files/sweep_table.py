"""The table that a sweep writes, row by row, and reads again to go on where it was stopped."""

from __future__ import annotations

import contextlib
import csv
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

from app.files.atomic import check_ordinary, check_writable, write_atomically
from app.files.lock import locked
from app.files.logs import CsvFile, touched
from app.files.provenance import MAX_TOLD, differing, told
from app.files.sweep_rows import table_header, table_row
from app.running.jobs import Outcome
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError, reason_of
from app.training.grid import comparable

Key = tuple[str, ...]
"""The values of the varied settings, and the seed."""


NOTE = ".settings.json"
COPY = ".damaged"

_FIXED = frozenset(table_header([], "")) - {""}
"""Columns of every sweep."""


def _note(path: Path) -> Path:
    return path.with_name(path.name + NOTE)


def _check_settings(path: Path, settings: Mapping[str, object]) -> None:
    """Raise `UserError` if the rows of a table were trained with other settings."""
    note = _note(path)
    if not note.exists():
        return
    try:
        check_ordinary(note)
        before = json.loads(note.read_bytes())
    except OSError as error:
        raise UserError(_N("errors", "{file} cannot be read: {reason}."), file=note, reason=reason_of(error)) from None
    except (ValueError, RecursionError):
        before = None
    if not isinstance(before, dict):
        raise UserError(_N("errors", "{note} is damaged; it tells what {file} was trained with. Delete it if that was the same as now, or choose another file for the results."), note=note, file=path)  # fmt: skip
    now = json.loads(json.dumps(settings))
    if keys := differing(before, now):
        raise UserError(_N("errors", "{file} holds results for {before}, not for {now}. Choose another file for the results."), file=path, before=told(before, keys), now=told(now, keys))  # fmt: skip


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(name or "“”" for name in sorted(columns)[:MAX_TOLD]) or "–"


def _cells(line: bytes) -> list[str]:
    """Return the cells of a line; none where it is not a whole line of a table."""
    try:
        return next(csv.reader([line.decode("utf-8-sig")], strict=True))
    except (UnicodeDecodeError, csv.Error):
        return []


def _copied(path: Path, content: bytes) -> Path:
    """Write a copy of a file beside it, over nothing that is there, and return it."""
    copy, number = path.with_name(path.name + COPY), 2
    while copy.exists():
        copy, number = path.with_name(f"{path.name}{COPY}-{number}"), number + 1
    write_atomically(copy, content)
    return copy


class SweepTable:
    """A CSV file with a row for each experiment that is done, and beside it the settings that all of them have.

    These stand in a file of the table's name with NOTE behind it; a table without it, from elsewhere, is trusted.

    Parameters
    ----------
    path
        Made with the first row if it is not there; otherwise it must come from the same sweep, its columns in any order.
    keys
        The varied settings.
    score
        What the score is called.
    settings
        What all experiments have in common, ready for JSON.

    Attributes
    ----------
    done
        The experiments it has already, their values `comparable`.
    damaged
        Lines that were no rows of a result; they are taken out.
    copy
        The file as it was with them; None where there were none.

    Raises
    ------
    UserError
        If the file holds anything else, cannot be written, or another sweep is writing it.
    """

    def __init__(self, path: Path, keys: Sequence[str], score: str, n_epochs: int, settings: Mapping[str, object]) -> None:  # fmt: skip
        self._path, self._settings = path, settings
        self._keys = (*keys, "seed")
        self._n_keys = len(self._keys)
        self._header = table_header(keys, score)
        check_writable(path)
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(locked(path))
                written = self._content()
            except BlockingIOError:
                raise UserError(_N("errors", "{file}: another sweep is writing this table. Wait until it ends, or choose another file for the results."), file=path) from None  # fmt: skip
            except OSError as error:
                raise UserError(_N("errors", "{file} cannot be used for results: {reason}."), file=path, reason=reason_of(error)) from None  # fmt: skip
            rows = self._rows(written)
            self.done: set[Key] = {self._comparable(row[: self._n_keys]) for row in rows}
            if any(row[-1] == "yes" and row[self._n_keys] != str(n_epochs) for row in rows):
                raise UserError(_N("errors", "{file} holds results of another number of epochs. Choose another file."), file=path)  # fmt: skip
            if rows or self.damaged:
                _check_settings(path, settings)
            else:
                check_writable(_note(path))
            self.copy = _copied(path, written) if self.damaged else None
            if self.damaged or not written.startswith(self._kept):
                write_atomically(path, self._kept)
                written = self._kept
            self._found = written
            self._file: CsvFile | None = None
            self._stack = stack.pop_all()

    def _content(self) -> bytes:
        return self._path.read_bytes() if self._path.exists() else b""

    def _rows(self, written: bytes) -> list[list[str]]:
        """Return the sound rows of a table, their cells in the order of this sweep, and note how they are in the file."""
        header = self._header
        self._order = list(range(len(header)))
        self._kept = b""
        self.damaged: tuple[int, ...] = ()
        lines = [(number, line) for number, line in enumerate(written.splitlines(keepends=True), 1) if line.strip()]
        if len(lines) < 2 and ",".join(header).encode().startswith(written.strip()):
            return []
        if not lines:
            raise self._other()
        (_, first), *rest = lines
        columns = _cells(first)
        if not rest and first.endswith(b"\n") and set(columns) >= _FIXED:  # of another sweep that came to nothing
            return []
        if not set(columns) & set(header) or len(set(columns)) < len(columns):
            raise self._other()
        if sorted(columns) != sorted(header):
            before, now = (_listed(set(one) - set(other)) for one, other in ((columns, header), (header, columns)))
            raise UserError(_N("errors", "{file} holds something else: it has the columns {before}, not {now}. Choose another file for the results."), file=self._path, before=before, now=now)  # fmt: skip
        places = [columns.index(name) for name in header]
        rows, kept, damaged = [], [first], []
        for number, line in rest:
            cells = _cells(line)
            row = [cells[place] for place in places] if len(cells) == len(columns) else []
            if self._is_sound(row):
                rows.append(row)
                kept.append(line if line.endswith((b"\n", b"\r")) else line + b"\n")  # an editor took it away
            elif line.endswith((b"\n", b"\r")):  # otherwise it is half a row, which a kill has left
                damaged.append(number)
        if rows or damaged:
            self._order = [header.index(name) for name in columns]
            self._kept, self.damaged = b"".join(kept), tuple(damaged)
        return rows

    def _is_sound(self, row: Sequence[str]) -> bool:
        """Whether a row has everything that `add` writes."""
        try:
            seed, epochs, *figures, finished = row[self._n_keys - 1 :]
            int(seed), int(epochs)
            numbers = [math.isfinite(float(figure)) for figure in figures if figure]
        except ValueError:
            return False
        is_known = finished == "no" or (finished == "yes" and bool(figures[0]))
        return all(row[: self._n_keys]) and all(numbers) and is_known

    def _other(self) -> UserError:
        return UserError(_N("errors", "{file} holds something else. Choose another file for the results."), file=self._path)  # fmt: skip

    def __enter__(self) -> SweepTable:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._stack:
            if error is None and self._file is not None:
                self._file.check_untouched()

    def has(self, key: Key) -> bool:
        """Whether the table has an experiment, however its values are written there: a spreadsheet has its own ways."""
        return self._comparable(key) in self.done

    def _comparable(self, key: Sequence[str]) -> Key:
        return tuple(map(comparable, self._keys, key))

    def add(self, key: Key, outcome: Outcome) -> None:
        """Write what came of an experiment."""
        figures = (outcome.train_loss, outcome.test_loss, outcome.score)
        self._write(table_row(key, outcome.epochs, figures, outcome.seconds, outcome.is_finished))
        self.done.add(self._comparable(key))

    def _write(self, row: Sequence[object]) -> None:
        if self._file is None:  # only now: a command that is refused leaves nothing behind
            self._check_found()
            self._found = b""  # as large as the table
            if not self._kept:
                settings = json.dumps(self._settings, indent=1, ensure_ascii=False)
                write_atomically(_note(self._path), settings.encode())
            self._file = self._stack.enter_context(CsvFile(self._path, len(self._kept)))
            if not self._kept:
                self._file.write(self._header)
        self._file.check_untouched()
        self._file.write([row[place] for place in self._order])
        self._file.flush()

    def _check_found(self) -> None:
        """Raise `UserError` if another program has changed the table since it was read."""
        try:
            is_untouched = self._content() == self._found
        except OSError as error:
            raise UserError(_N("errors", "{file} cannot be used for results: {reason}."), file=self._path, reason=reason_of(error)) from None  # fmt: skip
        if not is_untouched:
            raise touched(self._path)
