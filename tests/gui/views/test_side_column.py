"""The right column: what it shows is never cut off at its sides."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from app.gui.views.side_column import SideColumn


def test_the_scroll_bar_of_a_low_column_hides_nothing(qapp: QApplication, qtbot: QtBot) -> None:
    column = SideColumn()
    qtbot.addWidget(column)
    column.show()
    scroll = column.findChild(QScrollArea, "side_scroll")
    assert scroll is not None
    old, font = qapp.font(), qapp.font()
    font.setPointSizeF(18)  # while it is shown, as with Ctrl and +
    qapp.setFont(font)
    qapp.processEvents()
    column.resize(column.minimumSizeHint().width(), 400)
    qapp.processEvents()
    room, needed, is_scrolled = (
        scroll.viewport().width(),
        scroll.widget().width(),
        scroll.verticalScrollBar().isVisible(),
    )
    qapp.setFont(old)
    assert is_scrolled
    assert needed <= room
