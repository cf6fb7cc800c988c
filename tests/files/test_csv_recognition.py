"""Recognising how a table is written, and which of its columns are what: samples as spreadsheets save them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.files.csv_columns import ColumnChoice, guess_choice
from app.files.csv_doubts import Kind, find_doubt
from app.files.csv_encoding import guess_encoding
from app.files.csv_format import CsvFormat
from app.files.csv_recognise import recognise
from app.files.csv_rows import read_head
from app.files.csv_source import Source


def choice_of(text: str) -> ColumnChoice:
    source = Source("table.csv", text.encode())
    return guess_choice(read_head(source, recognise(source)))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("x,y\n1,2\n", "utf-8"),
        ("Größe,面积\n1,2\n", "utf-8"),
        ("面积,房龄\n1,2\n", "utf-8-sig"),
        ("面积\t房龄\n1\t2\n", "utf-16"),
        ("面积,房龄,价格\n1,2,3\n", "gb18030"),
        ("类别\n鸢尾花\n", "gb18030"),
        ("身高（厘米）;体重（千克）\n1;2\n", "gb18030"),
        ("x坐标,y坐标,组A别\n1,2,3\n", "gb18030"),
        ("㐀㐁,价格\n1,2\n", "gb18030"),
        ("Größe;Höhe\n1;2\n", "cp1252"),
        ("GRÖßE;MAß\n1;2\n", "cp1252"),
        ("Temperatur °C;Fläche m²;µm\n1;2;3\n", "cp1252"),
        ("année;température;qualité;âge\n1;2;3;4\n", "cp1252"),
        ("Preis €;„Güte“\n1;2\n", "cp1252"),
        ("señal;peça;ação\n1;2;3\n", "cp1252"),
    ],
)
def test_encodings(text: str, encoding: str) -> None:
    assert guess_encoding(text.encode(encoding)) == encoding


def test_bytes_that_nothing_else_can_be_are_latin_1() -> None:
    assert guess_encoding(b"x;y\n\x81 \x8d \x90;\xe9 1\n") == "latin-1"


@pytest.mark.parametrize(
    ("text", "delimiter", "has_header", "has_decimal_comma"),
    [
        ("x,y\n1.5,2\n", ",", True, False),
        ("1.5,2\n3,4\n", ",", False, False),
        ("x;y\n1,5;2,25\n", ";", True, True),
        ("1,5;2,25\n", ";", False, True),
        ("1,5\t2,25\n3\t4\n", "\t", False, True),
        ("1.5\t2\n3\t4\n", "\t", False, False),
        ("a|b\n1|2\n", "|", True, False),
        ("  1.5   2.5\n  3     4\n", " ", False, False),
        ('x,y\n"1,5","2,5"\n', ",", True, True),
        ("x;y\n1,234;5\n12,5;6\n", ";", True, True),
        ("x;y\n0,125;5\n", ";", True, True),
        ("name;comment\n1;a, b\n2;c, d\n", ";", True, False),
        ("sep=;\nx;y\n1;2\n", ";", True, False),
        ("sep=|\n1|2\n", "|", False, False),
        # What is between the cells tells a decimal comma from one that separates thousands.
        ("x;y\n1,234;5\n2,345;6\n", ";", True, True),
        ("1,250\t2,375\t0\n", "\t", False, True),
        ('x,y\n"1,234",5\n"2,345",6\n', ",", True, False),
        # A header may hold numbers.
        ("Land;2019;2020\nA;1;2\nB;2;3\nC;4;5\n", ";", True, False),
        ("x,1\n1,2\n3,4\n", ",", True, False),
        ("NA,1\n1,2\n3,4\n", ",", False, False),
        ("1o,1\n1,2\n3,4\n", ",", False, False),
        ("cat,1990\ndog,1995\ncow,2001\n", ",", False, False),
        ('x,y\n"1,234,567",2\n"3,456,789",3\n', ",", True, False),
        ("x;y\n1,234.5;2\n2,345.5;3\n", ";", True, False),
        ("", ",", False, False),
        ("\n\n", ",", False, False),
    ],
)
def test_delimiter_header_and_decimal_sign(
    text: str, delimiter: str, has_header: bool, has_decimal_comma: bool
) -> None:
    assert recognise(Source("table.csv", text.encode())) == CsvFormat("utf-8", delimiter, has_header, has_decimal_comma)


@pytest.mark.parametrize(
    ("text", "first_line", "columns"),
    [
        ("My measurements,,\n,,\nx,y,c\n1,2,0\n2,3,1\n", 3, ("x", "y", "c")),
        ("My measurements\nof May\n\nx;y\n1,5;2\n3;4\n", 4, ("x", "y")),
        ("# made by foo, 2020\nx,y\n1,2\n3,4\n", 2, ("x", "y")),
        ("# made by foo\n# x,y\n1,2\n3,4\n", 2, ("x", "y")),
        ("# made by foo\n1 2\n3 4\n", 2, ("", "")),
        ("#,x,y\n1,2,3\n2,3,4\n", 1, ("#", "x", "y")),
        (",y\n0,5\n1,6\n", 1, ("", "y")),
        ("1\n1,2\n3,4\n", 1, ("",)),
    ],
)
def test_what_stands_above_the_table_is_passed_over(text: str, first_line: int, columns: tuple[str, ...]) -> None:
    source = Source("table.csv", text.encode())
    form = recognise(source)
    assert form.first_line == first_line
    assert read_head(source, form).columns == columns


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("x,y\n1,2\n3,4\n", ColumnChoice((0,), 1, False)),
        ("x1,x2,y\n1,2,3.5\n3,4,5.5\n", ColumnChoice((0, 1), 2, False)),
        ("x,y\n" + "1,0\n2,1\n" * 2, ColumnChoice((0,), 1, True)),
        ("x,y\n1,2\n2,4\n3,6\n", ColumnChoice((0,), 1, False)),
        ("x,class\n1,2\n2,4\n3,6\n", ColumnChoice((0,), 1, True)),
        ("x,y\n" + "1.5,1\n2,2\n3,3\n" * 5, ColumnChoice((0,), 1, True)),
        ("a,b,c,d,species\n1,2,3,4,setosa\n5,6,7,8,virginica\n", ColumnChoice((0, 1), 4, True)),
        ("label,x1,x2\ncat,1,2\ndog,3,4\n", ColumnChoice((1, 2), 0, True)),
        ("x1,label,x2\n1,cat,2\n3,dog,4\n", ColumnChoice((0, 2), 1, True)),
        (",x,y\n0,5,2\n1,6,4\n2,1,3\n", ColumnChoice((1,), 2, False)),
        ("id,x,y,split\n1,5,2,train\n2,6,4,test\n", ColumnChoice((1,), 2, False, 3)),
        ("x,y,用途\n5,2,训练\n6,4,测试\n", ColumnChoice((0,), 1, False, 2)),
        ("x,is_test,y\n5,0,2\n6,1,4\n", ColumnChoice((0,), 2, False, 1)),
        ("1,2,train\n3,4,test\n", ColumnChoice((0,), 1, False, 2)),
        ("x,y,remark\n5,2,good\n6,4,\n", ColumnChoice((0,), 1, False)),
        ("x\n1\n2\n", ColumnChoice((0,), 0, False)),
    ],
)
def test_proposed_columns(text: str, choice: ColumnChoice) -> None:
    assert choice_of(text) == choice


@pytest.mark.parametrize(
    ("text", "kind", "changes"),
    [
        ("x;y\n1.234;5\n2.345;6\n", Kind.THOUSANDS, {"has_thousands": True, "has_decimal_comma": True}),
        ("x;y\n1,234;5\n2,345;6\n", Kind.THOUSANDS, {"has_thousands": True, "has_decimal_comma": False}),
        ("x;y\n1.234;0,5\n2.345;6\n", Kind.THOUSANDS, {"has_thousands": True}),
        ('x,y\n"1,234.5",5\n', Kind.THOUSANDS, {"has_thousands": True}),
        ("2019;2020\n1;2\n2;3\n3;5\n", Kind.HEADER, {"has_header": True}),
        ("x;y\n1.234;5\n12.5;6\n", None, {}),
        ("x;y\n0.234;5\n", None, {}),
        ("x,y\n1.234,5\n", None, {}),
        ("0;100\n1;50\n2;25\n3;12\n", None, {}),
    ],
)
def test_doubts_offer_the_other_way(text: str, kind: Kind | None, changes: dict[str, bool]) -> None:
    source = Source("table.csv", text.encode())
    form = recognise(source)
    head = read_head(source, form)
    doubt = find_doubt(head, form, guess_choice(head))
    assert (doubt and doubt.kind) == kind
    if doubt is not None:
        assert doubt.form == replace(form, **changes)
        assert find_doubt(read_head(source, doubt.form), doubt.form, guess_choice(head)) is None


def test_a_cut_head_ends_with_a_whole_row() -> None:
    text = "面积;y\n" + "1,5;2,5\n" * 20_000
    source = Source("table.csv", text.encode("gb18030"))
    form = recognise(source)
    head = read_head(source, form)
    assert form == CsvFormat("gb18030", ";", True, True)
    assert head.columns == ("面积", "y")
    assert set(head.rows) == {("1,5", "2,5")}
    assert head.lines[:2] == (2, 3)
    assert len(read_head(source, form, 50).rows) == 50
