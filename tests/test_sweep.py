"""The command `sweep`: every row right, stopped and continued, in processes and on a cluster that loses a machine."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest
import torch

from app.cli import main
from app.executors import Workplace
from app.files.experiments import Experiment, write_experiment
from app.files.lessons import load_lesson
from app.files.sweep_table import SweepTable
from app.running.jobs import Job, Outcome, Report, train_job
from app.sweep import _count_done
from app.training.grid import read_variation
from app.training.settings import from_dict
from app.training.trainer import Trainer
from tests.clusters import RunningCluster

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parent.parent
Capture = pytest.CaptureFixture[str]
GRID = (
    "softmax",
    "--vary",
    "learning_rate=0.01,0.1,1",
    "--vary",
    "hidden_sizes=4;8",
    "--set",
    "model=mlp",
    "--seeds",
    "2",
)
HEADER = [
    "learning_rate",
    "hidden_sizes",
    "seed",
    "epochs",
    "train_loss",
    "test_loss",
    "accuracy",
    "seconds",
    "finished",
]


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def figures(path: Path) -> list[tuple[str, ...]]:
    """Return the table without the times, in an order of its own."""
    return sorted(tuple(value for key, value in row.items() if key != "seconds") for row in rows(path))


def sweep(*arguments: str) -> int:
    return main(["sweep", *arguments])


@pytest.fixture(scope="module")
def serial(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sweep") / "serial.csv"
    assert sweep(*GRID, "--epochs", "20", "--out", str(path)) == 0
    return path


def test_every_row_is_what_training_alone_gives(serial: Path) -> None:
    lesson = load_lesson("softmax")
    table = rows(serial)
    assert list(table[0]) == HEADER
    assert len(table) == 12
    for row in table:
        changes = {key: row[key] for key in ("learning_rate", "hidden_sizes", "seed")}
        trainer = Trainer(from_dict({**changes, "model": "mlp"}, lesson.config), lesson.points)
        for _ in trainer.epochs(20):
            pass
        assert (row["epochs"], row["finished"]) == ("20", "yes")
        assert float(row["train_loss"]) == pytest.approx(trainer.loss(trainer.train), rel=1e-4)
        assert float(row["test_loss"]) == pytest.approx(trainer.loss(trainer.test), rel=1e-4)
        with torch.no_grad():
            hits = trainer.model(trainer.test.inputs).argmax(dim=1) == trainer.test.targets
        assert float(row["accuracy"]) == pytest.approx(hits.double().mean().item(), abs=0.04)


@pytest.mark.parametrize("order", [("learning_rate=0.1,0.2,0.3", "data_seed=0..19:20"), ("data_seed=0..19:20", "learning_rate=0.1,0.2,0.3")])  # fmt: skip
def test_experiments_on_the_same_points_are_trained_together(
    order: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def noted(job: Job, *report: Report) -> list[Outcome]:
        sizes.append(len(job.numbers))
        return train_job(job, *report)

    monkeypatch.setattr("app.sweep.train_job", noted)
    path = tmp_path / "samples.csv"
    varied = ["--vary", order[0], "--vary", order[1]]
    assert sweep("linear-regression", "--set", "dataset=line", *varied, "--epochs", "2", "--out", str(path)) == 0
    assert sizes == [3] * 20
    assert len({(row["learning_rate"], row["data_seed"]) for row in rows(path)}) == 60


def test_the_same_command_continues(serial: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "part.csv"
    lines = serial.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:6]) + lines[6][:9])  # a kill left half a row
    assert sweep(*GRID, "--epochs", "20", "--out", str(path)) == 0
    assert figures(path) == figures(serial)
    before = path.read_bytes()
    assert sweep(*GRID, "--epochs", "20", "--out", str(path)) == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize(("true", "false"), [("TRUE", "FALSE"), ("yes", "No"), ("1", "0")])
def test_a_table_that_a_spreadsheet_has_saved_continues(true: str, false: str, tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    varied = ["--vary", "learning_rate=0.00001,0.1", "--vary", "shuffle=true,false", "--vary", "batch_size=10"]
    command = ["linear-regression", *varied, "--epochs", "2", "--out", str(path)]
    assert sweep(*command) == 0
    table = path.read_text(encoding="utf-8")
    for written, shown in (("1e-05", "1.0E-05"), ("true", true), ("false", false), ("0.1,", "0.10,")):
        assert written in table
        table = table.replace(written, shown)
    path.write_text(table, encoding="utf-8")
    assert sweep(*command) == 0
    assert path.read_text(encoding="utf-8") == table


def test_a_value_written_in_another_way_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    command = ["softmax", "--set", "model=mlp", "--epochs", "2", "--out", str(path)]
    assert sweep(*command, "--vary", "batch_size=10,all", "--vary", "features=[x1,x2],x2") == 0
    before = path.read_bytes()
    assert sweep(*command, "--vary", "batch_size=0,10", "--vary", "features=[x2,x1],[x2]") == 0
    assert path.read_bytes() == before


def test_a_damaged_row_is_trained_again(serial: Path, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "damaged.csv"
    lines = serial.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:4], lines[4][:9] + lines[5], *lines[6:]]))
    before = path.read_bytes()
    assert sweep(*GRID, "--epochs", "20", "--out", str(path)) == 0
    assert figures(path) == figures(serial)
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith(f"{path}, line 5: no result of an experiment. ")
    assert told[0].endswith(f"the table as it was is kept in {path}.damaged.")
    assert len(told) == 2
    assert path.with_name("damaged.csv.damaged").read_bytes() == before


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (["--set", "noise=0.5"], "noise=0.1, not for noise=0.5"),
        (["--set", "noise=0.1", "--set", "optimizer.momentum=0.9"], "optimizer.momentum=0.0, not for optimizer.momentum=0.9"),
        (["--set", "noise=0.1", "--set", "init.weight=[[1,2]]"], "not for init.weight=[[1.0, 2.0]]"),
        (["--set", "noise=0.1", "--data", "{points}"], "not for dataset=own"),
    ],
)  # fmt: skip
def test_a_table_is_continued_with_its_own_settings_alone(
    other: list[str], told: str, tmp_path: Path, capsys: Capture
) -> None:
    points, path = tmp_path / "points.csv", tmp_path / "results.csv"
    points.write_text("x1,x2,y\n0,1,2\n1,2,3\n2,2,5\n", encoding="utf-8")
    grid = ("two-features", "--vary", "learning_rate=0.01,0.02", "--epochs", "3", "--out", str(path))
    assert sweep(*grid, "--set", "noise=0.1") == 0
    before = path.read_bytes()
    capsys.readouterr()
    assert sweep(*grid, *(argument.format(points=points) for argument in other)) == 2
    said = capsys.readouterr().err
    assert told in said
    assert len(said.splitlines()) == 1
    assert path.read_bytes() == before
    assert (
        sweep(*grid, "--set", "noise=0.1", "--set", "seed=7", "--set", "engine=reference") == 0
    )  # rows have their seed
    assert len(rows(path)) == 4


@pytest.mark.parametrize("note", ["[1]", "{", ""])
def test_a_damaged_note_is_told(note: str, tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "results.csv"
    grid = ("two-features", "--vary", "learning_rate=0.01", "--epochs", "3", "--out", str(path))
    assert sweep(*grid) == 0
    assert capsys.readouterr().err.startswith("1 experiment in ")
    path.with_name("results.csv.settings.json").write_text(note, encoding="utf-8")
    assert sweep(*grid) == 2
    assert "results.csv.settings.json is damaged" in capsys.readouterr().err


def test_a_table_is_continued_with_its_own_points_alone(tmp_path: Path, capsys: Capture) -> None:
    points = tmp_path / "points.csv"
    grid = ("two-features", "--vary", "learning_rate=0.01", "--epochs", "3", "--out", str(tmp_path / "results.csv"), "--data", str(points))  # fmt: skip
    points.write_text("x1,x2,y\n0,1,2\n1,2,3\n", encoding="utf-8")
    assert sweep(*grid) == sweep(*grid) == 0
    points.write_text("x1,x2,y\n0,1,2\n1,2,4\n", encoding="utf-8")
    assert sweep(*grid) == 2
    assert "not for points=2 (" in capsys.readouterr().err


def test_points_changed_by_hand_are_other_points(tmp_path: Path, capsys: Capture) -> None:
    lesson, file, table = load_lesson("softmax"), tmp_path / "softmax.json", tmp_path / "results.csv"
    grid = (str(file), "--vary", "learning_rate=0.01", "--epochs", "3", "--out", str(table))
    file.write_bytes(write_experiment(Experiment(lesson.config, lesson.points)))
    assert sweep(*grid) == sweep(*grid) == 0
    file.write_bytes(write_experiment(Experiment(lesson.config, lesson.points.without([0]))))
    assert sweep(*grid) == 2
    assert "points=" in capsys.readouterr().err


def test_a_saved_training_is_swept_from_its_beginning(tmp_path: Path, capsys: Capture) -> None:
    file, table = tmp_path / "saved.json", tmp_path / "results.csv"
    assert main(["train", "linear-regression", "--epochs", "30", "--save", str(file)]) == 0
    plain = json.loads(file.read_bytes())
    plain["config"]["epochs"] = 40
    file.write_text(json.dumps(plain), encoding="utf-8")
    capsys.readouterr()
    assert sweep(str(file), "--vary", "loss=mse,mae", "--set", "noise=0.5", "--out", str(table)) == 0
    assert [row["epochs"] for row in rows(table)] == ["40", "40"]
    assert capsys.readouterr().err.startswith("2 experiments in ")


def test_a_table_begun_anew_has_new_settings(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    grid = ("two-features", "--vary", "learning_rate=0.01,0.02", "--epochs", "3", "--out", str(path))
    assert sweep(*grid, "--set", "noise=0.1") == 0
    path.unlink()
    assert sweep(*grid, "--set", "noise=0.5") == 0
    assert sweep(*grid, "--set", "noise=0.1") == 2


def test_a_setting_may_vary_that_only_other_choices_have(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    grid = ("softmax", "--vary", "optimizer=adam,adamw", "--vary", "beta1=0.5,0.9", "--epochs", "2")
    assert sweep(*grid, "--out", str(path)) == 0
    assert {(row["optimizer"], row["optimizer.beta1"]) for row in rows(path)} == {
        ("adam", "0.5"), ("adam", "0.9"), ("adamw", "0.5"), ("adamw", "0.9")
    }  # fmt: skip
    assert len({row["train_loss"] for row in rows(path)}) >= 2


def test_a_divergence_is_a_row_like_any_other(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    assert sweep("linear-regression", "--vary", "learning_rate=0.01,1e20", "--epochs", "30", "--out", str(path)) == 0
    good, bad = sorted(rows(path), key=lambda row: float(row["learning_rate"]))
    assert (good["finished"], bad["finished"]) == ("yes", "no")
    assert "r2" in good
    assert int(bad["epochs"]) < 30


def test_local_processes_give_the_same(serial: Path, tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    done = subprocess.run(
        [sys.executable, "main.py", "sweep", *GRID, "--epochs", "20", "--out", str(path), "--workers", "2"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert figures(path) == figures(serial)


def begun(path: Path, workers: str) -> subprocess.Popen[str]:
    """Begin a sweep that takes a while, in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "main.py", "sweep", "multilayer-perceptron", "--vary", "hidden_sizes=2..200:100", "--epochs", "300",
         "--out", str(path), "--workers", workers],
        cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows has another Ctrl-C")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_control_c_keeps_what_is_done(workers: str, tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    process = begun(path, workers)
    deadline = time.monotonic() + 60
    while (not path.exists() or path.read_bytes().count(b"\n") < 3) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said.count("\n") == 1, said
    assert "the same command continues" in said
    assert len(rows(path)) >= 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has another Ctrl-C")
@pytest.mark.parametrize("workers", ["1", "2"])
def test_control_c_again_and_again_is_one(workers: str, tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    process = begun(path, workers)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob("*.lock")) and time.monotonic() < deadline:
        time.sleep(0.05)
    while process.poll() is None and time.monotonic() < deadline:
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.02)
    _, said = process.communicate(timeout=60)
    assert (process.returncode, said.count("\n")) == (130, 1), said
    assert said.startswith("Interrupted"), said  # perhaps before there was anything to continue
    assert not list(tmp_path.glob("*.lock"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-lesson"],
        ["softmax", "--vary", "learning_rate"],
        ["softmax", "--vary", "learning_rate=fast"],
        ["softmax", "--vary", "seed=1,2"],
        ["softmax", "--vary", "epochs=1,3"],
        ["softmax", "--vary", "speed=1,2"],
        ["softmax", "--vary", "hidden_sizes=4,8"],
        ["softmax", "--vary", "device=cpu,no-such-device"],
        ["softmax", "--vary", "device=cpu,meta"],
        ["softmax", "--vary", "optimizer=adam,rmsprop", "--vary", "beta1=0.5,0.9"],
        ["softmax", "--vary", "optimizer=adam,adamw", "--vary", "beta1=0.5,0.50"],
        ["softmax", "--vary", "optimizer=adam,adamw", "--vary", "beta1=0.5,2"],
        ["softmax", "--seeds", "0"],
        ["softmax", "--seeds", "2", "--set", f"seed={2**31 - 1}"],
        ["softmax", "--seeds", "many"],
        ["softmax", "--workers", "1.5"],
        ["softmax", "--out", "{folder}"],
        ["softmax", "--out", "{other}"],
        ["softmax", "--scheduler", "tcp://127.0.0.1:1"],
    ],
)
def test_bad_input_is_told_in_one_sentence(arguments: list[str], tmp_path: Path, capsys: Capture) -> None:
    other = tmp_path / "other.csv"
    other.write_text("something,else\n1,2\n", encoding="utf-8")
    given = [argument.format(folder=tmp_path, other=other) for argument in arguments]
    if "--out" not in given:
        given += ["--out", str(tmp_path / "results.csv")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("app.cluster.CONNECT_SECONDS", 1)
        assert sweep(*given) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert other.read_text(encoding="utf-8") == "something,else\n1,2\n"
    assert os.listdir(tmp_path) == ["other.csv"]


def test_only_experiments_of_the_grid_are_counted(tmp_path: Path, capsys: Capture) -> None:
    grid = ("linear-regression", "--epochs", "2", "--out", str(tmp_path / "results.csv"))
    assert sweep(*grid, "--vary", "learning_rate=0.01,0.02,0.03", "--seeds", "2") == 0
    assert sweep(*grid, "--vary", "learning_rate=0.02,0.04") == 0
    assert [line.partition(" in ")[0] for line in capsys.readouterr().err.splitlines()] == ["6 experiments", "2 experiments"]  # fmt: skip


def test_a_cluster_that_loses_a_worker_completes_the_table(cluster: RunningCluster, tmp_path: Path) -> None:
    grid = ["softmax", "--vary", "learning_rate=0.001..1:40:log", "--vary", "hidden_sizes=4;8;3,3;5;6;7", "--set", "model=mlp",
            "--epochs", "150"]  # fmt: skip
    whole, lost = tmp_path / "whole.csv", tmp_path / "lost.csv"
    assert sweep(*grid, "--out", str(whole)) == 0
    process = subprocess.Popen(
        [sys.executable, "main.py", "sweep", *grid, "--out", str(lost), "--scheduler", cluster.address],
        cwd=ROOT, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while (not lost.exists() or lost.read_bytes().count(b"\n") < 2) and time.monotonic() < deadline:
        time.sleep(0.02)
    n_before = len(rows(lost))
    cluster.workers[0].kill()
    _, said = process.communicate(timeout=300)
    assert process.returncode == 0, said
    assert n_before < 240
    assert figures(lost) == figures(whole)


@pytest.mark.skipif(os.name == "nt", reason="Windows has another Ctrl-C")
@pytest.mark.parametrize("is_interrupted", [False, True])
def test_a_cluster_without_workers_is_told(is_interrupted: bool, serial: Path, tmp_path: Path) -> None:
    path, cluster = tmp_path / "results.csv", RunningCluster(tmp_path, 0)
    process = subprocess.Popen(
        [sys.executable, "main.py", "sweep", *GRID, "--epochs", "20", "--out", str(path), "--scheduler", cluster.address],
        cwd=ROOT, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        assert process.stderr.readline() == f"The cluster {cluster.address} has no workers; waiting for one.\n"
        if is_interrupted:
            process.send_signal(signal.SIGINT)
        else:
            cluster.add_worker()
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
        cluster.end()
    assert process.returncode == (130 if is_interrupted else 0), said
    assert len(said.splitlines()) == 1
    assert path.exists() is not is_interrupted
    if not is_interrupted:
        assert figures(path) == figures(serial)


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_the_bar_moves_during_a_job(engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[float] = []
    monkeypatch.setattr("app.sweep.Progress.show", lambda _self, n_done, _text: shown.append(n_done))
    n_epochs = "10000" if engine == "fast" else "20"
    grid = ["softmax", "--vary", "learning_rate=0.1,0.2", "--epochs", n_epochs, "--set", f"engine={engine}"]
    assert sweep(*grid, "--out", str(tmp_path / "results.csv")) == 0
    assert shown == sorted(shown)
    assert shown[-1] == 2
    assert len({round(number, 1) for number in shown if number % 1}) > 9


class _FailingCluster(Executor):
    """A cluster with one worker, and nothing there that a job needs."""

    address, n_workers, n_threads = "tcp://there:8786", 1, 1

    def count(self) -> None:
        """Find one worker, again."""

    def differences(self) -> list[str]:
        return ["The worker tcp://here:1 has torch 1; here is torch 2."]

    def submit(self, *_arguments: Any, **_keywords: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(ModuleNotFoundError("No module named 'app'"))
        return future


def test_a_worker_that_is_not_alike_is_told(tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster: Any = _FailingCluster()
    place = contextlib.nullcontext(Workplace(cluster, 1, cluster))
    monkeypatch.setattr("app.sweep.workplace", lambda *_: place)
    assert sweep("softmax", "--out", str(tmp_path / "results.csv"), "--scheduler", cluster.address) == 2
    assert capsys.readouterr().err.splitlines() == [
        "The worker tcp://here:1 has torch 1; here is torch 2. Where that fails, install the same version.",
        "A worker of the cluster failed (No module named 'app'). All machines need the same version of Gradient Playground, "
        "of Python and of the packages.",
    ]


class Endless:
    """Numbers that nobody can count one by one."""

    def __contains__(self, number: object) -> bool:
        return number == 7


def test_what_is_done_is_counted_whatever_the_number_of_seeds(tmp_path: Path) -> None:
    variations = [read_variation("learning_rate=0.1,1e-2")]
    with SweepTable(tmp_path / "results.csv", ["learning_rate"], "r2", 3, {}) as table:
        table.done = {("0.1", "7"), ("0.01", "7"), ("0.01", "8"), ("0.5", "7"), ("0.1", "1e+20")}
        assert _count_done(table, variations, Endless()) == 2
