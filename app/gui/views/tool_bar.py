"""The bar at the top: lessons, document, undo, classes, and how the window looks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence, QUndoStack
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QToolBar, QToolButton, QWidget

from app.components.choice import Param
from app.data.tasks import MAX_CLASSES, Task
from app.gui.icons import class_icon, icon
from app.gui.texts import titled_text
from app.gui.theme import Theme
from app.gui.views.number_field import NumberField

VALUE_PARAM = Param("point_value", "", 1.0, -1e6, 1e6)


class ToolBar(QToolBar):
    """Actions of the window; `actions_by_name` finds one by its name.

    Signals
    -------
    lessonRequested(str)
        A lesson's id was chosen in the menu.
    recentRequested(str)
        The path of a file that was opened or saved lately.
    classRequested(int)
    valueEdited(float)
        The value of new points on a heat map.
    """

    lessonRequested = Signal(str)
    recentRequested = Signal(str)
    classRequested = Signal(int)
    valueEdited = Signal(float)

    def __init__(self, undo_stack: QUndoStack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tool_bar")
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.actions_by_name: dict[str, QAction] = {}
        self._undo_texts = ("", "")

        self._file_button, self._file_menu = self._add_menu("file")
        self._lesson_button, self._lesson_menu = self._add_menu("lessons")
        self.addSeparator()
        self._add("new", QKeySequence(QKeySequence.StandardKey.New))
        self._add("open", QKeySequence(QKeySequence.StandardKey.Open))
        self._add("save", QKeySequence(QKeySequence.StandardKey.Save))
        self.addSeparator()
        self._add_undo(undo_stack)
        self.addSeparator()
        self._add("clear")
        self._add("fit", QKeySequence("F"))
        self._add("show_test", is_checkable=True).setChecked(True)
        self._add("mark_uncertain", is_checkable=True)
        self.addSeparator()
        self._add_classes()
        spacer = QWidget()
        spacer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.addWidget(spacer)
        self._add("grid", QKeySequence("Ctrl+G"))
        self._add("larger", QKeySequence("Ctrl++"))
        self._add("language")
        self._add("theme")
        self._add("help", QKeySequence(QKeySequence.StandardKey.HelpContents))
        self._fill_file_menu()
        self.retranslate()

    # ------------------------------------------------------------ making

    def _add(self, name: str, shortcut: QKeySequence | None = None, is_checkable: bool = False) -> QAction:
        action = QAction(self)
        action.setCheckable(is_checkable)
        return self._adopt(name, action, shortcut)

    def _adopt(self, name: str, action: QAction, shortcut: QKeySequence | None) -> QAction:
        action.setObjectName(name)
        if shortcut is not None:
            action.setShortcut(shortcut)
        self.addAction(action)
        self.actions_by_name[name] = action
        button = self.widgetForAction(action)
        button.setObjectName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return action

    def _add_menu(self, name: str) -> tuple[QToolButton, QMenu]:
        button = QToolButton()
        button.setObjectName(name)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        menu.setToolTipsVisible(True)
        button.setMenu(menu)
        self.addWidget(button)
        return button, menu

    def _fill_file_menu(self) -> None:
        """Name in one list what can be done with a document; the most used of it also has buttons in the bar."""
        menu, actions = self._file_menu, self.actions_by_name
        for name, shortcut in (
            ("save_as", QKeySequence("Ctrl+Shift+S")),
            ("paste", QKeySequence(QKeySequence.StandardKey.Paste)),
            ("save_table", QKeySequence("Ctrl+E")),
            ("quit", QKeySequence("Ctrl+Q")),
        ):
            action = QAction(self)
            action.setObjectName(name)
            action.setShortcut(shortcut)
            actions[name] = action
        menu.addActions([actions["new"], actions["open"]])
        self._recent_menu = menu.addMenu("")
        self._recent_menu.setObjectName("recent")
        self._recent_menu.setEnabled(False)
        menu.addActions([actions["save"], actions["save_as"]])
        menu.addSeparator()
        menu.addActions([actions["undo"], actions["redo"]])
        menu.addSeparator()
        menu.addActions([actions["paste"], actions["save_table"], actions["grid"]])
        menu.addSeparator()
        menu.addAction(actions["quit"])

    def _add_undo(self, undo_stack: QUndoStack) -> None:
        # The stack's own actions keep the language in which they were made.
        undo = self._add("undo", QKeySequence(QKeySequence.StandardKey.Undo))
        undo.triggered.connect(undo_stack.undo)
        undo_stack.canUndoChanged.connect(undo.setEnabled)
        undo.setEnabled(undo_stack.canUndo())
        redo = self._add("redo", QKeySequence(QKeySequence.StandardKey.Redo))
        redo.triggered.connect(undo_stack.redo)
        undo_stack.canRedoChanged.connect(redo.setEnabled)
        redo.setEnabled(undo_stack.canRedo())

    def _add_classes(self) -> None:
        self._class_group = QActionGroup(self)
        for number in range(MAX_CLASSES):
            action = self._add(f"class.{number}", is_checkable=True)
            action.setIcon(class_icon(number))
            action.setData(number)
            self._class_group.addAction(action)
        self._class_group.triggered.connect(self._on_class_triggered)
        self._value = NumberField("point_value", VALUE_PARAM)
        self._value.setFixedWidth(72)
        self._value_name = QLabel()
        self._value_name_action = self.addWidget(self._value_name)
        self._value_action = self.addWidget(self._value)
        self._value.valueEdited.connect(self._on_value_edited)

    # ------------------------------------------------------------ setters, silent

    def set_theme(self, theme: Theme) -> None:
        """Draw the icons in the theme's colours."""
        for name, picture in _ICONS.items():
            self.actions_by_name[name].setIcon(icon(picture, theme.text))
        self._file_button.setIcon(icon("file", theme.text))
        self._lesson_button.setIcon(icon("lessons", theme.text))

    def set_lessons(self, lessons: Sequence[tuple[str, str]]) -> None:
        """Offer lessons, pairs of id and title."""
        self._lesson_menu.clear()
        for number, (lesson_id, title) in enumerate(lessons, 1):
            action = self._lesson_menu.addAction(f"{number}  {title}")
            action.setObjectName(f"lesson.{lesson_id}")
            action.setData(lesson_id)
            action.triggered.connect(self._on_lesson_triggered)

    def set_recent(self, paths: Sequence[str]) -> None:
        """Offer files again, the newest first."""
        self._recent_menu.clear()
        self._recent_menu.setEnabled(bool(paths))
        for path in paths:
            action = self._recent_menu.addAction(PurePath(path).name.replace("&", "&&"))
            action.setToolTip(path)
            action.setData(path)
            action.triggered.connect(self._on_recent_triggered)

    def set_task(self, task: Task, n_classes: int) -> None:
        """Show the classes that can be placed, or the value."""
        n_shown = min(n_classes + 1, MAX_CLASSES) if task.is_classification else 0
        for number in range(MAX_CLASSES):
            self.actions_by_name[f"class.{number}"].setVisible(number < n_shown)
        self._value_name_action.setVisible(task is Task.REGRESSION_2D)
        self._value_action.setVisible(task is Task.REGRESSION_2D)
        self.actions_by_name["mark_uncertain"].setVisible(task.is_classification)

    def set_class(self, number: int) -> None:
        """Press the button of a class."""
        self.actions_by_name[f"class.{number}"].setChecked(True)

    def set_value(self, value: float) -> None:
        """Show the value of new points."""
        self._value.set_value(value)

    def set_undo_texts(self, undo: str, redo: str) -> None:
        """Name the steps that undo and redo would take; "" for none."""
        self._undo_texts = (undo, redo)
        translate = QCoreApplication.translate
        for name, word, step in (
            ("undo", translate("ToolBar", "Undo"), undo),
            ("redo", translate("ToolBar", "Redo"), redo),
        ):
            action = self.actions_by_name[name]
            text = titled_text(word, step) if step else word
            self._describe(action, word, text)
            action.setText(text.replace("&", "&&"))

    # ------------------------------------------------------------ gestures

    def _on_class_triggered(self, action: QAction) -> None:
        self.classRequested.emit(action.data())

    def _on_value_edited(self, value: object) -> None:
        self.valueEdited.emit(float(str(value)))

    def _on_recent_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.recentRequested.emit(action.data())

    def _on_lesson_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.lessonRequested.emit(action.data())

    # ------------------------------------------------------------ words

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        translate = QCoreApplication.translate
        self.setWindowTitle(translate("ToolBar", "Tools"))
        self._file_button.setText(translate("ToolBar", "File"))
        self._file_button.setToolTip(translate("ToolBar", "New, open, save, undo, paste"))
        self._recent_menu.setTitle(translate("ToolBar", "Open again"))
        self._lesson_button.setText(translate("ToolBar", "Lessons"))
        self._lesson_button.setToolTip(translate("ToolBar", "Open a ready-made lesson"))
        self._value_name.setText(translate("ToolBar", "Value"))
        self._value.setToolTip(translate("ToolBar", "Value of the points you place; a right click on the canvas changes its sign"))  # fmt: skip
        self._value.setAccessibleName(translate("ToolBar", "Value of new points"))
        texts = {
            "new": (translate("ToolBar", "New"), translate("ToolBar", "Begin with an empty canvas")),
            "open": (translate("ToolBar", "Open …"), translate("ToolBar", "Open an experiment, or points from a CSV file; or drop the file on the window")),
            "save": (translate("ToolBar", "Save"), translate("ToolBar", "Save the experiment: points, settings and the state of the training")),
            "save_as": (translate("ToolBar", "Save as …"), translate("ToolBar", "Save the experiment in another file")),
            "quit": (translate("ToolBar", "Quit"), translate("ToolBar", "Close the window")),
            "paste": (translate("ToolBar", "Paste a table"), translate("ToolBar", "Paste points copied from a spreadsheet")),
            "save_table": (translate("ToolBar", "Save the points as a table …"), translate("ToolBar", "Save the points as a CSV file")),
            "clear": (translate("ToolBar", "Clear"), translate("ToolBar", "Erase all points")),
            "fit": (translate("ToolBar", "Fit"), translate("ToolBar", "Show all points. Wheel: zoom. Middle button: move the view.")),
            "show_test": (translate("ToolBar", "Test points"), translate("ToolBar", "Show the points kept for testing: hollow, or diamonds on a heat map")),
            "mark_uncertain": (translate("ToolBar", "Uncertain"), translate("ToolBar", "Mark where the probability lies between 0.4 and 0.6")),
            "grid": (translate("ToolBar", "Grid of experiments"), translate("ToolBar", "Train many experiments at once: vary one or two settings")),
            "larger": (translate("ToolBar", "Larger"), translate("ToolBar", "Everything larger, for a projector; once more for the usual size")),
            "language": (translate("ToolBar", "中文 / English"), translate("ToolBar", "Switch the language")),
            "theme": (translate("ToolBar", "Light or dark"), translate("ToolBar", "Switch between light and dark")),
            "help": (translate("ToolBar", "Help"), translate("ToolBar", "Keys and mouse")),
        }  # fmt: skip
        for name, (text, tip) in texts.items():
            self._describe(self.actions_by_name[name], text, tip)
        self.set_undo_texts(*self._undo_texts)
        for number in range(MAX_CLASSES):
            text = translate("ToolBar", "Class {number}").format(number=number)
            self._describe(self.actions_by_name[f"class.{number}"], text, text, str(number))

    def _describe(self, action: QAction, text: str, tip: str, key: str = "") -> None:
        key = key or action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        action.setText(text)
        action.setToolTip(f"{tip} ({key})" if key else tip)
        button = self.widgetForAction(action)  # none for what is in the menu only
        if button is not None:
            button.setAccessibleName(text)


_ICONS = {
    "new": "new", "open": "open", "save": "save", "paste": "paste", "save_table": "table", "undo": "undo", "redo": "redo", "clear": "clear",
    "fit": "fit", "show_test": "test", "mark_uncertain": "uncertain", "grid": "grid", "larger": "larger", "language": "language",
    "theme": "theme", "help": "help",
}  # fmt: skip
