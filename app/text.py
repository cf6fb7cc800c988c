"""Marks the texts a person sees, so that Qt's lupdate finds them outside the GUI, and carries them in errors."""

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("en", "zh")
"""What the window, and every lesson, is written in."""

SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
"""For str.translate: the exponent of a power."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Return `text` unchanged; the GUI translates it in `context` when it shows it."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence for a person, still translatable: an English template with `{name}` fields and their values.

    A value may be a message itself.
    """

    template: str
    fields: Mapping[str, object]

    def __str__(self) -> str:
        return self.template.format(**self.fields)


def reason_of(error: BaseException) -> str:
    """Return why something failed, in the system's words where it has some."""
    return getattr(error, "strerror", None) or first_line(error)


def first_line(error: BaseException) -> str:
    """Return the first line of an error's text, or its name."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


class UserError(ValueError):
    """Something a person gave is not usable: what it is, where, and what to do.

    Parameters
    ----------
    template
        English sentence with `{name}` fields, marked for translation in the context "errors".
    **fields
        Values for the template's fields.
    """

    def __init__(self, template: str, **fields: object) -> None:
        self.message = Message(template, fields)
        super().__init__(str(self.message))
