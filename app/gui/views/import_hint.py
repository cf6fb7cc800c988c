"""The line in the import dialog that says what a table may mean otherwise, with a button that takes it so."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.gui.theme import UNIT


class HintRow(QWidget):
    """A sentence and what can be done about it; keeps its place while there is none.

    Signals
    -------
    taken
        The button was pressed.
    """

    taken = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QLabel()
        self.text.setObjectName("csv.hint")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.button = QPushButton()
        self.button.setObjectName("csv.take")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.taken)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(UNIT)
        line.addWidget(self.text, 1)
        line.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        keep = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        keep.setRetainSizeWhenHidden(True)
        self.setSizePolicy(keep)
        self.set_hint("", "")

    def set_hint(self, text: str, action: str) -> None:
        """Show a sentence and what its button does; nothing for ""."""
        self.setVisible(bool(text))
        self.text.setText(text)
        self.button.setText(action)

    def retranslate(self) -> None:
        """Set the fixed texts in the window's language, and keep room for two lines."""
        self.text.setAccessibleName(QCoreApplication.translate("ImportDialog", "What the table may mean otherwise"))
        self.button.setToolTip(
            QCoreApplication.translate("ImportDialog", "Read the table so; the choices above follow")
        )
        self.setFixedHeight(max(2 * self.text.fontMetrics().lineSpacing(), self.button.sizeHint().height()))
