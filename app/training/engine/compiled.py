"""A list of kernel calls becomes a function that makes many updates: TorchScript or plain Python.

The same source text serves both. TorchScript saves the interpreter's time and holds no lock while it runs; torch
calls it deprecated, so nothing depends on it: where it fails, or computes anything but what plain Python does, plain
Python runs.
"""

from __future__ import annotations

import os
import re
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import torch
from torch import Tensor

Lists = list[list[Tensor]]
"""For each name that changes from update to update: one tensor an update."""

Steps = Callable[..., Any]

MOST_SCRIPTS = 64
_scripts: dict[tuple[str, torch.dtype], Steps | None] = {}
"""Source and precision → the TorchScript, tried and found equal, or None if there is none. The newest ones."""


def source_of(before: Sequence[str], lines: Sequence[str], fixed: Sequence[str], changing: Sequence[str]) -> str:
    """Return a function over (fixed, *changing, start, stops, kepts): tensors that stay, lists of those that change.

    It makes the updates from number `start` to before the last of the `stops`. Before update number `stop`, for each of
    them, it copies the parameters `p`, which are among `fixed`, to its place in `kepts`. `newest` is the last update's number.

    Parameters
    ----------
    before
        What is done once, before the first update.
    lines
        The calls of one update.
    fixed, changing
        Names in them.
    """
    lists = ", ".join(f"{name}s: List[Tensor]" for name in changing)
    return "\n".join(
        [
            f"def steps(fixed: List[Tensor], {lists}, start: int, stops: List[int], kepts: List[Tensor]):",
            *(f"    {name} = fixed[{number}]" for number, name in enumerate(fixed)),
            *(f"    {line}" for line in before),
            "    newest = stops[-1] - 1",
            "    for stop, kept in zip(stops, kepts):",
            "        for number in range(start, stop):",
            *(f"            {name} = {name}s[number]" for name in changing),
            *(f"            {line}" for line in lines),
            "        kept.copy_(p)",
            "        start = stop",
            "",
        ]
    )


def in_python(source: str) -> Steps:
    """Return the function as Python runs it, every kernel looked up beforehand."""
    kernels: dict[str, Any] = {"List": list, "Tensor": Tensor}
    for name in re.findall(r"torch\.(\w+)\(", source):
        kernels[name] = getattr(torch, name)
    for name, overload in re.findall(r"aten\.(\w+)\(.*?(\w+)=", source):
        # What torch itself calls; through the packet that also chooses the overload, a call costs 2 µs more.
        kernels[name] = getattr(getattr(torch.ops.aten, name), overload)._op
    exec(re.sub(r"(torch|aten)\.(\w+)\(", r"\2(", source), kernels)
    steps: Steps = kernels["steps"]
    return steps


def in_torchscript(source: str) -> Steps:
    """Return the function as TorchScript; raises whatever torch raises if it cannot be had."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        unit = torch.jit.CompilationUnit(source.replace("aten.", "torch.ops.aten."))
    steps: Steps = unit.steps

    def run(*arguments: Any) -> None:
        # Without profiling, the first call is as fast as the others.
        with torch.jit.optimized_execution(False):  # type: ignore[attr-defined]
            steps(*arguments)

    return run


def _as_script_lists(lists: Lists) -> list[Any]:
    """Return lists that TorchScript takes as they are; Python's it would copy at every call."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [torch.jit.script(tensors) for tensors in lists]


class Compiled:
    """Makes updates in the fastest way that works.

    Parameters
    ----------
    source
        What `source_of` returned.
    fixed, lists
        The tensors that stay, and a list for each of the names that change; what is in them may change, they may not.
    state
        Tensors among `fixed` that are carried from update to update, the parameters first.
    is_scripted
        Whether TorchScript may be used.
    """

    def __init__(self, source: str, fixed: list[Tensor], lists: Lists, state: list[Tensor], is_scripted: bool) -> None:
        self.source = source
        self._lists = [fixed, *lists]
        self._state = state
        self._python: Steps = partial(in_python(source), *self._lists)
        self._is_scripted = is_scripted and state[0].device.type == "cpu" and os.environ.get("PYTORCH_JIT") != "0"
        self._steps: Steps | None = None

    def run(self, start: int, stops: list[int], kept: list[Tensor]) -> None:
        """Make the updates from number `start` of the lists to before the last of the stops.

        Parameters
        ----------
        stops, kept
            Before which updates the parameters are copied, and where to.
        """
        if self._steps is None:
            self._steps = (self._is_scripted and self._script()) or self._python
        self._steps(start, stops, kept)

    def _script(self) -> Steps | None:
        """Return the function as TorchScript, None if it does not compute what Python does."""
        key = (self.source, self._state[0].dtype)
        if key in _scripts:
            script = _scripts.get(key)  # another thread may just have made room
        else:
            script = _scripts[key] = self._tried()
            if len(_scripts) > MOST_SCRIPTS:
                _scripts.pop(next(iter(_scripts)), None)
        return script and partial(script, *_as_script_lists(self._lists))

    def _tried(self) -> Steps | None:
        """Return a new TorchScript if it computes what Python does."""
        try:
            script = in_torchscript(self.source)
            steps = partial(script, *_as_script_lists(self._lists))
            stop = min(2, len(self._lists[-1]))
            return script if self._is_same(steps, [stop], [torch.empty_like(self._state[0])]) else None
        except Exception:  # deprecated: whatever becomes of it, training goes on
            return None

    def _is_same(self, steps: Steps, stops: list[int], kept: list[Tensor]) -> bool:
        """Say whether a function computes what Python does; leave the state as it is."""
        before = [tensor.clone() for tensor in self._state]
        results = []
        for function in (self._python, steps):
            function(0, stops, kept)
            results.append([tensor.clone() for tensor in (*self._state, *kept)])
            for tensor, old in zip(self._state, before, strict=True):
                tensor.copy_(old)
        return all(torch.allclose(one, other, 0, 0, equal_nan=True) for one, other in zip(*results, strict=True))
