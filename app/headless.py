"""Training without a window: reads what the command line asks for, trains, and writes down what came of it."""

from __future__ import annotations

import argparse
import contextlib
import math
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from app.commands import EXIT_DIVERGED, EXIT_INTERRUPTED
from app.components.choice import read_number
from app.components.losses import Head
from app.data.datasets import OWN
from app.explain.formula import formula
from app.explain.quality import score
from app.files.atomic import check_writable, write_atomically
from app.files.experiments import Experiment, load_experiment, write_experiment
from app.files.lessons import Lesson, load_lesson
from app.files.logs import CsvFile, HistoryLog, Log, TraceLog
from app.files.results import Inputs, Losses, predictions, to_json
from app.files.tables import read_file
from app.progress import Progress
from app.text import UserError
from app.training.checkpoint import Checkpoint, Plain
from app.training.config import Change, Config, classify_change
from app.training.grid import Variation, cells, check_values
from app.training.history import History
from app.training.plain import plain_of
from app.training.sampling import resampled
from app.training.settings import from_dict
from app.training.trainer import Trainer

DEFAULT_EPOCHS = 100
"""Epochs of a training whose configuration says "until stopped"."""


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """What a training begins with.

    Attributes
    ----------
    title
        What the result is called.
    predict
        Inputs whose prediction is shown if none are asked for.
    n_epochs
        How many epochs to train.
    """

    experiment: Experiment
    title: str
    predict: Inputs
    n_epochs: int


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


def read_start(arguments: argparse.Namespace, goes_on: bool = False) -> Start:
    """Return the lesson or the saved experiment, with the changes asked for.

    Parameters
    ----------
    goes_on
        Whether a saved training goes on from where it is; else everything begins at epoch 0.
    """
    lesson = _lesson(arguments.what)
    if lesson is None:
        path = Path(arguments.what)
        given, title = load_experiment(path), path.name
        given = given if goes_on else replace(given, checkpoint=None)
    else:
        given = Experiment(lesson.config, lesson.points, lesson_id=lesson.id, view=lesson.view)
        title = lesson.title["en"]
    experiment = _changed(given, arguments)
    config, checkpoint = experiment.config, experiment.checkpoint
    if checkpoint is None:
        n_epochs = config.epochs if arguments.epochs is not None else config.epochs or DEFAULT_EPOCHS
    else:
        done = checkpoint.trainer.epoch
        is_given = arguments.epochs is not None
        n_epochs = config.epochs if is_given or done >= config.epochs else config.epochs - done
        n_epochs = n_epochs if is_given else n_epochs or DEFAULT_EPOCHS
        experiment = replace(experiment, config=replace(config, epochs=done + n_epochs if config.epochs else 0))
    fitting = [
        numbers for numbers in (lesson.predict if lesson is not None else ()) if len(numbers) == config.task.n_inputs
    ]
    return Start(experiment, title, fitting, n_epochs)


def read_base(arguments: argparse.Namespace) -> Start:
    """Return what many experiments are made from: the fast engine trains them, whatever a lesson shows, unless --set says so."""
    start = read_start(arguments)
    if any(_read_setting(text)[0] == "engine" for text in arguments.set):
        return start
    config = replace(start.experiment.config, engine="fast")
    return replace(start, experiment=replace(start.experiment, config=config))


def _lesson(what: str) -> Lesson | None:
    """Return a lesson; None if it is a file that is meant."""
    return None if what.endswith(".json") or os.path.isfile(what) else load_lesson(what)


def _changed(given: Experiment, arguments: argparse.Namespace) -> Experiment:
    """Return an experiment with the settings and data asked for; what does not fit its training starts it anew."""
    changes: dict[str, object] = dict(_read_setting(text) for text in arguments.set)
    if arguments.epochs is not None:
        changes["epochs"] = arguments.epochs.strip()
    if arguments.data is None:
        config = from_dict(changes, given.config)
        points = resampled(given.config, config, given.points)
        if config.dataset == OWN and not (len(points) and given.config.dataset == OWN):
            raise UserError("There are no points to train on: add --data FILE.csv or --set dataset=….")
    else:
        if changes.setdefault("dataset", OWN) != OWN:
            raise UserError("--data and --set dataset=… exclude each other: leave one of them out.")
        config = from_dict(changes, given.config)
        imported = read_file(arguments.data, config.task)
        points = imported.points
        if config.task.is_classification and points.top_class >= config.n_classes:
            config = from_dict({**changes, "n_classes": points.top_class + 1}, given.config)
        if not imported.has_split:
            points = points.split(config.test_ratio, config.data_seed)
    # On another device the same numbers go on.
    change = classify_change(replace(given.config, device=config.device), config)
    goes_on = change is not Change.RESTART and points is given.points
    if given.checkpoint is not None and not goes_on:
        print("The changes do not fit the saved training: it starts at epoch 0.", file=sys.stderr)
    if config.task is not given.config.task:  # names and lesson tell of other points
        given = Experiment(config, points, extra=given.extra)
    return replace(given, config=config, points=points, checkpoint=given.checkpoint if goes_on else None)


def _read_setting(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (equals and key.strip()):
        raise UserError("--set “{text}” is not KEY=VALUE: write it like learning_rate=0.1.", text=text.strip())
    return key.strip(), value.strip()


def read_input(text: str, n_inputs: int) -> list[float]:
    """Read one input to predict for: one number, or two with a comma."""
    parts = text.split(",")
    if len(parts) != n_inputs:
        wanted = "one number, such as 1.5" if n_inputs == 1 else "two numbers with a comma, such as 1.5,-2"
        raise UserError("--predict “{text}”: an input here is {wanted}.", text=text.strip(), wanted=wanted)
    return [read_number(part.strip(), "--predict") for part in parts]


def read_count(text: str, name: str) -> int:
    """Read how many of something there shall be, at least one."""
    number = read_number(text.strip(), name)
    if number < 1 or not number.is_integer() or number > 1e9:
        raise UserError("{name}: “{text}” is not a whole number from 1 on.", name=name, text=text.strip())
    return int(number)


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


def check_device(config: Config) -> None:
    """Refuse a device that cannot compute here."""
    try:
        (torch.ones(1, device=config.device, dtype=getattr(torch, config.dtype)) + 1).item()
    except (RuntimeError, AssertionError, TypeError, ImportError) as error:
        raise UserError(
            "device: “{device}” does not work here with {dtype} ({reason}); choose another one, such as cpu.",
            device=config.device,
            dtype=config.dtype,
            reason=str(error).partition("\n")[0].rstrip("."),
        ) from None


def check_varied(config: Config, variation: Variation, beside: Sequence[Variation] = ()) -> None:
    """Try every value of a setting, by itself or beside one value of others; refuse devices that cannot compute here."""
    check_values(config, variation, beside)
    if variation.key in ("device", "dtype"):
        for cell in cells(config, [variation, *beside]):
            check_device(cell.config)


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


@contextlib.contextmanager
def interrupts() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C into an event, so that no update is left half done; a second one interrupts."""
    interrupted = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield interrupted
        return

    before = signal.getsignal(signal.SIGINT)

    def note(_signal: int, _frame: object) -> None:
        interrupted.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, note)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


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
