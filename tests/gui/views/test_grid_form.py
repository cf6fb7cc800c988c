"""The form of a grid by itself: values as people write them, sentences in the window's words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from app.data.tasks import Task
from app.gui.grid_texts import value_text, value_texts
from app.gui.setting_texts import setting_name
from app.gui.views.grid_form import GridForm
from app.training.settings import from_dict
from app.training.suggestions import variable_settings

PERCEPTRON = from_dict({"task": "classification-2d", "dataset": "circles", "model": "mlp"})
LINE = from_dict({"task": "regression-1d", "dataset": "line"})


@pytest.fixture
def form(qtbot: QtBot) -> GridForm:
    form = GridForm()
    qtbot.addWidget(form)
    form.set_config(PERCEPTRON)
    return form


def written(form: GridForm, key: str, values: str) -> tuple[str, ...] | None:
    form.first.combo.set_key(key)
    form.first.combo.keyEdited.emit(key)
    form.first.values.setText(values)
    choice = form.choice()
    return None if choice is None else choice.variations[0].values


@pytest.mark.parametrize(
    ("key", "text", "values"),
    [
        ("hidden_sizes", "[8,8]", ("8,8",)),
        ("hidden_sizes", "4, [8, 8]", ("4", "8,8")),
        ("learning_rate", "0.1、0.2，0.3", ("0.1", "0.2", "0.3")),
        ("activation", "ReLU, Leaky ReLU, tanh", ("relu", "leaky_relu", "tanh")),
        ("hidden_sizes", "2", ("2",)),
        ("features", "x1,[x1,x2],[x1²,x1·x2]", ("x1", "x1,x2", "x1_squared,x1_x2")),
    ],
)
def test_values_are_taken(form: GridForm, key: str, text: str, values: tuple[str, ...]) -> None:
    assert written(form, key, text) == values
    n = len(values)
    assert form.count.text() == ("1 experiment" if n == 1 else f"{n} experiments")


@pytest.mark.parametrize(
    ("key", "text", "told"),
    [
        ("learning_rate", "0.1,0.10", "Learning rate: “0.1” is there twice."),
        ("hidden_sizes", "8,8", "[8,8]"),
        ("learning_rate", "0.001...1:4:log", "Learning rate: “0.001...1:4:log” has too many dots."),
        ("hidden_sizes", "[1,1,1,1,1,1,1]", "Hidden layers: 7 layers are too many"),
        ("activation", "[tanh,relu,relu]", "Activation: 3 were given for 2 hidden layers."),
        ("loss", "mse", "Loss: “Mean squared error” does not fit the other settings. Choose one of: Binary cross-entropy"),
        ("activation", "tanh,tanh", "Activation: “tanh” is there twice. Leave one out, or make one value of both with brackets: [tanh,tanh]."),
        ("batch_size", "0,all", "Batch size: “all” and “0” are the same value."),
        ("features", "x3", "Features: “x3” is not known. Choose one of: x1, x2, x1², x2², x1·x2, sin x1, sin x2."),
        ("features", "x1,x1", "Features: “x1” is there twice. Leave one out."),
        ("activation", "nothing", "Activation: “nothing” is not known. Choose one of: Identity, ReLU,"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_the_windows_words(form: GridForm, key: str, text: str, told: str) -> None:
    assert written(form, key, text) is None
    assert told in form.first.error.text()
    for raw in ("half_mse", "bce_logits", "hidden_sizes", "learning_rate"):
        assert raw not in form.first.error.text()


def test_a_list_that_the_field_cuts_is_too_long(form: GridForm) -> None:
    form.first.values.clear()
    form.first.values.insert(",".join(str(number) for number in range(1, 20_001)))  # as pasting does
    assert form.choice() is None
    assert form.first.error.text().startswith("This list is too long to read. Give at most 256 values")
    assert form.count.text() == ""


@pytest.mark.parametrize("text", ["1,," * 3000, "9" * 5000, "[" * 4000, "tanh " * 2000, "0.1..0.2:" + "9" * 3000])
def test_what_is_wrong_with_a_long_list_stays_in_sight(form: GridForm, text: str) -> None:
    assert written(form, "learning_rate", text) is None
    assert len(form.first.error.text()) < 200


def test_the_tool_tip_says_what_choices_are_called(form: GridForm) -> None:
    written(form, "loss", "bce")
    assert "bce_logits: Binary cross-entropy (on logits)" in form.first.values.toolTip()
    assert "mse:" not in form.first.values.toolTip()  # does not fit
    written(form, "features", "x1")
    assert "x1_squared: x1²" in form.first.values.toolTip()
    assert "sin_x2: sin x2" in form.first.values.toolTip()
    written(form, "learning_rate", "1")
    assert "bce_logits" not in form.first.values.toolTip()


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("loss", "half_mse", "Half squared error"),
        ("activation", "tanh,relu", "tanh, ReLU"),
        ("learning_rate", "0.00184785", "0.00185"),
        ("n_points", "1000", "1000"),
        ("learning_rate", "1e-05", "1e−05"),
        ("hidden_sizes", "8,8", "8, 8"),
        ("features", "x1,x1_squared", "x1, x1²"),
    ],
)
def test_headings_have_labels(key: str, value: str, text: str) -> None:
    assert value_text(LINE, key, value) == text


def test_a_parameter_of_a_choice_that_others_have_has_its_name_too() -> None:
    assert setting_name(LINE, "model.degree") == "degree"


@pytest.mark.parametrize("task", list(Task))
def test_every_setting_can_be_chosen(form: GridForm, task: Task) -> None:
    form.set_config(from_dict({"task": task.value, "model": "mlp"}))
    for key in variable_settings(form._config):
        form.first.combo.set_key(key)
        form.first.combo.keyEdited.emit(key)
        assert form.choice() is not None, (key, form.first.error.text())


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        (("0.100001", "0.100002", "0.1"), ("0.100001", "0.100002", "0.1")),
        (("0.00123456", "0.00987654"), ("0.00123", "0.00988")),
        (("0.00123456", "0.00123466"), ("0.0012346", "0.0012347")),
        (("-0.100001", "-0.1"), ("−0.100001", "−0.1")),
        (("1.00000000000001", "1.00000000000002"), ("1.00000000000001", "1.00000000000002")),
        (("0.1", "0.1"), ("0.1", "0.1")),
        (("0.0372759", "0.13895", "0.517947", "1234.5", "10000"), ("0.0373", "0.139", "0.518", "1234.5", "10000")),
        (("0.12345", "10"), ("0.12345", "10")),
    ],
)
def test_different_values_have_different_texts(values: tuple[str, ...], texts: tuple[str, ...]) -> None:
    assert value_texts(LINE, "learning_rate", values) == texts


def test_each_number_has_its_own_refusal(form: GridForm, qtbot: QtBot) -> None:
    for field, text in ((form.seeds, "0"), (form.epochs, "-1"), (form.epochs, "100")):
        field.selectAll()
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert form.choice() is None
    said = [label.text() for label in form.findChildren(QLabel) if label.property("role") == "error" and not label.isHidden()]  # fmt: skip
    assert said == ["Seeds for each combination: 0 is outside 1 … 256."]
    qtbot.keyClick(form.seeds, Qt.Key.Key_Escape)
    assert form.choice() is not None


def test_activations_that_are_formulas_have_names_in_headers() -> None:
    keys = ("relu", "arctan", "gudermannian", "softsign", "algebraic", "relu,arctan")
    assert value_texts(LINE, "activation", keys) == ("ReLU", *keys[1:5], "ReLU, arctan")


def test_combinations_that_cannot_be_are_told_while_one_types(form: GridForm) -> None:
    form.second.combo.set_key("activation")
    form.second.combo.keyEdited.emit("activation")
    form.second.values.setText("tanh,[tanh,relu]")
    assert written(form, "hidden_sizes", "[4,4],[8,8]") is not None
    assert written(form, "hidden_sizes", "[8,8],8") is None
    assert form.pair_error.text() == (
        "Hidden layers 8 with Activation tanh, ReLU: Activation: 2 were given for 1 hidden layer. Write one."
    )
    assert not form.pair_error.isHidden()
    assert written(form, "hidden_sizes", "[8,8]") is not None
    assert form.pair_error.isHidden()
