"""Optimizers that can be chosen."""

from dataclasses import dataclass

from app.components.choice import Choice, Param, by_key
from app.text import QT_TRANSLATE_NOOP as _N


@dataclass(frozen=True, slots=True, kw_only=True)
class Optimizer(Choice):
    """An optimizer; `rule` is where its kernel calls for the fast engine live, "" if only the reference loop has it."""

    rule: str = ""


_WEIGHT_DECAY = Param("weight_decay", _N("choices", "weight decay"), 0.0, 0, 10, live=True,
                      help=_N("choices", "PyTorch's own: adds weight decay · w to every gradient, biases included."))  # fmt: skip
_DECOUPLED = Param("weight_decay", _N("choices", "weight decay"), 0.01, 0, 10, live=True,
                   help=_N("choices", "Shrinks every parameter by learning rate · weight decay, apart from the gradient."))  # fmt: skip
_BETAS = (
    Param("beta1", "β1", 0.9, 0, 0.999999, live=True, argument="betas", help=_N("choices", "Memory of the mean gradient.")),
    Param("beta2", "β2", 0.999, 0, 0.999999, live=True, argument="betas", help=_N("choices", "Memory of the squared gradient.")),
)  # fmt: skip


def _eps(default: float) -> Param:
    return Param("eps", "ε", default, 1e-20, 1, log=True, live=True, help=_N("choices", "Prevents a division by zero."))


_AMSGRAD = Param("amsgrad", "AMSGrad", False, help=_N("choices", "Never forgets the largest squared gradient."))

OPTIMIZERS: tuple[Optimizer, ...] = (
    Optimizer(key="gradient_descent", label=_N("choices", "Gradient descent by hand"), source="app.components.descent:GradientDescent", rule="app.components.update_rules:gradient_descent",
              help=_N("choices", "w − learning rate · gradient, a product and a difference, as written on the board.")),
    Optimizer(key="sgd", label="SGD", source="app.components.descent:sgd", rule="app.components.update_rules:sgd",
              params=(Param("momentum", _N("choices", "momentum"), 0.0, 0, 0.9999, live=True,
                            help=_N("choices", "How much of the last update goes on.")),
                      Param("nesterov", "Nesterov", False, live=True, help=_N("choices", "Looks ahead along the momentum; needs a momentum above 0.")),
                      _WEIGHT_DECAY),
              help=_N("choices", "PyTorch's gradient descent, with momentum if wanted.")),
    Optimizer(key="adam", label="Adam", source="torch.optim:Adam", rule="app.components.update_rules:adam", params=(*_BETAS, _eps(1e-8), _WEIGHT_DECAY, _AMSGRAD),
              help=_N("choices", "Each parameter has its own step size, from the mean and the square of its gradients.")),
    Optimizer(key="adamw", label="AdamW", source="torch.optim:AdamW", rule="app.components.update_rules:adamw", params=(*_BETAS, _eps(1e-8), _DECOUPLED, _AMSGRAD),
              help=_N("choices", "Adam with weight decay apart from the gradient.")),
    Optimizer(key="rmsprop", label="RMSprop", source="torch.optim:RMSprop", rule="app.components.update_rules:rmsprop",
              params=(Param("alpha", "α", 0.99, 0, 0.999999, live=True, help=_N("choices", "Memory of the squared gradient.")),
                      _eps(1e-8),
                      Param("momentum", _N("choices", "momentum"), 0.0, 0, 0.9999, help=_N("choices", "How much of the last update goes on.")),
                      Param("centered", _N("choices", "centred"), False, help=_N("choices", "Divides by the variance in place of the mean square.")),
                      _WEIGHT_DECAY),
              help=_N("choices", "Divides each gradient by its recent size.")),
    Optimizer(key="adagrad", label="Adagrad", source="torch.optim:Adagrad", rule="app.components.update_rules:adagrad",
              params=(Param("lr_decay", _N("choices", "rate decay"), 0.0, 0, 1, live=True, help=_N("choices", "The rate is divided by 1 + rate decay · updates.")),
                      _eps(1e-10), _WEIGHT_DECAY),
              help=_N("choices", "Divides each gradient by the size of all before: steps shrink.")),
    Optimizer(key="adadelta", label="Adadelta", source="torch.optim:Adadelta", rule="app.components.update_rules:adadelta",
              params=(Param("rho", "ρ", 0.9, 0, 0.999999, live=True, help=_N("choices", "Memory of squared gradients and squared updates.")),
                      _eps(1e-6), _WEIGHT_DECAY),
              help=_N("choices", "Sets its own step size; try a learning rate of 1.")),
    Optimizer(key="rprop", label="Rprop", source="torch.optim:Rprop", rule="app.components.update_rules:rprop",
              params=(Param("eta_minus", "η-", 0.5, 0.01, 0.99, live=True, argument="etas", help=_N("choices", "Factor for the step when the gradient changed its sign.")),
                      Param("eta_plus", "η+", 1.2, 1.01, 10, live=True, argument="etas", help=_N("choices", "Factor for the step when the gradient kept its sign."))),
              help=_N("choices", "Looks only at the sign of the gradient; for full batches.")),
    Optimizer(key="lbfgs", label="L-BFGS", source="app.components.descent:LBFGS",
              params=(Param("max_iter", _N("choices", "iterations per update"), 20, 1, 200, help=_N("choices", "Inner iterations of one update.")),
                      Param("history_size", _N("choices", "memory"), 10, 1, 200, help=_N("choices", "Past updates that shape the curvature.")),
                      Param("line_search_fn", _N("choices", "line search"), "none", options=(_N("choices", "none"), "strong_wolfe"),
                            help=_N("choices", "strong_wolfe looks for a good step along each direction."))),
              help=_N("choices", "A quasi-Newton method; for full batches, try a learning rate of 1.")),
)  # fmt: skip

BY_KEY = by_key(OPTIMIZERS)
