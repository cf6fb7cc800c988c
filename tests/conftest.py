"""What all tests share: torch before Qt, settings of their own, and a look at what they leave behind."""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
import torch  # noqa: F401 - before Qt, which matters on Windows
from PySide6.QtCore import QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.gui.application import make_application, make_window
from app.gui.window import MainWindow
from tests.clusters import RunningCluster

# Tests run in the background ignore Ctrl-C and the end of a terminal, and the programs they start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
if os.name != "nt":
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


MOST_LEFT = 200
"""Menus of plots that are gone, which the next window would dress; throwing them away takes as long as half a window."""


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the person's settings out of the tests, and the tests' out of theirs."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("APPDATA", str(tmp_path / "config"))
    # Qt reads the environment once in a process.
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "config"))


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    """Make pytest-qt build the application as the program does."""
    return QApplication


@pytest.fixture
def leaves_nothing() -> Iterator[None]:
    """Fail if a test leaves windows or threads behind."""
    threads_before = set(threading.enumerate())
    yield
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.processEvents()
    visible = [widget for widget in app.topLevelWidgets() if widget.isVisible()]
    assert not visible, f"left open: {visible}"
    left = {thread for thread in set(threading.enumerate()) - threads_before if not thread.name.startswith("Dummy")}
    assert not left, f"left running: {left}"


@pytest.fixture
def make(qapp: QApplication, qtbot: QtBot, leaves_nothing: None) -> Iterator[Callable[[], MainWindow]]:
    """Make windows that are closed at the end, with training or not."""
    windows: list[MainWindow] = []
    font = qapp.font()

    def make_one() -> MainWindow:
        if len(qapp.topLevelWidgets()) > MOST_LEFT:
            gc.unfreeze()  # the program freezes its window, which here is one of many
            gc.collect()
        make_application([])
        window = make_window(qapp)
        windows.append(window)
        window.set_language("en")
        window.show()
        qtbot.waitExposed(window)
        return window

    yield make_one
    for window in windows:
        window.set_language("en")  # takes its translators away from the application
        window.close_without_asking()
        window.deleteLater()
    qapp.setFont(font)  # a window may have been made larger
    qapp.processEvents()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # or a closed window still hears of a new language


@pytest.fixture
def window(make: Callable[[], MainWindow], qtbot: QtBot) -> MainWindow:
    """A window with an empty canvas whose worker is ready."""
    window = make()
    window.resize(1366, 768)  # the screen of the tests is smaller
    qtbot.waitUntil(lambda: window.controller.snapshot is not None, timeout=30_000)
    return window


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[RunningCluster]:
    """A scheduler and two workers on this machine."""
    running = RunningCluster(tmp_path)
    yield running
    running.end()
