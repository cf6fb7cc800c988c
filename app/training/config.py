"""The configuration: one frozen value that says everything about an experiment but its points."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import Enum, auto
from typing import Any

from app.components import activations, inits, losses, models, optimizers, standardisation
from app.components.choice import Choice, Param, Value
from app.components.losses import Head
from app.data import datasets, formulas
from app.data.tasks import MAX_CLASSES, Task
from app.text import QT_TRANSLATE_NOOP as _N

MAX_LAYERS = 6
MAX_NEURONS = 256
MAX_POINTS = 100_000

Nested = float | tuple["Nested", ...]
"""A number, or numbers nested like the rows of a parameter."""


@dataclass(frozen=True, slots=True)
class Config:
    """One experiment's settings; `app.training.settings.edited` is the way to another.

    Attributes
    ----------
    activation
        One key for all hidden layers, or one a layer.
    formula, formula_low, formula_high
        What the data set "formula" draws: always a formula of the task's inputs, and the range of those.
    batch_size, epochs, speed
        0 means: all points; until stopped; full speed (updates a second).
    init_values
        Parameter name → numbers it starts from, over what `init` gives.
    options
        "<table>.<parameter>" → value, for the choices' own parameters that are not at their default.
    """

    task: Task = Task.REGRESSION_1D
    dataset: str = datasets.OWN
    n_points: int = 100
    noise: float = 0.2
    data_seed: int = 0
    formula: str = formulas.default_formula(Task.REGRESSION_1D)
    formula_low: float = -5.0
    formula_high: float = 5.0
    n_classes: int = 2
    test_ratio: float = 0.0
    model: str = "linear"
    features: tuple[str, ...] = ("x1", "x2")
    standardise: str = "none"
    hidden_sizes: tuple[int, ...] = (4, 2)
    activation: tuple[str, ...] = ("tanh",)
    loss: str = "mse"
    l1: float = 0.0
    l2: float = 0.0
    optimizer: str = "sgd"
    learning_rate: float = 0.03
    batch_size: int = 0
    shuffle: bool = True
    epochs: int = 0
    init: str = "default"
    init_values: Mapping[str, Nested] = field(default_factory=dict)
    seed: int = 0
    dtype: str = "float32"
    device: str = "cpu"
    speed: float = 0.0
    engine: str = "fast"
    options: Mapping[str, Value] = field(default_factory=dict)

    @property
    def head(self) -> Head:
        """What the model's output means.

        Raises
        ------
        ValueError
            If model and loss do not go together.
        """
        heads = losses.BY_KEY[self.loss].heads
        head = models.choose_head(models.BY_KEY[self.model], heads, self.task, self.n_classes)
        if head is None:
            raise ValueError(f"model {self.model!r} and loss {self.loss!r} do not go together")
        return head

    @property
    def data_set(self) -> datasets.DataSet | None:
        """The data set that points are drawn from, None for own points."""
        if self.dataset == formulas.FORMULA:
            return formulas.of_task(self.task, self.formula, self.formula_low, self.formula_high)
        return datasets.BY_KEY.get(self.dataset)

    @property
    def activations(self) -> tuple[str, ...]:
        """Activation keys, one a hidden layer."""
        return self.activation * len(self.hidden_sizes) if len(self.activation) == 1 else self.activation

    def choice(self, table: str) -> Choice:
        """Return the entry chosen from a table: "model", "standardise", "loss", "optimizer" or "init"."""
        return TABLES[table][getattr(self, table)]

    def choices(self) -> dict[str, tuple[Choice, ...]]:
        """Return the entries in use: table → entries."""
        chosen: dict[str, tuple[Choice, ...]] = {
            table: (self.choice(table),) for table in TABLES if table != "activation"
        }
        if models.BY_KEY[self.model].has_layers:
            chosen["activation"] = tuple(activations.BY_KEY[key] for key in dict.fromkeys(self.activations))
        return chosen

    def params(self) -> dict[str, Param]:
        """Return the parameters of the choices in use: "<table>.<parameter>" → parameter."""
        return {
            f"{table}.{param.key}": param
            for table, entries in self.choices().items()
            for entry in entries
            for param in entry.params
        }

    def effective_options(self) -> dict[str, Value]:
        """Return the parameters of the choices in use with their values."""
        return {key: self.options.get(key, param.default) for key, param in self.params().items()}

    def option(self, key: str) -> Value:
        """Return the value of a choice's parameter such as "optimizer.momentum"."""
        return self.options.get(key, self.params()[key].default)

    def arguments(self, table: str, entry: Choice | None = None) -> dict[str, Any]:
        """Return the keyword arguments of the entry chosen from a table."""
        return (entry or self.choice(table)).arguments(own_options(table, self.options))


def own_options(table: str, options: Mapping[str, Value]) -> dict[str, Value]:
    """Return the options of one table, keyed by their parameters alone."""
    prefix = f"{table}."
    return {key.removeprefix(prefix): value for key, value in options.items() if key.startswith(prefix)}


TABLES: Mapping[str, Mapping[str, Choice]] = {
    "model": models.BY_KEY,
    "standardise": standardisation.BY_KEY,
    "activation": activations.BY_KEY,
    "loss": losses.BY_KEY,
    "optimizer": optimizers.BY_KEY,
    "init": inits.BY_KEY,
}

_DATA_KEYS = (datasets.OWN, formulas.FORMULA, *datasets.BY_KEY)


def _field(key: str, label: str, low: float = -math.inf, high: float = math.inf, **more: Any) -> Param:
    """Return the entry of a field, its default being that of a `Config`."""
    return Param(key, label, getattr(Config(), key), low, high, **more)


FIELDS: tuple[Param, ...] = (
    _field("task", _N("fields", "Task"), options=tuple(Task), help=_N("fields", "What is predicted from what.")),
    _field("dataset", _N("fields", "Data set"), options=_DATA_KEYS, help=_N("fields", "Points to start from; click to add your own.")),
    _field("n_points", _N("fields", "Points"), 1, MAX_POINTS, log=True, live=True, help=_N("fields", "How many points the data set has.")),
    _field("noise", _N("fields", "Noise"), 0, 10, live=True, help=_N("fields", "Standard deviation of the noise, in the data's units.")),
    _field("data_seed", _N("fields", "Sample"), 0, 2**31 - 1, live=True, help=_N("fields", "Seed of the data: the same number gives the same points.")),
    _field("formula", _N("fields", "Formula"), live=True,
           help=_N("fields", "A formula of x, or of x1 and x2: + - * / ^, comparisons, pi, e, and functions such as sin, exp, ln, sqrt, abs, max. "
                             "Inputs where it is not a finite number are drawn again. For classes, noise moves the inputs before the formula judges them.")),
    _field("formula_low", _N("fields", "Inputs from"), -1e6, 1e6, live=True, help=_N("fields", "The lower end of the range that the formula's inputs are drawn from.")),
    _field("formula_high", _N("fields", "Inputs to"), -1e6, 1e6, live=True, help=_N("fields", "The upper end of the range that the formula's inputs are drawn from.")),
    _field("n_classes", _N("fields", "Classes"), 2, MAX_CLASSES, help=_N("fields", "How many classes there are.")),
    _field("test_ratio", _N("fields", "Test share"), 0, 0.9, live=True, help=_N("fields", "Share of the points kept out of training to test on.")),
    _field("model", _N("fields", "Model"), options=tuple(models.BY_KEY), help=_N("fields", "The function whose parameters are learned.")),
    _field("standardise", _N("fields", "Standardise"), options=tuple(standardisation.BY_KEY),
           help=_N("fields", "Brings every input column of the model, features and powers included, to a common scale, found from the training points and anew whenever they change. "
                             "The formula stays in the units of the data.")),
    _field("loss", _N("fields", "Loss"), options=tuple(losses.BY_KEY), help=_N("fields", "The number that training makes small.")),
    _field("l1", _N("fields", "L1 penalty"), 0, 10, live=True, help=_N("fields", "Adds rate · Σ|w| over the weights, not the biases: pushes weights to 0.")),
    _field("l2", _N("fields", "L2 penalty"), 0, 10, live=True, help=_N("fields", "Adds rate/2 · Σw² over the weights, not the biases: keeps weights small.")),
    _field("optimizer", _N("fields", "Optimizer"), options=tuple(optimizers.BY_KEY), help=_N("fields", "How parameters move, given the gradients.")),
    _field("learning_rate", _N("fields", "Learning rate"), 1e-12, 1e30, log=True, live=True, help=_N("fields", "How far each update goes along the gradient.")),
    _field("batch_size", _N("fields", "Batch size"), 0, MAX_POINTS, help=_N("fields", "How many points each update looks at; 0 means all of them.")),
    _field("shuffle", _N("fields", "Shuffle"), help=_N("fields", "Whether every epoch takes the points in a new order. Full batches need no order.")),
    _field("epochs", _N("fields", "Epochs"), 0, 10**9, live=True, help=_N("fields", "Passes over the training points; 0 means until stopped.")),
    _field("init", _N("fields", "Initial weights"), options=tuple(inits.BY_KEY), help=_N("fields", "What the parameters start from.")),
    _field("seed", _N("fields", "Seed"), 0, 2**31 - 1, help=_N("fields", "Seed of the initial weights and the shuffling.")),
    _field("dtype", _N("fields", "Precision"), options=("float32", "float64"), help=_N("fields", "Size of the numbers that PyTorch computes with.")),
    _field("device", _N("fields", "Device"), help=_N("fields", "Where PyTorch computes. Small models are often fastest on the CPU.")),
    _field("engine", _N("fields", "Engine"), live=True, options=(_N("choices", "fast"), _N("choices", "reference")),
           help=_N("fields", "What trains at full speed: fast calls PyTorch's kernels directly, many updates in one go; reference is the loop as one writes it in PyTorch. Both give the same numbers.")),
    _field("speed", _N("fields", "Speed"), 0, 1e6, live=True, help=_N("fields", "Updates a second; 0 means full speed.")),
)  # fmt: skip

LABELS: Mapping[str, str] = {
    "features": _N("fields", "Features"),
    "hidden_sizes": _N("fields", "Hidden layers"),
    "activation": _N("fields", "Activation"),
    "init_values": _N("fields", "Start values"),
    **{param.key: param.label for param in FIELDS},
}
"""What every field is called, those that are no single number or text included."""

FIELDS_BY_KEY: Mapping[str, Param] = {param.key: param for param in FIELDS}


class Change(Enum):
    """What a new configuration means for a running training."""

    NONE = auto()
    LIVE = auto()
    RESTART = auto()


def classify_change(old: Config, new: Config) -> Change:
    """Say whether a running training can take over the new configuration."""
    if old == new:
        return Change.NONE
    for entry in fields(Config):
        if entry.name == "options":
            continue
        is_live = entry.name in FIELDS_BY_KEY and FIELDS_BY_KEY[entry.name].live
        if not is_live and getattr(old, entry.name) != getattr(new, entry.name):
            return Change.RESTART
    effective_old, effective_new = old.effective_options(), new.effective_options()
    params = new.params()
    if any(effective_old[key] != effective_new[key] and not params[key].live for key in params):
        return Change.RESTART
    return Change.LIVE
