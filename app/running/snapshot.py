"""What the training thread shows at one moment: a frozen value of plain numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from app.data.points import Floats
from app.explain.activation_curves import ActivationCurve
from app.explain.prediction import Prediction
from app.text import Message
from app.training.history import LossCurve


class RunState(Enum):
    """What a run is doing."""

    PREPARING = auto()
    """PyTorch is being loaded or the model built."""
    PAUSED = auto()
    RUNNING = auto()
    FINISHED = auto()
    """All epochs asked for are done."""
    DIVERGED = auto()
    """The loss stopped being a number; the last finite weights are kept."""
    ERRORED = auto()


@dataclass(frozen=True, slots=True)
class Divergence:
    """Where a training diverged: the update whose loss was not finite, and the last loss that was."""

    epoch: int
    step: int
    last_finite_loss: float


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One moment of a run.

    Attributes
    ----------
    run_id
        Which start it belongs to; older ones are dropped by whoever shows it.
    epoch, step
        Epochs finished and updates made.
    train_loss, test_loss
        Over all training and all test points, without penalties; NaN without points.
    last_step_loss
        The last batch's loss before its update.
    train_score, test_score
        Accuracy or R².
    updates_per_second, seconds_per_epoch
        Measured over the last moments; 0 while not training.
    curve
        Losses against epochs, ready to draw.
    prediction
        Answers over the region looked at, (n, k) along x or (rows, columns, k) on a grid, with k = 1 or the number of
        classes; None while nothing is looked at.
    parameters, gradients
        Name → numbers as trained, in the parameter's shape; gradients are the last update's, empty before the first.
    formula
        The model in words, some lines, in the units of the data.
    standardisation
        How each input column is standardised before the parameters act on it; empty if columns stay as they are.
    device
        Where it is computed.
    activation_curves
        The activations in use, each once, with their derivatives.
    divergence
        Set in the state DIVERGED.
    error
        Why, in the state ERRORED.
    notice
        Something the person should know, such as a device that gave up.
    engine
        What trains, and why if it is not what was asked for.
    """

    run_id: int
    state: RunState
    epoch: int
    step: int
    train_loss: float
    test_loss: float
    last_step_loss: float
    train_score: float
    test_score: float
    updates_per_second: float
    seconds_per_epoch: float
    curve: LossCurve
    prediction: Prediction | None
    parameters: Mapping[str, Floats]
    gradients: Mapping[str, Floats]
    formula: tuple[str, ...]
    device: str
    standardisation: tuple[str, ...] = ()
    activation_curves: tuple[ActivationCurve, ...] = ()
    divergence: Divergence | None = None
    error: Message | None = None
    notice: Message | None = None
    engine: Message | None = None
