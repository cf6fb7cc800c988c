"""What the wall says of an experiment in words: its settings, its figures, and how it compares with the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from app.gui.texts import count_text, float_text
from app.gui.views.wall_layout import WallAxes
from app.running.wall_snapshot import WallFrame


@dataclass(frozen=True, slots=True)
class WallWords:
    """Sentences about the experiments of one grid, in the window's language.

    Attributes
    ----------
    axes
        What their settings are called.
    is_classification
        Whether the score is an accuracy; else it is R².
    has_one_loss
        Whether losses compare; else the score does.
    """

    axes: WallAxes
    is_classification: bool
    has_one_loss: bool

    def describe(self, number: int, frame: WallFrame | None) -> list[str]:
        """Return what is to be said of an experiment, line by line; settings alone without a frame, [] if there is none."""
        if not 0 <= number < len(self.axes):
            return []
        translate = QCoreApplication.translate
        lines = self._setting_lines(number)
        if frame is None:
            return lines
        if (divergence := frame.divergences[number]) is not None:
            text = translate("WallView", "diverged in epoch {epoch}: the loss is no longer a number")
            return [*lines, text.format(epoch=count_text(divergence.epoch))]
        score_name = translate("WallView", "accuracy {number}") if self.is_classification else translate("WallView", "R² {number}")  # fmt: skip
        pairs = (
            (translate("WallView", "train loss {number}"), frame.train_losses[number]),
            (translate("WallView", "test loss {number}"), frame.test_losses[number]),
            (score_name, frame.scores[number]),
        )
        lines += [text.format(number=float_text(float(value), 4)) for text, value in pairs if not np.isnan(value)]
        return [*lines, self._praise()] if number == frame.best else lines

    def tip(self, number: int, frame: WallFrame | None) -> list[str]:
        """Return what a tool tip says of an experiment, line by line."""
        lines = self.describe(number, frame)
        if max(self.axes.own) >= 0:
            lines.append(
                QCoreApplication.translate("WallView", "Underlined: the values of the experiment that is varied.")
            )
        if not self.has_one_loss:
            lines.append(self._why_scores())
        return [*lines, QCoreApplication.translate("WallView", "Click to open it in the main window.")]

    def caption_note(self) -> str:
        """Return what the figures at the pictures are if they are not losses; "" if they are."""
        if self.has_one_loss:
            return ""
        if self.is_classification:
            return QCoreApplication.translate("WallView", "figures: accuracy")
        return QCoreApplication.translate("WallView", "figures: R²")

    def _setting_lines(self, number: int) -> list[str]:
        axes = self.axes
        shape = (*(len(values) for values in axes.values), len(axes.seeds))
        *places, seed = np.unravel_index(number, shape)
        lines = [f"{name} {values[place]}" for name, values, place in zip(axes.names, axes.values, places, strict=True)]
        return [*lines, f"{axes.seed_name} {axes.seeds[seed]}"]

    def _praise(self) -> str:
        translate = QCoreApplication.translate
        if self.has_one_loss:
            return translate("WallView", "the best so far")
        if self.is_classification:
            return translate("WallView", "the best so far: the greatest accuracy")
        return translate("WallView", "the best so far: the greatest R²")

    def _why_scores(self) -> str:
        translate = QCoreApplication.translate
        if self.is_classification:
            return translate("WallView", "The experiments have different losses, which cannot be compared: the pictures show the accuracy, and the best has the greatest.")  # fmt: skip
        return translate("WallView", "The experiments have different losses, which cannot be compared: the pictures show R², and the best has the greatest.")  # fmt: skip
