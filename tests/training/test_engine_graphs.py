"""Blocks of updates recorded and replayed. Where there is no such device, kernels are written down as they are called,
and called again by the replay, on the same memory: what a CUDA graph does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from typing import Any, ClassVar

import pytest
import torch
from torch.utils._python_dispatch import TorchDispatchMode

from app.running.session import Session
from app.running.stacks import Pace, Stack
from app.training.engine import stacked
from app.training.sampling import sample
from app.training.settings import from_dict
from app.training.trainer import Trainer
from tests.training.test_engine import CIRCLE, POINTS, compare


class Tape:
    """Plays torch.cuda.CUDAGraph."""

    made: ClassVar[list[Tape]] = []

    def __init__(self) -> None:
        self.calls: list[Callable[[], object]] = []
        self.n_replays = 0
        Tape.made.append(self)

    def replay(self) -> None:
        self.n_replays += 1
        for call in self.calls:
            call()


class Recording(TorchDispatchMode):
    """Writes kernels down instead of calling them."""

    def __init__(self, tape: Tape) -> None:
        super().__init__()
        self._tape = tape

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        self._tape.calls.append(lambda: func(*args, **kwargs))
        return kwargs.get("out", kwargs.get("grad_input", args[0]))


@contextmanager
def recording(tape: Tape, **_options: object) -> Iterator[None]:
    with Recording(tape):
        yield


@contextmanager
def on_another_device(_tape: Tape, **_options: object) -> Iterator[None]:
    """What torch.cuda.graph does if its stream belongs to another device: kernels run, and none is written down."""
    yield


@pytest.fixture(autouse=True)
def _graphs_on_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTORCH_JIT", "0")
    monkeypatch.setattr(stacked, "can_record", lambda device: True)
    monkeypatch.setattr(torch.cuda, "CUDAGraph", Tape)
    monkeypatch.setattr(torch.cuda, "graph", recording)
    monkeypatch.setattr(torch.cuda, "device", nullcontext)
    monkeypatch.setattr(torch.cuda, "Stream", lambda device: ("stream", device))
    monkeypatch.setattr(Tape, "made", [])


def replays() -> int:
    return sum(tape.n_replays for tape in Tape.made)


PLANE = {"task": "regression-2d", "dataset": "bumps", "model": "mlp", "hidden_sizes": "4,3", "dtype": "float64"}
SHUFFLED = replace(CIRCLE, optimizer="adam", learning_rate=0.002, shuffle=True, dtype="float64")


@pytest.mark.slow
@pytest.mark.parametrize("batch_size", [1, 10, 0])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_replayed_updates_are_those_of_the_reference_loop(batch_size: int, optimizer: str) -> None:
    config = replace(SHUFFLED, optimizer=optimizer, batch_size=batch_size)
    configs = [config, replace(config, seed=4, activation=("sigmoid", "tanh"))]
    compare(configs, POINTS[config.head], 1e-12, (384, 256, 256))
    assert [tape.n_replays for tape in Tape.made] == [1 + 384 // 128 + 256 // 128 + 256 // 128]  # one is the trial


def test_blocks_amid_a_long_epoch_share_a_graph() -> None:
    config = from_dict({**PLANE, "n_points": 400, "batch_size": 1})  # an epoch is more than two blocks
    compare([config], sample(config), 1e-12, (1000, 500))
    assert [tape.n_replays for tape in Tape.made] == [1 + 5 + 2]


def test_the_window_makes_such_blocks_as_come_again() -> None:
    config = from_dict({**PLANE, "n_points": 300, "batch_size": 8})  # 38 batches, the last of them shorter
    session = Session(1, config, sample(config))
    session.go_on()
    session.advance()  # from here on, epochs do not begin with blocks
    while session.trainer.step < 3000:
        session.advance_fast(0.2)
    assert len(Tape.made) == 1
    assert replays() * 114 > 0.8 * session.trainer.step


def test_the_grid_makes_such_blocks_as_come_again() -> None:
    config = from_dict({**PLANE, "n_points": 300, "batch_size": 8})
    points = sample(config)
    stack = Stack((0, 1), [Trainer(replace(config, seed=seed), points) for seed in range(2)])
    stack.pace = Pace(0.1)
    for _ in stack.train(100):
        pass
    assert len(Tape.made) == 1
    assert replays() * 114 > 0.8 * 3800


def test_a_graph_that_cannot_be_had_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("operation not permitted when stream is capturing")

    monkeypatch.setattr(torch.cuda, "graph", fail)
    compare([SHUFFLED], POINTS[SHUFFLED.head], 1e-12, (300, 300))
    assert len(Tape.made) == 1
    assert replays() == 0


def test_a_graph_that_computes_something_else_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    replay = Tape.replay

    def forget(tape: Tape) -> None:
        del tape.calls[1::2]
        replay(tape)

    monkeypatch.setattr(Tape, "replay", forget)
    compare([SHUFFLED], POINTS[SHUFFLED.head], 1e-12, (300, 300))
    assert [tape.n_replays for tape in Tape.made] == [1]  # to try it


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_an_empty_graph_is_not_used(optimizer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "graph", on_another_device)
    compare([replace(SHUFFLED, optimizer=optimizer)], POINTS[SHUFFLED.head], 1e-12, (300, 300))
    assert replays() == 1  # to try it


def test_a_graph_without_results_is_not_used_even_if_nothing_is_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "graph", on_another_device)
    compare([replace(SHUFFLED, learning_rate=1e-12)], POINTS[SHUFFLED.head], 1e-12, (300, 300))
    assert replays() == 1


def test_a_graph_is_recorded_on_the_device_of_its_tensors(monkeypatch: pytest.MonkeyPatch) -> None:
    streams: list[object] = []

    @contextmanager
    def noted(tape: Tape, **options: object) -> Iterator[None]:
        streams.append(options.get("stream"))
        with recording(tape):
            yield

    monkeypatch.setattr(torch.cuda, "graph", noted)
    compare([SHUFFLED], POINTS[SHUFFLED.head], 1e-12, (300,))
    assert streams == [("stream", torch.device("cpu"))]
