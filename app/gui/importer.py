"""Reads tables in a thread of its own, and lets a person say in a dialog how. What a table is lives in files."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QThread, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.files.csv_columns import ColumnChoice
from app.files.csv_format import CsvFormat
from app.files.csv_recognise import recognise
from app.files.csv_source import CancelledError, IsCancelled, Progress, Source
from app.files.tables import Imported, read_table
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError, first_line

if TYPE_CHECKING:
    from app.gui.views.import_dialog import ImportDialog

Work = Callable[[Progress, IsCancelled], object]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A table's bytes and how they seem to be written."""

    source: Source
    form: CsvFormat


class _ReadingThread(QThread):
    """Does the newest work; what is under way gives up as soon as there is newer."""

    progressed = Signal(object, float)
    done = Signal(object, object)
    failed = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._condition = threading.Condition()
        self._wanted: Work | None = None
        self._is_ending = False

    def want(self, work: Work | None) -> None:
        """State what is to be done now; `None` for nothing."""
        with self._condition:
            self._wanted = work
            self._condition.notify()
        if work is not None and not self.isRunning():
            self._is_ending = False
            self.start()

    def end(self) -> None:
        """Give up what is under way and wait for the thread."""
        with self._condition:
            self._wanted = None
            self._is_ending = True
            self._condition.notify()
        self.wait()

    def run(self) -> None:
        finished: Work | None = None
        while True:
            with self._condition:
                while not self._is_ending and self._wanted is finished:
                    self._condition.wait()
                if self._is_ending:
                    return
                work = finished = self._wanted
            if work is not None:
                self._do(work)

    def _do(self, work: Work) -> None:
        def is_cancelled() -> bool:
            return self._wanted is not work

        def progress(share: float) -> None:
            self.progressed.emit(work, share)
            time.sleep(0)  # the window's turn: while C code calls Python, the interpreter may forget to change threads

        try:
            self.done.emit(work, work(progress, is_cancelled))
        except CancelledError:
            pass
        except UserError as error:
            self.failed.emit(work, error)
        except Exception as error:  # a fault of ours, or no memory left: shown, and the thread lives on
            sys.excepthook(type(error), error, error.__traceback__)
            text = _N("errors", "The table cannot be read: {reason}.")
            self.failed.emit(work, UserError(text, reason=first_line(error)))


class Importer(QObject):
    """Loads and reads tables in the background; only what was asked for last is ever told.

    Signals
    -------
    loaded(object)
        A `Loaded`: the bytes are there and their format is recognised.
    progressed(float)
        The share that is done.
    imported(object)
        An `Imported`.
    failed(object)
        The `UserError` that says why nothing came of it.
    """

    loaded = Signal(object)
    progressed = Signal(float)
    imported = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._work: Work | None = None
        self._thread = _ReadingThread(self)
        self._thread.progressed.connect(self._on_thread_progressed)
        self._thread.done.connect(self._on_thread_done)
        self._thread.failed.connect(self._on_thread_failed)

    def load(self, path: Path) -> None:
        """Load a file and recognise its format."""
        self._want(partial(_load, path))

    def take_text(self, name: str, text: str) -> None:
        """Take a text such as the clipboard's, called `name` in sentences, and recognise its format."""
        self._want(partial(_take_text, name, text))

    @Slot(object, object, object)
    def start(self, source: Source, form: CsvFormat, choice: ColumnChoice) -> None:
        """Read all points of a table."""
        self._want(partial(read_table, source, form, choice))

    @Slot()
    def cancel(self) -> None:
        """Give up what is under way; nothing more is told of it."""
        self._want(None)

    def end(self) -> None:
        """Give up what is under way and wait for the thread."""
        self._work = None
        self._thread.end()

    def _want(self, work: Work | None) -> None:
        self._work = work
        self._thread.want(work)

    @Slot(object, float)
    def _on_thread_progressed(self, work: Work, share: float) -> None:
        if work is self._work:
            self.progressed.emit(share)

    @Slot(object, object)
    def _on_thread_done(self, work: Work, result: object) -> None:
        if work is not self._work:
            return
        self._work = None
        if isinstance(result, Loaded):
            self.loaded.emit(result)
        else:
            self.imported.emit(result)

    @Slot(object, object)
    def _on_thread_failed(self, work: Work, error: UserError) -> None:
        if work is self._work:
            self._work = None
            self.failed.emit(error)


def _load(path: Path, progress: Progress, is_cancelled: IsCancelled) -> Loaded:
    source = Source.load(path, progress, is_cancelled)
    return Loaded(source, recognise(source, is_cancelled))


def _take_text(name: str, text: str, _progress: Progress, is_cancelled: IsCancelled) -> Loaded:
    source = Source.of_text(name, text)
    return Loaded(source, recognise(source, is_cancelled))


class Imports(QObject):
    """Opens tables with a dialog, one at a time.

    Signals
    -------
    chosen(object)
        The `Imported` that the person agreed to.
    """

    chosen = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.importer = Importer(self)
        self.dialog: ImportDialog | None = None
        self.importer.loaded.connect(self._on_importer_loaded)
        self.importer.progressed.connect(self._on_importer_progressed)
        self.importer.imported.connect(self._on_importer_imported)
        self.importer.failed.connect(self._on_importer_failed)

    def open_file(self, path: Path, parent: QWidget | None = None) -> None:
        """Ask how a file is to be read."""
        self._show_dialog(path.name, parent)
        self.importer.load(path)

    def open_text(self, text: str, parent: QWidget | None = None) -> None:
        """Ask how the clipboard's text is to be read."""
        name = QCoreApplication.translate("ImportDialog", "Clipboard")
        self._show_dialog(name, parent)
        self.importer.take_text(name, text)

    def end(self) -> None:
        """Close the dialog, give up reading and wait for the thread; the window closes."""
        if self.dialog is not None:
            self.dialog.reject()
        self.importer.end()

    def _show_dialog(self, name: str, parent: QWidget | None) -> None:
        from app.gui.views.import_dialog import ImportDialog  # only now: the window is drawn sooner without it

        if self.dialog is not None:
            self.dialog.reject()
        self.dialog = ImportDialog(name, parent)
        self.dialog.readRequested.connect(self.importer.start)
        self.dialog.imported.connect(self.chosen)
        self.dialog.finished.connect(self._on_dialog_finished)
        self.dialog.open()

    @Slot(object)
    def _on_importer_loaded(self, loaded: Loaded) -> None:
        if self.dialog is not None:
            self.dialog.set_source(loaded.source, loaded.form)
            self.importer.start(loaded.source, self.dialog.form, self.dialog.choice)

    @Slot(float)
    def _on_importer_progressed(self, share: float) -> None:
        if self.dialog is not None:
            self.dialog.set_progress(share)

    @Slot(object)
    def _on_importer_imported(self, imported: Imported) -> None:
        if self.dialog is not None:
            self.dialog.set_imported(imported)

    @Slot(object)
    def _on_importer_failed(self, error: UserError) -> None:
        if self.dialog is not None:
            self.dialog.set_problem(error)

    @Slot()
    def _on_dialog_finished(self) -> None:
        self.importer.cancel()
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
