"""Owns the thread that a runner works in. Lives in the GUI thread; signals arrive there, with the newest snapshot only."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from app.running.wishes import WishRunner

AnyRunner = TypeVar("AnyRunner", bound=WishRunner[Any])


class RunnerWorker(QObject, Generic[AnyRunner]):
    """Starts and ends the thread, and passes on what the runner shows; wishes go to `runner` directly.

    Parameters
    ----------
    make_runner
        Called with what takes a snapshot and what takes a capture, both in the thread.

    Signals
    -------
    snapshotReady(object)
        A snapshot; when the GUI is slower than the training, those in between are dropped.
    captureReady(object)
        What a call of `runner.capture` asked for.
    """

    snapshotReady = Signal(object)
    captureReady = Signal(object)
    _filled = Signal()
    _captured = Signal(object)

    def __init__(
        self, make_runner: Callable[[Callable[[Any], None], Callable[[Any], None]], AnyRunner], parent: QObject | None
    ) -> None:
        super().__init__(parent)
        self.runner = make_runner(self._put, self._captured.emit)
        self._lock = threading.Lock()
        self._newest: object = None
        self._has_ended = False
        self._thread = _Thread(self._serve, self)
        self._filled.connect(self._on_filled, Qt.ConnectionType.QueuedConnection)
        self._captured.connect(self.captureReady, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """Start the thread; the window should be on the screen by now, for torch takes a while to import."""
        if not self._thread.isRunning() and not self._has_ended:
            self._thread.start()

    def end(self) -> None:
        """Stop after the piece under way and wait for the thread."""
        self._has_ended = True
        self.runner.stop()
        self._thread.wait()

    # ------------------------------------------------------------ in the thread

    def _serve(self) -> None:
        # Where torch cannot be loaded, the runner says so when it builds the first model.
        with contextlib.suppress(Exception):
            self._prepare()
        self.runner.run()

    def _prepare(self) -> None:
        """Import what the runner will need."""
        import torch

        # Small models are several times faster on one thread, and a second one slows a worker thread down.
        torch.set_num_threads(1)

    def _put(self, snapshot: object) -> None:
        """Take a snapshot; wake the GUI only if it is not yet on its way."""
        with self._lock:
            was_empty = self._newest is None
            self._newest = snapshot
        if was_empty:
            self._filled.emit()

    # ------------------------------------------------------------ in the GUI

    @Slot()
    def _on_filled(self) -> None:
        with self._lock:
            snapshot, self._newest = self._newest, None
        if snapshot is not None:
            self.snapshotReady.emit(snapshot)


class _Thread(QThread):
    def __init__(self, work: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._work = work

    def run(self) -> None:
        self._work()
