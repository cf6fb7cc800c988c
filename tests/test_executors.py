"""Where jobs are done: what is lost is told, and no process outlives the one that began it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app import cluster as clusters
from app.cluster import Cluster, ClusterError
from app.executors import workplace
from app.text import UserError
from tests.clusters import RunningCluster

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
FOR_LONG = 300


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP"])
def test_workers_end_with_their_parent(name: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "import os, time\n"
        "from app.executors import workplace\n"
        'if __name__ == "__main__":\n'
        "    with workplace(2, None) as place:\n"
        "        print(place.executor.submit(os.getpid).result(), flush=True)\n"
        f"        list(place.executor.map(time.sleep, [{FOR_LONG}] * 2))\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE, text=True, env=environment) as parent:
        assert parent.stdout is not None
        worker = int(parent.stdout.readline())
        parent.send_signal(signal.Signals[name])
        try:
            parent.communicate(timeout=30)  # the workers have the same output: it ends with the last of them
        except subprocess.TimeoutExpired:
            pytest.fail("workers are left")
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.kill(worker, signal.SIGKILL)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_a_worker_that_is_ended_is_told() -> None:
    def lose_a_worker() -> None:
        with workplace(2, None) as place:
            worker = place.executor.submit(os.getpid).result()
            waiting = place.executor.submit(time.sleep, FOR_LONG)
            os.kill(worker, signal.SIGKILL)
            try:
                waiting.result(60)
            except Exception as error:  # as who waits for it says it
                raise UserError("An experiment could not be trained: {reason}.", reason=error) from error

    with pytest.raises(UserError) as told:
        lose_a_worker()
    assert str(told.value).startswith("A worker process was ended from outside. ")
    assert "the same command continues" in str(told.value)


def test_a_lost_scheduler_is_told(cluster: RunningCluster) -> None:
    def lose_the_scheduler() -> None:
        with workplace(1, cluster.address) as place:
            assert place.executor.submit(abs, -1).result() == 1
            waiting = place.executor.submit(time.sleep, FOR_LONG)
            cluster.scheduler.kill()
            waiting.result(60)

    with pytest.raises(UserError) as told:
        lose_the_scheduler()
    assert str(told.value).startswith("The connection to the scheduler is lost. ")
    assert "the same command continues" in str(told.value)


def test_other_versions_are_told(cluster: RunningCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    here = clusters._own_versions()
    with contextlib.closing(Cluster(cluster.address)) as connected:
        deadline = time.monotonic() + 30
        while not connected.n_workers and time.monotonic() < deadline:
            connected.count(1)
        assert connected.differences() == []
        monkeypatch.setattr(
            "app.cluster._own_versions", lambda: {**here, "torch": "1.2.3+cpu", "python": "3.99.1.final.0"}
        )
        difference = connected.differences()[0]
    assert difference.startswith("The worker tcp://127.0.0.1:")
    assert difference.endswith("; here is python 3.99.1, torch 1.2.3+cpu.")
    monkeypatch.setattr("app.cluster._own_versions", lambda: {**here, "distributed": "2020.1.0"})
    with pytest.raises(ClusterError, match=r"but here is Dask 2020\.1\.0\. Install the same version") as told:
        Cluster(cluster.address)
    assert str(told.value).endswith(f"pip install distributed=={here['distributed']}.")


def test_another_error_stays_what_it_is() -> None:
    with pytest.raises(UserError, match="of its own"), workplace(1, None):
        raise UserError("A reason of its own.")
    with pytest.raises(UserError, match="of its own"), workplace(2, None):
        raise UserError("A reason of its own.") from ValueError("another")
