"""The command `train`: one experiment trained without a window, and what came of it."""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.arguments import Start, check_device, read_start
from app.commands import EXIT_DIVERGED, EXIT_INTERRUPTED
from app.components.choice import read_number
from app.components.losses import Head
from app.explain.formula import formula
from app.explain.quality import score
from app.files.atomic import check_writable, write_atomically
from app.files.experiments import Experiment, write_experiment
from app.files.logs import CsvFile, HistoryLog, Log, TraceLog
from app.files.results import Inputs, Losses, predictions, to_json
from app.interrupts import interrupts
from app.progress import Progress
from app.text import UserError
from app.training.checkpoint import Checkpoint, Plain
from app.training.history import History
from app.training.plain import plain_of
from app.training.trainer import Trainer


def train(arguments: argparse.Namespace) -> int:
    """Run the command `train` and return the exit status.

    Raises
    ------
    UserError
        If something asked for is not possible; nothing is trained then.
    """
    start = read_start(arguments, goes_on=True)
    config = start.experiment.config
    inputs = [read_input(text, config.task.n_inputs) for text in arguments.predict]
    check_files(arguments)
    check_device(config)
    trainer, history, initial_parameters = begin(start.experiment)
    losses = Losses()
    with contextlib.ExitStack() as stack:
        logs = _open_logs(arguments, trainer, stack)
        status = run(trainer, start.n_epochs, losses, history, logs)
    if arguments.save is not None:  # before the result is printed: who reads that may have gone
        if status == EXIT_DIVERGED:
            print(f"{arguments.save} was not written: there is no state worth keeping.", file=sys.stderr)
        else:
            last_epoch = config.epochs or None
            checkpoint = Checkpoint(trainer.state(), initial_parameters, history.state(), last_epoch, divergence=None)
            write_atomically(arguments.save, write_experiment(replace(start.experiment, checkpoint=checkpoint)))
    if arguments.json:
        print(to_json(trainer, losses, inputs))
    else:
        print("\n".join(summary(start, trainer, losses, inputs)))
    return status


def begin(experiment: Experiment) -> tuple[Trainer, History, Mapping[str, Plain]]:
    """Return a trainer, its losses so far and the weights it started from, at epoch 0 or where a file has it."""
    trainer = Trainer(experiment.config, experiment.points)
    checkpoint = experiment.checkpoint
    if checkpoint is None:
        return trainer, History(), plain_of(trainer.model.state_dict())
    trainer.restore(checkpoint.trainer)
    if checkpoint.divergence is not None:
        trainer.forget_momentum()
    return trainer, History.from_state(checkpoint.history), checkpoint.initial_parameters


# ------------------------------------------------------------ what is asked for


def check_files(arguments: argparse.Namespace) -> None:
    """Refuse to write over the data, two things into one file, or where that cannot be."""
    written = (arguments.history, arguments.trace, arguments.save)
    named = [os.path.realpath(path) for path in (arguments.data, *written) if path is not None]
    if len(set(named)) < len(named):
        raise UserError("--data, --history, --trace and --save need different files.")
    if os.path.isfile(arguments.what) and os.path.realpath(arguments.what) in named[: -1 if arguments.save else None]:
        raise UserError("{file} holds the experiment: choose other files to write.", file=arguments.what)
    if arguments.save is not None:
        check_writable(arguments.save)


def read_input(text: str, n_inputs: int) -> list[float]:
    """Read one input to predict for: one number, or two with a comma."""
    parts = text.split(",")
    if len(parts) != n_inputs:
        wanted = "one number, such as 1.5" if n_inputs == 1 else "two numbers with a comma, such as 1.5,-2"
        raise UserError("--predict “{text}”: an input here is {wanted}.", text=text.strip(), wanted=wanted)
    return [read_number(part.strip(), "--predict") for part in parts]


def _open_logs(arguments: argparse.Namespace, trainer: Trainer, stack: contextlib.ExitStack) -> list[Log]:
    logs: list[Log] = []
    if arguments.history is not None:
        logs.append(HistoryLog(stack.enter_context(CsvFile(arguments.history)), trainer))
    if arguments.trace is not None:
        logs.append(TraceLog(stack.enter_context(CsvFile(arguments.trace)), trainer))
    return logs


# ------------------------------------------------------------ the training


def run(trainer: Trainer, n_epochs: int, losses: Losses, history: History, logs: Sequence[Log]) -> int:
    """Train, collect losses, tell the logs; say on stderr how it ended and return the exit status."""
    first_epoch, last_epoch = trainer.epoch, trainer.epoch + n_epochs
    progress = Progress(n_epochs)

    def end_epoch() -> float:
        train_loss, test_loss = trainer.loss(trainer.train), trainer.loss(trainer.test)
        losses.add_epoch(train_loss, test_loss)
        if len(history) == trainer.epoch:  # a saved training knows the loss it starts with
            history.add(train_loss, test_loss)
        for log in logs:
            log.add_epoch(train_loss, test_loss)
        progress.show(trainer.epoch - first_epoch, f"epoch {trainer.epoch} of {last_epoch}, loss {train_loss:.6g}")
        return train_loss

    if not math.isfinite(end_epoch()):
        progress.say(
            "The loss is not a finite number before the first update: look for huge numbers in data or weights."
        )
        return EXIT_DIVERGED
    with interrupts() as interrupted:
        for update in trainer.epochs(n_epochs):
            for log in logs:
                log.add_update(update)
            is_finite = math.isfinite(update.loss)
            if update.ends_epoch:
                is_finite &= math.isfinite(end_epoch())
            if not is_finite:
                progress.say(
                    f"The training diverged in epoch {update.epoch} at update {update.step}: the loss is no longer "
                    f"a finite number; try a learning rate of {trainer.config.learning_rate / 10:g}."
                )
                return EXIT_DIVERGED
            if interrupted.is_set():
                progress.say(f"Interrupted in epoch {update.epoch} of {last_epoch}; what is done is written out.")
                return EXIT_INTERRUPTED
    progress.say(f"{trainer.epoch} epochs, {trainer.step} updates in {progress.seconds:.1f} s.")
    return 0


# ------------------------------------------------------------ what came of it


def summary(start: Start, trainer: Trainer, losses: Losses, inputs: Inputs) -> list[str]:
    """Return the result as lines for a person; without inputs, it predicts for the lesson's own."""
    config = trainer.config
    lines = [start.title, *formula(config, trainer.parameters(), trainer.scaling)]
    quality = "R²" if config.head is Head.VALUE else "accuracy"
    for name, batch, curve in (("training", trainer.train, losses.train), ("test", trainer.test, losses.test)):
        if len(batch):
            share = score(config.head, trainer.output(batch), batch.targets)
            lines.append(f"{name} loss {curve[0]:.6g} → {curve[-1]:.6g}, {quality} {share:.6g}")
    inputs = inputs or start.predict
    for numbers, answer in zip(inputs, predictions(trainer, inputs), strict=True):
        shown = answer if isinstance(answer, list) else [answer]
        lines.append(f"prediction at ({_joined(numbers)}): {_joined(shown)}")
    return lines


def _joined(numbers: Sequence[float]) -> str:
    return ", ".join(f"{number:.8g}" for number in numbers)
