"""The command `search`: settings are looked for with Optuna, which also keeps the study and stops what is hopeless.

A study in a storage can be stopped, continued, shared by several processes, and watched with Optuna's own tools.
"""

from __future__ import annotations

import argparse
import json
import math
import shlex
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.commands import EXIT_INTERRUPTED
from app.components.choice import read_number
from app.headless import Start, check_device, interrupts, read_count, read_start
from app.progress import Progress, counted
from app.running.many import trained_epochs
from app.text import UserError, first_line
from app.training.config import FIELDS_BY_KEY, Config
from app.training.grid import cells, check_can_vary, check_values, read_range, read_variation
from app.training.sampling import resampled
from app.training.settings import from_dict, is_known
from app.training.trainer import Trainer

REPORTS = 20
"""How often at most a trial says how it is doing: each is a row in the storage."""

Suggest = Callable[[Any], object]
"""From a trial to the value it shall try."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What the best experiment is: the least loss or the greatest score, on the test points if there are any."""

    is_loss: bool

    @property
    def direction(self) -> str:
        """As Optuna calls it."""
        return "minimize" if self.is_loss else "maximize"

    def of(self, train_loss: float, test_loss: float, score: float) -> float:
        """Return the figure that counts."""
        loss = train_loss if math.isnan(test_loss) else test_loss
        return loss if self.is_loss else score


def search(arguments: argparse.Namespace) -> int:
    """Run the command `search` and return the exit status.

    Raises
    ------
    UserError
        If something asked for is not possible.
    """
    optuna = _optuna()
    start = read_start(arguments)
    base = start.experiment
    space = dict(read_space(text, base.config) for text in arguments.vary)
    if not space:
        raise UserError("There is nothing to look for: add --vary KEY=LOW..HIGH or --vary KEY=V1,V2,….")
    goal = Goal(arguments.by == "loss")
    if goal.is_loss and "loss" in space:
        raise UserError("Different losses cannot be compared: add --by score.")
    n_trials = read_count(arguments.trials, "--trials")
    check_device(base.config)
    study = _study(optuna, arguments, goal)
    progress = Progress(n_trials)
    n_before = len(study.trials)
    with interrupts() as interrupted:

        def report(study: Any, _trial: Any) -> None:
            n_done = len(study.trials) - n_before
            progress.show(n_done, f"{n_done} of {counted(n_trials, 'trial')}, {_best_text(study)}")
            if interrupted.is_set():
                study.stop()

        def objective(trial: Any) -> float:
            return _objective(trial, optuna, space, start, goal, interrupted.is_set)

        study.optimize(objective, n_trials=n_trials, callbacks=[report])
    progress.end(f"{counted(len(study.trials), 'trial')} in the study, {progress.seconds:.1f} s: {_best_text(study)}.")
    _print_result(study, arguments, start)
    return EXIT_INTERRUPTED if interrupted.is_set() else 0


def _optuna() -> Any:
    try:
        import optuna
    except ImportError:
        raise UserError("search needs Optuna: install it with pip install .[search].") from None
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna


def _study(optuna: Any, arguments: argparse.Namespace, goal: Goal) -> Any:
    """Return the study, begun or found again."""
    seed = int(read_number(arguments.seed, "--seed")) if arguments.seed is not None else None
    samplers = optuna.samplers
    sampler = (samplers.RandomSampler if arguments.sampler == "random" else samplers.TPESampler)(seed=seed)
    pruner = optuna.pruners.NopPruner() if arguments.no_pruning else optuna.pruners.MedianPruner(n_warmup_steps=3)
    try:
        study = optuna.create_study(
            study_name=arguments.study, storage=arguments.storage, sampler=sampler, pruner=pruner,
            direction=goal.direction, load_if_exists=True,
        )  # fmt: skip
    except Exception as error:  # whatever a database raises
        raise UserError("The study cannot be opened: {reason}.", reason=first_line(error)) from None
    if study.direction.name.lower() != goal.direction:
        raise UserError("The study “{name}” looks for something else: leave --by as it was.", name=arguments.study)
    return study


def read_space(text: str, config: Config) -> tuple[str, Suggest]:
    """Read KEY=LOW..HIGH, KEY=LOW..HIGH:log or a list of values; whole numbers where the setting takes no others.

    Raises
    ------
    UserError
        If it is none of these, or a value does not suit the setting.
    """
    key, _, written = (part.strip() for part in text.partition("="))
    bounds = read_range(key, written)
    if bounds is None or bounds[2] not in ([], ["log"]):
        variation = read_variation(text)
        check_values(config, variation)
        if key in ("device", "dtype"):
            for cell in cells(config, [variation]):
                check_device(cell.config)
        return key, lambda trial: trial.suggest_categorical(key, variation.values)
    if not is_known(key):
        raise UserError("There is no setting “{name}”.", name=key)
    check_can_vary(key)
    low, high, more = bounds
    is_log = more == ["log"]
    if not low < high or (is_log and low <= 0):
        raise UserError("{name}: “{value}” is no range. Write it like 0..1 or 0.001..1:log.", name=key, value=written)
    for bound in (low, high):
        from_dict({key: f"{bound:.17g}"}, config)
    param = FIELDS_BY_KEY.get(key) or config.params().get(key)
    if param is not None and isinstance(param.default, int):
        return key, lambda trial: trial.suggest_int(key, int(low), int(high), log=is_log)
    return key, lambda trial: trial.suggest_float(key, low, high, log=is_log)


def _objective(
    trial: Any, optuna: Any, space: Mapping[str, Suggest], start: Start, goal: Goal, is_interrupted: Callable[[], bool]
) -> float:
    """Train one experiment; give up what the pruner calls hopeless, and what diverges."""
    base = start.experiment
    try:
        config = from_dict({key: str(suggest(trial)) for key, suggest in space.items()}, base.config)
    except UserError as error:  # values that do not go together
        raise optuna.TrialPruned(str(error)) from None
    trainer = Trainer(config, resampled(base.config, config, base.points))
    every = max(1, start.n_epochs // REPORTS)
    value = math.nan
    for outcome in trained_epochs([trainer], start.n_epochs, every):
        (result,) = outcome
        value = goal.of(result.train_loss, result.test_loss, result.score)
        if not result.is_finished or not math.isfinite(value):
            raise optuna.TrialPruned("diverged")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a step reported twice
            trial.report(value, trainer.epoch)
        if is_interrupted() or trial.should_prune():
            raise optuna.TrialPruned
    return value


def _best(study: Any) -> Any:
    """Return the best trial, None if none was trained to its end."""
    try:
        return study.best_trial
    except ValueError:
        return None


def _best_text(study: Any) -> str:
    best = _best(study)
    return "none to its end yet" if best is None else f"best {best.value:.6g}"


def _print_result(study: Any, arguments: argparse.Namespace, start: Start) -> None:
    best = _best(study)
    states: dict[str, int] = {}
    for trial in study.trials:
        states[trial.state.name.lower()] = states.get(trial.state.name.lower(), 0) + 1
    if arguments.json:
        shown = {"best": None if best is None else {"value": best.value, "settings": best.params}, "trials": states}
        print(json.dumps(shown, ensure_ascii=False))
    elif best is not None:
        print("\n".join(f"{key} = {value}" for key, value in best.params.items()))
        print("Train it with: " + _command(arguments, best.params, start.n_epochs))


def _command(arguments: argparse.Namespace, settings: Mapping[str, object], n_epochs: int) -> str:
    """Return the command that trains the best experiment."""
    changes: Sequence[str] = [*arguments.set, *(f"{key}={value}" for key, value in settings.items())]
    words = ["python", "main.py", "train", arguments.what, "--epochs", str(n_epochs)]
    words += [] if arguments.data is None else ["--data", str(arguments.data)]
    for change in changes:
        words += ["--set", change]
    return shlex.join(words)
