"""Data sets, each one table entry: a generator with number of points, noise and seed, or a lesson's fixed data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.data.points import Floats, Points
from app.data.tasks import Task
from app.text import QT_TRANSLATE_NOOP as _N

Sample = tuple[Floats, Floats]
Rng = np.random.Generator


@dataclass(frozen=True, slots=True)
class DataSet:
    """One entry of the table.

    Attributes
    ----------
    make
        `make(n, noise, n_classes, rng)` returns inputs (n, 1 or 2) and targets (n,).
    n_points
        Default number of points; 0 if the data are fixed.
    noise
        Default noise, a standard deviation in the units of the data; None if it takes none.
    """

    key: str
    label: str
    task: Task
    help: str
    make: Callable[[int, float, int, Rng], Sample]
    n_points: int = 100
    noise: float | None = 0.2
    has_classes: bool = False

    @property
    def is_fixed(self) -> bool:
        """Whether the data are given numbers, without size, noise and seed."""
        return self.n_points == 0


def _line(n: int, noise: float, _k: int, rng: Rng) -> Sample:
    x = rng.uniform(-5, 5, n)
    return x[:, None], 0.8 * x + 1 + rng.normal(0, noise, n)


def _quadratic(n: int, noise: float, _k: int, rng: Rng) -> Sample:
    x = rng.uniform(-3, 3, n)
    return x[:, None], x**2 - x - 1 + rng.normal(0, noise, n)


def _sine(n: int, noise: float, _k: int, rng: Rng) -> Sample:
    x = rng.uniform(-5, 5, n)
    return x[:, None], np.sin(x) + rng.normal(0, noise, n)


def _step(n: int, noise: float, _k: int, rng: Rng) -> Sample:
    x = rng.uniform(-5, 5, n)
    return x[:, None], np.where(x > 0, 1.0, -1.0) + rng.normal(0, noise, n)


def _hours(n: int, noise: float, _k: int, rng: Rng) -> Sample:
    hours = rng.uniform(0, 10, n)
    passed = hours + rng.normal(0, noise, n) > 4.5
    return hours[:, None], passed.astype(np.float64)


def _plane(n: int, noise: float, _k: int, rng: Rng) -> Sample:
    x = rng.uniform(-6, 6, (n, 2))
    return x, x.sum(axis=1) / 10 + rng.normal(0, noise, n)


def _bumps(n: int, noise: float, _k: int, rng: Rng) -> Sample:
    x = rng.uniform(-6, 6, (n, 2))
    y = np.zeros(n)
    for row, sign in ((2.5, 1), (-2.5, -1)):
        for column in (-4, 0, 4):
            height = sign if column else -sign
            y += height * np.exp(-((x[:, 0] - column) ** 2 + (x[:, 1] - row) ** 2) / 2)
    return x, y + rng.normal(0, noise, n)


def _circles(n: int, noise: float, _k: int, rng: Rng) -> Sample:
    inner = np.arange(n) < n // 2
    radius = np.where(inner, rng.uniform(0, 2.5, n), rng.uniform(3.5, 5, n))
    angle = rng.uniform(0, 2 * np.pi, n)
    x = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return x + rng.normal(0, noise, (n, 2)), inner.astype(np.float64)


def _moons(n: int, noise: float, _k: int, rng: Rng) -> Sample:
    upper = np.arange(n) < n // 2
    angle = rng.uniform(0, np.pi, n)
    x = np.column_stack(
        [np.where(upper, np.cos(angle) - 0.5, 0.5 - np.cos(angle)), np.where(upper, np.sin(angle), -np.sin(angle))]
    )
    x[:, 1] += np.where(upper, -0.25, 0.25)
    return 2.5 * x + rng.normal(0, noise, (n, 2)), (~upper).astype(np.float64)


def _xor(n: int, noise: float, _k: int, rng: Rng) -> Sample:
    x = rng.uniform(-5, 5, (n, 2))
    x += np.where(x > 0, 0.3, -0.3)
    noisy = x + rng.normal(0, noise, (n, 2))
    return x, (noisy[:, 0] * noisy[:, 1] >= 0).astype(np.float64)


def _spirals(n: int, noise: float, n_classes: int, rng: Rng) -> Sample:
    arm = np.arange(n) % n_classes
    along = (np.arange(n) // n_classes + 0.5) / max(-(-n // n_classes), 1)
    angle = 1.75 * along * 2 * np.pi + arm * 2 * np.pi / n_classes
    x = 5 * along[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])
    return x + rng.normal(0, noise, (n, 2)), arm.astype(np.float64)


def _blobs(n: int, noise: float, n_classes: int, rng: Rng) -> Sample:
    label = np.arange(n) % n_classes
    angle = 2 * np.pi * label / n_classes + np.pi / 4
    centres = 3 * np.column_stack([np.cos(angle), np.sin(angle)])
    return centres + rng.normal(0, noise, (n, 2)), label.astype(np.float64)


def _doubling(_n: int, _noise: float, _k: int, _rng: Rng) -> Sample:
    return np.array([[1.0], [2.0], [3.0]]), np.array([2.0, 4.0, 6.0])


def _three_students(_n: int, _noise: float, _k: int, _rng: Rng) -> Sample:
    return np.array([[1.0], [2.0], [3.0]]), np.array([0.0, 0.0, 1.0])


def _fifteen_points(_n: int, _noise: float, _k: int, _rng: Rng) -> Sample:
    x = [3.3, 4.4, 5.5, 6.71, 6.93, 4.168, 9.779, 6.182, 7.59, 2.167, 7.042, 10.791, 5.313, 7.997, 3.1]
    y = [1.7, 2.76, 2.09, 3.19, 1.694, 1.573, 3.366, 2.596, 2.53, 1.221, 2.827, 3.465, 1.65, 2.904, 1.3]
    return np.array(x)[:, None], np.array(y)


def _houses(n: int, noise: float, _k: int, rng: Rng) -> Sample:
    x = rng.normal(0, 1, (n, 2))
    return x, x @ np.array([2.0, -3.4]) + 4.2 + rng.normal(0, noise, n)


OWN = "own"

DATASETS: tuple[DataSet, ...] = (
    DataSet("line", _N("choices", "Line"), Task.REGRESSION_1D, _N("choices", "Points along a straight line."), _line, noise=0.8),
    DataSet("quadratic", _N("choices", "Quadratic"), Task.REGRESSION_1D, _N("choices", "Points along a parabola."), _quadratic, noise=0.8),
    DataSet("sine", _N("choices", "Sine"), Task.REGRESSION_1D, _N("choices", "One and a half waves of a sine."), _sine),
    DataSet("step", _N("choices", "Step"), Task.REGRESSION_1D, _N("choices", "A jump from −1 to 1."), _step),
    DataSet("doubling", _N("choices", "Doubling (lesson)"), Task.REGRESSION_1D, _N("choices", "Three points on y = 2x."), _doubling, 0, None),
    DataSet("fifteen-points", _N("choices", "Fifteen points (lesson)"), Task.REGRESSION_1D, _N("choices", "Fifteen measured points around a line."), _fifteen_points, 0, None),
    DataSet("hours", _N("choices", "Hours of study"), Task.CLASSIFICATION_1D, _N("choices", "Who studies longer passes more often."), _hours, 40, 1.0),
    DataSet("three-students", _N("choices", "Three students (lesson)"), Task.CLASSIFICATION_1D, _N("choices", "1, 2 and 3 hours of study: failed, failed, passed."), _three_students, 0, None),
    DataSet("circles", _N("choices", "Circles"), Task.CLASSIFICATION_2D, _N("choices", "A disc inside a ring."), _circles, 200),
    DataSet("moons", _N("choices", "Moons"), Task.CLASSIFICATION_2D, _N("choices", "Two crescents that reach into each other."), _moons, 200),
    DataSet("xor", _N("choices", "Exclusive or"), Task.CLASSIFICATION_2D, _N("choices", "Opposite quarters share a class: no straight line separates them."), _xor, 200, 0.0),
    DataSet("spirals", _N("choices", "Spirals"), Task.CLASSIFICATION_2D, _N("choices", "One arm per class, wound into each other."), _spirals, 200, 0.1, True),
    DataSet("blobs", _N("choices", "Gaussian blobs"), Task.CLASSIFICATION_2D, _N("choices", "One cloud a class, two to ten classes."), _blobs, 200, 0.8, True),
    DataSet("plane", _N("choices", "Plane"), Task.REGRESSION_2D, _N("choices", "Values that rise evenly in one direction."), _plane, 200, 0.05),
    DataSet("bumps", _N("choices", "Gaussian bumps"), Task.REGRESSION_2D, _N("choices", "Six hills and hollows."), _bumps, 400, 0.05),
    DataSet("houses", _N("choices", "House prices (lesson)"), Task.REGRESSION_2D, _N("choices", "Price = 2·area − 3.4·age + 4.2, inputs from a standard normal."), _houses, 1000, 0.01),
)  # fmt: skip

BY_KEY = {entry.key: entry for entry in DATASETS}


def make_points(entry: DataSet, n_points: int, noise: float, n_classes: int, seed: int) -> Points:
    """Draw a sample of a data set; the same arguments always give the same points."""
    inputs, targets = entry.make(n_points, noise, n_classes, np.random.default_rng(seed))
    return Points.of(inputs, targets)
