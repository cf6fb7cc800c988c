"""Where no test has seen the device, the engine's first update is held against the reference loop's. The processor plays
such a device."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import torch

from app.components import activations
from app.components.activations import ACTIVATIONS
from app.components.losses import LOSSES, Head
from app.components.optimizers import OPTIMIZERS
from app.running.session import Session
from app.training.config import Config
from app.training.engine import stacked, trial
from app.training.engine.stacked import StackedEngine
from app.training.engine.trial import DisagreementError
from app.training.trainer import Trainer
from tests.training.test_engine import CIRCLE, POINTS, problem

FAST_OPTIMIZERS = [entry.key for entry in OPTIMIZERS if entry.rule]
CHOICES = [
    *(("mse", entry.key) for entry in ACTIVATIONS if entry.forward),
    *((entry.key, "tanh") for entry in LOSSES if Head.VALUE in entry.gradient),
]


@pytest.fixture(autouse=True)
def _unknown_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stacked, "needs_trial", lambda device: True)
    monkeypatch.setattr(trial, "_tried", {})


def trainers_of(*configs: Config) -> list[Trainer]:
    return [Trainer(config, POINTS[config.head]) for config in configs]


def states_of(trainers: list[Trainer]) -> list[str]:
    return [str(trainer.state()) for trainer in trainers]


@pytest.mark.parametrize("optimizer", FAST_OPTIMIZERS)
def test_all_choices_pass_and_leaves_the_training_where_it_was(optimizer: str) -> None:
    for loss, activation in CHOICES[FAST_OPTIMIZERS.index(optimizer) % 3 :: 3]:
        base = problem(loss, Head.VALUE, activation=activation, optimizer=optimizer, dtype="float32", l2=0.01)
        trainers = trainers_of(base, replace(base, seed=1, learning_rate=0.002))
        for trainer in trainers:
            for _ in range(20):
                trainer.next_update()
        before = states_of(trainers)
        StackedEngine(trainers)
        assert states_of(trainers) == before, (loss, activation, optimizer)


def test_training_goes_on_as_without_the_trial(monkeypatch: pytest.MonkeyPatch) -> None:
    with_trial, without = trainers_of(CIRCLE), trainers_of(CIRCLE)
    StackedEngine(with_trial).advance(70)
    monkeypatch.setattr(stacked, "needs_trial", lambda device: False)
    StackedEngine(without).advance(70)
    assert states_of(with_trial) == states_of(without)


def test_a_model_that_diverges_at_once_is_no_disagreement() -> None:
    bad = problem("mse", Head.VALUE, activation="identity", learning_rate=1e30, dtype="float32")
    trainers = trainers_of(replace(bad, learning_rate=0.01), bad)
    for trainer in trainers:
        with torch.no_grad():
            for parameter in trainer.model.parameters():
                parameter.mul_(100)
    before = states_of(trainers)
    assert StackedEngine(trainers).advance(1).is_sound.tolist() == [True, False]
    assert states_of(trainers)[1] == before[1]


@pytest.mark.parametrize(
    "broken", [{"forward": "torch.sin({z}, out={a})"}, {"backward": "torch.mul({d}, {d}, out={d})"}]
)
def test_kernels_that_compute_something_else_are_not_used(broken: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    entry = activations.BY_KEY["tanh"]
    monkeypatch.setitem(activations.BY_KEY, "tanh", replace(entry, **broken))  # type: ignore[arg-type]
    config = replace(CIRCLE, dtype="float32")
    trainers = trainers_of(config, replace(config, seed=3))
    before = states_of(trainers)
    for _ in range(2):
        with pytest.raises(DisagreementError):
            StackedEngine(trainers)
        assert states_of(trainers) == before

    session, alone = Session(1, config, POINTS[Head.BINARY]), trainers[0]
    session.go_on()
    for _ in range(9):
        session.advance_fast(0.01)
        alone.next_update()
    assert str(session.trainer.state()) == str(alone.state())
    assert "computes other numbers" in str(session.snapshot(None, 10, 0).engine)


@pytest.mark.parametrize("n_seen", [0, 1, 3])
def test_the_kernels_of_a_shorter_last_batch_are_tried_too(n_seen: int, monkeypatch: pytest.MonkeyPatch) -> None:
    forward_and_backward = stacked.forward_and_backward

    def wrong_if_short(configs: Any, layout: Any, tensors: dict[str, torch.Tensor]) -> list[str]:
        is_short = tensors["r"].shape[-1] == 2
        return [*forward_and_backward(configs, layout, tensors), *["g.neg_()"] * is_short]

    monkeypatch.setattr(stacked, "forward_and_backward", wrong_if_short)
    trainers = trainers_of(CIRCLE, replace(CIRCLE, seed=3))  # 3 batches of 10 points, and one of 2
    for trainer in trainers:
        for _ in range(n_seen):
            trainer.next_update()
    before = states_of(trainers)
    with pytest.raises(DisagreementError):
        StackedEngine(trainers)
    assert states_of(trainers) == before
