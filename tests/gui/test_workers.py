"""The threads behind the windows begin and end once."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.components import devices
from app.components.devices import Device
from app.gui.wall_worker import WallWorker
from app.gui.worker import Worker
from app.running.device_turns import BY_DEVICE


@pytest.mark.parametrize("kind", [Worker, WallWorker])
def test_what_has_ended_does_not_begin_again(kind: type[Worker | WallWorker], qtbot: QtBot) -> None:
    worker = kind()
    worker.end()
    worker.begin()
    is_running = worker._thread.isRunning()
    worker._thread.wait()
    assert not is_running


def test_devices_are_tried_when_nobody_else_computes_there(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    are_held: list[bool] = []

    def probe() -> tuple[Device, ...]:
        are_held.extend(turns._own.locked() for turns in BY_DEVICE.values())
        return ()

    monkeypatch.setattr(devices, "probe_devices", probe)
    worker = Worker()
    with qtbot.waitSignal(worker.devicesReady, timeout=30_000):
        worker.begin()
    worker.end()
    assert are_held == [True]
