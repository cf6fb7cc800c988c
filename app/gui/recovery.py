"""Keeps a copy of the unsaved experiment for the case of a crash, and offers what another start left behind.

Each window has a file of its own in a folder of the user's, and a lock beside it that dies with the process.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

from PySide6.QtCore import (
    QCoreApplication,
    QDateTime,
    QDeadlineTimer,
    QEventLoop,
    QLocale,
    QLockFile,
    QObject,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtWidgets import QMessageBox, QWidget

from app.files.atomic import write_atomically
from app.files.experiments import Experiment, load_experiment, write_experiment
from app.gui.controller import Controller
from app.gui.document import Document
from app.gui.documents import Documents, Position, State
from app.gui.message_box import message_box
from app.gui.texts import choice_text, error_text, points_text
from app.running.snapshot import RunState
from app.text import UserError

INTERVAL_MILLISECONDS = 30_000
LAST_MILLISECONDS = 3000
KEY = "recovery"
"""Names, in a kept copy, the file that the experiment belongs into: its path percent-encoded, for it may be no text."""


@dataclass(frozen=True, slots=True, eq=False)
class Left:
    """A copy that a crash left behind; as long as its lock is held nobody else is offered it.

    Attributes
    ----------
    kept_at
        When it was written, in seconds since the epoch.
    """

    path: Path
    lock: QLockFile
    kept_at: float

    def remove(self) -> None:
        """Delete it."""
        _remove(self.path)
        self.lock.unlock()


class Recovery(QObject):
    """Keeps the window's experiment every half minute and whenever a training starts.

    Signals
    -------
    noticed(str)
        Why nothing could be kept; told once.
    """

    noticed = Signal(str)
    _keepingEnded = Signal()

    def __init__(self, controller: Controller, documents: Documents, folder: Path, window: QWidget) -> None:
        super().__init__(window)
        self._controller = controller
        self._was_running = False
        self._has_ended = False
        self._documents = documents
        self._window = window
        self._folder = folder
        self._path = folder / f"{uuid.uuid4().hex}.json"
        self._lock: QLockFile | None = None
        self._kept: tuple[Document, Position | None] | None = None
        self._adopted: tuple[Left, int] | None = None
        self._is_keeping = False
        self._has_complained = False
        self._offered: list[Left] = []
        self._timer = QTimer(self, interval=INTERVAL_MILLISECONDS)
        self._timer.timeout.connect(self.keep)
        controller.stateChanged.connect(self._on_controller_state_changed)
        documents.saved.connect(self._on_documents_saved)

    def begin(self) -> None:
        """Keep from now on, and offer what was left behind; nothing once the window has closed."""
        if self._has_ended:
            return
        self._timer.start()
        self._offered = find_left(self._folder)
        self._offer_next()

    def end(self) -> None:
        """The window closes in peace: what was kept is not needed; call it after `Documents.end`."""
        self._has_ended = True
        self._timer.stop()
        self._forget()
        if self._adopted is not None:
            self._adopted[0].remove()
        for lock in (self._lock, *(left.lock for left in self._offered)):
            if lock is not None:
                lock.unlock()

    # ------------------------------------------------------------ keeping

    @Slot()
    def _on_controller_state_changed(self) -> None:
        is_running = self._controller.state is RunState.RUNNING
        if is_running and not self._was_running:
            self.keep()
        self._was_running = is_running

    @Slot(object)
    def _on_documents_saved(self, path: Path) -> None:
        """Forget the copy of what was saved: the file is newer."""
        if self._kept is not None and self._documents.path_of(self._kept[0]) == path:
            self._forget()

    def _forget(self) -> None:
        _remove(self._path)
        self._kept = None

    def keep_last(self) -> None:
        """Keep a copy and wait for it, for a little while, as the program is about to end."""
        deadline = QDeadlineTimer(LAST_MILLISECONDS)
        self._wait(deadline)  # for one of an earlier moment
        self.keep()
        self._wait(deadline)

    def _wait(self, deadline: QDeadlineTimer) -> None:
        """Wait for the copy under way."""
        if self._is_keeping:
            loop = QEventLoop()
            self._keepingEnded.connect(loop.quit)
            QTimer.singleShot(deadline.remainingTime(), loop.quit)
            loop.exec()

    @Slot()
    def keep(self) -> None:
        """Keep a copy if there is anything new that no file has."""
        documents = self._documents
        is_kept = self._kept == documents.moment and self._path.exists()
        if self._is_keeping or not documents.has_unsaved_work or is_kept:
            return
        self._is_keeping = True
        documents.capture(self._write)

    def _write(self, state: State) -> None:
        path = self._documents.path_of(state.document)
        extra = {
            **state.experiment.extra,
            KEY: {"file": quote_from_bytes(os.fsencode(path)) if path is not None else ""},
        }
        experiment = replace(state.experiment, extra=extra)
        self._documents.background.do(lambda: self._store(experiment), lambda _: self._on_stored(state), self._fail)

    def _store(self, experiment: Experiment) -> None:
        with contextlib.suppress(OSError):  # writing tells why not
            self._folder.mkdir(parents=True, exist_ok=True)
        if self._lock is None:
            self._lock = _lock_of(self._path)
            self._lock.tryLock(0)
        write_atomically(self._path, write_experiment(experiment))

    def _on_stored(self, state: State) -> None:
        self._kept = (state.document, state.position)
        if not self._documents.has_unsaved_work:  # a file has it by now
            self._forget()
        if self._adopted is not None and self._adopted[1] == state.document.origin:
            self._adopted[0].remove()
            self._adopted = None
        self._end_keeping()

    def _end_keeping(self) -> None:
        self._is_keeping = False
        self._keepingEnded.emit()

    def _fail(self, error: UserError) -> None:
        self._end_keeping()
        if not self._has_complained:
            self._has_complained = True
            reason = str(error.message.fields.get("reason", "")) or error_text(error)
            text = QCoreApplication.translate("Recovery", "No copies for the case of a crash ({reason}): save often.")
            self.noticed.emit(text.format(reason=reason))

    # ------------------------------------------------------------ offering

    def _offer_next(self) -> None:
        """Look at the next copy and offer it; one that cannot be read is offered all the same."""
        if self._offered:
            path = self._offered[0].path
            self._documents.background.do(lambda: load_experiment(path), self._offer, lambda _: self._offer(None))

    def _offer(self, experiment: Experiment | None) -> None:
        if self._has_ended:
            return
        left, *others = self._offered
        translate = QCoreApplication.translate
        text = translate("Recovery", "The program ended unexpectedly. Recover the experiment?")
        title = translate("Recovery", "Recover")
        box = message_box("recovery_box", QMessageBox.Icon.Question, text, self._window, title)
        when = QLocale().toString(QDateTime.fromSecsSinceEpoch(int(left.kept_at)), QLocale.FormatType.ShortFormat)
        details = [] if experiment is None else [_description(experiment)]
        details.append(translate("Recovery", "It was kept on {time}.").format(time=when))
        if others:
            details.append(translate("Recovery", "Others ({count}) are offered next; if you recover this one, at the next start.").format(count=len(others)))  # fmt: skip
        box.setInformativeText("\n".join(details))
        recover = box.addButton(translate("Recovery", "Recover"), QMessageBox.ButtonRole.AcceptRole)
        delete = box.addButton(translate("Recovery", "Delete"), QMessageBox.ButtonRole.DestructiveRole)
        later = box.addButton(translate("Recovery", "Ask again next time"), QMessageBox.ButtonRole.RejectRole)
        for name, button in (("recover", recover), ("delete", delete), ("later", later)):
            button.setObjectName(f"recovery.{name}")
        recover.clicked.connect(self._on_recover_clicked)
        delete.clicked.connect(self._on_delete_clicked)
        later.clicked.connect(self._on_later_clicked)
        box.setEscapeButton(later)
        box.open()

    @Slot()
    def _on_recover_clicked(self) -> None:
        left = self._offered.pop(0)
        self._documents.background.do(
            lambda: load_experiment(left.path),
            lambda experiment: self._show(left, experiment),
            self._documents.failed.emit,
        )
        for other in self._offered:  # offered again at the next start: one window holds one experiment
            other.lock.unlock()
        self._offered = []

    @Slot()
    def _on_delete_clicked(self) -> None:
        self._offered.pop(0).remove()
        self._offer_next()

    @Slot()
    def _on_later_clicked(self) -> None:
        self._offered.pop(0).lock.unlock()
        self._offer_next()

    def _show(self, left: Left, experiment: Experiment) -> None:
        extra = {key: value for key, value in experiment.extra.items() if key != KEY}
        self._documents.show(replace(experiment, extra=extra), _file_of(experiment), is_saved=False)
        self._adopted = left, self._controller.document.origin
        self.keep()


def _file_of(experiment: Experiment) -> Path | None:
    """Return the file that a kept experiment belongs into."""
    plain = experiment.extra.get(KEY)
    file = plain.get("file") if isinstance(plain, dict) else None
    return Path(os.fsdecode(unquote_to_bytes(file))) if isinstance(file, str) and file else None


def _description(experiment: Experiment) -> str:
    """Return what tells a kept experiment from others: its file, model and points."""
    file = _file_of(experiment)
    name = QCoreApplication.translate("Recovery", "not saved yet") if file is None else file.name
    model = choice_text(experiment.config.choice("model").label)
    return " · ".join([name, model, points_text(len(experiment.points))])


def find_left(folder: Path) -> list[Left]:
    """Return the copies whose windows are no more, the newest first, and hold their locks."""
    found = []
    for path in folder.glob("*.json"):
        lock = _lock_of(path)
        if lock.tryLock(0):
            try:
                found.append(Left(path, lock, path.stat().st_mtime))
            except OSError:  # its window has closed in peace just now
                lock.unlock()
    return sorted(found, key=lambda left: left.kept_at, reverse=True)


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _lock_of(path: Path) -> QLockFile:
    lock = QLockFile(str(path.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # only the end of its process makes a lock stale, not its age
    return lock
