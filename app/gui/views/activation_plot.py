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
from app.gui.views.form_combo import ChoiceCombo, Entry
from app.gui.views.form_texts import tool_tip
from app.gui.views.line_plot import LinePlot, drawable

if TYPE_CHECKING:
    from app.explain.activation_curves import ActivationCurve

_NOTHING: Floats = np.empty(0)


class ActivationPlot(LinePlot):
    """One activation in use: the function solid, its derivative dashed, and the formula in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("activation_plot")
        self.plot.setObjectName("activation_plot.plot")
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.showGrid(x=True, y=True, alpha=0.25)
        self._key = ""
        self._curves: tuple[ActivationCurve, ...] | None = None
        self._values = self._slopes = _NOTHING
        self.formula = QLabel()
        self.formula.setObjectName("activation_plot.formula")
        self.formula.setProperty("role", "muted")
        self.formula.setWordWrap(True)
        self.formula.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.shown = ChoiceCombo("activation_plot.shown")
        self.shown.keyEdited.connect(self._on_shown_key_edited)
        self.title_row.insertWidget(0, self.shown)
        self._reserve()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertSpacing(1, UNIT // 2)
        layout.insertWidget(1, self.formula)
        self.retranslate()
        self.set_theme(self.theme)
        self.set_width(2)
        self.box.setRange(xRange=(-6, 6), yRange=(-1, 1), padding=0)

    def set_curves(self, curves: tuple[ActivationCurve, ...]) -> None:
        """Show the activations in use, one at a time; the same ones again cost nothing."""
        if curves is self._curves:
            return
        self._curves = curves
        keys = [curve.key for curve in curves]
        if self._key not in keys:
            self._key = keys[0] if keys else ""
        self._draw()
        self.retranslate()

    def _draw(self) -> None:
        curve = next((curve for curve in self._curves or () if curve.key == self._key), None)
        arrays = (curve.z, curve.values, curve.slopes) if curve is not None else (_NOTHING,) * 3
        self.xs, self._values, self._slopes = arrays[0], drawable(arrays[1]), drawable(arrays[2])
        self.solid.setData(self.xs, self._values)
        self.dashed.setData(self.xs, self._slopes)
        if not len(self.xs):
            return
        both = np.concatenate([self._values, self._slopes, [0.0]])
        low, high = float(np.nanmin(both)), float(np.nanmax(both))
        pad = 0.06 * max(high - low, 1e-6)
        self.box.setRange(xRange=(float(self.xs[0]), float(self.xs[-1])), yRange=(low - pad, high + pad), padding=0)

    def _on_shown_key_edited(self, key: str) -> None:
        self._key = key
        self._draw()
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._reserve()

    def _reserve(self) -> None:
        """Keep room for a choice and two lines of formula, so that another activation moves nothing."""
        self.title.setMinimumHeight(self.shown.sizeHint().height())
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
            QCoreApplication.translate(
                "ActivationPlot", "What a neuron makes of its input z; point at the curves to read values."
            )
        )
        self.title.setText(name or QCoreApplication.translate("ActivationPlot", "Activation"))
        curves = self._curves or ()
        self.shown.set_entries([Entry(curve.key, choice_text(BY_KEY[curve.key].label)) for curve in curves])
        self.shown.set_key(self._key)
        self.shown.set_texts(
            QCoreApplication.translate("ActivationPlot", "Activation shown"),
            tool_tip(
                QCoreApplication.translate("ActivationPlot", "The layers have different ones: choose which to see.")
            ),
        )
        self.shown.setVisible(len(curves) > 1)
        self.title.setVisible(len(curves) < 2)
        self.hint.setText(
            QCoreApplication.translate("ActivationPlot", "This model has no hidden layers, and so no activation.")
        )
        self.hint.setVisible(self._curves == ())
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
