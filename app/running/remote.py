"""Lets a cluster train the experiments of a grid: their states travel there, and what came of them back.

What the machines keep only saves time, and points from travelling again: a job can be done anywhere, and again.
"""

from __future__ import annotations

import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
import torch

from app.cluster import Cluster, ClusterError, connecting
from app.data.points import Points
from app.running.snapshot import Divergence
from app.running.stacks import Losses, Stack, Step
from app.running.wall_snapshot import ClusterState
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import first_line
from app.training.checkpoint import TrainerState
from app.training.config import Config
from app.training.trainer import Trainer

COUNT_SECONDS = 0.5
"""How long the number of workers may be out of date."""
LISTEN_SECONDS = 0.03
"""How long to wait for the cluster until others are heard."""
MOST_POINTS = 2**22
"""Points that a worker keeps, at most, besides those of the job it has."""
MOST_TRAINED_POINTS = 2**24
"""Points that the trainers have together that a worker keeps, at most."""


# ------------------------------------------------------------ on the cluster


@dataclass(frozen=True, slots=True, eq=False)
class Errand:
    """Experiments of one shape on the same points, and how far to train them.

    Attributes
    ----------
    numbers
        Which experiments of the grid these are.
    points
        None if the worker should have them.
    points_key
        What it has them by.
    stamp
        Names the states: what `Trained.stamp` said, "" where nobody has given them a name.
    """

    numbers: tuple[int, ...]
    configs: tuple[Config, ...]
    states: tuple[TrainerState, ...]
    n_epochs: int
    points: Points | None
    points_key: str
    stamp: str


@dataclass(frozen=True, slots=True, eq=False)
class Trained:
    """What came of an errand: the states after it with a name for them, and its losses and divergences as one step."""

    states: tuple[TrainerState, ...]
    stamp: str
    step: Step


@dataclass(slots=True, eq=False)
class _Kept:
    """Trainers made for an errand, and which states they are in."""

    configs: tuple[Config, ...]
    trainers: list[Trainer]
    stack: Stack
    stamp: str

    @property
    def n_points(self) -> int:
        return len(self.trainers) * len(self.trainers[0].points)


def run_errand(errand: Errand) -> Trained | None:
    """Train the experiments of an errand; None if its points are not here."""
    torch.set_num_threads(1)
    kept = _kept_or_made(errand)
    if kept is None:
        return None
    losses = Losses(len(kept.trainers), errand.n_epochs)
    n_updates = 0
    divergences: dict[int, Divergence] = {}
    for step in kept.stack.train(errand.n_epochs):
        losses.add(step)
        n_updates += step.n_updates
        divergences |= {errand.numbers[place]: divergence for place, divergence in step.divergences.items()}
    whole = Step(errand.numbers, 0, losses.train, losses.test, n_updates, divergences)
    kept.stamp = uuid.uuid4().hex
    trained = Trained(tuple(trainer.state() for trainer in kept.trainers), kept.stamp, whole)
    with _lock:
        _keep(_stacks, (errand.points_key, errand.numbers), kept, MOST_TRAINED_POINTS, lambda one: one.n_points)
    return trained


_lock = threading.Lock()
_points: OrderedDict[str, Points] = OrderedDict()
_stacks: OrderedDict[tuple[str, tuple[int, ...]], _Kept] = OrderedDict()

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


def _keep(store: OrderedDict[_Key, _Value], key: _Key, value: _Value, room: int, size: Callable[[_Value], int]) -> None:
    """Keep a value, instead of those used longest ago if there is no room."""
    store[key] = value
    store.move_to_end(key)
    while len(store) > 1 and sum(map(size, store.values())) > room:
        store.popitem(last=False)


def _kept_or_made(errand: Errand) -> _Kept | None:
    """Return trainers in the states of an errand, nobody else's while it is done; None without its points."""
    with _lock:
        kept = _stacks.pop((errand.points_key, errand.numbers), None)
        points = errand.points if errand.points is not None else _points.get(errand.points_key)
        if points is not None:
            _keep(_points, errand.points_key, points, MOST_POINTS, len)
    if kept is not None and kept.configs == errand.configs:
        trainers = kept.trainers
    elif points is not None:
        kept, trainers = None, [Trainer(config, points) for config in errand.configs]
    else:
        return None
    if kept is not None and kept.stamp == errand.stamp:
        return kept
    for trainer, state in zip(trainers, errand.states, strict=True):
        trainer.adopt(state)
    return _Kept(errand.configs, trainers, Stack(range(len(trainers)), trainers), errand.stamp)


# ------------------------------------------------------------ here


class Remote:
    """A cluster that trains; belongs to one thread. Connects when it is first needed.

    Parameters
    ----------
    address
        Of its scheduler.
    connect
        Begins to connect.
    """

    def __init__(self, address: str, connect: Callable[[str], Future[Cluster]] = connecting) -> None:
        self.address = address
        self._connect = connect
        self._cluster: Cluster | None = None
        self._points: dict[int, tuple[Points, str]] = {}
        self._sent: set[str] = set()
        self._stamps: dict[tuple[int, ...], tuple[list[Trainer], str]] = {}

    @property
    def state(self) -> ClusterState:
        """Where it is, and how many workers it has."""
        return ClusterState(self.address, None if self._cluster is None else self._cluster.n_workers)

    def count(self) -> None:
        """Count the workers.

        Raises
        ------
        ClusterError
            If the cluster is lost.
        """
        if self._cluster is not None:
            if not self._cluster.is_connected:
                raise self._lost()
            self._cluster.count()

    def close(self) -> None:
        """Leave the cluster."""
        if self._cluster is not None:
            self._cluster.close()
            self._cluster = None

    def train(
        self, groups: Sequence[Sequence[int]], trainers: Sequence[Trainer], n_epochs: int
    ) -> Generator[None, None, list[Step]]:
        """Train groups of experiments, yielding every `LISTEN_SECONDS`; return their steps.

        Only at the end do the trainers go to where the cluster has brought them: left off, they are as they were.

        Parameters
        ----------
        groups
            Numbers of trainers that can be stacked.

        Raises
        ------
        ClusterError
            If the cluster does not answer, is lost, or cannot do it.
        """
        cluster = yield from self._connected()
        cluster.count()
        used = {id(trainer.points) for trainer in trainers}
        self._points = {number: kept for number, kept in self._points.items() if number in used}
        errands = [self._errand(part, trainers, n_epochs) for part in parts(groups, max(cluster.n_threads, 1))]
        done = yield from self._done(cluster, errands)
        self._stamps = {}
        for trained in done:
            own = [trainers[number] for number in trained.step.numbers]
            for trainer, state in zip(own, trained.states, strict=True):
                trainer.adopt(state)
            self._stamps[trained.step.numbers] = own, trained.stamp
        return [trained.step for trained in done]

    def _connected(self) -> Generator[None, None, Cluster]:
        """Return the cluster once it has answered."""
        if self._cluster is not None and not self._cluster.is_connected:
            self.close()
        if self._cluster is None:
            future = self._connect(self.address)
            try:
                while not wait([future], LISTEN_SECONDS).done:
                    yield
            finally:
                future.cancel()
            self._cluster = future.result()
        return self._cluster

    def _errand(self, numbers: tuple[int, ...], trainers: Sequence[Trainer], n_epochs: int) -> Errand:
        own = [trainers[number] for number in numbers]
        stamped, stamp = self._stamps.get(numbers, ([], ""))
        points = own[0].points
        _, key = self._points.setdefault(id(points), (points, uuid.uuid4().hex))
        return Errand(
            numbers,
            tuple(trainer.config for trainer in own),
            tuple(trainer.state() for trainer in own),
            n_epochs,
            None if key in self._sent else points,
            key,
            stamp if own == stamped else "",
        )

    def _done(self, cluster: Cluster, errands: Sequence[Errand]) -> Generator[None, None, list[Trained]]:
        """Have errands run, all at once, and return what came of them."""
        under_way: dict[Future[Trained | None], Errand] = {}
        done: list[Trained] = []
        counted = time.monotonic()
        try:
            under_way |= {cluster.executor.submit(run_errand, errand): errand for errand in errands}
            while under_way:
                for future in wait(under_way, LISTEN_SECONDS, FIRST_COMPLETED).done:
                    errand, trained = under_way.pop(future), future.result()
                    if trained is not None:
                        self._sent.add(errand.points_key)
                        done.append(trained)
                    else:  # a worker that has come since
                        again = replace(errand, points=self._points_of(errand.points_key))
                        under_way[cluster.executor.submit(run_errand, again)] = again
                if time.monotonic() > counted + COUNT_SECONDS:
                    cluster.count()
                    counted = time.monotonic()
                yield
        except CancelledError:
            raise self._lost() from None
        except Exception as error:
            raise ClusterError(_N("errors", "The cluster {address} cannot train this: {reason}. The experiments are as you see them; clear the address to continue on this computer."), address=self.address, reason=first_line(error).rstrip(".")) from error  # fmt: skip
        finally:
            for future in under_way:
                future.cancel()
        return done

    def _lost(self) -> ClusterError:
        return ClusterError(_N("errors", "The connection to the cluster {address} was lost. The experiments are as you see them; clear the address to continue on this computer."), address=self.address)  # fmt: skip

    def _points_of(self, key: str) -> Points:
        return next(points for points, own_key in self._points.values() if own_key == key)


def parts(groups: Sequence[Sequence[int]], n_threads: int) -> list[tuple[int, ...]]:
    """Cut groups so that every thread of the workers gets about as many experiments."""
    n_all = sum(map(len, groups))
    return [
        tuple(int(number) for number in part)
        for group in groups
        for part in np.array_split(group, min(len(group), max(1, -(-len(group) * n_threads // n_all))))
    ]
