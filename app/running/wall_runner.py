"""Runs a grid of experiments as others wish, in whatever thread calls `run`. Knows no Qt; imports torch only when it runs."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.cluster import ClusterError
from app.explain.prediction import Region
from app.running.device_turns import Turns, turns_at
from app.running.publisher import Publisher
from app.running.snapshot import RunState
from app.running.wall_snapshot import CapturedExperiment, ClusterState, WallSnapshot
from app.running.wishes import Goal, Wishes, WishRunner
from app.text import Message
from app.training.grid import Grid
from app.training.histories import LossCurves

if TYPE_CHECKING:
    from app.running.remote import Remote
    from app.running.wall import Beginning, WallSession
    from app.training.checkpoint import Checkpoint

PROGRESS_SECONDS = 0.2
"""How often it is shown how many experiments are made; where all are sooner, never."""
FRAME_SECONDS = 1 / 100
"""Shortest time between two snapshots while training: less than a screen's, for a turn may end just before it is over."""
DRAWING_SHARE = 0.4
"""Largest share of the time that snapshots may take, but for the `MOMENTS` of a short run."""
MOMENTS = 50
"""Frames that a run of so many epochs or more leaves to look back at, at least: it may be over in less than a second."""
RATE_SECONDS = 0.25
AGAIN_SECONDS = 2.0
"""How long an experiment may be trained again to reach an earlier epoch: the others wait meanwhile."""
IDLE_COUNT_SECONDS = 1.0
"""How long the number of workers may be out of date while nothing is trained."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """What to train.

    Attributes
    ----------
    run_id
        Goes into every snapshot.
    region
        What the pictures show.
    """

    run_id: int
    grid: Grid
    region: Region


@dataclass(frozen=True, slots=True, eq=False)
class _Wanted(Wishes):
    """What is wanted of a grid's training."""

    plan: Plan | None = None
    n_epochs: int = 0
    """Where it finishes; 0 for never."""
    captures: tuple[tuple[int, int | None], ...] = ()
    """Numbers of the experiments to hand out, each with the epoch it is wanted after, None for now."""
    address: str = ""
    """The scheduler of the cluster that trains; "" for none."""
    is_prepared: bool = True
    """Whether in a pause, too, experiments that are still to be made are made."""


class WallRunner(WishRunner[_Wanted]):
    """Trains all experiments of a grid.

    A pause stops as soon as all can be shown after the same epoch; where all epochs are done, `resume` trains as many
    again.

    Parameters
    ----------
    publish
        Called with a `WallSnapshot` from within `run`; must not block.
    deliver
        Called from within `run` with each `CapturedExperiment` that was asked for.
    """

    def __init__(
        self, publish: Callable[[WallSnapshot], None], deliver: Callable[[CapturedExperiment], None] = lambda _: None
    ) -> None:
        super().__init__(_Wanted())
        self._publisher = Publisher(publish)
        self._deliver = deliver
        self._session: WallSession | None = None
        self._plan: Plan | None = None
        self._making: Generator[int, None, Beginning] | None = None
        self._n_made = 0
        self._turn: Generator[None, None, None] | None = None
        self._turn_size = 0
        self._n_epochs = 0
        self._last_epoch = math.inf
        self._is_shown_running = False
        self._remote: Remote | None = None
        self._shown_cluster: ClusterState | None = None
        self._problem: Message | None = None
        self._next_frame = 0.0
        self._rate = 0.0
        self._rate_since = (0.0, 0)

    # ------------------------------------------------------------ wishes, from any thread

    def start(self, plan: Plan, run: bool, n_epochs: int = 0) -> None:
        """Begin anew, running or waiting at epoch 0; finish after so many epochs, 0 for never."""
        goal = Goal.RUN if run else Goal.PAUSE
        self._want_only(goal, plan=plan, n_epochs=n_epochs, captures=(), is_prepared=True)

    def pause(self) -> None:
        """Stop after the piece under way; experiments that are not made yet are made when training is wanted again."""
        self._want_only(Goal.PAUSE, is_prepared=False)

    def finish_at(self, n_epochs: int) -> None:
        """Finish after so many epochs, 0 for never; where more are done already, `resume` trains as many again."""
        self._want(n_epochs=n_epochs)

    def train_at(self, address: str) -> None:
        """Train on the cluster of this scheduler from the next turn on; in the thread of `run` for ""."""
        self._want(address=address)

    def capture(self, number: int, epoch: int | None = None) -> None:
        """Ask for the exact state of an experiment: the one shown, or while it trains the newest, maybe within an epoch.

        After an earlier epoch, and where a pause came in the middle of one, it is trained again to what is shown, if that
        takes no longer than `AGAIN_SECONDS`.
        """
        with self._changed:
            self._want(captures=(*self._wanted.captures, (number, epoch)))

    # ------------------------------------------------------------ the loop, in one thread

    def run(self) -> None:
        """Serve wishes until `stop`, then leave the cluster; blocks."""
        try:
            super().run()
        finally:
            self._leave_cluster()

    def _wait(self) -> _Wanted:
        while True:
            is_at_cluster = self._session is not None and self._session.cluster is not None
            with self._changed:
                if self._changed.wait_for(self._has_work, IDLE_COUNT_SECONDS if is_at_cluster else None):
                    return self._wanted
            with self._device_turns:
                self._count_workers()

    def _count_workers(self) -> None:
        """Show how many workers there are by now, or that the cluster is lost; leave one that is not wanted any more."""
        session = self._session
        assert session is not None
        assert self._remote is not None
        if self._wanted.address != self._remote.address:
            self._drop_turn()
            self._leave_cluster()
            session.train_at(None)
            self._show(session)
            return
        try:
            self._remote.count()
        except ClusterError as error:
            self._stand_still(session, self._wanted, error.message)
            return
        if session.cluster != self._shown_cluster:
            self._show(session)

    def _has_work(self) -> bool:
        wanted = self._wanted
        is_new = wanted.plan is not self._plan
        is_to_train = wanted.goal is not Goal.PAUSE or wanted.epochs_due > 0
        is_to_make = self._making is not None and wanted.is_prepared
        return is_new or is_to_make or is_to_train or self._is_shown_running or bool(wanted.captures)

    def _turns(self, wanted: _Wanted) -> Turns:
        return turns_at(cell.config.device for cell in wanted.plan.grid.cells) if wanted.plan else Turns()

    def _serve(self, wanted: _Wanted) -> None:
        if wanted.plan is not self._plan or wanted.n_epochs != self._n_epochs:
            self._n_epochs, self._last_epoch = wanted.n_epochs, wanted.n_epochs or math.inf
        if wanted.plan is not self._plan:
            self._open(wanted.plan)
        if self._making is not None:
            if not self._make(self._making):
                self._count_off(wanted, captures=len(wanted.captures))
            return
        session = self._session
        if session is None:
            self._count_off(wanted, captures=len(wanted.captures))
            self._rest(wanted)
            return
        for number, epoch in wanted.captures:
            self._hand_out(session, number, epoch)
        self._count_off(wanted, captures=len(wanted.captures))
        n_epochs = self._epochs_wanted(wanted, session)
        try:
            n_done = self._train(session, n_epochs) if n_epochs else 0
        except ClusterError as error:
            self._stand_still(session, wanted, error.message)
            return
        if self._session is None:
            return
        if wanted.epochs_due:
            self._count_off(wanted, epochs=n_done if n_epochs else wanted.epochs_due)
        elif not session.can_train or session.epoch >= self._last_epoch:
            self._rest(wanted)
        if n_done or self._is_shown_running:
            self._show(session)

    def _open(self, plan: Plan | None) -> None:
        self._drop_turn()
        self._session, self._plan, self._problem = None, plan, None
        self._making, self._n_made = None, 0
        if plan is not None:
            from app.running.wall import beginning

            self._making = beginning(plan.grid)

    def _make(self, making: Generator[int, None, Beginning]) -> bool:
        """Make the experiments and show them at epoch 0; say whether all are made, not put off or called off before."""
        from app.running.wall import WallSession

        plan, shown = self._plan, time.perf_counter()
        assert plan is not None
        while True:
            self._device_turns.give_way()
            wanted = self._wanted
            if wanted.goal is Goal.STOP or wanted.plan is not plan:
                return False
            if wanted.goal is Goal.PAUSE and not (wanted.is_prepared or wanted.epochs_due):
                self._show_none(RunState.PAUSED)
                return False
            try:
                self._n_made = next(making)
            except StopIteration as end:
                self._making = None
                self._session = WallSession(plan.grid, plan.region, self._publisher.release, end.value)
                self._next_frame, self._rate, self._rate_since = 0.0, 0.0, (time.perf_counter(), 0)
                self._show(self._session)  # epoch 0, with which the timeline begins
                return True
            if time.perf_counter() - shown > PROGRESS_SECONDS:
                self._show_none(RunState.PREPARING)
                shown = time.perf_counter()

    @property
    def _run_id(self) -> int:
        return self._plan.run_id if self._plan is not None else 0

    def _is_running(self) -> bool:
        return self._wanted.goal is Goal.RUN and self._wanted.plan is self._plan

    def _hand_out(self, session: WallSession, number: int, epoch: int | None) -> None:
        """Deliver the state of an experiment; after an earlier epoch if that is not far."""
        checkpoint = None
        if epoch is not None and epoch >= session.epoch:
            epoch = None
        if epoch is None and not self._is_running() and not session.is_as_shown(number):
            epoch = session.epoch
        if epoch is None:
            checkpoint = session.checkpoint(number)
        elif epoch > 0 and session.is_sound_after(number, epoch):
            checkpoint = self._trained_again(session, number, epoch) or session.checkpoint(number)
        self._deliver(CapturedExperiment(self._run_id, number, checkpoint, epoch))

    def _trained_again(self, session: WallSession, number: int, n_epochs: int) -> Checkpoint | None:
        """Return an experiment after so many epochs; None if that would take too long, or is not wanted any more."""
        turn, started = session.train_again(number, n_epochs), time.perf_counter()
        paced = None  # from the first piece on: what comes before it, choosing kernels, is not its pace
        while True:
            try:
                share = next(turn)
            except StopIteration as end:
                found: Checkpoint | None = end.value
                return found
            now = time.perf_counter()
            since, at = paced = paced or (now, share)
            self._publisher.release()
            self._device_turns.give_way()
            ahead = (now - since) * (1 - share) / (share - at) if now - since > AGAIN_SECONDS / 5 else 0.0
            is_too_long = now - started + ahead > AGAIN_SECONDS
            if is_too_long or self._wanted.goal is Goal.STOP or self._wanted.plan is not self._plan:
                return None

    def _epochs_wanted(self, wanted: _Wanted, session: WallSession) -> int:
        """Return how many epochs to train now; 0 if nothing is wanted, or nothing is left to train."""
        if not session.can_train:
            return 0
        if wanted.epochs_due:
            return min(wanted.epochs_due, session.epochs_a_turn)
        if wanted.goal is not Goal.RUN:
            return 0
        if session.epoch >= self._last_epoch:
            self._last_epoch = session.epoch + (self._n_epochs or math.inf)
        to_moment = self._between_moments - session.epoch % self._between_moments
        return int(min(session.epochs_a_turn, to_moment, self._last_epoch - session.epoch))

    @property
    def _between_moments(self) -> float:
        """How many epochs may lie between two moments to look back at."""
        is_here = self._remote is None  # on a cluster, short turns are dear
        return max(1, self._n_epochs // MOMENTS) if self._n_epochs and is_here else math.inf

    def _train(self, session: WallSession, n_epochs: int) -> int:
        """Train a turn, or go on with the one under way; return how many epochs have ended.

        A stop or a new start breaks it off. Other wishes leave it for later if it is a single epoch, which may be long, or
        under way on a cluster; there it goes on meanwhile.
        """
        is_elsewhere = self._remote is not None and self._remote.address != self._wanted.address
        if self._turn_size > n_epochs or is_elsewhere:
            self._drop_turn()
        if self._turn is None:
            self._problem = None
            session.train_at(self._remote_at(self._wanted.address))
            self._turn, self._turn_size = session.train(n_epochs), n_epochs
        for _ in self._turn:
            self._publisher.release()
            self._device_turns.give_way()
            wanted, cluster = self._wanted, session.cluster
            if wanted.goal is Goal.STOP or wanted.plan is not self._plan:
                self._drop_turn()
                self._session = None
                return 0
            is_called = bool(wanted.captures) or (wanted.goal is Goal.PAUSE and not wanted.epochs_due)
            if is_called and session.has_frame and (cluster is not None or self._turn_size == 1):
                if cluster is not None and cluster.n_workers is None:
                    self._drop_turn()
                    session.train_at(None)
                return 0
            if cluster is not None and (cluster, self._is_running()) != (self._shown_cluster, self._is_shown_running):
                self._show(session)
        self._publisher.release()
        self._turn = None
        since, before = self._rate_since
        now = time.perf_counter()
        if now - since > RATE_SECONDS:
            self._rate, self._rate_since = (session.n_updates - before) / (now - since), (now, session.n_updates)
        return self._turn_size

    def _drop_turn(self) -> None:
        if self._turn is not None:
            self._turn.close()
        self._turn, self._turn_size = None, 0

    def _remote_at(self, address: str) -> Remote | None:
        """Return the cluster of a scheduler, not yet connected if it is another one than before."""
        if self._remote is not None and self._remote.address != address:
            self._leave_cluster()
        if self._remote is None and address:
            from app.running.remote import Remote

            self._remote = Remote(address)
        return self._remote

    def _leave_cluster(self) -> None:
        if self._remote is not None:
            self._remote.close()
        self._remote = None

    def _count_off(self, served: _Wanted, epochs: int = 0, captures: int = 0) -> None:
        """Take what was done off what is due, unless it has been called off meanwhile."""
        with self._changed:
            wanted = self._wanted
            if wanted.plan is not served.plan:
                return
            if wanted.cancels == served.cancels:
                self._want(epochs_due=wanted.epochs_due - epochs)
            self._want(captures=wanted.captures[captures:])

    def _rest(self, served: _Wanted) -> None:
        """There is nothing more to train: stop wanting it, unless there are newer wishes."""
        with self._changed:
            wanted = self._wanted
            if (wanted.cancels, wanted.epochs_due) == (served.cancels, served.epochs_due):
                self._want_only(Goal.PAUSE)

    def _show(self, session: WallSession) -> None:
        """Publish a snapshot: at once where things stand still, else not too often."""
        started = time.perf_counter()
        if self._is_running() and self._is_shown_running and started < self._next_frame:
            if session.epoch % self._between_moments == 0:
                session.frame()
            return
        state = self._state(session)
        self._is_shown_running = state is RunState.RUNNING
        frame = session.frame()
        rate = self._rate if state is RunState.RUNNING else 0.0
        self._shown_cluster = session.cluster
        snapshot = WallSnapshot(
            self._run_id, state, frame, session.curves(), session.timeline(), rate, self._problem, self._shown_cluster
        )
        if self._is_shown_running and session.cluster is None:
            self._publisher.hold(snapshot)
        else:
            self._publisher.publish(snapshot)
        cost = time.perf_counter() - started
        self._next_frame = started + max(FRAME_SECONDS, cost / DRAWING_SHARE)

    def _state(self, session: WallSession) -> RunState:
        if not session.can_train:
            return RunState.DIVERGED
        if self._is_running():
            return RunState.RUNNING
        return RunState.FINISHED if session.epoch >= self._last_epoch else RunState.PAUSED

    def _stand_still(self, session: WallSession, wanted: _Wanted, problem: Message) -> None:
        """Stay where the cluster has left the experiments, and show why."""
        self._drop_turn()
        self._leave_cluster()
        session.train_at(None)
        self._problem = problem
        self._rest(wanted)
        self._show(session)

    def _fail(self, wanted: _Wanted, message: Message) -> None:
        self._session, self._making, self._turn, self._is_shown_running = None, None, None, False
        self._count_off(wanted, captures=len(wanted.captures))
        self._rest(wanted)
        self._show_none(RunState.ERRORED, message)

    def _show_none(self, state: RunState, problem: Message | None = None) -> None:
        """Publish a snapshot without a frame."""
        none = np.empty((1, 0))
        curves = LossCurves(none[0], none, none)
        self._publisher.publish(WallSnapshot(self._run_id, state, None, curves, (), 0.0, problem, n_made=self._n_made))
