"""Updates by the kernels, held against the same updates by the reference loop.

On the CPU tests do that. Other devices have other libraries and drivers, and no test has seen all of them: there the
engine tries itself out before it is trusted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from app.data.points import Bools
from app.training.trainer import Trainer

GRADIENT_TOLERANCE = 1e-3
CHANGE_TOLERANCE = 0.1
"""Shares of the length of a whole vector. The second is wide: where a gradient is nearly zero, rounding may decide its
sign, and some optimizers go by the sign alone."""

_tried: dict[tuple[object, ...], bool] = {}


class DisagreementError(RuntimeError):
    """What the kernels compute on a device is not what the reference loop computes there."""


def needs_trial(device: torch.device) -> bool:
    """Say whether tests have not shown that kernels compute there what they should."""
    return device.type != "cpu"


def try_out(key: tuple[object, ...], trainers: Sequence[Trainer], update: Callable[[], Bools]) -> None:
    """Make an update of all trainers in both ways and take it back; where an epoch's last batch is shorter, one from it, too.

    Parameters
    ----------
    key
        What the result is remembered for.
    update
        Makes the next one with kernels; returns whose numbers are finite.

    Raises
    ------
    DisagreementError
        If the two ways differ; at once if they did so before.
    """
    if key not in _tried:
        _tried[key] = _is_same(trainers, update)
    if not _tried[key]:
        raise DisagreementError("an update was not that of the reference loop")


def _is_same(trainers: Sequence[Trainer], update: Callable[[], Bools]) -> bool:
    """Say whether the kernels' updates are the reference loop's; all trainers stay where they are."""
    states = [trainer.state() for trainer in trainers]
    first = trainers[0]
    batches = [0]
    if len(first.train) % first.batch_size:  # the last one has tensors of another shape, with gaps in memory
        batches.append(first.batches_an_epoch - 1)
    try:
        return all(_is_same_from(number, trainers, update) for number in batches)
    finally:
        for trainer, state in zip(trainers, states, strict=True):
            trainer.adopt(state)


def _is_same_from(batch: int, trainers: Sequence[Trainer], update: Callable[[], Bools]) -> bool:
    """Say whether the kernels' update from a batch, with this number in its epoch, is the reference loop's."""
    for trainer in trainers:
        if n_skipped := (batch - trainer.batches_done) % trainer.batches_an_epoch:
            trainer.take_batches(n_skipped)
    states = [trainer.state() for trainer in trainers]
    before = [_numbers(trainer) for trainer in trainers]
    sound = update()
    by_kernels = [(_gradients(trainer), _numbers(trainer) - old) for trainer, old in zip(trainers, before, strict=True)]
    for trainer, state in zip(trainers, states, strict=True):
        trainer.adopt(state)
    is_same = True
    for trainer, old, is_sound, (gradients, change) in zip(trainers, before, sound, by_kernels, strict=True):
        loss = trainer.next_update().loss
        own, own_change = _gradients(trainer), _numbers(trainer) - old
        if not (math.isfinite(loss) and own_change.isfinite().all()):
            is_same &= not is_sound
            continue
        is_same &= bool(is_sound) and _is_near(gradients, own, GRADIENT_TOLERANCE)
        is_same &= _is_near(change, own_change, CHANGE_TOLERANCE)
    return is_same


def _is_near(one: Tensor, other: Tensor, tolerance: float) -> bool:
    """Say whether two vectors differ by no more than this share of the second one's length."""
    difference, length = torch.linalg.vector_norm(one - other), torch.linalg.vector_norm(other)
    return float(difference) <= tolerance * float(length) + torch.finfo(one.dtype).eps


def _numbers(trainer: Trainer) -> Tensor:
    """Return all parameters in one row, copied."""
    return torch.cat([parameter.detach().flatten() for parameter in trainer.model.parameters()]).cpu()


def _gradients(trainer: Trainer) -> Tensor:
    """Return all gradients in one row, copied."""
    gradients = [parameter.grad for parameter in trainer.model.parameters() if parameter.grad is not None]
    return torch.cat([gradient.flatten() for gradient in gradients]).cpu()
