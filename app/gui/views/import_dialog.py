"""Asks how a table is to be read: its format as recognised, the first rows, which columns, and what will come of it.

Reading happens elsewhere: the dialog says what it wants read, and is told what came of it.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QDialog,
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
from app.files.csv_format import CsvFormat
from app.files.csv_recognise import recognise_rest
from app.files.csv_rows import Head, read_head
from app.files.csv_source import Source
from app.files.tables import Imported, IncompleteError
from app.gui.placement import TITLE_BAR
from app.gui.texts import error_text
from app.gui.theme import TITLE_SCALE, UNIT, scaled_font, set_property
from app.gui.views.import_columns import ColumnRow
from app.gui.views.import_format import FormatRow
from app.gui.views.import_hint import HintRow
from app.gui.views.import_preview import PreviewTable
from app.gui.views.import_texts import doubt_texts, incomplete_texts, outcome_text
from app.text import UserError

_N_SHOWN = 50
_WIDTH, _HEIGHT = 90, 37
"""Of a new dialog, in average characters and lines."""


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

        self.title = _plain_label("csv.name")
        self.title.setFont(scaled_font(self.font(), TITLE_SCALE, bold=True))
        self.title.setText(name)
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.format_row = FormatRow()
        self.preview = PreviewTable()
        self.column_row = ColumnRow()
        self.combos = self.format_row.combos | self.column_row.combos
        self.hint = HintRow()
        self.outcome = _plain_label("csv.outcome")
        self.outcome.setWordWrap(True)
        self.outcome.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.progress = _progress_bar()
        self.cancel = QPushButton()
        self.cancel.setObjectName("csv.cancel")
        self.cancel.setAutoDefault(False)  # Enter must not cancel while Import cannot be pressed
        self.accept_button = QPushButton()
        self.accept_button.setObjectName("csv.import")
        self.accept_button.setDefault(True)

        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addWidget(self.progress, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.accept_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT + UNIT // 2)
        layout.addWidget(self.title)
        layout.addWidget(self.format_row)
        layout.addWidget(self.preview, 1)
        layout.addWidget(self.column_row)
        layout.addWidget(self.hint)
        layout.addWidget(self.outcome)
        layout.addLayout(buttons)
        metrics = self.fontMetrics()
        for_font = QSize(_WIDTH * metrics.averageCharWidth(), _HEIGHT * metrics.lineSpacing())
        self.resize(for_font.expandedTo(QSize(720, 520)).boundedTo(self.screen().availableSize() - QSize(0, TITLE_BAR)))

    def _connect(self) -> None:
        self.format_row.edited.connect(self._on_format_row_edited)
        self.column_row.edited.connect(self._on_column_row_edited)
        self.hint.taken.connect(self._on_hint_taken)
        self.cancel.clicked.connect(self.reject)
        self.accept_button.clicked.connect(self._on_accept_button_clicked)

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

    @Slot()
    def _on_format_row_edited(self) -> None:
        source = self._source
        if source is None:
            return
        form = self.format_row.form()
        if (form.encoding, form.delimiter) != (self._form.encoding, self._form.delimiter):
            self._set_form(recognise_rest(source, form))
        elif form.first_line != self._form.first_line:
            self._set_form(recognise_rest(source, form, form.first_line))
        else:
            self._form = form
            self._read_head()
        self._wish()

    @Slot()
    def _on_column_row_edited(self) -> None:
        choice = self.column_row.choice(self._choice.skips_incomplete)
        if self._source is not None and choice is not None:
            new = choice.columns - self._choice.columns
            self._choice = choice
            self._show_preview()
            for column in new:
                self.preview.show_column(column)
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
        self._show_choices()
        self._show_state()

    def _show_preview(self) -> None:
        head = self._head
        self.preview.set_head(replace(head, rows=head.rows[:_N_SHOWN], lines=head.lines[:_N_SHOWN]), self._choice)
        self._doubt = find_doubt(head, self._form, self._choice)

    def _show_choices(self) -> None:
        """Offer what can be chosen in the window's language, and show what is."""
        self.format_row.set_form(self._source, self._form)
        self.column_row.set_choice(self._head.columns, self._choice)

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
        for key, combo in self.combos.items():
            combo.setEnabled(self._source is not None and bool(self._head.columns or key == "encoding"))
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
        for row in (self.format_row, self.column_row, self.hint):
            row.retranslate()
        self._show_preview()
        self._show_choices()
        self._show_state()
        self._reserve()

    def _reserve(self) -> None:
        """Keep room for three lines of outcome, so that none moves the layout."""
        self.outcome.setFixedHeight(3 * self.outcome.fontMetrics().lineSpacing())


def _plain_label(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def _progress_bar() -> QProgressBar:
    """Return a thin bar that keeps its place while it is hidden."""
    bar = QProgressBar()
    bar.setObjectName("csv.progress")
    bar.setRange(0, 1000)
    bar.setTextVisible(False)
    bar.setMaximumHeight(UNIT)
    keep = bar.sizePolicy()
    keep.setRetainSizeWhenHidden(True)
    bar.setSizePolicy(keep)
    return bar
