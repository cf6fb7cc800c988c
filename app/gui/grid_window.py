"""The window of a grid: many experiments around the document's trained at once, and any of them opened in the main window."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.executors import CONNECT_SECONDS
from app.gui import preferences
from app.gui.controller import Controller
from app.gui.document import Document
from app.gui.grid_texts import grid_axes, summary
from app.gui.icons import app_icon
from app.gui.setting_texts import named
from app.gui.texts import message_text
from app.gui.theme import UNIT, Theme
from app.gui.views.grid_bar import GridBar
from app.gui.views.grid_curves import GridCurves
from app.gui.views.grid_form import MAX_EXPERIMENTS, GridChoice, GridForm
from app.gui.views.grid_heat_map import GridHeatMap
from app.gui.views.grid_table import GridTable
from app.gui.views.wall_picture import picture_region
from app.gui.views.wall_view import WallView
from app.gui.wall_worker import WallWorker
from app.running.snapshot import RunState
from app.running.wall_runner import Plan
from app.running.wall_snapshot import CapturedExperiment, WallFrame, WallSnapshot, has_one_loss
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import Message, UserError
from app.training.config import Config
from app.training.grid import Grid, make_grid

SLOW_SECONDS = 0.1
"""Shortest time between two drawings of curves, heat map and table while training; the wall follows every snapshot."""


@dataclass(frozen=True, slots=True, eq=False)
class _Started:
    """What is being trained: what the form said, the experiments, and the document and configuration they vary."""

    choice: GridChoice
    grid: Grid
    document: Document
    base: Config
    has_test: bool


@dataclass(frozen=True, slots=True)
class FormTexts:
    """What stands in the form: the settings with their values as they were typed, seeds and epochs."""

    varied: tuple[tuple[str, str], ...]
    n_seeds: int
    n_epochs: int


class GridWindow(QWidget):
    """A window beside the main one; closing it ends its training.

    Parameters
    ----------
    controller
        Gives the document and opens an experiment as a new one.
    settings
        Where the address of a cluster is remembered.
    texts
        What the form begins with, if anything.

    Signals
    -------
    opened
        An experiment has become the main window's document.
    closed
    """

    opened = Signal()
    closed = Signal()

    def __init__(
        self, controller: Controller, settings: QSettings, theme: Theme, texts: FormTexts | None = None
    ) -> None:
        super().__init__()
        self.setObjectName("grid_window")
        self.setWindowIcon(app_icon())
        self._controller = controller
        self._settings = settings
        self._run_id = 0
        self._document = controller.document
        self._started: _Started | None = None
        self._snapshot: WallSnapshot | None = None
        self._looked_at: WallFrame | None = None
        self._next_slow = 0.0
        self._turn = 0
        self._moments: tuple[WallFrame, ...] = ()
        self._said: Message | None = None
        self._said_of_cluster: Message | None = None

        self.worker = WallWorker(self)
        self.form = GridForm()
        self.form.set_address(preferences.read_scheduler(settings))
        self.wall = WallView()
        self.curves = GridCurves()
        self.heat_map = GridHeatMap()
        self.table = GridTable()
        self.bar = GridBar()
        self._base = QLabel()
        self._take = QPushButton()
        self._notice = _sentence("grid.notice")
        self._cluster_notice = _sentence("grid.cluster_notice")
        self._tabs = QTabWidget()
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.retranslate()
        self._set_document(self._document)
        if texts is not None:
            self._fill_in(texts)

    def _lay_out(self) -> None:
        self._base.setObjectName("grid.base")
        self._base.setProperty("role", "muted")
        self._base.setWordWrap(True)
        self._base.setContentsMargins(UNIT, UNIT, UNIT, 0)
        self._take.setObjectName("grid.take")
        self._take.hide()
        take = QHBoxLayout()
        take.setContentsMargins(UNIT, 0, UNIT, 0)
        take.addWidget(self._take)
        self._notice.setContentsMargins(UNIT, 0, UNIT, UNIT)
        fields = self.form.layout()
        assert isinstance(fields, QVBoxLayout)
        fields.insertWidget(fields.indexOf(self.form.scheduler_error) + 1, self._cluster_notice)
        inner = QWidget()
        left = QVBoxLayout(inner)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(UNIT // 2)
        left.addWidget(self._base)
        left.addLayout(take)
        left.addWidget(self.form)
        left.addWidget(self._notice)
        left.setStretchFactor(self.form, 1)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumWidth(26 * UNIT)
        self._tabs.setObjectName("grid.tabs")
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self.heat_map, "")
        self._tabs.addTab(self.table, "")
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.curves)
        right.addWidget(self._tabs)
        right.setChildrenCollapsible(False)
        right.setSizes([280, 360])
        columns = QSplitter(Qt.Orientation.Horizontal)
        columns.setChildrenCollapsible(False)
        for part, stretch in ((scroll, 0), (self.wall, 1), (right, 0)):
            columns.addWidget(part)
            columns.setStretchFactor(columns.count() - 1, stretch)
        columns.setSizes([232, 700, 400])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(columns, 1)
        column.addWidget(self.bar)
        screen = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(1320, screen.width()), min(720, screen.height()))

    def _connect(self) -> None:
        self._controller.documentChanged.connect(self._on_controller_document_changed)
        self.worker.snapshotReady.connect(self._on_worker_snapshot_ready)
        self.worker.captureReady.connect(self._on_worker_capture_ready)
        self.form.choiceEdited.connect(self._on_form_choice_edited)
        self._take.clicked.connect(self._on_take_clicked)
        self.wall.openRequested.connect(self.open_experiment)
        self.wall.pointed.connect(self.curves.set_pointed)
        self.table.openRequested.connect(self.open_experiment)
        self.curves.testToggled.connect(self._on_curves_test_toggled)
        self.bar.againRequested.connect(self.again)
        self.bar.runToggled.connect(self.toggle_run)
        self.bar.epochRequested.connect(self.step_epoch)
        self.bar.momentRequested.connect(self._on_bar_moment_requested)
        run = QShortcut(QKeySequence(Qt.Key.Key_Space), self, self.toggle_run)
        run.setAutoRepeat(False)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)

    # ------------------------------------------------------------ beginning and end

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.worker.begin()

    def closeEvent(self, event: QCloseEvent) -> None:
        self._controller.documentChanged.disconnect(self._on_controller_document_changed)
        self.worker.end()
        super().closeEvent(event)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the focus, for Space runs the training."""
        focus = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QAbstractButton):
            focus.click()
        else:
            super().keyPressEvent(event)

    @property
    def texts(self) -> FormTexts:
        """What stands in the form."""
        varied = tuple((part.key, part.values.text()) for part in (self.form.first, self.form.second))
        return FormTexts(varied, int(str(self.form.seeds.value)), int(str(self.form.epochs.value)))

    def _fill_in(self, texts: FormTexts) -> None:
        """Put into the form what stood there; a setting that cannot vary any more is replaced."""
        for part, (key, values) in zip((self.form.first, self.form.second), texts.varied, strict=True):
            part.choose(key, values)
        self.form.seeds.set_value(texts.n_seeds)
        self.form.epochs.set_value(texts.n_epochs)
        self._set_document(self._document)

    # ------------------------------------------------------------ what is so

    @property
    def snapshot(self) -> WallSnapshot | None:
        """The newest snapshot of the current run."""
        return self._snapshot

    @property
    def state(self) -> RunState:
        """What the experiments are doing."""
        if self._snapshot is not None:
            return self._snapshot.state
        return RunState.PREPARING if self._started is not None else RunState.PAUSED

    @property
    def _is_waiting(self) -> bool:
        return self.worker.runner.is_wanted and self.state is RunState.PREPARING

    # ------------------------------------------------------------ training

    @Slot()
    def toggle_run(self) -> None:
        """Run, pause or go on; a form that was edited starts anew."""
        if self.worker.runner.is_wanted:  # what is shown comes later
            self.worker.runner.pause()
        elif self._needs_start() or self.state is RunState.DIVERGED:
            self._start(run=True)
        else:
            self._set_out()
            self.worker.runner.resume()
        self._show_state()

    @Slot()
    def step_epoch(self) -> None:
        """Train all experiments one epoch and wait: those shown, whatever the form says by now."""
        if self._has_experiments or self._start(run=False):
            self._set_out()
            self.worker.runner.step_epoch()

    @Slot()
    def again(self) -> None:
        """Start all experiments anew, with what the form says now."""
        self._start(run=self.worker.runner.is_wanted)

    def _set_out(self) -> None:
        """Forget what was said, and train where the form says."""
        self._say(None)
        self._say_of_cluster(None)
        self.worker.runner.train_at(self.form.address)

    @property
    def _has_experiments(self) -> bool:
        return self._started is not None and self.state is not RunState.ERRORED

    @property
    def _is_edited(self) -> bool:
        """Whether the form asks for other experiments than there are."""
        started = self._started
        return started is not None and (self.form.choice(), self._document) != (started.choice, started.document)

    def _needs_start(self) -> bool:
        return not self._has_experiments or self._is_edited

    def _start(self, run: bool) -> bool:
        """Make the experiments and hand them to the thread; say whether that was possible."""
        choice, base = self.form.choice(), self._document
        if choice is None:
            return False
        try:
            grid = make_grid(base.config, base.points, choice.variations, choice.n_seeds, MAX_EXPERIMENTS)
        except UserError as error:
            self._say(error.message)
            return False
        self._set_out()
        has_test = all(points.n_train < len(points) for points in grid.points)
        had_test = self._started is not None and self._started.has_test
        self._started = _Started(choice, grid, base, base.config, has_test)
        self._snapshot, self._looked_at = None, None
        self._run_id += 1
        self._show_grid()
        if has_test != had_test:
            self.curves.set_test(has_test)
        self.worker.runner.start(
            Plan(self._run_id, grid, picture_region(base.config, grid.points), choice.n_epochs), run
        )
        self._show_document()
        self._show_state()
        return True

    @Slot(object)
    def _on_worker_snapshot_ready(self, snapshot: WallSnapshot) -> None:
        if snapshot.run_id != self._run_id:
            return
        self._snapshot = snapshot
        self._show_cluster(snapshot)
        if snapshot.frame is not None:
            self._show_frame(snapshot, is_new=True)
        self._show_state()

    # ------------------------------------------------------------ showing

    def _say(self, message: Message | None, role: str = "error") -> None:
        """Say something of the grid below its form; nothing for None."""
        self._said = message
        self._show_said(role)

    def _show_said(self, role: str = "") -> None:
        _write(self._notice, self._said and named(self._said, self._document.config), role)

    def _say_of_cluster(self, message: Message | None, role: str = "error") -> None:
        """Say something of the cluster below its address; nothing for None."""
        self._said_of_cluster = message
        _write(self._cluster_notice, message, role)

    def _show_cluster(self, snapshot: WallSnapshot) -> None:
        """Say where it trains, and what is wrong there or with the experiments."""
        cluster = snapshot.cluster
        self.bar.set_cluster(cluster)
        if snapshot.state is RunState.ERRORED:
            self._say(snapshot.error)
        elif snapshot.error is not None:
            self._say_of_cluster(snapshot.error)
        elif cluster is not None and cluster.n_workers is None:
            self._say_of_cluster(Message(_N("errors", "Connecting, for {seconds} s at most …"), {"seconds": CONNECT_SECONDS}), "muted")  # fmt: skip
        elif self._said_of_cluster is not None:
            self._say_of_cluster(None)

    def _show_grid(self) -> None:
        """Tell the views which experiments there are."""
        if self._started is None:
            return
        axes, config = grid_axes(self._started.grid, self._started.base), self._started.base
        is_classification = config.task.is_classification
        n_classes = max(cell.config.n_classes for cell in self._started.grid.cells)
        is_comparable = has_one_loss(cell.config for cell in self._started.grid.cells)
        self.wall.set_grid(axes, config.task, n_classes, self._started.grid.points, is_comparable)
        self.heat_map.set_grid(axes, is_classification, self._started.has_test, is_comparable)
        self.table.set_grid(axes, is_classification, self._started.has_test)

    def _show_frame(self, snapshot: WallSnapshot, is_new: bool) -> None:
        """Show the newest frame, or the earlier one that is looked at; what is slow to draw not too often."""
        newest = snapshot.frame
        assert newest is not None
        frame = self._looked_at or newest
        shows_test = self.curves.test_switch.isChecked()
        self.wall.set_frame(frame, shows_test)
        self.bar.set_status(frame.epoch, newest.epoch, snapshot.updates_per_second)
        shows = (self._show_curves, self._show_heat_map, self._show_table)
        if not is_new or snapshot.state is not RunState.RUNNING:
            for show in shows:
                show(snapshot, frame)
        elif (now := time.perf_counter()) >= self._next_slow:
            self._next_slow = now + SLOW_SECONDS / len(shows)
            self._turn = (self._turn + 1) % len(shows)
            shows[self._turn](snapshot, frame)

    def _show_curves(self, snapshot: WallSnapshot, frame: WallFrame) -> None:
        assert snapshot.frame is not None
        self.curves.set_curves(snapshot.curves, frame.best, snapshot.frame.is_diverged)

    def _show_heat_map(self, snapshot: WallSnapshot, frame: WallFrame) -> None:
        self.heat_map.set_frame(frame)

    def _show_table(self, snapshot: WallSnapshot, frame: WallFrame) -> None:
        self.table.set_frame(frame)
        self._moments = snapshot.timeline
        self.bar.set_moments(len(self._moments), self._place())

    def _place(self) -> int:
        """Return where the frame looked at is among those on the timeline."""
        looked_at = self._looked_at
        if looked_at is None:
            return len(self._moments)
        distances = [abs(frame.epoch - looked_at.epoch) for frame in self._moments]
        return distances.index(min(distances))

    def _show_state(self) -> None:
        has_started = self._snapshot is not None and self._snapshot.frame is not None and self._snapshot.frame.epoch > 0
        self.bar.set_state(self.state, has_started, self._is_waiting, self._has_experiments and self._is_edited)
        self.bar.set_can_run(self.form.choice() is not None)

    @Slot(int)
    def _on_bar_moment_requested(self, place: int) -> None:
        snapshot = self._snapshot
        if snapshot is not None and snapshot.frame is not None:
            self._looked_at = self._moments[place] if place < len(self._moments) else None
            self._show_frame(snapshot, is_new=False)

    @Slot(bool)
    def _on_curves_test_toggled(self) -> None:
        if self._snapshot is not None and self._snapshot.frame is not None:
            self._show_frame(self._snapshot, is_new=False)

    # ------------------------------------------------------------ the document

    @Slot(object)
    def _on_controller_document_changed(self, document: Document) -> None:
        if self._started is None:
            self._set_document(document)
        else:
            self._show_document()

    @Slot()
    def _on_take_clicked(self) -> None:
        self._set_document(self._controller.document)

    def _set_document(self, document: Document) -> None:
        self._document = document
        self.form.set_config(document.config)
        self._show_document()
        self._show_state()

    def _show_document(self) -> None:
        """Say around which experiment the grid is made, and offer the window's if that is another one by now."""
        config, points = self._document.config, self._document.points
        current = self._controller.document
        self._base.setText(summary(config, points))
        self._take.setVisible(current.config != config or current.points is not points)

    @Slot()
    def _on_form_choice_edited(self) -> None:
        if self.form.address != preferences.read_scheduler(self._settings):
            self._say_of_cluster(None)
        if self.form.choice() is not None:
            self._settings.setValue("scheduler", self.form.address)
        self._show_state()

    @Slot(int)
    def open_experiment(self, number: int) -> None:
        """Make an experiment the main window's: as it is now, perhaps in the middle of an epoch, or after the epoch looked at.

        After an earlier epoch it is trained again. Where it comes otherwise than it is shown, the window says so.
        """
        if self._snapshot is None or (newest := self._snapshot.frame) is None:
            return
        epoch = None if self._looked_at is None or self._looked_at.epoch == newest.epoch else self._looked_at.epoch
        if epoch:
            self._say(Message(_N("errors", "Training it again up to epoch {epoch} …"), {"epoch": epoch}), "muted")
        else:
            self._say(None)
        self.worker.runner.capture(number, epoch)

    @Slot(object)
    def _on_worker_capture_ready(self, captured: CapturedExperiment) -> None:
        if captured.run_id != self._run_id or self._started is None:
            return
        self._say(_difference(captured))
        grid = self._started.grid
        self._controller.open_experiment(
            grid.cells[captured.number].config, grid.points[captured.number], captured.checkpoint
        )
        self.opened.emit()

    # ------------------------------------------------------------ looks and words

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for view in (self.wall, self.curves, self.heat_map, self.table, self.bar):
            view.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        translate = QCoreApplication.translate
        self.setWindowTitle(translate("GridWindow", "Grid of experiments – Gradient Playground"))
        self._take.setText(translate("GridWindow", "Take the window's experiment"))
        self._take.setToolTip(translate("GridWindow", "The main window shows other settings or points by now: vary those from the next start."))  # fmt: skip
        self._tabs.setTabText(0, translate("GridWindow", "Heat map"))
        self._tabs.setTabText(1, translate("GridWindow", "Table"))
        self._show_said()
        _write(self._cluster_notice, self._said_of_cluster)
        self._show_grid()
        self._show_document()
        if self._snapshot is not None and self._snapshot.frame is not None:
            self._show_frame(self._snapshot, is_new=False)


def _difference(captured: CapturedExperiment) -> Message | None:
    """Return how an experiment comes otherwise than it was asked for."""
    asked, checkpoint = captured.epoch_asked, captured.checkpoint
    if checkpoint is None and asked != 0:
        return Message(_N("errors", "This experiment had diverged: it was opened at epoch 0, from where it can be followed."), {})  # fmt: skip
    if asked and checkpoint is not None and checkpoint.trainer.epoch != asked:
        return Message(_N("errors", "Training it again up to epoch {epoch} would take too long: it was opened as it is now."), {"epoch": asked})  # fmt: skip
    return None


def _sentence(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.hide()
    return label


def _write(label: QLabel, message: Message | None, role: str = "") -> None:
    """Show a sentence in the window's language, as a role given; hide the label where there is none."""
    if role and role != label.property("role"):
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)
    label.setText("" if message is None else message_text(message))
    label.setVisible(message is not None)
