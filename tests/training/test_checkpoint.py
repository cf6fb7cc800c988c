"""A saved training goes on as if it had never been saved, to the last bit."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
import torch

from app.components.optimizers import OPTIMIZERS
from app.text import UserError
from app.training.checkpoint import TrainerState
from app.training.config import Config
from app.training.plain import plain_of, tensor_of, value_of
from app.training.sampling import sample
from app.training.settings import from_dict, to_dict
from app.training.trainer import Trainer


def make_config(**settings: object) -> Config:
    return from_dict(
        {"task": "classification-2d", "dataset": "circles", "n_points": 47, "model": "mlp", "batch_size": 10,
         "learning_rate": 0.02, **{key.replace("__", "."): value for key, value in settings.items()}}
    )  # fmt: skip


def train(trainer: Trainer, updates: int) -> list[float]:
    return [trainer.next_update().loss for _ in range(updates)]


def through_json(state: TrainerState) -> TrainerState:
    return TrainerState(**json.loads(json.dumps(asdict(state), allow_nan=False)))


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", [entry.key for entry in OPTIMIZERS])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("updates", [0, 5, 13])
def test_going_on_is_bit_identical(optimizer: str, dtype: str, updates: int) -> None:
    config = make_config(optimizer=optimizer, dtype=dtype)
    through = Trainer(config, sample(config))
    train(through, updates)
    resumed = Trainer(replace(config, seed=99), sample(config))
    resumed.restore(through_json(through.state()))
    resumed.set_config(config)
    assert train(through, 20) == train(resumed, 20)
    assert (through.epoch, through.step) == (resumed.epoch, resumed.step)
    for one, other in zip(through.model.parameters(), resumed.model.parameters(), strict=True):
        assert torch.equal(one, other)


@pytest.mark.parametrize(
    "settings",
    [{"optimizer": "sgd", "momentum": 0.9, "nesterov": True}, {"optimizer": "adam", "amsgrad": True},
     {"optimizer": "rmsprop", "centered": True, "optimizer__momentum": 0.5},
     {"optimizer": "lbfgs", "line_search_fn": "strong_wolfe", "batch_size": 0}],
)  # fmt: skip
def test_every_kind_of_memory_is_kept(settings: dict[str, object]) -> None:
    config = make_config(**settings)
    through = Trainer(config, sample(config))
    train(through, 7)
    resumed = Trainer(config, sample(config))
    resumed.restore(through_json(through.state()))
    assert train(through, 12) == train(resumed, 12)


@pytest.mark.parametrize("kind", ["mean_std", "min_max"])
def test_standardised_inputs_are_found_again_to_the_last_bit(kind: str) -> None:
    config = make_config(standardise=kind, features="x1,x2_squared,sin_x2", test_ratio=0.3, optimizer="adam")
    through = Trainer(config, sample(config))
    train(through, 7)
    resumed = Trainer(from_dict(json.loads(json.dumps(to_dict(config)))), sample(config))
    resumed.restore(through_json(through.state()))
    assert torch.equal(resumed.train.inputs, through.train.inputs)
    assert train(through, 20) == train(resumed, 20)
    assert through.loss(through.test) == resumed.loss(resumed.test)


@pytest.mark.parametrize(
    "tensor",
    [torch.tensor([1 / 3, float("inf"), float("-inf"), -0.0]), torch.zeros(2, 0, 3), torch.tensor(7), torch.tensor([True]),
     torch.tensor([[0.1]], dtype=torch.float64)],
)  # fmt: skip
def test_tensors_keep_every_bit(tensor: torch.Tensor) -> None:
    back = tensor_of(json.loads(json.dumps(plain_of(tensor), allow_nan=False)))
    assert back.dtype == tensor.dtype
    assert back.shape == tensor.shape
    assert torch.equal(back, tensor)


def test_what_torch_does_not_keep_is_no_plain_value() -> None:
    with pytest.raises(TypeError):
        plain_of({"a": object()})
    assert value_of({"a": [1, None, "b", {"float": "nan"}]})["a"][:3] == [1, None, "b"]


@pytest.mark.parametrize(
    "damage",
    [
        {"parameters": {}},
        {"parameters": {"hidden1.weight": {"dtype": "float32", "shape": [1], "values": [1.0]}}},
        {"parameters": {"hidden1.weight": {"dtype": "float32", "shape": [2], "values": [1.0]}}},
        {"parameters": {"hidden1.weight": {"dtype": "object", "shape": [1], "values": ["x"]}}},
        {"shuffler": "not base64"},
        {"shuffler": "AAAA"},
        {"waiting": [[99]]},
        {"waiting": [[]]},
        {"waiting": [[-1]]},
        {"waiting": [[0, 1]]},
        {"waiting": [[0] * 7]},
        {"waiting": [list(range(8)), list(range(8, 12))]},
    ],
)
def test_damage_is_told_in_a_sentence(damage: dict[str, object]) -> None:
    config = make_config()
    trainer = Trainer(config, sample(config))
    with pytest.raises(UserError, match="saved training"):
        Trainer(config, sample(config)).restore(replace(trainer.state(), **damage))  # type: ignore[arg-type]


@pytest.mark.parametrize("number", ["abc", None, [1], {}, 10**400], ids=lambda number: repr(number)[:9])
def test_what_is_no_number_is_told(number: object) -> None:
    for damaged in ({"float": number}, {"dtype": "float32", "shape": [1], "values": [{"float": number}]}):
        with pytest.raises(UserError, match="should be a number is not one"):
            value_of({"memory": [damaged]})


def test_damage_of_a_tensor_is_told_as_such() -> None:
    config = make_config()
    trainer = Trainer(config, sample(config))
    state = replace(trainer.state(), parameters={"hidden1.weight": {"dtype": "float32", "shape": [2], "values": [1.0]}})
    with pytest.raises(UserError, match="a tensor does not fit its shape"):
        trainer.restore(state)
