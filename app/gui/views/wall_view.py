"""The wall: a small picture of every experiment with its loss, the best and the diverged marked."""

from __future__ import annotations

import itertools
import math

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QCursor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QSizePolicy, QStyle, QToolTip, QWidget

from app.data.points import Floats, Points
from app.data.tasks import Task
from app.explain.prediction import Region
from app.gui.theme import LIGHT, UNIT, Theme
from app.gui.views.form_texts import tool_tip
from app.gui.views.wall_layout import GAP, WallAxes, WallLayout
from app.gui.views.wall_marks import Marks, caption_width, needed_width
from app.gui.views.wall_picture import paint_curves, paint_dots, paint_fields
from app.gui.views.wall_ways import LEAST_NAMED_SIDE, lay_out
from app.gui.views.wall_words import WallWords
from app.running.wall_snapshot import WallFrame


class WallView(QAbstractScrollArea):
    """All experiments of a grid; those out of sight are not drawn.

    Signals
    -------
    openRequested(int)
        An experiment was clicked, or Enter pressed on it.
    pointed(int)
        The experiment under the mouse or with the keyboard's focus; -1 for none.
    """

    openRequested = Signal(int)
    pointed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("wall")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(40 * UNIT, 30 * UNIT)
        self._theme = LIGHT
        self._axes: WallAxes | None = None
        self._words: WallWords | None = None
        self._task = Task.REGRESSION_1D
        self._n_classes = 2
        self._points: tuple[Points, ...] = ()
        self._frame: WallFrame | None = None
        self._shows_test = False
        self._n_made: int | None = None
        self._is_making = False
        self._layout: WallLayout | None = None
        self._seen = np.empty(0, dtype=np.intp)
        self._overlay: QPixmap | None = None
        self._current = 0
        self._hovered = -1
        self._pressed = -1
        self.retranslate()

    # ------------------------------------------------------------ setters, silent

    def set_grid(
        self, axes: WallAxes, task: Task, n_classes: int, points: tuple[Points, ...], has_one_loss: bool = True
    ) -> None:
        """Show another grid: what its rows and columns are, the points of each experiment, and whether losses compare.

        Where they do not, captions give the accuracy or R².
        """
        is_same_size = self._axes is not None and len(self._axes) == len(axes)
        self._axes, self._task, self._n_classes, self._points = axes, task, n_classes, points
        self._words = WallWords(axes, task.is_classification, has_one_loss)
        self._hovered = self._hovered if is_same_size else -1
        self._current = self._current if is_same_size else 0
        self._frame = self._frame if is_same_size else None
        self._lay_out()

    def set_frame(self, frame: WallFrame, shows_test: bool) -> None:
        """Show a moment; captions give the loss on the test points or on the training points, if losses compare."""
        is_first = self._frame is None or self._frame.pictures.region != frame.pictures.region
        self._frame, self._shows_test = frame, shows_test
        if is_first:
            self._overlay = None
        self.viewport().update()

    def set_making(self, n_made: int | None, is_going_on: bool) -> None:
        """Say how many experiments are made so far, and whether that goes on or is paused; None where all are, or none will be."""
        if (n_made, is_going_on) != (self._n_made, self._is_making):
            self._n_made, self._is_making = n_made, is_going_on
            self.viewport().update()

    def set_pointed(self, number: int) -> None:
        """Let the picture of an experiment stand out, in sight; -1 for none."""
        if number >= 0:
            self._bring_into_sight(number)
        self._hovered = number
        self.viewport().update()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        self._overlay = None
        self.viewport().update()

    # ------------------------------------------------------------ layout

    def sizeHint(self) -> QSize:
        return QSize(80 * UNIT, 70 * UNIT)

    def _lay_out(self) -> None:
        """Lay the wall out anew, beside a scroll bar if not all of it fits."""
        self._layout = None
        if self._axes is not None:
            size = self.maximumViewportSize()
            self._layout = self._laid_out(self._axes, size.width(), size.height())
            if self._layout.height + 2 * UNIT > size.height():
                bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
                self._layout = self._laid_out(self._axes, size.width() - bar, size.height())
            self.verticalScrollBar().setSingleStep(round(self._layout.side / 2))
            self.verticalScrollBar().setPageStep(size.height())
            self.verticalScrollBar().setRange(0, max(0, math.ceil(self._layout.height) + 2 * UNIT - size.height()))
        self._look()

    def _laid_out(self, axes: WallAxes, width: int, height: int) -> WallLayout:
        metrics = self.fontMetrics()
        line = metrics.height()
        texts = [*itertools.chain(*axes.values), *(str(seed) for seed in axes.seeds)]
        widest = max(metrics.horizontalAdvance(text) for text in texts)
        title = max(metrics.horizontalAdvance(name) for name in (*axes.names, axes.seed_name)) + 2 * UNIT
        header_width = min(max(widest + UNIT, title), width // 4)
        room = width - 2 * UNIT, height - 2 * UNIT
        least_named = max(LEAST_NAMED_SIDE, needed_width(texts, self.font()))
        caption = caption_width(self.font())
        layout = lay_out(axes, *room, line, header_width, 0, least_named, caption)
        above = [header.text for header in layout.columns]
        if above and layout.columns[0].width < needed_width(above, self.font()):
            turned = max(metrics.horizontalAdvance(text) for text in above) + GAP
            return lay_out(axes, *room, line, header_width, min(turned, height // 4), caption_width=caption)
        return layout

    def _look(self) -> None:
        """See which pictures are in sight, and draw them."""
        self._overlay = None
        if self._layout is not None:
            top = self._scrolled - UNIT
            self._seen = self._layout.between(top, top + self.viewport().height())
        self.viewport().update()

    @property
    def _scrolled(self) -> int:
        """How many pixels of the wall are above the window."""
        return self.verticalScrollBar().value()

    def picture_rect(self, number: int) -> QRectF:
        """Return where the picture of an experiment lies, in pixels of the viewport."""
        assert self._layout is not None
        side = self._layout.side
        return QRectF(self._layout.lefts[number] + UNIT, self._layout.tops[number] + UNIT - self._scrolled, side, side)

    def number_at(self, point: QPointF) -> int:
        """Return the experiment whose picture or caption is there in the viewport; -1 for none."""
        if self._layout is None or point.y() < self._held(self._layout):
            return -1
        return self._layout.number_at(point.x() - UNIT, point.y() - UNIT + self._scrolled)

    # ------------------------------------------------------------ painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        with QPainter(self.viewport()) as painter:
            if self._layout is None:
                self._paint_invitation(painter)
                return
            self._go_below_heading(painter, self._layout)
            if self._frame is not None:
                paint = paint_fields if self._frame.pictures.is_field else paint_curves
                paint(painter, self._frame.pictures, self._layout, self._seen, self._theme)
            painter.resetTransform()
            painter.setClipping(False)
            if self._overlay is None:
                self._overlay = self._painted_overlay(self._layout)
            painter.drawPixmap(0, 0, self._overlay)
            self._go_below_heading(painter, self._layout)
            if self._frame is not None:
                self._marks(painter, self._layout).paint_frame(self._frame, self._caption_figures(self._frame))
            self._paint_focus(painter, self._layout)
            if text := self.making:
                self._paint_making(painter, text)

    def _held(self, layout: WallLayout) -> float:
        """Return how many pixels at the top the headers of the columns take, which stay while the wall scrolls."""
        return layout.heading + UNIT if layout.heading else 0.0

    def _go_below_heading(self, painter: QPainter, layout: WallLayout) -> None:
        """Paint on in pixels of the wall, and nothing over the headers that stay."""
        if self._scrolled:
            painter.setClipRect(QRectF(self.viewport().rect()).adjusted(0, self._held(layout), 0, 0))
        painter.translate(UNIT, UNIT - self._scrolled)

    def _marks(self, painter: QPainter, layout: WallLayout) -> Marks:
        return Marks(painter, layout, self._seen, self.font(), self._theme)

    def _caption_figures(self, frame: WallFrame) -> Floats:
        if self._words is not None and not self._words.has_one_loss:
            return frame.scores
        return frame.test_losses if self._shows_test else frame.train_losses

    def _paint_invitation(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._theme.muted))
        text = QCoreApplication.translate("WallView", "Choose one or two settings and their values, then Run: every combination trains at once.")  # fmt: skip
        room = self.viewport().rect().adjusted(8 * UNIT, 0, -8 * UNIT, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, text)

    def _paint_making(self, painter: QPainter, text: str) -> None:
        """Say in the middle, over whatever is there, how many experiments are made."""
        painter.resetTransform()
        painter.setClipping(False)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics, box = self.fontMetrics(), QRectF(self.viewport().rect())
        size = QSizeF(metrics.horizontalAdvance(text) + 4 * UNIT, metrics.height() + 3 * UNIT)
        place = QRectF(box.center() - QPointF(size.width() / 2, size.height() / 2), size)
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(QColor(self._theme.window))
        painter.drawRoundedRect(place, UNIT / 2, UNIT / 2)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    @property
    def making(self) -> str:
        """What is said while not all experiments are made, else ""."""
        if self._n_made is None or self._axes is None:
            return ""
        translate = QCoreApplication.translate
        going_on = translate("WallView", "Preparing the experiments: {count} of {total}")
        paused = translate("WallView", "{count} of {total} experiments are prepared: Run prepares the others.")
        return (going_on if self._is_making else paused).format(count=self._n_made, total=len(self._axes))

    def _painted_overlay(self, layout: WallLayout) -> QPixmap:
        """Return all that stays from frame to frame: headers, names and points."""
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.viewport().size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            marks, width = self._marks(painter, layout), self.viewport().width() - 2 * UNIT
            self._go_below_heading(painter, layout)
            if self._frame is not None:
                region: Region = self._frame.pictures.region
                paint_dots(painter, self._task, self._n_classes, self._points, region, layout, self._seen, self._theme)
            if layout.has_names and self._axes is not None:
                marks.paint_names(self._axes.values[0], self._axes.own[0], width)
            else:
                marks.paint_row_headers()
                if self._held(layout):
                    painter.setClipping(False)
                    painter.translate(0, self._scrolled)
                marks.paint_column_headers(width)
            if self._words is not None and (note := self._words.caption_note()):
                marks.paint_note(note, width)
        return pixmap

    def _paint_focus(self, painter: QPainter, layout: WallLayout) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for number, colour in ((self._hovered, self._theme.muted), (self._current if self.hasFocus() else -1, self._theme.text)):  # fmt: skip
            if 0 <= number < len(layout.lefts):
                painter.setPen(QPen(QColor(colour), 1))
                painter.drawRect(QRectF(layout.lefts[number] - 2, layout.tops[number] - 2, layout.side + 3, layout.side + 3))  # fmt: skip

    # ------------------------------------------------------------ words

    def describe(self, number: int) -> list[str]:
        """Return what is to be said of an experiment, line by line."""
        return [] if self._words is None else self._words.describe(number, self._frame)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._lay_out()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self.setAccessibleName(QCoreApplication.translate("WallView", "Pictures of all experiments"))
        self._overlay = None
        self.viewport().update()

    # ------------------------------------------------------------ gestures

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            self._show_tip(event.globalPos(), self.number_at(QPointF(event.pos())))
            return True
        if event.type() == QEvent.Type.Leave:
            self._hover(-1)
        return super().viewportEvent(event)

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self._look()
        self._hover(self.number_at(QPointF(self.viewport().mapFromGlobal(QCursor.pos()))) if self.underMouse() else -1)

    def _show_tip(self, place: QPoint, number: int) -> None:
        if self._words is None or number < 0:
            QToolTip.hideText()
        else:
            QToolTip.showText(place, tool_tip(*self._words.tip(number, self._frame)), self)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.number_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self.number_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        number = self.number_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and number >= 0 and number == self._pressed:
            self._set_current(number)
            self.openRequested.emit(number)
        self._pressed = -1

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys move the focus to the next picture that way, Home and End to the first and last; Enter opens it."""
        ways = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if self._layout is not None and (way := ways.get(Qt.Key(event.key()))):
            self._set_current(self._layout.neighbour(self._current, *way))
            self.pointed.emit(self._current)
        elif self._layout is not None and event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._set_current(0 if event.key() == Qt.Key.Key_Home else len(self._layout.lefts) - 1)
            self.pointed.emit(self._current)
        elif self._layout is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.openRequested.emit(self._current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (
            Qt.FocusReason.TabFocusReason,
            Qt.FocusReason.BacktabFocusReason,
        ):  # a click must not move it
            self._set_current(self._current)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def _set_current(self, number: int) -> None:
        """Give a picture the keyboard's focus, and bring it into sight."""
        self._current = number
        self._bring_into_sight(number)
        self.setAccessibleDescription("; ".join(self.describe(number)))
        self.viewport().update()

    def _bring_into_sight(self, number: int) -> None:
        if self._layout is not None:
            rect = self.picture_rect(number)
            above = rect.top() - max(self._held(self._layout), 4 * UNIT)
            below = rect.bottom() + self._layout.caption + UNIT - self.viewport().height()
            self.verticalScrollBar().setValue(self._scrolled + round(min(above, 0.0) or max(below, 0.0)))

    def _hover(self, number: int) -> None:
        if number != self._hovered:
            self._hovered = number
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor)
            self.pointed.emit(number)
            self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()
