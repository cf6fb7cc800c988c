"""How weights can start."""

from app.components.choice import Choice, Param, by_key
from app.text import QT_TRANSLATE_NOOP as _N

_BIASES = Param(
    "biases", _N("choices", "biases"), 0.0, -1e6, 1e6, help=_N("choices", "The value every bias starts with.")
)

INITS: tuple[Choice, ...] = (
    Choice(key="default", label=_N("choices", "PyTorch's default"), source="app.components.starts:default",
           help=_N("choices", "What nn.Linear does: uniform within ±1/√inputs.")),
    Choice(key="zeros", label=_N("choices", "Zeros"), source="app.components.starts:zeros",
           help=_N("choices", "All parameters 0: neurons of a layer then stay alike.")),
    Choice(key="normal", label=_N("choices", "Normal"), source="app.components.starts:normal",
           params=(Param("std", _N("choices", "standard deviation"), 1.0, 0, 1e6), Param("mean", _N("choices", "mean"), 0.0, -1e6, 1e6), _BIASES),
           help=_N("choices", "Weights from a normal distribution, biases one value.")),
    Choice(key="uniform", label=_N("choices", "Uniform"), source="app.components.starts:uniform",
           params=(Param("low", _N("choices", "from"), -0.5, -1e6, 1e6), Param("high", _N("choices", "to"), 0.5, -1e6, 1e6), _BIASES),
           help=_N("choices", "Weights evenly from an interval, biases one value.")),
    Choice(key="given", label=_N("choices", "Given numbers"), source="app.components.starts:default",
           help=_N("choices", "The numbers you write; what you do not name starts with PyTorch's default.")),
)  # fmt: skip

BY_KEY = by_key(INITS)
