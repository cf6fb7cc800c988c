"""Lessons: one JSON file each in resources/lessons, named by the lesson's id and found by itself.

A lesson is read with its data and its checked configuration; nothing here needs torch.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.data.points import Points
from app.explain.prediction import Region
from app.resources import RESOURCES
from app.text import LANGUAGES, UserError
from app.text import QT_TRANSLATE_NOOP as _N
from app.training.config import Config
from app.training.sampling import sample
from app.training.settings import from_dict

FOLDER = RESOURCES / "lessons"

_REQUIRED = {"order", "title", "explanation", "config"}
_OPTIONAL = {"view", "axes", "predict"}


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A ready-made experiment with its explanation.

    Attributes
    ----------
    id
        The name of its file, and what the command line calls it.
    order
        Its place among the lessons.
    title
        Language, "en" or "zh", → title.
    explanation
        Language → paragraphs with an empty line between them; **bold** is the only markup.
    view
        The part of the canvas to show; for one input, y is the axis of the values.
    axes
        Language → labels of the horizontal and the vertical axis; empty where the usual ones serve.
    predict
        Inputs whose prediction is worth a look, each of one or two numbers.
    """

    id: str
    order: int
    title: Mapping[str, str]
    explanation: Mapping[str, str]
    config: Config
    points: Points
    view: Region | None = None
    axes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    predict: tuple[tuple[float, ...], ...] = ()


def find_lessons(tell: Callable[[UserError], None] = lambda _: None, folder: Path = FOLDER) -> tuple[Lesson, ...]:
    """Return all lessons in their order; damaged files are left out, and `tell` is called with what is wrong."""
    lessons = []
    for path in sorted(folder.glob("*.json")):
        try:
            lessons.append(read_lesson(path))
        except UserError as error:
            tell(error)
    return tuple(sorted(lessons, key=lambda each: (each.order, each.id)))


def load_lesson(lesson_id: str, folder: Path = FOLDER) -> Lesson:
    """Return one lesson.

    Raises
    ------
    UserError
        If there is none of this name, or its file is damaged.
    """
    paths = {path.stem: path for path in sorted(folder.glob("*.json"))}
    if lesson_id not in paths:
        raise UserError(
            _N("errors", "There is no lesson “{name}”. Choose one of: {names}."), name=lesson_id, names=", ".join(paths)
        )
    return read_lesson(paths[lesson_id])


def read_lesson(path: Path) -> Lesson:
    """Read a lesson's file.

    Raises
    ------
    UserError
        If it is damaged, saying where.
    """
    try:
        return _lesson(path.stem, json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError, LookupError, RecursionError) as error:
        raise UserError(_N("errors", "The lesson {file} is damaged: {reason}"), file=path.name, reason=error) from error


def _lesson(lesson_id: str, entry: Any) -> Lesson:
    if not isinstance(entry, dict):
        raise ValueError("it holds no object.")
    if missing := sorted(_REQUIRED - set(entry)):
        raise ValueError(f"“{missing[0]}” is missing.")
    if unknown := sorted(set(entry) - _REQUIRED - _OPTIONAL):
        raise ValueError(f"“{unknown[0]}” is unknown.")
    # What a lesson explains is the loop as one writes it.
    config = from_dict({"engine": "reference", **entry["config"]})
    predict = tuple(tuple(float(number) for number in inputs) for inputs in entry.get("predict", ()))
    if any(len(inputs) != config.task.n_inputs for inputs in predict):
        raise ValueError(f"“predict” needs {config.task.n_inputs} numbers for each input.")
    points = sample(config)
    if not len(points):
        raise ValueError("“config” needs a data set: there are no points.")
    return Lesson(
        id=lesson_id,
        order=int(entry["order"]),
        title={language: str(entry["title"][language]) for language in _languages(entry, "title")},
        explanation={
            language: "\n\n".join(map(str, entry["explanation"][language]))
            for language in _languages(entry, "explanation")
        },
        config=config,
        points=points,
        view=_view(entry["view"]) if "view" in entry else None,
        axes={language: _labels(entry["axes"][language]) for language in _languages(entry, "axes")},
        predict=predict,
    )


def _languages(entry: Mapping[str, Any], key: str) -> tuple[str, ...]:
    """Return the languages of a text, which are all or, where the whole text may be absent, none."""
    if key not in entry:
        return ()
    if not isinstance(entry[key], dict) or set(entry[key]) != set(LANGUAGES) or not all(entry[key].values()):
        raise ValueError(f"“{key}” must be there in each of the languages {', '.join(LANGUAGES)}.")
    return LANGUAGES


def _labels(labels: Any) -> tuple[str, ...]:
    if not isinstance(labels, list) or len(labels) != 2:
        raise ValueError("“axes” needs two labels in each language.")
    return tuple(map(str, labels))


def _view(ranges: Mapping[str, Any]) -> Region:
    (x_low, x_high), (y_low, y_high) = (map(float, ranges[axis]) for axis in ("x", "y"))
    if not (x_low < x_high and y_low < y_high):
        raise ValueError("“view” needs ranges that rise.")
    return Region(x_low, x_high, y_low, y_high)
