"""The table of a sweep where its file cannot be written."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.files.sweep_table import SweepTable
from app.running.many import Outcome
from app.text import UserError


@contextlib.contextmanager
def full_at(n_bytes: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes."""
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def add_rows(path: Path, n_rows: int) -> None:
    with SweepTable(path, [], "r2", 9, {}) as table:
        for seed in range(n_rows):
            table.add((str(seed),), Outcome(seed, 9, 0.25, 0.5, 0.75, 1.0, True))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no file")
def test_a_disk_that_is_full_is_told(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    with full_at(1000), pytest.raises(UserError, match=r"results\.csv cannot be written"):
        add_rows(path, 1000)
    before = path.read_bytes()
    whole = before[: before.rfind(b"\n") + 1]
    assert 3 < whole.count(b"\n") < 1000
    add_rows(path, 1)
    assert path.read_bytes().startswith(whole + b"0,9,")
