"""A typed formula as data, in the window: written, refused, undone, and its points edited by hand."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from app.data.points import Points
from app.gui.window import MainWindow


def line_of(window: MainWindow, key: str) -> QLineEdit:
    (line,) = (line for line in window.findChildren(QLineEdit, key) if not line.signalsBlocked())
    return line


def write(window: MainWindow, key: str, text: str, end: Qt.Key = Qt.Key.Key_Return) -> QLineEdit:
    line = line_of(window, key)
    line.setFocus()
    line.selectAll()
    line.insert(text)
    QTest.keyClick(line, end)
    return line


def error_of(window: MainWindow, key: str) -> str:
    (label,) = (label for label in window.findChildren(QLabel, f"{key}.error") if label.parentWidget().isVisible())
    return label.text()


def points(window: MainWindow) -> Points:
    return window.controller.document.points


@pytest.fixture
def formula(window: MainWindow) -> MainWindow:
    window.controller.edit_config("dataset", "formula")
    window.controller.edit_config("noise", 0)
    return window


def assert_follows(window: MainWindow, values: object) -> None:
    np.testing.assert_allclose(points(window).targets, values(points(window).inputs[:, 0]), rtol=1e-12)  # type: ignore[operator]


def test_writing_a_formula_moves_the_points_and_undo_brings_them_back(formula: MainWindow) -> None:
    assert_follows(formula, np.sin)
    write(formula, "formula", "ｘ² ／ ２")
    assert line_of(formula, "formula").text() == "x^2 / 2"
    assert_follows(formula, lambda x: x * x / 2)
    (_low, _high), (bottom, top) = formula.canvas.plotItem.getViewBox().viewRange()
    assert bottom <= 0
    assert top >= points(formula).targets.max() > 10
    before = points(formula)
    formula.controller.undo_stack.undo()
    assert_follows(formula, np.sin)
    assert line_of(formula, "formula").text() == "sin(x)"
    formula.controller.undo_stack.redo()
    assert points(formula).equals(before)


def test_leaving_the_field_takes_the_formula(formula: MainWindow) -> None:
    write(formula, "formula", "x + 1", Qt.Key.Key_Tab)
    assert_follows(formula, lambda x: x + 1)


@pytest.mark.parametrize(
    ("text", "says"), [("x1 + 1", "x1"), ("2x", "2x"), ("ln(-1-x^2)", "almost nowhere"), ("", "empty")]
)
def test_a_refused_formula_stays_and_nothing_is_lost(formula: MainWindow, text: str, says: str) -> None:
    before = formula.controller.document
    line = write(formula, "formula", text)
    assert line.text() == text
    assert says in error_of(formula, "formula")
    assert formula.controller.document is before
    write(formula, "formula", "cos(x)")
    assert error_of(formula, "formula") == ""
    assert_follows(formula, np.cos)


def test_a_range_without_values_is_refused_at_its_field(formula: MainWindow) -> None:
    write(formula, "formula", "sqrt(x)")
    write(formula, "formula_high", "-1")
    assert "almost nowhere" in error_of(formula, "formula_high")
    write(formula, "formula_high", "100")
    assert points(formula).inputs.max() > 50
    assert points(formula).inputs.min() >= 0


def test_points_are_edited_by_hand_as_with_any_data_set(formula: MainWindow) -> None:
    controller = formula.controller
    n = len(points(formula))
    controller.add_point((0.5,), 9.0, 1)
    controller.change_points([0], [(1.0,)], [-3.0], None, 2)
    assert len(points(formula)) == n + 1
    assert controller.document.config.dataset == "formula"
    controller.undo_stack.undo()
    controller.undo_stack.undo()
    assert_follows(formula, np.sin)


def test_another_formula_reaches_a_running_training(formula: MainWindow, qtbot: QtBot) -> None:
    controller = formula.controller
    controller.toggle_run()
    qtbot.waitUntil(lambda: controller.snapshot is not None and controller.snapshot.epoch > 200, timeout=20_000)
    run = controller.snapshot.run_id  # type: ignore[union-attr]
    write(formula, "formula", "x + 2")
    qtbot.waitUntil(lambda: controller.snapshot is not None and controller.snapshot.train_loss < 1e-6, timeout=20_000)
    assert controller.snapshot is not None
    assert controller.snapshot.run_id == run
    assert controller.snapshot.parameters["weight"][0, 0] == pytest.approx(1, abs=1e-2)


@pytest.mark.parametrize("task", ["classification-1d", "classification-2d", "regression-2d"])
def test_every_task_has_a_formula_of_its_own(window: MainWindow, task: str) -> None:
    window.controller.edit_config("task", task)
    window.controller.edit_config("dataset", "formula")
    assert len(points(window)) == window.controller.document.config.n_points
    window.controller.edit_config("noise", 0)
    name = "x1" if task.endswith("2d") else "x"
    write(window, "formula", f"{name} > 1")
    np.testing.assert_array_equal(points(window).targets > 0.5, points(window).inputs[:, 0] > 1)
