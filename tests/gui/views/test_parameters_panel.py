"""The parameters panel: the table's numbers are the snapshot's, bars, and no work while hidden."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.data.points import Floats
from app.gui.theme import DARK
from app.gui.views.parameter_model import MAX_NUMBERS
from app.gui.views.parameters_panel import ParametersPanel, gradient_norms
from app.running.snapshot import RunState, Snapshot
from app.training.history import LossCurve

EMPTY = LossCurve(np.empty(0), np.empty(0), np.empty(0))
SMALL = {
    "hidden1.weight": np.array([[0.1, -2.5], [1e-12, 3.0], [4.0, 1 / 3]]),
    "hidden1.bias": np.array([0.5, 0.25, -0.125]),
    "output.weight": np.array([[1.0, 2.0, 3.0]]),
    "output.bias": np.array([7.0]),
}


def snapshot(parameters: dict[str, Floats], gradients: dict[str, Floats]) -> Snapshot:
    return Snapshot(
        run_id=1, state=RunState.RUNNING, epoch=1, step=1, train_loss=0.0, test_loss=0.0, last_step_loss=0.0,
        train_score=0.0, test_score=0.0, updates_per_second=0.0, seconds_per_epoch=0.0, curve=EMPTY,
        prediction=None, parameters=parameters, gradients=gradients, formula=(), device="cpu",
    )  # fmt: skip


def scaled(parameters: dict[str, Floats], factor: float) -> dict[str, Floats]:
    return {name: value * factor for name, value in parameters.items()}


def numbers(view: ParametersPanel, column: int) -> list[float]:
    model = view.model
    return [model.data(model.index(row, column), Qt.ItemDataRole.UserRole) for row in range(model.rowCount())]


def names(view: ParametersPanel) -> list[str]:
    return [view.model.data(view.model.index(row, 0)) for row in range(view.model.rowCount())]


@pytest.fixture
def panel(qtbot: QtBot) -> ParametersPanel:
    view = ParametersPanel()
    qtbot.addWidget(view)
    view.resize(320, 420)
    view.show()
    return view


def test_every_number_is_the_snapshots(panel: ParametersPanel) -> None:
    panel.set_snapshot(snapshot(SMALL, scaled(SMALL, 2)))
    flat = np.concatenate([value.ravel() for value in SMALL.values()])
    assert numbers(panel, 1) == flat.tolist()
    assert numbers(panel, 2) == (2 * flat).tolist()
    assert names(panel)[:4] == ["hidden1.weight[0][0]", "hidden1.weight[0][1]", "hidden1.weight[1][0]", "hidden1.weight[1][1]"]  # fmt: skip
    assert names(panel)[-1] == "output.bias[0]"
    assert panel.model.data(panel.model.index(1, 1)) == "−2.5"
    panel.grab()


def test_new_numbers_keep_the_rows(panel: ParametersPanel, qtbot: QtBot) -> None:
    panel.set_snapshot(snapshot(SMALL, {}))
    assert all(math.isnan(value) for value in numbers(panel, 2))
    resets: list[int] = []
    panel.model.modelReset.connect(lambda: resets.append(1))
    panel.table.selectRow(5)
    with qtbot.waitSignal(panel.model.dataChanged):
        panel.set_snapshot(snapshot(scaled(SMALL, 3), SMALL))
    assert resets == []
    assert numbers(panel, 1)[1] == -7.5
    assert panel.table.currentIndex().row() == 5
    panel.set_snapshot(snapshot({"weight": np.ones((1, 1))}, {}))
    assert resets == [1]
    assert panel.model.rowCount() == 1


def test_large_models_have_a_row_a_tensor(panel: ParametersPanel) -> None:
    weight = np.random.default_rng(0).normal(size=(20, MAX_NUMBERS // 20 + 1))
    parameters = {"hidden1.weight": weight, "hidden1.bias": np.full(20, -2.0)}
    panel.set_snapshot(snapshot(parameters, scaled(parameters, 0.5)))
    assert names(panel) == ["hidden1.weight", "hidden1.bias"]
    assert panel.model.data(panel.model.index(0, 1)) == "20 × 11"
    assert numbers(panel, 2) == pytest.approx([float(np.abs(weight).mean()), 2.0])
    assert numbers(panel, 3) == pytest.approx([0.5 * float(np.linalg.norm(weight)), math.sqrt(20)])
    assert [panel.model.headerData(column, Qt.Orientation.Horizontal) for column in range(4)] == ["Tensor", "Shape", "Mean |w|", "|Gradient|"]  # fmt: skip
    panel.grab()


def test_nothing_is_done_while_hidden(panel: ParametersPanel) -> None:
    panel.hide()
    panel.set_snapshot(snapshot(SMALL, {}))
    assert panel.model.rowCount() == 0
    panel.show()
    assert panel.model.rowCount() == 13


def test_gradient_norms() -> None:
    norms = gradient_norms(SMALL, {name: np.full(np.shape(value), 2.0) for name, value in SMALL.items()})
    assert norms == pytest.approx({"hidden1": 6.0, "output": 4.0})
    assert math.isnan(gradient_norms({"weight": np.ones((1, 1))}, {})[""])


def test_hostile_numbers_are_shown(panel: ParametersPanel) -> None:
    hostile = {"weight": np.array([[np.nan, np.inf, -np.inf, 1e308, -1e308, 0.0, 5e-324]])}
    panel.set_snapshot(snapshot(hostile, hostile))
    panel.grab()
    shown = [panel.model.data(panel.model.index(row, 1)) for row in range(3)]
    assert shown == ["–", "∞", "−∞"]
    panel.set_snapshot(snapshot({"weight": np.full((300, 1), 1e308)}, {"weight": np.full((300, 1), 1e308)}))
    panel.grab()
    panel.set_snapshot(snapshot({"weight": np.ones((1, 1))}, {"weight": np.full((1, 1), 1e200)}))
    panel.grab()
    panel.set_snapshot(snapshot({}, {}))
    panel.grab()
    assert panel.model.rowCount() == 0


def test_language_and_theme_change_at_run_time(panel: ParametersPanel) -> None:
    panel.set_snapshot(snapshot(SMALL, SMALL))
    panel.set_theme(DARK)
    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    panel.grab()
    assert panel.table.accessibleName()


def test_standardised_inputs_are_named_above_the_numbers(panel: ParametersPanel) -> None:
    plain = snapshot(SMALL, {})
    panel.set_snapshot(plain)
    assert not panel.note.isVisible()
    columns = ("u1 = (x1 − 1.5) / 2", "u2 = (x2 + 3) / 4")
    panel.set_snapshot(replace(plain, standardisation=columns))
    assert panel.note.isVisible()
    assert "standardised" in panel.note.text()
    assert panel.note.toolTip().split("\n") == list(columns)
    panel.set_snapshot(plain)
    assert not panel.note.isVisible()
