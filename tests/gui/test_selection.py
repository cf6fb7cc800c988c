"""Selected points: by rectangle, lasso and click, in canvas and table at once; what is done with them is one step each."""

from __future__ import annotations

import random

import numpy as np
import pytest
from conftest import CTRL, NO_KEY, SHIFT, Hand
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot

from app.data.plane import canvas_positions
from app.data.points import Points
from app.data.tasks import Task
from app.gui.painting import carried, n_changed
from app.gui.views.paint_bar import Command
from app.gui.views.tools.base import Tool

pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("This plugin does not support", extend=True)]

CORNERS = [[-4.0, -4.0], [4.0, -4.0], [4.0, 4.0], [-4.0, 4.0], [0.0, 0.0]]
LABELS = [0.0, 1.0, 0.0, 1.0, 0.0]


def act(hand: Hand, command: Command) -> None:
    hand.window.paint_bar.actions_by_name[command].trigger()


def table_rows(hand: Hand) -> list[int]:
    return list(hand.window.side.table.view.selected_rows())


def open_table(hand: Hand) -> None:
    hand.window.side.tabs.setCurrentWidget(hand.window.side.table)


# ------------------------------------------------------------ selecting


def test_a_rectangle_selects_shift_adds_ctrl_turns_round(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.take(Tool.RECTANGLE)
    hand.drag((-5.0, -5.0), (0.0, 0.0), (5.0, -3.0))
    assert hand.selected == [0, 1]
    hand.drag((5.0, 5.0), (3.0, 3.0), modifiers=SHIFT)
    assert hand.selected == [0, 1, 2]
    hand.drag((-1.0, 1.0), (5.0, -5.0), modifiers=CTRL)
    assert hand.selected == [0, 2, 4]
    hand.click(4.0, -4.0, SHIFT)
    assert hand.selected == [0, 1, 2, 4]
    hand.click(0.0, 0.0, CTRL)
    assert hand.selected == [0, 1, 2]
    hand.click(0.0, 0.0)
    assert hand.selected == [4]
    hand.click(-2.0, 2.0)
    assert hand.selected == []


def test_a_lasso_selects_what_it_goes_around(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.take(Tool.LASSO)
    hand.drag((-5.0, -5.0), (1.0, -1.0), (5.0, 5.0), (3.0, 5.0), (-1.0, 1.0), (-5.0, -3.0))
    assert hand.selected == [0, 2, 4]


def test_hidden_test_points_are_not_selected(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D)
    hand.window.controller.extend_points(Points.of(CORNERS, LABELS, [False, True, False, True, False]), 0)
    hand.window.tool_bar.actions_by_name["show_test"].trigger()
    hand.take(Tool.RECTANGLE)
    hand.drag((-5.0, -5.0), (5.0, 5.0))
    assert hand.selected == [0, 2, 4]


def test_the_move_tool_selects_what_it_takes(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.take(Tool.MOVE)
    hand.click(4.0, 4.0)
    assert hand.selected == [2]
    hand.click(0.0, 0.0, SHIFT)
    assert hand.selected == [2, 4]
    hand.click(0.0, 0.0, CTRL)
    assert hand.selected == [2]


@pytest.mark.parametrize("tool", [Tool.ADD, Tool.MOVE, Tool.RECTANGLE, Tool.LASSO])
def test_dragging_a_selected_point_moves_all_rigidly_in_one_step(hand: Hand, tool: Tool) -> None:
    before = hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.window.painting.select([0, 2, 4])
    hand.take(tool)
    n_steps = hand.n_steps
    hand.drag((0.0, 0.0), (1.0, 1.0), (0.5, -1.5))
    offsets = hand.points.inputs - before.inputs
    assert offsets[[0, 2, 4]] == pytest.approx(np.tile([0.5, -1.5], (3, 1)), abs=2 * hand.pixel[1])
    assert np.ptp(offsets[[0, 2, 4]], axis=0) == pytest.approx([0, 0], abs=1e-12)
    assert not offsets[[1, 3]].any()
    assert hand.selected == [0, 2, 4]
    assert (hand.n_steps, hand.step) == (n_steps + 1, "move 3 points")
    hand.window.controller.undo_stack.undo()
    assert hand.points.equals(before)
    assert hand.selected == [0, 2, 4]


def test_rows_of_classes_are_moved_as_rows(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_1D, [[-3.0], [0.0], [3.0]], [0, 0, 0])
    hand.window.painting.select([0, 1])
    hand.take(Tool.MOVE)
    hand.drag((0.0, 0.0), (1.0, 0.3), (1.0, 0.9))
    assert hand.points.targets.tolist() == [1, 1, 0]
    assert hand.points.inputs[:, 0] == pytest.approx([-2, 1, 3], abs=2 * hand.pixel[0])


def test_rings_are_drawn_around_the_selected(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.window.painting.select([1, 3])
    assert hand.window.canvas._rings.positions.tolist() == [CORNERS[1], CORNERS[3]]
    plain = hand.window.canvas.grab().toImage()
    hand.window.painting.select([])
    assert hand.window.canvas.grab().toImage() != plain


# ------------------------------------------------------------ commands


@pytest.mark.parametrize(
    ("command", "step"),
    [
        (Command.DUPLICATE, "duplicate 3 points"), (Command.MIRROR_X, "mirror 3 points"),
        (Command.MIRROR_Y, "mirror 3 points"), (Command.JITTER, "jitter 3 points"),
        (Command.RELABEL, "relabel 2 points"), (Command.TEST, "make 3 points test points"),
        (Command.DELETE, "delete 3 points"),
    ],
)  # fmt: skip
def test_a_command_is_one_step(hand: Hand, command: Command, step: str) -> None:
    before = hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.window.controller.choose_class(1)
    hand.window.painting.select([0, 1, 2])
    n_steps = hand.n_steps
    act(hand, command)
    after = hand.points
    assert (hand.n_steps, hand.step) == (n_steps + 1, step)
    hand.window.controller.undo_stack.undo()
    assert hand.points.equals(before)
    hand.window.controller.undo_stack.redo()
    assert hand.points.equals(after)


def test_mirrored_about_the_middle_of_the_selection(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.window.painting.select([0, 4])
    hand.key(Qt.Key.Key_H)
    assert hand.points.inputs[[0, 4]].tolist() == [[0, -4], [-4, 0]]
    hand.key(Qt.Key.Key_V)
    assert hand.points.inputs[[0, 4]].tolist() == [[0, 0], [-4, -4]]
    assert hand.points.inputs[[1, 2, 3]].tolist() == [CORNERS[1], CORNERS[2], CORNERS[3]]


def test_copies_are_selected_and_lie_beside(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.window.painting.select([1, 2])
    hand.key(Qt.Key.Key_D, CTRL)
    assert hand.selected == [5, 6]
    assert hand.points.targets[5:].tolist() == [1, 0]
    offsets = (hand.points.inputs[5:] - hand.points.inputs[1:3]) / hand.pixel
    assert offsets == pytest.approx(np.array([[18, -18], [18, -18]]), abs=1e-6)
    hand.key(Qt.Key.Key_G)
    hand.set_option("step", 0.5)
    hand.key(Qt.Key.Key_D, CTRL)
    assert (hand.points.inputs[7:] - hand.points.inputs[5:7]) == pytest.approx(np.full((2, 2), 0.5))


def test_undo_brings_the_selection_back_that_the_step_took_away(hand: Hand) -> None:
    open_table(hand)
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    stack = hand.window.controller.undo_stack
    hand.window.painting.select([1, 2])
    act(hand, Command.DUPLICATE)
    act(hand, Command.DUPLICATE)
    act(hand, Command.DELETE)
    seen = [hand.selected]
    for go in (stack.undo, stack.undo, stack.undo, stack.redo, stack.redo, stack.redo):
        go()
        seen.append(hand.selected)
        assert hand.window.canvas.selected.tolist() == table_rows(hand) == hand.selected
    assert seen == [[], [7, 8], [5, 6], [1, 2], [5, 6], [7, 8], []]


def test_undo_leaves_a_selection_of_other_points_alone(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.window.painting.select([1, 2])
    act(hand, Command.DUPLICATE)
    hand.window.painting.select([0, 3])
    hand.window.controller.undo_stack.undo()
    assert hand.selected == [0, 3]


def test_relabel_gives_the_class_or_value_of_new_points(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.window.painting.select([0, 1])
    hand.window.controller.choose_class(3)
    act(hand, Command.RELABEL)
    assert hand.points.targets.tolist() == [3, 3, 0, 1, 0]
    assert hand.window.controller.document.config.n_classes == 4
    hand.begin(Task.REGRESSION_2D, CORNERS, LABELS)
    hand.window.painting.select([2])
    hand.key(Qt.Key.Key_7)
    act(hand, Command.RELABEL)
    assert hand.points.targets.tolist() == [0, 1, 7, 1, 0]
    hand.begin(Task.REGRESSION_1D, [[0.0]], [1])
    hand.window.painting.select([0])
    assert not hand.window.paint_bar.actions_by_name[Command.RELABEL].isVisible()


def test_test_points_and_back(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.window.painting.select([1, 2])
    act(hand, Command.TEST)
    assert hand.points.is_test.tolist() == [False, True, True, False, False]
    n_steps = hand.n_steps
    act(hand, Command.TEST)
    assert hand.n_steps == n_steps
    act(hand, Command.TRAIN)
    assert not hand.points.is_test.any()


def test_keys_of_the_selection(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.window.canvas.setFocus()
    hand.key(Qt.Key.Key_A, CTRL)
    assert hand.selected == [0, 1, 2, 3, 4]
    hand.key(Qt.Key.Key_I, CTRL)
    assert hand.selected == []
    hand.window.painting.select([1, 2])
    hand.key(Qt.Key.Key_I, CTRL)
    assert hand.selected == [0, 3, 4]
    QTest.keyClick(hand.window.canvas, Qt.Key.Key_Escape)
    assert hand.selected == []
    hand.window.painting.select([1, 2])
    hand.key(Qt.Key.Key_Delete)
    assert hand.points.inputs.tolist() == [CORNERS[0], CORNERS[3], CORNERS[4]]
    assert hand.selected == []


def test_delete_is_not_taken_from_who_types(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.window.painting.select([1, 2])
    field = hand.window.paint_bar._fields["radius"]
    hand.take(Tool.BRUSH)
    QApplication.processEvents()
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClick(field, Qt.Key.Key_A, CTRL)
    assert len(hand.points) == 5
    assert hand.selected == [1, 2]


def test_arrows_nudge_and_are_undone_one_by_one(hand: Hand) -> None:
    before = hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.window.painting.select([0, 1])
    dx, dy = hand.pixel
    QTest.keyClick(hand.window.canvas, Qt.Key.Key_Right)
    QTest.keyClick(hand.window.canvas, Qt.Key.Key_Up, SHIFT)
    assert (hand.points.inputs - before.inputs)[:2] == pytest.approx(np.tile([2 * dx, 20 * dy], (2, 1)))
    hand.window.controller.undo_stack.undo()
    hand.window.controller.undo_stack.undo()
    assert hand.points.equals(before)
    hand.begin(Task.CLASSIFICATION_1D, [[1.0], [2.0]], [0, 1])
    hand.window.painting.select([0, 1])
    QTest.keyClick(hand.window.canvas, Qt.Key.Key_Up)
    assert hand.points.targets.tolist() == [1, 1]


def test_the_strip_says_how_many_and_shows_commands_only_then(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    actions = hand.window.paint_bar.actions_by_name
    assert not actions[Command.DELETE].isVisible()
    hand.window.painting.select([0, 1])
    QApplication.processEvents()
    label = hand.window.findChild(QLabel, "selected_count")
    assert label.isVisible()
    assert label.text() == "2 selected"
    assert actions[Command.DELETE].isVisible()


@pytest.mark.parametrize("is_larger", [False, True])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_in_the_strip_is_cut_off_on_a_small_screen(hand: Hand, language: str, is_larger: bool, qtbot: QtBot) -> None:  # fmt: skip
    hand.begin(Task.CLASSIFICATION_2D, 240 * CORNERS, 240 * LABELS)
    window = hand.window
    window.set_language(language)
    if is_larger:
        window.tool_bar.actions_by_name["larger"].trigger()
    hand.take(Tool.CIRCLE)
    hand.key(Qt.Key.Key_G)
    window.painting.select(range(1200))
    QApplication.processEvents()
    bar = window.paint_bar
    shown = [bar.widgetForAction(action) for action in bar.actions() if action.isVisible()]
    assert len(shown) > 10
    qtbot.waitUntil(
        lambda: all(widget.isVisible() and bar.rect().contains(widget.geometry()) for widget in shown), timeout=5000
    )
    palette = window.palette_bar
    assert all(palette.widgetForAction(action).isVisible() for action in palette.actions_by_name.values())
    names = [bar._names[key] for key in ("number", "radius", "noise")]
    assert is_larger or all(name.isVisible() for name in names)
    window.painting.select([])
    qtbot.waitUntil(lambda: all(name.isVisible() for name in names), timeout=5000)
    window.set_language("en")


def right_click(hand: Hand, x: float, y: float) -> None:
    QTest.mouseClick(hand.viewport, Qt.MouseButton.RightButton, NO_KEY, hand.place(x, y))


def test_a_right_click_on_a_selected_point_opens_the_menu_any_other_takes_the_next_class(hand: Hand) -> None:
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.window.painting.select([4])
    right_click(hand, 4.0, 4.0)
    right_click(hand, 2.0, 1.0)
    assert hand.window.controller.current_class == 0
    right_click(hand, 2.0, 1.0)
    assert hand.window.controller.current_class == 1
    right_click(hand, 0.0, 0.0)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert hand.window.controller.current_class == 1
    (action,) = (action for action in menu.actions() if action.objectName() == Command.RELABEL)
    QTest.mouseClick(menu, Qt.MouseButton.LeftButton, NO_KEY, menu.actionGeometry(action).center())
    assert hand.points.targets[4] == 1


# ------------------------------------------------------------ canvas and table


def test_the_selection_is_one_in_canvas_and_table(hand: Hand, qtbot: QtBot) -> None:
    open_table(hand)
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.take(Tool.RECTANGLE)
    hand.drag((-5.0, -5.0), (5.0, -3.0))
    assert table_rows(hand) == [0, 1]
    view = hand.window.side.table.view
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    view.setFocus()
    view.selectionModel().select(view.model().index(3, 0), flags)
    qtbot.waitUntil(lambda: hand.selected == [3])
    assert hand.window.canvas._rings.positions.tolist() == [CORNERS[3]]
    hand.window.canvas.setFocus()
    hand.key(Qt.Key.Key_A, CTRL)
    assert table_rows(hand) == [0, 1, 2, 3, 4]


def test_the_selection_is_there_when_the_table_is_opened_later(hand: Hand) -> None:
    hand.window.side.tabs.setCurrentIndex(0)
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.window.painting.select([1, 4])
    open_table(hand)
    assert table_rows(hand) == [1, 4]


def test_the_selection_follows_its_points(hand: Hand, qtbot: QtBot) -> None:
    open_table(hand)
    hand.begin(Task.CLASSIFICATION_2D, CORNERS, LABELS)
    hand.window.painting.select([2, 4])
    hand.window.controller.delete_points((0, 1))
    assert hand.selected == [0, 2] == table_rows(hand)
    hand.window.controller.undo_stack.undo()
    assert hand.selected == [2, 4] == table_rows(hand)
    hand.window.controller.order_points([4, 3, 2, 1, 0])
    assert hand.selected == [0, 2]
    hand.window.controller.undo_stack.undo()
    assert hand.selected == [2, 4]
    hand.window.controller.delete_points((2,))
    assert hand.selected == [3] == table_rows(hand)
    hand.window.controller.open_lesson("linear-regression")
    assert hand.selected == [] == table_rows(hand)


def test_another_sample_is_not_selected(hand: Hand) -> None:
    hand.window.controller.edit_config("task", "classification-2d")
    hand.window.painting.select([0, 1, 2])
    hand.window.controller.draw_new_sample()
    assert hand.selected == []


def test_equal_points_are_told_apart_by_their_order() -> None:
    old = Points.of([1.0, 1, 1, 2], [0, 0, 0, 0])
    assert carried(np.array([1, 3]), old, old.without([0])).tolist() == [1, 2]
    assert carried(np.array([2, 3]), old, old.without([3])).tolist() == [2]
    assert carried(np.array([0]), old, old.extended(old)).tolist() == [0]


@pytest.mark.parametrize("seed", range(5))
def test_carried_is_what_a_plain_search_finds(seed: int) -> None:
    generator = np.random.default_rng(seed)
    old = Points.of(np.arange(50.0), generator.integers(0, 3, 50))  # all different
    gone = generator.choice(50, 20, replace=False)
    new = old.without(gone.tolist()).chosen(generator.permutation(30))
    selection = np.sort(generator.choice(50, 25, replace=False))
    kept = [value for value in old.inputs[selection, 0] if value in new.inputs[:, 0]]
    expected = sorted(new.inputs[:, 0].tolist().index(value) for value in kept)
    assert carried(selection, old, new).tolist() == expected


def test_counted_changes() -> None:
    points = Points.of([1.0, 2, 3], [0, 0, 0])
    assert n_changed(points, points.without([1])) == 1
    assert n_changed(points, points.changed([0, 2], targets=[0, 5])) == 1
    assert n_changed(points, points.changed([0, 1], is_test=True)) == 2


@pytest.mark.parametrize("seed", range(3))
def test_canvas_and_table_in_turns(hand: Hand, qtbot: QtBot, seed: int) -> None:
    """Whoever edits, all three hold the same points; and undone to the start all is as it was."""
    open_table(hand)
    task = list(Task)[seed % len(Task)]
    generator = np.random.default_rng(seed)
    inputs = generator.uniform(-5, 5, (20, task.n_inputs))
    hand.begin(task, inputs, generator.integers(0, 2, 20))
    window, panel, chance = hand.window, hand.window.side.table, random.Random(seed)
    stack = window.controller.undo_stack
    stack.clear()
    before = hand.points

    def somewhere() -> tuple[float, float]:
        return chance.uniform(-5, 5), chance.uniform(0, 1) if task is Task.CLASSIFICATION_1D else chance.uniform(-5, 5)

    def use_canvas() -> None:
        hand.take(chance.choice(list(Tool)))
        hand.drag(*(somewhere() for _ in range(chance.randrange(2, 5))), modifiers=chance.choice((NO_KEY, SHIFT, CTRL)))

    def use_command() -> None:
        act(hand, chance.choice([command for command in Command if command is not Command.DELETE]))

    def type_a_number() -> None:
        row, column = chance.randrange(len(panel.model.points) + 1), chance.randrange(task.n_inputs + 1)
        panel.model.setData(panel.model.index(row, column), str(chance.choice((0, 1))))

    def select_rows() -> None:
        first = chance.randrange(max(len(panel.model.points), 1))
        panel.view.select_rows(range(first, min(first + 3, len(panel.model.points))), scrolls=False)
        panel._tell_selection()

    def delete_rows() -> None:
        select_rows()
        panel.delete()

    def sort() -> None:
        panel._on_sort_requested(chance.randrange(task.n_inputs + 1))

    def undo() -> None:
        chance.choice((stack.undo, stack.redo))()

    for _ in range(60):
        chance.choices(
            (use_canvas, use_command, type_a_number, select_rows, delete_rows, sort, undo), (6, 3, 2, 2, 1, 1, 2)
        )[0]()
        if len(hand.points) > 5000:
            hand.window.controller.delete_points(range(100, len(hand.points)))
        assert panel.model.points is hand.points
        assert window.canvas.points is hand.points
        config = window.controller.document.config
        drawn = np.vstack([np.empty((0, 2)), *(item.positions for item in window.canvas._dots._items.values())])
        wanted = canvas_positions(config.task, config.n_classes, hand.points)
        assert np.array_equal(np.sort(drawn, axis=0), np.sort(wanted, axis=0))
        assert all(0 <= row < len(hand.points) for row in hand.selected)
        assert table_rows(hand) == hand.selected == window.canvas.selected.tolist()
    assert stack.count() > 15
    stack.setIndex(0)
    assert hand.points is before
    assert panel.model.points is before


def test_the_menu_opens_where_the_hand_is(hand: Hand) -> None:
    menu = hand.window.paint_bar.make_menu(hand.window)
    menu.popup(hand.window.mapToGlobal(QPoint(300, 300)))
    assert [action.objectName() for action in menu.actions() if not action.isSeparator()] == [*Command]
    menu.close()
