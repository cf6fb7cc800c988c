"""The worker that trains a grid."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.gui.runner_worker import RunnerWorker
from app.running.wall_runner import WallRunner


class WallWorker(RunnerWorker[WallRunner]):
    """Shows each `WallSnapshot`, and a `CapturedExperiment` for each call of `runner.capture`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(WallRunner, parent)
