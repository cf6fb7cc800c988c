"""Settings from outside: read exactly or refused, and written so that reading gives the same experiment."""

from __future__ import annotations

import contextlib
import json
import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.components import activations, inits, losses, models, optimizers
from app.data.datasets import DATASETS
from app.data.tasks import Task
from app.text import UserError
from app.training.config import FIELDS, FIELDS_BY_KEY, TABLES, Config
from app.training.sampling import sample
from app.training.settings import edited, find_param, from_dict, to_dict


def change(config: Config, **flat: object) -> Config:
    for key, value in flat.items():
        config = edited(config, key, value)
    return config


COMBINATIONS = [
    pytest.param(task, n_classes, model.key, id=f"{task.value}-{n_classes}-{model.key}")
    for task in Task
    for n_classes in ((2, 3) if task.is_classification else (2,))
    for model in models.MODELS
    if task in model.tasks and not (model.key == "logistic" and n_classes == 3)
]


@pytest.mark.parametrize(("task", "n_classes", "model"), COMBINATIONS)
def test_what_is_written_reads_as_the_same_experiment(task: Task, n_classes: int, model: str) -> None:
    config = change(
        Config(), task=task.value, n_classes=n_classes, model=model, hidden_sizes="3, 5, 2", activation="elu,tanh,softplus",
        optimizer="adamw", learning_rate="1e-4", batch_size=7, shuffle="no", seed=11, dtype="float64", l1=0.125,
        speed=3, epochs=12, init="normal", noise="0,3",
    )  # fmt: skip
    config = change(config, **{"optimizer.weight_decay": 0.0, "optimizer.beta1": 0.5, "init.std": 0.1})
    if n_classes == 2 and task.n_inputs == 2:
        config = change(config, features=["x2", "sin_x1", "x1_x2"])
    written = json.loads(json.dumps(to_dict(config)))
    again = from_dict(written)
    assert (again.task, again.model, again.n_classes) == (task, model, n_classes)
    assert to_dict(again) == to_dict(config)
    assert again.effective_options() == config.effective_options()
    assert again == from_dict(dict(reversed(written.items())))
    assert again.option("optimizer.beta1") == 0.5
    assert again.option("optimizer.weight_decay") == 0
    assert again.option("init.std") == 0.1


def test_starting_values_are_written_too() -> None:
    config = change(Config(), **{"init": "given", "init.weight": "0.5", "init.bias": 0.25})
    assert config.init_values == {"weight": 0.5, "bias": 0.25}
    assert from_dict(json.loads(json.dumps(to_dict(config)))) == config
    rows = change(
        Config(), model="mlp", hidden_sizes=2, **{"init.hidden1.weight": "[[1.5], [-2]]", "init.hidden1.bias": "1, 2"}
    )
    assert rows.init_values == {"hidden1.weight": ((1.5,), (-2.0,)), "hidden1.bias": (1.0, 2.0)}
    assert from_dict(json.loads(json.dumps(to_dict(rows)))) == rows


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1, 2", (1.0, 2.0)),
        ("1，2", (1.0, 2.0)),
        ("[1, 2]", (1.0, 2.0)),
        ("[[1, 2], [3, 4]]", ((1.0, 2.0), (3.0, 4.0))),
        ([[1, "2e-1"], (3, 4)], ((1.0, 0.2), (3.0, 4.0))),
        ("1e-3", 0.001),
        (-2, -2.0),
    ],
)
def test_starting_numbers(text: object, expected: object) -> None:
    assert edited(Config(), "init.weight", text).init_values == {"weight": expected}
    assert edited(Config(), "init_values", {"weight": text}).init_values == {"weight": expected}


@pytest.mark.parametrize(
    "text",
    ["", "x", "[1, x]", "[1", "1 2", "1;2", "nan", "[NaN]", "[Infinity]", "[1e999]", '{"a": 1}', "[null]", "[true]", "[[[1]]]",
     "[" * 400 + "1" + "]" * 400, "[" * 100_000, "[[1, 2], {}]", True, None, [None], "1,,2"],
    ids=lambda value: str(value)[:12],
)  # fmt: skip
def test_starting_numbers_that_are_none(text: object) -> None:
    with pytest.raises(UserError, match=r"init\.weight"):
        edited(Config(), "init.weight", text)


def test_starting_values_as_one_text() -> None:
    config = edited(Config(), "init_values", "weight=0.5；bias = 1e-1;")
    assert config.init_values == {"weight": 0.5, "bias": 0.1}
    assert edited(config, "init_values", " ").init_values == {}
    with pytest.raises(UserError, match="NAME=numbers"):
        edited(config, "init_values", "weight 0.5")


def test_a_kind_of_start_forgets_given_numbers() -> None:
    config = change(Config(), **{"init.weight": 2})
    assert edited(config, "init", "zeros").init_values == {}
    assert edited(config, "init", "given").init_values == {"weight": 2.0}


def test_bare_and_dotted_names_mean_the_same() -> None:
    assert change(Config(), momentum=0.9) == change(Config(), **{"optimizer.momentum": "0.9"})
    assert change(Config(), momentum=0.9).option("optimizer.momentum") == 0.9
    assert change(Config(), momentum=0.9, **{"optimizer.momentum": 0}) == Config()


def test_an_ambiguous_name_is_refused_with_the_candidates() -> None:
    config = change(Config(), model="mlp", activation="elu", optimizer="rmsprop")
    with pytest.raises(UserError, match=r"activation\.alpha.*optimizer\.alpha|optimizer\.alpha.*activation\.alpha"):
        edited(config, "alpha", 0.5)
    assert edited(config, "optimizer.alpha", 0.5).option("activation.alpha") == 1


@pytest.mark.parametrize(
    "key",
    ["", " ", "x", "momentums", "Momentum", "optimizer.", "optimizer.beta1", "adam.beta1", "options", "init.std", "learning rate", "{", "{0}"],
)  # fmt: skip
def test_unknown_names_are_refused(key: str) -> None:
    with pytest.raises(UserError, match="is not a setting here"):
        edited(Config(), key, 1)


@pytest.mark.parametrize(("value", "expected"), [("all", 0), (" ALL ", 0), (0, 0), ("12", 12), (100_000, 100_000)])
def test_batch_size(value: object, expected: int) -> None:
    assert edited(Config(), "batch_size", value).batch_size == expected


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("batch_size", "-1"), ("batch_size", 1.5), ("batch_size", 100_001), ("learning_rate", 0), ("learning_rate", "-0.1"),
        ("learning_rate", "nan"), ("learning_rate", "1,234"), ("learning_rate", "1e31"), ("n_classes", 1), ("n_classes", 11),
        ("test_ratio", 0.95), ("epochs", -1), ("seed", -1), ("seed", 2**31), ("seed", 0.5), ("dtype", "float16"), ("task", "regression"),
        ("task", ""), ("model", "resnet"), ("loss", "MSE"), ("optimizer", ""), ("init", "xavier"), ("shuffle", "perhaps"), ("l2", -0.1),
        ("n_points", 0), ("noise", -1), ("speed", -1), ("hidden_sizes", "0"), ("hidden_sizes", "257"), ("hidden_sizes", "2.5"),
        ("hidden_sizes", "1,2,3,4,5,6,7"), ("hidden_sizes", "a"), ("hidden_sizes", None), ("hidden_sizes", [8, True]),
        ("features", ""), ("features", "x3"), ("features", []), ("activation", "swish"), ("activation", "relu;tanh"),
        ("degree", 3), ("optimizer.momentum", 1), ("optimizer.momentum", "x"), ("model.bias", "perhaps"),
    ],
)  # fmt: skip
def test_values_that_are_not_allowed(key: str, value: object) -> None:
    with pytest.raises(UserError):
        edited(Config(), key, value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("8, 4", (8, 4)), ("8，4", (8, 4)), ("[8,4]", (8, 4)), ((8, 4), (8, 4)), ([8.0, "4"], (8, 4)), ("", ()), ([], ()), (5, (5,)), ("256", (256,))],
)  # fmt: skip
def test_hidden_sizes(value: object, expected: tuple[int, ...]) -> None:
    assert edited(Config(), "hidden_sizes", value).hidden_sizes == expected


def test_features_stand_in_the_order_of_the_table() -> None:
    assert edited(Config(), "features", "sin_x1, x1").features == ("x1", "sin_x1")
    assert edited(Config(), "features", ["x2", "x2"]).features == ("x2",)


def test_activations_follow_the_layers() -> None:
    config = change(Config(), model="mlp", hidden_sizes="8,8", activation="relu,tanh")
    assert config.activations == ("relu", "tanh")
    assert edited(config, "hidden_sizes", "8,8,8").activations == ("relu", "tanh", "tanh")
    assert edited(config, "hidden_sizes", "8").activations == ("relu",)
    assert edited(config, "hidden_sizes", "").activations in ((), ("relu",))
    assert change(config, activation="elu").activations == ("elu", "elu")


def test_activations_in_other_number_than_layers_are_refused_from_outside() -> None:
    with pytest.raises(UserError, match="activation"):
        from_dict({"model": "mlp", "hidden_sizes": [8, 8, 8], "activation": ["relu", "tanh"]})
    with pytest.raises(UserError, match="activation"):
        from_dict({"model": "mlp", "hidden_sizes": [8], "activation": "relu, tanh"})
    assert from_dict({"model": "mlp", "activation": "relu, elu", "hidden_sizes": "3, 3"}).activation == ("relu", "elu")


@pytest.mark.parametrize(
    ("flat", "named"),
    [
        ({"loss": "bce"}, "loss"),
        ({"task": "classification-2d", "loss": "mse"}, "loss"),
        ({"task": "classification-2d", "model": "linear"}, "model"),
        ({"task": "regression-2d", "model": "polynomial"}, "model"),
        ({"model": "logistic"}, "model"),
        ({"task": "classification-2d", "n_classes": 3, "model": "logistic"}, "model"),
        ({"task": "classification-2d", "n_classes": 3, "model": "mlp", "loss": "bce"}, "loss"),
        ({"dataset": "circles"}, "dataset"),
        ({"task": "regression-2d", "dataset": "line"}, "dataset"),
    ],
)
def test_choices_that_do_not_fit_are_refused_with_those_that_do(flat: dict[str, Any], named: str) -> None:
    with pytest.raises(UserError, match=f"{named}: .*does not fit.*Choose one of"):
        from_dict(flat)


@pytest.mark.parametrize("task", Task)
@pytest.mark.parametrize("other", Task)
def test_another_task_leaves_nothing_that_does_not_fit(task: Task, other: Task) -> None:
    for model in models.MODELS:
        if task not in model.tasks:
            continue
        config = change(Config(), task=task.value, model=model.key)
        new = edited(config, "task", other.value)
        assert other in models.BY_KEY[new.model].tasks
        assert (new.head.value == "value") != other.is_classification
        assert new.dataset == "own" or next(entry for entry in DATASETS if entry.key == new.dataset).task is other
        assert new.model == config.model or other not in model.tasks


def test_another_data_set_brings_its_own_size_and_noise() -> None:
    config = edited(Config(), "dataset", "quadratic")
    assert (config.n_points, config.noise) == (100, 0.8)
    config = change(config, n_points=7, noise=0)
    assert edited(config, "dataset", "quadratic") == config
    assert edited(config, "dataset", "doubling").noise == 0
    written = from_dict({"noise": 0.1, "n_points": 5, "dataset": "line"})
    assert (written.noise, written.n_points) == (0.1, 5)


@pytest.mark.parametrize("task", Task)
def test_a_formula_fits_its_task(task: Task) -> None:
    config = from_dict({"dataset": "formula", "task": task.value})
    assert (config.dataset, config.data_set.task) == ("formula", task)
    assert len(sample(config)) == config.n_points == config.data_set.n_points
    text = "x1 / x2" if task.n_inputs == 2 else "1 / x"
    config = change(config, formula=text, formula_low="-2", formula_high=8, noise=0)
    assert from_dict(json.loads(json.dumps(to_dict(config)))) == config
    assert sample(config).inputs.max() > 7
    with pytest.raises(UserError, match="variables are"):
        edited(config, "formula", "y + 1")
    other = Task.REGRESSION_1D if task.n_inputs == 2 else Task.REGRESSION_2D
    assert sample(edited(config, "task", other.value)).n_inputs == other.n_inputs


def test_a_formula_is_kept_in_plain_signs() -> None:
    assert edited(Config(), "formula", " ｘ² − ２ ").formula == "x^2 - 2"


@pytest.mark.parametrize("param", FIELDS, ids=lambda param: param.key)
def test_every_field_is_found_and_keeps_its_default(param: Any) -> None:
    assert find_param(Config(), param.key) == (param.key, param)
    assert edited(Config(), param.key, param.default) == Config()
    assert edited(Config(), param.key, str(param.default)) == Config()


def test_a_refusal_leaves_the_configuration_alone() -> None:
    config = change(Config(), momentum=0.9)
    before = to_dict(config)
    for key, value in (("momentum", 2), ("learning_rate", "x"), ("nothing", 1)):
        with pytest.raises(UserError):
            edited(config, key, value)
    assert to_dict(config) == before


KEYS = sorted(
    {param.key for param in FIELDS}
    | {"features", "hidden_sizes", "activation", "init_values", "init.weight", "init.bias", "init.", "init.x"}
    | {f"{table}.{param.key}" for table, entries in TABLES.items() for entry in entries.values() for param in entry.params}
)  # fmt: skip
WORDS = sorted(
    {entry.key for table in (activations.ACTIVATIONS, inits.INITS, losses.LOSSES, models.MODELS, optimizers.OPTIMIZERS) for entry in table}
    | {task.value for task in Task} | {entry.key for entry in DATASETS} | {"own", "formula", "x^2", "x1 - x2", "all", "float64", "true", "no", "x1,x1_x2", "3,4", "1e-2", "2", "3"}
)  # fmt: skip
values = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=8),
    st.text(alphabet="0123456789,.e-+[] ;=weightbas１，；", max_size=12),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.none(),
    st.lists(st.one_of(st.integers(0, 9), st.text(alphabet=string.digits, max_size=2)), max_size=3),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.one_of(st.sampled_from(KEYS), st.text(max_size=6)), values), max_size=12))
def test_any_value_for_any_key_gives_a_sound_configuration_or_a_refusal(edits: list[tuple[str, object]]) -> None:
    config = Config()
    for key, value in edits:
        with contextlib.suppress(UserError):
            config = edited(config, key, value)
    assert config.head is not None
    assert len(config.activation) in (1, len(config.hidden_sizes))
    assert all(
        FIELDS_BY_KEY[param.key].read(getattr(config, param.key)) == getattr(config, param.key) for param in FIELDS
    )
    written = json.loads(json.dumps(to_dict(config)))
    assert to_dict(from_dict(written)) == to_dict(config)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.one_of(st.sampled_from(KEYS), st.text(max_size=6)), values, max_size=6))
def test_any_mapping_reads_or_is_refused(flat: dict[str, object]) -> None:
    try:
        config = from_dict(flat)
    except UserError:
        return
    for key in ("task", "model", "loss", "dataset", "optimizer", "init", "dtype"):
        if key in flat:
            assert getattr(config, key) == flat[key]
