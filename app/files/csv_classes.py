"""Turns the cells of a class column into class numbers and names."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.data.points import Floats
from app.data.tasks import MAX_CLASSES
from app.files.csv_numbers import read_cell
from app.files.csv_rows import shown
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError

_PARTS = re.compile(r"(\d+)")

Key = float | str
"""What tells classes apart: 1 and 1.0 are the same."""


class Classes:
    """Collects the classes of a column, part by part.

    The numbers 0 … k-1 of k classes keep their number. Other whole numbers and names are numbered in their natural order,
    "class 2" before "class 10".

    Parameters
    ----------
    has_decimal_comma
        How numbers are written; a class is no broken number.
    only_digits
        Whether whole numbers 0 … 9 keep their number even if some are missing, and others are refused.
    """

    def __init__(self, has_decimal_comma: bool, only_digits: bool = False) -> None:
        self._has_decimal_comma = has_decimal_comma
        self._only_digits = only_digits
        self._found: dict[str, int] = {}
        self._keys: dict[str, Key] = {}
        self._parts: list[NDArray[np.intp]] = []

    def add(self, cells: Sequence[str]) -> int | None:
        """Take cells of the column; return the position of the first that is no class, `None` if all are."""
        before = len(self._found)
        indices = [self._found.setdefault(cell, len(self._found)) for cell in map(str.strip, cells)]
        for cell in list(self._found)[before:]:
            if not self._take(cell):
                return indices.index(self._found[cell])
        self._parts.append(np.array(indices, dtype=np.intp))
        return None

    def _take(self, cell: str) -> bool:
        """Whether a cell that was not seen before is a class and there is room for it."""
        number = read_cell(cell, self._has_decimal_comma)
        is_number = number == number
        self._keys[cell] = number if is_number else cell
        if not cell or self._has_too_many:
            return False
        return not is_number or _is_digit(number) or (number == int(number) and not self._only_digits)

    @property
    def _has_too_many(self) -> bool:
        return len(set(self._keys.values())) > MAX_CLASSES

    def problem(self, file: str, line: int, column: str, cell: str) -> UserError:
        """Return what is wrong with a cell that was refused."""
        if self._has_too_many:
            return UserError(
                _N("errors", "{file}, line {line}, column “{column}”: “{cell}” is one class too many, there can be {most}. Choose another column, or take it as a number."),
                file=file, line=line, column=column, cell=shown(cell), most=MAX_CLASSES,
            )  # fmt: skip
        return UserError(
            _N("errors", "{file}, line {line}, column “{column}”: “{cell}” is not a class. Classes are names, or whole numbers from 0 to {top}."),
            file=file, line=line, column=column, cell=shown(cell), top=MAX_CLASSES - 1,
        )  # fmt: skip

    def result(self) -> tuple[Floats, tuple[str, ...]]:
        """Return the class numbers of all cells and the classes' names, no names if all are digits."""
        indices = np.concatenate([np.empty(0, dtype=np.intp), *self._parts])
        keys = self._keys
        numbers = {key for key in keys.values() if isinstance(key, float) and _is_digit(key)}
        is_complete = self._only_digits or numbers == set(range(len(numbers)))
        if is_complete and all(key in numbers for key in keys.values()):
            return np.array(list(keys.values()), dtype=np.float64)[indices], ()
        ranks: dict[Key, int] = {}
        names: list[str] = []
        for cell in sorted(keys, key=lambda each: _natural_order(each, keys[each])):
            if keys[cell] not in ranks:
                ranks[keys[cell]] = len(ranks)
                names.append(shown(cell))
        return np.array([ranks[key] for key in keys.values()], dtype=np.float64)[indices], tuple(names)


def _is_digit(number: float) -> bool:
    return number in range(MAX_CLASSES)


def _natural_order(cell: str, key: Key) -> tuple[object, ...]:
    """Order numbers by value and before names, digits within names by value too."""
    if isinstance(key, float):
        return (0, key)
    parts: list[tuple[int, int, str]] = []
    for part in _PARTS.split(cell):
        digits = part.lstrip("0")
        parts.append((0, len(digits), digits) if part.isdecimal() else (1, 0, part.casefold()))
    return (1, tuple(parts), cell)
