"""The line above the table of points: how many there are, and buttons to add one and to delete those selected."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from app.gui.texts import count_text, points_text
from app.gui.theme import UNIT


class TableBar(QWidget):
    """The count of points and test points, and two buttons; what they do is the panel's business."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("table_bar")
        self._n, self._n_test = 0, 0
        self.count = QLabel()
        self.count.setObjectName("table.count")
        self.count.setProperty("role", "muted")
        self.count.setMinimumWidth(1)
        self.add_button = _button("table.add", "+")
        self.delete_button = _button("table.delete", "−")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(UNIT // 2)
        row.addWidget(self.count, 1)
        row.addWidget(self.add_button)
        row.addWidget(self.delete_button)
        self.retranslate()
        self._set_sizes()

    def set_counts(self, n: int, n_test: int) -> None:
        """Say how many points there are, and how many of them are test points."""
        self._n, self._n_test = n, n_test
        text = points_text(n)
        if n_test == 1:
            text = QCoreApplication.translate("TablePanel", "{points}, 1 of them a test point").format(points=text)
        elif n_test:
            template = QCoreApplication.translate("TablePanel", "{points}, {count} of them test points")
            text = template.format(points=text, count=count_text(n_test))
        self.count.setText(text)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_sizes()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        translate = QCoreApplication.translate
        self.add_button.setAccessibleName(translate("TablePanel", "Add a point"))
        self.add_button.setToolTip(translate("TablePanel", "Type a new point in the last line"))
        self.delete_button.setAccessibleName(translate("TablePanel", "Delete points"))
        self.delete_button.setToolTip(translate("TablePanel", "Delete the selected points (Del)"))
        self.set_counts(self._n, self._n_test)

    def _set_sizes(self) -> None:
        size = self.fontMetrics().height() + UNIT // 2
        for button in (self.add_button, self.delete_button):
            button.setFixedSize(size, size)


def _button(name: str, sign: str) -> QToolButton:
    button = QToolButton()
    button.setObjectName(name)
    button.setText(sign)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setStyleSheet("QToolButton { padding: 0; font-size: 12pt; }")
    return button
