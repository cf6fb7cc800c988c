"""An axis with numbers as in books, as many of them as have room."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pyqtgraph as pg
from PySide6.QtGui import QFont, QFontMetricsF
from PySide6.QtWidgets import QGraphicsItem

from app.gui.texts import count_text
from app.text import SUPERSCRIPTS

_DIGITS = range(1, 10)
_MOST_DECADES = 300
"""Powers of ten up to which floats go, nearly."""
_POWER = re.compile(r"(?:(?P<one>\b1)|(?P<digits>[\d.]+))e\+?(?P<power>-?)0*(?P<exponent>\d+)")
_THOUSANDS = re.compile(r"(?<![\d.])\d{4,}")


def tick_text(text: str) -> str:
    """Return a number such as "-2e+06" or "12000" as it is written in books, −2·10⁶, 12 000."""

    def power(match: re.Match[str]) -> str:
        digits = "" if match["one"] else f"{match['digits']}·"
        return digits + "10" + (match["power"] + match["exponent"]).translate(SUPERSCRIPTS)

    grouped = _THOUSANDS.sub(lambda match: count_text(int(match[0])), _POWER.sub(power, text))
    return grouped.replace("-", "−")


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
        # Kept as a picture: most frames change what is beside it.
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.enableAutoSIPrefix(False)
        self.setStyle(tickLength=-4, tickTextWidth=36, autoReduceTextSpace=False)

    def set_font(self, font: QFont) -> None:
        """Write numbers and name in a font, and make room for them."""
        self.setTickFont(font)
        self.label.setFont(font)
        self.showLabel()

    def tickValues(self, minVal: float, maxVal: float, size: float) -> list[tuple[float | None, list[float]]]:  # noqa: N803 - as in pyqtgraph
        """Keep so many ticks that their numbers do not touch each other along an upright axis."""
        first, *others = super().tickValues(minVal, maxVal, size) or [(None, [])]
        ticks = first[1]
        if self.orientation not in ("left", "right") or maxVal <= minVal:
            return [first, *others]
        gap = QFontMetricsF(self.style["tickFont"] or self.font()).height() * (maxVal - minVal) / size
        if self.logMode and len(ticks) < 2 and max(-minVal, maxVal) < _MOST_DECADES:
            return [(None, self._ticks_amid_digits(minVal, maxVal, size, gap))]
        kept = spread_out(ticks, gap, self.logMode) if len(ticks) > 1 else ticks
        return [first, *others] if len(kept) == len(ticks) else [(first[0], kept)]

    def _ticks_amid_digits(self, low: float, high: float, size: float, gap: float) -> list[float]:
        """Return logarithms of round numbers for so narrow a range of them that those of one digit are too few."""
        start, end = 10.0**low, 10.0**high
        spacing, _ = self.tickSpacing(start, end, size)[0]
        numbers = [spacing * n for n in range(math.ceil(start / spacing), math.floor(end / spacing) + 1)]
        # Numbers lie closest together at the upper end.
        return [math.log10(number) for number in spread_out(numbers, gap * math.log(10) * end, is_log=False)]

    def tickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write so many digits that neighbours differ; pyqtgraph writes six of large and small numbers."""
        texts = super().tickStrings(values, scale, spacing)
        largest = max(map(abs, values), default=0.0)
        if not self.logMode and not 1e-3 <= largest * scale < 1e4:
            n_digits = max(math.ceil(math.log10(largest / spacing + 1)) + 1, 6)
            texts = [f"{scale * value:.{n_digits}g}" for value in values]
        return [tick_text(text) for text in texts]

    def logTickStrings(self, values: list[float], scale: float, spacing: float) -> list[str]:
        """Write all digits; pyqtgraph writes one."""
        numbers = [scale * 10**value for value in values]
        texts = super().logTickStrings(values, scale, spacing)
        return [
            text if math.isclose(number, float(f"{number:.0e}")) else f"{number:.10g}"
            for text, number in zip(texts, numbers, strict=True)
        ]
