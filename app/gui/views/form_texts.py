"""What the fields of the settings say: names, help, bounds, default, and what a change does to a training."""

from __future__ import annotations

import html
import math

from PySide6.QtCore import QCoreApplication

from app.components.choice import Param
from app.gui.texts import choice_text, field_text
from app.gui.views.form_plan import Slot
from app.training.config import FIELDS_BY_KEY, LABELS

RESTART_MARK = "↻"


def exact_text(value: object) -> str:
    """Return a number with all its digits, as short as they allow: 0.03, 1e-8, 100."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    text = repr(value)
    mantissa, e, exponent = text.partition("e")
    mantissa = mantissa.removesuffix(".0")
    return f"{mantissa}e{int(exponent)}" if e else mantissa


def change_text(is_live: bool) -> str:
    """Say what a change does to a running training."""
    if is_live:
        return QCoreApplication.translate("SettingsPanel", "Can be changed while training.")
    return QCoreApplication.translate("SettingsPanel", "Changing this restarts the training.")


def bounds_text(param: Param) -> str:
    """Say which numbers are allowed; "" if it is no number or any number is."""
    if isinstance(param.default, (bool, str)) or not (math.isfinite(param.low) and math.isfinite(param.high)):
        return ""
    if isinstance(param.default, int):
        template = QCoreApplication.translate(
            "SettingsPanel", "A whole number from {low} to {high}, default {default}."
        )
    else:
        template = QCoreApplication.translate("SettingsPanel", "From {low} to {high}, default {default}.")
    low, high = (f"{bound:.10g}".replace("e+", "e").replace("e-0", "e-") for bound in (param.low, param.high))
    return template.format(low=low, high=high, default=exact_text(param.default))


def tool_tip(*sentences: str) -> str:
    """Return a tool tip that wraps its lines; empty sentences are left out."""
    return "".join(f"<p style='margin:2px 0'>{html.escape(line, quote=False)}</p>" for line in sentences if line)


def name_and_help(slot: Slot) -> tuple[str, str]:
    """Return what a row is called, and what it does."""
    param = slot.param
    if param is not None:
        if slot.key in FIELDS_BY_KEY:
            return field_text(param.label), field_text(param.help)
        return _capitalised(choice_text(param.label)), choice_text(param.help)
    return {
        "features": (
            field_text(LABELS["features"]),
            QCoreApplication.translate("SettingsPanel", "What the model sees of a point."),
        ),
        "hidden_sizes": (
            field_text(LABELS["hidden_sizes"]),
            QCoreApplication.translate("SettingsPanel", "Layers of neurons between inputs and output: 0 to 6, with 1 to 256 neurons each."),
        ),
        "activation": (
            field_text(LABELS["activation"]),
            QCoreApplication.translate("SettingsPanel", "The function that each hidden neuron applies to its weighted sum."),
        ),
        "init_values": (
            QCoreApplication.translate("SettingsPanel", "Numbers"),
            QCoreApplication.translate("SettingsPanel", "Starting values by the parameter's name, such as weight=0.5; bias=0.25. Rows are written [[1, 2], [3, 4]]."),
        ),
    }[slot.key]  # fmt: skip


def _capitalised(text: str) -> str:
    """Return a label that begins a row; a Greek letter stays what it is."""
    return text[:1].upper() + text[1:] if text[:1].isascii() else text
