"""Makes the application and its window, and sees to it that no error goes unnoticed."""

from __future__ import annotations

import faulthandler
import gc
import logging
import sys
import traceback
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from app.gui import preferences
from app.gui.icons import app_icon
from app.gui.languages import Languages, system_language
from app.gui.message_box import message_box
from app.gui.window import MainWindow

log = logging.getLogger("gradient_playground")


class ErrorReporter(QObject):
    """Shows an unexpected error once, in a box that can be copied from and does not block."""

    _caught = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._box: QMessageBox | None = None
        # Queued: the hook is called in whatever thread the error happened.
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Replace sys.excepthook."""
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.exit(0)  # asks nothing: what is unsaved is offered at the next start
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        log.error("%s", text)
        self._caught.emit(text)

    def _show(self, text: str) -> None:
        if self._box is not None:  # one at a time: an error in a drawing routine comes back with every frame
            return
        said = QCoreApplication.translate(
            "Application", "Something went wrong. Your points and settings are still there."
        )
        self._box = message_box("error_box", QMessageBox.Icon.Warning, said, None)
        self._box.setDetailedText(text)
        self._box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._box.finished.connect(self._forget)
        self._box.open()

    def _forget(self) -> None:
        self._box = None


def make_application(arguments: list[str]) -> QApplication:
    """Return the one QApplication, in a style that is the same everywhere."""
    app = QApplication.instance() or QApplication(arguments)
    assert isinstance(app, QApplication)
    app.setApplicationName("Gradient Playground")
    app.setOrganizationName("gradient-playground")
    app.setDesktopFileName("gradient-playground")
    app.setStyle("Fusion")
    app.setWindowIcon(app_icon())
    return app


def make_window(app: QApplication) -> MainWindow:
    """Return the window as the person left it, in their language and theme."""
    settings = preferences.open_settings()
    languages = Languages(app)
    is_dark = app.styleHints().colorScheme() == Qt.ColorScheme.Dark
    languages.switch_to(preferences.read_language(settings, system_language()))
    return MainWindow(
        languages,
        settings,
        preferences.read_language(settings, system_language()),
        preferences.read_theme(settings, "dark" if is_dark else "light"),
    )


def run_window(lesson_id: str | None = None, path: str | None = None) -> int:
    """Open the window, with a lesson, a file or an empty canvas, and return the exit status once it is closed."""
    faulthandler.enable()
    if sys.platform == "win32":
        import torch  # noqa: F401 - on Windows torch's libraries load only before Qt's
    app = make_application(sys.argv[:1])
    reporter = ErrorReporter()
    sys.excepthook = reporter.hook
    window = make_window(app)
    window.show()
    if lesson_id is not None:
        window.controller.open_lesson(lesson_id)
    if path is not None:
        window.file_actions.open_path(path)
    gc.freeze()
    gc.enable()  # the command line turns it off for the start
    status = app.exec()
    window.abandon()
    return status
