"""The loss plot: hostile losses, its range, hovering, the divergence, silence of setters."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.theme import DARK, LIGHT
from app.gui.views.line_plot import drawable, outline
from app.gui.views.loss_plot import LossPlot, extent, logarithms
from app.gui.views.number_axis import spread_out, tick_text
from app.running.snapshot import Divergence, RunState, Snapshot
from app.training.history import LossCurve

NAN, INF = math.nan, math.inf
HOSTILE = [
    [],
    [NAN],
    [INF],
    [-INF],
    [0.0],
    [1.0],
    [-1.0],
    [1e308],
    [-1e308],
    [5e-324],
    [NAN] * 50,
    [INF] * 50,
    [0.0] * 50,
    [-3.0] * 50,
    [1e308] * 50,
    [1e-320] * 50,
    [1.0, NAN],
    [NAN, 1.0],
    [1.0, INF],
    [INF, 1.0, -INF],
    [1e308, -1e308],
    [1e308] + [1e-3] * 50,
    [1e-3] * 50 + [1e308],
    [0.0, 1.0, 0.0, -1.0],
    [1.0, 1.0 + 1e-16],
    [1e30, 1e30 + 1e14],
    [1e-300, 1e300],
    [10.0**k for k in range(-300, 300, 7)],
    [(-10.0) ** k for k in range(40)],
    list(np.linspace(5, -5, 60)),
    [1.0, NAN, 0.5, NAN, 0.2] * 20,
    [27.0, 12.0, 5.0, *([0.1] * 100)],
    [0.5] * 1000 + [INF],
    list(np.random.default_rng(0).normal(size=2000)),
    list(np.random.default_rng(0).normal(size=2000) * 1e200),
]


def snapshot(train: list[float], test: list[float] | None = None, **changes: object) -> Snapshot:
    losses = np.array(train, dtype=np.float64)
    others = np.full(len(losses), NAN) if test is None else np.array(test, dtype=np.float64)
    curve = LossCurve(np.arange(len(losses), dtype=np.float64), losses, others)
    values: dict[str, object] = {
        "run_id": 1, "state": RunState.RUNNING, "epoch": len(train), "step": len(train), "train_loss": NAN, "test_loss": NAN,
        "last_step_loss": NAN, "train_score": NAN, "test_score": NAN, "updates_per_second": 0.0, "seconds_per_epoch": 0.0,
        "curve": curve, "prediction": None, "parameters": {}, "gradients": {}, "formula": (), "device": "cpu",
    }  # fmt: skip
    return Snapshot(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def plot(qtbot: QtBot) -> LossPlot:
    view = LossPlot()
    qtbot.addWidget(view)
    view.resize(320, 260)
    view.show()
    return view


def is_finite(view: LossPlot) -> bool:
    return all(math.isfinite(low) and math.isfinite(high) and low < high for low, high in view.box.viewRange())


@pytest.mark.parametrize("number", range(len(HOSTILE)))
@pytest.mark.parametrize("is_log", [False, True])
@pytest.mark.parametrize("state", [RunState.RUNNING, RunState.DIVERGED])
def test_range_stays_finite(plot: LossPlot, number: int, is_log: bool, state: RunState) -> None:
    plot.set_log(is_log)
    mark = Divergence(len(HOSTILE[number]), 7, 1.0) if state is RunState.DIVERGED else None
    for losses, others in ((HOSTILE[number], None), ([0.5] * len(HOSTILE[number]), HOSTILE[number])):
        plot.set_snapshot(snapshot(losses, others, state=state, divergence=mark))
        plot.grab()
        assert is_finite(plot)
    plot.set_snapshot(snapshot([1.0, 0.5, 0.25], run_id=2))
    plot.grab()
    (_, right), (low, high) = plot.box.viewRange()
    assert right == 10
    assert low <= (math.log10(0.25) if is_log else 0.25)
    assert (math.log10(1) if is_log else 1) <= high < 2


def test_hostile_epochs_are_left_out(plot: LossPlot) -> None:
    curve = LossCurve(np.array([0, NAN, INF, 1e308, 4.0]), np.ones(5), np.ones(5))
    plot.set_snapshot(snapshot([1.0], curve=curve))
    assert plot.xs.tolist() == [0, 4]
    assert is_finite(plot)


def test_first_spike_is_ignored_and_the_newest_loss_is_seen() -> None:
    values = np.array([1000.0, 50.0, *np.linspace(2, 1, 98)])
    assert extent(values, last=1.0, is_log=False)[1] < 60
    assert extent(np.array([1.0] * 99 + [5.0]), last=5.0, is_log=False)[1] < 5
    assert extent(np.array([*np.linspace(1, 2, 99), 4.0]), last=4.0, is_log=False)[1] == 4
    assert extent(np.array([1000.0, 1.0]), last=1.0, is_log=False) == (0, 1000)


def test_a_steady_fall_is_seen_from_its_first_loss() -> None:
    values = 7.0 * np.exp(-np.arange(100) / 10)
    assert extent(values, last=values[-1], is_log=False) == (0, 7)


def test_drawable_and_logarithms() -> None:
    assert np.array_equal(drawable(np.array([1.0, NAN, INF, 1e308])), [1, NAN, NAN, 1e30], equal_nan=True)
    assert np.allclose(logarithms(np.array([100.0, 0.0, -4.0, 1e-3])), [2, -4, -4, -3])
    assert np.isfinite(logarithms(np.array([0.0, -1.0]))).all()


def test_the_range_leaves_a_divergence_behind_at_once(plot: LossPlot) -> None:
    plot.set_snapshot(snapshot([1e0, 1e10, 1e20, 1e30]))
    plot.set_snapshot(snapshot([1e0, 1e10, 1e20, 1e30, *[0.5] * 100]))
    low, high = plot.box.viewRange()[1]
    assert low == 0
    assert 0.5 < high < 2


def test_range_is_kept_until_the_losses_leave_it(plot: LossPlot, qtbot: QtBot) -> None:
    plot.set_snapshot(snapshot([1.0, 0.9, 0.8]))
    before = plot.box.viewRange()
    plot.set_snapshot(snapshot([1.0, 0.9, 0.8, 0.7, 0.95]))
    assert plot.box.viewRange() == before
    plot.set_snapshot(snapshot([1.0] * 30))
    qtbot.waitUntil(lambda: plot.box.viewRange()[0][1] >= 29, timeout=10_000)
    plot.set_snapshot(snapshot([1.0] * 101, state=RunState.FINISHED))
    qtbot.waitUntil(lambda: plot.box.viewRange()[0] == [0, 102], timeout=10_000)


def test_range_eases_although_snapshots_keep_coming(plot: LossPlot, qtbot: QtBot) -> None:
    for count in range(2, 200, 4):
        plot.set_snapshot(snapshot([1.0] * count))
        qtbot.wait(5)
    assert plot.box.viewRange()[0][1] > 100


def test_a_snapshot_is_one_painting_even_while_the_range_eases(plot: LossPlot) -> None:
    plot._easing.setInterval(60_000)  # what eases is the snapshots
    QApplication.processEvents()
    paints = []

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            paints.append(event.type() == QEvent.Type.Paint)
            return False

    watch = Watch()
    plot.plot.viewport().installEventFilter(watch)
    right = plot.box.viewRange()[0][1]
    for count in range(20, 40):
        plot.set_snapshot(snapshot([1.0 + count] * count))
        for _ in range(5):
            QApplication.processEvents()
    assert plot.box.viewRange()[0][1] > right
    assert sum(paints) == 20


def test_zoom_is_kept_until_double_click_or_a_new_run(plot: LossPlot) -> None:
    plot.set_snapshot(snapshot([1.0] * 5))
    plot.box.setRange(xRange=(1, 2), yRange=(0.2, 0.4), padding=0)
    plot.box.sigRangeChangedManually.emit([True, True])
    plot.set_snapshot(snapshot([1.0] * 50))
    assert plot.box.viewRange() == [[1, 2], [0.2, 0.4]]
    QTest.mouseDClick(plot.plot.viewport(), Qt.MouseButton.LeftButton, pos=plot.plot_area().center())
    assert plot.box.viewRange()[0][1] > 49
    plot.box.sigRangeChangedManually.emit([True, True])
    plot.set_snapshot(snapshot([1.0] * 5, run_id=2))
    assert plot.box.viewRange()[0] == [0, 10]


def point_at(view: LossPlot, x: float) -> None:
    middle = sum(view.box.viewRange()[1]) / 2
    target = view.plot.mapFromScene(view.box.mapViewToScene(QPointF(x, middle)))
    QTest.mouseMove(view.plot.viewport(), target + QPoint(1, 1))
    QTest.mouseMove(view.plot.viewport(), target)


def test_hover_reads_the_nearest_epoch(plot: LossPlot, qtbot: QtBot) -> None:
    plot.set_snapshot(snapshot([8.0, 4.0, 2.0, 1.0], [9.0, 5.0, 3.0, NAN]))
    plot.grab()
    point_at(plot, 2.2)
    qtbot.waitUntil(plot.readout.isVisible)
    assert plot.readout.text() == "Epoch 2\ntrain 2\ntest 3"
    assert plot.hairline.value() == 2
    plot.set_snapshot(snapshot([8.0, 4.0, 7.0, 1.0]))
    assert plot.readout.text() == "Epoch 2\ntrain 7"
    plot.plot.leaveEvent(QEvent(QEvent.Type.Leave))
    assert not plot.readout.isVisible()
    assert not plot.hairline.isVisible()


def test_divergence_is_marked_inside_the_view(plot: LossPlot) -> None:
    plot.set_snapshot(snapshot([1.0] * 40, state=RunState.DIVERGED, divergence=Divergence(60, 600, 3.0)))
    assert plot.divergence_line.isVisible()
    assert plot.divergence_line.value() == 60
    assert plot.box.viewRange()[0][1] > 60
    plot.set_snapshot(snapshot([1.0] * 40))
    assert not plot.divergence_line.isVisible()


def test_a_click_changes_the_scale(plot: LossPlot) -> None:
    plot.set_log(True)
    plot.set_snapshot(snapshot([1.0, 0.1]))
    plot.set_theme(DARK)
    assert plot.box.viewRange()[1][1] < 0.5
    QTest.mouseClick(plot.scale_switch, Qt.MouseButton.LeftButton)
    assert plot.box.viewRange()[1][1] == pytest.approx(1.1, abs=0.1)


def test_lines_are_thin_while_live_and_where_they_are_dense(plot: LossPlot) -> None:
    widths = []
    for losses, state in (([1.0, 0.5], RunState.RUNNING), ([1.0, 0.5], RunState.PAUSED), ([0.0, 1.0] * 300, RunState.PAUSED)):  # fmt: skip
        plot.set_snapshot(snapshot(losses, state=state))
        widths.append(plot.solid.opts["pen"].width())
    assert widths == [1, 2, 1]


def test_a_thick_line_is_as_dark_all_along(plot: LossPlot) -> None:
    plot.set_snapshot(snapshot(list(np.linspace(0.5, 0.499, 3000)), state=RunState.PAUSED))
    picture = plot.plot.grab().toImage()
    area = plot.plot_area()
    columns = range(area.left() + area.width() // 3, area.left() + 2 * area.width() // 3)
    inks = [
        sum(255 - picture.pixelColor(x, y).lightness() for y in range(area.top(), area.bottom() - 12)) for x in columns
    ]
    assert min(inks) > 200
    assert max(inks) < 1.1 * min(inks)


def test_of_many_points_the_peaks_are_drawn() -> None:
    xs = np.arange(1000.0)
    values = np.linspace(5, 1, 1000)
    values[[300, 620]] = 90, -90
    values[400:500] = NAN
    drawn_xs, drawn = outline(xs, values, (0, 2000), 100)
    assert len(drawn) == 208
    assert drawn[-1] == values[-1]
    assert (np.diff(drawn_xs) > 0).all()
    assert (drawn_xs[0], drawn_xs[-1]) == (0, 999)
    assert np.nanmin(drawn) == -90
    assert np.nanmax(drawn) == 90
    assert np.isnan(drawn[(drawn_xs >= 400) & (drawn_xs < 500)]).all()
    assert (np.diff(drawn[:60]) <= 0).all()  # a falling line falls
    # Where few points share a column, all of them are drawn, and the next ones on both sides.
    drawn_xs, drawn = outline(xs, values, (300.5, 310.5), 100)
    assert drawn_xs.tolist() == list(range(300, 312))
    assert drawn.tolist() == values[300:312].tolist()
    assert all(len(part) == 0 for part in outline(xs[:0], values[:0], (0, 1), 100))


def test_a_zoom_shows_every_point(plot: LossPlot) -> None:
    losses = np.random.default_rng(0).uniform(size=20_000)
    plot.set_snapshot(snapshot(losses.tolist(), state=RunState.PAUSED))
    assert len(plot.solid.getData()[0]) < 3 * plot.box.width()
    plot.box.setRange(xRange=(9000, 9050), yRange=(0, 1), padding=0)
    xs, values = plot.solid.getData()
    assert np.array_equal(xs, np.arange(8999, 9051))
    assert np.array_equal(values, losses[8999:9051])


def test_a_wider_plot_shows_more_points_and_a_smooth_part_is_thick(plot: LossPlot) -> None:
    losses = np.random.default_rng(0).uniform(size=5000)
    losses[4000:] = np.linspace(0.5, 0.4, 1000)
    plot.set_snapshot(snapshot(losses.tolist(), state=RunState.PAUSED))
    assert plot.solid.opts["pen"].width() == 1
    few = len(plot.solid.getData()[0])
    plot.resize(900, 260)
    assert len(plot.solid.getData()[0]) > 2 * few
    plot.box.setRange(xRange=(4100, 4900), yRange=(0, 1), padding=0)
    assert plot.solid.opts["pen"].width() == 2


def test_language_and_theme_change_at_run_time(plot: LossPlot) -> None:
    plot.set_snapshot(snapshot([1.0, 0.5]))
    for theme in (DARK, LIGHT):
        plot.set_theme(theme)
        QApplication.sendEvent(plot, QEvent(QEvent.Type.LanguageChange))
        plot.grab()
    assert plot.scale_switch.objectName() == "loss_scale"
    assert plot.scale_switch.accessibleName()


@pytest.mark.parametrize(
    ("text", "written"),
    [("0.5", "0.5"), ("-1", "−1"), ("2e+06", "2·10⁶"), ("1e+06", "10⁶"), ("-3e-05", "−3·10⁻⁵"), ("1.5e+20", "1.5·10²⁰"), ("2·10⁻³", "2·10⁻³"), ("999", "999"), ("-12000", "−12\u202f000"), ("1234567.25", "1\u202f234\u202f567.25"), ("0.00012", "0.00012")],
)  # fmt: skip
def test_tick_text(text: str, written: str) -> None:
    assert tick_text(text) == written


@pytest.mark.parametrize("height", [60, 100, 300])
@pytest.mark.parametrize(
    "losses", [(0.31, 0.39), (0.512, 0.5125), (1.05, 1.9), (3.2e-5, 3.9e-5), (412.0, 444.0)], ids=str
)
def test_a_logarithmic_axis_has_numbers_between_those_of_one_digit(qtbot: QtBot, losses: tuple[float, float], height: int) -> None:  # fmt: skip
    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.set_log(True)
    low, high = np.log10(losses)
    (spacing, ticks), *_ = plot.left.tickValues(low, high, height)
    assert len(ticks) >= 2
    assert (np.diff(ticks) >= plot.fontMetrics().height() * (high - low) / height).all()
    texts = plot.left.tickStrings(ticks, 1.0, spacing)
    plain = [text.replace("·10", "e").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) for text in texts]
    assert [float(text) for text in plain] == pytest.approx(10 ** np.array(ticks), rel=1e-9)


@pytest.mark.parametrize("low", [-1e31, -400.2, 400.2, 1e31])
def test_a_logarithmic_axis_moved_beyond_all_numbers_has_no_ticks_or_some(qtbot: QtBot, low: float) -> None:
    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.show()
    plot.set_log(True)
    plot.box.setRange(yRange=(low, low + 0.3), padding=0)
    assert not plot.grab().isNull()


@pytest.mark.parametrize(
    "seen",
    [(99_999, 100_001), (12_345_678, 12_345_679), (1.7e9, 1.7e9 + 3600), (2e-4, 2.00001e-4), (-1.9e30, -1.2e30)],
    ids=str,
)
def test_neighbours_on_an_axis_have_different_numbers(plot: LossPlot, seen: tuple[float, float]) -> None:
    (spacing, ticks), *_ = plot.bottom.tickValues(*seen, 300)
    texts = plot.bottom.tickStrings(ticks, 1.0, spacing)
    plain = [text.replace("\u202f", "").replace("·10", "e").replace("−", "-") for text in texts]
    plain = [text.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")) for text in plain]
    assert [float(text) for text in plain] == pytest.approx(ticks, abs=0.01 * spacing)


@pytest.mark.parametrize("height", [30, 45, 60, 100, 300])
@pytest.mark.parametrize("is_log", [False, True])
@pytest.mark.parametrize("losses", [(0.003, 0.7), (1e-9, 5.0), (0.21, 0.74), (1.0, 2.6)], ids=str)
def test_the_numbers_of_the_loss_axis_do_not_touch(qtbot: QtBot, height: int, is_log: bool, losses: tuple[float, float]) -> None:  # fmt: skip
    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.set_log(is_log)
    low, high = np.log10(losses) if is_log else losses
    gap = plot.fontMetrics().height() * (high - low) / height
    (_, ticks), *_ = plot.left.tickValues(low, high, height)
    assert len(ticks) >= 1
    assert (np.diff(ticks) >= gap).all()


@pytest.mark.parametrize(
    ("ticks", "gap", "is_log", "kept"),
    [
        ([0.0, 0.2, 0.4, 0.6], 0.1, False, [0.0, 0.2, 0.4, 0.6]),
        ([0.0, 0.2, 0.4, 0.6], 0.3, False, [0.0, 0.4]),
        ([-3.0, -2.0, -1.0, 0.0], 1.5, True, [-2.0, 0.0]),
        (np.log10(np.arange(1, 10)).tolist(), 0.2, True, np.log10([1, 2, 5]).tolist()),
        (np.log10([3, 4, 5, 6, 7, 8, 9, 10, 20, 30]).tolist(), 0.4, True, np.log10([3, 10, 30]).tolist()),
        (np.log10(np.arange(1, 10)).tolist(), 0.5, True, [0.0]),
        (np.log10([4, 5, 6]).tolist(), 0.2, True, np.log10([5]).tolist()),
        ([3.0, 4.0, 5.0, 6.0, 7.0, 8.0], 1.5, False, [4.0, 6.0, 8.0]),
        ([-3.0, -2.0], 9.0, True, [-2.0]),
    ],
    ids=str,
)
def test_round_numbers_stay(ticks: list[float], gap: float, is_log: bool, kept: list[float]) -> None:
    assert spread_out(ticks, gap, is_log) == pytest.approx(kept)


@pytest.mark.parametrize("size", [9.0, 13.0, 18.0])
def test_the_smallest_plot_has_room_for_its_lines_in_any_font(plot: LossPlot, size: float) -> None:
    font = plot.font()
    font.setPointSizeF(size)
    plot.setFont(font)
    plot.resize(plot.minimumSizeHint())
    QApplication.processEvents()
    assert plot.box.height() >= 3.5 * plot.fontMetrics().lineSpacing()
