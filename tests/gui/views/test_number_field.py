"""The exact field, driven as a user does."""

import pytest
from PySide6.QtCore import QLocale, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QVBoxLayout, QWidget

from app.components.choice import Param
from app.gui.views.form_texts import exact_text
from app.gui.views.number_field import NumberField, linear_step, stepped

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # the offscreen platform

RATE = Param("learning_rate", "Learning rate", 0.03, 1e-12, 1e30, log=True)
SHARE = Param("test_ratio", "Test share", 0.0, 0, 0.9)
BATCH = Param("batch_size", "Batch size", 0, 0, 100_000)


@pytest.fixture
def place(qtbot):
    """A window with another field to go to."""
    window = QWidget()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(QLineEdit(window))
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


def make(place, param=RATE):
    field = NumberField(param.key, param)
    field.set_name(param.label)
    place.layout().addWidget(field)
    field.show()
    field.setFocus()
    assert field.hasFocus()
    field.edits, field.sentences = [], []
    field.valueEdited.connect(field.edits.append)
    field.refused.connect(field.sentences.append)
    return field


def write(field, text, key=Qt.Key.Key_Return):
    field.selectAll()
    field.insert(text)
    if key is not None:
        QTest.keyClick(field, key)


def wheel(widget, notches, count=1):
    for _ in range(count):
        event = QWheelEvent(
            QPointF(5, 5), QPointF(widget.mapToGlobal(QPoint(5, 5))), QPoint(), QPoint(0, int(120 * notches)),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)
    return event.isAccepted()


@pytest.mark.parametrize(
    ("text", "number"),
    [("0.01", 0.01), ("0,01", 0.01), ("1e-3", 1e-3), ("1E-3", 1e-3), ("1e-8", 1e-8), (".5", 0.5), (",5", 0.5),
     ("0.0012345678", 0.0012345678), ("１．５", 1.5), ("０，０１", 0.01), (" 2 ", 2.0), ("3e20", 3e20), ("0.003", 0.003)],
)  # fmt: skip
@pytest.mark.parametrize("locale", ["C", "de_DE", "fr_FR", "zh_CN", "ar_EG", "hi_IN"])
def test_reads_numbers_as_people_write_them(place, text, number, locale):
    before = QLocale()
    QLocale.setDefault(QLocale(locale))
    try:
        field = make(place)
        write(field, text)
    finally:
        QLocale.setDefault(before)
    assert field.edits == [number]
    assert field.property("invalid") is not True
    assert float(field.text()) == number


@pytest.mark.parametrize(
    "text", ["", "abc", "nan", "inf", "-inf", "1,234", "1.2.3", "0", "-1", "1e31", "1_000", "0x10"]
)
def test_refuses_visibly_and_keeps_the_text(place, text):
    field = make(place)
    write(field, text)
    assert field.edits == []
    assert field.text() == text
    assert field.property("invalid") is True
    assert len(field.sentences) == 1
    assert "Learning rate" in field.sentences[0]


def test_a_refused_text_can_be_corrected_or_taken_back(place):
    field = make(place)
    settled = []
    field.settled.connect(lambda: settled.append(True))
    write(field, "abc")
    write(field, "0.1")
    assert field.edits == [0.1]
    assert field.property("invalid") is False
    write(field, "abc")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "0.1"
    assert field.property("invalid") is False
    assert len(settled) == 2
    assert field.edits == [0.1]


def test_typing_commits_on_enter_and_on_leaving_only(place):
    field = make(place)
    field.selectAll()
    QTest.keyClicks(field, "0.5")
    assert field.edits == []
    QTest.keyClick(field, Qt.Key.Key_Tab)
    place.findChild(QLineEdit).setFocus()
    assert field.edits == [0.5]
    field.set_value(0.5)
    field.setFocus()
    field.clearFocus()
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.edits == [0.5]


def test_setters_are_silent_and_do_not_touch_what_is_typed(place):
    field = make(place)
    field.set_value(0.2)
    assert field.text() == "0.2"
    field.selectAll()
    QTest.keyClicks(field, "0.7")
    field.set_value(0.3)
    assert field.text() == "0.7"
    assert field.edits == []
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == "0.3"


def test_arrow_keys_step_by_nice_factors(place):
    field = make(place)
    for key, number in (
        (Qt.Key.Key_Up, 0.1),
        (Qt.Key.Key_Up, 0.3),
        (Qt.Key.Key_Down, 0.1),
        (Qt.Key.Key_Down, 0.03),
        (Qt.Key.Key_PageDown, 0.003),
        (Qt.Key.Key_PageUp, 0.03),
    ):
        QTest.keyClick(field, key)
        assert field.edits[-1] == number
        assert field.text() == str(number)
    write(field, "0.02", None)
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.edits[-1] == 0.03


def test_linear_steps_stay_round_and_within_the_bounds(place):
    field = make(place, SHARE)
    for _ in range(3):
        QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.edits == [0.01, 0.02, 0.03]
    QTest.keyClick(field, Qt.Key.Key_PageUp)
    assert field.edits[-1] == 0.13
    for _ in range(20):
        QTest.keyClick(field, Qt.Key.Key_PageUp)
    assert field.edits[-1] == 0.9


def test_a_step_from_a_text_that_is_no_number_is_refused(place):
    field = make(place)
    write(field, "abc", Qt.Key.Key_Up)
    assert field.edits == []
    assert field.text() == "abc"
    assert field.property("invalid") is True


def test_wheel_only_counts_with_the_focus(place):
    field = make(place)
    assert wheel(field, 1)
    assert wheel(field, 0.25, 4)
    assert field.edits == [0.1, 0.3]
    place.findChild(QLineEdit).setFocus()
    assert not wheel(field, 1)
    assert field.edits == [0.1, 0.3]


def test_words_for_zero(place):
    field = make(place, BATCH)
    field.set_value(16)
    field.set_zero_texts("全部", "all")
    assert field.text() == "16"
    write(field, "ALL")
    assert field.edits == [0]
    assert type(field.edits[0]) is int
    assert field.text() == "全部"
    QTest.keyClick(field, Qt.Key.Key_Up)
    assert field.edits == [0, 1]
    write(field, "全部")
    field.set_value(0)
    assert field.text() == "全部"
    write(field, "0")
    assert field.text() == "全部"
    assert field.edits == [0, 1, 0]
    write(field, "1.5")
    assert field.property("invalid") is True


def test_context_menu_offers_the_default(place, qtbot):
    field = make(place)
    field.set_value(5.0)
    QApplication.sendEvent(
        field, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, QPoint(3, 3), field.mapToGlobal(QPoint(3, 3)))
    )
    action = next(a for menu in field.findChildren(QMenu) if (a := menu.findChild(QAction, "default")))
    assert "0.03" in action.text()
    action.trigger()
    assert field.edits == [0.03]
    for menu in field.findChildren(QMenu):
        menu.close()


@pytest.mark.parametrize(
    ("number", "text"),
    [(0.03, "0.03"), (1e-8, "1e-8"), (1e30, "1e30"), (100.0, "100"), (5, "5"), (-0.5, "-0.5"), (1.5e-9, "1.5e-9")],
)
def test_exact_text(number, text):
    assert exact_text(number) == text
    assert float(text) == number


def test_steps_from_the_default():
    assert linear_step(Param("beta2", "", 0.999, 0, 0.999999)) == 0.001
    assert linear_step(Param("std", "", 1.0, 0, 1e6)) == 0.1
    assert linear_step(Param("mean", "", 0.0, -1e6, 1e6)) == 0.1
    assert linear_step(BATCH) == 1
    assert stepped(Param("n", "", 100, 1, 100_000, log=True), 1, -1) == 1
    assert stepped(RATE, 1e30, 1) == 1e30
    assert stepped(Param("a", "", 0.1, 0, 1), 0.7, 1) == 0.8
