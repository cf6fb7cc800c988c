"""Experiments trained many at a time: what is said of each at its end."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from app.data.points import Points
from app.running.jobs import PIECE, Job, job_size, jobs, train_job, trained_epochs
from app.training.config import Config
from app.training.engine.stacked import Progress, StackedEngine
from app.training.sampling import sample
from app.training.settings import from_dict
from app.training.trainer import Trainer, Update


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


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_a_job_reports_how_much_of_it_is_done(engine: str) -> None:
    config = from_dict({"engine": engine, "batch_size": 10 if engine == "reference" else 1, "learning_rate": 0.01})
    configs = (config, from_dict({"learning_rate": 1e9}, config), from_dict({"learning_rate": 0.02}, config))
    job = Job((0, 1, 2), configs, Points.of(np.linspace(0, 1, 50), np.linspace(1, 2, 50)), n_epochs=300)
    shares: list[float] = []
    outcomes = train_job(job, shares.append)
    assert [outcome.is_finished for outcome in outcomes] == [True, False, True]
    assert len(shares) > 5
    assert 0 <= min(shares) < max(shares) <= 1
    assert [outcome.train_loss for outcome in train_job(job)][::2] == [outcome.train_loss for outcome in outcomes][::2]


def test_the_reference_loop_trains_where_it_shall(monkeypatch: pytest.MonkeyPatch) -> None:
    points = Points.of(np.linspace(0, 1, 9), np.linspace(1, 2, 9))
    configs = [from_dict({"engine": engine, "seed": seed}) for engine in ("fast", "reference") for seed in range(3)]
    found = [job.numbers for job in jobs(((number, config, points) for number, config in enumerate(configs)), 2)]
    assert sorted(found) == [(0, 1, 2), (3,), (4,), (5,)]

    def refuse(*_: object) -> None:
        raise AssertionError("this is the engine")

    monkeypatch.setattr("app.running.jobs.StackedEngine", refuse)
    assert train_job(Job((3,), (configs[3],), points, 2))[0].is_finished
    with pytest.raises(AssertionError, match="engine"):
        train_job(Job((0,), (configs[0],), points, 2))


def test_where_the_engine_fails_the_reference_loop_does_the_job(monkeypatch: pytest.MonkeyPatch) -> None:
    config = from_dict({"task": "classification-2d", "dataset": "circles", "n_points": 40, "test_ratio": 0.5})
    job = Job((0, 1), (config, from_dict({"learning_rate": 0.1}, config)), sample(config), n_epochs=7)
    expected = train_job(job)

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("no memory")

    monkeypatch.setattr("app.running.jobs.StackedEngine.advance", fail)
    found = train_job(job)
    monkeypatch.setattr("app.running.jobs.StackedEngine.__init__", fail)
    for outcomes in (found, train_job(job)):
        for outcome, other in zip(outcomes, expected, strict=True):
            assert (outcome.number, outcome.epochs, outcome.is_finished) == (other.number, 7, True)
            assert outcome.train_loss == pytest.approx(other.train_loss, rel=1e-5)
            assert outcome.test_loss == pytest.approx(other.test_loss, rel=1e-5)


def test_an_engine_that_fails_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    n_tries = 0

    def fail(*_: object, **__: object) -> None:
        nonlocal n_tries
        n_tries += 1
        raise RuntimeError("no memory")

    monkeypatch.setattr("app.running.jobs.StackedEngine.advance", fail)
    trainer = Trainer(from_dict({}), Points.of(np.linspace(0, 1, 9), np.linspace(1, 2, 9)))
    reports = [outcome for (outcome,) in trained_epochs([trainer], 20, 5)]
    assert [(outcome.epochs, outcome.is_finished) for outcome in reports] == [
        (5, True),
        (10, True),
        (15, True),
        (20, True),
    ]
    assert n_tries == 1


def test_a_divergence_costs_one_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    make = StackedEngine.__init__

    def counted(engine: StackedEngine, trainers: Sequence[Trainer], **options: Any) -> None:
        sizes.append(len(trainers))
        make(engine, trainers, **options)

    monkeypatch.setattr(StackedEngine, "__init__", counted)
    points = Points.of(np.linspace(0, 1, 9), np.linspace(1, 2, 9))
    trainers = [Trainer(from_dict({"learning_rate": rate}), points) for rate in (0.01, 1e9, 0.02)]
    reports = list(trained_epochs(trainers, 3 * PIECE, PIECE))
    assert [[outcome.is_finished for outcome in report] for report in reports] == [[True, False, True]] * 3
    assert sizes == [3, 2]
    sizes.clear()
    configs = tuple(trainer.config for trainer in trainers)
    assert [outcome.is_finished for outcome in train_job(Job((0, 1, 2), configs, points, 9))] == [True, False, True]
    assert sizes == [3], "nobody needs another one at the end"


@pytest.mark.parametrize(("n_points", "hidden", "sizes"), [(50, "4", [64, 36]), (10_000, "64,64", [6] * 16 + [4])])
def test_jobs_are_smaller_where_models_and_points_are_many(n_points: int, hidden: str, sizes: list[int]) -> None:
    base = from_dict({"task": "classification-2d", "model": "mlp", "hidden_sizes": hidden})
    points = Points.of(np.zeros((n_points, 2)), np.zeros(n_points))
    experiments = [(number, from_dict({"seed": number}, base), points) for number in range(100)]
    assert [len(job.numbers) for job in jobs(experiments, 1)] == sizes
    singly = [(number, from_dict({"optimizer": "lbfgs"}, config), points) for number, config, points in experiments]
    assert {len(job.numbers) for job in jobs(singly, 1)} == {1}


@pytest.mark.parametrize(
    ("n_experiments", "n_workers", "size"),
    [(1, 1, 1), (5, 1, 5), (20, 1, 8), (40, 1, 10), (768, 1, 64), (60, 2, 8), (12, 2, 6), (3, 8, 1), (10**6, 100, 64)],
)
def test_results_come_before_the_end_and_every_worker_has_some(n_experiments: int, n_workers: int, size: int) -> None:
    assert job_size(n_experiments, n_workers) == size


@pytest.mark.slow
def test_what_diverges_late_is_not_trained_again_from_the_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    points = Points.of(np.linspace(-1, 1, 20), np.linspace(-1, 1, 20))
    steepest = 2.0  # the loss's largest second derivative, for the bias; a rate above 2 / steepest diverges
    rates = (0.01, 2.005 / steepest, 0.02, 2.006 / steepest)
    configs = tuple(from_dict({"learning_rate": rate, "bias": True}) for rate in rates)
    expected = [
        train_job(Job((0,), (from_dict({"engine": "reference"}, config),), points, 12_000))[0] for config in configs
    ]
    longest, n_again = 0, 0
    advance, next_update = StackedEngine.advance, Trainer.next_update

    def watched_advance(engine: StackedEngine, count: int, **options: Any) -> Progress:
        nonlocal longest
        longest = max(longest, count)
        return advance(engine, count, **options)

    def counted_update(trainer: Trainer) -> Update:
        nonlocal n_again
        n_again += 1
        return next_update(trainer)

    monkeypatch.setattr(StackedEngine, "advance", watched_advance)
    monkeypatch.setattr(Trainer, "next_update", counted_update)
    found = train_job(Job((0, 1, 2, 3), configs, points, 12_000))
    assert [outcome.is_finished for outcome in found] == [True, False, True, False]
    for outcome, other in zip(found, expected, strict=True):
        assert abs(outcome.epochs - other.epochs) <= 2  # where it overflows, rounding decides
    assert found[1].epochs > 2 * PIECE
    assert n_again <= 2 * PIECE
    assert longest <= PIECE, "its losses are kept so long"


def test_groups_do_not_wait_for_points_that_have_gone_by() -> None:
    config = from_dict({})
    samples = [Points.of(np.arange(5.0), np.arange(5.0)) for _ in range(20)]
    made = []

    def experiments() -> Iterator[tuple[int, Config, Points]]:
        for number in range(60):
            made.append(number)
            yield number, config, samples[number // 3]

    found = jobs(experiments(), 1)
    assert next(found).numbers == (0, 1, 2)
    assert len(made) == 4
    assert [job.numbers for job in found] == [tuple(range(first, first + 3)) for first in range(3, 60, 3)]
