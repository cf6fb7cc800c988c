"""Markers drawn at once look like pyqtgraph's scatter plot, whatever the view."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from app.gui.theme import CLASS_SYMBOLS
from app.gui.views.markers_item import MarkersItem

PEN, BRUSH = pg.mkPen("#ffffff", width=1), pg.mkBrush("#0877bd")


@pytest.fixture
def plot(qtbot: QtBot) -> pg.PlotWidget:
    plot = pg.PlotWidget()
    qtbot.addWidget(plot)
    plot.resize(400, 300)
    plot.setRange(xRange=(-3, 3), yRange=(-100, 700), padding=0)
    return plot


def picture(plot: pg.PlotWidget, item: pg.GraphicsObject) -> QImage:
    plot.addItem(item, ignoreBounds=True)
    image = plot.grab().toImage()
    plot.removeItem(item)
    return image


@pytest.mark.parametrize("symbol", CLASS_SYMBOLS)
def test_markers_are_those_of_a_scatter_plot(plot: pg.PlotWidget, symbol: str) -> None:
    positions = np.random.default_rng(0).normal(size=(80, 2)) * (2, 300)  # some lie outside
    scatter = pg.ScatterPlotItem(symbol=symbol, size=10, pen=PEN, brush=BRUSH, pxMode=True)
    scatter.setData(positions[:, 0], positions[:, 1])
    markers = MarkersItem(symbol, 10, PEN, BRUSH)
    markers.set_positions(positions)
    expected = picture(plot, scatter)
    assert picture(plot, markers) == expected
    assert picture(plot, MarkersItem(symbol, 10, PEN, BRUSH)) != expected


def test_what_cannot_be_drawn_is_left_out(plot: pg.PlotWidget) -> None:
    markers = MarkersItem("o", 10, PEN, BRUSH)
    empty = picture(plot, markers)
    markers.set_positions(np.array([[np.nan, 0], [np.inf, 0], [1e308, -1e308], [1e9, 1e9]]))
    assert picture(plot, markers) == empty


def levels(image: QImage) -> np.ndarray:
    """Return colours as numbers (height, width, 4)."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).astype(int)


def test_many_markers_follow_every_view(plot: pg.PlotWidget, monkeypatch: pytest.MonkeyPatch) -> None:
    positions = np.random.default_rng(0).normal(size=(300, 2)) * (2, 300)
    monkeypatch.setattr("app.gui.views.markers_item.CACHED_FROM", 100)
    remembered, drawn = MarkersItem("o", 10, PEN, BRUSH), MarkersItem("o", 10, PEN, BRUSH)
    remembered.set_positions(positions)
    monkeypatch.setattr("app.gui.views.markers_item.CACHED_FROM", 1000)
    drawn.set_positions(positions)
    assert remembered.cacheMode() != drawn.cacheMode()
    for x, y, width in ((3, 700, 400), (0.5, 300, 400), (30, 900, 250)):
        plot.resize(width, 300)
        plot.setRange(xRange=(-x, x), yRange=(-100, y), padding=0)
        one, other = levels(picture(plot, remembered)), levels(picture(plot, drawn))
        assert abs(one - other).max() <= 4  # see-through edges, put together in another order
