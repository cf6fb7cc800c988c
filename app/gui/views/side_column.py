"""The right column: loss, result, and the panels that share the rest as tabs."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QSplitter, QTabWidget, QVBoxLayout, QWidget

from app.gui.theme import UNIT, Theme
from app.gui.views.activation_plot import ActivationPlot
from app.gui.views.column_area import ColumnArea
from app.gui.views.lesson_panel import LessonPanel
from app.gui.views.loss_plot import LossPlot
from app.gui.views.parameters_panel import ParametersPanel
from app.gui.views.result_panel import ResultPanel
from app.gui.views.table_panel import TablePanel
from app.running.snapshot import Snapshot


class SideColumn(QWidget):
    """Holds the views of a training; passes on the numbers of snapshots to those that show them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side_column")
        self._lesson_title = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, UNIT, UNIT, 0)
        # On a small screen the column scrolls rather than squeezes.
        scroll = ColumnArea(self)
        scroll.setObjectName("side_scroll")
        layout.addWidget(scroll)
        splitter = QSplitter(Qt.Orientation.Vertical, scroll.viewport())
        splitter.setObjectName("side_splitter")
        splitter.setChildrenCollapsible(False)
        self.loss_plot = LossPlot(splitter)
        self.result = ResultPanel()  # wide at first: the splitter would keep the height that a narrow one needs
        self.tabs = QTabWidget(splitter)
        self.tabs.setObjectName("panels")
        self.tabs.setDocumentMode(True)
        self.lesson = LessonPanel(self.tabs)
        self.parameters = ParametersPanel(self.tabs)
        self.activation = ActivationPlot(self.tabs)
        self.table = TablePanel(self.tabs)
        for panel in (self.lesson, self.table, self.parameters, self.activation):
            self.tabs.addTab(panel, "")
        for widget, stretch in ((self.loss_plot, 4), (self.result, 0), (self.tabs, 4)):
            splitter.addWidget(widget)
            splitter.setStretchFactor(splitter.indexOf(widget), stretch)
        scroll.setWidget(splitter)
        self._themed = (self.loss_plot, self.result, self.lesson, self.table, self.parameters, self.activation)
        self.retranslate()

    def set_readings(self, snapshot: Snapshot, is_classification: bool) -> None:
        """Show the numbers of a moment of the run."""
        self.result.set_snapshot(snapshot, is_classification)
        self.parameters.set_snapshot(snapshot)
        if snapshot.parameters:  # else there is no model yet
            self.activation.set_curves(snapshot.activation_curves)

    def set_lesson(self, title: str, text: str) -> None:
        """Show a lesson's text; "" for none."""
        if title and title != self._lesson_title:
            self.tabs.setCurrentWidget(self.lesson)
        self._lesson_title = title
        self.lesson.set_lesson(title, text)

    def set_theme(self, theme: Theme) -> None:
        """Dress the panels."""
        for view in self._themed:
            view.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        translate = QCoreApplication.translate
        for index, (name, tip) in enumerate(
            (
                (translate("SideColumn", "Lesson"), translate("SideColumn", "What the lesson explains")),
                (
                    translate("SideColumn", "Points"),
                    translate("SideColumn", "The points as a table: type, paste, sort"),
                ),
                (translate("SideColumn", "Parameters"), translate("SideColumn", "Weights, biases and their gradients")),
                (translate("SideColumn", "Activation"), translate("SideColumn", "The activation and its derivative")),
            )
        ):
            self.tabs.setTabText(index, name)
            self.tabs.setTabToolTip(index, tip)
        self.tabs.setAccessibleName(translate("SideColumn", "Panels"))
