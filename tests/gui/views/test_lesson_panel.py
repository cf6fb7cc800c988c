"""The lesson panel: its text, and the invitation without one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.theme import DARK
from app.gui.views.lesson_panel import LessonPanel, paragraphs_as_html


@pytest.fixture
def panel(qtbot: QtBot) -> LessonPanel:
    view = LessonPanel()
    qtbot.addWidget(view)
    view.resize(320, 300)
    view.show()
    return view


def test_text_is_shown_and_closed(panel: LessonPanel) -> None:
    closed: list[int] = []
    panel.closeRequested.connect(lambda: closed.append(1))
    panel.set_lesson("手算反向传播", "Press **+1 update**,\nthen look.\n\nIf a < b & c, stop.")
    assert panel.title.text() == "手算反向传播"
    assert panel.text.toPlainText() == "Press +1 update, then look.\nIf a < b & c, stop."
    assert closed == []
    assert panel.close_button.objectName() == "lesson.close"
    QTest.mouseClick(panel.close_button, Qt.MouseButton.LeftButton)
    assert closed == [1]


def test_without_a_lesson_there_is_an_invitation(panel: LessonPanel) -> None:
    panel.set_lesson("One", "Two")
    panel.set_lesson("", "")
    assert panel.title.text() == "No lesson is open"
    assert "Lessons menu" in panel.text.toPlainText()
    assert not panel.close_button.isVisible()


def test_language_and_theme_change_at_run_time(panel: LessonPanel) -> None:
    panel.set_theme(DARK)
    panel.set_lesson("One", "Two")
    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    panel.grab()
    assert panel.title.text() == "One"
    assert panel.close_button.accessibleName()


def test_html_is_never_taken_from_a_lesson() -> None:
    assert "<img" not in paragraphs_as_html('<img src="x">**<b>bold</b>**')
    assert paragraphs_as_html("") == ""
    assert paragraphs_as_html("a\n\n \n\nb").count("<p") == 2


def test_title_follows_the_font_of_the_window(panel: LessonPanel) -> None:
    panel.set_lesson("One", "Two")
    font = panel.font()
    normal = panel.title.font().pointSizeF()
    font.setPointSizeF(2 * font.pointSizeF())
    panel.setFont(font)
    assert panel.title.font().pointSizeF() == pytest.approx(2 * normal, abs=0.02)
