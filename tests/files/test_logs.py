"""Writing down a training as CSV."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from app.explain.quality import score
from app.files.lessons import load_lesson
from app.files.logs import CsvFile, HistoryLog, TraceLog
from app.text import UserError
from app.training.config import Config
from app.training.sampling import sample
from app.training.trainer import Trainer


def trainer_of(lesson_id: str, **changes: object) -> Trainer:
    config: Config = replace(load_lesson(lesson_id).config, **changes)  # type: ignore[arg-type]
    return Trainer(config, sample(config))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_trace_names_every_number(tmp_path: Path) -> None:
    path = tmp_path / "trace.csv"
    trainer = trainer_of("multilayer-perceptron", hidden_sizes=(3, 2), batch_size=100)
    expected = []
    with CsvFile(path) as file:
        log = TraceLog(file, trainer)
        for update in trainer.epochs(2):
            log.add_update(update)
            weight = trainer.model.get_parameter("hidden2.weight")
            assert weight.grad is not None
            expected.append((update.rows.tolist(), weight.grad[1, 2].item(), weight[1, 2].item()))
    assert b"\r" not in path.read_bytes()
    written = rows(path)
    names = list(written[0])
    assert names[:4] == ["epoch", "step", "batch", "loss"]
    assert len(names) == 4 + 2 * (3 * 2 + 3 + 2 * 3 + 2 + 1 * 2 + 1)
    assert names[4] == "grad.hidden1.weight[0][0]"
    assert names[-1] == "output.bias[0]"
    assert [(row["epoch"], row["step"]) for row in written] == [("1", "1"), ("1", "2"), ("1", "3"), ("2", "4"), ("2", "5"), ("2", "6")]  # fmt: skip
    assert [
        ([int(index) for index in row["batch"].split()], float(row["grad.hidden2.weight[1][2]"]), float(row["hidden2.weight[1][2]"]))
        for row in written
    ] == expected  # fmt: skip


@pytest.mark.parametrize(("lesson_id", "quality"), [("multilayer-perceptron", "accuracy"), ("two-features", "r2")])
def test_history_of_an_epoch(tmp_path: Path, lesson_id: str, quality: str) -> None:
    path = tmp_path / "history.csv"
    trainer = trainer_of(lesson_id, test_ratio=0.25)
    with CsvFile(path) as file:
        log = HistoryLog(file, trainer)
        log.add_epoch(2.0, 3.0)
        losses = []
        for update in trainer.epochs(1):
            log.add_update(update)
            losses.append(update.loss)
        log.add_epoch(0.5, 0.75)
    first, second = rows(path)
    assert (first["epoch"], first["train_loss"], first["test_loss"]) == ("0", "2.0", "3.0")
    assert (first["last_step_loss"], first["mean_step_loss"]) == ("", "")
    assert (second["epoch"], second["train_loss"], second["test_loss"]) == ("1", "0.5", "0.75")
    assert float(second["last_step_loss"]) == losses[-1]
    assert float(second["mean_step_loss"]) == pytest.approx(sum(losses) / len(losses), rel=1e-12)
    for name, batch in (("train", trainer.train), ("test", trainer.test)):
        share = score(trainer.config.head, trainer.output(batch), batch.targets)
        assert float(second[f"{name}_{quality}"]) == share


def test_history_without_test_points_leaves_them_empty(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    trainer = trainer_of("linear-regression")
    with CsvFile(path) as file:
        HistoryLog(file, trainer).add_epoch(1.0, float("nan"))
    (row,) = rows(path)
    assert (row["test_loss"], row["test_r2"]) == ("", "")
    assert row["train_r2"] != ""


@pytest.mark.parametrize("name", [".", "no/such/folder.csv", "nul\0.csv"])
def test_unwritable_files_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        CsvFile(tmp_path / name)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a disk that is always full is there on Linux only")
@pytest.mark.parametrize("n_rows", [1, 10_000])
def test_full_disk_is_the_own_error(n_rows: int) -> None:
    def write_rows() -> None:
        with CsvFile(Path("/dev/full")) as file:
            for _ in range(n_rows):
                file.write([1.5, "text"])

    with pytest.raises(UserError, match="cannot be written"):
        write_rows()
