"""What the thread of a grid shows at one moment: frozen values of plain numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.data.points import Bools, Floats
from app.explain.pictures import Pictures
from app.running.snapshot import Divergence, RunState
from app.text import Message
from app.training.config import Config
from app.training.histories import LossCurves

if TYPE_CHECKING:  # torch
    from app.training.checkpoint import Checkpoint


@dataclass(frozen=True, slots=True, eq=False)
class WallFrame:
    """All experiments after the same epoch.

    Attributes
    ----------
    train_losses, test_losses, scores
        (N,); over all training or test points without penalties; accuracy or R² on the test points, on the training
        points where there are none. NaN without points and for a model that has diverged.
    divergences
        For each model where it diverged, None for those that did not. Its picture is the last that was sound.
    best
        The number of the experiment with the least test loss, or the least training loss without test points; where the
        losses themselves differ in kind, with the greatest score. None if all have diverged.
    """

    epoch: int
    train_losses: Floats
    test_losses: Floats
    scores: Floats
    divergences: tuple[Divergence | None, ...]
    best: int | None
    pictures: Pictures

    @property
    def is_diverged(self) -> Bools:
        """Whether each model has diverged, (N,)."""
        return np.array([divergence is not None for divergence in self.divergences])


@dataclass(frozen=True, slots=True)
class ClusterState:
    """Which cluster trains, and how many workers it has; None while it is being connected to."""

    address: str
    n_workers: int | None


@dataclass(frozen=True, slots=True, eq=False)
class WallSnapshot:
    """One moment of a grid.

    Attributes
    ----------
    run_id
        Which start it belongs to.
    frame
        The newest; None in the state ERRORED and before all experiments are made.
    curves
        The losses of all epochs so far.
    timeline
        Earlier frames, the oldest first, evenly over the epochs; the first is that of epoch 0.
    updates_per_second
        Of all models together; 0 while not training.
    error
        Why, in the state ERRORED; else why a cluster does not train.
    cluster
        None where this computer trains.
    n_made
        How many experiments are made where there is no frame yet: in the state PREPARING, or PAUSED meanwhile.
    """

    run_id: int
    state: RunState
    frame: WallFrame | None
    curves: LossCurves
    timeline: tuple[WallFrame, ...]
    updates_per_second: float
    error: Message | None = None
    cluster: ClusterState | None = None
    n_made: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class CapturedExperiment:
    """The exact state of one experiment of a grid.

    Attributes
    ----------
    number
        Which experiment.
    checkpoint
        None for epoch 0: where that was asked for, and if the experiment has diverged, for what led there begins so.
    epoch_asked
        After which epoch it was asked for, or is shown by grids that pause within the next one; None for the newest
        state. Another one comes if training there again takes too long.
    """

    run_id: int
    number: int
    checkpoint: Checkpoint | None
    epoch_asked: int | None


def has_one_loss(configs: Iterable[Config]) -> bool:
    """Return whether all experiments have the same loss with the same options: else their losses cannot be compared."""
    return len(set(map(loss_of, configs))) == 1


def loss_of(config: Config) -> tuple[str, tuple[tuple[str, object], ...]]:
    """Return a loss with its options: the same for experiments whose losses can be compared."""
    return config.loss, tuple(item for item in config.effective_options().items() if item[0].startswith("loss."))
