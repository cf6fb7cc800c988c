"""How smoothly a grid is shown while it trains: `python -m tests.benchmarks.wall`. No test: run by hand.

Prints the pictures of the wall drawn a second, the updates made, and how late a timer of 10 ms comes meanwhile.
"""

from __future__ import annotations

import argparse
import os
import time
from dataclasses import dataclass, field

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.gui.application import make_application, make_window
from app.gui.window import MainWindow

BEAT_MS = 10
GRIDS = {
    16: (("learning_rate", "0.01..1:4:log"), ("activation", "tanh,relu,sigmoid,gelu"), 1),
    64: (("learning_rate", "0.001..1:8:log"), ("activation", "tanh,relu,sigmoid,gelu"), 2),
    256: (("learning_rate", "0.001..1:16:log"), ("activation", "tanh,relu,sigmoid,gelu"), 4),
}


@dataclass
class Heart:
    """A timer that notes how late it comes, in milliseconds."""

    late: list[float] = field(default_factory=list)
    expected: float = 0.0

    def beat(self) -> None:
        now = 1e3 * time.perf_counter()
        if self.expected:
            self.late.append(max(0.0, now - self.expected))
        self.expected = now + BEAT_MS


class Paints(QObject):
    """Counts the paint events of a widget."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def wait(app: QApplication, seconds: float, until: object = None) -> None:
    end = time.perf_counter() + seconds
    loop_timer = QTimer()
    loop_timer.start(1)
    while time.perf_counter() < end and not (callable(until) and until()):
        app.processEvents()
        time.sleep(0.0005)


def measure(app: QApplication, window: MainWindow, n: int, seconds: float) -> None:
    first, second, n_seeds = GRIDS[n]
    window.tool_bar.actions_by_name["grid"].trigger()
    grid = window.grid_window
    assert grid is not None
    grid.resize(1320, 720)
    for part, (key, values) in ((grid.form.first, first), (grid.form.second, second)):
        part.choose(key, values)
    grid.form.seeds.set_value(n_seeds)
    grid.form.epochs.set_value(0)
    grid.form.set_config(window.controller.document.config)
    paints, heart = Paints(), Heart()
    grid.wall.viewport().installEventFilter(paints)
    timer = QTimer(interval=BEAT_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(heart.beat)

    def beats(length: float) -> np.ndarray:
        heart.late, heart.expected = [], 0.0
        timer.start()
        wait(app, length)
        timer.stop()
        return np.percentile(heart.late, [50, 99, 100])

    idle = beats(1.0)
    grid.toggle_run()
    wait(
        app,
        60,
        lambda: grid.snapshot is not None and grid.snapshot.frame is not None and grid.snapshot.frame.epoch > 50,
    )
    assert grid.snapshot is not None
    assert grid.snapshot.frame is not None
    start, started = paints.count, time.perf_counter()
    epoch = grid.snapshot.frame.epoch
    busy = beats(seconds)
    passed = time.perf_counter() - started
    print(
        f"{n:4} experiments: {(paints.count - start) / passed:5.1f} frames/s, "
        f"{(grid.snapshot.frame.epoch - epoch) / passed:7.0f} epochs/s, {grid.snapshot.updates_per_second:9.0f} updates/s; "
        f"lateness ms median/p99/max: idle {idle.round(1)}, training {busy.round(1)}",
        flush=True,
    )
    grid.close()
    wait(app, 0.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0)
    arguments = parser.parse_args()
    app = make_application([])
    window = make_window(app)
    window.show()
    wait(app, 60, lambda: window.controller.snapshot is not None)
    for key, value in (("task", "classification-2d"), ("dataset", "circles"), ("model", "mlp"), ("batch_size", 10)):
        window.controller.edit_config(key, value)
    for n in GRIDS:
        measure(app, window, n, arguments.seconds)
    window.close_without_asking()


if __name__ == "__main__":
    main()
