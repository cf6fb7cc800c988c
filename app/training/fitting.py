"""What goes together: which choices a task, a model and a number of classes leave, and which settings count then."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache

from app.components import losses, models
from app.data import datasets, formulas
from app.data.tasks import Task
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import Message
from app.training.config import MAX_LAYERS, Config


def fitting_models(config: Config) -> list[str]:
    """Return the models offered for the task and number of classes."""
    return list(_models_for(config.task, config.n_classes))


@cache
def _models_for(task: Task, n_classes: int) -> tuple[str, ...]:
    return tuple(
        model.key for model in models.MODELS if task in model.tasks and _losses_for(model.key, task, n_classes)
    )


def fitting_losses(config: Config) -> list[str]:
    """Return the losses offered for the model."""
    return list(_losses_for(config.model, config.task, config.n_classes))


@cache
def _losses_for(model: str, task: Task, n_classes: int) -> tuple[str, ...]:
    entry = models.BY_KEY[model]
    return tuple(loss.key for loss in losses.LOSSES if models.choose_head(entry, loss.heads, task, n_classes))


def fitting_datasets(config: Config) -> list[str]:
    """Return the data sets offered for the task."""
    return [datasets.OWN, formulas.FORMULA, *(entry.key for entry in datasets.DATASETS if entry.task == config.task)]


def fitted(config: Config) -> Config:
    """Return the configuration with every choice that does not fit the others replaced by the first that does."""
    if config.dataset not in fitting_datasets(config):
        config = replace(config, dataset=datasets.OWN)
    if config.model not in (offered := fitting_models(config)):
        # A third class makes logistic regression a softmax regression, not a network.
        instead = "softmax" if config.model == "logistic" and "softmax" in offered else offered[0]
        config = replace(config, model=instead)
    if config.loss not in (offered := fitting_losses(config)):
        config = replace(config, loss=offered[0])
    if len(config.activation) not in (1, len(config.hidden_sizes)):
        padded = config.activation + config.activation[-1:] * MAX_LAYERS
        config = replace(config, activation=padded[: max(len(config.hidden_sizes), 1)])
    return config


def _is_drawn(config: Config) -> bool:
    """Whether the points are drawn at random."""
    return config.data_set is not None and not config.data_set.is_fixed


def _has_layers(config: Config) -> bool:
    return models.BY_KEY[config.model].has_layers


@dataclass(frozen=True, slots=True)
class _Use:
    """When a setting counts: what it depends on, the settings that decide it, and what to say where it does not."""

    counts: Callable[[Config], bool]
    deciders: tuple[str, ...]
    otherwise: str


_OF_FORMULA = _Use(
    lambda config: config.dataset == formulas.FORMULA,
    ("dataset",),
    _N("errors", "“{name}” cannot vary here: the data set is no formula."),
)
_OF_SAMPLE = _Use(
    _is_drawn, ("dataset",), _N("errors", "“{name}” cannot vary here: the points are given, they are not drawn.")
)
_NO_LAYERS = _N("errors", "“{name}” cannot vary here: the model has no hidden layers.")

_USES: Mapping[str, _Use] = {
    "n_points": _OF_SAMPLE,
    "noise": _OF_SAMPLE,
    "data_seed": _Use(
        lambda config: _is_drawn(config) or config.test_ratio > 0,
        ("dataset", "test_ratio"),
        _N("errors", "“{name}” cannot vary here: the points are given, and no share of them is for the test."),
    ),
    "formula": _OF_FORMULA,
    "formula_low": _OF_FORMULA,
    "formula_high": _OF_FORMULA,
    "n_classes": _Use(
        lambda config: config.task.is_classification,
        (),
        _N("errors", "“{name}” cannot vary here: the task has no classes."),
    ),
    "features": _Use(
        lambda config: config.task.n_inputs > 1,
        (),
        _N("errors", "“{name}” cannot vary here: the task has one input only."),
    ),
    "hidden_sizes": _Use(_has_layers, ("model",), _NO_LAYERS),
    "activation": _Use(
        lambda config: _has_layers(config) and bool(config.hidden_sizes), ("model", "hidden_sizes"), _NO_LAYERS
    ),
    "optimizer.nesterov": _Use(
        lambda config: "optimizer.nesterov" not in config.params() or config.option("optimizer.momentum") != 0,
        ("optimizer", "optimizer.momentum"),
        _N("errors", "“{name}” cannot vary here: the momentum is 0."),
    ),
    "shuffle": _Use(
        lambda config: config.batch_size > 0,
        ("batch_size",),
        _N("errors", "“{name}” cannot vary here: every batch has all points."),
    ),
    "speed": _Use(
        lambda _: False, (), _N("errors", "“{name}” cannot vary: it is how fast a training is shown, and changes no result.")
    ),
}  # fmt: skip
"""Settings that change nothing about what some experiments become."""


def why_unused(config: Config, key: str, varied: Collection[str] = ()) -> Message | None:
    """Return why a setting changes nothing about what a training becomes; None if it does.

    Parameters
    ----------
    varied
        Settings that vary: where one of them decides, the setting counts for some of the experiments.
    """
    use = _USES.get(key)
    if use is None or use.counts(config) or not set(use.deciders).isdisjoint(varied):
        return None
    return Message(use.otherwise, {"name": key})
