"""Our own activations, losses, optimizers, starts and networks against closed forms."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from app.components import starts
from app.components.activations import BY_KEY as ACTIVATIONS
from app.components.criteria import (
    BinaryCrossEntropy,
    HalfSquaredError,
    Hinge,
    SquaredErrorOfProbabilities,
    SumSquaredError,
)
from app.components.descent import LBFGS, GradientDescent, sgd
from app.components.networks import MLP

S_SHAPED: dict[str, Callable[[float], float]] = {
    "erf": lambda z: math.erf(math.sqrt(math.pi) / 2 * z),
    "algebraic": lambda z: z / math.hypot(1, z),
    "tanh": math.tanh,
    "arctan": lambda z: 2 / math.pi * math.atan(math.pi / 2 * z),
    # The Gudermannian by its other definition, arcsin(tanh z).
    "gudermannian": lambda z: 2 / math.pi * math.asin(math.tanh(math.pi / 2 * z)),
    "softsign": lambda z: z / (1 + abs(z)),
}


@pytest.mark.parametrize("key", S_SHAPED)
def test_s_shaped_family(key: str) -> None:
    module = ACTIVATIONS[key].factory()()
    z = torch.linspace(-4, 4, 161, dtype=torch.float64, requires_grad=True)
    values = module(z)
    numbers = values.detach().numpy()
    assert np.allclose(numbers, [S_SHAPED[key](number) for number in z.tolist()], rtol=0, atol=1e-12)
    assert (np.diff(numbers) > 0).all()
    assert np.allclose(numbers, -numbers[::-1], rtol=0, atol=1e-15)
    (slopes,) = torch.autograd.grad(values.sum(), z)
    assert slopes[80].item() == pytest.approx(1, abs=1e-12)
    assert (slopes > 0).all()


@pytest.mark.parametrize("key", S_SHAPED)
def test_s_shaped_limits(key: str) -> None:
    module = ACTIVATIONS[key].factory()()
    far = module(torch.tensor([-1e8, 1e8], dtype=torch.float64))
    assert far.tolist() == pytest.approx([-1, 1], abs=1e-7)


def test_they_saturate_in_the_order_that_their_help_claims() -> None:
    at_two = [S_SHAPED[key](2) for key in ("erf", "tanh", "gudermannian", "algebraic", "arctan", "softsign")]
    assert at_two == sorted(at_two, reverse=True)


def test_sum_of_squared_errors() -> None:
    prediction, targets = torch.tensor([[1.0], [2.0], [4.0]]), torch.tensor([[2.0], [4.0], [1.0]])
    assert SumSquaredError()(prediction, targets).item() == 1 + 4 + 9


def test_half_squared_error() -> None:
    prediction, targets = torch.tensor([[1.0], [2.0]], requires_grad=True), torch.tensor([[2.0], [4.0]])
    loss = HalfSquaredError()(prediction, targets)
    loss.backward()
    assert loss.item() == (0.5 + 2) / 2
    assert prediction.grad is not None
    assert prediction.grad.flatten().tolist() == [-0.5, -1]


def test_squared_error_judges_classes_worse_than_cross_entropy() -> None:
    true_class = torch.tensor([2])
    spread, split = torch.tensor([[0.2, 0.2, 0.6]]), torch.tensor([[0.0, 0.4, 0.6]])
    squared = SquaredErrorOfProbabilities()
    assert squared(spread, true_class).item() == pytest.approx(0.24)
    assert squared(split, true_class).item() == pytest.approx(0.32)
    cross_entropy = nn.CrossEntropyLoss()
    for probabilities in (spread, split):
        assert cross_entropy(probabilities.clamp_min(1e-30).log(), true_class).item() == pytest.approx(0.5108, abs=5e-5)


def test_squared_error_of_one_probability_and_its_reductions() -> None:
    probabilities, targets = torch.tensor([[0.9], [0.4]]), torch.tensor([[1.0], [1.0]])
    assert SquaredErrorOfProbabilities("sum")(probabilities, targets).item() == pytest.approx(0.01 + 0.36)
    assert SquaredErrorOfProbabilities("mean")(probabilities, targets).item() == pytest.approx(0.185)
    three = torch.tensor([[0.2, 0.2, 0.6], [0.0, 0.4, 0.6]])
    assert SquaredErrorOfProbabilities("sum")(three, torch.tensor([2, 2])).item() == pytest.approx(0.56)
    assert SquaredErrorOfProbabilities("mean")(three, torch.tensor([2, 2])).item() == pytest.approx(0.28)


def test_binary_hinge() -> None:
    logits = torch.tensor([[2.0], [0.5], [-0.5], [-3.0]], requires_grad=True)
    targets = torch.tensor([[1.0], [1.0], [0.0], [1.0]])
    assert Hinge("sum")(logits, targets).item() == 0 + 0.5 + 0.5 + 4
    assert Hinge()(logits, targets).item() == 5 / 4
    Hinge("sum")(logits, targets).backward()
    assert logits.grad is not None
    assert logits.grad.flatten().tolist() == [0, -1, 1, -1]


def test_hinge_of_several_classes_is_torchs() -> None:
    generator = torch.Generator().manual_seed(1)
    logits = torch.randn(50, 4, generator=generator, dtype=torch.float64, requires_grad=True)
    targets = torch.randint(0, 4, (50,), generator=generator)
    for reduction in ("mean", "sum"):
        ours, theirs = Hinge(reduction)(logits, targets), nn.MultiMarginLoss(reduction=reduction)(logits, targets)
        assert ours.item() == pytest.approx(theirs.item(), rel=1e-13)
        gradients = [torch.autograd.grad(loss, logits)[0] for loss in (ours, theirs)]
        assert torch.allclose(*gradients, rtol=1e-12, atol=1e-15)


def test_binary_cross_entropy() -> None:
    probabilities, targets = torch.tensor([[0.8], [0.3]]), torch.tensor([[1.0], [0.0]])
    assert BinaryCrossEntropy(reduction="sum")(probabilities, targets).item() == pytest.approx(-math.log(0.8 * 0.7))
    assert math.isnan(BinaryCrossEntropy()(torch.tensor([[math.nan], [0.5]]), targets).item())


def quadratic_by_hand(step: Callable[[nn.Parameter, float], None], epochs: int = 100) -> tuple[Tensor, float]:
    """Train y = w1·x² + w2·x + b sample by sample as the tutorial does; return the parameters and the last loss."""
    w = nn.Parameter(torch.ones(3))
    loss = torch.tensor(0.0)
    for _, (x, y) in itertools.product(range(epochs), ((1.0, 2.0), (2.0, 4.0), (3.0, 6.0))):
        loss = (w[0] * x**2 + w[1] * x + w[2] - y) ** 2
        w.grad = None
        loss.backward()
        step(w, 0.01)
    return w.detach(), loss.item()


def test_gradient_descent_is_a_product_and_a_difference() -> None:
    def ours(w: nn.Parameter, lr: float) -> None:
        GradientDescent([w], lr).step()

    def by_hand(w: nn.Parameter, lr: float) -> None:
        assert w.grad is not None
        w.data = w.data - lr * w.grad.data

    def torchs(w: nn.Parameter, lr: float) -> None:
        torch.optim.SGD([w], lr).step()

    weights, loss = quadratic_by_hand(ours)
    assert torch.equal(weights, quadratic_by_hand(by_hand)[0])
    assert weights.tolist() == [0.24038191139698029, 0.9266766309738159, 0.99135422706604]
    assert loss == 0.00631808303296566
    others = quadratic_by_hand(torchs)[0]
    assert others[0].item() == 0.24038206040859222
    assert torch.allclose(weights, others, rtol=1e-5)


def test_gradient_descent_leaves_parameters_without_gradient_alone() -> None:
    used, unused = nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2))
    optimizer = GradientDescent([used, unused], 0.5)
    (used.sum() * 2).backward()
    assert optimizer.step() is None
    assert used.tolist() == [0, 0]
    assert unused.tolist() == [1, 1]


def test_nesterov_waits_for_a_momentum() -> None:
    w = nn.Parameter(torch.ones(1))
    assert sgd([w], 0.1, 0.0, True, 0.0).param_groups[0]["nesterov"] is False
    assert sgd([w], 0.1, 0.9, True, 0.0).param_groups[0]["nesterov"] is True


def test_lbfgs_finds_the_least_squares_answer() -> None:
    generator = torch.Generator().manual_seed(0)
    x = torch.randn(20, 3, generator=generator, dtype=torch.float64)
    y = torch.randn(20, 1, generator=generator, dtype=torch.float64)
    for search in ("none", "strong_wolfe"):
        w = nn.Parameter(torch.zeros(3, 1, dtype=torch.float64))
        optimizer = LBFGS([w], 1.0, 20, 10, search)

        def loss_and_gradients(w: nn.Parameter = w, optimizer: LBFGS = optimizer) -> Tensor:
            optimizer.zero_grad()
            loss = ((x @ w - y) ** 2).mean()
            loss.backward()
            return loss

        for _ in range(3):
            optimizer.step(loss_and_gradients)
        assert torch.allclose(w.detach(), torch.linalg.lstsq(x, y).solution, atol=1e-6)


def test_lbfgs_goes_on_where_its_line_search_is_lost() -> None:
    w = nn.Parameter(torch.tensor([1.0]))
    optimizer = LBFGS([w], 1.0, 4, 10, "strong_wolfe")
    is_lost = True

    def loss_and_gradients() -> Tensor:
        optimizer.zero_grad()
        calls.append(w.item())
        if is_lost and len(calls) == 2:
            raise IndexError("list index out of range")  # what torch's line search says where every loss is NaN
        loss = (w**2).sum()
        loss.backward()
        return loss

    calls: list[float] = []
    optimizer.step(loss_and_gradients)
    is_lost = False
    optimizer.step(loss_and_gradients)
    assert w.item() == pytest.approx(0, abs=1e-6)


def test_starts() -> None:
    model = MLP(2, (200, 200), (nn.Tanh, nn.Tanh), 1)
    starts.zeros(model)
    assert all((parameter == 0).all() for parameter in model.parameters())
    torch.manual_seed(0)
    starts.normal(model, std=0.5, mean=2.0, biases=0.25)
    for name, parameter in model.named_parameters():
        if name.endswith("bias"):
            assert (parameter == 0.25).all()
    hidden = model.hidden2.weight
    assert hidden.mean().item() == pytest.approx(2, abs=0.02)
    assert hidden.std().item() == pytest.approx(0.5, abs=0.02)
    for low, high in ((-1.0, 3.0), (3.0, -1.0)):
        starts.uniform(model, low=low, high=high, biases=-1.0)
        assert -1 <= hidden.min() < -0.95
        assert 2.95 < hidden.max() <= 3
        assert hidden.mean().item() == pytest.approx(1, abs=0.05)
        assert (model.output.bias == -1).all()


def test_network_layers_and_names() -> None:
    model = MLP(2, (4, 3), (nn.ReLU, nn.Tanh), 5)
    assert [type(layer) for layer in model] == [nn.Linear, nn.ReLU, nn.Linear, nn.Tanh, nn.Linear]
    shapes = {name: tuple(parameter.shape) for name, parameter in model.named_parameters()}
    assert shapes == {
        "hidden1.weight": (4, 2), "hidden1.bias": (4,), "hidden2.weight": (3, 4), "hidden2.bias": (3,),
        "output.weight": (5, 3), "output.bias": (5,),
    }  # fmt: skip
    assert [type(layer) for layer in MLP(2, (), (), 1)] == [nn.Linear]
