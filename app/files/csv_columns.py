"""Which columns of a table are taken as what, and a proposal for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.data.tasks import MAX_CLASSES, Task
from app.files.csv_numbers import are_numbers
from app.files.csv_rows import Head

_SPLIT_NAMES = frozenset(
    ("train/test", "train_test", "traintest", "split", "set", "subset", "partition", "train", "test", "is_train",
     "is_test", "训练/测试", "训练", "测试", "数据集", "划分")
)  # fmt: skip
_TEST_WORDS = ("test", "testing", "val", "valid", "validation", "测试", "测试集", "验证", "验证集")
_TRAIN_WORDS = ("train", "training", "训练", "训练集")
_SPLIT_WORDS: Mapping[str, bool] = dict.fromkeys(_TEST_WORDS, True) | dict.fromkeys(_TRAIN_WORDS, False)
_SWITCHES = {"1": True, "true": True, "yes": True, "是": True, "0": False, "false": False, "no": False, "否": False}
_TARGET_NAMES = frozenset(("y", "target", "class", "label", "类别", "标签", "目标", "klasse", "classe"))
_CLASS_NAMES = frozenset(("class", "label", "category", "species", "类别", "标签", "类", "种类", "klasse", "classe"))
_INDEX_NAMES = frozenset(("", "id", "index", "nr", "no", "no.", "row", "编号", "序号"))


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """Which columns are taken, by their position from 0.

    Attributes
    ----------
    inputs
        One or two.
    is_class
        Whether the target is a class, a number or a name; else it is a value.
    test
        The column that says which points are kept for the test, if any.
    skips_incomplete
        Whether rows are left out in which a chosen cell is empty or no number is known.
    """

    inputs: tuple[int, ...]
    target: int
    is_class: bool
    test: int | None = None
    skips_incomplete: bool = False

    @property
    def columns(self) -> set[int]:
        """All that are taken."""
        return {*self.inputs, self.target, *(() if self.test is None else (self.test,))}

    @property
    def task(self) -> Task:
        """What can be predicted with these columns."""
        if self.is_class:
            return Task.CLASSIFICATION_1D if len(self.inputs) == 1 else Task.CLASSIFICATION_2D
        return Task.REGRESSION_1D if len(self.inputs) == 1 else Task.REGRESSION_2D


def split_words(name: str) -> Mapping[str, bool]:
    """Return the words that a train/test column of this name may hold: True for those that mean test."""
    name = name.casefold()
    if name in ("test", "is_test", "测试"):
        return {**_SPLIT_WORDS, **_SWITCHES}
    if name in ("train", "is_train", "训练"):
        return {**_SPLIT_WORDS, **{word: not value for word, value in _SWITCHES.items()}}
    return _SPLIT_WORDS


def guess_choice(head: Head) -> ColumnChoice:
    """Return a sensible choice: the target last, the first numbers as inputs, a class if it looks like one."""
    columns = _columns(head)
    if not columns:
        return ColumnChoice((0,), 1, is_class=False)
    test = next((i for i, name in enumerate(head.columns) if _is_split(name, columns[i], len(columns))), None)
    others = [i for i in range(len(columns)) if i != test]
    full = [i for i in others if _can_be_target(columns[i], len(head.rows))] or others
    target = next((i for i in reversed(others) if head.columns[i].casefold() in _TARGET_NAMES), full[-1])
    numeric = [i for i in others if i != target and are_numbers(columns[i])]
    without_index = [i for i in numeric if not (any(head.columns) and _is_index(head.columns[i], columns[i]))]
    inputs = (without_index or numeric or [i for i in others if i != target] or others)[:2]
    return ColumnChoice(tuple(inputs), target, _is_class(head.columns[target], columns[target]), test)


def _columns(head: Head) -> list[list[str]]:
    """Return the cells of each column, those that are not empty."""
    return [[cell for row in head.rows if i < len(row) and (cell := row[i].strip())] for i in range(len(head.columns))]


def _is_split(name: str, cells: Sequence[str], n_columns: int) -> bool:
    """Whether a column says which points are for the test; by its words alone only if both kinds occur."""
    if n_columns < 3 or not cells:
        return False
    words = split_words(name) if name.casefold() in _SPLIT_NAMES else _SPLIT_WORDS
    found = {cell.casefold() for cell in cells}
    return found <= words.keys() and (name.casefold() in _SPLIT_NAMES or len({words[word] for word in found}) == 2)


def _can_be_target(cells: Sequence[str], n_rows: int) -> bool:
    """Whether a column has an answer for every row: a number, or one of a few words."""
    return len(cells) == n_rows and (are_numbers(cells) or len(set(cells)) <= MAX_CLASSES)


def _is_index(name: str, cells: Sequence[str]) -> bool:
    """Whether a column only counts the rows."""
    if name.casefold() not in _INDEX_NAMES or not cells[0].isdecimal():
        return False
    start = int(cells[0][:9])
    return start in (0, 1) and list(cells) == [str(start + i) for i in range(len(cells))]


def _is_class(name: str, cells: Sequence[str]) -> bool:
    """Whether a target looks like a class: text, or the same few digits again and again."""
    if cells and not are_numbers(cells):
        return True
    distinct = set(cells)
    if (
        not distinct
        or len(distinct) > MAX_CLASSES
        or not all(len(cell) == 1 and cell in "0123456789" for cell in distinct)
    ):
        return False
    if name.casefold() in _CLASS_NAMES:
        return True
    return len(cells) >= 4 if distinct == {"0", "1"} else len(cells) >= 5 * len(distinct)
