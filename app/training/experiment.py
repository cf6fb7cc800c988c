"""Builds what a training needs, model, criterion, optimizer and tensors, from a configuration and points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from app.components import activations, features, inits, losses, optimizers
from app.components.losses import Head
from app.components.networks import MLP
from app.data.points import Floats, Points
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError
from app.training.config import Config, Nested
from app.training.scaling import Scaling

Criterion = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True, slots=True)
class Batch:
    """Inputs (n, features) and targets as the head wants them, with the points' row numbers (n,)."""

    inputs: Tensor
    targets: Tensor
    rows: Tensor

    def __len__(self) -> int:
        return self.rows.shape[0]  # len() of a tensor takes ten times as long


def feature_columns(config: Config, coordinates: Tensor) -> Tensor:
    """Return what a model can see of points: (n, 1 or 2) coordinates → (n, features).

    Powers stand highest first, as in y = w1·x² + w2·x + b.
    """
    if config.model == "polynomial":
        degree = int(config.option("model.degree"))
        return torch.cat([coordinates**power for power in range(degree, 0, -1)], dim=1)
    if config.task.n_inputs == 1 or config.features == ("x1", "x2"):
        return coordinates
    x1, x2 = coordinates[:, :1], coordinates[:, 1:]
    return torch.cat([features.BY_KEY[key].compute(x1, x2) for key in config.features], dim=1)


def count_features(config: Config) -> int:
    """Return the number of columns that `feature_columns` makes."""
    return feature_columns(config, torch.zeros(1, config.task.n_inputs)).shape[1]


def tensor_of(config: Config, values: Floats) -> Tensor:
    """Return values as a tensor of the configuration's precision on its device."""
    return torch.tensor(values, dtype=getattr(torch, config.dtype)).to(config.device)


def make_scaling(config: Config, points: Points) -> Scaling:
    """Return how the columns are standardised: found from the training points alone."""
    columns = feature_columns(config, tensor_of(config, points.inputs[~points.is_test]))
    return Scaling.of(config.choice("standardise"), columns.cpu().double().numpy(), config.dtype)


def make_inputs(config: Config, scaling: Scaling, coordinates: Floats) -> Tensor:
    """Return what the model is given for points: (n, 1 or 2) coordinates → (n, features), standardised."""
    return scaling.apply(feature_columns(config, tensor_of(config, coordinates)))


def make_batch(config: Config, scaling: Scaling, points: Points, of_test: bool) -> Batch:
    """Return the training points, or the test points, as tensors on the configuration's device."""
    rows = np.flatnonzero(points.is_test == of_test)
    inputs = make_inputs(config, scaling, points.inputs[rows])
    targets = tensor_of(config, points.targets[rows])
    targets = targets.long() if config.head is Head.MULTICLASS else targets.unsqueeze(1)
    return Batch(inputs, targets, torch.from_numpy(rows))


def make_model(config: Config) -> nn.Module:
    """Return the model with its starting weights; the same seed gives the same weights.

    Built in float32 on the CPU and then moved, so that precision and device do not change where it starts.

    Raises
    ------
    UserError
        If `init_values` name no parameter or do not fit its shape.
    """
    n_inputs = count_features(config)
    n_outputs = config.n_classes if config.head is Head.MULTICLASS else 1
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(config.seed)
        model: nn.Module
        if config.model == "mlp":
            entries = [activations.BY_KEY[key] for key in config.activations]
            makers = [_maker(entry.factory(), config.arguments("activation", entry)) for entry in entries]
            model = MLP(n_inputs, config.hidden_sizes, makers, n_outputs)
        else:
            model = nn.Linear(n_inputs, n_outputs, bias=bool(config.option("model.bias")))
        inits.BY_KEY[config.init].factory()(model, **config.arguments("init"))
    model.to(device=config.device, dtype=getattr(torch, config.dtype))
    for name, value in config.init_values.items():
        _set_parameter(model, name, value)
    return model


def _maker(activation: Callable[..., nn.Module], arguments: dict[str, object]) -> Callable[[], nn.Module]:
    return lambda: activation(**arguments)


@torch.no_grad()
def _set_parameter(model: nn.Module, name: str, value: Nested) -> None:
    parameters = dict(model.named_parameters())
    if name not in parameters:
        raise UserError(
            _N("errors", "init.{name}: the model has no such parameter. It has: {names}."),
            name=name,
            names=", ".join(parameters),
        )
    parameter = parameters[name]
    try:
        numbers = torch.tensor(value, dtype=parameter.dtype)
    except (ValueError, TypeError):  # rows of different lengths
        numbers = torch.empty(0)
    if not numbers.isfinite().all():
        raise UserError(_N("errors", "init.{name}: a number is too large for the precision."), name=name)
    is_filled = numbers.numel() in (1, parameter.numel()) and (numbers.dim() < 2 or numbers.shape == parameter.shape)
    if not is_filled:
        raise UserError(
            _N("errors", "init.{name}: the numbers do not fill the shape {shape}."),
            name=name,
            shape=" × ".join(str(size) for size in parameter.shape),
        )
    parameter.copy_(numbers.expand(parameter.shape) if numbers.numel() == 1 else numbers.reshape(parameter.shape))


def probability(head: Head, output: Tensor) -> Tensor:
    """Return the probability of class 1 (n, 1), of each class (n, k), or a value as it is."""
    if head is Head.BINARY:
        return torch.sigmoid(output)
    return torch.softmax(output, dim=1) if head is Head.MULTICLASS else output


def make_criterion(config: Config, is_reduced: bool = True) -> Criterion:
    """Return the loss as a function of the model's output and the targets.

    It gives a scalar or, if not `is_reduced`, the loss of every point.
    """
    loss = losses.BY_KEY[config.loss]
    criterion = loss.factory()(**config.arguments("loss"))
    if not is_reduced:
        criterion.reduction = "none"
    if not loss.on_probabilities:
        return criterion  # type: ignore[no-any-return]
    head = config.head
    return lambda output, targets: criterion(probability(head, output), targets)


def make_optimizer(config: Config, model: nn.Module) -> torch.optim.Optimizer:
    """Return the chosen optimizer over the model's parameters."""
    factory = optimizers.BY_KEY[config.optimizer].factory()
    optimizer: torch.optim.Optimizer = factory(
        model.parameters(), lr=config.learning_rate, **config.arguments("optimizer")
    )
    return optimizer


def update_optimizer(config: Config, optimizer: torch.optim.Optimizer) -> None:
    """Set what may change while training, the learning rate and live options, without losing its memory."""
    live = {param.argument or param.key for param in config.choice("optimizer").params if param.live}
    arguments = {key: value for key, value in config.arguments("optimizer").items() if key in live}
    for group in optimizer.param_groups:
        group.update(arguments, lr=config.learning_rate)
