"""The buttons that drive the training, its speed, and how fast it goes."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QEvent, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QSlider, QToolButton, QWidget

from app.gui.icons import icon
from app.gui.texts import count_text, message_text
from app.gui.theme import LIGHT, UNIT, Theme, tabular
from app.gui.views.bar_button import ICON_SIZE, bar_button
from app.running.snapshot import RunState, Snapshot

SPEEDS = (*(digit * 10.0**power for power in range(5) for digit in (1, 2, 5)), 1e5, 0.0)
"""Stops of the slider in updates a second; 0 is full speed."""

KEYS = {"again": "Ctrl+R", "new_weights": "Ctrl+Shift+R", "step_update": "U", "step_epoch": "Shift+U"}
"""Button → its key; Space, which runs and pauses, is the window's."""


def speed_stop(speed: float) -> int:
    """Return the slider's stop nearest to a speed, by ratio."""
    if speed <= 0 or not math.isfinite(speed):
        return len(SPEEDS) - 1
    return min(range(len(SPEEDS) - 1), key=lambda stop: abs(math.log(SPEEDS[stop] / speed)))


def duration_text(seconds: float) -> str:
    """Return a short time with its unit."""
    if seconds >= 1:
        return f"{seconds:.1f} s"
    return f"{1e3 * seconds:.1f} ms" if seconds >= 1e-4 else f"{1e6 * seconds:.0f} µs"


class TransportBar(QWidget):
    """Run, step and start over; speed; status in words.

    Signals
    -------
    againRequested, newWeightsRequested
        The training is to start again, with the same initial weights or with others.
    runToggled
        It is to run, or to pause.
    stepRequested, epochRequested
        One update more, or the rest of an epoch.
    speedEdited(float)
        Updates a second; 0 is full speed.
    """

    againRequested = Signal()
    newWeightsRequested = Signal()
    runToggled = Signal()
    stepRequested = Signal()
    epochRequested = Signal()
    speedEdited = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("transport_bar")
        self._theme = LIGHT
        self._snapshot: Snapshot | None = None
        self._state = RunState.PAUSED
        self._can_train = False
        self._is_waiting = False
        self._shown: object = None
        self._is_loaded = False
        self._speed = 0.0
        self._run_id: int | None = None
        self._seconds_per_epoch = 0.0
        self._n_left_out = 0

        self.again = bar_button("again")
        self.new_weights = bar_button("new_weights")
        self.run = QPushButton()
        self.run.setObjectName("run")
        self.run.setIconSize(ICON_SIZE)
        self.step_update = bar_button("step_update")
        self.step_epoch = bar_button("step_epoch")
        self.speed_label = QLabel()
        self.speed_label.setProperty("role", "muted")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setObjectName("speed.slider")
        self.slider.setRange(0, len(SPEEDS) - 1)
        self.slider.setPageStep(3)
        self.slider.setMinimumWidth(10 * UNIT)
        self.slider.setMaximumWidth(20 * UNIT)
        self.speed_value = QLabel()
        self.speed_value.setObjectName("speed.value")
        self.epoch = _status("status.epoch")
        self.rate = _status("status.rate")
        self.device = _status("status.device")
        self.duration = _status("status.duration")
        self._lay_out()
        self._connect()
        self.set_theme(LIGHT)
        self.set_speed(0.0)
        self.retranslate()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT)
        for widget in (self.again, self.new_weights):
            layout.addWidget(widget)
        layout.addSpacing(UNIT)
        layout.addWidget(self.run)
        layout.addSpacing(UNIT)
        for widget in (self.step_update, self.step_epoch):
            layout.addWidget(widget)
        layout.addSpacing(2 * UNIT)
        layout.addWidget(self.speed_label)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.speed_value)
        layout.addStretch(1)
        for label in (self.epoch, self.rate, self.device, self.duration):
            layout.addWidget(label)

    def _connect(self) -> None:
        self.again.clicked.connect(self._on_again_clicked)
        self.new_weights.clicked.connect(self._on_new_weights_clicked)
        self.run.clicked.connect(self._on_run_clicked)
        self.step_update.clicked.connect(self._on_step_update_clicked)
        self.step_epoch.clicked.connect(self._on_step_epoch_clicked)
        for button in (self.again, self.new_weights, self.step_update, self.step_epoch):
            # No shortcut of its own: a button loses it with each new text.
            shortcut = QShortcut(QKeySequence(KEYS[button.objectName()]), self, button.click)
            shortcut.setAutoRepeat(button in (self.step_update, self.step_epoch))
        self.slider.valueChanged.connect(self._on_slider_value_changed)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show how far and how fast the training is."""
        self._snapshot = snapshot
        self._is_loaded = self._is_loaded or snapshot.state is not RunState.PREPARING
        if snapshot.run_id != self._run_id:
            self._run_id, self._seconds_per_epoch = snapshot.run_id, 0.0
        if math.isfinite(snapshot.seconds_per_epoch) and snapshot.seconds_per_epoch > 0:
            self._seconds_per_epoch = snapshot.seconds_per_epoch
        self._show_status()
        self.set_state(snapshot.state, self._can_train)

    def set_state(self, state: RunState, can_train: bool) -> None:
        """Say what the run is doing and whether there are training points."""
        self._state, self._can_train = state, can_train
        self._show_state()

    def set_waiting(self, is_waiting: bool) -> None:
        """Say whether a run waits for PyTorch to be loaded."""
        self._is_waiting = is_waiting
        self._show_state()

    def set_speed(self, speed: float) -> None:
        """Set the speed in updates a second; 0 is full speed."""
        self._speed = speed
        with QSignalBlocker(self.slider):
            self.slider.setValue(speed_stop(speed))
        self._show_speed()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        faded = QColor(theme.muted)
        faded.setAlphaF(0.6)
        self.setStyleSheet(f"QToolButton:disabled {{ color: rgba{faded.getRgb()}; }}")
        self.again.setIcon(icon("again", theme.text))
        self.new_weights.setIcon(icon("dice", theme.text))
        self._shown = None
        self._show_state()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self.setAccessibleName(QCoreApplication.translate("TransportBar", "Training"))
        self.again.setText(QCoreApplication.translate("TransportBar", "Again"))
        self.again.setAccessibleName(QCoreApplication.translate("TransportBar", "Start again with the same weights"))
        self._explain(
            self.again, QCoreApplication.translate("TransportBar", "Start again with the same initial weights")
        )
        self.new_weights.setText(QCoreApplication.translate("TransportBar", "New weights"))
        self.new_weights.setAccessibleName(QCoreApplication.translate("TransportBar", "Start again with new weights"))
        self._explain(
            self.new_weights, QCoreApplication.translate("TransportBar", "Start again with other initial weights")
        )
        self.step_update.setText(QCoreApplication.translate("TransportBar", "+1 update"))
        self.step_update.setAccessibleName(QCoreApplication.translate("TransportBar", "Make one update"))
        self.step_epoch.setText(QCoreApplication.translate("TransportBar", "+1 epoch"))
        self.step_epoch.setAccessibleName(QCoreApplication.translate("TransportBar", "Train one epoch"))
        self.speed_label.setText(QCoreApplication.translate("TransportBar", "Speed"))
        self.slider.setAccessibleName(QCoreApplication.translate("TransportBar", "Speed in updates a second"))
        self.slider.setToolTip(
            QCoreApplication.translate("TransportBar", "Updates a second, from one to as many as the device can make")
        )
        self._describe(self.epoch, QCoreApplication.translate("TransportBar", "Passes over the training points so far"))
        self._describe(self.device, QCoreApplication.translate("TransportBar", "Where PyTorch computes"))
        self._describe(
            self.duration,
            QCoreApplication.translate("TransportBar", "Time for one epoch: a GPU pays only if it makes this shorter"),
        )
        self._set_sizes()
        self._show_speed()
        self._show_status()
        self._shown = None
        self._show_state()

    def minimumSizeHint(self) -> QSize:
        """Return the size without all that a narrow bar leaves out."""
        full = super().minimumSizeHint()
        return QSize(full.width() - sum(self._spare_widths()[self._n_left_out :]), full.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_sizes()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _spare_widths(self) -> tuple[int, ...]:
        """Return how much narrower the bar is without each thing it can leave out, what is least needed first."""
        metrics = self.fontMetrics()
        words = sum(metrics.horizontalAdvance(f" {button.text()} ") + 4 for button in (self.again, self.new_weights))
        return words + self.duration.width() + UNIT, self.device.width() + UNIT, self.rate.width() + UNIT

    def _fit(self) -> None:
        """Leave out what is least needed where the bar is narrow."""
        spare = self._spare_widths()
        full = super().minimumSizeHint().width() + sum(spare[: self._n_left_out])
        room = (n for n in range(len(spare)) if self.width() >= full - sum(spare[:n]))
        n_left_out = next(room, len(spare))
        if n_left_out == self._n_left_out:
            return
        self._n_left_out = n_left_out
        only_icons, words = Qt.ToolButtonStyle.ToolButtonIconOnly, Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in (self.again, self.new_weights):
            button.setToolButtonStyle(only_icons if n_left_out else words)
        for number, label in enumerate((self.duration, self.device, self.rate)):
            label.setVisible(n_left_out <= number)

    def _set_sizes(self) -> None:
        """Give every changing text the room of its longest form, so that nothing moves."""
        metrics = self.fontMetrics()
        digits = tabular(self.font())
        for label, longest in (
            (self.epoch, self._epoch_text(88_888_888)),
            (self.rate, self._rate_text(888_888)),
            (self.device, "CUDA:0 MMM"),
            (self.duration, self._duration_text(0.8888)),
        ):
            label.setFont(digits)
            label.setFixedWidth(metrics.horizontalAdvance(longest) + UNIT // 2)
        self.speed_value.setFont(digits)
        longest_speed = max((self._speed_text(speed) for speed in SPEEDS), key=metrics.horizontalAdvance)
        self.speed_value.setFixedWidth(metrics.horizontalAdvance(longest_speed) + UNIT // 2)
        bold = QFont(self.font())
        bold.setBold(True)
        self.run.setFont(bold)
        texts = [self._run_text(state, has_started, is_waiting) for state in RunState for has_started in (False, True) for is_waiting in (False, True)]  # fmt: skip
        widest = max(self.run.fontMetrics().horizontalAdvance(text) for text in texts)
        self.run.setFixedWidth(widest + 8 * UNIT)
        self.run.setMinimumHeight(5 * UNIT)
        if self.isVisible():
            self._fit()

    def _show_status(self) -> None:
        snapshot = self._snapshot
        self.epoch.setText(self._epoch_text(0 if snapshot is None else snapshot.epoch))
        updates = 0.0 if snapshot is None else snapshot.updates_per_second
        self.rate.setText(self._rate_text(round(updates)) if math.isfinite(updates) and updates > 0 else "")
        rate_help = [QCoreApplication.translate("TransportBar", "Updates of the weights a second")]
        if snapshot is not None and snapshot.engine is not None:
            rate_help.append(message_text(snapshot.engine))
        self._describe(self.rate, "\n".join(rate_help))
        device = "" if snapshot is None else snapshot.device
        device = device.upper() if device.islower() else device
        self.device.setText(self.device.fontMetrics().elidedText(device, Qt.TextElideMode.ElideRight, self.device.width()))  # fmt: skip
        self.duration.setText(self._duration_text(self._seconds_per_epoch) if self._seconds_per_epoch else "")

    def _show_state(self) -> None:
        state = self._shown_state()
        has_started = self._snapshot is not None and self._snapshot.step > 0 and state is self._state
        shown = (state, has_started, self._is_waiting, self._can_train)
        if shown == self._shown:  # as with nearly every snapshot
            return
        self._shown = shown
        self.run.setText(self._run_text(state, has_started, self._is_waiting))
        self.run.setAccessibleName(self.run.text())
        can_run = self._can_train and state is not RunState.DIVERGED
        can_step = can_run and state not in (RunState.PREPARING, RunState.ERRORED)
        self.run.setEnabled(can_run)
        self.step_update.setEnabled(can_step)
        self.step_epoch.setEnabled(can_step)
        colour = self._theme.on_accent if can_run else self._theme.muted
        self.run.setIcon(icon("pause" if state is RunState.RUNNING else "play", colour))
        if can_run:
            self.run.setToolTip(QCoreApplication.translate("TransportBar", "Start or pause the training (Space)"))
            self._explain(self.step_update, QCoreApplication.translate("TransportBar", "Train on the next batch only"))
            self._explain(self.step_epoch, QCoreApplication.translate("TransportBar", "Train on every point once"))
            return
        if state is RunState.DIVERGED:
            reason = QCoreApplication.translate("TransportBar", "Restore the last finite weights first, or start again")
        else:
            reason = QCoreApplication.translate("TransportBar", "Place at least one training point first")
        for button in (self.run, self.step_update, self.step_epoch):
            button.setToolTip(reason)

    def _shown_state(self) -> RunState:
        """Return the state; a new start, prepared in a moment once PyTorch is there, does not flicker."""
        if self._state is not RunState.PREPARING or not self._is_loaded:
            return self._state
        return RunState.RUNNING if self._is_waiting else RunState.PAUSED

    def _show_speed(self) -> None:
        self.speed_value.setText(self._speed_text(self._speed))

    def _explain(self, button: QToolButton, text: str) -> None:
        """Say what a button does, and its key."""
        key = QKeySequence(KEYS[button.objectName()]).toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(f"{text} ({key})")

    def _describe(self, label: QLabel, text: str) -> None:
        label.setAccessibleName(text)
        label.setToolTip(text)

    def _run_text(self, state: RunState, has_started: bool, is_waiting: bool) -> str:
        if is_waiting and state is RunState.PREPARING:
            return QCoreApplication.translate("TransportBar", "Loading PyTorch …")
        if state is RunState.PAUSED and has_started:
            return QCoreApplication.translate("TransportBar", "Resume")
        return {
            RunState.PREPARING: QCoreApplication.translate("TransportBar", "Run"),
            RunState.PAUSED: QCoreApplication.translate("TransportBar", "Run"),
            RunState.RUNNING: QCoreApplication.translate("TransportBar", "Pause"),
            RunState.FINISHED: QCoreApplication.translate("TransportBar", "Train on"),
            RunState.DIVERGED: QCoreApplication.translate("TransportBar", "Run"),
            RunState.ERRORED: QCoreApplication.translate("TransportBar", "Run"),
        }[state]

    def _speed_text(self, speed: float) -> str:
        if speed <= 0:
            return QCoreApplication.translate("TransportBar", "full speed")
        number = count_text(round(speed)) if speed >= 1 else f"{speed:.2g}"
        return QCoreApplication.translate("TransportBar", "{number}/s").format(number=number)

    def _epoch_text(self, epoch: int) -> str:
        return QCoreApplication.translate("TransportBar", "epoch {number}").format(number=count_text(epoch))

    def _rate_text(self, updates: int) -> str:
        return QCoreApplication.translate("TransportBar", "{number} updates/s").format(number=count_text(updates))

    def _duration_text(self, seconds: float) -> str:
        return QCoreApplication.translate("TransportBar", "{time} an epoch").format(time=duration_text(seconds))

    def _on_again_clicked(self) -> None:
        self.againRequested.emit()

    def _on_new_weights_clicked(self) -> None:
        self.newWeightsRequested.emit()

    def _on_run_clicked(self) -> None:
        self.runToggled.emit()

    def _on_step_update_clicked(self) -> None:
        self.stepRequested.emit()

    def _on_step_epoch_clicked(self) -> None:
        self.epochRequested.emit()

    def _on_slider_value_changed(self, stop: int) -> None:
        self._speed = SPEEDS[stop]
        self._show_speed()
        self.speedEdited.emit(self._speed)


def _status(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setProperty("role", "muted")
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
    return label
