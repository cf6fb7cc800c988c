"""How smoothly a grid of experiments is shown while it trains: `python -m tests.benchmarks.wall`. No test: run by hand.

For each size: the times the wall of pictures is drawn a second, beside the target; the updates made; and how late a
timer of 10 ms comes meanwhile, as for the window.
"""

from __future__ import annotations

import argparse
import time

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from app.gui.application import make_application, make_window
from app.gui.grid_window import GridWindow
from app.gui.window import MainWindow
from tests.benchmarks.window import lateness, show, wait, wait_until

SETTINGS = {"task": "classification-2d", "dataset": "circles", "model": "mlp", "batch_size": 10}
GRIDS = {
    16: (("learning_rate", "0.01..1:4:log"), ("activation", "tanh,relu,sigmoid,gelu"), 1),
    64: (("learning_rate", "0.001..1:8:log"), ("activation", "tanh,relu,sigmoid,gelu"), 2),
    256: (("learning_rate", "0.001..1:16:log"), ("activation", "tanh,relu,sigmoid,gelu"), 4),
}
"""Number of experiments → what varies, and how many seeds."""
TARGETS = {64: ">= 60"}


class Paints(QObject):
    """Counts the paint events of a widget."""

    count = 0

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.Paint
        return False


def epochs(grid: GridWindow) -> int:
    """Return how many epochs of all experiments are shown."""
    return grid.snapshot.frame.epoch if grid.snapshot is not None and grid.snapshot.frame is not None else 0


def measure(window: MainWindow, n: int, seconds: float) -> None:
    """Train a grid of `n` experiments and print what is seen of it."""
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
    paints = Paints()
    grid.wall.viewport().installEventFilter(paints)
    grid.toggle_run()
    wait_until(lambda: epochs(grid) > 50)
    n_paints, epoch, started = paints.count, epochs(grid), time.perf_counter()
    p99, most = lateness(seconds)
    passed = time.perf_counter() - started
    n_updates = 0 if grid.snapshot is None else grid.snapshot.updates_per_second
    show(f"{n} experiments: frames a second", f"{(paints.count - n_paints) / passed:.0f}", TARGETS.get(n, ""))
    show("   epochs a second of all, updates a second", f"{(epochs(grid) - epoch) / passed:.0f}, {n_updates:.0f}", "")
    show("   heartbeat: p99, most late, ms", f"{p99:.1f}, {most:.1f}", "")
    grid.close()
    wait(200)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each grid is watched")
    arguments = parser.parse_args()
    app = make_application([])
    window = make_window(app)
    window.show()
    wait_until(lambda: window.controller.snapshot is not None)
    for key, value in SETTINGS.items():
        window.controller.edit_config(key, value)
    show("", "measured", "target")
    for n in GRIDS:
        measure(window, n, arguments.seconds)
    window.close_without_asking()
    QApplication.processEvents()


if __name__ == "__main__":
    main()
