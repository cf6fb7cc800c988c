"""The buttons that drive all experiments of a grid together, the slider through their past, and how far they are."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QCoreApplication, QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QStyle, QWidget

from app.gui.icons import icon
from app.gui.texts import count_text
from app.gui.theme import LIGHT, UNIT, Theme, tabular
from app.gui.views.bar_button import ICON_SIZE, bar_button
from app.gui.views.form_texts import tool_tip
from app.running.snapshot import RunState
from app.running.wall_snapshot import ClusterState

_PLACE_LETTERS = 44
"""At most so many for where it trains: the slider needs the room."""


class MomentSlider(QSlider):
    """A slider that goes where one clicks, not ten steps towards it."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            handle = self.style().pixelMetric(QStyle.PixelMetric.PM_SliderLength, None, self)
            place, length = round(event.position().x() - handle / 2), self.width() - handle
            self.setValue(QStyle.sliderValueFromPosition(self.minimum(), self.maximum(), place, length))
        super().mousePressEvent(event)  # the handle is under the mouse by now: it can be dragged on


class GridBar(QWidget):
    """Run, step and start over; a slider from epoch 0 to now.

    Signals
    -------
    againRequested
        All experiments are to start again.
    runToggled
        They are to train, or to pause.
    epochRequested
        Each is to train one epoch more.
    momentRequested(int)
        A place among the frames kept; their number means now.
    """

    againRequested = Signal()
    runToggled = Signal()
    epochRequested = Signal()
    momentRequested = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grid_bar")
        self._theme = LIGHT
        self._state = RunState.PAUSED
        self._can_run = True
        self._has_started = False
        self._is_waiting = False
        self._is_edited = False
        self._shown: object = None
        self._epochs = (0, 0)
        self._rate = 0.0
        self._cluster: ClusterState | None = None
        self.again = bar_button("again")
        self.run = QPushButton()
        self.run.setObjectName("run")
        self.run.setIconSize(ICON_SIZE)
        self.step_epoch = bar_button("step_epoch")
        self.label = QLabel()
        self.label.setProperty("role", "muted")
        self.slider = MomentSlider()
        self.slider.setObjectName("timeline")
        self.slider.setRange(0, 0)
        self.label.setBuddy(self.slider)
        self.place, self.epoch, self.rate = QLabel(), QLabel(), QLabel()
        self.place.setObjectName("grid.status.place")
        self.place.hide()
        self.epoch.setObjectName("grid.status.epoch")
        self.rate.setObjectName("grid.status.rate")
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT)
        for widget in (self.again, self.run, self.step_epoch):
            layout.addWidget(widget)
        layout.addSpacing(2 * UNIT)
        layout.addWidget(self.label)
        layout.addWidget(self.slider, 1)
        for status in (self.place, self.epoch, self.rate):
            status.setProperty("role", "muted")
            status.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            layout.addWidget(status)

    def _connect(self) -> None:
        self.again.clicked.connect(self._on_again_clicked)
        self.run.clicked.connect(self._on_run_clicked)
        self.step_epoch.clicked.connect(self._on_step_epoch_clicked)
        self.slider.valueChanged.connect(self._on_slider_value_changed)

    def set_state(self, state: RunState, has_started: bool, is_waiting: bool, is_edited: bool) -> None:
        """Say what the experiments are doing.

        Parameters
        ----------
        is_waiting
            Whether Run was pressed and nothing has come of it yet.
        is_edited
            Whether the form asks for other experiments than these: then Run starts anew.
        """
        self._state, self._has_started, self._is_waiting, self._is_edited = state, has_started, is_waiting, is_edited
        self._show_state()

    def set_can_run(self, can_run: bool) -> None:
        """Say whether the form can be run."""
        self._can_run = can_run
        self._show_state()

    def set_moments(self, count: int, place: int) -> None:
        """Set how many earlier moments there are, and which is shown; `count` itself is now."""
        with QSignalBlocker(self.slider):
            self.slider.setRange(0, count)
            self.slider.setValue(place)

    def set_status(self, shown_epoch: int, newest_epoch: int, updates_per_second: float) -> None:
        """Show which epoch is looked at, which is the newest, and how fast it goes."""
        self._epochs, self._rate = (shown_epoch, newest_epoch), updates_per_second
        self._show_status()

    def set_cluster(self, cluster: ClusterState | None) -> None:
        """Show which cluster trains; nothing for this computer."""
        self._cluster = cluster
        self._show_place()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.again.setIcon(icon("again", theme.text))
        self._shown = None
        self._show_state()

    def _show_state(self) -> None:
        shown = (self._state, self._has_started, self._is_waiting, self._is_edited, self._can_run)
        if shown == self._shown:  # as with nearly every snapshot
            return
        self._shown = shown
        self.run.setText(self._run_text(self._state, self._has_started, self._is_waiting, self._is_edited))
        self.run.setAccessibleName(self.run.text())
        is_running = self._state is RunState.RUNNING or self._is_waiting
        is_enabled = self._can_run or is_running
        self.run.setEnabled(is_enabled)
        self.again.setEnabled(self._can_run)
        self.step_epoch.setEnabled(self._can_run and self._state is not RunState.DIVERGED)
        self._show_tips()
        self.run.setIcon(icon("pause" if is_running else "play", self._theme.on_accent if is_enabled else self._theme.muted))  # fmt: skip

    def _show_tips(self) -> None:
        translate = QCoreApplication.translate
        run = [translate("GridBar", "Train all experiments, or pause them (Space)")]
        again = [translate("GridBar", "Start all experiments again at epoch 0")]
        step = [translate("GridBar", "Train every experiment on every point once")]
        if self._is_edited:
            run.append(translate("GridBar", "The form or the points have been changed since: Run anew begins with them at epoch 0."))  # fmt: skip
            again.append(translate("GridBar", "From then on the changed form and points are used."))
            step.append(
                translate("GridBar", "Goes on with the experiments shown: the changed form waits for Run anew.")
            )
        self.again.setToolTip(tool_tip(*again))
        self.run.setToolTip(tool_tip(*run))
        self.step_epoch.setToolTip(tool_tip(*step))

    def _run_text(self, state: RunState, has_started: bool, is_waiting: bool, is_edited: bool) -> str:
        translate = QCoreApplication.translate
        if is_waiting:
            return translate("GridBar", "Preparing …")
        if state is RunState.RUNNING:
            return translate("GridBar", "Pause")
        if is_edited:
            return translate("GridBar", "Run anew")
        if state is RunState.FINISHED:
            return translate("GridBar", "Train on")
        return translate("GridBar", "Resume") if state is RunState.PAUSED and has_started else translate("GridBar", "Run")  # fmt: skip

    def _show_status(self) -> None:
        shown, newest = self._epochs
        if shown == newest:
            text = QCoreApplication.translate("GridBar", "epoch {number}").format(number=count_text(newest))
        else:
            template = QCoreApplication.translate("GridBar", "epoch {number} of {newest}")
            text = template.format(number=count_text(shown), newest=count_text(newest))
        self.epoch.setText(text)
        template = QCoreApplication.translate("GridBar", "{number} updates/s")
        self.rate.setText(template.format(number=count_text(round(self._rate))) if self._rate else "")

    def _show_place(self) -> None:
        cluster = self._cluster
        self.place.setVisible(cluster is not None)
        if cluster is None:
            return
        address = cluster.address.removeprefix("tcp://")
        if cluster.n_workers is None:
            text = QCoreApplication.translate("GridBar", "Connecting to {address} …").format(address=address)
        elif cluster.n_workers == 0:
            text = QCoreApplication.translate("GridBar", "{address}: waiting for workers").format(address=address)
        elif cluster.n_workers == 1:
            text = QCoreApplication.translate("GridBar", "{address}: 1 worker").format(address=address)
        else:
            template = QCoreApplication.translate("GridBar", "{address}: {count} workers")
            text = template.format(address=address, count=count_text(cluster.n_workers))
        width = self.fontMetrics().averageCharWidth() * _PLACE_LETTERS
        self.place.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, width))
        self.place.setToolTip(text)

    def _on_again_clicked(self) -> None:
        self.againRequested.emit()

    def _on_run_clicked(self) -> None:
        self.runToggled.emit()

    def _on_step_epoch_clicked(self) -> None:
        self.epochRequested.emit()

    def _on_slider_value_changed(self, place: int) -> None:
        self.momentRequested.emit(place)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_sizes()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        translate = QCoreApplication.translate
        self.again.setText(translate("GridBar", "Again"))
        self.again.setAccessibleName(translate("GridBar", "Start all experiments again"))
        self.step_epoch.setText(translate("GridBar", "+1 epoch"))
        self.step_epoch.setAccessibleName(translate("GridBar", "Train one epoch"))
        self.label.setText(translate("GridBar", "Timeline"))
        self.slider.setAccessibleName(translate("GridBar", "Timeline of all experiments"))
        self.slider.setToolTip(
            translate("GridBar", "Go back to an earlier epoch of all experiments; at the right end is now")
        )
        self.rate.setToolTip(translate("GridBar", "Updates of the weights a second, of all experiments together"))
        self._set_sizes()
        self._show_status()
        self._show_place()
        self._shown = None
        self._show_state()

    def _set_sizes(self) -> None:
        """Give every changing text the room of its longest form, so that nothing moves."""
        digits, metrics = tabular(self.font()), self.fontMetrics()
        longest = QCoreApplication.translate("GridBar", "epoch {number} of {newest}")
        number = count_text(888_888)
        rate = QCoreApplication.translate("GridBar", "{number} updates/s").format(number=count_text(88_888_888))
        for label, text in ((self.epoch, longest.format(number=number, newest=number)), (self.rate, rate)):
            label.setFont(digits)
            label.setFixedWidth(metrics.horizontalAdvance(text) + UNIT)
        bold = QFont(self.font())
        bold.setBold(True)
        self.run.setFont(bold)
        texts = [self._run_text(state, *flags) for state in RunState for flags in itertools.product((False, True), repeat=3)]  # fmt: skip
        widest = max(self.run.fontMetrics().horizontalAdvance(text) for text in texts)
        self.run.setFixedWidth(widest + 8 * UNIT)
        self.run.setMinimumHeight(5 * UNIT)
