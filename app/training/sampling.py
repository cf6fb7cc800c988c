"""From a configuration to the points it starts with. No torch."""

from app.data import datasets
from app.data.points import Points
from app.training.config import Config


def sample(config: Config) -> Points:
    """Return the points of the configuration's data set, split in training and test points.

    The same configuration always gives the same points; the data set "own" has none.
    """
    entry = datasets.BY_KEY.get(config.dataset)
    if entry is None:
        return Points.empty(config.task.n_inputs)
    points = datasets.make_points(entry, config.n_points, config.noise, config.n_classes, config.data_seed)
    return points.split(config.test_ratio, config.data_seed)
