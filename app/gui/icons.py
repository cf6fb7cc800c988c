"""Icons from resources/icons, drawn in the colour of the theme."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.gui.theme import CLASS_COLOURS, class_colour
from app.resources import RESOURCES

SIZE = 24
SCALE = 3
"""Icons are drawn larger, so that they stay sharp on dense screens."""


def _render(svg: str) -> QIcon:
    pixmap = QPixmap(SIZE * SCALE, SIZE * SCALE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(pixmap.rect()))
    painter.end()
    return QIcon(pixmap)


def icon(name: str, colour: str) -> QIcon:
    """Return the icon "resources/icons/<name>.svg" in a colour "#rrggbb"."""
    svg = (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return _render(svg.replace("currentColor", colour))


def class_icon(number: int) -> QIcon:
    """Return a disc in the colour of a class with its number."""
    ink = "#ffffff" if class_colour(number).lightnessF() < 0.62 else "#1c2430"
    return _render(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="10" '
        f'fill="{CLASS_COLOURS[number]}"/><text x="12" y="16.5" font-size="13" font-family="sans-serif" '
        f'font-weight="bold" text-anchor="middle" fill="{ink}">{number}</text></svg>'
    )


def app_icon() -> QIcon:
    """Return the program's own icon: a descent on a curve."""
    return _render(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" '
        'fill="#1f5fd0"/><path d="M4 5c2 14 12 18 16 3" fill="none" stroke="#fff" stroke-width="2" '
        'stroke-linecap="round"/><circle cx="6" cy="11" r="2.2" fill="#f59322"/><circle cx="12" cy="17" r="2.2" '
        'fill="#f59322"/></svg>'
    )
