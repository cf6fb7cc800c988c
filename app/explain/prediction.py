"""The model's answers over the part of the plane that is looked at, as frozen numpy values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.components.losses import Head
from app.data.points import Floats
from app.explain.contours import level_lines, lines_of_levels

if TYPE_CHECKING:
    from torch import Tensor, nn

    from app.training.config import Config
    from app.training.scaling import Scaling

LEVELS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
UNCERTAIN = (0.4, 0.6)
"""Probabilities that are called uncertain."""


@dataclass(frozen=True, slots=True)
class Region:
    """The part of the input plane that is looked at; without `y` range for one input."""

    x_low: float
    x_high: float
    y_low: float = 0.0
    y_high: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class CurvePrediction:
    """Answers along x.

    Attributes
    ----------
    x
        Shape (n,), ascending.
    values
        Shape (n, 1): the value or the probability of class 1; (n, k): the probability of each class.
    """

    head: Head
    x: Floats
    values: Floats

    def at(self, x: float, _y: float = 0.0) -> Floats | None:
        """Return the answer at `x`, (1,) or (k,), between the computed ones; None outside."""
        if not self.x[0] <= x <= self.x[-1]:
            return None
        return np.array([np.interp(x, self.x, column) for column in self.values.T])


@dataclass(frozen=True, slots=True, eq=False)
class FieldPrediction:
    """Answers on a grid.

    Attributes
    ----------
    region
        Where the grid's outer nodes lie.
    values
        Shape (rows, columns, 1): the value or the probability of class 1; (rows, columns, k): of each class.
        Rows go up with x2, columns with x1.
    boundary
        Segments (2 · n, 2) of (x1, x2), each two rows one segment: where the answer changes from class to class.
    levels
        Segments on which the probability of class 1 is .1, .2, … .9, without .5; empty for several classes.
    """

    head: Head
    region: Region
    values: Floats
    boundary: Floats
    levels: Floats

    def at(self, x: float, y: float) -> Floats | None:
        """Return the answer at (x, y), (1,) or (k,), bilinear between the grid's nodes; None outside."""
        rows, columns, _ = self.values.shape
        region = self.region
        column = (x - region.x_low) / (region.x_high - region.x_low) * (columns - 1)
        row = (y - region.y_low) / (region.y_high - region.y_low) * (rows - 1)
        if not (0 <= column <= columns - 1 and 0 <= row <= rows - 1):
            return None
        c, r = min(int(column), columns - 2), min(int(row), rows - 2)
        u, v = column - c, row - r
        corners = self.values[r : r + 2, c : c + 2]
        answer: Floats = np.einsum("i,j,ijk->k", np.array([1 - v, v]), np.array([1 - u, u]), corners)
        return answer


Prediction = CurvePrediction | FieldPrediction


def predict(config: Config, model: nn.Module, scaling: Scaling, coordinates: Floats) -> Floats:
    """Return answers at points: (n, 1 or 2) coordinates → (n, 1) values or probabilities of class 1, or (n, k)."""
    import torch

    from app.training.experiment import make_inputs

    with torch.inference_mode():
        return _answers(config, model(make_inputs(config, scaling, coordinates)))


def _answers(config: Config, output: Tensor) -> Floats:
    from app.training.experiment import probability

    answers: Floats = probability(config.head, output).cpu().double().numpy()
    return answers


def region_inputs(config: Config, scaling: Scaling, region: Region, resolution: int) -> Tensor:
    """Return what the model sees of the places of a region, (places, features): `resolution` of them along each axis.

    Along a single input there are three times as many.
    """
    from app.training.experiment import make_inputs

    if config.task.n_inputs == 1:
        places: Floats = np.linspace(region.x_low, region.x_high, 3 * resolution)[:, None]
    else:
        x = np.linspace(region.x_low, region.x_high, resolution)
        y = np.linspace(region.y_low, region.y_high, resolution)
        places = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    return make_inputs(config, scaling, places)


def predict_region(
    config: Config, model: nn.Module, scaling: Scaling, region: Region, resolution: int, inputs: Tensor | None = None
) -> Prediction:
    """Return the model's answers over a region.

    Parameters
    ----------
    inputs
        What `region_inputs` gives for all this, where it is at hand.
    """
    from app.explain.responses import responses

    if inputs is None:
        inputs = region_inputs(config, scaling, region, resolution)
    values = _answers(config, responses(model, inputs.T)[-1].T)
    if config.task.n_inputs == 1:
        return CurvePrediction(config.head, np.linspace(region.x_low, region.x_high, len(values)), values)
    grid = values.reshape(resolution, resolution, -1)
    boundary, levels = (_in_region(lines, region, resolution) for lines in _lines(config.head, grid))
    return FieldPrediction(config.head, region, grid, boundary, levels)


def _in_region(lines: Floats, region: Region, resolution: int) -> Floats:
    """Return places (n, 2) on a region's grid in the units of the region."""
    x_step, y_step = ((high - low) / (resolution - 1) for low, high in ((region.x_low, region.x_high), (region.y_low, region.y_high)))  # fmt: skip
    # Column by column: over rows of two, numpy takes several times as long.
    return np.stack([region.x_low + x_step * lines[:, 0], region.y_low + y_step * lines[:, 1]], axis=1)


def _lines(head: Head, grid: Floats) -> tuple[Floats, Floats]:
    """Return the boundary and the level lines of a grid in whole coordinates."""
    none = np.empty((0, 2))
    if head is Head.VALUE:
        return none, none
    if head is Head.BINARY:
        ends, numbers = lines_of_levels(grid[:, :, 0], np.array(LEVELS))
        is_boundary = numbers == LEVELS.index(0.5)
        return ends.take(np.flatnonzero(is_boundary), axis=0), ends.take(np.flatnonzero(~is_boundary), axis=0)
    # Where a class is as probable as the best of the others; the last class's lines are among those before.
    rivals = [np.delete(grid, number, axis=2).max(axis=2) for number in range(grid.shape[2] - 1)]
    lines = [level_lines(grid[:, :, number] - rival, 0.0) for number, rival in enumerate(rivals)]
    return np.concatenate(lines), none
