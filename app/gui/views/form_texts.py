"""Sentences that every field of the settings says alike: bounds, default, and what a change does to a training."""

from __future__ import annotations

import html
import math

from PySide6.QtCore import QCoreApplication

from app.components.choice import Param

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
    return QCoreApplication.translate("SettingsPanel", "Changing this starts training anew.")


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
