"""A heat map of a figure over the settings of a grid: mean over the seeds, and their spread."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, Slot
from PySide6.QtGui import QAccessible, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.data.points import Floats
from app.gui.theme import UNIT, Theme
from app.gui.views.form_combo import ChoiceCombo, Entry
from app.gui.views.form_texts import tool_tip
from app.gui.views.heat_map_plot import HeatMapPlot
from app.gui.views.seed_summary import summarise
from app.gui.views.wall_layout import WallAxes
from app.running.wall_snapshot import WallFrame


class GridHeatMap(QWidget):
    """Train loss, test loss or score over one or two settings; losses on a logarithmic scale of colours."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grid_heat_map")
        self._axes: WallAxes | None = None
        self._frame: WallFrame | None = None
        self._is_classification = False
        self._has_test = False
        self._is_comparable = True
        self._chosen = ""
        self.figure = ChoiceCombo("grid_heat_map.figure", self)
        self.figure.setMinimumContentsLength(10)
        self.figure.keyEdited.connect(self._on_figure_key_edited)
        self.note = QLabel()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)  # a long note takes no room from the wall
        self.map = HeatMapPlot()
        self.map.resized.connect(self._show_note)
        row = QHBoxLayout()
        row.addWidget(self.figure)
        row.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        column.setSpacing(UNIT // 2)
        column.addLayout(row)
        column.addWidget(self.map, 1)
        self.retranslate()
        self.figure.set_key("train_losses")

    def set_grid(self, axes: WallAxes, is_classification: bool, has_test: bool, is_comparable: bool = True) -> None:
        """Show another grid, by the figure once chosen if it has it; else with test points by their loss.

        With several losses the score alone is offered.
        """
        self._is_classification, self._has_test, self._is_comparable = is_classification, has_test, is_comparable
        self._axes, self._frame = axes, None
        self.map.set_axes(axes)
        self.retranslate()
        usual = ("test_losses" if has_test else "train_losses") if is_comparable else "scores"
        self.figure.set_key(self._chosen if self.figure.findData(self._chosen) >= 0 else usual)

    def rename(self, axes: WallAxes) -> None:
        """Call the settings of the same grid otherwise, as in another language."""
        self._axes = axes
        self.map.set_axes(axes)
        self.retranslate()

    def set_frame(self, frame: WallFrame) -> None:
        """Show a moment."""
        self._frame = frame
        self._show_frame()

    def _on_figure_key_edited(self, key: str) -> None:
        self._chosen = key
        self._show_frame()

    def _show_frame(self) -> None:
        frame = self._frame
        if self._axes is None or frame is None:
            return
        key = self.figure.currentData()
        shape = (*(len(values) for values in self._axes.values), len(self._axes.seeds))
        figures: Floats = getattr(frame, key)
        self.map.set_summary(summarise(figures, frame.is_diverged, shape), self.figure.currentText(), key != "scores")
        if not self.isVisible():  # as behind another tab: whether spreads fit takes long to find out
            return
        self._show_note()
        if QAccessible.isActive():
            self.map.setAccessibleDescription("; ".join(self.map.describe(row, column)[-1] for row, column in np.ndindex(self.map.table()[0].shape)))  # fmt: skip

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_frame()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.map.set_theme(theme)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        translate = QCoreApplication.translate
        key = self.figure.currentData()
        score = translate("GridHeatMap", "Accuracy") if self._is_classification else "R²"
        losses = [Entry("train_losses", translate("GridHeatMap", "Train loss"))]
        if self._has_test:
            losses.append(Entry("test_losses", translate("GridHeatMap", "Test loss")))
        self.figure.set_entries([*(losses if self._is_comparable else []), Entry("scores", score)])
        self.figure.set_key(key)
        compared = translate("GridHeatMap", "The experiments have different losses, whose numbers cannot be compared: {score} can.")  # fmt: skip
        self.figure.set_texts(
            translate("GridHeatMap", "Figure"),
            tool_tip(
                translate("GridHeatMap", "What the colours show; the brighter, the better. Losses have a logarithmic scale."),
                "" if self._is_comparable else compared.format(score=score),
            ),
        )  # fmt: skip
        self.map.setAccessibleName(translate("GridHeatMap", "Heat map of a figure over the settings"))
        self._show_frame()
        self._show_note()

    @Slot()
    def _show_note(self) -> None:
        """Say what the numbers in the cells are."""
        translate = QCoreApplication.translate
        notes = [] if self._is_comparable else [translate("GridHeatMap", "different losses cannot be compared")]
        if self._axes is not None and len(self._axes.seeds) > 1:
            whole = translate("GridHeatMap", "mean ± spread over the seeds")
            part = translate("GridHeatMap", "mean over the seeds, the spread in the tool tip")
            notes.append(whole if self.map.shows_spread else part)
        self.note.setText(" · ".join(notes))
