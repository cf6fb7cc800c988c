"""Every tool of the canvas, held by a real mouse: what it does, what it shows before, and that it is one step."""

from __future__ import annotations

import numpy as np
import pytest
from conftest import Hand
from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from app.data.plane import canvas_positions
from app.data.points import Floats, Points
from app.data.tasks import Task
from app.gui.views.paint_bar import Command
from app.gui.views.tools import TOOLS
from app.gui.views.tools.base import Tool
from app.training.config import MAX_POINTS

pytestmark = pytest.mark.slow  # a window for each

PLACING = (Tool.ADD, Tool.BRUSH, Tool.LINE, Tool.CIRCLE, Tool.CLOUD)
GRID = [[float(x), float(y)] for x in range(-4, 5) for y in range(-4, 5)]
CLASSES = [float(i % 2) for i in range(len(GRID))]
STATIONS = ((-4.0, -0.3), (-1.0, 0.2), (1.5, 0.1), (4.0, -0.2))
"""In view for every task."""


def positions(hand: Hand) -> Floats:
    config = hand.window.controller.document.config
    return canvas_positions(config.task, config.n_classes, hand.points)


def in_order(places: Floats) -> Floats:
    return places[np.lexsort(np.round(places, 9).T)]


STEPS = {
    Tool.ADD: "add point",
    Tool.MOVE: "move point",
    Tool.BRUSH: "paint {count} points",
    Tool.LINE: "stamp a line of {count} points",
    Tool.CIRCLE: "stamp a circle of {count} points",
    Tool.CLOUD: "stamp a cloud of {count} points",
    Tool.JITTER: "jitter {count} points",
    Tool.MAGNET: "pull {count} points",
    Tool.ERASE: "erase {count} points",
}


def n_different(before: Points, after: Points) -> int:
    if len(before) != len(after):
        return abs(len(before) - len(after))
    pairs = zip(before.inputs.tolist(), before.targets, after.inputs.tolist(), after.targets, strict=True)
    return sum((x0, y0) != (x1, y1) for x0, y0, x1, y1 in pairs)


@pytest.mark.parametrize("tool", STEPS)
def test_a_gesture_is_one_step_with_the_count_of_all_it_changed(hand: Hand, qtbot: QtBot, tool: Tool) -> None:
    before = hand.begin(Task.CLASSIFICATION_2D, GRID, CLASSES)
    hand.take(tool)
    n_steps = hand.n_steps
    hand.press(*((-4.0, 0.0) if tool is Tool.MOVE else STATIONS[0]))
    for station in STATIONS[1:]:
        hand.move(*station)
        qtbot.wait(25)  # more than a frame: the wishes come one by one
    hand.release(*STATIONS[-1])
    assert hand.n_steps == n_steps + 1
    after = hand.points
    count = n_different(before, after)
    assert count > 0
    assert (count > 1) == ("{count}" in STEPS[tool])
    assert hand.step == STEPS[tool].format(count=count)
    hand.window.controller.undo_stack.undo()
    assert hand.points.equals(before)
    hand.window.controller.undo_stack.redo()
    assert hand.points.equals(after)


@pytest.mark.parametrize("task", Task)
@pytest.mark.parametrize("tool", PLACING)
def test_the_preview_is_what_the_click_places(hand: Hand, tool: Tool, task: Task) -> None:
    hand.begin(task)
    hand.take(tool)
    for place in ((1.0, 0.4), (-2.0, 0.8)):
        n_before = len(hand.points)
        hand.hover(*place)
        shown = hand.window.canvas._preview.positions
        hand.click(*place)
        placed = positions(hand)[n_before:]
        assert len(placed) == len(shown) > 0
        assert in_order(placed) == pytest.approx(in_order(shown))


@pytest.mark.parametrize("tool", [Tool.LINE, Tool.CIRCLE, Tool.CLOUD])
def test_a_stamp_that_is_drawn_out_places_what_it_shows(hand: Hand, tool: Tool) -> None:
    hand.begin(Task.CLASSIFICATION_2D)
    hand.take(tool)
    hand.press(-1.0, -1.0)
    hand.move(0.0, 0.0)
    hand.move(2.0, 3.0)
    assert len(hand.points) == 0
    shown = hand.window.canvas._preview.positions
    hand.release(2.0, 3.0)
    assert in_order(positions(hand)) == pytest.approx(in_order(shown))


def test_a_line_goes_from_press_to_release(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D)
    hand.take(Tool.LINE)
    hand.set_option("noise", 0)
    hand.set_option("number", 11)
    hand.drag((-3.0, -2.0), (0.0, 0.0), (5.0, 4.0))
    dx, dy = hand.pixel
    x, y = hand.points.inputs.T
    assert x == pytest.approx(np.linspace(-3, 5, 11), abs=dx)
    assert y == pytest.approx(np.linspace(-2, 4, 11), abs=dy)


def test_a_circle_is_one_on_the_screen_whatever_the_axes(hand: Hand) -> None:
    hand.begin(Task.REGRESSION_1D)
    hand.window.canvas.show_range(type(hand.window.canvas.region())(0, 10, 0, 5000))
    hand.take(Tool.CIRCLE)
    hand.set_option("noise", 0)
    hand.set_option("radius", 2)
    hand.click(5, 2500)
    offsets = (positions(hand) - (5, 2500)) / hand.pixel
    radii = np.hypot(*offsets.T)
    assert radii == pytest.approx(np.full(30, 2 / hand.pixel[0]), abs=1.5)


@pytest.mark.parametrize("is_drawn_out", [False, True])
def test_a_circle_of_two_inputs_is_one_of_their_numbers(hand: Hand, is_drawn_out: bool) -> None:
    hand.begin(Task.CLASSIFICATION_2D)
    hand.window.canvas.show_range(type(hand.window.canvas.region())(-6, 6, -12, 12))
    hand.take(Tool.CIRCLE)
    hand.set_option("noise", 0)
    hand.set_option("radius", 2)
    if is_drawn_out:
        hand.drag((0, 0), (1, 1), (3, 4))
    else:
        hand.click(0, 0)
    centre = hand.points.inputs.mean(axis=0)
    radii = np.hypot(*(hand.points.inputs - centre).T)
    tolerance = 3 * max(hand.pixel)
    assert radii == pytest.approx(np.full(30, radii[0]), rel=1e-9)
    assert radii[0] == pytest.approx(5 if is_drawn_out else 2, abs=tolerance)


def test_a_cloud_of_two_inputs_is_round_in_their_numbers(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D)
    hand.window.canvas.show_range(type(hand.window.canvas.region())(-6, 6, -60, 60))
    hand.take(Tool.CLOUD)
    hand.set_option("number", 2000)
    hand.set_option("radius", 2)
    hand.click(0, 0)
    assert hand.points.inputs.std(axis=0) == pytest.approx([2, 2], rel=0.1)


def test_an_exact_circle_leaves_the_jitter_its_noise(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D)
    hand.take(Tool.CIRCLE)
    hand.set_option("noise", 0)
    hand.click(0, 0)
    before = hand.points
    hand.window.painting.select(np.arange(30))
    hand.window.paint_bar.actions_by_name[Command.JITTER].trigger()
    assert not np.any(hand.points.inputs == before.inputs)


def test_the_brush_stays_within_its_radius_and_paints_a_dab_every_half_of_it(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D)
    hand.take(Tool.BRUSH)
    hand.set_option("radius", 0.5)
    hand.set_option("density", 4)
    hand.drag((-4.0, 1.0), (4.0, 1.0))
    inputs = hand.points.inputs
    width, height = hand.pixel
    beyond = np.maximum(np.abs(inputs[:, 0]) - 4, 0)
    assert np.hypot(beyond / width, (inputs[:, 1] - 1) / height).max() <= 0.5 / width + 1.5
    assert len(inputs) == pytest.approx(4 * (1 + 8 / 0.25), abs=4)
    assert np.ptp(inputs[:, 0]) > 8


def test_the_brush_paints_the_class_in_hand_and_the_value(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D)
    hand.key(Qt.Key.Key_2)
    hand.key(Qt.Key.Key_B)
    hand.drag((0.0, 0.0), (1.0, 1.0))
    assert set(hand.points.targets) == {2.0}
    assert hand.window.controller.document.config.n_classes == 3
    hand.begin(Task.REGRESSION_2D)
    hand.key(Qt.Key.Key_3)
    hand.drag((0.0, 0.0), (1.0, 1.0))
    assert set(hand.points.targets) == {3.0}


def test_in_one_dimension_the_height_says_the_class(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_1D)
    hand.take(Tool.BRUSH)
    hand.drag((-4.0, 0.05), (0.0, 0.05))
    n_low = len(hand.points)
    hand.drag((0.0, 0.95), (4.0, 0.95))
    assert n_low > 10
    assert hand.points.targets.tolist() == [0.0] * n_low + [1.0] * (len(hand.points) - n_low)


def test_rows_of_classes_move_together_when_a_class_comes(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_1D, [[0.0], [1.0]], [0, 1])
    hand.window.controller.choose_class(2)
    assert hand.window.controller.document.config.n_classes == 3
    assert hand.window.canvas.positions.tolist() == [[0, 0], [1, 0.5]]


def test_painting_stops_where_there_is_no_room_and_says_so(hand: Hand) -> None:
    hand.begin(Task.REGRESSION_2D, np.zeros((MAX_POINTS - 7, 2)), np.zeros(MAX_POINTS - 7))
    hand.take(Tool.CIRCLE)
    hand.click(0.0, 0.0)
    assert len(hand.points) == MAX_POINTS
    assert hand.step == "stamp a circle of 7 points"
    assert "no room" in hand.window.findChild(QLabel, "notice").text()
    n_steps = hand.n_steps
    hand.take(Tool.BRUSH)
    hand.drag((0.0, 0.0), (3.0, 3.0))
    assert (len(hand.points), hand.n_steps) == (MAX_POINTS, n_steps)


def test_the_eraser_has_a_radius_and_keys_change_it(hand: Hand) -> None:
    hand.begin(Task.REGRESSION_1D, [[0.0], [0.8], [1.1], [3.0]], [0.0, 0.0, 0.0, 0.0])
    hand.take(Tool.ERASE)
    assert hand.window.paint_bar._shown["eraser"].isVisible()
    hand.set_option("eraser", 1.0)
    hand.click(0, 0)
    assert hand.points.inputs[:, 0].tolist() == [1.1, 3.0]
    hand.key("]")
    hand.click(0, 0)
    assert hand.points.inputs[:, 0].tolist() == [3.0]
    hand.set_option("eraser", 0.0)
    hand.click(3, 0)
    assert not len(hand.points)


def test_a_click_of_the_eraser_spares_the_neighbours(hand: Hand) -> None:
    hand.begin(Task.REGRESSION_1D, [[0.0], [0.5]], [0.0, 0.0])
    hand.take(Tool.ERASE)
    hand.click(0, 0)
    assert hand.points.inputs[:, 0].tolist() == [0.5]


def test_a_fast_eraser_leaves_no_gaps(hand: Hand) -> None:
    hand.begin(Task.REGRESSION_1D, [[x] for x in np.linspace(-5, 5, 41)], np.zeros(41))
    hand.take(Tool.ERASE)
    hand.drag((-5.5, 0.0), (5.5, 0.0))
    assert len(hand.points) == 0
    assert hand.step == "erase 41 points"


@pytest.mark.parametrize("task", [Task.CLASSIFICATION_2D, Task.CLASSIFICATION_1D, Task.REGRESSION_1D])
@pytest.mark.parametrize("tool", [Tool.JITTER, Tool.MAGNET])
def test_jitter_and_magnet_move_what_is_within_and_leave_classes_alone(hand: Hand, tool: Tool, task: Task) -> None:
    inputs = np.linspace(-4, 4, 33)[:, None]
    targets = np.arange(33.0) % 2 if task.is_classification else np.zeros(33)
    height = 1.0 if task is Task.CLASSIFICATION_1D else 0.0
    before = hand.begin(task, np.hstack([inputs, 0 * inputs]) if task.n_inputs == 2 else inputs, targets)
    hand.take(tool)
    hand.set_option("radius", 1.1)
    hand.click(1.0, height)
    where_before = canvas_positions(task, 2, before)
    is_near = np.hypot(*((where_before - (1.0, height)) / hand.pixel).T) < 1.1 / hand.pixel[0]
    has_moved = (positions(hand) != where_before).any(axis=1)
    assert not has_moved[~is_near].any()
    assert has_moved[is_near].sum() >= is_near.sum() - 1  # the one in the middle of a magnet stays
    if task.is_classification:
        assert np.array_equal(hand.points.targets, before.targets)
    if tool is Tool.MAGNET:
        distances = np.abs(hand.points.inputs[:, 0] - 1.0)
        assert (distances <= np.abs(before.inputs[:, 0] - 1.0) + hand.pixel[0]).all()


def test_a_magnet_with_negative_strength_pushes(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, [[0.5, 0.0], [-0.5, 0.0]], [0, 1])
    hand.take(Tool.MAGNET)
    hand.set_option("radius", 2)
    hand.set_option("strength", -0.5)
    hand.click(0.0, 0.0)
    assert np.abs(hand.points.inputs[:, 0]) == pytest.approx([0.6875, 0.6875], abs=0.02)


def test_jitter_without_noise_is_no_step(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, GRID, CLASSES)
    hand.take(Tool.JITTER)
    hand.set_option("jitter", 0)
    n_steps = hand.n_steps
    hand.drag((-3.0, 0.0), (3.0, 0.0))
    assert hand.n_steps == n_steps


def test_points_snap_to_the_grid(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D)
    hand.key(Qt.Key.Key_G)
    hand.set_option("step", 0.5)
    hand.click(1.13, -0.9)
    hand.drag((3.1, 3.1), (2.0, 2.3), (-1.83, 0.62))
    assert hand.points.inputs.tolist() == [[1.0, -1.0], [-2.0, 0.5]]
    hand.take(Tool.CIRCLE)
    hand.click(0.0, 0.0)
    assert np.array_equal(hand.points.inputs * 2, np.round(hand.points.inputs * 2))
    hand.key(Qt.Key.Key_G)
    hand.take(Tool.ADD)
    hand.click(4.26, -4.26)
    assert hand.points.inputs[-1] == pytest.approx([4.26, -4.26], abs=0.02)


def test_a_trembling_click_moves_nothing(hand: Hand) -> None:
    before = hand.begin(Task.CLASSIFICATION_2D, [[1.0, 1.0]], [0])
    n_steps = hand.n_steps
    dx, dy = hand.pixel
    hand.drag((1.0, 1.0), (1.0 + 2 * dx, 1.0 + dy))
    assert hand.points is before
    assert hand.n_steps == n_steps


# ------------------------------------------------------------ what interrupts


@pytest.mark.parametrize("tool", TOOLS)
def test_an_undo_in_the_middle_ends_the_gesture(hand: Hand, tool: Tool) -> None:
    before = hand.begin(Task.CLASSIFICATION_2D, GRID, CLASSES)
    hand.window.painting.select(range(40))
    hand.take(tool)
    hand.press(0.0, 0.0)
    hand.move(1.0, 1.0)
    hand.window.controller.undo_stack.setIndex(hand.n_steps)
    while not hand.points.equals(before):
        hand.window.controller.undo_stack.undo()
    hand.window.controller.open_lesson("linear-regression")
    lesson, n_steps = hand.points, hand.n_steps
    hand.move(2.0, 2.0)
    hand.release(2.0, 2.0)
    assert hand.points is lesson
    assert hand.n_steps == n_steps


@pytest.mark.parametrize("tool", [Tool.LINE, Tool.RECTANGLE])
def test_what_is_not_done_yet_can_be_given_up(hand: Hand, tool: Tool) -> None:
    before = hand.begin(Task.CLASSIFICATION_2D, GRID, CLASSES)
    hand.take(tool)
    hand.window.canvas.setFocus()
    hand.press(-2.5, -2.5)
    hand.move(2.5, 2.5)
    QTest.keyClick(hand.window.canvas, Qt.Key.Key_Escape)
    hand.release(2.5, 2.5)
    assert hand.points is before
    assert hand.selected == []


def test_losing_the_focus_leaves_what_was_painted(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D)
    hand.take(Tool.BRUSH)
    hand.press(-2.0, 0.0)
    hand.move(2.0, 0.0)
    hand.window.canvas.focusOutEvent(QFocusEvent(QFocusEvent.Type.FocusOut))
    painted = hand.points
    assert len(painted) > 10
    hand.move(2.0, 4.0)
    hand.release(2.0, 4.0)
    assert hand.points is painted


# ------------------------------------------------------------ keys and numbers


def test_keys_take_tools_but_not_from_who_types(hand: Hand) -> None:
    window, actions = hand.window, hand.window.palette_bar.actions_by_name
    hand.key(Qt.Key.Key_B)
    assert actions[Tool.BRUSH].isChecked()
    combo = window.settings_panel.findChild(QComboBox, "optimizer")
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_R)
    assert actions[Tool.BRUSH].isChecked()
    field = window.paint_bar._fields["radius"]
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_L)
    assert actions[Tool.BRUSH].isChecked()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_L)
    assert actions[Tool.LINE].isChecked()


def test_every_tool_and_command_has_a_key_of_its_own(hand: Hand) -> None:
    window = hand.window
    actions = [*window.palette_bar.actions_by_name.values(), *window.paint_bar.actions_by_name.values()]
    actions += window.tool_bar.actions_by_name.values()
    keys = [action.shortcut().toString() for action in actions if not action.shortcut().isEmpty()]
    assert len(keys) == len(set(keys))
    assert all(not action.shortcut().isEmpty() for action in window.palette_bar.actions_by_name.values())


def test_the_radius_follows_the_view_until_it_is_typed(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D)
    canvas = hand.window.canvas
    shown = canvas.region()
    assert canvas.options.radius == pytest.approx((shown.x_high - shown.x_low) / 16, rel=0.6)
    canvas.show_range(type(shown)(0, 1000, 0, 1000))
    assert canvas.options.radius == 50
    hand.take(Tool.BRUSH)
    hand.set_option("radius", 7)
    canvas.show_range(type(shown)(0, 10, 0, 10))
    assert canvas.options.radius == 7
    hand.key("]")
    assert canvas.options.radius == pytest.approx(8.75)
    hand.key("[")
    hand.key("[")
    assert canvas.options.radius == pytest.approx(5.6)
    assert hand.window.paint_bar._fields["radius"].text() == "5.6"


def test_a_number_that_is_none_is_refused_in_words(hand: Hand) -> None:
    hand.take(Tool.CIRCLE)
    hand.set_option("number", "many")  # type: ignore[arg-type]
    assert hand.window.canvas.options.number == 30
    assert "many" in hand.window.findChild(QLabel, "notice").text()
    hand.set_option("number", 20_000)
    assert "10000" in hand.window.findChild(QLabel, "notice").text()
    hand.set_option("number", 3)
    hand.click(0.0, 0.0)
    assert len(hand.points) == 3


def test_only_the_options_of_the_tool_are_shown(hand: Hand) -> None:
    for tool, kind in TOOLS.items():
        hand.take(tool)
        fields = hand.window.paint_bar._fields
        QApplication.processEvents()
        assert {key for key, field in fields.items() if field.isVisible()} == set(kind.options)
    hand.key(Qt.Key.Key_G)
    QApplication.processEvents()
    assert hand.window.paint_bar._fields["step"].isVisible()


def test_painting_one_class_leaves_the_drawing_of_the_others_alone(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, GRID, CLASSES)
    items = hand.window.canvas._dots._items
    before = {look: item.positions for look, item in items.items()}
    hand.take(Tool.BRUSH)  # of class 0
    hand.drag((0.0, 0.0), (2.0, 2.0))
    changed = [look for look, places in before.items() if items[look].positions is not places]
    assert len(changed) == 1
    drawn = np.vstack([item.positions for item in items.values()])
    assert in_order(drawn) == pytest.approx(in_order(positions(hand)))
