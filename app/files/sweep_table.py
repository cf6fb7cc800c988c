"""The table that a sweep writes, row by row, and reads again to go on where it was stopped."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType

from app.files.atomic import write_atomically
from app.files.logs import CsvFile
from app.files.sweep_rows import table_header, table_row
from app.running.many import Outcome
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError, reason_of

Key = tuple[str, ...]
"""The values of the varied settings, and the seed, as the table has them."""


NOTE = ".settings.json"

MAX_TOLD = 3
"""Differing settings that a sentence tells."""


def _note(path: Path) -> Path:
    return path.with_name(path.name + NOTE)


def _check_settings(path: Path, settings: Mapping[str, object]) -> None:
    """Raise `UserError` if the rows of a table were trained with other settings."""
    if not _note(path).exists():
        return
    before = json.loads(_note(path).read_bytes())
    if not isinstance(before, dict):
        raise ValueError(f"{_note(path)} is damaged")
    now = json.loads(json.dumps(settings))
    differing = [key for key in before if key in now and before[key] != now[key]]
    differing = differing or sorted(before.keys() ^ now.keys())  # such as parameters of a choice
    if differing:
        del differing[MAX_TOLD:]
        raise UserError(_N("errors", "{file} holds results for {before}, not for {now}. Choose another file for the results."), file=path, before=_told(before, differing), now=_told(now, differing))  # fmt: skip


def _told(settings: Mapping[str, object], keys: Sequence[str]) -> str:
    return ", ".join(f"{key}={settings.get(key, 'none')}" for key in keys)


class SweepTable:
    """A CSV file with a row for each experiment that is done, and beside it the settings that all of them have.

    These stand in a file of the table's name with NOTE behind it; a table without it, from elsewhere, is trusted.

    Parameters
    ----------
    path
        Made if it is not there; otherwise it must come from the same sweep.
    keys
        The varied settings.
    score
        What the score is called.
    settings
        What all experiments have in common, ready for JSON.

    Attributes
    ----------
    done
        The experiments it has already.

    Raises
    ------
    UserError
        If the file holds anything else, or cannot be written.
    """

    def __init__(self, path: Path, keys: Sequence[str], score: str, n_epochs: int, settings: Mapping[str, object]) -> None:  # fmt: skip
        self._n_keys = len(keys) + 1
        header = table_header(keys, score)
        try:
            written = path.read_bytes() if path.exists() else b""
            whole = written[: written.rfind(b"\n") + 1]  # a kill may have left half a row
            rows = list(csv.reader(io.StringIO(whole.decode("utf-8"), newline="")))
            if rows and (rows[0] != header or any(len(row) != len(header) for row in rows)):
                raise UserError(_N("errors", "{file} holds something else. Choose another file for the results."), file=path)  # fmt: skip
            self.done = {tuple(row[: self._n_keys]) for row in rows[1:]}
            if any(row[-1] == "yes" and row[self._n_keys] != str(n_epochs) for row in rows[1:]):
                raise UserError(_N("errors", "{file} holds results of another number of epochs. Choose another file."), file=path)  # fmt: skip
            if rows[1:]:
                _check_settings(path, settings)
            else:
                write_atomically(_note(path), json.dumps(settings, indent=1, ensure_ascii=False).encode())
            self._file = CsvFile(path, len(whole))
        except UserError:
            raise
        except (OSError, ValueError, csv.Error) as error:
            raise UserError(_N("errors", "{file} cannot be used for results: {reason}."), file=path, reason=reason_of(error)) from None  # fmt: skip
        if not rows:
            self._write(header)

    def __enter__(self) -> SweepTable:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)

    def add(self, key: Key, outcome: Outcome) -> None:
        """Write what came of an experiment."""
        figures = (outcome.train_loss, outcome.test_loss, outcome.score)
        self._write(table_row(key, outcome.epochs, figures, outcome.seconds, outcome.is_finished))
        self.done.add(key)

    def _write(self, row: Sequence[object]) -> None:
        self._file.write(row)
        self._file.flush()
