"""The keys and gestures of the main window, in a box."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from app.gui.placement import TITLE_BAR
from app.gui.theme import UNIT
from app.gui.views.paint_bar import Command
from app.gui.views.tools.base import Tool
from app.gui.views.transport_bar import KEYS as TRAINING_KEYS


def show_help(window: QWidget, actions: Mapping[str, QAction]) -> None:
    """Open the box; the keys of actions are taken from them."""
    box = QDialog(window)
    box.setObjectName("help_box")
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setWindowTitle(QCoreApplication.translate("MainWindow", "Keys and mouse"))
    text = QLabel(_help_text(actions))
    text.setObjectName("help.text")
    area = QScrollArea()
    area.setAccessibleName(box.windowTitle())
    area.setWidgetResizable(True)
    area.setWidget(text)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
    buttons.accepted.connect(box.accept)
    layout = QVBoxLayout(box)
    layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
    layout.setSpacing(UNIT)
    layout.addWidget(area)
    layout.addWidget(buttons)
    # In a large font the table is longer than a screen: it takes the room there is, and scrolls.
    screen = window.screen().availableGeometry()
    around = 2 * layout.contentsMargins().left() + area.verticalScrollBar().sizeHint().width()
    width = min(text.sizeHint().width() + around, screen.width())
    text.setWordWrap(True)
    height = text.heightForWidth(width - around) + layout.spacing() + buttons.sizeHint().height() + 4 * UNIT
    box.resize(width, min(height, screen.height() - TITLE_BAR))
    box.open()


def _help_text(actions: Mapping[str, QAction]) -> str:
    """Return keys and mouse gestures as a table."""
    translate = QCoreApplication.translate

    shortcuts = {name: action.shortcut() for name, action in actions.items()}
    shortcuts |= {name: QKeySequence(key) for name, key in TRAINING_KEYS.items()}

    def keys(*names: str) -> str:
        return "  ".join(shortcuts[name].toString(QKeySequence.SequenceFormat.NativeText) for name in names)

    rows = (
        (translate("MainWindow", "Space"), translate("MainWindow", "run, pause, go on")),
        (keys("step_update", "step_epoch"), translate("MainWindow", "one update, one epoch")),
        (keys("again", "new_weights"), translate("MainWindow", "start again with the same weights, with new ones")),
        (translate("MainWindow", "Click"), translate("MainWindow", "place a point; keep the button down to move it")),
        (translate("MainWindow", "Right click"), translate("MainWindow", "next class, or the other sign on a heat map")),
        ("0 … 9", translate("MainWindow", "class of the next points, or their value on a heat map")),
        (keys(Tool.ADD, Tool.MOVE, Tool.ERASE), translate("MainWindow", "add, move, erase")),
        (keys(Tool.BRUSH, Tool.LINE, Tool.CIRCLE, Tool.CLOUD), translate("MainWindow", "brush, line, circle, Gaussian cloud; [ and ] change the radius")),
        (keys(Tool.RECTANGLE, Tool.LASSO), translate("MainWindow", "select with a rectangle or a lasso; Shift adds, Ctrl toggles")),
        (keys(Tool.JITTER, Tool.MAGNET, "snap"), translate("MainWindow", "jitter, magnet, snap to a grid")),
        (f"{keys(Command.ALL, Command.INVERT)}  Esc", translate("MainWindow", "select all, the others, none")),
        (keys(Command.DELETE, Command.DUPLICATE, Command.MIRROR_X, Command.MIRROR_Y), translate("MainWindow", "delete, duplicate or mirror the selected points; arrows move them")),
        (translate("MainWindow", "Right click on a selected point"), translate("MainWindow", "all that can be done with the selection")),
        (translate("MainWindow", "Wheel, middle button"), translate("MainWindow", "zoom and move the view; on an axis, that axis alone")),
        (keys("fit"), translate("MainWindow", "fit all points")),
        (keys("undo", "redo"), translate("MainWindow", "undo and redo, also while training")),
        (keys("grid"), translate("MainWindow", "train many experiments at once")),
        (keys("larger"), translate("MainWindow", "everything larger, for a projector")),
    )  # fmt: skip
    cells = "".join(
        f"<tr><td style='padding: 3px 16px 3px 0'><b>{key}</b></td><td style='padding: 3px 0'>{what}</td></tr>"
        for key, what in rows
    )
    return f"<table>{cells}</table>"
