"""What a crash leaves behind is offered at the next start, whole; two windows do not disturb each other."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.files.experiments import load_experiment
from app.gui.window import MainWindow

pytestmark = pytest.mark.slow  # windows one after another, and programs that are killed

LONG = 30_000
ROOT = Path(__file__).parents[2]
Make = Callable[[], MainWindow]

CHILD = """
import sys

from PySide6.QtCore import QSettings, QTimer

from app.gui import application
from app.gui.window import MainWindow

QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, sys.argv[1])
app = application.make_application([])


def window():
    return next(widget for widget in app.topLevelWidgets() if isinstance(widget, MainWindow))


def work():
    controller = window().controller
    if controller.snapshot is None:
        QTimer.singleShot(20, work)
        return
    controller.add_point((1.0,), 2.0, 0)
    controller.add_point((2.0,), 4.0, 0)
    controller.toggle_run()
    edit()


def edit():
    controller = window().controller
    controller.add_point((len(controller.document.points) / 7.0,), 3.0, 0)
    print(len(controller.document.points), flush=True)
    window().recovery.keep()
    QTimer.singleShot(10, edit)


QTimer.singleShot(0, work)
sys.exit(application.run_window())
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where copies are kept by windows of this test and its children."""
    return tmp_path / "config" / "gradient-playground" / "recovery"


@pytest.fixture
def child(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """The program at work in a process of its own, which prints how many points it has."""
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path / "config")],
        cwd=ROOT, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    yield process
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def copies(folder: Path) -> list[Path]:
    return list(folder.glob("*.json"))


def kill_after(process: subprocess.Popen[str], n_edits: int) -> int:
    """Kill the program after so many edits; return how many points it had."""
    assert process.stdout is not None
    n_points = 0
    for _ in range(n_edits):
        n_points = int(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    for line in process.stdout:
        n_points = int(line)
    process.wait()
    return n_points


def offer(window: MainWindow) -> QMessageBox | None:
    found = [each for each in window.findChildren(QMessageBox, "recovery_box") if each.isVisible()]
    return found[0] if found else None


def press(window: MainWindow, name: str) -> None:
    box = offer(window)
    assert box is not None
    button = box.findChild(QPushButton, f"recovery.{name}")
    assert button is not None
    button.click()


def wait_for_offer(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: offer(window) is not None, timeout=LONG)


def recover_after_kill(make: Make, child: subprocess.Popen[str], folder: Path, qtbot: QtBot, n_edits: int) -> None:
    n_points = kill_after(child, n_edits)
    window = make()
    wait_for_offer(window, qtbot)
    (old,) = copies(folder)
    with qtbot.waitSignal(window.documents.opened, timeout=LONG):
        press(window, "recover")
    points = window.controller.document.points
    assert n_points - 100 <= len(points) <= n_points  # one copy is written at a time
    assert points.targets[:2].tolist() == [2.0, 4.0]
    assert window.isWindowModified()
    qtbot.waitUntil(
        lambda: copies(folder) != [] and old not in copies(folder), timeout=LONG
    )  # its own copy takes its place
    assert len(load_experiment(copies(folder)[0]).points) == len(points)
    window.close_without_asking()
    assert copies(folder) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_killed_program_is_recovered(make: Make, child: subprocess.Popen[str], folder: Path, qtbot: QtBot) -> None:
    recover_after_kill(make, child, folder, qtbot, 150)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("seed", range(3))
def test_a_program_killed_at_any_moment_is_recovered(make: Make, child: subprocess.Popen[str], folder: Path, qtbot: QtBot, seed: int) -> None:  # fmt: skip
    recover_after_kill(make, child, folder, qtbot, random.Random(seed).randrange(100, 300))


def test_start_keeps_a_copy_and_a_clean_end_removes_it(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    window.controller.add_point((1.0,), 2.0, 0)
    assert copies(folder) == []
    window.controller.toggle_run()
    qtbot.waitUntil(lambda: len(copies(folder)) == 1, timeout=LONG)
    window.close_without_asking()
    assert list(folder.iterdir()) == []


def test_half_a_minute_keeps_a_copy(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    window.controller.add_point((1.0,), 2.0, 0)
    assert window.recovery._timer.isActive()
    assert window.recovery._timer.interval() <= 30_000
    window.recovery._timer.timeout.emit()
    qtbot.waitUntil(lambda: len(copies(folder)) == 1, timeout=LONG)
    before = copies(folder)[0].stat().st_mtime_ns
    window.recovery._timer.timeout.emit()  # nothing is new
    qtbot.wait(200)
    assert copies(folder)[0].stat().st_mtime_ns == before


def test_two_windows_do_not_disturb_each_other(make: Make, folder: Path, qtbot: QtBot) -> None:
    one = make()
    one.controller.add_point((1.0,), 2.0, 0)
    one.recovery.keep()
    qtbot.waitUntil(lambda: len(copies(folder)) == 1, timeout=LONG)
    other = make()
    qtbot.wait(300)
    assert offer(other) is None
    other.controller.add_point((5.0,), 6.0, 0)
    other.recovery.keep()
    qtbot.waitUntil(lambda: len(copies(folder)) == 2, timeout=LONG)
    other.close_without_asking()
    assert [load_experiment(path).points.targets.tolist() for path in copies(folder)] == [[2.0]]


def leave(make: Make, folder: Path, qtbot: QtBot, target: float) -> None:
    """Leave a copy behind as a crash does."""
    window = make()
    window.controller.add_point((1.0,), target, 0)
    window.recovery.keep()
    n_before = len(copies(folder))
    qtbot.waitUntil(lambda: len(copies(folder)) == n_before + 1, timeout=LONG)
    (path,) = (path for path in copies(folder) if load_experiment(path).points.targets.tolist() == [target])
    content = path.read_bytes()
    window.close_without_asking()
    path.with_name(f"left{target:g}.json").write_bytes(content)


def test_later_asks_again_and_delete_does_not(make: Make, folder: Path, qtbot: QtBot) -> None:
    leave(make, folder, qtbot, 2.0)
    first = make()
    wait_for_offer(first, qtbot)
    press(first, "later")
    assert len(first.controller.document.points) == 0
    first.close_without_asking()
    second = make()
    wait_for_offer(second, qtbot)
    press(second, "delete")
    second.close_without_asking()
    assert copies(folder) == []


def test_what_is_offered_here_is_not_offered_there(make: Make, folder: Path, qtbot: QtBot) -> None:
    leave(make, folder, qtbot, 2.0)
    one = make()
    wait_for_offer(one, qtbot)
    other = make()
    qtbot.wait(300)
    assert offer(other) is None


def test_several_are_offered_one_after_another(make: Make, folder: Path, qtbot: QtBot) -> None:
    leave(make, folder, qtbot, 2.0)
    leave(make, folder, qtbot, 3.0)
    window = make()
    wait_for_offer(window, qtbot)
    box = offer(window)
    assert box is not None
    assert box.informativeText().startswith("not saved yet · ")
    assert "Others (1)" in box.informativeText()
    press(window, "delete")
    wait_for_offer(window, qtbot)
    with qtbot.waitSignal(window.documents.opened, timeout=LONG):
        press(window, "recover")
    assert window.controller.document.points.targets.tolist() == [2.0]


def test_a_damaged_copy_is_told_and_the_window_works(make: Make, folder: Path, qtbot: QtBot) -> None:
    folder.mkdir(parents=True)
    (folder / "left.json").write_bytes(b"{ half a file")
    window = make()
    wait_for_offer(window, qtbot)
    with qtbot.waitSignal(window.documents.failed, timeout=LONG):
        press(window, "recover")
    window.controller.add_point((1.0,), 2.0, 0)
    assert len(window.controller.document.points) == 1


def test_a_recovered_file_goes_back_to_its_place(make: Make, folder: Path, tmp_path: Path, qtbot: QtBot) -> None:
    path = tmp_path / "mine.json"
    window = make()
    with qtbot.waitSignal(window.documents.saved, timeout=LONG):
        window.documents.save(path)
    window.controller.add_point((1.0,), 2.0, 0)
    window.recovery.keep()
    qtbot.waitUntil(lambda: len(copies(folder)) == 1, timeout=LONG)
    content = copies(folder)[0].read_bytes()
    window.close_without_asking()
    (folder / "left.json").write_bytes(content)
    other = make()
    wait_for_offer(other, qtbot)
    box = offer(other)
    assert box is not None
    assert box.informativeText().startswith("mine.json · Linear · 1 point\n")
    with qtbot.waitSignal(other.documents.opened, timeout=LONG):
        press(other, "recover")
    assert other.windowTitle().startswith("mine.json")
    assert other.isWindowModified()
    with qtbot.waitSignal(other.documents.saved, timeout=LONG):
        other.file_actions.save()
    assert load_experiment(path).points.targets.tolist() == [2.0]
    assert "recovery" not in load_experiment(path).extra


def test_no_place_for_copies_is_told_once(make: Make, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "config" / "gradient-playground").mkdir(parents=True)
    (tmp_path / "config" / "gradient-playground" / "recovery").write_text("a file where the folder should be")
    window = make()
    told: list[str] = []
    window.recovery.noticed.connect(told.append)
    for number in range(3):
        window.controller.add_point((float(number),), 2.0, 0)
        window.recovery.keep()
        qtbot.waitUntil(lambda: not window.recovery._is_keeping, timeout=LONG)
    assert len(told) == 1
    assert told[0].startswith("No copies for the case of a crash (")
    assert str(tmp_path) not in told[0]  # a long path would hide the rest of the line


def test_a_saved_file_needs_no_copy(window: MainWindow, folder: Path, tmp_path: Path, qtbot: QtBot) -> None:
    window.controller.add_point((1.0,), 2.0, 0)
    window.recovery.keep()
    qtbot.waitUntil(lambda: len(copies(folder)) == 1, timeout=LONG)
    with qtbot.waitSignal(window.documents.saved, timeout=LONG):
        window.documents.save(tmp_path / "mine.json")
    qtbot.waitUntil(lambda: copies(folder) == [], timeout=LONG)


def test_an_interrupted_program_keeps_its_last_edits(window: MainWindow, folder: Path) -> None:
    window.controller.add_point((1.0,), 2.0, 0)
    window.abandon()
    assert [load_experiment(path).points.targets.tolist() for path in copies(folder)] == [[2.0]]


def test_a_copy_that_was_deleted_is_kept_again(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    window.controller.add_point((1.0,), 2.0, 0)
    window.recovery.keep()
    qtbot.waitUntil(lambda: len(copies(folder)) == 1 and not window.recovery._is_keeping, timeout=LONG)
    copies(folder)[0].unlink()
    window.recovery.keep()
    qtbot.waitUntil(lambda: len(copies(folder)) == 1, timeout=LONG)


def test_what_is_recovered_is_there_until_a_copy_of_it_is_kept(make: Make, folder: Path, qtbot: QtBot) -> None:
    leave(make, folder, qtbot, 2.0)
    left = folder / "left2.json"
    window = make()
    wait_for_offer(window, qtbot)
    window.controller.add_point((1.0,), 3.0, 0)
    documents, waiting = window.documents, []
    real = documents.background.do
    documents.background.do = lambda *work: waiting.append(work)  # type: ignore[assignment, method-assign]
    window.recovery.keep()  # a copy of what was there before is under way
    qtbot.waitUntil(lambda: len(waiting) == 1, timeout=LONG)
    documents.background.do = real  # type: ignore[method-assign]
    with qtbot.waitSignal(documents.opened, timeout=LONG):
        press(window, "recover")
    real(*waiting[0])
    qtbot.waitUntil(lambda: not window.recovery._is_keeping, timeout=LONG)
    assert left.exists()
    window.recovery.keep()
    qtbot.waitUntil(lambda: not left.exists(), timeout=LONG)
    assert [load_experiment(path).points.targets.tolist() for path in copies(folder)] == [[2.0]]


def test_saving_one_document_leaves_the_copy_of_another(window: MainWindow, folder: Path, tmp_path: Path, qtbot: QtBot) -> None:  # fmt: skip
    window.controller.add_point((1.0,), 2.0, 0)
    with qtbot.waitSignal(window.documents.saved, timeout=LONG):
        window.documents.save(tmp_path / "mine.json")
        window.controller.new_document()
        window.controller.add_point((1.0,), 3.0, 0)
        window.recovery.keep()
    qtbot.waitUntil(lambda: not window.recovery._is_keeping, timeout=LONG)
    assert [load_experiment(path).points.targets.tolist() for path in copies(folder)] == [[3.0]]


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be any bytes")
def test_a_file_whose_name_is_no_text_is_kept_and_goes_back(make: Make, folder: Path, tmp_path: Path, qtbot: QtBot) -> None:  # fmt: skip
    path = tmp_path / os.fsdecode(b"100% \xff.json")
    window = make()
    with qtbot.waitSignal(window.documents.saved, timeout=LONG):
        window.documents.save(path)
    window.controller.add_point((1.0,), 2.0, 0)
    window.recovery.keep()
    qtbot.waitUntil(lambda: len(copies(folder)) == 1, timeout=LONG)
    content = copies(folder)[0].read_bytes()
    window.close_without_asking()
    (folder / "left.json").write_bytes(content)
    other = make()
    wait_for_offer(other, qtbot)
    with qtbot.waitSignal(other.documents.opened, timeout=LONG):
        press(other, "recover")
    assert other.documents.path == path
