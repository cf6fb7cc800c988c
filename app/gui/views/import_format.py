"""The row of the import dialog that says how a table is written: delimiter, decimal sign, first line, header, encoding."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.files.csv_format import DELIMITERS, ENCODINGS, CsvFormat
from app.files.csv_rows import read_head, shown
from app.files.csv_source import Source
from app.gui.texts import choice_text
from app.gui.views.form_combo import Entry
from app.gui.views.import_row import ComboRow

_N_BEGINNINGS = 30
"""How many lines can be chosen as the first."""


class FormatRow(ComboRow):
    """Shows a `CsvFormat`, as recognised or chosen, and lets a person choose another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        # The words of the header are the longest.
        super().__init__({"delimiter": 5, "decimal": 5, "first_line": 5, "header": 6, "encoding": 5}, parent)

    def set_form(self, source: Source | None, form: CsvFormat) -> None:
        """Offer what can be chosen for a table in the window's language, and show what is."""
        self.set_offered("encoding", source is None or not source.encoding)
        translate = QCoreApplication.translate
        for key, entries in {
            "encoding": [Entry(name, text) for name, text in ENCODINGS.items()],
            "delimiter": [Entry(sign, choice_text(label)) for sign, label in DELIMITERS.items()],
            "decimal": [
                Entry(".", translate("ImportDialog", "point  1.5")),
                Entry(",", translate("ImportDialog", "comma  1,5")),
                Entry(",.", translate("ImportDialog", "point  1,234.5")),
                Entry(".,", translate("ImportDialog", "comma  1.234,5")),
            ],
            "first_line": [] if source is None else _beginnings(source, form),
            "header": [
                Entry("yes", translate("ImportDialog", "names the columns")),
                Entry("no", translate("ImportDialog", "is a point")),
            ],
        }.items():
            self.combos[key].set_entries(entries)
        decimal, thousands = (",", ".") if form.has_decimal_comma else (".", ",")
        self.set_chosen(
            {
                "encoding": form.encoding,
                "delimiter": form.delimiter,
                "decimal": f"{thousands}{decimal}" if form.has_thousands else decimal,
                "first_line": str(form.first_line),
                "header": "yes" if form.has_header else "no",
            }
        )

    def form(self) -> CsvFormat:
        """Return the format that is chosen; a table must have been shown."""
        decimal = self.chosen("decimal")
        return CsvFormat(
            encoding=self.chosen("encoding"),
            delimiter=self.chosen("delimiter"),
            has_header=self.chosen("header") == "yes",
            has_decimal_comma=decimal[-1] == ",",
            has_thousands=len(decimal) == 2,
            first_line=int(self.chosen("first_line")),
        )

    def retranslate(self) -> None:
        """Set captions and tool tips in the window's language; `set_form` does it for what can be chosen."""
        translate = QCoreApplication.translate
        self.set_texts({
            "encoding": (translate("ImportDialog", "Encoding"), translate("ImportDialog", "How letters are stored; change it if names look wrong")),
            "delimiter": (translate("ImportDialog", "Delimiter"), translate("ImportDialog", "What stands between two cells")),
            "decimal": (translate("ImportDialog", "Decimal sign"), translate("ImportDialog", "How numbers with a fraction are written, and whether thousands may be separated")),
            "first_line": (translate("ImportDialog", "Begins in line"), translate("ImportDialog", "The first line of the table; titles and remarks above it are passed over")),
            "header": (translate("ImportDialog", "The first row"), translate("ImportDialog", "Whether the first row has names or numbers")),
        })  # fmt: skip


def _beginnings(source: Source, form: CsvFormat) -> list[Entry]:
    """Return the lines with which the table may begin."""
    head = read_head(source, replace(form, has_header=False, first_line=1), _N_BEGINNINGS)
    texts = {line: shown(", ".join(row)) for line, row in zip(head.lines, head.rows, strict=True)}
    texts.setdefault(form.first_line, "")
    return [Entry(str(line), f"{line}:  {text}") for line, text in sorted(texts.items())]
