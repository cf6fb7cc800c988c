"""S-shaped activations that torch lacks: monotone, saturating, scaled to (-1, 1), slope 1 at 0."""

import math

import torch
from torch import Tensor, nn


class Erf(nn.Module):
    """erf(√π/2 · z)."""

    def forward(self, z: Tensor) -> Tensor:
        return torch.erf(math.sqrt(math.pi) / 2 * z)


class Algebraic(nn.Module):
    """z / √(1 + z²)."""

    def forward(self, z: Tensor) -> Tensor:
        return z * torch.rsqrt(1 + z * z)


class Arctan(nn.Module):
    """2/π · arctan(π/2 · z)."""

    def forward(self, z: Tensor) -> Tensor:
        return 2 / math.pi * torch.atan(math.pi / 2 * z)


class Gudermannian(nn.Module):
    """2/π · gd(π/2 · z), where gd(z) = 2 arctan(tanh(z/2))."""

    def forward(self, z: Tensor) -> Tensor:
        return 4 / math.pi * torch.atan(torch.tanh(math.pi / 4 * z))
