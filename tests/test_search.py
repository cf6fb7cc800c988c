"""The command `search`: what it finds can be trained again, a study is continued, hopeless trials are stopped."""

from __future__ import annotations

import atexit
import contextlib
import functools
import json
import os
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
Capture = pytest.CaptureFixture[str]

# Optuna's own dependencies warn now and then, so it runs in a process of its own here: one, for it is slow to begin.
SERVER = """
import contextlib, io, json, sys
from app.cli import main

for line in sys.stdin:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = main(json.loads(line))
        except SystemExit as end:
            status = end.code
    print(json.dumps([status, out.getvalue(), err.getvalue()]), flush=True)
"""


@functools.cache
def server() -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SERVER]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(process.kill)
    return process


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Search in the process that is there for it."""
    given, answers = server().stdin, server().stdout
    assert given is not None
    assert answers is not None
    print(json.dumps(["search", *arguments]), file=given, flush=True)
    status, out, err = json.loads(answers.readline())
    return subprocess.CompletedProcess(arguments, status, out, err)


def found(*arguments: str) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_the_best_is_what_training_gives_and_the_study_continues(tmp_path: Path, capsys: Capture) -> None:
    storage = f"sqlite:///{tmp_path / 'study.db'}"
    grid = ("softmax", "--vary", "learning_rate=0.001..1:log", "--vary", "hidden_sizes=4;8,8", "--vary", "optimizer=sgd,adam",
            "--set", "model=mlp", "--epochs", "15", "--storage", storage)  # fmt: skip
    first = found(*grid, "--trials", "6", "--seed", "1")
    again = found(*grid, "--trials", "4", "--seed", "2")
    assert sum(first["trials"].values()) == 6
    assert sum(again["trials"].values()) == 10
    assert again["best"]["value"] <= first["best"]["value"]
    shown = run(*grid, "--trials", "1")
    command = shlex.split(shown.stdout.splitlines()[-1].partition(": ")[2])
    capsys.readouterr()
    assert main([*command[2:], "--json"]) == 0
    trained = json.loads(capsys.readouterr().out)
    best = found(*grid, "--trials", "1")["best"]["value"]
    assert trained["test_loss"][-1] >= best
    assert trained["test_loss"][-1] <= first["best"]["value"] * (1 + 1e-3)


def test_a_seed_repeats_a_search_and_whole_numbers_stay_whole() -> None:
    grid = ("linear-regression", "--vary", "learning_rate=0.001..0.05:log", "--vary", "batch_size=1..3", "--trials", "5",
            "--epochs", "5", "--seed", "7", "--sampler", "random")  # fmt: skip
    one, other = found(*grid), found(*grid)
    assert one == other
    assert isinstance(one["best"]["settings"]["batch_size"], int)


def test_a_saved_training_is_searched_from_its_beginning(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "saved.json"
    assert main(["train", "linear-regression", "--epochs", "30", "--save", str(file)]) == 0
    plain = json.loads(file.read_bytes())
    plain["config"]["epochs"] = 40
    file.write_text(json.dumps(plain), encoding="utf-8")
    done = run(str(file), "--vary", "learning_rate=0.001,0.01", "--trials", "1", "--seed", "0", "--set", "noise=0.5")
    assert done.stderr.startswith("1 trial in the study")
    assert "--epochs 40" in done.stdout


def test_a_divergence_is_never_the_best() -> None:
    result = found("linear-regression", "--vary", "learning_rate=0.01,1e20,1e25", "--trials", "9", "--epochs", "40", "--seed", "0")  # fmt: skip
    assert result["best"]["settings"] == {"learning_rate": "0.01"}


def looked_up(file: Path, query: str) -> list[tuple[Any, ...]]:
    with contextlib.closing(sqlite3.connect(file)) as database:
        return database.execute(query).fetchall()


def test_a_study_tells_those_who_watch_it_what_became_of_each_trial(tmp_path: Path) -> None:
    file = tmp_path / "study.db"
    given_up = ("linear-regression", "--vary", "learning_rate=0.01,1e25", "--trials", "8", "--epochs", "40", "--seed", "0")  # fmt: skip
    found(*given_up, "--storage", f"sqlite:///{file}")
    assert looked_up(file, "select key, value_json from study_system_attributes") == [("study:metric_names", '["train_loss"]')]  # fmt: skip
    attributes = looked_up(file, "select state, key, value_json from trials natural join trial_user_attributes")
    assert {(state, value) for state, key, value in attributes if key == "given_up"} == {("PRUNED", '"diverged"')}
    assert {key for state, key, _ in attributes if state == "COMPLETE"} == {"train_loss", "r2"}
    values = looked_up(file, "select value, value_json from trials natural join trial_user_attributes join trial_values "
                             "using (trial_id) where key = 'train_loss'")  # fmt: skip
    assert values
    assert all(value == pytest.approx(float(noted)) for value, noted in values)


def test_a_trial_that_begins_slowly_is_not_given_up_at_once(tmp_path: Path) -> None:
    file = tmp_path / "study.db"
    slow = ("softmax", "--vary", "learning_rate=0.0001..3:log", "--trials", "25", "--epochs", "200", "--seed", "0")
    found(*slow, "--storage", f"sqlite:///{file}")
    counts = looked_up(file, "select trial_id, count(*) from trials natural join trial_intermediate_values "
                             "where state = 'PRUNED' group by trial_id")  # fmt: skip
    assert counts
    assert min(count for _, count in counts) > 3
    hopeless = looked_up(file, "select count(*) from trial_user_attributes where value_json = '\"hopeless\"'")
    assert hopeless == [(len(counts),)]


def count_trials(file: Path) -> int:
    """Look into a study's storage."""
    if not file.exists():
        return 0
    try:
        with contextlib.closing(sqlite3.connect(file)) as database:
            return int(database.execute("select count(*) from trials").fetchone()[0])
    except sqlite3.OperationalError:  # not there yet, or being written
        return 0


def long_search(file: Path) -> subprocess.Popen[str]:
    """Begin a search that goes on for long, and wait for its first trials."""
    process = subprocess.Popen(
        [sys.executable, "main.py", "search", "softmax", "--vary", "learning_rate=0.001..1:log", "--epochs", "40", "--trials", "100000",
         "--storage", f"sqlite:///{file}"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while count_trials(file) < 3 and time.monotonic() < deadline:
        time.sleep(0.1)
    return process


@pytest.mark.skipif(os.name == "nt", reason="Windows has another Ctrl-C")
def test_control_c_ends_with_what_was_found(tmp_path: Path) -> None:
    file = tmp_path / "study.db"
    process = long_search(file)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "trials in the study" in told


def refused(*arguments: str) -> str:
    """Return the one sentence with which a search is refused."""
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


FIRST = ("two-features", "--vary", "learning_rate=0.001..0.1:log", "--trials", "1", "--epochs", "2")


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (["multilayer-perceptron", *FIRST[1:]], "The study “gradient-playground” holds results for "),
        ([*FIRST, "--set", "noise=0.5"], "not for noise=0.5. Choose another --study"),
        ([*FIRST, "--set", "seed=7"], "holds results for seed=0, not for seed=7."),
        ([*FIRST, "--epochs", "3"], "holds results for epochs=2, not for epochs=3."),
        ([*FIRST, "--data", "{points}"], "not for dataset=own"),
        ([*FIRST, "--vary", "optimizer=sgd,adam"], "for vary=['learning_rate'], not for vary=['learning_rate', 'optimizer']"),
    ],
)  # fmt: skip
def test_a_study_is_continued_with_its_own_settings_alone(other: list[str], told: str, tmp_path: Path) -> None:
    points, storage = tmp_path / "points.csv", f"sqlite:///{tmp_path / 'study.db'}"
    points.write_text("x1,x2,y\n0,1,2\n1,2,3\n2,2,5\n", encoding="utf-8")
    found(*FIRST, "--storage", storage)
    assert told in refused(*(word.format(points=points) for word in other), "--storage", storage)
    assert count_trials(tmp_path / "study.db") == 1
    again = found(*FIRST, "--set", "engine=reference", "--storage", storage)
    assert sum(again["trials"].values()) == 2


def test_searches_begin_a_study_together(tmp_path: Path) -> None:
    command = [sys.executable, "main.py", "search", *FIRST, "--storage"]
    for number in range(2):  # they meet about every second time
        storage = f"sqlite:///{tmp_path / f'{number}.db'}"
        processes = [
            subprocess.Popen([*command, storage], cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)
        ]
        said = [process.communicate(timeout=120)[1] for process in processes]
        assert [process.returncode for process in processes] == [0, 0], said
        assert count_trials(tmp_path / f"{number}.db") == 2


def test_a_study_without_a_note_continues(tmp_path: Path) -> None:
    file = tmp_path / "study.db"
    found(*FIRST, "--storage", f"sqlite:///{file}")
    with contextlib.closing(sqlite3.connect(file)) as database:
        assert database.execute("delete from study_user_attributes").rowcount == 1
        database.commit()
    again = found(*FIRST, "--set", "noise=0.5", "--storage", f"sqlite:///{file}")
    assert sum(again["trials"].values()) == 2


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ("optimizer=sgd,adam", "optimizer=sgd,rmsprop", "for optimizer in sgd;adam, which sgd;rmsprop does not"),
        ("learning_rate=0.01..1", "learning_rate=0.01,1", "for learning_rate in 0.01..1, which 0.01;1 does not"),
        ("learning_rate=0.01..1", "learning_rate=0.01..1:log", "in 0.01..1, which 0.01..1:log does not"),
    ],
)
def test_a_study_is_continued_with_its_own_kind_of_values_alone(
    before: str, now: str, told: str, tmp_path: Path
) -> None:
    rest = ("--trials", "1", "--epochs", "2", "--storage", f"sqlite:///{tmp_path / 'study.db'}")
    found("softmax", "--vary", before, *rest)
    assert told in refused("softmax", "--vary", now, *rest)
    assert count_trials(tmp_path / "study.db") == 1


def test_a_choices_own_setting_has_a_short_name() -> None:
    grid = ("softmax", "--trials", "1", "--epochs", "2", "--vary", "momentum=0..0.9", "--vary", "nesterov=true")
    assert list(found(*grid)["best"]["settings"]) == ["optimizer.momentum", "optimizer.nesterov"]


@pytest.mark.parametrize("base", ["adam", "sgd"])
def test_a_trial_looks_only_at_the_settings_of_its_own_choices(base: str, tmp_path: Path) -> None:
    grid = ("softmax", "--set", f"optimizer={base}", "--trials", "8", "--epochs", "2", "--seed", "0", "--no-pruning",
            "--storage", f"sqlite:///{tmp_path / 'study.db'}")  # fmt: skip
    result = found(*grid, "--vary", "momentum=0..0.9", "--vary", "optimizer=adam,sgd", "--vary", "init.weight=0..1")
    assert result["trials"] == {"complete": 8}
    tried = looked_up(tmp_path / "study.db", "select trial_id, group_concat(param_name) from trial_params group by trial_id")  # fmt: skip
    assert {"optimizer.momentum" in names for _, names in tried} == {True, False}
    assert all("init.weight" in names for _, names in tried)
    assert "is not a setting here" in refused("softmax", "--vary", "optimizer=adam,adamw", "--vary", "optimizer.momentum=0..0.9")  # fmt: skip


def test_the_bounds_of_a_range_may_change(tmp_path: Path) -> None:
    rest = ("--trials", "1", "--epochs", "2", "--storage", f"sqlite:///{tmp_path / 'study.db'}")
    found("softmax", "--vary", "learning_rate=0.01..1", *rest)
    assert sum(found("softmax", "--vary", "learning_rate=0.1..0.5", *rest)["trials"].values()) == 2


def test_layer_sizes_are_whole_numbers() -> None:
    result = found("softmax", "--vary", "hidden_sizes=4..16", "--set", "model=mlp", "--trials", "3", "--epochs", "2")
    assert result["trials"].get("complete")
    assert isinstance(result["best"]["settings"]["hidden_sizes"], int)


def test_trials_that_cannot_be_trained_are_told() -> None:
    # Each value is allowed, but two layers take no three activations.
    vary = ("softmax", "--set", "model=mlp", "--set", "hidden_sizes=4,4,4", "--vary", "activation=[tanh,relu,tanh]", "--epochs", "2", "--seed", "0")  # fmt: skip
    done = run(*vary, "--vary", "hidden_sizes=[4,4],[8,8]", "--trials", "2")
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("No trial could be trained; give other values to --vary. The last")
    assert "3 were given for 2 hidden layers" in done.stderr
    done = run(*vary, "--vary", "hidden_sizes=[4,4,4],[8,8]", "--trials", "8")
    assert done.returncode == 0
    assert "could not be trained: activation: 3 were given" in done.stderr


def test_a_saved_training_that_would_go_on_is_told(tmp_path: Path) -> None:
    file = tmp_path / "saved.json"
    assert main(["train", "linear-regression", "--epochs", "30", "--save", str(file)]) == 0
    live = run(str(file), "--vary", "learning_rate=0.001,0.01", "--trials", "1", "--epochs", "5")
    assert f"{file} is at epoch 30, and this goes on from there" in live.stdout.splitlines()[-1]
    anew = run(str(file), "--vary", "optimizer=adam", "--trials", "1", "--epochs", "5")
    assert anew.stdout.splitlines()[-1].startswith("Train it with: ")


@pytest.mark.skipif(os.name == "nt", reason="Windows does not delete an open file")
def test_a_storage_that_is_lost_is_told(tmp_path: Path) -> None:
    file = tmp_path / "study.db"
    process = long_search(file)
    file.unlink()
    _, told = process.communicate(timeout=60)
    assert process.returncode == 2, told
    assert told.startswith("The study “gradient-playground” cannot be read or written any more: ")
    assert len(told.splitlines()) == 1, told


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-lesson", "--vary", "learning_rate=0.1..1"],
        ["softmax"],
        ["softmax", "--vary", "learning_rate=1..0"],
        ["softmax", "--vary", "learning_rate=0..1:log"],
        ["softmax", "--vary", "learning_rate=-1..1"],
        ["softmax", "--vary", "no_such_key=0..1"],
        ["softmax", "--vary", "optimizer=sgd,magic"],
        ["softmax", "--vary", "epochs=1..3"],
        ["softmax", "--vary", "epochs=1,3"],
        ["softmax", "--vary", "speed=1..3"],
        ["softmax", "--vary", "hidden_sizes=4..8"],
        ["softmax", "--vary", "device=cpu,meta"],
        ["softmax", "--vary", "learning_rate=0.1..1", "--trials", "0"],
        ["softmax", "--vary", "learning_rate=0.1..1", "--storage", "nonsense://x"],
        ["softmax", "--vary", "loss=cross_entropy,hinge"],
        ["softmax", "--vary", "learning_rate=0.1..1", "--vary", "learning_rate=1..2"],
        ["softmax", "--vary", "momentum=0..1", "--vary", "optimizer.momentum=0..0.5"],
        ["softmax", "--vary", "learning_rate=0.1..1", "--seed", "-1"],
        ["softmax", "--vary", "learning_rate=0.1..1", "--seed", "5000000000"],
        ["softmax", "--vary", "learning_rate=0.1..1", "--seed", "1e30"],
        ["softmax", "--vary", "learning_rate=0.1..1", "--seed", "1.5"],
    ],
)
def test_bad_input_is_told_in_one_sentence(arguments: list[str]) -> None:
    refused(*arguments)


def test_a_storage_that_is_a_file_is_told_how_it_is_written() -> None:
    told = refused("softmax", "--vary", "learning_rate=0.1..1", "--storage", "study.db")
    assert told == "--storage “study.db” is not a URL: write a file like sqlite:///study.db.\n"


@pytest.mark.parametrize("number", [["--seed", ""], ["--seed", "1.5"], ["--trials", "many"]])
def test_a_number_that_must_be_whole_is_told_as_such(number: list[str]) -> None:
    told = refused("softmax", "--vary", "learning_rate=0.1..1", *number)
    assert "whole number" in told
    assert "0.01" not in told
