"""Reading lesson files: damaged ones, and only what is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.explain.prediction import Region
from app.files.lessons import find_lessons, load_lesson, read_lesson
from app.text import UserError

MINIMAL: dict[str, Any] = {
    "order": 3,
    "title": {"en": "Title", "zh": "标题"},
    "explanation": {"en": ["One.", "Two."], "zh": ["一。", "二。"]},
    "config": {"dataset": "line", "n_points": 20, "test_ratio": 0.25},
}


def write(folder: Path, name: str = "mine", **changes: Any) -> Path:
    path = folder / f"{name}.json"
    entry = {key: value for key, value in {**MINIMAL, **changes}.items() if value is not None}
    path.write_text(json.dumps(entry), encoding="utf-8")
    return path


def test_a_new_file_is_a_new_lesson(tmp_path: Path) -> None:
    write(tmp_path, "later", order=9)
    write(tmp_path, "first", order=-1, view={"x": [-1, 2], "y": [0, 3]}, axes={"en": ["a", "b"], "zh": ["甲", "乙"]})
    first, later = find_lessons(folder=tmp_path)
    assert (first.id, later.id) == ("first", "later")
    assert first.view == Region(-1, 2, 0, 3)
    assert first.axes["zh"] == ("甲", "乙")
    assert first.explanation["en"] == "One.\n\nTwo."
    assert (len(first.points), first.points.n_train) == (20, 15)
    assert (later.view, later.axes, later.predict) == (None, {}, ())
    assert load_lesson("later", tmp_path).order == 9


@pytest.mark.parametrize("name", ["", "missing", "../lessons/softmax", "softmax.json", "/etc/passwd", "a\0b"])
def test_unknown_names_list_the_known(name: str) -> None:
    with pytest.raises(UserError, match="softmax, two-features"):
        load_lesson(name)


@pytest.mark.parametrize(
    "changes",
    [
        {"order": None},
        {"order": "soon"},
        {"title": {"en": "only English"}},
        {"title": "Title"},
        {"title": {"en": "", "zh": ""}},
        {"explanation": None},
        {"config": None},
        {"config": {"dataset": "no-such"}},
        {"config": {"learning_rate": "fast"}},
        {"config": {"no_such_key": 1}},
        {"config": {"dataset": "moons"}},
        {"config": {"dataset": "own"}},
        {"config": {}},
        {"view": {"x": [0, 1]}},
        {"view": {"x": [1, 0], "y": [0, 1]}},
        {"view": [0, 1]},
        {"predict": [[1, 2]]},
        {"predict": [1]},
        {"axes": {"en": ["a", "b"]}},
        {"axes": {"en": ["a"], "zh": ["甲"]}},
        {"axes": {"en": ["a", "b", "c"], "zh": ["甲", "乙"]}},
        {"axes": {"en": "ab", "zh": "甲乙"}},
        {"colour": "red"},
    ],
    ids=str,
)
def test_a_damaged_lesson_is_named(tmp_path: Path, changes: dict[str, Any]) -> None:
    path = write(tmp_path, **changes)
    with pytest.raises(UserError, match=r"mine\.json"):
        read_lesson(path)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe\xfd", b"[" * 100_000])
def test_a_file_that_is_no_lesson_is_named(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, "whole")
    path = tmp_path / "mine.json"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"mine\.json"):
        load_lesson("mine", tmp_path)
    problems: list[UserError] = []
    assert [lesson.id for lesson in find_lessons(problems.append, tmp_path)] == ["whole"]
    assert [problem.message.fields["file"] for problem in problems] == ["mine.json"]


def test_lessons_need_no_torch() -> None:
    code = "import sys; from app.files.lessons import find_lessons; assert len(find_lessons()) == 8; assert 'torch' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
