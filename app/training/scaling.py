"""The numbers that standardise a model's input columns, found from training points. No torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.components.choice import Choice
from app.data.points import Floats

if TYPE_CHECKING:
    from torch import Tensor


@dataclass(frozen=True, slots=True, eq=False)
class Scaling:
    """Each column becomes (column - offset) / scale.

    Attributes
    ----------
    offset, scale
        Shape (features,), in the units of the columns; exactly the numbers that are computed with.
    """

    offset: Floats
    scale: Floats

    @classmethod
    def none(cls, n_columns: int) -> Scaling:
        """Leave columns as they are."""
        return cls(np.zeros(n_columns), np.ones(n_columns))

    @classmethod
    def of(cls, kind: Choice, columns: Floats, dtype: str) -> Scaling:
        """Find offset and scale of columns (n, features) of the training points, in the precision that is computed with.

        A column whose numbers are all the same becomes 0; without points, columns stay as they are.
        """
        if not len(columns):
            return cls.none(columns.shape[1])
        with np.errstate(all="ignore"):
            offset, scale = (numbers.astype(dtype).astype(np.float64) for numbers in kind.factory()(columns))
        return cls(offset, np.where(np.isfinite(scale) & (scale > 0), scale, 1.0))

    @property
    def is_none(self) -> bool:
        """Whether columns stay as they are."""
        return not self.offset.any() and bool((self.scale == 1).all())

    def apply(self, columns: Tensor) -> Tensor:
        """Return columns (n, features) standardised."""
        return (columns - columns.new_tensor(self.offset)) / columns.new_tensor(self.scale)
