"""The optimizers as kernel calls over one vector of all parameters `p` and one of their gradients `g`.

What each does is torch's `single_tensor` form; numbers that may differ between stacked models are tensors, never Python
numbers, and are folded until as few calls as possible are left. `s` and `s2` are room of the same length; `up` and
`down` are room for booleans.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np

from app.data.points import Floats

Options = Mapping[str, float]
"""The optimizer's options of one model, and its learning rate as "lr"."""


@dataclass(frozen=True, slots=True)
class UpdateRule:
    """One optimizer.

    Attributes
    ----------
    lines
        Its kernel calls.
    numbers
        From a model's options and the numbers t = 1, 2, … of the coming updates, as an array: name → the number that
        stands for it in `lines`, or an array of one for each update.
    memory
        Name in `lines` → name in torch's `optimizer.state`, for what is kept from update to update.
    starts
        Name in `lines` → the option that it is before the first update; what is not named starts at 0.
    needs
        Name in `lines` → the option that torch keeps this memory for: with 0 there, it neither makes nor changes it.
    counts
        Whether torch counts the updates in that state, as "step".
    is_linear
        Whether a factor on the gradient may go to `step` instead.
    """

    lines: tuple[str, ...]
    numbers: Callable[[Options, Floats], Mapping[str, float | Floats]]
    memory: Mapping[str, str] = field(default_factory=dict)
    starts: Mapping[str, str] = field(default_factory=dict)
    needs: Mapping[str, str] = field(default_factory=dict)
    counts: bool = True
    is_linear: bool = False


MakeRule = Callable[[Mapping[str, bool]], UpdateRule]
"""From which options are in use, that is, not 0 in some model, to the rule."""


def _decayed(uses: Mapping[str, bool]) -> tuple[str, ...]:
    return ("g.addcmul_(p, weight_decay)",) if uses["weight_decay"] else ()


def gradient_descent(uses: Mapping[str, bool]) -> UpdateRule:
    """w - lr · g."""
    return UpdateRule(("p.addcmul_(g, step)",), lambda o, t: {"step": -o["lr"]}, counts=False, is_linear=True)


def sgd(uses: Mapping[str, bool]) -> UpdateRule:
    """With momentum m ← momentum · m + g, which is the direction; with Nesterov's, g + momentum · m."""
    decay = _decayed(uses)
    momentum: tuple[str, ...] = ()
    direction = "g"
    if uses["momentum"]:
        momentum = ("m.mul_(momentum)", "m.add_(g)")
        direction = "m"
        if uses["nesterov"]:
            momentum += ("g.addcmul_(m, momentum)",)
            direction = "g"
    return UpdateRule(
        (*decay, *momentum, f"p.addcmul_({direction}, step)"),
        lambda o, t: {"step": -o["lr"], "momentum": o["momentum"], "weight_decay": o["weight_decay"]},
        {"m": "momentum_buffer"} if momentum else {},
        needs={"m": "momentum"},
        counts=False,
        is_linear=not (decay or momentum),
    )


def adam(uses: Mapping[str, bool]) -> UpdateRule:
    """w - lr · (m/c1) / (√v/c2 + ε), as the reciprocal of a sum: both corrections meet in the denominator."""
    return _adam(uses, _decayed(uses))


def adamw(uses: Mapping[str, bool]) -> UpdateRule:
    """Adam after shrinking every parameter."""
    return _adam(uses, ("p.mul_(keep)",) if uses["weight_decay"] else ())


@functools.lru_cache(maxsize=8)
def _powers(base: float, first: int, count: int) -> Floats:
    """Return base^t for t = first, first + 1, … as Python, and so torch, computes it.

    NumPy's differs in the last bit, and 1 - β^t magnifies that by 1 / (1 - β) where t is small.
    """
    return np.array([base**t for t in range(first, first + count)])


def _adam(uses: Mapping[str, bool], decay: tuple[str, ...]) -> UpdateRule:
    def numbers(o: Options, t: Floats) -> dict[str, float | Floats]:
        c1, c2 = 1 - _powers(o["beta1"], int(t[0]), len(t)), np.sqrt(1 - _powers(o["beta2"], int(t[0]), len(t)))
        return {
            "w1": 1 - o["beta1"],
            "w2": 1 - o["beta2"],
            "stretch": -c1 / (o["lr"] * c2),
            "shift": -c1 / o["lr"] * o["eps"],
            "weight_decay": o["weight_decay"],
            "keep": 1 - o["lr"] * o["weight_decay"],
        }

    largest = ("torch.maximum(u, v, out=u)",) if uses["amsgrad"] else ()
    lines = (
        *decay,
        "m.lerp_(g, w1)",
        "torch.mul(g, g, out=s)",
        "v.lerp_(s, w2)",
        *largest,
        f"torch.sqrt({'u' if largest else 'v'}, out=s)",
        "torch.addcmul(shift, s, stretch, out=s)",
        "p.addcdiv_(m, s)",
    )
    memory = {"m": "exp_avg", "v": "exp_avg_sq", **({"u": "max_exp_avg_sq"} if largest else {})}
    return UpdateRule(lines, numbers, memory)


def rmsprop(uses: Mapping[str, bool]) -> UpdateRule:
    """g / (√v + ε), v the mean of g²; centred, less the squared mean of g."""
    names = ("weight_decay", "eps", "momentum", "alpha")
    centred = ("u.lerp_(g, w)", "torch.addcmul(v, u, u, value=-1, out=s)", "s.sqrt_()")
    lines = (
        *_decayed(uses),
        "torch.mul(g, g, out=s)",
        "v.lerp_(s, w)",
        *(centred if uses["centered"] else ("torch.sqrt(v, out=s)",)),
        "s.add_(eps)",
        *(
            ("m.mul_(momentum)", "m.addcdiv_(g, s)", "p.addcmul_(m, step)")
            if uses["momentum"]
            else ("torch.div(g, s, out=s)", "p.addcmul_(s, step)")
        ),
    )
    memory = {"v": "square_avg"}
    if uses["centered"]:
        memory["u"] = "grad_avg"
    if uses["momentum"]:
        memory["m"] = "momentum_buffer"
    return UpdateRule(
        lines,
        lambda o, t: {"step": -o["lr"], "w": 1 - o["alpha"], **{name: o[name] for name in names}},
        memory,
        needs={"m": "momentum"},
    )


def adagrad(uses: Mapping[str, bool]) -> UpdateRule:
    """g / (√v + ε), v the sum of all g²."""
    lines = ("v.addcmul_(g, g)", "torch.sqrt(v, out=s)", "s.add_(eps)", "torch.div(g, s, out=s)", "p.addcmul_(s, step)")
    return UpdateRule(
        (*_decayed(uses), *lines),
        lambda o, t: {
            "step": -o["lr"] / (1 + (t - 1) * o["lr_decay"]) if uses["lr_decay"] else -o["lr"],
            "eps": o["eps"],
            "weight_decay": o["weight_decay"],
        },
        {"v": "sum"},
    )


def adadelta(uses: Mapping[str, bool]) -> UpdateRule:
    """√(u + ε) / √(v + ε) · g, v the mean of g², u that of the squared updates."""
    lines = (
        "torch.mul(g, g, out=s)",
        "v.lerp_(s, w)",
        "torch.add(u, eps, out=s)",
        "torch.add(v, eps, out=s2)",
        "s.div_(s2)",
        "s.sqrt_()",
        "g.mul_(s)",
        "p.addcmul_(g, step)",
        "g.square_()",
        "u.lerp_(g, w)",
    )
    return UpdateRule(
        (*_decayed(uses), *lines),
        lambda o, t: {"step": -o["lr"], "w": 1 - o["rho"], "eps": o["eps"], "weight_decay": o["weight_decay"]},
        {"v": "square_avg", "u": "acc_delta"},
    )


def rprop(uses: Mapping[str, bool]) -> UpdateRule:
    """A step size a parameter, longer while the gradient keeps its sign; after a change of sign no step."""
    lines = (
        "torch.mul(g, last, out=s)",
        "torch.gt(s, zero, out=up)",
        "torch.lt(s, zero, out=down)",
        "torch.where(up, eta_plus, one, out=s)",
        "torch.where(down, eta_minus, s, out=s2)",
        "size.mul_(s2)",
        "size.clamp_(1e-6, 50)",
        "g.masked_fill_(down, 0)",
        "torch.sign(g, out=s)",
        "p.addcmul_(s, size, value=-1)",
        "last.copy_(g)",
    )
    return UpdateRule(
        lines,
        lambda o, t: {"eta_plus": o["eta_plus"], "eta_minus": o["eta_minus"], "zero": 0.0, "one": 1.0},
        {"last": "prev", "size": "step_size"},
        {"size": "lr"},
    )
