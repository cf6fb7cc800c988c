"""The loss against epochs: it follows the training, ignores the first spike and marks a divergence."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from app.data.points import Floats
from app.gui.texts import count_text, number_text
from app.gui.theme import Theme
from app.gui.views.line_plot import LinePlot, ScaleSwitch, drawable, line_pen, outline
from app.gui.views.markers_item import MarkersItem
from app.running.snapshot import RunState, Snapshot

FIRST_EPOCHS = 10.0
_SPIKE_PERCENTILE = 95
_SPIKE_HEIGHT = 3.0
"""The first losses are a spike, and left out of sight, if they reach so many times as high as the usual ones."""
_EASE = 0.3
_EASE_MS = 25
"""How long the range rests between two steps; while training, each snapshot brings one: both are one painting then."""
_MOST_HEIGHTS = 10.0
"""Lines that go up and down more than so many heights of the plot stay thin: thick ones take long to draw."""


Range = tuple[float, float]


def logarithms(losses: Floats) -> Floats:
    """Return decimal logarithms; zero and less lie a decade under the least positive loss."""
    positive = losses[losses > 0]
    floor = float(positive.min()) / 10 if len(positive) else 1e-12
    return np.log10(np.where(losses > 0, losses, np.where(np.isnan(losses), np.nan, max(floor, 1e-300))))


def extent(values: Floats, last: float, is_log: bool) -> Range:
    """Return the range that shows a loss well.

    Parameters
    ----------
    values
        Losses, or their logarithms if `is_log`; gaps are NaN.
    last
        The newest of them, which stays in sight unless it runs away.
    """
    values = values[np.isfinite(values)]
    if not len(values):
        return (-1.0, 1.0) if is_log else (0.0, 1.0)
    low, high = float(values.min()), float(values.max())
    has_few = len(values) <= FIRST_EPOCHS
    if not is_log and not has_few:
        usual = float(np.percentile(values, _SPIKE_PERCENTILE))
        if high > low + _SPIKE_HEIGHT * (usual - low):
            high = max(usual, last) if last <= low + 10 * (usual - low) else usual
    if not is_log and low >= 0 and (has_few or low < high / 2 or high - low < 0.02 * high):
        low = 0.0
    least = 0.1 if is_log else max(1e-6 * max(abs(low), abs(high)), 1e-9)
    if high - low < least:
        low, high = low - least / 2, high + least / 2
    return low, high


def _heights(values: Floats, low: float, high: float) -> float:
    """Return how far a line goes up and down, in heights of the plot."""
    seen = np.clip(values, low, high)
    return float(np.nansum(np.abs(np.diff(seen)))) / (high - low)


class LossPlot(LinePlot):
    """Loss of the training and of the test points against epochs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("loss_plot")
        self.plot.setObjectName("loss_plot.plot")
        self._run_id: int | None = None
        self._is_log = False
        self._is_live = False
        self._is_finished = False
        self._follows = True
        self._last_epoch = 0.0
        self._train: Floats = np.empty(0)
        self._test: Floats = np.empty(0)
        self._target: tuple[Range, Range] = ((0.0, FIRST_EPOCHS), (0.0, 1.0))

        self.scale_switch = ScaleSwitch()
        self.scale_switch.setObjectName("loss_scale")
        self.title_row.addWidget(self.scale_switch)
        self.newest = MarkersItem("o", 5, pg.mkPen(None), pg.mkBrush(None))
        self.divergence_line = pg.InfiniteLine(
            angle=90, label="", labelOpts={"position": 0.9, "anchors": [(-0.05, 0.5), (1.05, 0.5)]}
        )
        self.divergence_line.setVisible(False)
        self.plot.addItem(self.newest, ignoreBounds=True)
        self.plot.addItem(self.divergence_line, ignoreBounds=True)
        self._easing = QTimer(self, interval=_EASE_MS)

        self.scale_switch.clicked.connect(self.set_log)
        self.plot.fitRequested.connect(self._on_plot_fit_requested)
        self.box.sigResized.connect(self._draw)
        self.box.sigRangeChanged.connect(self._on_box_range_changed)
        self.box.sigRangeChangedManually.connect(self._on_box_moved)
        self._easing.timeout.connect(self._ease)
        self.retranslate()
        self.set_theme(self.theme)
        self._move_to(*self._target)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the losses recorded so far."""
        curve = snapshot.curve
        with np.errstate(invalid="ignore"):
            good = np.isfinite(curve.epochs) & (np.abs(curve.epochs) < 1e12)
        self.xs = curve.epochs[good]
        self._train, self._test = drawable(curve.train[good]), drawable(curve.test[good])
        last_epoch = float(self.xs[-1]) if len(self.xs) else 0.0
        is_new = snapshot.run_id != self._run_id or last_epoch < self._last_epoch
        self._run_id, self._last_epoch = snapshot.run_id, last_epoch
        self._is_finished = snapshot.state is RunState.FINISHED
        self._is_live = snapshot.state is RunState.RUNNING
        self.dashed_key.setVisible(bool(np.isfinite(self._test).any()) or not len(self.xs))
        self.hint.setVisible(not len(self.xs))
        divergence = snapshot.divergence
        self.divergence_line.setVisible(divergence is not None)
        if divergence is not None:
            self.divergence_line.setValue(divergence.epoch)
            self._last_epoch = max(self._last_epoch, float(divergence.epoch))
        self._follows = self._follows or is_new
        self._follow_and_draw(is_abrupt=is_new)

    def set_log(self, is_log: bool) -> None:
        """Show the loss on a logarithmic or a linear axis."""
        self.scale_switch.setChecked(is_log)
        if is_log == self._is_log:
            return
        self._is_log = is_log
        self.left.setLogMode(is_log)
        self._follows = True
        self._follow_and_draw(is_abrupt=True)

    def set_theme(self, theme: Theme) -> None:
        super().set_theme(theme)
        self._draw()
        self.scale_switch.set_theme(theme)
        self.newest.set_style("o", 5, pg.mkPen(None), pg.mkBrush(theme.ink))
        self.divergence_line.setPen(line_pen(theme.error))
        self.divergence_line.label.setColor(theme.error)
        self.divergence_line.label.fill = pg.mkBrush(theme.plot)

    def reading(self, index: int) -> str:
        lines = [
            QCoreApplication.translate("LossPlot", "Epoch {epoch}").format(epoch=count_text(int(self.xs[index]))),
            QCoreApplication.translate("LossPlot", "train {loss}").format(loss=number_text(float(self._train[index]))),
        ]
        if math.isfinite(self._test[index]):
            loss = number_text(float(self._test[index]))
            lines.append(QCoreApplication.translate("LossPlot", "test {loss}").format(loss=loss))
        return "\n".join(lines)

    def retranslate(self) -> None:
        self.setAccessibleName(QCoreApplication.translate("LossPlot", "Loss against epochs"))
        self.plot.setAccessibleName(QCoreApplication.translate("LossPlot", "Plot of the loss against epochs"))
        self.plot.setToolTip(
            QCoreApplication.translate("LossPlot", "Wheel to zoom, drag to move, double-click to show everything.")
        )
        self.title.setText(QCoreApplication.translate("LossPlot", "Loss"))
        self.solid_key.set_text(QCoreApplication.translate("LossPlot", "train"))
        self.solid_key.setToolTip(QCoreApplication.translate("LossPlot", "Loss over all training points"))
        self.dashed_key.set_text(QCoreApplication.translate("LossPlot", "test"))
        self.dashed_key.setToolTip(QCoreApplication.translate("LossPlot", "Loss over all test points"))
        self.bottom.setLabel(QCoreApplication.translate("LossPlot", "Epoch"))
        self.left.setLabel(QCoreApplication.translate("LossPlot", "Loss"))
        self.scale_switch.set_words(
            QCoreApplication.translate("LossPlot", "lin"), QCoreApplication.translate("LossPlot", "log")
        )
        self.scale_switch.setAccessibleName(QCoreApplication.translate("LossPlot", "Logarithmic loss axis"))
        self.scale_switch.setToolTip(QCoreApplication.translate("LossPlot", "Linear or logarithmic loss axis"))
        self.divergence_line.label.setFormat(QCoreApplication.translate("LossPlot", "diverged"))
        self.hint.setText(QCoreApplication.translate("LossPlot", "Run the training to see its loss here."))
        self.refresh_reading()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._easing.isActive():
            self._move_to(*self._target)

    def _values(self) -> tuple[Floats, Floats]:
        """Return both losses in the units of the axis."""
        if not self._is_log:
            return self._train, self._test
        both = logarithms(np.concatenate([self._train, self._test]))
        return both[: len(self._train)], both[len(self._train) :]

    def _follow_and_draw(self, is_abrupt: bool) -> None:
        """Bring the range nearer to the losses, and draw them once."""
        seen = self.box.viewRange()
        self._follow(is_abrupt)
        if self._easing.isActive():
            self._ease()
        if self.box.viewRange() == seen:  # else it has been drawn already
            self._draw()
            self.refresh_reading()

    def _follow(self, is_abrupt: bool) -> None:
        """Keep the range until the losses leave it or use little of it, then ease to one that suits them."""
        if not self._follows:
            return
        train, test = self._values()
        last = float(train[-1]) if len(train) and math.isfinite(train[-1]) else -math.inf
        need_low, need_high = extent(np.concatenate([train, test]), last, self._is_log)
        (_, right), (low, high) = self._target
        if self._is_finished and self._last_epoch > 0:
            right = 1.02 * self._last_epoch
        elif is_abrupt or self._last_epoch > right or right > 3 * max(self._last_epoch, FIRST_EPOCHS):
            right = max(FIRST_EPOCHS, 1.25 * self._last_epoch)
        span = need_high - need_low
        is_outside = need_low < low - 1e-9 * span or need_high > high
        if is_abrupt or is_outside or span < 0.5 * (high - low):
            low = need_low if need_low == 0 else need_low - 0.05 * span
            high = need_high + 0.1 * span
        self._target = ((0.0, right), (low, high))
        seen_low, seen_high = self.box.viewRange()[1]
        # After a divergence easing would take seconds, and show a line at the floor all the while.
        is_far = seen_high - seen_low > 100 * (high - low)
        if is_abrupt or is_far or not self.isVisible():
            self._move_to(*self._target)
        elif not self._easing.isActive() and [list(one) for one in self._target] != self.box.viewRange():
            self._easing.start()

    def _move_to(self, x: Range, y: Range) -> None:
        self._easing.stop()
        self.box.setRange(xRange=x, yRange=y, padding=0)

    def _draw(self) -> None:
        """Draw what is in sight, clipped some heights beyond the view: huge dashed lines would take for ever."""
        train, test = self._values()
        x_range, (low, high) = self.box.viewRange()
        margin = 20 * (high - low)
        n_columns = int(self.box.width())
        lines = [outline(self.xs, np.clip(values, low - margin, high + margin), x_range, n_columns) for values in (train, test)]  # fmt: skip
        is_thin = self._is_live or any(_heights(values, low, high) > _MOST_HEIGHTS for _, values in lines)
        self.set_width(1 if is_thin else 2)
        for item, line in zip((self.solid, self.dashed), lines, strict=True):
            item.setData(*(line if is_thin else outline(*line, x_range, n_columns // 6)))
        known = np.flatnonzero(np.isfinite(train))[-1:]
        self.newest.set_positions(np.column_stack([self.xs[known], np.clip(train[known], low - margin, high + margin)]))

    def _on_plot_fit_requested(self) -> None:
        self._follows = True
        self._follow(is_abrupt=True)

    def _on_box_moved(self) -> None:
        self._follows = False
        self._easing.stop()

    def _on_box_range_changed(self) -> None:
        self._draw()
        self.refresh_reading()

    def _ease(self) -> None:
        """Bring the range nearer to what it is to become, and rest."""
        steps = []
        for (low, high), (to_low, to_high) in zip(self.box.viewRange(), self._target, strict=True):
            near = 0.005 * (to_high - to_low)
            if abs(to_low - low) < near and abs(to_high - high) < near:
                steps.append((to_low, to_high))
            else:
                steps.append((low + _EASE * (to_low - low), high + _EASE * (to_high - high)))
        if tuple(steps) == self._target:
            self._easing.stop()
        else:
            self._easing.start()
        self.box.setRange(xRange=steps[0], yRange=steps[1], padding=0)
