"""What edits make of a document: other settings with the points that go with them, other points, a table's."""

from __future__ import annotations

from dataclasses import replace

from app.data import datasets
from app.data.names import Names
from app.data.points import Points
from app.data.tasks import Task
from app.files.tables import Imported
from app.gui.document import Document
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError
from app.training.config import Config
from app.training.sampling import sample
from app.training.settings import edited

DRAWS_SAMPLE = ("dataset", "n_points", "noise", "data_seed", "formula", "formula_low", "formula_high")
REPLACES_DATA = ("task", "dataset", "formula", "formula_low", "formula_high")
"""What brings points somewhere else: the canvas fits them anew."""

SPLITS = ("test_ratio",)

_DEFAULT_DATA = {
    Task.REGRESSION_1D: "line",
    Task.CLASSIFICATION_1D: "hours",
    Task.CLASSIFICATION_2D: "circles",
    Task.REGRESSION_2D: "bumps",
}


def with_setting(document: Document, key: str, value: object) -> Document:
    """Return a document with one setting changed, and the points that go with it.

    Raises
    ------
    UserError
        If the value is none for this setting, or does not go with the points.
    """
    old = document.config
    config = edited(old, key, value)
    points = document.points
    if key == "task" and config.task is not old.task:
        config = edited(config, "dataset", _DEFAULT_DATA[config.task])
        points = sample(config)
    elif key == "n_classes" and points.top_class >= config.n_classes and not _draws_classes(config):
        raise UserError(
            _N("errors", "There are points of class {number}. Erase them first, or keep more classes."),
            number=points.top_class,
        )
    elif key in DRAWS_SAMPLE or (key == "n_classes" and _draws_classes(config)):
        points = points if config.dataset == datasets.OWN else sample(config)
    elif key in SPLITS:
        points = points.split(config.test_ratio, config.data_seed)
    lesson_id = document.lesson_id if config.task is old.task else ""
    names = document.names if config.task is old.task and key not in DRAWS_SAMPLE else Names()
    return replace(document, config=config, points=points, lesson_id=lesson_id, names=names)


def with_points(document: Document, points: Points) -> Document:
    """Return a document with other points; a class beyond the present ones makes room for itself."""
    config = document.config
    if config.task.is_classification and points.top_class >= config.n_classes:
        config = edited(config, "n_classes", points.top_class + 1)
    return replace(document, config=config, points=points)


def with_table(document: Document, imported: Imported) -> Document:
    """Return a document with the points of a table, and the task that fits them."""
    points = imported.points
    config = edited(edited(document.config, "task", imported.task.value), "dataset", datasets.OWN)
    if imported.task.is_classification:
        n_classes = max(2, points.top_class + 1, len(imported.names.classes))
        config = edited(config, "n_classes", n_classes)
    if not imported.has_split:
        points = points.split(config.test_ratio, config.data_seed)
    return replace(document, config=config, points=points, lesson_id="", names=imported.names)


def _draws_classes(config: Config) -> bool:
    entry = config.data_set
    return entry is not None and entry.has_classes
