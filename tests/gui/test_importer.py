"""Tables read in the background, and the dialog that asks how."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.data.names import Names
from app.data.points import Points
from app.data.tasks import Task
from app.files.csv_columns import ColumnChoice
from app.files.csv_format import CsvFormat
from app.files.csv_source import Source
from app.files.tables import Imported, write_table
from app.gui import importer as importer_module
from app.gui.importer import Importer, Imports, Loaded
from app.text import UserError

X_Y = ColumnChoice((0,), 1, is_class=False)


def many(n_rows: int) -> bytes:
    numbers = np.random.default_rng(0).normal(size=(n_rows, 3))
    return write_table(Points.of(numbers[:, :2], numbers[:, 2]), Names(), Task.REGRESSION_2D)


@pytest.fixture
def importer(qapp: QApplication) -> Iterator[Importer]:
    importer = Importer()
    yield importer
    importer.end()


@pytest.fixture
def imports(qtbot: QtBot, leaves_nothing: None) -> Iterator[Imports]:
    imports = Imports()
    yield imports
    imports.end()


def test_a_file_is_loaded_and_read(importer: Importer, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "数据.csv"
    path.write_bytes("x;y\n1,5;2\n".encode("utf-16"))
    with qtbot.waitSignal(importer.loaded, timeout=10_000) as loading:
        importer.load(path)
    (loaded,) = loading.args
    assert isinstance(loaded, Loaded)
    assert loaded.form == CsvFormat("utf-16", ";", True, True)
    with qtbot.waitSignal(importer.imported, timeout=10_000) as reading:
        importer.start(loaded.source, loaded.form, X_Y)
    assert reading.args[0].points.inputs.tolist() == [[1.5]]


def test_refusals_are_told(importer: Importer, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(importer.failed, timeout=10_000) as loading:
        importer.load(tmp_path / "missing.csv")
    assert isinstance(loading.args[0], UserError)
    with qtbot.waitSignal(importer.failed, timeout=10_000) as reading:
        importer.start(Source("data.csv", b"x,y\n1,oops\n"), CsvFormat(), X_Y)
    assert "line 2" in str(reading.args[0])


def test_faults_are_told_and_reported(importer: Importer, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError("no memory")

    monkeypatch.setattr(importer_module, "read_table", fail)
    with qtbot.captureExceptions() as reported, qtbot.waitSignal(importer.failed, timeout=10_000) as reading:
        importer.start(Source("data.csv", b"x,y\n1,2\n"), CsvFormat(), X_Y)
    assert "no memory" in str(reading.args[0])
    assert [kind for kind, *_ in reported] == [MemoryError]


def test_only_the_newest_wish_is_told(importer: Importer, qtbot: QtBot) -> None:
    told: list[Imported] = []
    importer.imported.connect(told.append)
    long = Source("many.csv", many(20_000))
    for _ in range(20):
        importer.start(long, CsvFormat("utf-8-sig"), X_Y)
    with qtbot.waitSignal(importer.imported, timeout=10_000):
        importer.start(Source("data.csv", b"x,y\n1,2\n"), CsvFormat(), X_Y)
    qtbot.wait(50)
    assert [len(imported.points) for imported in told] == [1]


def test_what_is_cancelled_is_never_told(importer: Importer, qtbot: QtBot) -> None:
    told: list[object] = []
    shares: list[float] = []
    is_cancelled = threading.Event()

    def on_share(_work: object, share: float) -> None:
        assert is_cancelled.wait(10)
        shares.append(share)

    importer.imported.connect(told.append)
    importer._thread.progressed.connect(on_share, Qt.ConnectionType.DirectConnection)
    with qtbot.waitSignal(importer.progressed, timeout=10_000):
        importer.start(Source("many.csv", many(100_000)), CsvFormat("utf-8-sig"), X_Y)
    importer.cancel()
    is_cancelled.set()
    importer.end()
    assert shares[-1] < 0.1
    qtbot.wait(50)
    assert told == []
    with qtbot.waitSignal(importer.imported, timeout=10_000):
        importer.start(Source("data.csv", b"x,y\n1,2\n"), CsvFormat(), X_Y)


def test_the_window_stays_alive_while_100_000_rows_are_read(importer: Importer, qtbot: QtBot) -> None:
    share = 0.0
    at_beats: list[float] = []

    def on_share(_work: object, reached: float) -> None:
        nonlocal share
        share = reached

    importer._thread.progressed.connect(on_share, Qt.ConnectionType.DirectConnection)
    timer = QTimer(interval=5)
    timer.timeout.connect(lambda: at_beats.append(share))
    source = Source("many.csv", many(100_000))
    gc.collect()
    gc.freeze()  # as the training's thread does, or torch's many objects are gone through again and again
    timer.start()
    with qtbot.waitSignal(importer.imported, timeout=20_000) as reading:
        importer.start(source, CsvFormat("utf-8-sig"), ColumnChoice((0, 1), 2, False))
    timer.stop()
    gc.unfreeze()
    assert len(reading.args[0].points) == 100_000
    assert np.diff([0.0, *at_beats, 1.0]).max() < 0.25


def test_a_file_is_imported_through_the_dialog(imports: Imports, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "Häuser.csv"
    path.write_bytes("Größe;Güte\r\n1,5;gut\r\n2;schlecht\r\n".encode("cp1252"))
    imports.open_file(path)
    dialog = imports.dialog
    assert dialog is not None
    assert not dialog.accept_button.isEnabled()
    qtbot.waitUntil(lambda: dialog.accept_button.isEnabled(), timeout=10_000)
    assert "2 points" in dialog.outcome.text()
    assert "gut, schlecht" in dialog.outcome.text()
    with qtbot.waitSignal(imports.chosen) as choosing:
        dialog.accept_button.click()
    imported = choosing.args[0]
    assert imported.task is Task.CLASSIFICATION_1D
    assert imported.names.inputs == ("Größe",)
    assert imports.dialog is None


def test_the_clipboard_is_imported_through_the_dialog(imports: Imports, qtbot: QtBot) -> None:
    imports.open_text("x\ty\n1,5\t2\n")
    dialog = imports.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.accept_button.isEnabled(), timeout=10_000)
    assert not dialog.combos["encoding"].isVisible()
    dialog.combos["decimal"].setCurrentIndex(0)
    dialog.combos["decimal"].activated.emit(0)
    qtbot.waitUntil(lambda: not dialog.is_waiting, timeout=10_000)
    assert "Clipboard, line 2, column “x”: “1,5”" in dialog.outcome.text()
    assert not dialog.accept_button.isEnabled()


def test_a_file_that_cannot_be_read_is_said_in_the_dialog(imports: Imports, qtbot: QtBot, tmp_path: Path) -> None:
    imports.open_file(tmp_path / "missing.csv")
    dialog = imports.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: not dialog.is_waiting, timeout=10_000)
    assert "missing.csv cannot be read" in dialog.outcome.text()
    assert not any(combo.isEnabled() for combo in dialog.combos.values())
    dialog.reject()


def test_closing_while_reading_leaves_nothing(imports: Imports, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "many.csv"
    path.write_bytes(many(50_000))
    chosen: list[object] = []
    imports.chosen.connect(chosen.append)
    for number in range(10):
        imports.open_file(path)
        qtbot.wait(15 * number)
        if number % 2:
            assert imports.dialog is not None
            imports.dialog.cancel.click()
        else:
            imports.end()
        assert imports.dialog is None
    qtbot.wait(50)
    assert chosen == []


def test_another_file_takes_the_place_of_the_first(imports: Imports, qtbot: QtBot, tmp_path: Path) -> None:
    paths = [tmp_path / "one.csv", tmp_path / "two.csv"]
    for path in paths:
        path.write_text("x,y\n1,2\n", encoding="utf-8")
        imports.open_file(path)
    dialog = imports.dialog
    assert dialog is not None
    assert dialog.title.text() == "two.csv"
    qtbot.waitUntil(lambda: dialog.accept_button.isEnabled(), timeout=10_000)
