"""What a grid of experiments is called in the window's language: its settings, their values, what all have in common."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QCoreApplication

from app.data.points import Points
from app.gui.setting_texts import setting_name, value_labels
from app.gui.texts import choice_text, number_text
from app.gui.views.wall_layout import WallAxes
from app.running.wall_snapshot import loss_of
from app.text import UserError
from app.training.config import Config
from app.training.grid import Grid, Variation
from app.training.settings import from_dict

_LONG_NUMBER = 7
"""Characters; a longer number is rounded, and those beside it, for headers are narrow."""
_FEWEST_DIGITS, _MOST_DIGITS = 3, 15
"""Significant digits of a number that is rounded; more are not read."""
_FORMULA_SIGNS = (" / ", "2/π")
"""In a label that is a formula: in a narrow header, its beginning and end would not tell it from others."""


def grid_axes(grid: Grid, base: Config) -> WallAxes:
    """Return what varies over a grid around a configuration."""
    return WallAxes(
        tuple(setting_name(base, variation.key) for variation in grid.variations),
        tuple(value_texts(base, variation.key, variation.values) for variation in grid.variations),
        tuple(cell.seed for cell in grid.cells[: grid.shape[-1]]),
        QCoreApplication.translate("GridWindow", "seed"),
        tuple(_own_place(base, variation) for variation in grid.variations),
    )


def _own_place(base: Config, variation: Variation) -> int:
    """Return which of the values a configuration has itself; -1 for none."""
    for place, value in enumerate(variation.values):
        try:
            if from_dict({variation.key: value}, base) == base:
                return place
        except UserError:  # not by itself
            continue
    return -1


def loss_names(grid: Grid) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """Return what the losses of a grid are called, and for each experiment the place of its own among them."""
    found = [loss_of(cell.config) for cell in grid.cells]
    configs = dict(zip(found, (cell.config for cell in grid.cells), strict=True))
    keys = [key for key, _ in configs]
    names = tuple(_loss_name(config, keys.count(config.loss) > 1) for config in configs.values())
    places = {loss: place for place, loss in enumerate(configs)}
    return names, tuple(places[loss] for loss in found)


def _loss_name(config: Config, with_options: bool) -> str:
    options = loss_of(config)[1] if with_options else ()
    parts = [f"{setting_name(config, key)} {value_text(config, key, str(value))}" for key, value in options]
    return ", ".join([choice_text(config.choice("loss").label), *parts])


def value_texts(config: Config, key: str, values: Sequence[str]) -> tuple[str, ...]:
    """Return the values of a setting as headers show them: where one number is long, all with the digits that tell them apart."""
    most_letters = 0 if any(len(value) > _LONG_NUMBER for value in values) else _LONG_NUMBER
    for digits in range(_FEWEST_DIGITS, _MOST_DIGITS + 1):
        texts = tuple(value_text(config, key, value, digits, most_letters) for value in values)
        if len(set(texts)) == len(set(values)):
            break
    return texts


def value_text(
    config: Config, key: str, value: str, digits: int = _FEWEST_DIGITS, most_letters: int = _LONG_NUMBER
) -> str:
    """Return a value of a setting as headers show it: choices by their labels, a longer number with so many digits."""
    labels = {
        word: word if any(sign in label for sign in _FORMULA_SIGNS) else label
        for word, label in value_labels(config, key).items()
    }
    if any(word in labels for word in value.split(",")):
        return ", ".join(labels.get(word, word) for word in value.split(","))
    try:
        number = float(value)
    except ValueError:  # several numbers, or a word
        return value.replace(",", ", ")
    rounded = number_text(number, digits)
    return rounded if most_letters < len(value) > len(rounded) else value.replace("-", "−")


def summary(config: Config, points: Points, varying: Collection[str]) -> str:
    """Return what is common to all experiments of a grid in which some settings vary."""
    parts = [choice_text(config.choice(table).label) for table in ("model", "loss", "optimizer") if table not in varying]  # fmt: skip
    if "n_points" in varying:
        return " · ".join(parts)
    several = QCoreApplication.translate("GridWindow", "{count} points").format(count=len(points))
    count = QCoreApplication.translate("GridWindow", "1 point") if len(points) == 1 else several
    return " · ".join([count, *parts])
