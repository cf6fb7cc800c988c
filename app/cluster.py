"""A connection to a Dask cluster, and in words what stands in its way. Dask is imported with the first one."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import threading
import time
import warnings
from concurrent.futures import Executor, Future
from typing import Any
from urllib.parse import urlsplit

from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError, reason_of

CONNECT_SECONDS = 5
"""How long a scheduler may take to answer."""
COUNT_SECONDS = 0.05
"""How long to wait for the number of workers, where the last one known would do."""
CLOSE_SECONDS = 1
LONGEST_GREETING = 2**20
"""Bytes; what a scheduler says of itself is a few hundred."""
DASK = "distributed"
COMPARED = ("python", DASK, "numpy", "torch")
"""What all machines of a cluster should have in the same version."""


class ClusterError(UserError):
    """A cluster does not answer, or does not do what it is given."""


class Cluster:
    """A connection to a Dask scheduler.

    Parameters
    ----------
    address
        Such as tcp://host:8786.

    Raises
    ------
    ClusterError
        If nobody answers there, or Dask is not installed.
    """

    def __init__(self, address: str) -> None:
        try:
            import dask
            import distributed
            from distributed.versions import VersionMismatchWarning
        except ImportError:
            raise ClusterError(_N("errors", 'A cluster needs Dask: install it in the program\'s environment (.venv) with pip install -e ".[cluster]".')) from None  # fmt: skip
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL)  # what is lost is said in a sentence of ours
        warnings.simplefilter("ignore", VersionMismatchWarning)  # `differences` tells it, in a sentence
        make_client: Any = distributed.Client  # has no types
        # Its advice to scatter large arguments would be for programs that send the same ones again.
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"})
        try:
            _greeted(address)
            _check_version(address)
            self._client = make_client(address, timeout=CONNECT_SECONDS, set_as_default=False)
        except ClusterError:
            raise
        except Exception as error:  # whatever Dask raises
            reason = reason_of(error).rstrip(".")
            raise ClusterError(_N("errors", "The scheduler {address} does not answer ({reason})."), address=address, reason=reason) from None  # fmt: skip
        self.address = address
        self._threads: dict[str, int] = {}
        self.count(CONNECT_SECONDS)
        self.executor: Executor = self._client.get_executor()

    @property
    def is_connected(self) -> bool:
        """Whether the connection holds."""
        return bool(self._client.status == "running")

    @property
    def n_workers(self) -> int:
        """How many workers there were when last counted."""
        return len(self._threads)

    @property
    def n_threads(self) -> int:
        """How many jobs they did at a time."""
        return sum(self._threads.values())

    def differences(self) -> list[str]:
        """Return what each worker has in other versions than there are here, in English; [] if it cannot be asked."""
        if not self.is_connected:
            return []
        ask = {"op": "versions", "packages": ["torch"]}
        answers: dict[str, Any] = {}
        with contextlib.suppress(OSError):
            answers = self._client.sync(self._client.scheduler.broadcast, msg=ask, on_error="ignore", callback_timeout=CONNECT_SECONDS)  # fmt: skip
        here = _own_versions()
        told = []
        for worker, answer in answers.items():
            there = answer.get("packages", {}) if isinstance(answer, dict) else {}
            other = (
                [name for name in COMPARED if _release(there.get(name)) != _release(here.get(name))] if there else []
            )
            if other:
                one, two = (
                    ", ".join(f"{name} {_plain(versions.get(name))}" for name in other) for versions in (there, here)
                )
                told.append(f"The worker {worker} has {one}; here is {two}.")
        return told

    def count(self, seconds: float = COUNT_SECONDS) -> None:
        """Count the workers; where that takes longer, or the connection is lost, they stay as they are."""
        if self.is_connected:
            with contextlib.suppress(OSError):
                self._threads = self._client.sync(self._client.scheduler.ncores, callback_timeout=seconds)

    def close(self) -> None:
        """Leave the cluster, with or without its consent."""
        with contextlib.suppress(OSError):
            self._client.close(timeout=CLOSE_SECONDS)


def _greeted(address: str) -> None:
    """Wait for the first bytes of a scheduler: Dask itself would try again and again, and leave a thread behind.

    Raises
    ------
    OSError
        If nobody is there.
    ClusterError
        If somebody else is.
    """
    parts, end = urlsplit(address), time.monotonic() + CONNECT_SECONDS
    with socket.create_connection((parts.hostname or "", parts.port or 0), CONNECT_SECONDS) as connection:
        if parts.scheme != "tcp":  # others wait to be greeted
            return
        greeting = b""
        while len(greeting) < 8:
            connection.settimeout(max(0.01, end - time.monotonic()))
            try:
                received = connection.recv(8 - len(greeting))
            except TimeoutError:
                received = b""
            if not received:
                break
            greeting += received
    # It begins with the length of its first message, in eight bytes.
    if len(greeting) < 8 or int.from_bytes(greeting, "little") > LONGEST_GREETING:
        raise ClusterError(_N("errors", "Something answers at {address}, but it is not the scheduler of a Dask cluster. Is the port right?"), address=address)  # fmt: skip


async def _scheduler_versions(address: str) -> dict[str, Any]:
    from distributed.core import rpc

    connect: Any = rpc  # has no types
    scheduler = connect(address)
    try:
        answer = await asyncio.wait_for(scheduler.versions(packages=[]), CONNECT_SECONDS)
    finally:
        await scheduler.close_rpc()
    return dict(answer["packages"])


def _check_version(address: str) -> None:
    """Refuse a scheduler of another Dask, before a connection that would fail in many ways.

    Raises
    ------
    ClusterError
        With both versions.
    """
    there: dict[str, Any] = {}
    with contextlib.suppress(Exception):  # whatever Dask raises; then the connection itself says why
        there = asyncio.run(_scheduler_versions(address))
    here = _own_versions()
    if there and _release(there.get(DASK)) != _release(here.get(DASK)):
        raise ClusterError(_N("errors", "The scheduler {address} has Dask {there}, but here is Dask {here}. Install the same version on all machines: pip install distributed=={there}."), address=address, there=_plain(there.get(DASK)), here=_plain(here.get(DASK)))  # fmt: skip


def _own_versions() -> dict[str, Any]:
    from distributed.versions import get_versions

    ask: Any = get_versions  # has no types
    return dict(ask(packages=["torch"])["packages"])


def _release(version: object) -> list[str]:
    """Return the first two parts of a version: those behind them change nothing that travels."""
    return str(version).split(".")[:2]


def _plain(version: object) -> str:
    """Return a version as people write it, 3.11.7 for 3.11.7.final.0."""
    return "none" if version is None else str(version).partition(".final")[0]


def connecting(address: str) -> Future[Cluster]:
    """Connect in a thread of its own, for that may take `CONNECT_SECONDS`; cancelled, the connection is given up."""
    future: Future[Cluster] = Future()

    def connect() -> None:
        try:
            cluster = Cluster(address)
        except Exception as error:
            if future.set_running_or_notify_cancel():
                future.set_exception(error)
        else:
            if future.set_running_or_notify_cancel():
                future.set_result(cluster)
            else:
                cluster.close()

    threading.Thread(target=connect, name="connecting", daemon=True).start()
    return future
