"""A grid of experiments: one configuration, and the settings that vary over it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.components.choice import read_number
from app.data.points import Points
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError
from app.training.config import Config
from app.training.sampling import data_key, resampled
from app.training.settings import from_dict, is_known

MAX_VALUES = 100_000


@dataclass(frozen=True, slots=True)
class Variation:
    """A setting's key and the values it takes, as `--set` would be given them."""

    key: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One experiment of a grid: the values of the variations, in their order, and what they make."""

    values: tuple[str, ...]
    seed: int
    config: Config


def read_variation(text: str) -> Variation:
    """Read KEY=VALUES.

    VALUES are a list, 0.01,0.1,1; with semicolons where a value has commas itself, 8;8,8;16,16; a range with the number
    of values, 0..1:5; or a logarithmic range, 0.001..1:4:log.

    Raises
    ------
    UserError
        If it is none of these.
    """
    key, equals, written = (part.strip() for part in text.partition("="))
    if not (equals and key and written):
        raise UserError(_N("errors", "“{text}” is not KEY=VALUES: write it like learning_rate=0.01,0.1,1 or learning_rate=0.001..1:4:log."), text=text.strip())  # fmt: skip
    if not is_known(key):
        raise UserError(_N("errors", "There is no setting “{name}”."), name=key)
    if ".." in written:
        return Variation(key, _range(key, written))
    values = [value.strip() for value in written.replace("，", ",").split(";" if ";" in written else ",")]
    if "" in values or len(set(values)) < len(values):
        raise UserError(_N("errors", "{name}: “{value}” has an empty value, or one twice."), name=key, value=written)
    return Variation(key, tuple(values))


def _range(key: str, written: str) -> tuple[str, ...]:
    low_text, _, rest = written.partition("..")
    high_text, *more = rest.split(":")
    low, high = read_number(low_text, key), read_number(high_text, key)
    count = read_number(more[0], key) if more else math.nan
    is_log = more[1:] == ["log"]
    is_sound = 2 <= count <= MAX_VALUES and count.is_integer() and low < high and (low > 0 or not is_log)
    if not is_sound or len(more) > 1 + is_log:
        raise UserError(_N("errors", "{name}: “{value}” is no range. Write it like 0..1:5, or 0.001..1:4:log."), name=key, value=written)  # fmt: skip
    steps = [number / (count - 1) for number in range(int(count))]
    numbers = [low * (high / low) ** step if is_log else low + (high - low) * step for step in steps]
    return tuple(f"{number:.6g}" for number in numbers)


def count_cells(variations: Sequence[Variation], n_seeds: int) -> int:
    """Return how many experiments a grid has."""
    return math.prod(len(variation.values) for variation in variations) * n_seeds


def cells(base: Config, variations: Sequence[Variation], n_seeds: int = 1) -> Iterator[Cell]:
    """Make every experiment, the last variation changing fastest, the seeds faster still.

    Seeds count on from the base's. A value that the settings do not take raises `UserError`.
    """
    keys = [variation.key for variation in variations]
    if len(set(keys)) < len(keys):
        raise UserError(_N("errors", "A setting can vary only once."))
    if unfit := {"seed", "task"} & set(keys):
        raise UserError(_N("errors", "“{name}” cannot vary: seeds are given by their number, and a grid has one task."), name=unfit.pop())  # fmt: skip
    for values in itertools.product(*(variation.values for variation in variations)):
        config = from_dict(dict(zip(keys, values, strict=True)), base)
        for number in range(n_seeds):
            seed = base.seed + number
            yield Cell(values, seed, from_dict({"seed": seed}, config))


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The experiments of a grid with the points of each; those on the same data share the object.

    Attributes
    ----------
    shape
        How many values each variation has, then how many seeds: the cells are in the order of such an array.
    """

    variations: tuple[Variation, ...]
    shape: tuple[int, ...]
    cells: tuple[Cell, ...]
    points: tuple[Points, ...]

    def __len__(self) -> int:
        return len(self.cells)


def make_grid(base: Config, points: Points, variations: Sequence[Variation], n_seeds: int, most: int) -> Grid:
    """Make a grid of at most so many experiments around one configuration and its points.

    Raises
    ------
    UserError
        If it has more, if a value does not fit, or if an experiment would have no training point.
    """
    if (count := count_cells(variations, n_seeds)) > most:
        raise UserError(_N("errors", "These are {count} experiments, at most {most} train at once. Give fewer values or fewer seeds."), count=count, most=most)  # fmt: skip
    made = tuple(cells(base, variations, n_seeds))
    samples: dict[tuple[object, ...], Points] = {}
    for cell in made:
        if (key := data_key(cell.config)) not in samples:
            samples[key] = resampled(base, cell.config, points)
    if any(sampled.n_train == 0 for sampled in samples.values()):
        raise UserError(_N("errors", "There is no training point to learn from. Place some on the canvas first."))
    shape = (*(len(variation.values) for variation in variations), n_seeds)
    return Grid(tuple(variations), shape, made, tuple(samples[data_key(cell.config)] for cell in made))
