"""All experiments of a grid trained side by side, epoch by epoch, and shown as small pictures."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from app.components.losses import Head
from app.data.points import Floats
from app.explain.pictures import Pictures, answers, resolution_for
from app.explain.prediction import Region, region_inputs
from app.explain.quality import scores
from app.explain.stacked_models import StackedModels
from app.running.remote import Remote
from app.running.snapshot import Divergence
from app.running.stacks import Losses, Pace, Stack, Step
from app.running.timeline import Timeline
from app.running.wall_snapshot import ClusterState, WallFrame, has_one_loss
from app.training.checkpoint import Checkpoint
from app.training.config import Config
from app.training.engine.stacking import most_together, stack_key
from app.training.experiment import Batch, make_model
from app.training.grid import Grid
from app.training.histories import Histories, LossCurves
from app.training.history import History
from app.training.plain import plain_of
from app.training.trainer import Trainer

LONGEST_TURN = 0.01
"""How long training here may take between two looks at the pictures: there are to be 60 of them a second."""
TURN_SECONDS = 1.0
"""How long a cluster trains between two looks at it; longer where sending and fetching alone takes half of it."""


@dataclass(frozen=True, slots=True, eq=False)
class _Family:
    """Models of one shape on the same points.

    Attributes
    ----------
    numbers, config
        Which experiments; the configuration of one of them.
    models
        Compute the outputs of all.
    places
        What the pictures are made of, (places, features).
    judged
        The points that scores are of.
    """

    numbers: tuple[int, ...]
    config: Config
    models: StackedModels
    places: Tensor
    judged: Batch

    def outputs(self) -> tuple[Tensor, Tensor]:
        """Return the outputs (models, …, k) at the places and for the judged points."""
        both = self.models.outputs(torch.cat([self.places, self.judged.inputs]))
        return both[:, : len(self.places)], both[:, len(self.places) :]


@dataclass(frozen=True, slots=True, eq=False)
class Beginning:
    """N experiments at epoch 0, with their losses as in a `WallFrame`."""

    trainers: tuple[Trainer, ...]
    train_losses: Floats
    test_losses: Floats


def beginning(grid: Grid) -> Generator[int, None, Beginning]:
    """Make the experiments of a grid one by one, yielding how many there are by now.

    Raises
    ------
    UserError
        If starting weights do not fit a model.
    """
    trainers: list[Trainer] = []
    losses: list[tuple[float, float]] = []
    alike: dict[Hashable, Trainer] = {}
    for cell, points in zip(grid.cells, grid.points, strict=True):
        kind = stack_key(cell.config), id(points)
        trainer = Trainer(cell.config, points, like=alike.get(kind))
        alike.setdefault(kind, trainer)
        trainers.append(trainer)
        losses.append((trainer.loss(trainer.train), trainer.loss(trainer.test)))
        yield len(trainers)
    return Beginning(tuple(trainers), *np.array(losses).T)


class WallSession:
    """Trains N experiments together; belongs to one thread.

    Parameters
    ----------
    grid
        What to train.
    region
        What the pictures show.
    on_kernels
        See `StackedEngine.advance`.
    made
        What came of `beginning`, where others were to be heard meanwhile.

    Attributes
    ----------
    epoch
        After which all models are.
    n_updates
        Made so far, of all models together.
    trainers
        One for each cell of the grid.
    train_losses, test_losses
        (N,), as in a `WallFrame`.

    Raises
    ------
    UserError
        If starting weights do not fit a model.
    """

    def __init__(
        self,
        grid: Grid,
        region: Region,
        on_kernels: Callable[[], None] = lambda: None,
        made: Beginning | None = None,
    ) -> None:
        made = made or _made(grid)
        self.grid = grid
        self._on_kernels = on_kernels
        self.epoch = 0
        self.n_updates = 0
        self._region = region
        self._configs = [cell.config for cell in grid.cells]
        self.trainers = list(made.trainers)
        self._has_one_loss = has_one_loss(self._configs)
        heads = [config.head for config in self._configs]
        self._head = Head.MULTICLASS if Head.MULTICLASS in heads else heads[0]
        n_parameters = sum(numbers.numel() for trainer in self.trainers for numbers in trainer.model.parameters())
        self._resolution = resolution_for(len(grid), n_parameters)
        self._scale = max(float(np.abs(points.targets).max()) for points in {id(p): p for p in grid.points}.values()) or 1.0  # fmt: skip
        self._families = [self._family(numbers) for numbers in self._alike(range(len(grid)))]
        self._divergences: list[Divergence | None] = [None] * len(grid)
        self._remote: Remote | None = None
        self._stacks: list[Stack] = []
        self._histories = Histories(len(grid))
        self.train_losses, self.test_losses = made.train_losses, made.test_losses
        self._histories.extend(self.train_losses[:, None], self.test_losses[:, None])
        self._timeline = Timeline()
        self._turn = Pace(longest=LONGEST_TURN)
        self._is_warm = False
        self._frame: WallFrame | None = None

    # ------------------------------------------------------------ making

    def _alike(self, numbers: Iterable[int]) -> Iterator[tuple[int, ...]]:
        """Yield groups of experiments that can be stacked."""
        groups: dict[Hashable, list[int]] = defaultdict(list)
        for number in numbers:
            groups[stack_key(self._configs[number]), id(self.grid.points[number])].append(number)
        for group in groups.values():
            size = most_together(self._configs[group[0]], len(self.trainers[group[0]].train))
            for start in range(0, len(group), size):
                yield tuple(group[start : start + size])

    def _family(self, numbers: tuple[int, ...]) -> _Family:
        trainers = [self.trainers[number] for number in numbers]
        first = trainers[0]
        places = region_inputs(first.config, first.scaling, self._region, self._resolution)
        judged = first.test if len(first.test) else first.train
        return _Family(numbers, first.config, StackedModels([trainer.model for trainer in trainers]), places, judged)

    def _groups(self) -> list[tuple[int, ...]]:
        """Return the experiments that have not diverged, in groups that can be stacked."""
        return list(self._alike(number for number, divergence in enumerate(self._divergences) if divergence is None))

    # ------------------------------------------------------------ training

    @property
    def can_train(self) -> bool:
        """Whether any model has not diverged."""
        return None in self._divergences

    @property
    def epochs_a_turn(self) -> int:
        """How many epochs to train before a look at the pictures: as many as take no longer than needed."""
        return self._turn.count

    @property
    def cluster(self) -> ClusterState | None:
        """The cluster that trains, if one does."""
        return None if self._remote is None else self._remote.state

    def train_at(self, remote: Remote | None) -> None:
        """Let a cluster train from the next turn on, or this thread (None)."""
        if remote is not self._remote:
            self._remote = remote
            self._stacks = []
            self._turn = Pace(longest=LONGEST_TURN) if remote is None else Pace(TURN_SECONDS)
            self._is_warm = False

    def train(self, n_epochs: int) -> Generator[None, None, None]:
        """Train every model so many epochs, in pieces: whoever iterates may look at the clock in between, or leave off.

        Left off in this thread, the session is of no more use. On a cluster nothing changes before the end.
        """
        clock = time.thread_time if self._remote is None else time.perf_counter
        started = clock()
        losses = Losses(len(self.trainers), n_epochs)
        if self._remote is None:
            yield from self._train_here(n_epochs, losses)
        else:
            for step in (yield from self._remote.train(self._groups(), self.trainers, n_epochs)):
                self._take(step, losses)
        self.epoch += n_epochs
        self._histories.extend(losses.train, losses.test)
        has_diverged = [divergence is not None for divergence in self._divergences]
        self.train_losses = np.where(has_diverged, np.nan, losses.train[:, -1])
        self.test_losses = np.where(has_diverged, np.nan, losses.test[:, -1])
        self._frame = None
        if self._remote is None:
            self._turn.learn(n_epochs, clock() - started, sum(stack.pace.overhead for stack in self._stacks))
        elif self._is_warm:  # the first time, machines are connected to and begin to import
            self._turn.learn(n_epochs, clock() - started)
        self._is_warm = True

    def _train_here(self, n_epochs: int, losses: Losses) -> Iterator[None]:
        if not self._stacks:
            self._stacks = [
                Stack(numbers, [self.trainers[number] for number in numbers], self._on_kernels)
                for numbers in self._groups()
            ]
        for stack in self._stacks:
            for step in stack.train(n_epochs):
                self._take(step, losses)
                yield

    def _take(self, step: Step, losses: Losses) -> None:
        losses.add(step)
        self.n_updates += step.n_updates
        for number, divergence in step.divergences.items():
            self._divergences[number] = divergence

    # ------------------------------------------------------------ what is shown

    def curves(self) -> LossCurves:
        """Return all losses so far."""
        return self._histories.curves()

    @property
    def has_frame(self) -> bool:
        """Whether this epoch's frame may be asked for while the next one is under way: here only if it has been made."""
        return self._frame is not None or self._remote is not None

    def frame(self) -> WallFrame:
        """Return this moment; also keeps it for the timeline."""
        if self._frame is None:
            found, pictures = self._answers()
            self._frame = WallFrame(
                self.epoch,
                self.train_losses,
                self.test_losses,
                found,
                tuple(self._divergences),
                self._best(found),
                pictures,
            )
            self._timeline.add(self._frame)
        return self._frame

    def timeline(self) -> tuple[WallFrame, ...]:
        """Return the frames kept so far."""
        return self._timeline.frames()

    def _answers(self) -> tuple[Floats, Pictures]:
        """Return the scores, and the pictures."""
        found = np.full(len(self._configs), np.nan)
        parts = []
        for family in self._families:
            of_places, of_points = family.outputs()
            found[list(family.numbers)] = scores(family.config.head, of_points, family.judged.targets).numpy()
            parts.append(answers(family.config, of_places, self._resolution, self._scale, self._head))
        found[[divergence is not None for divergence in self._divergences]] = np.nan
        values = np.concatenate(parts)
        in_order = np.empty_like(values)
        in_order[[number for family in self._families for number in family.numbers]] = values
        config = self._configs[0]
        n_classes = config.n_classes if config.task.is_classification else 1
        return found, Pictures(self._head, n_classes, self._region, in_order)

    def _best(self, found: Floats) -> int | None:
        has_tests = all(len(trainer.test) for trainer in self.trainers)
        losses = self.test_losses if has_tests else self.train_losses
        badness = losses if self._has_one_loss else -found
        return int(np.nanargmin(badness)) if np.isfinite(badness).any() else None

    def checkpoint(self, number: int) -> Checkpoint | None:
        """Return the exact state of one experiment; None if it has diverged."""
        if self._divergences[number] is not None:
            return None
        trainer = self.trainers[number]
        history = History.from_state(self._histories.state(number))
        if trainer.epoch > self.epoch:  # others are still in that epoch
            history.add(trainer.loss(trainer.train), trainer.loss(trainer.test))
        return _checkpoint_of(trainer, history)

    def is_as_shown(self, number: int) -> bool:
        """Return whether an experiment is where the frame shows it, not further on in an epoch that is under way."""
        trainer = self.trainers[number]
        return trainer.epoch == self.epoch and trainer.is_between_epochs

    def train_again(self, number: int, n_epochs: int) -> Generator[float, None, Checkpoint | None]:
        """Train one experiment by itself from epoch 0, yielding what share is done; return its state.

        It gets where it was in the grid but for rounding; None if it diverges before.
        """
        trainer, history = Trainer(self._configs[number], self.grid.points[number]), History()
        history.add(trainer.loss(trainer.train), trainer.loss(trainer.test))
        for step in Stack((number,), (trainer,), self._on_kernels).train(n_epochs):
            if step.divergences:
                return None
            history.extend(step.train_losses[0], step.test_losses[0])
            yield trainer.step / (n_epochs * trainer.batches_an_epoch)
        return _checkpoint_of(trainer, history)

    def is_sound_after(self, number: int, epoch: int) -> bool:
        """Return whether an experiment had not diverged by the end of an epoch."""
        divergence = self._divergences[number]
        return divergence is None or epoch < divergence.epoch


def _made(grid: Grid) -> Beginning:
    making = beginning(grid)
    while True:
        try:
            next(making)
        except StopIteration as end:
            made: Beginning = end.value
            return made


def _checkpoint_of(trainer: Trainer, history: History) -> Checkpoint:
    return Checkpoint(
        trainer=trainer.state(),
        initial_parameters=plain_of(make_model(trainer.config).state_dict()),
        history=history.state(),
        last_epoch=trainer.config.epochs or None,
        divergence=None,
    )
