"""What the training has come to: the formula, losses, scores, and the state of the run in words."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.gui.texts import count_text, message_text
from app.gui.theme import LIGHT, UNIT, Theme, set_property, tabular
from app.gui.views.formula_label import FormulaLabel
from app.running.snapshot import Divergence, RunState, Snapshot

_LONGEST = Divergence(10**6, 10**9, 1e30)


def loss_text(loss: float) -> str:
    """Return a loss with four digits that stand still; a dash if there is none."""
    if math.isnan(loss):
        return "–"
    return ("∞" if loss > 0 else "−∞") if math.isinf(loss) else f"{loss:#.4g}".replace("-", "−")


def score_text(score: float, is_classification: bool) -> str:
    """Return an accuracy in percent, or R² with three decimals; a dash if there is none."""
    if not math.isfinite(score):
        return "–"
    if is_classification:
        return f"{100 * score:.1f} %"
    return (f"{score:.3f}" if abs(score) < 1000 else f"{score:.3g}").replace("-", "−")


class ResultPanel(QWidget):
    """The result so far; where a training went wrong, why it did and what can be done.

    Signals
    -------
    restoreRequested
        Back to the last finite weights.
    restoreTenthRequested
        The same, with a tenth of the learning rate.
    """

    restoreRequested = Signal()
    restoreTenthRequested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("result_panel")
        self._snapshot: Snapshot | None = None
        self._is_classification = False

        self.title = QLabel()
        self.title.setProperty("role", "heading")
        self.state = QLabel()
        self.state.setObjectName("result.state")
        self.state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.formula = FormulaLabel()
        self.formula.setObjectName("result.formula")
        self.explanation = _wrapped("result.explanation")
        self.notice = _wrapped("result.notice")
        self.notice.setProperty("role", "muted")
        self.restore = QPushButton()
        self.restore.setObjectName("restore")
        self.restore_tenth = QPushButton()
        self.restore_tenth.setObjectName("restore_tenth")

        self._captions = {name: QLabel() for name in ("train", "test", "loss", "score", "epoch", "step")}
        self._values = {
            name: QLabel("–") for name in ("train_loss", "test_loss", "train_score", "test_score", "epoch", "step")
        }
        for caption in self._captions.values():
            caption.setProperty("role", "muted")
        for name, value in self._values.items():
            value.setObjectName(f"result.{name}")
        self._numbers, self._trouble = QWidget(), QWidget()
        self._stack = QStackedWidget()
        self._lay_out()
        self._lay_out_numbers()
        self._lay_out_trouble()
        self.restore.clicked.connect(self._on_restore_clicked)
        self.restore_tenth.clicked.connect(self._on_restore_tenth_clicked)
        self._set_fonts()
        self.retranslate()
        self.set_theme(LIGHT)

    # ------------------------------------------------------------ making

    def _lay_out(self) -> None:
        self._stack.addWidget(self._numbers)
        self._stack.addWidget(self._trouble)
        self._stack.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        layout.setSpacing(UNIT // 2)
        for widget in (self.title, self.state, self._stack):
            layout.addWidget(widget)
        layout.addSpacing(UNIT // 2)
        layout.addWidget(self.notice)
        layout.addStretch(1)

    def _lay_out_numbers(self) -> None:
        grid = QGridLayout(self._numbers)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(2 * UNIT)
        grid.setVerticalSpacing(UNIT // 2)
        grid.setColumnStretch(0, 1)
        for column in (1, 2):
            grid.setColumnMinimumWidth(column, 10 * UNIT)
        grid.addWidget(self.formula, 0, 0, 1, 3)
        for name, row, column in (("train", 1, 1), ("test", 1, 2), ("loss", 2, 0), ("score", 3, 0)):
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            grid.addWidget(self._captions[name], row, column, side)
        for name, row, column in (("train_loss", 2, 1), ("test_loss", 2, 2), ("train_score", 3, 1), ("test_score", 3, 2)):  # fmt: skip
            grid.addWidget(self._values[name], row, column, Qt.AlignmentFlag.AlignRight)
        counts = QHBoxLayout()
        counts.setSpacing(UNIT)
        counts.addWidget(self._captions["epoch"])
        counts.addWidget(self._values["epoch"], 1)
        counts.addWidget(self._captions["step"])
        counts.addWidget(self._values["step"])
        self._values["step"].setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addLayout(counts, 4, 0, 1, 3)
        grid.setRowStretch(5, 1)

    def _lay_out_trouble(self) -> None:
        trouble = QVBoxLayout(self._trouble)
        trouble.setContentsMargins(0, UNIT // 2, 0, 0)
        trouble.setSpacing(UNIT)
        trouble.addWidget(self.explanation)
        trouble.addWidget(self.restore_tenth)
        trouble.addWidget(self.restore)
        trouble.addStretch(1)

    # ------------------------------------------------------------ setters, silent

    def set_snapshot(self, snapshot: Snapshot, is_classification: bool) -> None:
        """Show one moment of a run."""
        self._snapshot = snapshot
        self.set_classification(is_classification)
        self._show_snapshot()

    def set_classification(self, is_classification: bool) -> None:
        """Say whether the score is an accuracy or R²."""
        if is_classification != self._is_classification:
            self._is_classification = is_classification
            self._name_score()

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of a theme: they all come from the application's style sheet."""

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        self.setAccessibleName(QCoreApplication.translate("ResultPanel", "Result"))
        self.title.setText(QCoreApplication.translate("ResultPanel", "Result"))
        self.state.setAccessibleName(QCoreApplication.translate("ResultPanel", "State of the training"))
        self.formula.setAccessibleName(QCoreApplication.translate("ResultPanel", "Formula of the model"))
        self.formula.setToolTip(
            QCoreApplication.translate("ResultPanel", "The model with its present numbers, in the units of the data")
        )
        captions = self._captions
        captions["train"].setText(QCoreApplication.translate("ResultPanel", "Training"))
        captions["test"].setText(QCoreApplication.translate("ResultPanel", "Test"))
        captions["loss"].setText(QCoreApplication.translate("ResultPanel", "Loss"))
        captions["epoch"].setText(QCoreApplication.translate("ResultPanel", "Epoch"))
        captions["step"].setText(QCoreApplication.translate("ResultPanel", "Updates"))
        self._describe("train_loss", QCoreApplication.translate("ResultPanel", "Loss over all training points"))
        self._describe("test_loss", QCoreApplication.translate("ResultPanel", "Loss over all test points"))
        self._describe("epoch", QCoreApplication.translate("ResultPanel", "Passes over the training points so far"))
        self._describe("step", QCoreApplication.translate("ResultPanel", "Updates of the weights so far"))
        self.restore.setText(QCoreApplication.translate("ResultPanel", "Restore the last finite weights"))
        self.restore_tenth.setText(QCoreApplication.translate("ResultPanel", "Restore with a tenth of the rate"))
        self.restore.setToolTip(
            QCoreApplication.translate("ResultPanel", "Go back to the weights before the training diverged")
        )
        self.restore_tenth.setToolTip(
            QCoreApplication.translate(
                "ResultPanel", "Go back to the last finite weights and divide the learning rate by ten"
            )
        )
        for button in (self.restore, self.restore_tenth):
            button.setAccessibleName(button.text())
        self._name_score()
        self._show_snapshot()
        self._reserve()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._set_fonts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._reserve()

    def _describe(self, name: str, text: str) -> None:
        self._values[name].setAccessibleName(text)
        self._values[name].setToolTip(text)

    def _name_score(self) -> None:
        if self._is_classification:
            self._captions["score"].setText(QCoreApplication.translate("ResultPanel", "Accuracy"))
            self._describe("train_score", QCoreApplication.translate("ResultPanel", "Share of training points that are classified correctly"))  # fmt: skip
            self._describe("test_score", QCoreApplication.translate("ResultPanel", "Share of test points that are classified correctly"))  # fmt: skip
        else:
            self._captions["score"].setText("R²")
            self._describe("train_score", QCoreApplication.translate("ResultPanel", "Share of the training targets' variance that is explained"))  # fmt: skip
            self._describe("test_score", QCoreApplication.translate("ResultPanel", "Share of the test targets' variance that is explained"))  # fmt: skip

    def _set_fonts(self) -> None:
        for value in self._values.values():
            value.setFont(tabular(self.font()))
        self._values["step"].setMinimumWidth(self.fontMetrics().horizontalAdvance(count_text(888_888_888)))
        self.formula.refit()
        self._reserve()

    def _reserve(self) -> None:
        """Keep room for the longest message, so that none moves the layout."""
        metrics = self.fontMetrics()
        width = max(self.width() - 2 * UNIT, 1)
        longest = metrics.boundingRect(0, 0, width, 10_000, Qt.TextFlag.TextWordWrap, self._divergence_text(_LONGEST, is_standardised=False))  # fmt: skip
        self.explanation.setMinimumHeight(longest.height())
        n_buttons = 2 * (self.restore.sizeHint().height() + UNIT)
        numbers = self._numbers.sizeHint().height()
        self._stack.setFixedHeight(max(numbers, longest.height() + n_buttons + UNIT))
        self.notice.setFixedHeight(2 * metrics.lineSpacing())

    def _show_snapshot(self) -> None:
        snapshot = self._snapshot
        if snapshot is None:
            self._say(self.state, QCoreApplication.translate("ResultPanel", "Not trained yet"), is_error=False)
            return
        self._values["train_loss"].setText(loss_text(snapshot.train_loss))
        self._values["train_loss"].setToolTip(self._train_loss_tip(snapshot))
        self._values["test_loss"].setText(loss_text(snapshot.test_loss))
        self._values["train_score"].setText(score_text(snapshot.train_score, self._is_classification))
        self._values["test_score"].setText(score_text(snapshot.test_score, self._is_classification))
        self._values["epoch"].setText(count_text(snapshot.epoch))
        self._values["step"].setText(count_text(snapshot.step))
        self.formula.set_lines(snapshot.formula)
        state = _STATE_TEXTS[snapshot.state](snapshot)
        self._say(self.state, state, is_error=snapshot.state in (RunState.DIVERGED, RunState.ERRORED))
        if snapshot.state is RunState.DIVERGED:
            self.state.setToolTip(
                QCoreApplication.translate("ResultPanel", "Diverged: the loss is no longer a finite number.")
            )
        divergence = snapshot.divergence
        has_diverged = snapshot.state is RunState.DIVERGED and divergence is not None
        if has_diverged and divergence is not None:
            trouble = self._divergence_text(divergence, bool(snapshot.standardisation))
        else:
            trouble = "" if snapshot.error is None else message_text(snapshot.error)
        if trouble != self.explanation.text():
            self.explanation.setText(trouble)
        self.restore.setVisible(has_diverged)
        self.restore_tenth.setVisible(has_diverged)
        self._stack.setCurrentIndex(1 if has_diverged or snapshot.error is not None else 0)
        notice = "" if snapshot.notice is None else message_text(snapshot.notice)
        if notice != self.notice.text():
            self.notice.setText(notice)
            self.notice.setToolTip(notice)

    def _say(self, label: QLabel, text: str, is_error: bool) -> None:
        if text != label.text():
            label.setText(text)
            label.setToolTip(text)
        set_property(label, "role", "error" if is_error else "muted")

    def _train_loss_tip(self, snapshot: Snapshot) -> str:
        lines = [self._values["train_loss"].accessibleName()]
        if not math.isnan(snapshot.last_step_loss):
            last = QCoreApplication.translate("ResultPanel", "of the last batch: {loss}")
            lines.append(last.format(loss=loss_text(snapshot.last_step_loss)))
        return "\n".join(lines)

    def _divergence_text(self, divergence: Divergence, is_standardised: bool) -> str:
        if is_standardised:
            text = QCoreApplication.translate(
                "ResultPanel",
                "The training diverged at epoch {epoch}, update {step}. Usually the learning rate is too large: every "
                "update overshoots. Lower it and press Again; or restore the weights with loss {loss}.",
            )
        else:
            text = QCoreApplication.translate(
                "ResultPanel",
                "The training diverged at epoch {epoch}, update {step}. Usually the learning rate is too "
                "large for the data: every update overshoots. Standardise the inputs (Model, more), or lower the "
                "rate and press Again; or restore the weights with loss {loss}.",
            )
        loss = loss_text(divergence.last_finite_loss)
        return text.format(epoch=count_text(divergence.epoch), step=count_text(divergence.step), loss=loss)

    def _on_restore_clicked(self) -> None:
        self.restoreRequested.emit()

    def _on_restore_tenth_clicked(self) -> None:
        self.restoreTenthRequested.emit()


def _wrapped(name: str) -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    return label


def _preparing_text(_snapshot: Snapshot) -> str:
    return QCoreApplication.translate("ResultPanel", "Loading PyTorch …")


def _paused_text(snapshot: Snapshot) -> str:
    if snapshot.step == 0:
        return QCoreApplication.translate("ResultPanel", "Ready to train")
    return QCoreApplication.translate("ResultPanel", "Paused")


def _running_text(_snapshot: Snapshot) -> str:
    return QCoreApplication.translate("ResultPanel", "Training …")


def _finished_text(snapshot: Snapshot) -> str:
    if snapshot.epoch == 1:
        return QCoreApplication.translate("ResultPanel", "Finished after one epoch")
    return QCoreApplication.translate("ResultPanel", "Finished after {epochs} epochs").format(
        epochs=count_text(snapshot.epoch)
    )


def _diverged_text(_snapshot: Snapshot) -> str:
    return QCoreApplication.translate("ResultPanel", "Diverged: the training has stopped")


def _errored_text(_snapshot: Snapshot) -> str:
    return QCoreApplication.translate("ResultPanel", "Stopped by an error")


_STATE_TEXTS: dict[RunState, Callable[[Snapshot], str]] = {
    RunState.PREPARING: _preparing_text,
    RunState.PAUSED: _paused_text,
    RunState.RUNNING: _running_text,
    RunState.FINISHED: _finished_text,
    RunState.DIVERGED: _diverged_text,
    RunState.ERRORED: _errored_text,
}
