"""The training loop: readable, in training order, the reference that everything else is held against."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from app.data.points import Floats, Points
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError
from app.training import experiment
from app.training.checkpoint import TrainerState
from app.training.config import Config
from app.training.plain import plain_generator, plain_of, set_generator, tensor_of, value_of

NO_POSITIONS = torch.empty(0, dtype=torch.int64)


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


@dataclass(frozen=True, slots=True)
class Place:
    """Where a trainer is among the batches: what `Trainer.place` gives and `Trainer.go_to` takes."""

    epoch: int
    step: int
    left: Tensor
    shuffler: Tensor


class Trainer:
    """Trains one model; belongs to one thread.

    Parameters
    ----------
    config, points
        What to train on what.
    like
        Another trainer on the same points whose model takes them in the same way: then both have the same tensors.

    Attributes
    ----------
    model, criterion, optimizer
        What is trained, what it is to make small, and how.
    shuffler
        The random numbers that order the training points; its state goes into files.
    epoch, step
        How many epochs have ended, how many updates were made.
    last_loss
        The loss of the last batch before its update, NaN before the first.
    scaling
        How the inputs are standardised.
    train, test
        The training points and the test points as the model takes them.
    batch_size
        Points of a batch; an epoch's last one may have fewer.
    batches_an_epoch
        How many batches an epoch has.
    is_shuffled
        Whether every epoch takes the points in a new order; where a batch has all of them, none is needed.

    Raises
    ------
    UserError
        If starting weights do not fit the model.
    """

    def __init__(self, config: Config, points: Points, like: Trainer | None = None) -> None:
        self.config = config
        self.model = experiment.make_model(config)
        self.criterion = experiment.make_criterion(config)
        self.optimizer = experiment.make_optimizer(config, self.model)
        self.shuffler = torch.Generator().manual_seed(config.seed)
        self.epoch = 0
        self.step = 0
        self.last_loss = float("nan")
        self.set_points(points, like)

    @property
    def is_between_epochs(self) -> bool:
        """Whether the last update ended an epoch."""
        return not len(self._left)

    @property
    def batches_done(self) -> int:
        """How many batches of the epoch under way have been trained on; 0 between epochs."""
        n_left = self._left.shape[0]
        return (self.batches_an_epoch - -(-n_left // self.batch_size)) % self.batches_an_epoch if n_left else 0

    def set_points(self, points: Points, like: Trainer | None = None) -> None:
        """Take other points, and standardise as they ask for; the epoch that is under way begins anew with them."""
        self.points = points
        if like is None:
            self.scaling = experiment.make_scaling(self.config, points)
            self.train = experiment.make_batch(self.config, self.scaling, points, of_test=False)
            self.test = experiment.make_batch(self.config, self.scaling, points, of_test=True)
        else:
            self.scaling, self.train, self.test = like.scaling, like.train, like.test
        n = len(self.train)
        self.batch_size = min(self.config.batch_size or n, n)
        self.batches_an_epoch = -(-n // self.batch_size) if n else 0
        self.is_shuffled = self.config.shuffle and self.batch_size < n
        self._left = NO_POSITIONS

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
            [batch.tolist() for batch in torch.split(self._left, max(self.batch_size, 1)) if len(batch)],
        )

    def restore(self, state: TrainerState) -> None:
        """Go back to a state of a training with this configuration and these points.

        Raises
        ------
        UserError
            If the state is damaged or belongs to another model or other points.
        """
        try:
            self._check_memory(_memory(state))
            self._take_numbers(state)
        except UserError:
            raise
        except (RuntimeError, ValueError, LookupError, TypeError, AttributeError):
            raise UserError(_N("errors", "The saved training belongs to another model.")) from None
        n, waiting = len(self.train), [position for batch in state.waiting for position in batch]
        n_seen = n - len(waiting)
        is_possible = not waiting or (
            n_seen > 0 and n_seen % self.batch_size == 0 and len(set(waiting)) == len(waiting)
        )
        if not is_possible or [] in state.waiting or any(not 0 <= position < n for position in waiting):
            raise UserError(_N("errors", "The saved training belongs to other points."))
        self._take_place(state)

    def adopt(self, state: TrainerState) -> None:
        """Go to a state that a trainer with this configuration and these points has been in; nothing is checked."""
        self._take_numbers(state)
        self._take_place(state)

    def _take_numbers(self, state: TrainerState) -> None:
        """Take over parameters and the optimizer's memory."""
        self.model.load_state_dict({name: tensor_of(plain) for name, plain in state.parameters.items()})
        groups = self.optimizer.state_dict()["param_groups"]
        self.optimizer.load_state_dict({"state": _memory(state), "param_groups": groups})

    def _take_place(self, state: TrainerState) -> None:
        set_generator(self.shuffler, state.shuffler)
        self._left = torch.tensor([position for batch in state.waiting for position in batch], dtype=torch.int64)
        self.epoch, self.step = state.epoch, state.step
        self.last_loss = math.nan if state.last_loss is None else state.last_loss

    def _check_memory(self, memory: Mapping[int, Mapping[str, object]]) -> None:
        """Raise ValueError if this is not what the optimizer would remember of these parameters."""
        twin = copy.deepcopy(self.model)
        optimizer = experiment.make_optimizer(self.config, twin)
        shapes = [parameter.shape for parameter in twin.parameters()]
        for parameter in twin.parameters():
            parameter.grad = torch.zeros_like(parameter)
        optimizer.step(lambda: 0.0)
        expected = optimizer.state_dict()["state"]
        for number, own in memory.items():
            is_complete = not own or isinstance(optimizer, torch.optim.LBFGS) or own.keys() >= expected.get(number, {}).keys()  # fmt: skip
            tensors = [value for value in own.values() if isinstance(value, Tensor) and value.dim() > 0]
            is_alike = isinstance(optimizer, torch.optim.LBFGS) or all(value.shape == shapes[number] for value in tensors)  # fmt: skip
            if not (is_complete and is_alike):
                raise ValueError(number)

    def epochs(self, count: int) -> Iterator[Update]:
        """Train `count` epochs, yielding every update."""
        last = self.epoch + count
        while self.epoch < last:
            yield self.next_update()

    def next_update(self) -> Update:
        """Take the next batch of the epoch and update the parameters once."""
        if self.is_between_epochs:
            self._left = self.draw_order()
        batch, self._left = self._left[: self.batch_size], self._left[self.batch_size :]
        loss = self.update(batch)
        self.step += 1
        self.last_loss = loss
        ends_epoch = self.is_between_epochs
        update = Update(self.epoch + 1, self.step, self.train.rows[batch], loss, ends_epoch)
        self.epoch += ends_epoch
        return update

    def draw_order(self) -> Tensor:
        """Return an epoch's positions (n,) among the training points; where they are shuffled, drawn at random."""
        n = len(self.train)
        return torch.randperm(n, generator=self.shuffler) if self.is_shuffled else torch.arange(n)

    def take_batches(self, count: int) -> Tensor:
        """Take the next `count` batches without training on them: positions (count, batch size).

        An epoch's last batch, where it has fewer points, is filled up with zeros.
        """
        m, done = self.batches_an_epoch, self.batches_done
        n_orders = -(-(done + count) // m) - (done > 0)
        n_missing = -len(self.train) % self.batch_size
        orders = [self._left] * (done > 0)
        orders += [self.draw_order() for _ in range(n_orders)] if self.is_shuffled else [self.draw_order()] * n_orders
        if n_missing:
            orders = [functional.pad(order, (0, n_missing)) for order in orders]
        positions = torch.cat(orders) if len(orders) > 1 else orders[0]
        n_taken = count * self.batch_size
        self._left = NO_POSITIONS
        if n_taken < (n := positions.shape[0]):
            self._left = positions[n_taken : n - n_missing].clone()
            positions = positions[:n_taken]
        self.epoch += (done + count) // m
        self.step += count
        return positions.view(count, self.batch_size)

    def place(self) -> Place:
        """Return where the trainer is."""
        return Place(self.epoch, self.step, self._left, self.shuffler.get_state())

    def go_to(self, place: Place) -> None:
        """Go back to a place; parameters and the optimizer's memory stay as they are."""
        self.epoch, self.step, self._left = place.epoch, place.step, place.left
        self.shuffler.set_state(place.shuffler)

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

    def parameters(self) -> dict[str, Floats]:
        """Return name → numbers of the model's parameters as they are now, as trained."""
        named = self.model.named_parameters()
        return {name: parameter.detach().cpu().double().numpy().copy() for name, parameter in named}

    @torch.no_grad()
    def output(self, batch: experiment.Batch) -> Tensor:
        """Return the model's output for points, gradients left alone."""
        output: Tensor = self.model(batch.inputs)
        return output

    def loss(self, batch: experiment.Batch) -> float:
        """Return the loss over all points of a batch, without penalties; NaN without points."""
        return float(self.criterion(self.output(batch), batch.targets)) if len(batch) else float("nan")


def _memory(state: TrainerState) -> dict[int, Any]:
    """Return what an optimizer remembers of each parameter, by its number."""
    return {int(number): value_of(plain) for number, plain in state.optimizer.items()}
