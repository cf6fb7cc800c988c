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


def is_like_number(cell: str) -> bool:
    """Whether a cell is meant to be a number, in whatever way of writing, even one that is refused."""
    return THOUSANDS.fullmatch(cell.strip()) is not None or is_number(cell, False) or is_number(cell, True)


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
