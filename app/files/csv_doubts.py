"""What a table may mean otherwise: its first row may be the header, its points or commas may separate thousands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from app.files.csv_columns import ColumnChoice
from app.files.csv_format import CsvFormat
from app.files.csv_numbers import is_far, is_grouped, is_like_number, is_number, may_be_grouped
from app.files.csv_recognise import column_of
from app.files.csv_rows import Head


class Kind(StrEnum):
    """What is in doubt."""

    HEADER = "header"
    THOUSANDS = "thousands"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Another way to read a table.

    Attributes
    ----------
    cell
        Where it shows.
    form
        The other way.
    """

    kind: Kind
    cell: str
    form: CsvFormat


def find_doubt(head: Head, form: CsvFormat, choice: ColumnChoice) -> Doubt | None:
    """Return another way to read the table that is as likely as `form`, None if there is none."""
    columns = [*choice.inputs, *([] if choice.is_class else [choice.target])]
    return _header_doubt(head, form, columns) or _thousands_doubt(head, form, columns)


def _header_doubt(head: Head, form: CsvFormat, columns: list[int]) -> Doubt | None:
    """Doubt a first row whose numbers all lie far outside of those below."""
    if form.has_header or not head.rows:
        return None
    first, below = head.rows[0], head.rows[1:]
    numbers = [i for i in columns if i < len(first) and is_like_number(first[i])]
    if not numbers or not all(is_far(first[i], column_of(below, i)) for i in numbers):
        return None
    return Doubt(Kind.HEADER, first[numbers[0]].strip(), replace(form, has_header=True))


def _thousands_doubt(head: Head, form: CsvFormat, columns: list[int]) -> Doubt | None:
    """Doubt that nothing separates thousands: for a number that is refused else, or if all may be thousands."""
    if form.has_thousands:
        return None
    has_comma = form.has_decimal_comma
    cells = [cell.strip() for column in columns for cell in column_of(head.rows, column)]
    grouped = next((cell for cell in cells if is_grouped(cell, has_comma) and not is_number(cell, has_comma)), None)
    if grouped is not None:
        return Doubt(Kind.THOUSANDS, grouped, replace(form, has_thousands=True))
    signed = [cell for cell in cells if ("," if has_comma else ".") in cell and is_number(cell, has_comma)]
    if not signed or not all(map(may_be_grouped, signed)) or not (has_comma or form.delimiter == ";"):
        return None
    return Doubt(Kind.THOUSANDS, signed[0], replace(form, has_thousands=True, has_decimal_comma=not has_comma))
