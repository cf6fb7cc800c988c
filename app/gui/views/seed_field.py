"""A seed with a button that asks for another one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from app.components.choice import Param
from app.gui.views.form_number import NumberControl


class SeedControl(NumberControl):
    """The exact field of a seed and a button beside it.

    Signals
    -------
    newRequested
        A wish for another seed.
    """

    newRequested = Signal()

    def __init__(self, key: str, param: Param, parent: QWidget | None = None) -> None:
        super().__init__(key, param, None, parent)
        self._button = QPushButton(self)
        self._button.setObjectName(f"{key}.new")
        self._button.setProperty("role", "small")
        self._button.clicked.connect(self._on_clicked)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self._button)

    def set_button_texts(self, text: str, tip: str) -> None:
        """Set what the button says."""
        self._button.setText(text)
        self._button.setAccessibleName(text)
        self._button.setToolTip(tip)

    def focus_widgets(self) -> list[QWidget]:
        """Return field and button."""
        return [self.field, self._button]

    def _on_clicked(self) -> None:
        self.newRequested.emit()
