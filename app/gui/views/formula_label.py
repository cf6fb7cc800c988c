"""A formula as large as it fits."""

from __future__ import annotations

import math
import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QSizePolicy,
    QWidget,
)

from app.gui.theme import NUMBER_SCALE, TITLE_SCALE, UNIT, scaled_font, tabular

_SCALES = (NUMBER_SCALE, 1.35, TITLE_SCALE, 1.0, 0.9)
_NUMBER = re.compile(r"(?<![\w-])\d+(?:\.\d+)?(?:e[+-]\d+)?")
_OPERATOR = re.compile(r"(?= [+−] )")
_INDENT = "    "


class FormulaLabel(QLabel):
    """Lines of a formula, as large as they fit, broken before + and −.

    Size and breaks follow from the formula's shape, not from its digits, so that nothing jumps while they change.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: tuple[str, ...] = ()
        self._shape = ""
        self._scale = 0
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_lines(self, lines: tuple[str, ...]) -> None:
        """Show a formula."""
        if lines != self._lines:
            self._lines = lines
            self._arrange()

    def sizeHint(self) -> QSize:
        line = QFontMetricsF(self._parent_font()).lineSpacing()
        return QSize(30 * UNIT, math.ceil(4.6 * line))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._shape = ""
        self._arrange()

    def refit(self) -> None:
        """Measure anew, after the font of the window changed."""
        self._shape = ""
        self.updateGeometry()
        self._arrange()

    def _parent_font(self) -> QFont:
        parent = self.parentWidget()
        return QApplication.font() if parent is None else parent.font()

    def _arrange(self) -> None:
        """Choose the largest size at which everything fits; the same shape never grows again."""
        shape = _NUMBER.sub("0", "\n".join(self._lines)).replace("−", "+")
        if shape != self._shape:
            self._shape, self._scale = shape, 0
        width, height = float(self.width()), self.sizeHint().height()
        while True:
            font = scaled_font(self._parent_font(), _SCALES[self._scale])
            metrics = QFontMetricsF(tabular(font))
            broken = [part for line in self._lines for part in _broken(line, metrics, width)]
            fits_width = all(_room(part, metrics) <= width for part in broken)
            if self._scale == len(_SCALES) - 1 or (fits_width and len(broken) * metrics.lineSpacing() <= height):
                break
            self._scale += 1
        n_visible = max(1, int(height / metrics.lineSpacing()))
        if len(broken) > n_visible:
            broken = [*broken[: n_visible - 1], "…"]
        self.setFont(tabular(font))
        self.setText("\n".join(metrics.elidedText(part, Qt.TextElideMode.ElideRight, width) for part in broken))
        self.setAccessibleDescription("\n".join(self._lines))


def _room(text: str, metrics: QFontMetricsF) -> float:
    """Return the width of a text whose numbers may become longer."""
    return metrics.horizontalAdvance(_NUMBER.sub(lambda number: number[0].ljust(6, "0"), text))


def _broken(line: str, metrics: QFontMetricsF, width: float) -> list[str]:
    parts = _OPERATOR.split(line)
    lines = [parts[0]]
    for part in parts[1:]:
        if _room(lines[-1] + part, metrics) <= width:
            lines[-1] += part
        else:
            lines.append(_INDENT + part.lstrip())
    return lines
