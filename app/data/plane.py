"""Where points lie on the plane that the canvas shows, and which point a place on it stands for."""

from __future__ import annotations

import numpy as np

from app.data.points import Floats, Points
from app.data.tasks import Task


def canvas_positions(task: Task, n_classes: int, points: Points) -> Floats:
    """Return where points lie on the canvas, (n, 2).

    With one input the height is the value, or the class: 0 at the bottom, the last class at 1.
    """
    if task.n_inputs == 2:
        return points.inputs
    heights = points.targets / (n_classes - 1) if task.is_classification else points.targets
    return np.column_stack([points.inputs[:, 0], heights])


def is_on_one_scale(width: float, height: float) -> bool:
    """Whether points of two inputs are shown with both on one scale: not where one would be a thin strip."""
    return width / 3 < height and height / 3 < width


def numbers_at(
    task: Task, n_classes: int, positions: Floats, targets: Floats, keeps_class: bool = False
) -> tuple[Floats, Floats]:
    """Return inputs (n, d) and targets (n,) of points at canvas positions (n, 2).

    Parameters
    ----------
    targets
        Shape (n,): what the points had or are to have, where the height does not say it.
    keeps_class
        Whether points of x → class keep theirs, whatever the height; else they take that of the nearest row.
    """
    if task.n_inputs == 2:
        return positions, targets
    inputs, heights = positions[:, :1], positions[:, 1]
    if not task.is_classification:
        return inputs, heights
    return inputs, targets if keeps_class else np.clip(np.round(heights * (n_classes - 1)), 0, n_classes - 1)
