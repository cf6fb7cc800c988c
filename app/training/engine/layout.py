"""Where the numbers of stacked models lie in one flat vector."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

ROOM = 2**20
"""Numbers kept at once of coming and past updates, at most: bounds memory, and the updates made in one go."""

Layer = tuple[int, int, int]
"""Outputs, inputs, and 1 if there is a bias, else 0."""


class Layout:
    """Layer after layer, and in each layer model after model, a block (outputs, inputs + bias) each.

    The bias is one more column: with a row of ones under the layer's input, one product does both.

    Parameters
    ----------
    models
        Of one shape; their parameters are weight and bias of linear layers, in order.
    """

    def __init__(self, models: Sequence[nn.Module]) -> None:
        self.n_models = len(models)
        layers = [module for module in models[0].modules() if isinstance(module, nn.Linear)]
        self.layers: list[Layer] = [
            (layer.out_features, layer.in_features, int(layer.bias is not None)) for layer in layers
        ]
        self.like = layers[0].weight.detach()
        self._sizes = [outputs * (inputs + bias) for outputs, inputs, bias in self.layers]
        self.size = self.n_models * sum(self._sizes)

    def zeros(self, *shape: int, dtype: torch.dtype | None = None) -> Tensor:
        """Return a tensor of zeros like the parameters."""
        return torch.zeros(shape, dtype=dtype or self.like.dtype, device=self.like.device)

    def blocks(self, flat: Tensor) -> list[Tensor]:
        """Return the layers' views of vectors (…, size): (…, models, outputs, inputs + bias) each."""
        parts = torch.split(flat, [self.n_models * size for size in self._sizes], dim=-1)
        return [
            part.view(*flat.shape[:-1], self.n_models, outputs, inputs + bias)
            for part, (outputs, inputs, bias) in zip(parts, self.layers, strict=True)
        ]

    def parameters(self, flat: Tensor) -> list[list[Tensor]]:
        """Return, for each model, the views of a vector that are its parameters, in their order."""
        views: list[list[Tensor]] = [[] for _ in range(self.n_models)]
        for block, (_, inputs, bias) in zip(self.blocks(flat), self.layers, strict=True):
            for own, model in zip(views, block, strict=True):
                own += [model[:, :inputs], *([model[:, inputs]] if bias else [])]
        return views

    def spread(self, numbers: Tensor) -> Tensor:
        """Return, from one number a model (…, models), one a parameter (…, size)."""
        parts = [
            numbers.unsqueeze(-1).expand(*numbers.shape, size).reshape(*numbers.shape[:-1], -1) for size in self._sizes
        ]
        return torch.cat(parts, dim=-1)

    def weights_only(self) -> Tensor:
        """Return a vector of 1 at weights and 0 at biases."""
        mask = self.zeros(self.size) + 1
        for block, (_, inputs, _bias) in zip(self.blocks(mask), self.layers, strict=True):
            block[..., inputs:] = 0
        return mask
