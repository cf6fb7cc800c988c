"""What the tools of the canvas do to places on it: dabs, stamps, jitter, magnet, mirror, grid, and what lies inside.

Positions have the shape (n, 2). Reaches and noises are pairs, one number an axis, because what is a circle on the
screen is an ellipse where the axes have different scales, and the other way round.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from app.data.points import Bools, Floats

Pair = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PaintOptions:
    """What stands beside the tools; lengths are in units of the horizontal axis.

    Attributes
    ----------
    number
        Points of a stamp.
    radius
        Of brush, magnet and jitter; half the length of a line, radius of a circle, standard deviation of a cloud.
    eraser
        Radius of the eraser, smaller than that of what paints: it takes all points within.
    density
        Points of one dab of the brush.
    noise
        Standard deviation of a stamp's points.
    jitter
        Standard deviation by which points are shaken.
    strength
        The part of its way to the centre that a point goes under the magnet; negative pushes away.
    snaps
        Whether places snap to a grid.
    step
        Width of the grid.
    """

    number: int = 30
    radius: float = 1.0
    eraser: float = 0.2
    density: int = 5
    noise: float = 0.1
    jitter: float = 0.1
    strength: float = 0.2
    snaps: bool = False
    step: float = 0.5


def nice(value: float) -> float:
    """Return the number of the form 1, 2 or 5 times a power of ten that is nearest to a positive one."""
    decade = 10.0 ** math.floor(math.log10(value))
    return min((float(f"{m * decade:.1g}") for m in (1, 2, 5, 10)), key=lambda n: abs(math.log(n / value)))


# ------------------------------------------------------------ new points


def dab(rng: np.random.Generator, centre: ArrayLike, radii: Pair, number: int) -> Floats:
    """Return places spread evenly over an ellipse."""
    angles = rng.uniform(0, 2 * math.pi, number)
    sizes = np.sqrt(rng.uniform(0, 1, number))
    return np.asarray(centre) + sizes[:, None] * _turned(angles) * radii


def line(rng: np.random.Generator, start: ArrayLike, end: ArrayLike, number: int, noise: Pair) -> Floats:
    """Return places at equal distances from `start` to `end`, one alone in the middle, each off by Gaussian noise."""
    first, last = np.asarray(start, dtype=np.float64), np.asarray(end, dtype=np.float64)
    parts = np.linspace(0, 1, number) if number > 1 else np.array([0.5])
    return jittered(rng, first + parts[:, None] * (last - first), noise)


def circle(rng: np.random.Generator, centre: ArrayLike, radii: Pair, number: int, noise: Pair) -> Floats:
    """Return places at equal angles on an ellipse, each off by Gaussian noise."""
    return jittered(
        rng, np.asarray(centre) + _turned(np.arange(number, dtype=np.float64) * (2 * math.pi / number)) * radii, noise
    )


def cloud(rng: np.random.Generator, centre: ArrayLike, deviations: Pair, number: int) -> Floats:
    """Return places with a Gaussian distribution."""
    return np.asarray(centre) + rng.normal(size=(number, 2)) * deviations


def along(path: Floats, spacing: float, pixel: Pair, rest: float = 0.0) -> tuple[Floats, float]:
    """Return places at equal distances along a path of straight parts.

    Parameters
    ----------
    path
        Shape (k, 2), k at least 1.
    spacing
        In pixels.
    pixel
        Size of a pixel.
    rest
        Pixels that were already gone since the last place, before the path begins.

    Returns
    -------
    tuple
        Places (m, 2), and the pixels gone since the last one.
    """
    steps = np.hypot(*(np.diff(path, axis=0) / pixel).T)
    gone = np.concatenate([[0.0], np.cumsum(steps)])
    marks = np.arange(spacing - rest, gone[-1] + 1e-9, spacing)
    places = np.column_stack([np.interp(marks, gone, path[:, axis]) for axis in (0, 1)])
    return places, float(gone[-1] - marks[-1]) if len(marks) else rest + float(gone[-1])


# ------------------------------------------------------------ points that are there


def jittered(rng: np.random.Generator, positions: Floats, noise: Pair) -> Floats:
    """Return places, each off by Gaussian noise."""
    return positions + rng.normal(size=positions.shape) * noise


def pulled(positions: Floats, centre: ArrayLike, radii: Pair, strength: float) -> Floats:
    """Return places drawn towards a centre: by `strength` of the way at the centre, by nothing at the rim."""
    offsets = np.asarray(centre) - positions
    return positions + offsets * (strength * np.clip(1 - _sizes(offsets, radii), 0, 1))[:, None]


def mirrored(positions: Floats, axis: int) -> Floats:
    """Return places mirrored about the middle of their extent: left and right for axis 0, up and down for 1."""
    turned = positions.copy()
    if len(positions):
        turned[:, axis] = positions[:, axis].min() + positions[:, axis].max() - positions[:, axis]
    return turned


def snapped(positions: Floats, steps: Pair) -> Floats:
    """Return the nearest corners of a grid, as the numbers one would write: 0.3 for a step of 0.1."""
    corners = np.round(positions / steps) * steps
    digits = (9 - math.floor(math.log10(step)) for step in steps)
    return np.column_stack([np.round(column, count) for column, count in zip(corners.T, digits, strict=True)])


# ------------------------------------------------------------ what lies inside


def inside_ellipse(positions: Floats, centre: ArrayLike, radii: Pair) -> Bools:
    """Return which places lie in an ellipse or on its rim, (n,)."""
    inside: Bools = _sizes(positions - np.asarray(centre), radii) <= 1
    return inside


def inside_rectangle(positions: Floats, corner: ArrayLike, opposite: ArrayLike) -> Bools:
    """Return which places lie in a rectangle or on its rim, (n,)."""
    low, high = np.minimum(corner, opposite), np.maximum(corner, opposite)
    inside: Bools = np.all((positions >= low) & (positions <= high), axis=1)
    return inside


def inside_lasso(positions: Floats, outline: Floats) -> Bools:
    """Return which places lie in a polygon (k, 2): those from which a ray to the right crosses it an odd number of times."""
    inside = np.zeros(len(positions), dtype=np.bool_)
    x, y = positions[:, 0], positions[:, 1]
    for (x0, y0), (x1, y1) in zip(outline, np.roll(outline, -1, axis=0), strict=True):
        if y0 != y1:
            crosses = (y0 > y) != (y1 > y)
            inside ^= crosses & (x < x0 + (y - y0) / (y1 - y0) * (x1 - x0))
    return inside


def near_path(positions: Floats, path: Floats, pixel: Pair, reach: float) -> Bools:
    """Return which places lie within `reach` pixels of a path (k, 2), (n,)."""
    places, corners = positions / pixel, path / pixel
    near = np.zeros(len(positions), dtype=np.bool_)
    for start, end in zip(corners[: max(len(corners) - 1, 1)], corners[1:] if len(corners) > 1 else corners, strict=True):  # fmt: skip
        way = end - start
        length = float(way @ way)
        parts = np.clip((places - start) @ way / length, 0, 1) if length else np.zeros(len(places))
        near |= np.hypot(*(places - start - parts[:, None] * way).T) <= reach
    return near


def _turned(angles: Floats) -> Floats:
    return np.column_stack([np.cos(angles), np.sin(angles)])


def _sizes(offsets: Floats, radii: Pair) -> Floats:
    """Return how far offsets are, in radii; nothing lies within a radius of 0 but the centre."""
    sizes: Floats = np.hypot(*(offsets / np.maximum(radii, 1e-300)).T)
    return sizes
