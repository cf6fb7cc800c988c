"""What all runners share: others say from any thread what they want, and one thread makes it true. Knows no Qt, no torch."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Any, Generic, TypeVar

from app.running.device_turns import Turns
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import Message, UserError, first_line


class Goal(Enum):
    """What a runner should be doing."""

    PAUSE = auto()
    RUN = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True, eq=False)
class Wishes:
    """The wanted state, replaced as a whole: whoever reads it sees one consistent moment."""

    goal: Goal = Goal.PAUSE
    epochs_due: int = 0
    cancels: int = 0
    """How often what was due has been called off."""


SomeWishes = TypeVar("SomeWishes", bound=Wishes)


class WishRunner(ABC, Generic[SomeWishes]):
    """Holds the wanted state for other threads to change, and a loop that makes it true."""

    def __init__(self, wanted: SomeWishes) -> None:
        self._changed = threading.Condition()
        self._wanted = wanted
        self._device_turns = Turns()

    @property
    def is_wanted(self) -> bool:
        """Whether training is wanted: Run was asked for, and neither a pause nor an end has come since."""
        return self._wanted.goal is Goal.RUN

    # ------------------------------------------------------------ wishes, from any thread

    def resume(self) -> None:
        """Train until paused or finished."""
        self._want_only(Goal.RUN)

    def pause(self) -> None:
        """Stop after the piece under way."""
        self._want_only(Goal.PAUSE)

    def step_epoch(self) -> None:
        """Pause, and train to the end of one epoch more."""
        with self._changed:
            self._want(goal=Goal.PAUSE, epochs_due=self._wanted.epochs_due + 1)

    def stop(self) -> None:
        """Make `run` return after the piece under way."""
        self._want(goal=Goal.STOP)

    def _want_only(self, goal: Goal, **changes: Any) -> None:
        """Want a goal, and call off what is due."""
        with self._changed:
            self._want(goal=goal, epochs_due=0, cancels=self._wanted.cancels + 1, **changes)

    def _want(self, **changes: Any) -> None:
        with self._changed:
            if self._wanted.goal is not Goal.STOP:
                self._wanted = replace(self._wanted, **changes)
                self._changed.notify_all()

    # ------------------------------------------------------------ the loop, in one thread

    def run(self) -> None:
        """Serve wishes until `stop`; blocks."""
        wanted = self._wanted
        while wanted.goal is not Goal.STOP:
            try:
                wanted = self._wait()
                if wanted.goal is not Goal.STOP:
                    self._device_turns = self._turns(wanted)
                    with self._device_turns:
                        self._serve(wanted)
            except UserError as error:
                self._fail(wanted, error.message)
            except Exception as error:  # whatever torch raises must not end the thread
                reason = first_line(error)
                self._fail(wanted, Message(_N("errors", "Training stopped: {reason}. Run starts again at epoch 0."), {"reason": reason}))  # fmt: skip

    def _wait(self) -> SomeWishes:
        """Return the wanted state once there is something to do for it."""
        with self._changed:
            self._changed.wait_for(self._has_work)
            return self._wanted

    @abstractmethod
    def _has_work(self) -> bool:
        """Return whether anything is to be done for what is wanted now."""

    @abstractmethod
    def _turns(self, wanted: SomeWishes) -> Turns:
        """Return the turns at the devices that serving these wishes may use."""

    @abstractmethod
    def _serve(self, wanted: SomeWishes) -> None:
        """Bring things to the wanted state, train for a moment if that is wanted, and show it."""

    @abstractmethod
    def _fail(self, wanted: SomeWishes, message: Message) -> None:
        """Show the error and wait for the next start."""
