"""How long the window is busy with a frame of painting: python tests/benchmarks/painting.py. Prints milliseconds.

A brush goes to and fro over the canvas of the real window while a model trains; a frame is one move of the mouse, the
edit that follows, and the drawing: first by the clock, then as time of the processor, which other programs and the
training thread do not lengthen. Few points and many are measured in turns, so that the machine's moods hit both alike.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp()

import numpy as np
import torch  # noqa: F401 - before Qt, which matters on Windows
from PySide6.QtCore import QEvent, QEventLoop, QPointF, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from app.data.points import Points
from app.data.tasks import Task
from app.gui.application import make_application, make_window
from app.gui.views.tools.base import Tool
from app.gui.window import MainWindow

FRAME = 16
N_FRAMES = 60
FEW, MANY = 100, 10_000


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def fill(window: MainWindow, task: Task, n_points: int) -> None:
    """Begin anew with so many points."""
    controller, rng = window.controller, np.random.default_rng(0)
    controller.edit_config("task", task.value)
    controller.new_document()
    inputs = rng.uniform(-6, 6, (n_points, task.n_inputs))
    targets = rng.integers(0, 2, n_points) if task.is_classification else rng.uniform(-4, 4, n_points)
    controller.extend_points(Points.of(inputs, targets), 1)
    controller.edit_config(
        "hidden_sizes" if task.n_inputs == 2 else "batch_size", "8, 8" if task.n_inputs == 2 else "32"
    )
    window.canvas.fit()


def send(window: MainWindow, kind: QEvent.Type, place: QPointF, button: Qt.MouseButton) -> None:
    viewport = window.canvas.viewport()
    held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    at = viewport.mapToGlobal(place)
    QApplication.sendEvent(viewport, QMouseEvent(kind, place, at, button, held, Qt.KeyboardModifier.NoModifier))


def frames(window: MainWindow, tool: Tool) -> list[tuple[float, float]]:
    """Return how many milliseconds each frame of one gesture takes, by the clock and of the processor."""
    window.palette_bar.actions_by_name[tool].trigger()
    viewport = window.canvas.viewport()
    width, height = viewport.width(), viewport.height()
    place = QPointF(width / 2, height / 2)
    times = []
    send(window, QEvent.Type.MouseButtonPress, place, Qt.MouseButton.LeftButton)
    for frame in range(N_FRAMES):
        place = QPointF(width * (0.5 + 0.35 * math.sin(frame / 7)), height * (0.5 + 0.35 * math.cos(frame / 5)))
        begin, begin_cpu = time.perf_counter(), time.thread_time()
        send(window, QEvent.Type.MouseMove, place, Qt.MouseButton.NoButton)
        window.canvas.viewport().repaint()
        QApplication.processEvents()
        busy = (time.perf_counter() - begin) * 1e3
        times.append((busy, (time.thread_time() - begin_cpu) * 1e3))
        wait(max(FRAME - int(busy), 1))
    send(window, QEvent.Type.MouseButtonRelease, place, Qt.MouseButton.LeftButton)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--table", action="store_true", help="with the table of the points in front")
    parser.add_argument("--paused", action="store_true", help="without a training")
    options = parser.parse_args()
    app = make_application([])
    window = make_window(app)
    window.set_language("en")
    window.resize(1366, 768)
    window.show()
    wait(3000)
    if options.table:
        window.side.tabs.setCurrentWidget(window.side.table)
    print(f"{'':29}" + "".join(f"{n:>10,} points: clock, processor" for n in (FEW, MANY)))
    print(f"{'task':20} {'tool':8}" + 2 * f"{'median':>14} {'p99':>6} {'median':>8} {'p99':>6}")
    for task in (Task.CLASSIFICATION_2D, Task.REGRESSION_1D):
        for tool in (Tool.BRUSH, Tool.JITTER, Tool.ERASE, Tool.ADD):
            times: dict[int, list[tuple[float, float]]] = {FEW: [], MANY: []}
            for _ in range(options.rounds):
                for n_points, found in times.items():
                    fill(window, task, n_points)
                    if not options.paused:
                        window.controller.toggle_run()
                    wait(300)
                    found += frames(window, tool)
            line = "".join(
                f"{np.median(clock):14.1f} {np.percentile(clock, 99):6.1f} {np.median(cpu):8.1f} {np.percentile(cpu, 99):6.1f}"
                for clock, cpu in (np.array(found).T for found in times.values())
            )
            print(f"{task.value:20} {tool.value:8}{line}", flush=True)
    window.close_without_asking()


if __name__ == "__main__":
    main()
