"""The command line: what it prints, writes and refuses."""

from __future__ import annotations

import csv
import io
import itertools
import json
import math
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from app import progress, train
from app.arguments import DEFAULT_EPOCHS
from app.cli import main
from app.files.lessons import FOLDER, find_lessons

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Five points near y = 1 - x."""
    path = tmp_path / "points.csv"
    path.write_text("x,y\n0,1\n1,0.1\n2,-1\n-1,2\n3,-2.1\n", encoding="utf-8")
    return path


def child(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a fresh process, then `code`."""
    program = f"import sys; from app.cli import main; status = main(sys.argv[1:]); {code}; sys.exit(status)"
    return subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, text=True, encoding="utf-8", check=False
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# ------------------------------------------------------------ answers at once


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["train", "--help"], ["lessons", "-h"]])
def test_help_and_version_import_nothing_heavy(arguments: list[str]) -> None:
    code = "heavy = {'torch', 'numpy', 'PySide6', 'pyqtgraph'} & set(sys.modules); assert not heavy, heavy"
    done = child(code, *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    if arguments == ["--version"]:
        assert done.stdout == "Gradient Playground 0.1.0\n"


def test_help_names_every_way_to_start(capsys: Capture) -> None:
    assert main(["--help"]) == 0
    text = capsys.readouterr().out
    for word in ("lessons", "train", "test", "--no-setup", "--lesson", "--version"):
        assert word in text


def test_unknown_lesson_is_told_before_qt_is_loaded() -> None:
    done = child("assert 'PySide6' not in sys.modules", "--lesson", "no-such-lesson")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "no-such-lesson" in done.stderr
    assert "backprop-by-hand" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "lesson", "file"),
    [
        ([], None, None),
        (["--lesson", "softmax"], "softmax", None),
        (["{table}"], None, "{table}"),
        (["--open", "{table}"], None, "{table}"),
        (["--lesson", "softmax", "{table}"], "softmax", "{table}"),
    ],
)
def test_no_command_opens_the_window(
    arguments: list[str], lesson: str | None, file: str | None, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str | None, str | None]] = []
    window = ModuleType("app.gui.application")
    window.run_window = lambda *what: opened.append(what) or 7  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "app.gui.application", window)
    assert main([argument.format(table=table) for argument in arguments]) == 7
    assert opened == [(lesson, file.format(table=table) if file is not None else None)]


def test_a_damaged_lesson_is_told_and_the_others_are_listed(
    capsys: Capture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_lessons, "__defaults__", (*find_lessons.__defaults__[:-1], tmp_path))
    shutil.copy(FOLDER / "softmax.json", tmp_path)
    (tmp_path / "mine.json").write_text("{")
    assert main(["lessons"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("softmax")
    assert "mine.json is damaged" in told.err
    (tmp_path / "softmax.json").unlink()
    assert main(["lessons"]) == 0
    assert capsys.readouterr().out == ""


def test_lessons_are_listed_with_both_titles(capsys: Capture) -> None:
    assert main(["lessons"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 8
    assert lines[0].split()[0] == "backprop-by-hand"
    assert "Back-propagation by hand" in lines[0]
    assert "手算反向传播" in lines[0]


# ------------------------------------------------------------ train


def test_json_is_all_of_stdout(table: Path, capsys: Capture) -> None:
    assert main(["train", "linear-regression", "--data", str(table), "--epochs", "3", "--json"]) == 0
    out, err = capsys.readouterr()
    result = json.loads(out)
    assert set(result) == {"train_loss", "test_loss", "last_step_loss", "parameters", "coefficients", "standardise",
                           "predictions", "config"}  # fmt: skip
    assert len(result["train_loss"]) == 4
    assert result["test_loss"] == [None] * 4
    assert result["last_step_loss"] == pytest.approx(result["train_loss"][2])
    assert result["predictions"] == []
    assert result["config"]["epochs"] == 3
    assert result["config"]["dataset"] == "own"
    assert len(err.splitlines()) == 1


def test_no_epochs_give_the_start(capsys: Capture) -> None:
    assert main(["train", "linear-regression", "--epochs", "0", "--set", "init.weight=-3", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert len(result["train_loss"]) == 1
    assert result["last_step_loss"] is None
    assert result["parameters"]["weight"] == [[-3.0]]


def test_until_stopped_means_a_hundred_epochs(capsys: Capture) -> None:
    assert main(["train", "linear-regression", "--set", "epochs=0", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["train_loss"]) == DEFAULT_EPOCHS + 1


def test_inputs_may_be_negative(capsys: Capture) -> None:
    base = ["--epochs", "0", "--json"]
    weights = ["--set", "init.weight=2", "--set", "init.bias=1"]
    assert main(["train", "linear-regression", *weights, "--predict", "-4", "-.5", "1e1", *base]) == 0
    assert json.loads(capsys.readouterr().out)["predictions"] == [-7.0, 0.0, 21.0]
    weights = ["--set", "init.weight=2,-1", "--set", "init.bias=0"]
    assert main(["train", "two-features", *weights, "--predict", "-1.5,2", "--predict", "3,-4", *base]) == 0
    assert json.loads(capsys.readouterr().out)["predictions"] == [-5.0, 10.0]


def test_several_classes_come_as_lists(capsys: Capture) -> None:
    assert main(["train", "softmax", "--epochs", "1", "--predict", "0,0", "1,1", "--json"]) == 0
    predictions = json.loads(capsys.readouterr().out)["predictions"]
    assert [len(answer) for answer in predictions] == [3, 3]
    assert sum(predictions[1]) == pytest.approx(1, rel=1e-6)


def test_classes_in_the_data_raise_their_number(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "classes.csv"
    path.write_text("hours,class\n1,0\n2,1\n3,4\n", encoding="utf-8")
    command = ["train", "logistic-hours", "--data", str(path), "--epochs", "2", "--json"]
    assert main(command) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["config"]["n_classes"] == 5
    assert len(result["parameters"]["bias"]) == 5
    assert main([*command, "--set", "loss=bce"]) == 2
    assert "bce" in capsys.readouterr().err


def test_a_file_that_says_train_everywhere_has_no_test_points(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "points.csv"
    path.write_text("x,y,split\n" + "".join(f"{x},{x * x},train\n" for x in range(8)), encoding="utf-8")
    command = ["train", "linear-regression", "--data", str(path), "--set", "test_ratio=0.25", "--epochs", "1", "--json"]
    assert main(command) == 0
    assert json.loads(capsys.readouterr().out)["test_loss"] == [None, None]


def test_summary_for_a_person(capsys: Capture) -> None:
    assert main(["train", "backprop-quadratic"]) == 0
    out = capsys.readouterr().out
    assert "y = 0.24·x² + 0.927·x + 0.991" in out
    assert "8.5441713" in out
    assert "R²" in out


def test_a_formula_as_data(capsys: Capture) -> None:
    formula = ["--set", "dataset=formula", "--set", "formula=ｘ²", "--set", "formula_low=0", "--set", "noise=0"]
    command = ["train", "linear-regression", *formula, "--set", "n_points=3000", "--set", "loss=mse"]
    assert main([*command, "--set", "learning_rate=0.05", "--epochs", "2000", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["config"]["formula"] == "x^2"
    # The line nearest to x² over an interval of length 5 is 5·x - 25/6.
    assert result["parameters"]["weight"][0][0] == pytest.approx(5, abs=0.1)
    assert result["parameters"]["bias"][0] == pytest.approx(-25 / 6, abs=0.2)


STANDARDISED = ["--set", "standardise=mean_std", "--set", "loss=mse", "--set", "learning_rate=0.5", "--epochs", "200"]


def test_standardised_inputs_are_told_in_full(tmp_path: Path, capsys: Capture) -> None:
    path, trace = tmp_path / "areas.csv", tmp_path / "trace.csv"
    path.write_text("area,price\n1000,300\n1500,400\n2000,500\n3000,700\n", encoding="utf-8")
    command = [
        "train",
        "linear-regression",
        "--data",
        str(path),
        *STANDARDISED,
        "--predict",
        "2500",
        "--trace",
        str(trace),
    ]
    assert main([*command, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    mean, deviation = 1875, math.sqrt((875**2 + 375**2 + 125**2 + 1125**2) / 4)
    assert result["standardise"]["kind"] == "mean_std"
    assert result["standardise"]["columns"] == ["x"]
    assert result["standardise"]["offset"] == [mean]
    assert result["standardise"]["scale"] == pytest.approx([deviation], rel=1e-6)
    assert result["coefficients"]["weight"] == [[pytest.approx(0.2, rel=1e-5)]]
    assert result["coefficients"]["bias"] == [pytest.approx(100, rel=1e-4)]
    assert result["parameters"]["weight"] == [[pytest.approx(0.2 * deviation, rel=1e-5)]]
    assert result["predictions"] == [pytest.approx(600, rel=1e-5)]
    last = rows(trace)[-1]
    assert float(last["weight[0][0]"]) == result["parameters"]["weight"][0][0]
    assert float(last["coefficient.weight[0][0]"]) == result["coefficients"]["weight"][0][0]
    assert float(last["coefficient.bias[0]"]) == result["coefficients"]["bias"][0]
    assert main(command) == 0
    assert "y = 0.2·x + 100\n" in capsys.readouterr().out


def test_coefficients_are_the_parameters_where_nothing_is_standardised(capsys: Capture) -> None:
    assert main(["train", "two-features", "--epochs", "2", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["coefficients"] == result["parameters"]
    assert result["standardise"] == {"kind": "none", "columns": ["x1", "x2"], "offset": [0, 0], "scale": [1, 1]}


def test_a_network_has_no_coefficients(tmp_path: Path, capsys: Capture) -> None:
    trace = tmp_path / "trace.csv"
    network = ["--set", "model=mlp", "--epochs", "2", "--set", "standardise=min_max", "--trace", str(trace)]
    assert main(["train", "two-features", *network, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["coefficients"] is None
    assert len(result["standardise"]["scale"]) == 2
    assert not [name for name in rows(trace)[0] if name.startswith("coefficient")]
    assert main(["train", "two-features", *network]) == 0
    assert "u2 = (x2 " in capsys.readouterr().out


def test_logs_are_written(table: Path, tmp_path: Path, capsys: Capture) -> None:
    history, trace = tmp_path / "过程.csv", tmp_path / "trace.csv"
    command = ["train", "linear-regression", "--data", str(table), "--set", "batch_size=2", "--epochs", "2"]
    assert main([*command, "--history", str(history), "--trace", str(trace), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    epochs = rows(history)
    updates = rows(trace)
    assert [float(row["train_loss"]) for row in epochs] == result["train_loss"]
    assert len(updates) == 6
    assert float(updates[-1]["weight[0][0]"]) == result["parameters"]["weight"][0][0]
    assert float(updates[-1]["loss"]) == result["last_step_loss"]


# ------------------------------------------------------------ what stops a training


@pytest.mark.parametrize("lesson", ["linear-regression", "backprop-by-hand", "logistic-hours"])
def test_divergence_stops_with_a_sentence(lesson: str, tmp_path: Path, capsys: Capture) -> None:
    trace = tmp_path / "trace.csv"
    changes = ["--set", "learning_rate=1e30"]
    if lesson == "logistic-hours":
        changes += ["--set", "model=mlp", "--set", "activation=softplus"]
    assert main(["train", lesson, *changes, "--trace", str(trace), "--json"]) == 1
    out, err = capsys.readouterr()
    assert len(err.splitlines()) == 1
    assert "diverged" in err
    result = json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert len(result["train_loss"]) <= 10
    updates = rows(trace)
    assert f"update {len(updates)}:" in err


def test_data_too_large_for_the_precision(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "huge.csv"
    path.write_text("x,y\n1e300,1\n", encoding="utf-8")
    assert main(["train", "linear-regression", "--data", str(path), "--json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["train_loss"] == [None]
    assert len(err.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to one process")
def test_interrupt_writes_what_is_done(tmp_path: Path) -> None:
    trace = tmp_path / "trace.csv"
    program = "import sys; from app.cli import main; sys.exit(main(sys.argv[1:]))"
    command = ["train", "linear-regression", "--epochs", "100000000", "--trace", str(trace), "--json"]
    with subprocess.Popen(
        [sys.executable, "-c", program, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        deadline = time.monotonic() + 60
        while not (trace.exists() and trace.stat().st_size > 10_000):
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert len(err.splitlines()) == 1
    result = json.loads(out)
    updates = rows(trace)
    assert len(updates) == len(result["train_loss"]) - 1
    assert float(updates[-1]["weight[0][0]"]) == result["parameters"]["weight"][0][0]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells of a closed pipe in another way")
def test_a_reader_that_goes_away_is_no_error_to_read_about() -> None:
    program = "import sys; from app.cli import main; sys.exit(main(sys.argv[1:]))"
    with subprocess.Popen(
        [sys.executable, "-c", program, "lessons"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        assert process.stderr.read() == ""
    assert process.returncode == 1


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_bar_is_drawn_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    ticks = itertools.count(step=0.05)
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(ticks))
    command = ["train", "linear-regression", "--epochs", "20", "--json"]
    assert main(command) == 0
    assert capsys.readouterr().err.count("\n") == 1
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    assert main(command) == 0
    text = terminal.getvalue()
    assert 5 <= text.count("#]") + text.count(".]") <= 11
    assert "epoch 2 of 20, loss 9.26205" in text
    assert text.endswith("s.\n")
    json.loads(capsys.readouterr().out)


# ------------------------------------------------------------ bad input

BAD = [
    ["--no-such-option"],
    ["no-such-command"],
    ["--lesson"],
    ["train"],
    ["train", "no-such-lesson"],
    ["train", "../lessons/softmax"],
    ["train", "softmax", "--set", "model"],
    ["train", "softmax", "--set", "=1"],
    ["train", "softmax", "--set", "no_such_key=1"],
    ["train", "softmax", "--set", "learning_rate=fast"],
    ["train", "softmax", "--set", "learning_rate=-1"],
    ["train", "softmax", "--set", "learning_rate=nan"],
    ["train", "softmax", "--set", "optimizer=magic\nwand"],
    ["train", "softmax", "--set", "model=polynomial"],
    ["train", "softmax", "--set", "batch_size=1.5"],
    ["train", "softmax", "--set", "task=regression-1d"],
    ["train", "softmax", "--set", "dataset=own"],
    ["train", "softmax", "--set", "device=warp-drive"],
    ["train", "softmax", "--set", "device=meta"],
    ["train", "softmax", "--set", "init.weight=1,2"],
    ["train", "softmax", "--set", "init.nothing=1"],
    ["train", "softmax", "--set", "init.weight=[[1"],
    ["train", "softmax", "--set", "formula=x1 +"],
    ["train", "softmax", "--set", "formula=open('marker')"],
    ["train", "softmax", "--set", "formula_low=a"],
    ["train", "softmax", "--set", "standardise=yes"],
    ["train", "linear-regression", "--set", "dataset=formula", "--set", "formula=ln(-1-x^2)"],
    ["train", "softmax", "--epochs", "many"],
    ["train", "softmax", "--epochs", "-5"],
    ["train", "softmax", "--epochs", "2.5"],
    ["train", "softmax", "--predict", "1"],
    ["train", "softmax", "--predict", "1,2,3"],
    ["train", "softmax", "--predict", "1,x"],
    ["train", "softmax", "--predict", "inf,0"],
    ["train", "linear-regression", "--predict", "1,2"],
    ["train", "linear-regression", "--predict", ""],
    ["train", "linear-regression", "--predict"],
    ["train", "linear-regression", "--data", "no-such-file.csv"],
    ["train", "linear-regression", "--data", "{table}", "--set", "dataset=sine"],
    ["train", "linear-regression", "--data", "{table}", "--history", "{table}"],
    ["train", "softmax", "--data", "{table}"],
    ["train", "logistic-hours", "--data", "{table}"],
    ["train", "softmax", "--history", "{folder}"],
    ["train", "softmax", "--trace", "{folder}/nowhere/trace.csv"],
    ["train", "softmax", "--trace", "{folder}/same.csv", "--history", "{folder}/same.csv"],
    ["train", "softmax", "--save", "{folder}/same.csv", "--history", "{folder}/same.csv"],
    ["train", "softmax", "--save", "{folder}"],
    ["train", "softmax", "--save", "{folder}/nowhere/saved.json"],
    ["train", "no-such-file.json"],
    ["train", "{table}"],
    ["no-such-file.json"],
    ["test"],
]


@pytest.mark.parametrize("arguments", BAD, ids=" ".join)
def test_bad_input_is_refused_in_one_sentence(
    arguments: list[str], table: Path, tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_training(*_: object) -> int:
        raise AssertionError("bad input must be told before the training")

    monkeypatch.setattr(train, "run", no_training)
    before = table.read_bytes()
    filled = [argument.replace("{table}", str(table)).replace("{folder}", str(tmp_path)) for argument in arguments]
    assert main(filled) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert err.strip().endswith((".", ")"))
    assert table.read_bytes() == before


@pytest.mark.parametrize(
    "arguments", [["train"], ["sweep", "--vary", "learning_rate=0.1,1", "--out", "results.csv"]], ids=" ".join
)
def test_points_that_are_all_for_testing_are_refused(
    arguments: list[str], tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("points.csv").write_text("x,y,test\n0,1,1\n1,2,1\n", encoding="utf-8")
    command, *others = arguments
    assert main([command, "linear-regression", "--data", "points.csv", *others]) == 2
    assert capsys.readouterr().err.strip() == "All points are test points: there are none to train on."


@pytest.mark.parametrize("arguments", [["train"], ["train", "softmax", "--set", "model=cube"]], ids=" ".join)
def test_bad_input_gives_no_traceback_in_a_process_of_its_own(arguments: list[str]) -> None:
    done = child("pass", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert "Traceback" not in done.stderr
