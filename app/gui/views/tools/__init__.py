"""What the left button does on the canvas: one class a tool, and the table of them."""

from __future__ import annotations

from app.gui.views.tools.base import CanvasTool, Tool
from app.gui.views.tools.paint import BrushTool, CircleTool, CloudTool, JitterTool, LineTool, MagnetTool
from app.gui.views.tools.points import EraseTool, MoveTool, PutTool
from app.gui.views.tools.select import LassoTool, RectangleTool

TOOLS: dict[Tool, type[CanvasTool]] = {
    Tool.ADD: PutTool,
    Tool.MOVE: MoveTool,
    Tool.RECTANGLE: RectangleTool,
    Tool.LASSO: LassoTool,
    Tool.BRUSH: BrushTool,
    Tool.LINE: LineTool,
    Tool.CIRCLE: CircleTool,
    Tool.CLOUD: CloudTool,
    Tool.JITTER: JitterTool,
    Tool.MAGNET: MagnetTool,
    Tool.ERASE: EraseTool,
}
"""In the order of the palette."""
