"""Reads what the commands are given: the experiment to begin with, settings, numbers; refuses what cannot be."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from app.components.choice import read_number
from app.data.datasets import OWN
from app.data.names import Names
from app.files.experiments import Experiment, load_experiment
from app.files.lessons import Lesson, load_lesson
from app.files.results import Inputs
from app.files.tables import read_file
from app.text import UserError
from app.training.config import Change, Config, classify_change
from app.training.grid import Variation, cells, check_values
from app.training.sampling import resampled
from app.training.settings import from_dict

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


def read_start(arguments: argparse.Namespace, goes_on: bool = False) -> Start:
    """Return the lesson or the saved experiment, with the changes asked for.

    Parameters
    ----------
    goes_on
        Whether a saved training goes on from where it is; else everything begins at epoch 0.

    Raises
    ------
    UserError
        If there is no such lesson or file, or something asked for does not fit.
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
    done = 0 if checkpoint is None else checkpoint.trainer.epoch
    is_given = arguments.epochs is not None
    n_epochs = config.epochs if is_given or done >= config.epochs else config.epochs - done
    n_epochs = n_epochs if is_given else n_epochs or DEFAULT_EPOCHS
    if checkpoint is not None:
        experiment = replace(experiment, config=replace(config, epochs=done + n_epochs if config.epochs else 0))
    predict = [] if lesson is None else [numbers for numbers in lesson.predict if len(numbers) == config.task.n_inputs]
    return Start(experiment, title, predict, n_epochs)


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
        names = given.names if config.dataset == given.config.dataset else Names()
        if config.dataset == OWN and not (len(points) and given.config.dataset == OWN):
            raise UserError("There are no points to train on: add --data FILE.csv or --set dataset=….")
    else:
        if changes.setdefault("dataset", OWN) != OWN:
            raise UserError("--data and --set dataset=… exclude each other: leave one of them out.")
        config = from_dict(changes, given.config)
        imported = read_file(arguments.data, config.task)
        points, names = imported.points, imported.names
        if config.task.is_classification and points.top_class >= config.n_classes:
            config = from_dict({**changes, "n_classes": points.top_class + 1}, given.config)
        if not imported.has_split:
            points = points.split(config.test_ratio, config.data_seed)
    if not points.n_train:
        raise UserError("All points are test points: there are none to train on.")
    # On another device the same numbers go on.
    change = classify_change(replace(given.config, device=config.device), config)
    goes_on = change is not Change.RESTART and points is given.points
    if given.checkpoint is not None and not goes_on:
        print("The changes do not fit the saved training: it starts at epoch 0.", file=sys.stderr)
    # Lesson and view tell of the points they came with.
    if arguments.data is not None or config.task is not given.config.task:
        given = Experiment(config, points, extra=given.extra)
    elif config.dataset != given.config.dataset:
        given = replace(given, view=None)
    return replace(given, config=config, points=points, names=names, checkpoint=given.checkpoint if goes_on else None)


def _read_setting(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not (equals and key.strip()):
        raise UserError("--set “{text}” is not KEY=VALUE: write it like learning_rate=0.1.", text=text.strip())
    return key.strip(), value.strip()


def read_count(text: str, name: str) -> int:
    """Read how many of something there shall be, at least one."""
    number = read_number(text.strip(), name, is_whole=True)
    if not 1 <= number <= 1e9:
        raise UserError("{name}: “{text}” is not a whole number from 1 on.", name=name, text=text.strip())
    return int(number)


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
