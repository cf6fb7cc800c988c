"""Puts what comes from a grid's training into its views: the newest frame, or the earlier one that is looked at."""

from __future__ import annotations

import time

import numpy as np
from PySide6.QtCore import QObject, QTimer, Slot

from app.gui.grid_texts import grid_axes, loss_names
from app.gui.views.grid_bar import GridBar
from app.gui.views.grid_curves import GridCurves
from app.gui.views.grid_heat_map import GridHeatMap
from app.gui.views.grid_table import GridTable
from app.gui.views.wall_layout import WallAxes
from app.gui.views.wall_view import WallView
from app.running.snapshot import RunState
from app.running.wall_snapshot import WallFrame, WallSnapshot, has_one_loss
from app.training.config import Config
from app.training.grid import Grid
from app.training.histories import LossCurves

SLOW_SECONDS = 0.1
"""Shortest time between two drawings of curves, heat map and table while training; the wall follows every snapshot."""
SETTLE_MS = 200
"""How long after a snapshot all of them follow it, if no other one comes."""


class GridPresenter(QObject):
    """Shows snapshots of one grid after the other; the views that are slow to draw take turns while it trains.

    Attributes
    ----------
    snapshot
        The newest of the current run; None before the first.
    moments
        The frames on the timeline.
    """

    def __init__(
        self, wall: WallView, curves: GridCurves, heat_map: GridHeatMap, table: GridTable, bar: GridBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._wall, self._curves, self._heat_map, self._table, self._bar = wall, curves, heat_map, table, bar
        self.snapshot: WallSnapshot | None = None
        self.moments: tuple[WallFrame, ...] = ()
        self._grid: Grid | None = None
        self._base = Config()
        self._has_test = False
        self._looked_at: WallFrame | None = None
        self._next_slow = 0.0
        self._turn = 0
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self.show_again)

    @property
    def newest(self) -> WallFrame | None:
        """The newest frame; None while there is none."""
        return None if self.snapshot is None else self.snapshot.frame

    @property
    def epoch_looked_at(self) -> int | None:
        """The epoch of the frame looked at; None for the newest."""
        looked_at, newest = self._looked_at, self.newest
        return None if looked_at is None or newest is None or looked_at.epoch == newest.epoch else looked_at.epoch

    # ------------------------------------------------------------ what is shown

    def set_grid(self, grid: Grid, base: Config) -> None:
        """Show which experiments there are, varied around a configuration, and nothing of their training yet."""
        has_test = [points.n_train < len(points) for points in grid.points]
        had_test, self._has_test = self._has_test, all(has_test)
        self._grid, self._base = grid, base
        self.snapshot, self._looked_at, self.moments = None, None, ()
        none = np.empty((len(grid), 0))
        self._curves.set_curves(LossCurves(np.empty(0), none, none), None, np.zeros(len(grid), dtype=np.bool_))
        self._curves.set_moment(None)
        self._bar.set_moments(0, 0)
        self._bar.set_status(0, 0, 0.0)
        self._show_grid(grid)
        self._wall.set_making(None, False)
        self._wall.set_pointed(-1)
        self._curves.set_pointed(-1)
        if self._has_test != had_test:
            self._curves.set_test(self._has_test)
        self._curves.offer_test(any(has_test))

    def set_snapshot(self, snapshot: WallSnapshot) -> None:
        """Show the newest of what has been trained."""
        self.snapshot = snapshot
        is_making = snapshot.frame is None and snapshot.state is not RunState.ERRORED
        self._wall.set_making(snapshot.n_made if is_making else None, snapshot.state is RunState.PREPARING)
        if snapshot.frame is not None:
            self._show_frame(snapshot, snapshot.frame, is_new=True)
        if snapshot.state is RunState.RUNNING:
            self._settling.start()
        else:  # all views have been drawn
            self._settling.stop()

    @Slot(int)
    def look_at(self, place: int) -> None:
        """Look at a frame on the timeline; at the newest, and those that follow, with a place behind all."""
        if self.newest is not None:
            self._looked_at = self.moments[place] if place < len(self.moments) else None
            self.show_again()

    def look_at_now(self) -> None:
        """Look at the newest frame, and those that follow."""
        if self._looked_at is not None:
            self.look_at(len(self.moments))

    @Slot()
    def show_again(self) -> None:
        """Show the same frame, as other switches or another language want it."""
        if self.snapshot is not None and self.snapshot.frame is not None:
            self._show_frame(self.snapshot, self.snapshot.frame, is_new=False)

    def retranslate(self) -> None:
        """Name the settings in the window's language; what is chosen in the views stays."""
        if self._grid is not None:
            axes = self._show_wall(self._grid)
            self._heat_map.rename(axes)
            self._table.rename(axes)
            self.show_again()

    # ------------------------------------------------------------ showing

    def _show_grid(self, grid: Grid) -> None:
        axes, is_classification = self._show_wall(grid), self._base.task.is_classification
        is_comparable = has_one_loss(cell.config for cell in grid.cells)
        self._heat_map.set_grid(axes, is_classification, self._has_test, is_comparable)
        self._table.set_grid(axes, is_classification, self._has_test)

    def _show_wall(self, grid: Grid) -> WallAxes:
        """Let the wall show the grid, and return what its settings are called."""
        axes = grid_axes(grid, self._base)
        n_classes = max(cell.config.n_classes for cell in grid.cells)
        is_comparable = has_one_loss(cell.config for cell in grid.cells)
        self._wall.set_grid(axes, self._base.task, n_classes, grid.points, is_comparable)
        self._curves.set_losses(*loss_names(grid))
        return axes

    def _show_frame(self, snapshot: WallSnapshot, newest: WallFrame, is_new: bool) -> None:
        """Show the newest frame, or the earlier one that is looked at; what is slow to draw not too often."""
        frame = self._looked_at or newest
        self._wall.set_frame(frame, self._curves.test_switch.isChecked())
        self._bar.set_status(frame.epoch, newest.epoch, snapshot.updates_per_second)
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
        self._curves.set_curves(snapshot.curves, frame.best, snapshot.frame.is_diverged)
        self._curves.set_moment(self.epoch_looked_at)

    def _show_heat_map(self, _snapshot: WallSnapshot, frame: WallFrame) -> None:
        self._heat_map.set_frame(frame)

    def _show_table(self, snapshot: WallSnapshot, frame: WallFrame) -> None:
        self._table.set_frame(frame)
        self.moments = snapshot.timeline
        self._bar.set_moments(len(self.moments), self._place())

    def _place(self) -> int:
        """Return where the frame looked at is among those on the timeline."""
        looked_at = self._looked_at
        if looked_at is None:
            return len(self.moments)
        distances = [abs(frame.epoch - looked_at.epoch) for frame in self.moments]
        return distances.index(min(distances))
