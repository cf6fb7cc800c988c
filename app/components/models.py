"""Models that can be chosen. Each sees the features of a point and gives logits or a value."""

from dataclasses import dataclass

from app.components.choice import Choice, Param, by_key
from app.components.losses import Head
from app.data.tasks import Task
from app.text import QT_TRANSLATE_NOOP as _N

_REGRESSION = (Task.REGRESSION_1D, Task.REGRESSION_2D)
_CLASSIFICATION = (Task.CLASSIFICATION_1D, Task.CLASSIFICATION_2D)


@dataclass(frozen=True, slots=True, kw_only=True)
class Model(Choice):
    """A model: the tasks it fits and the heads it can have; the first that the loss judges is taken."""

    tasks: tuple[Task, ...]
    heads: tuple[Head, ...]
    has_layers: bool = False


_BIAS = Param("bias", _N("choices", "bias"), True, help=_N("choices", "Whether the model has a constant term."))

MODELS: tuple[Model, ...] = (
    Model(key="linear", label=_N("choices", "Linear"), source="torch.nn:Linear", tasks=_REGRESSION, heads=(Head.VALUE,),
          params=(_BIAS,),
          help=_N("choices", "A straight line or plane: y = w·x + b.")),
    Model(key="polynomial", label=_N("choices", "Polynomial"), source="torch.nn:Linear", tasks=(Task.REGRESSION_1D,), heads=(Head.VALUE,),
          params=(Param("degree", _N("choices", "degree"), 2, 1, 10,
                        help=_N("choices", "The highest power of x.")), _BIAS),
          help=_N("choices", "A linear model of the powers of x.")),
    Model(key="logistic", label=_N("choices", "Logistic"), source="torch.nn:Linear", tasks=_CLASSIFICATION, heads=(Head.BINARY,),
          params=(_BIAS,),
          help=_N("choices", "Two classes: probability = sigmoid(w·x + b).")),
    Model(key="softmax", label="Softmax", source="torch.nn:Linear", tasks=_CLASSIFICATION, heads=(Head.MULTICLASS,),
          params=(_BIAS,),
          help=_N("choices", "One linear score per class, softmax turns them into probabilities.")),
    Model(key="mlp", label=_N("choices", "Multilayer perceptron"), source="app.components.networks:MLP",
          tasks=tuple(Task), heads=(Head.VALUE, Head.BINARY, Head.MULTICLASS), has_layers=True,
          help=_N("choices", "Layers of neurons, each a linear map followed by an activation.")),
)  # fmt: skip

BY_KEY = by_key(MODELS)


def choose_head(model: Model, heads: tuple[Head, ...], task: Task, n_classes: int) -> Head | None:
    """Return the head that a model takes for a loss that judges `heads`, None if they do not go together."""
    for head in model.heads:
        fits_task = (head is not Head.VALUE) == task.is_classification
        if fits_task and head in heads and (head is not Head.BINARY or n_classes == 2):
            return head
    return None
