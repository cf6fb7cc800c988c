"""The model written out with its present numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.components import features
from app.components.losses import Head
from app.data.points import Floats
from app.text import SUPERSCRIPTS

if TYPE_CHECKING:
    from app.training.config import Config

MAX_LINES = 4


def number(value: float) -> str:
    """Write a number with three significant digits, as in books: −0.05, 1230, 1.5·10⁷."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    exponent = math.floor(math.log10(abs(value)))
    if -4 <= exponent < 6:
        text = f"{float(f'{value:.3g}'):.10g}"
    else:
        text = f"{value / 10.0**exponent:.3g}·10{str(exponent).translate(SUPERSCRIPTS)}"
    return text.replace("-", "−")


def term_names(config: Config) -> list[str]:
    """Return what each input column of the model is called."""
    if config.model == "polynomial":
        degree = int(config.option("model.degree"))
        return ["x" if power == 1 else f"x{power}".replace(str(power), str(power).translate(SUPERSCRIPTS)) for power in range(degree, 0, -1)]  # fmt: skip
    return ["x"] if config.task.n_inputs == 1 else [features.BY_KEY[key].label for key in config.features]


def linear_form(weights: Sequence[float], names: Sequence[str], bias: float | None) -> str:
    """Write w1·a + w2·b + bias."""
    signed = [(weight, f"{number(abs(weight))}·{name}") for weight, name in zip(weights, names, strict=True)]
    if bias is not None:
        signed.append((bias, number(abs(bias))))
    text = "".join((" − " if value < 0 else " + ") + term for value, term in signed)
    return ("−" if text.startswith(" −") else "") + text[3:]


def formula(config: Config, parameters: Mapping[str, Floats]) -> list[str]:
    """Return the model as lines of text, in the units of the data.

    Parameters
    ----------
    parameters
        Name → numbers, as in the model's state_dict.
    """
    left, before, after = {
        Head.VALUE: ("y", "", ""),
        Head.BINARY: ("p", "sigmoid(", ")"),
        Head.MULTICLASS: ("p", "softmax(", ")"),
    }[config.head]
    if config.model == "mlp":
        sizes = [config.task.n_inputs if config.task.n_inputs == 1 else len(config.features), *config.hidden_sizes]
        n_outputs = parameters["output.weight"].shape[0]
        chain = "-".join(str(size) for size in [*sizes, n_outputs])
        inputs = ", ".join(term_names(config))
        return [f"{left} = {before}MLP {chain}({inputs}){after}"]
    weight = parameters["weight"]
    bias = parameters.get("bias")
    forms = [
        linear_form(row.tolist(), term_names(config), None if bias is None else float(bias[index]))
        for index, row in enumerate(weight)
    ]
    if config.head is not Head.MULTICLASS:
        return [f"{left} = {before}{forms[0]}{after}"]
    lines = [f"z{index} = {form}" for index, form in enumerate(forms)]
    shown = lines if len(lines) <= MAX_LINES else [*lines[: MAX_LINES - 1], "…"]
    return ["p = softmax(z)", *shown]
