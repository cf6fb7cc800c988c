"""What the File menu does: asks for files and about unsaved changes, and hands over to Documents and Imports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from app.files.atomic import write_atomically
from app.files.experiments import SUFFIX, is_experiment
from app.files.tables import write_table
from app.gui import preferences
from app.gui.controller import Controller
from app.gui.documents import Documents
from app.gui.importer import Imports
from app.gui.message_box import message_box, warn_of_file
from app.gui.texts import error_text, points_text
from app.text import UserError


class FileActions(QObject):
    """Asks before anything would be lost; no dialog blocks, so training goes on and is drawn behind it.

    Signals
    -------
    noticed(str)
        A sentence about what just happened.
    recentChanged(list)
        Paths of files that were opened or saved lately, the newest first.
    """

    noticed = Signal(str)
    recentChanged = Signal(list)

    def __init__(
        self, controller: Controller, documents: Documents, imports: Imports, settings: QSettings, window: QWidget
    ) -> None:
        super().__init__(window)
        self._controller = controller
        self._documents = documents
        self._imports = imports
        self._settings = settings
        self._window = window
        self._question: QMessageBox | None = None
        documents.saved.connect(self._on_documents_saved)
        documents.failed.connect(self._on_documents_failed)
        documents.opened.connect(self._on_documents_opened)

    @property
    def name(self) -> str:
        """What the document is called."""
        path = self._documents.path
        return path.name if path is not None else QCoreApplication.translate("FileActions", "Untitled")

    # ------------------------------------------------------------ new, open

    @Slot()
    def new(self) -> None:
        """Begin with an empty canvas."""
        self.when_saved(self._controller.new_document)

    @Slot(str)
    def open_lesson(self, lesson_id: str) -> None:
        """Open a lesson; asks only for what has a file, for undo brings all else back."""
        if self._documents.path is None and not self._documents.is_saving:
            self._controller.open_lesson(lesson_id)
        else:
            self.when_saved(lambda: self._controller.open_lesson(lesson_id))

    @Slot()
    def open(self) -> None:
        """Ask for a file and open it."""
        dialog = self._dialog(QCoreApplication.translate("FileActions", "Open"))
        experiments = QCoreApplication.translate("FileActions", "Experiments and tables")
        everything = QCoreApplication.translate("FileActions", "All files")
        dialog.setNameFilter(f"{experiments} (*{SUFFIX} *.csv *.tsv *.txt);;{everything} (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open_path)
        dialog.open()

    @Slot(str)
    def open_path(self, path: str) -> None:
        """Open an experiment, or a table with its preview, whichever the file is."""
        if not Path(path).exists():
            self._forget(Path(path))
        elif is_experiment(Path(path)):
            self.when_saved(lambda: self._documents.open(Path(path), self.when_saved))
        else:
            self._imports.open_file(Path(path), self._window)

    @Slot()
    def paste(self) -> None:
        """Read the clipboard as a table."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self._imports.open_text(text, self._window)
        else:
            self.noticed.emit(QCoreApplication.translate("FileActions", "The clipboard holds no table."))

    # ------------------------------------------------------------ save

    @Slot()
    def save(self) -> None:
        """Save in the document's file; ask for one if it has none."""
        self._save(None)

    @Slot()
    def save_as(self) -> None:
        """Ask for a file and save there."""
        self._ask_where(None)

    def _save(self, then: Callable[[], None] | None) -> None:
        path = self._documents.path
        if path is not None:
            self._save_to(path, then, lambda overwrite: self._ask_overwrite(path, overwrite, then))
        else:
            self._ask_where(then)

    def _ask_overwrite(self, path: Path, overwrite: Callable[[], None], then: Callable[[], None] | None) -> None:
        """Ask about a file that others have changed."""
        translate = QCoreApplication.translate
        text = translate("FileActions", "{file} has been changed since it was opened or saved here.")
        box = message_box("changed_box", QMessageBox.Icon.Warning, text.format(file=path.name), self._window)
        box.setInformativeText(translate("FileActions", "Overwriting it loses those changes."))
        replace = box.addButton(translate("FileActions", "Overwrite"), QMessageBox.ButtonRole.DestructiveRole)
        elsewhere = box.addButton(translate("FileActions", "Save as …"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        for name, button in (("overwrite", replace), ("save_as", elsewhere)):
            button.setObjectName(f"changed.{name}")
        box.setDefaultButton(elsewhere)
        replace.clicked.connect(lambda: overwrite())
        elsewhere.clicked.connect(lambda: self._ask_where(then))
        self._ask(box)

    def _save_to(
        self,
        path: Path,
        then: Callable[[], None] | None,
        ask: Callable[[Callable[[], None]], None] | None = None,
    ) -> None:
        def go_on() -> None:
            if then is not None and self._documents.is_edited:  # while the file was being written
                self.when_saved(then)
            elif then is not None:
                then()

        self._documents.save(path, go_on, ask)

    def _ask_where(self, then: Callable[[], None] | None) -> None:
        dialog = self._dialog(QCoreApplication.translate("FileActions", "Save the experiment"))
        experiments = QCoreApplication.translate("FileActions", "Experiments")
        dialog.setNameFilter(f"{experiments} (*{SUFFIX})")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX.removeprefix("."))
        path = self._documents.path
        dialog.selectFile(str(path) if path is not None else f"experiment{SUFFIX}")
        dialog.fileSelected.connect(lambda chosen: self._save_named(chosen, then))
        dialog.open()

    def _save_named(self, chosen: str, then: Callable[[], None] | None) -> None:
        """Save under a chosen name; one like “lesson 3.2” gets the suffix that the dialog did not add."""
        if chosen.lower().endswith(SUFFIX):
            self._save_to(Path(chosen), then)
            return
        path = Path(chosen + SUFFIX)
        if not path.exists():
            self._save_to(path, then)
            return
        text = QCoreApplication.translate("FileActions", "Replace {file}?").format(file=path.name)
        box = message_box("overwrite_box", QMessageBox.Icon.Question, text, self._window)
        replace = box.addButton(QMessageBox.StandardButton.Yes)
        box.addButton(QMessageBox.StandardButton.Cancel)
        replace.clicked.connect(lambda: self._save_to(path, then))
        box.open()

    @Slot()
    def save_table(self) -> None:
        """Ask for a file and write the points as CSV."""
        dialog = self._dialog(QCoreApplication.translate("FileActions", "Save the points as a table"))
        dialog.setNameFilter("CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("points.csv")
        dialog.fileSelected.connect(self.write_table)
        dialog.open()

    @Slot(str)
    def write_table(self, name: str) -> None:
        """Write the points as CSV in the background."""
        path, document = Path(name), self._controller.document

        def tell(_: None) -> None:
            text = QCoreApplication.translate("FileActions", "{points} saved in {file}.")
            self.noticed.emit(text.format(points=points_text(len(document.points)), file=path.name))

        self._documents.background.do(
            lambda: write_atomically(path, write_table(document.points, document.names, document.config.task)),
            tell,
            self._on_documents_failed,
        )

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setObjectName("file_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if (path := self._documents.path) is not None:
            dialog.setDirectory(str(path.parent))
        return dialog

    # ------------------------------------------------------------ unsaved changes

    def when_saved(self, then: Callable[[], None]) -> None:
        """Do what puts the document away, after asking whether its changes are to be saved."""
        if self._documents.is_saving:
            self._documents.when_idle(lambda: self.when_saved(then))
            return
        if not self._documents.is_modified:
            then()
            return
        title = QCoreApplication.translate("FileActions", "Unsaved changes")
        text = QCoreApplication.translate("FileActions", "Save the changes to “{name}”?").format(name=self.name)
        box = message_box("unsaved_box", QMessageBox.Icon.Question, text, self._window, title)
        box.setInformativeText(QCoreApplication.translate("FileActions", "Without saving they are lost."))
        save = box.addButton(QMessageBox.StandardButton.Save)
        discard = box.addButton(QMessageBox.StandardButton.Discard)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(save)
        save.clicked.connect(lambda: self._save(then))
        discard.clicked.connect(lambda: then())
        self._ask(box)

    def _ask(self, box: QMessageBox) -> None:
        """Open a box, in place of one that is still open."""
        if self._question is not None:
            self._question.close()
        box.finished.connect(self._on_question_finished)
        self._question = box
        box.open()

    @Slot()
    def _on_question_finished(self) -> None:
        if self.sender() is self._question:  # and not one that another has taken the place of
            self._question = None

    # ------------------------------------------------------------ what came of it

    @Slot(object)
    def _on_documents_saved(self, path: Path) -> None:
        text = QCoreApplication.translate("FileActions", "Saved in {file}.")
        self.noticed.emit(text.format(file=path.name))
        self._remember(path)

    @Slot()
    def _on_documents_opened(self) -> None:
        if (path := self._documents.path) is not None:
            self._remember(path)

    @Slot(object)
    def _on_documents_failed(self, error: UserError) -> None:
        warn_of_file(error_text(error), self._window)

    def _forget(self, path: Path) -> None:
        """Say that a file is gone, and offer it no more."""
        text = QCoreApplication.translate(
            "FileActions", "{file} is not there any more: it was moved, renamed or deleted."
        )
        warn_of_file(text.format(file=path.name), self._window)
        preferences.remove_recent(self._settings, str(path))
        self.recentChanged.emit(preferences.read_recent(self._settings))

    def _remember(self, path: Path) -> None:
        preferences.add_recent(self._settings, str(path.resolve()))
        self.recentChanged.emit(preferences.read_recent(self._settings))
