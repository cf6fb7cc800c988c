"""pyqtgraph without what the window does not use: what is left out can still be had by its name."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

from app.gui.lean_import import WIDGETS

STARTED = """
import sys
import app.gui
import pyqtgraph
print(*sys.modules)
"""


@pytest.fixture(scope="module")
def at_start() -> set[str]:
    """Return what is imported before there is a window."""
    done = subprocess.run([sys.executable, "-c", STARTED], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_parameter_trees_and_servers_are_not_imported(at_start: set[str]) -> None:
    assert "pyqtgraph.graphicsItems.PlotItem" in at_start
    assert not {"pyqtgraph.parametertree", "pyqtgraph.multiprocess", "multiprocessing"} & at_start


@pytest.mark.parametrize("name", WIDGETS)
def test_widgets_left_out_can_be_imported(name: str, at_start: set[str]) -> None:
    assert f"pyqtgraph.{name}" not in at_start
    assert isinstance(getattr(importlib.import_module(f"pyqtgraph.{name}"), WIDGETS[name]), type)
