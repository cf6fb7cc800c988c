"""The data set of a typed formula, against numpy."""

from __future__ import annotations

import numpy as np
import pytest

from app.data.datasets import make_points
from app.data.formulas import default_formula, of_task, parse
from app.data.points import Points
from app.data.tasks import Task
from app.text import UserError


def drawn(task: Task, text: str, n: int = 300, noise: float = 0.0, seed: int = 3, low: float = -5, high: float = 5) -> Points:  # fmt: skip
    return make_points(of_task(task, text, low, high), n, noise, 2, seed)


@pytest.mark.parametrize("task", Task)
@pytest.mark.parametrize("n", [1, 2, 100, 2500])
def test_every_task_draws_its_default_formula(task: Task, n: int) -> None:
    entry = of_task(task)
    points = make_points(entry, n, entry.noise or 0.0, 2, 1)
    assert points.inputs.shape == (n, task.n_inputs)
    assert np.abs(points.inputs).max() <= 5
    assert np.isfinite(points.targets).all()
    if task.is_classification:
        assert set(points.targets) <= {0, 1}
        if n >= 100:
            assert 0.2 < points.targets.mean() < 0.8
    assert parse(default_formula(task), task).text == default_formula(task)


def test_a_curve() -> None:
    points = drawn(Task.REGRESSION_1D, "x^3 / 2 - cos(x)")
    x = points.inputs[:, 0]
    np.testing.assert_allclose(points.targets, x * x * x / 2 - np.cos(x), rtol=1e-12)


def test_a_surface() -> None:
    points = drawn(Task.REGRESSION_2D, "x1 * exp(-x2 / 5)")
    np.testing.assert_allclose(points.targets, points.inputs[:, 0] * np.exp(-points.inputs[:, 1] / 5), rtol=1e-12)


@pytest.mark.parametrize("text", ["x1^2 + x2^2 - 9", "x1^2 + x2^2 > 9", "x1² + x2² ≥ 9", "９ ＜ x₁² ＋ x₂²"])
def test_a_formula_or_a_comparison_decides_the_class(text: str) -> None:
    points = drawn(Task.CLASSIFICATION_2D, text)
    np.testing.assert_array_equal(points.targets == 1, np.hypot(*points.inputs.T) > 3)


def test_noise_of_values_is_a_standard_deviation() -> None:
    points = drawn(Task.REGRESSION_1D, "2*x", n=20_000, noise=0.5)
    errors = points.targets - 2 * points.inputs[:, 0]
    assert errors.std() == pytest.approx(0.5, rel=0.03)
    assert errors.mean() == pytest.approx(0, abs=0.02)


def test_noise_of_classes_moves_the_inputs_before_they_are_judged() -> None:
    """Class 1 at x has the probability that x + noise is positive: 84 % one standard deviation above the threshold."""
    points = drawn(Task.CLASSIFICATION_1D, "x", n=100_000, noise=2.0)
    x = points.inputs[:, 0]
    assert points.targets[np.abs(x - 2) < 0.1].mean() == pytest.approx(0.841, abs=0.03)
    assert points.targets[np.abs(x) < 0.1].mean() == pytest.approx(0.5, abs=0.05)
    assert np.abs(x).max() <= 5


@pytest.mark.parametrize("noise", [0.0, 3.0])
@pytest.mark.parametrize(
    ("text", "is_domain"), [("ln(x)", lambda x: x > 0), ("sqrt(1 - x^2)", lambda x: np.abs(x) <= 1)]
)
def test_points_without_a_finite_value_are_drawn_anew(text: str, is_domain: object, noise: float) -> None:
    for task in (Task.REGRESSION_1D, Task.CLASSIFICATION_1D):
        points = drawn(task, text, n=1500, noise=noise)
        assert len(points) == 1500
        assert is_domain(points.inputs[:, 0]).all()  # type: ignore[operator]
        assert np.isfinite(points.targets).all()


@pytest.mark.parametrize("text", ["ln(-1 - x^2)", "1/0", "sqrt(x - 4.999)", "exp(exp(exp(9 + x)))"])
def test_a_formula_that_is_finite_almost_nowhere_is_told(text: str) -> None:
    with pytest.raises(UserError, match=r"almost nowhere between -5 and 5"):
        drawn(Task.REGRESSION_1D, text, n=5000)


def test_the_range() -> None:
    points = drawn(Task.REGRESSION_2D, "x1", low=100, high=101)
    assert points.inputs.min() >= 100
    assert points.inputs.max() <= 101
    assert points.inputs.std(axis=0) == pytest.approx(1 / np.sqrt(12), rel=0.1)
    assert drawn(Task.REGRESSION_2D, "x1", low=101, high=100).equals(points)
    assert set(drawn(Task.REGRESSION_1D, "x", low=2, high=2).targets) == {2.0}


def test_more_points_begin_with_the_same_ones() -> None:
    few, many = (drawn(Task.REGRESSION_1D, "ln(x)", n=n, noise=0.3) for n in (50, 400))
    assert many.chosen(range(50)).inputs.tolist() == few.inputs.tolist()
    assert not drawn(Task.REGRESSION_1D, "ln(x)", n=50, seed=4).equals(few)


@pytest.mark.parametrize(
    ("task", "text"), [(Task.REGRESSION_1D, "x1"), (Task.CLASSIFICATION_2D, "x"), (Task.REGRESSION_2D, "y")]
)
def test_other_variables_are_refused_by_name(task: Task, text: str) -> None:
    with pytest.raises(UserError, match=f"“{text}”.*variables are: x"):
        parse(text, task)
