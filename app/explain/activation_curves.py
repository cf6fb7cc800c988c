"""An activation and its slope over its input, from the module that a model would use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.components.activations import BY_KEY
from app.components.choice import Value
from app.data.points import Floats

REACH = 6.0
"""The curve runs from -REACH to REACH."""

_PER_UNIT = 40


@dataclass(frozen=True, slots=True, eq=False)
class ActivationCurve:
    """An activation over its input.

    Attributes
    ----------
    key
        Of the table of activations.
    z, values, slopes
        Input, output and derivative, each (n,), read-only.
    """

    key: str
    z: Floats
    values: Floats
    slopes: Floats


def activation_curve(key: str, options: Mapping[str, Value]) -> ActivationCurve:
    """Compute an activation and, by autograd, its derivative.

    Parameters
    ----------
    options
        Parameter of the activation → value; the others keep their defaults.
    """
    import torch

    entry = BY_KEY[key]
    activation = entry.factory()(**entry.arguments(options))
    end = round(REACH * _PER_UNIT)
    z = (torch.arange(-end, end + 1, dtype=torch.float64) / _PER_UNIT).requires_grad_()
    values = activation(z)
    (slopes,) = torch.autograd.grad(values.sum(), z)
    arrays = [tensor.detach().numpy().copy() for tensor in (z, values, slopes)]
    for array in arrays:
        array.setflags(write=False)
    return ActivationCurve(key, *arrays)
