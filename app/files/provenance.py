"""What results were trained with: the settings that a sweep's table or a study notes, and compares when it goes on."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from app.files.experiments import Experiment
from app.training.sampling import sample
from app.training.settings import to_dict

MAX_TOLD = 3
"""Differing settings, or columns, that a sentence tells."""

_TOLD_BY_ROWS = ("seed", "epochs")
_HOW = ("device", "engine", "speed")
"""Settings that change no result."""


def in_common(base: Experiment, varied: Sequence[str]) -> dict[str, object]:
    """Return the settings that tell these results from others, ready for JSON, and what tells the points.

    Parameters
    ----------
    varied
        Settings that each result tells itself.
    """
    settings = {
        key: value for key, value in to_dict(base.config).items() if key not in (*_TOLD_BY_ROWS, *_HOW, *varied)
    }
    points = base.points
    if points.equals(sample(base.config)):  # as the settings say
        return settings
    digest = hashlib.sha256(b"".join(array.tobytes() for array in (points.inputs, points.targets, points.is_test)))
    return {**settings, "points": f"{len(points)} ({digest.hexdigest()[:8]})"}


def differing(before: Mapping[str, object], now: Mapping[str, object]) -> list[str]:
    """Return the settings in which two experiments differ; those that only one has, only if there are no others."""
    keys = [key for key in before if key in now and before[key] != now[key]]
    return keys or sorted(before.keys() ^ now.keys())  # such as parameters of a choice


def told(settings: Mapping[str, object], keys: Sequence[str]) -> str:
    """Return some settings as a sentence tells them, not too many."""
    return ", ".join(f"{key}={settings.get(key, 'none')}" for key in keys[:MAX_TOLD])
