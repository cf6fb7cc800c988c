"""Runs trainings as others wish, in whatever thread calls `run`. Knows no Qt and imports torch only when it runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from app.data.points import Points
from app.explain.prediction import Region
from app.running.device_turns import Turns, turns_at
from app.running.publisher import Publisher
from app.running.snapshot import RunState, Snapshot
from app.running.wishes import Goal, Wishes, WishRunner
from app.text import Message
from app.training.config import Config
from app.training.history import LossCurve

if TYPE_CHECKING:
    from app.running.session import Session
    from app.training.checkpoint import Checkpoint

CHUNK_SECONDS = 0.012
"""How long training goes on before wishes and the clock are looked at again."""
SHORTEST_GO, LONGEST_GO = 0.008, 0.02
"""Bounds of how long the fast engine trains in one go: to the next snapshot, if that lies between them."""
FRAME_SECONDS = 1 / 60
"""Shortest time between two snapshots while training."""
FRAME_TOLERANCE = 0.002
"""How much too early a snapshot may come: one go of training more would make it late."""
DRAWING_SHARE = 0.25
"""Largest share of the time that snapshots may take."""
LONGEST_DRAWING = 1 / 40
"""A snapshot that takes longer than this makes the next one coarser."""
LONGEST_WAIT = 3600.0
"""In seconds; a lock cannot wait for ever longer."""
RESOLUTION = 100
SMALLEST_RESOLUTION = 40


@dataclass(frozen=True, slots=True, eq=False)
class WeightEdit:
    """One number of a parameter set by hand: the parameter's name, the place in it row by row, the value."""

    name: str
    position: int
    value: float


@dataclass(frozen=True, slots=True, eq=False)
class Wanted(Wishes):
    """What is wanted of the window's training."""

    run_id: int = 0
    config: Config | None = None
    points: Points | None = None
    region: Region | None = None
    updates_due: int = 0
    restores: int = 0
    captures: int = 0
    checkpoint: Checkpoint | None = None
    weight_edits: tuple[WeightEdit, ...] = ()
    """What was edited lately; those that are not among the served ones are to be done, the oldest first."""


@dataclass(frozen=True, slots=True, eq=False)
class Captured:
    """The exact state of a run, and what it was training on what at that moment.

    Attributes
    ----------
    number
        What `Runner.capture` returned.
    run_id, config, points
        As given to `Runner.start` or `Runner.apply`; None without a run.
    checkpoint
        None without a run, and where it has failed. A run that could not begin is still where it was to begin.
    """

    number: int
    run_id: int
    config: Config | None
    points: Points | None
    checkpoint: Checkpoint | None


class Runner(WishRunner[Wanted]):
    """Trains one experiment.

    Parameters
    ----------
    publish
        Called with a `Snapshot` from within `run`; must not block.
    deliver
        Called from within `run`, or from `capture` before that, with what was asked for; must not block.
    """

    def __init__(
        self, publish: Callable[[Snapshot], None], deliver: Callable[[Captured], None] = lambda _captured: None
    ) -> None:
        super().__init__(Wanted())
        self._publisher = Publisher(publish)
        self._deliver = deliver
        self._served = Wanted()
        self._session: Session | None = None
        self._has_begun = False
        self._resolution = RESOLUTION
        self._next_frame = 0.0
        self._next_update = 0.0
        self._rate = _Rate()

    # ------------------------------------------------------------ wishes, from any thread

    def start(
        self, run_id: int, config: Config, points: Points, run: bool, checkpoint: Checkpoint | None = None
    ) -> None:
        """Begin anew with a configuration and points, running or waiting; at epoch 0, or where a checkpoint is."""
        goal = Goal.RUN if run else Goal.PAUSE
        self._want_only(goal, run_id=run_id, config=config, points=points, checkpoint=checkpoint, weight_edits=())

    def apply(self, config: Config, points: Points) -> None:
        """Take over changes that need no new start; what has failed can only be started anew."""
        with self._changed:
            if self._wanted.config is not None:
                self._want(config=config, points=points)

    def step_update(self) -> None:
        """Pause, and make one update more."""
        with self._changed:
            self._want(goal=Goal.PAUSE, updates_due=self._wanted.updates_due + 1)

    def restore(self) -> None:
        """After a divergence, go back to the last finite weights and wait there."""
        with self._changed:
            self._want_only(Goal.PAUSE, restores=self._wanted.restores + 1)

    def edit_weight(self, edit: WeightEdit) -> None:
        """Set one number of a parameter after the update under way."""
        with self._changed:
            waiting = [each for each in self._wanted.weight_edits if each not in self._served.weight_edits]
            self._want(weight_edits=(*waiting, edit))

    def capture(self) -> int:
        """Ask for the exact state after the update under way; return the number it will come with.

        As long as `run` has not been called, nothing is under way: the state comes at once, in the caller's thread.
        """
        with self._changed:
            number = self._wanted.captures + 1
            self._want(captures=number)
            if not self._has_begun:
                self._deliver(_captured(self._wanted, self._wanted.checkpoint))
            return number

    def look_at(self, region: Region | None) -> None:
        """Predict over this region from now on."""
        self._want(region=region)

    def _want_only(self, goal: Goal, **changes: Any) -> None:
        super()._want_only(goal, updates_due=0, **changes)

    # ------------------------------------------------------------ the loop, in one thread

    def run(self) -> None:
        """Serve wishes until `stop`; blocks."""
        with self._changed:
            self._has_begun = True
        super().run()

    def _has_work(self) -> bool:
        return self._wanted is not self._served or self._is_working()

    def _is_working(self) -> bool:
        wanted = self._wanted
        return wanted.goal is Goal.RUN or wanted.updates_due > 0 or wanted.epochs_due > 0

    def _wait(self) -> Wanted:
        wanted = super()._wait()
        session, speed = self._session, wanted.config.speed if wanted.config else 0.0
        if wanted is not self._served or wanted.goal is not Goal.RUN or not speed or session is None:
            return wanted
        self._next_update = min(self._next_update, time.perf_counter() + 1 / speed)
        with self._changed:
            while (left := self._next_update - time.perf_counter()) > 0 and self._wanted is wanted:
                self._changed.wait(min(left, LONGEST_WAIT))
            return self._wanted

    def _turns(self, wanted: Wanted) -> Turns:
        return turns_at([wanted.config.device] if wanted.config else [])

    def _serve(self, wanted: Wanted) -> None:
        is_new = wanted is not self._served
        is_captured = wanted.captures != self._served.captures
        if wanted.config is None or wanted.points is None:
            self._served = wanted
            self._rest(wanted)
            if is_captured:
                self._deliver(_captured(wanted, wanted.checkpoint))
            return
        session = self._session
        if session is None or session.run_id != wanted.run_id:
            session = self._open(wanted.run_id, wanted.config, wanted.points, wanted.checkpoint)
        elif is_new:
            session.apply(wanted.config, wanted.points)
            if wanted.restores != self._served.restores:
                session.restore()
        for edit in wanted.weight_edits:
            if edit not in self._served.weight_edits:
                session.set_weight(edit.name, edit.position, edit.value)
        if is_captured:  # before it counts as served: where this fails, `_fail` answers
            self._deliver(_captured(wanted, session.checkpoint()))
        self._served = wanted
        if not session.can_train:
            self._rest(wanted)
        elif wanted.updates_due or wanted.epochs_due:
            self._make_due(session)
        elif wanted.goal is Goal.RUN:
            self._train(session, wanted.config.speed)
        if self._wanted.goal is not Goal.RUN and session.state is RunState.RUNNING:
            session.state = RunState.PAUSED
        if wanted.goal is Goal.RUN and self._is_due(self._wanted, session):
            return  # asked for meanwhile: what is stepped to is shown, not where the steps begin
        if is_new or not self._is_working() or time.perf_counter() >= self._next_frame - FRAME_TOLERANCE:
            self._show(session, wanted.region)

    def _open(self, run_id: int, config: Config, points: Points, checkpoint: Checkpoint | None) -> Session:
        from app.running.session import Session

        self._session = None
        self._session = Session(run_id, config, points, checkpoint)
        self._resolution = RESOLUTION
        return self._session

    def _rest(self, wanted: Wanted) -> None:
        """Nothing can be done for these wishes: stop wanting them, unless there are newer ones."""
        with self._changed:
            if self._wanted is wanted and self._is_working():
                self._settle(goal=Goal.PAUSE, updates_due=0, epochs_due=0)

    def _settle(self, **changes: Any) -> None:
        """Want what is so already; where all else was served, nothing is left to do or to show."""
        with self._changed:
            is_served = self._wanted is self._served
            self._want(**changes)
            if is_served:
                self._served = self._wanted

    def _make_due(self, session: Session) -> None:
        """Make updates that were asked for singly, for a chunk of time, and count them off."""
        session.state = RunState.PAUSED
        end = time.perf_counter() + CHUNK_SECONDS
        while self._is_due(asked := self._wanted, session) and time.perf_counter() < end:
            session.advance()
            if asked.updates_due:
                self._count_off(asked, updates=1)
            elif session.trainer.is_between_epochs:
                self._count_off(asked, epochs=1)

    def _count_off(self, asked: Wanted, updates: int = 0, epochs: int = 0) -> None:
        """Count what was made off what is due, unless what it was made for has been called off meanwhile."""
        with self._changed:
            wanted = self._wanted
            if wanted.cancels != asked.cancels:
                return
            self._settle(updates_due=wanted.updates_due - updates, epochs_due=wanted.epochs_due - epochs)

    def _is_due(self, wanted: Wanted, session: Session) -> bool:
        is_same = wanted.run_id == session.run_id and wanted.goal is Goal.PAUSE and session.can_train
        return is_same and (wanted.updates_due > 0 or wanted.epochs_due > 0)

    def _train(self, session: Session, speed: float) -> None:
        """Train for a chunk of time, or make the next update when it is due."""
        if session.state is not RunState.RUNNING:
            session.go_on()
            self._rate = _Rate()
            self._next_update = self._next_frame = 0.0
        n_updates = 0
        if speed:
            if (now := time.perf_counter()) >= self._next_update:
                self._next_update = max(self._next_update + 1 / speed, now - CHUNK_SECONDS)
                session.advance()
                n_updates = 1
        else:
            n_updates = self._train_at_full_speed(session)
        self._rate.count(n_updates, time.perf_counter())
        if session.state is not RunState.RUNNING:
            self._end(session.run_id)

    def _train_at_full_speed(self, session: Session) -> int:
        """Train until the next snapshot is due, or a bit shorter or longer; return how many updates that were."""
        first_step, now = session.trainer.step, time.perf_counter()
        end = min(max(self._next_frame, now + SHORTEST_GO), now + LONGEST_GO)
        # One go may take all the time: another one follows only if it was much shorter.
        latest = (now + end) / 2
        while session.state is RunState.RUNNING and self._wanted is self._served and now < latest:
            session.advance_fast(end - now, self._publisher.release)
            self._publisher.release()
            now = time.perf_counter()
        return session.trainer.step - first_step

    def _end(self, run_id: int) -> None:
        """A run is finished or has diverged: stop wanting it, whatever else is wanted by now."""
        with self._changed:
            if self._wanted.run_id == run_id and self._wanted.goal is Goal.RUN:
                self._settle(goal=Goal.PAUSE)

    def _show(self, session: Session, region: Region | None) -> None:
        started = time.perf_counter()
        is_running = session.state is RunState.RUNNING
        resolution = self._resolution if is_running else RESOLUTION
        snapshot = session.snapshot(region, resolution, self._rate.per_second if is_running else 0.0)
        if is_running and session.is_fast and not session.trainer.config.speed:
            self._publisher.hold(snapshot)
        else:
            self._publisher.publish(snapshot)
        cost = time.perf_counter() - started
        if is_running and cost > LONGEST_DRAWING:
            self._resolution = max(SMALLEST_RESOLUTION, self._resolution * 3 // 4)
        self._next_frame = started + max(FRAME_SECONDS, cost / DRAWING_SHARE)

    def _fail(self, wanted: Wanted, message: Message) -> None:
        has_begun = self._session is not None and self._session.run_id == wanted.run_id
        # What could not be taken up is still where it was; what failed later is no longer where it began.
        left = None if has_begun else wanted.checkpoint
        self._session = None
        if wanted.captures != self._served.captures:
            self._deliver(_captured(wanted, left))
        with self._changed:
            self._served = wanted
            if self._wanted.run_id == wanted.run_id:
                self._want_only(Goal.PAUSE, config=None, points=None, checkpoint=left)
        self._publisher.publish(error_snapshot(wanted.run_id, message))


def _captured(wanted: Wanted, checkpoint: Checkpoint | None) -> Captured:
    return Captured(wanted.captures, wanted.run_id, wanted.config, wanted.points, checkpoint)


class _Rate:
    """Updates a second, over the last moments."""

    def __init__(self) -> None:
        self.per_second = 0.0
        self._since: float | None = None
        self._n_updates = 0

    def count(self, n_updates: int, now: float) -> None:
        if self._since is None:
            self._since = now
            return
        self._n_updates += n_updates
        if (seconds := now - self._since) >= 0.25 and self._n_updates:
            self.per_second = self._n_updates / seconds
            self._since, self._n_updates = now, 0


def error_snapshot(run_id: int, message: Message) -> Snapshot:
    """Return the snapshot of a run that could not start or go on."""
    nan = float("nan")
    none = np.empty(0)
    return Snapshot(
        run_id, RunState.ERRORED, 0, 0, nan, nan, nan, nan, nan, 0.0, 0.0, LossCurve(none, none, none), None, {}, {}, (),
        "", error=message,
    )  # fmt: skip
