"""The neurons' answers against the model's own modules."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from app.components.activations import ACTIVATIONS
from app.explain.responses import responses
from app.training.experiment import make_model
from app.training.settings import from_dict

PLACES = torch.linspace(-3, 3, 34, dtype=torch.float64).reshape(17, 2)
FAR = torch.tensor([[1e-8, -1e-8], [200.0, -200.0], [1e30, 1e30]], dtype=torch.float64)


@pytest.mark.parametrize(("dtype", "tolerance"), [("float64", 1e-12), ("float32", 1e-6)])
@pytest.mark.parametrize("activation", [entry.key for entry in ACTIVATIONS])
def test_each_layer_is_what_its_activation_gives(activation: str, dtype: str, tolerance: float) -> None:
    config = from_dict({"task": "regression-2d", "model": "mlp", "hidden_sizes": "5,3", "activation": activation, "dtype": dtype})  # fmt: skip
    model = make_model(config)
    assert isinstance(model, nn.Sequential)
    places = torch.cat([PLACES, FAR]).to(next(model.parameters()))
    with torch.no_grad():
        expected = [nn.Sequential(*list(model)[:end])(places).T for end in (2, 4, 5)]
    found = responses(model, places.T)
    assert [tuple(layer.shape) for layer in found] == [(5, 20), (3, 20), (1, 20)]
    for layer, own in zip(found, expected, strict=True):
        torch.testing.assert_close(layer, own, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("bias", [True, False])
def test_a_model_without_hidden_layers_has_its_output_alone(bias: bool) -> None:
    model = nn.Linear(2, 3, bias=bias, dtype=torch.float64)
    (found,) = responses(model, PLACES.T)
    torch.testing.assert_close(found, model(PLACES).detach().T, rtol=1e-12, atol=1e-12)
