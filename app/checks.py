"""Runs what must pass before a change is taken: ruff, mypy and all the tests. Standard library only."""

import subprocess
import sys
import time
from collections.abc import Sequence

from app.resources import ROOT

HELP = """usage: python main.py test [pytest arguments]

Run ruff check, ruff format --check, mypy and all the tests, slow ones included; arguments go to pytest."""


def run_tests(pytest_arguments: Sequence[str]) -> int:
    """Run ruff, mypy and all the tests, whatever fails on the way.

    Returns
    -------
    int
        pytest's status, or 1 if only another tool failed.
    """
    failed = [tool for tool in ("ruff check", "ruff format --check", "mypy") if not run_tool(tool)]
    extra = pytest_arguments[1:] if pytest_arguments[:1] == ["--"] else pytest_arguments
    # A plain pytest leaves the slow tests out (pyproject.toml); the empty -m takes them all.
    status = subprocess.run([sys.executable, "-m", "pytest", "-m", "", *extra], cwd=ROOT, check=False).returncode
    if failed:
        print(f"Failed before the tests: {', '.join(failed)}.", flush=True)
    return status or bool(failed)


def run_tool(tool: str) -> bool:
    """Run one tool over the project and sum it up in a line; whether it passed."""
    start = time.perf_counter()
    is_passed = subprocess.run([sys.executable, "-m", *tool.split()], cwd=ROOT, check=False).returncode == 0
    print(f"{tool}: {'passed' if is_passed else 'FAILED'} in {time.perf_counter() - start:.1f} s", flush=True)
    return is_passed
