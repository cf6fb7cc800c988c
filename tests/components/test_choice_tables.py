"""Every entry of every table: its texts, its parameters, and that it can be made."""

from __future__ import annotations

import inspect
import math
from typing import Any

import pytest
import torch
from torch import nn

from app.components import activations, features, inits, losses, models, optimizers, standardisation
from app.components.choice import Choice, Param
from app.components.losses import Head
from app.components.models import choose_head
from app.components.networks import MLP
from app.data.tasks import Task
from app.training.config import FIELDS

TABLES: dict[str, tuple[Choice, ...]] = {
    "activation": activations.ACTIVATIONS,
    "init": inits.INITS,
    "loss": losses.LOSSES,
    "model": models.MODELS,
    "optimizer": optimizers.OPTIMIZERS,
    "standardise": standardisation.STANDARDISATIONS,
}
ENTRIES = [pytest.param(entry, id=f"{table}-{entry.key}") for table, entries in TABLES.items() for entry in entries]
PARAMS = [
    pytest.param(param, id=f"{table}-{entry.key}-{param.key}")
    for table, entries in TABLES.items()
    for entry in entries
    for param in entry.params
] + [pytest.param(param, id=f"field-{param.key}") for param in FIELDS]


def ends(entry: Choice) -> list[dict[str, Any]]:
    """Options at their defaults, all at their low ends, all at their high ends, and each other text or switch."""
    numbers = [param for param in entry.params if not isinstance(param.default, (bool, str))]
    low = {param.key: param.read(param.low) for param in numbers if math.isfinite(param.low)}
    high = {param.key: param.read(param.high) for param in numbers if math.isfinite(param.high)}
    others = [{param.key: text} for param in entry.params for text in param.options]
    switches = [
        {param.key: state} for param in entry.params if isinstance(param.default, bool) for state in (True, False)
    ]
    return [{}, low, high, *others, *switches]


@pytest.mark.parametrize("table", TABLES)
def test_keys_and_labels_are_unique(table: str) -> None:
    keys = [entry.key for entry in TABLES[table]]
    labels = [entry.label for entry in TABLES[table]]
    assert len(set(keys)) == len(keys)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("entry", ENTRIES)
def test_texts_are_there(entry: Choice) -> None:
    assert entry.key.isidentifier()
    assert entry.label.strip()
    assert entry.help.endswith(".")
    assert len({param.key for param in entry.params}) == len(entry.params)


@pytest.mark.parametrize("param", PARAMS)
def test_a_parameter_accepts_its_default_and_its_bounds(param: Param) -> None:
    assert param.label.strip()
    assert param.read(param.default) == param.default
    assert param.read(str(param.default)) == param.default
    if isinstance(param.default, str):
        assert all(param.read(text) == text for text in param.options)
    elif not isinstance(param.default, bool):
        assert param.low <= param.default <= param.high
        assert all(param.read(bound) == bound for bound in (param.low, param.high) if math.isfinite(bound))
        assert not param.log or param.low > 0


@pytest.mark.parametrize("entry", activations.ACTIVATIONS, ids=lambda entry: entry.key)
def test_activations_can_be_made(entry: Choice) -> None:
    for options in ends(entry):
        module = entry.factory()(**entry.arguments(options))
        assert isinstance(module, nn.Module)
        z = torch.linspace(-3, 3, 13, requires_grad=True)
        output = module(z)
        output.sum().backward()
        assert output.shape == z.shape
        assert output.isfinite().all()
        assert z.grad is not None
        assert z.grad.isfinite().all()


@pytest.mark.parametrize("entry", losses.LOSSES, ids=lambda entry: entry.key)
def test_losses_give_a_scalar_with_a_gradient(entry: losses.Loss) -> None:
    cases = {
        Head.VALUE: (torch.tensor([[0.5], [-1.0], [2.0]]), torch.tensor([[1.0], [0.0], [2.5]])),
        Head.BINARY: (torch.tensor([[0.2], [0.9], [0.6]]), torch.tensor([[0.0], [1.0], [1.0]])),
        Head.MULTICLASS: (torch.tensor([[0.2, 0.3, 0.5], [0.1, 0.8, 0.1], [0.4, 0.4, 0.2]]), torch.tensor([2, 0, 1])),
    }
    for head in entry.heads:
        for options in ends(entry):
            outputs, targets = cases[head]
            outputs = outputs.clone().requires_grad_()
            loss = entry.factory()(**entry.arguments(options))(outputs, targets)
            assert loss.shape == ()
            loss.backward()
            assert loss.item() > 0
            assert outputs.grad is not None
            assert outputs.grad.isfinite().all()


@pytest.mark.parametrize("entry", losses.LOSSES, ids=lambda entry: entry.key)
def test_not_a_number_stays_visible_in_every_loss(entry: losses.Loss) -> None:
    targets = {Head.VALUE: torch.ones(1, 1), Head.BINARY: torch.ones(1, 1), Head.MULTICLASS: torch.tensor([1])}
    for head in entry.heads:
        for position in range(3 if head is Head.MULTICLASS else 1):
            outputs = torch.full((1, 3 if head is Head.MULTICLASS else 1), 0.25)
            outputs[0, position] = math.nan
            assert math.isnan(entry.factory()(**entry.arguments({}))(outputs, targets[head]).item())


@pytest.mark.parametrize("entry", optimizers.OPTIMIZERS, ids=lambda entry: entry.key)
def test_optimizers_can_be_made_and_make_the_loss_smaller(entry: Choice) -> None:
    for options in ends(entry):
        w = nn.Parameter(torch.tensor([1.0, -2.0]))
        optimizer = entry.factory()([w], lr=0.01, **entry.arguments(options))

        def loss_and_gradients(w: nn.Parameter = w, optimizer: torch.optim.Optimizer = optimizer) -> torch.Tensor:
            optimizer.zero_grad()
            loss = (w**2).sum()
            loss.backward()
            return loss

        first = optimizer.step(loss_and_gradients)
        assert first.item() == 5
        if options == {}:
            for _ in range(10):
                optimizer.step(loss_and_gradients)
            assert (w**2).sum().item() < 5


@pytest.mark.parametrize("entry", inits.INITS, ids=lambda entry: entry.key)
def test_inits_fill_a_model(entry: Choice) -> None:
    for options in ends(entry):
        model = MLP(2, (3,), (nn.Tanh,), 1)
        entry.factory()(model, **entry.arguments(options))
        assert all(parameter.isfinite().all() for parameter in model.parameters())


@pytest.mark.parametrize("entry", models.MODELS, ids=lambda entry: entry.key)
def test_models_fit_some_task_with_some_loss(entry: models.Model) -> None:
    assert inspect.isclass(entry.factory())
    for task in entry.tasks:
        for n_classes in (2, 3):
            found = [choose_head(entry, loss.heads, task, n_classes) for loss in losses.LOSSES]
            if entry.key != "logistic" or n_classes == 2:
                assert any(found)
            assert all(head is None or (head is Head.VALUE) != task.is_classification for head in found)
            assert n_classes == 2 or Head.BINARY not in found


def test_every_task_has_models_of_its_own() -> None:
    for task in Task:
        assert sum(task in model.tasks for model in models.MODELS) >= 2


def test_features_against_their_formulas() -> None:
    x1, x2 = torch.tensor([[0.5], [-2.0]], dtype=torch.float64), torch.tensor([[3.0], [1.5]], dtype=torch.float64)
    expected = {
        "x1": [0.5, -2], "x2": [3, 1.5], "x1_squared": [0.25, 4], "x2_squared": [9, 2.25], "x1_x2": [1.5, -3],
        "sin_x1": [math.sin(0.5), -math.sin(2)], "sin_x2": [math.sin(3), math.sin(1.5)],
    }  # fmt: skip
    assert list(features.BY_KEY) == list(expected)
    for key, values in expected.items():
        assert features.BY_KEY[key].compute(x1, x2).flatten().tolist() == pytest.approx(values, rel=1e-15)
    assert len({feature.label for feature in features.FEATURES}) == len(features.FEATURES)
