"""Experiments trained many at a time: what is said of each at its end."""

from __future__ import annotations

import math

import numpy as np
import pytest

from app.data.points import Points
from app.running.many import Job, jobs, train_job
from app.training.sampling import sample
from app.training.settings import from_dict


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_a_loss_that_only_the_last_update_broke_is_no_finished_training(engine: str) -> None:
    config = from_dict({"learning_rate": 1e22, "engine": engine})
    other = from_dict({"learning_rate": 0.01}, config)
    points = Points.of(np.array([1.0, 2.0]), [1.0, 3.0])
    broken, good = train_job(Job((4, 5), (config, other), points, n_epochs=1))
    assert not math.isfinite(broken.train_loss)
    assert not broken.is_finished
    assert math.isnan(broken.score)
    assert (good.number, good.is_finished) == (5, True)


def test_where_the_engine_fails_the_reference_loop_does_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    config = from_dict({"task": "classification-2d", "dataset": "circles", "n_points": 40, "test_ratio": 0.5})
    job = Job((0, 1), (config, from_dict({"learning_rate": 0.1}, config)), sample(config), n_epochs=7)
    expected = train_job(job)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no memory")

    monkeypatch.setattr("app.running.many.StackedEngine.advance", fail)
    found = train_job(job)
    monkeypatch.setattr("app.running.many.StackedEngine.__init__", fail)
    for outcomes in (found, train_job(job)):
        for outcome, other in zip(outcomes, expected, strict=True):
            assert (outcome.number, outcome.epochs, outcome.is_finished) == (other.number, 7, True)
            assert outcome.train_loss == pytest.approx(other.train_loss, rel=1e-5)
            assert outcome.test_loss == pytest.approx(other.test_loss, rel=1e-5)


@pytest.mark.parametrize(("n_points", "hidden", "sizes"), [(50, "4", [64, 36]), (100_000, "64,256", [2] * 50)])
def test_jobs_are_smaller_where_models_and_points_are_many(n_points: int, hidden: str, sizes: list[int]) -> None:
    base = from_dict({"task": "classification-2d", "model": "mlp", "hidden_sizes": hidden})
    points = Points.of(np.zeros((n_points, 2)), np.zeros(n_points))
    experiments = [(number, from_dict({"seed": number}, base), points) for number in range(100)]
    assert [len(job.numbers) for job in jobs(experiments, 1)] == sizes
