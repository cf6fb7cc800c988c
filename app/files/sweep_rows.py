"""The columns of a sweep's table and its rows, whoever trained the experiments."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence

from app.components.losses import Head
from app.data.points import Points
from app.running.wall_snapshot import WallFrame
from app.training.config import Config
from app.training.grid import Grid


def score_name(head: Head) -> str:
    """Return what the column of the score is called."""
    return "r2" if head is Head.VALUE else "accuracy"


def table_header(keys: Sequence[str], score: str) -> list[str]:
    """Return the names of the columns; `keys` are the varied settings."""
    return [*keys, "seed", "epochs", "train_loss", "test_loss", score, "seconds", "finished"]


def table_row(
    key: Sequence[str], epochs: int, figures: Iterable[float], seconds: float | None, is_finished: bool
) -> list[str]:
    """Return the cells of an experiment: figures with all their digits, none for one that is no finite number.

    Parameters
    ----------
    key
        The values of the varied settings, and the seed.
    figures
        Train loss, test loss and score.
    seconds
        None where they are not known.
    """
    return [
        *key,
        str(epochs),
        *(repr(float(figure)) if math.isfinite(figure) else "" for figure in figures),
        "" if seconds is None else f"{seconds:.4g}",
        "yes" if is_finished else "no",
    ]


def write_grid(grid: Grid, frame: WallFrame) -> bytes:
    """Return the table of a grid at one moment, as a sweep writes it, but without the seconds.

    As there, what has not diverged counts as finished after the epochs it has.
    """
    config = grid.cells[0].config
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table_header([variation.key for variation in grid.variations], score_name(config.head)))
    for number, cell in enumerate(grid.cells):
        divergence = frame.divergences[number]
        figures = (frame.train_losses[number], frame.test_losses[number], frame.scores[number])
        epochs = frame.epoch if divergence is None else divergence.step // _batches(cell.config, grid.points[number])
        writer.writerow(table_row((*cell.values, str(cell.seed)), epochs, figures, None, divergence is None))
    return text.getvalue().encode("utf-8")


def _batches(config: Config, points: Points) -> int:
    """Return how many updates an epoch has."""
    return -(-points.n_train // (config.batch_size or points.n_train))
