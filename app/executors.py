"""Where the jobs of a sweep are done: in this process, in local processes, or on a Dask cluster."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any

from app.text import UserError

CONNECT_SECONDS = 10


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


@contextlib.contextmanager
def executor_for(n_workers: int, scheduler: str | None) -> Iterator[tuple[Executor, int]]:
    """Give an executor and how many jobs it should have at a time.

    Parameters
    ----------
    n_workers
        Local processes; 1 for none beside this one.
    scheduler
        Address of a Dask scheduler such as tcp://host:8786, or None.

    Raises
    ------
    UserError
        If the cluster cannot be reached, or Dask is not installed.
    """
    if scheduler is not None:
        with _cluster(scheduler) as found:
            yield found
    elif n_workers > 1:
        # A forked child would inherit torch's threads in whatever state they are.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(n_workers, context, initializer=_begin_worker) as executor:
            try:
                yield executor, 2 * n_workers
            except BaseException:
                executor.shutdown(wait=False, cancel_futures=True)
                for child in multiprocessing.active_children():
                    child.terminate()
                raise
    else:
        yield ThisProcess(), 1


def _begin_worker() -> None:
    """End at once and silently at Ctrl-C, which a terminal sends to all processes."""
    signal.signal(signal.SIGINT, lambda _signal, _frame: os._exit(130))


@contextlib.contextmanager
def _cluster(address: str) -> Iterator[tuple[Executor, int]]:
    try:
        import distributed
    except ImportError:
        raise UserError("--scheduler needs Dask: install it with pip install .[cluster].") from None
    make_client: Any = distributed.Client  # has no types
    try:
        client = make_client(address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError, TimeoutError) as error:
        reason = str(error).partition("\n")[0].rstrip(".") or type(error).__name__
        raise UserError("The scheduler {address} does not answer ({reason}).", address=address, reason=reason) from None
    with client:
        n_threads = sum(client.nthreads().values())
        yield client.get_executor(), max(2 * n_threads, 8)
