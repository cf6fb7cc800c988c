"""The shape of a table entry: a choice, its parameters with bounds, and how it is made."""

from __future__ import annotations

import math
import pkgutil
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError

Value = bool | int | float | str

_DECIMAL_COMMA = re.compile(r"[+-]?(0?,\d+|\d+,(\d{1,2}|\d{4,}))([eE][+-]?\d+)?")
"""A comma that can only be a decimal one: "1,234" may mean a thousand and is refused."""


_NO_NUMBER = _N("errors", "{name}: “{value}” is not a number. Write it like 0.01 or 1e-3.")
_NOT_WHOLE = _N("errors", "{name}: “{value}” is not a whole number. Write one such as 4.")
_TOO_LARGE = _N("errors", "{name}: “{value}” is too large. Write one nearer to 0.")
_EMPTY = _N("errors", "{name}: it is empty. Write a number such as 0.01.")
_EMPTY_WHOLE = _N("errors", "{name}: it is empty. Write a whole number such as 4.")


def read_number(value: object, name: str, is_whole: bool = False) -> float:
    """Read a number, or only a whole one, as people write it: 0.01, 0,01, 1e-3, full-width digits.

    Raises
    ------
    UserError
        If it is no finite number; 10³ is none, it would be taken for 103.
    """
    written = str(value)
    text = unicodedata.normalize("NFKC", written).strip().replace("−", "-")
    if _DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    try:
        number = math.nan if isinstance(value, bool) or "_" in text or _has_raised(written) else float(text)
    except ValueError:
        number = math.nan
    if math.isfinite(number) and (number.is_integer() or not is_whole):
        return number
    if not text:
        raise UserError(_EMPTY_WHOLE if is_whole else _EMPTY, name=name)
    if math.isinf(number) and any(character.isdigit() for character in text):
        raise UserError(_TOO_LARGE, name=name, value=value)
    raise UserError(_NOT_WHOLE if is_whole else _NO_NUMBER, name=name, value=value)


def _has_raised(text: str) -> bool:
    """Whether a text has superscript or subscript characters."""
    return any(unicodedata.decomposition(character).startswith(("<super>", "<sub>")) for character in text)


@dataclass(frozen=True, slots=True)
class Param:
    """One setting: its type is that of its default.

    Attributes
    ----------
    low, high
        Inclusive bounds of a number.
    log
        Whether a slider for it is logarithmic.
    live
        Whether a change reaches a running training; otherwise training starts anew.
    argument
        The constructor argument it fills if not `key`; several parameters with one argument make a tuple.
    options
        The only texts allowed, if it is a text.
    """

    key: str
    label: str
    default: Value
    low: float = -math.inf
    high: float = math.inf
    help: str = ""
    log: bool = False
    live: bool = False
    argument: str = ""
    options: tuple[str, ...] = ()

    def read(self, value: object, name: str = "") -> Value:
        """Check a value from outside, text or typed, and return it in this parameter's type.

        Raises
        ------
        UserError
            With a sentence that names the parameter, the value and what is allowed.
        """
        name = name or self.key
        if isinstance(self.default, bool):
            return read_switch(value, name)
        if isinstance(self.default, str):
            if self.options and value not in self.options:
                raise UserError(
                    _N("errors", "{name}: “{value}” is not known. Choose one of: {options}."),
                    name=name,
                    value=value,
                    options=", ".join(self.options),
                )
            return str(value)
        is_whole = isinstance(self.default, int)
        number = read_number(value, name, is_whole)
        if not self.low <= number <= self.high:
            raise UserError(
                _N("errors", "{name}: {value} is outside {low} … {high}."),
                name=name,
                value=value,
                low=f"{self.low:g}",
                high=f"{self.high:g}",
            )
        return int(number) if is_whole else number


def read_switch(value: object, name: str) -> bool:
    """Read yes or no.

    Raises
    ------
    UserError
        If it is neither.
    """
    words = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
    try:
        return words[str(value).strip().lower()]
    except KeyError:
        raise UserError(_N("errors", "{name}: “{value}” is neither true nor false."), name=name, value=value) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An entry of a table.

    Attributes
    ----------
    source
        Where its factory lives, "package.module:Name"; imported when it is made.
    params
        Its own options, keyed in a configuration as "<table>.<key>".
    """

    key: str
    label: str
    help: str
    source: str
    params: tuple[Param, ...] = ()

    def factory(self) -> Any:
        """Import and return the class or function that makes it."""
        return pkgutil.resolve_name(self.source)

    def arguments(self, options: Mapping[str, Value]) -> dict[str, Any]:
        """Return keyword arguments for the factory from option values, defaults filled in."""
        arguments: dict[str, Any] = {}
        for param in self.params:
            value = options.get(param.key, param.default)
            if param.argument:
                arguments[param.argument] = (*arguments.get(param.argument, ()), value)
            else:
                arguments[param.key] = value
        return arguments


_Entry = TypeVar("_Entry", bound=Choice)


def by_key(table: tuple[_Entry, ...]) -> Mapping[str, _Entry]:
    """Index a table by its entries' keys."""
    return {entry.key: entry for entry in table}
