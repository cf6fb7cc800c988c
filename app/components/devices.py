"""Where PyTorch can compute on this machine: every kind is tried, none is believed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from app.text import QT_TRANSLATE_NOOP as _N
from app.text import Message, first_line


@dataclass(frozen=True, slots=True)
class Device:
    """A place to compute.

    Attributes
    ----------
    key
        What torch calls it, "cpu", "cuda:0", "mps".
    label
        Its name for people.
    problem
        Why it cannot be used; None if a small forward and backward pass worked on it.
    """

    key: str
    label: str
    problem: Message | None = None


def probe_devices() -> tuple[Device, ...]:
    """Return every kind of device with its name, usable or with the reason why not. Imports torch."""
    import torch

    found = [Device("cpu", f"CPU ({_cpu_name()})", _problem("cpu"))]
    count = torch.cuda.device_count()
    found += [_probe(f"cuda:{index}", partial(torch.cuda.get_device_name, index)) for index in range(count)]
    if not count:
        built = torch.version.cuda or getattr(torch.version, "hip", None)
        reason = (
            _N("errors", "no NVIDIA or AMD GPU was found")
            if built
            else _N("errors", "this PyTorch was built without CUDA")
        )
        found.append(Device("cuda", "GPU (CUDA)", Message(reason, {})))
    if torch.backends.mps.is_available():
        found.append(_probe("mps", lambda: "Apple GPU (MPS)"))
    else:
        found.append(Device("mps", "Apple GPU (MPS)", Message(_N("errors", "only on Macs with Apple silicon"), {})))
    if hasattr(torch, "xpu") and torch.xpu.is_available():
        found += [
            _probe(f"xpu:{index}", partial(torch.xpu.get_device_name, index))
            for index in range(torch.xpu.device_count())
        ]
    return tuple(found)


def _probe(key: str, name: Callable[[], Any]) -> Device:
    try:
        label = str(name())
    except Exception:  # a driver may fail in any way; the trial below says how
        label = key
    return Device(key, label, _problem(key))


def _problem(key: str) -> Message | None:
    """Try a forward and a backward pass, an update and the way back; return why it failed, or None."""
    import torch

    try:
        layer = torch.nn.Linear(2, 2).to(key)
        torch.tanh(layer(torch.ones(3, 2, device=key))).sum().backward()  # type: ignore[no-untyped-call]
        if bool(torch.isfinite(layer.weight.grad).all().cpu()):  # type: ignore[arg-type]
            return None
        return Message(_N("errors", "a trial computation gave wrong numbers"), {})
    except Exception as error:
        return Message(_N("errors", "a trial computation failed: {reason}"), {"reason": first_line(error)})


def _cpu_name() -> str:
    import platform

    return platform.machine() or "?"
