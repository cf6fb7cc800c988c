"""The lessons give their printed figures, and what they claim holds; trainings equal plain PyTorch loops."""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from app.cli import main
from app.files.lessons import find_lessons, load_lesson
from app.text import LANGUAGES
from app.training.experiment import make_criterion
from app.training.sampling import sample
from app.training.settings import edited, from_dict, to_dict

IDS = [
    "backprop-by-hand",
    "linear-regression",
    "logistic-hours",
    "linear-autograd",
    "two-features",
    "softmax",
    "multilayer-perceptron",
    "backprop-quadratic",
]

Result = dict[str, Any]
Train = Callable[..., Result]


@pytest.fixture
def train(capsys: pytest.CaptureFixture[str]) -> Train:
    """Run `train … --json` and return its object."""

    def run(*arguments: str) -> Result:
        assert main(["train", *arguments, "--json"]) == 0
        result: Result = json.loads(capsys.readouterr().out)
        return result

    return run


def settings(**values: object) -> list[str]:
    return [part for key, value in values.items() for part in ("--set", f"{key.replace('__', '.')}={value}")]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(path: Path, name: str) -> list[float]:
    return [float(row[name]) for row in rows(path)]


# ------------------------------------------------------------ the files


def test_all_lessons_are_found_in_their_order() -> None:
    assert [lesson.id for lesson in find_lessons()] == IDS


@pytest.mark.parametrize("lesson_id", IDS)
def test_lesson_is_complete(lesson_id: str) -> None:
    lesson = load_lesson(lesson_id)
    assert lesson.points.n_train > 0
    assert lesson.points.n_inputs == lesson.config.task.n_inputs
    assert lesson.view is not None
    assert lesson.predict
    assert from_dict(to_dict(lesson.config)) == lesson.config
    for texts in (lesson.title, lesson.explanation):
        assert tuple(texts) == LANGUAGES
        assert not re.search("[\u4e00-\u9fff]", texts["en"])
        assert len(re.findall("[\u4e00-\u9fff]", texts["zh"])) > len(texts["zh"]) / 6
    assert lesson.explanation["en"].count("\n\n") == lesson.explanation["zh"].count("\n\n")
    for text in lesson.explanation.values():
        assert text.count("**") % 2 == 0
        assert "<" not in text


@pytest.mark.parametrize("lesson_id", IDS)
def test_view_shows_every_point(lesson_id: str) -> None:
    lesson = load_lesson(lesson_id)
    view, points = lesson.view, lesson.points
    assert view is not None
    vertical = points.targets if points.n_inputs == 1 else points.inputs[:, 1]
    inside = (
        (points.inputs[:, 0] >= view.x_low)
        & (points.inputs[:, 0] <= view.x_high)
        & (vertical >= view.y_low)
        & (vertical <= view.y_high)
    )
    assert inside.mean() > 0.99


@pytest.mark.parametrize("lesson_id", IDS)
def test_a_run_is_slow_enough_to_watch_and_soon_over(lesson_id: str) -> None:
    lesson = load_lesson(lesson_id)
    config, n_train = lesson.config, lesson.points.n_train
    n_updates = config.epochs * math.ceil(n_train / (config.batch_size or n_train))
    assert config.speed > 0
    assert 3 <= n_updates / config.speed <= 8  # seconds


# ------------------------------------------------------------ printed figures, to the last digit


def test_backprop_by_hand(train: Train, tmp_path: Path) -> None:
    history, trace = tmp_path / "history.csv", tmp_path / "trace.csv"
    before = train("backprop-by-hand", "--epochs", "0", "--predict", "4")
    after = train("backprop-by-hand", "--predict", "4", "--history", str(history), "--trace", str(trace))
    assert before["predictions"] == [4.0]
    assert after["predictions"] == [7.999998569488525]
    assert list(after["parameters"]) == ["weight"]
    assert column(trace, "grad.weight[0][0]")[:6] == [
        -2.0,
        -7.840000152587891,
        -16.228801727294922,
        -1.478623867034912,
        -5.796205520629883,
        -11.998146057128906,
    ]
    assert [float(row["last_step_loss"]) for row in rows(history)[1:3]] == [7.315943717956543, 3.9987640380859375]
    assert len(after["train_loss"]) == 101


def test_backprop_quadratic(train: Train, tmp_path: Path) -> None:
    history = tmp_path / "history.csv"
    before = train("backprop-quadratic", "--epochs", "0", "--predict", "4")
    after = train("backprop-quadratic", "--predict", "4", "--history", str(history))
    assert before["predictions"] == [21.0]
    assert after["predictions"] == [8.544171333312988]
    assert after["last_step_loss"] == 0.00631808303296566
    assert after["parameters"] == {
        "weight": [[0.24038191139698029, 0.9266766309738159]],
        "bias": [0.99135422706604],
    }
    assert float(rows(history)[-1]["last_step_loss"]) == 0.00631808303296566


def test_plain_gradient_descent_differs_from_sgd_in_the_last_digits(train: Train) -> None:
    weight = train("backprop-quadratic", *settings(optimizer="sgd"))["parameters"]["weight"][0][0]
    assert weight == 0.24038206040859222


# ------------------------------------------------------------ printed figures of other lessons

START = settings(init__weight=0.5, init__bias=0.25)


def test_linear_regression(train: Train) -> None:
    result = train("linear-regression", *START, "--predict", "4")
    losses = [result["train_loss"][epoch] for epoch in (0, 1, 99)]
    assert losses == pytest.approx([27.1875, 12.238275527954102, 0.059667252004146576], rel=1e-6)
    assert result["parameters"]["weight"][0] == pytest.approx([1.9997589588165283], rel=1e-6)
    assert result["parameters"]["bias"] == pytest.approx([0.0005480265244841576], rel=1e-6)
    assert result["predictions"] == pytest.approx([7.999583721160889], rel=1e-6)
    assert len(result["train_loss"]) == 1001


def test_logistic_hours(train: Train) -> None:
    result = train("logistic-hours", *START, "--predict", "4")
    losses = [result["train_loss"][epoch] for epoch in (0, 1, 99)]
    assert losses == pytest.approx([2.7990243434906006, 2.7504756450653076, 1.8946409225463867], rel=1e-6)
    weight, bias = result["parameters"]["weight"][0][0], result["parameters"]["bias"][0]
    assert [weight, bias] == pytest.approx([1.1941741704940796, -2.8850865364074707], rel=1e-6)
    assert -bias / weight == pytest.approx(2.415968, rel=1e-6)
    assert result["predictions"] == pytest.approx([0.8689390420913696], rel=1e-6)


@pytest.mark.parametrize("start", [-0.7, 0.3, 1.5409960746765137])
def test_linear_autograd_equals_a_plain_loop(train: Train, start: float) -> None:
    result = train("linear-autograd", *settings(init__weight=start, init__bias=0))
    points = load_lesson("linear-autograd").points
    x, y = (torch.tensor(v, dtype=torch.float32).reshape(-1, 1) for v in (points.inputs, points.targets))
    w, b = torch.tensor([[start]], requires_grad=True), torch.tensor([0.0], requires_grad=True)
    losses = []
    for _ in range(51):
        loss = ((F.linear(x, w, b) - y) ** 2).mean()
        losses.append(loss.item())
        gradients = torch.autograd.grad(loss, (w, b))
        w, b = ((v - 0.01 * g).detach().requires_grad_() for v, g in zip((w, b), gradients, strict=True))
    assert result["train_loss"] == pytest.approx(losses, rel=1e-6)


def test_linear_autograd_starts_without_bias_and_finds_least_squares(train: Train) -> None:
    start = train("linear-autograd", "--epochs", "0")["parameters"]
    assert start["bias"] == [0.0]
    end = train("linear-autograd", "--epochs", "6000")["parameters"]
    points = load_lesson("linear-autograd").points
    slope, intercept = np.polyfit(points.inputs[:, 0], points.targets, 1)
    assert [end["weight"][0][0], end["bias"][0]] == pytest.approx([slope, intercept], rel=1e-3)


def test_two_features_finds_the_true_weights(train: Train) -> None:
    result = train("two-features")
    assert result["parameters"]["weight"][0] == pytest.approx([2, -3.4], abs=2e-3)
    assert result["parameters"]["bias"] == pytest.approx([4.2], abs=2e-3)
    assert len(result["train_loss"]) == 6
    points = load_lesson("two-features").points
    x = np.column_stack([points.inputs, np.ones(len(points))])
    residual = np.linalg.lstsq(x, points.targets, rcond=None)[1][0]
    assert result["train_loss"][-1] == pytest.approx(residual / len(points) / 2, rel=0.01)


@pytest.mark.parametrize(
    ("loss", "costs"), [("cross_entropy", (0.5108, 0.5108)), ("squared_probability", (0.24, 0.32))]
)
def test_cross_entropy_judges_equally_right_answers_alike(loss: str, costs: tuple[float, float]) -> None:
    criterion = make_criterion(edited(load_lesson("softmax").config, "loss", loss))
    for probabilities, cost in zip([(0.2, 0.2, 0.6), (0.0, 0.4, 0.6)], costs, strict=True):
        logits = torch.tensor([probabilities], dtype=torch.float64).log()
        assert criterion(logits, torch.tensor([2])).item() == pytest.approx(cost, abs=5e-5)


# ------------------------------------------------------------ what the explanations promise


def last_accuracy(train: Train, path: Path, *arguments: str) -> float:
    train(*arguments, "--history", str(path))
    return column(path, "train_accuracy")[-1]


def test_softmax_lesson_learns_with_cross_entropy_and_stalls_with_squared_error(train: Train, tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    assert last_accuracy(train, path, "softmax") > 0.95
    assert last_accuracy(train, path, "softmax", *settings(loss="squared_probability")) < 0.6


def test_relu_and_tanh_learn_where_sigmoid_stalls(train: Train) -> None:
    losses = {
        key: train("multilayer-perceptron", *settings(activation=key))["train_loss"]
        for key in ("relu", "tanh", "sigmoid")
    }
    assert losses["relu"][20] < 0.1
    assert losses["tanh"][50] < 0.1
    assert losses["sigmoid"][50] > 0.68


# ------------------------------------------------------------ plain PyTorch loops


def write_csv(path: Path, inputs: np.ndarray, targets: np.ndarray) -> list[str]:
    names = ["a", "b"][: inputs.shape[1]]
    lines = [",".join([*names, "t"])]
    lines += [
        ",".join([*(repr(float(x)) for x in point), repr(float(t))]) for point, t in zip(inputs, targets, strict=True)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return ["--data", str(path)]


def load_start(model: nn.Module, result: Result) -> None:
    model.load_state_dict({name: torch.tensor(numbers) for name, numbers in result["parameters"].items()})


def plain_loop(
    model: nn.Module,
    optimizer: torch.optim.Optimizer,
    criterion: Callable[[Tensor, Tensor], Tensor],
    data: tuple[Tensor, Tensor],
    batches: Sequence[Sequence[int]],
) -> list[float]:
    """Train on the batches and return the losses of the steps."""
    losses = []
    for batch in batches:
        optimizer.zero_grad()
        loss = criterion(model(data[0][batch]), data[1][batch])
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses


def assert_same_parameters(result: Result, model: nn.Module, rel: float = 1e-6) -> None:
    for name, parameter in model.named_parameters():
        numbers = np.array(result["parameters"][name])
        assert numbers.ravel() == pytest.approx(parameter.detach().numpy().ravel(), rel=rel, abs=1e-7), name


def traced_batches(path: Path) -> list[list[int]]:
    return [[int(index) for index in row["batch"].split()] for row in rows(path)]


def test_line_on_own_data_with_momentum(train: Train, tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    x = rng.uniform(-2, 2, (23, 1))
    y = 0.7 * x[:, 0] - 1.3 + rng.normal(0, 0.3, 23)
    result = train(
        "linear-regression",
        *write_csv(tmp_path / "data.csv", x, y),
        *settings(loss="mse", momentum=0.9, learning_rate=0.02, init__weight=-0.8, init__bias=1.75),
        "--epochs",
        "40",
    )
    model = nn.Linear(1, 1)
    nn.init.constant_(model.weight, -0.8)
    nn.init.constant_(model.bias, 1.75)
    data = (torch.tensor(x, dtype=torch.float32), torch.tensor(y[:, None], dtype=torch.float32))
    optimizer = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9)
    losses = plain_loop(model, optimizer, F.mse_loss, data, [range(23)] * 40)
    assert result["train_loss"][:-1] == pytest.approx(losses, rel=1e-6)
    assert_same_parameters(result, model)


def test_logistic_with_shuffled_batches_and_test_points(train: Train, tmp_path: Path) -> None:
    rng = np.random.default_rng(8)
    x = rng.normal(0, 2, (57, 2))
    labels = (x @ [1.0, -0.5] + rng.normal(0, 0.5, 57) > 0).astype(float)
    trace = tmp_path / "trace.csv"
    arguments = [
        "two-features",
        *write_csv(tmp_path / "data.csv", x, labels),
        *settings(task="classification-2d", model="logistic", loss="bce_logits", batch_size=8, test_ratio=0.3),
        *settings(learning_rate=0.2, init="given", init__weight="0.3,-0.2", init__bias=0.1, data_seed=5, seed=6),
    ]
    result = train(*arguments, "--epochs", "6", "--trace", str(trace), "--predict", "-1.5,2", "0.5,0.25")
    batches = traced_batches(trace)
    train_rows = sorted({index for batch in batches for index in batch})
    test_rows = sorted(set(range(57)) - set(train_rows))
    assert len(test_rows) == 17
    epochs = [batches[start : start + 5] for start in range(0, 30, 5)]
    assert len(batches) == 30
    assert all(sorted(index for batch in epoch for index in batch) == train_rows for epoch in epochs)
    assert epochs[0] != epochs[1]

    data = (torch.tensor(x, dtype=torch.float32), torch.tensor(labels[:, None], dtype=torch.float32))
    model = nn.Linear(2, 1)
    model.load_state_dict({"weight": torch.tensor([[0.3, -0.2]]), "bias": torch.tensor([0.1])})
    optimizer = torch.optim.SGD(model.parameters(), lr=0.2)
    bce = F.binary_cross_entropy_with_logits
    of_train, of_test, steps = [], [], []
    for epoch in [[], *epochs]:
        steps += plain_loop(model, optimizer, bce, data, epoch)
        for kept, losses in ((train_rows, of_train), (test_rows, of_test)):
            losses.append(bce(model(data[0][kept]), data[1][kept]).item())
    assert result["train_loss"] == pytest.approx(of_train, rel=1e-6)
    assert result["test_loss"] == pytest.approx(of_test, rel=1e-6)
    assert column(trace, "loss") == pytest.approx(steps, rel=1e-6)
    assert_same_parameters(result, model)
    answers = torch.sigmoid(model(torch.tensor([[-1.5, 2.0], [0.5, 0.25]]))).flatten().tolist()
    assert result["predictions"] == pytest.approx(answers, rel=1e-6)


def test_perceptron_with_three_classes_and_adam(train: Train, tmp_path: Path) -> None:
    rng = np.random.default_rng(9)
    labels = np.arange(30) % 3
    x = rng.normal(0, 0.7, (30, 2)) + np.array([[2, 0], [-1, 1.5], [-1, -1.5]])[labels]
    arguments = [
        "multilayer-perceptron",
        *write_csv(tmp_path / "data.csv", x, labels),
        *settings(hidden_sizes="5,3", activation="relu,tanh", loss="cross_entropy", optimizer="adam"),
        *settings(learning_rate=0.01, batch_size=7, test_ratio=0, seed=3),
    ]
    trace = tmp_path / "trace.csv"
    start = train(*arguments, "--epochs", "0")
    result = train(*arguments, "--epochs", "10", "--trace", str(trace), "--predict", "0.5,-1")
    model = nn.Sequential()
    for name, layer in [
        ("hidden1", nn.Linear(2, 5)),
        ("activation1", nn.ReLU()),
        ("hidden2", nn.Linear(5, 3)),
        ("activation2", nn.Tanh()),
        ("output", nn.Linear(3, 3)),
    ]:
        model.add_module(name, layer)
    load_start(model, start)
    data = (torch.tensor(x, dtype=torch.float32), torch.tensor(labels))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    steps = plain_loop(model, optimizer, F.cross_entropy, data, traced_batches(trace))
    assert column(trace, "loss") == pytest.approx(steps, rel=1e-6)
    assert_same_parameters(result, model, rel=1e-5)
    assert result["config"]["n_classes"] == 3
    answer = torch.softmax(model(torch.tensor([[0.5, -1.0]])), dim=1)[0].tolist()
    assert result["predictions"][0] == pytest.approx(answer, rel=1e-5)
    assert sum(result["predictions"][0]) == pytest.approx(1, rel=1e-6)


def test_cubic_in_double_precision(train: Train, tmp_path: Path) -> None:
    rng = np.random.default_rng(10)
    x = rng.uniform(-1.5, 1.5, (12, 1))
    y = x[:, 0] ** 3 - x[:, 0] + rng.normal(0, 0.1, 12)
    result = train(
        "backprop-quadratic",
        *write_csv(tmp_path / "data.csv", x, y),
        *settings(degree=3, dtype="float64", learning_rate=0.02, init__weight="0.1,0.2,0.3", init__bias=-0.4),
        "--epochs",
        "5",
    )
    weights = np.array([0.1, 0.2, 0.3, -0.4])
    columns = np.column_stack([x**3, x**2, x, np.ones(12)])
    for _ in range(5):
        for row, target in zip(columns, y, strict=True):
            weights = weights - 0.02 * 2 * (row @ weights - target) * row
    assert [*result["parameters"]["weight"][0], *result["parameters"]["bias"]] == pytest.approx(weights, rel=1e-12)
    assert result["train_loss"][-1] == pytest.approx(np.mean((columns @ weights - y) ** 2), rel=1e-12)


def test_penalties_and_chosen_features(train: Train, tmp_path: Path) -> None:
    rng = np.random.default_rng(11)
    x = rng.normal(0, 1, (20, 2))
    y = x[:, 0] * x[:, 1] + 0.5 * x[:, 1]
    result = train(
        "two-features",
        *write_csv(tmp_path / "data.csv", x, y),
        *settings(features="x2,x1_x2", l1=0.01, l2=0.1, batch_size="all", loss="huber", delta=0.5, learning_rate=0.1),
        *settings(init="given", init__weight="0.5,-0.5", init__bias=0.2),
        "--epochs",
        "25",
    )
    model = nn.Linear(2, 1)
    model.load_state_dict({"weight": torch.tensor([[0.5, -0.5]]), "bias": torch.tensor([0.2])})
    inputs = torch.tensor(x, dtype=torch.float32)
    seen = torch.stack([inputs[:, 1], inputs[:, 0] * inputs[:, 1]], dim=1)
    targets = torch.tensor(y[:, None], dtype=torch.float32)

    def criterion(output: Tensor, wanted: Tensor) -> Tensor:
        penalty = 0.01 * model.weight.abs().sum() + 0.05 * model.weight.square().sum()
        return F.huber_loss(output, wanted, delta=0.5) + penalty

    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    plain_loop(model, optimizer, criterion, (seen, targets), [range(20)] * 25)
    assert_same_parameters(result, model)
    loss = F.huber_loss(model(seen), targets, delta=0.5).item()
    assert result["train_loss"][-1] == pytest.approx(loss, rel=1e-6)


def test_points_of_a_lesson_follow_its_settings() -> None:
    config = load_lesson("softmax").config
    assert sample(config).equals(sample(config))
    assert not sample(config).equals(sample(replace(config, data_seed=config.data_seed + 1)))
    assert len(sample(replace(config, dataset="own"))) == 0
