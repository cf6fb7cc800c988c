"""One numbered step of the settings: heading, the main rows, and further rows that unfold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.gui.texts import titled_text
from app.gui.views.form_row import FormRow
from app.gui.views.form_texts import tool_tip

_ROW_GAP = 6


def _arrange(layout: QVBoxLayout, rows: Sequence[FormRow]) -> None:
    for place, row in enumerate(rows):
        # No itemAt: PySide would keep the item after Qt deleted it, and later take whatever lies there for it.
        if layout.indexOf(row) != place:
            layout.insertWidget(place, row)
        row.setVisible(True)


class FormSection(QWidget):
    """One step.

    Signals
    -------
    unfolded
        A fact: the further rows have come to sight.
    """

    unfolded = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"section.{name}")
        self._changed = 0
        self._number = QLabel(self)
        self._number.setProperty("role", "muted")
        self._title = QLabel(self)
        self._title.setProperty("role", "heading")
        self._dot = QLabel("●", self)
        self._dot.setObjectName(f"{name}.changed")
        self._dot.setProperty("role", "dot")
        self._dot.hide()
        self._toggle = QToolButton(self)
        self._toggle.setObjectName(f"{name}.more")
        self._toggle.setProperty("role", "more")
        self._toggle.setCheckable(True)
        self._toggle.toggled.connect(self._on_toggled)
        heading = QHBoxLayout()
        heading.setSpacing(8)
        heading.addWidget(self._number)
        heading.addWidget(self._title, 1)
        heading.addWidget(self._dot)
        heading.addWidget(self._toggle)
        self.main = QWidget(self)
        self.more = QWidget(self)
        self.more.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_ROW_GAP)
        column.addLayout(heading)
        for part in (self.main, self.more):
            rows = QVBoxLayout(part)
            rows.setContentsMargins(0, 0, 0, 0)
            rows.setSpacing(_ROW_GAP)
            column.addWidget(part)

    def set_rows(self, main: Sequence[FormRow], more: Sequence[FormRow]) -> None:
        """Show rows, made with `main` and `more` as their parents."""
        for part, rows in ((self.main, main), (self.more, more)):
            layout = part.layout()
            assert isinstance(layout, QVBoxLayout)
            _arrange(layout, rows)

    def set_changed(self, count: int) -> None:
        """Say how many of the further settings differ from their default."""
        self._changed = count
        self._dot.setVisible(count > 0)
        self._show_texts()

    def set_title(self, number: int, title: str) -> None:
        """Set every text."""
        self._number.setText(str(number))
        self._title.setText(title)
        self._show_texts()

    @property
    def is_unfolded(self) -> bool:
        """Whether the further rows are in sight."""
        return self._toggle.isChecked()

    def set_unfolded(self, is_unfolded: bool) -> None:
        """Show or hide the further rows."""
        self._toggle.setChecked(is_unfolded)

    def toggle_button(self) -> QToolButton:
        """Return the button that unfolds."""
        return self._toggle

    def _on_toggled(self, is_unfolded: bool) -> None:
        self.more.setVisible(is_unfolded)
        self._show_texts()
        if is_unfolded:
            self.unfolded.emit()

    def _show_texts(self) -> None:
        if self.is_unfolded:
            text = QCoreApplication.translate("SettingsPanel", "less ▾")
            action = QCoreApplication.translate("SettingsPanel", "Hide the further settings")
        else:
            text = QCoreApplication.translate("SettingsPanel", "more ▸")
            action = QCoreApplication.translate("SettingsPanel", "Show the further settings")
        if self._changed == 1:
            changed = QCoreApplication.translate("SettingsPanel", "1 setting here differs from its default.")
        elif self._changed:
            template = QCoreApplication.translate("SettingsPanel", "{count} settings here differ from their default.")
            changed = template.format(count=self._changed)
        else:
            changed = ""
        self._toggle.setText(text)
        self._toggle.setAccessibleName(titled_text(self._title.text(), action))
        self._toggle.setAccessibleDescription(changed)
        self._toggle.setToolTip(tool_tip(action, changed))
        self._dot.setToolTip(changed)
        self._dot.setAccessibleName(changed)
