"""A lesson's title and explanation beside the canvas."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QTextBrowser, QToolButton, QVBoxLayout, QWidget

from app.gui.theme import LIGHT, TITLE_SCALE, UNIT, Theme

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def paragraphs_as_html(text: str) -> str:
    """Return plain paragraphs, separated by blank lines and with **bold** words, as HTML."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    style = f"margin: 0 {UNIT}px {UNIT + UNIT // 2}px 0; line-height: 140%;"
    bodies = [_BOLD.sub(r"<b>\1</b>", html.escape(part)).replace("\n", " ") for part in paragraphs]
    return "".join(f'<p style="{style}">{body}</p>' for body in bodies)


class LessonPanel(QWidget):
    """The lesson that is open, or an invitation to open one.

    Signals
    -------
    closeRequested
        The lesson is to close.
    """

    closeRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lesson_panel")
        self._title = ""
        self._text = ""
        self._theme = LIGHT
        self.title = QLabel()
        self.title.setObjectName("lesson.title")
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.close_button = QToolButton()
        self.close_button.setObjectName("lesson.close")
        self.close_button.setText("✕")
        policy = self.close_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.close_button.setSizePolicy(policy)
        self.text = QTextBrowser()
        self.text.setObjectName("lesson.text")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text.document().setDocumentMargin(0)

        row = QHBoxLayout()
        row.setSpacing(UNIT)
        row.addWidget(self.title, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(row)
        layout.addWidget(self.text, 1)
        self.close_button.clicked.connect(self._on_close_clicked)
        self._set_fonts()
        self.retranslate()
        self.set_theme(LIGHT)

    def set_lesson(self, title: str, text: str) -> None:
        """Show a lesson in paragraphs with **bold** words; without a title, the invitation."""
        if (title, text) == (self._title, self._text):
            return
        self._title, self._text = title, text
        self._show_lesson()
        self.text.verticalScrollBar().setValue(0)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        palette = self.text.palette()
        palette.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        palette.setColor(QPalette.ColorRole.Text, theme.text if self._title else theme.muted)
        self.text.setPalette(palette)

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self.setAccessibleName(QCoreApplication.translate("LessonPanel", "Lesson"))
        self.text.setAccessibleName(QCoreApplication.translate("LessonPanel", "Explanation of the lesson"))
        self.text.setToolTip(QCoreApplication.translate("LessonPanel", "What this lesson shows and what to try"))
        self.close_button.setAccessibleName(QCoreApplication.translate("LessonPanel", "Close the lesson"))
        self.close_button.setToolTip(
            QCoreApplication.translate("LessonPanel", "Close the lesson; points and settings stay as they are")
        )
        self._show_lesson()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_fonts()

    def _show_lesson(self) -> None:
        is_open = bool(self._title)
        self.close_button.setVisible(is_open)
        self.title.setText(self._title if is_open else QCoreApplication.translate("LessonPanel", "No lesson is open"))
        text = self._text if is_open else QCoreApplication.translate(
            "LessonPanel",
            "Open one from the **Lessons** menu: it brings its own points and settings and explains here "
            "what to look at.\n\nOr go on freely: click points, choose a model, press Run.",
        )  # fmt: skip
        self.text.setHtml(paragraphs_as_html(text))
        self.set_theme(self._theme)

    def _set_fonts(self) -> None:
        # A font set by hand would be lost whenever the application's style sheet is set anew.
        self.title.setStyleSheet(f"font-size: {TITLE_SCALE * self.font().pointSizeF():.2f}pt; font-weight: bold;")
        self.text.document().setDefaultFont(self.font())

    def _on_close_clicked(self) -> None:
        self.closeRequested.emit()
