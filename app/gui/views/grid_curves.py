"""The loss curves of all experiments of a grid in one plot; the best and the one pointed at stand out."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.data.points import Bools, Floats
from app.gui.theme import LIGHT, UNIT, Theme
from app.gui.views.line_item import LineItem
from app.gui.views.line_plot import LIMIT, PointedPlot, ScaleSwitch, drawable, line_pen
from app.gui.views.loss_plot import FIRST_EPOCHS, extent, logarithms
from app.training.histories import LossCurves


class GridCurves(QWidget):
    """Losses against epochs, a line an experiment, all in one item of the scene.

    Signals
    -------
    testToggled(bool)
        Losses on the test points are wanted, or on the training points.
    """

    testToggled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grid_curves")
        self._curves: LossCurves | None = None
        self._values: Floats = np.empty((0, 0))
        """The losses in the units of the axis, (N, m)."""
        self._best: int | None = None
        self._is_diverged: Bools = np.empty(0, dtype=np.bool_)
        self._pointed = -1
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.test_switch, self.scale_switch = ScaleSwitch(), ScaleSwitch()
        self.test_switch.setObjectName("grid_curves.test")
        self.scale_switch.setObjectName("grid_curves.scale")
        self.scale_switch.setChecked(True)
        self.plot = PointedPlot()
        self.plot.setObjectName("grid_curves.plot")
        self.plot.setMinimumSize(20 * UNIT, 12 * UNIT)
        self.plot.setMouseEnabled(x=False, y=False)
        self._box = self.plot.getPlotItem().getViewBox()
        self._box.setLimits(xMin=-1, xMax=1e12, minXRange=1e-3, yMin=-10 * LIMIT, yMax=10 * LIMIT, minYRange=1e-12)
        self._box.disableAutoRange()
        self._all, self._best_line, self._pointed_line = (LineItem() for _ in range(3))
        for item in (self._all, self._best_line, self._pointed_line):
            self.plot.addItem(item, ignoreBounds=True)
        row = QHBoxLayout()
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.test_switch)
        row.addWidget(self.scale_switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT, UNIT, UNIT, 0)
        column.setSpacing(UNIT // 2)
        column.addLayout(row)
        column.addWidget(self.plot, 1)
        self.test_switch.clicked.connect(self._on_test_switch_clicked)
        self.scale_switch.clicked.connect(self._on_scale_switch_clicked)
        self.set_theme(LIGHT)
        self.retranslate()

    def set_curves(self, curves: LossCurves, best: int | None, is_diverged: Bools) -> None:
        """Show what is recorded, and which experiment is the best; those that diverged may leave the plot."""
        self._curves, self._best, self._is_diverged = curves, best, is_diverged
        self._draw()

    def set_pointed(self, number: int) -> None:
        """Let one experiment stand out; -1 for none."""
        self._pointed = number
        self._draw_lines()

    def set_test(self, shows_test: bool) -> None:
        """Show losses on the test points, or on the training points."""
        self.test_switch.setChecked(shows_test)
        self._draw()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.plot.setBackground(theme.plot)
        for side in ("bottom", "left"):
            self.plot.getAxis(side).setPen(theme.line)
            self.plot.getAxis(side).setTextPen(theme.muted)
        faint = QColor(theme.muted)
        faint.setAlphaF(0.55)
        self._all.setPen(pg.mkPen(faint, width=1))
        self._best_line.setPen(line_pen(theme.accent, width=2))
        self._pointed_line.setPen(line_pen(theme.ink, width=2))
        for switch in (self.test_switch, self.scale_switch):
            switch.set_theme(theme)

    def _draw(self) -> None:
        if self._curves is None:
            return
        losses, epochs = self._curves.test if self.test_switch.isChecked() else self._curves.train, self._curves.epochs
        self._values = logarithms(drawable(losses)) if self.scale_switch.isChecked() else drawable(losses)
        values = self._values
        is_known = np.isfinite(values)
        is_joined = np.zeros(values.shape, dtype=np.int32)
        is_joined[:, :-1] = is_known[:, :-1] & is_known[:, 1:]
        sound = values if self._is_diverged.all() else values[~self._is_diverged]
        low, high = extent(sound, -math.inf, self.scale_switch.isChecked())
        drawn = np.clip(np.nan_to_num(values, nan=low), low - 20 * (high - low), high + 20 * (high - low))
        x = np.broadcast_to(epochs, values.shape)
        self._all.setData(x.ravel(), drawn.ravel(), connect=is_joined.ravel())
        self._follow(float(epochs[-1]) if len(epochs) else 0.0, low, high)
        self._draw_lines()

    def _follow(self, last_epoch: float, low: float, high: float) -> None:
        """Keep the range until the losses leave it or use little of it: other numbers at the axes take long to draw."""
        (_, right), (bottom, top) = self._box.viewRange()
        if last_epoch > right or right > 3 * max(last_epoch, FIRST_EPOCHS):
            right = max(FIRST_EPOCHS, 1.25 * last_epoch)
        if low < bottom or high > top or high - low < 0.5 * (top - bottom):
            margin = 0.1 * (high - low)
            bottom, top = low - margin, high + margin
        self._box.setRange(xRange=(0, right), yRange=(bottom, top), padding=0)

    def _draw_lines(self) -> None:
        """Draw those that stand out over the others."""
        if self._curves is None:
            return
        values = self._values
        for item, number in ((self._best_line, self._best), (self._pointed_line, self._pointed)):
            is_there = number is not None and 0 <= number < len(values)
            line = np.clip(values[number], -LIMIT, LIMIT) if is_there else np.empty(0)
            item.setData(self._curves.epochs if is_there else np.empty(0), line, connect="finite")

    def _on_test_switch_clicked(self, shows_test: bool) -> None:
        self._draw()
        self.testToggled.emit(shows_test)

    def _on_scale_switch_clicked(self) -> None:
        self.plot.getAxis("left").setLogMode(self.scale_switch.isChecked())
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        translate = QCoreApplication.translate
        self.title.setText(translate("GridCurves", "All loss curves"))
        self.plot.setAccessibleName(translate("GridCurves", "Plot of all losses against epochs"))
        self.plot.setToolTip(translate("GridCurves", "A line per experiment; the best one is coloured. Point at a picture to find its line."))  # fmt: skip
        self.plot.getAxis("bottom").setLabel(translate("GridCurves", "Epoch"))
        self.plot.getAxis("left").setLogMode(self.scale_switch.isChecked())
        self.test_switch.set_words(translate("GridCurves", "train"), translate("GridCurves", "test"))
        self.test_switch.setAccessibleName(translate("GridCurves", "Losses on the test points"))
        self.test_switch.setToolTip(translate("GridCurves", "Losses on the training or on the test points, here and under the pictures"))  # fmt: skip
        self.scale_switch.set_words(translate("GridCurves", "lin"), translate("GridCurves", "log"))
        self.scale_switch.setAccessibleName(translate("GridCurves", "Logarithmic loss axis"))
        self.scale_switch.setToolTip(translate("GridCurves", "Linear or logarithmic loss axis"))
