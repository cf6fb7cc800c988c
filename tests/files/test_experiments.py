"""Experiment files: everything comes back, training goes on to the last bit, damage is told."""

from __future__ import annotations

import contextlib
import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.data.names import Names
from app.explain.prediction import Region
from app.files.experiments import VERSION, Experiment, load_experiment, read_experiment, write_experiment
from app.running.session import Session
from app.running.snapshot import RunState
from app.text import UserError
from app.training.sampling import sample
from app.training.settings import from_dict

CONFIG = from_dict(
    {"task": "classification-2d", "dataset": "circles", "n_points": 60, "model": "mlp", "optimizer": "adam",
     "batch_size": 16, "test_ratio": 0.2, "init.hidden1.weight": 0.1}
)  # fmt: skip


def trained(updates: int) -> Session:
    session = Session(1, CONFIG, sample(CONFIG))
    for _ in range(updates):
        session.advance()
    return session


def experiment_of(session: Session) -> Experiment:
    names = Names(("面积", "房龄"), "类别", ("no", "yes"))
    return Experiment(CONFIG, sample(CONFIG), names, "softmax", Region(-1.0, 2.0, -3.0, 4.5), session.checkpoint(), {"later": [1]})  # fmt: skip


def test_everything_comes_back() -> None:
    before = experiment_of(trained(7))
    content = write_experiment(before)
    after = read_experiment(content, "file")
    assert after.config == before.config
    assert after.points.equals(before.points)
    assert (after.names, after.lesson_id, after.view) == (before.names, before.lesson_id, before.view)
    assert after.extra == {"later": [1]}
    assert write_experiment(after) == content


def test_an_opened_training_goes_on_to_the_last_bit() -> None:
    through = trained(11)
    opened = read_experiment(write_experiment(experiment_of(through)), "file")
    resumed = Session(2, opened.config, opened.points, opened.checkpoint)
    assert resumed.state is RunState.PAUSED
    for _ in range(25):
        through.advance()
        resumed.advance()
    one, other = through.snapshot(None, 10, 0.0), resumed.snapshot(None, 10, 0.0)
    assert one.curve.train.tolist() == other.curve.train.tolist()
    assert one.curve.test.tolist() == other.curve.test.tolist()
    for name, values in one.parameters.items():
        assert values.tolist() == other.parameters[name].tolist()
    assert (one.epoch, one.step, one.last_step_loss) == (other.epoch, other.step, other.last_step_loss)


def test_formula_and_standardisation_come_back_to_the_last_bit() -> None:
    config = from_dict({"dataset": "formula", "formula": "1 / x", "formula_low": 0.1, "standardise": "min_max", "model": "polynomial",
                        "test_ratio": 0.3})  # fmt: skip
    through = Session(1, config, sample(config))
    through.advance()
    opened = read_experiment(
        write_experiment(Experiment(config, sample(config), checkpoint=through.checkpoint())), "file"
    )
    assert opened.config == config
    assert sample(opened.config).equals(opened.points)
    resumed = Session(2, opened.config, opened.points, opened.checkpoint)
    for _ in range(10):
        through.advance()
        resumed.advance()
    one, other = through.snapshot(None, 10, 0.0), resumed.snapshot(None, 10, 0.0)
    assert one.curve.test.tolist() == other.curve.test.tolist()
    assert (one.formula, one.standardisation) == (other.formula, other.standardisation)


def test_unknown_settings_are_kept() -> None:
    document = json.loads(write_experiment(experiment_of(trained(0))))
    document["config"]["warmth"] = 3
    after = read_experiment(json.dumps(document).encode(), "file")
    assert json.loads(write_experiment(after))["config"]["warmth"] == 3


def test_a_newer_file_says_so() -> None:
    document = json.loads(write_experiment(experiment_of(trained(0))))
    document["version"] = VERSION + 1
    with pytest.raises(UserError, match="newer version"):
        read_experiment(json.dumps(document).encode(), "file")


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"format": 1}'])
def test_another_file_is_refused(content: bytes) -> None:
    with pytest.raises(UserError, match="not an experiment"):
        read_experiment(content, "file")


@pytest.mark.parametrize(
    ("key", "value"),
    [("points", {"inputs": [[1]], "targets": [1], "is_test": [False]}), ("points", {"inputs": [], "targets": "x"}),
     ("points", {"inputs": [[1, 2]], "targets": [7], "is_test": [False]}), ("points", None), ("config", None),
     ("config", {"learning_rate": "fast"}), ("config", {"formula": "open('marker')"}), ("view", {"x": [2, 1], "y": [0, 1]}), ("training", {"trainer": 1}),
     ("names", {"inputs": 3})],
)  # fmt: skip
def test_damage_names_the_file(key: str, value: object) -> None:
    document = json.loads(write_experiment(experiment_of(trained(0))))
    document[key] = value
    with pytest.raises(UserError, match="holiday"):
        read_experiment(json.dumps(document).encode(), "holiday")


def test_damaged_bytes_are_read_or_refused_with_a_sentence() -> None:
    content = write_experiment(experiment_of(trained(3)))
    source = random.Random(1)
    for _ in range(300):
        damaged = bytearray(content)
        for _ in range(source.randint(1, 4)):
            damaged[source.randrange(len(damaged))] = source.randrange(256)
        cut = bytes(damaged[: source.randint(0, len(damaged))] if source.random() < 0.3 else damaged)
        with contextlib.suppress(UserError):
            opened = read_experiment(cut, "file")
            Session(1, opened.config, opened.points, opened.checkpoint)


@pytest.mark.parametrize(
    "damage",
    [
        lambda plain: plain["points"].update(is_test=[[False]] * len(plain["points"]["targets"])),
        lambda plain: plain["training"].update(divergence="abc"),
        lambda plain: plain["training"].update(divergence=[None, None, None]),
        lambda plain: plain["training"].update(last_epoch="soon"),
        lambda plain: plain["view"].update(x=[-1.7e308, 1.7e308]),
        lambda plain: plain["view"].update(x=[0, 5e-324]),
        lambda plain: plain.update(later="\ud800"),
        lambda plain: plain.update(later=float("nan")),
        lambda plain: plain.update(version=None),
        lambda plain: plain.pop("points"),
    ],
)
def test_what_could_not_be_shown_or_saved_again_is_refused(damage: Callable[[dict[str, Any]], object]) -> None:
    plain = json.loads(write_experiment(experiment_of(trained(3))))
    damage(plain)
    with pytest.raises(UserError) as refused:
        read_experiment(json.dumps(plain).encode(), "mine.json")
    assert "mine.json" in str(refused.value)
    assert "Error" not in str(refused.value)


def test_a_number_that_is_too_large_to_be_one_is_refused() -> None:
    plain = json.loads(write_experiment(experiment_of(trained(3))))
    plain["training"]["trainer"]["last_loss"] = 0.123456789
    with pytest.raises(UserError, match=r"mine\.json"):
        read_experiment(json.dumps(plain).replace("0.123456789", "1e999").encode(), "mine.json")


def test_a_memory_of_another_optimizer_is_refused() -> None:
    plain = json.loads(write_experiment(experiment_of(trained(3))))
    for own in plain["training"]["trainer"]["optimizer"].values():
        del own["exp_avg"]
    experiment = read_experiment(json.dumps(plain).encode(), "file")
    with pytest.raises(UserError, match="another model"):
        Session(1, experiment.config, experiment.points, experiment.checkpoint)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes among its files")
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    with pytest.raises(UserError, match="ordinary file"):
        load_experiment(tmp_path / "pipe.json")
