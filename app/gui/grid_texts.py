"""What a grid of experiments is called in the window's language: its settings, their values, what all have in common."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.data.points import Points
from app.gui.texts import choice_text, number_text
from app.gui.views.grid_form import setting_name
from app.gui.views.wall_layout import WallAxes
from app.training.config import TABLES, Config
from app.training.grid import Grid

_LONG_LABEL = 12
"""Letters; a choice with a longer label goes by its key, for headers are narrow."""


def grid_axes(grid: Grid, base: Config) -> WallAxes:
    """Return what varies over a grid around a configuration."""
    return WallAxes(
        tuple(setting_name(base, variation.key) for variation in grid.variations),
        tuple(tuple(value_text(variation.key, value) for value in variation.values) for variation in grid.variations),
        tuple(cell.seed for cell in grid.cells[: grid.shape[-1]]),
        QCoreApplication.translate("GridWindow", "seed"),
    )


def value_text(key: str, value: str) -> str:
    """Return a value of a setting as headers show it."""
    table = TABLES.get(key, {})
    if value in table:
        label = choice_text(table[value].label)
        return label if len(label) <= _LONG_LABEL else value
    try:
        return number_text(float(value), 3)
    except ValueError:  # several numbers, or a word
        return value.replace(",", ", ")


def summary(config: Config, points: Points) -> str:
    """Return what is common to all experiments."""
    parts = [choice_text(config.choice(table).label) for table in ("model", "loss", "optimizer")]
    several = QCoreApplication.translate("GridWindow", "{count} points").format(count=len(points))
    count = QCoreApplication.translate("GridWindow", "1 point") if len(points) == 1 else several
    return " · ".join([count, *parts])
