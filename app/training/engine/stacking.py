"""What the engine can train, and what of it together."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from app.components import activations, losses, optimizers
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import Message
from app.training.config import Config, own_options
from app.training.trainer import Trainer

_LAYERED = ("torch.nn:Linear", "app.components.networks:MLP")
"""The models that are linear layers with activations between them."""

WIDEST_STACK = 2**22
"""Numbers that the widest layer of models stacked together has for all training points, at most.

Larger stacks take more memory and a longer time for one update, and gain nothing.
"""


def why_reference(config: Config) -> Message | None:
    """Return why only the reference loop can train a configuration; None if the engine can."""
    loss, optimizer = losses.BY_KEY[config.loss], optimizers.BY_KEY[config.optimizer]
    hidden = [activations.BY_KEY[key] for key in config.activations] if "activation" in config.choices() else []
    without = [entry.label for entry in hidden if not entry.forward]
    without += [config.choice("model").label] * (config.choice("model").source not in _LAYERED)
    without += [loss.label] * (config.head not in loss.gradient) + [optimizer.label] * (not optimizer.rule)
    if not without:
        return None
    return Message(
        _N("errors", "{name} has no list of kernel calls, so the reference loop runs."), {"name": without[0]}
    )


def stack_key(config: Config) -> Hashable:
    """Return what experiments on the same points have in common if they are trained together.

    That is more than they need: activations with parameters of their own gain nothing from being stacked with others.
    """
    of_activations = own_options("activation", config.effective_options())
    return _needed(config), config.engine, tuple(sorted(of_activations.items()))


def _needed(config: Config) -> Hashable:
    """Return what configurations on the same points must have in common to be stacked.

    Learning rate, seed, starting weights, activations, penalties and the optimizer's numbers may differ.
    """
    options = config.effective_options().items()
    shared = [(key, value) for key, value in options if key.startswith(("model.", "loss.")) or isinstance(value, bool)]
    return (
        config.task, config.model, config.features, config.standardise, config.hidden_sizes, config.loss, config.optimizer,
        config.n_classes, config.batch_size, config.shuffle, config.dtype, config.device, why_reference(config) is None,
        tuple(shared), tuple(sorted(own_options("activation", config.options).items())),
    )  # fmt: skip


def widest_layer(config: Config) -> int:
    """Return how many neurons a model's widest layer has."""
    return max((*config.hidden_sizes, 1)) if config.model == "mlp" else config.n_classes


def most_together(config: Config, n_train: int) -> int:
    """Return how many models like this one may be stacked, given how many points they train on."""
    return max(1, WIDEST_STACK // (max(n_train, 1) * widest_layer(config)))


def check_alike(trainers: Sequence[Trainer]) -> None:
    """Raise ValueError if one engine cannot train all of them."""
    for trainer in trainers:
        if reason := why_reference(trainer.config):
            raise ValueError(str(reason))
        if not len(trainer.train):
            raise ValueError("there is no point to train on")
    if len({(_needed(trainer.config), id(trainer.points)) for trainer in trainers}) != 1:
        raise ValueError("these trainers differ in more than an engine can stack")
