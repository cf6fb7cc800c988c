"""Which settings a grid can vary, and values of each that are worth a try."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from app.components import activations, inits, optimizers
from app.components.choice import Param
from app.training.config import FIELDS, Config
from app.training.fitting import fitting_losses, fitting_models, why_unused

_FIXED = (
    "task", "dataset", "formula", "formula_low", "formula_high", "n_classes", "epochs", "seed", "dtype", "device", "engine",
)  # fmt: skip
"""Settings that say what all experiments of a grid have in common; seeds are given by their number."""

_SUGGESTED: Mapping[str, Callable[[Config], str]] = {
    "learning_rate": lambda _: "0.001..1:4:log",
    "features": lambda _: "[x1,x2],[x1,x2,x1_squared,x2_squared],[x1,x2,x1_x2],[x1,x2,sin_x1,sin_x2]",
    "hidden_sizes": lambda _: "2,4,8,[8,8]",
    "activation": lambda _: ",".join(entry.key for entry in activations.ACTIVATIONS),
    "model": lambda config: ",".join(fitting_models(config)),
    "loss": lambda config: ",".join(fitting_losses(config)),
    "optimizer": lambda _: ",".join(entry.key for entry in optimizers.OPTIMIZERS),
    "init": lambda _: ",".join(entry.key for entry in inits.INITS if entry.key != "given"),
    "batch_size": lambda _: "1,10,32,all",
    "l1": lambda _: "0,0.001,0.01,0.1",
    "l2": lambda _: "0,0.001,0.01,0.1",
    "n_points": lambda _: "20,50,100,200",
    "noise": lambda _: "0..0.6:4",
    "data_seed": lambda _: "0,1,2,3",
    "test_ratio": lambda _: "0.1..0.7:4",
    "model.degree": lambda _: "1,2,3,4,6,9",
    "optimizer.momentum": lambda _: "0,0.5,0.9,0.99",
}


def variable_settings(config: Config) -> list[str]:
    """Return the keys of the settings that can vary, in the order of the window's steps."""
    keys: list[str] = []
    for field in FIELDS:
        if field.key not in _FIXED:
            keys.append(field.key)
        if field.key == "model":
            keys += ["features", "hidden_sizes", "activation"]
    return [key for key in (*keys, *config.params()) if why_unused(config, key) is None]


def suggested_values(config: Config, key: str) -> str:
    """Return values of a setting as `read_variation` takes them behind KEY=."""
    if key in _SUGGESTED:
        return _SUGGESTED[key](config)
    known: dict[str, Param] = {**{field.key: field for field in FIELDS}, **config.params()}
    param = known[key]
    if isinstance(param.default, bool):
        return "true,false"
    if isinstance(param.default, str):
        return ",".join(param.options)
    factors = (1, 2, 4) if isinstance(param.default, int) else (0.1, 1, 10)
    numbers = [param.default * factor for factor in factors] if param.default else [0, 0.01, 0.1, 1]
    if (
        isinstance(param.default, float) and 0.5 < param.default < 1 >= param.high
    ):  # what counts is how far it is from 1
        numbers = [round(1 - (1 - param.default) * factor, 9) for factor in reversed(factors)]
    within = dict.fromkeys(f"{min(max(number, param.low), param.high):g}" for number in numbers)
    return ",".join(within)
