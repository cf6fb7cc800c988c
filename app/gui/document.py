"""What the user edits: configuration and points as one value."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.data.names import Names
from app.data.points import Points
from app.training.config import Config


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One state of the experiment.

    Attributes
    ----------
    lesson_id
        The lesson it came from, "" for none; gives explanation and axis names.
    names
        What the columns and classes of imported data are called.
    origin
        The same number for all documents that came from one another by edits: they belong into one file.
    extra
        What its file holds beyond what this version knows.
    """

    config: Config
    points: Points
    lesson_id: str = ""
    names: Names = field(default_factory=Names)
    origin: int = 0
    extra: Mapping[str, Any] = field(default_factory=dict)


_origins = itertools.count(1)


def new_origin() -> int:
    """Return the origin of a document that did not come from another one."""
    return next(_origins)
