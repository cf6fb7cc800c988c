"""A plot of a solid and a dashed line with a legend, numbers as in books and a reading under the cursor."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from app.data.points import Floats
from app.gui.theme import LIGHT, UNIT, Theme
from app.gui.views.line_item import LineItem
from app.gui.views.number_axis import NumberAxis

LIMIT = 1e30
"""Greatest number that is drawn; what lies beyond is drawn there."""

_DASHES = [5.0, 3.0]


def line_pen(colour: str, is_dashed: bool = False, width: int = 1) -> QPen:
    """Return a cosmetic pen, solid or dashed."""
    pen: QPen = pg.mkPen(colour, width=width)
    if is_dashed:
        pen.setDashPattern(_DASHES)
    return pen


class LineKey(QWidget):
    """A line of a legend: a short stroke as it is drawn and what it stands for."""

    _STROKE = 3 * UNIT

    def __init__(self, is_dashed: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_dashed = is_dashed
        self._text = ""
        self._stroke_colour = LIGHT.ink
        self._text_colour = LIGHT.muted
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Say what the line stands for."""
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def set_colours(self, stroke: str, text: str) -> None:
        """Colour the stroke as the line is, and the text."""
        self._stroke_colour, self._text_colour = stroke, text
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(self._STROKE + UNIT // 2 + metrics.horizontalAdvance(self._text) + 2, metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            middle = self.height() // 2
            painter.setPen(line_pen(self._stroke_colour, self._is_dashed, 2))
            painter.drawLine(0, middle, self._STROKE, middle)
            painter.setPen(QColor(self._text_colour))
            rest = self.rect().adjusted(self._STROKE + UNIT // 2, 0, 0, 0)
            painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self._text)


class ScaleSwitch(QToolButton):
    """A switch between two words, the chosen one marked; checked means the second."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = ("", "")
        self._theme = LIGHT
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_words(self, off: str, on: str) -> None:
        """Name both sides."""
        self._words = (off, on)
        self.setText(f"{off} | {on}")
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        widest = max(metrics.horizontalAdvance(word) for word in self._words)
        return QSize(2 * (widest + 2 * UNIT), metrics.height() + UNIT)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = self._theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            half = frame.width() / 2
            painter.setPen(QPen(QColor(theme.accent if self.hasFocus() else theme.line), 1))
            painter.setBrush(QColor(theme.hover if self.underMouse() else theme.raised))
            painter.drawRoundedRect(frame, 4, 4)
            for side, word in enumerate(self._words):
                box = QRectF(frame.left() + side * half, frame.top(), half, frame.height())
                is_chosen = side == int(self.isChecked())
                if is_chosen:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(QColor(theme.accent))
                    painter.drawRoundedRect(box.adjusted(2, 2, -2, -2), 3, 3)
                painter.setPen(QColor(theme.on_accent if is_chosen else theme.muted))
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, word)


class PointedPlot(pg.PlotWidget):
    """A plot without menu that says where the mouse points."""

    pointed = Signal(object)
    """The x coordinate under the mouse, or None."""
    fitRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        axes = {side: NumberAxis(side) for side in ("bottom", "left")}
        super().__init__(parent, enableMenu=False, axisItems=axes)
        self.hideButtons()
        self.getPlotItem().setContentsMargins(0, UNIT, UNIT, 0)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        box = self.getPlotItem().getViewBox()
        point = QPointF(self.mapToScene(event.position().toPoint()))
        inside = box.sceneBoundingRect().contains(point)
        self.pointed.emit(box.mapSceneToView(point).x() if inside else None)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit(None)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        self.fitRequested.emit()


class LinePlot(QWidget):
    """A titled plot of a solid and a dashed line over the same x, read off by pointing at it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = LIGHT
        self.xs: Floats = np.empty(0)
        self._pointed_x: float | None = None
        self._drawn_in: tuple[int, Theme] | None = None

        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.solid_key = LineKey()
        self.dashed_key = LineKey(is_dashed=True)
        policy = self.dashed_key.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.dashed_key.setSizePolicy(policy)
        self.title_row = QHBoxLayout()

        self.plot = PointedPlot()
        self.box = self.plot.getPlotItem().getViewBox()
        self.box.setLimits(xMin=-1e12, xMax=1e12, minXRange=1e-3, yMin=-10 * LIMIT, yMax=10 * LIMIT, minYRange=1e-12)
        self.box.disableAutoRange()
        self.bottom = self.plot.getAxis("bottom")
        self.left = self.plot.getAxis("left")

        self.solid = LineItem(connect="finite")
        self.dashed = LineItem(connect="finite")
        self.hairline = pg.InfiniteLine(angle=90)
        self.hairline.setVisible(False)
        for item in (self.dashed, self.solid, self.hairline):
            self.plot.addItem(item, ignoreBounds=True)
        self.readout = _overlay(self.plot)
        self.readout.setObjectName("readout")
        self.readout.hide()
        self.hint = _overlay(self.plot)
        """Says why there are no lines."""
        self.hint.setProperty("role", "muted")
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setWordWrap(True)

        self._lay_out()
        self.plot.pointed.connect(self._on_plot_pointed)
        self.box.sigResized.connect(self._place_hint)
        self.box.sigRangeChanged.connect(self._update_matrix)
        self._set_fonts()

    def _lay_out(self) -> None:
        self.title_row.setSpacing(UNIT + UNIT // 2)
        self.title_row.addWidget(self.title)
        self.title_row.addStretch(1)
        self.title_row.addWidget(self.solid_key)
        self.title_row.addWidget(self.dashed_key)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        layout.setSpacing(UNIT // 2)
        layout.addLayout(self.title_row)
        layout.addWidget(self.plot, 1)

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self.theme = theme
        self.plot.setBackground(theme.plot)
        for axis in (self.bottom, self.left):
            axis.setPen(theme.line)
            axis.setTextPen(theme.muted)
        self.hairline.setPen(line_pen(theme.muted))
        self.solid_key.set_colours(theme.ink, theme.muted)
        self.dashed_key.set_colours(theme.muted, theme.muted)
        self.readout.setStyleSheet(
            f"background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line}; "
            f"border-radius: 4px; padding: 3px 6px;"
        )
        self.set_width(1)

    def set_width(self, width: int) -> None:
        """Draw lines of one pixel, which is fast, or thicker, smooth and in one piece, for a picture that stands still."""
        if (width, self.theme) == self._drawn_in:
            return
        self._drawn_in = (width, self.theme)
        for curve, colour in ((self.solid, self.theme.ink), (self.dashed, self.theme.muted)):
            curve.setPen(line_pen(colour, curve is self.dashed, width))
            curve.opts["antialias"] = width > 1
        # Drawn in pieces, a line is quicker, but smooth pieces overlap: a string of beads.
        self.solid.setSegmentedLineMode("off" if width > 1 else "on")

    def plot_area(self) -> QRect:
        """Return where lines are drawn, in the plot's pixels."""
        area: QRect = self.plot.mapFromScene(self.box.sceneBoundingRect()).boundingRect()
        return area

    def reading(self, index: int) -> str:
        """Return what is read off at a position of `xs`."""
        raise NotImplementedError

    def refresh_reading(self) -> None:
        """Show what is read off where the mouse points."""
        pointed_x = self._pointed_x if len(self.xs) else None
        self.hairline.setVisible(pointed_x is not None)
        self.readout.setVisible(pointed_x is not None)
        if pointed_x is None:
            return
        index = int(np.argmin(np.abs(self.xs - pointed_x)))
        self.hairline.setValue(float(self.xs[index]))
        self.readout.setText(self.reading(index))
        self.readout.adjustSize()
        area = self.plot_area()
        at = self.plot.mapFromScene(self.box.mapViewToScene(QPointF(float(self.xs[index]), 0.0))).x()
        is_left = at < area.center().x()
        inset = UNIT // 2
        x = area.right() - self.readout.width() - inset if is_left else area.left() + inset
        self.readout.move(x, area.top() + inset)

    def retranslate(self) -> None:
        """Set every text in the window's language."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_fonts()

    def _set_fonts(self) -> None:
        for axis in (self.bottom, self.left):
            axis.set_font(self.font())
        # The lower axis alone takes three lines of text.
        self.plot.setMinimumSize(20 * UNIT, 7 * self.fontMetrics().lineSpacing())

    def _place_hint(self) -> None:
        self.hint.setGeometry(self.plot_area())

    def _update_matrix(self) -> None:
        self.box.updateMatrix()  # otherwise the next painting does, and asks for another one

    def _on_plot_pointed(self, x: float | None) -> None:
        self._pointed_x = x
        self.refresh_reading()


def _overlay(plot: QWidget) -> QLabel:
    """Return a label over a plot that leaves the mouse to it."""
    label = QLabel(plot)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return label


def drawable(losses: Floats) -> Floats:
    """Return losses that can be drawn: what is no number becomes a gap, what is huge ends at `LIMIT`."""
    with np.errstate(invalid="ignore"):
        return np.where(np.isfinite(losses), np.clip(losses, -LIMIT, LIMIT), np.nan)


def outline(xs: Floats, values: Floats, x_range: tuple[float, float], n_columns: int) -> tuple[Floats, Floats]:
    """Return what is to be seen of a line: its part over a range, and where several points share a column, its peaks.

    Parameters
    ----------
    xs, values
        The line's points (n,), from left to right; gaps are NaN.
    x_range
        The part that is in view. The nearest points beyond are part of it.
    n_columns
        How many pixels it is wide.
    """
    first, last = np.searchsorted(xs, x_range)
    xs, values = xs[max(first - 1, 0) : last + 1], values[max(first - 1, 0) : last + 1]
    together = len(xs) // max(n_columns, 1)
    if together < 3:
        return xs, values
    n = (len(xs) - 1) // together * together  # the line ends at its last point
    groups = values[:n].reshape(-1, together)
    low, high = np.fmin.reduce(groups, axis=1), np.fmax.reduce(groups, axis=1)
    falls = groups[:, 0] > groups[:, -1]
    ends = np.stack([np.where(falls, high, low), np.where(falls, low, high)], axis=1)
    places = xs[:n].reshape(-1, together)[:, [0, -1]]
    return np.append(places, xs[n:]), np.append(ends, values[n:])
