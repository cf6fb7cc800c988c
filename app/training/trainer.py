"""The training loop: readable, in training order, the reference that everything else is held against."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from app.data.points import Points
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError
from app.training import experiment
from app.training.checkpoint import TrainerState, plain_generator, plain_of, set_generator, tensor_of, value_of
from app.training.config import Config


@dataclass(frozen=True, slots=True)
class Update:
    """What one update did.

    Attributes
    ----------
    epoch, step
        Counted from 1: the epoch it belongs to, and updates since the start.
    rows
        Row numbers of the points in its batch.
    loss
        The batch's loss before the update, without penalties.
    ends_epoch
        Whether every training point has now been seen in this epoch.
    """

    epoch: int
    step: int
    rows: Tensor
    loss: float
    ends_epoch: bool


class Trainer:
    """Trains one model; belongs to one thread.

    Parameters
    ----------
    config, points
        What to train on what. Raises `UserError` if starting weights do not fit the model.
    """

    def __init__(self, config: Config, points: Points) -> None:
        self.config = config
        self.model = experiment.make_model(config)
        self.criterion = experiment.make_criterion(config)
        self.optimizer = experiment.make_optimizer(config, self.model)
        self.shuffler = torch.Generator().manual_seed(config.seed)
        self.epoch = 0
        self.step = 0
        self.last_loss = float("nan")
        self.set_points(points)

    @property
    def is_between_epochs(self) -> bool:
        """Whether the last update ended an epoch."""
        return not self._waiting

    def set_points(self, points: Points) -> None:
        """Take other points; the epoch that is under way begins anew with them."""
        self.points = points
        self.train = experiment.make_batch(self.config, points, of_test=False)
        self.test = experiment.make_batch(self.config, points, of_test=True)
        self._waiting: deque[Tensor] = deque()

    def set_config(self, config: Config) -> None:
        """Take over settings that may change while training; the caller knows that they are `LIVE`."""
        self.config = config
        experiment.update_optimizer(config, self.optimizer)

    def forget_momentum(self) -> None:
        """Replace the optimizer by a fresh one, without memory of earlier gradients."""
        self.optimizer = experiment.make_optimizer(self.config, self.model)

    def state(self) -> TrainerState:
        """Return everything that decides how the training goes on, as plain values."""
        return TrainerState(
            self.epoch,
            self.step,
            self.last_loss if math.isfinite(self.last_loss) else None,
            plain_of(self.model.state_dict()),
            plain_of(self.optimizer.state_dict()["state"]),
            plain_generator(self.shuffler),
            [batch.tolist() for batch in self._waiting],
        )

    def restore(self, state: TrainerState) -> None:
        """Go back to a state of a training with this configuration and these points.

        Raises
        ------
        UserError
            If the state is damaged or belongs to another model or other points.
        """
        parameters = {name: tensor_of(plain) for name, plain in state.parameters.items()}
        memory = {int(number): value_of(plain) for number, plain in state.optimizer.items()}
        try:
            self.model.load_state_dict(parameters)
            groups = self.optimizer.state_dict()["param_groups"]
            self.optimizer.load_state_dict({"state": memory, "param_groups": groups})
        except (RuntimeError, ValueError, KeyError, TypeError):
            raise UserError(_N("errors", "The saved training belongs to another model.")) from None
        n = len(self.train)
        if any(not 0 <= position < n for batch in state.waiting for position in batch) or [] in state.waiting:
            raise UserError(_N("errors", "The saved training belongs to other points."))
        set_generator(self.shuffler, state.shuffler)
        self._waiting = deque(torch.tensor(batch) for batch in state.waiting)
        self.epoch, self.step = state.epoch, state.step
        self.last_loss = math.nan if state.last_loss is None else state.last_loss

    def epochs(self, count: int) -> Iterator[Update]:
        """Train `count` epochs, yielding every update."""
        last = self.epoch + count
        while self.epoch < last:
            yield self.next_update()

    def next_update(self) -> Update:
        """Take the next batch of the epoch and update the parameters once."""
        if not self._waiting:
            self._waiting.extend(self.batches())
        batch = self._waiting.popleft()
        loss = self.update(batch)
        self.step += 1
        self.last_loss = loss
        ends_epoch = not self._waiting
        update = Update(self.epoch + 1, self.step, self.train.rows[batch], loss, ends_epoch)
        self.epoch += ends_epoch
        return update

    def batches(self) -> list[Tensor]:
        """Return an epoch's batches: positions among the training points, in a new order if they are shuffled."""
        n = len(self.train)
        size = min(self.config.batch_size or n, n)
        is_shuffled = self.config.shuffle and size < n
        order = torch.randperm(n, generator=self.shuffler) if is_shuffled else torch.arange(n)
        return list(torch.split(order, size))

    def update(self, batch: Tensor) -> float:
        """Update the parameters once from the training points at `batch`; return their loss before it."""
        inputs, targets = self.train.inputs[batch], self.train.targets[batch]
        losses: list[float] = []

        def loss_and_gradients() -> Tensor:
            self.optimizer.zero_grad()
            output = self.model(inputs)
            loss = self.criterion(output, targets)
            losses.append(loss.item())
            loss = loss + self.penalty()
            loss.backward()  # type: ignore[no-untyped-call]
            return loss

        self.optimizer.step(loss_and_gradients)  # type: ignore[arg-type]
        return losses[0]

    def penalty(self) -> Tensor | float:
        """Return l1 · Σ|w| + l2/2 · Σw² over the weights; biases are free."""
        if not (self.config.l1 or self.config.l2):
            return 0.0
        weights = [parameter for parameter in self.model.parameters() if parameter.dim() > 1]
        total: Tensor | float = 0.0
        if self.config.l1:
            total = total + self.config.l1 * sum(weight.abs().sum() for weight in weights)
        if self.config.l2:
            total = total + self.config.l2 / 2 * sum(weight.square().sum() for weight in weights)
        return total

    @torch.no_grad()
    def output(self, batch: experiment.Batch) -> Tensor:
        """Return the model's output for points, gradients left alone."""
        output: Tensor = self.model(batch.inputs)
        return output

    def loss(self, batch: experiment.Batch) -> float:
        """Return the loss over all points of a batch, without penalties; NaN without points."""
        return float(self.criterion(self.output(batch), batch.targets)) if len(batch) else float("nan")
