"""The fast engine on every other device of the machine: the same numbers as the reference loop there, by CUDA graphs."""

from __future__ import annotations

import itertools

import pytest
import torch

from app.components.devices import probe_devices
from app.components.losses import Head
from app.training.engine.stacked import StackedEngine
from app.training.trainer import Trainer
from tests.training.test_engine import JUDGED, KEYS, POINTS, REL, RULES, compare, problem

DEVICES = [device.key for device in probe_devices() if device.problem is None and device.key != "cpu"]
if not DEVICES:
    pytest.skip("this machine has no device but its processor", allow_module_level=True)

PAIRS = [
    (judged, rule)
    for judged, rule in itertools.product(JUDGED, RULES)
    # Rounding decides the sign of a sum that is nearly 0, and Rprop sees only that.
    if not (judged[0] in ("sse", "mae", "hinge") and rule["optimizer"] == "rprop")
]


@pytest.mark.parametrize("n_models", [1, 3])
@pytest.mark.parametrize("number", range(0, len(PAIRS), 4))
@pytest.mark.parametrize("device", DEVICES)
def test_engine_and_reference_agree(device: str, number: int, n_models: int) -> None:
    (loss, head), rule = PAIRS[number]
    dtype = "float32" if device == "mps" or number % 8 else "float64"
    activations = [KEYS[(number + model) % len(KEYS)] for model in range(n_models)]
    base = {"device": device, "dtype": dtype, **rule}
    if loss == "sse":  # a batch's gradients added up: with the same rate it is chaotic
        base["learning_rate"] = 0.0005
    configs = [problem(loss, head, **base, activation=key, seed=model) for model, key in enumerate(activations)]
    compare(configs, POINTS[head], REL[dtype], (10, 50))


@pytest.mark.skipif("cuda:0" not in DEVICES, reason="this machine has no NVIDIA or AMD GPU")
def test_whole_blocks_are_replayed(monkeypatch: pytest.MonkeyPatch) -> None:
    replayed, replay = [], torch.cuda.CUDAGraph.replay

    def count(graph: torch.cuda.CUDAGraph) -> None:
        replayed.append(graph)
        replay(graph)

    monkeypatch.setattr(torch.cuda.CUDAGraph, "replay", count)
    trainer = Trainer(problem("bce_logits", Head.BINARY, device="cuda:0", batch_size=8), POINTS[Head.BINARY])
    engine = StackedEngine([trainer])
    for _ in range(3):
        engine.advance(engine.capacity)
    assert len(replayed) >= 3
    assert len(set(map(id, replayed))) == 1
