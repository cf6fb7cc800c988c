"""Takes the pictures of the README from the real window: python resources/pictures/make.py.

Needs the program's packages; without a screen, set QT_QPA_PLATFORM=offscreen.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent.parent))
os.environ["XDG_CONFIG_HOME"] = tempfile.mkdtemp()  # the person's own settings stay out of the picture

from PySide6.QtCore import QEventLoop, QTimer  # noqa: E402 - after the settings are redirected

from app.gui.application import make_application, make_window  # noqa: E402 - after the settings are redirected
from app.gui.views.canvas_column import NOTICE_MILLISECONDS  # noqa: E402 - after the settings are redirected
from app.gui.window import MainWindow  # noqa: E402
from app.running.snapshot import RunState  # noqa: E402

PICTURES = (
    # file, language, theme, settings, epochs to wait for
    ("moons.png", "en", "light",
     {"task": "classification-2d", "dataset": "moons", "noise": 0.35, "test_ratio": 0.3, "model": "mlp",
      "hidden_sizes": "8,8", "optimizer": "adam", "batch_size": 20, "learning_rate": 0.01}, 60),
    ("spirals-zh.png", "zh", "dark",
     {"task": "classification-2d", "dataset": "spirals", "n_classes": 3, "n_points": 300, "model": "mlp",
      "features": "x1,x2,sin_x1,sin_x2", "hidden_sizes": "16,16", "optimizer": "adam", "batch_size": 30,
      "learning_rate": 0.02, "test_ratio": 0.2}, 150),
)  # fmt: skip


GRID = {"task": "classification-2d", "dataset": "moons", "n_classes": 2, "features": "x1,x2", "n_points": 200, "noise": 0.35, "test_ratio": 0.3, "model": "mlp",
        "hidden_sizes": "8,8", "optimizer": "adam", "batch_size": 20}  # fmt: skip
VARIED = (("learning_rate", "0.0003..0.3:7:log"), ("activation", "tanh,relu,gelu,silu,sigmoid"))


def wait(milliseconds: int) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait_for_epoch(window: MainWindow, epoch: int) -> None:
    """Train until an epoch is reached."""
    while window.controller.snapshot is None or window.controller.snapshot.epoch < epoch:
        wait(20)


def take_grid(window: MainWindow) -> None:
    """Take the picture of a grid of experiments."""
    window.set_language("en")
    window.set_theme("light")
    for key, value in GRID.items():
        window.controller.edit_config(key, value)
    window.tool_bar.actions_by_name["grid"].trigger()
    grid = window.grid_window
    assert grid is not None
    grid.resize(1366, 768)
    for part, (key, values) in zip((grid.form.first, grid.form.second), VARIED, strict=True):
        part.choose(key, values)
    grid.form.epochs.set_value(60)
    grid.form.set_config(window.controller.document.config)
    grid.toggle_run()
    while grid.state is not RunState.FINISHED:
        wait(20)
    wait(500)
    grid.grab().save(str(HERE / "grid.png"))
    grid.close()


def main() -> None:
    """Take all pictures."""
    app = make_application(sys.argv[:1])
    window = make_window(app)
    window.resize(1366, 768)
    window.show()
    controller = window.controller
    for name, language, theme, settings, epoch in PICTURES:
        window.set_language(language)
        window.set_theme(theme)
        for key, value in settings.items():
            controller.edit_config(key, value)
        controller.edit_config("epochs", epoch)
        window.canvas.fit()
        controller.again()
        controller.toggle_run()
        wait_for_epoch(window, epoch)
        wait(NOTICE_MILLISECONDS)  # until the note about the last change is gone
        window.grab().save(str(HERE / name))
    take_grid(window)
    window.close_without_asking()


if __name__ == "__main__":
    main()
