"""The tools, at the left edge of the canvas."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QToolBar, QWidget

from app.gui.icons import icon
from app.gui.theme import Theme
from app.gui.views.tools import TOOLS
from app.gui.views.tools.base import Tool

KEYS = {
    Tool.ADD: "A",
    Tool.MOVE: "M",
    Tool.RECTANGLE: "R",
    Tool.LASSO: "S",
    Tool.BRUSH: "B",
    Tool.LINE: "L",
    Tool.CIRCLE: "C",
    Tool.CLOUD: "N",
    Tool.JITTER: "J",
    Tool.MAGNET: "P",
    Tool.ERASE: "E",
}
ICON_SIZE = 20
_BEGINS_GROUP = (Tool.RECTANGLE, Tool.BRUSH, Tool.JITTER)


class ToolPalette(QToolBar):
    """One button a tool; `actions_by_name` finds a tool's action.

    Signals
    -------
    toolRequested(object)
        A `Tool`.
    """

    toolRequested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tool_palette")
        self.setOrientation(Qt.Orientation.Vertical)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.actions_by_name: dict[str, QAction] = {}
        group = QActionGroup(self)
        for tool in TOOLS:
            if tool in _BEGINS_GROUP:
                self.addSeparator()
            action = QAction(self)
            action.setObjectName(tool.value)
            action.setCheckable(True)
            action.setShortcut(QKeySequence(KEYS[tool]))
            action.setData(tool.value)
            group.addAction(action)
            self.addAction(action)
            self.actions_by_name[tool] = action
            button = self.widgetForAction(action)
            button.setObjectName(tool.value)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.actions_by_name[Tool.ADD].setChecked(True)
        group.triggered.connect(self._on_tool_triggered)
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the theme's colours."""
        for tool, action in self.actions_by_name.items():
            action.setIcon(icon(tool, theme.text))

    def _on_tool_triggered(self, action: QAction) -> None:
        self.toolRequested.emit(Tool(action.data()))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        translate = QCoreApplication.translate
        self.setAccessibleName(translate("ToolPalette", "Tools of the canvas"))
        texts = {
            Tool.ADD: (translate("ToolPalette", "Add"), translate("ToolPalette", "Click to place points, drag to move them")),
            Tool.MOVE: (translate("ToolPalette", "Move"), translate("ToolPalette", "Click points to select them, with Shift more, and drag them; drag the canvas to move the view")),
            Tool.RECTANGLE: (translate("ToolPalette", "Rectangle"), translate("ToolPalette", "Select points with a rectangle. Shift adds, Ctrl toggles; drag a selected point to move them all")),
            Tool.LASSO: (translate("ToolPalette", "Lasso"), translate("ToolPalette", "Select points by drawing a line around them. Shift adds, Ctrl toggles")),
            Tool.BRUSH: (translate("ToolPalette", "Brush"), translate("ToolPalette", "Drag to paint points: the longer the stroke, the more points")),
            Tool.LINE: (translate("ToolPalette", "Line"), translate("ToolPalette", "Click to place a line of points, or drag from one end to the other")),
            Tool.CIRCLE: (translate("ToolPalette", "Circle"), translate("ToolPalette", "Click to place a circle of points, or drag from its centre")),
            Tool.CLOUD: (translate("ToolPalette", "Gaussian cloud"), translate("ToolPalette", "Click to place normally distributed points, or drag from the centre to one standard deviation")),
            Tool.JITTER: (translate("ToolPalette", "Jitter"), translate("ToolPalette", "Shake the points under the cursor")),
            Tool.MAGNET: (translate("ToolPalette", "Magnet"), translate("ToolPalette", "Pull the points under the cursor together; with a negative strength push them away")),
            Tool.ERASE: (translate("ToolPalette", "Erase"), translate("ToolPalette", "Click or drag over points to erase them")),
        }  # fmt: skip
        for tool, (text, tip) in texts.items():
            action = self.actions_by_name[tool]
            action.setText(text)
            action.setToolTip(f"{text} – {tip} ({KEYS[tool]})")
            self.widgetForAction(action).setAccessibleName(text)
