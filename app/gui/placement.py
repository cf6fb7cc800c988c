"""Where the main window lies on the screens, and how wide its columns are."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter

from app.gui import preferences

TITLE_BAR = 40
"""Room that the window's frame needs above and below it; its true height is known only once it is shown."""


def restore_placement(window: QMainWindow, columns: QSplitter, settings: QSettings) -> None:
    """Put a window where it lay last, or where it can be reached if that screen is gone."""
    screen = QGuiApplication.primaryScreen().availableGeometry()
    window.resize(min(1366, screen.width()), min(768, screen.height() - TITLE_BAR))
    geometry, widths = preferences.read_layout(settings)
    window.restoreGeometry(geometry)
    columns.restoreState(widths)
    frame = window.frameGeometry()
    grip = QPoint(frame.center().x(), frame.top() + TITLE_BAR // 2)
    if not any(each.availableGeometry().contains(grip) for each in QGuiApplication.screens()):
        window.move(screen.topLeft())


def keep_placement(window: QMainWindow, columns: QSplitter, settings: QSettings) -> None:
    """Remember for the next start where a window lies."""
    preferences.write_layout(settings, window.saveGeometry(), columns.saveState())
    settings.sync()
