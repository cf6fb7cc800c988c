"""Data sets: the same seed gives the same points, and without noise they lie where their help says."""

from __future__ import annotations

import numpy as np
import pytest

from app.data.datasets import BY_KEY, DATASETS, OWN, DataSet, make_points
from app.data.tasks import MAX_CLASSES, Task
from app.training.config import Config
from app.training.sampling import sample
from app.training.settings import from_dict

every_entry = pytest.mark.parametrize("entry", DATASETS, ids=lambda entry: entry.key)


def exact(key: str, n: int = 200, n_classes: int = 2) -> tuple[np.ndarray, np.ndarray]:
    points = make_points(BY_KEY[key], n, 0.0, n_classes, 5)
    return points.inputs, points.targets


@every_entry
@pytest.mark.parametrize("n", [1, 2, 3, 17, 100])
def test_shapes_and_labels(entry: DataSet, n: int) -> None:
    for n_classes in (2, 3, MAX_CLASSES) if entry.has_classes else (2,):
        points = make_points(entry, n, entry.noise or 0.0, n_classes, 0)
        assert len(points) == n or entry.is_fixed
        assert points.inputs.shape == (len(points), entry.task.n_inputs)
        assert points.targets.shape == (len(points),)
        assert np.isfinite(points.inputs).all()
        assert np.isfinite(points.targets).all()
        assert not points.is_test.any()
        if entry.task.is_classification:
            assert set(points.targets) <= set(range(n_classes))


@every_entry
def test_the_seed_decides(entry: DataSet) -> None:
    first, again, other = (make_points(entry, 50, entry.noise or 0.0, 2, seed) for seed in (1, 1, 2))
    assert first.equals(again)
    assert first.equals(other) == entry.is_fixed


@pytest.mark.parametrize("entry", [entry for entry in DATASETS if not entry.is_fixed], ids=lambda entry: entry.key)
def test_noise_moves_points_or_labels(entry: DataSet) -> None:
    quiet, loud = (make_points(entry, 500, noise, 2, 1) for noise in (0.0, 2.0))
    assert not quiet.equals(loud)


@pytest.mark.parametrize("key", [entry.key for entry in DATASETS if entry.has_classes])
@pytest.mark.parametrize("n_classes", [2, 5, 10])
def test_every_class_gets_its_share(key: str, n_classes: int) -> None:
    counts = np.bincount(exact(key, 103, n_classes)[1].astype(int), minlength=n_classes)
    assert counts.max() - counts.min() <= 1
    assert counts.sum() == 103


def test_line() -> None:
    x, y = exact("line")
    assert np.allclose(y, 0.8 * x[:, 0] + 1, atol=1e-12)


def test_quadratic() -> None:
    x, y = exact("quadratic")
    assert np.allclose(y, (x[:, 0] - 0.5) ** 2 - 1.25, atol=1e-12)


def test_sine() -> None:
    x, y = exact("sine")
    assert np.allclose(y, np.imag(np.exp(1j * x[:, 0])), atol=1e-12)


def test_step() -> None:
    x, y = exact("step")
    assert np.array_equal(y, np.sign(x[:, 0]))


def test_hours() -> None:
    x, y = exact("hours")
    assert x.min() >= 0
    assert x.max() <= 10
    assert x[y == 0].max() < x[y == 1].min()


def test_plane() -> None:
    x, y = exact("plane")
    assert np.allclose(10 * y, x[:, 0] + x[:, 1], atol=1e-12)


def test_houses() -> None:
    x, y = exact("houses")
    solution, *_ = np.linalg.lstsq(np.column_stack([x, np.ones(len(x))]), y, rcond=None)
    assert np.allclose(solution, [2, -3.4, 4.2], atol=1e-10)


def test_bumps_are_three_hills_and_three_hollows() -> None:
    x, y = exact("bumps", 20_000)
    # Heights 1 and -1 in turn along each row, and opposite to the row across.
    for centre, height in (((-4, 2.5), 1), ((0, 2.5), -1), ((4, 2.5), 1), ((-4, -2.5), -1), ((0, -2.5), 1), ((4, -2.5), -1)):  # fmt: skip
        near = np.hypot(*(x - centre).T) < 0.25
        assert near.any()
        assert np.allclose(y[near], height, atol=0.05)
    assert np.abs(y).max() < 1.01


def test_circles_are_a_disc_in_a_ring() -> None:
    x, y = exact("circles", 501)
    radius = np.hypot(x[:, 0], x[:, 1])
    assert radius[y == 1].max() <= 2.5
    assert radius[y == 0].min() >= 3.5
    assert radius.max() <= 5
    assert (y == 1).sum() == 250


def test_moons_are_two_half_circles_that_reach_into_each_other() -> None:
    x, y = exact("moons")
    upper, lower = x[y == 0], x[y == 1]
    assert np.allclose(np.hypot(upper[:, 0] + 1.25, upper[:, 1] + 0.625), 2.5, atol=1e-12)
    assert np.allclose(np.hypot(lower[:, 0] - 1.25, lower[:, 1] - 0.625), 2.5, atol=1e-12)
    assert (upper[:, 1] >= -0.625).all()
    assert (lower[:, 1] <= 0.625).all()


def test_xor_keeps_clear_of_the_axes() -> None:
    x, y = exact("xor")
    assert np.array_equal(y == 1, np.sign(x[:, 0]) == np.sign(x[:, 1]))
    assert np.abs(x).min() >= 0.3
    assert np.abs(x).max() <= 5.3


@pytest.mark.parametrize("n_classes", [2, 3])
def test_spirals_wind_evenly(n_classes: int) -> None:
    x, y = exact("spirals", 300, n_classes)
    radius = np.hypot(x[:, 0], x[:, 1])
    turned = np.exp(1j * (1.75 * 2 * np.pi * radius / 5 + y * 2 * np.pi / n_classes))
    assert np.allclose(x[:, 0], radius * turned.imag, atol=1e-9)
    assert np.allclose(x[:, 1], radius * turned.real, atol=1e-9)
    assert radius.max() <= 5


def test_blobs_without_noise_are_the_corners_of_a_polygon() -> None:
    x, y = exact("blobs", 40, 4)
    assert np.allclose(np.hypot(x[:, 0], x[:, 1]), 3)
    for number, corner in enumerate([(1, 1), (-1, 1), (-1, -1), (1, -1)]):
        assert np.allclose(x[y == number], np.array(corner) * 3 / np.sqrt(2))


def test_fixed_data_are_the_tutorials() -> None:
    x, y = exact("doubling", 999)
    assert x[:, 0].tolist() == [1, 2, 3]
    assert y.tolist() == [2, 4, 6]
    x, y = exact("three-students", 999)
    assert x[:, 0].tolist() == [1, 2, 3]
    assert y.tolist() == [0, 0, 1]
    x, y = exact("fifteen-points", 999)
    given_x = "3.3, 4.4, 5.5, 6.71, 6.93, 4.168, 9.779, 6.182, 7.59, 2.167, 7.042, 10.791, 5.313, 7.997, 3.1"
    given_y = "1.7, 2.76, 2.09, 3.19, 1.694, 1.573, 3.366, 2.596, 2.53, 1.221, 2.827, 3.465, 1.65, 2.904, 1.3"
    assert x[:, 0].tolist() == [float(word) for word in given_x.split(",")]
    assert y.tolist() == [float(word) for word in given_y.split(",")]


def test_keys_are_unique_and_texts_are_there() -> None:
    keys = [entry.key for entry in DATASETS]
    assert len(set(keys)) == len(keys)
    assert OWN not in keys
    assert all(entry.label and entry.help.endswith(".") for entry in DATASETS)
    assert {entry.task for entry in DATASETS} == set(Task)


def test_sample_is_drawn_and_split_as_configured() -> None:
    config = from_dict({"task": "classification-2d", "n_classes": 3, "dataset": "blobs", "n_points": 60, "noise": 0.5,
                        "data_seed": 4, "test_ratio": 0.25})  # fmt: skip
    points = sample(config)
    drawn = make_points(BY_KEY["blobs"], 60, 0.5, 3, 4)
    assert np.array_equal(points.inputs, drawn.inputs)
    assert points.is_test.sum() == 15
    assert points.equals(sample(config))


def test_own_has_no_points() -> None:
    assert len(sample(Config())) == 0
