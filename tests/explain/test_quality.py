"""Accuracy and R² against numpy."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from app.components.losses import Head
from app.explain.quality import score

rng = np.random.default_rng(3)


def test_r2_is_the_squared_correlation_of_the_least_squares_line() -> None:
    x = rng.normal(size=50)
    y = 2 * x + rng.normal(size=50)
    fitted = np.polyval(np.polyfit(x, y, 1), x)
    found = score(Head.VALUE, torch.tensor(fitted)[:, None], torch.tensor(y)[:, None])
    assert found == pytest.approx(np.corrcoef(x, y)[0, 1] ** 2, rel=1e-12)


def test_r2_at_its_landmarks() -> None:
    y = torch.tensor([[1.0], [2.0], [6.0]])
    assert score(Head.VALUE, y, y) == 1
    assert score(Head.VALUE, torch.full((3, 1), 3.0), y) == 0
    assert score(Head.VALUE, torch.full((3, 1), 4.0), y) == pytest.approx(-3 / 14)
    assert math.isnan(score(Head.VALUE, y, torch.ones(3, 1)))
    assert math.isnan(score(Head.VALUE, y[:1], y[:1]))


def test_accuracy_of_one_logit() -> None:
    logits, targets = rng.normal(size=101), rng.integers(0, 2, 101)
    found = score(Head.BINARY, torch.tensor(logits)[:, None], torch.tensor(targets, dtype=torch.float64)[:, None])
    assert found == pytest.approx(np.mean((1 / (1 + np.exp(-logits)) >= 0.5) == targets))


def test_accuracy_of_several_logits() -> None:
    logits, targets = rng.normal(size=(101, 4)), rng.integers(0, 4, 101)
    found = score(Head.MULTICLASS, torch.tensor(logits), torch.tensor(targets))
    assert found == pytest.approx(np.mean(np.argmax(logits, axis=1) == targets))


@pytest.mark.parametrize("head", Head)
def test_without_points_there_is_no_score(head: Head) -> None:
    empty = torch.empty(0, 1)
    assert math.isnan(score(head, empty, torch.empty(0, dtype=torch.long) if head is Head.MULTICLASS else empty))
