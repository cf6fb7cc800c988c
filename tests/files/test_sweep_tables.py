"""The table of a sweep: what it takes for its own, and where its file cannot be written."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from app.files.sweep_table import SweepTable
from app.running.jobs import Outcome
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


HEADER = "learning_rate,optimizer,seed,epochs,train_loss,test_loss,r2,seconds,finished\n"
ROW = "0.1,sgd,1,5,0.5,0.25,,0.01,yes\n"


def opened(path: Path, keys: Sequence[str] = ("learning_rate", "optimizer")) -> SweepTable:
    return SweepTable(path, keys, "r2", 5, {"noise": 0.5})


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize(
    "content",
    [
        b"my diary",
        b"learning_rate,optimizer;",
        b"\n\nmy diary",
        b"a\n",
        b"\xff\xfe\x00\x81",
        b"\xff\x81\n\x00\n",
        b"a\0b\n",
    ],
    ids=repr,
)
def test_what_is_no_table_stays(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    path.write_bytes(content)
    with pytest.raises(UserError, match=r"results\.csv holds something else") as caught, opened(path):
        pass
    assert "codec" not in str(caught.value)
    assert path.read_bytes() == content
    assert os.listdir(tmp_path) == ["results.csv"]


@pytest.mark.parametrize("begun", ["", HEADER[:9], HEADER, HEADER + ROW[:7], "noise,seed,epochs,train_loss,test_loss,accuracy,seconds,finished\n"])  # fmt: skip
def test_a_table_without_a_row_begins_anew(begun: str, tmp_path: Path) -> None:
    path = write(tmp_path / "results.csv", begun)
    with opened(path) as table:
        assert path.read_text(encoding="utf-8") == begun  # until there is a row
        table.add(("1", "adam", "7"), Outcome(0, 5, 0.25, 0.5, 0.75, 1.0, True))
    assert path.read_text(encoding="utf-8") == HEADER + "1,adam,7,5,0.25,0.5,0.75,1,yes\n"


def test_nothing_is_written_before_the_first_row(tmp_path: Path) -> None:
    with opened(tmp_path / "results.csv"):
        pass
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_columns_go_by_their_names(mark: str, tmp_path: Path) -> None:
    path = write(tmp_path / "results.csv", mark + HEADER + ROW)
    with opened(path, ["optimizer", "learning_rate"]) as table:
        assert table.done == {("sgd", "0.1", "1")}
        table.add(("adam", "1", "7"), Outcome(0, 5, 0.25, 0.5, 0.75, 1.0, True))
    assert path.read_text(encoding="utf-8") == mark + HEADER + ROW + "1,adam,7,5,0.25,0.5,0.75,1,yes\n"


def test_columns_that_differ_are_told(tmp_path: Path) -> None:
    path = write(tmp_path / "results.csv", HEADER + ROW)
    with pytest.raises(UserError, match=r"the columns optimizer, not noise\."):
        opened(path, ["learning_rate", "noise"])
    with pytest.raises(UserError, match=r"the columns optimizer, not –\."):
        opened(path, ["learning_rate"])
    write(path, HEADER.strip() + ",\n" + ROW.strip() + ",mine\n")
    with pytest.raises(UserError, match=r"the columns “”, not –\."):
        opened(path)


@pytest.mark.parametrize(
    "row",
    [b"0.1,sgd,1,5,,,,,", b"0.1,sgd,1,5,0.5,0.25,,0.01,maybe", b"0.1,sgd,x,5,0.5,0.25,,0.01,yes", b"0.1,sgd,1,5.5,0.5,0.25,,0.01,no",
     b"0.1,sgd,1,5,good,0.25,,0.01,yes", b"0.1,sgd,1,5,0.5,0.25,,0.01", b"0.1,sgd,1" + ROW.strip().encode(), b'0.1,"sgd,1,5,0.5',
     b",sgd,1,5,0.5,0.25,,0.01,yes", b"\xff.1,sgd,1,5,0.5,0.25,,0.01,yes", b"\0" * 200_000, HEADER.strip().encode()],
    ids=lambda row: repr(row[:20]),
)  # fmt: skip
def test_a_damaged_row_is_taken_out_and_a_copy_kept(row: bytes, tmp_path: Path) -> None:
    path, others = tmp_path / "results.csv", ("0.2" + ROW[3:]).encode()
    before = HEADER.encode() + ROW.encode() + row + b"\n" + others
    path.write_bytes(before)
    with opened(path) as table:
        assert table.damaged == (3,)
        assert table.done == {("0.1", "sgd", "1"), ("0.2", "sgd", "1")}
        table.add(("1", "adam", "7"), Outcome(0, 5, 0.25, 0.5, 0.75, 1.0, True))
    assert path.read_text(encoding="utf-8") == HEADER + ROW + others.decode() + "1,adam,7,5,0.25,0.5,0.75,1,yes\n"
    assert table.copy == tmp_path / "results.csv.damaged"
    assert table.copy.read_bytes() == before
    with opened(path) as table:
        assert (table.damaged, table.copy) == ((), None)


def test_a_copy_replaces_no_other(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    contents = [HEADER + ROW + f"{number}\n" for number in range(3)]
    for content in contents:
        with opened(write(path, content)):
            pass
    copies = [path.with_name(f"results.csv.damaged{end}") for end in ("", "-2", "-3")]
    assert [copy.read_text(encoding="utf-8") for copy in copies] == contents


@pytest.mark.parametrize("content", [HEADER + "0.1\n", HEADER + ROW + "0.1\n"])
def test_a_damaged_table_is_continued_with_its_own_settings_alone(content: str, tmp_path: Path) -> None:
    path = write(tmp_path / "results.csv", content)
    write(tmp_path / "results.csv.settings.json", '{"noise": 0.1}')
    with pytest.raises(UserError, match=r"noise=0\.1, not for noise=0\.5"):
        opened(path)
    assert path.read_text(encoding="utf-8") == content
    assert not path.with_name("results.csv.damaged").exists()


def test_a_last_row_that_is_whole_stays_without_the_end_of_its_line(tmp_path: Path) -> None:
    path = write(tmp_path / "results.csv", HEADER + ROW.strip())
    with opened(path) as table:
        assert table.done == {("0.1", "sgd", "1")}
        table.add(("1", "adam", "7"), Outcome(0, 5, 0.25, 0.5, 0.75, 1.0, True))
    assert path.read_text(encoding="utf-8") == HEADER + ROW + "1,adam,7,5,0.25,0.5,0.75,1,yes\n"


def test_a_row_that_is_there_twice_counts_once(tmp_path: Path) -> None:
    path = write(tmp_path / "results.csv", HEADER + ROW + ROW)
    with opened(path) as table:
        assert len(table.done) == 1


def test_two_cannot_write_one_table(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    with opened(path) as table:
        with pytest.raises(UserError, match="another sweep is writing this table"):
            opened(path)
        with opened(tmp_path / "other.csv"):
            pass
        table.add(("1", "adam", "7"), Outcome(0, 5, 0.25, 0.5, 0.75, 1.0, True))
    with opened(path) as table:
        assert len(table.done) == 1
    assert sorted(os.listdir(tmp_path)) == ["results.csv", "results.csv.settings.json"]


def test_a_program_that_was_killed_holds_no_table(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    program = (
        "import sys, time; from pathlib import Path; from app.files.lock import locked\n"
        "with locked(Path(sys.argv[1])): print(flush=True); time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(path)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            with pytest.raises(UserError, match="another sweep is writing this table"):
                opened(path)
        finally:
            process.kill()
    with opened(path):
        pass
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_what_is_no_ordinary_file_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path in (Path("/dev/full"), Path("/dev/null"), pipe, tmp_path):
        with pytest.raises(UserError, match="not an ordinary file"):
            opened(path)
    write(tmp_path / "results.csv", HEADER + ROW)
    os.mkfifo(tmp_path / "results.csv.settings.json")
    with pytest.raises(UserError, match=r"results\.csv\.settings\.json"):
        opened(tmp_path / "results.csv")


@pytest.mark.parametrize("note", [b"[1]", b"{", b"", b"\xff\x00", b"[" * 100_000], ids=len)
def test_damaged_settings_are_told_as_such(note: bytes, tmp_path: Path) -> None:
    path = write(tmp_path / "results.csv", HEADER + ROW)
    (tmp_path / "results.csv.settings.json").write_bytes(note)
    with pytest.raises(UserError, match=r"results\.csv\.settings\.json is damaged") as caught:
        opened(path)
    assert "Expecting" not in str(caught.value)


@pytest.mark.parametrize("touch", ["remove", "replace", "write"])
def test_a_table_that_another_program_touches_is_told(touch: str, tmp_path: Path) -> None:
    if sys.platform == "win32" and touch != "write":
        pytest.skip("Windows neither removes nor replaces a file that is open")
    path, other = tmp_path / "results.csv", tmp_path / "other.csv"
    outcome = Outcome(0, 5, 0.5, 0.25, 0.75, 1.0, True)
    table = opened(path)
    table.add(("0.1", "sgd", "1"), outcome)
    other.write_bytes(path.read_bytes())
    table.add(("0.1", "sgd", "2"), outcome)
    if touch == "remove":
        path.unlink()
    elif touch == "replace":
        other.replace(path)
    else:
        path.write_bytes(other.read_bytes())
    with pytest.raises(UserError, match="by another program") as caught:
        table.add(("0.1", "sgd", "3"), outcome)
    table.__exit__(UserError, caught.value, None)
    with opened(path) as table:
        assert table.done == (set() if touch == "remove" else {("0.1", "sgd", "1")})


OTHER_ROW = ROW.replace("sgd", "adam")


@pytest.mark.parametrize(
    ("begun", "now"),
    [(None, HEADER + ROW), (HEADER + ROW, HEADER + ROW + OTHER_ROW), (HEADER + ROW, HEADER + OTHER_ROW), (HEADER + ROW, ""),
     (HEADER + ROW + ROW[:9], HEADER + ROW + OTHER_ROW)],
)  # fmt: skip
def test_a_table_touched_before_its_first_new_row_stays(begun: str | None, now: str, tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    if begun is not None:
        write(path, begun)
    with opened(path) as table:
        write(path, now)
        with pytest.raises(UserError, match="by another program"):
            table.add(("1", "adam", "7"), Outcome(0, 5, 0.25, 0.5, 0.75, 1.0, True))
    assert path.read_text(encoding="utf-8") == now


def test_a_table_touched_after_its_last_row_is_told(tmp_path: Path) -> None:
    path = tmp_path / "results.csv"
    table = opened(path)
    table.add(("1", "adam", "7"), Outcome(0, 5, 0.25, 0.5, 0.75, 1.0, True))
    write(path, HEADER)
    with pytest.raises(UserError, match="by another program"):
        table.__exit__(None, None, None)
    with opened(path):  # nobody holds it
        pass
