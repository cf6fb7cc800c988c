"""The activation plot: both lines, its reading, hostile curves."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.components.activations import ACTIVATIONS
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
    plot.set_activation(key, curve)
    plot.grab()
    (left, right), (low, high) = plot.box.viewRange()
    assert (left, right) == (-6, 6)
    assert low < min(curve.values.min(), curve.slopes.min())
    assert high > max(curve.values.max(), curve.slopes.max())
    assert plot.title.text() == entry.label  # type: ignore[attr-defined]
    assert plot.formula.text() == entry.help  # type: ignore[attr-defined]


def test_reading(plot: ActivationPlot) -> None:
    plot.set_activation("sigmoid", activation_curve("sigmoid", {}))
    plot.plot.pointed.emit(0.01)
    assert plot.readout.text() == "z 0\nf(z) 0.5\nf′(z) 0.25"
    plot.plot.pointed.emit(None)
    assert not plot.readout.isVisible()


@pytest.mark.parametrize("hostile", [math.nan, math.inf, -math.inf, 1e308])
def test_hostile_curves_leave_a_finite_range(plot: ActivationPlot, hostile: float) -> None:
    z = np.linspace(-6, 6, 5)
    plot.set_activation("elu", ActivationCurve("elu", z, np.full(5, hostile), z))
    plot.grab()
    assert all(math.isfinite(end) for ends in plot.box.viewRange() for end in ends)


def test_language_and_theme_change_at_run_time(plot: ActivationPlot) -> None:
    plot.set_theme(DARK)
    QApplication.sendEvent(plot, QEvent(QEvent.Type.LanguageChange))
    plot.grab()
    assert plot.title.text() == "Activation"
