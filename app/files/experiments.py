"""Experiment files: everything about an experiment in one JSON document.

The file is an object with these keys; a reader keeps what it does not know.

    format      "gradient-playground-experiment"
    version     1
    config      setting → value, the keys that `--set` takes
    points      inputs (rows of one or two numbers), targets, is_test
    names       inputs, target, classes: what columns and classes are called
    lesson      id of the lesson it came from, or ""
    view        the part of the plane that was looked at: x, y
    training    the exact state of the run, or null: see app/training/checkpoint.py
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from app.data.names import Names
from app.data.points import Points
from app.explain.prediction import Region
from app.files.atomic import check_ordinary
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError, first_line, reason_of
from app.training.checkpoint import Checkpoint, TrainerState
from app.training.config import MAX_POINTS, Config
from app.training.settings import from_dict, is_known, to_dict

SUFFIX = ".json"
FORMAT = "gradient-playground-experiment"
VERSION = 1
MAX_BYTES = 64 * 1024 * 1024

_LARGEST = 1e9
"""A view beyond it cannot be drawn."""
_PIECE = 5000
_KEYS = ("format", "version", "config", "points", "names", "lesson", "view", "training")


@dataclass(frozen=True, slots=True, eq=False)
class Experiment:
    """What an experiment file holds.

    Attributes
    ----------
    extra
        Keys of the file that this version does not know, written back as they were; settings under "config".
    """

    config: Config
    points: Points
    names: Names = field(default_factory=Names)
    lesson_id: str = ""
    view: Region | None = None
    checkpoint: Checkpoint | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)


def write_experiment(experiment: Experiment) -> bytes:
    """Return the file's content; the same experiment always gives the same bytes."""
    extra = dict(experiment.extra)
    view = experiment.view
    document = {
        "format": FORMAT,
        "version": VERSION,
        "config": {**to_dict(experiment.config), **extra.pop("config", {})},
        "points": {
            "inputs": experiment.points.inputs.tolist(),
            "targets": experiment.points.targets.tolist(),
            "is_test": experiment.points.is_test.tolist(),
        },
        "names": asdict(experiment.names),
        "lesson": experiment.lesson_id,
        "view": None if view is None else {"x": [view.x_low, view.x_high], "y": [view.y_low, view.y_high]},
        "training": None if experiment.checkpoint is None else asdict(experiment.checkpoint),
        **extra,
    }
    # A line for each key: a person can find their way, and a version control system sees what changed.
    lines = (f"{json.dumps(key)}: {_json(value)}" for key, value in document.items())
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _json(value: Any) -> str:
    """Return JSON, long lists piece by piece: one call for all would hold up every other thread."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(key, ensure_ascii=False)}: {_json(item)}" for key, item in value.items()) + "}"  # fmt: skip
    if isinstance(value, list) and len(value) > _PIECE:
        pieces = (value[start : start + _PIECE] for start in range(0, len(value), _PIECE))
        return "[" + ", ".join(_json(piece)[1:-1] for piece in pieces) + "]"
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def is_experiment(path: Path) -> bool:
    """Whether a file is meant to be an experiment: by its name, or because it begins as no table does."""
    if path.suffix.lower() == SUFFIX:
        return True
    try:
        check_ordinary(path)
        with path.open("rb") as file:
            return file.read(1) == b"{"
    except OSError:
        return False


def load_experiment(path: Path) -> Experiment:
    """Return what a file holds.

    Raises
    ------
    UserError
        As `read_experiment`, and if the file cannot be read.
    """
    try:
        check_ordinary(path)
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UserError(_N("errors", "{file} cannot be read: {reason}."), file=path, reason=reason_of(error)) from None
    return read_experiment(content, path.name)


def read_experiment(content: bytes, name: str) -> Experiment:
    """Return what a file holds.

    Parameters
    ----------
    name
        What the file is called in sentences.

    Raises
    ------
    UserError
        If it is no experiment, of a newer version, or damaged: with what is wrong where.
    """
    try:
        document = json.loads(content, parse_constant=_refuse) if len(content) <= MAX_BYTES else None
        if isinstance(document, dict):
            rest = {key: value for key, value in document.items() if key != "points"}
            json.dumps(rest, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError, TypeError):  # half characters and 1e999 cannot be written again
        document = None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise UserError(_N("errors", "{name} is not an experiment of this program, or it is damaged."), name=name)
    version = document.get("version")
    if not isinstance(version, int):
        raise UserError(_N("errors", "{name} is not an experiment of this program, or it is damaged."), name=name)
    if version > VERSION:
        raise UserError(_N("errors", "{name} was saved by a newer version of this program ({version}). Update it to open the file."), name=name, version=version)  # fmt: skip
    try:
        return _experiment(document)
    except UserError as error:
        raise UserError(_N("errors", "{name} cannot be opened: {reason}"), name=name, reason=error) from None
    except KeyError as error:
        raise UserError(_N("errors", "{name} is damaged: its part {part} is missing."), name=name, part=error) from None
    except (TypeError, ValueError, AttributeError, OverflowError, RecursionError) as error:
        raise UserError(_N("errors", "{name} is damaged: a part of it has another form than it should ({reason})."), name=name, reason=first_line(error)) from None  # fmt: skip


def _refuse(constant: str) -> None:
    """JSON has no NaN and no Infinity."""
    raise ValueError(constant)


def _experiment(document: Mapping[str, Any]) -> Experiment:
    settings: Mapping[str, Any] = document["config"]
    unknown = {key: value for key, value in settings.items() if not is_known(key)}
    config = from_dict({key: value for key, value in settings.items() if key not in unknown})
    extra = {key: value for key, value in document.items() if key not in _KEYS}
    view = document.get("view")
    training = document.get("training")
    names = document.get("names") or {}
    return Experiment(
        config=config,
        points=_points(document["points"], config),
        names=Names(
            tuple(map(str, names.get("inputs", ()))),
            str(names.get("target", "")),
            tuple(map(str, names.get("classes", ()))),
        ),
        lesson_id=str(document.get("lesson", "")),
        view=None if view is None else _region(view),
        checkpoint=None if training is None else _checkpoint(training),
        extra={**extra, **({"config": unknown} if unknown else {})},
    )


def _points(plain: Mapping[str, Any], config: Config) -> Points:
    targets = plain["targets"]
    if not isinstance(targets, list) or len(targets) > MAX_POINTS:
        raise UserError(_N("errors", "there are more than {most} points."), most=MAX_POINTS)
    inputs = np.array(plain["inputs"], dtype=np.float64).reshape(len(targets), config.task.n_inputs)
    points = Points.of(inputs, targets, plain["is_test"])
    if not (np.isfinite(points.inputs).all() and np.isfinite(points.targets).all()):
        raise UserError(_N("errors", "a point is not a finite number."))
    classes = points.targets
    if config.task.is_classification and not (np.mod(classes, 1) == 0).all():
        raise UserError(_N("errors", "a class is not a whole number."))
    if config.task.is_classification and len(classes) and not 0 <= classes.min() <= classes.max() < config.n_classes:
        raise UserError(_N("errors", "a point has a class that the settings do not have."))
    return points


def _region(plain: Mapping[str, Any]) -> Region:
    (x_low, x_high), (y_low, y_high) = plain["x"], plain["y"]
    edges = [float(edge) for edge in (x_low, x_high, y_low, y_high)]
    is_drawable = np.isfinite(edges).all() and np.abs(edges).max() <= _LARGEST
    if not (is_drawable and edges[1] - edges[0] > 1e-12 and edges[3] - edges[2] > 1e-12):
        raise UserError(_N("errors", "the view is not a part of the plane."))
    return Region(*edges)


def _checkpoint(plain: Mapping[str, Any]) -> Checkpoint:
    trainer = TrainerState(**plain["trainer"])
    waiting = [[int(position) for position in batch] for batch in trainer.waiting]
    last_loss = None if trainer.last_loss is None else float(trainer.last_loss)
    trainer = replace(trainer, epoch=int(trainer.epoch), step=int(trainer.step), waiting=waiting, last_loss=last_loss)
    divergence, last_epoch = plain["divergence"], plain["last_epoch"]
    if divergence is not None:
        epoch, step, loss = divergence
        divergence = [int(epoch), int(step), None if loss is None else float(loss)]
    return Checkpoint(
        **{
            **plain,
            "trainer": trainer,
            "divergence": divergence,
            "last_epoch": None if last_epoch is None else int(last_epoch),
        }
    )
