"""The fast engine against TensorFlow Playground's in Node, the same training: `python -m tests.benchmarks.playground`.

Each ratio is the median over rounds in which both run in turn. What runs in Node is `playground.mjs`, written anew from
a description; `--engine FILE` takes a copy of the original instead (its nn.ts, compiled). Ratios are printed only if
both sides compute the same. No test: run by hand.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from app.components import losses
from app.components.criteria import reduced
from app.components.losses import Head, Loss
from app.data.points import Points
from app.explain.prediction import Region, region_inputs
from app.explain.responses import activated, responses
from app.training.engine.stacked import StackedEngine
from app.training.settings import from_dict
from app.training.trainer import Trainer
from tests.benchmarks.engine import Row, measured

TARGETS = {"4,2": (0.6, 3.5), "8,6": (1.3, 5.5), "8,8,8,8,8,8": (2.4, 7.5)}
"""Hidden layers → least ratios wanted: training only, a frame."""
N_POINTS, BATCH_SIZE, LEARNING_RATE = 500, 10, 0.03
EPOCH = N_POINTS // 2 // BATCH_SIZE
"""Updates of an epoch: half of the points are for testing."""
EPOCHS_AT_ONCE = 2000 // EPOCH
"""About as many as the window's worker makes at once."""
REGION, RESOLUTION = Region(-6, 6, -6, 6), 100
PARITY_EPOCHS, TOLERANCE = 1000 // EPOCH, 1e-4


class TanhHalfSquared(nn.Module):
    """Mean of (tanh(output) - target)² / 2: Playground's classifiers end in tanh, their targets are -1 and 1."""

    reduction = "mean"

    def forward(self, output: Tensor, targets: Tensor) -> Tensor:
        return reduced((torch.tanh(output) - targets) ** 2 / 2, self.reduction)


PLAYGROUND = Loss(
    key="half_mse_tanh", label="", source=f"{__name__}:TanhHalfSquared", heads=(Head.VALUE,), help="",
    gradient={Head.VALUE: "torch.tanh({o}, out={s}); torch.sub({s}, {y}, out={d}); aten.tanh_backward({d}, {s}, grad_input={d})"},
)  # fmt: skip


class Node:
    """Their side: a process that trains one network."""

    def __init__(self, node: str, engine: Path | None) -> None:
        script = Path(__file__).with_suffix(".mjs")
        arguments = [node, str(script), *([str(engine)] if engine else [])]
        self._process = subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, request: dict[str, object]) -> dict[str, Any]:
        """Send a line, return what the answer says; ends the program if there is none."""
        assert self._process.stdin
        assert self._process.stdout
        with contextlib.suppress(BrokenPipeError):
            print(json.dumps(request), file=self._process.stdin, flush=True)
        line = self._process.stdout.readline()
        if not line:
            sys.exit("Node ended; what it says stands above.")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def work(self, kind: str) -> Callable[[int], float]:
        """Return a function from how often to the seconds that one time takes."""

        def run(count: int) -> float:
            return float(self.ask({"kind": kind, "count": count})["seconds"]) / count

        return run

    def close(self) -> None:
        self._process.communicate()


class Ours:
    """Our side: the engine as the window's worker uses it, and the neurons' maps."""

    def __init__(self, hidden_sizes: str, points: Points) -> None:
        settings = {"task": "regression-2d", "model": "mlp", "hidden_sizes": hidden_sizes, "activation": "tanh", "batch_size": BATCH_SIZE, "shuffle": False, "learning_rate": LEARNING_RATE}  # fmt: skip
        self.trainer = Trainer(replace(from_dict(settings), loss=PLAYGROUND.key), points)
        self.layers = [module for module in self.trainer.model.modules() if isinstance(module, nn.Linear)]
        generator = torch.Generator().manual_seed(0)
        for layer in self.layers:
            nn.init.uniform_(layer.weight, -0.5, 0.5, generator)
            nn.init.constant_(layer.bias, 0.1)
        self._engine = StackedEngine([self.trainer])
        # They stay as long as the window shows the same part of the plane.
        self._inputs = region_inputs(self.trainer.config, self.trainer.scaling, REGION, RESOLUTION).T.contiguous()

    def train(self, n_epochs: int, with_losses: bool) -> tuple[float, float]:
        """Train, with both losses after each epoch or without any; return the last ones."""
        progress = None
        for done in range(0, n_epochs, EPOCHS_AT_ONCE):
            progress = self._engine.advance(EPOCH * min(EPOCHS_AT_ONCE, n_epochs - done), with_losses)
            assert progress.is_sound.all()
        if progress is None or not with_losses:
            return math.nan, math.nan
        return float(progress.train_losses[0, -1]), float(progress.test_losses[0, -1])

    def maps(self) -> list[np.ndarray]:
        """Return each layer's maps (neurons, rows, columns)."""
        *hidden, output = responses(self.trainer.model, self._inputs)
        return [layer.numpy().reshape(-1, RESOLUTION, RESOLUTION) for layer in (*hidden, activated(nn.Tanh(), output))]

    def frame(self) -> tuple[float, float]:
        """Train an epoch and make the maps; return the losses."""
        both = self.train(1, True)
        self.maps()
        return both

    def work(self, kind: str) -> Callable[[int], float]:
        """Return a function from how often to the seconds that one time takes."""

        def run(count: int) -> float:
            started = time.perf_counter()
            if kind == "frame":
                for _ in range(count):
                    self.frame()
            else:
                self.train(count, kind == "losses")
            return (time.perf_counter() - started) / count

        return run


def circle() -> Points:
    """Return a disc of -1 inside a ring of 1, mixed, the second half for testing."""
    rng = np.random.default_rng(0)
    is_inside = rng.permutation(np.arange(N_POINTS) % 2)
    radius = np.where(is_inside, rng.uniform(0, 2.5, N_POINTS), rng.uniform(3.5, 5, N_POINTS))
    angle = rng.uniform(0, 2 * np.pi, N_POINTS)
    inputs = np.column_stack([radius * np.sin(angle), radius * np.cos(angle)])
    return Points.of(inputs, 1 - 2.0 * is_inside, np.arange(N_POINTS) >= N_POINTS // 2)


def problem(ours: Ours, points: Points) -> dict[str, object]:
    """Return what Node needs to know: weights, points and their order are the same on both sides."""
    both = [
        [{"inputs": list(place), "target": target} for place, target in zip(points.inputs[rows], points.targets[rows], strict=True)]
        for rows in (~points.is_test, points.is_test)
    ]  # fmt: skip
    return {
        "sizes": [2, *(layer.out_features for layer in ours.layers)],
        "weights": [row for layer in ours.layers for row in layer.weight.tolist()],
        "biases": [number for layer in ours.layers for number in layer.bias.tolist()],
        "train": both[0],
        "test": both[1],
        "features": list(ours.trainer.config.features),
        "batchSize": BATCH_SIZE,
        "learningRate": LEARNING_RATE,
        "axis": np.linspace(REGION.x_low, REGION.x_high, RESOLUTION).tolist(),
    }


def differences(ours: Ours, node: Node) -> tuple[float, float]:
    """Train both for 1,000 updates; return the largest difference of parameters, and of losses and maps."""
    ours.train(PARITY_EPOCHS - 1, with_losses=False)
    our_losses = ours.frame()
    node.ask({"kind": "train", "count": PARITY_EPOCHS - 1})
    their_losses = node.ask({"kind": "frame", "count": 1})["losses"]
    found = node.ask({})
    weights = [row for layer in ours.layers for row in layer.weight.tolist()]
    pairs = [(np.concatenate(weights), np.concatenate(found["weights"])), (torch.cat([layer.bias for layer in ours.layers]).tolist(), found["biases"])]  # fmt: skip
    shown = [(our_losses, their_losses), (np.concatenate(ours.maps()), found["maps"])]
    of_parameters, of_shown = (
        max(float(np.abs(np.subtract(one, other)).max()) for one, other in some) for some in (pairs, shown)
    )
    return of_parameters, of_shown


def compare(hidden_sizes: str, node: Node, n_rounds: int, seconds: float) -> None:
    """Print one network's lines."""
    points = circle()
    ours = Ours(hidden_sizes, points)
    node.ask(problem(ours, points))
    of_parameters, of_shown = differences(ours, node)
    name = f"2,{hidden_sizes},1".replace(",", "-")
    print(f"{name}: after 1,000 updates parameters differ by {of_parameters:.1e}, losses and maps by {of_shown:.1e}")
    if not max(of_parameters, of_shown) <= TOLERANCE:
        sys.exit(f"This is no longer the same training (limit {TOLERANCE:g}), so there are no ratios.")
    training, frame = TARGETS[hidden_sizes]
    kinds = {"train": ("epochs", training), "losses": ("epochs, both losses", math.nan), "frame": ("frames", frame)}
    for kind, (unit, target) in kinds.items():
        row = Row(unit, node.work(kind), ours.work(kind), target)
        ratio, theirs, own = measured(row, n_rounds, seconds)
        verdict = "  below the target" if ratio < target else ""
        print(f"  {unit:30}{ratio:8.2f}{target:8.2f}{1 / theirs:11,.0f}{1 / own:11,.0f}{verdict}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", type=Path, metavar="FILE", help="a copy of Playground's own engine, nn.js")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--seconds", type=float, default=0.2, help="how long one side of a round runs")
    arguments = parser.parse_args()
    if arguments.engine and not arguments.engine.is_file():
        parser.error(f"there is no file {arguments.engine}")
    program = shutil.which("node")
    if program is None:
        print("This benchmark needs Node (https://nodejs.org), and there is no program node here.")
        return
    torch.set_num_threads(1)
    losses.BY_KEY[PLAYGROUND.key] = PLAYGROUND
    print(f"{'':32}{'ratio':>8}{'target':>8}{'Node /s':>11}{'ours /s':>11}")
    for hidden_sizes in TARGETS:
        node = Node(program, arguments.engine and arguments.engine.resolve())
        try:
            compare(hidden_sizes, node, arguments.rounds, arguments.seconds)
        finally:
            node.close()


if __name__ == "__main__":
    main()
