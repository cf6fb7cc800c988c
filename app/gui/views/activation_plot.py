"""An activation and its derivative over the input of a neuron."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.components.activations import BY_KEY
from app.data.points import Floats
from app.gui.texts import choice_text, number_text
from app.gui.theme import UNIT
from app.gui.views.line_plot import LinePlot, drawable

if TYPE_CHECKING:
    from app.explain.activation_curves import ActivationCurve


class ActivationPlot(LinePlot):
    """The function solid, its derivative dashed, and the formula in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("activation_plot")
        self.plot.setObjectName("activation_plot.plot")
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.showGrid(x=True, y=True, alpha=0.25)
        self._key = ""
        self._curve: ActivationCurve | None = None
        self._values: Floats = np.empty(0)
        self._slopes: Floats = np.empty(0)
        self.formula = QLabel()
        self.formula.setObjectName("activation_plot.formula")
        self.formula.setProperty("role", "muted")
        self.formula.setWordWrap(True)
        self.formula.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._reserve()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertSpacing(1, UNIT // 2)
        layout.insertWidget(1, self.formula)
        self.retranslate()
        self.set_theme(self.theme)
        self.set_width(2)
        self.box.setRange(xRange=(-6, 6), yRange=(-1, 1), padding=0)

    def set_activation(self, key: str, curve: ActivationCurve) -> None:
        """Show an activation of the table by its curve; the same one again costs nothing."""
        if curve is self._curve:
            return
        self._key, self._curve = key, curve
        self.xs, self._values, self._slopes = curve.z, drawable(curve.values), drawable(curve.slopes)
        self.solid.setData(self.xs, self._values)
        self.dashed.setData(self.xs, self._slopes)
        both = np.concatenate([self._values, self._slopes, [0.0]])
        low, high = float(np.nanmin(both)), float(np.nanmax(both))
        pad = 0.06 * max(high - low, 1e-6)
        self.box.setRange(
            xRange=(float(self.xs[0]), float(self.xs[-1])) if len(self.xs) else (-6.0, 6.0),
            yRange=(low - pad, high + pad),
            padding=0,
        )
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._reserve()

    def _reserve(self) -> None:
        """Keep two lines for the formula, so that another activation moves nothing."""
        self.formula.setMinimumHeight(2 * self.fontMetrics().lineSpacing())

    def set_width(self, _width: int) -> None:
        super().set_width(2)

    def reading(self, index: int) -> str:
        values = [number_text(float(numbers[index]), 3) for numbers in (self.xs, self._values, self._slopes)]
        return "z {}\nf(z) {}\nf′(z) {}".format(*values)

    def retranslate(self) -> None:
        name = choice_text(BY_KEY[self._key].label) if self._key else ""
        self.setAccessibleName(QCoreApplication.translate("ActivationPlot", "Activation and its derivative"))
        self.plot.setAccessibleName(
            QCoreApplication.translate("ActivationPlot", "Plot of the activation {name} and its derivative").format(
                name=name
            )
        )
        self.plot.setToolTip(
            QCoreApplication.translate("ActivationPlot", "What a neuron makes of its input z; point at it to read it.")
        )
        self.title.setText(name or QCoreApplication.translate("ActivationPlot", "Activation"))
        self.formula.setText(choice_text(BY_KEY[self._key].help) if self._key else "")
        self.solid_key.set_text(QCoreApplication.translate("ActivationPlot", "function"))
        self.solid_key.setToolTip(QCoreApplication.translate("ActivationPlot", "Output of the neuron, f(z)"))
        self.dashed_key.set_text(QCoreApplication.translate("ActivationPlot", "derivative"))
        self.dashed_key.setToolTip(
            QCoreApplication.translate(
                "ActivationPlot", "Slope f′(z), by which a gradient is multiplied on its way back"
            )
        )
        self.bottom.setLabel(QCoreApplication.translate("ActivationPlot", "Input of the neuron, z"))
        self.left.setLabel("f(z), f′(z)")
        self.refresh_reading()
