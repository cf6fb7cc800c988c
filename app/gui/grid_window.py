"""The window of a grid: many experiments around the document's trained at once, and any of them opened in the main window."""

from __future__ import annotations

import time
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QSplitter,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.gui import preferences
from app.gui.controller import Controller
from app.gui.document import Document
from app.gui.grid_texts import grid_axes, summary
from app.gui.icons import app_icon
from app.gui.texts import error_text, message_text
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
from app.running.wall_snapshot import CapturedExperiment, WallFrame, WallSnapshot
from app.text import UserError
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


class GridWindow(QWidget):
    """A window beside the main one; closing it ends its training.

    Parameters
    ----------
    controller
        Gives the document and opens an experiment as a new one.
    settings
        Where the address of a cluster is remembered.

    Signals
    -------
    opened
        An experiment has become the main window's document.
    closed
    """

    opened = Signal()
    closed = Signal()

    def __init__(self, controller: Controller, settings: QSettings, theme: Theme) -> None:
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
        self._notice = QLabel()
        self._tabs = QTabWidget()
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.retranslate()
        self._set_document(self._document)

    def _lay_out(self) -> None:
        self._base.setObjectName("grid.base")
        self._base.setProperty("role", "muted")
        self._base.setWordWrap(True)
        self._base.setContentsMargins(UNIT, UNIT, UNIT, 0)
        self._take.setObjectName("grid.take")
        self._take.hide()
        self._notice.setObjectName("grid.notice")
        self._notice.setProperty("role", "error")
        self._notice.setWordWrap(True)
        self._notice.setContentsMargins(UNIT, 0, UNIT, UNIT)
        inner = QWidget()
        left = QVBoxLayout(inner)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(UNIT // 2)
        for widget in (self._base, self._take, self.form, self._notice):
            left.addWidget(widget)
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
            self._notice.clear()
            self.worker.runner.train_at(self.form.address)
            self.worker.runner.resume()
        self._show_state()

    @Slot()
    def step_epoch(self) -> None:
        """Train all experiments one epoch and wait."""
        if not self._needs_start() or self._start(run=False):
            self._notice.clear()
            self.worker.runner.train_at(self.form.address)
            self.worker.runner.step_epoch()

    @Slot()
    def again(self) -> None:
        """Start all experiments anew, with what the form says now."""
        self._start(run=self.worker.runner.is_wanted)

    def _needs_start(self) -> bool:
        started = self._started
        is_other = started is None or (self.form.choice(), self._document) != (started.choice, started.document)
        return is_other or self.state is RunState.ERRORED

    def _start(self, run: bool) -> bool:
        """Make the experiments and hand them to the thread; say whether that was possible."""
        choice, base = self.form.choice(), self._document
        if choice is None:
            return False
        try:
            grid = make_grid(base.config, base.points, choice.variations, choice.n_seeds, MAX_EXPERIMENTS)
        except UserError as error:
            self._notice.setText(error_text(error))
            return False
        self._notice.clear()
        has_test = all(points.n_train < len(points) for points in grid.points)
        had_test = self._started is not None and self._started.has_test
        self._started = _Started(choice, grid, base, base.config, has_test)
        self._snapshot, self._looked_at = None, None
        self._run_id += 1
        self._show_grid()
        if has_test != had_test:
            self.curves.set_test(has_test)
        self.worker.runner.train_at(self.form.address)
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
        if snapshot.error is not None:
            self._notice.setText(message_text(snapshot.error))
        self.bar.set_cluster(snapshot.cluster)
        if snapshot.frame is not None:
            self._show_frame(snapshot, is_new=True)
        self._show_state()

    # ------------------------------------------------------------ showing

    def _show_grid(self) -> None:
        """Tell the views which experiments there are."""
        if self._started is None:
            return
        axes, config = grid_axes(self._started.grid, self._started.base), self._started.base
        is_classification = config.task.is_classification
        n_classes = max(cell.config.n_classes for cell in self._started.grid.cells)
        self.wall.set_grid(axes, config.task, n_classes, self._started.grid.points)
        self.heat_map.set_grid(axes, is_classification, self._started.has_test)
        self.table.set_grid(axes, is_classification)

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
        state = RunState.PAUSED if self._needs_start() and self.state is not RunState.RUNNING else self.state
        self.bar.set_state(state, has_started and not self._needs_start(), self._is_waiting)
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
        if self.form.choice() is not None:
            self._settings.setValue("scheduler", self.form.address)
        self._show_state()

    @Slot(int)
    def open_experiment(self, number: int) -> None:
        """Make an experiment the main window's, as it is after the epoch under way."""
        if self._snapshot is not None and self._snapshot.frame is not None:
            self.worker.runner.capture(number)

    @Slot(object)
    def _on_worker_capture_ready(self, captured: CapturedExperiment) -> None:
        if captured.run_id != self._run_id or self._started is None:
            return
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
        self._show_grid()
        self._show_document()
        if self._snapshot is not None and self._snapshot.frame is not None:
            self._show_frame(self._snapshot, is_new=False)
