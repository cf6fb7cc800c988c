"""A button of a bar that drives a training: a word beside an icon."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton

from app.gui.theme import UNIT

ICON_SIZE = QSize(18, 18)


def bar_button(name: str) -> QToolButton:
    """Return a button with this object name; its words and its icon follow."""
    button = QToolButton()
    button.setObjectName(name)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setIconSize(ICON_SIZE)
    button.setMinimumHeight(4 * UNIT)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
