"""What goes together: which choices a task, a model and a number of classes leave."""

from __future__ import annotations

from dataclasses import replace

from app.components import losses, models
from app.data import datasets, formulas
from app.training.config import MAX_LAYERS, Config


def fitting_models(config: Config) -> list[str]:
    """Return the models offered for the task and number of classes."""
    return [
        model.key
        for model in models.MODELS
        if config.task in model.tasks
        and any(models.choose_head(model, loss.heads, config.task, config.n_classes) for loss in losses.LOSSES)
    ]


def fitting_losses(config: Config) -> list[str]:
    """Return the losses offered for the model."""
    model = models.BY_KEY[config.model]
    return [loss.key for loss in losses.LOSSES if models.choose_head(model, loss.heads, config.task, config.n_classes)]


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
