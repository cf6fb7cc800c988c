"""Translates what the rooms below the GUI marked with QT_TRANSLATE_NOOP: labels of choices, fields, errors."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from app.text import Message, UserError

LONGEST_VALUE = 40
"""Characters of a value in a sentence about it."""


def choice_text(text: str) -> str:
    """Return the label or help of a table entry, a data set or a task in the window's language."""
    return QCoreApplication.translate("choices", text)


def field_text(text: str) -> str:
    """Return the label or help of a configuration field in the window's language."""
    return QCoreApplication.translate("fields", text)


def setting_text(label: str) -> str:
    """Return the label of a field, or of a choice's parameter, in the window's language."""
    in_fields = field_text(label)
    return in_fields if in_fields != label else choice_text(label)


def message_text(message: Message) -> str:
    """Return an error's or notice's sentence, and the sentences in it, in the window's language.

    A long value that a person gave is shortened: what is wrong with it must stay in sight.
    """
    fields = {name: message_text(value) if isinstance(value, Message) else value for name, value in message.fields.items()}  # fmt: skip
    if len(value := str(fields.get("value", ""))) > LONGEST_VALUE:
        fields["value"] = f"{value[: LONGEST_VALUE // 2]} … {value[-LONGEST_VALUE // 4 :]}"
    return QCoreApplication.translate("errors", message.template).format(**fields)


def error_text(error: UserError) -> str:
    """Return the sentence of an error in the window's language."""
    return message_text(error.message)


def number_text(value: float, digits: int = 4) -> str:
    """Return a number with `digits` significant digits and a true minus sign; a dash if there is none."""
    return "–" if value != value else f"{value:.{digits}g}".replace("-", "−")


def float_text(value: float, digits: int) -> str:
    """Return a number with significant digits, ∞ for an infinite one, a dash for none."""
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return number_text(value, digits)


def count_text(value: int) -> str:
    """Return a whole number with thin gaps between the thousands."""
    return f"{value:,}".replace(",", "\u202f")


def titled_text(title: str, text: str) -> str:
    """Return a text after its title, with the colon of the window's language."""
    return QCoreApplication.translate("Texts", "{title}: {text}").format(title=title, text=text)


def points_text(count: int) -> str:
    """Return how many points there are, in the window's language."""
    if count == 1:
        return QCoreApplication.translate("TablePanel", "1 point")
    return QCoreApplication.translate("TablePanel", "{count} points").format(count=count_text(count))
