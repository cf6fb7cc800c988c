"""Gestures on the real canvas of the real window."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.data.names import Names
from app.data.points import Points
from app.data.tasks import Task
from app.files.lessons import load_lesson
from app.gui.document import new_origin
from app.gui.theme import class_colour
from app.gui.views.invitation import LessonCard
from app.gui.window import MainWindow


def place(window: MainWindow, x: float, y: float) -> QPoint:
    """Return where canvas coordinates lie in the viewport."""
    view = window.canvas.plotItem.getViewBox()
    return window.canvas.mapFromScene(view.mapViewToScene(QPointF(x, y)))


def click(window: MainWindow, x: float, y: float, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    QTest.mouseClick(window.canvas.viewport(), button, Qt.KeyboardModifier.NoModifier, place(window, x, y))


def drag(window: MainWindow, *stations: tuple[float, float]) -> None:
    viewport = window.canvas.viewport()
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(viewport, left, none, place(window, *stations[0]))
    for station in stations[1:]:
        QTest.mouseMove(viewport, place(window, *station))
    QTest.mouseRelease(viewport, left, none, place(window, *stations[-1]))


def hover(window: MainWindow, x: float, y: float) -> None:
    """Move the mouse without a button."""
    viewport, at = window.canvas.viewport(), QPointF(place(window, x, y))
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QEvent.Type.MouseMove, at, viewport.mapToGlobal(at), none, none, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(viewport, event)


def points(window: MainWindow) -> Points:
    return window.controller.document.points


def pixel(window: MainWindow) -> tuple[float, float]:
    """Return the size of a pixel in canvas coordinates."""
    width, height = window.canvas.plotItem.getViewBox().viewPixelSize()
    return width, height


def choose_task(window: MainWindow, task: Task) -> None:
    """Choose a task with an empty canvas."""
    window.controller.edit_config("task", task.value)
    window.controller.new_document()


def test_a_click_places_a_point_where_it_was(window: MainWindow) -> None:
    click(window, 2.0, 3.0)
    dx, dy = pixel(window)
    assert len(points(window)) == 1
    assert points(window).inputs[0, 0] == pytest.approx(2.0, abs=dx)
    assert points(window).targets[0] == pytest.approx(3.0, abs=dy)


def test_two_quick_clicks_place_two_points(window: MainWindow) -> None:
    click(window, 2.0, 3.0)
    QTest.mouseDClick(
        window.canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place(window, -2, 1)
    )
    assert len(points(window)) == 2


def test_clicks_snap_to_the_nearer_class(window: MainWindow) -> None:
    choose_task(window, Task.CLASSIFICATION_1D)
    click(window, 1.0, 0.2)
    click(window, 4.0, 0.7)
    assert points(window).targets.tolist() == [0.0, 1.0]


def test_a_key_chooses_the_class_and_a_new_class_makes_room(window: MainWindow) -> None:
    choose_task(window, Task.CLASSIFICATION_2D)
    QTest.keyClick(window, Qt.Key.Key_1)
    click(window, 1.0, 1.0)
    QTest.keyClick(window, Qt.Key.Key_4)
    click(window, -1.0, -1.0)
    assert points(window).targets.tolist() == [1.0, 4.0]
    assert window.controller.document.config.n_classes == 5
    assert window.controller.document.config.model == "softmax"


def test_right_clicks_go_through_the_classes(window: MainWindow) -> None:
    choose_task(window, Task.CLASSIFICATION_2D)
    click(window, 0, 0, Qt.MouseButton.RightButton)
    assert window.controller.current_class == 1
    click(window, 0, 0, Qt.MouseButton.RightButton)
    assert window.controller.current_class == 0
    assert len(points(window)) == 0


def test_heat_map_points_take_the_chosen_value(window: MainWindow) -> None:
    choose_task(window, Task.REGRESSION_2D)
    QTest.keyClick(window, Qt.Key.Key_3)
    click(window, 1, 1)
    click(window, -1, 1, Qt.MouseButton.RightButton)
    click(window, -1, -1)
    assert points(window).targets.tolist() == [3.0, -3.0]


def test_dragging_moves_a_point_and_is_one_undo_step(window: MainWindow) -> None:
    click(window, 0.0, 0.0)
    click(window, 3.0, 3.0)
    n_steps = window.controller.undo_stack.count()
    drag(window, (3.0, 3.0), (2.0, 1.0), (1.0, -1.0), (-2.0, -4.0))
    assert window.controller.undo_stack.count() == n_steps + 1
    dx, dy = pixel(window)
    assert points(window).inputs[1, 0] == pytest.approx(-2.0, abs=2 * dx)
    assert points(window).targets[1] == pytest.approx(-4.0, abs=2 * dy)
    window.controller.undo_stack.undo()
    assert points(window).inputs[1, 0] == pytest.approx(3.0, abs=dx)


def test_a_new_point_follows_until_the_button_is_released_in_one_step(window: MainWindow) -> None:
    n_steps = window.controller.undo_stack.count()
    drag(window, (-3.0, 0.0), (-2.0, 1.0), (2.0, 2.0))
    assert len(points(window)) == 1
    assert points(window).inputs[0, 0] == pytest.approx(2.0, abs=2 * pixel(window)[0])
    assert window.controller.undo_stack.count() == n_steps + 1
    window.controller.undo_stack.undo()
    assert len(points(window)) == 0


def test_the_eraser_erases_along_its_way_in_one_step(window: MainWindow) -> None:
    for x in range(-4, 5):
        click(window, float(x), 0.0)
    QTest.keyClick(window, Qt.Key.Key_E)
    n_steps = window.controller.undo_stack.count()
    drag(window, (-4.0, 0.0), (-3.0, 0.0), (-2.0, 0.0), (0.0, 3.0))
    assert len(points(window)) == 6
    assert window.controller.undo_stack.count() == n_steps + 1
    window.controller.undo_stack.undo()
    assert len(points(window)) == 9


def test_clear_and_undo(window: MainWindow) -> None:
    click(window, 1, 1)
    click(window, 2, 2)
    window.tool_bar.actions_by_name["clear"].trigger()
    assert len(points(window)) == 0
    assert window.invitation.isVisible()
    window.tool_bar.actions_by_name["undo"].trigger()
    assert len(points(window)) == 2
    assert not window.invitation.isVisible()


def test_cards_that_would_be_cut_off_are_left_out(window: MainWindow, qtbot: QtBot) -> None:
    viewport, cards = window.canvas.viewport(), window.invitation.findChildren(LessonCard)
    assert all(card.isVisible() for card in cards)
    window.resize(1366, 380)
    qtbot.waitUntil(lambda: not all(card.isVisible() for card in cards), timeout=30_000)
    shown = [card for card in cards if card.isVisible()]
    assert cards[0] in shown
    places = [card.rect().translated(card.mapTo(viewport, QPoint())) for card in shown]
    assert all(viewport.rect().contains(place) for place in places)
    window.resize(1366, 768)
    qtbot.waitUntil(lambda: all(card.isVisible() for card in cards), timeout=30_000)


def test_the_cursor_reads_coordinates_and_the_answer(window: MainWindow, qtbot: QtBot) -> None:
    window.controller.open_lesson("backprop-quadratic")
    window.controller.edit_config("engine", "reference")  # to the last bit, and now at full speed
    window.controller.edit_config("speed", 0)
    window.controller.toggle_run()
    qtbot.waitUntil(
        lambda: window.controller.snapshot is not None and window.controller.snapshot.epoch == 100, timeout=20_000
    )
    hover(window, 4.0, 5.0)
    words = window.findChild(QLabel, "canvas_readout").text().replace("→", "").split()
    x = float(words[1])
    assert x == pytest.approx(4.0, abs=0.05)
    w1, w2, b = 0.24038191139698029, 0.9266766309738159, 0.99135422706604
    dx = pixel(window)[0]
    assert float(words[4]) == pytest.approx(w1 * 16 + w2 * 4 + b, abs=3 * (dx + 0.01))


def test_the_cursor_reads_under_the_names_of_the_axes_and_of_the_classes(window: MainWindow, qtbot: QtBot) -> None:
    readout = window.findChild(QLabel, "canvas_readout")
    window.controller.open_lesson("logistic-hours")
    qtbot.waitUntil(
        lambda: window.controller.snapshot is not None and window.controller.snapshot.prediction is not None
    )
    hover(window, 4.0, 0.5)
    assert re.match(r"Hours 4.*   Probability of passing 0\.5", readout.text())
    assert re.search(r"→   class [01], probability 0\.", readout.text())
    names = Names(("petal width",), "species", ("setosa", "virginica"))
    window.controller.close_lesson()
    document = replace(window.controller.document, names=names, origin=new_origin())
    window.controller.open_document(document, None)
    qtbot.waitUntil(
        lambda: window.controller.snapshot is not None and window.controller.snapshot.prediction is not None
    )
    hover(window, 2.0, 0.5)
    assert re.search(r"→   (setosa|virginica), probability 0\.", readout.text())
    window.canvas.set_axis_labels(("a" * 70, "b" * 70))
    hover(window, 2.1, 0.5)
    assert readout.text().startswith("aaaaa")
    assert len(readout.text()) < 120


def test_the_wheel_zooms_and_fit_shows_all_points(window: MainWindow, qapp: QApplication) -> None:
    click(window, -3.0, -2.0)
    click(window, 3.0, 2.0)
    before = window.canvas.region()
    at = place(window, 0, 0)
    for _ in range(5):
        event = QWheelEvent(QPointF(at), window.canvas.viewport().mapToGlobal(QPointF(at)), QPoint(), QPoint(0, 120),
                            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)  # fmt: skip
        qapp.sendEvent(window.canvas.viewport(), event)
    zoomed = window.canvas.region()
    assert zoomed.x_high - zoomed.x_low < 0.9 * (before.x_high - before.x_low)
    window.canvas.fit()
    shown = window.canvas.region()
    assert shown.x_low < -3.0 < 3.0 < shown.x_high
    assert shown.y_low < -2.0 < 2.0 < shown.y_high


@pytest.mark.parametrize(
    "hostile",
    [
        [[1e308, 0.0], [-1e308, 1.0]], [[1e300, 1e300]], [[0.0, 0.0]], [[1e-300, 1e-300], [2e-300, 0.0]],
        [[1e9, 1e9], [-1e9, -1e9]], [[5.0, 5.0], [5.0, 5.0]],
    ],
)  # fmt: skip
def test_hostile_coordinates_leave_a_finite_range(window: MainWindow, hostile: list[list[float]]) -> None:
    choose_task(window, Task.CLASSIFICATION_2D)
    window.canvas.set_points(Points.of(np.array(hostile), np.zeros(len(hostile))))
    window.canvas.fit()
    region = window.canvas.region()
    assert all(math.isfinite(edge) for edge in (region.x_low, region.x_high, region.y_low, region.y_high))
    assert not window.canvas.grab().isNull()


def test_test_points_can_be_hidden(window: MainWindow) -> None:
    window.controller.edit_config("task", "classification-2d")
    window.controller.edit_config("test_ratio", "0.5")
    shown = window.canvas.grab().toImage()
    window.tool_bar.actions_by_name["show_test"].trigger()
    assert window.canvas.grab().toImage() != shown


def test_losing_the_focus_ends_a_drag(window: MainWindow) -> None:
    viewport, left, none = window.canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(viewport, left, none, place(window, 1, 1))
    window.settings_panel.setFocus()
    window.canvas.clearFocus()
    QTest.mouseRelease(viewport, left, none, place(window, 1, 1))
    QTest.mouseMove(viewport, place(window, 3, 3))
    assert points(window).inputs[0, 0] == pytest.approx(1.0, abs=2 * pixel(window)[0])


@pytest.mark.parametrize("other", [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton])
def test_another_button_does_not_end_a_drag(window: MainWindow, other: Qt.MouseButton) -> None:
    window.controller.edit_config("task", "classification-2d")
    window.controller.clear_points()
    region = window.canvas.region()
    viewport, left, none = window.canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(viewport, left, none, place(window, 1, 1))
    click(window, 2, 2, other)
    QTest.mouseMove(viewport, place(window, 3, 3))
    QTest.mouseRelease(viewport, left, none, place(window, 3, 3))
    assert points(window).inputs[0] == pytest.approx([3.0, 3.0], abs=2 * max(pixel(window)))
    assert window.canvas.region() == region
    click(window, -2, -2)
    assert points(window).targets.tolist() == [0, 0]


@pytest.mark.parametrize("task", [Task.REGRESSION_1D, Task.CLASSIFICATION_2D])
def test_a_card_without_points_has_an_empty_picture(qtbot: QtBot, task: Task) -> None:
    card = LessonCard("none", "Nothing yet", np.empty((0, 2)), np.empty(0) if task.is_classification else None)
    qtbot.addWidget(card)
    assert not card.grab().isNull()


def test_a_lesson_that_names_one_axis_is_shown_with_the_usual_names(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = replace(load_lesson("linear-regression"), axes={"en": ("hours",), "zh": ("时间",)})
    monkeypatch.setattr(window.controller, "lesson", lambda: lesson)
    window.controller.open_lesson("linear-regression")
    assert window.side.lesson.title.text() == lesson.title["en"]


def test_a_card_shows_every_class_of_its_lesson(window: MainWindow) -> None:
    """Colours counted in the picture: the lesson's orange ring and its blue disc are both there."""
    picture = window.invitation.findChild(LessonCard, "card.multilayer-perceptron").grab().toImage()
    places = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
    colours = {picture.pixelColor(x, y).name() for x, y in places}
    assert {class_colour(0).name(), class_colour(1).name()} <= colours
