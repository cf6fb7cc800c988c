"""Optuna's study of a search in its storage: opened, held against the search that continues it, its errors told."""

from __future__ import annotations

import argparse
import contextlib
import json
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from app.arguments import Start
from app.components.choice import read_number
from app.files.provenance import differing, in_common, told
from app.text import UserError, first_line

OPEN_SECONDS = (0.2, 0.5, 1)
"""How long to wait before a study is opened again."""

NOTE = "settings"
"""The attribute of a study that says what all its trials have in common."""

MAX_SEED = 2**32 - 1
"""NumPy's, with which Optuna draws."""


def open_study(optuna: Any, arguments: argparse.Namespace, direction: str, n_warmup_epochs: int) -> Any:
    """Return the study that the command `search` asks for, begun or found again.

    Parameters
    ----------
    direction
        What it is to do with its figure, "minimize" or "maximize".
    n_warmup_epochs
        Before that epoch no trial is given up as hopeless.

    Raises
    ------
    UserError
        If it cannot be opened, or goes in the other direction.
    """
    storage = arguments.storage
    if storage is not None and "://" not in storage:
        raise UserError("--storage “{text}” is not a URL: write a file like sqlite:///study.db.", text=storage)
    seed = _read_seed(arguments.seed) if arguments.seed is not None else None
    samplers = optuna.samplers
    sampler = (samplers.RandomSampler if arguments.sampler == "random" else samplers.TPESampler)(seed=seed)
    pruner = (
        optuna.pruners.NopPruner()
        if arguments.no_pruning
        else optuna.pruners.MedianPruner(n_warmup_steps=n_warmup_epochs)
    )
    study = _opened(
        lambda: optuna.create_study(
            study_name=arguments.study, storage=storage, sampler=sampler, pruner=pruner,
            direction=direction, load_if_exists=True,
        )
    )  # fmt: skip
    if study.direction.name.lower() != direction:
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
    number = read_number(text, "--seed", is_whole=True)
    if not 0 <= number <= MAX_SEED:
        raise UserError("--seed: “{text}” is not a whole number from 0 to {most}.", text=text.strip(), most=MAX_SEED)
    return int(number)


@contextlib.contextmanager
def storage_errors(name: str) -> Iterator[None]:
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


def check_study(study: Any, space: Mapping[str, Any], start: Start, metric: str) -> None:
    """Note what the trials of a new study have in common; raise `UserError` if those of an old one have something else.

    A study without a note, from elsewhere, is trusted.

    Parameters
    ----------
    metric
        What the figure is called that counts.
    """
    config = start.experiment.config
    common = {"vary": sorted(space), "epochs": start.n_epochs, **in_common(start.experiment, list(space))}
    common["seed"] = config.seed
    now = json.loads(json.dumps(common))  # as it is read again
    before, trials = study.user_attrs.get(NOTE), study.trials
    if before is None and not trials:
        study.set_user_attr(NOTE, now)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Optuna calls it experimental
            study.set_metric_names([metric])
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
