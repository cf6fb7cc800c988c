"""Batches for the coming updates, laid out for the kernels."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from app.components.losses import Head
from app.training.engine.layout import Layout
from app.training.trainer import Trainer


class Feed:
    """Inputs and targets of up to `capacity` batches, each in a place of its own that stays.

    Models that see the points in their given order share one copy; where a batch has all points, so do the batches.
    """

    def __init__(self, trainers: Sequence[Trainer], layout: Layout, capacity: int) -> None:
        first = trainers[0]
        self._trainers = trainers
        self._n_models = layout.n_models
        self._capacity = capacity
        self._is_shuffled = first.is_shuffled
        self._targets = first.train.targets
        n_outputs, n_inputs, bias = layout.layers[-1][0], *layout.layers[0][1:]
        self._inputs = with_ones(first.train.inputs, bias)
        is_classes = first.config.head is Head.MULTICLASS
        self._kernel_targets = functional.one_hot(self._targets, n_outputs) if is_classes else self._targets
        self._kernel_targets = self._kernel_targets.to(self._inputs.dtype)
        n_copies = layout.n_models if self._is_shuffled else 1
        self._n_places = 1 if first.batch_size == len(first.train) else capacity
        self._x = layout.zeros(self._n_places, n_copies, first.batch_size, n_inputs + bias)
        self._y = layout.zeros(self._n_places, n_copies, first.batch_size, n_outputs)

    def batches(self, n_points: int) -> list[list[Tensor]]:
        """Return, for each batch, the places of its first points.

        Inputs over a row of ones (models, inputs + 1, points), the same points first, and targets as the kernels want
        them, (models, outputs, points): a list of each.
        """
        x, y = (room[:, :, :n_points].expand(-1, self._n_models, -1, -1) for room in (self._x, self._y))
        n_same = self._capacity // self._n_places
        return [list(places.unbind()) * n_same for places in (x.mT, x, y.mT)]

    def fill(self, count: int) -> Tensor:
        """Take the next `count` batches from the trainers; return their targets as the loss wants them.

        Their shape, (count, models, points), has 1 in place of what all share.
        """
        taken = [trainer.take_batches(count) for trainer in self._trainers]
        n_places = min(count, self._n_places)
        positions = torch.stack(taken if self._is_shuffled else taken[:1], dim=1)[:n_places]
        flat = positions.flatten().to(self._inputs.device)
        for rows, room in ((self._inputs, self._x), (self._kernel_targets, self._y)):
            torch.index_select(rows, 0, flat, out=room[:n_places].view(-1, rows.shape[1]))
        if self._targets.is_floating_point():
            return self._y[:n_places, ..., 0]
        return self._targets[flat].view(positions.shape)


def with_ones(inputs: Tensor, bias: int) -> Tensor:
    """Return inputs (points, inputs) with a column of ones behind if there is a bias."""
    return functional.pad(inputs, (0, bias), value=1.0)
