"""Our own model classes. They take plain arguments and know no configuration."""

from collections import OrderedDict
from collections.abc import Callable, Sequence

from torch import nn


class MLP(nn.Sequential):
    """A multilayer perceptron.

    Parameters
    ----------
    n_inputs, n_outputs
        Width of the first layer's input and of the last layer's output.
    hidden_sizes
        Neurons of each hidden layer; empty for a linear model.
    activations
        Makes the activation behind each hidden layer; as many as `hidden_sizes`.
    """

    def __init__(
        self, n_inputs: int, hidden_sizes: Sequence[int], activations: Sequence[Callable[[], nn.Module]], n_outputs: int
    ) -> None:
        layers: OrderedDict[str, nn.Module] = OrderedDict()
        for number, (size, activation) in enumerate(zip(hidden_sizes, activations, strict=True), 1):
            layers[f"hidden{number}"] = nn.Linear(n_inputs, size)
            layers[f"activation{number}"] = activation()
            n_inputs = size
        layers["output"] = nn.Linear(n_inputs, n_outputs)
        super().__init__(layers)
