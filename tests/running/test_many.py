"""Experiments trained many at a time: what is said of each at its end."""

from __future__ import annotations

import math

import numpy as np
import pytest

from app.data.points import Points
from app.running.many import Job, train_job
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
