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
import time
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.arguments import Start, check_device, check_varied, read_base, read_count, read_start
from app.commands import EXIT_INTERRUPTED
from app.components.choice import read_number
from app.data.points import Points
from app.files.sweep_table import differing, told
from app.interrupts import interrupts
from app.progress import Progress, counted
from app.running.many import Outcome, trained_epochs
from app.sweep import in_common
from app.text import UserError, first_line
from app.training.config import FIELDS_BY_KEY, Config
from app.training.grid import check_can_vary, read_range, read_variation
from app.training.sampling import resampled
from app.training.settings import from_dict, full_key
from app.training.trainer import Trainer

REPORTS = 20
"""How often at most a trial says how it is doing: each is a row in the storage."""

OPEN_SECONDS = (0.2, 0.5, 1)
"""How long to wait before a study is opened again."""

NOTE = "settings"
"""The attribute of a study that says what all its trials have in common."""

MAX_SEED = 2**32 - 1
"""NumPy's, with which Optuna draws."""


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
    start = read_base(arguments)
    base = start.experiment
    space = read_space(optuna.distributions, arguments.vary, base.config)
    goal = Goal(arguments.by == "loss")
    if goal.is_loss and "loss" in space:
        raise UserError("Different losses cannot be compared: add --by score.")
    n_trials = read_count(arguments.trials, "--trials")
    check_device(base.config)
    study = _study(optuna, arguments, goal)
    refused: list[str] = []
    with _storage_errors(arguments.study), interrupts() as interrupted:
        _check_study(study, space, start)
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
        raise UserError("search needs Optuna: install it with pip install .[search].") from None
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna


def _study(optuna: Any, arguments: argparse.Namespace, goal: Goal) -> Any:
    """Return the study, begun or found again."""
    storage = arguments.storage
    if storage is not None and "://" not in storage:
        raise UserError("--storage “{text}” is no URL: write a file like sqlite:///study.db.", text=storage)
    seed = _read_seed(arguments.seed) if arguments.seed is not None else None
    samplers = optuna.samplers
    sampler = (samplers.RandomSampler if arguments.sampler == "random" else samplers.TPESampler)(seed=seed)
    pruner = optuna.pruners.NopPruner() if arguments.no_pruning else optuna.pruners.MedianPruner(n_warmup_steps=3)
    study = _opened(
        lambda: optuna.create_study(
            study_name=arguments.study, storage=storage, sampler=sampler, pruner=pruner,
            direction=goal.direction, load_if_exists=True,
        )
    )  # fmt: skip
    if study.direction.name.lower() != goal.direction:
        raise UserError("The study “{name}” looks for something else: leave --by as it was.", name=arguments.study)
    return study


def _opened(open_study: Callable[[], Any]) -> Any:
    """Return a study; where its storage refuses, try again: another search may be making the same tables just now."""
    for seconds in (*OPEN_SECONDS, None):
        try:
            return open_study()
        except Exception as error:  # whatever a database raises
            if seconds is None or not any(hasattr(cause, "orig") for cause in _causes(error)):
                raise UserError("The study cannot be opened: {reason}. Is --storage right?", reason=_reason(error)) from None  # fmt: skip
        time.sleep(seconds)
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it was raised because of."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _read_seed(text: str) -> int:
    number = read_number(text, "--seed")
    if not 0 <= number <= MAX_SEED or not number.is_integer():
        raise UserError("--seed: “{text}” is no whole number from 0 to {most}.", text=text.strip(), most=MAX_SEED)
    return int(number)


@contextlib.contextmanager
def _storage_errors(name: str) -> Iterator[None]:
    """Turn what a database raises into a sentence."""
    try:
        yield
    except UserError:
        raise
    except Exception as error:
        raise UserError("The study “{name}” cannot be read or written any more: {reason}. Look whether its storage is still there and has room; the same command continues.", name=name, reason=_reason(error)) from error  # fmt: skip


def _reason(error: BaseException) -> str:
    """Return what a database said first: what is raised around it is more general, or has no text."""
    reasons = [first_line(error), *(str(getattr(cause, "orig", "")) for cause in _causes(error))]
    return [reason for reason in reasons if reason][-1].rstrip(".")


def _check_study(study: Any, space: Mapping[str, Any], start: Start) -> None:
    """Note what the trials of a new study have in common; raise `UserError` if those of an old one have something else.

    A study without a note, from elsewhere, is trusted.
    """
    config = start.experiment.config
    common = {"vary": sorted(space), "epochs": start.n_epochs, **in_common(start.experiment, list(space))}
    if "seed" not in space:
        common["seed"] = config.seed
    now = json.loads(json.dumps(common))  # as it is read again
    before, trials = study.user_attrs.get(NOTE), study.trials
    if before is None and not trials:
        study.set_user_attr(NOTE, now)
    elif isinstance(before, dict) and before != now:
        _refuse(study, before, now)
    for trial in trials:
        for key, distribution in space.items():
            other = trial.distributions.get(key, distribution)
            if _kind(other) != _kind(distribution):
                raise UserError("The study “{name}” has looked for {key} in {before}, which {now} does not continue: leave --vary as it was, or choose another --study.", name=study.study_name, key=key, before=_written(other), now=_written(distribution))  # fmt: skip


def _refuse(study: Any, before: Mapping[str, object], now: Mapping[str, object]) -> None:
    keys = differing(before, now)
    if "vary" in keys:  # and so other settings stand fast
        keys = ["vary"]
    raise UserError("The study “{name}” holds results for {before}, not for {now}. Choose another --study for these.", name=study.study_name, before=told(before, keys), now=told(now, keys))  # fmt: skip


def _kind(distribution: Any) -> object:
    """Return what a study does not let change from trial to trial; the bounds of a range may."""
    return type(distribution), getattr(distribution, "choices", None), getattr(distribution, "log", None)


def _written(distribution: Any) -> str:
    """Return a distribution as `--vary` has it."""
    if hasattr(distribution, "choices"):
        return ";".join(map(str, distribution.choices))
    return f"{distribution.low:g}..{distribution.high:g}{':log' if distribution.log else ''}"


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
    space = [_read_distribution(distributions, text, config) for text in texts]
    if not space:
        raise UserError("There is nothing to look for: add --vary KEY=LOW..HIGH or --vary KEY=V1,V2,….")
    if len(dict(space)) < len(space):
        raise UserError("A setting can vary only once.")
    return dict(space)


def _read_distribution(distributions: Any, text: str, config: Config) -> tuple[str, Any]:
    key, _, written = (part.strip() for part in text.partition("="))
    bounds = read_range(key, written)
    if bounds is None or bounds[2] not in ([], ["log"]):
        variation = read_variation(text)
        check_varied(config, variation)
        return variation.key, distributions.CategoricalDistribution(variation.values)
    key = full_key(key)
    check_can_vary(key)
    low, high, more = bounds
    is_log = more == ["log"]
    if not low < high or (is_log and low <= 0):
        raise UserError("{name}: “{value}” is no range. Write it like 0..1 or 0.001..1:log.", name=key, value=written)
    for bound in (low, high):
        from_dict({key: f"{bound:.17g}"}, config)
    param = FIELDS_BY_KEY.get(key) or config.params().get(key)
    if key == "hidden_sizes" or (param is not None and isinstance(param.default, int)):
        return key, distributions.IntDistribution(int(low), int(high), log=is_log)
    return key, distributions.FloatDistribution(low, high, log=is_log)


def _suggested(trial: Any, key: str, distribution: Any) -> object:
    """Return the value of a setting that a trial shall try."""
    if hasattr(distribution, "choices"):
        return trial.suggest_categorical(key, distribution.choices)
    suggest = trial.suggest_int if isinstance(distribution.low, int) else trial.suggest_float
    return suggest(key, distribution.low, distribution.high, log=distribution.log)


def _objective(
    trial: Any, optuna: Any, space: Mapping[str, Any], start: Start, goal: Goal, refused: list[str],
    is_interrupted: Callable[[], bool],
) -> float:  # fmt: skip
    """Train one experiment; give up what the pruner calls hopeless, and what diverges; note why one was `refused`."""
    base = start.experiment
    settings = {key: str(_suggested(trial, key, distribution)) for key, distribution in space.items()}
    try:
        config = from_dict(settings, base.config)
    except UserError as error:  # values that do not go together
        refused.append(str(error))
        raise optuna.TrialPruned(str(error)) from None
    value = math.nan
    for result in _trained(config, resampled(base.config, config, base.points), start.n_epochs):
        value = goal.of(result.train_loss, result.test_loss, result.score)
        if not result.is_finished or not math.isfinite(value):
            raise optuna.TrialPruned("diverged")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a step reported twice
            trial.report(value, result.epochs)
        if is_interrupted() or trial.should_prune():
            raise optuna.TrialPruned
    return value


def _trained(config: Config, points: Points, n_epochs: int) -> Iterator[Outcome]:
    """Train an experiment and yield now and then how it is doing."""
    try:
        for (outcome,) in trained_epochs([Trainer(config, points)], n_epochs, max(1, n_epochs // REPORTS)):
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
                  "to begin anew, open the file in the window, give it these settings, and press Again.")  # fmt: skip


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
