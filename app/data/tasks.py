"""The four tasks a canvas can show."""

from enum import StrEnum

from app.text import QT_TRANSLATE_NOOP

MAX_CLASSES = 10


class Task(StrEnum):
    """What is predicted from what."""

    REGRESSION_1D = "regression-1d"
    CLASSIFICATION_1D = "classification-1d"
    CLASSIFICATION_2D = "classification-2d"
    REGRESSION_2D = "regression-2d"

    @property
    def n_inputs(self) -> int:
        """Number of input coordinates, 1 or 2."""
        return 1 if self.endswith("1d") else 2

    @property
    def is_classification(self) -> bool:
        """Whether targets are class numbers."""
        return self.startswith("classification")

    @property
    def label(self) -> str:
        """English name, translated where it is shown."""
        return _LABELS[self]


_LABELS = {
    Task.REGRESSION_1D: QT_TRANSLATE_NOOP("choices", "x → y (a curve)"),
    Task.CLASSIFICATION_1D: QT_TRANSLATE_NOOP("choices", "x → class (a probability)"),
    Task.CLASSIFICATION_2D: QT_TRANSLATE_NOOP("choices", "(x1, x2) → class (a boundary)"),
    Task.REGRESSION_2D: QT_TRANSLATE_NOOP("choices", "(x1, x2) → y (a heat map)"),
}
