"""The middle: the canvas, its tools beside it, their options above it, and a line of readings and notices below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.explain.prediction import Region
from app.gui.theme import UNIT, Theme
from app.gui.views.canvas import Canvas
from app.gui.views.colour_bar import ColourBar
from app.gui.views.invitation import Invitation
from app.gui.views.paint_bar import PaintBar
from app.gui.views.tool_palette import ToolPalette

NOTICE_MILLISECONDS = 6000


class CanvasColumn(QWidget):
    """Holds the views that points are made with, and keeps the tool and its options the same in all of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.palette_bar = ToolPalette(parent=self)
        self.paint_bar = PaintBar(parent=self)
        self.canvas = Canvas(parent=self)
        self.invitation = Invitation(self.canvas.viewport())
        self.colour_bar = ColourBar(parent=self)
        self._readout = QLabel(self)
        self._readout.setObjectName("canvas_readout")
        self._notice = QLabel(self)
        self._notice.setObjectName("notice")
        self._notice_timer = QTimer(self, singleShot=True, interval=NOTICE_MILLISECONDS)
        self._notice_timer.timeout.connect(self._notice.clear)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.canvas.setMinimumSize(22 * UNIT, 20 * UNIT)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.palette_bar)
        row.addWidget(self.canvas, 1)
        line = QHBoxLayout()
        line.setContentsMargins(UNIT, 0, UNIT, UNIT // 2)
        line.setSpacing(2 * UNIT)
        line.addWidget(self._readout)
        line.addStretch(1)
        line.addWidget(self._notice)
        line.addWidget(self.colour_bar)
        for label in (self._readout, self._notice):
            label.setProperty("role", "muted")
            label.setMinimumWidth(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.paint_bar)
        column.addLayout(row, 1)
        column.addLayout(line)

    def _connect(self) -> None:
        canvas, bar = self.canvas, self.paint_bar
        self.palette_bar.toolRequested.connect(canvas.set_tool)
        self.palette_bar.toolRequested.connect(bar.set_tool)
        bar.optionsEdited.connect(canvas.set_options)
        bar.refused.connect(self.show_notice)
        canvas.readoutChanged.connect(self._readout.setText)
        canvas.regionChanged.connect(self._on_canvas_region_changed)
        canvas.areaChanged.connect(self.invitation.set_area)
        canvas.menuRequested.connect(self._on_canvas_menu_requested)
        for key in "[]":
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setObjectName(f"key.{key}")
            shortcut.activated.connect(self._on_bracket_activated)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for view in (self.palette_bar, self.paint_bar, self.canvas, self.colour_bar, self.invitation):
            view.set_theme(theme)

    @Slot(str)
    def show_notice(self, text: str) -> None:
        """Say something for a few seconds."""
        self._notice.setText(text)
        self._notice.setToolTip(text)  # a long one is cut
        self._notice_timer.start()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._notice.clear()  # it was said in the other language
        super().changeEvent(event)

    @Slot(object)
    def _on_canvas_region_changed(self, region: Region) -> None:
        """Keep brush and grid in proportion to what is looked at."""
        self.paint_bar.set_width(region.x_high - region.x_low)
        self.canvas.set_options(self.paint_bar.options)

    @Slot(object)
    def _on_canvas_menu_requested(self, place: QPoint) -> None:
        self.paint_bar.make_menu(self).popup(place)

    @Slot()
    def _on_bracket_activated(self) -> None:
        shortcut = self.sender()
        assert isinstance(shortcut, QShortcut)
        self.paint_bar.scale_radius(is_larger=shortcut.key().toString() == "]")
