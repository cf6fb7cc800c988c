"""Tools for single points: put, move, erase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt

from app.data import painting
from app.data.points import Floats
from app.gui.views.tools.base import NOTHING, CanvasTool, Mover, Preview, SelectMode, Tool, ellipse

if TYPE_CHECKING:
    from app.gui.views.canvas import Canvas

CLICK_PIXELS = 4
"""A gesture that goes less far is a click."""


class GrabTool(CanvasTool):
    """A tool that moves the points it is pressed on; with Shift or Ctrl it selects them."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._mover: Mover | None = None
        self._start: Floats | None = None

    def grab(self, at: Floats, mode: SelectMode) -> bool:
        """Take hold of the point at a place; return whether there is one."""
        index = self.canvas.nearest(at)
        if index is None:
            return False
        if mode is SelectMode.REPLACE:
            self.hold(Tool.MOVE, index, at)
        else:
            self.canvas.selectionRequested.emit(np.array([index]), mode)
        return True

    def hold(self, tool: Tool, index: int, at: Floats) -> None:
        """Take hold of a point, or of the selection that it belongs to."""
        self._mover, self._start = Mover(self.canvas, tool, index), at

    def drag(self, path: Floats) -> None:
        if self._mover is not None and (self._mover.has_moved or self._is_far(path[-1])):
            self._mover.to(path[-1])

    def _is_far(self, at: Floats) -> bool:
        """Whether the cursor went far enough to mean it: the hand trembles in a click."""
        return self._start is not None and self.canvas.pixels(at - self._start) >= CLICK_PIXELS

    def release(self) -> None:
        self.cancel()

    def cancel(self) -> None:
        self._mover = self._start = None

    @property
    def is_holding(self) -> bool:
        """Whether points are moved now."""
        return self._mover is not None


class PutTool(GrabTool):
    """Places a point, which follows until the button is released."""

    def press(self, at: Floats, mode: SelectMode) -> bool:
        canvas = self.canvas
        if not self.grab(at, mode):
            (inputs,), (target,) = canvas.numbers_at(canvas.snapped(at[None]), canvas.fresh_targets(1))
            n_before = len(canvas.points)
            canvas.ask(canvas.pointAddRequested, tuple(inputs.tolist()), float(target))
            if len(canvas.points) == n_before + 1:
                self.hold(Tool.ADD, n_before, at)
        return True

    def preview(self, at: Floats) -> Preview:
        if self.is_holding or self.canvas.nearest(at) is not None:
            return NOTHING
        return Preview(self.canvas.fresh_points(at[None]))


class MoveTool(GrabTool):
    """Moves and selects points; beside them it leaves the canvas to be shifted."""

    cursor = Qt.CursorShape.OpenHandCursor

    def press(self, at: Floats, mode: SelectMode) -> bool:
        index = self.canvas.nearest(at)
        if mode is SelectMode.REPLACE and index is not None and index not in self.canvas.selected:
            self.canvas.selectionRequested.emit(np.array([index]), mode)
        return self.grab(at, mode)


class EraseTool(CanvasTool):
    """Erases all points that it passes."""

    options = ("eraser",)

    def press(self, at: Floats, mode: SelectMode) -> bool:
        self.drag(at[None])
        return True

    def drag(self, path: Floats) -> None:
        canvas = self.canvas
        reach = max(canvas.eraser_radii[0] / canvas.pixel[0], CLICK_PIXELS)
        hit = painting.near_path(canvas.positions, path, canvas.pixel, reach) & canvas.is_shown
        if hit.any():
            canvas.ask(canvas.pointsEraseRequested, np.flatnonzero(hit))

    def preview(self, at: Floats) -> Preview:
        return Preview(outline=ellipse(at, self.canvas.eraser_radii))
