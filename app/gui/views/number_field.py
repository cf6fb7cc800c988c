"""An exact field for one number: read as people write it, stepped by wheel and arrow keys, never silently changed."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.components.choice import Param
from app.gui.views.form_line import FormLine
from app.gui.views.form_texts import exact_text
from app.gui.views.wheel import Wheel
from app.text import UserError

_LARGE_STEP = 10


def linear_step(param: Param) -> float:
    """Return how far one step goes: one unit in the last digit of the default.

    0.999 steps by 0.001 and 1.0 by 0.1; from a default of 0 a bounded share steps by 0.01 and anything else by 0.1.
    """
    if isinstance(param.default, int):
        return 1
    default = float(param.default)
    if default == 0:
        return 0.01 if param.low >= 0 and param.high <= 10 else 0.1
    exponent = Decimal(repr(default)).normalize().as_tuple().exponent
    return float(Decimal(1).scaleb(min(int(exponent), -1)))


def stepped(param: Param, value: float, steps: int) -> float:
    """Return the number `steps` steps up (down if negative), within the bounds: 1-3-10 if the parameter is logarithmic."""
    for _ in range(abs(steps)):
        value = _next_nice(value, steps > 0) if param.log and value > 0 else _next_linear(param, value, steps > 0)
    value = min(max(value, param.low), param.high)
    return round(value) if isinstance(param.default, int) else float(value)


def _next_linear(param: Param, value: float, is_up: bool) -> float:
    step = Decimal(repr(linear_step(param)))
    return float(Decimal(repr(value)) + (step if is_up else -step))


def _next_nice(value: float, is_up: bool) -> float:
    decade = math.floor(math.log10(value))
    nice = [float(f"{digit}e{exponent}") for exponent in range(decade - 1, decade + 3) for digit in (1, 3)]
    slack = 1e-9 * value
    return min(n for n in nice if n > value + slack) if is_up else max(n for n in nice if n < value - slack)


class NumberField(FormLine):
    """The exact field of one number.

    Parameters
    ----------
    key
        Configuration key; becomes the object name.
    param
        Type, bounds, default and kind of steps.
    """

    def __init__(self, key: str, param: Param, parent: QWidget | None = None) -> None:
        super().__init__(key, parent)
        self._param = param
        self._name = key
        self._zero_texts: tuple[str, ...] = ()
        self._wheel = Wheel()
        self.set_value(param.default)

    def set_default(self, default: float) -> None:
        """Set what the number goes back to, and how large a step is; one that was at the default follows."""
        was_default = self._value == self._param.default
        self._param = replace(self._param, default=default)
        if was_default:
            self.set_value(default)

    def set_name(self, name: str) -> None:
        """Set what the number is called in sentences and by screen readers."""
        self._name = name
        self.setAccessibleName(name)

    def set_zero_texts(self, *texts: str) -> None:
        """Set the words that 0 may be typed as; the first is shown for it."""
        self._zero_texts = texts
        if not self.is_pending:
            self._show_value()

    def step_by(self, steps: int) -> None:
        """Go up (or down) by steps from the number in the field, as a wish."""
        try:
            value = self._read(self.text())
        except UserError as error:
            self._refuse(error)
            return
        assert isinstance(value, (int, float))
        self._take(stepped(self._param, value, steps))

    @Slot()
    def reset(self) -> None:
        """Wish for the default."""
        self._take(self._param.default)

    def _read(self, text: str) -> object:
        word = unicodedata.normalize("NFKC", text).strip().casefold()
        if word and word in (zero.casefold() for zero in self._zero_texts):
            return type(self._param.default)(0)
        return self._param.read(text.strip(), self._name)

    def _text_of(self, value: object) -> str:
        if self._zero_texts and value == 0:
            return self._zero_texts[0]
        return exact_text(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go one step, Page Up and Page Down ten."""
        steps = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: _LARGE_STEP,
            Qt.Key.Key_PageDown: -_LARGE_STEP,
        }
        if (count := steps.get(Qt.Key(event.key()))) is None:
            super().keyPressEvent(event)
        else:
            if self._param.log and abs(count) == _LARGE_STEP:
                count //= 5  # 1-3-10: two steps are a factor of ten
            self.step_by(count)
            self.selectAll()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step if the field has the focus; else the column scrolls."""
        if notches := self._wheel.notches(self, event):
            self.step_by(notches)
            self.selectAll()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the default below the usual entries."""
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addSeparator()
        template = QCoreApplication.translate("SettingsPanel", "Set to default ({value})")
        action = menu.addAction(template.format(value=self._text_of(self._param.default)))
        action.setObjectName("default")
        action.triggered.connect(self.reset)
        menu.popup(event.globalPos())
