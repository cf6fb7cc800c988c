"""Which settings stand where in the form, and of what kind they are: a pure function of the configuration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.components import models
from app.components.choice import Param
from app.data import formulas
from app.training.config import FIELDS_BY_KEY, Config

SLIDERS: Mapping[str, tuple[float, float]] = {
    "n_points": (10, 3000),
    "noise": (0, 3),
    "test_ratio": (0, 0.9),
    "model.degree": (1, 10),
    "optimizer.momentum": (0, 0.99),
    "learning_rate": (1e-5, 10),
}
"""What has a slider, and the everyday part of its range that the slider covers."""

_OPTIMIZER_OPTIONS = 2
"""So many options of an optimizer stand among the main settings."""

LAYER_BY_LAYER = "layer by layer"
"""What the choice of an activation shows when the layers have different ones."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One row to show. `param` is None for features, layers, activations and given weights, which are no Param."""

    key: str
    param: Param | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One section: the main rows, and those that unfold."""

    name: str
    main: tuple[Slot, ...]
    more: tuple[Slot, ...]


def plan(config: Config) -> tuple[Step, ...]:
    """Return the four steps with the settings that fit the configuration."""
    return (_data(config), _model(config), _loss(config), _training())


def value_of(config: Config, key: str) -> object:
    """Return the value that the row of a key shows."""
    if key == "activation":
        return config.activation[0] if len(config.activation) == 1 else LAYER_BY_LAYER
    return config.option(key) if "." in key else getattr(config, key)


def default_of(slot: Slot) -> object:
    """Return the default of a row."""
    return getattr(Config(), slot.key) if slot.param is None else slot.param.default


def _fields(*keys: str) -> tuple[Slot, ...]:
    return tuple(Slot(key, FIELDS_BY_KEY[key]) for key in keys)


def _options(config: Config, table: str) -> tuple[Slot, ...]:
    return tuple(Slot(key, param) for key, param in config.params().items() if key.startswith(f"{table}."))


def _data(config: Config) -> Step:
    entry = config.data_set
    is_formula = config.dataset == formulas.FORMULA
    sample: tuple[Slot, ...] = ()
    if entry is not None and not entry.is_fixed:
        sample = (Slot("n_points", replace(FIELDS_BY_KEY["n_points"], default=entry.n_points)),)
        if entry.noise is not None:
            sample += (Slot("noise", replace(FIELDS_BY_KEY["noise"], default=entry.noise)),)
    formula = (Slot("formula", replace(FIELDS_BY_KEY["formula"], default=formulas.default_formula(config.task))),)
    main = (*_fields("task", "dataset"), *(formula if is_formula else ()), *sample, *_fields("test_ratio"))
    bounds = _fields("formula_low", "formula_high") if is_formula else ()
    classes = _fields("n_classes") if config.task.is_classification else ()
    seed = _fields("data_seed") if sample else ()
    return Step("data", main, (*bounds, *classes, *seed))


def _model(config: Config) -> Step:
    main = (*_fields("model"), *_options(config, "model"))
    if config.task.n_inputs == 2:
        main += (Slot("features"),)
    if models.BY_KEY[config.model].has_layers:
        main += (Slot("hidden_sizes"),)
        if config.hidden_sizes:
            main += (Slot("activation"), *_options(config, "activation"))
    more = (*_fields("standardise", "init"), *_options(config, "init"))
    if config.init == "given" or config.init_values:
        more += (Slot("init_values"),)
    return Step("model", main, (*more, *_fields("seed")))


def _loss(config: Config) -> Step:
    options = _options(config, "optimizer")
    main = (*_fields("loss"), *_options(config, "loss"), *_fields("optimizer", "learning_rate"))
    return Step("loss", (*main, *options[:_OPTIMIZER_OPTIONS]), (*options[_OPTIMIZER_OPTIONS:], *_fields("l1", "l2")))


def _training() -> Step:
    return Step("training", _fields("batch_size", "epochs"), _fields("shuffle", "dtype", "device", "engine"))
