"""The window: places the views and connects them with the controller, nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QSettings, Qt, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QMainWindow,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.components.devices import Device
from app.data.plane import canvas_positions
from app.data.tasks import MAX_CLASSES
from app.explain.prediction import Region
from app.files.lessons import Lesson, find_lessons
from app.gui import preferences, theme
from app.gui.controller import Controller
from app.gui.document_presenter import DocumentPresenter
from app.gui.documents import Documents
from app.gui.file_actions import FileActions
from app.gui.first_paint import FirstPaint
from app.gui.help import show_help
from app.gui.icons import app_icon
from app.gui.importer import Imports
from app.gui.languages import Languages
from app.gui.painting import Measures, Painting
from app.gui.placement import keep_placement, restore_placement
from app.gui.readings import Readings
from app.gui.recovery import Recovery
from app.gui.texts import error_text, message_text
from app.gui.theme import THEMES, Theme
from app.gui.views.canvas_column import CanvasColumn
from app.gui.views.form_combo import Entry
from app.gui.views.invitation import LessonCard
from app.gui.views.paint_bar import Command
from app.gui.views.settings_panel import SettingsPanel
from app.gui.views.side_column import SideColumn
from app.gui.views.tool_bar import ToolBar
from app.gui.views.transport_bar import TransportBar
from app.gui.worker import Worker
from app.running.snapshot import Snapshot
from app.text import UserError

if TYPE_CHECKING:
    from app.gui.grid_window import GridWindow

PROJECTOR_SCALE = 1.35


class MainWindow(QMainWindow):
    """One window with one experiment.

    Parameters
    ----------
    languages
        Switches the language of the application.
    settings
        Where language, theme and geometry are remembered.
    language, theme_name
        What it begins with; "en" or "zh", "light" or "dark".
    """

    def __init__(self, languages: Languages, settings: QSettings, language: str, theme_name: str) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setAcceptDrops(True)
        self.setWindowIcon(app_icon())
        self._languages = languages
        self._settings = settings
        self._language = language
        self._theme = THEMES[theme_name]
        theme.apply(application(), self._theme)  # before there are widgets: each would be dressed once more
        self._normal_points = self.font().pointSizeF()
        problems: list[UserError] = []
        self._lessons = find_lessons(problems.append)
        self._devices: tuple[Device, ...] = ()
        self._has_begun = False
        self._may_close = False
        self._has_ended = False
        self.grid_window: GridWindow | None = None

        central = self._make_parts()
        self._readings = Readings(self._show_readings, self)
        self._lay_out(central)
        self._presenter = DocumentPresenter(
            self.controller, self.tool_bar, self.settings_panel, self.middle, self.side, self.transport, self
        )
        self._connect_controller()
        self.documents = Documents(self.controller, self.worker, self.canvas.region, self)
        self.recovery = Recovery(self.controller, self.documents, Path(settings.fileName()).parent / "recovery", self)
        self.file_actions = FileActions(self.controller, self.documents, self.imports, settings, self)
        self._connect_tool_bar()
        self._connect_training()
        self._connect_points()
        self._connect_painting()
        self._connect_files()
        self._add_keys()
        self._dress()
        self.retranslate()
        restore_placement(self, self._splitter, settings)
        if problems:
            self.middle.show_notice(" ".join(map(error_text, problems)))

    # ------------------------------------------------------------ making

    def _make_parts(self) -> QWidget:
        """Make the views and what moves them; return the widget that holds the views."""
        # Outer widgets are made before inner ones: whatever moves into another widget is dressed once more.
        central = QWidget(self)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, central)
        self.worker = Worker(self)
        self.controller = Controller(self.worker, self)
        self.tool_bar = ToolBar(self.controller.undo_stack, self)
        self.settings_panel = SettingsPanel(self._splitter)
        self.painting = Painting(self.controller, self)
        self.middle = CanvasColumn(self._splitter)
        self.canvas = self.middle.canvas
        self.palette_bar = self.middle.palette_bar
        self.paint_bar = self.middle.paint_bar
        self.invitation = self.middle.invitation
        self.side = SideColumn(self._splitter)
        self.imports = Imports(self)
        self.transport = TransportBar(central)
        return central

    def _lay_out(self, central: QWidget) -> None:
        self.addToolBar(self.tool_bar)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setCentralWidget(central)
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.transport)
        self._splitter.setObjectName("columns")
        self._splitter.setChildrenCollapsible(False)
        for widget, stretch in ((self.settings_panel, 0), (self.middle, 1), (self.side, 0)):
            self._splitter.addWidget(widget)
            self._splitter.setStretchFactor(self._splitter.indexOf(widget), stretch)
        self._splitter.setSizes([300, 720, 340])

    def _connect_tool_bar(self) -> None:
        canvas, tool_bar = self.canvas, self.tool_bar
        tool_bar.classRequested.connect(self.controller.choose_class)
        tool_bar.valueEdited.connect(canvas.set_value)
        actions = tool_bar.actions_by_name
        for name, slot in (
            ("clear", self.controller.clear_points),
            ("fit", canvas.fit),
            ("grid", self._on_grid_triggered),
            ("larger", self._on_larger_triggered),
            ("language", self._on_language_triggered),
            ("theme", self._on_theme_triggered),
            ("help", self._on_help_triggered),
        ):
            actions[name].triggered.connect(slot)
        actions["show_test"].toggled.connect(canvas.set_show_test)
        actions["mark_uncertain"].toggled.connect(canvas.set_mark_uncertain)

    def _connect_training(self) -> None:
        controller, panel, transport, side = self.controller, self.settings_panel, self.transport, self.side
        panel.configEdited.connect(controller.edit_config)
        panel.newSampleRequested.connect(controller.draw_new_sample)
        panel.newWeightsRequested.connect(controller.draw_new_weights)
        panel.currentWeightsWanted.connect(controller.take_current_weights)
        transport.runToggled.connect(controller.toggle_run)
        transport.stepRequested.connect(controller.step_update)
        transport.epochRequested.connect(controller.step_epoch)
        transport.againRequested.connect(controller.again)
        transport.newWeightsRequested.connect(controller.draw_new_weights)
        transport.speedEdited.connect(self._on_transport_speed_edited)
        side.parameters.model.valueEdited.connect(controller.edit_weight)
        side.parameters.model.valueRefused.connect(self.middle.show_notice)
        side.result.restoreRequested.connect(controller.restore)
        side.result.restoreTenthRequested.connect(controller.restore_with_tenth)

    def _connect_points(self) -> None:
        controller, canvas, table = self.controller, self.canvas, self.side.table
        canvas.pointAddRequested.connect(controller.add_point)
        canvas.nextClassRequested.connect(self._on_canvas_next_class_requested)
        canvas.regionChanged.connect(controller.look_at)
        table.rowsChangeRequested.connect(controller.change_points)
        table.rowsAddRequested.connect(controller.extend_points)
        table.rowsDeleteRequested.connect(controller.delete_points)
        table.orderRequested.connect(controller.order_points)
        self.imports.chosen.connect(controller.import_table)

    def _connect_painting(self) -> None:
        canvas, painting, bar, table = self.canvas, self.painting, self.paint_bar, self.side.table
        canvas.pointsPaintRequested.connect(painting.paint)
        canvas.pointsMoveRequested.connect(painting.move)
        canvas.pointsEraseRequested.connect(painting.erase)
        canvas.selectionRequested.connect(painting.select)
        table.selectionRequested.connect(painting.select_rows)
        painting.noticed.connect(self.middle.show_notice)
        painting.selectionChanged.connect(self._on_painting_selection_changed)
        # After the views have taken the points: a selection counts them.
        self.controller.documentChanged.connect(painting.on_document_changed)
        bar.commandRequested.connect(self._on_paint_bar_command_requested)
        for command in (Command.ALL, Command.INVERT):
            self.addAction(bar.actions_by_name[command])

    def _connect_files(self) -> None:
        files, tool_bar = self.file_actions, self.tool_bar
        tool_bar.lessonRequested.connect(files.open_lesson)
        self.invitation.lessonRequested.connect(files.open_lesson)
        self.side.lesson.closeRequested.connect(self.controller.close_lesson)
        tool_bar.recentRequested.connect(files.open_path)
        actions = tool_bar.actions_by_name
        for name, slot in (
            ("new", files.new),
            ("open", files.open),
            ("save", files.save),
            ("save_as", files.save_as),
            ("paste", files.paste),
            ("save_table", files.save_table),
            ("quit", self.close),
        ):
            actions[name].triggered.connect(slot)
        files.noticed.connect(self.middle.show_notice)
        self.recovery.noticed.connect(self.middle.show_notice)
        files.recentChanged.connect(tool_bar.set_recent)
        tool_bar.set_recent(preferences.read_recent(self._settings))
        self.documents.keepingChanged.connect(self._show_title)
        self.documents.opened.connect(self._on_documents_opened)

    def _connect_controller(self) -> None:
        controller = self.controller
        controller.snapshotChanged.connect(self._on_controller_snapshot_changed)
        controller.stateChanged.connect(self._on_controller_state_changed)
        controller.classChanged.connect(self.canvas.set_class)
        controller.classChanged.connect(self.tool_bar.set_class)
        controller.settingRefused.connect(self._on_controller_setting_refused)
        controller.noticed.connect(self.middle.show_notice)
        controller.undoTextsChanged.connect(self.tool_bar.set_undo_texts)
        self.worker.devicesReady.connect(self._on_worker_devices_ready)

    def _add_keys(self) -> None:
        run = QShortcut(QKeySequence(Qt.Key.Key_Space), self, self._on_space_activated)
        run.setAutoRepeat(False)
        for number in range(MAX_CLASSES):
            shortcut = QShortcut(QKeySequence(str(number)), self)
            shortcut.setObjectName(f"key.{number}")
            shortcut.activated.connect(self._on_digit_activated)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press the button that has the focus, for Space runs the training; let Escape select no point."""
        focus = self.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(focus, QAbstractButton):
            focus.click()
        elif event.key() == Qt.Key.Key_Escape:
            self.painting.select(())
        else:
            super().keyPressEvent(event)

    # ------------------------------------------------------------ beginning and end

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._has_begun:
            self._has_begun = True
            self.controller.look_at(self.canvas.region())
            self.controller.begin()
            # Importing torch holds up every other thread: the window is drawn first.
            FirstPaint(self.canvas.viewport(), self).passed.connect(self._begin)

    @Slot()
    def _begin(self) -> None:
        self.worker.begin()
        self.recovery.begin()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._has_ended:
            super().closeEvent(event)
            return
        if not self._may_close and (self.documents.is_modified or self.documents.is_saving):
            event.ignore()
            self.file_actions.when_saved(self.close_without_asking)
            return
        self._end()
        self.recovery.end()
        super().closeEvent(event)

    def _end(self) -> None:
        """Remember how the window looks, and end the threads."""
        self._has_ended = True
        keep_placement(self, self._splitter, self._settings)
        self.imports.end()
        if self.grid_window is not None:
            self.grid_window.end()
            self.grid_window = None
        self.worker.end()
        self.documents.end()

    def abandon(self) -> None:
        """End the threads of a window that was not closed, as after Ctrl-C; what is unsaved is kept for the next start."""
        if not self._has_ended:
            self.recovery.keep_last()
            self._end()
            self.close()

    def close_without_asking(self) -> None:
        """Close the window; changes that are not saved are lost."""
        self._may_close = True
        self.close()

    # ------------------------------------------------------------ the controller speaks

    @Slot(object)
    def _on_controller_snapshot_changed(self, snapshot: Snapshot) -> None:
        self.canvas.set_prediction(snapshot.prediction)
        self.side.loss_plot.set_snapshot(snapshot)
        self._readings.set_snapshot(snapshot)

    def _show_readings(self, snapshot: Snapshot) -> None:
        self.side.set_readings(snapshot, self.controller.document.config.task.is_classification)
        self.transport.set_snapshot(snapshot)

    @Slot()
    def _on_controller_state_changed(self) -> None:
        if self.controller.snapshot is None:  # started anew: what waits is of the run before
            self._readings.forget()
        self.transport.set_state(self.controller.state, self.controller.can_train)
        self.transport.set_waiting(self.controller.is_waiting)

    @Slot(str, str)
    def _on_controller_setting_refused(self, key: str, message: str) -> None:
        if not self.settings_panel.show_error(key, message):
            self.middle.show_notice(message)

    @Slot(object)
    def _on_worker_devices_ready(self, devices: tuple[Device, ...]) -> None:
        self._devices = devices
        self._show_devices()

    def _show_devices(self) -> None:
        shown = [
            Entry(device.key, device.label, problem=message_text(device.problem) if device.problem else "")
            for device in self._devices
        ]
        self.settings_panel.set_devices(shown)

    # ------------------------------------------------------------ the file

    @Slot(object)
    def _on_documents_opened(self, region: Region | None) -> None:
        if region is not None:
            self.canvas.show_range(region)

    @Slot()
    def _show_title(self) -> None:
        self.setWindowTitle(f"{self.file_actions.name}[*] – Gradient Playground")
        is_modified = self.documents.is_modified
        if is_modified != self.isWindowModified():  # Qt would tell every widget
            self.setWindowModified(is_modified)

    # ------------------------------------------------------------ gestures

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open a dropped experiment or table."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.file_actions.open_path(paths[0])

    @Slot()
    def _on_canvas_next_class_requested(self) -> None:
        if self.controller.document.config.task.is_classification:
            self.controller.choose_next_class()
        else:
            self._set_value(-self.canvas.value)

    @Slot(object)
    def _on_painting_selection_changed(self, rows: NDArray[np.intp]) -> None:
        self.canvas.set_selection(rows)
        self.paint_bar.set_selected(len(rows))
        self.side.table.set_selection(tuple(rows.tolist()))

    @Slot(object)
    def _on_paint_bar_command_requested(self, command: Command) -> None:
        canvas = self.canvas
        measures = Measures(canvas.jitter, canvas.copy_offset, float(canvas.fresh_targets(1)[0]))
        self.painting.apply(command, measures)

    @Slot(float)
    def _on_transport_speed_edited(self, speed: float) -> None:
        self.controller.edit_config("speed", speed)

    @Slot()
    def _on_space_activated(self) -> None:
        """Run or pause, or say why there is nothing to run."""
        self.controller.toggle_run()
        if not self.transport.run.isEnabled():
            self.middle.show_notice(self.transport.run.toolTip())

    @Slot()
    def _on_digit_activated(self) -> None:
        shortcut = self.sender()
        assert isinstance(shortcut, QShortcut)
        number = int(shortcut.key().toString())
        if self.controller.document.config.task.is_classification:
            self.controller.choose_class(number)
        else:
            self._set_value(float(number))

    def _set_value(self, value: float) -> None:
        """Choose the value of new points on a heat map."""
        self.canvas.set_value(value)
        self.tool_bar.set_value(value)

    @Slot()
    def _on_grid_triggered(self) -> None:
        if self.grid_window is None:
            from app.gui.grid_window import GridWindow

            self.grid_window = GridWindow(self.controller, self._settings, self._theme)
            self.grid_window.opened.connect(self._on_grid_window_opened)
        self.grid_window.show()
        self.grid_window.activateWindow()

    @Slot()
    def _on_grid_window_opened(self) -> None:
        self.activateWindow()

    @Slot()
    def _on_larger_triggered(self) -> None:
        is_normal = self.font().pointSizeF() < self._normal_points * 1.1
        self._set_font_scale(PROJECTOR_SCALE if is_normal else 1.0)

    @Slot()
    def _on_language_triggered(self) -> None:
        self.set_language("zh" if self._language == "en" else "en")

    @Slot()
    def _on_theme_triggered(self) -> None:
        self.set_theme("dark" if self._theme.name == "light" else "light")

    @Slot()
    def _on_help_triggered(self) -> None:
        bars = (self.tool_bar, self.palette_bar, self.paint_bar)
        show_help(self, {name: action for bar in bars for name, action in bar.actions_by_name.items()})

    # ------------------------------------------------------------ looks and words

    def set_language(self, language: str) -> None:
        """Speak "en" or "zh" from now on."""
        self._language = language
        preferences.write_language(self._settings, language)
        self._languages.switch_to(language)

    def set_theme(self, name: str) -> None:
        """Wear "light" or "dark" from now on."""
        preferences.write_theme(self._settings, name)
        self._apply_theme(THEMES[name])

    def _apply_theme(self, new: Theme) -> None:
        self._theme = new
        theme.apply(application(), new)
        self._dress()

    def _dress(self) -> None:
        for view in (self.tool_bar, self.middle, self.side, self.transport):
            view.set_theme(self._theme)
        if self.grid_window is not None:
            self.grid_window.set_theme(self._theme)

    def _set_font_scale(self, scale: float) -> None:
        font = self.font()
        font.setPointSizeF(self._normal_points * scale)
        application().setFont(font)
        self._apply_theme(self._theme)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self._show_title()
        self.tool_bar.set_lessons([(lesson.id, lesson.title[self._language]) for lesson in self._lessons])
        self.invitation.set_cards([_card(lesson, self._language) for lesson in self._lessons])
        self._presenter.set_language(self._language)
        self.controller.tell_undo_texts()
        if self._devices:
            self._show_devices()


def _card(lesson: Lesson, language: str) -> LessonCard:
    """Return a lesson's button with the picture of its points."""
    task = lesson.config.task
    positions = canvas_positions(task, lesson.config.n_classes, lesson.points)
    classes = lesson.points.targets if task.is_classification else None
    return LessonCard(lesson.id, lesson.title[language], positions, classes)


def application() -> QApplication:
    """Return the running application."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app
