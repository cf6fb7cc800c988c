"""The window closed at any moment, each time in a process of its own: it ends at once, with status 0 and no word."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
CHATTER = "This plugin does not support"
"""What Qt's offscreen platform says about itself."""

SECONDS_TO_CLOSE = 2.0
"""Of its own: what else the machine does makes no difference."""

CHILD = """
import sys
import time

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QMessageBox

from app.gui import application
from app.gui.window import MainWindow

scenario, how, delay = sys.argv[1], sys.argv[2], int(sys.argv[3])
app = application.make_application([])
closed_at = 0.0


def find_window():
    return next(widget for widget in app.topLevelWidgets() if isinstance(widget, MainWindow))


def decline():
    # The question about unsaved changes, if one comes.
    for box in app.topLevelWidgets():
        if isinstance(box, QMessageBox) and box.objectName() == "unsaved_box" and box.isVisible():
            box.button(QMessageBox.StandardButton.Discard).click()
            return
    QTimer.singleShot(5, decline)


def close():
    global closed_at
    closed_at = time.process_time()
    QTimer.singleShot(0, decline)
    if how == "close":
        find_window().close()
    elif how == "key":
        QTest.keyClick(find_window(), Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    elif how == "quit":
        app.quit()
    elif how == "interrupt":
        sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)


def prepare():
    window = find_window()
    controller = window.controller
    if scenario in ("heavy", "heavy steps"):
        for key, value in (("task", "classification-2d"), ("n_points", 5000), ("model", "mlp"),
                           ("hidden_sizes", (256,) * 6)):
            controller.edit_config(key, value)
        if scenario == "heavy":
            controller.toggle_run()
        else:
            for _ in range(20):
                controller.step_update()
                controller.step_epoch()
    elif scenario == "running":
        controller.open_lesson("multilayer-perceptron")
        controller.edit_config("epochs", 0)
        controller.toggle_run()
    elif scenario == "drag":
        controller.open_lesson("linear-regression")
        controller.toggle_run()
        viewport = window.canvas.viewport()
        QTest.mousePress(viewport, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(200, 200))
        QTest.mouseMove(viewport, QPoint(230, 180))
    elif scenario == "menu":
        window.tool_bar.findChild(QMenu).popup(window.mapToGlobal(QPoint(20, 60)))
    elif scenario == "list":
        window.settings_panel.findChild(QComboBox, "model").showPopup()
    elif scenario == "help":
        window.tool_bar.actions_by_name["help"].trigger()
    elif scenario == "field":
        field = window.settings_panel.findChild(QLineEdit, "learning_rate")
        field.setFocus()
        field.selectAll()
        field.insert("no number")


def begin():
    if scenario == "loading":
        QTimer.singleShot(delay, close)
    elif scenario == "waiting":
        find_window().controller.open_lesson("linear-regression")
        find_window().controller.toggle_run()
        QTimer.singleShot(delay, close)
    elif find_window().controller.snapshot is None:
        QTimer.singleShot(20, begin)
    else:
        prepare()
        QTimer.singleShot(delay, close)


QTimer.singleShot(0, begin)
status = application.run_window(None)
print(time.process_time() - closed_at)
sys.exit(status)
"""


def close_in_child(folder: Path, scenario: str, how: str, delay: int) -> float:
    """Start the program, close it in a situation, and return what processor time that took; all else is an error."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(folder), "APPDATA": str(folder)}
    child = subprocess.run(
        [sys.executable, "-c", CHILD, scenario, how, str(delay)],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    words = [line for line in child.stderr.splitlines() if CHATTER not in line]
    assert (child.returncode, words) == (0, []), (scenario, how, delay)
    return float(child.stdout)


@pytest.mark.parametrize(
    ("scenario", "how", "delay"),
    [("loading", "close", 0), ("waiting", "close", 300), ("running", "close", 200), ("heavy", "key", 400),
     ("heavy steps", "quit", 150), ("drag", "close", 50), ("help", "close", 50), ("menu", "quit", 50)],
)  # fmt: skip
def test_closing_is_clean(tmp_path: Path, scenario: str, how: str, delay: int) -> None:
    seconds = close_in_child(tmp_path, scenario, how, delay)
    if scenario not in ("loading", "waiting"):  # PyTorch cannot be stopped while it is being imported
        assert seconds < SECONDS_TO_CLOSE


@pytest.mark.parametrize("seed", range(5))
def test_closing_is_clean_at_any_moment(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    scenarios = ("loading", "waiting", "idle", "running", "heavy", "heavy steps", "drag", "menu", "list", "help", "field")  # fmt: skip
    scenario, how = chance.choice(scenarios), chance.choice(("close", "close", "quit", "interrupt"))
    seconds = close_in_child(tmp_path, scenario, how, chance.randrange(1500))
    if scenario not in ("loading", "waiting"):
        assert seconds < SECONDS_TO_CLOSE
