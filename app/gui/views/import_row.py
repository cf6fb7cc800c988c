"""Combo boxes side by side in the import dialog, each with its caption above it."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.gui.theme import UNIT
from app.gui.views.form_combo import ChoiceCombo


class ComboRow(QWidget):
    """What is chosen here together makes one value; a subclass knows which.

    Parameters
    ----------
    stretches
        Key of each combo box, from left to right → its share of the width.

    Signals
    -------
    edited
        A wish: something else was chosen in one of them.
    """

    edited = Signal()

    def __init__(self, stretches: Mapping[str, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stretches = stretches
        self.combos = {key: ChoiceCombo(f"csv.{key}") for key in stretches}
        self._captions = {key: QLabel() for key in stretches}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(UNIT)
        self._grid.setVerticalSpacing(2)
        for column, (key, combo) in enumerate(self.combos.items()):
            caption = self._captions[key]
            caption.setProperty("role", "muted")
            caption.setBuddy(combo)
            self._grid.addWidget(caption, 0, column)
            self._grid.addWidget(combo, 1, column)
            self._grid.setColumnStretch(column, stretches[key])
            combo.keyEdited.connect(self.edited)

    def set_offered(self, key: str, is_offered: bool) -> None:
        """Show or hide a combo box; the others share its room."""
        self.combos[key].setVisible(is_offered)
        self._captions[key].setVisible(is_offered)
        column = list(self._stretches).index(key)
        self._grid.setColumnStretch(column, self._stretches[key] if is_offered else 0)

    def set_chosen(self, chosen: Mapping[str, str]) -> None:
        """Show what is chosen in each combo box."""
        for key, value in chosen.items():
            self.combos[key].set_key(value)

    def chosen(self, key: str) -> str:
        """Return what is chosen in a combo box, "" if nothing is."""
        return self.combos[key].currentData() or ""

    def set_texts(self, texts: Mapping[str, tuple[str, str]]) -> None:
        """Set caption and tool tip of each combo box."""
        for key, (caption, tip) in texts.items():
            self._captions[key].setText(caption)
            self.combos[key].set_texts(caption, tip)
