"""Puts a document into the views of the main window: its points and settings, its lesson, the names of its axes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot

from app.data.tasks import Task
from app.files.lessons import Lesson
from app.gui.controller import Controller
from app.gui.document import Document
from app.gui.views.canvas_column import CanvasColumn
from app.gui.views.settings_panel import SettingsPanel
from app.gui.views.side_column import SideColumn
from app.gui.views.tool_bar import ToolBar
from app.gui.views.transport_bar import TransportBar
from app.text import LANGUAGES


class DocumentPresenter(QObject):
    """Shows the controller's document, and shows it anew after every change."""

    def __init__(
        self,
        controller: Controller,
        tool_bar: ToolBar,
        settings_panel: SettingsPanel,
        middle: CanvasColumn,
        side: SideColumn,
        transport: TransportBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._controller = controller
        self._tool_bar, self._settings_panel, self._transport = tool_bar, settings_panel, transport
        self._middle, self._side = middle, side
        self._language = LANGUAGES[0]
        self._shown_lesson: object = None
        controller.documentChanged.connect(self._on_controller_document_changed)
        controller.dataReplaced.connect(self._on_controller_data_replaced)

    def set_language(self, language: str) -> None:
        """Show the lesson in "en" or "zh"."""
        self._language = language
        self._show_lesson()

    @Slot(object)
    def _on_controller_document_changed(self, document: Document) -> None:
        config, points, canvas = document.config, document.points, self._middle.canvas
        canvas.set_task(config.task, config.n_classes)
        canvas.set_points(points)
        canvas.set_class_names(document.names.classes)
        self._middle.colour_bar.setVisible(config.task is Task.REGRESSION_2D)
        self._middle.colour_bar.set_scale(canvas.value_scale)
        self._tool_bar.set_task(config.task, config.n_classes)
        self._middle.paint_bar.set_can_relabel(config.task is not Task.REGRESSION_1D)
        self._settings_panel.set_config(config)
        self._side.table.set_points(points, config.task, config.n_classes, document.names)
        self._transport.set_speed(config.speed)
        self._side.result.set_classification(config.task.is_classification)
        self._middle.invitation.setVisible(len(points) == 0)
        self._show_lesson()

    @Slot()
    def _on_controller_data_replaced(self) -> None:
        lesson = self._controller.lesson()
        if lesson is not None and lesson.view is not None:
            self._middle.canvas.show_range(lesson.view)
        else:
            self._middle.canvas.fit()

    def _show_lesson(self) -> None:
        """Show the lesson's text, and its names of the axes or those of the imported columns."""
        document, language = self._controller.document, self._language
        shown = (document.lesson_id, document.names, document.config.task, language)
        if shown == self._shown_lesson:
            return
        self._shown_lesson = shown
        lesson = self._controller.lesson()
        self._middle.canvas.set_axis_labels(_lesson_axes(lesson, language) or _column_axes(document))
        if lesson is None:
            self._side.set_lesson("", "")
        else:
            self._side.set_lesson(lesson.title[language], lesson.explanation[language])


def _lesson_axes(lesson: Lesson | None, language: str) -> tuple[str, str] | None:
    """Return what a lesson calls the axes."""
    axes = lesson.axes[language] if lesson is not None and lesson.axes else ()
    return (axes[0], axes[1]) if len(axes) == 2 else None


def _column_axes(document: Document) -> tuple[str, str] | None:
    """Return the names of imported columns that lie along the axes."""
    names = document.names
    if len(names.inputs) == 2:
        return names.inputs[0], names.inputs[1]
    if len(names.inputs) == 1 and not document.config.task.is_classification:
        return names.inputs[0], names.target
    return None
