"""The bar below a grid: its slider goes where one clicks."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
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
    QTest.mouseMove(slider, place + QPoint(slider.width() // 20, 0))
    QTest.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=place + QPoint(slider.width() // 20, 0))
    assert slider.value() == pytest.approx(100 * share + 5, abs=2)
