"""How good the answers are: accuracy for classes, R² for values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch

from app.components.losses import Head

if TYPE_CHECKING:
    from torch import Tensor


def score(head: Head, output: Tensor, targets: Tensor) -> float:
    """Return the accuracy of a classification, or R² of a regression.

    Parameters
    ----------
    output
        Model output (n, 1) or (n, k).
    targets
        (n, 1), or class numbers (n,) for several logits.

    Returns
    -------
    A share of 1; R² is 1 - Σ(y - ŷ)² / Σ(y - mean y)². NaN without points, or where all targets are equal.
    """
    return float(scores(head, output.unsqueeze(0), targets)) if len(targets) else float("nan")


def scores(head: Head, outputs: Tensor, targets: Tensor) -> Tensor:
    """Return what `score` says of each of N models that saw the same points.

    Parameters
    ----------
    outputs
        (N, n, 1) or (N, n, k).
    targets
        As for `score`, of n > 0 points.

    Returns
    -------
    (N,) in double precision, on the CPU: not every device has doubles.
    """
    if head is Head.MULTICLASS:
        return (outputs.argmax(dim=2) == targets).sum(dim=1).cpu().double() / len(targets)
    if head is Head.BINARY:
        return ((outputs >= 0) == (targets >= 0.5)).sum(dim=(1, 2)).cpu().double() / len(targets)
    outputs, targets = outputs.cpu().double(), targets.cpu().double()
    spread = torch.sum((targets - targets.mean()) ** 2)
    shares = 1 - torch.sum((targets - outputs) ** 2, dim=(1, 2)) / spread
    return shares if spread > 0 else torch.full_like(shares, float("nan"))
