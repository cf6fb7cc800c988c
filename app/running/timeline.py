"""Frames of a grid kept to look back at, so many and no more."""

from __future__ import annotations

from app.running.wall_snapshot import WallFrame

CAPACITY = 100


class Timeline:
    """Keeps frames that lie some epochs apart; when it is full, every second one goes, and so new ones come half as often."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._interval = 1
        self._frames: list[WallFrame] = []

    def add(self, frame: WallFrame) -> None:
        """Keep a frame, later than those before, unless it is too near the last one."""
        if self._frames and frame.epoch < self._frames[-1].epoch + self._interval:
            return
        if len(self._frames) == self._capacity:
            self._frames = self._frames[::2]
            self._interval = self._frames[-1].epoch - self._frames[-2].epoch
            self.add(frame)
            return
        self._frames.append(frame)

    def frames(self) -> tuple[WallFrame, ...]:
        """Return what is kept, the oldest first."""
        return tuple(self._frames)
