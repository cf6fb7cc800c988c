"""What ships with the program: icons that can be drawn and are used, lessons in both languages."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from app.files.lessons import find_lessons
from app.resources import RESOURCES

ICONS = sorted((RESOURCES / "icons").glob("*"))
LESSONS = sorted((RESOURCES / "lessons").glob("*"))
SOURCES = "\n".join(
    path.read_text(encoding="utf-8") for path in sorted((RESOURCES.parent / "app" / "gui").rglob("*.py"))
)
HAN = re.compile("[\u4e00-\u9fff]")


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.name)
def test_an_icon_is_a_picture_in_the_themes_colour(path: Path) -> None:
    assert path.suffix == ".svg"
    text = path.read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("viewBox") == "0 0 24 24"
    assert "currentColor" in text
    renderer = QSvgRenderer(QByteArray(text.replace("currentColor", "#ff0000").encode()))
    assert renderer.isValid()
    image = QImage(48, 48, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    inked = sum(image.pixelColor(x, y) != QColor("white") for x in range(48) for y in range(48))
    assert 20 < inked < 48 * 48 * 0.9


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.name)
def test_an_icon_is_used(path: Path) -> None:
    assert f'"{path.stem}"' in SOURCES


def test_icons_asked_for_are_there() -> None:
    names = set(re.findall(r'\bicon\("(\w+)"', SOURCES))
    assert names
    assert names <= {path.stem for path in ICONS}


def texts_of(value: Any) -> str:
    return value if isinstance(value, str) else "\n".join(value)


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.name)
def test_a_lesson_speaks_both_languages(path: Path) -> None:
    assert path.suffix == ".json"
    lesson = json.loads(path.read_bytes())
    for key in ("title", "explanation", "axes"):
        if key not in lesson and key == "axes":
            continue
        english, chinese = texts_of(lesson[key]["en"]), texts_of(lesson[key]["zh"])
        assert english.strip()
        assert not HAN.search(english)
        assert HAN.search(chinese) or key == "axes"
    paragraphs = lesson["explanation"]
    assert len(paragraphs["en"]) == len(paragraphs["zh"])
    for text in map(texts_of, paragraphs.values()):
        assert text.count("**") % 2 == 0


def test_lessons_are_those_of_the_folder_each_with_its_own_place() -> None:
    lessons = find_lessons()
    assert {lesson.id for lesson in lessons} == {path.stem for path in LESSONS}
    assert len({lesson.order for lesson in lessons}) == len(lessons)
    assert len({lesson.title["zh"] for lesson in lessons}) == len(lessons)
