"""Settings from outside become a configuration here and nowhere else.

Files, the command line and the window's fields all call `edited`, which checks one value, or `from_dict`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from app.components import activations, features, inits
from app.components.choice import Param, Value, read_number
from app.data import formulas
from app.data.tasks import Task
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError
from app.training.config import FIELDS_BY_KEY, MAX_LAYERS, MAX_NEURONS, TABLES, Config, Nested
from app.training.fitting import fitted, fitting_datasets, fitting_losses, fitting_models


def _words(value: object) -> list[str]:
    """Split "a, b" or ["a", "b"] into words; the Chinese comma separates too."""
    text = str(value).replace("，", ",").strip("[]() ")
    items: Iterable[object] = value if isinstance(value, (list, tuple)) else text.split(",")
    return [word for word in (str(item).strip().strip("\"'") for item in items) if word]


def _read_features(value: object) -> tuple[str, ...]:
    chosen = set(_words(value))
    if unknown := chosen - set(features.BY_KEY):
        raise UserError(_N("errors", "{name}: “{value}” is not known. Choose one of: {options}."), name="features", value=", ".join(sorted(unknown)), options=", ".join(features.BY_KEY))  # fmt: skip
    if not chosen:
        raise UserError(_N("errors", "{name}: choose at least one."), name="features")
    return tuple(key for key in features.BY_KEY if key in chosen)


def _read_hidden_sizes(value: object) -> tuple[int, ...]:
    words = _words(value)
    if len(words) > MAX_LAYERS:
        raise UserError(
            _N("errors", "{name}: {count} layers are too many, at most {most}."),
            name="hidden_sizes",
            count=len(words),
            most=MAX_LAYERS,
        )
    size = Param("hidden_sizes", "", 1, 1, MAX_NEURONS)
    return tuple(int(size.read(word)) for word in words)


def _read_activation(value: object) -> tuple[str, ...]:
    key = Param("activation", "", "tanh", options=tuple(activations.BY_KEY))
    return tuple(str(key.read(word)) for word in _words(value)) or ("tanh",)


def _read_nested(value: object, name: str, depth: int = 0) -> Nested:
    """Read 1.5, "1.5", "1, 2" or rows in JSON's form, [[1, 2], [3, 4]]. A comma always separates numbers here."""
    if isinstance(value, str):
        value = value.replace("，", ",")
    if isinstance(value, str) and value.strip().startswith("["):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise UserError(
                _N("errors", "{name}: “{value}” is not a list of numbers. Write it like [[0.5, 1], [2, 3]]."),
                name=name,
                value=value,
            ) from None
    elif isinstance(value, str) and "," in value:
        value = value.split(",")
    if isinstance(value, (list, tuple)):
        if depth > 1:
            raise UserError(_N("errors", "{name}: the numbers of a parameter are a list, or a list of rows."), name=name)  # fmt: skip
        return tuple(_read_nested(item, name, depth + 1) for item in value)
    return read_number(value, name)


_FIELD_NAMES = [entry.name for entry in fields(Config) if entry.name not in ("options", "init_values")]

_READERS: Mapping[str, Callable[[object], object]] = {
    "features": _read_features,
    "hidden_sizes": _read_hidden_sizes,
    "activation": _read_activation,
}


def is_known(key: str) -> bool:
    """Whether some configuration has a setting of this full name."""
    table, _, name = key.partition(".")
    return key in _FIELD_NAMES or is_parameter_name(key) or _is_param(table, name)


def _is_param(table: str, name: str) -> bool:
    """Whether a choice has a parameter of this name."""
    return any(param.key == name for entry in TABLES.get(table, {}).values() for param in entry.params)


def read_value(key: str, value: object) -> object:
    """Return a setting's value as `edited` reads it, in whatever configuration has the setting.

    Parameters
    ----------
    key
        A setting's full name.

    Raises
    ------
    UserError
        If the value is not allowed.
    """
    if key in _READERS:
        return _READERS[key](value)
    if is_parameter_name(key):
        return _read_nested(value, key)
    if key in FIELDS_BY_KEY:
        return _read_field(key, value)
    table, _, name = key.partition(".")
    params = (param for entry in TABLES[table].values() for param in entry.params if param.key == name)
    return next(params).read(value, key)


def _read_field(key: str, value: object) -> Value:
    if key == "batch_size" and str(value).strip().lower() == "all":
        value = 0
    return FIELDS_BY_KEY[key].read(value, key)


def full_key(key: str) -> str:
    """Return the full name of a setting of some configuration, "optimizer.momentum" for "momentum".

    Raises
    ------
    UserError
        If there is none, or several choices have one of this name.
    """
    if is_known(key):
        return key
    found = [f"{table}.{key}" for table in TABLES if _is_param(table, key)]
    if len(found) > 1:
        raise _several(key, found)
    if not found:
        raise UserError(_N("errors", "There is no setting “{name}”."), name=key)
    return found[0]


def _several(key: str, full_keys: Iterable[str]) -> UserError:
    options = ", ".join(full_keys)
    return UserError(_N("errors", "“{key}” can mean {options}: write one of them."), key=key, options=options)


def find_param(config: Config, key: str) -> tuple[str, Param]:
    """Return the full key and the parameter that `key` means in this configuration.

    A choice's own parameter may be called "optimizer.momentum" or, where only one choice in use has it, "momentum".

    Raises
    ------
    UserError
        If there is none, or several.
    """
    if key in FIELDS_BY_KEY:
        return key, FIELDS_BY_KEY[key]
    known = config.params()
    found = [full for full in known if key in (full, full.partition(".")[2])]
    if len(found) == 1:
        return found[0], known[found[0]]
    if found:
        raise _several(key, found)
    if is_known(key):
        raise UserError(_N("errors", "{name} is not a setting here: only other choices have it."), name=key)
    options = ", ".join([*FIELDS_BY_KEY, *_READERS, *known, "init.<parameter>"])
    raise UserError(_N("errors", "“{key}” is not a setting here. Known: {options}."), key=key, options=options)


def is_parameter_name(key: str) -> bool:
    """Whether `key` is "init.NAME" of a model's parameter rather than an option of an entry of `init`."""
    return key.startswith("init.") and not any(
        key == f"init.{param.key}" for entry in inits.INITS for param in entry.params
    )


_SHAPES_MODEL = {"task", "n_classes", "model", "features", "hidden_sizes", "model.degree", "model.bias"}


def _with(config: Config, key: str, **changes: Any) -> Config:
    """Change a setting; starting values of a model that has another shape now are dropped."""
    new = fitted(replace(config, **changes))
    is_other_shape = new.head is not config.head or (key in _SHAPES_MODEL and new != config)
    return replace(new, init_values={}) if is_other_shape and config.init_values else new


def edited(config: Config, key: str, value: object) -> Config:
    """Return the configuration with one setting changed, checked; and what no longer fits it replaced.

    Parameters
    ----------
    key
        A field, a choice's parameter ("optimizer.momentum" or "momentum"), or "init.NAME" for a parameter's start.
    value
        Typed, or text as a person writes it.

    Raises
    ------
    UserError
        If the key is unknown or the value not allowed.
    """
    if is_parameter_name(key):
        name = key.removeprefix("init.")
        return _with(config, key, init_values={**config.init_values, name: _read_nested(value, key)})
    if key == "init_values":
        return _with(config, key, init_values=read_init_values(value))
    if key in _READERS:
        return _with(config, key, **{key: _READERS[key](value)})
    if key == "formula":
        return _with(config, key, formula=formulas.parse(str(value), config.task).text)
    full_key, param = find_param(config, key)
    read = _read_field(key, value) if key in FIELDS_BY_KEY else param.read(value, key)
    if full_key == "task":
        task = Task(str(read))
        formula = config.formula if task is config.task else formulas.default_formula(task)
        return _with(config, full_key, task=task, formula=formula)
    if full_key == "dataset" and read != config.dataset:
        return _with_data_set(config, str(read))
    if full_key == "init" and read != "given":
        return _with(config, full_key, init=read, init_values={})
    if full_key in FIELDS_BY_KEY:
        return _with(config, full_key, **{full_key: read})
    rest = {name: option for name, option in config.options.items() if name != full_key}
    return _with(config, full_key, options=rest if read == param.default else {**rest, full_key: read})


def _with_data_set(config: Config, key: str) -> Config:
    """Choose a data set, with its own size and noise."""
    new = _with(config, "dataset", dataset=key)
    if (entry := new.data_set) is None:
        return new
    return replace(new, n_points=entry.n_points or config.n_points, noise=entry.noise or 0.0)


def read_init_values(value: object) -> dict[str, Nested]:
    """Read starting values: a mapping, or text such as "weight=0.5; bias=0.25".

    Raises
    ------
    UserError
        If a part is not NAME=numbers.
    """
    if isinstance(value, Mapping):
        return {str(name): _read_nested(numbers, str(name)) for name, numbers in value.items()}
    parts = [part for part in str(value).replace("；", ";").split(";") if part.strip()]
    values: dict[str, Nested] = {}
    for part in parts:
        name, equals, numbers = part.partition("=")
        if not equals:
            raise UserError(_N("errors", "Initial weights: “{part}” is not NAME=numbers. Write them like weight=0.5; bias=0.25."), part=part.strip())  # fmt: skip
        values[name.strip()] = _read_nested(numbers, name.strip())
    return values


def to_dict(config: Config) -> dict[str, Any]:
    """Return the configuration as a flat, JSON-ready mapping of the keys that `edited` takes."""
    plain = {name: getattr(config, name) for name in _FIELD_NAMES}
    return {
        **{name: list(value) if isinstance(value, tuple) else value for name, value in plain.items()},
        "task": config.task.value,
        **config.effective_options(),
        **{f"init.{name}": _as_lists(value) for name, value in config.init_values.items()},
    }


def from_dict(flat: Mapping[str, object], base: Config | None = None) -> Config:
    """Read settings over `base`; choices come before their parameters, in whatever order they stand.

    Raises
    ------
    UserError
        At the first setting that is unknown, not allowed, or does not fit another one.
    """
    config = base or Config()
    for key in sorted(flat, key=_reading_order):
        config = edited(config, key, flat[key])
    if "activation" in flat and config.activation != (given := _read_activation(flat["activation"])):
        one = _N("errors", "{name}: {count} were given for 1 hidden layer. Write one.")
        several = _N("errors", "{name}: {count} were given for {layers} hidden layers. Write one, or one a layer.")
        layers = len(config.hidden_sizes)
        raise UserError(one if layers == 1 else several, name="activation", count=len(given), layers=layers)
    for key, offers in (("dataset", fitting_datasets), ("model", fitting_models), ("loss", fitting_losses)):
        if key in flat and getattr(config, key) != flat[key]:
            raise UserError(
                _N("errors", "{name}: “{value}” does not fit the other settings. Choose one of: {options}."),
                name=key,
                value=flat[key],
                options=", ".join(offers(config)),
            )
    return config


def _reading_order(key: str) -> tuple[bool, int]:
    """Sort fields before options, and starting values last."""
    is_start = is_parameter_name(key) or key == "init_values"
    return is_start, _FIELD_NAMES.index(key) if key in _FIELD_NAMES else len(_FIELD_NAMES)


def _as_lists(value: Nested) -> Any:
    return [_as_lists(item) for item in value] if isinstance(value, tuple) else value
