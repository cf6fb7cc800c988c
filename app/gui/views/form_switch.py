"""Yes or no."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.gui.views.form_control import FormControl

_SIZE = QSize(28, 16)


class Switch(QCheckBox):
    """A check box drawn as a switch, which is plain to see on light and dark."""

    def sizeHint(self) -> QSize:
        """Return the size of the switch and the ring around it that shows the focus."""
        return _SIZE + QSize(4, 4)

    def hitButton(self, position: object) -> bool:
        """Take a click anywhere on it."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track and the knob."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = self.palette()
        ink = colours.color(QPalette.ColorRole.Highlight if self.isChecked() else QPalette.ColorRole.PlaceholderText)
        track = QRectF(2.5, (self.height() - _SIZE.height()) / 2 + 0.5, _SIZE.width() - 1, _SIZE.height() - 1)
        painter.setPen(QPen(ink, 1))
        painter.setBrush(ink if self.isChecked() else colours.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(track, track.height() / 2, track.height() / 2)
        radius = track.height() / 2
        knob = QPointF(track.right() - radius if self.isChecked() else track.left() + radius, track.center().y())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.color(QPalette.ColorRole.HighlightedText) if self.isChecked() else ink)
        painter.drawEllipse(knob, radius - 3, radius - 3)
        if self.hasFocus():
            painter.setPen(QPen(colours.color(QPalette.ColorRole.Highlight), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), radius + 2, radius + 2)


class SwitchControl(FormControl):
    """A switch as a control."""

    def __init__(self, key: str, default: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._default = default
        self._box = Switch(self)
        self._box.setObjectName(key)
        self._box.clicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._box, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)

    def set_value(self, value: object, keep_text: bool = False) -> None:
        """Show yes or no."""
        self._box.setChecked(value is True)

    def set_texts(self, name: str, tip: str) -> None:
        """Name the box."""
        self._box.setAccessibleName(name)
        self._box.setToolTip(tip)

    def reset(self) -> None:
        """Wish for the default."""
        if self._box.isChecked() != self._default:
            self.valueEdited.emit(self._default)

    def focus_widgets(self) -> list[QWidget]:
        """Return the box."""
        return [self._box]

    def _on_clicked(self, is_checked: bool) -> None:
        self.valueEdited.emit(is_checked)
