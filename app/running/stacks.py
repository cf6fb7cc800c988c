"""Experiments trained together, by one engine where it can and else one by one; those that diverge drop out."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from app.data.points import Floats
from app.running.snapshot import Divergence
from app.training.engine.stacked import StackedEngine
from app.training.engine.stacking import why_reference, widest_layer
from app.training.trainer import Trainer

PIECE_SECONDS = 0.01
"""How long training goes on before others are heard; longer where beginning and ending a piece alone takes half of it."""

WIDEST_UPDATE = 2**20
"""Numbers that a model's widest layer has for a batch, at most: for more, the engine gains nothing and keeps much memory."""


class Pace:
    """Finds how much to do at a time.

    Parameters
    ----------
    seconds
        How long that should take.
    longest
        How long it may take where beginning and ending alone takes half of it; a single one may take longer.

    Attributes
    ----------
    count
        How much.
    overhead
        The least time that a single one took: what a piece costs, however little it does.
    """

    def __init__(self, seconds: float = PIECE_SECONDS, longest: float = math.inf) -> None:
        self._seconds = seconds
        self._longest = longest
        self.count = 1
        self.overhead = 0.0

    def learn(self, count: int, seconds: float, overhead: float | None = None) -> None:
        """Take into account how long so much has taken."""
        if overhead is not None:
            self.overhead = overhead
        elif count == 1:
            self.overhead = min(self.overhead or seconds, seconds)
        budget = max(self._seconds, min(2 * self.overhead, self._longest))
        if 2 * count > self.count and 2 * seconds - self.overhead < budget:
            self.count *= 2
        elif seconds > 1.3 * budget:
            self.count = max(1, count // 2)


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """What one piece of training did.

    Attributes
    ----------
    numbers
        Which experiments it trained.
    first_epoch
        Which of the epochs asked for the first column of losses is, counted from 0.
    train_losses, test_losses
        Over all training or test points without penalties, (models, epochs that ended).
    n_updates
        Of all models together.
    divergences
        Number → where it diverged, for those that did.
    """

    numbers: tuple[int, ...]
    first_epoch: int
    train_losses: Floats
    test_losses: Floats
    n_updates: int
    divergences: dict[int, Divergence]


class Losses:
    """Losses of N models after the same epochs, step by step; NaN after those that a model has not reached.

    Attributes
    ----------
    train, test
        (N, epochs).
    """

    def __init__(self, n_models: int, n_epochs: int) -> None:
        self.train, self.test = np.full((2, n_models, n_epochs), np.nan)

    def add(self, step: Step) -> None:
        """Take over a step's losses."""
        rows = list(step.numbers)
        epochs = slice(step.first_epoch, step.first_epoch + step.train_losses.shape[1])
        self.train[rows, epochs] = step.train_losses
        self.test[rows, epochs] = step.test_losses


class Stack:
    """Experiments of one shape: one engine trains them, or where it cannot or fails, the reference loop one by one.

    Those that diverge leave it and stay where they were before the piece. See `StackedEngine.advance` for `on_kernels`.

    Attributes
    ----------
    numbers
        Which experiments are still in it.
    pace
        How many updates make a piece.
    """

    def __init__(
        self, numbers: Sequence[int], trainers: Sequence[Trainer], on_kernels: Callable[[], None] = lambda: None
    ) -> None:
        self._on_kernels = on_kernels
        self.numbers = tuple(numbers)
        self._trainers = list(trainers)
        self._is_stacked = not trainers or _is_worth_it(trainers[0])
        self._engine: StackedEngine | None = None
        self.pace = Pace()

    def train(self, n_epochs: int) -> Iterator[Step]:
        """Make the epochs in pieces: of about `PIECE_SECONDS`, twice the time that a slow start takes, or an epoch."""
        n_done = 0
        batches = self._trainers[0].batches_an_epoch if self._trainers else 1
        left = n_epochs * batches
        while left and self.numbers and self._is_stacked:
            count = self.pace.count if self._engine is None else self._engine.rounded(self.pace.count)
            count = min(left, count)
            is_warm = self._engine is not None  # the first time, its kernel calls are compiled
            started = time.thread_time()  # its own: others on the machine do not count
            try:
                step = self._advance(count, n_done)
            except RuntimeError:  # a kernel that the device lacks, no memory, …; the trainers are where they were
                self._is_stacked, self._engine = False, None
                break
            if is_warm:
                self.pace.learn(count, time.thread_time() - started)
            n_done += step.train_losses.shape[1]
            left -= count
            yield step
        if not self._is_stacked:
            for number, trainer in list(zip(self.numbers, self._trainers, strict=True)):
                yield from self._train_one(number, trainer, range(n_done, n_epochs))

    def _advance(self, count: int, first_epoch: int) -> Step:
        if self._engine is None:
            self._engine = StackedEngine(self._trainers)
        before = [(trainer.epoch, trainer.step, trainer.last_loss) for trainer in self._trainers]
        progress = self._engine.advance(count, on_kernels=self._on_kernels)
        numbers = self.numbers
        divergences: dict[int, Divergence] = {}
        for row in np.flatnonzero(~progress.is_sound):
            batches, done = self._trainers[row].batches_an_epoch, self._trainers[row].batches_done
            losses = progress.losses[row], progress.train_losses[row]
            divergences[numbers[row]] = _divergence(*before[row], done, batches, *losses)
        if divergences:
            self._keep([number not in divergences for number in numbers])
        return Step(numbers, first_epoch, progress.train_losses, progress.test_losses, count * len(numbers), divergences)  # fmt: skip

    def _keep(self, is_kept: Sequence[bool]) -> None:
        pairs = [pair for pair, keep in zip(zip(self.numbers, self._trainers, strict=True), is_kept, strict=True) if keep]  # fmt: skip
        self.numbers = tuple(number for number, _ in pairs)
        self._trainers = [trainer for _, trainer in pairs]
        self._engine = None

    def _train_one(self, number: int, trainer: Trainer, epochs: Sequence[int]) -> Iterator[Step]:
        """Train an experiment with the reference loop: the epochs asked for that have these numbers."""
        for n_done in epochs:
            good = [parameter.detach().clone() for parameter in trainer.model.parameters()]
            place, last_loss, n_updates = trainer.place(), trainer.last_loss, 0
            divergence: Divergence | None = None
            for update in trainer.epochs(1):
                n_updates += 1
                if not math.isfinite(update.loss):
                    divergence = Divergence(update.epoch, update.step, last_loss)
                    break
                last_loss = update.loss
                if not update.ends_epoch:
                    yield Step((number,), n_done, np.empty((1, 0)), np.empty((1, 0)), 0, {})
            losses = np.array([[trainer.loss(trainer.train)], [trainer.loss(trainer.test)]])
            if divergence is None and not math.isfinite(losses[0, 0]):
                divergence = Divergence(trainer.epoch, trainer.step, last_loss)
            if divergence is not None:
                self._put_back(trainer, good)
                trainer.go_to(place)
                self._keep([other != number for other in self.numbers])
            divergences = {} if divergence is None else {number: divergence}
            yield Step((number,), n_done, losses[:1], losses[1:], n_updates, divergences)
            if divergences:
                return

    @staticmethod
    @torch.no_grad()
    def _put_back(trainer: Trainer, good: Sequence[Tensor]) -> None:
        for parameter, values in zip(trainer.model.parameters(), good, strict=True):
            parameter.copy_(values)


def _is_worth_it(trainer: Trainer) -> bool:
    """Return whether the engine can train experiments like this one, and faster than the reference loop."""
    config = trainer.config
    return why_reference(config) is None and trainer.batch_size * widest_layer(config) <= WIDEST_UPDATE


def _divergence(
    epoch: int, step: int, last_loss: float, done: int, batches: int, losses: Floats, train_losses: Floats
) -> Divergence:
    """Return where a model diverged, given where it was, its batch losses since, (updates,), and those after epochs.

    That is where the first of them is no finite number. Where all are, the last update broke it: the next one would have
    had such a loss. So it does not depend on how many updates were made at once.
    """
    ends = np.arange(len(train_losses)) * batches + batches - done - 1
    bad = np.concatenate([np.flatnonzero(~np.isfinite(losses)), ends[~np.isfinite(train_losses)], [len(losses)]])
    first = int(bad.min())
    finite = [last_loss, *losses[: first + 1][np.isfinite(losses[: first + 1])]]
    return Divergence(epoch + (done + first) // batches + 1, step + first + 1, float(finite[-1]))
