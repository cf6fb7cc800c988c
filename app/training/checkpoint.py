"""A training's exact state as plain values that JSON can hold. Needs no torch: files are read and written without it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Plain = Any
"""None, booleans, numbers, texts, lists and dictionaries with text keys: what JSON can hold."""


@dataclass(frozen=True, slots=True, eq=False)
class TrainerState:
    """Everything that decides how a training goes on.

    Attributes
    ----------
    epoch, step, last_loss
        Where it is.
    parameters
        Name → tensor as `app.training.plain.plain_of` writes it.
    optimizer
        The optimizer's memory of each parameter, by its number.
    shuffler
        State of the random numbers that shuffle.
    waiting
        The batches left of the epoch under way: positions among the training points.
    """

    epoch: int
    step: int
    last_loss: float | None
    parameters: Mapping[str, Plain]
    optimizer: Mapping[str, Plain]
    shuffler: str
    waiting: list[list[int]]


@dataclass(frozen=True, slots=True, eq=False)
class Checkpoint:
    """A whole run at one moment.

    Attributes
    ----------
    trainer
        The training itself.
    initial_parameters
        Name → tensor that it started from, in plain form.
    history
        What `History.state` returns.
    last_epoch
        Where it finishes; None for never.
    divergence
        Epoch, step and last finite loss if it diverged.
    """

    trainer: TrainerState
    initial_parameters: Mapping[str, Plain]
    history: Mapping[str, Plain]
    last_epoch: int | None
    divergence: list[Any] | None
