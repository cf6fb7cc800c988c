"""Owns the training thread. Lives in the GUI thread; signals arrive there, with the newest snapshot only."""

from __future__ import annotations

import contextlib
import gc
import threading

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from app.running.runner import Captured, Runner
from app.running.snapshot import Snapshot


class _TrainingThread(QThread):
    """Imports torch, tries the devices and serves the runner."""

    devicesFound = Signal(object)

    def __init__(self, runner: Runner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner

    def run(self) -> None:
        # Where torch cannot be loaded, the runner says so when it builds the first model.
        with contextlib.suppress(ImportError, OSError):
            self._prepare()
        self._runner.run()

    def _prepare(self) -> None:
        import torch

        from app.components.devices import probe_devices

        # Small models are several times faster on one thread, and a second one slows a worker thread down.
        torch.set_num_threads(1)
        self.devicesFound.emit(probe_devices())
        # The first optimizer imports 800 modules more. None of torch's objects ever becomes garbage: left to the
        # collector, they would make it stop every thread for over 100 ms again and again.
        torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
        gc.freeze()


class Worker(QObject):
    """Starts and ends the thread, and passes on what it shows; wishes go to `runner` directly.

    Attributes
    ----------
    snapshotReady
        A `Snapshot`; when the GUI is slower than the training, those in between are dropped.
    devicesReady
        A tuple of `Device`, once, after torch was imported.
    captureReady
        A `Captured`, for each call of `runner.capture`; of several in a row the last one only.
    """

    snapshotReady = Signal(object)
    captureReady = Signal(object)
    devicesReady = Signal(object)
    _filled = Signal()
    _captured = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.runner = Runner(self._put, self._deliver)
        self._lock = threading.Lock()
        self._newest: Snapshot | None = None
        self._has_ended = False
        self._thread = _TrainingThread(self.runner, self)
        self._thread.devicesFound.connect(self.devicesReady)
        self._filled.connect(self._on_filled, Qt.ConnectionType.QueuedConnection)
        self._captured.connect(self.captureReady, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Start the thread; the window should be on the screen by now, for torch takes a while to import."""
        if not self._thread.isRunning() and not self._has_ended:
            self._thread.start()

    def end(self) -> None:
        """Stop after the update under way and wait for the thread."""
        self._has_ended = True
        self.runner.stop()
        self._thread.wait()

    def _put(self, snapshot: Snapshot) -> None:
        """Take a snapshot in the training thread; wake the GUI only if it is not yet on its way."""
        with self._lock:
            was_empty = self._newest is None
            self._newest = snapshot
        if was_empty:
            self._filled.emit()

    def _deliver(self, captured: Captured) -> None:
        self._captured.emit(captured)

    @Slot()
    def _on_filled(self) -> None:
        with self._lock:
            snapshot, self._newest = self._newest, None
        if snapshot is not None:
            self.snapshotReady.emit(snapshot)
