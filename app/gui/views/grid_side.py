"""The left column of the grid's window: what the grid is around, its form, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.data.points import Points
from app.gui.grid_texts import summary
from app.gui.setting_texts import named
from app.gui.texts import message_text
from app.gui.theme import UNIT, set_property
from app.gui.views.column_area import ColumnArea
from app.gui.views.grid_form import GridForm
from app.text import Message
from app.training.config import Config


class GridSide(ColumnArea):
    """The form with the experiment it varies above it, and notices below.

    Signals
    -------
    takeRequested
        The grid is to be around the main window's experiment from now on.
    """

    takeRequested = Signal()

    def __init__(self, form: GridForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grid_side")
        self._config, self._points = Config(), Points.empty(1)
        self._varying: Collection[str] = ()
        self._said: Message | None = None
        self._said_of_cluster: Message | None = None
        self.base = QLabel()
        self.base.setObjectName("grid.base")
        self.base.setProperty("role", "muted")
        self.base.setWordWrap(True)
        self.base.setContentsMargins(UNIT, UNIT, UNIT, 0)
        self.take = QPushButton()
        self.take.setObjectName("grid.take")
        self.take.hide()
        self.take.clicked.connect(self.takeRequested)
        self.notice = _sentence("grid.notice")
        self.notice.setContentsMargins(UNIT, 0, UNIT, UNIT)
        self.cluster_notice = _sentence("grid.cluster_notice")
        self._lay_out(form)
        self.retranslate()

    def _lay_out(self, form: GridForm) -> None:
        take = QHBoxLayout()
        take.setContentsMargins(UNIT, 0, UNIT, 0)
        take.addWidget(self.take)
        fields = form.layout()
        assert isinstance(fields, QVBoxLayout)
        fields.insertWidget(fields.indexOf(form.scheduler_error) + 1, self.cluster_notice)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT // 2)
        column.addWidget(self.base)
        column.addLayout(take)
        column.addWidget(form)
        column.addWidget(self.notice)
        column.setStretchFactor(form, 1)
        self.setWidget(inner)

    def minimumSizeHint(self) -> QSize:
        """Return a width in which a form without long words has room, too."""
        return super().minimumSizeHint().expandedTo(QSize(26 * UNIT, 0))

    # ------------------------------------------------------------ setters, silent

    def set_base(self, config: Config, points: Points, varying: Collection[str], is_current: bool) -> None:
        """Say around which experiment the grid is, but for the settings that vary; offer the main window's unless it is that one."""
        self._config, self._points, self._varying = config, points, varying
        self.base.setText(summary(config, points, varying))
        self.take.setVisible(not is_current)

    def say(self, message: Message | None, role: str = "error") -> None:
        """Say something of the grid below its form; nothing for None."""
        self._said = message
        self._show_said(role)

    def say_of_cluster(self, message: Message | None, role: str = "error") -> None:
        """Say something of the cluster below its address; nothing for None."""
        self._said_of_cluster = message
        _write(self.cluster_notice, message, role)

    # ------------------------------------------------------------ words

    def _show_said(self, role: str = "") -> None:
        _write(self.notice, self._said and named(self._said, self._config), role)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        translate = QCoreApplication.translate
        self.base.setText(summary(self._config, self._points, self._varying))
        self.take.setText(translate("GridWindow", "Use the main window's experiment"))
        self.take.setToolTip(translate("GridWindow", "The main window shows other settings or points by now: vary those from the next start."))  # fmt: skip
        self._show_said()
        _write(self.cluster_notice, self._said_of_cluster)


def _sentence(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.hide()
    return label


def _write(label: QLabel, message: Message | None, role: str = "") -> None:
    """Show a sentence in the window's language, as a role given; hide the label where there is none."""
    if role:
        set_property(label, "role", role)
    label.setText("" if message is None else message_text(message))
    label.setVisible(message is not None)
