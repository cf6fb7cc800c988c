"""The loss curves of all experiments of a grid in one plot; the best and the one pointed at stand out."""

from __future__ import annotations

import html
import math
from collections.abc import Iterator, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.data.points import Bools, Floats
from app.gui.theme import LIGHT, UNIT, Theme, class_colour
from app.gui.views.line_item import LineItem
from app.gui.views.line_plot import LIMIT, PointedPlot, ScaleSwitch, drawable, line_pen
from app.gui.views.loss_plot import FIRST_EPOCHS, extent, logarithms
from app.gui.views.wall_layout import Ints
from app.training.histories import LossCurves

LOSS_COLOURS = tuple(class_colour(number) for number in (0, 2, 3, 5, 6, 7))
"""One for each of several losses: neither the blue of the best line nor the red of what diverged."""


class GridCurves(QWidget):
    """Losses against epochs, a line an experiment, all with the same loss in one item of the scene.

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
        self._names: tuple[str, ...] = ()
        self._places: Ints = np.empty(0, dtype=np.intp)
        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.legend = QLabel()
        self.legend.setObjectName("grid_curves.legend")
        self.legend.setProperty("role", "muted")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setWordWrap(True)
        self.test_switch, self.scale_switch = ScaleSwitch(), ScaleSwitch()
        self.test_switch.setObjectName("grid_curves.test")
        self.scale_switch.setObjectName("grid_curves.scale")
        self.test_switch.hide()
        self.scale_switch.setChecked(True)
        self.plot = PointedPlot()
        self.plot.setObjectName("grid_curves.plot")
        self.plot.setMinimumSize(20 * UNIT, 12 * UNIT)
        self.plot.setMouseEnabled(x=False, y=False)
        self._box = self.plot.getPlotItem().getViewBox()
        self._box.setLimits(xMin=-1, xMax=1e12, minXRange=1e-3, yMin=-10 * LIMIT, yMax=10 * LIMIT, minYRange=1e-12)
        self._box.disableAutoRange()
        self._box.setRange(xRange=(0, FIRST_EPOCHS), padding=0)  # epochs are whole
        self._all, self._best_line, self._pointed_line = (LineItem() for _ in range(3))
        self._of_losses = [LineItem(pen=pg.mkPen(colour, width=1)) for colour in LOSS_COLOURS]
        for item in (self._all, *self._of_losses, self._best_line, self._pointed_line):
            self.plot.addItem(item, ignoreBounds=True)
        self.moment_line = pg.InfiniteLine(angle=90)
        self.moment_line.hide()
        self.plot.addItem(self.moment_line, ignoreBounds=True)
        self._lay_out()
        self.test_switch.clicked.connect(self._on_test_switch_clicked)
        self.scale_switch.clicked.connect(self._on_scale_switch_clicked)
        self._set_fonts()
        self.set_theme(LIGHT)
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.test_switch)
        row.addWidget(self.scale_switch)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT, UNIT, UNIT, 0)
        column.setSpacing(UNIT // 2)
        column.addLayout(row)
        column.addWidget(self.legend)
        column.addWidget(self.plot, 1)

    def set_curves(self, curves: LossCurves, best: int | None, is_diverged: Bools) -> None:
        """Show what is recorded, and which experiment is the best; those that diverged may leave the plot."""
        self._curves, self._best, self._is_diverged = curves, best, is_diverged
        self._draw()

    def set_moment(self, epoch: int | None) -> None:
        """Mark the epoch that is looked at; None for the newest, which needs no mark."""
        self.moment_line.setVisible(epoch is not None)
        if epoch is not None:
            self.moment_line.setValue(epoch)

    def set_losses(self, names: Sequence[str], places: Sequence[int]) -> None:
        """Say what the losses of the experiments are called, and which of them each one has: its place among them."""
        self._names, self._places = tuple(names), np.array(places)
        self._show_legend()
        self._draw()

    def set_pointed(self, number: int) -> None:
        """Let one experiment stand out; -1 for none."""
        self._pointed = number
        self._draw_lines()

    def set_test(self, shows_test: bool) -> None:
        """Show losses on the test points, or on the training points."""
        self.test_switch.setChecked(shows_test)
        self._draw()

    def offer_test(self, is_offered: bool) -> None:
        """Offer losses on the test points; where there are none, those on the training points alone are shown."""
        self.test_switch.setVisible(is_offered)
        if not is_offered and self.test_switch.isChecked():
            self.set_test(False)

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
        self.moment_line.setPen(line_pen(theme.ink, is_dashed=True))
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
        for item, rows in self._items():
            item.setData(x[rows].ravel(), drawn[rows].ravel(), connect=is_joined[rows].ravel())
        self._follow(float(epochs[-1]) if len(epochs) else 0.0, low, high)
        self._draw_lines()

    @property
    def _is_coloured(self) -> bool:
        return 1 < len(self._names) <= len(LOSS_COLOURS) and len(self._places) == len(self._values)

    def _items(self) -> Iterator[tuple[LineItem, Ints]]:
        """Yield every item with the experiments whose lines are in it."""
        places = self._places if self._is_coloured else np.full(len(self._values), -1)
        for place, item in enumerate((self._all, *self._of_losses), start=-1):
            yield item, np.flatnonzero(places == place)

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

    def _show_legend(self) -> None:
        """Where the losses are several, say which colour is whose, and what can be compared."""
        translate = QCoreApplication.translate
        n_losses = len(self._names)
        self.legend.setVisible(n_losses > 1)
        if n_losses > len(LOSS_COLOURS):
            text = translate("GridCurves", "{count} different losses: their lines cannot be compared")
            self.legend.setText(text.format(count=n_losses))
            return
        entries = [
            f'<span style="color:{colour.name()}">■</span>&nbsp;{html.escape(name)}'
            for colour, name in zip(LOSS_COLOURS, self._names, strict=False)
        ]
        compared = translate("GridCurves", "Only lines of one colour can be compared.")
        self.legend.setText(f"{' &nbsp; '.join(entries)}<br>{compared}")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_fonts()

    def _set_fonts(self) -> None:
        for side in ("bottom", "left"):
            self.plot.getAxis(side).set_font(self.font())

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        translate = QCoreApplication.translate
        self.title.setText(translate("GridCurves", "All loss curves"))
        self._show_legend()
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
