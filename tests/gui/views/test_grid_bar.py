"""The bar below a grid: its slider goes where one clicks."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.views.grid_bar import GridBar


@pytest.mark.parametrize("share", [0.1, 0.33, 0.5, 0.9])
def test_a_click_on_the_timeline_goes_there(qtbot: QtBot, share: float) -> None:
    bar = GridBar()
    qtbot.addWidget(bar)
    bar.resize(1300, 60)
    bar.show()
    bar.set_moments(100, 100)
    asked: list[int] = []
    bar.momentRequested.connect(asked.append)
    slider = bar.slider
    place = QPoint(round(share * slider.width()), slider.height() // 2)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=place)
    assert slider.value() == pytest.approx(100 * share, abs=2)
    assert asked == [slider.value()]
    place += QPoint(slider.width() // 20, 0)
    # QTest.mouseMove moves the screen's cursor, which may be over what another test has left there.
    at, left = QPointF(place), Qt.MouseButton.LeftButton
    QApplication.sendEvent(slider, QMouseEvent(QEvent.Type.MouseMove, at, slider.mapToGlobal(at), Qt.MouseButton.NoButton, left, Qt.KeyboardModifier.NoModifier))  # fmt: skip
    QTest.mouseRelease(slider, left, pos=place)
    assert slider.value() == pytest.approx(100 * share + 5, abs=2)
