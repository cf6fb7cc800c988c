"""The table that a sweep writes, row by row, and reads again to go on where it was stopped."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from app.running.many import Outcome
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError

Key = tuple[str, ...]
"""The values of the varied settings, and the seed, as the table has them."""


class SweepTable:
    """A CSV file with a row for each experiment that is done.

    Parameters
    ----------
    path
        Made if it is not there; otherwise it must come from the same sweep.
    keys
        The varied settings.
    score
        What the score is called.

    Attributes
    ----------
    done
        The experiments it has already.

    Raises
    ------
    UserError
        If the file holds anything else, or cannot be written.
    """

    def __init__(self, path: Path, keys: Sequence[str], score: str, n_epochs: int) -> None:
        self._n_keys = len(keys) + 1
        header = [*keys, "seed", "epochs", "train_loss", "test_loss", score, "seconds", "finished"]
        try:
            written = path.read_bytes() if path.exists() else b""
            whole = written[: written.rfind(b"\n") + 1]  # a kill may have left half a row
            rows = list(csv.reader(io.StringIO(whole.decode("utf-8"), newline="")))
            if rows and (rows[0] != header or any(len(row) != len(header) for row in rows)):
                raise UserError(_N("errors", "{file} holds something else. Choose another file for the results."), file=path)  # fmt: skip
            self.done = {tuple(row[: self._n_keys]) for row in rows[1:]}
            if any(row[-1] == "yes" and row[self._n_keys] != str(n_epochs) for row in rows[1:]):
                raise UserError(_N("errors", "{file} holds results of another number of epochs. Choose another file."), file=path)  # fmt: skip
            self._file = path.open("a", encoding="utf-8", newline="")
            self._file.truncate(len(whole))
        except (OSError, ValueError, csv.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise UserError(_N("errors", "{file} cannot be used for results: {reason}."), file=path, reason=reason) from None  # fmt: skip
        self._writer = csv.writer(self._file)
        if not rows:
            self._write(header)

    def __enter__(self) -> SweepTable:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def add(self, key: Key, outcome: Outcome) -> None:
        """Write what came of an experiment."""
        figures = (outcome.train_loss, outcome.test_loss, outcome.score)
        self._write(
            [
                *key,
                outcome.epochs,
                *(repr(figure) if math.isfinite(figure) else "" for figure in figures),
                f"{outcome.seconds:.4g}",
                "yes" if outcome.is_finished else "no",
            ]
        )
        self.done.add(key)

    def _write(self, row: Sequence[object]) -> None:
        self._writer.writerow(row)
        self._file.flush()
