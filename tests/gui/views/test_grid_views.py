"""The wall, the heat map and the table of a grid by themselves."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QStyle, QStyleOptionHeader, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.components.losses import Head
from app.data.points import Points
from app.data.tasks import Task
from app.explain.pictures import Pictures
from app.explain.prediction import Region
from app.gui.theme import DARK, LIGHT
from app.gui.views import heat_map_plot
from app.gui.views.grid_colours import colour_scale
from app.gui.views.grid_curves import GridCurves
from app.gui.views.grid_heat_map import GridHeatMap
from app.gui.views.grid_table import SHORTEST_NAME, GridModel, GridTable
from app.gui.views.heat_map_plot import HeatMapPlot
from app.gui.views.seed_summary import summarise
from app.gui.views.wall_layout import WallAxes
from app.gui.views.wall_marks import Marks, shortened
from app.gui.views.wall_picture import colour_table
from app.gui.views.wall_view import WallView
from app.gui.views.wall_ways import LEAST_NAMED_SIDE, LEAST_SIDE, lay_out
from app.running.snapshot import Divergence
from app.running.wall_snapshot import WallFrame

REGION = Region(-1, 1, -1, 1)


def axes_of(*sizes: int, seeds: int = 1) -> WallAxes:
    names = ("rate", "activation")[: len(sizes)]
    values = tuple(tuple(f"{name}{number}" for number in range(size)) for name, size in zip(names, sizes, strict=True))
    return WallAxes(names, values, tuple(range(seeds)), "seed")


def frame_of(losses: list[float], diverged: tuple[int, ...] = (), values: np.ndarray | None = None) -> WallFrame:
    n = len(losses)
    train = np.array(losses)
    divergences = tuple(Divergence(3, 9, 1.0) if number in diverged else None for number in range(n))
    train[list(diverged)] = np.nan
    values = np.full((n, 4, 4), 128, dtype=np.uint16) if values is None else values
    pictures = Pictures(Head.BINARY, 2, REGION, values)
    return WallFrame(7, train, train + 1, 1 - train / 10, divergences, int(np.nanargmin(train)), pictures)


def test_numbers_and_names_at_the_curves_axes_follow_the_font(qtbot: QtBot) -> None:
    curves = GridCurves()
    qtbot.addWidget(curves)
    font = curves.font()
    font.setPointSizeF(17)
    curves.setFont(font)
    for side in ("bottom", "left"):
        axis = curves.plot.getAxis(side)
        assert axis.label.font().pointSizeF() == axis.style["tickFont"].pointSizeF() == 17


SIZES = st.lists(st.integers(1, 16), min_size=1, max_size=2)


@given(SIZES, st.sampled_from([1, 2, 3, 4, 16]), st.integers(300, 1200), st.integers(240, 900))
def test_pictures_never_overlap_and_stay_inside(sizes: list[int], seeds: int, width: int, height: int) -> None:
    axes = axes_of(*sizes, seeds=seeds)
    layout = lay_out(axes, width, height, 15, 60)
    assert len(layout.lefts) == len(layout.tops) == len(axes)
    corners = sorted(set(zip(layout.lefts, layout.tops, strict=True)))
    assert len(corners) == len(axes)
    xs, ys = sorted(set(layout.lefts)), sorted(set(layout.tops))
    assert all(b - a >= layout.side for a, b in itertools.pairwise(xs))
    assert all(b - a >= layout.side + layout.caption for a, b in itertools.pairwise(ys))
    assert min(xs) >= 0
    assert max(xs) + layout.side <= width + 1e-6
    assert max(ys) + layout.side + layout.caption <= layout.height + 1e-6
    assert layout.side >= LEAST_SIDE
    if layout.height > height:  # then they are as small as they get
        assert layout.side < LEAST_NAMED_SIDE + (width if layout.has_names else 0)


@given(SIZES, st.sampled_from([1, 2, 3, 4, 16]), st.integers(300, 1200), st.integers(240, 900))
def test_captions_beside_pictures_make_them_larger(sizes: list[int], seeds: int, width: int, height: int) -> None:
    axes = axes_of(*sizes, seeds=seeds)
    below, layout = lay_out(axes, width, height, 15, 60), lay_out(axes, width, height, 15, 60, caption_width=40)
    if not layout.beside:
        assert layout.side == below.side
        return
    assert layout.side > 1.1 * below.side
    assert layout.height <= height
    assert max(layout.lefts) + layout.side + layout.beside <= width + 1e-6
    boxes = [(left, top, left + layout.side + layout.beside, top + layout.side) for left, top in zip(layout.lefts, layout.tops, strict=True)]  # fmt: skip
    for one, other in itertools.combinations(boxes, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
    for number, (_, top, right, _) in enumerate(boxes):
        assert layout.number_at(right - 1, top + 1) == number


def test_a_tall_wall_has_its_captions_beside_the_pictures(qtbot: QtBot) -> None:
    wall = WallView()
    qtbot.addWidget(wall)
    wall.resize(704, 696)
    wall.set_grid(axes_of(8, 4), Task.CLASSIFICATION_2D, 2, (Points.empty(2),) * 32)
    wall.set_frame(frame_of([1 + number / 100 for number in range(32)]), shows_test=False)
    assert wall._layout is not None
    assert wall._layout.beside > 0
    image, rect = wall.grab().toImage(), wall.picture_rect(9)
    beside = image.copy(rect.translated(rect.width() + 1, 0).toRect().adjusted(4, 0, 0, 0))
    assert any(beside.pixelColor(x, y) != beside.pixelColor(0, 0) for x in range(40) for y in range(beside.height()))


@given(st.integers(2, 8), st.integers(2, 8), st.integers(1, 4))
def test_every_experiment_lies_under_its_headers(n_first: int, n_second: int, seeds: int) -> None:
    axes = axes_of(n_first, n_second, seeds=seeds)
    layout = lay_out(axes, 900, 700, 15, 60)
    x, y = layout.lefts + layout.side / 2, layout.tops + layout.side / 2
    for number, (first, second, _) in enumerate(np.ndindex(n_first, n_second, seeds)):
        assert any(header.top <= y[number] <= header.top + header.height and header.left < x[number] for header in layout.rows if header.text == f"rate{first}")  # fmt: skip
        assert any(header.left <= x[number] <= header.left + header.width and header.top < y[number] for header in layout.columns if header.text == f"activation{second}")  # fmt: skip


def test_a_wall_that_fits_is_not_higher_than_its_room() -> None:
    for sizes, seeds in (((16, 16), 1), ((64, 4), 1), ((4, 64), 1), ((1,), 256), ((8, 8), 4)):
        layout = lay_out(axes_of(*sizes, seeds=seeds), 1200, 900, 15, 60)
        assert layout.height <= 900, (sizes, seeds)
        assert layout.side >= LEAST_SIDE


@pytest.mark.parametrize(("sizes", "seeds"), [((1,), 256), ((256,), 1), ((64, 4), 1), ((4, 64), 1)])
def test_every_experiment_of_a_crowded_wall_can_be_reached(qtbot: QtBot, sizes: tuple[int, ...], seeds: int) -> None:
    wall = WallView()
    qtbot.addWidget(wall)
    wall.resize(340, 300)
    axes = axes_of(*sizes, seeds=seeds)
    wall.set_grid(axes, Task.CLASSIFICATION_2D, 2, (Points.empty(2),) * len(axes))
    wall.set_frame(frame_of([1 + number / 100 for number in range(len(axes))]), shows_test=False)
    wall.show()
    qtbot.waitExposed(wall)
    bar, seen = wall.verticalScrollBar(), set()
    assert bar.isVisible()
    for value in range(0, bar.maximum() + 1, 20):
        bar.setValue(value)
        seen |= {n for n in range(len(axes)) if QRectF(wall.viewport().rect()).contains(wall.picture_rect(n))}
    assert seen == set(range(len(axes)))
    assert len(wall._seen) < len(axes) / 2
    for key, number in ((Qt.Key.Key_Home, 0), (Qt.Key.Key_End, len(axes) - 1)):
        QTest.keyClick(wall, key)
        assert wall._current == number
        assert QRectF(wall.viewport().rect()).contains(wall.picture_rect(number))
        with qtbot.waitSignal(wall.openRequested) as opened:
            centre = wall.picture_rect(number).center().toPoint()
            QTest.mouseClick(wall.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)
        assert opened.args == [number]
    before = bar.value()
    down = QWheelEvent(QPointF(100, 100), QPointF(100, 100), QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
    QApplication.sendEvent(wall.viewport(), down)
    assert bar.value() < before


def test_the_headers_of_the_columns_stay_while_the_wall_scrolls(qtbot: QtBot) -> None:
    wall = WallView()
    qtbot.addWidget(wall)
    wall.resize(340, 300)
    axes = axes_of(64, 4)
    wall.set_grid(axes, Task.CLASSIFICATION_2D, 2, (Points.empty(2),) * len(axes))
    wall.set_frame(frame_of([1.0] * len(axes)), shows_test=False)
    wall.show()
    qtbot.waitExposed(wall)
    assert wall._layout is not None
    heading = QRect(0, 0, wall.viewport().width(), int(wall._layout.heading))
    before = wall.viewport().grab(heading).toImage()
    wall.verticalScrollBar().setValue(200)
    assert wall.viewport().grab(heading).toImage() == before
    hidden = next(number for number in range(256) if -20 < wall.picture_rect(number).top() < 20)
    assert wall.number_at(QPointF(wall.picture_rect(hidden).left() + 1, 1)) == -1
    wall._set_current(hidden)
    assert wall.picture_rect(hidden).top() >= heading.height()


def test_a_click_opens_what_lies_there_though_the_focus_is_elsewhere(qtbot: QtBot) -> None:
    box = QWidget()
    qtbot.addWidget(box)
    column, wall, other = QVBoxLayout(box), WallView(), QLineEdit()
    column.addWidget(wall)
    column.addWidget(other)
    box.resize(340, 400)
    axes = axes_of(256)
    wall.set_grid(axes, Task.CLASSIFICATION_2D, 2, (Points.empty(2),) * len(axes))
    box.show()
    qtbot.waitExposed(box)
    box.activateWindow()
    other.setFocus()
    qtbot.waitUntil(other.hasFocus)
    wall.verticalScrollBar().setValue(wall.verticalScrollBar().maximum())
    with qtbot.waitSignal(wall.openRequested) as opened:
        centre = wall.picture_rect(255).center().toPoint()
        QTest.mouseClick(wall.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, centre)
    assert opened.args == [255]
    assert wall.hasFocus()


def test_headers_are_all_of_one_size(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: set[float] = set()
    paint = Marks._paint_text

    def noted(self: Marks, text: str, box: QRectF, colour: str, font: QFont) -> None:
        sizes.add(font.pointSizeF())
        paint(self, text, box, colour, font)

    monkeypatch.setattr(Marks, "_paint_text", noted)
    wall = WallView()
    qtbot.addWidget(wall)
    wall.resize(700, 600)
    values = ("1", "a rather long value", "0.0001", "b", "c", "d", "e", "f")
    wall.set_grid(WallAxes(("one", "two"), (("x", "y"), values), (0,), "seed"), Task.CLASSIFICATION_2D, 2, (Points.empty(2),) * 16)  # fmt: skip
    wall.grab()
    assert len(sizes) == 1


@pytest.mark.parametrize("points", [9.0, 14.0, 18.0])
@pytest.mark.parametrize("sizes", [(4, 64), (16, 16), (64, 4), (64,), (256,)])
def test_every_value_of_a_wall_can_be_read(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, ...], points: float
) -> None:
    painted: dict[str, set[str]] = {}

    def noted(text: str, metrics: QFontMetricsF, width: float) -> str:
        painted.setdefault(text, set()).add(shortened(text, metrics, width))
        return shortened(text, metrics, width)

    monkeypatch.setattr("app.gui.views.wall_marks.shortened", noted)
    wall = WallView()
    qtbot.addWidget(wall)
    font = wall.font()
    font.setPointSizeF(points)
    wall.setFont(font)
    wall.resize(700, 690)
    values = tuple(tuple(f"0.000{100 + 7 * number}" for number in range(size)) for size in sizes)
    axes = WallAxes(("Learning rate", "Weight decay")[: len(sizes)], values, (0,), "seed")
    wall.set_grid(axes, Task.CLASSIFICATION_2D, 2, (Points.empty(2),) * len(axes))
    for place in range(0, wall.verticalScrollBar().maximum() + 200, 200):
        wall.verticalScrollBar().setValue(place)
        wall.grab()
    assert painted == {value: {value} for value in itertools.chain(*values)}


@pytest.mark.parametrize(("text", "begins"), [("0.0667", "0.0"), ("−12.3456", "−12"), ("0.9, 0.999999", "0"), ("x1, x2, sin x1", "x1")])  # fmt: skip
def test_a_number_that_is_too_wide_keeps_its_beginning(qapp: QApplication, text: str, begins: str) -> None:
    """0…7 would be a range."""
    metrics = QFontMetricsF(qapp.font())
    found = shortened(text, metrics, 0.8 * metrics.horizontalAdvance(text))
    assert found != text
    assert found.startswith(begins)
    assert found.endswith("…") == (" " not in text)


def test_a_field_is_painted_the_right_way_up(qtbot: QtBot) -> None:
    values = np.zeros((2, 4, 4), dtype=np.uint16)
    values[1, :2, 2:] = 255  # class 1 at the bottom right of the second picture
    wall = WallView()
    qtbot.addWidget(wall)
    wall.resize(600, 400)
    wall.set_grid(axes_of(2), Task.CLASSIFICATION_2D, 2, (Points.empty(2),) * 2)
    wall.set_frame(frame_of([2.0, 1.5], values=values), shows_test=False)
    image = wall.grab().toImage()
    table = colour_table(Head.BINARY, 2, LIGHT.neutral)
    rect = wall.picture_rect(1)
    for x, y, code in ((0.1, 0.1, 0), (0.9, 0.2, 0), (0.9, 0.9, 255), (0.2, 0.9, 0)):
        place = rect.topLeft().toPoint()
        seen = image.pixelColor(place.x() + int(x * rect.width()), place.y() + int(y * rect.height()))
        expected = QColor.fromRgb(int(table[code]) & 0xFFFFFF)
        assert all(abs(a - b) <= 6 for a, b in zip(seen.getRgb(), expected.getRgb(), strict=True)), (x, y)


def test_curves_are_painted_where_they_lie(qtbot: QtBot) -> None:
    values = np.zeros((1, 60, 1), dtype=np.float32)
    values[0, :, 0] = np.linspace(-1, 1, 60)
    frame = frame_of([1.0])
    frame = WallFrame(0, frame.train_losses, frame.test_losses, frame.scores, (None,), None, Pictures(Head.VALUE, 1, REGION, values))  # fmt: skip
    wall = WallView()
    qtbot.addWidget(wall)
    wall.resize(500, 400)
    wall.set_grid(axes_of(1), Task.REGRESSION_1D, 2, (Points.empty(1),))
    wall.set_frame(frame, shows_test=False)
    image = wall.grab().toImage()
    rect = wall.picture_rect(0).toRect()
    for share in (0.1, 0.5, 0.8):
        x = rect.left() + round(share * rect.width())
        dark = [y for y in range(rect.top() + 2, rect.bottom() - 2) if image.pixelColor(x, y).lightness() < 128]
        assert abs(np.mean(dark) - (rect.bottom() - share * rect.height())) < 3


@pytest.mark.parametrize(
    ("sizes", "seeds"), [((1,), 1), ((256,), 1), ((16, 16), 1), ((3,), 4), ((8, 8), 4), ((1, 1), 1)]
)
def test_every_wall_is_painted_with_its_marks(qtbot: QtBot, sizes: tuple[int, ...], seeds: int) -> None:
    axes = axes_of(*sizes, seeds=seeds)
    wall = WallView()
    qtbot.addWidget(wall)
    wall.resize(700, 620)
    points = Points.of([[0.5, 0.5], [-0.5, 0.2]], [0, 1])
    wall.set_grid(axes, Task.CLASSIFICATION_2D, 2, (points,) * len(axes))
    plain = wall.grab().toImage()
    diverged = (1,) if len(axes) > 1 else ()
    wall.set_frame(frame_of([1 + number / 100 for number in range(len(axes))], diverged), shows_test=True)
    image = wall.grab().toImage()
    assert image != plain
    accent = QColor(LIGHT.accent).rgb()
    corner = wall.picture_rect(0)
    ring = [image.pixel(int(corner.left()) - 1, y) for y in range(int(corner.top()) + 3, int(corner.bottom()) - 3)]
    assert accent in ring
    wall.set_theme(DARK)
    assert wall.grab().toImage() != image


def test_the_word_below_a_diverged_experiment_is_whole_or_a_cross(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    painted: set[str] = set()

    def noted(text: str, metrics: QFontMetricsF, width: float) -> str:
        painted.add(found := shortened(text, metrics, width))
        return found

    monkeypatch.setattr("app.gui.views.wall_marks.shortened", noted)
    wall = WallView()
    qtbot.addWidget(wall)
    axes = axes_of(8, 8)
    wall.set_grid(axes, Task.CLASSIFICATION_2D, 2, (Points.empty(2),) * len(axes))
    wall.set_frame(frame_of([1.0] * len(axes), diverged=(1,)), shows_test=False)
    for width in range(320, 720, 8):
        wall.resize(width, 900)
        wall.grab()
    headers = {text for values in axes.values for text in values}
    assert {"diverged", "×"} <= painted
    assert {text for text in painted - headers if text.startswith("d") or text.endswith("d")} == {"diverged"}


@pytest.mark.parametrize("width", [700, 1500])
def test_the_ring_of_the_best_leaves_its_caption_free(qtbot: QtBot, width: int) -> None:
    wall = WallView()
    qtbot.addWidget(wall)
    wall.resize(width, width)
    wall.set_grid(axes_of(16, 16), Task.CLASSIFICATION_2D, 2, (Points.empty(2),) * 256)
    wall.set_frame(frame_of([0.5 if number != 40 else 0.00489 for number in range(256)]), shows_test=False)
    image, rect = wall.grab().toImage(), wall.picture_rect(40)
    accent = QColor(LIGHT.accent)
    for y in range(round(rect.bottom()), round(rect.bottom()) + 3):
        colours = [image.pixelColor(x, y) for x in range(round(rect.left()), round(rect.right()))]
        n_accent = sum(abs(colour.red() - accent.red()) + abs(colour.blue() - accent.blue()) < 60 for colour in colours)
        assert n_accent < len(colours) / 2, y


def test_seeds_are_summarised_as_numpy_does() -> None:
    figures = np.random.default_rng(0).exponential(size=24)
    is_diverged = np.zeros(24, dtype=bool)
    is_diverged[[4, 20, 21, 22, 23]] = True
    summary = summarise(figures, is_diverged, (2, 3, 4))
    table = figures.reshape(2, 3, 4)
    assert summary.mean[0, 0] == pytest.approx(np.mean(table[0, 0]))
    assert summary.spread[0, 0] == pytest.approx(np.std(table[0, 0], ddof=1))
    assert summary.mean[0, 1] == pytest.approx(np.mean(table[0, 1, 1:]))
    assert summary.spread[0, 1] == pytest.approx(np.std(table[0, 1, 1:], ddof=1))
    assert np.isnan(summary.mean[1, 2])
    assert summary.n_diverged.tolist() == [[0, 1, 0], [0, 0, 4]]
    assert np.isnan(summarise(figures, is_diverged, (24, 1)).spread).all()


def test_figures_of_no_seed_or_one_are_no_cause_for_a_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which warnings are ignored is for all threads: one that makes a script can end at any time what another began."""
    monkeypatch.setattr("warnings.simplefilter", lambda *_: None)
    summary = summarise(np.array([1.0, 2.0]), np.array([True, False]), (2, 1))
    np.testing.assert_array_equal(summary.mean, [np.nan, 2])
    assert np.isnan(summary.spread).all()


def test_the_heat_map_says_what_it_shows(qtbot: QtBot) -> None:
    heat_map = GridHeatMap()
    qtbot.addWidget(heat_map)
    heat_map.resize(400, 300)
    heat_map.set_grid(axes_of(2, 2, seeds=2), is_classification=True, has_test=False)
    frame = frame_of([1.0, 3.0, 0.1, 0.2, 5.0, 6.0, 7.0, 8.0], diverged=(7,))
    heat_map.set_frame(frame)
    assert heat_map.map.describe(0, 0) == ["rate rate0", "activation activation0", "Train loss: mean 2", "standard deviation over the seeds 1.41"]  # fmt: skip
    assert heat_map.map.describe(1, 1)[-1] == "left out: 1 of 2 diverged"
    area, width, height = heat_map.map._cells()
    assert heat_map.map.cell_at(area.topLeft() + area.bottomRight() / 1e9) == (0, 0)
    image = heat_map.map.grab().toImage()
    brightness = [image.pixelColor(int(area.left() + (column + 0.1) * width), int(area.top() + (row + 0.15) * height)).lightness() for row in (0, 1) for column in (0, 1)]  # fmt: skip
    assert brightness.index(max(brightness)) == 1  # the least loss is the brightest
    heat_map.figure.set_key("scores")
    heat_map.figure.keyEdited.emit("scores")
    assert heat_map.map.describe(0, 0)[2] == "Accuracy: mean 0.8"


@pytest.mark.parametrize("is_loss", [True, False])
def test_one_huge_value_leaves_the_others_their_colours(is_loss: bool) -> None:
    values = np.array([[0.1, 0.2, 0.3, 1e30], [0.15, 0.25, np.inf, np.nan]]) * (1 if is_loss else -1)
    scale = colour_scale(values, is_loss)
    assert scale is not None
    assert scale.is_cut
    assert (scale.best, scale.worst) == pytest.approx((values[0, 0], values[0, 2]))
    brightness = scale.brightness(values)
    assert brightness[0, :2].tolist() == pytest.approx([1.0, 0.369 if is_loss else 0.5], abs=1e-3)
    assert brightness[0, 3] == brightness[1, 2] == 0
    assert np.isnan(brightness[1, 3])


@pytest.mark.parametrize(
    ("values", "is_loss", "ends"),
    [
        ([1e-6, 1e-4, 1e-2, 1.0], True, (1e-6, 1.0)),
        ([0.1, 0.1, 0.1, 0.5], True, (0.1, 0.5)),
        ([0.0, 0.1, 1.0], True, (0.1, 1.0)),
        ([0.5, 0.98, 0.99, 1.0], False, (1.0, 0.5)),
        ([3.0], True, (3.0, 3.0)),
        ([0.1, 1e30], True, (0.1, 1e30)),
        ([0.1, 0.1, 1.7e308], True, (0.1, 1.7e308)),
    ],
)
def test_usual_values_keep_their_whole_scale(values: list[float], is_loss: bool, ends: tuple[float, float]) -> None:
    scale = colour_scale(np.array(values), is_loss)
    assert scale is not None
    assert (scale.best, scale.worst) == pytest.approx(ends)
    assert not scale.is_cut
    assert np.isfinite(scale.brightness(np.array(values))).all()


@pytest.mark.parametrize("values", [[0.0, 0.0], [np.nan]])
def test_without_a_loss_above_zero_there_is_no_scale(values: list[float]) -> None:
    assert colour_scale(np.array(values), is_loss=True) is None


def test_with_one_seed_a_cell_is_its_value(qtbot: QtBot) -> None:
    heat_map = GridHeatMap()
    qtbot.addWidget(heat_map)
    heat_map.set_grid(axes_of(2), is_classification=True, has_test=False)
    heat_map.set_frame(frame_of([1.0, 3.0], diverged=(1,)))
    assert heat_map.map.describe(0, 0) == ["rate rate0", "Train loss 1"]
    assert heat_map.map.describe(0, 1) == ["rate rate1", "diverged"]
    assert heat_map.note.text() == ""


def test_different_losses_are_not_compared(qtbot: QtBot) -> None:
    heat_map = GridHeatMap()
    qtbot.addWidget(heat_map)
    heat_map.set_grid(axes_of(2), is_classification=True, has_test=True, is_comparable=False)
    assert [heat_map.figure.itemData(number) for number in range(heat_map.figure.count())] == ["scores"]
    least = heat_map.minimumSizeHint().width()
    assert "cannot be compared" in heat_map.note.text()
    assert "Accuracy can" in heat_map.figure.toolTip()
    heat_map.set_frame(frame_of([1.0, 3.0]))
    assert heat_map.map.describe(0, 0)[-1] == "Accuracy 0.9"
    heat_map.note.clear()
    assert least <= heat_map.minimumSizeHint().width() + heat_map.fontMetrics().horizontalAdvance("different losses")


@pytest.mark.parametrize("chosen", ["", "train_losses", "test_losses", "scores"])
def test_the_figure_chosen_stays_for_other_grids_that_have_it(qtbot: QtBot, chosen: str) -> None:
    heat_map = GridHeatMap()
    qtbot.addWidget(heat_map)
    heat_map.set_grid(axes_of(2), is_classification=True, has_test=True)
    if chosen:
        heat_map.figure.set_key(chosen)
        heat_map.figure.keyEdited.emit(chosen)
    for has_test, is_comparable, usual in (
        (False, True, "train_losses"),
        (True, False, "scores"),
        (True, True, "test_losses"),
    ):
        heat_map.set_grid(axes_of(3), is_classification=True, has_test=has_test, is_comparable=is_comparable)
        offered = [heat_map.figure.itemData(number) for number in range(heat_map.figure.count())]
        assert heat_map.figure.currentData() == (chosen if chosen in offered else usual)


def test_small_cells_hold_no_numbers(qtbot: QtBot) -> None:
    heat_map = GridHeatMap()
    qtbot.addWidget(heat_map)
    heat_map.set_grid(axes_of(16, 16), is_classification=True, has_test=False)
    heat_map.set_frame(frame_of([0.1234 + number / 1e4 for number in range(256)], diverged=(3,)))
    mean, spread, n_diverged = heat_map.map.table()
    crowded, _ = heat_map.map._texts(mean, spread, n_diverged, 18, 14)
    assert {text for row in crowded for text in row} == {"", "×"}
    roomy, _ = heat_map.map._texts(mean, spread, n_diverged, 60, 20)
    assert roomy[0][:4] == ["0.123", "0.123", "0.124", "×"]


def test_the_note_says_where_the_spread_is(qtbot: QtBot) -> None:
    heat_map = GridHeatMap()
    qtbot.addWidget(heat_map)
    heat_map.resize(400, 300)
    heat_map.show()
    tip = "mean over the seeds, the spread in the tool tip"
    heat_map.set_grid(axes_of(2, 2, seeds=2), is_classification=True, has_test=False)
    heat_map.set_frame(frame_of([0.1 + number / 100 for number in range(8)]))
    assert heat_map.note.text() == "mean ± spread over the seeds"
    heat_map.set_grid(axes_of(8, 8, seeds=2), is_classification=True, has_test=False)
    heat_map.set_frame(frame_of([0.1 + number / 1000 for number in range(128)]))
    assert heat_map.note.text() == tip
    heat_map.resize(1200, 800)
    qtbot.waitUntil(lambda: heat_map.note.text() == "mean ± spread over the seeds")
    heat_map.resize(400, 300)
    qtbot.waitUntil(lambda: heat_map.note.text() == tip)
    heat_map.set_frame(frame_of([0.1] * 128, diverged=tuple(range(1, 128, 2))))  # no cell has two seeds left
    assert heat_map.note.text() == "mean ± spread over the seeds"


def test_behind_another_tab_it_does_not_look_whether_spreads_fit(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    heat_map = GridHeatMap()
    qtbot.addWidget(heat_map)
    heat_map.resize(400, 300)
    heat_map.set_grid(axes_of(8, 8, seeds=2), is_classification=True, has_test=False)
    fits: list[bool] = []
    fit = HeatMapPlot._fit
    monkeypatch.setattr(HeatMapPlot, "_fit", lambda plot: fits.append(True) or fit(plot))
    heat_map.set_frame(frame_of([0.1 + number / 1000 for number in range(128)]))
    assert not fits
    heat_map.show()
    assert heat_map.note.text() == "mean over the seeds, the spread in the tool tip"
    assert fits


def test_one_setting_makes_one_row(qtbot: QtBot) -> None:
    heat_map = GridHeatMap()
    qtbot.addWidget(heat_map)
    heat_map.set_grid(axes_of(5), is_classification=False, has_test=True)
    heat_map.set_frame(frame_of([1.0, 2.0, 3.0, 4.0, 5.0]))
    assert heat_map.map.table()[0].tolist() == [[2.0, 3.0, 4.0, 5.0, 6.0]]
    heat_map.grab()


@pytest.mark.parametrize("width", [240, 400, 900])
def test_the_headers_of_many_columns_are_inside_and_apart(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    heat_map = HeatMapPlot()
    qtbot.addWidget(heat_map)
    heat_map.resize(width, 200)
    values = tuple(f"{0.001 * 1.03**number:.3g}" for number in range(256))
    heat_map.set_axes(WallAxes(("rate",), (values,), (0,), "seed"))
    heat_map.set_summary(summarise(np.linspace(1, 2, 256), np.zeros(256, dtype=np.bool_), (256, 1)), "loss", True)
    painted: list[tuple[QRectF, str]] = []

    class Recorder(QPainter):
        def drawText(self, *arguments: object) -> None:  # type: ignore[override]
            box, _, text = arguments
            assert isinstance(box, QRectF)
            if text in values:
                painted.append((box, str(text)))

    monkeypatch.setattr(heat_map_plot, "QPainter", Recorder)
    heat_map.grab()
    metrics = heat_map.fontMetrics()
    assert painted[0][1] == "0.001"
    assert len(painted) >= 3
    assert all(box.width() >= metrics.horizontalAdvance(text) for box, text in painted)
    assert all(box.left() >= 0 and box.right() <= width for box, _ in painted)
    assert all(one[0].right() <= other[0].left() for one, other in itertools.pairwise(painted))


NAMES = ("Identity", "ReLU", "Leaky ReLU", "ELU", "GELU", "SiLU", "Softplus", "Sigmoid", "tanh", "erf", "gudermannian")


@pytest.mark.parametrize("count", [4, len(NAMES)])
@pytest.mark.parametrize("points", [10.0, 14.0])
def test_names_of_columns_can_all_be_read(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, count: int, points: float
) -> None:
    painted: list[str] = []

    class Recorder(QPainter):
        def drawText(self, *arguments: object) -> None:  # type: ignore[override]
            painted.append(str(arguments[-1]))

    monkeypatch.setattr(heat_map_plot, "QPainter", Recorder)
    heat_map = HeatMapPlot()
    qtbot.addWidget(heat_map)
    font = heat_map.font()
    font.setPointSizeF(points)
    heat_map.setFont(font)
    heat_map.resize(384, 330)
    heat_map.set_axes(WallAxes(("rate", "activation"), (("0.0001", "1"), NAMES[-count:]), (0,), "seed"))
    heat_map.set_summary(summarise(np.arange(1.0, 2 * count + 1), np.zeros(2 * count, dtype=np.bool_), (2, count, 1)), "loss", True)  # fmt: skip
    heat_map.grab()
    assert set(NAMES[-count:]) <= set(painted)


def test_between_narrow_cells_there_are_no_gaps(qtbot: QtBot) -> None:
    heat_map = HeatMapPlot()
    qtbot.addWidget(heat_map)
    heat_map.resize(512, 200)
    heat_map.set_theme(DARK)
    heat_map.set_axes(axes_of(256))
    heat_map.set_summary(summarise(np.full(256, 3.0), np.zeros(256, dtype=np.bool_), (256, 1)), "loss", True)
    image = heat_map.grab().toImage()
    y = round(heat_map._cells()[0].top() + heat_map._cells()[2] / 2)
    assert len({image.pixelColor(x, y).name() for x in range(512)}) == 1


def rows(model: GridModel, column: int) -> list[str]:
    return [str(model.data(model.index(row, column))) for row in range(model.rowCount())]


def test_the_table_sorts_by_any_column_and_keeps_the_selection(qtbot: QtBot) -> None:
    table = GridTable()
    qtbot.addWidget(table)
    axes = axes_of(2, 2)
    table.set_grid(axes, is_classification=True, has_test=True)
    table.set_frame(frame_of([0.3, 0.1, 0.4, 0.2], diverged=(2,)))
    model = table.grid
    table.selectRow(1)
    table.sortByColumn(3, Qt.SortOrder.AscendingOrder)
    assert [model.number_of(row) for row in range(4)] == [1, 3, 0, 2]
    assert rows(model, 3) == ["0.1", "0.2", "0.3", "diverged"]
    assert table.currentIndex().row() == 0
    table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    assert [model.number_of(row) for row in range(4)] == [0, 3, 1, 2]
    assert model.number_of(table.selectionModel().selectedRows()[0].row()) == 1
    table.set_frame(frame_of([0.3, 0.1, 0.4, 0.5]))
    assert [model.number_of(row) for row in range(4)] == [3, 2, 0, 1]
    assert model.number_of(table.selectionModel().selectedRows()[0].row()) == 1
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert rows(model, 1) == ["activation0", "activation0", "activation1", "activation1"]
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())] == [
        "rate", "activation", "seed", "train\nloss", "test\nloss", "accuracy",
    ]  # fmt: skip


def test_the_order_chosen_stays_for_grids_of_the_same_settings(qtbot: QtBot) -> None:
    table = GridTable()
    qtbot.addWidget(table)
    header, model = table.horizontalHeader(), table.grid
    table.set_grid(axes_of(4), is_classification=True, has_test=True)
    table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    table.set_grid(axes_of(3), is_classification=True, has_test=True)
    assert [model.number_of(row) for row in range(3)] == [0, 1, 2]
    table.set_frame(frame_of([0.3, 0.4, 0.1]))
    assert [model.number_of(row) for row in range(3)] == [1, 0, 2]
    assert (header.sortIndicatorSection(), header.sortIndicatorOrder()) == (3, Qt.SortOrder.DescendingOrder)
    for axes, has_test in ((axes_of(3), False), (axes_of(3, 1), True)):  # the column is hidden, or another one
        table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
        table.set_grid(axes, is_classification=True, has_test=has_test)
        table.set_frame(frame_of([0.3, 0.4, 0.1]))
        assert header.sortIndicatorSection() == -1
        assert [model.number_of(row) for row in range(3)] == [0, 1, 2]


@pytest.mark.parametrize("is_descending", [False, True])
def test_settings_sort_as_numbers(qtbot: QtBot, is_descending: bool) -> None:
    table = GridTable()
    qtbot.addWidget(table)
    values = ("10", "9", "−1", "1e+03", "0.5")
    table.set_grid(
        WallAxes(("rate", "sizes"), (values, ("8", "4, 4", "2")), (0,), "seed"), is_classification=True, has_test=True
    )
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder if is_descending else Qt.SortOrder.AscendingOrder)
    ascending = ["−1", "0.5", "9", "10", "1e+03"]
    assert rows(table.grid, 0)[::3] == ascending[:: -1 if is_descending else 1]
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)  # not numbers alone: as they were written
    assert rows(table.grid, 1)[::5] == ["8", "4, 4", "2"]


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("width", [300, 900])
def test_no_text_of_the_table_is_cut(qtbot: QtBot, scale: float, width: int) -> None:
    table = GridTable()
    qtbot.addWidget(table)
    names = ("Hidden layers", "Learning rate")
    axes = WallAxes(names, (("8, 8, 8, 8, 8", "4"), ("1e-05", "1")), (3, 4), "seed")
    table.set_grid(axes, is_classification=True, has_test=True)
    table.resize(width, 300)
    table.show()
    font = table.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    table.setFont(font)
    table.set_frame(frame_of([0.1234, 1.235e-5, 3, 4, 5, 6, 7, 8], diverged=(2,)))
    header = table.horizontalHeader()
    model = table.grid
    for sorted_by in (-1, 1, 3):
        if sorted_by >= 0:
            table.sortByColumn(sorted_by, Qt.SortOrder.AscendingOrder)
        for column in range(model.columnCount()):
            option = QStyleOptionHeader()
            option.initFrom(header)
            option.rect = QRect(0, 0, header.sectionSize(column), header.height())
            option.orientation = Qt.Orientation.Horizontal
            arrows = QStyleOptionHeader.SortIndicator
            option.sortIndicator = arrows.SortUp if column == sorted_by else arrows(0)
            room = header.style().subElementRect(QStyle.SubElement.SE_HeaderLabel, option, header).width()
            name = model.headerData(column, Qt.Orientation.Horizontal)
            assert header.fontMetrics().size(0, name).width() <= room
            assert header.sectionSize(column) >= table.sizeHintForColumn(column)
        assert header.length() >= table.viewport().width() - 1
    if width == 900:
        assert header.length() <= table.viewport().width()


@pytest.mark.parametrize("has_test", [False, True])
@pytest.mark.parametrize("seeds", [(3,), (3, 4)])
def test_columns_that_say_nothing_are_hidden(qtbot: QtBot, seeds: tuple[int, ...], has_test: bool) -> None:
    table = GridTable()
    qtbot.addWidget(table)
    for _ in range(2):  # another grid may have what this one has not
        table.set_grid(WallAxes(("rate",), (("1", "2"),), seeds, "seed"), True, has_test)
        assert [table.isColumnHidden(column) for column in range(5)] == [
            False,
            len(seeds) == 1,
            False,
            not has_test,
            False,
        ]
        table.set_grid(WallAxes(("rate",), (("1", "2"),), (0, 1), "seed"), True, has_test=True)
        assert not any(table.isColumnHidden(column) for column in range(5))


def test_a_long_name_is_cut_in_its_middle_and_told(qtbot: QtBot) -> None:
    table = GridTable()
    qtbot.addWidget(table)
    name = "Binary cross-entropy (on probabilities)"
    table.set_grid(WallAxes(("loss",), ((name, "Hinge"),), (0,), "seed"), is_classification=True, has_test=True)
    table.resize(300, 200)
    assert table.columnWidth(0) < table.fontMetrics().horizontalAdvance(name)
    assert table.textElideMode() is Qt.TextElideMode.ElideMiddle
    assert table.grid.data(table.grid.index(0, 0), Qt.ItemDataRole.ToolTipRole) == name


def test_names_of_choices_leave_room_for_the_figures(qtbot: QtBot) -> None:
    table = GridTable()
    qtbot.addWidget(table)
    names = ("Binary cross-entropy (on logits)", "Squared error of probabilities")
    axes = WallAxes(("Loss", "Learning rate"), (names, ("0.03", "0.1")), (0, 1), "seed")
    table.set_grid(axes, is_classification=True, has_test=True)
    table.show()
    header = table.horizontalHeader()
    table.resize(900, 300)
    widest = table.columnWidth(0)
    needed = sum(table._head_width(column) for column in range(1, 6))
    table.resize(needed + 200, 300)
    assert header.length() <= table.viewport().width()
    assert table.columnWidth(0) < widest - 20
    table.resize(needed, 300)  # it has to be scrolled anyway
    assert header.length() > table.viewport().width()
    assert SHORTEST_NAME * table.fontMetrics().averageCharWidth() < table.columnWidth(0) <= widest


def test_selected_rows_are_copied_whole_with_their_header(qtbot: QtBot) -> None:
    table = GridTable()
    qtbot.addWidget(table)
    axes = WallAxes(("Learning rate", "activation"), (("−0.5", "0.1"), ("tanh", "ReLU")), (0,), "seed")
    table.set_grid(axes, is_classification=True, has_test=True)
    table.show()
    table.setFocus()
    clipboard = QApplication.clipboard()
    clipboard.setText("before")
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard.text() == "before"
    assert not table.save_action.isEnabled()
    table.set_frame(frame_of([1e-5 / 3, 0.1, 0.4, 0.2], diverged=(2,)))
    assert table.save_action.isEnabled()
    table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    QTest.keyClick(table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert [line.split("\t") for line in clipboard.text().splitlines()] == [
        ["Learning rate", "activation", "train loss", "test loss", "accuracy"],
        ["0.1", "ReLU", "0.2", "1.2", "0.98"],
        ["-0.5", "ReLU", "0.1", "1.1", "0.99"],
        ["-0.5", "tanh", repr(1e-5 / 3), repr(1e-5 / 3 + 1), repr(1 - 1e-5 / 30)],
        ["0.1", "tanh", "diverged", "", ""],
    ]
    for row, modifier in ((3, Qt.KeyboardModifier.NoModifier), (1, Qt.KeyboardModifier.ControlModifier)):
        place = table.visualRect(table.grid.index(row, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, place)
    table.copy_action.trigger()
    assert [line.split("\t")[1] for line in clipboard.text().splitlines()] == ["activation", "ReLU", "tanh"]
