"""Gradient descent as the tutorials write it."""

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import nn


class GradientDescent(torch.optim.Optimizer):
    """w - lr * gradient, computed as a product and a difference.

    torch.optim.SGD fuses the two, which rounds once less: its weights differ in the last digits.
    """

    def __init__(self, params: Iterable[nn.Parameter], lr: float) -> None:
        super().__init__(params, {"lr": lr})

    @torch.no_grad()
    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Update every parameter once; `closure` computes the loss and the gradients."""
        loss = None
        if closure is not None:
            with torch.enable_grad():
                loss = closure()
        for group in self.param_groups:
            for w in group["params"]:
                if w.grad is not None:
                    w.copy_(w - group["lr"] * w.grad)
        return loss


def sgd(
    params: Iterable[nn.Parameter], lr: float, momentum: float, nesterov: bool, weight_decay: float
) -> torch.optim.SGD:
    """Make torch's SGD; without momentum there is nothing to look ahead along, and torch refuses Nesterov."""
    return torch.optim.SGD(params, lr, momentum=momentum, nesterov=nesterov and momentum > 0, weight_decay=weight_decay)


class LBFGS(torch.optim.LBFGS):
    """torch's own, with no line search called "none".

    Where its line search meets only losses that are not finite, torch stops with an IndexError; here the weights stay
    as they are and the curvature is forgotten.
    """

    def __init__(
        self, params: Iterable[nn.Parameter], lr: float, max_iter: int, history_size: int, line_search_fn: str
    ) -> None:
        search = None if line_search_fn == "none" else line_search_fn
        super().__init__(params, lr, max_iter=max_iter, history_size=history_size, line_search_fn=search)

    def step(self, closure: Callable[[], Any]) -> Any:  # type: ignore[override]
        """Update every parameter once; `closure` computes the loss and the gradients, several times."""
        try:
            return super().step(closure)  # type: ignore[no-untyped-call]
        except IndexError:
            self.state.clear()
            return closure()
