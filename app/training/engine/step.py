"""One update of stacked models as kernel calls: forward, loss, backward, penalty, optimizer.

Names in the calls: a batch's inputs `x` and, points first, `xt`; its targets `y`; the models' outputs `o`. All parameters
`p`, their gradients `g`; `shown`, where those of the `newest` update go if the optimizer changes them. Of a layer, its
number behind (w_0): weights `w`, without the biases and transposed `v`; sums `z`, activations `a`, these over a row of ones
`b`, points first `bt`; gradients by the sums `d`, by the weights `g`; room `s`. Points stand side by side in the last
dimension: (models, neurons, points).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

import torch
from torch import Tensor

from app.components import activations, losses
from app.components.update_rules import UpdateRule
from app.training.config import Config
from app.training.engine.layout import Layout

BATCH = ("x", "xt", "y", "o")
"""Names whose tensors change from update to update."""

ONE_STEP = "one_step = float(step)"
"""Before the first update: torch is quicker with a number than with a tensor of one."""

Tensors = dict[str, Tensor]


def flat_tensors(layout: Layout, rule: UpdateRule) -> Tensors:
    """Return parameters, gradients, the optimizer's memory and its room to compute in, each (layout.size,)."""
    floats = {name: layout.zeros(layout.size) for name in ("p", "g", "s", "s2", *rule.memory)}
    return floats | {name: layout.zeros(layout.size, dtype=torch.bool) for name in ("up", "down")}


def batch_tensors(layout: Layout, flat: Tensors, n_points: int) -> Tensors:
    """Return the layers' views of parameters and gradients, and their room for a batch of `n_points`."""
    tensors = flat | {"one": layout.zeros() + 1, "r": layout.zeros(layout.n_models, 1, n_points)}
    blocks = zip(layout.blocks(flat["p"]), layout.blocks(flat["g"]), layout.layers, strict=True)
    for i, (weights, gradients, (outputs, inputs, _)) in enumerate(blocks):
        over_ones = layout.zeros(layout.n_models, outputs + 1, n_points) + 1
        rooms = {name: layout.zeros(layout.n_models, outputs, n_points) for name in "zds"}
        own = {"w": weights, "v": weights[:, :, :inputs].mT, "g": gradients, **rooms}
        own |= {"a": over_ones[:, :outputs], "b": over_ones, "bt": over_ones.mT}
        tensors |= {f"{name}_{i}": tensor for name, tensor in own.items()}
    return tensors


def forward_and_backward(configs: Sequence[Config], layout: Layout, tensors: Tensors) -> list[str]:
    """Return the calls that fill `o` and, but for the loss's factor, `g`; adds the views they need to `tensors`."""
    last = len(layout.layers) - 1
    between = [_activation_calls(configs, layer, tensors) for layer in range(last)]
    forward: list[str] = []
    backward: list[str] = []
    for i in range(last + 1):
        forward.append(f"torch.bmm(w_{i}, {f'b_{i - 1}' if i else 'x'}, out={f'z_{i}' if i < last else 'o'})")
        forward += between[i][0] if i < last else []
    for i in reversed(range(last + 1)):
        backward.append(f"torch.bmm(d_{i}, {f'bt_{i - 1}' if i else 'xt'}, out=g_{i})")
        backward += [f"torch.bmm(v_{i}, d_{i}, out=d_{i - 1})", *between[i - 1][1]] if i else []
    return forward + _loss_calls(configs[0], layout) + backward


def _activation_calls(configs: Sequence[Config], layer: int, tensors: Tensors) -> tuple[list[str], list[str]]:
    """Return a hidden layer's calls, forward and backward; neighbouring models of one activation share them."""
    forward: list[str] = []
    backward: list[str] = []
    needs_sums = any("{z}" in activations.BY_KEY[config.activations[layer]].backward for config in configs)
    if not needs_sums and tensors[f"a_{layer}"].is_contiguous():
        tensors[f"z_{layer}"] = tensors[f"a_{layer}"]  # overwritten, as nobody asks for them again
    start = 0
    for key, group in groupby(config.activations[layer] for config in configs):
        end = start + len(list(group))
        names = {name: f"{name}_{layer}" for name in "zads"}
        if end - start < len(configs):
            tensors |= {f"{full}_{start}": tensors[full][start:end] for full in names.values()}
            names = {name: f"{full}_{start}" for name, full in names.items()}
        entry = activations.BY_KEY[key]
        fields = {**configs[start].arguments("activation", entry), **names}
        forward += _filled(entry.forward, fields)
        backward += _filled(entry.backward, fields)
        start = end
    return forward, backward


def _loss_calls(config: Config, layout: Layout) -> list[str]:
    last = len(layout.layers) - 1
    names = {
        "o": "o",
        "y": "y",
        "d": f"d_{last}",
        "s": f"s_{last}",
        "r": "r",
        "one": "one",
        "k": layout.layers[last][0],
    }
    gradient = losses.BY_KEY[config.loss].gradient[config.head]
    return _filled(gradient, {**config.arguments("loss"), **names})


def _filled(text: str, fields: Mapping[str, object]) -> list[str]:
    return text.format(**fields).split("; ") if text else []


def update(rule: UpdateRule, penalties: Mapping[str, Tensor], is_scaled: bool, is_one_step: bool) -> list[str]:
    """Return the calls that turn `g` into new parameters.

    Parameters
    ----------
    penalties
        The rates "l1" and "l2" that are in use.
    is_scaled
        Whether the loss's factor is already in the rule's `step`.
    is_one_step
        Whether `ONE_STEP` goes before them.
    """
    lines = rule.lines
    if is_one_step:
        lines = tuple(re.sub(r"p\.addcmul_\((\w+), step\)", r"p.add_(\1, alpha=one_step)", line) for line in lines)
    return [
        *([] if is_scaled else ["g.mul_(scale)"]),
        *(["torch.sign(p, out=s)", "g.addcmul_(s, l1)"] if "l1" in penalties else []),
        *(["g.addcmul_(p, l2)"] if "l2" in penalties else []),
        *(["if number == newest:", "    shown.copy_(g)"] if changes_gradients(rule) else []),
        *lines,
    ]


def changes_gradients(rule: UpdateRule) -> bool:
    """Return whether an optimizer computes in the room of the gradients, so that they are lost."""
    return any(line.startswith("g.") or line.endswith("out=g)") for line in rule.lines)


def used(lines: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return those of the names that stand in the calls."""
    words = set(re.findall(r"\w+", "\n".join(lines)))
    return [name for name in names if name in words]
