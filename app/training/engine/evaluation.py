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

    Attributes
    ----------
    is_mean
        Whether a batch's loss is the mean of its points' losses, not their sum.
    """

    def __init__(self, models: Sequence[nn.Module], configs: Sequence[Config], layout: Layout) -> None:
        self._models = models
        self._configs = configs
        self._layout = layout
        first = configs[0]
        self.is_mean: bool = first.choice("loss").factory()(**first.arguments("loss")).reduction == "mean"
        self._point_loss = experiment.make_criterion(first, is_reduced=False)

    def losses(self, outputs: Tensor, targets: Tensor) -> Tensor:
        """Return the losses (…, models) of outputs (…, models, k, points), given targets (…, models or 1, points)."""
        shape = (*outputs.shape[:-2], outputs.shape[-1])
        is_classes = not targets.is_floating_point()
        of_points = self._point_loss(
            outputs.mT.reshape(-1, outputs.shape[-2]), targets.expand(shape).reshape(-1, *(() if is_classes else (1,)))
        ).view(shape)
        return of_points.mean(-1) if self.is_mean else of_points.sum(-1)

    def losses_of(self, kept: Tensor, batch: experiment.Batch) -> Tensor:
        """Return the losses (epochs, models) that kept parameters (epochs, layout.size) give all points of a batch."""
        if not len(batch):
            return self._layout.zeros(len(kept), self._layout.n_models).fill_(float("nan"))
        widest = max(outputs for outputs, _, _ in self._layout.layers)
        n_together = max(1, ROOM // (len(batch) * self._layout.n_models * widest))
        targets = batch.targets.flatten()
        parts = [self.losses(self._outputs_of(some, batch.inputs), targets) for some in torch.split(kept, n_together)]
        return torch.cat(parts) if len(kept) else self._layout.zeros(0, self._layout.n_models)

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
        parts = []
        for _, group in groupby(range(len(self._configs)), key=lambda number: self._configs[number].activations[layer]):
            numbers = list(group)
            module = getattr(self._models[numbers[0]], f"activation{layer + 1}")
            parts.append(module(sums[:, numbers[0] : numbers[-1] + 1]))
        return torch.cat(parts, dim=1)
