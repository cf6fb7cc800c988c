"""The strip above the canvas: the numbers of the tool in hand, the grid, and what can be done with selected points."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolBar, QWidget

from app.components.choice import Param
from app.data.painting import PaintOptions, nice
from app.gui.icons import icon
from app.gui.texts import count_text
from app.gui.theme import UNIT, Theme
from app.gui.views.number_field import NumberField
from app.gui.views.tools import TOOLS
from app.gui.views.tools.base import Tool

_FRESH = PaintOptions()
PARAMS = (
    Param("number", "", _FRESH.number, 1, 10_000),
    Param("radius", "", _FRESH.radius, 0, 1e9),
    Param("eraser", "", _FRESH.eraser, 0, 1e9),
    Param("density", "", _FRESH.density, 1, 1000),
    Param("noise", "", _FRESH.noise, 0, 1e9),
    Param("jitter", "", _FRESH.jitter, 0, 1e9),
    Param("strength", "", _FRESH.strength, -1, 1),
    Param("step", "", _FRESH.step, 1e-9, 1e9),
)
SHARES = {"radius": 1 / 16, "eraser": 1 / 50, "noise": 1 / 120, "jitter": 1 / 120, "step": 1 / 24}
"""Lengths that nobody has typed are about these parts of the canvas's width."""
RADII = {"radius", "eraser"}
RADIUS_FACTOR = 1.25
FIELD_WIDTH = 44
ICON_SIZE = 18


class Command(StrEnum):
    """What can be done with selected points, or about the selection."""

    DUPLICATE = "duplicate"
    MIRROR_X = "mirror_x"
    MIRROR_Y = "mirror_y"
    JITTER = "jitter_selected"
    RELABEL = "relabel"
    TRAIN = "train"
    TEST = "test"
    DELETE = "delete"
    ALL = "select_all"
    INVERT = "invert"
    NONE = "select_none"


_BUTTONS = {
    Command.DUPLICATE: "duplicate", Command.MIRROR_X: "mirror_x", Command.MIRROR_Y: "mirror_y", Command.JITTER: "jitter",
    Command.RELABEL: "relabel", Command.TRAIN: "train", Command.TEST: "test", Command.DELETE: "delete",
}  # fmt: skip
"""Commands with a button while points are selected, and their icons."""

_KEYS = {
    Command.DUPLICATE: "Ctrl+D",
    Command.MIRROR_X: "H",
    Command.MIRROR_Y: "V",
    Command.DELETE: "Del",
    Command.ALL: "Ctrl+A",
    Command.INVERT: "Ctrl+I",
}


class PaintBar(QToolBar):
    """Options of the tool and commands for the selection; `actions_by_name` finds a command's action, or "snap".

    Signals
    -------
    optionsEdited(object)
        The `PaintOptions` from now on.
    commandRequested(object)
        A `Command`.
    refused(str)
        Why a number was not taken.
    """

    optionsEdited = Signal(object)
    commandRequested = Signal(object)
    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("paint_bar")
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self._options = PaintOptions()
        self._tool = Tool.ADD
        self._n_selected = 0
        self._can_relabel = False
        self.actions_by_name: dict[str, QAction] = {}
        self._names: dict[str, QLabel] = {}
        self._fields: dict[str, NumberField] = {}
        self._shown: dict[str, QAction] = {}
        for param in PARAMS[:-1]:
            self._add_field(param)
        self._add("snap", "G").setCheckable(True)
        self.actions_by_name["snap"].toggled.connect(self._on_snap_toggled)
        self._add_field(PARAMS[-1])
        self._names["step"].hide()  # the button beside it says what the number is for
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spacer)
        self._count = QLabel()
        self._count.setObjectName("selected_count")
        self._count.setProperty("role", "muted")
        self._count.setContentsMargins(UNIT // 2, 0, UNIT // 2, 0)
        self._shown["count"] = self.addWidget(self._count)
        for command in Command:
            self._add(command, _KEYS.get(command, ""), has_button=command in _BUTTONS).setData(command.value)
            self.actions_by_name[command].triggered.connect(self._on_command_triggered)
        self._show_fields()
        self._show_commands()
        self.retranslate()

    # ------------------------------------------------------------ making

    def _add(self, name: str, key: str, has_button: bool = True) -> QAction:
        action = QAction(self)
        action.setObjectName(name)
        action.setShortcut(QKeySequence(key))
        self.actions_by_name[name] = action
        if has_button:
            self.addAction(action)
            button = self.widgetForAction(action)
            button.setObjectName(name)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return action

    def _add_field(self, param: Param) -> None:
        group = QWidget()
        group.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        line = QHBoxLayout(group)
        line.setContentsMargins(0, 0, UNIT // 2, 0)
        line.setSpacing(UNIT // 2)
        name, field = QLabel(), NumberField(f"paint.{param.key}", param)
        name.setProperty("role", "muted")
        field.setFixedWidth(FIELD_WIDTH)
        field.valueEdited.connect(self._on_value_edited)
        field.refused.connect(self.refused)
        line.addWidget(name)
        line.addWidget(field)
        self._names[param.key], self._fields[param.key] = name, field
        self._shown[param.key] = self.addWidget(group)

    # ------------------------------------------------------------ setters, silent

    @property
    def options(self) -> PaintOptions:
        """What stands in the fields."""
        return self._options

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the theme's colours."""
        self.actions_by_name["snap"].setIcon(icon("snap", theme.text))
        for command, picture in _BUTTONS.items():
            self.actions_by_name[command].setIcon(icon(picture, theme.text))

    def set_tool(self, tool: Tool) -> None:
        """Show the options of a tool."""
        self._tool = tool
        self._show_fields()

    def set_width(self, width: float) -> None:
        """Fit lengths that nobody has typed to a canvas that shows so much of its horizontal axis."""
        for key, share in SHARES.items():
            self._fields[key].set_default(nice(width * share))
        self._take_fields()

    def set_selected(self, count: int) -> None:
        """Show the commands for so many selected points; none for 0."""
        self._n_selected = count
        self._show_commands()

    def set_can_relabel(self, can: bool) -> None:
        """Offer to give points another class or value, or not."""
        self._can_relabel = can
        self._show_commands()

    def scale_radius(self, is_larger: bool) -> None:
        """Wish for a larger or smaller radius, if the tool has one."""
        for key in RADII & set(TOOLS[self._tool].options):
            factor = RADIUS_FACTOR if is_larger else 1 / RADIUS_FACTOR
            self._fields[key].set_value(float(f"{getattr(self._options, key) * factor:.3g}"))
            self._on_value_edited()

    def make_menu(self, parent: QWidget) -> QMenu:
        """Return a menu of all commands."""
        menu = QMenu(parent)
        menu.setObjectName("selection_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for command in Command:
            if command in (Command.TRAIN, Command.DELETE, Command.ALL):
                menu.addSeparator()
            menu.addAction(self.actions_by_name[command])
        return menu

    # ------------------------------------------------------------ showing

    def _show_fields(self) -> None:
        for key in self._fields:
            is_shown = self._options.snaps if key == "step" else key in TOOLS[self._tool].options
            self._shown[key].setVisible(is_shown)

    def _show_commands(self) -> None:
        is_any = self._n_selected > 0
        self._shown["count"].setVisible(is_any)
        text = QCoreApplication.translate("PaintBar", "{count} selected")
        self._count.setText(text.format(count=count_text(self._n_selected)))
        for command in _BUTTONS:
            # An action that is not visible has no key either: Delete stays with whoever else wants it.
            self.actions_by_name[command].setVisible(is_any and (command is not Command.RELABEL or self._can_relabel))
        self.actions_by_name[Command.NONE].setEnabled(is_any)

    def event(self, event: QEvent) -> bool:
        is_done = super().event(event)
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._show_names()
        return is_done

    def _show_names(self) -> None:
        """Leave out what the fields are called where there is no room for it; their tool tips say it too."""
        names = [name for key, name in self._names.items() if key != "step" and self._shown[key].isVisible()]
        hidden = sum(name.sizeHint().width() + UNIT // 2 for name in names if name.isHidden())
        has_room = self.sizeHint().width() + hidden <= self.width()
        for name in names:
            name.setVisible(has_room)

    # ------------------------------------------------------------ gestures

    def _take_fields(self) -> None:
        values = {key: field.value for key, field in self._fields.items()}
        self._options = replace(PaintOptions(**values), snaps=self.actions_by_name["snap"].isChecked())  # type: ignore[arg-type]

    def _on_value_edited(self) -> None:
        self._take_fields()
        self.optionsEdited.emit(self._options)

    def _on_snap_toggled(self) -> None:
        self._on_value_edited()
        self._show_fields()

    def _on_command_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.commandRequested.emit(Command(action.data()))

    # ------------------------------------------------------------ words

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        translate = QCoreApplication.translate
        self.setAccessibleName(translate("PaintBar", "Options of the tool"))
        radius = (translate("PaintBar", "Radius"), translate("PaintBar", "In units of the horizontal axis; the keys [ and ] make it smaller and larger"))  # fmt: skip
        noise = (translate("PaintBar", "Noise"), translate("PaintBar", "Standard deviation, in units of the horizontal axis"))  # fmt: skip
        fields = {
            "number": (translate("PaintBar", "Number"), translate("PaintBar", "How many points the figure has")),
            "radius": radius,
            "eraser": radius,
            "density": (translate("PaintBar", "Density"), translate("PaintBar", "Points in each dab; there is a dab after every half radius")),
            "noise": noise,
            "jitter": noise,
            "strength": (translate("PaintBar", "Strength"), translate("PaintBar", "How much of the way to the centre a point goes; a negative number pushes away")),
            "step": (translate("PaintBar", "Step"), translate("PaintBar", "Width of the grid, in units of the horizontal axis")),
        }  # fmt: skip
        for key, (text, tip) in fields.items():
            self._names[key].setText(text)
            self._fields[key].set_name(text)
            for widget in (self._names[key], self._fields[key]):
                widget.setToolTip(tip)
            self._fields[key].retranslate()
        actions = {
            "snap": (translate("PaintBar", "Snap to grid"), translate("PaintBar", "Place points on a grid; of several that move together, the one under the cursor stays on it")),
            Command.DUPLICATE: (translate("PaintBar", "Duplicate"), translate("PaintBar", "Copy the selected points, and select the copies")),
            Command.MIRROR_X: (translate("PaintBar", "Mirror left and right"), translate("PaintBar", "Mirror the selected points about their middle")),
            Command.MIRROR_Y: (translate("PaintBar", "Mirror up and down"), translate("PaintBar", "Mirror the selected points about their middle")),
            Command.JITTER: (translate("PaintBar", "Jitter"), translate("PaintBar", "Shake the selected points, by the noise of the jitter tool")),
            Command.RELABEL: (translate("PaintBar", "Relabel"), translate("PaintBar", "Give the selected points the class or value of new points")),
            Command.TRAIN: (translate("PaintBar", "Training points"), translate("PaintBar", "Train with the selected points")),
            Command.TEST: (translate("PaintBar", "Test points"), translate("PaintBar", "Keep the selected points for testing")),
            Command.DELETE: (translate("PaintBar", "Delete"), translate("PaintBar", "Delete the selected points")),
            Command.ALL: (translate("PaintBar", "Select all"), translate("PaintBar", "Select all points")),
            Command.INVERT: (translate("PaintBar", "Invert the selection"), translate("PaintBar", "Select the points that are not selected")),
            Command.NONE: (translate("PaintBar", "Select none"), translate("PaintBar", "Select no point; the key is Esc")),
        }  # fmt: skip
        for name, (text, tip) in actions.items():
            action = self.actions_by_name[name]
            action.setText(text)
            key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{text} – {tip} ({key})" if key else f"{text} – {tip}")
            if (button := self.widgetForAction(action)) is not None:
                button.setAccessibleName(text)
        self._show_commands()
