"""What all tools of the canvas have in common: a gesture from press to release, and a preview of what it would do."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from PySide6.QtCore import Qt

from app.data.painting import Pair
from app.data.points import Floats, Points

if TYPE_CHECKING:
    from app.gui.views.canvas import Canvas

_CORNERS = np.linspace(0, 2 * math.pi, 73)


class Tool(StrEnum):
    """What the left button does."""

    ADD = "add"
    MOVE = "move"
    RECTANGLE = "rectangle"
    LASSO = "lasso"
    BRUSH = "brush"
    LINE = "line"
    CIRCLE = "circle"
    CLOUD = "cloud"
    JITTER = "jitter"
    MAGNET = "magnet"
    ERASE = "erase"


class SelectMode(StrEnum):
    """What becomes of the points selected before."""

    REPLACE = "replace"
    ADD = "add"
    TOGGLE = "toggle"


def select_mode(modifiers: Qt.KeyboardModifier) -> SelectMode:
    """Return what Shift and Ctrl ask for."""
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        return SelectMode.TOGGLE
    return SelectMode.ADD if modifiers & Qt.KeyboardModifier.ShiftModifier else SelectMode.REPLACE


@dataclass(frozen=True, slots=True, eq=False)
class Preview:
    """What a tool would do where the cursor is.

    Attributes
    ----------
    points
        Those that a click would place.
    outline
        A line at canvas positions, (k, 2).
    """

    points: Points | None = None
    outline: Floats = field(default_factory=lambda: np.empty((0, 2)))


NOTHING = Preview()


class CanvasTool:
    """A tool; places are canvas coordinates of shape (2,), what it does are wishes of the canvas.

    Attributes
    ----------
    options
        Which of `PaintOptions` it obeys, in the order in which they stand beside it.
    cursor
        The mouse's shape.
    """

    options: ClassVar[tuple[str, ...]] = ()
    cursor: ClassVar[Qt.CursorShape] = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def press(self, at: Floats, mode: SelectMode) -> bool:
        """Begin a gesture; return whether there is anything to do here."""
        raise NotImplementedError

    def drag(self, path: Floats) -> None:
        """Go on along a path (k, 2): from where the cursor was to where it is now."""

    def release(self) -> None:
        """End the gesture."""

    def cancel(self) -> None:
        """Give up what the gesture has not done yet."""

    def preview(self, at: Floats) -> Preview:
        """Return what to show while the cursor is at a place, the button up or down."""
        return NOTHING


def ellipse(centre: Floats, radii: Pair) -> Floats:
    """Return the outline of an ellipse, (k, 2)."""
    return centre + np.column_stack([np.cos(_CORNERS), np.sin(_CORNERS)]) * radii


class Mover:
    """Moves one point with the cursor, or all that are selected if it is one of them.

    Parameters
    ----------
    tool
        What the step is called after.
    index
        The point under the cursor.
    """

    def __init__(self, canvas: Canvas, tool: Tool, index: int) -> None:
        self._canvas, self._tool = canvas, tool
        self._rows = canvas.selected if index in canvas.selected else np.array([index])
        self._grabbed = canvas.positions[index]
        self._positions = canvas.positions[self._rows]
        self._targets = canvas.points.targets[self._rows]
        self.has_moved = False

    def to(self, at: Floats) -> None:
        """Wish for the points with the grabbed one at a place, or at the grid's corner near it."""
        canvas = self._canvas
        self.has_moved = True
        goals = self._positions + (canvas.snapped(at[None])[0] - self._grabbed)
        canvas.ask(canvas.pointsMoveRequested, self._tool, self._rows, *canvas.numbers_at(goals, self._targets))
