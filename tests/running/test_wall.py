"""Experiments trained side by side are what each would be alone; one that diverges leaves the others as they are."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from app.components.losses import Head
from app.data.points import Points
from app.explain.prediction import Region, region_inputs
from app.explain.quality import score
from app.running.jobs import Job, train_job
from app.running.session import Session
from app.running.snapshot import RunState
from app.running.stacks import Pace, Stack
from app.running.timeline import CAPACITY, Timeline
from app.running.wall import WallSession
from app.running.wall_snapshot import WallFrame, has_one_loss
from app.training.checkpoint import Checkpoint
from app.training.config import Config
from app.training.engine.stacked import Progress, StackedEngine
from app.training.grid import Grid, make_grid, read_variation
from app.training.history import History
from app.training.sampling import sample
from app.training.settings import from_dict
from app.training.trainer import Trainer

torch.set_num_threads(1)

REGION = Region(-6, 6, -6, 6)
BASE = from_dict(
    {
        "task": "classification-2d",
        "dataset": "circles",
        "n_points": 60,
        "test_ratio": 0.3,
        "model": "mlp",
        "batch_size": 16,
    }
)
CURVE = from_dict({"task": "regression-1d", "dataset": "line", "n_points": 12, "model": "mlp"})


def grid_of(base: Config, *varied: str, n_seeds: int = 1) -> Grid:
    return make_grid(base, sample(base), [read_variation(text) for text in varied], n_seeds, 256)


def train(session: WallSession, *turns: int) -> WallFrame:
    for n_epochs in turns:
        for _ in session.train(n_epochs):
            pass
    return session.frame()


def alone(config: Config, points: Points, n_epochs: int) -> tuple[Trainer, list[float]]:
    """Train one experiment with the reference loop; return it with its training loss after every epoch."""
    trainer = Trainer(config, points)
    losses = [trainer.loss(trainer.train)]
    losses += [trainer.loss(trainer.train) for update in trainer.epochs(n_epochs) if update.ends_epoch]
    return trainer, losses


GRIDS = {
    "rates and activations": grid_of(BASE, "learning_rate=0.01,0.1,0.5", "activation=tanh,relu,sigmoid"),
    "sizes and optimizers": grid_of(BASE, "hidden_sizes=2;5;4,3", "optimizer=sgd,adam,lbfgs"),
    "noise and batches": grid_of(BASE, "noise=0.1,0.5", "batch_size=5,all", n_seeds=2),
    "losses": grid_of(BASE, "loss=bce_logits,hinge,squared_probability", n_seeds=2),
    "slopes": grid_of(from_dict({"activation": "leaky_relu"}, BASE), "activation.negative_slope=0.01,0.5"),
    "momentum and rules": grid_of(BASE, "optimizer.momentum=0.5,0.9", "optimizer.nesterov=true,false"),
    "curves": grid_of(CURVE, "learning_rate=0.001,0.05", n_seeds=3),
}


@pytest.mark.parametrize("name", GRIDS)
def test_every_experiment_trains_as_it_would_alone(name: str) -> None:
    grid = GRIDS[name]
    session = WallSession(grid, REGION)
    frame = train(session, 1, 4, 2)
    assert frame.epoch == 7
    curves = session.curves()
    for number, (cell, points) in enumerate(zip(grid.cells, grid.points, strict=True)):
        trainer, losses = alone(cell.config, points, 7)
        assert session.trainers[number].epoch == 7
        np.testing.assert_allclose(curves.train[number], losses, rtol=1e-4)
        assert frame.train_losses[number] == pytest.approx(losses[-1], rel=1e-4)
        judged = trainer.test if len(trainer.test) else trainer.train
        if len(trainer.test):
            assert frame.test_losses[number] == pytest.approx(trainer.loss(trainer.test), rel=1e-4)
        assert frame.scores[number] == pytest.approx(score(cell.config.head, trainer.output(judged), judged.targets), abs=1e-4)  # fmt: skip


@pytest.mark.parametrize("n_good", [0, 1, 4])
def test_where_the_engine_fails_the_reference_loop_goes_on(n_good: int, monkeypatch: pytest.MonkeyPatch) -> None:
    calls, advance = [], StackedEngine.advance

    def fail(engine: StackedEngine, *arguments: Any, **options: Any) -> Progress:
        calls.append(engine)
        if len(calls) > n_good:
            raise RuntimeError("not implemented for this device")
        return advance(engine, *arguments, **options)

    monkeypatch.setattr(StackedEngine, "advance", fail)
    grid = GRIDS["noise and batches"]
    session = WallSession(grid, REGION)
    frame = train(session, 1, 3, 2)
    curves = session.curves()
    for number, (cell, points) in enumerate(zip(grid.cells, grid.points, strict=True)):
        trainer, losses = alone(cell.config, points, 6)
        np.testing.assert_allclose(curves.train[number], losses, rtol=1e-4)
        assert frame.test_losses[number] == pytest.approx(trainer.loss(trainer.test), rel=1e-4)
        assert (session.trainers[number].epoch, session.trainers[number].step) == (6, trainer.step)


def test_the_best_has_the_least_test_loss_or_the_greatest_score() -> None:
    frame = train(WallSession(GRIDS["rates and activations"], REGION), 5)
    assert frame.best == int(np.argmin(frame.test_losses))
    frame = train(WallSession(GRIDS["curves"], REGION), 5)
    assert frame.best == int(np.argmin(frame.train_losses))
    frame = train(WallSession(GRIDS["losses"], REGION), 30)
    assert frame.best is not None
    assert frame.scores[frame.best] == frame.scores.max()


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", ["sgd", "lbfgs"])
def test_one_that_diverges_leaves_the_others_as_they_are(optimizer: str) -> None:
    base = from_dict({"optimizer": optimizer, "batch_size": 5}, CURVE)
    with_bad = WallSession(grid_of(base, "learning_rate=0.01,1e30,0.02", n_seeds=2), REGION)
    without = WallSession(grid_of(base, "learning_rate=0.01,0.02,0.03", n_seeds=2), REGION)
    frame, expected = train(with_bad, 1, 9), train(without, 1, 9)
    assert frame.is_diverged.tolist() == [False, False, True, True, False, False]
    kept = ~frame.is_diverged
    np.testing.assert_allclose(frame.train_losses[kept], expected.train_losses[:4], rtol=1e-5)
    np.testing.assert_allclose(frame.pictures.values[kept], expected.pictures.values[:4], rtol=1e-4, atol=1e-4)
    assert np.isnan(frame.train_losses[~kept]).all()
    assert np.isfinite(frame.pictures.values).all()
    assert with_bad.checkpoint(2) is None
    assert with_bad.can_train


@pytest.mark.slow
@pytest.mark.parametrize("optimizer", ["sgd", "lbfgs"])
def test_a_divergence_is_where_the_reference_loop_has_it(optimizer: str) -> None:
    grid = grid_of(from_dict({"optimizer": optimizer, "batch_size": 5}, CURVE), "learning_rate=1.5,3,1e30")
    session = WallSession(grid, REGION)
    frame = train(session, 1, 59)
    assert any(frame.divergences)
    for cell, points, divergence in zip(grid.cells, grid.points, frame.divergences, strict=True):
        trainer = Trainer(cell.config, points)
        bad = next((update for update in trainer.epochs(60) if not math.isfinite(update.loss)), None)
        assert (bad is None) == (divergence is None)
        if bad is not None and divergence is not None:
            assert abs(divergence.step - bad.step) <= 1  # rounding may break it an update earlier or later


@pytest.mark.parametrize("rate", [0.3, 1.0, 100.0])
@pytest.mark.parametrize("batch_size", [0, 5, 1])
def test_a_divergence_does_not_depend_on_the_pieces(
    monkeypatch: pytest.MonkeyPatch, batch_size: int, rate: float
) -> None:
    """Window, grid and sweep call the same update, the same epoch."""
    base = from_dict({"model": "polynomial", "batch_size": batch_size}, CURVE)
    config, points = replace(base, learning_rate=rate), sample(base)
    session = Session(1, config, points)
    session.go_on()
    while session.state is RunState.RUNNING:
        session.advance()
    assert session.divergence is not None
    monkeypatch.setattr(Pace, "learn", lambda *_: None)
    for count in (1, 2, 3, 4, 5, 7, 11, 60):
        stack = Stack((0,), [Trainer(config, points)])
        stack.pace.count = count
        found = [step.divergences[0] for step in stack.train(60) if step.divergences]
        assert [(one.epoch, one.step) for one in found] == [(session.divergence.epoch, session.divergence.step)]
        assert found[0].last_finite_loss == pytest.approx(session.divergence.last_finite_loss, rel=1e-3)
    outcome = train_job(Job((0,), (config,), points, 60))[0]
    assert outcome.epochs == session.divergence.step // session.trainer.batches_an_epoch


def test_when_all_have_diverged_nothing_is_left_to_train() -> None:
    session = WallSession(grid_of(CURVE, "learning_rate=1e29,1e30"), REGION)
    frame = train(session, 60)
    assert frame.is_diverged.all()
    assert frame.best is None
    assert not session.can_train


@pytest.mark.parametrize("name", ["rates and activations", "sizes and optimizers", "curves"])
def test_a_captured_experiment_goes_on_as_in_the_grid(name: str) -> None:
    grid = GRIDS[name]
    session = WallSession(grid, REGION)
    train(session, 3)
    for number in range(len(grid)):
        checkpoint = session.checkpoint(number)
        assert isinstance(checkpoint, Checkpoint)
        trainer = Trainer(grid.cells[number].config, grid.points[number])
        trainer.restore(checkpoint.trainer)
        for left, right in zip(trainer.model.parameters(), session.trainers[number].model.parameters(), strict=True):
            assert torch.equal(left, right)
        assert (trainer.epoch, trainer.step) == (3, session.trainers[number].step)
        assert len(History.from_state(checkpoint.history)) == 4
        for _ in trainer.epochs(2):
            pass
        expected, _ = alone(grid.cells[number].config, grid.points[number], 5)
        assert trainer.loss(trainer.train) == pytest.approx(expected.loss(expected.train), rel=1e-4)


def test_the_timeline_shows_earlier_frames_exactly() -> None:
    session = WallSession(GRIDS["rates and activations"], REGION)
    frames = [session.frame(), *(train(session, 1) for _ in range(6))]
    assert list(session.timeline()) == frames
    again = WallSession(GRIDS["rates and activations"], REGION)
    assert np.array_equal(again.frame().pictures.values, session.timeline()[0].pictures.values)
    third = train(again, 3)
    np.testing.assert_allclose(third.train_losses, session.timeline()[3].train_losses, rtol=1e-4)


def test_the_timeline_stays_bounded_and_even() -> None:
    frame = WallSession(grid_of(CURVE, "learning_rate=0.1"), REGION).frame()
    timeline = Timeline()
    epochs = [0, 1, *range(3, 5000, 7)]
    for epoch in epochs:
        timeline.add(replace(frame, epoch=epoch))
        assert len(timeline.frames()) <= CAPACITY
    kept = [each.epoch for each in timeline.frames()]
    assert kept[0] == 0
    assert kept == sorted(kept)
    assert len(kept) >= CAPACITY // 3
    gaps = np.diff(kept)
    assert gaps.max() <= 2.5 * gaps.min()


def test_pictures_are_in_the_order_of_the_experiments() -> None:
    session = WallSession(GRIDS["sizes and optimizers"], REGION)
    frame = train(session, 2)
    resolution = len(frame.pictures.values[0])
    for number, trainer in enumerate(session.trainers):
        inputs = region_inputs(trainer.config, trainer.scaling, REGION, resolution)
        probabilities = torch.sigmoid(trainer.model(inputs).detach())[:, 0].double().numpy()
        codes = frame.pictures.values[number].astype(float).ravel()
        assert np.abs(codes - 255 * probabilities).max() <= 0.51


def test_what_is_opened_in_the_middle_of_an_epoch_has_a_whole_history() -> None:
    session = WallSession(grid_of(CURVE, "hidden_sizes=2,3"), REGION)
    turn = session.train(1)
    while session.trainers[0].epoch == 0:
        next(turn)
    assert session.trainers[1].epoch == 0
    states = [session.checkpoint(number) for number in (0, 1)]
    counts = [(state.trainer.epoch, state.history["count"]) for state in states if state is not None]
    assert counts == [(1, 2), (0, 1)]
    turn.close()


@pytest.mark.parametrize(("task", "dataset"), [("classification-1d", "hours"), ("classification-2d", "circles")])
def test_models_that_tell_two_classes_apart_in_different_ways_share_a_wall(task: str, dataset: str) -> None:
    base = from_dict({"task": task, "dataset": dataset, "n_points": 40})
    frame = train(WallSession(grid_of(base, "model=logistic,softmax,mlp"), REGION), 2)
    pictures = frame.pictures
    assert pictures.head is Head.MULTICLASS
    assert pictures.n_classes == 2
    if pictures.is_field:
        assert pictures.values.max() < 2 * 256
    else:
        np.testing.assert_allclose(pictures.values.sum(axis=2), 1, atol=1e-6)


@pytest.mark.parametrize(("varied", "is_one"), [("loss=mse,mae", False), ("loss.reduction=mean,sum", False), ("learning_rate=0.1,1", True)])  # fmt: skip
def test_losses_are_compared_only_where_they_are_the_same(varied: str, is_one: bool) -> None:
    grid = grid_of(from_dict({"loss": "mae"}, CURVE), varied)
    assert has_one_loss(cell.config for cell in grid.cells) is is_one


@pytest.mark.parametrize("varied", ["learning_rate=0.01,0.1", "optimizer=lbfgs,adam"])
def test_one_experiment_is_trained_again_to_where_it_was(varied: str) -> None:
    grid = grid_of(BASE, varied, n_seeds=2)
    session = WallSession(grid, REGION)
    train(session, 3, 4)
    for number in range(len(grid)):
        shares, turn = [], session.train_again(number, 7)
        while True:
            try:
                shares.append(next(turn))
            except StopIteration as end:
                checkpoint = end.value
                break
        then = session.checkpoint(number)
        assert then is not None
        assert checkpoint.trainer.epoch == then.trainer.epoch == 7
        assert checkpoint.history["count"] == then.history["count"] == 8
        assert checkpoint.initial_parameters == then.initial_parameters
        for low, expected in zip(checkpoint.history["lows"], then.history["lows"], strict=True):
            assert low == pytest.approx(expected, rel=1e-4)
        assert shares == sorted(shares)
        assert shares[-1] == 1.0


def test_experiments_that_see_the_same_points_alike_share_their_tensors() -> None:
    grid = grid_of(BASE, "standardise=none,mean_std", "noise=0,0.1", n_seeds=2)
    trainers = WallSession(grid, REGION).trainers
    assert len({id(trainer.train.inputs) for trainer in trainers}) == 4
    for trainer, cell, points in zip(trainers, grid.cells, grid.points, strict=True):
        single = Trainer(cell.config, points)
        torch.testing.assert_close(trainer.train.inputs, single.train.inputs, rtol=0, atol=0)
        torch.testing.assert_close(trainer.test.targets, single.test.targets, rtol=0, atol=0)


def test_very_large_updates_are_left_to_the_reference_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    grid = grid_of(BASE, "learning_rate=0.01,0.1", "hidden_sizes=4;9,3")  # batches of 16
    expected = train(WallSession(grid, REGION), 3)
    monkeypatch.setattr("app.running.stacks.WIDEST_UPDATE", 16 * 8)
    stacked: list[tuple[int, ...]] = []
    make = StackedEngine.__init__

    def note(engine: StackedEngine, trainers: Any) -> None:
        stacked.append(trainers[0].config.hidden_sizes)
        make(engine, trainers)

    monkeypatch.setattr(StackedEngine, "__init__", note)
    found = train(WallSession(grid, REGION), 3)
    assert stacked == [(4,)]
    np.testing.assert_allclose(found.train_losses, expected.train_losses, rtol=1e-5)
