"""What the small pictures of a wall show of the plane."""

from __future__ import annotations

from dataclasses import astuple

import pytest

from app.data.points import Points
from app.explain.prediction import Region
from app.gui.views.wall_picture import picture_region
from app.training.settings import from_dict


@pytest.mark.parametrize(
    ("inputs", "targets", "expected"),
    [
        ([[2.0]], [5.0], Region(0.85, 3.15, 3.85, 6.15)),
        ([[-3.0], [3.0]], [5.0, 5.0], Region(-3.45, 3.45, 3.85, 6.15)),
        ([[1.0], [1.0]], [0.0, 8.0], Region(-0.15, 2.15, -0.6, 8.6)),
        ([[0.0], [1e-5]], [0.0, 1e-5], Region(-7.5e-7, 1.075e-5, -7.5e-7, 1.075e-5)),
    ],
    ids=["one point", "one height", "one place", "small numbers"],
)
def test_pictures_of_points_without_extent_show_what_is_around_them(
    inputs: list[list[float]], targets: list[float], expected: Region
) -> None:
    region = picture_region(from_dict({"task": "regression-1d"}), (Points.of(inputs, targets),))
    assert astuple(region) == pytest.approx(astuple(expected))


def test_pictures_of_one_point_in_the_plane_show_what_is_around_it() -> None:
    region = picture_region(from_dict({"task": "classification-2d"}), (Points.of([[4.0, -7.0]], [1.0]),))
    assert astuple(region) == pytest.approx((2.85, 5.15, -8.15, -5.85))
    far = picture_region(from_dict({"task": "classification-2d"}), (Points.of([[1e20, 0.0]], [1.0]),))
    assert far.x_low < far.x_high
