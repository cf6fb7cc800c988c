"""The activation plot: both lines, its reading, hostile curves."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.components.activations import ACTIVATIONS, BY_KEY
from app.explain.activation_curves import ActivationCurve, activation_curve
from app.gui.theme import DARK
from app.gui.views.activation_plot import ActivationPlot


@pytest.fixture
def plot(qtbot: QtBot) -> ActivationPlot:
    view = ActivationPlot()
    qtbot.addWidget(view)
    view.resize(320, 300)
    view.show()
    return view


@pytest.mark.parametrize("entry", ACTIVATIONS, ids=lambda entry: entry.key)
def test_every_activation_is_in_view(plot: ActivationPlot, entry: object) -> None:
    key = entry.key  # type: ignore[attr-defined]
    curve = activation_curve(key, {})
    plot.set_curves((curve,))
    plot.grab()
    (left, right), (low, high) = plot.box.viewRange()
    assert (left, right) == (-6, 6)
    assert low < min(curve.values.min(), curve.slopes.min())
    assert high > max(curve.values.max(), curve.slopes.max())
    assert plot.title.text() == entry.label  # type: ignore[attr-defined]
    assert plot.formula.text() == entry.help  # type: ignore[attr-defined]


def test_reading(plot: ActivationPlot) -> None:
    plot.set_curves((activation_curve("sigmoid", {}),))
    plot.plot.pointed.emit(0.01)
    assert plot.readout.text() == "z 0\nf(z) 0.5\nf′(z) 0.25"
    plot.plot.pointed.emit(None)
    assert not plot.readout.isVisible()


def test_a_model_without_activation_leaves_none_of_the_last_one(plot: ActivationPlot) -> None:
    assert not plot.hint.isVisible()
    plot.set_curves((activation_curve("sigmoid", {}),))
    assert not plot.hint.isVisible()
    plot.set_curves(())
    assert (plot.title.text(), plot.formula.text()) == ("Activation", "")
    assert plot.hint.isVisible()
    assert len(plot.solid.getData()[0]) == len(plot.dashed.getData()[0]) == 0
    plot.plot.pointed.emit(0.01)
    assert not plot.readout.isVisible()


def test_of_several_activations_one_is_chosen(plot: ActivationPlot) -> None:
    curves = {key: activation_curve(key, {}) for key in ("tanh", "relu", "sigmoid")}
    plot.set_curves((curves["tanh"],))
    assert not plot.shown.isVisible()
    plot.set_curves((curves["relu"], curves["tanh"]))
    assert plot.shown.currentText() == "tanh"
    plot.shown.setFocus()
    QTest.keyClick(plot.shown, Qt.Key.Key_Up)
    assert plot.formula.text() == BY_KEY["relu"].help
    assert np.array_equal(plot.solid.getData()[1], curves["relu"].values)
    plot.set_curves((curves["sigmoid"], curves["relu"]))
    assert plot.shown.currentText() == "ReLU"
    plot.set_curves((curves["sigmoid"],))
    assert (plot.shown.isVisible(), plot.title.text()) == (False, "Sigmoid")


@pytest.mark.parametrize("hostile", [math.nan, math.inf, -math.inf, 1e308])
def test_hostile_curves_leave_a_finite_range(plot: ActivationPlot, hostile: float) -> None:
    z = np.linspace(-6, 6, 5)
    plot.set_curves((ActivationCurve("elu", z, np.full(5, hostile), z),))
    plot.grab()
    assert all(math.isfinite(end) for ends in plot.box.viewRange() for end in ends)


def test_language_and_theme_change_at_run_time(plot: ActivationPlot) -> None:
    plot.set_theme(DARK)
    QApplication.sendEvent(plot, QEvent(QEvent.Type.LanguageChange))
    plot.grab()
    assert plot.title.text() == "Activation"
