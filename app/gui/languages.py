"""Switches the language of the whole window: our texts, Qt's own, and fonts that have its glyphs."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from app.gui.theme import FONT_FAMILIES
from app.resources import RESOURCES

LOCALES = {"en": "en", "zh": "zh_CN"}


def system_language() -> str:
    """Return the language of the person's system if we have it, else English."""
    return "zh" if QLocale.system().language() == QLocale.Language.Chinese else "en"


class Languages:
    """Installs and removes translators."""

    def __init__(self, app: QApplication) -> None:
        self._app = app
        self._translators: list[QTranslator] = []
        font = QFont(app.font())
        font.setFamilies([font.family(), *FONT_FAMILIES])
        app.setFont(font)

    def switch_to(self, language: str) -> None:
        """Translate everything into a language, "en" or "zh"; every widget gets a LanguageChange event."""
        for translator in self._translators:
            self._app.removeTranslator(translator)
        self._translators = []
        locale = LOCALES[language]
        for name, folder in (
            (f"qtbase_{locale}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
            (f"gradient_playground_{locale}", str(RESOURCES / "translations")),
        ):
            translator = QTranslator(self._app)
            if translator.load(name, folder):
                self._app.installTranslator(translator)
                self._translators.append(translator)
        QLocale.setDefault(QLocale(locale))
