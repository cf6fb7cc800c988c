"""Dabs, stamps, jitter, magnet, mirror, grid and what lies inside, against closed forms and plain loops."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data import painting
from app.data.plane import canvas_positions, numbers_at
from app.data.points import Points
from app.data.tasks import Task

PIXEL = (0.02, 0.05)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng(seed)


@pytest.mark.parametrize(
    "draw",
    [
        lambda random: painting.dab(random, (1, 2), (3, 4), 50),
        lambda random: painting.line(random, (0, 0), (1, 1), 50, (0.1, 0.2)),
        lambda random: painting.circle(random, (1, 2), (3, 4), 50, (0.1, 0.2)),
        lambda random: painting.cloud(random, (1, 2), (3, 4), 50),
    ],
)
def test_the_same_generator_gives_the_same_places(draw) -> None:  # type: ignore[no-untyped-def]
    assert draw(rng(3)).shape == (50, 2)
    assert np.array_equal(draw(rng(3)), draw(rng(3)))
    assert not np.array_equal(draw(rng(3)), draw(rng(4)))


def test_a_dab_is_spread_evenly_over_its_ellipse() -> None:
    places = painting.dab(rng(), (5, -3), (2, 0.5), 20_000)
    sizes = np.hypot((places[:, 0] - 5) / 2, (places[:, 1] + 3) / 0.5)
    assert sizes.max() <= 1
    # An even spread: the share within a part r of the radius is r².
    for part in (0.25, 0.5, 0.75):
        assert np.mean(sizes <= part) == pytest.approx(part**2, abs=0.015)
    assert places.mean(axis=0) == pytest.approx([5, -3], abs=0.03)


def test_a_line_without_noise_has_equal_steps() -> None:
    places = painting.line(rng(), (1, 2), (5, 0), 5, (0, 0))
    assert places == pytest.approx(np.array([[1, 2], [2, 1.5], [3, 1], [4, 0.5], [5, 0]]))
    assert painting.line(rng(), (1, 2), (5, 0), 1, (0, 0)) == pytest.approx(np.array([[3, 1]]))


def test_a_circle_without_noise_is_a_regular_polygon() -> None:
    places = painting.circle(rng(), (1, 2), (2, 4), 4, (0, 0))
    assert places == pytest.approx(np.array([[3, 2], [1, 6], [-1, 2], [1, -2]]))


def test_noise_and_cloud_have_their_standard_deviations() -> None:
    noise = painting.jittered(rng(), np.zeros((20_000, 2)), (0.5, 2))
    cloud = painting.cloud(rng(1), (3, 4), (0.5, 2), 20_000)
    for places, centre in ((noise, (0, 0)), (cloud, (3, 4))):
        assert places.mean(axis=0) == pytest.approx(centre, abs=0.05)
        assert places.std(axis=0) == pytest.approx([0.5, 2], rel=0.03)
        assert np.mean(np.abs(places[:, 0] - centre[0]) < 0.5) == pytest.approx(0.6827, abs=0.015)


def test_places_along_a_path_are_equally_far_apart_even_if_it_comes_in_parts() -> None:
    path = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 2.5], [0.3, 2.5]])
    whole, rest = painting.along(path, 7.0, PIXEL)
    lengths = [50.0, 50.0, 35.0]  # pixels of the three parts
    assert len(whole) == int(sum(lengths) // 7)
    assert rest == pytest.approx(sum(lengths) % 7)
    assert whole[0] == pytest.approx([7 * 0.02, 0])
    first, rest_1 = painting.along(path[:2], 7.0, PIXEL)
    second, rest_2 = painting.along(path[1:3], 7.0, PIXEL, rest_1)
    third, rest_3 = painting.along(path[2:], 7.0, PIXEL, rest_2)
    assert np.vstack([first, second, third]) == pytest.approx(whole)
    assert rest_3 == pytest.approx(rest)


def test_a_path_too_short_for_a_place_is_remembered() -> None:
    places, rest = painting.along(np.array([[0.0, 0.0], [0.04, 0.0]]), 7.0, PIXEL, 3.0)
    assert len(places) == 0
    assert rest == pytest.approx(5.0)


def test_the_magnet_pulls_the_more_the_nearer() -> None:
    positions = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 2.0], [2.0, 0.0], [9.0, 9.0]])
    pulled = painting.pulled(positions, (0, 0), (2, 4), 0.4)
    # At half the radius: by 0.4 · (1 - 1/2) of the way.
    assert pulled == pytest.approx(np.array([[0, 0], [0.8, 0], [0, 1.6], [2, 0], [9, 9]]))
    pushed = painting.pulled(positions, (0, 0), (2, 4), -0.4)
    assert pushed[1] == pytest.approx([1.2, 0])


@pytest.mark.parametrize("axis", [0, 1])
def test_mirrored_twice_is_as_before(axis: int) -> None:
    positions = rng().normal(size=(20, 2))
    once = painting.mirrored(positions, axis)
    assert once[:, 1 - axis] == pytest.approx(positions[:, 1 - axis])
    assert (once[:, axis].min(), once[:, axis].max()) == pytest.approx((positions[:, axis].min(), positions[:, axis].max()))  # fmt: skip
    assert painting.mirrored(once, axis) == pytest.approx(positions)
    assert painting.mirrored(np.array([[0.0, 5.0], [3.0, 6.0]]), 0) == pytest.approx(np.array([[3, 5], [0, 6]]))


@given(st.floats(-1e6, 1e6), st.sampled_from([0.1, 0.25, 0.3, 0.5, 1.0, 2.0, 5.0]))
def test_a_snapped_place_is_the_nearest_multiple(x: float, step: float) -> None:
    ((snapped, same),) = painting.snapped(np.array([[x, x]]), (step, step))
    assert snapped == same
    assert abs(snapped - x) <= step / 2 * (1 + 1e-9)
    assert math.remainder(snapped, step) == pytest.approx(0, abs=1e-9 * max(abs(x), 1))


def test_snapped_numbers_are_those_one_would_write() -> None:
    assert painting.snapped(np.array([[0.31, 0.69]]), (0.1, 0.1)).tolist() == [[0.3, 0.7]]


def test_a_lasso_holds_what_a_ray_says() -> None:
    outline = np.array([[0, 0], [4, 0], [4, 3], [2, 1], [0, 3]], dtype=float)  # an M: a notch from above
    positions = rng().uniform(-1, 5, (500, 2))

    def is_inside(x: float, y: float) -> bool:
        return 0 < x < 4 and 0 < y < 1 + abs(x - 2)

    expected = [is_inside(x, y) for x, y in positions]
    assert painting.inside_lasso(positions, outline).tolist() == expected
    assert painting.inside_lasso(positions, outline[::-1]).tolist() == expected
    assert 100 < sum(expected) < 400


def test_a_rectangle_may_be_drawn_from_any_corner() -> None:
    positions = np.array([[0, 0], [1, 1], [2, 1], [2.1, 1], [1, -0.1]])
    for corner, opposite in (((0, 0), (2, 1)), ((2, 0), (0, 1)), ((2, 1), (0, 0))):
        assert painting.inside_rectangle(positions, corner, opposite).tolist() == [True, True, True, False, False]


def test_near_a_path_is_near_one_of_its_parts() -> None:
    path = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    positions = rng().uniform(-0.5, 1.5, (300, 2))

    def distance(x: float, y: float) -> float:  # sampled: to 1,000 places along each part
        return min(
            math.hypot((x - (a + t * (c - a))) / PIXEL[0], (y - (b + t * (d - b))) / PIXEL[1])
            for (a, b), (c, d) in zip(path[:-1].tolist(), path[1:].tolist(), strict=True)
            for t in np.linspace(0, 1, 1001)
        )

    distances = np.array([distance(x, y) for x, y in positions[:60]])
    clear = np.abs(distances - 10) > 0.1
    near = painting.near_path(positions[:60], path, PIXEL, 10)
    assert near[clear].tolist() == (distances[clear] <= 10).tolist()
    assert painting.near_path(np.array([[0.1, 0.0]]), path[:1], PIXEL, 5).tolist() == [True]
    assert painting.near_path(np.array([[0.11, 0.0]]), path[:1], PIXEL, 5).tolist() == [False]


@pytest.mark.parametrize(("value", "expected"), [(1, 1), (0.96, 1), (1.6, 2), (3, 2), (3.4, 5), (8, 10), (0.034, 0.05), (690, 500)])  # fmt: skip
def test_nice_numbers(value: float, expected: float) -> None:
    assert painting.nice(value) == expected


@pytest.mark.parametrize("task", Task)
def test_a_place_on_the_canvas_and_back(task: Task) -> None:
    random = rng()
    inputs = random.normal(size=(30, task.n_inputs))
    targets = random.integers(0, 4, 30).astype(float) if task.is_classification else random.normal(size=30)
    positions = canvas_positions(task, 4, Points.of(inputs, targets))
    again = numbers_at(task, 4, positions, targets)
    assert again[0] == pytest.approx(inputs)
    assert again[1] == pytest.approx(targets)


def test_between_rows_the_nearer_class_counts_unless_it_is_kept() -> None:
    positions, targets = np.array([[1, 0.2], [2, 0.8], [3, 7], [4, -7]]), np.array([2.0, 2, 2, 2])
    assert numbers_at(Task.CLASSIFICATION_1D, 3, positions, targets)[1].tolist() == [0, 2, 2, 0]
    assert numbers_at(Task.CLASSIFICATION_1D, 3, positions, targets, keeps_class=True)[1].tolist() == [2, 2, 2, 2]
