"""Experiment files on the command line: saved, taken up again, and the same as a training in one go."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from app.data.names import Names
from app.files.experiments import load_experiment

ROOT = Path(__file__).parents[1]
Capture = pytest.CaptureFixture[str]


def train(capsys: Capture, *arguments: str) -> dict[str, Any]:
    """Run `train … --json` and return what it prints."""
    assert main(["train", *arguments, "--json"]) == 0
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


@pytest.mark.parametrize("lesson", ["linear-regression", "logistic-hours", "softmax", "multilayer-perceptron"])
@pytest.mark.parametrize("setting", ["optimizer=adam", "batch_size=7"])
def test_twenty_epochs_and_thirty_more_are_fifty(lesson: str, setting: str, tmp_path: Path, capsys: Capture) -> None:
    part, whole, joined = (str(tmp_path / f"{name}.json") for name in ("part", "whole", "joined"))
    in_one_go = train(capsys, lesson, "--set", setting, "--epochs", "50", "--save", whole)
    first = train(capsys, lesson, "--set", setting, "--epochs", "20", "--save", part)
    second = train(capsys, part, "--epochs", "30", "--save", joined)
    assert second["parameters"] == in_one_go["parameters"]
    assert first["train_loss"] + second["train_loss"][1:] == in_one_go["train_loss"]
    assert Path(joined).read_bytes() == Path(whole).read_bytes()


def test_a_file_may_replace_itself(tmp_path: Path, capsys: Capture) -> None:
    file = str(tmp_path / "experiment.json")
    train(capsys, "linear-regression", "--epochs", "3", "--save", file)
    train(capsys, file, "--epochs", "4", "--save", file)
    experiment = load_experiment(Path(file))
    assert experiment.checkpoint is not None
    assert experiment.checkpoint.trainer.epoch == 7


def test_history_of_a_file_counts_on(tmp_path: Path, capsys: Capture) -> None:
    file, history = str(tmp_path / "experiment.json"), tmp_path / "history.csv"
    train(capsys, "linear-regression", "--epochs", "3", "--save", file)
    train(capsys, file, "--epochs", "2", "--history", str(history))
    with history.open(encoding="utf-8-sig", newline="") as lines:
        assert [row["epoch"] for row in csv.DictReader(lines)] == ["3", "4", "5"]


def test_a_live_setting_goes_on_and_another_starts_anew(tmp_path: Path, capsys: Capture) -> None:
    file, other = str(tmp_path / "experiment.json"), str(tmp_path / "other.json")
    before = train(capsys, "linear-regression", "--epochs", "5", "--save", file)
    slower = train(capsys, file, "--epochs", "1", "--set", "learning_rate=1e-6")
    assert slower["train_loss"][0] == before["train_loss"][-1]
    assert main(["train", file, "--epochs", "1", "--set", "loss=mae", "--save", other, "--json"]) == 0
    anew = capsys.readouterr()
    assert "starts at epoch 0" in anew.err
    experiment = load_experiment(Path(other))
    assert experiment.checkpoint is not None
    assert experiment.checkpoint.trainer.epoch == 1


def test_own_points_and_unknown_keys_stay_in_the_file(tmp_path: Path, capsys: Capture) -> None:
    table, file = tmp_path / "points.csv", tmp_path / "experiment.json"
    table.write_text("x,y\n1,2\n2,4.5\n3,5\n", encoding="utf-8")
    train(capsys, "linear-regression", "--data", str(table), "--epochs", "2", "--save", str(file))
    plain = json.loads(file.read_bytes())
    plain["from_the_future"] = {"a": 1}
    file.write_text(json.dumps(plain), encoding="utf-8")
    train(capsys, str(file), "--epochs", "2", "--save", str(file))
    assert json.loads(file.read_bytes())["from_the_future"] == {"a": 1}
    assert load_experiment(file).points.targets.tolist() == [2, 4.5, 5]


def test_what_tells_of_other_points_is_not_kept_in_the_file(tmp_path: Path, capsys: Capture) -> None:
    table, file, other = tmp_path / "points.csv", str(tmp_path / "experiment.json"), tmp_path / "other.json"
    table.write_text("dose,outcome\n100,well\n200,ill\n300,ill\n", encoding="utf-8")
    train(capsys, "logistic-hours", "--data", str(table), "--epochs", "1", "--save", file)
    kept = load_experiment(Path(file))
    assert (kept.lesson_id, kept.view, kept.names) == ("", None, Names(("dose",), "outcome", ("ill", "well")))
    table.write_text("width,kind\n1,owl\n2,bat\n", encoding="utf-8")
    train(capsys, file, "--data", str(table), "--epochs", "1", "--save", str(other))
    assert load_experiment(other).names == Names(("width",), "kind", ("bat", "owl"))
    train(capsys, file, "--set", "dataset=hours", "--epochs", "1", "--save", str(other))
    assert load_experiment(other).names == Names()
    train(capsys, file, "--epochs", "1", "--save", str(other))
    assert load_experiment(other).names == kept.names


def test_a_file_that_cannot_be_written_is_refused_before_training(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "experiment.json"
    train(capsys, "linear-regression", "--epochs", "1", "--save", str(file))
    file.chmod(0o444)
    monkeypatch.setattr("app.train.run", lambda *_: pytest.fail("it was trained"))
    for wrong in (file, tmp_path, tmp_path / "none" / "file.json"):
        assert main(["train", str(file), "--epochs", "1", "--save", str(wrong)]) == 2
        assert str(wrong) in capsys.readouterr().err


def test_a_training_is_saved_though_nobody_reads_its_result(tmp_path: Path) -> None:
    file = tmp_path / "experiment.json"
    command = [sys.executable, "main.py", "train", "linear-regression", "--epochs", "2", "--json", "--save", str(file)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    process.stdout.close()
    process.wait()
    experiment = load_experiment(file)
    assert experiment.checkpoint is not None
    assert experiment.checkpoint.trainer.epoch == 2


def test_a_diverged_training_is_not_saved(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "experiment.json"
    file.write_text("precious", encoding="utf-8")
    status = main(["train", "linear-regression", "--set", "learning_rate=1e20", "--epochs", "50", "--save", str(file)])
    assert status == 1
    assert file.read_text(encoding="utf-8") == "precious"
    assert "not written" in capsys.readouterr().err


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\x00", b'{"format": "gradient-playground-experiment"}'])
def test_a_damaged_file_is_told_in_one_sentence(content: bytes, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "experiment.json"
    file.write_bytes(content)
    assert main(["train", str(file)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
