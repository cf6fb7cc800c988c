"""A scheduler and its workers as processes of this machine."""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningCluster:
    """A scheduler, and workers with one thread each.

    Attributes
    ----------
    address
        Of the scheduler.
    workers
        Their processes.
    """

    def __init__(self, folder: Path, n_workers: int = 2) -> None:
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self._folder = folder
        self.workers: list[subprocess.Popen[bytes]] = []
        self.start_scheduler()
        for _ in range(n_workers):
            self.add_worker()

    def start_scheduler(self) -> None:
        """Start the scheduler, again where it has been killed, and wait until it answers."""
        host, port = self.address.removeprefix("tcp://").split(":")
        self.scheduler = _dask("scheduler", "--host", host, "--port", port)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError), socket.create_connection((host, int(port))):
                return
            time.sleep(0.05)

    def add_worker(self) -> None:
        """Start another worker."""
        folder = self._folder / f"worker{len(self.workers)}"
        self.workers.append(
            _dask("worker", self.address, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
        )

    def end(self) -> None:
        """Kill them all."""
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()


def _dask(*arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
