"""Turns at devices that compute for one thread at a time. Knows no Qt, no torch."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from types import TracebackType


class Turns:
    """A lock that goes to whoever waits for it, however soon its holder asks again.

    Python's own goes to whoever asks first after its release, which is nearly always the thread that had it.
    """

    def __init__(self) -> None:
        self._next = threading.Lock()
        self._own = threading.Lock()

    def __enter__(self) -> None:
        with self._next:
            self._own.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._own.release()

    def give_way(self) -> None:
        """Let another thread that waits have its turn; to be called by the holder."""
        if self._next.locked():
            self._own.release()
            self.__enter__()


BY_DEVICE = {"mps": Turns()}
"""Apple's Metal ends the process if two threads encode work for the same GPU, as of torch 2.14."""


def turns_at(devices: Iterable[str]) -> Turns:
    """Return the turns to wait for before computing on these devices; where none is in `BY_DEVICE`, such as nobody else has."""
    return next((BY_DEVICE[device] for device in devices if device in BY_DEVICE), Turns())
