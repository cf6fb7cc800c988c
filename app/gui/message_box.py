"""Boxes that say or ask something. None of them blocks: training goes on and is drawn behind them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def message_box(
    name: str, icon: QMessageBox.Icon, text: str, parent: QWidget | None, title: str = "Gradient Playground"
) -> QMessageBox:
    """Return a box that is still to be opened; closing it deletes it."""
    box = QMessageBox(icon, title, text, parent=parent)
    box.setObjectName(name)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


def warn_of_file(text: str, parent: QWidget | None) -> None:
    """Say what is wrong with a file; the words can be copied."""
    box = message_box("file_problem", QMessageBox.Icon.Warning, text, parent)
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.open()
