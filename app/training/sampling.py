"""From a configuration to the points it starts with. No torch."""

from app.data import datasets
from app.data.formulas import FORMULA
from app.data.points import Points
from app.training.config import Config


def sample(config: Config) -> Points:
    """Return the points of the configuration's data set, split in training and test points.

    The same configuration always gives the same points; the data set "own" has none.

    Raises
    ------
    UserError
        If the data set is a formula that is a finite number almost nowhere.
    """
    entry = config.data_set
    if entry is None:
        return Points.empty(config.task.n_inputs)
    points = datasets.make_points(entry, config.n_points, config.noise, config.n_classes, config.data_seed)
    return points.split(config.test_ratio, config.data_seed)


def drawn_with(config: Config) -> tuple[object, ...]:
    """Return everything that decides which points `sample` draws, but not how they are split."""
    entry = config.data_set
    return (
        config.task,
        config.dataset,
        config.n_points,
        config.noise,
        config.data_seed,
        config.n_classes if entry is not None and entry.has_classes else 0,
        (config.formula, config.formula_low, config.formula_high) if config.dataset == FORMULA else None,
    )


def resampled(old: Config, new: Config, points: Points) -> Points:
    """Return the points that go with a changed configuration: the same ones unless it says how they are drawn or split.

    Own points are never drawn, but split anew with another test share, or with another seed of that share.
    """
    is_own = new.data_set is None and old.task is new.task
    if drawn_with(old) != drawn_with(new) and not is_own:
        return sample(new)
    is_reseeded = new.test_ratio > 0 and old.data_seed != new.data_seed  # without a share, the marks are a person's
    is_same = old.test_ratio == new.test_ratio and not is_reseeded
    return points if is_same else points.split(new.test_ratio, new.data_seed)


def data_key(config: Config) -> tuple[object, ...]:
    """Return what says which points an experiment of a grid has: the same key, the same points."""
    return (*drawn_with(config), config.test_ratio)
