"""Training without a window: reads what the command line asks for, trains, and writes down what came of it."""

from __future__ import annotations

import argparse
import contextlib
import math
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence

import torch

from app.components.choice import read_number
from app.components.losses import Head
from app.data.datasets import OWN
from app.data.points import Points
from app.explain.formula import formula
from app.explain.quality import score
from app.files.lessons import Lesson, load_lesson
from app.files.logs import CsvFile, HistoryLog, Log, TraceLog
from app.files.results import Inputs, Losses, predictions, to_json
from app.files.tables import read_points
from app.text import UserError
from app.training.config import Config
from app.training.sampling import sample
from app.training.settings import from_dict
from app.training.trainer import Trainer

DEFAULT_EPOCHS = 100
"""Epochs of a training whose configuration says "until stopped"."""

EXIT_DIVERGED = 1
EXIT_INTERRUPTED = 130


def train(arguments: argparse.Namespace) -> int:
    """Run the command `train` and return the exit status.

    Raises
    ------
    UserError
        If something asked for is not possible; nothing is trained then.
    """
    torch.set_num_threads(1)  # much faster than several for nets of this size
    lesson = load_lesson(arguments.lesson)
    config, points = read_experiment(arguments, lesson)
    n_epochs = config.epochs if arguments.epochs is not None else config.epochs or DEFAULT_EPOCHS
    inputs = [read_input(text, config.task.n_inputs) for text in arguments.predict]
    check_files(arguments)
    check_device(config)
    trainer = Trainer(config, points)
    losses = Losses()
    with contextlib.ExitStack() as stack:
        logs = _open_logs(arguments, trainer, stack)
        status = run(trainer, n_epochs, losses, logs)
    if arguments.json:
        print(to_json(trainer, losses, inputs))
    else:
        print("\n".join(summary(lesson, trainer, losses, inputs)))
    return status


# ------------------------------------------------------------ what is asked for


def read_experiment(arguments: argparse.Namespace, lesson: Lesson) -> tuple[Config, Points]:
    """Return the lesson's configuration with the changes asked for, and the points."""
    changes: dict[str, object] = dict(_read_setting(text) for text in arguments.set)
    if arguments.epochs is not None:
        changes["epochs"] = arguments.epochs.strip()
    if arguments.data is None:
        config = from_dict(changes, lesson.config)
        if config.dataset == OWN:
            raise UserError("There are no points to train on: add --data FILE.csv or --set dataset=….")
        return config, sample(config)
    if changes.setdefault("dataset", OWN) != OWN:
        raise UserError("--data and --set dataset=… exclude each other: leave one of them out.")
    config = from_dict(changes, lesson.config)
    points = read_points(arguments.data, config.task)
    if config.task.is_classification and points.top_class >= config.n_classes:
        config = from_dict({**changes, "n_classes": points.top_class + 1}, lesson.config)
    if not points.is_test.any():  # else the file itself says which points are for testing
        points = points.split(config.test_ratio, config.data_seed)
    return config, points


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


def check_files(arguments: argparse.Namespace) -> None:
    """Refuse to write over the data, or two things into one file."""
    named = [path.resolve() for path in (arguments.data, arguments.history, arguments.trace) if path is not None]
    if len(set(named)) < len(named):
        raise UserError("--data, --history and --trace need different files.")


def check_device(config: Config) -> None:
    """Refuse a device that cannot compute here."""
    try:
        (torch.ones(1, device=config.device, dtype=getattr(torch, config.dtype)) + 1).item()
    except (RuntimeError, AssertionError, TypeError) as error:
        raise UserError(
            "device: “{device}” does not work here with {dtype} ({reason}); choose another one, such as cpu.",
            device=config.device,
            dtype=config.dtype,
            reason=str(error).partition("\n")[0].rstrip("."),
        ) from None


def _open_logs(arguments: argparse.Namespace, trainer: Trainer, stack: contextlib.ExitStack) -> list[Log]:
    logs: list[Log] = []
    if arguments.history is not None:
        logs.append(HistoryLog(stack.enter_context(CsvFile(arguments.history)), trainer))
    if arguments.trace is not None:
        logs.append(TraceLog(stack.enter_context(CsvFile(arguments.trace)), trainer))
    return logs


# ------------------------------------------------------------ the training


def run(trainer: Trainer, n_epochs: int, losses: Losses, logs: Sequence[Log]) -> int:
    """Train, collect losses, tell the logs; say on stderr how it ended and return the exit status."""
    progress = Progress(n_epochs)

    def end_epoch() -> float:
        train_loss, test_loss = trainer.loss(trainer.train), trainer.loss(trainer.test)
        losses.add_epoch(train_loss, test_loss)
        for log in logs:
            log.add_epoch(train_loss, test_loss)
        progress.show(trainer.epoch, train_loss)
        return train_loss

    if not math.isfinite(end_epoch()):
        progress.end("The loss is no finite number before the first update: look for huge numbers in data or weights.")
        return EXIT_DIVERGED
    with interrupts() as interrupted:
        for update in trainer.epochs(n_epochs):
            for log in logs:
                log.add_update(update)
            is_finite = math.isfinite(update.loss)
            if update.ends_epoch:
                is_finite &= math.isfinite(end_epoch())
            if not is_finite:
                progress.end(
                    f"The training diverged in epoch {update.epoch} at update {update.step}: the loss is no finite "
                    f"number any more; try a learning rate of {trainer.config.learning_rate / 10:g}."
                )
                return EXIT_DIVERGED
            if interrupted.is_set():
                progress.end(f"Interrupted in epoch {update.epoch} of {n_epochs}; what is done is written out.")
                return EXIT_INTERRUPTED
    progress.end(f"{trainer.epoch} epochs, {trainer.step} updates in {progress.seconds:.1f} s.")
    return 0


@contextlib.contextmanager
def interrupts() -> Iterator[threading.Event]:
    """Turn the first Ctrl-C into an event, so that no update is left half done; a second one interrupts."""
    interrupted = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield interrupted
        return

    def note(_signal: int, _frame: object) -> None:
        interrupted.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


class Progress:
    """A bar on stderr, drawn on a terminal only and at most ten times a second."""

    WIDTH = 30

    def __init__(self, n_epochs: int) -> None:
        self._n_epochs = n_epochs
        self._started = self._drawn = time.monotonic()
        self._is_terminal = sys.stderr.isatty()

    @property
    def seconds(self) -> float:
        """Time since the start."""
        return time.monotonic() - self._started

    def show(self, epoch: int, loss: float) -> None:
        """Draw the bar if the last drawing is long enough ago."""
        now = time.monotonic()
        if self._is_terminal and now - self._drawn >= 0.1:
            self._drawn = now
            bar = ("#" * (self.WIDTH * epoch // max(self._n_epochs, 1))).ljust(self.WIDTH, ".")
            text = f"[{bar}] epoch {epoch} of {self._n_epochs}, loss {loss:.6g}"
            print(f"\r{text}\x1b[K", end="", file=sys.stderr, flush=True)

    def end(self, sentence: str) -> None:
        """Put a sentence in the bar's place."""
        print(f"\r\x1b[K{sentence}" if self._is_terminal else sentence, file=sys.stderr)


# ------------------------------------------------------------ what came of it


def summary(lesson: Lesson, trainer: Trainer, losses: Losses, inputs: Inputs) -> list[str]:
    """Return the result as lines for a person; without inputs, it predicts for the lesson's own."""
    config = trainer.config
    parameters = {name: tensor.detach().double().cpu().numpy() for name, tensor in trainer.model.named_parameters()}
    lines = [lesson.title["en"], *formula(config, parameters)]
    quality = "R²" if config.head is Head.VALUE else "accuracy"
    for name, batch, curve in (("training", trainer.train, losses.train), ("test", trainer.test, losses.test)):
        if len(batch):
            share = score(config.head, trainer.output(batch), batch.targets)
            lines.append(f"{name} loss {curve[0]:.6g} → {curve[-1]:.6g}, {quality} {share:.6g}")
    inputs = inputs or [numbers for numbers in lesson.predict if len(numbers) == config.task.n_inputs]
    for numbers, answer in zip(inputs, predictions(trainer, inputs), strict=True):
        shown = answer if isinstance(answer, list) else [answer]
        lines.append(f"prediction at ({_joined(numbers)}): {_joined(shown)}")
    return lines


def _joined(numbers: Sequence[float]) -> str:
    return ", ".join(f"{number:.8g}" for number in numbers)
