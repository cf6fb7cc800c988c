"""A bar on stderr for commands that take a while."""

from __future__ import annotations

import math
import sys
import time


class Progress:
    """Drawn on a terminal only and at most ten times a second, with the time that is left.

    Parameters
    ----------
    total
        How many steps there are.
    """

    WIDTH = 30

    def __init__(self, total: int) -> None:
        self._total = total
        self._started, self._drawn = time.monotonic(), -math.inf
        self._is_terminal = sys.stderr.isatty()

    @property
    def seconds(self) -> float:
        """Time since the start."""
        return time.monotonic() - self._started

    def show(self, n_done: float, text: str) -> None:
        """Draw the bar with a text behind it if the last drawing is long enough ago."""
        now = time.monotonic()
        if self._is_terminal and now - self._drawn >= 0.1:
            self._drawn = now
            bar = ("#" * int(self.WIDTH * n_done / max(self._total, 1))).ljust(self.WIDTH, ".")
            left = f", {_duration((now - self._started) * (self._total - n_done) / n_done)} left" if n_done else ""
            print(f"\r[{bar}] {text}{left}\x1b[K", end="", file=sys.stderr, flush=True)

    def say(self, sentence: str) -> None:
        """Put a sentence in the bar's place."""
        print(f"\r\x1b[K{sentence}" if self._is_terminal else sentence, file=sys.stderr)


def counted(count: int, noun: str) -> str:
    """Return a number with its English noun: 1 trial, 2 trials."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
