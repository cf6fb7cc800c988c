"""What the window remembers between two starts: language, theme, size. Read with care, for files get damaged."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from app.gui.theme import THEMES
from app.text import LANGUAGES

MAX_RECENT = 8


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


def write_theme(settings: QSettings, name: str) -> None:
    """Remember a theme by its name."""
    settings.setValue("theme", name)


def read_language(settings: QSettings, default: str) -> str:
    """Return the remembered language, "en" or "zh"."""
    return read_choice(settings, "language", LANGUAGES, default)


def write_language(settings: QSettings, language: str) -> None:
    """Remember a language, "en" or "zh"."""
    settings.setValue("language", language)


def read_scheduler(settings: QSettings) -> str:
    """Return the remembered address of a cluster, "" for none; whoever shows it says what is wrong with it."""
    value = settings.value("scheduler", "")
    return value if isinstance(value, str) else ""


def read_layout(settings: QSettings) -> tuple[QByteArray, QByteArray]:
    """Return the window's geometry and the state of its columns as Qt saves them, empty if missing or damaged."""
    return _read_bytes(settings, "geometry"), _read_bytes(settings, "columns")


def write_layout(settings: QSettings, geometry: QByteArray, columns: QByteArray) -> None:
    """Remember the window's geometry and the state of its columns."""
    settings.setValue("geometry", geometry)
    settings.setValue("columns", columns)


def _read_bytes(settings: QSettings, key: str) -> QByteArray:
    value = settings.value(key)
    return value if isinstance(value, QByteArray) else QByteArray()


def read_recent(settings: QSettings) -> list[str]:
    """Return the paths of files that were opened or saved lately, the newest first."""
    value = settings.value("recent_files")
    paths = [value] if isinstance(value, str) else value  # QSettings turns a list of one into its item
    if not isinstance(paths, list):
        return []
    return [path for path in paths if isinstance(path, str) and path][:MAX_RECENT]


def remove_recent(settings: QSettings, path: str) -> None:
    """Forget a file."""
    settings.setValue("recent_files", [each for each in read_recent(settings) if each != path])


def add_recent(settings: QSettings, path: str) -> None:
    """Remember a file as the newest."""
    others = [each for each in read_recent(settings) if each != path]
    settings.setValue("recent_files", [path, *others][:MAX_RECENT])
