"""What the open window costs, and how smooth it stays: `python -m tests.benchmarks.window`. No test: run by hand.

Every figure is printed beside its target. Ratios are medians over rounds in which both sides run in turn.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp()  # the person's own settings stay as they are

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from app.gui.application import make_application, make_window
from app.gui.window import MainWindow
from app.running.session import Session
from app.running.snapshot import RunState, Snapshot
from app.training.config import Config

ROOT = Path(__file__).resolve().parents[2]
BEAT = 10
CHUNK_SECONDS = 0.012
SETTINGS = {"task": "classification-2d", "n_points": 500, "model": "mlp", "hidden_sizes": "4,2", "batch_size": 10,
            "test_ratio": 0.5, "learning_rate": 0.001}  # fmt: skip

FIRST_PAINT = """
import os, sys, time
if sys.argv[1] == "torch":
    import torch
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from app.cli import main

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            print(time.time(), flush=True)
            os._exit(0)
        return False

def watched_exec(_app):
    (window,) = (widget for widget in QApplication.topLevelWidgets() if widget.objectName() == "window")
    watch = Watch()
    window.canvas.viewport().installEventFilter(watch)
    return start()

start, QApplication.exec = QApplication.exec, watched_exec
main([])
"""


def wait(milliseconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(milliseconds), loop.quit)
    loop.exec()


def wait_until(is_so: Callable[[], bool]) -> float:
    """Let the window live until something is so; return the seconds that took."""
    started = time.perf_counter()
    while not is_so():
        wait(1)
    return time.perf_counter() - started


def lateness(seconds: float) -> tuple[float, float]:
    """Return how late, in ms, a timer of 10 ms comes: the 99th percentile and the most."""
    late: list[float] = []
    last = [time.perf_counter()]

    def beat() -> None:
        now = time.perf_counter()
        late.append(1000 * (now - last[0]) - BEAT)
        last[0] = now

    timer = QTimer(interval=BEAT, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(beat)
    timer.start()
    wait(1000 * seconds)
    timer.stop()
    return float(np.percentile(late, 99)), max(late)


def resident() -> int:
    """Return how much memory the process has now, in bytes; 0 where that is not known."""
    status = Path("/proc/self/statm")
    return int(status.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if status.exists() else 0


def settle(window: MainWindow, **settings: object) -> Config:
    """Set up an experiment and wait until it is shown."""
    controller = window.controller
    for key, value in settings.items():
        controller.edit_config(key, value)
    controller.again()
    wait_until(lambda: controller.snapshot is not None)
    return controller.document.config


@contextlib.contextmanager
def training(window: MainWindow) -> Iterator[None]:
    """Let the window train, and be sure that it does."""
    controller = window.controller
    controller.toggle_run()
    wait_until(lambda: controller.state is RunState.RUNNING)
    yield
    assert controller.state is RunState.RUNNING
    controller.toggle_run()
    wait_until(lambda: controller.state is RunState.PAUSED)


def newest(window: MainWindow) -> Snapshot:
    """Return the snapshot that is shown."""
    assert window.controller.snapshot is not None
    return window.controller.snapshot


def rate_in_window(window: MainWindow, seconds: float) -> float:
    """Return updates a second while the window draws."""
    with training(window):
        wait(300)
        first, started = newest(window).step, time.perf_counter()
        wait(1000 * seconds)
        return (newest(window).step - first) / (time.perf_counter() - started)


def rate_alone(window: MainWindow, seconds: float) -> float:
    """Return updates a second of the same training that nobody looks at."""
    document = window.controller.document
    session = Session(0, document.config, document.points)
    session.go_on()
    end = time.perf_counter() + 0.2
    while time.perf_counter() < end:
        session.advance_fast(CHUNK_SECONDS)
    first, started = session.trainer.step, time.perf_counter()
    while time.perf_counter() - started < seconds:
        session.advance_fast(CHUNK_SECONDS)
    return (session.trainer.step - first) / (time.perf_counter() - started)


def frame_seconds(window: MainWindow, snapshot: Snapshot, n_frames: int = 30) -> float:
    """Return how long it takes to draw all main plots anew."""
    times = []
    for _ in range(n_frames):
        started = time.perf_counter()
        window._on_controller_snapshot_changed(snapshot)
        window.grab()
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def frame_ratio(window: MainWindow, one: Snapshot, other: Snapshot, n_rounds: int = 10) -> float:
    """Return how many times as long as another snapshot one takes to draw, both in turn."""
    rounds = []
    for _ in range(n_rounds):
        times = []
        for each in (one, other):
            window._on_controller_snapshot_changed(each)
            wait(600)  # until the loss plot's range has come to rest
            times.append(frame_seconds(window, each, 5))
        rounds.append(times[0] / times[1])
    return statistics.median(rounds)


def first_paint(with_torch: bool) -> float:
    """Return the seconds from the start of a process to the window's first painting."""
    # As on a person's machine: modules were compiled at an earlier start.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": os.environ["XDG_CONFIG_HOME"], "PYTHONDONTWRITEBYTECODE": ""}
    started = time.time()
    command = [sys.executable, "-c", FIRST_PAINT, "torch" if with_torch else "window"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout) - started


def show(what: str, figure: str, target: str) -> None:
    """Print a row of the table."""
    print(f"{what:66} {figure:>22}   {target}", flush=True)


def main() -> None:
    """Measure everything."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--updates", type=float, default=1e6, help="how many updates the long run makes")
    arguments = parser.parse_args()
    show("", "measured", "target")
    first_paint(True)
    pairs = [(first_paint(False), first_paint(True)) for _ in range(arguments.rounds)]
    show(
        "window first painted, against importing torch first",
        f"{statistics.median(a / b for a, b in pairs):.2f}",
        "<= 0.40",
    )

    app = make_application([])
    window = make_window(app)
    window.resize(1366, 768)
    window.show()
    gaps = [0.0]
    last = [time.perf_counter()]

    def note() -> None:
        now = time.perf_counter()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer(interval=BEAT, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(note)
    timer.start()
    wait_until(lambda: window.controller.snapshot is not None)
    wait(1500)
    timer.stop()
    show("longest gap while torch loads, ms", f"{1000 * max(gaps[5:]):.0f}", "<= 400")

    settle(window, **SETTINGS)
    times = []
    for _ in range(arguments.rounds):
        window.controller.draw_new_weights()
        wait_until(lambda: window.controller.snapshot is not None)
        wait(100)
        window.controller.toggle_run()
        times.append(wait_until(lambda: newest(window).step > 0))
        window.controller.toggle_run()
        wait(100)
    show("Run pressed to first loss shown, ms", f"{1000 * statistics.median(times):.0f}", "<= 100")

    pairs = [(rate_in_window(window, 2.0), rate_alone(window, 1.0)) for _ in range(arguments.rounds)]
    show("updates/s kept in the open window", f"{statistics.median(a / b for a, b in pairs):.2f}", ">= 0.90")
    for index in range(window.side.tabs.count()):
        window.side.tabs.setCurrentIndex(index)
        with training(window):
            wait(300)
            p99, most = lateness(4.0)
        name = f"heartbeat while training, tab “{window.side.tabs.tabText(index)}”: p99, most late, ms"
        show(name, f"{p99:.1f}, {most:.1f}", "<= 8, never 50")

    settle(window)
    with training(window):
        wait_until(lambda: window.controller.snapshot is not None and window.controller.snapshot.step > 1000)
    wait(300)
    few, memory = newest(window), resident()
    with training(window):
        wait_until(
            lambda: window.controller.snapshot is not None and window.controller.snapshot.step > arguments.updates
        )
    wait(300)
    ratio = frame_ratio(window, newest(window), few)
    show(f"frame after {arguments.updates:.0e} updates against 1,000", f"{ratio:.2f}", "<= 1.1")
    show("memory grown meanwhile, MB", f"{(resident() - memory) / 1e6:.1f}", "< 20")

    used = time.process_time()
    wait(4000)
    show("idle, paused: share of a core", f"{(time.process_time() - used) / 4:.3f}", "<= 0.01")

    settle(window, n_points=1000, batch_size=100)
    few_points = frame_seconds(window, newest(window))
    settle(window, n_points=100_000)
    wait(1000)
    ratio = frame_seconds(window, newest(window)) / few_points
    show("frame with 100,000 points against 1,000", f"{ratio:.2f}", "<= 2")
    window.close_without_asking()
    QApplication.processEvents()


if __name__ == "__main__":
    main()
