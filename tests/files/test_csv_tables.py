"""Reading whole tables with chosen columns, and writing them."""

from __future__ import annotations

import contextlib
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.data.names import Names
from app.data.points import Points
from app.data.tasks import Task
from app.files import csv_rows, csv_source, tables
from app.files.csv_columns import ColumnChoice, guess_choice
from app.files.csv_format import ENCODINGS, CsvFormat
from app.files.csv_recognise import recognise
from app.files.csv_rows import read_head
from app.files.csv_source import CancelledError, Source
from app.files.tables import Imported, IncompleteError, read_file, read_table, write_table
from app.text import UserError

X_Y = ColumnChoice((0,), 1, is_class=False)
X_CLASS = ColumnChoice((0,), 1, is_class=True)


def recognised(content: bytes) -> Imported:
    source = Source("数据.csv", content)
    form = recognise(source)
    return read_table(source, form, guess_choice(read_head(source, form)))


def read(text: str, choice: ColumnChoice, form: CsvFormat | None = None) -> Imported:
    return read_table(Source("data.csv", text.encode()), form or CsvFormat(), choice)


def refusal(text: str, choice: ColumnChoice, form: CsvFormat | None = None) -> str:
    with pytest.raises(UserError) as caught:
        read(text, choice, form)
    return str(caught.value)


# ------------------------------------------------------------ real samples


def test_german_excel() -> None:
    text = "Größe in m²;Preis (€);Güte;\r\n85,5;1250,75;gut;\r\n60;900;mäßig;\r\n;;;\r\n1234,5;0,125;gut;\r\n"
    table = recognised(text.encode("cp1252"))
    assert table.points.inputs.tolist() == [[85.5, 1250.75], [60, 900], [1234.5, 0.125]]
    assert table.points.targets.tolist() == [0, 1, 0]
    assert table.names == Names(("Größe in m²", "Preis (€)"), "Güte", ("gut", "mäßig"))
    assert table.task is Task.CLASSIFICATION_2D


def test_chinese_excel() -> None:
    table = recognised("面积,房龄,价格\r\n89.5,12,315\r\n60,3,220.5\r\n".encode("gb18030"))
    assert table.points.inputs.tolist() == [[89.5, 12], [60, 3]]
    assert table.points.targets.tolist() == [315, 220.5]
    assert (table.names.inputs, table.names.target) == (("面积", "房龄"), "价格")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", " "])
def test_ways_of_writing(encoding: str, newline: str, delimiter: str) -> None:
    rows = [["身高", "体重", "性别"], ["170", "65.5", "男"], [], ["160", "−5e1", "女"]]
    table = recognised(newline.join(delimiter.join(row) for row in rows).encode(encoding))
    assert table.points.inputs.tolist() == [[170, 65.5], [160, -50]]
    assert table.names == Names(("身高", "体重"), "性别", ("女", "男"))
    assert table.points.targets.tolist() == [1, 0]


def test_quoted_cells_hold_delimiters_quotes_and_line_ends() -> None:
    table = recognised(b'"length,\r\nin ""cm""",y\r\n"1","2"\r\n3, "4"\r\n')
    assert table.names.inputs == ('length, in "cm"',)
    assert table.points.inputs.tolist() == [[1], [3]]
    assert table.points.targets.tolist() == [2, 4]


def test_lines_are_those_of_the_file() -> None:
    assert "line 5," in refusal('"x\n\nx",y\n1,2\n3,oops\n', X_Y)
    assert "line 4," in refusal("sep=,\nx,y\n\noops,1\n", X_Y)


def test_clipboard_of_a_spreadsheet() -> None:
    source = Source.of_text("Clipboard", "x\ty\n1,5\t2,5\n\n3\tvier\n")
    form = recognise(source)
    assert form == CsvFormat("utf-8", "\t", True, True)
    with pytest.raises(UserError, match=r"^Clipboard, line 4, column “y”: “vier”"):
        read_table(source, form, X_Y)


def test_train_and_test_points() -> None:
    table = recognised("x,y,训练/测试\n1,2,训练\n3,4,测试\n5,6,Train\n7,8, test \n".encode())
    assert table.points.is_test.tolist() == [False, True, False, True]
    assert table.task is Task.REGRESSION_1D


@pytest.mark.parametrize(("name", "marks"), [("is_test", [True, False]), ("train", [False, True])])
def test_switches_mean_what_the_column_is_called(name: str, marks: list[bool]) -> None:
    assert read(f"x,y,{name}\n1,2,1\n3,4,0\n", ColumnChoice((0,), 1, False, 2)).points.is_test.tolist() == marks


def test_columns_in_any_order_and_without_a_header() -> None:
    table = read("1,2,3\n4,5,6\n", ColumnChoice((2, 0), 1, False), CsvFormat(has_header=False))
    assert table.points.inputs.tolist() == [[3, 1], [6, 4]]
    assert table.points.targets.tolist() == [2, 5]
    assert table.names == Names()


# ------------------------------------------------------------ classes


@pytest.mark.parametrize(
    ("cells", "targets", "names"),
    [
        ("0 1 1", [0, 1, 1], ()),
        ("9 3 9", [1, 0, 1], ("3", "9")),
        ("2 0 1", [2, 0, 1], ()),
        ("0 2 0", [0, 1, 0], ("0", "2")),
        ("dog cat dog", [1, 0, 1], ("cat", "dog")),
        ("10 -1 10", [1, 0, 1], ("-1", "10")),
        ("class10 class2 Class1", [2, 1, 0], ("Class1", "class2", "class10")),
        ("1 1.0 2", [0, 0, 1], ("1", "2")),
        ("1 cat 1", [0, 1, 0], ("1", "cat")),
        ("²x x 二", [1, 0, 2], ("x", "²x", "二")),
    ],
)
def test_classes_by_number_and_name(cells: str, targets: list[int], names: tuple[str, ...]) -> None:
    table = read("x,class\n" + "".join(f"1,{cell}\n" for cell in cells.split()), X_CLASS)
    assert table.points.targets.tolist() == targets
    assert table.names.classes == names


def test_ten_classes_are_the_most() -> None:
    rows = "".join(f"1,c{number}\n" for number in range(10)) * 200
    assert read("x,class\n" + rows, X_CLASS).points.top_class == 9
    error = refusal("x,class\n" + rows + "1,eleventh\n", X_CLASS)
    assert "line 2002" in error
    assert "“eleventh”" in error


# ------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("text", "choice", "words"),
    [
        ("", X_Y, ["no rows"]),
        ("x,y\n", X_Y, ["no rows"]),
        ("x\n1\n", X_Y, ["one column"]),
        ("x,y\n1,2\n", ColumnChoice((0,), 2, False), ["2 columns", "no column 3"]),
        ("x,y\n1,2\n", ColumnChoice((0, 1), 1, False), ["“y”", "twice"]),
        ("x,y\n1,2\n3\n", X_Y, ["line 3", "1 cells", "2"]),
        ("x,y\n1,2,3\n", X_Y, ["line 2", "3 cells", "2"]),
        ("x,y\n1,\n", X_Y, ["line 2", "“y”", "empty"]),
        ("x,y\n1,inf\n", X_Y, ["line 2", "“y”", "“inf”"]),
        ("x,y\n1,-1e999\n", X_Y, ["line 2", "“y”", "“-1e999” is too large"]),
        ("x,y\n1,1_000\n", X_Y, ["line 2", "“1_000”"]),
        ("x,y\n1,10³\n", X_Y, ["line 2", "“10³”"]),
        ('x,y\n1,"1,234"\n', X_Y, ["line 2", "“1,234”", "decimal comma"]),
        ('x,y\n1,"1,234.5"\n', X_Y, ["line 2", "“1,234.5”", "thousands"]),
        ("x,y\n1,1 234\n", X_Y, ["line 2", "“1 234”", "thousands"]),
        ('x,y\n1,2\n3,"4\n', X_Y, ["line 3", "quotation mark"]),
        ('x,y\n1,"2"3\n', X_Y, ["line 2", "quotation mark"]),
        ("x,y\n1," + "2" * 200_000, X_Y, ["line 2", "CSV"]),
        ("x,y\n1," + "2" * 300_000, X_Y, ["line 2", "longer"]),
        (",".join("x" * 501), X_Y, ["501 columns"]),
        ("x,y\n1,0.5\n", X_CLASS, ["line 2", "“0.5”", "class"]),
        ("x,y\n1,cat\n2,\n", X_CLASS, ["line 3", "“”", "class"]),
        ("x,y,s\n1,2,maybe\n", ColumnChoice((0,), 1, False, 2), ["line 2", "“s”", "“maybe”", "train"]),
    ],
)
def test_refusals_say_where_and_what(text: str, choice: ColumnChoice, words: list[str]) -> None:
    error = refusal(text, choice)
    for word in ["data.csv", *words]:
        assert word in error
    assert len(error) < 300


def test_a_number_with_a_comma_can_be_too_large() -> None:
    error = refusal("x;y\n1,5;1,5e999\n", X_Y, CsvFormat(delimiter=";", has_decimal_comma=True))
    assert "line 2, column “y”: “1,5e999” is too large" in error


def test_the_point_is_refused_where_the_comma_is_the_sign() -> None:
    error = refusal("x;y\n1,5;1.234\n", X_Y, CsvFormat(delimiter=";", has_decimal_comma=True))
    assert "“1.234” has a point" in error


@pytest.mark.parametrize(
    ("cells", "has_comma", "numbers"),
    [
        ("1,234.5 -12,345 0.125 999", False, [1234.5, -12345, 0.125, 999]),
        ("1.234,5 1.234.567 0,125", True, [1234.5, 1234567, 0.125]),
        ("1'234.5 1\u202f234 −1’000", False, [1234.5, 1234, -1000]),
    ],
)
def test_separated_thousands(cells: str, has_comma: bool, numbers: list[float]) -> None:
    form = CsvFormat(delimiter=";", has_decimal_comma=has_comma, has_thousands=True)
    table = read("x;y\n" + "".join(f"{cell};1\n" for cell in cells.split(" ")), X_Y, form)
    assert table.points.inputs[:, 0].tolist() == numbers


def test_what_is_no_group_of_thousands_is_refused() -> None:
    assert "“1,5” has a comma" in refusal("x;y\n1,5;2\n", X_Y, CsvFormat(delimiter=";", has_thousands=True))


def test_incomplete_rows_are_counted_and_can_be_left_out() -> None:
    rows = "".join(f"{number},{number}\n" for number in range(1500))
    text = f"x,y\n1,\n{rows},2\nNA,3\n4,5\n"
    with pytest.raises(IncompleteError, match="line 2") as caught:
        read(text, X_Y)
    assert caught.value.n_rows == 3
    table = read(text, replace(X_Y, skips_incomplete=True))
    assert len(table.points) == 1501
    assert table.n_left_out == 3


def test_only_what_is_missing_is_left_out() -> None:
    assert "“oops”" in refusal("x,y\n1,oops\n2,3\n", replace(X_Y, skips_incomplete=True))
    table = read("x,class\n1,NA\n2,\n3,b\n", replace(X_CLASS, skips_incomplete=True))
    assert table.names.classes == ("b", "NA")


@pytest.mark.parametrize(
    ("content", "encoding", "line"),
    [
        (b"x,y\n" + b"1,2\n" * 5000 + b"\xe9,2\n", "utf-8", 5002),
        (b"x,y\r\n1,2\r\n\xff,2\r\n", "gb18030", 3),
        (b"x,y\r1,2\r\x81,2\r", "cp1252", 3),
        (b"\xff\xfex\0,\0y\0\n\0\0\xdc1\0", "utf-16", 2),
        (b"x,y\n1,2\n", "utf-16", 1),
    ],
)
def test_bytes_that_are_not_in_the_encoding(content: bytes, encoding: str, line: int) -> None:
    with pytest.raises(UserError, match=f"line {line}: .*{ENCODINGS[encoding]}"):
        read_table(Source("data.csv", content), CsvFormat(encoding), X_Y)


@pytest.mark.parametrize(("content", "word"), [(b"PK\x03\x04rest", "workbook"), (b"\xd0\xcf\x11\xe0\0", "workbook"), (b"1\0,2", "UTF-8")])  # fmt: skip
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, word: str) -> None:
    path = tmp_path / "data.csv"
    path.write_bytes(content)
    with pytest.raises(UserError, match=word):
        Source.load(path)


def test_sizes_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MAX_POINTS", 3)
    assert len(read("x,y\n" + "1,2\n" * 3, X_Y).points) == 3
    assert "more than 3 rows" in refusal("x,y\n" + "1,2\n" * 4, X_Y)
    monkeypatch.setattr(csv_rows, "MAX_LINES", 10)
    assert "more than 10 lines" in refusal("x,y\n" + "\n" * 10, X_Y)
    monkeypatch.setattr(csv_source, "MAX_BYTES", 10)
    with pytest.raises(UserError, match="Clipboard is larger"):
        Source.of_text("Clipboard", "x" * 11)


# ------------------------------------------------------------ many rows


def many(n_rows: int) -> Source:
    numbers = np.random.default_rng(0).normal(size=(n_rows, 3))
    points = Points.of(numbers[:, :2], numbers[:, 2])
    return Source("many.csv", write_table(points, Names(), Task.REGRESSION_2D))


def test_100_000_rows_with_progress() -> None:
    source = many(100_000)
    shares: list[float] = []
    started = time.process_time()
    table = read_table(source, recognise(source), ColumnChoice((0, 1), 2, False), shares.append)
    assert time.process_time() - started < 5
    assert len(table.points) == 100_000
    assert shares == sorted(shares)
    assert len(shares) > 100
    assert shares[-1] == 1


def test_reading_can_be_cancelled_at_any_time() -> None:
    source = many(5000)
    for n_asked in range(10):
        answers = iter([False] * n_asked + [True] * 100)
        with pytest.raises(CancelledError):
            read_table(source, CsvFormat("utf-8-sig"), ColumnChoice((0, 1), 2, False), is_cancelled=answers.__next__)


@pytest.mark.parametrize("content", [b"\n" * 2**25, b'"\n' * 2**24, b'"' * 2**25, b"1," * 2**24, b"1,2\n" * 2**23, b"\xb0\xa1" * 2**24])  # fmt: skip
def test_hostile_32_mib_are_refused_soon(content: bytes) -> None:
    started = time.process_time()
    with pytest.raises(UserError):
        recognised(content)
    assert time.process_time() - started < 5  # half a second on a quiet machine


# ------------------------------------------------------------ there and back


@pytest.mark.parametrize("task", list(Task))
@pytest.mark.parametrize("has_test", [False, True])
def test_what_is_written_is_read_back_bit_by_bit(task: Task, has_test: bool) -> None:
    random = np.random.default_rng([task.n_inputs, has_test])
    n_points = 500
    inputs = random.normal(size=(n_points, task.n_inputs)) * 10.0 ** random.integers(-300, 300, (n_points, 1))
    inputs[:4, 0] = [0.0, -0.0, 5e-324, 1.7976931348623157e308]
    targets = random.integers(0, 10, n_points) if task.is_classification else random.normal(size=n_points)
    points = Points.of(inputs, targets, random.random(n_points) < 0.3 if has_test else None)
    source = Source("points.csv", write_table(points, Names(), task))
    form = recognise(source)
    choice = guess_choice(read_head(source, form))
    table = read_table(source, form, choice)
    assert form == CsvFormat("utf-8-sig", ",", True, False)
    assert table.task is task
    assert table.points.equals(points)
    assert table.points.inputs.tobytes() == points.inputs.tobytes()
    assert table.points.targets.tobytes() == points.targets.tobytes()


def test_names_go_there_and_back(tmp_path: Path) -> None:
    names = Names(("面积, m²", 'the "age"'), "a\nb", ("猫", "dog; big", "1"))
    points = Points.of([[1, 2], [3, 4], [5, 6], [7, 8]], [0, 1, 2, 0], [False, True, False, False])
    content = write_table(points, names, Task.CLASSIFICATION_2D)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").endswith("7.0,8.0,猫,train\r\n")
    table = recognised(content)
    assert table.points.inputs.tolist() == points.inputs.tolist()
    assert table.points.is_test.tolist() == points.is_test.tolist()
    assert (table.names.inputs, table.names.target) == (("面积, m²", 'the "age"'), "a b")
    # Classes are numbered anew, in natural order.
    assert [table.names.classes[int(number)] for number in table.points.targets] == ["猫", "dog; big", "1", "猫"]
    path = tmp_path / "points.csv"
    path.write_bytes(content)
    assert read_file(path, Task.CLASSIFICATION_2D).points.equals(table.points)


@pytest.mark.parametrize("classes", [("a",), ("a", "a"), ("a", " ")])
def test_classes_without_names_of_their_own_are_written_as_numbers(classes: tuple[str, ...]) -> None:
    content = write_table(Points.of([1, 2], [0, 1]), Names(("2019",), "", classes), Task.CLASSIFICATION_1D)
    assert content.decode("utf-8-sig") == "x,class\r\n1.0,0\r\n2.0,1\r\n"


def test_no_points_are_a_header() -> None:
    assert write_table(Points.empty(2), Names(), Task.REGRESSION_2D).decode("utf-8-sig") == "x1,x2,y\r\n"


# ------------------------------------------------------------ damage

GOOD = [
    "Größe;Höhe;Güte\r\n1,5;2,25;gut\r\n3;4,125;schlecht\r\n-5e-3;6;gut\r\n".encode("cp1252"),
    "面积,房龄,价格\r\n89.5,12,315\r\n60,3,220.5\r\n75,8,260\r\n".encode("gb18030"),
    "身高\t体重\t性别\r\n170\t65\t男\r\n160\t50\t女\r\n".encode("utf-16"),
    '"x, 1","x ""2""",y,train/test\n1,2,0,train\n"3","4",1,test\n5,6,1,train\n'.encode("utf-8-sig"),
    b"sep=|\n1.5|2|cat\n3|4|dog\n\n5|6|cat\n",
    b"0.5 1.5 2.5\n 1   2   3\n",
]


def test_1000_damaged_tables_give_points_or_the_own_error(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    path = tmp_path / "damaged.csv"
    n_read = n_refused = 0
    for number in range(1000):
        content = bytearray(GOOD[number % len(GOOD)])
        for _ in range(random.integers(1, 4)):
            place = int(random.integers(0, max(len(content), 1)))
            kind = random.integers(0, 4)
            if kind == 0:
                content[place : place + 1] = bytes([random.integers(0, 256)])
            elif kind == 1:
                content[place:place] = random.choice([b'"', b",", b";", b"\n", b"\r", b"\t", b"\xff", b"_", b"1e999", b" "])  # fmt: skip
            elif kind == 2:
                del content[place : place + int(random.integers(1, 9))]
            else:
                content[place:] = b""
        path.write_bytes(content)
        try:
            source = Source.load(path)
            form = recognise(source)
            table = read_table(source, form, guess_choice(read_head(source, form)))
        except UserError:
            n_refused += 1
        else:
            assert len(table.points) > 0
            assert np.isfinite(table.points.inputs).all()
            assert np.isfinite(table.points.targets).all()
            assert table.points.n_inputs == table.task.n_inputs
            n_read += 1
    assert min(n_read, n_refused) > 100


def test_any_format_reads_any_table_or_refuses_it() -> None:
    random = np.random.default_rng(1)
    for number in range(1000):
        content = GOOD[number % len(GOOD)]
        form = CsvFormat(
            str(random.choice(list(ENCODINGS))),
            str(random.choice([",", ";", "\t", "|", " "])),
            bool(random.integers(2)),
            bool(random.integers(2)),
        )
        columns = random.permutation(5)[:4].tolist()
        choice = ColumnChoice(
            tuple(columns[:2]), columns[2], bool(random.integers(2)), random.choice([None, columns[3]])
        )
        with contextlib.suppress(UserError):
            read_table(Source("table.csv", content), form, choice)
        head = read_head(Source("table.csv", content), form)
        assert len(head.rows) == len(head.lines)
        guess_choice(head)
