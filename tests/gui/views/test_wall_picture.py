"""What the small pictures of a wall show of the plane."""

from __future__ import annotations

from dataclasses import astuple

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from app.components.losses import Head
from app.data.points import Points
from app.data.tasks import Task
from app.explain.pictures import CODES, Pictures
from app.explain.prediction import Region
from app.gui.theme import CLASS_COLOURS, DARK, LIGHT, Theme
from app.gui.views.points_item import SIZE
from app.gui.views.wall_layout import WallAxes
from app.gui.views.wall_picture import cut_lines, paint_curves, paint_dots, paint_fields, picture_region
from app.gui.views.wall_ways import lay_out
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
    farthest = picture_region(
        from_dict({"task": "classification-2d"}), (Points.of([[1e308, 0.0], [-1e308, 1.0]], [1.0, 0.0]),)
    )
    assert np.isfinite(astuple(farthest)).all()
    strip = picture_region(
        from_dict({"task": "classification-2d"}), (Points.of([[1e-3, 0.0], [0.0, 1e308]], [1.0, 0.0]),)
    )
    assert np.isfinite(astuple(strip)).all()


def test_inputs_of_other_sizes_fill_a_picture_each_on_its_own_scale() -> None:
    plane = from_dict({"task": "classification-2d"})
    region = picture_region(plane, (Points.of([[0.0, 2.0], [200.0, 4.0]], [0.0, 1.0]),))
    assert astuple(region) == pytest.approx((-15, 215, 1.85, 4.15))
    alike = picture_region(plane, (Points.of([[0.0, 1.0], [4.0, 3.0]], [0.0, 1.0]),))
    assert astuple(alike) == pytest.approx((-0.3, 4.3, -0.3, 4.3))


def test_lines_are_cut_where_they_leave_the_picture() -> None:
    nan, inf = np.nan, np.inf
    lines = np.array(
        [
            [0.5, 1.5, 0.0, 1.0],  # out over the top and back
            [-1.0, 2.0, 0.5, 0.5],  # across the whole picture between two places
            [0.25, nan, 0.5, -inf],
            [2.0, 2.0, 1.0, 0.0],  # along outside, then in
            [0.0, 0.0, -0.5, -0.5],  # along the edge, then out
        ]
    )
    heights, ways, is_joined = cut_lines(lines)
    found = [
        [
            tuple(np.round([piece + ways[line, piece, end], heights[line, piece, end]], 6) for end in (0, 1))
            for piece in range(3)
            if is_joined[line, piece, 0]
        ]
        for line in range(len(lines))
    ]
    expected = [
        [((0, 0.5), (0.5, 1)), ((1 + 1 / 3, 1), (2, 0)), ((2, 0), (3, 1))],
        [((1 / 3, 0), (2 / 3, 1)), ((1 + 2 / 3, 1), (2, 0.5)), ((2, 0.5), (3, 0.5))],
        [],
        [((2, 1), (3, 0))],
        [((0, 0), (1, 0))],
    ]
    for own, wanted in zip(found, expected, strict=True):
        np.testing.assert_allclose(np.reshape(own, -1), np.reshape(wanted, -1), atol=1e-6)
    assert is_joined[:, :, 1].tolist() == [[0, 1, 0], [0, 1, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]]


def test_a_line_that_leaves_a_small_picture_has_no_hook(qtbot: QtBot) -> None:
    values = np.full((1, 9, 1), 10.0)
    values[0, :5, 0] = np.linspace(-1, 0.5, 5)  # then straight up and away
    pictures = Pictures(Head.VALUE, 1, Region(-1, 1, -1, 1), values)
    axes = WallAxes(("rate",), (("1",),), (0,), "seed")
    layout = lay_out(axes, 200, 240, 15, 40)
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        paint_curves(painter, pictures, layout, np.array([0]), LIGHT)
    top, left, side = round(layout.tops[0]), round(layout.lefts[0]), round(layout.side)
    dark = [x for x in range(side) for y in range(side // 2) if image.pixelColor(left + x, top + y).lightness() < 200]
    assert abs(max(dark) - (4 + 0.25 / 4.75) / 8 * side) < 2


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("number", range(len(CLASS_COLOURS)))
def test_points_are_seen_where_the_model_is_sure_of_them(qtbot: QtBot, theme: Theme, number: int) -> None:
    codes = np.full((1, 8, 8), CODES * number + CODES - 1, dtype=np.uint16)
    pictures = Pictures(Head.MULTICLASS, len(CLASS_COLOURS), Region(-1, 1, -1, 1), codes)
    assert contrast_of_a_point(Task.CLASSIFICATION_2D, float(number), pictures, theme) > 1.4


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("value", [-1.0, -0.75, -0.5, 0.5, 0.75, 1.0])
def test_points_are_seen_where_the_model_gives_their_value(qtbot: QtBot, theme: Theme, value: float) -> None:
    codes = np.full((1, 8, 8), round((value + 1) / 2 * (CODES - 1)), dtype=np.uint16)
    pictures = Pictures(Head.VALUE, 1, Region(-1, 1, -1, 1), codes)
    assert contrast_of_a_point(Task.REGRESSION_2D, value, pictures, theme) > 1.4


def test_points_of_a_large_picture_are_no_larger_than_the_canvas_has_them(qtbot: QtBot) -> None:
    layout = lay_out(WallAxes(("rate",), (("1",),), (0,), "seed"), 640, 700, 15, 40)
    image = QImage(700, 700, QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.neutral))
    points = Points.of([[0.0, 0.0]], [0.0])
    with QPainter(image) as painter:
        paint_dots(painter, Task.CLASSIFICATION_2D, 2, (points,), Region(-1, 1, -1, 1), layout, np.array([0]), LIGHT)
    neutral = image.pixelColor(0, 0)
    row = round(layout.tops[0] + layout.side / 2)
    assert 8 <= sum(image.pixelColor(x, row) != neutral for x in range(700)) <= SIZE + 2


def contrast_of_a_point(task: Task, target: float, pictures: Pictures, theme: Theme) -> float:
    """Return the contrast of a point in the middle of a picture with what is around it, as WCAG defines it."""
    points = Points.of([[0.0, 0.0], [2.0, 0.0]], [target, 1.0])  # the second one is out of sight
    layout = lay_out(WallAxes(("rate",), (("1",),), (0,), "seed"), 200, 240, 15, 40)
    image = QImage(300, 300, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        paint_fields(painter, pictures, layout, np.array([0]), theme)
        paint_dots(painter, task, pictures.n_classes, (points,), pictures.region, layout, np.array([0]), theme)
    middle = layout.side / 2
    places = [(round(layout.lefts[0] + share * middle), round(layout.tops[0] + share * middle)) for share in (1, 0.5)]
    dimmer, brighter = sorted(luminance(image.pixelColor(*place)) for place in places)
    return (brighter + 0.05) / (dimmer + 0.05)


def luminance(colour: QColor) -> float:
    """Return the relative luminance of WCAG, 0 … 1."""
    parts = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])
