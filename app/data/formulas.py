"""The data set that a person writes: y = f(x) with noise, or class 1 where f(x) > 0. Nothing but the formula is evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from app.data.datasets import DataSet, Rng, Sample
from app.data.expressions import Expression
from app.data.points import Floats
from app.data.tasks import Task
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError

FORMULA = "formula"
"""The key of this data set, whatever the task."""

_ROUNDS = 20
_AT_ONCE = 1000
"""At least so many inputs are drawn at a time: more points then begin with the same ones as fewer."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a formula is for a task: help, the text to start with, and the data set's own size and noise."""

    help: str
    text: str
    n_points: int
    noise: float


_KINDS: Mapping[Task, _Kind] = {
    Task.REGRESSION_1D: _Kind(_N("choices", "y = f(x), plus noise."), "sin(x)", 100, 0.2),
    Task.CLASSIFICATION_1D: _Kind(_N("choices", "Class 1 where f(x) > 0."), "x^2 - 4", 100, 0.2),
    Task.CLASSIFICATION_2D: _Kind(_N("choices", "Class 1 where f(x1, x2) > 0."), "x1^2 + x2^2 - 9", 200, 0.0),
    Task.REGRESSION_2D: _Kind(_N("choices", "y = f(x1, x2), plus noise."), "sin(x1) * cos(x2)", 400, 0.05),
}


def default_formula(task: Task) -> str:
    """Return the formula that a task starts with."""
    return _KINDS[task].text


def parse(text: str, task: Task) -> Expression:
    """Return the formula of a task's inputs, x, or x1 and x2.

    Raises
    ------
    UserError
        If it is none.
    """
    return Expression(text, _variables(task))


def of_task(task: Task, text: str = "", low: float = -5.0, high: float = 5.0) -> DataSet:
    """Return the data set of a formula (the task's default one if "") for inputs between `low` and `high`.

    Making points raises `UserError` if the text is no formula, or finite hardly anywhere in that range.
    """

    kind = _KINDS[task]

    def make(n: int, noise: float, _k: int, rng: Rng) -> Sample:
        return _draw(task, parse(text or kind.text, task), min(low, high), max(low, high), n, noise, rng)

    return DataSet(FORMULA, _N("choices", "Formula"), task, kind.help, make, kind.n_points, kind.noise)


def _draw(task: Task, formula: Expression, low: float, high: float, n: int, noise: float, rng: Rng) -> Sample:
    """Draw inputs where the formula is finite, and their targets.

    Noise is a standard deviation: it is added to values, but to the inputs before they are judged for a class.
    """
    inputs, values = _finite_inputs(task, formula, low, high, n, rng)
    if not task.is_classification:
        return inputs, values + rng.normal(0, noise, n)
    judged = _values(task, formula, inputs + rng.normal(0, noise, inputs.shape))
    return inputs, (np.where(np.isfinite(judged), judged, values) > 0).astype(np.float64)


def _finite_inputs(task: Task, formula: Expression, low: float, high: float, n: int, rng: Rng) -> Sample:
    """Return `n` inputs (n, 1 or 2) and the formula's values there (n,); inputs without a finite value are redrawn."""
    found: list[Sample] = []
    n_found = 0
    for _ in range(_ROUNDS):
        inputs = rng.uniform(low, high, (max(n, _AT_ONCE), task.n_inputs))
        values = _values(task, formula, inputs)
        is_finite = np.isfinite(values)
        found.append((inputs[is_finite], values[is_finite]))
        n_found += int(np.count_nonzero(is_finite))
        if n_found >= n:
            return np.concatenate([part[0] for part in found])[:n], np.concatenate([part[1] for part in found])[:n]
        if not n_found:
            break
    raise UserError(
        _N("errors", "“{text}” is a finite number almost nowhere between {low} and {high}. Change the formula or the range of the inputs."),
        text=formula.text, low=f"{low:g}", high=f"{high:g}",
    )  # fmt: skip


def _values(task: Task, formula: Expression, inputs: Floats) -> Floats:
    """Return the formula's values (n,) at inputs (n, 1 or 2)."""
    return formula(**dict(zip(_variables(task), inputs.T, strict=True)))


def _variables(task: Task) -> tuple[str, ...]:
    return ("x",) if task.n_inputs == 1 else ("x1", "x2")
