"""One run: a trainer with its history, its last finite weights and its state; makes snapshots of itself."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar

import torch
from torch import Tensor

from app.data.points import Floats, Points
from app.explain.activation_curves import activation_curve
from app.explain.formula import formula, standardisation
from app.explain.prediction import Prediction, Region, predict_region, region_inputs
from app.explain.quality import score
from app.running.snapshot import Divergence, RunState, Snapshot
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import Message, first_line
from app.training.checkpoint import Checkpoint, Plain
from app.training.config import Config, own_options
from app.training.engine.stacked import StackedEngine
from app.training.engine.stacking import why_reference
from app.training.engine.trial import DisagreementError
from app.training.experiment import Batch
from app.training.history import History
from app.training.plain import plain_of
from app.training.trainer import Trainer

_Result = TypeVar("_Result")

FAST = Message(_N("errors", "Fast engine: kernel calls without autograd, many updates in one go."), {})
REFERENCE = Message(_N("errors", "Reference loop: PyTorch as one writes it, update by update."), {})


class Session:
    """Trains step by step and watches that nothing breaks; belongs to one thread.

    Parameters
    ----------
    run_id
        Goes into every snapshot.
    config, points
        What to train.
    checkpoint
        Where to go on, made with this configuration and these points; None for epoch 0.

    Attributes
    ----------
    state, notice, divergence
        As in a `Snapshot`.
    trainer
        What it trains; another one once a device has failed.
    last_epoch
        Where it finishes; infinite for never.
    is_fast, engine_note
        Whether the fast engine made the last updates, and what a person is told of that.

    Raises
    ------
    UserError
        If starting weights do not fit the model, or the checkpoint is damaged.
    """

    def __init__(self, run_id: int, config: Config, points: Points, checkpoint: Checkpoint | None = None) -> None:
        self.run_id = run_id
        self.state = RunState.PAUSED
        self.notice: Message | None = None
        self.trainer = self._make_trainer(config, points)
        self._config = config
        self.last_epoch = config.epochs or math.inf
        self.divergence: Divergence | None = None
        self._history = History()
        self._parameters = dict(self.trainer.model.named_parameters())
        self._weights = self._good = self._copy_weights()
        self._activation_curves = tuple(
            activation_curve(entry.key, own_options("activation", config.options))
            for entry in config.choices().get("activation", ())
        )
        self._places: tuple[object, Tensor] = (None, torch.empty(0))
        self._engine: StackedEngine | None = None
        self.is_fast = False
        self.engine_note = REFERENCE
        self._engine_problem: Message | None = None
        self._fast_seconds = 0.0
        self._n_fast = 0
        self._reference_until = 0
        self._busy_seconds = 0.0
        self._busy_updates = 0
        self._initial_parameters: Mapping[str, Plain] = plain_of(self.trainer.model.state_dict())
        if checkpoint is None:
            self._on_device(self._record_epoch)
        else:
            self._go_back(checkpoint)

    def _make_trainer(self, config: Config, points: Points) -> Trainer:
        """Return a trainer on the configuration's device; on the CPU where an opened file names one that is not here."""
        try:
            return Trainer(config, points)
        except (RuntimeError, AssertionError, TypeError) as error:  # torch's own
            if config.device == "cpu":
                raise
            self.notice = _fallback(config.device, error)
            return Trainer(replace(config, device="cpu"), points)

    def _go_back(self, checkpoint: Checkpoint) -> None:
        self.trainer.restore(checkpoint.trainer)
        self._weights = self._good = self._copy_weights()
        self._initial_parameters = checkpoint.initial_parameters
        self._history = History.from_state(checkpoint.history)
        self.last_epoch = math.inf if checkpoint.last_epoch is None else checkpoint.last_epoch
        if checkpoint.divergence is not None:
            self.state = RunState.DIVERGED
            epoch, step, last_loss = checkpoint.divergence
            self.divergence = Divergence(epoch, step, math.nan if last_loss is None else last_loss)
        elif self.trainer.epoch >= self.last_epoch:
            self.state = RunState.FINISHED

    def checkpoint(self) -> Checkpoint:
        """Return the run's exact state as plain values."""
        divergence = self.divergence
        return Checkpoint(
            trainer=self.trainer.state(),
            initial_parameters=self._initial_parameters,
            history=self._history.state(),
            last_epoch=None if math.isinf(self.last_epoch) else int(self.last_epoch),
            divergence=None
            if divergence is None
            else [divergence.epoch, divergence.step, _or_none(divergence.last_finite_loss)],
        )

    @property
    def can_train(self) -> bool:
        """Whether there is a point to learn from and nothing stands in the way."""
        return len(self.trainer.train) > 0 and self.state is not RunState.DIVERGED

    def go_on(self) -> None:
        """Start running; where all epochs are done, as many again."""
        if self.trainer.epoch >= self.last_epoch:
            self.last_epoch = self.trainer.epoch + (self.trainer.config.epochs or math.inf)
        self.state = RunState.RUNNING

    def apply(self, config: Config, points: Points) -> None:
        """Take over settings and points that changed while training."""
        if points is not self.trainer.points:
            self._engine = None
            self._on_device(lambda: self.trainer.set_points(points))
            self._record_beginning()
        if config is not self._config:
            self._config = config
            self._engine = None
            if config.epochs != self.trainer.config.epochs:
                self.last_epoch = config.epochs or math.inf
            # A device that failed stays left until the next start.
            self.trainer.set_config(replace(config, device=self.trainer.config.device))

    def advance(self) -> None:
        """Make one update; afterwards the state says whether there is a next one."""
        self.is_fast, self.engine_note = False, REFERENCE
        self._advance()

    def _advance(self) -> None:
        started = time.perf_counter()
        self._update()
        self._busy_seconds += time.perf_counter() - started
        self._busy_updates += 1

    def advance_fast(self, seconds: float, on_kernels: Callable[[], None] = lambda: None) -> None:
        """Train for about this long, as many updates at once as fit; where that cannot be, make one.

        See `StackedEngine.advance` for `on_kernels`; the reference loop does not call it.
        """
        count = self._count_fast(seconds)
        try:
            is_done = count > 0 and self._advance_at_once(count, on_kernels)
        except RuntimeError as error:  # a kernel that the device lacks, no memory, …; the trainer is where it was
            is_done = False
            self._engine = None
            self._engine_problem = _engine_problem(error)
        self.is_fast = is_done
        self.engine_note = FAST if is_done else self._why_reference() or REFERENCE
        if not is_done:
            self._advance()

    def _advance_at_once(self, count: int, on_kernels: Callable[[], None] = lambda: None) -> bool:
        """Make updates with the engine; say no if the reference loop has to make them."""
        engine = self._fast_engine()
        if engine is None:
            return False
        started = time.perf_counter()
        progress = engine.advance(count, on_kernels=on_kernels)
        if not progress.is_sound[0]:
            # Somewhere among them it diverges: the reference loop makes the same updates and finds out where.
            self._reference_until = self.trainer.step + count
            return False
        self._history.extend(progress.train_losses[0], progress.test_losses[0])
        # The weights before these updates gave a finite loss: they are the good ones now.
        self._good, self._weights = self._weights, self._copy_weights()
        self._n_fast, self._fast_seconds = count, time.perf_counter() - started
        self._busy_updates += count
        self._busy_seconds += self._fast_seconds
        if self.trainer.epoch >= self.last_epoch:
            self.state = RunState.FINISHED
        return True

    def _count_fast(self, seconds: float) -> int:
        """Return how many updates to make at once: as long as the time allows, and not beyond the last epoch."""
        trainer = self.trainer
        if trainer.step < self._reference_until or not len(trainer.train):
            return 0
        fitting = self._n_fast * seconds / self._fast_seconds if self._n_fast else 1
        left = (self.last_epoch - trainer.epoch) * trainer.batches_an_epoch - trainer.batches_done
        count = int(min(max(1, min(fitting, 4 * self._n_fast + 16)), left))
        return count if self._engine is None else self._engine.rounded(count)

    def _fast_engine(self) -> StackedEngine | None:
        """Return the engine for the settings as they are, None if the reference loop has to do."""
        if self._engine is None and self._why_reference() is None:
            self._engine = StackedEngine([self.trainer])
        return self._engine

    def _why_reference(self) -> Message | None:
        """Return why the fast engine may not be used, None if it may."""
        config = self.trainer.config
        return REFERENCE if config.engine == "reference" else self._engine_problem or why_reference(config)

    def _update(self) -> None:
        last_finite = self.trainer.last_loss
        update = self._on_device(lambda: self.trainer.next_update())
        is_sound = math.isfinite(update.loss)
        if is_sound:
            # The weights before this update gave a finite loss: they are the good ones now.
            last_finite = update.loss
            self._good, self._weights = self._weights, self._copy_weights()
            is_sound = bool(self._weights.isfinite().all())
        if update.ends_epoch:
            is_sound &= self._on_device(self._record_epoch)
        if not is_sound:
            self._diverge(update.epoch, update.step, last_finite)
        elif update.ends_epoch and self.trainer.epoch >= self.last_epoch and self.state is RunState.RUNNING:
            self.state = RunState.FINISHED

    @torch.no_grad()
    def _copy_weights(self) -> Tensor:
        """Return all parameters in one row."""
        return torch.cat([parameter.flatten() for parameter in self._parameters.values()])

    @torch.no_grad()
    def _set_weights(self, weights: Tensor) -> None:
        """Fill the parameters from one row."""
        parts = torch.split(weights, [parameter.numel() for parameter in self._parameters.values()])
        for parameter, part in zip(self._parameters.values(), parts, strict=True):
            parameter.copy_(part.view_as(parameter))
        self._weights = weights

    def _record_epoch(self) -> bool:
        """Record the losses after an epoch; say whether the training loss is still a number."""
        train_loss = self.trainer.loss(self.trainer.train)
        self._history.add(train_loss, self.trainer.loss(self.trainer.test))
        return math.isfinite(train_loss)

    def _record_beginning(self) -> None:
        """Record epoch 0 once more if nothing has been trained yet: the curve begins with what is there now."""
        if self.trainer.step == 0:
            self._history = History()
            self._on_device(self._record_epoch)

    def _diverge(self, epoch: int, step: int, last_finite_loss: float) -> None:
        self._set_weights(self._good)
        self.state = RunState.DIVERGED
        self.divergence = Divergence(epoch, step, last_finite_loss)

    def restore(self) -> None:
        """Go on from the last finite weights with an optimizer that remembers nothing of the divergence."""
        if self.divergence is not None:
            self.trainer.forget_momentum()
            self.trainer.last_loss = self.divergence.last_finite_loss
            self.state = RunState.PAUSED
            self.divergence = None

    @torch.no_grad()
    def set_weight(self, name: str, position: int, value: float) -> None:
        """Set one number of a parameter, at a place counted row by row; one that the model does not have is left out."""
        parameter = self._parameters.get(name)
        if parameter is not None and position < parameter.numel():
            parameter.view(-1)[position] = value
            self._weights = self._good = self._copy_weights()
            self._record_beginning()

    def _on_device(self, action: Callable[[], _Result]) -> _Result:
        """Do something on the device; where it fails there, do it on the CPU."""
        try:
            return action()
        except RuntimeError as error:  # torch's own: out of memory, a lost device, …
            if self.trainer.config.device == "cpu":
                raise
            self._move_to_cpu(error)
            return action()

    def _move_to_cpu(self, error: RuntimeError) -> None:
        """Go on on the CPU from the weights that the last update left; an epoch under way begins anew."""
        failed = self.trainer
        self._engine = self._engine_problem = None
        weights, self._good = self._weights.cpu(), self._good.cpu()
        self.trainer = Trainer(replace(failed.config, device="cpu"), failed.points)
        self.trainer.shuffler = failed.shuffler
        self.trainer.epoch, self.trainer.step, self.trainer.last_loss = failed.epoch, failed.step, failed.last_loss
        self._parameters = dict(self.trainer.model.named_parameters())
        self._set_weights(weights)
        self.notice = _fallback(failed.config.device, error)

    # ------------------------------------------------------------ what is shown

    def snapshot(self, region: Region | None, resolution: int, updates_per_second: float) -> Snapshot:
        """Return this moment as plain numbers; costs a prediction over the region."""
        return self._on_device(lambda: self._snapshot(region, resolution, updates_per_second))

    def _snapshot(self, region: Region | None, resolution: int, updates_per_second: float) -> Snapshot:
        trainer = self.trainer
        config = trainer.config
        train_loss, train_score = self._evaluate(trainer.train)
        test_loss, test_score = self._evaluate(trainer.test)
        parameters = _numbers({name: parameter.detach() for name, parameter in self._parameters.items()})
        return Snapshot(
            run_id=self.run_id,
            state=self.state,
            epoch=trainer.epoch,
            step=trainer.step,
            train_loss=train_loss,
            test_loss=test_loss,
            last_step_loss=trainer.last_loss,
            train_score=train_score,
            test_score=test_score,
            updates_per_second=updates_per_second,
            seconds_per_epoch=self._seconds_per_epoch(),
            curve=self._history.curve(),
            prediction=self._prediction(region, resolution),
            parameters=parameters,
            gradients=_numbers({name: parameter.grad for name, parameter in self._parameters.items()}),
            formula=tuple(formula(config, parameters, trainer.scaling)),
            standardisation=tuple(standardisation(config, trainer.scaling)),
            device=config.device,
            activation_curves=self._activation_curves,
            divergence=self.divergence,
            notice=self.notice,
            engine=self.engine_note,
        )

    def _evaluate(self, batch: Batch) -> tuple[float, float]:
        """Return loss and score over points, NaN without points."""
        if not len(batch):
            return math.nan, math.nan
        output = self.trainer.output(batch)
        return (
            float(self.trainer.criterion(output, batch.targets)),
            score(self.trainer.config.head, output, batch.targets),
        )

    def _prediction(self, region: Region | None, resolution: int) -> Prediction | None:
        if region is None:
            return None
        trainer = self.trainer
        asked = (region, resolution, trainer.config, trainer.scaling)
        if asked != self._places[0]:
            self._places = asked, region_inputs(trainer.config, trainer.scaling, region, resolution)
        return predict_region(trainer.config, trainer.model, trainer.scaling, region, resolution, self._places[1])

    def _seconds_per_epoch(self) -> float:
        if not self._busy_updates or not len(self.trainer.train):
            return 0.0
        return self._busy_seconds / self._busy_updates * self.trainer.batches_an_epoch


def _numbers(tensors: Mapping[str, Tensor | None]) -> Mapping[str, Floats]:
    """Return the numbers of those tensors that there are."""
    return {name: tensor.cpu().double().numpy().copy() for name, tensor in tensors.items() if tensor is not None}


def _or_none(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _engine_problem(error: RuntimeError) -> Message:
    """Return why the engine is not used any more."""
    if isinstance(error, DisagreementError):
        text = _N("errors", "On this device the fast engine computes other numbers, so the reference loop runs.")
        return Message(text, {})
    text = _N("errors", "The fast engine failed ({reason}), so the reference loop runs.")
    return Message(text, {"reason": first_line(error)})


def _fallback(device: str, error: Exception) -> Message:
    return Message(
        _N("errors", "{device} failed ({reason}). Training continues on the CPU with the same weights."),
        {"device": device, "reason": first_line(error)},
    )
