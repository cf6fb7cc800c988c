"""The result panel: numbers, the state in words, the way out of a divergence, and that nothing jumps."""

from __future__ import annotations

import math

import numpy as np
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from app.gui.theme import DARK
from app.gui.views.formula_label import FormulaLabel
from app.gui.views.result_panel import ResultPanel, loss_text, score_text
from app.running.snapshot import Divergence, RunState, Snapshot
from app.text import Message
from app.training.history import LossCurve

EMPTY = LossCurve(np.empty(0), np.empty(0), np.empty(0))
DIVERGENCE = Divergence(12, 1200, 3.2e35)


def snapshot(state: RunState = RunState.RUNNING, **changes: object) -> Snapshot:
    values: dict[str, object] = {
        "run_id": 1, "state": state, "epoch": 300, "step": 4500, "train_loss": 0.01321, "test_loss": 0.015, "last_step_loss": 0.0,
        "train_score": 0.9912, "test_score": math.nan, "updates_per_second": 0.0, "seconds_per_epoch": 0.0, "curve": EMPTY,
        "prediction": None, "parameters": {}, "gradients": {}, "formula": ("y = 1.98·x + 0.05",), "device": "cpu",
    }  # fmt: skip
    return Snapshot(**(values | changes))  # type: ignore[arg-type]


@pytest.fixture
def panel(qtbot: QtBot) -> ResultPanel:
    view = ResultPanel()
    qtbot.addWidget(view)
    view.resize(320, 330)
    view.show()
    return view


def text_of(view: ResultPanel, name: str) -> str:
    label = view.findChild(QLabel, name)
    assert label is not None
    return label.text()


def test_numbers_are_shown(panel: ResultPanel) -> None:
    panel.set_snapshot(snapshot(), False)
    assert text_of(panel, "result.train_loss") == "0.01321"
    assert text_of(panel, "result.test_loss") == "0.01500"
    assert text_of(panel, "result.train_score") == "0.991"
    assert text_of(panel, "result.test_score") == "–"
    assert text_of(panel, "result.epoch") == "300"
    assert text_of(panel, "result.step") == "4\u202f500"
    assert text_of(panel, "result.formula") == "y = 1.98·x + 0.05"
    panel.set_snapshot(snapshot(), True)
    assert text_of(panel, "result.train_score") == "99.1 %"


@pytest.mark.parametrize(
    ("state", "changes", "words"),
    [
        (RunState.PREPARING, {}, "Loading PyTorch …"),
        (RunState.PAUSED, {}, "Paused"),
        (RunState.PAUSED, {"step": 0}, "Ready to train"),
        (RunState.RUNNING, {}, "Training …"),
        (RunState.FINISHED, {}, "Finished after 300 epochs"),
        (RunState.FINISHED, {"epoch": 1}, "Finished after one epoch"),
        (RunState.DIVERGED, {"divergence": DIVERGENCE}, "Diverged: the training has stopped"),
        (RunState.ERRORED, {"error": Message("out of memory", {})}, "Stopped by an error"),
    ],
)
def test_state_in_words(panel: ResultPanel, state: RunState, changes: dict[str, object], words: str) -> None:
    panel.set_snapshot(snapshot(state, **changes), False)
    assert panel.state.text() == words
    assert panel.state.width() >= panel.state.fontMetrics().horizontalAdvance(words)


def test_divergence_is_explained_and_restored(panel: ResultPanel) -> None:
    said: list[str] = []
    panel.restoreRequested.connect(lambda: said.append("restore"))
    panel.restoreTenthRequested.connect(lambda: said.append("tenth"))
    panel.set_snapshot(snapshot(), False)
    assert not panel.restore.isVisible()
    panel.set_snapshot(snapshot(RunState.DIVERGED, train_loss=math.nan, divergence=DIVERGENCE), False)
    text = panel.explanation.text()
    assert "no longer a finite number" in panel.state.toolTip()
    assert all(
        part in text
        for part in ("epoch 12,", "update 1\u202f200", "learning rate", "Standardise", "Again", "3.200e+35")
    )
    assert said == []
    QTest.mouseClick(panel.restore, Qt.MouseButton.LeftButton)
    QTest.mouseClick(panel.restore_tenth, Qt.MouseButton.LeftButton)
    assert said == ["restore", "tenth"]
    panel.set_snapshot(snapshot(RunState.PAUSED), False)
    assert not panel.restore.isVisible()
    assert not panel.explanation.isVisible()


def test_standardising_is_advised_only_where_inputs_are_not_standardised(panel: ResultPanel) -> None:
    diverged = {"state": RunState.DIVERGED, "train_loss": math.nan, "divergence": DIVERGENCE}
    panel.set_snapshot(snapshot(**diverged), False)  # type: ignore[arg-type]
    assert "Standardise the inputs (Model, more)" in panel.explanation.text()
    panel.set_snapshot(snapshot(**diverged, standardisation=("u = (x − 1) / 2",)), False)  # type: ignore[arg-type]
    assert "tandardise" not in panel.explanation.text()
    assert "learning rate" in panel.explanation.text()


def test_the_loss_of_the_last_batch_is_a_tool_tip(panel: ResultPanel) -> None:
    value = panel.findChild(QLabel, "result.train_loss")
    panel.set_snapshot(snapshot(step=0, last_step_loss=math.nan), False)
    assert value.toolTip() == "Loss over all training points"
    panel.set_snapshot(snapshot(last_step_loss=0.25), False)
    assert value.toolTip() == "Loss over all training points\nof the last batch: 0.2500"


def test_error_and_notice_are_sentences(panel: ResultPanel) -> None:
    error = Message("Training stopped: {reason}.", {"reason": "no memory"})
    panel.set_snapshot(snapshot(RunState.ERRORED, error=error, notice=Message("The GPU gave up.", {})), False)
    assert panel.explanation.isVisible()
    assert panel.explanation.text() == "Training stopped: no memory."
    assert panel.notice.text() == "The GPU gave up."
    assert not panel.restore.isVisible()


def test_nothing_moves(panel: ResultPanel) -> None:
    hints, places = set(), set()
    polynomial = "y = " + " + ".join(f"0.123·x{power}" for power in range(10)) + " − 1.25"
    for shown in (
        snapshot(),
        snapshot(formula=(polynomial,)),
        snapshot(formula=("p = softmax(z)", *[f"z{k} = 0.12·x1 − 3.4·x2 + 0.001" for k in range(4)])),
        snapshot(RunState.DIVERGED, divergence=DIVERGENCE),
        snapshot(RunState.ERRORED, error=Message("Out of memory.", {})),
        snapshot(notice=Message("The GPU gave up; the training goes on on the CPU.", {})),
        snapshot(epoch=10**9, step=10**12, train_loss=1e300, train_score=-1e30),
    ):
        panel.set_snapshot(shown, False)
        QApplication.processEvents()
        hints.add(panel.sizeHint().height())
        places.add((panel.state.geometry().getRect(), panel.notice.geometry().getRect()))
    assert len(hints) == 1
    assert len(places) == 1
    assert panel.explanation.height() >= panel.explanation.heightForWidth(panel.explanation.width())


def test_size_of_the_formula_does_not_follow_its_digits(qtbot: QtBot) -> None:
    label = FormulaLabel()
    qtbot.addWidget(label)
    label.resize(300, label.sizeHint().height())
    sizes = set()
    for weight in ("1.98", "0.0513", "0.05", "123", "2"):
        for sign in "+−":
            label.set_lines((f"y = {weight}·x1 {sign} {weight}·x2 {sign} 0.1",))
            sizes.add((label.font().pointSizeF(), label.text().count("\n")))
    assert len(sizes) == 1


def test_long_formulas_are_broken_or_end_with_dots(qtbot: QtBot) -> None:
    label = FormulaLabel()
    qtbot.addWidget(label)
    label.resize(300, label.sizeHint().height())
    label.set_lines(("y = " + " + ".join(f"0.123·x{power}" for power in range(60)),))
    metrics = label.fontMetrics()
    assert label.text().endswith("…")
    assert all(metrics.horizontalAdvance(line) <= 300 for line in label.text().split("\n"))
    label.set_lines(("p = " + "w" * 500,))
    assert metrics.horizontalAdvance(label.text()) <= 300
    label.set_lines(())
    assert label.text() == ""


def test_language_and_theme_change_at_run_time(panel: ResultPanel) -> None:
    panel.set_theme(DARK)
    panel.set_snapshot(snapshot(RunState.DIVERGED, divergence=DIVERGENCE), True)
    QApplication.sendEvent(panel, QEvent(QEvent.Type.LanguageChange))
    panel.grab()
    assert panel.restore.objectName() == "restore"
    assert panel.restore_tenth.objectName() == "restore_tenth"


@pytest.mark.parametrize(
    ("loss", "text"),
    [(math.nan, "–"), (math.inf, "∞"), (-math.inf, "−∞"), (0.0, "0.000"), (-2.5, "−2.500"), (1e-9, "1.000e−09")],
)
def test_loss_text(loss: float, text: str) -> None:
    assert loss_text(loss) == text


def test_score_text() -> None:
    assert score_text(math.nan, True) == score_text(math.inf, False) == "–"
    assert score_text(-0.5, False) == "−0.500"
    assert score_text(-1e9, False) == "−1e+09"
