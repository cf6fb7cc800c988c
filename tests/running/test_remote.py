"""A grid trained on a cluster is what it would be here, whatever the cluster suffers."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Generator, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from app import cluster as clusters
from app.cluster import Cluster, ClusterError
from app.executors import ThisProcess
from app.running import remote, wall_runner
from app.running.remote import Remote, parts
from app.running.snapshot import RunState
from app.running.wall import WallSession
from app.running.wall_runner import Plan
from app.running.wall_snapshot import ClusterState
from app.training.grid import Grid
from app.training.settings import from_dict
from tests.clusters import RunningCluster, free_port
from tests.running.test_wall import BASE, CURVE, REGION, grid_of
from tests.running.test_wall_runner import Driven, epoch_of

SIXTY_FOUR = grid_of(BASE, "learning_rate=0.01..0.3:32", "activation=tanh,relu")
GRIDS = {
    "rates and activations": SIXTY_FOUR,
    "sizes and optimizers": grid_of(BASE, "hidden_sizes=2;5;4,3", "optimizer=sgd,adam,lbfgs", n_seeds=2),
    "noise and batches": grid_of(BASE, "noise=0.1,0.5", "batch_size=5,all", n_seeds=2),
    "curves": grid_of(CURVE, "learning_rate=0.001,0.05", n_seeds=3),
}


class Pretended:
    """A cluster of one thread in this process."""

    def __init__(self, executor: Executor | None = None, n_threads: int = 1) -> None:
        self.executor = executor or ThisProcess()
        self.n_workers = self.n_threads = n_threads
        self.is_connected = True

    def count(self) -> None:
        pass

    def close(self) -> None:
        self.is_connected = False


def pretending(cluster: Pretended) -> Remote:
    def connect(_address: str) -> Future[Cluster]:
        future: Future[Any] = Future()
        future.set_result(cluster)
        return future

    return Remote("tcp://nowhere:1", connect)


def train(session: WallSession, *turns: int) -> None:
    for n_epochs in turns:
        for _ in session.train(n_epochs):
            pass


def assert_same(here: WallSession, there: WallSession) -> None:
    """Check that every experiment is at the same place, to the last bit."""
    assert here.epoch == there.epoch
    for one, other in zip(here.trainers, there.trainers, strict=True):
        state = one.state()
        for name in state.__dataclass_fields__:
            assert getattr(state, name) == getattr(other.state(), name)
    np.testing.assert_allclose(there.curves().train, here.curves().train, rtol=1e-6)
    np.testing.assert_allclose(there.curves().test, here.curves().test, rtol=1e-6)
    assert np.array_equal(here.frame().pictures.values, there.frame().pictures.values)


@pytest.mark.slow
@pytest.mark.parametrize("name", GRIDS)
def test_states_that_travel_lose_no_bit(name: str) -> None:
    here, there = WallSession(GRIDS[name], REGION), WallSession(GRIDS[name], REGION)
    there.train_at(pretending(Pretended()))
    for session in (here, there):
        train(session, 1, 4, 2)
    assert_same(here, there)
    there.train_at(None)
    for session in (here, there):
        train(session, 3)
    assert_same(here, there)
    assert here.n_updates == there.n_updates


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", ["sgd", "lbfgs"])
def test_divergences_are_found_there_too(optimizer: str) -> None:
    grid = grid_of(from_dict({"optimizer": optimizer, "batch_size": 5}, CURVE), "learning_rate=0.01,1e30,0.02", n_seeds=2)  # fmt: skip
    here, there = WallSession(grid, REGION), WallSession(grid, REGION)
    there.train_at(pretending(Pretended(n_threads=3)))
    for session in (here, there):
        train(session, 1, 1, 7)
    assert there.frame().is_diverged.tolist() == [False, False, True, True, False, False]
    assert there.frame().divergences == here.frame().divergences
    assert there.can_train
    np.testing.assert_allclose(there.train_losses, here.train_losses, rtol=1e-4)
    assert np.isfinite(there.frame().pictures.values).all()


def test_a_turn_left_off_leaves_everything_as_it_was() -> None:
    never: Future[Any] = Future()

    class Sleeping(ThisProcess):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            return never

    class Forgetting(ThisProcess):
        """Does the work, and nobody ever hears of it."""

        def submit(self, function: Any, /, *arguments: Any, **keywords: Any) -> Future[Any]:
            function(*arguments, **keywords)
            return Future()

    session = WallSession(GRIDS["curves"], REGION)
    cluster = Pretended()
    session.train_at(pretending(cluster))
    train(session, 3)
    before = [trainer.state().parameters for trainer in session.trainers]
    cluster.executor = Sleeping()
    turn = session.train(5)
    next(turn)
    turn.close()
    assert never.cancelled()
    assert session.epoch == 3
    assert [trainer.state().parameters for trainer in session.trainers] == before
    cluster.executor = Forgetting()
    turn = session.train(5)
    next(turn)
    turn.close()
    cluster.executor = ThisProcess()
    train(session, 2)
    here = WallSession(GRIDS["curves"], REGION)
    train(here, 5)
    assert_same(here, session)


def test_what_a_worker_keeps_is_never_taken_for_something_else() -> None:
    grid = GRIDS["curves"]
    cluster = Pretended()
    connection = pretending(cluster)
    first, second, here = (WallSession(grid, REGION) for _ in range(3))
    first.train_at(connection)
    second.train_at(connection)
    train(first, 3)
    train(second, 2)
    train(here, 2)
    assert_same(here, second)
    train(first, 2)
    train(here, 3)
    assert_same(here, first)


def test_points_travel_once_and_again_to_those_who_lack_them() -> None:
    sent: list[bool] = []

    class Noting(ThisProcess):
        def submit(self, function: Any, /, *arguments: Any, **keywords: Any) -> Future[Any]:
            sent.append(arguments[0].points is not None)
            return super().submit(function, *arguments, **keywords)

    session = WallSession(GRIDS["curves"], REGION)
    session.train_at(pretending(Pretended(Noting(), n_threads=2)))
    train(session, 1)
    assert sent == [True, True]
    train(session, 1)
    assert sent == [True, True, False, False]
    remote._points.clear()
    remote._stacks.clear()
    train(session, 1)
    assert sent[4:] == [False, False, True, False] or sent[4:] == [False, False, True, True]
    assert session.trainers[0].epoch == 3


@pytest.mark.parametrize(
    ("sizes", "n_threads"), [((64,), 2), ((5, 3), 4), ((1, 1, 1), 1), ((256,), 1000), ((7, 100), 8)]
)
def test_every_thread_has_work_and_every_experiment_is_trained(sizes: tuple[int, ...], n_threads: int) -> None:
    ends = np.cumsum(sizes)
    groups = [range(end - size, end) for size, end in zip(sizes, ends, strict=True)]
    cut = parts(groups, n_threads)
    assert sorted(number for part in cut for number in part) == list(range(sum(sizes)))
    assert len(cut) >= min(n_threads, sum(sizes))
    assert max(map(len, cut)) <= -(-sum(sizes) // n_threads) or n_threads < len(sizes)
    assert all(any(set(part) <= set(group) for group in groups) for part in cut)


def test_what_goes_wrong_there_is_said_in_a_sentence() -> None:
    class Broken(ThisProcess):
        def submit(self, *_: Any, **__: Any) -> Future[Any]:
            future: Future[Any] = Future()
            future.set_exception(ModuleNotFoundError("No module named 'app'"))
            return future

    session = WallSession(GRIDS["curves"], REGION)
    session.train_at(pretending(Pretended(Broken())))
    with pytest.raises(ClusterError, match="cannot train this: No module named 'app'"):
        train(session, 1)
    session.train_at(None)
    train(session, 2)
    assert session.epoch == 2


# ------------------------------------------------------------ the runner


@pytest.fixture
def driven() -> Iterator[Driven]:
    one = Driven()
    yield one
    one.end()


def test_nobody_answers_and_it_goes_on_here(driven: Driven) -> None:
    driven.runner.train_at(f"tcp://127.0.0.1:{free_port()}")
    driven.runner.start(Plan(1, GRIDS["curves"], REGION), run=True)
    driven.until(lambda: bool(driven.shown) and driven.shown[-1].error is not None)
    assert driven.shown[-1].state is RunState.PAUSED
    assert "does not answer" in str(driven.shown[-1].error)
    assert driven.shown[-1].cluster is None
    driven.runner.step_epoch()
    driven.until(lambda: sum(shown.error is not None for shown in driven.shown) == 2)
    assert epoch_of(driven.shown[-1]) == 0
    driven.runner.train_at("")
    driven.runner.step_epoch()
    assert driven.wait(1, RunState.PAUSED).error is None


@pytest.mark.parametrize("greeting", [b"", b"SSH-2.0-"])
def test_who_is_no_scheduler_is_found_out_soon(monkeypatch: pytest.MonkeyPatch, greeting: bytes) -> None:
    monkeypatch.setattr(clusters, "CONNECT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"

        def greet() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(greeting)
                connection.recv(1)

        thread = threading.Thread(target=greet)
        thread.start()
        with pytest.raises(ClusterError, match="it is not the scheduler"):
            Cluster(address)
        thread.join()


def test_workers_that_come_or_go_are_shown_while_nothing_is_trained(
    driven: Driven, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall_runner, "IDLE_COUNT_SECONDS", 0.02)
    cluster = Pretended(ThisProcess())
    future: Future[Any] = Future()
    future.set_result(cluster)
    monkeypatch.setattr(Remote.__init__, "__defaults__", (lambda _address: future,))
    driven.runner.train_at("tcp://nowhere:1")
    driven.runner.start(Plan(1, GRIDS["curves"], REGION), run=True, n_epochs=2)
    driven.wait(2, RunState.FINISHED)
    cluster.n_workers = 7
    driven.until(lambda: driven.shown[-1].cluster == ClusterState("tcp://nowhere:1", 7))
    cluster.is_connected = False
    driven.until(lambda: driven.shown[-1].error is not None)
    assert "was lost" in str(driven.shown[-1].error)
    assert driven.shown[-1].cluster is None


def test_stop_does_not_wait_for_somebody_who_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Future[Cluster]] = []

    def connect(_address: str) -> Future[Cluster]:
        asked.append(Future())
        return asked[-1]

    monkeypatch.setattr(remote, "connecting", connect)
    monkeypatch.setattr(Remote.__init__, "__defaults__", (connect,))
    driven = Driven()
    driven.runner.train_at("tcp://127.0.0.1:1")
    driven.runner.start(Plan(1, GRIDS["curves"], REGION), run=True)
    driven.until(lambda: any(shown.cluster is not None for shown in driven.shown))
    driven.runner.pause()
    paused = driven.state(RunState.PAUSED)
    assert paused.cluster is None
    assert asked[0].cancelled()
    driven.runner.resume()
    driven.until(lambda: len(asked) == 2)
    driven.end()
    assert asked[1].cancelled()


def test_pause_step_and_capture_while_the_cluster_is_at_it(driven: Driven, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(ThreadPoolExecutor):
        def submit(self, function: Any, /, *arguments: Any, **keywords: Any) -> Future[Any]:
            def slowly() -> Any:
                time.sleep(0.2)
                return function(*arguments, **keywords)

            return super().submit(slowly)

    with Slow(1) as executor:
        future: Future[Any] = Future()
        future.set_result(Pretended(executor))
        monkeypatch.setattr(Remote.__init__, "__defaults__", (lambda _address: future,))
        driven.runner.train_at("tcp://nowhere:1")
        driven.runner.start(Plan(1, GRIDS["curves"], REGION), run=True)
        driven.wait(3, RunState.RUNNING)
        driven.runner.capture(0)
        driven.until(lambda: bool(driven.captured))
        assert driven.captured[0].checkpoint is not None
        history = driven.captured[0].checkpoint.history
        assert history["count"] == driven.captured[0].checkpoint.trainer.epoch + 1
        driven.runner.pause()
        epoch = epoch_of(driven.state(RunState.PAUSED))
        driven.runner.step_epoch()
        last = driven.wait(epoch + 1, RunState.PAUSED)
        driven.end()
    session = WallSession(GRIDS["curves"], REGION)
    train(session, epoch + 1)
    assert last.frame is not None
    np.testing.assert_allclose(last.frame.train_losses, session.train_losses, rtol=1e-5)


# ------------------------------------------------------------ a real one


def advance(turn: Generator[None, None, None], seconds: float) -> bool:
    """Iterate for so long; say whether it has ended."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if next(turn, turn) is turn:
            return True
    return False


@pytest.mark.slow
def test_a_cluster_trains_to_the_last_bit_what_is_trained_here(cluster: RunningCluster) -> None:
    here, there = WallSession(SIXTY_FOUR, REGION), WallSession(SIXTY_FOUR, REGION)
    connection = Remote(cluster.address)
    there.train_at(connection)
    train(there, 1)
    deadline = time.monotonic() + 30
    while connection.state.n_workers != 2 and time.monotonic() < deadline:
        train(there, 1)
    assert connection.state.n_workers == 2
    train(there, 20, 30)
    train(here, there.epoch)
    assert_same(here, there)
    connection.close()


@pytest.mark.slow
def test_a_lost_worker_and_a_new_one_change_nothing(cluster: RunningCluster) -> None:
    here, there = WallSession(SIXTY_FOUR, REGION), WallSession(SIXTY_FOUR, REGION)
    connection = Remote(cluster.address)
    there.train_at(connection)
    train(there, 1)
    while connection.state.n_workers != 2:
        train(there, 1)
    turn = there.train(2000)
    assert not advance(turn, 0.3)
    cluster.workers[0].kill()
    assert advance(turn, 60)
    train(there, 5)
    assert connection.state.n_workers == 1
    cluster.add_worker()
    while connection.state.n_workers != 2:
        train(there, 1)
    train(there, 5)
    train(here, there.epoch)
    for one, other in zip(here.trainers, there.trainers, strict=True):
        for left, right in zip(one.model.parameters(), other.model.parameters(), strict=True):
            assert torch.equal(left, right)
    connection.close()


@pytest.mark.slow
def test_a_lost_scheduler_leaves_the_experiments_as_they_are_shown(cluster: RunningCluster, driven: Driven) -> None:
    grid = replace_points(SIXTY_FOUR)
    driven.runner.train_at(cluster.address)
    driven.runner.start(Plan(1, grid, REGION), run=True)
    driven.wait(5, RunState.RUNNING)
    cluster.scheduler.kill()
    driven.until(lambda: driven.shown[-1].error is not None)
    shown = driven.shown[-1]
    assert shown.state is RunState.PAUSED
    assert "was lost" in str(shown.error)
    epoch = epoch_of(shown)
    driven.runner.train_at("")
    driven.runner.step_epoch()
    last = driven.wait(epoch + 1, RunState.PAUSED)
    session = WallSession(grid, REGION)
    train(session, epoch + 1)
    assert last.frame is not None
    np.testing.assert_allclose(last.frame.train_losses, session.train_losses, rtol=1e-3)


def replace_points(grid: Grid) -> Grid:
    """Return a grid with points that no worker has seen."""
    return replace(grid, points=tuple([replace(grid.points[0])] * len(grid)))
