"""The command `sweep`: a grid of experiments, each a row of a table; stopped and begun again as one likes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Container, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from pathlib import Path

from app.arguments import check_device, check_varied, read_base, read_count
from app.cluster import Cluster
from app.commands import EXIT_INTERRUPTED
from app.data.points import Points
from app.executors import ThisProcess, Workplace, workplace
from app.files.experiments import Experiment
from app.files.provenance import MAX_TOLD, in_common
from app.files.sweep_rows import score_name
from app.files.sweep_table import Key, SweepTable
from app.progress import Progress, counted
from app.running.jobs import Job, Outcome, job_size, jobs, train_job
from app.text import UserError, first_line
from app.training.config import Config
from app.training.grid import Cell, Variation, cells, check_can_vary, comparable, count_cells, read_variation
from app.training.sampling import data_key, resampled
from app.training.settings import from_dict

MOST_CHECKED = 2000
"""Combinations that are tried before the first is trained, at most: each takes a fraction of a millisecond."""
DATA_KEYS = 8
"""Samples kept while cells are made, so that experiments on the same points share them."""
LISTEN_SECONDS = 0.5
"""How long to wait for jobs until workers are counted again."""
_ALIKE = "All machines need the same version of Gradient Playground, of Python and of the packages."


def sweep(arguments: argparse.Namespace) -> int:
    """Run the command `sweep` and return the exit status.

    Raises
    ------
    UserError
        If something asked for is not possible.
    """
    start = read_base(arguments)
    base, n_epochs = start.experiment, start.n_epochs
    variations = [read_variation(text) for text in arguments.vary]
    n_seeds, n_workers = read_count(arguments.seeds, "--seeds"), read_count(arguments.workers, "--workers")
    check_device(base.config)
    _check_values(base.config, variations)
    from_dict({"seed": base.config.seed + n_seeds - 1})  # the last one
    total = count_cells(variations, n_seeds)
    keys = [each.key for each in variations]
    with SweepTable(arguments.out, keys, score_name(base.config.head), n_epochs, in_common(base, keys)) as table:
        if table.damaged:
            _say_damaged(arguments.out, table)
        left = _Left(base, variations, n_seeds, table)
        n_done = n_before = _count_done(table, variations, range(base.config.seed, base.config.seed + n_seeds))
        progress = Progress(total - n_before)
        try:
            with workplace(n_workers, arguments.scheduler) as place:
                size = job_size(total - n_before, max(1, place.room // 2))

                def report(n_more: float = 0) -> None:
                    progress.show(n_done - n_before + n_more, f"{n_done} of {counted(total, 'experiment')}")

                report()
                for outcomes in _outcomes(place, jobs(left, n_epochs, size), report, progress.say):
                    for outcome in outcomes:
                        table.add(left.keys.pop(outcome.number), outcome)
                        n_done += 1
                    report()
        except KeyboardInterrupt:
            progress.say(f"Interrupted after {n_done} of {counted(total, 'experiment')}; the same command continues.")
            return EXIT_INTERRUPTED
        progress.say(f"{counted(n_done, 'experiment')} in {arguments.out}, {progress.seconds:.1f} s.")
    return 0


def _check_values(config: Config, variations: Sequence[Variation]) -> None:
    """Refuse values that are not allowed, and what cannot be combined.

    Raises
    ------
    UserError
        At the first of them. Of many combinations those that are impossible are found on the way.
    """
    check_can_vary(config, [variation.key for variation in variations])
    for variation in variations:
        is_of_choice = "." in variation.key and variation.key not in config.params()  # of a choice that varies, too
        check_varied(config, variation, _beside(variation, variations) if is_of_choice else ())
    if count_cells(variations, 1) <= MOST_CHECKED:
        for _ in cells(config, variations):
            pass


def _beside(variation: Variation, variations: Sequence[Variation]) -> list[Variation]:
    """Return the other settings that vary, each with its first value."""
    return [Variation(other.key, other.values[:1]) for other in variations if other is not variation]


def _say_damaged(path: Path, table: SweepTable) -> None:
    lines = "line " if len(table.damaged) == 1 else "lines "
    lines += ", ".join(map(str, table.damaged[:MAX_TOLD])) + (", …" if len(table.damaged) > MAX_TOLD else "")
    print(f"{path}, {lines}: no result of an experiment. What is missing is trained again; the table as it was is kept in "
          f"{table.copy}.", file=sys.stderr)  # fmt: skip


def _count_done(table: SweepTable, variations: Sequence[Variation], seeds: Container[int]) -> int:
    """Return how many experiments of a grid the table has; it may have others, too."""
    allowed = [frozenset(comparable(each.key, value) for value in each.values) for each in variations]
    return sum(
        seed.isdecimal() and int(seed) in seeds and all(value in its for value, its in zip(key, allowed, strict=True))
        for *key, seed in table.done
    )


class _Left:
    """The experiments that the table does not have yet, each with its number and points."""

    def __init__(self, base: Experiment, variations: Sequence[Variation], n_seeds: int, table: SweepTable) -> None:
        self._base = base
        # What the points depend on changes most slowly: experiments on the same points are trained together.
        n_samples = [
            len({data_key(cell.config) for cell in cells(base.config, [each, *_beside(each, variations)])})
            for each in variations
        ]
        order = sorted(range(len(variations)), key=lambda place: n_samples[place] == 1)
        self._places = [order.index(place) for place in range(len(variations))]
        self._cells = cells(base.config, [variations[place] for place in order], n_seeds)
        self._table = table
        self.keys: dict[int, Key] = {}
        self._samples: dict[tuple[object, ...], Points] = {}

    def __iter__(self) -> Iterator[tuple[int, Config, Points]]:
        for number, cell in enumerate(self._cells):
            key = (*(cell.values[place] for place in self._places), str(cell.seed))
            if not self._table.has(key):
                self.keys[number] = key
                yield number, cell.config, self._points(cell)

    def _points(self, cell: Cell) -> Points:
        """Return the points of an experiment, the same object for the same data."""
        config = cell.config
        key = data_key(config)
        if key not in self._samples:
            while len(self._samples) >= DATA_KEYS:
                self._samples.pop(next(iter(self._samples)))
            self._samples[key] = resampled(self._base.config, config, self._base.points)
        return self._samples[key]


def _outcomes(
    place: Workplace, waiting: Iterator[Job], report: Callable[[float], None], say: Callable[[str], None]
) -> Iterator[list[Outcome]]:
    """Hand jobs out and give what comes of each as it comes.

    Parameters
    ----------
    report
        Told how many experiments are done of a job, where that is known.
    say
        Tells a person something.
    """
    under_way: set[Future[list[Outcome]]] = set()
    has_more, is_said, had_workers = True, False, not place.is_empty
    for difference in place.cluster.differences() if place.cluster is not None else ():
        say(f"{difference} Where that fails, install the same version.")
    while has_more or under_way:
        place.count()
        while has_more and len(under_way) < place.room:
            job = next(waiting, None)
            if job is None:
                has_more = False
            else:
                under_way.add(_begun(place.executor, job, report))
        if under_way and place.cluster is not None and place.is_empty and not is_said:
            say(_lack(place.cluster, had_workers))
        is_said, had_workers = place.is_empty, had_workers or not place.is_empty
        done, under_way = wait(under_way, LISTEN_SECONDS, FIRST_COMPLETED)
        for future in done:
            try:
                yield future.result()
            except UserError:
                raise
            except Exception as error:
                if place.cluster is not None and isinstance(error, ImportError | AttributeError | TypeError):
                    raise UserError("A worker of the cluster failed ({reason}). " + _ALIKE, reason=first_line(error)) from error  # fmt: skip
                raise UserError("An experiment could not be trained: {reason}.", reason=first_line(error)) from error


def _lack(cluster: Cluster, had_workers: bool) -> str:
    """Return the sentence on a cluster without workers."""
    if had_workers:
        return f"The cluster {cluster.address} has lost its workers; waiting for one. {_ALIKE}"
    return f"The cluster {cluster.address} has no workers; waiting for one."


def _begun(executor: Executor, job: Job, report: Callable[[float], None]) -> Future[list[Outcome]]:
    """Hand a job out; in this process it is done at once, and reports."""
    if not isinstance(executor, ThisProcess):
        return executor.submit(train_job, job)
    return executor.submit(train_job, job, lambda share: report(share * len(job.numbers)))
