"""What hands do to the points on the canvas: which are selected, and what tools and commands make of them, step by step."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

from app.data import painting
from app.data.painting import Pair
from app.data.plane import canvas_positions, numbers_at
from app.data.points import Floats, Points
from app.gui.controller import Controller
from app.gui.document import Document
from app.gui.edits import DRAWS_SAMPLE
from app.gui.views.paint_bar import Command
from app.gui.views.tools.base import SelectMode, Tool
from app.text import QT_TRANSLATE_NOOP as _N
from app.training.config import MAX_POINTS

Rows = NDArray[np.intp]
NO_ROWS: Rows = np.empty(0, dtype=np.intp)

_STEPS: dict[str, tuple[str, str]] = {
    Tool.ADD: (_N("Controller", "add point"), _N("Controller", "add {count} points")),
    Tool.BRUSH: (_N("Controller", "paint a point"), _N("Controller", "paint {count} points")),
    Tool.LINE: (_N("Controller", "stamp a point"), _N("Controller", "stamp a line of {count} points")),
    Tool.CIRCLE: (_N("Controller", "stamp a point"), _N("Controller", "stamp a circle of {count} points")),
    Tool.CLOUD: (_N("Controller", "stamp a point"), _N("Controller", "stamp a cloud of {count} points")),
    Tool.MOVE: (_N("Controller", "move point"), _N("Controller", "move {count} points")),
    Tool.JITTER: (_N("Controller", "jitter a point"), _N("Controller", "jitter {count} points")),
    Tool.MAGNET: (_N("Controller", "pull a point"), _N("Controller", "pull {count} points")),
    Tool.ERASE: (_N("Controller", "erase a point"), _N("Controller", "erase {count} points")),
    Command.DELETE: (_N("Controller", "delete a point"), _N("Controller", "delete {count} points")),
    Command.DUPLICATE: (_N("Controller", "duplicate a point"), _N("Controller", "duplicate {count} points")),
    Command.MIRROR_X: (_N("Controller", "mirror a point"), _N("Controller", "mirror {count} points")),
    Command.MIRROR_Y: (_N("Controller", "mirror a point"), _N("Controller", "mirror {count} points")),
    Command.JITTER: (_N("Controller", "jitter a point"), _N("Controller", "jitter {count} points")),
    Command.RELABEL: (_N("Controller", "relabel a point"), _N("Controller", "relabel {count} points")),
    Command.TEST: (_N("Controller", "make a point a test point"), _N("Controller", "make {count} points test points")),
    Command.TRAIN: (_N("Controller", "make a point a training point"), _N("Controller", "make {count} points training points")),
}  # fmt: skip
"""What a step is called that changed one point, and one that changed more."""


@dataclass(frozen=True, slots=True)
class Measures:
    """What commands need to know of the canvas.

    Attributes
    ----------
    noise
        Standard deviations of the jitter along both axes.
    copy_offset
        How far copies lie beside what they were copied from.
    target
        Class or value of new points.
    """

    noise: Pair
    copy_offset: Pair
    target: float


class Painting(QObject):
    """The selection and all edits of points by hand; a gesture is one step, named by all that it changed.

    Signals
    -------
    selectionChanged(object)
        Indices of the selected points, in order.
    noticed(str)
        A sentence about what just happened.
    """

    selectionChanged = Signal(object)
    noticed = Signal(str)

    def __init__(self, controller: Controller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._controller = controller
        self._document = controller.document
        self._selection = NO_ROWS
        # Before and after a step that selects other points: undo and redo select them again.
        self._selections: WeakKeyDictionary[Points, Rows] = WeakKeyDictionary()
        self._gesture = 0
        self._step = ""
        self._before = self._document.points
        self._n_jitters = 0
        self._commands: dict[Command, Callable[[Measures], None]] = {
            Command.DELETE: self._delete,
            Command.DUPLICATE: self._duplicate,
            Command.MIRROR_X: lambda _: self._mirror(Command.MIRROR_X, 0),
            Command.MIRROR_Y: lambda _: self._mirror(Command.MIRROR_Y, 1),
            Command.JITTER: self._jitter,
            Command.RELABEL: self._relabel,
            Command.TEST: lambda _: self._mark(Command.TEST, True),
            Command.TRAIN: lambda _: self._mark(Command.TRAIN, False),
            Command.ALL: lambda _: self._set_selection(np.arange(len(self._points))),
            Command.NONE: lambda _: self._set_selection(NO_ROWS),
            Command.INVERT: lambda _: self.select(np.arange(len(self._points)), SelectMode.TOGGLE),
        }

    # ------------------------------------------------------------ selection

    @property
    def selection(self) -> Rows:
        """Indices of the selected points, in order."""
        return self._selection

    @Slot(object, object)
    def select(self, indices: ArrayLike, mode: SelectMode = SelectMode.REPLACE) -> None:
        """Select points: these alone, these too, or these the other way round."""
        chosen = np.zeros(len(self._points), dtype=np.bool_)
        rows = np.asarray(indices, dtype=np.intp)
        chosen[rows[rows < len(chosen)]] = True
        before = np.zeros_like(chosen)
        before[self._selection[self._selection < len(before)]] = mode is not SelectMode.REPLACE
        self._set_selection(np.flatnonzero(chosen ^ before if mode is SelectMode.TOGGLE else chosen | before))

    @Slot(object)
    def select_rows(self, rows: tuple[int, ...]) -> None:
        """Select the points of these rows of the table."""
        self.select(rows)

    def _set_selection(self, rows: Rows) -> None:
        if not np.array_equal(rows, self._selection):
            self._selection = rows
            self.selectionChanged.emit(rows)

    @Slot(object)
    def on_document_changed(self, document: Document) -> None:
        """Carry the selection over to other points."""
        old, self._document = self._document, document
        if document.points is old.points:
            return
        if document.points in self._selections and np.array_equal(
            self._selections.get(old.points, ()), self._selection
        ):
            self._set_selection(self._selections[document.points])
            return
        if not len(self._selection):
            return
        is_same_kind = document.config.task is old.config.task and document.points.n_inputs == old.points.n_inputs
        is_same_sample = is_same_kind and all(
            getattr(document.config, key) == getattr(old.config, key) for key in DRAWS_SAMPLE
        )
        self._set_selection(carried(self._selection, old.points, document.points) if is_same_sample else NO_ROWS)
        if len(self._selection) and len(document.points) != len(old.points):
            self.selectionChanged.emit(self._selection)  # rows that came or went took the table's with them

    # ------------------------------------------------------------ tools

    @property
    def _points(self) -> Points:
        return self._controller.document.points

    @Slot(object, object, int)
    def paint(self, tool: Tool, new: Points, gesture: int) -> None:
        """Add points, as many as there is room for."""
        self._extend(tool, new, gesture)

    def _extend(self, step: str, new: Points, gesture: int = 0) -> None:
        room = max(MAX_POINTS - len(self._points), 0)
        if len(new) > room:
            self.noticed.emit(QCoreApplication.translate("Controller", "There is no room for more points."))
            new = new.chosen(np.arange(room))
        if len(new):
            self._push(step, self._points.extended(new), gesture)

    @Slot(object, object, object, object, int)
    def move(self, tool: Tool, rows: Rows, inputs: Floats, targets: Floats, gesture: int) -> None:
        """Give points other places; while the button is held all is one step."""
        self._push(tool, self._points.changed(rows, inputs, targets), gesture)

    @Slot(object, int)
    def erase(self, rows: Rows, gesture: int) -> None:
        """Erase points."""
        self._push(Tool.ERASE, self._points.without(rows.tolist()), gesture)

    def _push(self, step: str, points: Points, gesture: int = 0) -> None:
        """Take over points; a gesture keeps the name of its first step, with the count of all that it changed."""
        if points.equals(self._points):
            return
        if not gesture or gesture != self._gesture:
            self._gesture, self._step, self._before = gesture, step, self._points
        count = n_changed(self._before, points)
        self._controller.push_points(_STEPS[self._step], count, points, gesture)

    # ------------------------------------------------------------ commands

    def apply(self, command: Command, measures: Measures) -> None:
        """Do something with the selected points."""
        if len(self._selection) or command in (Command.ALL, Command.INVERT):
            self._commands[command](measures)

    def _delete(self, measures: Measures) -> None:
        rows = self._selection
        self._selections[self._points] = rows
        self._set_selection(NO_ROWS)  # one of two equal points would be found again in the other
        self._push(Command.DELETE, self._points.without(rows.tolist()))
        self._selections[self._points] = NO_ROWS

    def _duplicate(self, measures: Measures) -> None:
        rows, n_before = self._selection, len(self._points)
        self._selections[self._points] = rows
        inputs, targets = self._numbers(self._positions(rows) + measures.copy_offset, rows, keeps_class=True)
        copies = Points.of(inputs, targets, self._points.is_test[rows])
        self._extend(Command.DUPLICATE, copies)
        copied = np.arange(n_before, len(self._points))
        self._set_selection(copied)
        self._selections[self._points] = copied

    def _mirror(self, command: Command, axis: int) -> None:
        rows = self._selection
        numbers = self._numbers(painting.mirrored(self._positions(rows), axis), rows)
        self._push(command, self._points.changed(rows, *numbers))

    def _jitter(self, measures: Measures) -> None:
        rows, rng = self._selection, np.random.default_rng(self._n_jitters)
        self._n_jitters += 1
        numbers = self._numbers(painting.jittered(rng, self._positions(rows), measures.noise), rows, keeps_class=True)
        self._push(Command.JITTER, self._points.changed(rows, *numbers))

    def _relabel(self, measures: Measures) -> None:
        self._push(Command.RELABEL, self._points.changed(self._selection, targets=measures.target))

    def _mark(self, command: Command, is_test: bool) -> None:
        self._push(command, self._points.changed(self._selection, is_test=is_test))

    def _positions(self, rows: Rows) -> Floats:
        config = self._document.config
        return canvas_positions(config.task, config.n_classes, self._points)[rows]

    def _numbers(self, positions: Floats, rows: Rows, keeps_class: bool = False) -> tuple[Floats, Floats]:
        config = self._document.config
        return numbers_at(config.task, config.n_classes, positions, self._points.targets[rows], keeps_class)


def n_changed(before: Points, after: Points) -> int:
    """Return how many points came or went; if as many are there, how many are others."""
    if len(before) != len(after):
        return abs(len(after) - len(before))
    is_other = (before.inputs != after.inputs).any(axis=1) | (before.targets != after.targets)
    return int(np.count_nonzero(is_other | (before.is_test != after.is_test)))


def carried(selection: Rows, old: Points, new: Points) -> Rows:
    """Return where selected points are now.

    As many points, or more behind them: the same indices. Otherwise, and if they only have another order, they are
    found by their numbers; those that are gone are not selected any more.
    """
    if len(new) == len(old) and not _may_be_sorted(old, new):
        return selection
    old_rows, new_rows = _rows(old), _rows(new)
    if np.array_equal(old_rows, new_rows[: len(old)]):
        return selection
    _, kinds = np.unique(np.vstack([old_rows, new_rows]), axis=0, return_inverse=True)
    old_keys, new_keys = _occurrences(kinds[: len(old)]), _occurrences(kinds[len(old) :])
    _, here, there = np.intersect1d(old_keys, new_keys, assume_unique=True, return_indices=True)
    if len(new) == len(old) > len(here):
        return selection
    places = np.full(len(old), -1)
    places[here] = there
    found = places[selection]
    return np.sort(found[found >= 0])


def _may_be_sorted(old: Points, new: Points) -> bool:
    """Whether points may be the same in another order: quickly no while a selection is moved."""
    here, there = old.inputs[:, 0], new.inputs[:, 0]
    return not np.array_equal(here, there) and np.array_equal(np.sort(here), np.sort(there))


def _occurrences(kinds: Rows) -> Rows:
    """Return numbers (n,) that are all different: equal for the k-th of a kind in one array and in another."""
    order = np.argsort(kinds, kind="stable")
    numbers = np.arange(len(kinds))
    begins = np.diff(kinds[order], prepend=-1) > 0
    keys = np.empty_like(kinds)
    keys[order] = numbers - np.maximum.accumulate(np.where(begins, numbers, 0))
    return kinds + keys * 2 * MAX_POINTS


def _rows(points: Points) -> Floats:
    """Return all numbers of points, a row each."""
    return np.column_stack([points.inputs, points.targets, points.is_test])
