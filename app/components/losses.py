"""Losses that can be chosen, and the heads of a model they judge."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.components.choice import Choice, Param, by_key
from app.text import QT_TRANSLATE_NOOP as _N


class Head(StrEnum):
    """What a model's output means."""

    VALUE = "value"
    """One number, the answer itself; targets (n, 1)."""
    BINARY = "binary"
    """One logit, sigmoid gives the probability of class 1; targets (n, 1) of 0 and 1."""
    MULTICLASS = "multiclass"
    """One logit a class, softmax gives the probabilities; targets (n,) of class numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss(Choice):
    """A loss: which heads it judges, and whether it wants logits or probabilities.

    Attributes
    ----------
    gradient
        Optional, for the fast engine: kernel calls, separated by semicolons, that fill {d} with the gradient of one
        point's loss by the output {o}, both (models, outputs, points); 0 and 1 stand in {y}, one row a class if there
        are several. {s} is room like {d}, {r} room for a number a point, {one} a 1, {k} the number of outputs.
    factor
        What that gradient still has to be multiplied by.
    """

    heads: tuple[Head, ...]
    on_probabilities: bool = False
    gradient: Mapping[Head, str] = field(default_factory=dict)
    factor: float = 1.0


_REDUCTION = Param(
    "reduction", _N("choices", "over the points"), "mean", options=(_N("choices", "mean"), _N("choices", "sum")),
    help=_N("choices", "Whether the losses of the points in a batch are averaged or added up."),
)  # fmt: skip

_ERROR = "torch.sub({o}, {y}, out={d})"
_SIGMOID = "torch.sigmoid({o}, out={s})"
_SIGMOID_BACKWARD = "aten.sigmoid_backward({d}, {s}, grad_input={d})"
_SUM_OF_ROWS = "torch.sum({d}, [1], True, out={r})"

LOSSES: tuple[Loss, ...] = (
    Loss(key="mse", label=_N("choices", "Mean squared error"), source="torch.nn:MSELoss", heads=(Head.VALUE,),
         gradient={Head.VALUE: _ERROR}, factor=2,
         help=_N("choices", "The mean of (prediction − target)².")),
    Loss(key="sse", label=_N("choices", "Sum of squared errors"), source="app.components.criteria:SumSquaredError", heads=(Head.VALUE,),
         gradient={Head.VALUE: _ERROR}, factor=2,
         help=_N("choices", "The sum of (prediction − target)²: its gradient grows with the number of points.")),
    Loss(key="half_mse", label=_N("choices", "Half squared error"), source="app.components.criteria:HalfSquaredError", heads=(Head.VALUE,),
         gradient={Head.VALUE: _ERROR},
         help=_N("choices", "The mean of (prediction − target)² / 2: the 2 of the derivative cancels.")),
    Loss(key="mae", label=_N("choices", "Absolute error"), source="torch.nn:L1Loss", heads=(Head.VALUE,), params=(_REDUCTION,),
         gradient={Head.VALUE: f"{_ERROR}; {{d}}.sign_()"},
         help=_N("choices", "|prediction − target|: outliers pull less.")),
    Loss(key="huber", label="Huber", source="torch.nn:HuberLoss", heads=(Head.VALUE,),
         params=(Param("delta", "δ", 1.0, 1e-6, 1e6), _REDUCTION),
         gradient={Head.VALUE: f"{_ERROR}; {{d}}.clamp_(-{{delta}}, {{delta}})"},
         help=_N("choices", "Squared up to an error of δ, absolute beyond it.")),
    Loss(key="bce_logits", label=_N("choices", "Binary cross-entropy (on logits)"), source="torch.nn:BCEWithLogitsLoss",
         heads=(Head.BINARY,), params=(_REDUCTION,),
         gradient={Head.BINARY: "torch.sigmoid({o}, out={d}); {d}.sub_({y})"},
         help=_N("choices", "−ln of the probability given to the true class, computed from the logit: safe for very sure answers.")),
    Loss(key="bce", label=_N("choices", "Binary cross-entropy (on probabilities)"), source="app.components.criteria:BinaryCrossEntropy",
         heads=(Head.BINARY,), on_probabilities=True, params=(_REDUCTION,),
         gradient={Head.BINARY: f"{_SIGMOID}; aten.binary_cross_entropy_backward({{one}}, {{s}}, {{y}}, None, 2, grad_input={{d}}); {_SIGMOID_BACKWARD}"},
         help=_N("choices", "The same number computed from the probability, sigmoid first, as in textbooks.")),
    Loss(key="cross_entropy", label=_N("choices", "Cross-entropy"), source="torch.nn:CrossEntropyLoss",
         heads=(Head.MULTICLASS,), params=(_REDUCTION,),
         gradient={Head.MULTICLASS: "aten._softmax({o}, 1, False, out={d}); {d}.sub_({y})"},
         help=_N("choices", "−ln of the softmax probability of the true class.")),
    Loss(key="hinge", label=_N("choices", "Hinge"), source="app.components.criteria:Hinge",
         heads=(Head.BINARY, Head.MULTICLASS), params=(_REDUCTION,),
         gradient={
             # The one logit's margin is (2y - 1) · o, its gradient -(2y - 1) where that is below 1.
             Head.BINARY: "torch.mul({y}, 2, out={s}); {s}.sub_({one}); torch.addcmul({one}, {s}, {o}, value=-1, out={d}); "
                          "aten.threshold_backward({s}, {d}, 0, grad_input={d}); {d}.neg_()",
             # 1 for each other class that comes too close, minus their number for the true one.
             Head.MULTICLASS: "torch.mul({o}, {y}, out={d}); " + _SUM_OF_ROWS + "; {r}.sub_({one}); torch.sub({o}, {r}, out={s}); "
                              "torch.sub({one}, {y}, out={d}); aten.threshold_backward({d}, {s}, 0, grad_input={d}); "
                              + _SUM_OF_ROWS + "; {d}.addcmul_({y}, {r}, value=-1); {d}.div_({k})"},
         help=_N("choices", "max(0, 1 − margin): points beyond the margin cost nothing.")),
    Loss(key="squared_probability", label=_N("choices", "Squared error of probabilities"),
         source="app.components.criteria:SquaredErrorOfProbabilities",
         heads=(Head.BINARY, Head.MULTICLASS), on_probabilities=True, params=(_REDUCTION,),
         gradient={
             Head.BINARY: f"{_SIGMOID}; torch.sub({{s}}, {{y}}, out={{d}}); {_SIGMOID_BACKWARD}",
             # Softmax backward by hand: p · (e - Σ e·p) with the error e = p - y.
             Head.MULTICLASS: "aten._softmax({o}, 1, False, out={s}); torch.sub({s}, {y}, out={d}); {d}.mul_({s}); "
                              + _SUM_OF_ROWS + "; {d}.addcmul_({s}, {r}, value=-1)"}, factor=2,
         help=_N("choices", "Squared distance to 0 and 1: poor for classification; here for comparison.")),
)  # fmt: skip

BY_KEY = by_key(LOSSES)
