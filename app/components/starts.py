"""Fill a model's weights (matrices) and biases (vectors) with what they start from."""

import torch
from torch import nn


def default(model: nn.Module) -> None:
    """Leave what the layers' constructors drew."""


@torch.no_grad()
def zeros(model: nn.Module) -> None:
    """Set every parameter to 0."""
    for parameter in model.parameters():
        parameter.zero_()


@torch.no_grad()
def normal(model: nn.Module, std: float, mean: float, biases: float) -> None:
    """Draw weights from N(mean, std²)."""
    for parameter in model.parameters():
        if parameter.dim() > 1:
            parameter.normal_(mean, std)
        else:
            parameter.fill_(biases)


@torch.no_grad()
def uniform(model: nn.Module, low: float, high: float, biases: float) -> None:
    """Draw weights from U(low, high), whichever of the two is smaller."""
    for parameter in model.parameters():
        if parameter.dim() > 1:
            parameter.uniform_(min(low, high), max(low, high))
        else:
            parameter.fill_(biases)
