"""What the window remembers between two starts: language, theme, size. Read with care, for files get damaged."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from app.gui.theme import THEMES

LANGUAGES = ("en", "zh")


def open_settings() -> QSettings:
    """Return the program's settings in an INI file of the user's configuration folder."""
    return QSettings(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, "gradient-playground", "gradient-playground"
    )


def read_choice(settings: QSettings, key: str, allowed: tuple[str, ...], default: str) -> str:
    """Return a remembered choice, or the default if it is missing or damaged."""
    value = settings.value(key, default)
    return value if isinstance(value, str) and value in allowed else default


def read_theme(settings: QSettings, default: str) -> str:
    """Return the name of the remembered theme."""
    return read_choice(settings, "theme", tuple(THEMES), default)


def read_language(settings: QSettings, default: str) -> str:
    """Return the remembered language, "en" or "zh"."""
    return read_choice(settings, "language", LANGUAGES, default)


def read_bytes(settings: QSettings, key: str) -> QByteArray:
    """Return remembered bytes, empty if missing or damaged."""
    value = settings.value(key)
    return value if isinstance(value, QByteArray) else QByteArray()
