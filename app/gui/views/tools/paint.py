"""Tools for many points: brush and stamps place them, jitter and magnet stir those that are there."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

import numpy as np

from app.data import painting
from app.data.painting import Pair
from app.data.points import Floats, Points
from app.gui.views.tools.base import CanvasTool, Preview, SelectMode, Tool, ellipse

if TYPE_CHECKING:
    from app.gui.views.canvas import Canvas

STAMP_PIXELS = 8
"""A stamp that is drawn out less far keeps the size beside the tool."""


class _RandomTool(CanvasTool):
    """A tool that draws random numbers: the same for the preview and for the click that follows."""

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._n_used = 0

    def rng(self) -> np.random.Generator:
        """Return the numbers for what comes next."""
        return np.random.default_rng(self._n_used)

    def use_up(self) -> None:
        """Let other numbers come next."""
        self._n_used += 1


class _StrokeTool(_RandomTool):
    """A tool that does the same thing again and again along its way, at distances of a part of its radius."""

    spacing: ClassVar[float]

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._is_on = False
        self._rest = 0.0

    def apply(self, places: Floats) -> None:
        """Do it at places (m, 2), m at least 1."""
        raise NotImplementedError

    def press(self, at: Floats, mode: SelectMode) -> bool:
        self._is_on, self._rest = True, 0.0
        self.apply(at[None])
        return True

    def drag(self, path: Floats) -> None:
        canvas = self.canvas
        spacing = max(self.spacing * canvas.radii[0] / canvas.pixel[0], 2.0)
        places, self._rest = painting.along(path, spacing, canvas.pixel, self._rest)
        if len(places):
            self.apply(places)

    def release(self) -> None:
        self.cancel()

    def cancel(self) -> None:
        self._is_on = False

    def preview(self, at: Floats) -> Preview:
        return Preview(outline=ellipse(at, self.canvas.radii))


class BrushTool(_StrokeTool):
    """Paints points over a disc."""

    options = ("radius", "density")
    spacing = 0.5

    def apply(self, places: Floats) -> None:
        dabs = []
        for place in places:
            dabs.append(self._dab(place))
            self.use_up()
        canvas = self.canvas
        canvas.ask(canvas.pointsPaintRequested, Tool.BRUSH, canvas.fresh_points(np.vstack(dabs)))

    def _dab(self, at: Floats) -> Floats:
        return painting.dab(self.rng(), at, self.canvas.radii, self.canvas.options.density)

    def preview(self, at: Floats) -> Preview:
        points = self.canvas.fresh_points(self._dab(at)) if not self._is_on else None
        return Preview(points, ellipse(at, self.canvas.radii))


class _StirTool(_StrokeTool):
    """Moves the points within its radius."""

    tool: ClassVar[Tool]
    spacing = 0.25

    def stirred(self, positions: Floats, centre: Floats) -> Floats:
        """Return where positions (n, 2) go when it is applied at a place."""
        raise NotImplementedError

    def apply(self, places: Floats) -> None:
        canvas = self.canvas
        positions = canvas.positions.copy()
        is_stirred = np.zeros(len(positions), dtype=np.bool_)
        for place in places:
            inside = painting.inside_ellipse(positions, place, canvas.radii) & canvas.is_shown
            positions[inside] = self.stirred(positions[inside], place)
            is_stirred |= inside
            self.use_up()
        rows = np.flatnonzero(is_stirred)
        if len(rows):
            numbers = canvas.numbers_at(positions[rows], canvas.points.targets[rows], keeps_class=True)
            canvas.ask(canvas.pointsMoveRequested, self.tool, rows, *numbers)


class JitterTool(_StirTool):
    """Shakes points."""

    options = ("radius", "jitter")
    tool = Tool.JITTER

    def stirred(self, positions: Floats, centre: Floats) -> Floats:
        return painting.jittered(self.rng(), positions, self.canvas.jitter)


class MagnetTool(_StirTool):
    """Pulls points together, or pushes them away."""

    options = ("radius", "strength")
    tool = Tool.MAGNET

    def stirred(self, positions: Floats, centre: Floats) -> Floats:
        return painting.pulled(positions, centre, self.canvas.radii, self.canvas.options.strength)


class _StampTool(_RandomTool):
    """Places a figure when the button is released: of the size beside the tool, or drawn out from the place of the press."""

    tool: ClassVar[Tool]

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._start: Floats | None = None
        self._end: Floats = np.zeros(2)

    def places(self, start: Floats, end: Floats | None) -> Floats:
        """Return where points go, (n, 2); `end` is None for a click."""
        raise NotImplementedError

    def outline(self, start: Floats, end: Floats | None) -> Floats:
        """Return the figure without noise, (k, 2)."""
        raise NotImplementedError

    def press(self, at: Floats, mode: SelectMode) -> bool:
        self._start = self._end = at
        return True

    def drag(self, path: Floats) -> None:
        self._end = path[-1]

    def release(self) -> None:
        if self._start is not None:
            points = self._points(self._start, self._drawn_out(self._start, self._end))
            self.use_up()
            self.cancel()
            self.canvas.ask(self.canvas.pointsPaintRequested, self.tool, points)

    def cancel(self) -> None:
        self._start = None

    def preview(self, at: Floats) -> Preview:
        start = at if self._start is None else self._start
        end = self._drawn_out(start, at)
        return Preview(self._points(start, end), self.outline(start, end))

    def _points(self, start: Floats, end: Floats | None) -> Points:
        return self.canvas.fresh_points(self.places(start, end))

    def _drawn_out(self, start: Floats, end: Floats) -> Floats | None:
        return end if self.canvas.pixels(end - start) >= STAMP_PIXELS else None

    def _radii(self, start: Floats, end: Floats | None) -> Pair:
        """Return the size of a round figure: the cursor lies on its rim."""
        return self.canvas.stamp_radii if end is None else self.canvas.reach(end - start)


class LineTool(_StampTool):
    """Places points along a line."""

    options = ("number", "radius", "noise")
    tool = Tool.LINE

    def places(self, start: Floats, end: Floats | None) -> Floats:
        first, last = self.outline(start, end)
        return painting.line(self.rng(), first, last, self.canvas.options.number, self.canvas.stamp_noise)

    def outline(self, start: Floats, end: Floats | None) -> Floats:
        half = np.array([self.canvas.radii[0], 0.0])
        return np.array([start - half, start + half] if end is None else [start, end])


class CircleTool(_StampTool):
    """Places points along a circle."""

    options = ("number", "radius", "noise")
    tool = Tool.CIRCLE

    def places(self, start: Floats, end: Floats | None) -> Floats:
        options = self.canvas.options
        return painting.circle(self.rng(), start, self._radii(start, end), options.number, self.canvas.stamp_noise)

    def outline(self, start: Floats, end: Floats | None) -> Floats:
        return ellipse(start, self._radii(start, end))


class CloudTool(_StampTool):
    """Places points with a Gaussian distribution; the outline is one standard deviation away from the centre."""

    options = ("number", "radius")
    tool = Tool.CLOUD

    def places(self, start: Floats, end: Floats | None) -> Floats:
        return painting.cloud(self.rng(), start, self._radii(start, end), self.canvas.options.number)

    def outline(self, start: Floats, end: Floats | None) -> Floats:
        return ellipse(start, self._radii(start, end))
