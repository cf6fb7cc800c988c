"""Saves what came of a grid as a table, in a file that is asked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from app.files.atomic import write_atomically
from app.files.sweep_rows import write_grid
from app.gui.background import Background
from app.gui.message_box import warn_of_file
from app.gui.texts import error_text
from app.running.wall_snapshot import WallFrame
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import Message, UserError
from app.training.grid import Grid


class GridSaving(QObject):
    """Asks where, and writes in the background; nothing blocks, so training goes on.

    Signals
    -------
    noticed(Message)
        What was saved.
    """

    noticed = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._background = Background(self)

    def ask(self, grid: Grid, frame: WallFrame) -> None:
        """Ask for a file and write the experiments there as they were at a moment."""
        dialog = QFileDialog(self._window, QCoreApplication.translate("GridTable", "Save the experiments as a table"))
        dialog.setObjectName("file_dialog")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilter("CSV (*.csv)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile("results.csv")
        dialog.fileSelected.connect(lambda name: self.save(Path(name), grid, frame))
        dialog.open()

    def save(self, path: Path, grid: Grid, frame: WallFrame) -> None:
        """Write the experiments as they were at a moment."""
        message = Message(_N("errors", "{count} experiments, after epoch {epoch}, saved in {file}."), {"count": len(grid), "epoch": frame.epoch, "file": path.name})  # fmt: skip
        self._background.do(
            lambda: write_atomically(path, write_grid(grid, frame)),
            lambda _: self.noticed.emit(message),
            self._warn,
        )

    def end(self) -> None:
        """Finish what is being written, and write no more."""
        self._background.end()

    def _warn(self, error: UserError) -> None:
        warn_of_file(error_text(error), self._window)
