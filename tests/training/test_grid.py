"""Values of a grid as people write them, and the experiments they make."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.points import Points
from app.data.tasks import Task
from app.text import UserError
from app.training.fitting import fitting_models
from app.training.grid import cells, check_values, count_cells, make_grid, read_variation
from app.training.sampling import resampled, sample
from app.training.settings import from_dict
from app.training.suggestions import suggested_values, variable_settings

BASE = from_dict({"task": "classification-2d", "dataset": "circles", "model": "mlp", "seed": 5})


@pytest.mark.parametrize(
    ("text", "key", "values"),
    [
        ("learning_rate=0.01,0.1,1", "learning_rate", ("0.01", "0.1", "1")),
        (" learning_rate = 0.01 ， 0.1", "learning_rate", ("0.01", "0.1")),
        ("hidden_sizes=8;8,8;16,16", "hidden_sizes", ("8", "8,8", "16,16")),
        ("noise=0..1:5", "noise", ("0", "0.25", "0.5", "0.75", "1")),
        ("learning_rate=0.001..1:4:log", "learning_rate", ("0.001", "0.01", "0.1", "1")),
        ("n_points=100..300:3", "n_points", ("100", "200", "300")),
        ("optimizer=sgd", "optimizer", ("sgd",)),
        ("hidden_sizes=[8,8]", "hidden_sizes", ("8,8",)),
        ("hidden_sizes=4,[8, 8],[16,16],[]", "hidden_sizes", ("4", "8,8", "16,16", "[]")),
        ("hidden_sizes=[8,8];4", "hidden_sizes", ("8,8", "4")),
        ("hidden_sizes=4；8，8", "hidden_sizes", ("4", "8,8")),
        ("learning_rate=0.01、0.1，1", "learning_rate", ("0.01", "0.1", "1")),
        ("learning_rate=0.001..1：4：log", "learning_rate", ("0.001", "0.01", "0.1", "1")),
        ("learning_rate=1e-3,0.10,1e20", "learning_rate", ("0.001", "0.1", "1e+20")),
        ("momentum=0,0.9", "optimizer.momentum", ("0", "0.9")),
        ("beta1=0.5..0.9:2", "optimizer.beta1", ("0.5", "0.9")),
        ("formula=x\n + 1", "formula", ("x + 1",)),
        ("formula=x,max(x,1),(x+1)*(x-1)", "formula", ("x", "max(x,1)", "(x+1)*(x-1)")),
        ("hidden_sizes=(4, 4),8", "hidden_sizes", ("4,4", "8")),
        ("hidden_sizes＝【4，4】，［8，8］、（2，2）", "hidden_sizes", ("4,4", "8,8", "2,2")),
        ("init.weight=[[1, 2], [3, 4]],[[0,0],[0,0]]", "init.weight", ("[[1,2],[3,4]]", "[[0,0],[0,0]]")),
    ],
)
def test_values_are_read(text: str, key: str, values: tuple[str, ...]) -> None:
    variation = read_variation(text)
    assert (variation.key, variation.values) == (key, values)


@pytest.mark.parametrize(
    "text",
    ["", "learning_rate", "=1", "learning_rate=", "no_such_key=1", "learning_rate=1,,2", "learning_rate=1,", "noise=1..0:3",
     "noise=0..1", "noise=0..1:1", "noise=0..1:2.5", "noise=0..1:4:log", "noise=0..1:4:lin", "noise=a..1:4", "noise=0..1:1e9",
     "noise=0..1:3:log:log", "noise=0..inf:3", "hidden_sizes=[8,8", "hidden_sizes=8,8]",
     "hidden_sizes=(8,8", "hidden_sizes=8,8)"],
)  # fmt: skip
def test_bad_values_are_refused(text: str) -> None:
    with pytest.raises(UserError):
        read_variation(text)


def test_a_short_name_that_several_choices_have_is_refused() -> None:
    with pytest.raises(UserError, match=r"“alpha” can mean activation\.alpha, optimizer\.alpha: write one of them"):
        read_variation("alpha=0.1,0.2")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("1..0.1:3", "the low end must be below the high end, as in 0..1:5."),
        ("1..1:3", "the low end must be below the high end, as in 0..1:5."),
        ("0..1:3:log", "a logarithmic range begins above 0, as in 0.001..1:4:log."),
        ("0.1..1", "the number of values is missing: write it behind a colon, as in 0..1:5."),
        ("0.1..1:", "the number of values is missing: write it behind a colon, as in 0..1:5."),
        ("0.1..1:log", "the number of values is missing: write it behind a colon, as in 0..1:5."),
        ("0..1:2.5", "the number of values, behind the colon, must be a whole number from 2 to 100000."),
        ("0..1:x", "the number of values, behind the colon, must be a whole number from 2 to 100000."),
        ("0..1:1", "the number of values, behind the colon, must be a whole number from 2 to 100000."),
        ("0.1..1:4:lin", "behind the number of values only “log” may follow, as in 0.001..1:4:log."),
        ("0.1..1:4:log:log", "behind the number of values only “log” may follow, as in 0.001..1:4:log."),
        ("..1:4", "a range has a low and a high end, as in 0..1:5."),
        ("0..:4", "a range has a low and a high end, as in 0..1:5."),
    ],
)
def test_what_is_wrong_with_a_range_is_said(values: str, told: str) -> None:
    with pytest.raises(UserError) as caught:
        read_variation(f"noise={values}")
    assert str(caught.value) == f"noise: “{values}”: {told}"


@pytest.mark.parametrize("values", ["0.001...1:4:log", "0.001…1:4:log", "1....5:3"])
def test_three_dots_are_no_range(values: str) -> None:
    with pytest.raises(UserError, match="two dots"):
        read_variation(f"learning_rate={values}")


@pytest.mark.parametrize(
    "text",
    ["learning_rate=1,1", "learning_rate=0.1,0.10", "learning_rate=0,1;0,10", "hidden_sizes=8,8", "hidden_sizes=[8,8],[8, 8]",
     "batch_size=all,0", "shuffle=yes,true", "noise=1..1.0000000000000002:5"],
)  # fmt: skip
def test_equal_values_are_told(text: str) -> None:
    with pytest.raises(UserError, match=r"is there twice|are the same value"):
        check_values(BASE, read_variation(text))


def test_equal_values_of_a_list_point_to_brackets() -> None:
    with pytest.raises(UserError, match=r"\[8,8\]"):
        check_values(BASE, read_variation("hidden_sizes=8,8"))


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("data_seed=1000000..1000002:3", "1000000 1000001 1000002"),
        ("data_seed=1..1000000:7:log", "1 10 100 1000 10000 100000 1000000"),
        ("noise=1..1.00000001:3", "1 1.000000005 1.00000001"),
        ("noise=0..1:4", "0 0.333333 0.666667 1"),
        ("learning_rate=0.00000001..10000:4:log", "1e-08 0.0001 1 10000"),
        ("learning_rate=0.001..1000:5:log", "0.001 0.0316228 1 31.6228 1000"),
        ("noise=1.0000000000000002,1", "1.0000000000000002 1"),
    ],
)
def test_numbers_have_the_digits_that_tell_them_apart(text: str, values: str) -> None:
    variation = read_variation(text)
    assert " ".join(variation.values) == values
    check_values(BASE, variation)


@given(st.floats(1e-8, 1e3), st.floats(1.1, 1e6), st.integers(2, 40))
def test_logarithmic_ranges_have_equal_ratios(low: float, factor: float, count: int) -> None:
    values = [
        float(value) for value in read_variation(f"learning_rate={low:.6g}..{low * factor:.6g}:{count}:log").values
    ]
    assert len(values) == count
    ratios = [math.log(b / a) for a, b in itertools.pairwise(values)]
    assert max(ratios) - min(ratios) < 1e-4 * max(1, max(ratios))


def test_every_combination_with_every_seed() -> None:
    variations = [read_variation("learning_rate=0.1,1"), read_variation("hidden_sizes=4;8,8;2")]
    made = list(cells(BASE, variations, 2))
    assert len(made) == count_cells(variations, 2) == 12
    assert [(cell.config.learning_rate, cell.config.hidden_sizes, cell.seed) for cell in made[:5]] == [
        (0.1, (4,), 5), (0.1, (4,), 6), (0.1, (8, 8), 5), (0.1, (8, 8), 6), (0.1, (2,), 5),
    ]  # fmt: skip
    assert {cell.config.seed for cell in made} == {5, 6}
    assert len({(cell.values, cell.seed) for cell in made}) == 12


@pytest.mark.parametrize(
    "texts",
    [["learning_rate=1,2", "learning_rate=3"], ["seed=1,2"], ["epochs=1,2"], ["task=regression-1d"], ["learning_rate=-1,1"],
     ["optimizer=sgd,magic"], ["batch_size=1.5"]],
)  # fmt: skip
def test_combinations_that_cannot_be_are_refused(texts: list[str]) -> None:
    with pytest.raises(UserError):
        list(cells(BASE, [read_variation(text) for text in texts]))


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["hidden_sizes=2,4,[8,8]", "activation=tanh,[tanh,relu]"],
         "hidden_sizes 2 with activation tanh, relu: activation: 2 were given for 1 hidden layer. Write one."),
        (["learning_rate=1", "hidden_sizes=[8,8]", "activation=[tanh,relu,tanh]"],
         "learning_rate 1 with hidden_sizes 8, 8 with activation tanh, relu, tanh: activation: 3 were given for 2 hidden layers."),
        (["optimizer=sgd,adam", "optimizer.momentum=0,0.9"],
         "optimizer adam with optimizer.momentum 0: optimizer.momentum is not a setting here: only other choices have it."),
    ],
)  # fmt: skip
def test_a_combination_that_cannot_be_is_named(texts: list[str], told: str) -> None:
    with pytest.raises(UserError) as caught:
        list(cells(BASE, [read_variation(text) for text in texts]))
    assert str(caught.value).startswith(told)


UNUSED = [
    ({"task": "regression-1d", "dataset": "line"}, "speed=1,2", "speed", "changes no result"),
    ({"task": "regression-1d", "dataset": "line"}, "n_classes=2,3", "n_classes", "the task has no classes"),
    ({"task": "regression-1d", "dataset": "line"}, "features=x1,x2", "features", "the task has one input only"),
    (
        {"task": "regression-1d", "dataset": "line"},
        "hidden_sizes=4,8",
        "hidden_sizes",
        "the model has no hidden layers",
    ),
    (
        {"task": "regression-1d", "dataset": "line"},
        "activation=tanh,relu",
        "activation",
        "the model has no hidden layers",
    ),
    ({"model": "mlp", "hidden_sizes": ""}, "activation=tanh,relu", "activation", "the model has no hidden layers"),
    ({"task": "regression-1d", "dataset": "line"}, "formula=x,x^2", "formula", "the data set is no formula"),
    ({"task": "regression-1d", "dataset": "own"}, "noise=0.1,0.2", "noise", "the points are given"),
    ({"task": "regression-1d", "dataset": "doubling"}, "n_points=5,6", "n_points", "the points are given"),
    ({"task": "regression-1d", "dataset": "own"}, "data_seed=1,2", "data_seed", "no share of them is for the test"),
    ({"batch_size": 0}, "shuffle=true,false", "shuffle", "every batch has all points"),
    ({"optimizer": "sgd"}, "nesterov=true,false", "optimizer.nesterov", "the momentum is 0"),
]


@pytest.mark.parametrize(("settings", "text", "key", "told"), UNUSED)
def test_what_changes_no_result_does_not_vary(settings: dict[str, object], text: str, key: str, told: str) -> None:
    base = from_dict(settings)
    with pytest.raises(UserError, match=told):
        list(cells(base, [read_variation(text)]))
    assert key not in variable_settings(base)


@pytest.mark.parametrize(
    ("settings", "texts"),
    [
        ({"task": "regression-1d"}, ["model=linear,mlp", "hidden_sizes=4,8"]),
        ({"model": "mlp", "hidden_sizes": ""}, ["hidden_sizes=4,8", "activation=tanh,relu"]),
        ({"task": "regression-1d", "dataset": "own"}, ["dataset=line,sine", "noise=0,1"]),
        ({"task": "regression-1d", "dataset": "own"}, ["test_ratio=0.3,0.5", "data_seed=1,2"]),
        ({"task": "regression-1d", "dataset": "own", "test_ratio": 0.5}, ["data_seed=1,2"]),
        ({"batch_size": 0}, ["batch_size=5,10", "shuffle=true,false"]),
        ({"optimizer": "sgd"}, ["momentum=0.5,0.9", "nesterov=true,false"]),
        ({"optimizer": "adam"}, ["optimizer=sgd,rmsprop", "optimizer.momentum=0.5,0.9"]),
        ({"batch_size": 0}, ["device=cpu", "engine=fast,reference"]),  # seconds are in the table
    ],
)
def test_what_counts_for_some_experiments_varies(settings: dict[str, object], texts: list[str]) -> None:
    variations = [read_variation(text) for text in texts]
    assert len(list(cells(from_dict(settings), variations))) == count_cells(variations, 1)


@pytest.mark.parametrize("optimizer", ["adam", "rmsprop"])  # the second has a momentum, but not Nesterov's
def test_what_the_optimizer_does_not_have_is_told_as_such(optimizer: str) -> None:
    base = from_dict({"optimizer": optimizer})
    with pytest.raises(UserError, match="is not a setting here"):
        list(cells(base, [read_variation("optimizer.nesterov=true,false")]))


# ------------------------------------------------------------ grids with their points


def test_experiments_on_the_same_data_share_their_points() -> None:
    points = sample(BASE)
    grid = make_grid(BASE, points, [read_variation("noise=0.1,0.4"), read_variation("learning_rate=1,2,3")], 2, 12)
    assert grid.shape == (2, 3, 2)
    assert len({id(each) for each in grid.points}) == 2
    for cell, own in zip(grid.cells, grid.points, strict=True):
        assert own.equals(resampled(BASE, cell.config, points))
    one = make_grid(BASE, points, [read_variation("learning_rate=1,2,3")], 1, 12)
    assert all(own is points for own in one.points)


@pytest.mark.parametrize("more", [{}, {"data_seed": 3}, {"noise": 0.5}, {"n_points": 7}], ids=str)
def test_own_points_are_split_as_the_settings_say(more: dict[str, object]) -> None:
    own, points = from_dict({"dataset": "own"}, BASE), sample(BASE)
    config = from_dict({"test_ratio": 0.5, **more}, own)
    split = resampled(own, config, points)
    assert split.equals(points.split(0.5, config.data_seed))
    assert not resampled(config, from_dict({"data_seed": 9}, config), split).equals(split)
    assert resampled(config, from_dict({"noise": 0.7}, config), split) is split


def test_marks_that_no_test_share_made_stay() -> None:
    own = from_dict({"dataset": "own", "test_ratio": 0}, BASE)
    points = sample(BASE).changed([0, 1], is_test=True)
    assert resampled(own, from_dict({"data_seed": 3, "noise": 0.5}, own), points) is points


def test_a_grid_with_too_many_experiments_or_no_points_is_refused() -> None:
    variations = [read_variation("learning_rate=1,2,3")]
    with pytest.raises(UserError, match=r"6 experiments, at most 5"):
        make_grid(BASE, sample(BASE), variations, 2, 5)
    own = from_dict({"dataset": "own"}, BASE)
    with pytest.raises(UserError, match="no training point"):
        make_grid(own, Points.empty(2), variations, 1, 5)
    with pytest.raises(UserError, match="no training point"):
        make_grid(own, Points.of([[0, 1]], [1], [True]), variations, 1, 5)


TASKS = [(task, model) for task in Task for model in fitting_models(from_dict({"task": task.value}))]


@pytest.mark.parametrize(("task", "model"), TASKS)
def test_suggested_values_make_experiments(task: Task, model: str) -> None:
    base = from_dict({"task": task.value, "model": model})
    keys = variable_settings(base)
    assert {"learning_rate", "optimizer", "loss"} <= set(keys)
    assert ("activation" in keys) == (model == "mlp")
    assert ("features" in keys) == (task.n_inputs == 2)
    for key in keys:
        variation = read_variation(f"{key}={suggested_values(base, key)}")
        made = [cell.config for cell in cells(base, [variation])]
        assert len({str(config) for config in made}) == len(variation.values), key


@pytest.mark.parametrize(
    ("key", "expected"), [("beta1", "0,0.9,0.99"), ("beta2", "0.99,0.999,0.9999"), ("eps", "1e-09,1e-08,1e-07")]
)
def test_suggested_shares_differ_in_how_far_they_are_from_one(key: str, expected: str) -> None:
    assert suggested_values(from_dict({"optimizer": "adam"}), f"optimizer.{key}") == expected
