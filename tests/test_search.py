"""The command `search`: what it finds can be trained again, a study is continued, hopeless trials are stopped."""

from __future__ import annotations

import contextlib
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

# Optuna's own dependencies warn now and then, so it runs in processes of its own here.


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "main.py", "search", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


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


def count_trials(file: Path) -> int:
    """Look into a study's storage."""
    if not file.exists():
        return 0
    try:
        with contextlib.closing(sqlite3.connect(file)) as database:
            return int(database.execute("select count(*) from trials").fetchone()[0])
    except sqlite3.OperationalError:  # not there yet, or being written
        return 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has another Ctrl-C")
def test_control_c_ends_with_what_was_found(tmp_path: Path) -> None:
    file = tmp_path / "study.db"
    process = subprocess.Popen(
        [sys.executable, "main.py", "search", "softmax", "--vary", "learning_rate=0.001..1:log", "--epochs", "40", "--trials", "100000",
         "--storage", f"sqlite:///{file}"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while count_trials(file) < 3 and time.monotonic() < deadline:
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130, told
    assert "trials in the study" in told


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
        ["softmax", "--vary", "device=cpu,meta"],
        ["softmax", "--vary", "learning_rate=0.1..1", "--trials", "0"],
        ["softmax", "--vary", "learning_rate=0.1..1", "--storage", "nonsense://x"],
        ["softmax", "--vary", "loss=cross_entropy,hinge"],
    ],
)
def test_bad_input_is_told_in_one_sentence(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1, done.stderr
