"""Draws the cells of the table of points: digits, classes with their symbol, a small box for test points."""

from __future__ import annotations

from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.gui.theme import CLASS_SYMBOLS, LIGHT, UNIT, Theme, class_colour
from app.gui.views.points_model import PointsModel

MARGIN = UNIT - 2
SWATCH = 9
BOX = 12

Index = QModelIndex | QPersistentModelIndex
Hint = QAbstractItemDelegate.EndEditHint


def draw_swatch(painter: QPainter, number: int, middle: QPointF, size: float, hollow: QColor | None = None) -> None:
    """Draw the symbol of a class in its colour, filled with `hollow` for a test point."""
    colour = class_colour(number)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(middle)
    painter.scale(size, size)
    pen = QPen(colour, 1.6)
    pen.setCosmetic(True)
    painter.setPen(pen if hollow is not None else Qt.PenStyle.NoPen)
    painter.setBrush(hollow if hollow is not None else colour)
    painter.drawPath(Symbols[CLASS_SYMBOLS[number % len(CLASS_SYMBOLS)]])
    painter.restore()


class TableDelegate(QStyledItemDelegate):
    """Paints what the model holds and makes the line in which a cell is edited."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = LIGHT
        self._selected = QColor()
        self._line = QColor()
        self._outline = QColor()
        self.set_theme(LIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._selected = QColor(theme.accent)
        self._selected.setAlphaF(0.14 if theme.name == "light" else 0.22)
        self._outline = QColor(theme.muted)
        self._outline.setAlphaF(0.4)
        self._line = QColor(theme.line)
        self._line.setAlphaF(0.55)

    # ------------------------------------------------------------ drawing

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model, row, column = index.model(), index.row(), index.column()
        if not isinstance(model, PointsModel) or not 0 <= row <= len(model.points):
            return
        rect, state = option.rect, option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._selected)
        # A filled strip: a line with a see-through pen takes half the time of the whole table.
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._line)
        if column == model.columns.test:
            self._paint_box(painter, rect, bool(model.value(row, column)), row == len(model.points))
        else:
            self._paint_text(painter, rect, model, row, column, option.font)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(self._theme.accent), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(0, 0, -1, -1))

    def _paint_text(self, painter: QPainter, rect: QRect, model: PointsModel, row: int, column: int, font: QFont) -> None:  # fmt: skip
        inner = rect.adjusted(MARGIN, 0, -MARGIN, 0)
        text = model.text(row, column)
        painter.setPen(QColor(self._theme.text))
        has_classes = model.columns.has_classes(column)
        if not text:
            text = model.placeholder(row, column)
            painter.setPen(QColor(self._theme.muted))
            font = QFont(font)
            font.setItalic(True)
        elif row == len(model.points):
            painter.setPen(QColor(self._theme.accent))
        value = model.value(row, column)
        if has_classes and value is not None:
            middle = QPointF(inner.left() + SWATCH / 2, rect.center().y() + 0.5)
            hollow = QColor(self._theme.window) if model.value(row, model.columns.test) else None
            draw_swatch(painter, int(value), middle, SWATCH, hollow)
            inner.setLeft(inner.left() + SWATCH + MARGIN)
        painter.setFont(font)
        side = Qt.AlignmentFlag.AlignLeft if has_classes else Qt.AlignmentFlag.AlignRight
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(side | Qt.AlignmentFlag.AlignVCenter), elided)

    def _paint_box(self, painter: QPainter, rect: QRect, is_checked: bool, is_draft: bool) -> None:
        box = QRectF(_box(rect)).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_draft:
            painter.setOpacity(0.5)
        painter.setPen(QPen(QColor(self._theme.muted) if is_checked else self._outline, 1))
        painter.setBrush(QColor(self._theme.muted) if is_checked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 2.5, 2.5)
        if is_checked:
            painter.setPen(QPen(QColor(self._theme.base), 1.6))
            left, top, size = box.left(), box.top(), box.width()
            corners = ((0.22, 0.54), (0.42, 0.74), (0.78, 0.28))
            painter.drawPolyline([QPointF(left + x * size, top + y * size) for x, y in corners])
        painter.restore()

    # ------------------------------------------------------------ editing

    def editorEvent(self, event: QEvent, model: object, option: QStyleOptionViewItem, index: Index) -> bool:
        """Toggle a test mark when its box is clicked; around the box a click selects as anywhere."""
        if not isinstance(model, PointsModel) or index.column() != model.columns.test:
            return False
        if event.type() == QEvent.Type.MouseButtonRelease and isinstance(event, QMouseEvent):
            has_hit = _box(option.rect).adjusted(-4, -4, 4, 4).contains(event.position().toPoint())
            if has_hit and event.button() == Qt.MouseButton.LeftButton:
                model.setData(index, None, int(Qt.ItemDataRole.CheckStateRole))
                return True
        return False

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setObjectName("table.editor")
        model = index.model()
        if isinstance(model, PointsModel):
            line.setAccessibleName(model.columns.title(index.column()))
            if not model.columns.has_classes(index.column()):
                line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Fill the line; what is being typed stays."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(int(Qt.ItemDataRole.EditRole)) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:
        if isinstance(editor, QLineEdit) and isinstance(model, PointsModel):
            model.setData(index, editor.text(), int(Qt.ItemDataRole.EditRole))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        editor.setGeometry(option.rect)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Take the text on Enter and on the keys that go up and down, at once, so that keys typed quickly keep their order."""
        if isinstance(editor, QLineEdit) and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            is_enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_enter or key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                is_up = key == Qt.Key.Key_Up or (is_enter and shift)
                editor.setProperty("goes_up", is_up)
                self.commitData.emit(editor)
                self.closeEditor.emit(editor, Hint.SubmitModelCache)
                return True
        return super().eventFilter(editor, event)


def is_editing(view: QAbstractItemView) -> bool:
    """Whether a cell is being edited."""
    return view.state() == QAbstractItemView.State.EditingState


def _box(rect: QRect) -> QRect:
    """Return where the box of a test mark is in its cell."""
    box = QRect(0, 0, BOX, BOX)
    box.moveCenter(rect.center() + QPoint(1, 0))
    return box
