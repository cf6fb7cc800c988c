"""The key to the colours of a heat map."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from app.gui.texts import number_text
from app.gui.theme import CLASS_COLOURS, LIGHT, Theme

BAR_WIDTH = 96


class ColourBar(QWidget):
    """A gradient from the least to the greatest value that a heat map shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("colour_bar")
        self._scale = 1.0
        self._theme = LIGHT
        self.retranslate()

    def set_scale(self, scale: float) -> None:
        """Set the absolute value of the ends."""
        if scale != self._scale:
            self._scale = scale
            self.updateGeometry()
            self.update()

    def set_theme(self, theme: Theme) -> None:
        """Dress the bar."""
        self._theme = theme
        self.update()

    def _ends(self) -> tuple[str, str]:
        return number_text(-self._scale, 3), number_text(self._scale, 3)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        words = sum(metrics.horizontalAdvance(end) for end in self._ends())
        return QSize(BAR_WIDTH + words + 16, metrics.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = self.fontMetrics()
        low, high = self._ends()
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), low)
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), high)
        left = metrics.horizontalAdvance(low) + 6
        right = self.width() - metrics.horizontalAdvance(high) - 6
        height = metrics.height() * 0.6
        bar = QRectF(left, (self.height() - height) / 2, right - left, height)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for place, colour in ((0.0, CLASS_COLOURS[0]), (0.5, self._theme.neutral), (1.0, CLASS_COLOURS[1])):
            gradient.setColorAt(place, QColor(colour))
        painter.fillRect(bar, gradient)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        text = QCoreApplication.translate("ColourBar", "Colours of the values: orange below zero, blue above")
        self.setToolTip(text)
        self.setAccessibleName(text)
