"""Trains stacked models with kernel calls: trainers lend it their state for some updates and get it back."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import torch
from torch import Tensor

from app.components import losses, optimizers
from app.components.update_rules import MakeRule
from app.data.points import Bools, Floats
from app.training.config import Config
from app.training.engine.compiled import Compiled, source_of
from app.training.engine.evaluation import Evaluation
from app.training.engine.feed import Feed
from app.training.engine.graphs import RECORDED_UPDATES, Graphs, can_record
from app.training.engine.layout import ROOM, Layout
from app.training.engine.loan import Loan
from app.training.engine.stacking import check_alike
from app.training.engine.step import (
    BATCH,
    ONE_STEP,
    batch_tensors,
    changes_gradients,
    flat_tensors,
    forward_and_backward,
    update,
    used,
)
from app.training.engine.trial import needs_trial, try_out
from app.training.trainer import Trainer

MOST_UPDATES = 2048


@dataclass(frozen=True, slots=True, eq=False)
class Progress:
    """What some updates did to N models, in the order of the trainers.

    Attributes
    ----------
    losses
        Each update's batch loss before it, without penalties, (N, updates).
    train_losses, test_losses
        Losses over all training and all test points after each epoch that ended, (N, epochs); NaN without points.
    is_sound
        Whether all of a model's numbers are finite, (N,). A model of which they are not has made no update: its trainer
        is where it was.
    """

    losses: Floats
    train_losses: Floats
    test_losses: Floats
    is_sound: Bools


class StackedEngine:
    """Makes the updates that its trainers would make one by one, for all of them at once.

    The trainers stay the owners: after `advance` each is where its own loop would have brought it, with the same batches
    seen, the last gradients and the optimizer's memory, and may go on by itself. How many updates are made in one go
    changes no bit of what comes of them, but perhaps the last one of the losses computed for several epochs together.

    Parameters
    ----------
    trainers
        With models of one shape, one loss, one optimizer and the same points. Learning rate, seed, weights, activations,
        penalties and the optimizer's numbers may differ. Settings and points are taken as they are now: for others,
        make another engine.
    is_scripted
        Whether TorchScript may be used.

    Raises
    ------
    ValueError
        If the trainers do not stack, or only the reference loop can train them.
    DisagreementError
        If on their device an update is not what the reference loop makes there.
    """

    def __init__(self, trainers: Sequence[Trainer], is_scripted: bool = True) -> None:
        check_alike(trainers)
        # Models with the same activations side by side: they share kernel calls.
        order = sorted(range(len(trainers)), key=lambda number: trainers[number].config.activations)
        self._rank = np.argsort(order)
        self._trainers = [trainers[number] for number in order]
        self._configs = [trainer.config for trainer in self._trainers]
        first = self._trainers[0]
        self._options = [_options(config) for config in self._configs]
        names = [name for name, value in self._options[0].items() if name != "lr"]
        entry = optimizers.BY_KEY[first.config.optimizer]
        make_rule: MakeRule = pkgutil.resolve_name(entry.rule)
        self._rule = make_rule({name: any(options[name] for options in self._options) for name in names})
        self._layout = Layout([trainer.model for trainer in self._trainers])
        models = [trainer.model for trainer in self._trainers]
        self._evaluation = Evaluation(models, self._configs, self._layout, (first.train, first.test))
        with torch.inference_mode():
            self._make_rooms()
            self._make_steps(is_scripted)
        like = self._layout.like
        if needs_trial(like.device):
            key = (self._whole.source, like.dtype, like.device.type, len(trainers) > 1, self._short is not None)
            try_out(key, trainers, lambda: self.advance(1, with_epochs=False).is_sound)

    # ------------------------------------------------------------ making

    def _make_rooms(self) -> None:
        """Reserve room for all that changes from update to update."""
        first, layout = self._trainers[0], self._layout
        size, n_outputs = first.batch_size, layout.layers[-1][0]
        self._flat = flat_tensors(layout, self._rule)
        tables = self._rule.numbers(self._options[0], np.ones(1))
        self._is_uniform = all(options == self._options[0] for options in self._options)
        self._tables = [name for name in used(self._rule.lines, list(tables)) if isinstance(tables[name], np.ndarray)]
        table_size = 1 if self._is_uniform else layout.size
        a_batch = layout.n_models * size * (layout.layers[0][1] + 1 + 2 * n_outputs)
        an_update = a_batch + len(self._tables) * table_size + layout.size // first.batches_an_epoch
        most = RECORDED_UPDATES if can_record(layout.like.device) else MOST_UPDATES
        self.capacity = max(1, min(most, ROOM // an_update))
        if self.capacity > first.batches_an_epoch:  # then blocks begin like epochs, and all are alike
            self.capacity -= self.capacity % first.batches_an_epoch
        self._feed = Feed(self._trainers, layout, self.capacity)
        self._outputs = layout.zeros(self.capacity, layout.n_models, n_outputs, size)
        self._kept = layout.zeros(self.capacity // first.batches_an_epoch + 1, layout.size)
        self._kept_places = list(self._kept.unbind())
        self._not_kept = layout.zeros(layout.size)
        self._last = layout.zeros(layout.size) if changes_gradients(self._rule) else self._flat["g"]
        self._loan = Loan(self._trainers, self._rule, self._options, layout, self._flat, self._last)
        shape = () if self._is_uniform else (layout.size,)
        self._table_rooms = {name: layout.zeros(self.capacity, *shape) for name in self._tables}

    def _make_steps(self, is_scripted: bool) -> None:
        """Make the function for whole batches, and one for an epoch's last batch if it is shorter."""
        first = self._trainers[0]
        size, rest = first.batch_size, len(first.train) % first.batch_size
        self._left_factors: dict[int, float] = {}  # points of a batch → what its gradients still lack
        self._whole = self._compiled(size, is_scripted)
        self._short = self._compiled(rest, is_scripted) if rest else None
        self._short_size = rest
        state = [self._flat[name] for name in ("p", *self._rule.memory)]
        results = [self._kept, self._outputs, self._last]
        self._graphs = Graphs(state, results) if can_record(self._layout.like.device) else None

    def _compiled(self, n_points: int, is_scripted: bool) -> Compiled:
        """Return the function that updates from batches of `n_points`."""
        rule, layout = self._rule, self._layout
        penalties = self._penalties()
        factor = losses.BY_KEY[self._configs[0].loss].factor / (n_points if self._evaluation.is_mean else 1)
        tensors = batch_tensors(layout, self._flat, n_points) | self._optimizer_numbers() | penalties
        tensors |= {"scale": self._number([factor]), "shown": self._last}
        is_scaled = rule.is_linear and not penalties
        if is_scaled:
            tensors["step"] = tensors["step"] * factor
            self._left_factors[n_points] = factor
        # A graph reads no number.
        is_one_step = "step" in tensors and not tensors["step"].dim() and not can_record(layout.like.device)
        before = [ONE_STEP] * is_one_step
        lines = forward_and_backward(self._configs, layout, tensors) + update(rule, penalties, is_scaled, is_one_step)
        fixed = used(before + lines, list(tensors))
        state = [self._flat[name] for name in ("p", *rule.memory)]
        rooms = [self._outputs[..., :n_points], *self._table_rooms.values()]
        lists = [*self._feed.batches(n_points), *(list(room.unbind()) for room in rooms)]
        source = source_of(before, lines, fixed, (*BATCH, *self._tables))
        return Compiled(source, [tensors[name] for name in fixed], lists, state, is_scripted)

    def _penalties(self) -> dict[str, Tensor]:
        """Return the rates "l1" and "l2" that are in use, one a parameter: 0 for biases."""
        weights = self._layout.weights_only()
        rates = {name: [getattr(config, name) for config in self._configs] for name in ("l1", "l2")}
        return {name: self._number(values) * weights for name, values in rates.items() if any(values)}

    def _optimizer_numbers(self) -> dict[str, Tensor]:
        """Return the optimizer's numbers that stay from update to update."""
        numbers = [self._rule.numbers(options, np.ones(1)) for options in self._options]
        return {
            name: self._number([float(own[name]) for own in numbers]) for name in numbers[0] if name not in self._tables
        }

    def _number(self, values: Sequence[float]) -> Tensor:
        """Return a number of each model as a tensor: a single one if they agree, else one a parameter."""
        tensor = torch.tensor(values, dtype=self._layout.like.dtype, device=self._layout.like.device)
        return tensor[0] if len(set(values)) == 1 else self._layout.spread(tensor)

    # ------------------------------------------------------------ training

    def rounded(self, count: int) -> int:
        """Return how many updates to make at once if so many are wanted: where blocks are recorded, such as come again."""
        first = self._trainers[0]
        done, epoch_size = first.batches_done, first.batches_an_epoch
        if self._graphs is None or count <= self.capacity:
            return count
        if done and epoch_size <= self.capacity:  # from the end of this epoch on, all blocks are alike
            return epoch_size - done
        return count - count % self.capacity

    def advance(self, count: int, with_epochs: bool = True, on_kernels: Callable[[], None] = lambda: None) -> Progress:
        """Make `count` updates of every model.

        Parameters
        ----------
        with_epochs
            Whether the losses after each epoch are wanted.
        on_kernels
            Called when all is prepared: what other threads are given to do now finds Python free, where TorchScript
            makes the updates.

        Raises
        ------
        ValueError
            If the trainers are no longer at the same batch of an epoch, or their optimizers have not counted the same
            number of updates.
        """
        if len({trainer.batches_done for trainer in self._trainers}) > 1:
            raise ValueError("the trainers are not at the same batch of an epoch")
        places = [trainer.place() for trainer in self._trainers]
        is_sound = np.zeros(len(places), dtype=bool)
        try:
            with torch.inference_mode():
                losses, is_sound = self._train(count, with_epochs, on_kernels)
        finally:
            for trainer, place, sound in zip(self._trainers, places, is_sound, strict=True):
                if not sound:
                    trainer.go_to(place)
        of_updates, of_training, of_test = (each.T[self._rank].astype(np.float64) for each in losses)
        return Progress(of_updates, of_training, of_test, is_sound[self._rank])

    def _train(self, count: int, with_epochs: bool, on_kernels: Callable[[], None]) -> tuple[list[np.ndarray], Bools]:
        """Make the updates on borrowed parameters and give back what is sound.

        Return the losses of the updates, and after each epoch those of the training points and of the test points, each
        (updates or epochs, models); and which models are sound.
        """
        t = self._loan.borrow()
        starts = range(0, count, self.capacity)
        blocks = [
            self._block(min(self.capacity, count - start), t + start, with_epochs, on_kernels) for start in starts
        ]
        losses = [np.concatenate([part.cpu().numpy() for part in parts]) for parts in zip(*blocks, strict=True)]
        of_updates, of_training, _ = losses
        is_sound = self._soundness(of_updates, of_training)
        sound = np.flatnonzero(is_sound).tolist()
        self._loan.give_back(sound, count)
        for number in sound:
            self._trainers[number].last_loss = float(of_updates[-1, number])
        return losses, is_sound

    def _soundness(self, *losses: np.ndarray) -> Bools:
        """Return whether all of a model's losses, each (…, models), and parameters are finite, (models,)."""
        parameters = self._flat["p"].cpu()
        if all(np.isfinite(each).all() for each in (*losses, parameters.numpy())):  # nearly always
            return np.ones(self._layout.n_models, dtype=bool)
        is_sound: Bools = np.isfinite(np.concatenate(losses)).all(axis=0)
        for block in self._layout.blocks(parameters):
            is_sound &= np.isfinite(block.numpy()).all(axis=(1, 2))
        return is_sound

    def _block(
        self, count: int, t: int, with_epochs: bool, on_kernels: Callable[[], None]
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Make up to `capacity` updates; return batch, training and test losses, each (updates or epochs, models).

        Parameters
        ----------
        t
            Updates that the optimizers have counted before.
        """
        first = self._trainers[0]
        done, epoch_size = first.batches_done, first.batches_an_epoch
        targets = self._feed.fill(count)
        self._fill_tables(count, t)
        ends = tuple(range(epoch_size - done - 1, count, epoch_size))
        n_kept = len(ends) if with_epochs else 0
        on_kernels()
        if self._graphs and count == self.capacity and (done == 0 or not ends):  # this will come again
            self._graphs.run((ends, n_kept), partial(self._run, count, ends, n_kept))
        else:
            self._run(count, ends, n_kept)
        is_short = self._short is not None and ends[-1:] == (count - 1,)
        self._last.mul_(self._left_factors.get(self._short_size if is_short else first.batch_size, 1.0))
        losses = self._evaluation.losses(self._outputs[:count], targets)
        if self._short is not None and ends:
            rest, rows = self._short_size, list(ends)
            losses[rows] = self._evaluation.losses(self._outputs[rows][..., :rest], targets[rows][..., :rest])
        train_losses, test_losses = self._evaluation.losses_of(self._kept[:n_kept])
        return losses, train_losses, test_losses

    def _run(self, count: int, ends: tuple[int, ...], n_kept: int) -> None:
        """Make `count` updates; keep the parameters after the first `n_kept` of the epochs that end with these numbers."""
        if self._short is None:
            stops, kept = [end + 1 for end in ends[:n_kept]], self._kept_places[:n_kept]
            if stops[-1:] != [count]:
                stops, kept = [*stops, count], [*kept, self._not_kept]
            self._whole.run(0, stops, kept)
            return
        start = 0
        places = self._kept_places if n_kept else [self._not_kept] * len(ends)
        for number, end in enumerate((*ends, count)):  # the batch at an epoch's end is the short one
            if end > start:
                self._whole.run(start, [end], [self._not_kept])
            if end < count:
                self._short.run(end, [end + 1], [places[number]])
            start = end + 1

    def _fill_tables(self, count: int, t: int) -> None:
        """Compute the optimizer's numbers for the coming updates."""
        if not self._tables:
            return
        steps = np.arange(t + 1, t + count + 1, dtype=np.float64)
        numbers = [self._rule.numbers(options, steps) for options in self._options[: 1 if self._is_uniform else None]]
        for name, room in self._table_rooms.items():
            values = torch.from_numpy(np.stack([own[name] for own in numbers], axis=1)).to(room)
            room[:count] = values[:, 0] if self._is_uniform else self._layout.spread(values)


def _options(config: Config) -> dict[str, Any]:
    """Return the optimizer's options and the learning rate."""
    params = optimizers.BY_KEY[config.optimizer].params
    return {"lr": config.learning_rate, **{param.key: config.option(f"optimizer.{param.key}") for param in params}}
