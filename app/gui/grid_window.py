"""The window of a grid: many experiments around the document's trained at once, and any of them opened in the main window."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QCoreApplication, QEvent, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QSplitter, QTabWidget, QToolButton, QVBoxLayout, QWidget

from app.cluster import CONNECT_SECONDS
from app.gui import preferences
from app.gui.controller import Controller
from app.gui.document import Document
from app.gui.grid_presenter import GridPresenter
from app.gui.grid_saving import GridSaving
from app.gui.icons import app_icon
from app.gui.theme import Theme
from app.gui.views.grid_bar import GridBar
from app.gui.views.grid_curves import GridCurves
from app.gui.views.grid_form import MAX_EXPERIMENTS, GridChoice, GridForm
from app.gui.views.grid_heat_map import GridHeatMap
from app.gui.views.grid_side import GridSide
from app.gui.views.grid_table import GridTable
from app.gui.views.wall_picture import picture_region
from app.gui.views.wall_view import WallView
from app.gui.wall_worker import WallWorker
from app.running.snapshot import RunState
from app.running.wall_runner import Plan
from app.running.wall_snapshot import CapturedExperiment, WallSnapshot
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import Message, UserError
from app.training.grid import Grid, make_grid


@dataclass(frozen=True, slots=True, eq=False)
class _Started:
    """What is being trained: what the form said, the experiments, and the document they vary."""

    choice: GridChoice
    grid: Grid
    document: Document


class GridWindow(QWidget):
    """A window beside the main one; closing it pauses its training and keeps all of it for when it is shown again.

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
    """

    opened = Signal()

    def __init__(self, controller: Controller, settings: QSettings, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("grid_window")
        self.setWindowIcon(app_icon())
        self._controller = controller
        self._settings = settings
        self._run_id = 0
        self._document = controller.document
        self._started: _Started | None = None

        self.worker = WallWorker(self)
        self.form = GridForm()
        self.form.set_address(preferences.read_scheduler(settings))
        self.wall = WallView()
        self.curves = GridCurves()
        self.heat_map = GridHeatMap()
        self.table = GridTable()
        self.bar = GridBar()
        self.side = GridSide(self.form)
        self.presenter = GridPresenter(self.wall, self.curves, self.heat_map, self.table, self.bar, self)
        self.saving = GridSaving(self)
        self._tabs = QTabWidget()
        self._lay_out()
        self._connect()
        self.set_theme(theme)
        self.retranslate()
        self._set_document(self._document)

    def _lay_out(self) -> None:
        self._tabs.setObjectName("grid.tabs")
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(self.heat_map, "")
        self._tabs.addTab(self.table, "")
        save = QToolButton()
        save.setDefaultAction(self.table.save_action)
        save.setObjectName("grid.save_table")
        self._tabs.setCornerWidget(save)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.curves)
        right.addWidget(self._tabs)
        right.setChildrenCollapsible(False)
        right.setSizes([280, 360])
        columns = QSplitter(Qt.Orientation.Horizontal)
        columns.setChildrenCollapsible(False)
        for part, stretch in ((self.side, 0), (self.wall, 1), (right, 0)):
            columns.addWidget(part)
            columns.setStretchFactor(columns.count() - 1, stretch)
        columns.setSizes([240, 700, 400])
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
        self.side.takeRequested.connect(self._on_side_take_requested)
        self.wall.openRequested.connect(self.open_experiment)
        self.wall.pointed.connect(self.curves.set_pointed)
        self.table.openRequested.connect(self.open_experiment)
        self.table.pointed.connect(self.wall.set_pointed)
        self.table.pointed.connect(self.curves.set_pointed)
        self.table.saveRequested.connect(self._on_table_save_requested)
        self.saving.noticed.connect(self._on_saving_noticed)
        self.curves.testToggled.connect(self.presenter.show_again)
        self.bar.againRequested.connect(self.again)
        self.bar.runToggled.connect(self.toggle_run)
        self.bar.epochRequested.connect(self.step_epoch)
        self.bar.momentRequested.connect(self.presenter.look_at)
        run = QShortcut(QKeySequence(Qt.Key.Key_Space), self, self.toggle_run)
        run.setAutoRepeat(False)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)

    # ------------------------------------------------------------ beginning and end

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.worker.begin()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.worker.runner.pause()
        self.worker.runner.train_at("")  # a cluster is left
        super().closeEvent(event)

    def end(self) -> None:
        """Close for good."""
        self._controller.documentChanged.disconnect(self._on_controller_document_changed)
        self.close()
        self.worker.end()
        self.saving.end()
        self.deleteLater()

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
        return self.presenter.snapshot

    @property
    def state(self) -> RunState:
        """What the experiments are doing."""
        if self.snapshot is not None:
            return self.snapshot.state
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
        """Forget what was said and what was looked back at, and train where and as long as the form says."""
        self.side.say(None)
        self.side.say_of_cluster(None)
        self.presenter.look_at_now()
        self.worker.runner.train_at(self.form.address)
        self._finish_where_asked()

    def _finish_where_asked(self) -> None:
        """Tell the runner how many epochs the form says: those that it has not yet passed."""
        choice, newest = self.form.choice(), self.presenter.newest
        if choice is not None and newest is not None and (choice.n_epochs == 0 or choice.n_epochs > newest.epoch):
            self.worker.runner.finish_at(choice.n_epochs)

    @property
    def _has_experiments(self) -> bool:
        return self._started is not None and self.state is not RunState.ERRORED

    @property
    def _is_edited(self) -> bool:
        """Whether the form asks for other experiments than there are."""
        started, choice = self._started, self.form.choice()
        if started is None or choice is None:
            return started is not None
        is_same = replace(choice, n_epochs=started.choice.n_epochs) == started.choice
        return not is_same or self._document is not started.document

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
            self.side.say(error.message)
            return False
        self._set_out()
        self._started = _Started(choice, grid, base)
        self._run_id += 1
        self.presenter.set_grid(grid, base.config)
        plan = Plan(self._run_id, grid, picture_region(base.config, grid.points))
        self.worker.runner.start(plan, run, choice.n_epochs)
        self._show_document()
        self._show_state()
        return True

    @Slot(object)
    def _on_worker_snapshot_ready(self, snapshot: WallSnapshot) -> None:
        if snapshot.run_id != self._run_id:
            return
        self._show_cluster(snapshot)
        self.presenter.set_snapshot(snapshot)
        self._show_state()

    # ------------------------------------------------------------ showing

    def _show_cluster(self, snapshot: WallSnapshot) -> None:
        """Say where it trains, and what is wrong there or with the experiments."""
        cluster = snapshot.cluster
        self.bar.set_cluster(cluster)
        if snapshot.state is RunState.DIVERGED:
            self.side.say(Message(_N("errors", "All experiments have diverged. Usually the learning rate is too large for the data: choose smaller learning rates, or standardise the inputs."), {}))  # fmt: skip
        if snapshot.state is RunState.ERRORED:
            self.side.say(snapshot.error)
        elif snapshot.error is not None:
            self.side.say_of_cluster(snapshot.error)
        elif cluster is not None and cluster.n_workers is None:
            self.side.say_of_cluster(Message(_N("errors", "Connecting, for {seconds} s at most …"), {"seconds": CONNECT_SECONDS}), "muted")  # fmt: skip
        else:
            self.side.say_of_cluster(None)

    def _show_state(self) -> None:
        newest = self.presenter.newest
        has_started = newest is not None and newest.epoch > 0
        self.bar.set_state(self.state, has_started, self._is_waiting, self._has_experiments and self._is_edited)
        self.bar.set_can_run(self.form.choice() is not None)

    # ------------------------------------------------------------ the document

    @Slot(object)
    def _on_controller_document_changed(self, document: Document) -> None:
        if self._started is None:
            self._set_document(document)
        else:
            self._show_document()

    @Slot()
    def _on_side_take_requested(self) -> None:
        self._set_document(self._controller.document)

    def _set_document(self, document: Document) -> None:
        self._document = document
        self.side.say(None)
        self.form.set_config(document.config)
        self._show_document()
        self._show_state()

    def _show_document(self) -> None:
        """Say around which experiment the grid is made, and offer the window's if that is another one by now."""
        config, points = self._document.config, self._document.points
        current = self._controller.document
        is_current = current.config == config and current.points is points
        self.side.set_base(config, points, self.form.varying, is_current)

    @Slot()
    def _on_form_choice_edited(self) -> None:
        self.side.say(None)
        self._show_document()
        if self.form.address != preferences.read_scheduler(self._settings):
            self.side.say_of_cluster(None)
        if self.form.choice() is not None:
            self._settings.setValue("scheduler", self.form.address)
        if self._has_experiments:
            self._finish_where_asked()
        self._show_state()

    @Slot(int)
    def open_experiment(self, number: int) -> None:
        """Make an experiment the main window's: as it is now, perhaps in the middle of an epoch, or after the epoch looked at.

        After an earlier epoch it is trained again. Where it comes otherwise than it is shown, the window says so.
        """
        if self.presenter.newest is None:
            return
        epoch = self.presenter.epoch_looked_at
        if epoch:
            self.side.say(Message(_N("errors", "Training it again up to epoch {epoch} …"), {"epoch": epoch}), "muted")
        else:
            self.side.say(None)
        self.worker.runner.capture(number, epoch)

    @Slot(object)
    def _on_worker_capture_ready(self, captured: CapturedExperiment) -> None:
        if captured.run_id != self._run_id or self._started is None:
            return
        self.side.say(_difference(captured))
        grid, base = self._started.grid, self._started.document
        config, points = grid.cells[captured.number].config, grid.points[captured.number]
        self._controller.open_experiment(replace(base, config=config, points=points), captured.checkpoint)
        self.opened.emit()

    @Slot()
    def _on_table_save_requested(self) -> None:
        frame = self.table.grid.frame
        if self._started is not None and frame is not None:
            self.saving.ask(self._started.grid, frame)

    @Slot(object)
    def _on_saving_noticed(self, message: Message) -> None:
        self.side.say(message, "muted")

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
        self._tabs.setTabText(0, translate("GridWindow", "Heat map"))
        self._tabs.setTabText(1, translate("GridWindow", "Table"))
        self.presenter.retranslate()


def _difference(captured: CapturedExperiment) -> Message | None:
    """Return how an experiment comes otherwise than it was asked for."""
    asked, checkpoint = captured.epoch_asked, captured.checkpoint
    if checkpoint is None and asked != 0:
        return Message(_N("errors", "This experiment had diverged: it was opened at epoch 0, from where it can be followed."), {})  # fmt: skip
    if asked and checkpoint is not None and (checkpoint.trainer.epoch != asked or checkpoint.trainer.waiting):
        return Message(_N("errors", "Training it again up to epoch {epoch} would take too long: it was opened as it is now."), {"epoch": asked})  # fmt: skip
    return None
