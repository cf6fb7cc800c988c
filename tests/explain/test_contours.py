"""Level lines against shapes whose lines are known."""

from __future__ import annotations

import numpy as np
import pytest

from app.explain.contours import level_lines, lines_of_levels


def grid_of(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Columns and rows, each (n, n)."""
    columns, rows = np.meshgrid(np.arange(n, dtype=float), np.arange(n, dtype=float))
    return columns, rows


def test_a_circle_is_closed_and_has_its_radius() -> None:
    columns, rows = grid_of(81)
    lines = level_lines(np.hypot(columns - 40, rows - 40), 25.3)
    assert np.allclose(np.hypot(*(lines - 40).T), 25.3, atol=0.02)
    assert np.hypot(*(lines[0::2] - lines[1::2]).T).sum() == pytest.approx(2 * np.pi * 25.3, rel=1e-3)
    ends: dict[tuple[float, ...], int] = {}
    for end in np.round(lines, 9).tolist():
        ends[tuple(end)] = ends.get(tuple(end), 0) + 1
    assert set(ends.values()) == {2}


@pytest.mark.parametrize(("a", "b"), [(1.0, 0.0), (0.0, 1.0), (0.3, -0.7), (-2.0, 1.0)])
def test_a_plane_has_an_exact_straight_line(a: float, b: float) -> None:
    columns, rows = grid_of(12)
    level = a * 5.3 + b * 4.4
    lines = level_lines(a * columns + b * rows, level)
    assert len(lines) >= 22
    assert np.allclose(lines @ [a, b], level, atol=1e-12)


@pytest.mark.parametrize("sign", [1, -1])
def test_a_saddle_has_two_lines_in_its_middle_cell(sign: int) -> None:
    grid = sign * np.array([[1.0, -1.0], [-1.0, 1.0]])
    lines = level_lines(grid, 0.0)
    assert lines.shape == (4, 2)
    assert sorted(lines.tolist()) == [[0, 0.5], [0.5, 0], [0.5, 1], [1, 0.5]]
    # The two lines do not cross: each cuts off one corner.
    for start, end in (lines[:2], lines[2:]):
        assert abs(start - end).tolist() == [0.5, 0.5]


def test_saddles_join_what_is_above() -> None:
    middles = level_lines(np.array([[1.0, 0.0], [0.0, 1.0]]), 0.1).reshape(-1, 2, 2).mean(axis=1)
    # Cut off are the corners below the level, bottom right and top left.
    assert sorted(np.round(middles).tolist()) == [[0, 1], [1, 0]]


@pytest.mark.parametrize("case", range(16))
def test_every_cell_separates_above_from_below(case: int) -> None:
    above = [bool(case >> bit & 1) for bit in range(4)]
    corners = [(0, 0), (1, 0), (1, 1), (0, 1)]
    grid = np.empty((2, 2))
    for (column, row), is_above in zip(corners, above, strict=True):
        grid[row, column] = 1.0 if is_above else 0.0
    lines = level_lines(grid, 0.25)
    changes = sum(above[number] != above[(number + 1) % 4] for number in range(4))
    assert len(lines) == changes
    for column, row in lines:
        assert column in (0, 1) or row in (0, 1)
        value = (
            grid[0, 0] * (1 - column) * (1 - row) + grid[0, 1] * column * (1 - row)
            + grid[1, 0] * (1 - column) * row + grid[1, 1] * column * row
        )  # fmt: skip
        assert value == pytest.approx(0.25)


def test_not_finite_corners_have_no_lines_and_leave_the_others_alone() -> None:
    columns, _ = grid_of(20)
    grid = columns.copy()
    for value in (np.nan, np.inf, -np.inf):
        grid[5, 9] = value
        lines = level_lines(grid, 9.5)
        assert np.isfinite(lines).all()
        assert np.allclose(lines[:, 0], 9.5)
        middles = (lines[0::2, 1] + lines[1::2, 1]) / 2
        assert sorted(middles.tolist()) == [row + 0.5 for row in range(19) if row not in (4, 5)]


@pytest.mark.parametrize("value", [0.5, 0.0, np.nan])
def test_a_flat_grid_has_no_line(value: float) -> None:
    lines = level_lines(np.full((5, 7), value), 0.5)
    assert lines.shape == (0, 2)


def test_a_line_through_nodes_is_drawn_once() -> None:
    columns, _ = grid_of(5)
    lines = level_lines(columns, 2.0)
    assert lines.shape == (8, 2)
    assert (lines[:, 0] == 2).all()


def test_the_lines_of_several_levels_are_those_of_each() -> None:
    random = np.random.default_rng(0)
    grid = random.random((30, 40))
    grid[3, 5] = np.nan
    levels = np.array([0.1, 0.4, 0.45, 0.5, 0.9])
    ends, numbers = lines_of_levels(grid, levels)
    for number, level in enumerate(levels):
        expected = {tuple(segment.ravel()) for segment in level_lines(grid, level).reshape(-1, 2, 2)}
        assert {tuple(segment.ravel()) for segment in ends[numbers == number].reshape(-1, 2, 2)} == expected
