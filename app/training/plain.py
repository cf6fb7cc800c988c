"""Tensors as plain values that JSON can hold, and back, to the last bit."""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor

from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError
from app.training.checkpoint import Plain

MAX_NUMBERS = 5_000_000
MAX_READABLE = 512
"""Tensors with more numbers are written as base64 of their bytes (little-endian, row by row): thousands of times faster."""

_DTYPES = {"float32": torch.float32, "float64": torch.float64, "int64": torch.int64, "bool": torch.bool}


def plain_of(value: object) -> Plain:
    """Return tensors, and whatever an optimizer keeps, as plain values; every float keeps all its bits.

    Raises
    ------
    TypeError
        If a value is of a kind that no optimizer of torch keeps.
    """
    if isinstance(value, Tensor):
        flat = value.detach().cpu().reshape(-1)
        form = {"dtype": str(value.dtype).removeprefix("torch."), "shape": list(value.shape)}
        if len(flat) > MAX_READABLE:
            return {**form, "base64": base64.b64encode(flat.numpy().tobytes()).decode("ascii")}
        return {**form, "values": [_plain_float(number) for number in flat.tolist()]}
    if isinstance(value, Mapping):
        return {str(key): plain_of(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_of(item) for item in value]
    if isinstance(value, float):
        return _plain_float(value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    raise TypeError(f"{type(value).__name__} has no plain form")


def _plain_float(number: Any) -> Plain:
    """JSON knows no infinity and no NaN."""
    return number if not isinstance(number, float) or math.isfinite(number) else {"float": repr(number)}


def value_of(plain: Plain) -> Any:
    """Return what `plain_of` wrote as tensors and numbers.

    Raises
    ------
    UserError
        If it is damaged.
    """
    if isinstance(plain, dict) and set(plain) == {"float"}:
        return _read_float(plain)
    if isinstance(plain, dict) and {"dtype", "shape"} < set(plain):
        return tensor_of(plain)
    if isinstance(plain, dict):
        return {key: value_of(item) for key, item in plain.items()}
    if isinstance(plain, list):
        return [value_of(item) for item in plain]
    return plain


def tensor_of(plain: Plain) -> Tensor:
    """Return a tensor from its plain form.

    Raises
    ------
    UserError
        If it is damaged.
    """
    try:
        dtype, shape = _DTYPES[plain["dtype"]], [int(size) for size in plain["shape"]]
        if "base64" in plain:
            flat = torch.frombuffer(bytearray(base64.b64decode(plain["base64"], validate=True)), dtype=dtype)
            return flat.reshape(shape)
        numbers = [_read_float(number) for number in plain["values"]]
        if len(numbers) > MAX_NUMBERS or min(shape, default=0) < 0 or math.prod(shape) != len(numbers):
            raise ValueError
        return torch.tensor(numbers, dtype=dtype).reshape(shape)
    except UserError:
        raise
    except (KeyError, TypeError, ValueError, RuntimeError, OverflowError):
        raise UserError(_N("errors", "The saved training is damaged: a tensor does not fit its shape.")) from None


def _read_float(plain: Plain) -> Any:
    try:
        number = float(plain["float"]) if isinstance(plain, dict) else plain
    except (KeyError, TypeError, ValueError, OverflowError):
        number = None
    if not isinstance(number, (bool, int, float)):
        raise UserError(_N("errors", "The saved training is damaged: what should be a number is not one."))
    return number


def plain_generator(generator: torch.Generator) -> str:
    """Return the state of a source of random numbers as text."""
    return base64.b64encode(generator.get_state().numpy().tobytes()).decode("ascii")


def set_generator(generator: torch.Generator, text: str) -> None:
    """Put a source of random numbers into a saved state.

    Raises
    ------
    UserError
        If the text is damaged.
    """
    try:
        state = torch.frombuffer(bytearray(base64.b64decode(text, validate=True)), dtype=torch.uint8)
        generator.set_state(state)
    except (ValueError, RuntimeError, TypeError):
        raise UserError(
            _N("errors", "The saved training is damaged: the state of the shuffling cannot be read.")
        ) from None
