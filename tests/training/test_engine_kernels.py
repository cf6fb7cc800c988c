"""The kernels that an update calls, against torch's own table of what there is on which device."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from torch.utils._python_dispatch import TorchDispatchMode

from app.training.engine import stacked
from app.training.engine.compiled import Compiled
from app.training.engine.stacked import StackedEngine
from app.training.trainer import Trainer
from tests.training.test_engine import JUDGED, KEYS, POINTS, RULES, problem

CHOICES = [
    *((*judged, RULES[1], KEYS[0]) for judged in JUDGED),
    *((*JUDGED[0], rule, KEYS[0]) for rule in RULES),
    *((*JUDGED[0], RULES[1], key) for key in KEYS),
]


class Called(TorchDispatchMode):
    """Notes the names of kernels."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        self.names.add(func.name().removeprefix("aten::"))
        return func(*args, **(kwargs or {}))


@pytest.fixture(scope="module")
def called() -> Iterator[set[str]]:
    """Every kernel of updates as they are recorded for a graph, whatever is chosen."""
    names, run = Called(), Compiled.run

    def noted(compiled: Compiled, *arguments: Any) -> None:
        with names:
            run(compiled, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTORCH_JIT", "0")
        patch.setattr(stacked, "can_record", lambda device: True)
        patch.setattr(stacked, "Graphs", lambda *_: None)
        patch.setattr(Compiled, "run", noted)
        for loss, head, rule, key in CHOICES:
            configs = [problem(loss, head, activation=each, seed=n, **rule) for n, each in enumerate((key, "tanh"))]
            StackedEngine([Trainer(config, POINTS[head]) for config in configs]).advance(5)
        yield names.names


@cache
def entries() -> dict[str, str]:
    """Return what torch's table says of each kernel."""
    package = find_spec("torchgen")
    assert package is not None
    assert package.origin is not None
    text = (Path(package.origin).parent / "packaged/ATen/native/native_functions.yaml").read_text(encoding="utf-8")
    found = (re.match(r"([\w.]+)\(", entry) for entry in text.split("\n- func: "))
    return {name[1]: name.string for name in found if name}


def devices(name: str) -> set[str]:
    """Return for which of these devices a kernel was written."""
    entry = entries()[name]
    if delegate := re.search(r"structured_delegate: (\S+)", entry):
        return devices(delegate[1])
    if "dispatch:" not in entry or "CompositeExplicit" in entry:  # made of others
        return {"CUDA", "MPS"}
    written = set(re.findall(r"\b(CUDA|MPS)\b", "".join(re.findall(r"^    [\w, ]+:", entry, re.MULTILINE))))
    return written | ({"CUDA"} if "ufunc_inner_loop:" in entry else set())


def test_every_kernel_was_written_for_graphics_cards_too(called: set[str]) -> None:
    assert {"bmm.out", "tanh_backward.grad_input", "addcmul_"} < called
    assert {name: devices(name) for name in called if devices(name) != {"CUDA", "MPS"}} == {}


def test_no_kernel_waits_for_a_number(called: set[str]) -> None:
    assert not {"item", "_local_scalar_dense", "nonzero", "is_nonzero"} & called
