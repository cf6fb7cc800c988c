"""Activation curves against their formulas and against differences."""

from __future__ import annotations

import numpy as np
import pytest

from app.components.activations import ACTIVATIONS
from app.explain.activation_curves import activation_curve


@pytest.mark.parametrize("entry", ACTIVATIONS, ids=lambda entry: entry.key)
def test_slopes_are_the_derivative(entry: object) -> None:
    curve = activation_curve(entry.key, {})  # type: ignore[attr-defined]
    assert curve.z[0] == -6
    assert curve.z[-1] == 6
    step = curve.z[1] - curve.z[0]
    differences = (curve.values[2:] - curve.values[:-2]) / (2 * step)
    smooth = np.abs(curve.z[1:-1]) > 1.5 * step
    assert np.allclose(curve.slopes[1:-1][smooth], differences[smooth], atol=2e-3)
    assert not curve.values.flags.writeable


def test_known_values() -> None:
    sigmoid = activation_curve("sigmoid", {})
    middle = len(sigmoid.z) // 2
    assert sigmoid.slopes.max() == sigmoid.slopes[middle] == 0.25
    assert np.allclose(sigmoid.values, 1 / (1 + np.exp(-sigmoid.z)), atol=1e-15)


def test_options_reach_the_module() -> None:
    assert activation_curve("leaky_relu", {"negative_slope": 0.5}).values[0] == -3
