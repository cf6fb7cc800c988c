"""The fast engine against the loop that everybody writes, in one process: `python -m tests.benchmarks.engine`.

Each ratio is the median over rounds in which both run in turn, the order reversed every other round. No test: run by hand.
"""

from __future__ import annotations

import argparse
import math
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import torch
from torch import nn

from app.components.losses import Head
from app.data.points import Points
from app.training import experiment
from app.training.config import Config
from app.training.engine.stacked import StackedEngine
from app.training.sampling import sample
from app.training.settings import from_dict
from app.training.trainer import Trainer

CIRCLES: Mapping[str, object] = {"task": "classification-2d", "dataset": "circles", "n_points": 250, "model": "mlp"}
LINE = from_dict({"task": "regression-1d", "dataset": "line", "n_points": 15})
LOGISTIC = from_dict({**CIRCLES, "n_points": 20, "model": "logistic"})
SMALL = from_dict({**CIRCLES, "hidden_sizes": "4,2", "batch_size": 10})
WIDE = from_dict({**CIRCLES, "hidden_sizes": "64,64", "activation": "relu", "batch_size": 32})
ADAM = replace(SMALL, optimizer="adam")


def usual_loop(model: nn.Module, criterion: nn.Module, optimizer: torch.optim.Optimizer, inputs: torch.Tensor, targets: torch.Tensor, batch_size: int, n_updates: int) -> float:  # fmt: skip
    """Train the usual way; return the seconds an update took."""
    n, done = len(inputs), 0
    batch_size = batch_size or n
    started = time.perf_counter()
    while done < n_updates:
        order = torch.randperm(n)
        for start in range(0, n, batch_size):
            batch = order[start : start + batch_size]
            optimizer.zero_grad()
            loss = criterion(model(inputs[batch]), targets[batch])
            loss.backward()
            optimizer.step()
            loss.item()
            done += 1
    return (time.perf_counter() - started) / done


def usual(config: Config, points: Points) -> Callable[[int], float]:
    """Return the usual loop for a configuration: from updates to seconds an update."""
    data = experiment.make_batch(config, experiment.make_scaling(config, points), points, of_test=False)
    model = experiment.make_model(config)
    criterion = nn.MSELoss() if config.head is Head.VALUE else nn.BCEWithLogitsLoss()
    kind = torch.optim.Adam if config.optimizer == "adam" else torch.optim.SGD
    optimizer = kind(model.parameters(), lr=config.learning_rate)
    return lambda n: usual_loop(model, criterion, optimizer, data.inputs, data.targets, config.batch_size, n)


def engine(
    configs: list[Config], points: Points, is_scripted: bool, with_epochs: bool = False
) -> Callable[[int], float]:
    """Return the engine for configurations: from updates to seconds an update of one model.

    The usual loop knows no losses after an epoch, so the engine computes none but where `with_epochs` says so.
    """
    fast = StackedEngine([Trainer(config, points) for config in configs], is_scripted)

    def run(n_updates: int) -> float:
        started = time.perf_counter()
        progress = fast.advance(n_updates, with_epochs)
        assert progress.is_sound.all()
        return (time.perf_counter() - started) / n_updates / len(configs)

    return run


@dataclass(frozen=True)
class Row:
    """One line of the result: what is compared, and the least ratio wanted."""

    name: str
    slow: Callable[[int], float]
    fast: Callable[[int], float]
    target: float


def measured(row: Row, n_rounds: int, seconds: float) -> tuple[float, float, float]:
    """Return the median ratio and the median seconds an update of both."""
    counts = {run: max(1, round(seconds / run(max(1, round(0.02 / run(1)))))) for run in (row.slow, row.fast)}
    slow, fast = [], []
    for number in range(n_rounds):
        pairs = ((row.slow, slow), (row.fast, fast))
        for run, times in pairs if number % 2 else reversed(pairs):
            times.append(run(counts[run]))
    ratios = [one / other for one, other in zip(slow, fast, strict=True)]
    return statistics.median(ratios), statistics.median(slow), statistics.median(fast)


def several(config: Config, n: int) -> list[Config]:
    """Return configurations that differ in learning rate and seed."""
    return [replace(config, learning_rate=0.01 * (1 + number / n), seed=number) for number in range(n)]


def rows() -> list[Row]:
    """Return everything that has a target."""
    found = []
    one = [("linear", LINE, 28, 15), ("logistic", LOGISTIC, 25, 14), ("2-4-2-1", SMALL, 13, 8.5), ("2-4-2-1 Adam", ADAM, 17, 10), ("2-64-64-1", WIDE, 6.5, 5.5)]  # fmt: skip
    for is_scripted in (True, False):
        for name, config, target, target_without in one:
            points = sample(config)
            fast = engine([config], points, is_scripted)
            name = f"{name}, {'TorchScript' if is_scripted else 'Python'}"
            found.append(Row(name, usual(config, points), fast, target if is_scripted else target_without))
    for name, config, _, _ in one:
        points = sample(config)
        fast = engine([config], points, True, with_epochs=True)
        found.append(Row(f"{name}, and every epoch's losses", usual(config, points), fast, math.nan))
    for name, config, targets in (("2-4-2-1", SMALL, {4: 40, 16: 70, 64: 95}), ("2-64-64-1", WIDE, {16: 9, 64: 9.5})):
        points = sample(config)
        for n, target in targets.items():
            found.append(Row(f"{name} × {n}", usual(config, points), engine(several(config, n), points, True), target))
    points = sample(SMALL)
    for n, target in {4: math.nan, 16: 0.85, 64: 0.85}.items():  # for few models, calls cost more than numbers
        same = several(SMALL, n)
        kinds = ("tanh", "relu", "sigmoid")  # GELU alone costs more than all of them
        mixed = [replace(config, activation=(kinds[number % 3],)) for number, config in enumerate(same)]
        found.append(Row(f"2-4-2-1 × {n}, mixed activations against one", engine(same, points, True), engine(mixed, points, True), target))  # fmt: skip
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=0.15, help="how long one side of a round runs")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    print(f"{'':45}{'ratio':>8}{'target':>8}{'slow µs':>10}{'fast µs':>10}")
    for row in rows():
        ratio, slow, fast = measured(row, arguments.rounds, arguments.seconds)
        verdict = "  below the target" if ratio < row.target else ""
        print(f"{row.name:45}{ratio:8.2f}{row.target:8.2f}{slow * 1e6:10.2f}{fast * 1e6:10.2f}{verdict}", flush=True)


if __name__ == "__main__":
    main()
