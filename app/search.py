"""The command `search`: settings are looked for with Optuna, which also keeps the study and stops what is hopeless.

A study in a storage can be stopped, continued, shared by several processes, and watched with Optuna's own tools.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import math
import shlex
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.arguments import Start, check_device, check_varied, read_base, read_count, read_start
from app.commands import EXIT_INTERRUPTED
from app.data.points import Points
from app.files.sweep_rows import score_name
from app.interrupts import interrupts
from app.progress import Progress, counted
from app.running.jobs import Outcome, trained_epochs
from app.study import check_study, open_study, storage_errors
from app.text import UserError, first_line
from app.training.config import FIELDS_BY_KEY, Config
from app.training.grid import check_can_vary, read_key, read_range, read_variation
from app.training.sampling import resampled
from app.training.settings import from_dict, is_parameter_name
from app.training.trainer import Trainer

REPORTS = 20
"""How often at most a trial says how it is doing: each is a row in the storage."""
REPORTS_BEFORE_PRUNING = 3
"""Reports of a trial before it can be given up as hopeless: what is slow at first may become the best."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What the best experiment is: the least loss or the greatest score, on the test points if there are any."""

    is_loss: bool

    @property
    def direction(self) -> str:
        """As Optuna calls it."""
        return "minimize" if self.is_loss else "maximize"

    def name(self, start: Start) -> str:
        """Return what the figure that counts is called."""
        split = "test" if start.experiment.points.is_test.any() else "train"
        return f"{split}_{'loss' if self.is_loss else score_name(start.experiment.config.head)}"

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
    start = read_base(arguments)
    base = start.experiment
    space = read_space(optuna.distributions, arguments.vary, base.config)
    goal = Goal(arguments.by == "loss")
    if goal.is_loss and "loss" in space:
        raise UserError("Different losses cannot be compared: add --by score.")
    n_trials = read_count(arguments.trials, "--trials")
    check_device(base.config)
    study = open_study(optuna, arguments, goal.direction, REPORTS_BEFORE_PRUNING * _report_epochs(start.n_epochs) + 1)
    refused: list[str] = []
    with storage_errors(arguments.study), interrupts() as interrupted:
        check_study(study, space, start, goal.name(start))
        progress = Progress(n_trials)
        n_before = len(study.trials)

        def report(study: Any, _trial: Any) -> None:
            n_done = len(study.trials) - n_before
            progress.show(n_done, f"{n_done} of {counted(n_trials, 'trial')}, {_best_text(study)}")
            if interrupted.is_set():
                study.stop()

        def objective(trial: Any) -> float:
            return _objective(trial, optuna, space, start, goal, refused, interrupted.is_set)

        study.optimize(objective, n_trials=n_trials, callbacks=[report])
        sentence = f"{counted(len(study.trials), 'trial')} in the study, {progress.seconds:.1f} s: {_best_text(study)}."
        if 0 < len(refused) < n_trials:
            sentence += f" {counted(len(refused), 'trial')} could not be trained: {refused[-1]}"
        progress.say(sentence)
        _print_result(study, arguments, start)
    if len(refused) == n_trials:
        raise UserError(
            "No trial could be trained; give other values to --vary. The last one: {reason}", reason=refused[-1]
        )
    return EXIT_INTERRUPTED if interrupted.is_set() else 0


def _optuna() -> Any:
    try:
        import optuna
    except ImportError:
        raise UserError(
            'search needs Optuna: install it in the program\'s environment (.venv) with pip install -e ".[search]".'
        ) from None
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna


def read_space(distributions: Any, texts: Sequence[str], config: Config) -> dict[str, Any]:
    """Read where to look for settings, each KEY=LOW..HIGH, KEY=LOW..HIGH:log or a list of values.

    Parameters
    ----------
    distributions
        Optuna's module of this name.

    Returns
    -------
    dict
        Setting → distribution, of whole numbers where the setting takes no others.

    Raises
    ------
    UserError
        If a text is none of these, a value does not suit its setting, a setting is there twice, or there is none.
    """
    space: dict[str, Any] = {}
    texts = sorted(texts, key=lambda text: "." in read_key(text)[0])  # choices before their own settings
    for text in texts:
        key, written = read_key(text)
        space[key] = _read_distribution(distributions, key, written, _having(key, space, config))
    if not space:
        raise UserError("There is nothing to look for: add --vary KEY=LOW..HIGH or --vary KEY=V1,V2,….")
    check_can_vary(config, [read_key(text)[0] for text in texts])
    return space


def _having(key: str, space: Mapping[str, Any], config: Config) -> Config:
    """Return a configuration that has a choice's setting, if one of the choices that are looked at has it."""
    table = key.partition(".")[0]
    if table == key or table not in space:
        return config
    made = [from_dict({table: value}, config) for value in space[table].choices]
    return next((each for each in made if key in each.params()), made[0])


def _read_distribution(distributions: Any, key: str, written: str, config: Config) -> Any:
    bounds = read_range(key, written)
    if bounds is None or bounds[2] not in ([], ["log"]):
        variation = read_variation(f"{key}={written}")
        check_varied(config, variation)
        return distributions.CategoricalDistribution(variation.values)
    low, high, more = bounds
    is_log = more == ["log"]
    if not low < high or (is_log and low <= 0):
        raise UserError(
            "{name}: “{value}” is not a range. Write it like 0..1 or 0.001..1:log.", name=key, value=written
        )
    for bound in (low, high):
        from_dict({key: f"{bound:.17g}"}, config)
    param = FIELDS_BY_KEY.get(key) or config.params().get(key)
    if key == "hidden_sizes" or (param is not None and isinstance(param.default, int)):
        return distributions.IntDistribution(int(low), int(high), log=is_log)
    return distributions.FloatDistribution(low, high, log=is_log)


def _suggested(trial: Any, key: str, distribution: Any) -> object:
    """Return the value of a setting that a trial shall try."""
    if hasattr(distribution, "choices"):
        return trial.suggest_categorical(key, distribution.choices)
    suggest = trial.suggest_int if isinstance(distribution.low, int) else trial.suggest_float
    return suggest(key, distribution.low, distribution.high, log=distribution.log)


def _tried(trial: Any, space: Mapping[str, Any], config: Config) -> Config:
    """Return the configuration that a trial shall try; settings that its choices do not have are left out.

    Raises
    ------
    UserError
        If values do not go together.
    """
    settings: dict[str, str] = {}
    for key, distribution in space.items():  # choices before their own settings
        if "." not in key or is_parameter_name(key) or key in from_dict(settings, config).params():
            settings[key] = str(_suggested(trial, key, distribution))
    return from_dict(settings, config)


def _objective(
    trial: Any, optuna: Any, space: Mapping[str, Any], start: Start, goal: Goal, refused: list[str],
    is_interrupted: Callable[[], bool],
) -> float:  # fmt: skip
    """Train one experiment; give up what the pruner calls hopeless, and what diverges; note why one was `refused`."""
    base = start.experiment
    try:
        config = _tried(trial, space, base.config)
    except UserError as error:  # values that do not go together
        refused.append(str(error))
        raise _given_up(trial, optuna, str(error)) from None
    value, why = math.nan, ""
    for result in _trained(config, resampled(base.config, config, base.points), start.n_epochs):
        value = goal.of(result.train_loss, result.test_loss, result.score)
        if not result.is_finished or not math.isfinite(value):
            why = "diverged"
            break
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a step reported twice
            trial.report(value, result.epochs)
        if result.epochs == start.n_epochs:
            break
        why = "interrupted" if is_interrupted() else "hopeless" if trial.should_prune() else ""
        if why:
            break
    _note_figures(trial, config, result)
    if why:
        raise _given_up(trial, optuna, why)
    return value


def _given_up(trial: Any, optuna: Any, why: str) -> Exception:
    """Note why a trial ends early, for those who look at the study; return what ends it."""
    trial.set_user_attr("given_up", why)
    error: Exception = optuna.TrialPruned(why)
    return error


def _note_figures(trial: Any, config: Config, result: Outcome) -> None:
    """Note all figures of a trial, for those who look at the study."""
    figures = {"train_loss": result.train_loss, "test_loss": result.test_loss, score_name(config.head): result.score}
    for name, figure in figures.items():
        if math.isfinite(figure):
            trial.set_user_attr(name, figure)


def _report_epochs(n_epochs: int) -> int:
    """Return after how many epochs a trial says how it is doing, again and again."""
    return max(1, n_epochs // REPORTS)


def _trained(config: Config, points: Points, n_epochs: int) -> Iterator[Outcome]:
    """Train an experiment and yield now and then how it is doing."""
    try:
        for (outcome,) in trained_epochs([Trainer(config, points)], n_epochs, _report_epochs(n_epochs)):
            yield outcome
    except UserError:
        raise
    except Exception as error:
        raise UserError("An experiment could not be trained: {reason}.", reason=first_line(error)) from error


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
        changes = [*arguments.set, *(f"{key}={value}" for key, value in best.params.items())]
        print("Train it with: " + _command(arguments, changes, start.n_epochs))
        if epoch := _goes_on_from(arguments, changes):
            print(f"{arguments.what} is at epoch {epoch}, and this goes on from there, whereas the search began at epoch 0: "
                  "to start at epoch 0, open the file in the window, give it these settings, and press Again.")  # fmt: skip


def _command(arguments: argparse.Namespace, changes: Sequence[str], n_epochs: int) -> str:
    """Return the command that trains the best experiment."""
    words = ["python", "main.py", "train", arguments.what, "--epochs", str(n_epochs)]
    words += [] if arguments.data is None else ["--data", str(arguments.data)]
    for change in changes:
        words += ["--set", change]
    return shlex.join(words)


def _goes_on_from(arguments: argparse.Namespace, changes: Sequence[str]) -> int:
    """Return the epoch from which the command `train` would go on with these changes, 0 where it begins anew."""
    with contextlib.redirect_stderr(io.StringIO()):  # it tells if it begins anew
        start = read_start(argparse.Namespace(**{**vars(arguments), "set": changes}), goes_on=True)
    checkpoint = start.experiment.checkpoint
    return 0 if checkpoint is None else checkpoint.trainer.epoch
