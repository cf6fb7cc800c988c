"""Files are written whole or not at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.files import atomic
from app.files.atomic import check_writable, write_atomically
from app.text import UserError


def test_a_new_and_an_old_file_get_the_content(tmp_path: Path) -> None:
    path = tmp_path / "实验 1.json"
    for content in (b"one", b"two"):
        write_atomically(path, content)
        assert path.read_bytes() == content
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"


def test_access_rights_stay(tmp_path: Path) -> None:
    path = tmp_path / "shared"
    path.write_bytes(b"old")
    path.chmod(0o664)
    write_atomically(path, b"new")
    assert path.stat().st_mode & 0o777 == 0o664


def test_a_write_protected_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "protected"
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(UserError, match="write-protected"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


def test_what_cannot_be_written_is_known_before(tmp_path: Path) -> None:
    path = tmp_path / "mine"
    check_writable(path)
    assert list(tmp_path.iterdir()) == []
    path.write_bytes(b"old")
    check_writable(path)
    assert path.read_bytes() == b"old"
    path.chmod(0o444)
    for wrong, why in (
        (path, "write-protected"),
        (tmp_path, "not an ordinary file"),
        (tmp_path / "none" / "mine", "No such"),
    ):
        with pytest.raises(UserError, match=why):
            check_writable(wrong)


def test_what_a_killed_program_left_is_removed_in_time(tmp_path: Path) -> None:
    left, fresh, other = (
        tmp_path / name for name in (".a[1].json-old_left.part", ".a[1].json-at__work.part", ".a1.json-x.part")
    )
    for each in (left, fresh, other):
        each.write_bytes(b"half")
    for each in (left, other):
        os.utime(each, (0, time.time() - 2 * atomic.LEFT_SECONDS))
    write_atomically(tmp_path / "a[1].json", b"new")
    assert sorted(tmp_path.iterdir()) == sorted([fresh, other, tmp_path / "a[1].json"])


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_failure_at_any_step_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    path = tmp_path / "kept"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        if step == "write":
            broken.setattr(Path, "open", fail)
        else:
            broken.setattr(atomic.os, step, fail)
        with pytest.raises(UserError, match="No space left"):
            write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]


def test_a_lost_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be written"):
        write_atomically(tmp_path / "gone" / "file", b"new")


WRITER = """
import sys
from pathlib import Path
from app.files.atomic import check_writable, write_atomically
number = 0
while True:
    number += 1
    write_atomically(Path(sys.argv[1]), (str(number) + " ").encode() * 20000)
    if number == 1:
        print("ready", flush=True)
"""


@pytest.mark.slow
def test_a_killed_writer_leaves_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for attempt in range(60):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.001 * (attempt % 20))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        process.stdout.close()
        assert len(set(path.read_text().split())) == 1
        assert len(path.read_text().split()) == 20000


@pytest.mark.skipif(os.name == "nt", reason="needs the right to make links")
def test_a_circle_of_links_and_a_device_are_no_places(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(UserError, match="cannot be written"):
        write_atomically(tmp_path / "a", b"new")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(UserError, match="cannot be written"):
        write_atomically(tmp_path / "pipe", b"new")
