"""One row of the settings: name, control, the mark of what restarts, and below it what was refused."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from app.gui.views.form_control import FormControl
from app.gui.views.form_texts import RESTART_MARK


class RowLabel(QLabel):
    """The name of a row.

    Signals
    -------
    resetRequested
        Double click: a wish for the default.
    """

    resetRequested = Signal()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Wish for the default."""
        self.resetRequested.emit()
        event.accept()


class FormRow(QWidget):
    """One row.

    Parameters
    ----------
    key
        The configuration key.
    is_live
        Whether a change reaches a running training; else the row is marked.
    is_wide
        Whether the control takes the name's room too; the name is then only heard by screen readers.

    Signals
    -------
    edited
        A wish: key and value.
    """

    edited = Signal(str, object)

    def __init__(self, key: str, control: FormControl, is_live: bool, is_wide: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.key = key
        self.control = control
        self._label = RowLabel(self)
        self._label.setObjectName(f"{key}.label")
        self._label.setVisible(not is_wide)
        self._label.setWordWrap(True)
        self._label.resetRequested.connect(control.reset)
        self._mark = QLabel("" if is_live else RESTART_MARK, self)
        self._mark.setProperty("role", "muted")
        self._mark.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._error = QLabel(self)
        self._error.setObjectName(f"{key}.error")
        self._error.setProperty("role", "error")
        self._error.setWordWrap(True)
        self._error.hide()
        line = QHBoxLayout()
        line.setSpacing(0)
        line.addWidget(self._label, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(control, 1)
        line.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(line)
        if control.below is not None:
            column.addWidget(control.below)
        column.addWidget(self._error)
        control.valueEdited.connect(self._on_value_edited)
        control.refused.connect(self.set_error)
        control.settled.connect(self.clear_error)

    @property
    def is_pending(self) -> bool:
        """Whether text in it has not become a value."""
        return self.control.is_pending

    @property
    def has_focus(self) -> bool:
        """Whether the keyboard is in it."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def set_widths(self, label_width: int, mark_width: int, height: int) -> None:
        """Line up with the other rows."""
        self._label.setFixedWidth(label_width)
        self._label.setMinimumHeight(height)
        self._mark.setFixedSize(mark_width, height)
        self.control.setMinimumHeight(height)
        self.control.set_widths(label_width, mark_width)

    def set_texts(self, name: str, tip: str, mark_tip: str) -> None:
        """Set every text."""
        self._label.setText(name)
        self._label.setToolTip(tip)
        self._mark.setToolTip(mark_tip)
        self.control.set_texts(name, tip)

    @Slot(str)
    def set_error(self, sentence: str) -> None:
        """Mark the control and show a sentence below it."""
        self.control.set_invalid(True)
        self._error.setText(sentence)
        self._error.show()

    @Slot()
    def clear_error(self) -> None:
        """Take mark and sentence away."""
        self.control.set_invalid(False)
        self._error.hide()
        self._error.clear()

    def retire(self) -> None:
        """Leave the form without a last wish, even if the keyboard is in it."""
        for widget in self.control.focus_widgets():
            widget.blockSignals(True)
        self.control.blockSignals(True)
        self.hide()
        self.deleteLater()

    def _on_value_edited(self, value: object) -> None:
        self.edited.emit(self.key, value)
