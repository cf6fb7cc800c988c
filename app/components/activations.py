"""Activation functions that can be chosen."""

from dataclasses import dataclass

from app.components.choice import Choice, Param, by_key
from app.text import QT_TRANSLATE_NOOP as _N


@dataclass(frozen=True, slots=True, kw_only=True)
class Activation(Choice):
    """An activation and, optional, its kernel calls for the fast engine, separated by semicolons.

    All names stand for tensors of one shape. {z}, {s} and {d} lie in one piece in memory; {a} is a view, and not every
    kernel of torch writes into views what it should.

    Attributes
    ----------
    forward
        Fills {a} from {z}; may use {s} as room, and leave there what `backward` needs. "" for an activation that only the
        reference loop can train.
    backward
        Turns {d} from the gradient by {a} into that by {z}. Parameters of the activation stand as {name}.
    """

    forward: str = ""
    backward: str = ""


ACTIVATIONS: tuple[Activation, ...] = (
    Activation(key="identity", label=_N("choices", "Identity"), source="torch.nn:Identity",
               forward="{a}.copy_({z})",
               help=_N("choices", "z itself: layers without a bend stay one straight map, however many.")),
    Activation(key="relu", label="ReLU", source="torch.nn:ReLU",
               forward="torch.clamp_min({z}, 0, out={a})",
               backward="aten.threshold_backward({d}, {a}, 0, grad_input={d})",
               help=_N("choices", "max(0, z): fast, its gradient does not fade for positive z.")),
    Activation(key="leaky_relu", label=_N("choices", "Leaky ReLU"), source="torch.nn:LeakyReLU",
               params=(Param("negative_slope", _N("choices", "negative slope"), 0.01, 0, 10),),
               forward="aten.leaky_relu({z}, {negative_slope}, out={a})",
               backward="aten.leaky_relu_backward({d}, {z}, {negative_slope}, False, grad_input={d})",
               help=_N("choices", "ReLU with a slight slope for negative z, so that no neuron dies.")),
    Activation(key="elu", label="ELU", source="torch.nn:ELU",
               params=(Param("alpha", "α", 1.0, 0, 10),),
               forward="aten.elu({z}, {alpha}, out={a})",
               backward="aten.elu_backward({d}, {alpha}, 1, 1, False, {z}, grad_input={d})",
               help=_N("choices", "ReLU that bends smoothly to −α for negative z.")),
    Activation(key="gelu", label="GELU", source="torch.nn:GELU",
               forward="aten.gelu({z}, out={s}); {a}.copy_({s})",  # oneDNN's writes wrong numbers into views
               backward="aten.gelu_backward({d}, {z}, grad_input={d})",
               help=_N("choices", "z times the probability that a standard normal lies below z.")),
    Activation(key="silu", label="SiLU", source="torch.nn:SiLU",
               forward="aten.silu({z}, out={a})",
               backward="aten.silu_backward({d}, {z}, grad_input={d})",
               help=_N("choices", "z · sigmoid(z), also called swish.")),
    Activation(key="softplus", label="Softplus", source="torch.nn:Softplus",
               params=(Param("beta", "β", 1.0, 0.01, 100),),
               forward="aten.softplus({z}, {beta}, 20, out={a})",
               backward="aten.softplus_backward({d}, {z}, {beta}, 20, grad_input={d})",
               help=_N("choices", "ln(1 + exp(βz)) / β: a smooth ReLU.")),
    Activation(key="sigmoid", label="Sigmoid", source="torch.nn:Sigmoid",
               forward="torch.sigmoid({z}, out={a})",
               backward="aten.sigmoid_backward({d}, {a}, grad_input={d})",
               help=_N("choices", "1 / (1 + exp(−z)): between 0 and 1; its slope is at most 1/4 and vanishes at both ends.")),
    Activation(key="tanh", label="tanh", source="torch.nn:Tanh",
               forward="torch.tanh({z}, out={a})",
               backward="aten.tanh_backward({d}, {a}, grad_input={d})",
               help=_N("choices", "(1 − exp(−2z)) / (1 + exp(−2z)): between −1 and 1, slope 1 at 0.")),
    Activation(key="erf", label="erf", source="app.components.sshaped:Erf",
               forward="torch.mul({z}, 0.8862269254527580, out={s}); torch.erf({s}, out={a})",
               backward="{s}.square_(); {s}.neg_(); {s}.exp_(); {d}.mul_({s})",
               help=_N("choices", "erf(√π/2 · z): S-shaped, saturates fastest.")),
    Activation(key="algebraic", label="z / √(1 + z²)", source="app.components.sshaped:Algebraic",
               forward="torch.mul({z}, {z}, out={s}); {s}.add_(1); {s}.rsqrt_(); torch.mul({z}, {s}, out={a})",
               backward="{d}.mul_({s}); {d}.mul_({s}); {d}.mul_({s})",
               help=_N("choices", "S-shaped without exponentials.")),
    Activation(key="arctan", label="2/π · arctan(π/2 · z)", source="app.components.sshaped:Arctan",
               forward="torch.mul({z}, 1.5707963267948966, out={s}); torch.atan({s}, out={a}); {a}.mul_(0.6366197723675814)",
               backward="{s}.square_(); {s}.add_(1); {d}.div_({s})",
               help=_N("choices", "S-shaped, saturates slowly.")),
    Activation(key="gudermannian", label="2/π · gd(π/2 · z)", source="app.components.sshaped:Gudermannian",
               forward="torch.mul({z}, 0.7853981633974483, out={s}); {s}.tanh_(); torch.atan({s}, out={a}); {a}.mul_(1.2732395447351628)",
               backward="{s}.square_(); {d}.addcmul_({d}, {s}, value=-1); {s}.add_(1); {d}.div_({s})",
               help=_N("choices", "The Gudermannian function scaled to −1 … 1.")),
    Activation(key="softsign", label="z / (1 + |z|)", source="torch.nn:Softsign",
               forward="torch.abs({z}, out={s}); {s}.add_(1); torch.div({z}, {s}, out={a})",
               backward="{d}.div_({s}); {d}.div_({s})",
               help=_N("choices", "Softsign: S-shaped, saturates slowest.")),
)  # fmt: skip

BY_KEY = by_key(ACTIVATIONS)
