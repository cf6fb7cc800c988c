"""Imports only go down, Qt stays in the window, and torch is not loaded where it need not be."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

FLOORS: tuple[tuple[str, ...], ...] = (
    ("app", "app.commands", "app.text", "app.resources", "app.progress", "app.interrupts", "app.addresses"),
    ("app.cluster",),
    ("app.executors",),
    ("app.data",),
    ("app.components",),
    ("app.training",),
    ("app.explain",),
    # A run that others watch: it trains, and shows what the floor below explains.
    ("app.running",),
    ("app.files",),
    ("app.arguments",),
    ("app.study",),
    ("app.train", "app.sweep", "app.search"),
    ("app.gui",),
    ("app.cli",),
    ("app.setup", "app.checks"),
    ("app.bootstrap",),
    ("main",),
)
FLOOR_OF = {name: number for number, names in enumerate(FLOORS) for name in names}
QT = ("PySide6", "shiboken6", "pyqtgraph")


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


FILES = {name_of(path): path for path in [ROOT / "main.py", *sorted((ROOT / "app").rglob("*.py"))]}


def floor_of(module: str) -> int:
    """Return the floor of a module: its own, or that of the package it lives in."""
    while module not in FLOOR_OF:
        assert "." in module, module
        module = module.rpartition(".")[0]
    return FLOOR_OF[module]


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield what a piece of code imports: of "from app.data import points", app.data.points."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert node.module is not None
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in FILES else node.module


def imports_of(module: str) -> set[str]:
    """Return all that a module imports, in functions and for type checkers too."""
    return set(imported(ast.parse(FILES[module].read_text(encoding="utf-8"))))


def imports_when_loaded(module: str) -> set[str]:
    """Return what a module imports at its top."""
    tree = ast.parse(FILES[module].read_text(encoding="utf-8"))
    statements = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    return set(imported(ast.Module(body=list(statements), type_ignores=[])))


def is_qt(module: str) -> bool:
    return module.partition(".")[0] in QT


def run(code: str) -> str:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        env=environment,
        timeout=120,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# ------------------------------------------------------------ the order


@pytest.mark.parametrize("module", FILES)
def test_imports_only_go_down(module: str) -> None:
    ours = {name for name in imports_of(module) if name.partition(".")[0] == "app"}
    for other in ours:
        assert other in FILES, f"{other} is no module"
        assert floor_of(other) <= floor_of(module), f"{module} imports {other} above it"


@pytest.mark.parametrize("module", [name for name in FILES if not name.startswith("app.gui")])
def test_qt_is_named_in_the_window_only(module: str) -> None:
    assert not {name for name in imports_of(module) if is_qt(name)}


@pytest.mark.parametrize("module", [name for name in FILES if name.startswith("app.gui.views.")])
def test_views_know_neither_torch_nor_who_moves_them(module: str) -> None:
    forbidden = {
        "torch", "app.gui.worker", "app.gui.controller", "app.gui.window", "app.gui.application",
        "app.running.runner", "app.running.session", "app.training.trainer", "app.training.experiment",
    }  # fmt: skip
    assert not {name for name in imports_of(module) if name in forbidden or name.startswith("torch.")}


SET_UP = ("app.bootstrap", "app.checks", "app.resources", *(name for name in FILES if name.startswith("app.setup")))


@pytest.mark.parametrize("module", ["main", "app.cli", "app.commands", *SET_UP])
def test_the_front_door_needs_the_standard_library_only(module: str) -> None:
    light = {"app", "app.text", "app.commands", *SET_UP}
    for other in imports_when_loaded(module):
        assert other in light or other.partition(".")[0] in sys.stdlib_module_names, other


# ------------------------------------------------------------ what is loaded

IMPORT_EACH = """
import importlib, sys
for name in {names!r}:
    for loaded in [loaded for loaded in sys.modules if loaded.partition(".")[0] == "app"]:
        del sys.modules[loaded]
    importlib.import_module(name)
    wrong = sorted(name for name in sys.modules if name.partition(".")[0] in {wrong!r})
    assert not wrong, (name, wrong[:3])
print(len({names!r}))
"""


def test_below_the_window_no_qt_is_loaded() -> None:
    names = [name for name in FILES if not name.startswith(("app.gui", "main"))]
    assert len(names) > 40
    assert run(IMPORT_EACH.format(names=names, wrong=QT)) == str(len(names))


def test_the_window_is_loaded_without_torch() -> None:
    names = [name for name in FILES if name.startswith("app.gui")]
    assert "app.gui.application" in names
    assert run(IMPORT_EACH.format(names=names, wrong=("torch",))) == str(len(names))


def test_lessons_settings_and_experiment_files_need_no_torch() -> None:
    code = """
import sys
from app.files.experiments import Experiment, read_experiment, write_experiment
from app.files.lessons import find_lessons
from app.training.settings import edited
lessons = find_lessons()
edited(lessons[0].config, "optimizer", "adam")
read_experiment(write_experiment(Experiment(lessons[0].config, lessons[0].points)), "one.json")
print(len(lessons) >= 8, "torch" in sys.modules, "PySide6" in sys.modules)
"""
    assert run(code) == "True False False"


# ------------------------------------------------------------ the Qt that is installed


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal since Python 3.12")
def test_this_pyside_keeps_its_hands_off_none() -> None:
    """PySide6 6.12.0 on Python 3.11 gives away a reference to None or True in every such call, until Python aborts."""
    code = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal
class Sender(QObject):
    done = Signal(bool)
app = QCoreApplication([])
sender, seen = Sender(), []
sender.done.connect(seen.append)
def use(times):
    for _ in range(times):
        app.processEvents()
        sender.done.emit(True)
        sender.setObjectName("name")
    seen.clear()
use(10)
before = sys.getrefcount(None), sys.getrefcount(True)
use(1000)
print(sys.getrefcount(None) - before[0] > -100, sys.getrefcount(True) - before[1] > -100)
"""
    assert run(code) == "True True"
