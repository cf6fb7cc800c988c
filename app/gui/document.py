"""What the user edits: configuration and points as one value, and the undo steps between two of them."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.data.names import Names
from app.data.points import Points
from app.text import Message
from app.training.config import Config


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One state of the experiment.

    Attributes
    ----------
    lesson_id
        The lesson it came from, "" for none; gives explanation and axis names.
    names
        What the columns and classes of imported data are called.
    origin
        The same number for all documents that came from one another by edits: they belong into one file.
    extra
        What its file holds beyond what this version knows.
    """

    config: Config
    points: Points
    lesson_id: str = ""
    names: Names = field(default_factory=Names)
    origin: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)


_origins = itertools.count(1)


def new_origin() -> int:
    """Return the origin of a document that did not come from another one."""
    return next(_origins)


class EditCommand(QUndoCommand):
    """Goes from one document to another.

    Parameters
    ----------
    step
        What it does, for the tool tips of undo and redo.
    show
        Called with the document that is current now.
    gesture
        Edits of one gesture make one step; 0 is a gesture of its own.
    """

    def __init__(self, step: Message, before: Document, after: Document, show: Callable[[Document], None], gesture: int = 0) -> None:  # fmt: skip
        super().__init__(str(step))
        self.step = step
        self._before, self._after = before, after
        self._show: Callable[[Document], None] | None = show
        self._gesture = gesture

    def arrays(self) -> tuple[NDArray[Any], ...]:
        """Return the arrays of both documents, which other steps may share."""
        points = (self._before.points, self._after.points)
        return tuple(array for each in points for array in (each.inputs, each.targets, each.is_test))

    def let_go(self) -> None:
        """Forget both documents: the step does nothing any more, and the stack drops it when it is reached."""
        empty = Document(self._before.config, Points.empty(1))
        self._before = self._after = empty
        self._show = None
        self.setObsolete(True)

    def id(self) -> int:
        return 1 if self._gesture else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, EditCommand) or other._gesture != self._gesture:
            return False
        self._after = other._after
        self.step = other.step
        self.setText(str(self.step))
        return True

    def redo(self) -> None:
        if self._show is not None:
            self._show(self._after)

    def undo(self) -> None:
        if self._show is not None:
            self._show(self._before)


def bound_memory(stack: QUndoStack, most: int) -> None:
    """Let the oldest steps go that would hold more than `most` bytes of points together with the newer ones."""
    seen: set[int] = set()
    n_bytes = 0
    for index in reversed(range(stack.count())):
        command = stack.command(index)
        if not isinstance(command, EditCommand) or command.isObsolete():
            continue
        if n_bytes <= most:
            new = {id(array): array.nbytes for array in command.arrays() if id(array) not in seen}
            seen.update(new)
            n_bytes += sum(new.values())
        if n_bytes > most:
            command.let_go()


class WeightCommand(QUndoCommand):
    """Sets one number of the model by hand, or back to what it was.

    Parameters
    ----------
    set_value
        Called with the value that the number has now.
    """

    def __init__(self, step: Message, before: float, after: float, set_value: Callable[[float], None]) -> None:
        super().__init__(str(step))
        self.step = step
        self._before, self._after = before, after
        self._set_value = set_value

    def redo(self) -> None:
        self._set_value(self._after)

    def undo(self) -> None:
        self._set_value(self._before)
