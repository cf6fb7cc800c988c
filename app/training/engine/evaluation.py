"""Losses of stacked models, many batches or many epochs' parameters in one go, by the models' own modules and criterion."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import torch
from torch import Tensor, nn

from app.training import experiment
from app.training.config import Config
from app.training.engine.layout import ROOM, Layout


class Evaluation:
    """Computes losses of outputs, and of parameters that were kept.

    Parameters
    ----------
    models, configs, layout
        What is stacked.
    sets
        Points on which kept parameters are judged.

    Attributes
    ----------
    is_mean
        Whether a batch's loss is the mean of its points' losses, not their sum.
    """

    def __init__(
        self, models: Sequence[nn.Module], configs: Sequence[Config], layout: Layout, sets: Sequence[experiment.Batch]
    ) -> None:
        self._models = models
        self._configs = configs
        self._layout = layout
        first = configs[0]
        self.is_mean: bool = first.choice("loss").factory()(**first.arguments("loss")).reduction == "mean"
        self._point_loss = experiment.make_criterion(first, is_reduced=False)
        self._inputs = torch.cat([batch.inputs for batch in sets])
        self._targets = torch.cat([batch.targets.flatten() for batch in sets])
        self._sizes = [len(batch) for batch in sets]
        self._groups = [self._groups_of(layer) for layer in range(len(layout.layers) - 1)]

    def _groups_of(self, layer: int) -> list[tuple[nn.Module, int, int]]:
        """Return a hidden layer's activations, each with its first model and the one behind its last."""
        groups = []
        for _, group in groupby(range(len(self._configs)), key=lambda number: self._configs[number].activations[layer]):
            first, *others = group
            groups.append((getattr(self._models[first], f"activation{layer + 1}"), first, first + len(others) + 1))
        return groups

    def losses(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """Return the losses (…, models) of outputs (…, models, k, points), given targets (…, models or 1, points)."""
        return self._reduced(self._point_losses(outputs, targets))

    def _point_losses(self, outputs: Tensor, targets: Tensor) -> Tensor:
        shape = (*outputs.shape[:-2], outputs.shape[-1])
        is_classes = not targets.is_floating_point()
        return self._point_loss(
            outputs.mT.reshape(-1, outputs.shape[-2]), targets.expand(shape).reshape(-1, *(() if is_classes else (1,)))
        ).view(shape)

    def _reduced(self, point_losses: Tensor) -> Tensor:
        return point_losses.mean(-1) if self.is_mean else point_losses.sum(-1)

    def losses_of(self, kept: Tensor) -> list[Tensor]:
        """Return, for each set, the losses (epochs, models) that kept parameters (epochs, layout.size) give its points.

        NaN for a set without points.
        """
        if not len(kept):
            return [self._layout.zeros(0, self._layout.n_models)] * len(self._sizes)
        widest = max(outputs for outputs, _, _ in self._layout.layers)
        n_together = max(1, ROOM // (sum(self._sizes) * self._layout.n_models * widest))
        if len(kept) <= n_together:
            return self._losses_of_sets(kept)
        parts = [self._losses_of_sets(some) for some in torch.split(kept, n_together)]
        return [torch.cat(own) for own in zip(*parts, strict=True)]

    def _losses_of_sets(self, kept: Tensor) -> list[Tensor]:
        """Do so for as many epochs as fit into memory."""
        point_losses = self._point_losses(self._outputs_of(kept, self._inputs), self._targets)
        return [
            self._reduced(own) if n else own.new_full(own.shape[:-1], float("nan"))
            for own, n in zip(torch.split(point_losses, self._sizes, dim=-1), self._sizes, strict=True)
        ]

    def _outputs_of(self, parameters: Tensor, inputs: Tensor) -> Tensor:
        """Return the outputs (epochs, models, k, points) for inputs (points, inputs)."""
        values = inputs.T
        blocks = self._layout.blocks(parameters)
        for i, (block, (_, n_inputs, bias)) in enumerate(zip(blocks, self._layout.layers, strict=True)):
            values = block[..., :n_inputs] @ values
            if bias:
                values += block[..., n_inputs:]
            if i < len(blocks) - 1:
                values = self._activate(i, values)
        return values

    def _activate(self, layer: int, sums: Tensor) -> Tensor:
        """Return the activations (epochs, models, neurons, points) of a hidden layer, computed by the models' modules."""
        groups = self._groups[layer]
        if len(groups) == 1:
            return groups[0][0](sums)  # type: ignore[no-any-return]
        return torch.cat([module(sums[:, first:end]) for module, first, end in groups], dim=1)
