"""Jobs: many experiments trained to their end at once, for figures; the unit of work of a sweep, also on other machines."""

from __future__ import annotations

import itertools
import math
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import torch

from app.data.points import Points
from app.explain.quality import score
from app.training.config import Config
from app.training.engine.stacked import Progress as EngineProgress
from app.training.engine.stacked import StackedEngine
from app.training.engine.stacking import most_together, stack_key, why_reference
from app.training.trainer import Trainer

CHUNK = 64
"""Experiments trained at once, at most: more of them gain little and make waiting, and losing a machine, dearer."""
WORTHWHILE = 8
"""Experiments trained at once, at least, where there are enough of them: fewer lose too much of the gain."""

PIECE = 2048
"""Updates that the engine makes at a time, about: what diverges among them is trained again by the reference loop, up to
there, and their losses are kept so long."""


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """Experiments that differ only in what stacked models may differ in, and the points they share.

    Attributes
    ----------
    numbers
        Which experiments of the sweep these are.
    """

    numbers: tuple[int, ...]
    configs: tuple[Config, ...]
    points: Points
    n_epochs: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one experiment.

    Attributes
    ----------
    epochs
        How many were trained, fewer than wanted if the training diverged.
    score
        Accuracy or R² on the test points, on the training points where there are none.
    seconds
        Its share of the time that its job took.
    """

    number: int
    epochs: int
    train_loss: float
    test_loss: float
    score: float
    seconds: float
    is_finished: bool


def _is_for_reference(config: Config) -> bool:
    """Whether the reference loop trains a configuration, because it shall or because the engine cannot."""
    return config.engine == "reference" or why_reference(config) is not None


def job_size(n_experiments: int, n_workers: int) -> int:
    """Return how many experiments to train at once: enough to gain by it, and few enough that all workers have some.

    Results come with the end of a job: with several jobs for each worker, before the end of all.
    """
    for_news = -(-n_experiments // (4 * n_workers))
    for_everyone = -(-n_experiments // n_workers)
    return max(1, min(CHUNK, max(WORTHWHILE, for_news), for_everyone))


def jobs(experiments: Iterable[tuple[int, Config, Points]], n_epochs: int, size: int = CHUNK) -> Iterator[Job]:
    """Gather experiments that can be trained together, in jobs of at most `size`, fewer where they take much memory.

    Those on the same points are to come one after the other.
    """
    waiting: dict[Hashable, list[tuple[int, Config, Points]]] = {}
    current: Points | None = None
    for experiment in experiments:
        _, config, points = experiment
        if points is not current:
            yield from (_job(group, n_epochs) for group in waiting.values())
            waiting, current = {}, points
        key = stack_key(config)
        group = waiting.setdefault(key, [])
        group.append(experiment)
        most = 1 if _is_for_reference(config) else most_together(config, points.n_train)
        if len(group) == min(size, most):
            yield _job(waiting.pop(key), n_epochs)
    yield from (_job(group, n_epochs) for group in waiting.values())


def _job(group: Sequence[tuple[int, Config, Points]], n_epochs: int) -> Job:
    numbers, configs, points = zip(*group, strict=True)
    return Job(numbers, configs, points[0], n_epochs)


Report = Callable[[float], None]
"""Told now and then what share of the work is done."""


def _tell_nobody(_share: float) -> None:
    pass


def train_job(job: Job, report: Report = _tell_nobody) -> list[Outcome]:
    """Train every experiment of a job to its last epoch or to its divergence."""
    torch.set_num_threads(1)
    started = time.perf_counter()
    trainers = [Trainer(config, job.points) for config in job.configs]
    outcomes = list(trained_epochs(trainers, job.n_epochs, max(job.n_epochs, 1), report))[-1]
    seconds = (time.perf_counter() - started) / len(trainers)
    return [
        replace(outcome, number=number, seconds=seconds) for number, outcome in zip(job.numbers, outcomes, strict=True)
    ]


def trained_epochs(
    trainers: Sequence[Trainer], n_epochs: int, every: int, report: Report = _tell_nobody
) -> Iterator[list[Outcome]]:
    """Train experiments together, and yield how they are doing after every so many epochs, and at the end.

    What is reported is how many of these epochs are done.

    An experiment that diverges is not trained on; `is_finished` says whether all losses of an experiment were numbers
    so far.
    """
    sound = list(trainers)
    stack = _stacked(sound)
    for first in range(0, max(n_epochs, 1), every):
        count = min(every, n_epochs - first)
        trained, stack = _trained_together(sound, stack, count, report)
        alive = set(map(id, trained))
        outcomes = [_outcome(number, trainer, id(trainer) in alive) for number, trainer in enumerate(trainers)]
        sound = [trainer for trainer, outcome in zip(trainers, outcomes, strict=True) if outcome.is_finished]
        yield outcomes


class _Stack(NamedTuple):
    """Trainers, and the engine for them; None where the reference loop has to do."""

    trainers: list[Trainer]
    engine: StackedEngine | None


def _trained_together(
    trainers: list[Trainer], stack: _Stack, n_epochs: int, report: Report
) -> tuple[list[Trainer], _Stack]:
    """Train experiments so many epochs, with an engine for all of them if there is one.

    The engine leaves what diverges where it was: the reference loop then finds out how far it gets. So that this is not
    far, the engine makes no more than about `PIECE` updates at a time.

    Parameters
    ----------
    stack
        The last engine; where it is for other trainers, another one is made before it is needed.

    Returns
    -------
    tuple
        The trainers that did not diverge, and the engine to go on with: none once it has failed.
    """
    if not trainers:
        return [], stack
    last = trainers[0].epoch + n_epochs
    n_updates = n_epochs * trainers[0].batches_an_epoch
    together, finished, done = trainers, [], 0
    while (engine := stack.engine) is not None and done < n_updates:
        if stack.trainers != together:
            stack = _stacked(together)
            continue
        count = min(engine.capacity * max(1, PIECE // engine.capacity), n_updates - done)
        try:
            is_sound = _advanced(engine, count, done, n_updates, report).is_sound
        except RuntimeError:  # a kernel that the device lacks, no memory, …; the trainers are where they were
            stack = _Stack(together, None)
            break
        done += count
        if not is_sound.all():
            fallen = [trainer for trainer, sound in zip(together, is_sound, strict=True) if not sound]
            finished += [trainer for trainer in fallen if _train(trainer, last - trainer.epoch)]
            together = [trainer for trainer, sound in zip(together, is_sound, strict=True) if sound]
    rest = [
        trainer
        for place, trainer in enumerate(together)
        if _train(trainer, last - trainer.epoch, _part(report, place, len(together)))
    ]
    return finished + rest, stack


def _stacked(trainers: list[Trainer]) -> _Stack:
    """Make the engine for trainers that stack."""
    if not trainers or not len(trainers[0].train) or any(_is_for_reference(trainer.config) for trainer in trainers):
        return _Stack(trainers, None)
    try:
        return _Stack(trainers, StackedEngine(trainers))
    except RuntimeError:  # no memory, …
        return _Stack(trainers, None)


def _advanced(engine: StackedEngine, count: int, done: int, n_updates: int, report: Report) -> EngineProgress:
    """Make `count` of the updates with the engine, where some are done, and report before each of its blocks."""
    starts = itertools.count(done, engine.capacity)
    return engine.advance(count, with_epochs=False, on_kernels=lambda: report(next(starts) / n_updates))


def _part(report: Report, place: int, n_parts: int) -> Report:
    """Return what reports of one of several parts of the work."""
    return lambda share: report((place + share) / n_parts)


def _train(trainer: Trainer, n_epochs: int, report: Report = _tell_nobody) -> bool:
    """Train with the reference loop; say whether the loss before every update was a number."""
    n_updates = n_epochs * trainer.batches_an_epoch
    for number, update in enumerate(trainer.epochs(n_epochs)):
        if not math.isfinite(update.loss):
            if trainer.batches_an_epoch == 1:  # that epoch was lost before it began
                trainer.epoch -= 1
            return False
        report(number / n_updates)
    return True


def _outcome(number: int, trainer: Trainer, is_sound: bool) -> Outcome:
    batch = trainer.test if len(trainer.test) else trainer.train
    train_loss = trainer.loss(trainer.train)  # the last update may have broken what the losses before it do not show
    is_sound = is_sound and math.isfinite(train_loss)
    quality = score(trainer.config.head, trainer.output(batch), batch.targets) if is_sound else math.nan
    return Outcome(
        number=number,
        epochs=trainer.epoch,
        train_loss=train_loss,
        test_loss=trainer.loss(trainer.test),
        score=quality,
        seconds=0.0,
        is_finished=is_sound,
    )
