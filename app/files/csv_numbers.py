"""Reads cells as numbers: thousands of them at once, or one by one to find the one that is none."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from app.components.choice import read_number
from app.data.points import Floats
from app.text import UserError

_PLAIN = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,2})?\s*", re.ASCII)
_PLAIN_COMMA = re.compile(r"\s*[+-]?(?:\d+,?\d*|,\d+)(?:[eE][+-]?\d{1,2})?\s*", re.ASCII)
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[_A-DF-Za-df-z\u3400-\u9fff]")
"""What no number has; most texts are told from numbers by it, quickly."""
_BETWEEN = "\x1f"

THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[,.' \u00a0\u2009\u202f]\d{3})+(?:[,.]\d*)?")
"""What may be a number with separated thousands: "1,234" is refused where the point is the decimal sign."""

_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[,'’ \u00a0\u2009\u202f]\d{3})+(?:\.\d*)?")
_GROUPED_COMMA = re.compile(r"[+-]?\d{1,3}(?:[.'’ \u00a0\u2009\u202f]\d{3})+(?:,\d*)?")
"""Numbers with separated thousands and a decimal point, or a decimal comma."""

_MISSING = frozenset(("", "na", "n/a", "#n/a", "#nv", "nan", "null", "none", "nil", "missing", "-", "–", "?", "."))

_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")
"""A number whose point or comma may be a decimal one or separate thousands."""

_DECIMAL_COMMA = re.compile(r"[+-]?(?:0?,\d+|\d+,(?:\d{1,2}|\d{4,})|\d{4,},\d+)(?:[eE][+-]?\d+)?")
"""A number whose comma can only be a decimal one."""


def read_cell(cell: str, has_decimal_comma: bool) -> float:
    """Return the number in a cell, NaN if it is no finite number in this way of writing."""
    if _WORD.search(cell) or not _DIGIT.search(cell):
        return math.nan
    if ("." if has_decimal_comma else ",") in unicodedata.normalize("NFKC", cell):
        return math.nan
    try:
        return read_number(cell.replace("，", ",").replace(",", ".") if has_decimal_comma else cell, "")
    except UserError:
        return math.nan


def is_number(cell: str, has_decimal_comma: bool) -> bool:
    """Whether a cell holds a finite number."""
    plain = _PLAIN_COMMA if has_decimal_comma else _PLAIN
    return plain.fullmatch(cell) is not None or not math.isnan(read_cell(cell, has_decimal_comma))


def is_too_large(cell: str, has_decimal_comma: bool) -> bool:
    """Whether a cell holds a number that is too large to compute with, such as 1e999."""
    try:
        number = float((cell.replace(",", ".") if has_decimal_comma else cell).replace("−", "-"))
    except ValueError:
        return False
    return math.isinf(number) and not _WORD.search(cell)


def is_like_number(cell: str) -> bool:
    """Whether a cell is meant to be a number, in whatever way of writing, even one that is refused."""
    return THOUSANDS.fullmatch(cell.strip()) is not None or is_number(cell, False) or is_number(cell, True)


def is_grouped(cell: str, has_decimal_comma: bool) -> bool:
    """Whether a cell is a number with separated thousands."""
    grouped = _GROUPED_COMMA if has_decimal_comma else _GROUPED
    return grouped.fullmatch(cell.strip().replace("−", "-")) is not None


def without_groups(cell: str, has_decimal_comma: bool) -> str:
    """Return a number's text without what separates its thousands; any other text as it is."""
    if not is_grouped(cell, has_decimal_comma):
        return cell
    decimal_sign = "," if has_decimal_comma else "."
    return "".join(character for character in cell if character in f"0123456789+-−{decimal_sign}")


def may_be_grouped(cell: str) -> bool:
    """Whether the only point or comma of a number may be a decimal one or separate thousands: 1.234, not 0.125."""
    return _EITHER.fullmatch(cell.strip().replace("−", "-")) is not None


def are_numbers(cells: Sequence[str]) -> bool:
    """Whether most cells of a column are meant to be numbers; which of them are none is said when they are read."""
    return 2 * sum(map(is_like_number, cells)) > len(cells)


def is_missing(cell: str) -> bool:
    """Whether a cell is empty, or says that its value is not known."""
    return cell.strip().casefold() in _MISSING


def is_far(cell: str, cells: Sequence[str]) -> bool:
    """Whether a number lies far outside of the range of others: further than three times that range is wide."""
    number, *others = (read_cell(each, "," in each) for each in (cell, *cells))
    others = [other for other in others if not math.isnan(other)]
    if math.isnan(number) or len(others) < 2:
        return False
    low, high = min(others), max(others)
    return max(low - number, number - high) > 3 * (high - low)


def has_sure_decimal_comma(cell: str) -> bool:
    """Whether a cell is a number with a comma that cannot separate thousands."""
    return _DECIMAL_COMMA.fullmatch(cell.strip().replace("−", "-")) is not None


def read_cells(cells: Sequence[str], has_decimal_comma: bool) -> Floats:
    """Return the numbers in cells, NaN where there is none."""
    text = _BETWEEN.join(cells)
    if "_" not in text and not (has_decimal_comma and "." in text):
        if has_decimal_comma:
            text = text.replace(",", ".")
        try:
            numbers = np.array(list(map(float, text.replace("−", "-").split(_BETWEEN))))
        except ValueError:
            pass
        else:
            if len(numbers) == len(cells) and np.isfinite(numbers).all():
                return numbers
    return np.array([read_cell(cell, has_decimal_comma) for cell in cells])
