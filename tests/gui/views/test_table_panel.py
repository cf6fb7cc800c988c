"""The table of points: typed, pasted and sorted as a person does it; wishes once a gesture, setters silent, no cell rebuilt."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.components.choice import read_number
from app.data.names import Names
from app.data.points import Points
from app.data.tasks import MAX_CLASSES, Task
from app.gui.theme import DARK
from app.gui.views.points_model import VALUE_ROLE, PointsModel, cell_text
from app.gui.views.table_block import read_block, write_block
from app.gui.views.table_columns import TableColumns, class_labels
from app.gui.views.table_panel import TablePanel
from app.text import UserError
from app.training.config import MAX_POINTS

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SPECIES = Names(("length", "width"), "species", ("setosa", "versicolor"))
THREE = Points.of([[1.5], [-2.0], [1 / 3]], [10.0, 20.0, 30.0], [False, True, False])
FLOWERS = Points.of([[1, 2], [3, 4], [5, 6], [7, 8]], [0, 1, 0, 1], [False, False, True, False])


class FakeController:
    """Does what the table wishes, and tells it."""

    def __init__(self, panel: TablePanel, points: Points, task: Task, names: Names) -> None:
        self.panel, self.points, self.task, self.names = panel, points, task, names
        self.selection: tuple[int, ...] = ()
        self.wishes: list[tuple[str, object]] = []
        self.refusals: list[str] = []
        panel.rowsChangeRequested.connect(self.change)
        panel.rowsAddRequested.connect(self.add)
        panel.rowsDeleteRequested.connect(self.delete)
        panel.orderRequested.connect(self.order)
        panel.selectionRequested.connect(self.select)
        panel.refused.connect(self.refusals.append)
        self.show()

    def show(self) -> None:
        self.panel.set_points(self.points, self.task, 2, self.names)

    def take(self, wish: str, argument: object, points: Points) -> None:
        self.wishes.append((wish, argument))
        self.points = points
        self.show()

    def change(self, indices: object, inputs: object, targets: object, is_test: object, gesture: int) -> None:
        self.take("change", gesture, self.points.changed(indices, inputs, targets, is_test))  # type: ignore[arg-type]

    def add(self, points: Points, gesture: int) -> None:
        self.take("add", gesture, self.points.extended(points))

    def delete(self, indices: tuple[int, ...]) -> None:
        self.selection = ()
        self.take("delete", indices, self.points.without(indices))
        self.panel.set_selection(())

    def order(self, indices: object) -> None:
        self.take("order", indices, self.points.chosen(indices))  # type: ignore[arg-type]

    def select(self, indices: tuple[int, ...]) -> None:
        self.selection = indices
        self.wishes.append(("select", indices))
        self.panel.set_selection(indices)

    def kinds(self) -> list[str]:
        """Return what was wished since the last call, selections left out."""
        found = [wish for wish, _ in self.wishes if wish != "select"]
        self.wishes.clear()
        return found

    def selections(self) -> list[object]:
        found = [argument for wish, argument in self.wishes if wish == "select"]
        self.wishes.clear()
        return found


Make = Callable[..., FakeController]


@pytest.fixture
def make(qtbot: QtBot) -> Make:
    def make_one(points: Points = THREE, task: Task = Task.REGRESSION_1D, names: Names = Names()) -> FakeController:  # noqa: B008 - frozen
        panel = TablePanel()
        qtbot.addWidget(panel)
        panel.resize(340, 420)
        panel.show()
        qtbot.waitExposed(panel)
        panel.view.setFocus()
        return FakeController(panel, points, task, names)

    return make_one


def editor(panel: TablePanel) -> QLineEdit:
    found = panel.view.findChildren(QLineEdit, "table.editor")
    assert found
    return found[-1]


def go(controller: FakeController, row: int, column: int) -> None:
    controller.panel.view.go_to(row, column)


def click(qtbot: QtBot, controller: FakeController, row: int, column: int, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:  # fmt: skip
    view = controller.panel.view
    rect = view.visualRect(controller.panel.model.index(row, column))
    place = QPoint(rect.left() + 5, rect.center().y())
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def type_in(qtbot: QtBot, controller: FakeController, text: str, end: Qt.Key = Key.Key_Return) -> None:
    """Type over the current cell, as on a keyboard."""
    qtbot.keyClicks(controller.panel.view, text[0])
    line = editor(controller.panel)
    if len(text) > 1:
        qtbot.keyClicks(line, text[1:])
    qtbot.keyClick(line, end)


def paste(qtbot: QtBot, controller: FakeController, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    qtbot.keyClick(controller.panel.view, Key.Key_V, CTRL)


def current(controller: FakeController) -> tuple[int, int]:
    index = controller.panel.view.currentIndex()
    return index.row(), index.column()


def shown(controller: FakeController) -> list[list[object]]:
    """Return what the model holds, without the line for the next point."""
    model = controller.panel.model
    rows, columns = range(model.rowCount() - 1), range(model.columnCount())
    return [[model.index(row, column).data(VALUE_ROLE) for column in columns] for row in rows]


def listed(points: Points) -> list[list[float]]:
    return np.column_stack([points.inputs, points.targets, points.is_test]).tolist()  # type: ignore[no-any-return]


# ------------------------------------------------------------ what is shown


@pytest.mark.parametrize("task", Task, ids=lambda task: task.value)
def test_every_cell_is_the_points(make: Make, task: Task) -> None:
    rng = np.random.default_rng(1)
    targets = rng.integers(0, 3, 40) if task.is_classification else rng.normal(size=40)
    points = Points.of(rng.normal(size=(40, task.n_inputs)), targets, rng.random(40) < 0.3)
    controller = make(points, task)
    assert shown(controller) == listed(points)
    model = controller.panel.model
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]
    inputs = ["x"] if task.n_inputs == 1 else ["x1", "x2"]
    assert titles == [*inputs, "Class" if task.is_classification else "y", "Test"]
    assert [model.headerData(row, Qt.Orientation.Vertical) for row in (0, 39, 40)] == ["1", "40", "+"]
    controller.panel.grab()


def test_names_of_columns_and_classes(make: Make) -> None:
    controller = make(FLOWERS, Task.CLASSIFICATION_2D, SPECIES)
    model = controller.panel.model
    assert [model.headerData(column, Qt.Orientation.Horizontal) for column in range(3)] == [
        "length",
        "width",
        "species",
    ]
    assert [model.index(row, 2).data() for row in range(2)] == ["setosa", "versicolor"]
    controller.names = Names()
    controller.show()
    assert model.index(1, 2).data() == "1"


def test_no_two_classes_are_called_the_same() -> None:
    for names in ((), ("a", "a"), ("1", "0"), ("", "0"), ("1", "2", "3")):
        assert len(set(class_labels(names))) == MAX_CLASSES
    assert class_labels(("no", "yes"))[:3] == ("no", "yes", "2")


def test_the_line_above_counts(make: Make) -> None:
    controller = make()
    count, empty = controller.panel.bar.count, controller.panel.empty
    assert count.text() == "3 points, 1 of them a test point"
    assert empty.isHidden()
    for points, text in (
        (Points.empty(1), "0 points"),
        (Points.of([1], [2]), "1 point"),
        (Points.of([1, 2, 3], [1, 2, 3], [True, True, False]), "3 points, 2 of them test points"),
    ):
        controller.points = points
        controller.show()
        assert count.text() == text
        assert empty.isVisible() == (len(points) == 0)


def test_digits_line_up_and_hide_nothing() -> None:
    assert [cell_text(value, 1, 4) for value in (1.5, -2.0, 0.0)] == ["1.5", "−2.0", "0.0"]
    assert cell_text(3.7, 0, 4) == "3.7"
    assert cell_text(0.000123, 4, 4) == "0.000123"
    assert cell_text(1e300, 2, 2) == "1e+300"
    assert cell_text(-1e-300, 2, 2) == "−1e−300"
    assert cell_text(5e-324, 4, 4)


# ------------------------------------------------------------ typing


def test_typing_changes_a_cell_and_goes_down(make: Make, qtbot: QtBot) -> None:
    controller = make()
    go(controller, 0, 1)
    type_in(qtbot, controller, "2,5")
    assert controller.points.targets.tolist() == [2.5, 20.0, 30.0]
    assert current(controller) == (1, 1)
    type_in(qtbot, controller, "-1e-3", Key.Key_Tab)
    assert controller.points.targets[1] == -1e-3
    assert current(controller) == (1, 2)
    assert controller.kinds() == ["change", "change"]


def test_keys_typed_quickly_keep_their_order(make: Make, qtbot: QtBot) -> None:
    controller = make()
    go(controller, 0, 0)
    for text in ("7", "8", "9"):
        type_in(qtbot, controller, text)
    assert controller.points.inputs[:, 0].tolist() == [7, 8, 9]
    assert current(controller) == (3, 0)


def test_an_edit_shows_all_digits_and_escape_keeps_them(make: Make, qtbot: QtBot) -> None:
    controller = make()
    go(controller, 2, 0)
    qtbot.keyClick(controller.panel.view, Key.Key_F2)
    assert editor(controller.panel).text() == repr(1 / 3)
    qtbot.keyClick(editor(controller.panel), Key.Key_Return)
    go(controller, 2, 0)
    qtbot.keyClicks(controller.panel.view, "5")
    qtbot.keyClick(editor(controller.panel), Key.Key_Escape)
    assert controller.kinds() == []
    assert controller.points is THREE


def test_backspace_empties_the_edited_cell(make: Make, qtbot: QtBot) -> None:
    controller = make()
    go(controller, 0, 0)
    qtbot.keyClick(controller.panel.view, Key.Key_Backspace)
    assert editor(controller.panel).text() == ""
    qtbot.keyClicks(editor(controller.panel), "4")
    qtbot.keyClick(editor(controller.panel), Key.Key_Return)
    assert controller.points.inputs[0, 0] == 4


@pytest.mark.parametrize("text", ["abc", "1,234", "nan", "1e999", "1_0", "--1"])
def test_what_is_no_number_is_refused_with_its_place(make: Make, qtbot: QtBot, text: str) -> None:
    controller = make()
    go(controller, 1, 1)
    type_in(qtbot, controller, text)
    (sentence,) = controller.refusals
    assert "Row 2" in sentence
    assert "column y" in sentence
    assert text in sentence
    assert controller.panel.error.isVisible()
    assert controller.panel.error.text() == sentence
    assert controller.points is THREE
    assert current(controller) == (1, 1)
    type_in(qtbot, controller, "4")
    assert controller.panel.error.isHidden()
    assert controller.points.targets[1] == 4


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("versicolor", 1), ("SETOSA", 0), ("2", 2), ("setosa", 0)])
def test_a_class_is_typed_by_number_or_name(make: Make, qtbot: QtBot, text: str, number: int) -> None:
    controller = make(FLOWERS, Task.CLASSIFICATION_2D, SPECIES)
    go(controller, 0, 2)
    type_in(qtbot, controller, text)
    assert controller.points.targets[0] == number
    assert not controller.refusals


@pytest.mark.parametrize("text", ["rose", "10", "-1", "0.5"])
def test_what_is_no_class_is_refused(make: Make, qtbot: QtBot, text: str) -> None:
    controller = make(FLOWERS, Task.CLASSIFICATION_2D, SPECIES)
    go(controller, 3, 2)
    type_in(qtbot, controller, text)
    assert "Row 4, column species" in controller.refusals[0]
    assert controller.points is FLOWERS


def test_names_that_are_numbers_are_names() -> None:
    columns = TableColumns(Task.CLASSIFICATION_1D, Names(("x",), "digit", ("1", "2", "3")))
    assert columns.read(1, "1", "") == 0
    assert columns.read(1, columns.written(1, 3.0), "") == 3
    with pytest.raises(UserError):
        columns.read(1, "0", "")


def test_a_new_point_is_typed_in_the_last_line(make: Make, qtbot: QtBot) -> None:
    controller = make(Points.empty(1))
    qtbot.mouseClick(controller.panel.bar.add_button, Qt.MouseButton.LeftButton)
    line = editor(controller.panel)
    qtbot.keyClicks(line, "1.5")
    qtbot.keyClick(line, Key.Key_Tab)
    assert controller.kinds() == []
    type_in(qtbot, controller, "3")
    assert controller.kinds() == ["add"]
    assert current(controller) == (1, 0)
    type_in(qtbot, controller, "2", Key.Key_Tab)
    type_in(qtbot, controller, "4", Key.Key_Tab)
    assert current(controller) == (1, 2)
    qtbot.keyClick(controller.panel.view, Key.Key_Space)
    assert listed(controller.points) == [[1.5, 3, 0], [2, 4, 1]]
    qtbot.keyClick(controller.panel.view, Key.Key_Tab)
    assert current(controller) == (2, 0)


def test_a_begun_point_can_wait_and_be_given_up(make: Make, qtbot: QtBot) -> None:
    controller = make(FLOWERS, Task.CLASSIFICATION_2D, SPECIES)
    go(controller, 4, 1)
    type_in(qtbot, controller, "9")
    assert current(controller) == (4, 0)
    controller.points = controller.points.without([0])
    controller.show()
    assert controller.panel.model.draft == (None, 9.0, None)
    go(controller, 3, 0)
    qtbot.keyClick(controller.panel.view, Key.Key_Escape)
    assert not controller.panel.model.has_draft
    assert controller.kinds() == []


def test_a_click_on_the_box_or_space_marks_test_points(make: Make, qtbot: QtBot) -> None:
    controller = make()
    view = controller.panel.view
    box = view.visualRect(controller.panel.model.index(0, 2)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert controller.points.is_test.tolist() == [True, True, False]
    click(qtbot, controller, 1, 2)
    assert controller.points.is_test.tolist() == [True, True, False]
    qtbot.keyClick(view, Key.Key_Space)
    assert controller.points.is_test.tolist() == [True, False, False]
    click(qtbot, controller, 0, 2)
    click(qtbot, controller, 2, 2, SHIFT)
    qtbot.keyClick(view, Key.Key_Space)
    assert controller.points.is_test.tolist() in ([True] * 3, [False] * 3)
    assert controller.kinds() == ["change"] * 3


def test_keys_of_the_window_are_the_tables_while_it_has_the_focus(make: Make, qtbot: QtBot) -> None:
    controller = make()
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(controller.panel)
    pressed: list[str] = []
    for key in ("5", "F", "Space", "Ctrl+C", "Ctrl+Z"):
        shortcut = QShortcut(QKeySequence(key), window)
        shortcut.activated.connect(lambda key=key: pressed.append(key))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    controller.panel.view.setFocus()
    go(controller, 0, 0)
    qtbot.keyClick(window.windowHandle(), Key.Key_5)
    qtbot.keyClick(editor(controller.panel), Key.Key_Return)
    assert controller.points.inputs[0, 0] == 5
    QGuiApplication.clipboard().setText("before")
    qtbot.keyClick(window.windowHandle(), Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "-2\n"
    assert pressed == []
    qtbot.keyClick(window.windowHandle(), Key.Key_Space)
    qtbot.keyClick(window.windowHandle(), Key.Key_Z, CTRL)
    assert pressed == ["Space", "Ctrl+Z"]
    window.layout().removeWidget(controller.panel)
    controller.panel.setParent(None)


# ------------------------------------------------------------ clipboard


def test_what_is_copied_comes_back(make: Make, qtbot: QtBot) -> None:
    rng = np.random.default_rng(2)
    points = Points.of(rng.normal(size=(50, 2)) * 10.0 ** rng.integers(-9, 9, (50, 2)), rng.integers(0, 4, 50), rng.random(50) < 0.5)  # fmt: skip
    controller = make(points, Task.CLASSIFICATION_2D, SPECIES)
    view = controller.panel.view
    qtbot.keyClick(view, Key.Key_A, CTRL)
    qtbot.keyClick(view, Key.Key_X, CTRL)
    assert len(controller.points) == 0
    assert QGuiApplication.clipboard().text().count("\n") == 50
    qtbot.keyClick(view, Key.Key_V, CTRL)
    assert controller.points.equals(points)
    assert controller.kinds() == ["delete", "add"]


def test_only_selected_cells_are_copied(make: Make, qtbot: QtBot) -> None:
    controller = make()
    click(qtbot, controller, 1, 0)
    click(qtbot, controller, 2, 1, SHIFT)
    qtbot.keyClick(controller.panel.view, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == f"-2\t20\n{1 / 3!r}\t30\n"


def test_painting_a_selection_asks_only_about_what_is_seen(
    make: Make, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    controller = make(Points.of(np.arange(5000.0), np.arange(5000.0)))
    asked: list[int] = []
    flags = PointsModel.flags
    monkeypatch.setattr(PointsModel, "flags", lambda model, index: asked.append(index.row()) or flags(model, index))
    controller.panel.view.selectAll()
    controller.panel.grab()
    qtbot.waitUntil(lambda: len(controller.selection) == 5000)
    controller.panel.grab()
    assert len(asked) < 1000


def test_a_paste_covers_rows_and_adds_the_rest_in_one_gesture(make: Make, qtbot: QtBot) -> None:
    controller = make()
    go(controller, 1, 0)
    paste(qtbot, controller, "x\ty\r\n1,5\t-2\r\n2,25\t1e3\r\n3,125\t4\r\n")
    assert listed(controller.points) == [[1.5, 10, 0], [1.5, -2, 1], [2.25, 1000, 0], [3.125, 4, 0]]
    (change, first), (add, second) = [wish for wish in controller.wishes if wish[0] != "select"]
    assert (change, add) == ("change", "add")
    assert first == second
    qtbot.waitUntil(lambda: controller.selection == (1, 2, 3))


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("1\t2", [[1, 2]]),
        ("1;2\n3;4\n", [[1, 2], [3, 4]]),
        ("1,2\n3,4\n", [[1, 2], [3, 4]]),
        ("1.5,2\n\n\n", [[1.5, 2]]),
        ("1,5;2\n", [[1.5, 2]]),
        ("x,y\n1,2", [[1, 2]]),
        ("1,234\t5\n0,5\t6", [[1.234, 5], [0.5, 6]]),
        ("1,250\t2,375\t0", [[1.25, 2.375]]),
        ("1,250;2,375", [[1.25, 2.375]]),
        ('"1"\t"2"', [[1, 2]]),
        ("１\t−2", [[1, -2]]),
        ("\ufeff1\t2\t\t\n", [[1, 2]]),
        ("a\tb\ttest\n1\t2\ttest\n3\t4\ttrain\n5\t6\t1", [[1, 2], [3, 4], [5, 6]]),
    ],
)
def test_texts_of_spreadsheets(make: Make, qtbot: QtBot, text: str, rows: list[list[float]]) -> None:
    controller = make(Points.empty(1))
    paste(qtbot, controller, text)
    assert [row[:2] for row in listed(controller.points)] == rows, controller.refusals
    assert controller.points.is_test.any() == ("test" in text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1\t2\n3\tx\n", "Pasted row 2, column 2 (y): “x”"),
        ("a\tb\n1\t2\n\t4", "Pasted row 3, column 1 (x): the number is missing"),
        ("1.5x\t2\n3\t4", "Pasted row 1, column 1 (x): “1.5x”"),
        ("nan\tnan\n1\t2", "Pasted row 1, column 1 (x): “nan”"),
        ("1\t2\tperhaps", "Pasted row 1, column 3 (Test): “perhaps”"),
        ("1,5\t2.5\n1,234\t3", "Pasted row 2, column 1 (x): “1,234”"),
        ("1.234,5\t2", "column 1 (x): “1.234,5” seems to have separated thousands"),
        ('"1,234",2', "column 1 (x): “1,234” seems to have separated thousands"),
        ("1\t2\t0\t4", "4 columns"),
        ("1\n2", "new points need 2: x, y"),
        ("", "nothing to paste"),
        ("\n\n", "nothing to paste"),
        ('1\t"2\n3\t4', "Pasted row 1"),
    ],
)
def test_a_bad_cell_refuses_the_whole_paste(make: Make, qtbot: QtBot, text: str, words: str) -> None:
    controller = make()
    go(controller, 3, 0)
    paste(qtbot, controller, text)
    assert controller.kinds() == []
    assert words in controller.refusals[0]
    assert controller.panel.error.isVisible()


def test_a_paste_into_one_column(make: Make, qtbot: QtBot) -> None:
    controller = make()
    go(controller, 0, 1)
    paste(qtbot, controller, "1,5\n2,5")
    assert controller.points.targets.tolist() == [1.5, 2.5, 30]
    go(controller, 2, 1)
    paste(qtbot, controller, "1\n2")
    assert controller.points.targets[2] == 30
    assert "beyond the last point" in controller.refusals[0]


def test_one_value_fills_the_selected_cells(make: Make, qtbot: QtBot) -> None:
    controller = make()
    click(qtbot, controller, 0, 1)
    click(qtbot, controller, 2, 1, SHIFT)
    paste(qtbot, controller, "7")
    assert controller.points.targets.tolist() == [7, 7, 7]
    assert controller.kinds() == ["change"]


def test_there_is_room_for_so_many_points(make: Make, qtbot: QtBot) -> None:
    controller = make(Points.of(np.zeros(MAX_POINTS - 1), np.zeros(MAX_POINTS - 1)))
    go(controller, MAX_POINTS - 1, 0)
    paste(qtbot, controller, "1\t2\n3\t4")
    assert "no room for 2" in controller.refusals[0]
    paste(qtbot, controller, "1\t2")
    assert len(controller.points) == MAX_POINTS


@pytest.mark.parametrize(
    ("words", "is_test"), [("val Validation 验证 测试集 x ✓ 是", True), ("Train 训练集 0 no 否", False)]
)
def test_words_for_test_points_are_those_of_imported_tables(words: str, is_test: bool) -> None:
    columns = TableColumns()
    assert {columns.read(columns.test, word, "") for word in words.split()} == {float(is_test)}


def test_blocks_of_100000_rows_are_read_whole() -> None:
    columns = TableColumns(Task.REGRESSION_2D, Names())
    values = np.column_stack([np.random.default_rng(3).normal(size=(100_000, 3)), np.arange(100_000) % 2])
    text = write_block(columns, range(4), values)
    assert np.array_equal(read_block(text, columns, 0, 3), values)


def test_damaged_texts_are_read_or_refused_with_a_sentence() -> None:
    rng = random.Random(4)
    columns = TableColumns(Task.CLASSIFICATION_2D, SPECIES)
    text = write_block(columns, range(4), np.column_stack([FLOWERS.inputs, FLOWERS.targets, FLOWERS.is_test]))
    for _ in range(1000):
        characters = list(text)
        for _ in range(rng.randint(1, 6)):
            characters[rng.randrange(len(characters))] = rng.choice("\t\n\r;,.\"'\0xe-0９∞\u2028²")
        try:
            values = read_block("".join(characters), columns, 0, 3)
        except UserError:
            continue
        assert np.isfinite(values).all()
        assert set(values[:, 2]) <= set(range(MAX_CLASSES))


# ------------------------------------------------------------ rows


def test_delete_key_takes_the_rows_of_selected_cells(make: Make, qtbot: QtBot) -> None:
    controller = make(FLOWERS, Task.CLASSIFICATION_2D)
    click(qtbot, controller, 1, 0)
    click(qtbot, controller, 3, 1, CTRL)
    qtbot.keyClick(controller.panel.view, Key.Key_Delete)
    assert controller.points.equals(FLOWERS.chosen([0, 2]))
    assert current(controller)[0] == 1
    qtbot.keyClick(controller.panel.view, Key.Key_Delete)
    qtbot.mouseClick(controller.panel.bar.delete_button, Qt.MouseButton.LeftButton)
    assert controller.kinds() == ["delete", "delete"]
    assert len(controller.points) == 1


def test_a_title_sorts_up_and_down_and_keeps_the_order_of_equals(make: Make, qtbot: QtBot) -> None:
    points = Points.of([3, 1, 2, 1], [10, 20, 30, 40], [False, True, False, False])
    controller = make(points)
    header = controller.panel.view.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(0) + 10, header.height() // 2)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert controller.points.targets.tolist() == [20, 40, 30, 10]
    assert controller.panel.model.headerData(0, Qt.Orientation.Horizontal) == "x ↑"
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert controller.points.targets.tolist() == [10, 30, 20, 40]
    assert controller.panel.model.headerData(0, Qt.Orientation.Horizontal) == "x ↓"
    assert controller.kinds() == ["order", "order"]
    assert controller.selection == ()
    controller.points = controller.points.changed([0], inputs=[[0]])
    controller.show()
    assert controller.panel.model.headerData(0, Qt.Orientation.Horizontal) == "x"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_the_menu(make: Make, qtbot: QtBot) -> None:
    controller = make(FLOWERS, Task.CLASSIFICATION_2D, SPECIES)
    click(qtbot, controller, 0, 0)
    click(qtbot, controller, 1, 0, SHIFT)

    def trigger(name: str) -> None:
        place = controller.panel.view.visualRect(controller.panel.model.index(0, 0)).center()
        controller.panel.view.customContextMenuRequested.emit(place)
        action = controller.panel.findChild(QAction, f"table.menu.{name}")
        assert isinstance(action, QAction)
        action.trigger()
        menu = action.parent()
        assert isinstance(menu, QWidget)
        menu.close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    trigger("test")
    assert controller.points.is_test.tolist() == [True, True, True, False]
    trigger("train")
    trigger("class.1")
    assert controller.points.targets.tolist() == [1, 1, 0, 1]
    trigger("copy")
    assert QGuiApplication.clipboard().text() == "1\n3\n"
    trigger("delete")
    assert controller.kinds() == ["change", "change", "change", "delete"]
    assert len(controller.points) == 2


# ------------------------------------------------------------ selection


def test_a_drag_is_one_selection(make: Make, qtbot: QtBot) -> None:
    controller = make(FLOWERS, Task.CLASSIFICATION_2D)
    view = controller.panel.view
    places = [view.visualRect(controller.panel.model.index(row, 0)).center() for row in range(4)]
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=places[0])
    for place in places[1:]:
        qtbot.mouseMove(view.viewport(), place)
        QApplication.processEvents()
    assert controller.selections() == []
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=places[3])
    qtbot.waitUntil(lambda: controller.selection != ())
    assert controller.selections() == [view.selected_rows()]
    qtbot.keyClick(view, Key.Key_A, CTRL)
    qtbot.keyClick(view, Key.Key_Up)
    qtbot.wait(1)
    assert controller.selections() == [(2,)]


def test_row_numbers_select_rows(make: Make, qtbot: QtBot) -> None:
    controller = make()
    header = controller.panel.view.verticalHeader()
    for row, modifiers in ((0, Qt.KeyboardModifier.NoModifier), (2, CTRL)):
        place = QPoint(5, header.sectionViewportPosition(row) + 5)
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, modifiers, place)
        qtbot.wait(1)
    assert controller.selections() == [(0,), (0, 2)]
    assert controller.panel.view.selected_columns() == (0, 1, 2)


def test_setters_say_nothing_and_scroll_to_the_first(make: Make, qtbot: QtBot) -> None:
    controller = make(Points.of(np.arange(500), np.arange(500)))
    panel = controller.panel
    panel.set_selection((400, 402, 300))
    qtbot.wait(1)
    assert panel.view.selected_rows() == (300, 400, 402)
    assert panel.view.rowAt(panel.view.viewport().height() // 2) > 250
    assert panel.bar.delete_button.isEnabled()
    panel.set_selection((99_999,))
    assert panel.view.selected_rows() == ()
    panel.set_selection((0,))
    controller.points = controller.points.without([0, 1])
    controller.show()
    panel.set_theme(DARK)
    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    controller.points, controller.task = FLOWERS, Task.CLASSIFICATION_2D
    controller.show()
    qtbot.wait(1)
    assert controller.wishes == []
    assert shown(controller) == listed(FLOWERS)


def test_an_echo_keeps_the_cells_and_the_view(make: Make, qtbot: QtBot) -> None:
    controller = make(Points.of(np.arange(500), np.arange(500)))
    click(qtbot, controller, 3, 1)
    qtbot.waitUntil(lambda: controller.selection == (3,))
    assert controller.panel.view.selected_columns() == (1,)
    controller.panel.view.scrollToBottom()
    controller.panel.set_selection((3,))
    assert controller.panel.view.rowAt(5) > 400


def test_many_scattered_rows_are_selected(make: Make) -> None:
    controller = make(Points.of(np.zeros(MAX_POINTS), np.zeros(MAX_POINTS)))
    for seed in (5, 6):
        rows = tuple(np.flatnonzero(np.random.default_rng(seed).random(MAX_POINTS) < 0.5).tolist())
        controller.panel.set_selection(rows)
        assert controller.panel.view.selected_rows() == rows
    controller.panel.grab()


# ------------------------------------------------------------ cost


def test_a_moved_point_of_100000_is_no_reset(make: Make) -> None:
    rng = np.random.default_rng(7)
    controller = make(Points.of(rng.normal(size=(100_000, 2)), rng.integers(0, 2, 100_000)), Task.CLASSIFICATION_2D)
    model = controller.panel.model
    said: list[object] = []
    model.modelReset.connect(lambda: said.append("reset"))
    model.layoutChanged.connect(lambda: said.append("layout"))
    model.rowsInserted.connect(lambda _, first, last: said.append(("in", first, last)))
    model.rowsRemoved.connect(lambda _, first, last: said.append(("out", first, last)))
    model.dataChanged.connect(lambda first, last: said.append((first.row(), last.row())))
    controller.panel.grab()

    def step(points: Points) -> list[object]:
        said.clear()
        controller.points = points
        controller.show()
        controller.panel.grab()
        return list(said)

    assert step(controller.points.changed([5000], [(0.5, 0.25)], [1])) == [(5000, 5000)]
    assert shown_row(controller, 5000) == [0.5, 0.25, 1, 0]
    assert step(controller.points) == []
    assert step(controller.points.added((1, 2), 1)) == [("in", 100_000, 100_000)]
    assert step(controller.points.without([70_000])) == [("out", 70_000, 70_000)]
    assert model.rowCount() == 100_001


def shown_row(controller: FakeController, row: int) -> list[object]:
    return [controller.panel.model.index(row, column).data(VALUE_ROLE) for column in range(4)]


def test_nothing_is_done_while_hidden(make: Make) -> None:
    controller = make()
    controller.panel.hide()
    controller.points = FLOWERS.chosen([0, 1])
    controller.task = Task.CLASSIFICATION_2D
    controller.show()
    controller.panel.set_selection((1,))
    assert controller.panel.model.points is THREE
    controller.panel.show()
    assert shown(controller) == listed(controller.points)
    assert controller.panel.view.selected_rows() == (1,)
    assert controller.wishes == []


# ------------------------------------------------------------ all together


@pytest.mark.parametrize("seed", range(6))
def test_random_edits_of_table_and_canvas_stay_in_step(make: Make, qtbot: QtBot, seed: int) -> None:
    rng = random.Random(seed)
    controller = make(FLOWERS, Task.CLASSIFICATION_2D, SPECIES)
    view, oracle = controller.panel.view, listed(FLOWERS)

    def random_row() -> list[float]:
        return [round(rng.uniform(-9, 9), 3), rng.uniform(-9, 9), float(rng.randrange(3)), float(rng.random() < 0.3)]

    for _ in range(60):
        n = len(oracle)
        match rng.choice(("type", "type", "paste", "delete", "sort", "mark", "canvas", "canvas", "undo", "bad")):
            case "type" if n:
                row, column = rng.randrange(n), rng.randrange(2)
                go(controller, row, column)
                value = round(rng.uniform(-99, 99), 2)
                type_in(qtbot, controller, str(value).replace(".", rng.choice(".,")))
                oracle[row][column] = read_number(str(value), "")
            case "paste":
                row, rows = rng.randrange(n + 1), [random_row() for _ in range(rng.randint(1, 5))]
                go(controller, row, 0)
                paste(qtbot, controller, "\n".join("\t".join(map(repr, [a, b, int(c), int(d)])) for a, b, c, d in rows))
                oracle[row : row + len(rows)] = rows
            case "delete" if n:
                rows_gone = sorted(rng.sample(range(n), rng.randint(1, min(n, 3))))
                controller.panel.set_selection(tuple(rows_gone))
                qtbot.keyClick(view, Key.Key_Delete)
                oracle = [row for i, row in enumerate(oracle) if i not in rows_gone]
            case "sort" if n:
                column = rng.randrange(4)
                ascends = all(a[column] <= b[column] for a, b in itertools.pairwise(oracle))
                view.sortRequested.emit(column)
                oracle.sort(key=lambda row: -row[column] if ascends else row[column])
            case "mark" if n:
                row = rng.randrange(n)
                go(controller, row, 3)
                qtbot.keyClick(view, Key.Key_Space)
                oracle[row][3] = 1 - oracle[row][3]
            case "canvas":
                new = random_row()
                where = rng.randrange(n + 1)
                oracle.insert(where, new)
                table = np.array(oracle)
                controller.points = Points.of(table[:, :2], table[:, 2], table[:, 3] > 0)
                controller.show()
            case "bad":
                go(controller, rng.randrange(n + 1), 0)
                paste(qtbot, controller, "1\t2\t0\n1\tthree\t0")
            case _:
                controller.panel.hide()
                controller.points = Points.of(np.array(oracle).reshape(-1, 4)[:, :2], [row[2] for row in oracle], [row[3] > 0 for row in oracle])  # fmt: skip
                controller.show()
                controller.panel.show()
                view.setFocus()
        assert listed(controller.points) == oracle
        assert shown(controller) == oracle
    qtbot.wait(1)
    assert controller.panel.view.selected_rows() == controller.panel._known
