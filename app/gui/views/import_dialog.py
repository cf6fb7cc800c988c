"""Asks how a table is to be read: its format as recognised, the first rows, which columns, and what will come of it.

Reading happens elsewhere: the dialog says what it wants read, and is told what came of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.files.csv_columns import ColumnChoice, guess_choice
from app.files.csv_doubts import Doubt, find_doubt
from app.files.csv_format import DELIMITERS, ENCODINGS, CsvFormat
from app.files.csv_recognise import recognise_rest
from app.files.csv_rows import Head, read_head, shown
from app.files.csv_source import Source
from app.files.tables import Imported, IncompleteError
from app.gui.texts import choice_text, error_text
from app.gui.theme import TITLE_SCALE, UNIT, scaled_font, set_property
from app.gui.views.form_combo import ChoiceCombo, Entry
from app.gui.views.import_hint import HintRow
from app.gui.views.import_preview import PreviewTable, column_text
from app.gui.views.import_texts import doubt_texts, incomplete_texts, outcome_text
from app.text import UserError

_N_SHOWN = 50
_N_BEGINNINGS = 30
"""How many lines can be chosen as the first."""
_STRETCH = 5
_NONE = ""
_FORMAT_KEYS = ("delimiter", "decimal", "first_line", "header", "encoding")
_COLUMN_KEYS = ("input1", "input2", "target", "kind", "test")


class ImportDialog(QDialog):
    """One table on its way in.

    Parameters
    ----------
    name
        What the table is called: its file's name.

    Signals
    -------
    readRequested(object, object, object)
        A wish: `Source`, `CsvFormat` and `ColumnChoice` to read. `set_progress` and then `set_imported` or
        `set_problem` answer it.
    imported(object)
        The `Imported` that the person agreed to.
    """

    readRequested = Signal(object, object, object)
    imported = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("import_dialog")
        self._source: Source | None = None
        self._form = CsvFormat()
        self._choice = ColumnChoice((0,), 1, is_class=False)
        self._head = Head((), (), ())
        self._result: Imported | None = None
        self._problem: UserError | None = None
        self._doubt: Doubt | None = None

        self.title = QLabel()
        self.title.setObjectName("csv.name")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setFont(scaled_font(self.font(), TITLE_SCALE, bold=True))
        self.title.setText(name)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.combos = {key: ChoiceCombo(f"csv.{key}") for key in (*_FORMAT_KEYS, *_COLUMN_KEYS)}
        self._captions = {key: QLabel() for key in self.combos}
        self.preview = PreviewTable()
        self.hint = HintRow()
        self.outcome = QLabel()
        self.outcome.setObjectName("csv.outcome")
        self.outcome.setTextFormat(Qt.TextFormat.PlainText)
        self.outcome.setWordWrap(True)
        self.outcome.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress = QProgressBar()
        self.progress.setObjectName("csv.progress")
        self.progress.setRange(0, 1000)
        self.progress.setTextVisible(False)
        self.progress.setMaximumHeight(UNIT)
        self.cancel = QPushButton()
        self.cancel.setObjectName("csv.cancel")
        self.cancel.setAutoDefault(False)  # Enter must not cancel while Import cannot be pressed
        self.accept_button = QPushButton()
        self.accept_button.setObjectName("csv.import")
        self.accept_button.setDefault(True)

        self._lay_out()
        for key, combo in self.combos.items():
            slot = self._on_format_key_edited if key in _FORMAT_KEYS else self._on_column_key_edited
            combo.keyEdited.connect(slot)
        self.hint.taken.connect(self._on_hint_taken)
        self.cancel.clicked.connect(self.reject)
        self.accept_button.clicked.connect(self._on_accept_button_clicked)
        self.retranslate()
        self._show_state()

    def _lay_out(self) -> None:
        self._format_row = self._row(_FORMAT_KEYS)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addWidget(self.progress, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.accept_button)
        keep = self.progress.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT + UNIT // 2)
        layout.addWidget(self.title)
        layout.addLayout(self._format_row)
        layout.addWidget(self.preview, 1)
        layout.addLayout(self._row(_COLUMN_KEYS))
        layout.addWidget(self.hint)
        layout.addWidget(self.outcome)
        layout.addLayout(buttons)
        self.resize(720, 520)

    def _row(self, keys: Sequence[str]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(UNIT)
        grid.setVerticalSpacing(2)
        for column, key in enumerate(keys):
            self._captions[key].setProperty("role", "muted")
            self._captions[key].setBuddy(self.combos[key])
            grid.addWidget(self._captions[key], 0, column)
            grid.addWidget(self.combos[key], 1, column)
            grid.setColumnStretch(column, _STRETCH + (key == "header"))  # its words are the longest
        return grid

    # ------------------------------------------------------------ what is so

    @property
    def form(self) -> CsvFormat:
        """The format as recognised or chosen."""
        return self._form

    @property
    def choice(self) -> ColumnChoice:
        """The columns as proposed or chosen."""
        return self._choice

    @property
    def is_waiting(self) -> bool:
        """Whether neither points nor a problem have come yet."""
        return self._result is None and self._problem is None

    # ------------------------------------------------------------ what is told

    def set_source(self, source: Source, form: CsvFormat) -> None:
        """Show a table as it was recognised; reading it with `form` and `choice` is to follow."""
        self._source = source
        is_known = bool(source.encoding)
        self.combos["encoding"].setHidden(is_known)
        self._captions["encoding"].setHidden(is_known)
        self._format_row.setColumnStretch(_FORMAT_KEYS.index("encoding"), 0 if is_known else _STRETCH)
        self._set_form(form)

    def set_progress(self, share: float) -> None:
        """Show how far the reading is."""
        if self.is_waiting:
            self.progress.setValue(round(1000 * share))

    def set_imported(self, imported: Imported) -> None:
        """Say what came of the reading; it can be agreed to now."""
        self._result, self._problem = imported, None
        self._show_state()

    def set_problem(self, error: UserError) -> None:
        """Say why nothing came of the reading."""
        self._result, self._problem = None, error
        self._show_state()

    # ------------------------------------------------------------ gestures

    @Slot(str)
    def _on_format_key_edited(self, _key: str) -> None:
        source = self._source
        if source is None:
            return
        keys = {key: self.combos[key].currentData() for key in _FORMAT_KEYS}
        form = CsvFormat(
            keys["encoding"], keys["delimiter"], keys["header"] == "yes", keys["decimal"][-1] == ",",
            len(keys["decimal"]) == 2, int(keys["first_line"]),
        )  # fmt: skip
        if (form.encoding, form.delimiter) != (self._form.encoding, self._form.delimiter):
            self._set_form(recognise_rest(source, form))
        elif form.first_line != self._form.first_line:
            self._set_form(recognise_rest(source, form, form.first_line))
        else:
            self._form = form
            self._read_head()
        self._wish()

    @Slot(str)
    def _on_column_key_edited(self, key: str) -> None:
        keys = {key: str(self.combos[key].currentData() or _NONE) for key in _COLUMN_KEYS}
        if self._source is None or not (keys["input1"] and keys["target"]):
            return
        inputs = tuple(int(keys[key]) for key in ("input1", "input2") if keys[key] != _NONE)
        test = None if keys["test"] == _NONE else int(keys["test"])
        skips = self._choice.skips_incomplete
        self._choice = ColumnChoice(inputs, int(keys["target"]), keys["kind"] == "class", test, skips)
        self._show_preview()
        if key in keys and keys[key].isdecimal():
            self.preview.show_column(int(keys[key]))
        self._wish()

    @Slot()
    def _on_hint_taken(self) -> None:
        """Read the table as the hint says."""
        if isinstance(self._problem, IncompleteError):
            self._choice = replace(self._choice, skips_incomplete=True)
        elif self._doubt is not None:
            self._form = self._doubt.form
            self._read_head()
        self._wish()

    @Slot()
    def _on_accept_button_clicked(self) -> None:
        if self._result is not None:
            self.imported.emit(self._result)
            self.accept()

    def _wish(self) -> None:
        self._result = self._problem = None
        self._show_state()
        self.readRequested.emit(self._source, self._form, self._choice)

    # ------------------------------------------------------------ showing

    def _set_form(self, form: CsvFormat) -> None:
        """Show another format, and propose columns for it."""
        assert self._source is not None
        self._form = form
        head = read_head(self._source, form)
        self._choice = guess_choice(head)
        self._result = self._problem = None
        self._show_head(head)

    def _read_head(self) -> None:
        """Show the table in a changed format; the columns stay chosen if they still exist."""
        assert self._source is not None
        head = read_head(self._source, self._form)
        if len(head.columns) != len(self._head.columns):
            self._choice = guess_choice(head)
        self._show_head(head)

    def _show_head(self, head: Head) -> None:
        self._head = head
        self._show_preview()
        self.preview.show_column(self._choice.target)
        self._fill_combos()
        self._show_state()

    def _show_preview(self) -> None:
        head = self._head
        self.preview.set_head(replace(head, rows=head.rows[:_N_SHOWN], lines=head.lines[:_N_SHOWN]), self._choice)
        self._doubt = find_doubt(head, self._form, self._choice)

    def _beginnings(self) -> list[Entry]:
        """Return the lines with which the table may begin."""
        if self._source is None:
            return []
        head = read_head(self._source, replace(self._form, has_header=False, first_line=1), _N_BEGINNINGS)
        texts = {line: shown(", ".join(row)) for line, row in zip(head.lines, head.rows, strict=True)}
        texts.setdefault(self._form.first_line, "")
        return [Entry(str(line), f"{line}:  {text}") for line, text in sorted(texts.items())]

    def _fill_combos(self) -> None:
        """Offer what can be chosen in the window's language, and show what is."""
        combos = self.combos
        combos["encoding"].set_entries([Entry(key, name) for key, name in ENCODINGS.items()])
        combos["delimiter"].set_entries([Entry(key, choice_text(label)) for key, label in DELIMITERS.items()])
        combos["decimal"].set_entries(
            [
                Entry(".", QCoreApplication.translate("ImportDialog", "point  1.5")),
                Entry(",", QCoreApplication.translate("ImportDialog", "comma  1,5")),
                Entry(",.", QCoreApplication.translate("ImportDialog", "point  1,234.5")),
                Entry(".,", QCoreApplication.translate("ImportDialog", "comma  1.234,5")),
            ]
        )
        combos["first_line"].set_entries(self._beginnings())
        combos["header"].set_entries(
            [
                Entry("yes", QCoreApplication.translate("ImportDialog", "names the columns")),
                Entry("no", QCoreApplication.translate("ImportDialog", "is a point")),
            ]
        )
        combos["kind"].set_entries(
            [
                Entry("number", QCoreApplication.translate("ImportDialog", "a number")),
                Entry("class", QCoreApplication.translate("ImportDialog", "a class")),
            ]
        )
        columns = [Entry(str(i), column_text(self._head.columns, i)) for i in range(len(self._head.columns))]
        none = Entry(_NONE, QCoreApplication.translate("ImportDialog", "none"))
        for key in ("input1", "target"):
            combos[key].set_entries(columns)
        for key in ("input2", "test"):
            combos[key].set_entries([none, *columns])
        for key, value in self._chosen().items():
            combos[key].set_key(value)

    def _chosen(self) -> dict[str, str]:
        """Return what is chosen in each list."""
        form, choice = self._form, self._choice
        decimal, thousands = (",", ".") if form.has_decimal_comma else (".", ",")
        return {
            "encoding": form.encoding,
            "delimiter": form.delimiter,
            "decimal": f"{thousands}{decimal}" if form.has_thousands else decimal,
            "first_line": str(form.first_line),
            "header": "yes" if form.has_header else "no",
            "input1": str(choice.inputs[0]),
            "input2": str(choice.inputs[1]) if len(choice.inputs) == 2 else _NONE,
            "target": str(choice.target),
            "kind": "class" if choice.is_class else "number",
            "test": _NONE if choice.test is None else str(choice.test),
        }

    def _show_state(self) -> None:
        """Say what came of the reading, or that it goes on."""
        is_waiting = self.is_waiting
        if is_waiting:
            self.progress.setValue(0)
            text = QCoreApplication.translate("ImportDialog", "Reading …")
        elif self._problem is not None:
            text = error_text(self._problem)
        else:
            assert self._result is not None
            text = outcome_text(self._result)
        self.outcome.setText(text)
        self.outcome.setAccessibleDescription(text)
        set_property(self.outcome, "role", "error" if self._problem is not None else "muted" if is_waiting else "")
        self.hint.set_hint(*self._hint_texts())
        self.progress.setVisible(is_waiting)
        self.accept_button.setEnabled(self._result is not None)
        for combo in self.combos.values():
            combo.setEnabled(
                self._source is not None and bool(self._head.columns or combo.objectName() == "csv.encoding")
            )
        line = self._problem.message.fields.get("line") if self._problem is not None else None
        self.preview.mark_line(line if isinstance(line, int) else None)

    def _hint_texts(self) -> tuple[str, str]:
        if isinstance(self._problem, IncompleteError):
            return incomplete_texts(self._problem.n_rows)
        return ("", "") if self._doubt is None else doubt_texts(self._doubt)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._reserve()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self.setWindowTitle(QCoreApplication.translate("ImportDialog", "Import a table"))
        self.title.setAccessibleName(QCoreApplication.translate("ImportDialog", "Name of the table"))
        self.preview.setAccessibleName(QCoreApplication.translate("ImportDialog", "First rows of the table"))
        self.preview.setToolTip(
            QCoreApplication.translate("ImportDialog", "The first rows, with their lines at the left; what is used is tinted")
        )  # fmt: skip
        self.outcome.setAccessibleName(QCoreApplication.translate("ImportDialog", "What will be imported"))
        self.progress.setAccessibleName(QCoreApplication.translate("ImportDialog", "Progress of the reading"))
        self.cancel.setText(QCoreApplication.translate("ImportDialog", "Cancel"))
        self.cancel.setToolTip(QCoreApplication.translate("ImportDialog", "Leave points and settings as they are"))
        self.accept_button.setText(QCoreApplication.translate("ImportDialog", "Import"))
        self.accept_button.setToolTip(
            QCoreApplication.translate("ImportDialog", "Put these points in place of those on the canvas")
        )
        for key, (caption, tip) in _combo_texts().items():
            self._captions[key].setText(caption)
            self.combos[key].set_texts(caption, tip)
        self.hint.retranslate()
        self._show_preview()
        self._fill_combos()
        self._show_state()
        self._reserve()

    def _reserve(self) -> None:
        """Keep room for three lines of outcome, so that none moves the layout."""
        self.outcome.setFixedHeight(3 * self.outcome.fontMetrics().lineSpacing())


def _combo_texts() -> Mapping[str, tuple[str, str]]:
    """Return caption and tool tip of each combo box."""
    translate = QCoreApplication.translate
    return {
        "encoding": (translate("ImportDialog", "Encoding"), translate("ImportDialog", "How letters are stored; change it if names look wrong")),
        "delimiter": (translate("ImportDialog", "Delimiter"), translate("ImportDialog", "What stands between two cells")),
        "decimal": (translate("ImportDialog", "Decimal sign"), translate("ImportDialog", "How numbers with a fraction are written, and whether thousands may be separated")),
        "first_line": (translate("ImportDialog", "Begins in line"), translate("ImportDialog", "The first line of the table; titles and remarks above it are passed over")),
        "header": (translate("ImportDialog", "The first row"), translate("ImportDialog", "Whether the first row has names or numbers")),
        "input1": (translate("ImportDialog", "Input 1"), translate("ImportDialog", "What the model sees")),
        "input2": (translate("ImportDialog", "Input 2"), translate("ImportDialog", "What the model sees besides; none for a curve")),
        "target": (translate("ImportDialog", "Target"), translate("ImportDialog", "What the model is to predict")),
        "kind": (translate("ImportDialog", "The target is"), translate("ImportDialog", "A number to hit, or one of up to ten classes, by name or number")),
        "test": (translate("ImportDialog", "Train / test"), translate("ImportDialog", "A column with the words train and test; none if the split is made here")),
    }  # fmt: skip
