"""The threads behind the windows begin and end once."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.gui.wall_worker import WallWorker
from app.gui.worker import Worker


@pytest.mark.parametrize("kind", [Worker, WallWorker])
def test_what_has_ended_does_not_begin_again(kind: type[Worker | WallWorker], qtbot: QtBot) -> None:
    worker = kind()
    worker.end()
    worker.begin()
    is_running = worker._thread.isRunning()
    worker._thread.wait()
    assert not is_running
