"""What the columns of the table of points are: their titles, and how a cell is written and read."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QCoreApplication

from app.components.choice import read_number
from app.data.names import Names
from app.data.tasks import MAX_CLASSES, Task
from app.files.csv_columns import split_words
from app.files.csv_numbers import THOUSANDS
from app.gui.views.form_texts import exact_text
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError

TRAIN, TEST = "train", "test"
"""How a copied cell says what a point is for."""

_IS_TEST: Mapping[str, bool] = {**split_words(TEST), "✓": True, "x": True, "": False}


@lru_cache(maxsize=8)
def class_labels(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return what each class 0 … 9 is called, its name or its number; no two are the same."""
    labels: list[str] = []
    for number in range(MAX_CLASSES):
        label = (names[number].strip() if number < len(names) else "") or str(number)
        labels.append(label if label not in labels else f"{label} ({number})")
    return tuple(labels)


@dataclass(frozen=True, slots=True)
class TableColumns:
    """The columns for a task: inputs, target, and whether a point is a test point."""

    task: Task = Task.REGRESSION_1D
    names: Names = Names()  # noqa: RUF009 - frozen

    @property
    def target(self) -> int:
        """The column of the target, after the inputs."""
        return self.task.n_inputs

    @property
    def test(self) -> int:
        """The last column."""
        return self.task.n_inputs + 1

    @property
    def count(self) -> int:
        """How many there are."""
        return self.task.n_inputs + 2

    def has_classes(self, column: int) -> bool:
        """Whether a column holds classes."""
        return column == self.target and self.task.is_classification

    def has_numbers(self, column: int) -> bool:
        """Whether a column holds numbers that are read as such."""
        return column < self.test and not self.has_classes(column)

    def title(self, column: int) -> str:
        """Return what a column is called, in the window's language."""
        if column == self.test:
            return QCoreApplication.translate("TablePanel", "Test")
        if column == self.target:
            is_class = self.task.is_classification
            return self.names.target or (QCoreApplication.translate("TablePanel", "Class") if is_class else "y")
        if column < len(self.names.inputs) and self.names.inputs[column]:
            return self.names.inputs[column]
        return "x" if self.task.n_inputs == 1 else f"x{column + 1}"

    def label(self, number: float) -> str:
        """Return what a class is called."""
        labels = class_labels(self.names.classes)
        return labels[int(number)] if 0 <= number < len(labels) else exact_text(float(number))

    def written(self, column: int, value: float) -> str:
        """Return a cell's value with all its digits, so that `read` gives it back."""
        if column == self.test:
            return TEST if value else TRAIN
        return self.label(value) if self.has_classes(column) else exact_text(float(value))

    def read(self, column: int, text: str, place: str) -> float:
        """Read a cell; `place` names it in the sentence of an error.

        Raises
        ------
        UserError
            If the text is no value of this column.
        """
        if column == self.test:
            return self._read_test(text, place)
        if not text.strip():
            if self.has_classes(column):
                raise UserError(_N("errors", "{place}: the class is missing."), place=place)
            raise UserError(_N("errors", "{place}: the number is missing."), place=place)
        return self._read_class(text, place) if self.has_classes(column) else _read_number(text.strip(), place)

    def _read_test(self, text: str, place: str) -> float:
        try:
            return float(_IS_TEST[_folded(text)])
        except KeyError:
            raise UserError(
                _N("errors", "{place}: “{cell}” is neither “train” nor “test”."), place=place, cell=text.strip()
            ) from None

    def _read_class(self, text: str, place: str) -> float:
        labels = class_labels(self.names.classes)
        if text.strip() in labels:
            return float(labels.index(text.strip()))
        folded = [_folded(label) for label in labels]
        if folded.count(_folded(text)) == 1:
            return float(folded.index(_folded(text)))
        # Where a name is a number itself, numbers are names.
        if not any(_is_number(name) for name in self.names.classes):
            number = read_number(text.strip(), place) if _is_number(text) else -1.0
            if number in range(MAX_CLASSES):
                return number
        raise UserError(
            _N("errors", "{place}: “{cell}” is not a class. Write the name of one, or a whole number from 0 to {top}."),
            place=place, cell=text.strip(), top=MAX_CLASSES - 1,
        )  # fmt: skip


def _read_number(text: str, place: str) -> float:
    if THOUSANDS.fullmatch(text) and not _is_number(text):
        raise UserError(
            _N("errors", "{place}: “{cell}” seems to have separated thousands. Leave out what separates them, and write decimals with a point."),
            place=place, cell=text,
        )  # fmt: skip
    return read_number(text, place)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _is_number(text: str) -> bool:
    try:
        read_number(text.strip(), "")
    except UserError:
        return False
    return True
