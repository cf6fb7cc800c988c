"""Lines that nobody measures are drawn wherever the view goes."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from app.gui.views.line_item import LineItem


@pytest.mark.parametrize("in_group", [False, True], ids=["alone", "within another item"])
def test_a_line_is_drawn_after_the_view_has_gone_elsewhere(qtbot: QtBot, in_group: bool) -> None:
    plot = pg.PlotWidget(background="w")
    qtbot.addWidget(plot)
    plot.resize(300, 200)
    box = plot.getPlotItem().getViewBox()
    box.disableAutoRange()
    line = LineItem(pen=pg.mkPen("#ff0000", width=1))
    if in_group:
        group = pg.ItemGroup()
        line.setParentItem(group)
        plot.addItem(group, ignoreBounds=True)
    else:
        plot.addItem(line, ignoreBounds=True)
    box.setRange(xRange=(0, 1), yRange=(0, 1), padding=0)
    plot.show()
    plot.grab()
    line.setData(np.array([10.0, 20.0]), np.array([-6.0, -6.0]))
    box.setRange(xRange=(10, 20), yRange=(-7, -5), padding=0)
    image = plot.grab().toImage()
    red = QColor("#ff0000").rgb()
    n_red = sum(image.pixel(x, y) == red for x in range(image.width()) for y in range(image.height()))
    assert n_red > 150
