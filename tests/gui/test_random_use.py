"""The window in the hands of somebody who presses everything: after each bout all must still fit together.

Exceptions in slots and drawing routines fail a test by themselves: pytest-qt watches the hook they go to.
"""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QMenu, QSlider, QWidget
from pytestqt.qtbot import QtBot

from app.data.tasks import MAX_CLASSES, Task
from app.files.lessons import find_lessons
from app.gui.undo import UNDO_LIMIT
from app.gui.views.tools.base import Tool
from app.gui.window import MainWindow
from app.running.snapshot import RunState

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

LEFT, RIGHT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
KEYS = (Qt.Key.Key_Space, Qt.Key.Key_A, Qt.Key.Key_M, Qt.Key.Key_E, Qt.Key.Key_F, Qt.Key.Key_Escape, Qt.Key.Key_Tab,
        Qt.Key.Key_Return, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Delete, *(Qt.Key(0x30 + n) for n in range(10)))  # fmt: skip
TEXTS = ("0", "1", "2", "3", "7", "10", "0.5", "0,01", "1e-3", "1e30", "-1", "-1e400", "nan", "inf", "", " ", "fast",
         "１２", "1,5,2", "all", "until stopped", "weight=0.5; bias=1", "weight=1e39", "[[1, 2]]", "九", "0x10", "1e999",
         "9" * 400)  # fmt: skip
BOUT = UNDO_LIMIT // 2


class Player:
    """Does random things to a window; the same seed does the same things, as far as the training thread lets it."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window = window
        self.random = random.Random(seed)
        self.done: list[str] = []
        self._lessons = [lesson.id for lesson in find_lessons()]
        self._acts: list[tuple[int, Callable[[], object]]] = [
            (10, self.click), (5, self.drag), (2, self.interrupted_drag), (4, self.press_key), (3, self.wheel),
            (12, self.use_control), (4, self.use_tool_bar), (4, self.use_palette), (4, self.use_paint_bar), (8, self.use_transport), (6, self.undo_or_redo),
            (2, self.open_lesson), (2, self.switch_task), (2, self.restore), (1, self.open_help), (1, self.open_menu),
            (1, self.open_list), (1, self.resize), (1, self.hover_everything), (1, self.change_looks), (3, self.wish),
            (2, self.choose_panel), (1, self.take_weights),
        ]  # fmt: skip

    def act(self) -> None:
        """Do one thing."""
        weights = [weight for weight, _ in self._acts]
        (_, act) = self.random.choices(self._acts, weights)[0]
        self.done.append(act.__name__)
        act()
        QApplication.processEvents()

    # the canvas

    def _place(self) -> QPoint:
        viewport = self.window.canvas.viewport()
        return QPoint(self.random.randrange(-5, viewport.width() + 5), self.random.randrange(-5, viewport.height() + 5))

    def click(self) -> None:
        button = self.random.choice((LEFT, LEFT, LEFT, RIGHT, MIDDLE))
        act = self.random.choice((QTest.mouseClick, QTest.mouseClick, QTest.mouseDClick))
        act(self.window.canvas.viewport(), button, NO_MODIFIER, self._place())
        if (popup := QApplication.activePopupWidget()) is not None:
            popup.close()

    def drag(self, between: Callable[[], object] = lambda: None) -> None:
        viewport, button = self.window.canvas.viewport(), self.random.choice((LEFT, LEFT, LEFT, MIDDLE))
        QTest.mousePress(viewport, button, NO_MODIFIER, self._place())
        for number in range(self.random.randrange(1, 6)):
            QTest.mouseMove(viewport, self._place())
            if number == 1:
                between()
        QTest.mouseRelease(viewport, button, NO_MODIFIER, self._place())

    def interrupted_drag(self) -> None:
        self.drag(self.random.choice((self.undo_or_redo, self.open_lesson, self.switch_task, self.press_key, self.wish,
                                      self.use_transport, self._clear)))  # fmt: skip

    def _clear(self) -> None:
        self.window.tool_bar.actions_by_name["clear"].trigger()

    def wheel(self) -> None:
        viewport = self.window.canvas.viewport()
        at, turn = QPointF(self._place()), QPoint(0, self.random.choice((-1200, -120, 120, 1200)))
        event = QWheelEvent(at, viewport.mapToGlobal(at), QPoint(), turn, Qt.MouseButton.NoButton, NO_MODIFIER,
                            Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        QApplication.sendEvent(viewport, event)

    def hover_everything(self) -> None:
        window = self.window
        for plot in (window.canvas, window.side.loss_plot.plot, window.side.activation.plot):
            viewport = plot.viewport()
            for _ in range(3):
                x, y = self.random.randrange(viewport.width() + 1), self.random.randrange(viewport.height() + 1)
                QTest.mouseMove(viewport, QPoint(x, y))

    # keys, controls, tool bar

    def press_key(self) -> None:
        focus = self.window.focusWidget()
        target = focus if focus is not None and self.random.random() < 0.5 else self.window
        if not isinstance(target, QComboBox):  # its list would open and wait
            QTest.keyClick(target, self.random.choice(KEYS))

    def _one(self, kind: type[QWidget], inside: QWidget) -> QWidget | None:
        found = [widget for widget in inside.findChildren(kind) if widget.isVisible() and widget.isEnabled()]
        return self.random.choice(found) if found else None

    def use_control(self) -> None:
        kind = self.random.choice((QLineEdit, QLineEdit, QComboBox, QAbstractButton, QSlider))
        widget = self._one(kind, self.window.settings_panel)
        if isinstance(widget, QLineEdit):
            widget.setFocus()
            widget.selectAll()
            widget.insert(self.random.choice(TEXTS))
            if self.random.random() < 0.8:
                QTest.keyClick(widget, self.random.choice((Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Escape)))
        elif isinstance(widget, QComboBox):
            offered = [
                row for row in range(widget.count()) if widget.model().index(row, 0).flags() & Qt.ItemFlag.ItemIsEnabled
            ]
            widget.setCurrentIndex(self.random.choice(offered))
            widget.activated.emit(widget.currentIndex())
        elif isinstance(widget, QAbstractButton):
            widget.click()
        elif isinstance(widget, QSlider) and not widget.objectName().startswith("n_points"):
            widget.setValue(self.random.randrange(widget.maximum() + 1))

    def wish(self) -> None:
        key = self.random.choice(("n_classes", "test_ratio", "noise", "data_seed", "batch_size", "model", "loss", "speed",
                                  "hidden_sizes", "activation", "features", "init", "no such thing"))  # fmt: skip
        good = {"model": "mlp", "hidden_sizes": "16, 8", "activation": "relu", "features": "x1, x2²", "init": "zeros",
                "speed": "0", "loss": "cross-entropy"}  # fmt: skip
        value = good.get(key) if self.random.random() < 0.5 else self.random.choice(TEXTS)
        self.window.controller.edit_config(key, value or "3")

    def use_tool_bar(self) -> None:
        names = [
            "new",
            "undo",
            "redo",
            "clear",
            "fit",
            "show_test",
            "mark_uncertain",
        ]  # none that opens a dialog
        names += [f"class.{number}" for number in range(MAX_CLASSES)]
        action = self.window.tool_bar.actions_by_name[self.random.choice(names)]
        if action.isVisible():
            action.trigger()

    def use_palette(self) -> None:
        self.window.palette_bar.actions_by_name[self.random.choice(list(Tool))].trigger()

    def use_paint_bar(self) -> None:
        actions = [action for action in self.window.paint_bar.actions_by_name.values() if action.isVisible()]
        self.random.choice(actions).trigger()

    def use_transport(self) -> None:
        widget = self._one(self.random.choice((QAbstractButton, QAbstractButton, QSlider)), self.window.transport)
        if isinstance(widget, QAbstractButton):
            widget.click()
        elif isinstance(widget, QSlider):
            widget.setValue(self.random.choice((widget.minimum(), widget.maximum(), widget.maximum())))

    def undo_or_redo(self) -> None:
        for _ in range(self.random.randrange(1, 4)):
            self.window.tool_bar.actions_by_name[self.random.choice(("undo", "redo"))].trigger()

    def open_lesson(self) -> None:
        self.window.controller.open_lesson(self.random.choice(self._lessons))

    def switch_task(self) -> None:
        self.window.controller.edit_config("task", self.random.choice(list(Task)).value)

    def restore(self) -> None:
        button = self.random.choice((self.window.side.result.restore, self.window.side.result.restore_tenth))
        if button.isVisible():
            button.click()

    def take_weights(self) -> None:
        self.window.controller.take_current_weights()

    # what opens and what looks

    def open_help(self) -> None:
        self.window.tool_bar.actions_by_name["help"].trigger()
        QApplication.processEvents()
        for box in self.window.findChildren(QWidget, "help_box"):
            box.close()

    def open_menu(self) -> None:
        menu = self.window.tool_bar.findChild(QMenu)
        assert menu is not None
        menu.popup(self.window.mapToGlobal(QPoint(20, 60)))
        QApplication.processEvents()
        menu.close()

    def open_list(self) -> None:
        combo = self._one(QComboBox, self.window.settings_panel)
        if isinstance(combo, QComboBox):
            combo.showPopup()
            QApplication.processEvents()
            combo.hidePopup()

    def choose_panel(self) -> None:
        tabs = self.window.side.tabs
        tabs.setCurrentIndex(self.random.randrange(tabs.count()))

    def resize(self) -> None:
        self.window.resize(self.random.randrange(300, 2600), self.random.randrange(200, 1500))

    def change_looks(self) -> None:
        self.window.tool_bar.actions_by_name[self.random.choice(("language", "theme", "larger"))].trigger()


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the training thread has taken over what is wanted, and the window has shown it."""
    runner, controller = window.worker.runner, window.controller
    qtbot.waitUntil(lambda: runner._served is runner._wanted and controller.snapshot is not None, timeout=30_000)


def assert_all_fits(window: MainWindow, qtbot: QtBot) -> None:
    """The thread trains what the window shows."""
    settle(window, qtbot)
    controller, runner = window.controller, window.worker.runner
    document = controller.document
    assert controller.snapshot is not None
    assert controller.snapshot.run_id == controller.run_id
    if controller.state is not RunState.ERRORED:
        assert runner._wanted.config == document.config
        assert runner._wanted.points is document.points
        assert runner._session is not None
        assert runner._session.trainer.points is document.points
        assert runner._session.trainer.config == document.config
    assert window.canvas._points is document.points
    assert document.points.n_inputs == document.config.task.n_inputs
    if document.config.task.is_classification:
        assert document.points.top_class < document.config.n_classes
    assert window.settings_panel._config == document.config
    assert not window.grab().isNull()


def play(window: MainWindow, qtbot: QtBot, seed: int, n_actions: int) -> None:
    player = Player(window, seed)
    stack = window.controller.undo_stack
    while len(player.done) < n_actions:
        stack.clear()
        first = window.controller.document
        while stack.count() < BOUT and len(player.done) < n_actions:
            player.act()
            if len(player.done) % 10 == 0:
                qtbot.wait(2)
        assert_all_fits(window, qtbot)
        last = window.controller.document
        index = stack.index()
        stack.setIndex(0)
        assert window.controller.document is first
        assert_all_fits(window, qtbot)
        stack.setIndex(index)
        assert window.controller.document is last
    for button in (LEFT, RIGHT, MIDDLE):  # a drag that was cut off would hold it for all tests that follow
        if QApplication.mouseButtons() & button:
            QTest.mouseRelease(window.canvas.viewport(), button)
    # What remains is a program that works.
    window.controller.open_lesson("linear-regression")
    settle(window, qtbot)
    if window.controller.state is not RunState.RUNNING:
        window.controller.toggle_run()
    qtbot.waitUntil(lambda: window.controller.state is RunState.FINISHED, timeout=30_000)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 102))
def test_random_use(window: MainWindow, qtbot: QtBot, seed: int) -> None:
    play(window, qtbot, seed, 700)
