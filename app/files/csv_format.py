"""How a table is written as text: encoding, delimiter, header, decimal sign. How it is recognised lives elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from app.text import QT_TRANSLATE_NOOP as _N

SPACES = " "
"""The delimiter that stands for any run of spaces and tabs."""

DELIMITERS = {
    ",": _N("choices", "comma  ,"),
    ";": _N("choices", "semicolon  ;"),
    "\t": _N("choices", "tab"),
    "|": _N("choices", "bar  |"),
    SPACES: _N("choices", "spaces"),
}
"""Delimiter → label; the first are preferred where several would do."""

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "gb18030": "GB 18030",
    "utf-16": "UTF-16",
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
}
"""Python's name of an encoding → the name people know."""


@dataclass(frozen=True, slots=True)
class CsvFormat:
    """How the text of a table is read.

    Attributes
    ----------
    encoding
        A key of `ENCODINGS`.
    delimiter
        A key of `DELIMITERS`.
    has_header
        Whether the first row names the columns.
    has_decimal_comma
        Whether numbers look like 1,5; else like 1.5.
    has_thousands
        Whether thousands may be separated: 1,234.5, or 1.234,5 with a decimal comma.
    first_line
        The line with which the table begins; what stands above it is passed over.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    has_header: bool = True
    has_decimal_comma: bool = False
    has_thousands: bool = False
    first_line: int = 1
