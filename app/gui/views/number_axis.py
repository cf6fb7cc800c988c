"""An axis with numbers as in books, as many of them as have room."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pyqtgraph as pg
from PySide6.QtGui import QFontMetricsF

from app.text import SUPERSCRIPTS

_DIGITS = range(1, 10)
_POWER = re.compile(r"(?:(?P<one>\b1)|(?P<digits>[\d.]+))e\+?(?P<power>-?)0*(?P<exponent>\d+)")


def tick_text(text: str) -> str:
    """Return a number such as "-2e+06" as it is written in books, −2·10⁶."""

    def power(match: re.Match[str]) -> str:
        digits = "" if match["one"] else f"{match['digits']}·"
        return digits + "10" + (match["power"] + match["exponent"]).translate(SUPERSCRIPTS)

    return _POWER.sub(power, text).replace("-", "−")


def spread_out(ticks: list[float], gap: float, is_log: bool) -> list[float]:
    """Return as many round ones of ticks as lie at least `gap` apart, in order.

    Parameters
    ----------
    ticks
        Evenly spaced numbers, in order; decimal logarithms of one digit times a power of ten if `is_log`.
    """
    unit = 1.0 if is_log or len(ticks) < 2 else ticks[1] - ticks[0]
    places = [math.floor(tick / unit + 1e-9 if is_log else tick / unit + 0.5) for tick in ticks]
    digits = [round(10 ** (tick - place)) if is_log else 1 for tick, place in zip(ticks, places, strict=True)]
    choices = [(_DIGITS, 1), ((1, 2, 5), 1), ((1, 3), 1), *(((1,), every) for every in (1, 2, 5, 10, 20, 50, 100))]
    for wanted, every in choices:
        kept = [
            tick
            for tick, digit, place in zip(ticks, digits, places, strict=True)
            if digit in wanted and place % every == 0
        ]
        if kept and all(later - earlier >= gap for earlier, later in pairwise(kept)):
            return kept
    return ticks[:1]


class NumberAxis(pg.AxisItem):
    """An axis whose numbers are written as in books and whose room only grows."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)
        self.setStyle(tickLength=-4, tickTextWidth=36, autoReduceTextSpace=False)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float | None, list[float]]]:  # noqa: N803 - as in pyqtgraph
        """Keep so many ticks that their numbers do not touch each other along an upright axis."""
        first, *others = super().tickValues(minVal, maxVal, size) or [(None, [])]
        if self.orientation not in ("left", "right") or len(first[1]) < 2 or maxVal <= minVal:
            return [first, *others]
        height = QFontMetricsF(self.style["tickFont"] or self.font()).height()
        kept = spread_out(list(first[1]), height * (maxVal - minVal) / size, self.logMode)
        return [first, *others] if len(kept) == len(first[1]) else [(first[0], kept)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        return [tick_text(text) for text in super().tickStrings(values, scale, spacing)]
