"""Keeps pyqtgraph from importing what the window does not use.

PySide6 makes a class when its name is first asked for. pyqtgraph asks for all of them, over a thousand: about a third of
the time that importing it takes. Here it finds modules that ask for a name when someone uses it. It also imports all its
widgets; some of them bring much with them.
"""

from __future__ import annotations

import sys
from types import ModuleType

from PySide6 import QtCore, QtGui, QtWidgets

_MODULES = (QtCore, QtGui, QtWidgets)

WIDGETS = {
    "imageview": "ImageView",
    "widgets.ColorMapWidget": "ColorMapWidget",  # with editors of parameters
    "widgets.DataFilterWidget": "DataFilterWidget",
    "widgets.RemoteGraphicsView": "RemoteGraphicsView",  # with servers in other processes
    "widgets.ScatterPlotWidget": "ScatterPlotWidget",
}
"""Modules in pyqtgraph → the widgets they are for. They can be imported, but by their own names only."""


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
    """Import pyqtgraph; Qt's modules tell no names meanwhile, and some widgets are not there."""
    if "pyqtgraph" in sys.modules:
        return
    for name, widget in WIDGETS.items():
        empty = ModuleType(f"pyqtgraph.{name}")
        setattr(empty, widget, None)
        sys.modules[empty.__name__] = empty
    for module in _MODULES:
        mirror = Mirror(module)
        sys.modules[mirror.__name__] = mirror
        vars(module)["__dir__"] = list
    try:
        import pyqtgraph  # noqa: F401
    finally:
        for module in _MODULES:
            del vars(module)["__dir__"]
        for name in WIDGETS:
            del sys.modules[f"pyqtgraph.{name}"]
