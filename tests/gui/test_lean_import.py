"""pyqtgraph has every name of Qt, though it copied none."""

import subprocess
import sys

import pyqtgraph
import PySide6.QtWidgets
from pyqtgraph.Qt import QtCore, QtGui, QtWidgets


def test_names_are_qts_own() -> None:
    assert QtWidgets.QCalendarWidget is PySide6.QtWidgets.QCalendarWidget
    assert QtGui.QPainter is PySide6.QtGui.QPainter
    assert QtCore.Qt is PySide6.QtCore.Qt
    assert pyqtgraph.QtCore is QtCore


def test_qt_tells_its_names_again() -> None:
    assert "QWidget" in dir(PySide6.QtWidgets)
    assert "__dir__" not in vars(PySide6.QtWidgets)


def test_only_what_is_used_is_made() -> None:
    code = "import app.gui, pyqtgraph; print('QCalendarWidget' in vars(pyqtgraph.Qt.QtWidgets))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
