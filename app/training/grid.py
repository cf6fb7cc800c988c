"""A grid of experiments: one configuration, and the settings that vary over it."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.components.choice import read_number
from app.data.points import Points
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import Message, UserError
from app.training.config import Config
from app.training.fitting import why_unused
from app.training.sampling import data_key, resampled
from app.training.settings import from_dict, full_key, read_value

MAX_VALUES = 100_000
MAX_WHOLE = 1e15
"""Whole numbers below it are written in full."""

_PUNCTUATION = str.maketrans("，、；：＝［］【】（）", ",,;:=[][]()") | {ord("…"): "..."}
_TWICE = _N("errors", "{name}: “{value}” is there twice. Leave one out.")
_TWICE_IN_LIST = _N("errors", "{name}: “{value}” is there twice. Leave one out, or make one value of both with brackets: [{value},{value}].")  # fmt: skip
_SAME = _N("errors", "{name}: “{value}” and “{other}” are the same value. Leave one out.")


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

    VALUES are a list, 0.01,0.1,1; with brackets around a value that has commas itself, 4,[8,8], or with semicolons
    between such values, 4;8,8; a range with the number of values, 0..1:5; or a logarithmic range, 0.001..1:4:log.
    Chinese punctuation separates too. Numbers are written in one way, 1e-3 and 0.0010 as 0.001, and so are true and false.

    Raises
    ------
    UserError
        If it is none of these.
    """
    key, written = read_key(text)
    return Variation(key, _range(key, written) or _list(key, written))


def read_key(text: str) -> tuple[str, str]:
    """Read KEY=VALUES and return the setting's full name, and its values as they are written, in one line.

    Raises
    ------
    UserError
        If something is missing, or there is no such setting.
    """
    key, equals, written = (part.strip() for part in text.translate(_PUNCTUATION).partition("="))
    if not (equals and key and written):
        raise UserError(_N("errors", "“{text}” is not KEY=VALUES: write it like learning_rate=0.01,0.1,1 or learning_rate=0.001..1:4:log."), text=text.strip())  # fmt: skip
    return full_key(key), " ".join(written.split())  # a value is part of one line of a table


def _list(key: str, written: str) -> tuple[str, ...]:
    """Read values between commas, or between semicolons if there are any, none of them inside brackets."""
    separator = ";" if ";" in written else ","
    values, depth = [""], 0
    for character in written:
        depth += (character in "[(") - (character in "])")
        if depth < 0:
            break
        if character == separator and depth == 0:
            values.append("")
        else:
            values[-1] += character
    if depth or not all(value.strip() for value in values):
        raise UserError(_N("errors", "{name}: “{value}” has an empty value, or a bracket without its partner."), name=key, value=written)  # fmt: skip
    return tuple(plain_value(value.strip()) for value in values)


def plain_value(value: str) -> str:
    """Return a value without brackets of its own and spaces, its numbers, true and false written in one way."""
    inner = value[1:-1]
    is_wrapped = value in (f"[{inner}]", f"({inner})") and inner.strip() and set("[]()").isdisjoint(inner)
    words = (inner if is_wrapped else value).split(",")
    return ",".join(_plain_word(word.strip()) for word in words)


def _plain_word(word: str) -> str:
    try:
        number = read_number(word, word)
    except UserError:
        return word.lower() if word.lower() in ("true", "false") else word
    text = f"{number:.15g}"
    return text if float(text) == number else repr(number)


def comparable(key: str, value: str) -> str:
    """Return what all values have in common that a setting reads as the same, however they are written."""
    try:
        return str(read_value(key, value))
    except UserError:
        return plain_value(value)


def read_range(key: str, written: str) -> tuple[float, float, list[str]] | None:
    """Read LOW..HIGH as `read_key` gives it: return both, and what stands behind colons; None if it is no range.

    Raises
    ------
    UserError
        If these are no numbers, one is missing, or the dots are three.
    """
    if ".." not in written:
        return None
    if "..." in written:
        raise UserError(_N("errors", "{name}: “{value}” has too many dots. A range has two dots, and numbers begin with a digit: 0.001..0.1:3:log."), name=key, value=written)  # fmt: skip
    low, _, rest = written.partition("..")
    high, *more = rest.split(":")
    if not (low.strip() and high.strip()):
        raise UserError(_N("errors", "{name}: “{value}”: a range has a low and a high end, as in 0..1:5."), name=key, value=written)  # fmt: skip
    return read_number(low, key), read_number(high, key), [each.strip() for each in more]


def _range(key: str, written: str) -> tuple[str, ...]:
    if (bounds := read_range(key, written)) is None:
        return ()
    low, high, more = bounds
    is_log = more[-1:] == ["log"]
    number = more[0] if more and more[0] != "log" else ""
    count = _whole(number)
    mistakes = (
        (low >= high, _N("errors", "{name}: “{value}”: the low end must be below the high end, as in 0..1:5.")),
        (is_log and low <= 0, _N("errors", "{name}: “{value}”: a logarithmic range begins above 0, as in 0.001..1:4:log.")),
        (not number, _N("errors", "{name}: “{value}”: the number of values is missing: write it behind a colon, as in 0..1:5.")),
        (not 2 <= count <= MAX_VALUES, _N("errors", "{name}: “{value}”: the number of values, behind the colon, must be a whole number from 2 to {most}.")),
        (more[1:] not in ([], ["log"]), _N("errors", "{name}: “{value}”: behind the number of values only “log” may follow, as in 0.001..1:4:log.")),
    )  # fmt: skip
    if found := next((sentence for is_made, sentence in mistakes if is_made), None):
        raise UserError(found, name=key, value=written, most=MAX_VALUES)
    steps = [place / (count - 1) for place in range(count)]
    numbers = [low * (high / low) ** step if is_log else low + (high - low) * step for step in steps]
    gaps = [after - before for before, after in itertools.pairwise(numbers)]
    nearest = map(min, [gaps[0], *gaps], [*gaps, gaps[-1]])
    return tuple(_plain_word(_rounded(*pair)) for pair in zip(numbers, nearest, strict=True))


def _rounded(number: float, gap: float) -> str:
    """Return a number of a range as text: a whole one in full, another with the digits that its neighbours' gap needs."""
    if abs(number) < MAX_WHOLE and abs(number - round(number)) <= gap / 1e6:
        return str(round(number))
    texts = (f"{number:.{n_digits}g}" for n_digits in range(6, 17))
    return next((text for text in texts if abs(float(text) - number) <= gap / 100), repr(number))


def _whole(word: str) -> int:
    """Return a whole number; 0 for anything else."""
    try:
        return int(read_number(word, word, is_whole=True))
    except UserError:
        return 0


def check_values(config: Config, variation: Variation, beside: Sequence[Variation] = ()) -> None:
    """Try every value of a setting around a configuration, before values are combined.

    Parameters
    ----------
    beside
        Other settings with one value each that go with it; without them it is tried by itself.

    Raises
    ------
    UserError
        At the first value that is not allowed, or the same as one before it, however it is written.
    """
    found: dict[str, str] = {}
    others = {other.key: other.values[0] for other in beside}
    for value in variation.values:
        made = repr(_combined(config, {variation.key: value, **others}))
        if made in found:
            is_list = variation.key in ("hidden_sizes", "activation") and "," not in value
            twice = _TWICE_IN_LIST if is_list else _TWICE
            raise UserError(twice if found[made] == value else _SAME, name=variation.key, value=value, other=found[made])  # fmt: skip
        found[made] = value


def check_can_vary(base: Config, keys: Sequence[str]) -> None:
    """Raise `UserError` if one of these settings cannot vary over experiments around a configuration."""
    if len(set(keys)) < len(keys):
        raise UserError(_N("errors", "A setting can vary only once."))
    for key in keys:
        if key in ("seed", "task"):
            raise UserError(_N("errors", "“{name}” cannot vary: seeds are given by their number, and a grid has one task."), name=key)  # fmt: skip
        if key == "epochs":
            raise UserError(_N("errors", "“epochs” cannot vary: all experiments train equally long. Give the number with --epochs."))  # fmt: skip
        if unused := why_unused(base, key, keys):
            raise UserError(unused.template, **unused.fields)


def count_cells(variations: Sequence[Variation], n_seeds: int) -> int:
    """Return how many experiments a grid has."""
    return math.prod(len(variation.values) for variation in variations) * n_seeds


def cells(base: Config, variations: Sequence[Variation], n_seeds: int = 1) -> Iterator[Cell]:
    """Make every experiment, the last variation changing fastest, the seeds faster still.

    Seeds count on from the base's.

    Raises
    ------
    UserError
        If one of them cannot vary here, or at the first values that the settings do not take; where several vary, the
        sentence begins with them.
    """
    keys = [variation.key for variation in variations]
    check_can_vary(base, keys)
    for values in itertools.product(*(variation.values for variation in variations)):
        config = _combined(base, dict(zip(keys, values, strict=True)))
        for number in range(n_seeds):
            seed = base.seed + number
            yield Cell(values, seed, from_dict({"seed": seed}, config) if number else config)


def _combined(base: Config, values: Mapping[str, str]) -> Config:
    try:
        return from_dict(values, base)
    except UserError as error:
        if len(values) < 2:
            raise
        parts = (Message("{name} {value}", {"name": key, "value": value.replace(",", ", ")}) for key, value in values.items())  # fmt: skip
        pair = _N("errors", "{one} with {other}")
        combination = functools.reduce(lambda one, other: Message(pair, {"one": one, "other": other}), parts)
        raise UserError(_N("errors", "{combination}: {problem}"), combination=combination, problem=error.message) from None  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """The experiments of a grid with the points of each; those on the same data share the object.

    Attributes
    ----------
    shape
        How many values each variation has, then how many seeds: the cells are in the order of such an array.
    cells
        Every experiment, as `cells` makes them.
    points
        The points of each cell, in the same order.
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
