"""The worker that trains the window's experiment."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, Qt, Signal

from app.gui.runner_worker import RunnerWorker
from app.running.device_turns import BY_DEVICE, turns_at
from app.running.runner import Runner


class Worker(RunnerWorker[Runner]):
    """Imports torch, tries the devices and trains.

    Shows each `Snapshot`, and a `Captured` for each call of `runner.capture`; of several in a row the last one only.

    Signals
    -------
    devicesReady(object)
        A tuple of `Device`, once, after torch was imported.
    """

    devicesReady = Signal(object)
    _devicesFound = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(Runner, parent)
        self._devicesFound.connect(self.devicesReady, Qt.ConnectionType.QueuedConnection)

    def _prepare(self) -> None:
        super()._prepare()
        import torch

        from app.components.devices import probe_devices

        with turns_at(BY_DEVICE):
            devices = probe_devices()
        self._devicesFound.emit(devices)
        # The first optimizer imports 800 modules more. None of torch's objects ever becomes garbage: left to the
        # collector, they would make it stop every thread for over 100 ms again and again.
        torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=1.0)
        gc.freeze()
