"""Reading points from CSV files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.data.tasks import Task
from app.files import csv_source, tables
from app.files.tables import read_file
from app.text import UserError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "数据.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_separators_and_line_ends(path: Path, encoding: str, separator: str, newline: str) -> None:
    lines = [["面积", "房龄", "价格"], ["1", "-2.5", "1e-3"], ["", "", ""], [" 4 ", '"5"', "−6"]]
    path.write_bytes(newline.join(separator.join(line) for line in lines).encode(encoding))
    points = read_file(path, Task.REGRESSION_2D).points
    assert points.inputs.tolist() == [[1, -2.5], [4, 5]]
    assert points.targets.tolist() == [1e-3, -6]
    assert not points.is_test.any()


def test_decimal_commas_between_semicolons(path: Path) -> None:
    path.write_text("x;y\n0,5;1,25\n", encoding="utf-8")
    points = read_file(path, Task.REGRESSION_1D).points
    assert (points.inputs.tolist(), points.targets.tolist()) == ([[0.5]], [1.25])


def test_classes_by_name(path: Path) -> None:
    path.write_text("x,species\n1,dog\n2,cat\n3,dog\n", encoding="utf-8")
    assert read_file(path, Task.CLASSIFICATION_1D).points.targets.tolist() == [1, 0, 1]


def test_a_column_that_says_train_or_test_may_follow(path: Path) -> None:
    path.write_text("x,y,train/test\n1,2,train\n3,4,test\n", encoding="utf-8")
    points = read_file(path, Task.REGRESSION_1D).points
    assert points.inputs.tolist() == [[1], [3]]
    assert points.is_test.tolist() == [False, True]


def test_numbers_keep_every_digit(path: Path) -> None:
    numbers = np.random.default_rng(0).normal(size=(50, 2))
    path.write_text("x,y\n" + "\n".join(f"{x!r},{y!r}" for x, y in numbers.tolist()), encoding="utf-8")
    points = read_file(path, Task.REGRESSION_1D).points
    assert np.array_equal(np.column_stack([points.inputs, points.targets]), numbers)


@pytest.mark.parametrize(
    ("task", "text", "words"),
    [
        (Task.REGRESSION_1D, "", ["no rows"]),
        (Task.REGRESSION_1D, "\n\n", ["no rows"]),
        (Task.REGRESSION_1D, "x,y\n", ["no rows"]),
        (Task.REGRESSION_1D, "1,2\n3,4\n", ["line 1", "header"]),
        (Task.REGRESSION_1D, "x,z,y\n1,2,3\n", ["line 1", "3 columns", "2"]),
        (Task.REGRESSION_2D, "x,y\n1,2\n", ["line 1", "2 columns", "3"]),
        (Task.REGRESSION_1D, "x,y\n1,2\n3\n", ["line 3", "1 cells"]),
        (Task.REGRESSION_1D, "x,y\n1,2\n\n3,four\n", ["line 4", "column “y”", "“four”"]),
        (Task.REGRESSION_1D, "x,y\n,2\n", ["line 2", "column “x”"]),
        (Task.REGRESSION_1D, "x,y\n1,nan\n", ["line 2", "column “y”", "nan"]),
        (Task.REGRESSION_1D, "x,y\n1,1e999\n", ["line 2", "column “y”", "“1e999” is too large"]),
        (Task.REGRESSION_1D, 'x,y\n1,"2\n', ["line 2", "CSV"]),
        (Task.CLASSIFICATION_1D, "x,class\n1,1\n2,0.5\n", ["line 3", "column “class”", "0.5", "0 to 9"]),
        (Task.CLASSIFICATION_1D, "x,class\n1,10\n", ["line 2", "column “class”", "10"]),
        (Task.CLASSIFICATION_1D, "x,class\n1,-1\n", ["line 2", "column “class”", "-1"]),
        (Task.REGRESSION_1D, "x,y\n1,2\0\n", ["UTF-8"]),
    ],
)
def test_errors_say_where_and_what(path: Path, task: Task, text: str, words: list[str]) -> None:
    path.write_bytes(text.encode())
    with pytest.raises(UserError) as caught:
        read_file(path, task)
    for word in [path.name, *words]:
        assert word in str(caught.value)


def test_size_is_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_POINTS", 3)
    path.write_text("x,y\n" + "1,2\n" * 3, encoding="utf-8")
    assert len(read_file(path, Task.REGRESSION_1D).points) == 3
    path.write_text("x,y\n" + "1,2\n" * 4, encoding="utf-8")
    with pytest.raises(UserError, match="more than 3 rows"):
        read_file(path, Task.REGRESSION_1D)
    monkeypatch.setattr(csv_source, "MAX_BYTES", 10)
    with pytest.raises(UserError, match="larger"):
        read_file(path, Task.REGRESSION_1D)


@pytest.mark.parametrize("name", ["missing.csv", ".", "nul\0.csv"])
def test_what_is_no_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read_file(tmp_path / name, Task.REGRESSION_1D)


damaged = st.one_of(
    st.binary(max_size=200),
    st.text("xy01.,;\t\n\r\"' -e一", max_size=200).map(str.encode),
    st.text('01.,;\n"-e', max_size=200).map(lambda text: f"x,y\n1,2\n{text}".encode()),
)


@settings(max_examples=300, deadline=None)
@given(content=damaged, task=st.sampled_from(list(Task)))
def test_damaged_files_give_points_or_the_own_error(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, task: Task
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged.csv"
    path.write_bytes(content)
    try:
        points = read_file(path, task).points
    except UserError:
        return
    assert len(points) > 0
    assert np.isfinite(points.inputs).all()
    assert np.isfinite(points.targets).all()
