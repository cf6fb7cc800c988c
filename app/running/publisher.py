"""Chooses the moment at which a snapshot goes to the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Shown = TypeVar("Shown")


class Publisher(Generic[Shown]):
    """Passes snapshots on at once, or holds the newest until the engine's kernels run.

    The window draws in Python, and so does most of what leads from one run of kernels to the next: at the same time,
    each would wait for the other.

    Parameters
    ----------
    publish
        Called with each snapshot that is passed on; must not block.
    """

    def __init__(self, publish: Callable[[Shown], None]) -> None:
        self._publish = publish
        self._held: Shown | None = None

    def publish(self, snapshot: Shown) -> None:
        """Pass a snapshot on; one that is held is no longer of interest."""
        self._held = None
        self._publish(snapshot)

    def hold(self, snapshot: Shown) -> None:
        """Keep a snapshot until `release`."""
        self._held = snapshot

    def release(self) -> None:
        """Pass on what is held."""
        if self._held is not None:
            self.publish(self._held)
