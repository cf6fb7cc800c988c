"""The model written out with its present numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from app.components import features
from app.components.losses import Head
from app.data.points import Floats
from app.explain.coefficients import coefficients
from app.text import SUPERSCRIPTS

if TYPE_CHECKING:
    from app.training.config import Config
    from app.training.scaling import Scaling

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


def standardisation(config: Config, scaling: Scaling) -> list[str]:
    """Return how each column is standardised, u1 = (x1 − 0.3) / 2.1; nothing if columns stay as they are."""
    if scaling.is_none:
        return []
    return [
        f"{name} = ({column} {'+' if offset < 0 else '−'} {number(abs(offset))}) / {number(scale)}"
        for name, column, offset, scale in zip(
            _standardised_names(config), term_names(config), scaling.offset, scaling.scale, strict=True
        )
    ]


def _standardised_names(config: Config) -> list[str]:
    n_columns = len(term_names(config))
    return ["u"] if n_columns == 1 else [f"u{place}" for place in range(1, n_columns + 1)]


def formula(config: Config, parameters: Mapping[str, Floats], scaling: Scaling) -> list[str]:
    """Return the model as lines of text, in the units of the data; networks with the standardisation as a step.

    Parameters
    ----------
    parameters
        Name → numbers as trained, as in the model's state_dict.
    """
    left, before, after = {
        Head.VALUE: ("y", "", ""),
        Head.BINARY: ("p", "sigmoid(", ")"),
        Head.MULTICLASS: ("p", "softmax(", ")"),
    }[config.head]
    own_units = coefficients(config, parameters, scaling)
    if own_units is None:
        sizes = [config.task.n_inputs if config.task.n_inputs == 1 else len(config.features), *config.hidden_sizes]
        n_outputs = parameters["output.weight"].shape[0]
        chain = "-".join(str(size) for size in [*sizes, n_outputs])
        inputs = ", ".join(term_names(config) if scaling.is_none else _standardised_names(config))
        return [f"{left} = {before}MLP {chain}({inputs}){after}", *_shortened(standardisation(config, scaling))]
    weight, bias = own_units["weight"], own_units.get("bias")
    forms = [
        linear_form(row.tolist(), term_names(config), None if bias is None else float(bias[index]))
        for index, row in enumerate(weight)
    ]
    if config.head is not Head.MULTICLASS:
        return [f"{left} = {before}{forms[0]}{after}"]
    return ["p = softmax(z)", *_shortened([f"z{index} = {form}" for index, form in enumerate(forms)])]


def _shortened(lines: list[str]) -> list[str]:
    return lines if len(lines) <= MAX_LINES else [*lines[: MAX_LINES - 1], "…"]
