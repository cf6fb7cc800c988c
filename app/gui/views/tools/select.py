"""Tools that select points: by a rectangle, by a lasso. Pressed on a selected point they move the selection."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from app.data import painting
from app.data.points import Bools, Floats
from app.gui.views.tools.base import NOTHING, Preview, SelectMode, Tool
from app.gui.views.tools.points import CLICK_PIXELS, GrabTool

if TYPE_CHECKING:
    from app.gui.views.canvas import Canvas


class SelectTool(GrabTool):
    """Selects what lies inside an outline; a click selects the point there, or none."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._path: Floats = np.empty((0, 2))
        self._mode = SelectMode.REPLACE

    def outline(self) -> Floats:
        """Return the closed line around what is chosen, (k, 2)."""
        raise NotImplementedError

    def is_inside(self, positions: Floats) -> Bools:
        """Return which positions are chosen, (n,)."""
        raise NotImplementedError

    def press(self, at: Floats, mode: SelectMode) -> bool:
        self._path, self._mode = at[None], mode
        index = self.canvas.nearest(at)
        if index is not None and index in self.canvas.selected and mode is SelectMode.REPLACE:
            self.hold(Tool.MOVE, index, at)
        return True

    def drag(self, path: Floats) -> None:
        if self.is_holding:
            super().drag(path)
        else:
            self._path = np.vstack([self._path, path[1:]])

    def release(self) -> None:
        canvas, mover = self.canvas, self._mover
        way = self._path - self._path[0]
        if mover is None and max(map(canvas.pixels, way)) >= CLICK_PIXELS:
            chosen = np.flatnonzero(self.is_inside(canvas.positions) & canvas.is_shown)
            canvas.selectionRequested.emit(chosen, self._mode)
        elif mover is None or not mover.has_moved:
            index = canvas.nearest(self._path[0])
            canvas.selectionRequested.emit(np.array([] if index is None else [index], dtype=np.intp), self._mode)
        self.cancel()

    def cancel(self) -> None:
        super().cancel()
        self._path = np.empty((0, 2))

    def preview(self, at: Floats) -> Preview:
        return Preview(outline=self.outline()) if len(self._path) > 1 else NOTHING


class RectangleTool(SelectTool):
    """Selects what lies in a rectangle."""

    def outline(self) -> Floats:
        (x0, y0), (x1, y1) = self._path[0], self._path[-1]
        return np.array([[x0, y0], [x1, y0], [x1, y1], [x0, y1], [x0, y0]])

    def is_inside(self, positions: Floats) -> Bools:
        return painting.inside_rectangle(positions, self._path[0], self._path[-1])


class LassoTool(SelectTool):
    """Selects what lies in a line drawn around it."""

    def outline(self) -> Floats:
        return np.vstack([self._path, self._path[:1]])

    def is_inside(self, positions: Floats) -> Bools:
        return painting.inside_lasso(positions, self._path)
