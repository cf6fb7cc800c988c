"""Turns wishes of the views into new documents, tells the worker, and keeps what is shown in step."""

from __future__ import annotations

import contextlib
import time
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from app.data.points import Points
from app.data.tasks import MAX_CLASSES, Task
from app.explain.prediction import Region
from app.files.lessons import Lesson, load_lesson
from app.files.tables import Imported
from app.gui.document import Document, new_origin
from app.gui.edits import REPLACES_DATA, with_points, with_setting, with_table
from app.gui.setting_texts import setting_label
from app.gui.texts import error_text
from app.gui.undo import EditCommand, UndoStack, WeightCommand
from app.gui.worker import Worker
from app.running.runner import WeightEdit
from app.running.snapshot import RunState, Snapshot
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import Message, UserError
from app.training.checkpoint import Checkpoint
from app.training.config import MAX_POINTS, Change, Config, Nested, classify_change
from app.training.settings import edited

SAME_EDIT_SECONDS = 0.8
"""Changes of one setting that follow each other faster are one undo step: a slider's drag, a wheel's turn."""


class Controller(QObject):
    """The one place where documents change.

    Signals
    -------
    documentChanged(object)
        The current `Document`, after every change.
    dataReplaced
        Other points than those a gesture changed: the canvas may want to fit.
    snapshotChanged(object)
        The newest `Snapshot` of the current run.
    stateChanged
        `state`, `is_waiting` or what can be trained changed.
    classChanged(int)
        The class of new points.
    settingRefused(str, str)
        A setting's key and why its value was not taken.
    noticed(str)
        A sentence about what just happened.
    undoTextsChanged(str, str)
        The names of the steps that undo and redo would take, "" for none.
    """

    documentChanged = Signal(object)
    dataReplaced = Signal()
    snapshotChanged = Signal(object)
    stateChanged = Signal()
    classChanged = Signal(int)
    settingRefused = Signal(str, str)
    noticed = Signal(str)
    undoTextsChanged = Signal(str, str)

    def __init__(self, worker: Worker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = worker.runner
        self.run_id = 0
        self.weight_edits = 0  # ever made, undone and redone
        self.weights = 0  # the number of the last one that holds
        self._document = Document(Config(), Points.empty(1))
        self._lesson: Lesson | None = None
        self._last_edit = ("", 0.0)
        self._edit_gesture = 0
        self.current_class = 0
        self.snapshot: Snapshot | None = None
        self.undo_stack = UndoStack(self)
        self.undo_stack.indexChanged.connect(self.tell_undo_texts)
        worker.snapshotReady.connect(self._on_worker_snapshot_ready)

    # ------------------------------------------------------------ what is so

    @property
    def document(self) -> Document:
        """The current document."""
        return self._document

    @property
    def state(self) -> RunState:
        """What the run is doing; PREPARING until its first snapshot."""
        return self.snapshot.state if self.snapshot is not None else RunState.PREPARING

    @property
    def is_waiting(self) -> bool:
        """Whether Run was pressed and nothing has come of it yet."""
        return self._runner.is_wanted and self.state is RunState.PREPARING

    @property
    def can_train(self) -> bool:
        """Whether there are training points and the run has not diverged."""
        return self._document.points.n_train > 0 and self.state is not RunState.DIVERGED

    def lesson(self) -> Lesson | None:
        """Return the lesson that the document came from; None also for one that a file names and nobody knows."""
        lesson_id = self._document.lesson_id
        if self._lesson is None or self._lesson.id != lesson_id:
            with contextlib.suppress(UserError):
                self._lesson = None
                self._lesson = load_lesson(lesson_id) if lesson_id else None
        return self._lesson

    # ------------------------------------------------------------ whole documents

    def begin(self) -> None:
        """Show the first document."""
        self._restart(run=False)
        self._set_class(0)
        self.documentChanged.emit(self._document)
        self.stateChanged.emit()

    @Slot(str)
    def open_lesson(self, lesson_id: str) -> None:
        """Replace the document by a lesson's."""
        try:
            lesson = load_lesson(lesson_id)
        except UserError as error:
            self.noticed.emit(error_text(error))
            return
        text = _N("Controller", "open lesson")
        self._push(text, Document(lesson.config, lesson.points, lesson.id, origin=new_origin()))
        self._set_class(0)
        self.dataReplaced.emit()

    @Slot()
    def close_lesson(self) -> None:
        """Put the lesson's text away; its points and settings stay."""
        if self._document.lesson_id:
            text = _N("Controller", "close lesson")
            self._push(text, replace(self._document, lesson_id=""))

    @Slot()
    def new_document(self) -> None:
        """Begin with an empty canvas and the task as it is."""
        task = self._document.config.task
        empty = Document(_fresh(task), Points.empty(task.n_inputs), origin=new_origin())
        self._push(_N("Controller", "new"), empty)
        self._set_class(0)
        self.dataReplaced.emit()

    def open_document(self, document: Document, checkpoint: Checkpoint | None) -> None:
        """Replace the document by one from a file, at the very state of its training; undo does not reach behind it."""
        self.undo_stack.clear()
        self._document = document
        self._restart(run=False, checkpoint=checkpoint)
        self._set_class(0)
        self.documentChanged.emit(document)
        self.dataReplaced.emit()

    def open_experiment(self, experiment: Document, checkpoint: Checkpoint | None) -> None:
        """Take over a grid's experiment, at the very state of its training; None for epoch 0. The file stays the same."""
        old = self._document
        document = replace(experiment, origin=old.origin, extra=old.extra)

        def show(shown: Document) -> None:
            self._show_anew(shown, checkpoint if shown is document else None)

        step = Message(_N("Controller", "open an experiment of the grid"), {})
        self.undo_stack.push(EditCommand(step, old, document, show))
        if document.points is not old.points:
            self.dataReplaced.emit()

    # ------------------------------------------------------------ settings

    @Slot(str, object)
    def edit_config(self, key: str, value: object) -> None:
        """Change one setting; a refusal is shown beside it."""
        old = self._document
        try:
            document = with_setting(old, key, value)
        except UserError as error:
            self.settingRefused.emit(key, error_text(error))
            return
        if document.config == old.config and document.points is old.points:
            self.documentChanged.emit(old)
            return
        setting = setting_label(document.config, key)
        self._push(_N("Controller", "change {setting}"), document, self._gesture_of(key), setting=setting)
        if key in REPLACES_DATA:
            self.dataReplaced.emit()

    def _gesture_of(self, key: str) -> int:
        """Return the gesture that a change of a setting belongs to."""
        last_key, last_time = self._last_edit
        now = time.monotonic()
        if key != last_key or now - last_time > SAME_EDIT_SECONDS:
            self._edit_gesture -= 1
        self._last_edit = (key, now)
        return self._edit_gesture

    @Slot()
    def draw_new_sample(self) -> None:
        """Draw the data set with the next seed."""
        self.edit_config("data_seed", self._document.config.data_seed + 1)

    @Slot()
    def draw_new_weights(self) -> None:
        """Begin anew with the next seed's weights."""
        self.edit_config("seed", self._document.config.seed + 1)

    @Slot()
    def take_current_weights(self) -> None:
        """Make the present weights the given initial ones."""
        if self.snapshot is None or not self.snapshot.parameters:
            return
        config = self._document.config
        values: dict[str, Nested] = {name: _nested(array.tolist()) for name, array in self.snapshot.parameters.items()}
        text = _N("Controller", "take the current weights")
        self._push(text, replace(self._document, config=replace(config, init="given", init_values=values)))

    @Slot(str, int, float)
    def edit_weight(self, name: str, position: int, value: float) -> None:
        """Set one number of a parameter, at a place counted row by row; training goes on from there."""
        if self.snapshot is None or name not in self.snapshot.parameters:
            return
        run_id, before = self.run_id, float(self.snapshot.parameters[name].flat[position])
        moments = self.weights, self.weight_edits + 1

        def set_value(number: float, weights: int) -> None:
            if self.run_id == run_id:  # later runs began without it
                self._runner.edit_weight(WeightEdit(name, position, number))
            self.weight_edits += 1
            self.weights = weights
            self.documentChanged.emit(self._document)

        step = Message(_N("Controller", "set {name}"), {"name": name})
        self.undo_stack.push(
            WeightCommand(step, lambda: set_value(before, moments[0]), lambda: set_value(value, moments[1]))
        )

    # ------------------------------------------------------------ points

    @Slot(object, float, int)
    def add_point(self, inputs: tuple[float, ...], target: float, gesture: int) -> None:
        """Add a training point; a class beyond the present ones makes room for itself."""
        points = self._document.points
        if len(points) >= MAX_POINTS:
            self.noticed.emit(QCoreApplication.translate("Controller", "There is no room for more points."))
            return
        document = with_points(self._document, points.added(inputs, target))
        self._push(_N("Controller", "add point"), document, gesture)

    @Slot(object, object, object, object, int)
    def change_points(self, indices: object, inputs: object, targets: object, is_test: object, gesture: int) -> None:
        """Give points other numbers; None stays."""
        rows = np.asarray(indices)
        points = self._document.points.changed(rows, _array(inputs), _array(targets), _array(is_test))
        names = _N("Controller", "change a point"), _N("Controller", "change {count} points")
        self.push_points(names, len(rows), points, gesture)

    @Slot(object, int)
    def extend_points(self, new: Points, gesture: int) -> None:
        """Add points behind the present ones."""
        points = self._document.points.extended(new)
        names = _N("Controller", "add point"), _N("Controller", "add {count} points")
        self.push_points(names, len(new), points, gesture)

    @Slot(object)
    def delete_points(self, indices: object) -> None:
        """Delete points."""
        rows = np.asarray(indices)
        points = self._document.points.without(rows.tolist())
        names = _N("Controller", "delete a point"), _N("Controller", "delete {count} points")
        self.push_points(names, len(rows), points)

    @Slot(object)
    def order_points(self, indices: object) -> None:
        """Put the points into another order."""
        points = self._document.points.chosen(np.asarray(indices))
        self._push(_N("Controller", "sort points"), replace(self._document, points=points))

    def push_points(self, names: tuple[str, str], count: int, points: Points, gesture: int = 0) -> None:
        """Take over points of which `count` are others; `names` are the step's for one point, and for more."""
        one, many = names
        self._push(one if count == 1 else many, with_points(self._document, points), gesture, count=count)

    @Slot(object)
    def import_table(self, imported: Imported) -> None:
        """Replace the points by those of a table, and the task by the one that fits them."""
        self._push(_N("Controller", "import a table"), with_table(self._document, imported))
        self._set_class(0)
        self.dataReplaced.emit()

    @Slot()
    def clear_points(self) -> None:
        """Erase all points."""
        if len(self._document.points):
            text = _N("Controller", "clear")
            empty = Points.empty(self._document.points.n_inputs)
            self._push(text, replace(self._document, points=empty))

    @Slot(int)
    def choose_class(self, number: int) -> None:
        """Choose the class of new points."""
        config = self._document.config
        if not config.task.is_classification or not 0 <= number < MAX_CLASSES:
            return
        if config.task is Task.CLASSIFICATION_1D and number >= config.n_classes:
            self.edit_config("n_classes", number + 1)
        self._set_class(number)

    @Slot()
    def choose_next_class(self) -> None:
        """Choose the class after the present one, the first after the last."""
        self.choose_class((self.current_class + 1) % self._document.config.n_classes)

    def _set_class(self, number: int) -> None:
        self.current_class = number
        self.classChanged.emit(number)

    # ------------------------------------------------------------ training

    @Slot()
    def toggle_run(self) -> None:
        """Run, pause or go on, whichever the state calls for."""
        if self._runner.is_wanted:  # what is shown comes later
            self._runner.pause()
        elif self.state is RunState.ERRORED:
            self._restart(run=True)
        elif self.can_train:
            self._runner.resume()
        self.stateChanged.emit()

    @Slot()
    def step_update(self) -> None:
        """Make one update and wait."""
        self._runner.step_update()

    @Slot()
    def step_epoch(self) -> None:
        """Train to the end of an epoch and wait."""
        self._runner.step_epoch()

    @Slot()
    def again(self) -> None:
        """Go back to epoch 0 with the same initial weights; a running training runs on from there."""
        self._restart(run=self._runner.is_wanted)

    @Slot()
    def restore(self) -> None:
        """After a divergence, take the last finite weights."""
        self._runner.restore()

    @Slot()
    def restore_with_tenth(self) -> None:
        """After a divergence, take the last finite weights and a tenth of the learning rate."""
        self.edit_config("learning_rate", self._document.config.learning_rate / 10)
        self._runner.restore()

    @Slot(object)
    def look_at(self, region: Region) -> None:
        """Ask for answers over the part of the plane that the canvas shows."""
        self._runner.look_at(region)

    def _restart(self, run: bool, checkpoint: Checkpoint | None = None) -> None:
        self.run_id += 1
        self.snapshot = None
        self._runner.start(self.run_id, self._document.config, self._document.points, run, checkpoint)
        self.stateChanged.emit()

    @Slot(object)
    def _on_worker_snapshot_ready(self, snapshot: Snapshot) -> None:
        if snapshot.run_id != self.run_id:
            return
        old_state = self.state
        self.snapshot = snapshot
        self.snapshotChanged.emit(snapshot)
        if snapshot.state is not old_state:
            self.stateChanged.emit()

    # ------------------------------------------------------------ documents, the one way

    def _push(self, template: str, document: Document, gesture: int = 0, **fields: object) -> None:
        """Make a document the current one, as a step that can be undone; `template` names it, marked for translation."""
        step = Message(template, fields)
        self.undo_stack.push(EditCommand(step, self._document, document, self._show, gesture))

    def tell_undo_texts(self) -> None:
        """Say what undo and redo would do, in the window's language."""
        self.undoTextsChanged.emit(*self.undo_stack.texts())

    def _show_anew(self, document: Document, checkpoint: Checkpoint | None) -> None:
        """Make a document the current one, its training waiting where a checkpoint is, or at epoch 0."""
        self._document = document
        self._restart(run=False, checkpoint=checkpoint)
        self.documentChanged.emit(document)
        self.stateChanged.emit()

    def _show(self, document: Document) -> None:
        """Make a document the current one: tell the worker what changed, then the views."""
        old, self._document = self._document, document
        change = classify_change(old.config, document.config)
        if change is Change.RESTART or document.origin != old.origin or self.state is RunState.ERRORED:
            was_trained = self.snapshot is not None and self.snapshot.step > 0
            self._restart(run=self._runner.is_wanted)
            if change is Change.RESTART and was_trained and document.origin == old.origin:
                self.noticed.emit(QCoreApplication.translate("Controller", "Training restarts with the new setting."))
        elif document.config is not old.config or document.points is not old.points:
            self._runner.apply(document.config, document.points)
        if self.current_class >= max(document.config.n_classes, 1) and len(document.points) == 0:
            self._set_class(0)
        self.documentChanged.emit(document)
        self.stateChanged.emit()


def _fresh(task: Task) -> Config:
    return edited(Config(), "task", task.value)


def _array(values: object) -> NDArray[Any] | None:
    return None if values is None else np.asarray(values)


def _nested(numbers: object) -> Nested:
    """Turn nested lists of floats into nested tuples."""
    if isinstance(numbers, list):
        return tuple(map(_nested, numbers))
    assert isinstance(numbers, float)
    return numbers
