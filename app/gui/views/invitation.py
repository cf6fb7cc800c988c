"""What an empty canvas says: click to place points, or open a lesson."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QLabel, QVBoxLayout, QWidget

from app.data.points import Floats
from app.gui.theme import LIGHT, UNIT, Theme, class_colour, scaled_font

COLUMNS = 4
"""Most cards side by side."""
TITLE_LINES = 2
MOST_DOTS = 60
"""About so many points are enough for a small picture."""


class LessonCard(QAbstractButton):
    """A lesson's title under a small picture of its points."""

    def __init__(self, lesson_id: str, title: str, positions: Floats, classes: Floats | None) -> None:
        super().__init__()
        self.setObjectName(f"card.{lesson_id}")
        self.lesson_id = lesson_id
        self.setText(title)
        self.setAccessibleName(title)
        self.setToolTip(title)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        every = max(len(positions) // MOST_DOTS, 1)
        self._positions = _unit_square(positions)[::every]
        self._classes = None if classes is None else classes[::every]
        self._theme = LIGHT

    def set_theme(self, theme: Theme) -> None:
        """Dress the card."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(10 * line, (4 + TITLE_LINES) * line + UNIT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_hot = self.underMouse() or self.hasFocus()
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(QColor(self._theme.accent if is_hot else self._theme.line), 1))
        painter.setBrush(QColor(self._theme.hover if is_hot else self._theme.raised))
        painter.drawRoundedRect(frame, 6, 6)
        text_height = TITLE_LINES * self.fontMetrics().height()
        picture = frame.adjusted(12, 10, -12, -text_height - 8)
        painter.setPen(Qt.PenStyle.NoPen)
        for index, (x, y) in enumerate(self._positions):
            colour = QColor(self._theme.accent) if self._classes is None else class_colour(int(self._classes[index]))
            painter.setBrush(colour)
            place = QPointF(picture.left() + x * picture.width(), picture.bottom() - y * picture.height())
            painter.drawEllipse(place, 2.4, 2.4)
        painter.setPen(QColor(self._theme.text))
        text = QRectF(frame.left() + 6, frame.bottom() - text_height - 4, frame.width() - 12, text_height)
        painter.drawText(text, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), self.text())


def _unit_square(positions: Floats) -> Floats:
    """Scale points into the unit square."""
    if not len(positions):
        return positions
    low, high = positions.min(axis=0), positions.max(axis=0)
    scaled: Floats = (positions - low) / np.where(high > low, high - low, 1)
    return scaled


class Invitation(QWidget):
    """Lies in the middle of the empty canvas. The mouse finds the cards alone: beside them it is the canvas's.

    Parameters
    ----------
    parent
        The canvas's viewport.
    """

    lessonRequested = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("invitation")
        self._words = QWidget(parent)
        self._words.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = QLabel()
        self._hint = QLabel()
        self._hint.setProperty("role", "muted")
        column = QVBoxLayout(self._words)
        column.setContentsMargins(0, 0, 0, 2 * UNIT)
        column.setSpacing(UNIT)
        for label in (self._title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        self._cards = QGridLayout(self)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(UNIT)
        self._theme = LIGHT
        self._shown: list[LessonCard] = []
        self._n_columns = 0
        self._area = QRect()
        self.retranslate()

    def set_theme(self, theme: Theme) -> None:
        """Dress the cards."""
        self._theme = theme
        for card in self._shown:
            card.set_theme(theme)

    def set_area(self, area: QRect) -> None:
        """Lie in the middle of this part of the canvas: beside the numbers of its axes."""
        self._area = area
        self._place()

    def set_cards(self, cards: Sequence[LessonCard]) -> None:
        """Offer these lessons."""
        for card in self._shown:
            self._cards.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._shown = list(cards)
        for card in cards:
            card.set_theme(self._theme)
            card.clicked.connect(self._on_card_clicked)
        self._n_columns = 0
        self._place()

    def setVisible(self, visible: bool) -> None:
        self._words.setVisible(visible)
        super().setVisible(visible)

    def event(self, event: QEvent) -> bool:
        is_handled = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._place()
        return is_handled

    def _arrange(self, width: int, height: int) -> None:
        """Show as many cards as there is room for, the first lessons before the others."""
        card_width = max((card.sizeHint().width() for card in self._shown), default=0)
        card_height = max((card.sizeHint().height() for card in self._shown), default=0)
        n_columns = min(max((width + UNIT) // (card_width + UNIT), 1), COLUMNS)
        if n_columns != self._n_columns:
            self._n_columns = n_columns
            for index, card in enumerate(self._shown):
                self._cards.removeWidget(card)
                self._cards.addWidget(card, index // n_columns, index % n_columns)
        n_rows = max((height + UNIT) // (card_height + UNIT), 0)
        for index, card in enumerate(self._shown):
            card.setVisible(index < n_rows * n_columns)

    def _place(self) -> None:
        """Lie in the middle of the area, words above cards."""
        area, words = self._area, self._words.sizeHint()
        self._arrange(area.width(), area.height() - words.height())
        cards = self.sizeHint()
        middle = area.left() + area.width() // 2
        top = area.top() + max((area.height() - words.height() - cards.height()) // 2, 0)
        self._words.setGeometry(middle - words.width() // 2, top, words.width(), words.height())
        self.setGeometry(middle - cards.width() // 2, top + words.height(), cards.width(), cards.height())
        self._cards.activate()
        self.setMask(self.childrenRegion())

    def _on_card_clicked(self) -> None:
        card = self.sender()
        if isinstance(card, LessonCard):
            self.lessonRequested.emit(card.lesson_id)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self._title.setText(QCoreApplication.translate("Invitation", "Click to place points"))
        self._title.setFont(scaled_font(self.font(), 1.6))
        self._hint.setText(QCoreApplication.translate("Invitation", "then press Space to train – or open a lesson:"))
        self._place()
