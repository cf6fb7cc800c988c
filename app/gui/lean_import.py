"""Keeps pyqtgraph from copying every name of Qt when it is imported.

PySide6 makes a class when its name is first asked for. pyqtgraph asks for all of them, over a thousand: about a third of
the time that importing it takes. Here it finds modules that ask for a name when someone uses it.
"""

from __future__ import annotations

import sys
from types import ModuleType

from PySide6 import QtCore, QtGui, QtWidgets

_MODULES = (QtCore, QtGui, QtWidgets)


class Mirror(ModuleType):
    """A module that takes its names from another one, as pyqtgraph's own do, but not before they are used."""

    def __init__(self, source: ModuleType) -> None:
        super().__init__(source.__name__.replace("PySide6", "pyqtgraph.Qt"), source.__doc__)
        self._source = source

    def __getattr__(self, name: str) -> object:
        found: object = getattr(self._source, name)
        setattr(self, name, found)
        return found


def import_pyqtgraph() -> None:
    """Import pyqtgraph; Qt's modules tell no names meanwhile."""
    if "pyqtgraph" in sys.modules:
        return
    for module in _MODULES:
        mirror = Mirror(module)
        sys.modules[mirror.__name__] = mirror
        vars(module)["__dir__"] = list
    try:
        import pyqtgraph  # noqa: F401
    finally:
        for module in _MODULES:
            del vars(module)["__dir__"]
