"""Where documents are kept: the file of each, whether it holds what the window shows, opening and saving."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.explain.prediction import Region
from app.files.atomic import write_atomically
from app.files.experiments import Experiment, load_experiment, write_experiment
from app.gui.background import Background
from app.gui.controller import Controller
from app.gui.document import Document, new_origin
from app.gui.worker import Worker
from app.running.runner import Captured
from app.text import UserError

Position = tuple[int, int, int]
"""Where a training is: run, update, and which edit of a weight by hand was the last that holds."""

_Stamp = tuple[int, int, int]
"""What changes with a file: its place on the disk, its length, and when it was written."""


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    """What a file holds; without a file, what the document was before any edit."""

    document: Document
    weights: int
    position: Position | None = None
    path: Path | None = None


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """The window's experiment at one moment, ready to be written.

    Attributes
    ----------
    document
        What the experiment was made of.
    position
        Where its training was.
    """

    experiment: Experiment
    document: Document
    position: Position


@dataclass(frozen=True, slots=True, eq=False)
class _Request:
    """Who waits for the exact state of a document; the number is what `Runner.capture` returned."""

    number: int
    document: Document
    weight_edits: int
    then: Callable[[State], None]


class Documents(QObject):
    """Opens and saves experiments in the background, and knows what is saved.

    Signals
    -------
    keepingChanged
        `path` or `is_modified` may have changed.
    opened(object)
        The part of the plane to look at, a `Region`, or None.
    saved(object)
        The path of a file that was written.
    failed(object)
        A `UserError` that says why a file was not opened or written.
    """

    keepingChanged = Signal()
    opened = Signal(object)
    saved = Signal(object)
    failed = Signal(object)

    def __init__(
        self, controller: Controller, worker: Worker, region: Callable[[], Region], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._runner = worker.runner
        self._region = region
        self.background = Background(self)
        self._kept: dict[int, _Kept] = {}
        self._requests: list[_Request] = []
        self._stamps: dict[Path, _Stamp | None] = {}
        self._n_opened = 0
        self._n_saving = 0
        self._when_idle: list[Callable[[], None]] = []
        controller.documentChanged.connect(self._on_controller_document_changed)
        controller.snapshotChanged.connect(self._on_controller_snapshot_changed)
        worker.captureReady.connect(self._on_worker_capture_ready)

    # ------------------------------------------------------------ what is so

    @property
    def path(self) -> Path | None:
        """The file that the document belongs into; None for none yet."""
        return self.path_of(self._controller.document)

    def path_of(self, document: Document) -> Path | None:
        """Return the file that a document belongs into; None for none yet."""
        kept = self._kept.get(document.origin)
        return kept.path if kept is not None else None

    @property
    def is_edited(self) -> bool:
        """Whether anything was changed by hand since the document was begun, opened or saved."""
        document = self._controller.document
        kept = self._kept.get(document.origin)
        is_same = kept is None or document is kept.document
        return not is_same or (kept is not None and self._controller.weights != kept.weights)

    @property
    def is_modified(self) -> bool:
        """Whether closing would lose something: edits, or training that a file does not have yet."""
        position, kept = self.position, self._kept.get(self._controller.document.origin)
        is_trained = kept is not None and kept.path is not None and position is not None and position != kept.position
        return self.is_edited or is_trained

    @property
    def is_saving(self) -> bool:
        """Whether a file is still to be written."""
        return self._n_saving > 0

    def when_idle(self, then: Callable[[], None]) -> None:
        """Call `then` once every file is written, or could not be."""
        if self.is_saving:
            self._when_idle.append(then)
        else:
            then()

    @property
    def position(self) -> Position | None:
        """Where the training that the window shows is; None before the first snapshot of a run."""
        snapshot = self._controller.snapshot
        return (snapshot.run_id, snapshot.step, self._controller.weights) if snapshot is not None else None

    @property
    def moment(self) -> tuple[Document, Position | None]:
        """What the window shows."""
        return self._controller.document, self.position

    @property
    def has_unsaved_work(self) -> bool:
        """Whether there is anything, edited or trained, that no file has."""
        position = self.position
        is_trained = position is not None and position[1:] != (0, 0)
        return self.is_modified or (self.path is None and is_trained)

    @Slot(object)
    def _on_controller_document_changed(self, document: Document) -> None:
        self._kept.setdefault(document.origin, _Kept(document, self._controller.weights))
        self.keepingChanged.emit()

    @Slot(object)
    def _on_controller_snapshot_changed(self, _snapshot: object) -> None:
        self.keepingChanged.emit()

    # ------------------------------------------------------------ the exact state

    def capture(self, then: Callable[[State], None]) -> None:
        """Call `then` with the exact state after the update under way."""
        self._request(self._controller.document, then)

    def _request(self, document: Document, then: Callable[[State], None]) -> None:
        number = self._runner.capture()
        self._requests.append(_Request(number, document, self._controller.weight_edits, then))

    @Slot(object)
    def _on_worker_capture_ready(self, captured: Captured) -> None:
        ready = [request for request in self._requests if request.number <= captured.number]
        if not ready:
            return
        self._requests = [request for request in self._requests if request not in ready]
        for request in ready:
            self._serve(request, captured)

    def _serve(self, request: _Request, captured: Captured) -> None:
        document = self._controller.document
        if document.origin != request.document.origin:  # another one has taken its place; its training is gone
            request.then(self._state(request.document, replace(captured, checkpoint=None)))
        elif captured.config is not None and not (
            captured.config is document.config
            and captured.points is document.points
            and self._controller.weight_edits == request.weight_edits
        ):  # an edit came in between
            self._request(document, request.then)
        else:
            request.then(self._state(document, captured))

    def _state(self, document: Document, captured: Captured) -> State:
        checkpoint = captured.checkpoint
        experiment = Experiment(
            document.config,
            document.points,
            document.names,
            document.lesson_id,
            self._region(),
            checkpoint,
            document.extra,
        )
        step = checkpoint.trainer.step if checkpoint is not None else 0
        return State(experiment, document, (captured.run_id, step, self._controller.weights))

    # ------------------------------------------------------------ saving

    def save(
        self,
        path: Path,
        then: Callable[[], None] | None = None,
        ask: Callable[[Callable[[], None]], None] | None = None,
    ) -> None:
        """Write the document and the exact state of its training; then call `then`.

        Where the file is no longer what was read or written here, `ask` gets the writing to be done once the person
        agrees.
        """
        self._n_saving += 1
        self.capture(lambda state: self._store(path, state, then, ask))

    def _store(
        self,
        path: Path,
        state: State,
        then: Callable[[], None] | None,
        ask: Callable[[Callable[[], None]], None] | None,
    ) -> None:
        def work() -> bool:
            if ask is not None and self._is_changed(path):
                return False
            write_atomically(path, write_experiment(state.experiment))
            self._stamps[path] = _stamp(path)  # here: the next saving may begin before `end` is called
            return True

        def overwrite() -> None:
            self._n_saving += 1
            self._store(path, state, then, None)

        def end(is_written: bool) -> None:
            if is_written:
                self._on_written(path, state, then)
            elif ask is not None:
                ask(overwrite)
                self._end_saving()

        self.background.do(work, end, self._fail)

    def _is_changed(self, path: Path) -> bool:
        """Return whether others have changed a file since it was read or written here; one that is gone is not."""
        known, stamp = self._stamps.get(path), _stamp(path)
        return known is not None and stamp is not None and stamp != known

    def _on_written(self, path: Path, state: State, then: Callable[[], None] | None) -> None:
        for origin, kept in self._kept.items():
            if kept.path == path and origin != state.document.origin:  # its file holds another document now
                self._kept[origin] = replace(kept, document=replace(kept.document), path=None)
        self._kept[state.document.origin] = _Kept(state.document, state.position[2], state.position, path)
        self.keepingChanged.emit()
        self.saved.emit(path)
        if then is not None:
            then()
        self._end_saving()

    def _fail(self, error: UserError) -> None:
        self.failed.emit(error)
        self._end_saving()

    def _end_saving(self) -> None:
        self._n_saving -= 1
        if not self.is_saving:
            waiting, self._when_idle = self._when_idle, []
            for then in waiting:
                then()

    # ------------------------------------------------------------ opening

    def open(self, path: Path, ask: Callable[[Callable[[], None]], None]) -> None:
        """Read a file and show what it holds; the last of several wins.

        Where the document was edited meanwhile, `ask` gets the showing to be done once the person agrees.
        """
        self._n_opened += 1
        number, document = self._n_opened, self._controller.document

        def work() -> tuple[_Stamp | None, Experiment]:
            return _stamp(path), load_experiment(path)

        def show(found: tuple[_Stamp | None, Experiment]) -> None:
            self._stamps[path] = found[0]
            self.show(found[1], path, is_saved=True)

        def hear(found: tuple[_Stamp | None, Experiment]) -> None:
            if number != self._n_opened:
                return
            if self._controller.document is document:
                show(found)
            else:
                ask(lambda: show(found))

        self.background.do(work, hear, self.failed.emit)

    def show(self, experiment: Experiment, path: Path | None, is_saved: bool) -> None:
        """Make an experiment the window's document, one that its file has already or, like a recovered one, has not."""
        document = Document(
            experiment.config,
            experiment.points,
            experiment.lesson_id,
            experiment.names,
            new_origin(),
            experiment.extra,
        )
        checkpoint = experiment.checkpoint
        step = checkpoint.trainer.step if checkpoint is not None else 0
        kept = document if is_saved else replace(document)
        position = (self._controller.run_id + 1, step, self._controller.weights)
        self._kept[document.origin] = _Kept(kept, position[2], position, path)
        self._controller.open_document(document, checkpoint)
        self.opened.emit(experiment.view)

    def end(self) -> None:
        """Finish what is being written, and wait for the thread."""
        self.background.end()


def _stamp(path: Path) -> _Stamp | None:
    """Return the stamp of a file; None if it cannot be looked at."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
