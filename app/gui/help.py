"""The keys and gestures of the main window, in a box."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from app.gui.message_box import message_box


def show_help(window: QWidget) -> None:
    """Open the box."""
    title = QCoreApplication.translate("MainWindow", "Keys and mouse")
    message_box("help_box", QMessageBox.Icon.NoIcon, _help_text(), window, title).open()


def _help_text() -> str:
    """Return keys and mouse gestures as a table."""
    translate = QCoreApplication.translate
    rows = (
        (translate("MainWindow", "Space"), translate("MainWindow", "run, pause, go on")),
        (translate("MainWindow", "Click"), translate("MainWindow", "place a point; keep the button down to move it")),
        (translate("MainWindow", "Right click"), translate("MainWindow", "next class, or the other sign on a heat map")),
        ("0 … 9", translate("MainWindow", "class of the next points, or their value on a heat map")),
        ("A  M  E", translate("MainWindow", "add, move, erase")),
        ("B  L  C  N", translate("MainWindow", "brush, line, circle, Gaussian cloud; [ and ] change the radius")),
        ("R  S", translate("MainWindow", "select with a rectangle or a lasso; Shift adds, Ctrl toggles")),
        ("J  P  G", translate("MainWindow", "jitter, magnet, snap to a grid")),
        ("Ctrl+A  Ctrl+I  Esc", translate("MainWindow", "select all, the others, none")),
        ("Del  Ctrl+D  H  V", translate("MainWindow", "delete, duplicate or mirror the selected points; arrows move them")),
        (translate("MainWindow", "Right click on a selected point"), translate("MainWindow", "all that can be done with the selection")),
        (translate("MainWindow", "Wheel, middle button"), translate("MainWindow", "zoom and shift; on an axis, that axis alone")),
        ("F", translate("MainWindow", "fit all points")),
        ("Ctrl+Z  Ctrl+Shift+Z", translate("MainWindow", "undo and redo, also while training")),
        ("Ctrl+G", translate("MainWindow", "train many experiments at once")),
        ("Ctrl++", translate("MainWindow", "everything larger, for a projector")),
    )  # fmt: skip
    cells = "".join(f"<tr><td style='padding: 3px 16px 3px 0'><b>{keys}</b></td><td>{what}</td></tr>" for keys, what in rows)  # fmt: skip
    return f"<table>{cells}</table>"
