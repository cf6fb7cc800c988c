"""What goes together: which choices a task, a model and a number of classes leave."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from app.components import losses, models
from app.data import datasets, formulas
from app.data.tasks import Task
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
