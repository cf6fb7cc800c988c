"""Points: every edit makes a new value, the old one stays as it was."""

from __future__ import annotations

import numpy as np
import pytest

from app.data.points import Points


def arrays(points: Points) -> tuple[list[object], list[float], list[bool]]:
    return points.inputs.tolist(), points.targets.tolist(), points.is_test.tolist()


@pytest.fixture
def three() -> Points:
    return Points.of([[1, 2], [3, 4], [5, 6]], [0, 1, 2], [False, True, False])


def test_one_input_becomes_a_column() -> None:
    assert arrays(Points.of([1, 2], [3, 4])) == ([[1.0], [2.0]], [3.0, 4.0], [False, False])


def test_empty_has_the_inputs_of_its_task() -> None:
    for n_inputs in (1, 2):
        empty = Points.empty(n_inputs)
        assert (len(empty), empty.n_inputs, empty.n_train, empty.top_class) == (0, n_inputs, 0, -1)
        assert arrays(empty.added([7] * n_inputs, 1)) == ([[7.0] * n_inputs], [1.0], [False])


def test_edits_leave_the_old_value_alone(three: Points) -> None:
    before = arrays(three)
    assert arrays(three.added((7, 8), 3)) == (
        [[1, 2], [3, 4], [5, 6], [7, 8]],
        [0, 1, 2, 3],
        [False, True, False, False],
    )
    assert arrays(three.changed([1], [(-1, -2)], [9])) == ([[1, 2], [-1, -2], [5, 6]], [0, 9, 2], [False, True, False])
    assert arrays(three.without([0, 2])) == ([[3, 4]], [1], [True])
    assert arrays(three.without([])) == before
    assert arrays(three.without([0, 1, 2])) == ([], [], [])
    assert three.without([0, 1, 2]).n_inputs == 2
    assert arrays(three) == before


def test_what_was_given_can_change_without_changing_points() -> None:
    inputs, targets = np.array([[1.0], [2.0]]), np.array([3.0, 4.0])
    points = Points.of(inputs, targets)
    inputs[0], targets[0] = 99, 99
    assert arrays(points) == ([[1.0], [2.0]], [3.0, 4.0], [False, False])


@pytest.mark.parametrize("edit", ["of", "added", "moved", "without", "split", "empty"])
def test_arrays_are_read_only(three: Points, edit: str) -> None:
    points = {
        "of": three,
        "added": three.added((0, 0), 0),
        "moved": three.changed([0], [(0, 0)], [0]),
        "without": three.without([0]),
        "split": three.split(0.5, 0),
        "empty": Points.empty(2),
    }[edit]
    for array in (points.inputs, points.targets, points.is_test):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 1


def test_lengths_must_agree() -> None:
    with pytest.raises(ValueError, match="differ in number"):
        Points.of([1, 2], [1])
    with pytest.raises(ValueError, match="differ in number"):
        Points.of([1, 2], [1, 2], [True])


@pytest.mark.parametrize("n", [0, 1, 2, 3, 7, 100])
@pytest.mark.parametrize("ratio", [0.0, 0.1, 0.3, 0.5, 0.9])
def test_split_marks_the_share_and_keeps_one_to_train_on(n: int, ratio: float) -> None:
    points = Points.of(np.arange(n), np.arange(n))
    split = points.split(ratio, seed=3)
    n_test = int(split.is_test.sum())
    assert abs(n_test - n * ratio) <= 0.5 or n_test == n - 1
    assert split.n_train == n - n_test
    assert n == 0 or split.n_train >= 1
    assert np.array_equal(split.inputs, points.inputs)
    assert np.array_equal(split.targets, points.targets)


def test_split_depends_on_the_seed_alone() -> None:
    points = Points.of(np.arange(50), np.zeros(50))
    first = points.split(0.5, 1)
    assert first.equals(points.split(0.5, 1))
    assert first.equals(points.split(0.2, 9).split(0.5, 1))
    assert not first.equals(points.split(0.5, 2))


def test_equals_sees_every_number(three: Points) -> None:
    assert three.equals(Points.of(three.inputs, three.targets, three.is_test))
    for other in (
        three.changed([0], [(1, 2.0000001)], [0]),
        three.changed([0], [(1, 2)], [0.5]),
        three.without([2]),
        Points.of(three.inputs, three.targets),
        Points.empty(2),
    ):
        assert not three.equals(other)
