"""Undo over points, settings and weights, while training and in bounded memory."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.data.points import Points
from app.gui import undo
from app.gui.window import MainWindow

LONG = 30_000


def weight(window: MainWindow, name: str = "weight", position: int = 0) -> float:
    snapshot = window.controller.snapshot
    return float(snapshot.parameters[name].flat[position]) if snapshot is not None else np.nan


def type_value(window: MainWindow, row: int, text: str) -> bool:
    model = window.side.parameters.model
    return model.setData(model.index(row, 1), text, Qt.ItemDataRole.EditRole)


def show_parameters(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.open_lesson("linear-regression")
    window.side.tabs.setCurrentWidget(window.side.parameters)
    qtbot.waitUntil(lambda: window.controller.snapshot is not None, timeout=LONG)


def test_a_weight_is_set_by_hand_and_back(window: MainWindow, qtbot: QtBot) -> None:
    show_parameters(window, qtbot)
    before = weight(window)
    assert type_value(window, 0, "１,5")
    qtbot.waitUntil(lambda: weight(window) == 1.5, timeout=LONG)
    assert window.tool_bar.actions_by_name["undo"].text() == "Undo: set weight"
    assert window.isWindowModified()
    points = window.controller.document.points
    snapshot = window.controller.snapshot
    assert snapshot is not None
    residuals = 1.5 * points.inputs[:, 0] + weight(window, "bias") - points.targets
    assert snapshot.train_loss == pytest.approx(float(np.sum(residuals**2)), rel=1e-5)
    window.tool_bar.actions_by_name["undo"].trigger()
    qtbot.waitUntil(lambda: weight(window) == before, timeout=LONG)
    window.tool_bar.actions_by_name["redo"].trigger()
    qtbot.waitUntil(lambda: weight(window) == 1.5, timeout=LONG)


def test_a_weight_set_while_training_is_trained_on(window: MainWindow, qtbot: QtBot) -> None:
    show_parameters(window, qtbot)
    window.controller.edit_config("learning_rate", 1e-12)
    window.controller.edit_config("epochs", 0)
    window.controller.toggle_run()
    for number in range(20):
        window.controller.edit_weight("weight", 0, float(number))
        window.controller.edit_weight("bias", 0, -float(number))
    qtbot.waitUntil(lambda: (round(weight(window), 3), round(weight(window, "bias"), 3)) == (19, -19), timeout=LONG)
    for _ in range(40):
        window.tool_bar.actions_by_name["undo"].trigger()
    assert window.controller.snapshot is not None


@pytest.mark.parametrize("text", ["", "fast", "nan", "1e999", "10³"])
def test_what_is_no_number_is_refused(window: MainWindow, qtbot: QtBot, text: str) -> None:
    show_parameters(window, qtbot)
    before = weight(window)
    assert not type_value(window, 0, text)
    assert "weight" in window.middle._notice.text()
    assert weight(window) == before
    assert window.controller.undo_stack.count() == 1


def test_points_settings_and_weights_undo_in_turn(window: MainWindow, qtbot: QtBot) -> None:
    show_parameters(window, qtbot)
    first, before = window.controller.document, weight(window)
    window.controller.add_point((1.0,), 2.0, 0)
    window.controller.edit_weight("weight", 0, 3.0)
    window.controller.edit_config("learning_rate", 0.5)
    qtbot.waitUntil(lambda: weight(window) == 3.0, timeout=LONG)
    for _ in range(3):
        window.tool_bar.actions_by_name["undo"].trigger()
    assert window.controller.document is first
    qtbot.waitUntil(lambda: weight(window) == before, timeout=LONG)


def test_one_point_is_named_as_one(window: MainWindow) -> None:
    controller, stack = window.controller, window.controller.undo_stack
    controller.extend_points(Points.of([[1.0]], [1.0]), 0)
    assert stack.undoText() == "add point"
    controller.extend_points(Points.of([[2.0], [3.0]], [1.0, 2.0]), 0)
    assert stack.undoText() == "add 2 points"
    controller.change_points([0], None, [5.0], None, 1)
    assert stack.undoText() == "change a point"
    controller.change_points([0, 1], None, [6.0, 7.0], None, 2)
    assert stack.undoText() == "change 2 points"
    controller.delete_points([0])
    assert stack.undoText() == "delete a point"


def test_memory_is_bounded_and_the_newest_steps_stay(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo, "UNDO_BYTES", 1_000_000)
    controller = window.controller
    rng = np.random.default_rng(0)
    for _ in range(30):
        controller.extend_points(Points.of(rng.normal(size=(200, 1)), rng.normal(size=200)), 0)
    before = controller.document
    arrays = {id(a): a.nbytes for a in (each for each in _arrays(controller.undo_stack))}
    assert sum(arrays.values()) < 1_300_000
    controller.undo_stack.undo()
    controller.undo_stack.undo()
    assert len(controller.document.points) == 200 * 28
    while controller.undo_stack.canUndo():
        controller.undo_stack.undo()
    assert 0 < len(controller.document.points) < 200 * 28  # as far as the memory reaches
    while controller.undo_stack.canRedo():
        controller.undo_stack.redo()
    assert controller.document is before


def _arrays(stack: object) -> list[np.ndarray]:
    commands = [stack.command(index) for index in range(stack.count())]  # type: ignore[attr-defined]
    return [array for command in commands if not command.isObsolete() for array in command.arrays()]
