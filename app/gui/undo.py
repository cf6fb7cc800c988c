"""Undo: the steps between two documents, and the stack that holds them within bounds and knows what they are called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.data.points import Points
from app.gui.document import Document
from app.gui.texts import setting_text
from app.text import Message

UNDO_LIMIT = 200
UNDO_BYTES = 128 * 1024 * 1024


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


class WeightCommand(QUndoCommand):
    """Sets one number of the model by hand, or back to what it was."""

    def __init__(self, step: Message, set_back: Callable[[], None], set_anew: Callable[[], None]) -> None:
        super().__init__(str(step))
        self.step = step
        self._set_back, self._set_anew = set_back, set_anew

    def redo(self) -> None:
        self._set_anew()

    def undo(self) -> None:
        self._set_back()


class UndoStack(QUndoStack):
    """At most `UNDO_LIMIT` steps, whose points take at most `UNDO_BYTES`: the oldest go first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.setUndoLimit(UNDO_LIMIT)

    def push(self, command: QUndoCommand) -> None:
        """Take a step, and let the oldest go that have no room beside the newer ones."""
        super().push(command)
        seen: set[int] = set()
        n_bytes = 0
        for index in reversed(range(self.count())):
            step = self.command(index)
            if not isinstance(step, EditCommand) or step.isObsolete():
                continue
            if n_bytes <= UNDO_BYTES:
                new = {id(array): array.nbytes for array in step.arrays() if id(array) not in seen}
                seen.update(new)
                n_bytes += sum(new.values())
            if n_bytes > UNDO_BYTES:
                step.let_go()

    def texts(self) -> tuple[str, str]:
        """Return what undo and redo would do, in the window's language; "" for nothing."""
        index = self.index()
        return self._text(index - 1), self._text(index)

    def _text(self, index: int) -> str:
        command = self.command(index) if 0 <= index < self.count() else None
        if not isinstance(command, EditCommand | WeightCommand):
            return ""
        if command.isObsolete():
            return QCoreApplication.translate("Controller", "too long ago")
        fields = {
            name: setting_text(str(value)) if name == "setting" else value
            for name, value in command.step.fields.items()
        }
        return QCoreApplication.translate("Controller", command.step.template).format(**fields)
