"""A combo box for one choice of a table, with the chosen entry's help below it if wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QStandardItemModel, QWheelEvent
from PySide6.QtWidgets import QComboBox, QLabel, QStyle, QStyleOptionComboBox, QStylePainter, QVBoxLayout, QWidget

from app.gui.views.form_control import FormControl
from app.gui.views.form_texts import tool_tip

_CHEVRON_INSET = 11


@dataclass(frozen=True, slots=True)
class Entry:
    """One item: what it stands for, and its texts in the window's language; `problem` says why it cannot be chosen."""

    key: str
    text: str
    help: str = ""
    problem: str = ""


class ChoiceCombo(QComboBox):
    """A combo box whose items are entries; the data of an item is its key.

    Signals
    -------
    keyEdited
        A wish: the key chosen.
    """

    keyEdited = Signal(str)

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(key)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)
        self.setMaxVisibleItems(20)
        self._entries: tuple[Entry, ...] = ()
        self._key = ""
        self._tip = ""
        self.activated.connect(self._on_activated)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Offer other entries; what is shown stays if it is among them."""
        if tuple(entries) == self._entries:
            return
        self._entries = tuple(entries)
        with QSignalBlocker(self):
            self.clear()
            for row, entry in enumerate(self._entries):
                text = f"{entry.text} – {entry.problem}" if entry.problem else entry.text
                self.addItem(text, entry.key)
                self.setItemData(row, tool_tip(entry.text, entry.help, entry.problem), Qt.ItemDataRole.ToolTipRole)
                model = self.model()
                if entry.problem and isinstance(model, QStandardItemModel):
                    model.item(row).setEnabled(False)
        self.set_key(self._key)

    def set_key(self, key: str) -> None:
        """Show an entry."""
        self._key = key
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(key))
        self._show_tip()

    def set_texts(self, name: str, tip: str) -> None:
        """Set what the choice is called, and what its tool tip says below the chosen entry's help."""
        self.setAccessibleName(name)
        self._tip = tip
        self._show_tip()

    def current_help(self) -> str:
        """Return the help of the entry shown."""
        return next((entry.help for entry in self._entries if entry.key == self._key), "")

    def _show_tip(self) -> None:
        entry = next((entry for entry in self._entries if entry.key == self._key), Entry("", ""))
        self.setToolTip(tool_tip(entry.text, entry.help, entry.problem) + self._tip)

    def _on_activated(self, row: int) -> None:
        key = self.itemData(row)
        if key != self._key:
            self._key = key
            self.keyEdited.emit(key)

    def showPopup(self) -> None:
        """Open the list as wide as its longest entry."""
        view = self.view()
        view.setMinimumWidth(max(view.sizeHintForColumn(0) + 24, self.width()))
        super().showPopup()

    def event(self, event: QEvent) -> bool:
        """Keep letters, which search the list, from the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_plain = not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
            if is_plain and event.text().isalpha():
                event.accept()
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step if the combo box has the focus; else the column scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as usual, a long text with an ellipsis, and an arrow, which the style sheet leaves out."""
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width() - 4
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        x, y = self.width() - _CHEVRON_INSET, self.height() / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        role = QPalette.ColorRole.PlaceholderText if self.isEnabled() else QPalette.ColorRole.Mid
        painter.setPen(QPen(self.palette().color(role), 1.4))
        painter.drawPolyline([QPointF(x - 3.5, y - 1.8), QPointF(x, y + 1.8), QPointF(x + 3.5, y - 1.8)])


class ChoiceControl(FormControl):
    """A combo box as a control.

    Parameters
    ----------
    has_note
        Whether the chosen entry's help stands below.
    """

    def __init__(self, key: str, default: str, has_note: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._default = default
        self.combo = ChoiceCombo(key, self)
        self.combo.keyEdited.connect(self._on_key_edited)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.combo)
        self._note: QLabel | None = None
        if has_note:
            self._note = QLabel(self)
            self._note.setObjectName(f"{key}.note")
            self._note.setProperty("role", "muted")
            self._note.setWordWrap(True)
            column.addWidget(self._note)

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Offer other entries."""
        self.combo.set_entries(entries)
        self._show_note()

    def set_value(self, value: object, keep_text: bool = False) -> None:
        """Show an entry."""
        self.combo.set_key(str(value))
        self._show_note()

    def set_texts(self, name: str, tip: str) -> None:
        """Name the combo box."""
        self.combo.set_texts(name, tip)

    def reset(self) -> None:
        """Wish for the default, if it is offered."""
        row = self.combo.findData(self._default)
        if row >= 0 and row != self.combo.currentIndex():
            self.valueEdited.emit(self._default)

    def focus_widgets(self) -> list[QWidget]:
        """Return the combo box."""
        return [self.combo]

    def _on_key_edited(self, key: str) -> None:
        self.valueEdited.emit(key)

    def _show_note(self) -> None:
        if self._note is not None:
            self._note.setText(self.combo.current_help())
