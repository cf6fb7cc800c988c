"""What the user edits: configuration and points as one value, and the undo steps between two of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtGui import QUndoCommand

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
    """

    config: Config
    points: Points
    lesson_id: str = ""
    names: Names = field(default_factory=Names)


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
        self._show = show
        self._gesture = gesture

    def id(self) -> int:
        return 1 if self._gesture else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, EditCommand) or other._gesture != self._gesture:
            return False
        self._after = other._after
        return True

    def redo(self) -> None:
        self._show(self._after)

    def undo(self) -> None:
        self._show(self._before)
