"""Activation functions that can be chosen."""

from app.components.choice import Choice, Param, by_key
from app.text import QT_TRANSLATE_NOOP as _N

ACTIVATIONS: tuple[Choice, ...] = (
    Choice(key="identity", label=_N("choices", "Identity"), source="torch.nn:Identity",
           help=_N("choices", "z itself: layers without a bend stay one straight map, however many.")),
    Choice(key="relu", label="ReLU", source="torch.nn:ReLU",
           help=_N("choices", "max(0, z): fast, its gradient does not fade for positive z.")),
    Choice(key="leaky_relu", label=_N("choices", "Leaky ReLU"), source="torch.nn:LeakyReLU",
           params=(Param("negative_slope", _N("choices", "negative slope"), 0.01, 0, 10),),
           help=_N("choices", "ReLU with a slight slope for negative z, so that no neuron dies.")),
    Choice(key="elu", label="ELU", source="torch.nn:ELU",
           params=(Param("alpha", "α", 1.0, 0, 10),),
           help=_N("choices", "ReLU that bends smoothly to -α for negative z.")),
    Choice(key="gelu", label="GELU", source="torch.nn:GELU",
           help=_N("choices", "z times the probability that a standard normal lies below z.")),
    Choice(key="silu", label="SiLU", source="torch.nn:SiLU",
           help=_N("choices", "z · sigmoid(z), also called swish.")),
    Choice(key="softplus", label="Softplus", source="torch.nn:Softplus",
           params=(Param("beta", "β", 1.0, 0.01, 100),),
           help=_N("choices", "ln(1 + exp(βz)) / β: a smooth ReLU.")),
    Choice(key="sigmoid", label="Sigmoid", source="torch.nn:Sigmoid",
           help=_N("choices", "1 / (1 + exp(-z)): between 0 and 1; its slope is at most 1/4 and vanishes at both ends.")),
    Choice(key="tanh", label="tanh", source="torch.nn:Tanh",
           help=_N("choices", "(1 - exp(-2z)) / (1 + exp(-2z)): between -1 and 1, slope 1 at 0.")),
    Choice(key="erf", label="erf", source="app.components.sshaped:Erf",
           help=_N("choices", "erf(√π/2 · z): S-shaped, saturates fastest.")),
    Choice(key="algebraic", label="z / √(1 + z²)", source="app.components.sshaped:Algebraic",
           help=_N("choices", "S-shaped without exponentials.")),
    Choice(key="arctan", label="2/π · arctan(π/2 · z)", source="app.components.sshaped:Arctan",
           help=_N("choices", "S-shaped, saturates slowly.")),
    Choice(key="gudermannian", label="2/π · gd(π/2 · z)", source="app.components.sshaped:Gudermannian",
           help=_N("choices", "The Gudermannian function scaled to -1 … 1.")),
    Choice(key="softsign", label="z / (1 + |z|)", source="torch.nn:Softsign",
           help=_N("choices", "Softsign: S-shaped, saturates slowest.")),
)  # fmt: skip

BY_KEY = by_key(ACTIVATIONS)
