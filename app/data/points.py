"""The points on the canvas as one frozen value; every edit makes a new one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
_DType = TypeVar("_DType", bound=np.generic)


def _frozen(array: NDArray[_DType]) -> NDArray[_DType]:
    array.setflags(write=False)
    return array


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Points:
    """Labelled points, split in training and test points.

    Attributes
    ----------
    inputs
        Coordinates that a model sees, shape (n, 1) or (n, 2).
    targets
        What it should answer, shape (n,): a value, or a class number 0, 1, …
    is_test
        Shape (n,); True where a point is kept out of training.
    """

    inputs: Floats
    targets: Floats
    is_test: Bools

    @classmethod
    def of(cls, inputs: ArrayLike, targets: ArrayLike, is_test: ArrayLike | None = None) -> Points:
        """Make points from array-likes; 1-d `inputs` become one column.

        Raises
        ------
        ValueError
            If the lengths differ.
        """
        columns = np.array(inputs, dtype=np.float64)
        if columns.ndim == 1:
            columns = columns.reshape(-1, 1)
        values = np.array(targets, dtype=np.float64).reshape(-1)
        test = np.zeros(len(values), dtype=np.bool_) if is_test is None else np.array(is_test, dtype=np.bool_)
        if not len(columns) == len(values) == len(test) or test.ndim != 1:
            raise ValueError(
                f"{len(columns)} inputs, {len(values)} targets and {len(test)} test marks differ in number"
            )
        return cls(_frozen(columns), _frozen(values), _frozen(test))

    @classmethod
    def empty(cls, n_inputs: int) -> Points:
        """No points yet, for a task of `n_inputs` coordinates."""
        return cls.of(np.empty((0, n_inputs)), np.empty(0))

    def __len__(self) -> int:
        return len(self.targets)

    @property
    def n_inputs(self) -> int:
        """Coordinates of one point, 1 or 2."""
        return int(self.inputs.shape[1])

    @property
    def n_train(self) -> int:
        """Number of training points."""
        return int(np.count_nonzero(~self.is_test))

    @property
    def top_class(self) -> int:
        """Highest class number among the targets, -1 without points."""
        return int(self.targets.max(initial=-1))

    def added(self, point: Sequence[float], target: float) -> Points:
        """Return the points with one more training point at the end."""
        return Points.of(
            np.vstack([self.inputs, np.asarray(point, dtype=np.float64).reshape(1, -1)]),
            np.append(self.targets, target),
            np.append(self.is_test, False),
        )

    def extended(self, other: Points) -> Points:
        """Return the points with others after them."""
        return Points.of(
            np.vstack([self.inputs, other.inputs]),
            np.append(self.targets, other.targets),
            np.append(self.is_test, other.is_test),
        )

    def changed(
        self,
        indices: ArrayLike,
        inputs: ArrayLike | None = None,
        targets: ArrayLike | None = None,
        is_test: ArrayLike | None = None,
    ) -> Points:
        """Return the points with new numbers for those at `indices`; what is None stays."""
        rows = np.asarray(indices, dtype=np.intp)
        changes: dict[str, NDArray[Any]] = {}
        for name, values in (("inputs", inputs), ("targets", targets), ("is_test", is_test)):
            if values is not None:
                column = getattr(self, name).copy()
                column[rows] = values
                changes[name] = _frozen(column)
        return replace(self, **changes)

    def chosen(self, indices: ArrayLike) -> Points:
        """Return only the points at `indices`, in that order."""
        rows = np.asarray(indices, dtype=np.intp)
        return Points.of(self.inputs[rows], self.targets[rows], self.is_test[rows])

    def without(self, indices: Sequence[int]) -> Points:
        """Return the points less those at `indices`."""
        keep = np.ones(len(self), dtype=np.bool_)
        keep[list(indices)] = False
        return Points.of(self.inputs[keep], self.targets[keep], self.is_test[keep])

    def split(self, test_ratio: float, seed: int) -> Points:
        """Return the same points with `test_ratio` of them, chosen by `seed`, marked as test points."""
        n_test = min(round(len(self) * test_ratio), max(len(self) - 1, 0))
        is_test = np.zeros(len(self), dtype=np.bool_)
        is_test[np.random.default_rng([seed, 1]).permutation(len(self))[:n_test]] = True
        return replace(self, is_test=_frozen(is_test))

    def equals(self, other: Points) -> bool:
        """Whether both hold the same numbers in the same order."""
        return (
            np.array_equal(self.inputs, other.inputs)
            and np.array_equal(self.targets, other.targets)
            and np.array_equal(self.is_test, other.is_test)
        )
