"""Parameters and optimizer memory between trainers, who own them, and the flat vectors that kernels work on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import torch
from torch import Tensor

from app.components.update_rules import UpdateRule
from app.training.engine.layout import Layout
from app.training.trainer import Trainer

_Each = TypeVar("_Each")


class Loan:
    """Borrows the state of N trainers and gives it back, as torch's own optimizers would have left it.

    Parameters
    ----------
    trainers, rule
        Whose state, and how it is updated.
    options
        Each trainer's options of the optimizer, by name: some memory begins with one of them.
    layout, flat, gradients
        Where it lies while it is borrowed: in `flat`, by name; and where the gradients of the last update are.
    """

    def __init__(
        self,
        trainers: Sequence[Trainer],
        rule: UpdateRule,
        options: Sequence[Mapping[str, Any]],
        layout: Layout,
        flat: Mapping[str, Tensor],
        gradients: Tensor,
    ) -> None:
        self._trainers = trainers
        self._rule = rule
        self._options = options
        self._parameters = [list(trainer.model.parameters()) for trainer in trainers]
        self._weights = [[parameter.detach() for parameter in own] for own in self._parameters]
        self._views = {name: layout.parameters(flat[name]) for name in ("p", *rule.memory)}
        self._gradients = layout.parameters(gradients)

    def borrow(self) -> int:
        """Copy all state to the flat vectors; return how many updates the optimizers have counted.

        Raises
        ------
        ValueError
            If they have not counted the same number.
        """
        everyone = range(len(self._trainers))
        with torch.inference_mode(False):  # torch refuses to go on with tensors made in inference mode
            for number in everyone:
                self._begin_memory(number)
        counts = {int(self._state(number, self._parameters[number][0])["step"]) for number in everyone} if self._rule.counts else {0}  # fmt: skip
        if len(counts) > 1:
            raise ValueError("the optimizers have not counted the same number of updates")
        for name, views in self._views.items():
            owners = self._owners(name, everyone)
            if len(owners) < len(self._trainers):
                torch._foreach_zero_(_chained(views, everyone))  # what diverged may have left no number there
            if owners:
                torch._foreach_copy_(_chained(views, owners), self._owned(name, owners))
        return counts.pop()

    def give_back(self, numbers: Sequence[int], count: int) -> None:
        """Copy the state and the last gradients of some trainers back to them, `count` updates later."""
        if not numbers:
            return
        for name, views in self._views.items():
            if owners := self._owners(name, numbers):
                torch._foreach_copy_(self._owned(name, owners), _chained(views, owners))
        parameters = _chained(self._parameters, numbers)
        gradients = [parameter.grad for parameter in parameters if parameter.grad is not None]
        torch._foreach_copy_(gradients, _chained(self._gradients, numbers))
        if self._rule.counts:
            steps = [self._state(number, parameter)["step"] for number in numbers for parameter in self._parameters[number]]  # fmt: skip
            torch._foreach_add_(steps, count)

    def _begin_memory(self, number: int) -> None:
        """Give an optimizer that has made no update yet the memory that torch would begin with, and room for gradients."""
        for parameter in self._parameters[number]:
            if parameter.grad is None:
                parameter.grad = torch.zeros_like(parameter)
            for name, key in self._rule.memory.items():
                state = self._state(number, parameter)
                if state.get(key) is None and self._owners(name, [number]):
                    start = self._options[number].get(self._rule.starts.get(name, ""), 0.0)
                    state[key] = torch.full_like(parameter, start, requires_grad=False)
            if self._rule.counts and "step" not in (state := self._state(number, parameter)):
                state["step"] = torch.tensor(0.0)

    def _owners(self, name: str, numbers: Sequence[int]) -> Sequence[int]:
        """Return those of the trainers whose optimizer has a memory: all, but for one that an option switches off."""
        option = self._rule.needs.get(name)
        return numbers if option is None else [number for number in numbers if self._options[number][option]]

    def _owned(self, name: str, numbers: Sequence[int]) -> list[Tensor]:
        """Return trainers' own tensors of parameters, or of a memory."""
        if name == "p":
            return _chained(self._weights, numbers)
        key = self._rule.memory[name]
        return [self._state(number, parameter)[key] for number in numbers for parameter in self._parameters[number]]

    def _state(self, number: int, parameter: Tensor) -> dict[str, Any]:
        """Return what an optimizer remembers of a parameter."""
        state: dict[str, Any] = self._trainers[number].optimizer.state[parameter]
        return state


def _chained(lists: Sequence[Sequence[_Each]], numbers: Sequence[int]) -> list[_Each]:
    """Return the items of the lists with these numbers, one after the other."""
    return [item for number in numbers for item in lists[number]]
