"""Colours, sizes and fonts, in one place: light and dark, classes, fields."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget

FONT_FAMILIES = ("Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "WenQuanYi Micro Hei")
"""Asked for Chinese glyphs when the system's own font has none."""

TITLE_SCALE = 1.15
NUMBER_SCALE = 1.6
UNIT = 8
"""The grid: distances are multiples of it, half of it inside a group."""

CLASS_COLOURS = (
    "#f59322",
    "#0877bd",
    "#2a9d5c",
    "#a04ec4",
    "#d6493f",
    "#13a8a8",
    "#8a6d3b",
    "#e05ca0",
    "#6b7280",
    "#b5a51d",
)
"""Class 0 orange and class 1 blue; negative is orange and positive blue in fields and weights."""

CLASS_SYMBOLS = ("o", "s", "t1", "d", "p", "star", "t", "h", "+", "x")
"""pyqtgraph's symbol of each class, so that colour is never alone."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of a window, as "#rrggbb"."""

    name: str
    window: str
    base: str
    raised: str
    hover: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    error: str
    plot: str
    ink: str
    """The model's curve, the 0.5 level, the training loss."""
    outline: str
    """Around points, so that they stand out from the field."""
    neutral: str
    """The middle of a field, where it is neither negative nor positive."""


LIGHT = Theme("light", "#f6f7f9", "#ffffff", "#ffffff", "#e9edf3", "#1c2430", "#626d7d", "#d5dae2", "#1f5fd0", "#ffffff",
              "#c62828", "#ffffff", "#1c2430", "#ffffff", "#f1f1ee")  # fmt: skip
DARK = Theme("dark", "#181b20", "#101317", "#242931", "#2f3640", "#e8ebf0", "#9aa5b4", "#39414d", "#6fa3ff", "#0d1420",
             "#ff7b72", "#101317", "#f2f4f8", "#b4bdca", "#23262b")  # fmt: skip
THEMES = {theme.name: theme for theme in (LIGHT, DARK)}


def class_colour(number: int) -> QColor:
    """Return the colour of a class."""
    return QColor(CLASS_COLOURS[number % len(CLASS_COLOURS)])


def scaled_font(font: QFont, scale: float, bold: bool = False) -> QFont:
    """Return a copy of a font, larger."""
    larger = QFont(font)
    larger.setPointSizeF(font.pointSizeF() * scale)
    larger.setBold(bold)
    return larger


def tabular(font: QFont) -> QFont:
    """Return a copy of a font whose digits are all equally wide."""
    copy = QFont(font)
    copy.setFeature(QFont.Tag("tnum"), 1)
    return copy


def palette(theme: Theme) -> QPalette:
    """Return Qt's palette for a theme."""
    colours = QPalette()
    role = QPalette.ColorRole
    for roles, colour in (
        ((role.Window, role.Button, role.AlternateBase), theme.window),
        ((role.Base,), theme.base),
        ((role.ToolTipBase,), theme.raised),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText, role.BrightText), theme.text),
        ((role.PlaceholderText,), theme.muted),
        ((role.Highlight, role.Link, role.Accent), theme.accent),
        ((role.HighlightedText,), theme.on_accent),
        ((role.Mid, role.Midlight, role.Dark), theme.line),
        ((role.Light,), theme.raised),
    ):
        for one in roles:
            colours.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        faded = QColor(theme.muted)
        faded.setAlphaF(0.6)
        colours.setColor(QPalette.ColorGroup.Disabled, one, faded)
    return colours


def style_sheet(theme: Theme) -> str:
    """Return the few rules that the palette cannot say."""
    return f"""
    QToolTip {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line}; padding: 4px; }}
    QToolButton {{ border: 1px solid transparent; border-radius: 4px; padding: 4px; color: {theme.text}; }}
    QToolButton:hover {{ background: {theme.hover}; }}
    QToolButton:checked {{ background: {theme.hover}; border-color: {theme.accent}; }}
    QToolButton:focus {{ border-color: {theme.accent}; }}
    QToolButton:disabled {{ color: {theme.muted}; }}
    QPushButton {{ background: {theme.raised}; border: 1px solid {theme.line}; border-radius: 4px; padding: 4px 12px; }}
    QPushButton:hover {{ background: {theme.hover}; }}
    QPushButton:focus {{ border-color: {theme.accent}; }}
    QPushButton:disabled {{ color: {theme.muted}; background: transparent; }}
    QPushButton#run {{ background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent}; font-weight: bold; padding: 6px 20px; }}
    QPushButton#run:disabled {{ background: {theme.line}; color: {theme.muted}; border-color: {theme.line}; }}
    QLineEdit, QComboBox, QSpinBox {{ background: {theme.base}; border: 1px solid {theme.line}; border-radius: 4px; padding: 2px 4px; min-height: 1.4em; }}
    QLineEdit:focus, QComboBox:focus {{ border-color: {theme.accent}; }}
    QLineEdit[invalid="true"] {{ border-color: {theme.error}; }}
    QComboBox::drop-down {{ border: none; width: 16px; }}
    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
    QLabel[role="muted"] {{ color: {theme.muted}; }}
    QLabel[role="error"] {{ color: {theme.error}; }}
    QLabel[role="heading"] {{ font-weight: bold; }}
    QFrame[role="line"] {{ color: {theme.line}; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {theme.line}; }}
    QTabBar::tab {{ padding: 4px 10px; border: none; color: {theme.muted}; }}
    QTabBar::tab:selected {{ color: {theme.text}; border-bottom: 2px solid {theme.accent}; }}
    QSlider::groove:horizontal {{ height: 2px; background: {theme.line}; border-radius: 1px; }}
    QSlider::sub-page:horizontal {{ height: 2px; background: {theme.muted}; border-radius: 1px; }}
    QSlider::handle:horizontal {{ width: 10px; height: 10px; margin: -5px 0; border-radius: 6px; background: {theme.base}; border: 1px solid {theme.muted}; }}
    QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ background: {theme.accent}; border-color: {theme.accent}; }}
    QScrollBar:vertical {{ width: 8px; background: transparent; margin: 0; }}
    QScrollBar:horizontal {{ height: 8px; background: transparent; margin: 0; }}
    QScrollBar::handle {{ background: {theme.line}; border-radius: 3px; margin: 1px; min-height: 32px; min-width: 32px; }}
    QScrollBar::handle:hover {{ background: {theme.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QToolBar#tool_palette, QToolBar#paint_bar {{ border: none; }}
    QToolBar#paint_bar QToolButton {{ padding: 3px; }}
    QToolButton#qt_toolbar_ext_button {{ padding: 0; }}
    QToolBar {{ border: none; border-bottom: 1px solid {theme.line}; spacing: 2px; padding: 2px 4px; }}
    """


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet asks for, and dress the widget by it."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def apply(app: QApplication, theme: Theme) -> None:
    """Dress the application; plots are dressed by their own `set_theme`."""
    app.setPalette(palette(theme))
    app.setStyleSheet(style_sheet(theme))
