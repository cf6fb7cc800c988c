"""What goes together, and what a change means for a running training."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import pytest

from app.components import losses, models, optimizers
from app.components.losses import Head
from app.data.points import Points
from app.data.tasks import MAX_CLASSES, Task
from app.training.config import FIELDS, Change, Config, classify_change
from app.training.fitting import fitted, fitting_datasets, fitting_losses, fitting_models
from app.training.settings import edited
from app.training.trainer import Trainer

PROBLEMS = [(task, 2) for task in Task] + [
    (task, n_classes) for task in Task if task.is_classification for n_classes in (3, MAX_CLASSES)
]


def configured(task: Task, n_classes: int, **flat: object) -> Config:
    config = edited(edited(Config(), "task", task.value), "n_classes", n_classes)
    for key, value in flat.items():
        config = edited(config, key, value)
    return config


@pytest.mark.parametrize(("task", "n_classes"), PROBLEMS)
def test_everything_offered_can_be_built_and_trained(task: Task, n_classes: int) -> None:
    config = configured(task, n_classes)
    x = [[(3 * i % 7) / 3 - 1, (5 * i % 11) / 5 - 1][: task.n_inputs] for i in range(12)]
    y = [i % n_classes for i in range(12)]
    points = Points.of(x, y)
    offered = fitting_models(config)
    assert len(offered) >= 2
    for model in offered:
        with_model = edited(config, "model", model)
        assert with_model.model == model
        assert fitting_losses(with_model)
        for loss in fitting_losses(with_model):
            with_loss = edited(with_model, "loss", loss)
            assert (with_loss.model, with_loss.loss) == (model, loss)
            for optimizer in optimizers.OPTIMIZERS:
                trainer = Trainer(edited(with_loss, "optimizer", optimizer.key), points)
                before = [parameter.detach().clone() for parameter in trainer.model.parameters()]
                for _ in range(3):
                    trainer.next_update()
                after = list(trainer.model.parameters())
                assert all(parameter.isfinite().all() for parameter in after)
                assert any(not old.equal(new) for old, new in zip(before, after, strict=True))


def test_losses_offered_by_task_and_classes() -> None:
    regression = {"mse", "sse", "half_mse", "mae", "huber"}
    binary = {"bce_logits", "bce", "hinge", "squared_probability"}
    several = {"cross_entropy", "hinge", "squared_probability"}
    for task, n_classes, model, expected in (
        (Task.REGRESSION_1D, 2, "linear", regression),
        (Task.REGRESSION_2D, 2, "mlp", regression),
        (Task.CLASSIFICATION_1D, 2, "logistic", binary),
        (Task.CLASSIFICATION_2D, 2, "softmax", several),
        (Task.CLASSIFICATION_2D, 2, "mlp", binary | several),
        (Task.CLASSIFICATION_2D, 4, "mlp", several),
    ):
        assert set(fitting_losses(configured(task, n_classes, model=model))) == expected


def test_models_offered_by_task_and_classes() -> None:
    assert fitting_models(configured(Task.REGRESSION_1D, 2)) == ["linear", "polynomial", "mlp"]
    assert fitting_models(configured(Task.REGRESSION_2D, 2)) == ["linear", "mlp"]
    assert fitting_models(configured(Task.CLASSIFICATION_2D, 2)) == ["logistic", "softmax", "mlp"]
    assert fitting_models(configured(Task.CLASSIFICATION_1D, 3)) == ["softmax", "mlp"]


def test_a_third_class_makes_logistic_softmax() -> None:
    config = configured(Task.CLASSIFICATION_2D, 2, model="logistic", loss="bce")
    three = edited(config, "n_classes", 3)
    assert (three.model, three.loss) == ("softmax", "cross_entropy")


def test_fitted_keeps_what_fits() -> None:
    for task, n_classes in PROBLEMS:
        for dataset in fitting_datasets(configured(task, n_classes)):
            config = configured(task, n_classes, dataset=dataset)
            assert config.dataset == dataset
            assert fitted(config) == config


def test_a_head_is_chosen_for_the_loss() -> None:
    mlp = models.BY_KEY["mlp"]
    task = Task.CLASSIFICATION_2D
    assert models.choose_head(mlp, losses.BY_KEY["hinge"].heads, task, 2) is Head.BINARY
    assert models.choose_head(mlp, losses.BY_KEY["hinge"].heads, task, 3) is Head.MULTICLASS
    assert models.choose_head(mlp, losses.BY_KEY["mse"].heads, task, 2) is None


LIVE = {
    "formula",
    "formula_low",
    "formula_high",
    "n_points",
    "noise",
    "data_seed",
    "test_ratio",
    "l1",
    "l2",
    "learning_rate",
    "epochs",
    "speed",
    "engine",
}
OTHERS: dict[str, Any] = {
    "task": "regression-2d", "dataset": "line", "n_points": 7, "noise": 1.0, "data_seed": 1,
    "formula": "x", "formula_low": 0, "formula_high": 1, "n_classes": 3, "test_ratio": 0.5,
    "model": "mlp", "features": "x1", "standardise": "min_max", "hidden_sizes": "3", "activation": "relu", "loss": "mae", "l1": 0.1, "l2": 0.1,
    "optimizer": "adam", "learning_rate": 0.5, "batch_size": 3, "shuffle": False, "epochs": 9, "init": "zeros", "seed": 1,
    "dtype": "float64", "device": "cuda:0", "speed": 5, "engine": "reference", "init_values": "weight=1",
}  # fmt: skip


def test_the_table_of_changes_is_complete() -> None:
    assert set(OTHERS) == {field.name for field in fields(Config)} - {"options"}
    assert {param.key for param in FIELDS} <= set(OTHERS)


@pytest.mark.parametrize("key", OTHERS)
def test_what_a_change_means(key: str) -> None:
    config = Config()
    changed = edited(config, key, OTHERS[key])
    assert classify_change(config, edited(config, "learning_rate", config.learning_rate)) is Change.NONE
    assert classify_change(config, changed) is (Change.LIVE if key in LIVE else Change.RESTART)
    assert classify_change(changed, config) is (Change.LIVE if key in LIVE else Change.RESTART)


@pytest.mark.parametrize("optimizer", optimizers.OPTIMIZERS, ids=lambda entry: entry.key)
def test_what_a_change_of_an_option_means(optimizer: Any) -> None:
    config = edited(Config(), "optimizer", optimizer.key)
    for param in optimizer.params:
        default = param.default
        if isinstance(default, bool):
            other: object = not default
        elif isinstance(default, str):
            other = param.options[-1]
        else:
            other = param.low if param.default != param.low else param.high
        changed = edited(config, f"optimizer.{param.key}", other)
        assert changed != config
        assert classify_change(config, changed) is (Change.LIVE if param.live else Change.RESTART)


def test_a_live_change_does_not_hide_one_that_restarts() -> None:
    both = edited(edited(Config(), "learning_rate", 1), "seed", 5)
    assert classify_change(Config(), both) is Change.RESTART
