"""Losses that torch lacks, called like torch's: criterion(prediction, targets) gives a scalar.

As in torch, their `reduction` says what becomes of the points' losses: "mean", "sum", or "none" for all of them.
"""

import torch.nn.functional as F  # noqa: N812 - torch's own short name
from torch import Tensor, nn


class SumSquaredError(nn.MSELoss):
    """Σ (prediction - target)²."""

    def __init__(self) -> None:
        super().__init__(reduction="sum")


def reduced(losses: Tensor, reduction: str) -> Tensor:
    """Return the mean or the sum of the points' losses, or all of them."""
    if reduction == "none":
        return losses
    return losses.sum() if reduction == "sum" else losses.mean()


class HalfSquaredError(nn.Module):
    """Mean of (prediction - target)² / 2."""

    def __init__(self) -> None:
        super().__init__()
        self.reduction = "mean"

    def forward(self, prediction: Tensor, targets: Tensor) -> Tensor:
        return reduced((prediction - targets) ** 2 / 2, self.reduction)


class BinaryCrossEntropy(nn.BCELoss):
    """torch's own, but NaN where a probability is NaN: torch stops with an error there."""

    def forward(self, probabilities: Tensor, targets: Tensor) -> Tensor:
        if probabilities.isnan().any():
            return reduced(probabilities, self.reduction)
        return super().forward(probabilities, targets)


class Hinge(nn.Module):
    """max(0, 1 - margin).

    One logit (n, 1) with targets 0 and 1: the margin is the logit's distance on the right side of 0. Several logits
    (n, k) with class numbers (n,): the true class's lead over each other one, their losses added up and divided by k
    (torch's multi-class margin loss, which calls NaN a loss of 0).
    """

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__()
        self.reduction = reduction

    def forward(self, logits: Tensor, targets: Tensor) -> Tensor:
        if logits.shape[1] > 1:
            leads = logits.gather(1, targets.unsqueeze(1)) - logits
            others = 1 - F.one_hot(targets, logits.shape[1])
            losses = (others * F.relu(1 - leads)).sum(dim=1) / logits.shape[1]
        else:
            losses = F.relu(1 - (2 * targets - 1) * logits)
        return reduced(losses, self.reduction)


class SquaredErrorOfProbabilities(nn.Module):
    """Squared distance between the probabilities and the true class's 0 and 1, added up over the classes.

    Probabilities (n, 1) of class 1 with targets 0 and 1, or (n, k) with class numbers (n,).
    """

    def __init__(self, reduction: str = "mean") -> None:
        super().__init__()
        self.reduction = reduction

    def forward(self, probabilities: Tensor, targets: Tensor) -> Tensor:
        if probabilities.shape[1] > 1:
            targets = F.one_hot(targets, probabilities.shape[1])
        losses = ((probabilities - targets) ** 2).sum(dim=1)
        return reduced(losses, self.reduction)
