"""Standardised inputs in the window: chosen in the form, the formula in the units of the data, and what is drawn."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QToolButton
from pytestqt.qtbot import QtBot

from app.data.points import Points
from app.explain.prediction import CurvePrediction
from app.gui.window import MainWindow
from app.running.snapshot import RunState, Snapshot


def snapshot(window: MainWindow) -> Snapshot:
    assert window.controller.snapshot is not None
    return window.controller.snapshot


def test_a_line_far_from_zero_is_learned_and_shown_as_it_is(window: MainWindow, qtbot: QtBot) -> None:
    controller = window.controller
    years = np.arange(1990.0, 2030.0)
    controller.extend_points(Points.of(years, 0.5 * years - 900), 1)
    toggle = window.findChild(QToolButton, "model.more")
    assert toggle is not None
    QTest.mouseClick(toggle, Qt.MouseButton.LeftButton)
    combo = window.findChild(QComboBox, "standardise")
    assert combo is not None
    assert combo.isVisible()
    assert combo.accessibleName()
    combo.setFocus()
    QTest.keyClick(combo, Qt.Key.Key_Down)
    assert controller.document.config.standardise == "mean_std"
    controller.edit_config("learning_rate", 0.3)
    controller.edit_config("epochs", 300)
    controller.toggle_run()
    qtbot.waitUntil(lambda: controller.state is RunState.FINISHED, timeout=30_000)
    assert snapshot(window).formula == ("y = 0.5·x − 900",)
    assert snapshot(window).standardisation == ("u = (x − 2010) / 11.5",)
    prediction = snapshot(window).prediction
    assert isinstance(prediction, CurvePrediction)
    np.testing.assert_allclose(prediction.values[:, 0], 0.5 * prediction.x - 900, atol=0.01)
    controller.undo_stack.undo()
    controller.undo_stack.undo()
    controller.undo_stack.undo()
    assert controller.document.config.standardise == "none"
    assert combo.currentData() == "none"


def test_points_moved_while_training_are_standardised_anew(window: MainWindow, qtbot: QtBot) -> None:
    controller = window.controller
    controller.edit_config("standardise", "min_max")
    controller.extend_points(Points.of([0.0, 10.0], [0.0, 1.0]), 1)
    controller.toggle_run()
    qtbot.waitUntil(lambda: snapshot(window).epoch > 10, timeout=20_000)
    run = snapshot(window).run_id
    controller.change_points([1], [(20.0,)], [1.0], None, 2)
    qtbot.waitUntil(lambda: snapshot(window).standardisation == ("u = (x − 0) / 20",), timeout=20_000)
    qtbot.waitUntil(lambda: snapshot(window).train_loss < 1e-8, timeout=20_000)
    assert snapshot(window).run_id == run
    weight = snapshot(window).parameters["weight"][0, 0]
    assert weight == pytest.approx(1, abs=1e-3)
    assert snapshot(window).formula[0].startswith("y = 0.05·x")
