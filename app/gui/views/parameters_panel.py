"""The model's parameters as numbers, and how large the gradient is in each layer."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.gui.theme import LIGHT, UNIT, Theme, tabular
from app.gui.views.gradient_bars import GradientBars
from app.gui.views.parameter_model import Index, Numbers, ParameterModel, norm
from app.running.snapshot import Snapshot


def gradient_norms(parameters: Numbers, gradients: Numbers) -> dict[str, float]:
    """Return layer → norm of its gradient, NaN before there is one; a model without layers is the layer ""."""
    squares: dict[str, float] = {}
    for name in parameters:
        layer = name.rpartition(".")[0]
        square = norm(gradients[name]) ** 2 if name in gradients else math.nan
        squares[layer] = squares.get(layer, 0.0) + square
    return {layer: math.sqrt(square) for layer, square in squares.items()}


class _ValueDelegate(QStyledItemDelegate):
    """Leaves alone what is being typed while training changes the value beneath."""

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()


class ParametersPanel(QWidget):
    """Gradient of each layer above, every parameter below; costs nothing while hidden."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("parameters_panel")
        self._snapshot: Snapshot | None = None
        self.bars_title = QLabel()
        self.bars_title.setProperty("role", "muted")
        self.bars = GradientBars()
        self.bars.setObjectName("parameters.gradients")
        self.note = QLabel()
        self.note.setObjectName("parameters.standardisation")
        self.note.setProperty("role", "muted")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.hide()
        self.model = ParameterModel(self)
        self.table = QTableView()
        self.table.setObjectName("parameters.table")
        self.table.setModel(self.model)
        self.table.setItemDelegateForColumn(1, _ValueDelegate(self.table))
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setSectionsClickable(False)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self.bars_title)
        layout.addWidget(self.bars)
        layout.addWidget(self.note)
        layout.addWidget(self.table, 1)
        self.model.modelReset.connect(self._set_columns)
        self._set_fonts()
        self.retranslate()
        self.set_theme(LIGHT)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show the parameters and gradients of one moment, now or when the panel is shown."""
        self._snapshot = snapshot
        if self.isVisible():
            self._show_snapshot()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.bars.set_theme(theme)
        self.table.setStyleSheet(
            f"QTableView {{ background: {theme.window}; color: {theme.text}; }}"
            f"QHeaderView {{ background: {theme.window}; }}"
            f"QHeaderView::section {{ background: {theme.window}; color: {theme.muted}; border: none; "
            f"border-bottom: 1px solid {theme.line}; padding: 4px; }}"
        )

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self.setAccessibleName(QCoreApplication.translate("ParametersPanel", "Parameters"))
        self.bars_title.setText(QCoreApplication.translate("ParametersPanel", "Size of the gradient in each layer"))
        self.bars.setAccessibleName(self.bars_title.text())
        self.bars.setToolTip(
            QCoreApplication.translate(
                "ParametersPanel",
                "Norm of each layer's gradient in the last update, on a logarithmic scale. "
                "A layer with a short bar hardly learns.",
            )
        )
        self.note.setText(QCoreApplication.translate("ParametersPanel", "As trained, on standardised inputs u"))
        self.table.setAccessibleName(QCoreApplication.translate("ParametersPanel", "Table of the parameters"))
        self.table.setToolTip(
            QCoreApplication.translate("ParametersPanel", "Values and gradients after the last update")
        )
        self.model.retranslate()
        self._set_columns()
        if self.isVisible():
            self._show_snapshot()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_fonts()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show_snapshot()

    def _show_snapshot(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            return
        self.model.set_parameters(snapshot.parameters, snapshot.gradients)
        whole = QCoreApplication.translate("ParametersPanel", "model")
        norms = gradient_norms(snapshot.parameters, snapshot.gradients)
        self.bars.set_norms([(layer or whole, size) for layer, size in norms.items()])
        self.note.setVisible(bool(snapshot.standardisation))
        self.note.setToolTip("\n".join(snapshot.standardisation))
        self.note.setAccessibleDescription(self.note.toolTip())

    def _set_fonts(self) -> None:
        self.table.setFont(tabular(self.font()))
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + UNIT)
        self._set_columns()

    def _set_columns(self) -> None:
        """Give the numbers what the longest of them needs, and the names the rest."""
        header, metrics = self.table.horizontalHeader(), self.fontMetrics()
        longest = ("", "256 × 256", "0.00e−00", "0.00e−00") if self.model.is_summary else ("", *["−0.000e−00"] * 2)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, text in enumerate(longest[1:], 1):
            title = self.model.headerData(column, Qt.Orientation.Horizontal)
            width = max(metrics.horizontalAdvance(text), metrics.horizontalAdvance(title) + UNIT // 2)
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, width + (UNIT if self.model.is_summary else UNIT + UNIT // 2))
