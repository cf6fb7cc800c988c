"""Owns the thread that trains a grid. Lives in the GUI thread; signals arrive there, with the newest snapshot only."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from app.running.wall_runner import WallRunner
from app.running.wall_snapshot import CapturedExperiment, WallSnapshot


class _WallThread(QThread):
    """Serves the runner."""

    def __init__(self, runner: WallRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner

    def run(self) -> None:
        # Where torch cannot be loaded, the runner says so when it builds the first models.
        try:
            import torch

            torch.set_num_threads(1)
        except (ImportError, OSError):
            pass
        self._runner.run()


class WallWorker(QObject):
    """Starts and ends the thread, and passes on what it shows; wishes go to `runner` directly.

    Attributes
    ----------
    snapshotReady
        A `WallSnapshot`; when the GUI is slower than the training, those in between are dropped.
    captureReady
        A `CapturedExperiment`, for each call of `runner.capture`.
    """

    snapshotReady = Signal(object)
    captureReady = Signal(object)
    _filled = Signal()
    _captured = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runner = WallRunner(self._put, self._deliver)
        self._lock = threading.Lock()
        self._newest: WallSnapshot | None = None
        self._thread = _WallThread(self.runner, self)
        self._filled.connect(self._on_filled, Qt.ConnectionType.QueuedConnection)
        self._captured.connect(self.captureReady, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Start the thread."""
        if not self._thread.isRunning():
            self._thread.start()

    def end(self) -> None:
        """Stop after the piece under way and wait for the thread."""
        self.runner.stop()
        self._thread.wait()

    def _put(self, snapshot: WallSnapshot) -> None:
        """Take a snapshot in the training thread; wake the GUI only if it is not yet on its way."""
        with self._lock:
            was_empty = self._newest is None
            self._newest = snapshot
        if was_empty:
            self._filled.emit()

    def _deliver(self, captured: CapturedExperiment) -> None:
        self._captured.emit(captured)

    @Slot()
    def _on_filled(self) -> None:
        with self._lock:
            snapshot, self._newest = self._newest, None
        if snapshot is not None:
            self.snapshotReady.emit(snapshot)
