"""Writes down a training as CSV while it goes on: one row an epoch (history) or one row an update (trace)."""

from __future__ import annotations

import csv
import itertools
import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from torch import Tensor

from app.components.losses import Head
from app.data.points import Floats
from app.explain.coefficients import coefficients
from app.explain.quality import score
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError, reason_of
from app.training.trainer import Trainer, Update


class Log(Protocol):
    """What is told of every update, and of the losses over all points whenever an epoch ends."""

    def add_update(self, update: Update) -> None:
        """Take note of an update that was just made."""

    def add_epoch(self, train_loss: float, test_loss: float) -> None:
        """Take note of the losses after an epoch; the first call is for epoch 0."""


class CsvFile:
    """A CSV file that grows row by row; floats are written in full precision.

    Parameters
    ----------
    kept
        How many bytes of the file stay before the first row; 0 begins it anew.

    Raises
    ------
    UserError
        From every method, if the file cannot be written.
    """

    def __init__(self, path: Path, kept: int = 0) -> None:
        self._path = path
        try:
            self._file = path.open("a" if kept else "w", encoding="utf-8", newline="")
            if kept:
                self._file.truncate(kept)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            raise self._error(error) from None
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._size = kept

    def write(self, row: Iterable[object]) -> None:
        """Add a row."""
        try:
            self._writer.writerow(row)
        except OSError as error:
            raise self._error(error) from None

    def flush(self) -> None:
        """Hand the rows so far to the system, so that they outlast the program."""
        try:
            self._file.flush()
            self._size = os.fstat(self._file.fileno()).st_size
        except OSError as error:
            raise self._error(error) from None

    def check_untouched(self) -> None:
        """Raise `UserError` if another program has changed, replaced or removed the file since the last `flush`."""
        try:
            own, there = os.fstat(self._file.fileno()), os.stat(self._path)
            is_untouched = os.path.samestat(own, there) and there.st_size == self._size
        except FileNotFoundError:
            is_untouched = False
        except OSError as error:
            raise self._error(error) from None
        if not is_untouched:
            raise touched(self._path)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self._file.close()
        except OSError as failure:
            raise self._error(failure) from None

    def _error(self, error: Exception) -> UserError:
        return UserError(_N("errors", "{file} cannot be written: {reason}."), file=self._path, reason=reason_of(error))


def touched(path: Path) -> UserError:
    """Return what to say of a table that another program has written to."""
    return UserError(_N("errors", "{file} was changed, replaced or removed by another program, so that rows may be missing. The same command trains them again."), file=path)  # fmt: skip


class HistoryLog:
    """One row an epoch: losses over all points, losses of the steps, accuracy or R².

    Columns: epoch, train_loss, test_loss, last_step_loss, mean_step_loss, train_accuracy and test_accuracy (or
    train_r2 and test_r2). What does not exist, such as the loss of no test points, is left empty.
    """

    def __init__(self, file: CsvFile, trainer: Trainer) -> None:
        self._file = file
        self._trainer = trainer
        self._step_losses: list[float] = []
        quality = "r2" if trainer.config.head is Head.VALUE else "accuracy"
        losses = ("train_loss", "test_loss", "last_step_loss", "mean_step_loss")
        file.write(["epoch", *losses, f"train_{quality}", f"test_{quality}"])

    def add_update(self, update: Update) -> None:
        """Keep the step's loss for the epoch's row."""
        self._step_losses.append(update.loss)

    def add_epoch(self, train_loss: float, test_loss: float) -> None:
        """Write the epoch's row."""
        trainer, steps = self._trainer, self._step_losses
        of_steps: list[float | None] = [steps[-1], sum(steps) / len(steps)] if steps else [None, None]
        test_losses = [test_loss if len(trainer.test) else None]
        qualities = [
            None if math.isnan(quality) else quality
            for quality in (
                score(trainer.config.head, trainer.output(batch), batch.targets)
                for batch in (trainer.train, trainer.test)
            )
        ]
        self._file.write([trainer.epoch, train_loss, *test_losses, *of_steps, *qualities])
        self._step_losses = []


class TraceLog:
    """One row an update: its batch and loss, every gradient, and every parameter after it.

    Columns: epoch, step, batch (row numbers of its points from 0, spaces between them), loss, grad.NAME[i][j] …,
    NAME[i][j] …, both as trained. Where a model without layers learns from standardised inputs, coefficient.NAME[i][j] …
    follow: the same in the units of the data.
    """

    def __init__(self, file: CsvFile, trainer: Trainer) -> None:
        self._file = file
        self._trainer = trainer
        self._parameters = dict(trainer.model.named_parameters())
        names = [name for key, parameter in self._parameters.items() for name in _entry_names(key, parameter.shape)]
        file.write(
            ["epoch", "step", "batch", "loss", *(f"grad.{name}" for name in names), *names, *self._coefficient_names()]
        )

    def add_update(self, update: Update) -> None:
        """Write the update's row."""
        batch = " ".join(map(str, update.rows.tolist()))
        parameters = self._parameters.values()
        gradients = [number for parameter in parameters for number in _numbers(parameter.grad, parameter)]
        weights = [number for parameter in parameters for number in _numbers(parameter, parameter)]
        in_own_units = [number for array in self._coefficients().values() for number in array.ravel().tolist()]
        self._file.write([update.epoch, update.step, batch, update.loss, *gradients, *weights, *in_own_units])

    def add_epoch(self, train_loss: float, test_loss: float) -> None:
        """Write nothing: an epoch is no update."""

    def _coefficients(self) -> Mapping[str, Floats]:
        trainer = self._trainer
        if trainer.scaling.is_none:
            return {}
        return coefficients(trainer.config, trainer.parameters(), trainer.scaling) or {}

    def _coefficient_names(self) -> Iterator[str]:
        for key, numbers in self._coefficients().items():
            yield from (f"coefficient.{name}" for name in _entry_names(key, numbers.shape))


def _entry_names(name: str, shape: Sequence[int]) -> Iterator[str]:
    """Yield weight[0][0], weight[0][1], … for every number of a parameter."""
    for indices in itertools.product(*(range(size) for size in shape)):
        yield name + "".join(f"[{index}]" for index in indices)


def _numbers(tensor: Tensor | None, like: Tensor) -> list[float | None]:
    """Return a tensor's numbers one after the other; nothing for each where there is no gradient."""
    numbers: list[float | None] = [None] * like.numel() if tensor is None else tensor.detach().flatten().tolist()
    return numbers
