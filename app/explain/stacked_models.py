"""Many models of one shape answer at many places, in calls that they share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

import torch
from torch import Tensor, nn

from app.explain.responses import activated

WIDEST_BATCH = 2**18
"""Numbers of a hidden layer that are computed at once, at most."""

Layer = Callable[[Tensor], Tensor]
"""What a layer of N models makes of numbers (N, neurons, points), which it may write into."""


class StackedModels:
    """N models, each with the parameters that it has when it is asked.

    Parameters
    ----------
    models
        Of one shape: linear layers, or linear layers with activations between them, which may differ from model to model.
    """

    def __init__(self, models: Sequence[nn.Module]) -> None:
        modules = [[model] if isinstance(model, nn.Linear) else list(model.children()) for model in models]
        kinds = [[repr(module) for module in own if not isinstance(module, nn.Linear)] for own in modules]
        # Models with the same activations side by side: they are computed together.
        order = sorted(range(len(models)), key=kinds.__getitem__)
        self._rank = sorted(range(len(models)), key=order.__getitem__)
        self._widest = max(module.out_features for module in modules[0] if isinstance(module, nn.Linear))
        self._layers: list[Sequence[nn.Linear] | Layer] = [
            layer if isinstance(layer[0], nn.Linear) else _activation(layer)
            for layer in zip(*(modules[number] for number in order), strict=True)
        ]

    def outputs(self, inputs: Tensor) -> Tensor:
        """Return the outputs (N, points, k) for inputs (points, features)."""
        with torch.inference_mode():
            layers = [layer if callable(layer) else _linear(layer) for layer in self._layers]
            parts = []
            # Points side by side: the other way, small layers take nearly twice as long.
            for values in torch.split(inputs.T, max(1, WIDEST_BATCH // (len(self._rank) * self._widest)), dim=1):
                for layer in layers:
                    values = layer(values)
                parts.append(values)
            return torch.cat(parts, dim=2)[self._rank].mT


def _linear(modules: Sequence[nn.Linear]) -> Layer:
    weights = torch.stack([module.weight for module in modules])
    if modules[0].bias is None:
        return lambda values: weights @ values
    biases = torch.stack([module.bias for module in modules]).unsqueeze(2)
    return lambda values: (weights @ values).add_(biases)


def _activation(modules: Sequence[nn.Module]) -> Layer:
    groups: list[tuple[nn.Module, slice]] = []
    end = 0
    for _, group in groupby(modules, key=repr):
        first, *others = group
        start, end = end, end + 1 + len(others)
        groups.append((first, slice(start, end)))
    if len(groups) == 1:
        return lambda sums: activated(groups[0][0], sums)

    def activate(sums: Tensor) -> Tensor:
        for module, own in groups:
            sums[own] = activated(module, sums[own])
        return sums

    return activate
