"""Where jobs are done: in this process, in local processes, or on a Dask cluster."""

from __future__ import annotations

import contextlib
import math
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import Any

from app.addresses import read_address
from app.cluster import Cluster
from app.text import UserError

RECOUNT_SECONDS = 0.5
"""How long the number of workers may be out of date."""

_HAS_MASKS = sys.platform != "win32"
"""Whether signals can be held back."""

LOST_WORKER = "A worker process was ended from outside. What is done is kept, and the same command continues."
LOST_SCHEDULER = "The connection to the scheduler is lost. What is done is kept, and the same command continues."


class ThisProcess(Executor):
    """Does each job as it is handed over."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **keywords: Any) -> Future[Any]:
        """Do the job and return its result as a future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(function(*arguments, **keywords))
        except Exception as error:
            future.set_exception(error)
        return future


class LocalProcesses(ProcessPoolExecutor):
    """Processes of this machine that end at Ctrl-C at once and silently, even while they begin."""

    def __init__(self, n_workers: int) -> None:
        # A forked child would inherit torch's threads in whatever state they are.
        super().__init__(n_workers, multiprocessing.get_context("spawn"), initializer=_begin_worker)

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **keywords: Any) -> Future[Any]:
        """Hand a job over, which begins a process where one is missing."""
        if not _HAS_MASKS:
            return super().submit(function, *arguments, **keywords)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # a process begins with the mask that is set
        try:
            return super().submit(function, *arguments, **keywords)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass(slots=True, eq=False)
class Workplace:
    """Where jobs are done.

    Attributes
    ----------
    room
        How many jobs it should have at a time.
    cluster
        None on this machine.
    """

    executor: Executor
    room: int
    cluster: Cluster | None = None
    _counted: float = -math.inf

    def count(self) -> None:
        """Find out how many workers a cluster has by now."""
        if self.cluster is not None and time.monotonic() > self._counted + RECOUNT_SECONDS:
            self.cluster.count()
            self.room = max(2 * self.cluster.n_threads, 8)
            self._counted = time.monotonic()

    @property
    def is_empty(self) -> bool:
        """Whether nobody is there to do a job."""
        return self.cluster is not None and self.cluster.n_workers == 0


@contextlib.contextmanager
def workplace(n_workers: int, scheduler: str | None) -> Iterator[Workplace]:
    """Give a place where jobs are done.

    Parameters
    ----------
    n_workers
        Local processes; 1 for none beside this one.
    scheduler
        Address of a Dask scheduler such as tcp://host:8786, or None.

    Raises
    ------
    UserError
        If the address is none, the cluster cannot be reached or is lost, Dask is not installed, or a local process is
        ended from outside.
    """
    if address := read_address(scheduler or ""):
        with contextlib.closing(Cluster(address)) as cluster, _told_as(CancelledError, LOST_SCHEDULER):
            place = Workplace(cluster.executor, 1, cluster)
            place.count()
            yield place
    elif n_workers > 1:
        with LocalProcesses(n_workers) as executor:
            try:
                with _told_as(BrokenProcessPool, LOST_WORKER):
                    yield Workplace(executor, 2 * n_workers)
            except BaseException:
                executor.shutdown(wait=False, cancel_futures=True)
                for child in multiprocessing.active_children():
                    child.terminate()
                raise
    else:
        yield Workplace(ThisProcess(), 1)


@contextlib.contextmanager
def _told_as(kind: type[Exception], sentence: str) -> Iterator[None]:
    """Raise `UserError` with a sentence of ours in place of one kind of error, and of what was raised because of it."""
    try:
        yield
    except Exception as error:
        cause: BaseException | None = error
        while cause is not None:
            if isinstance(cause, kind):
                raise UserError(sentence) from error
            cause = cause.__cause__
        raise


def _begin_worker() -> None:
    """End at once and silently at Ctrl-C, which a terminal sends to all processes, and with the parent, however it ends."""
    signal.signal(signal.SIGINT, lambda _signal, _frame: os._exit(130))
    if _HAS_MASKS:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
