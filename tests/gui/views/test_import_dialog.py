"""The dialog that asks how a table is to be read."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.files.csv_columns import ColumnChoice
from app.files.csv_format import CsvFormat
from app.files.csv_recognise import recognise
from app.files.csv_source import Source
from app.files.tables import read_table
from app.gui.views.import_dialog import ImportDialog
from app.text import UserError

TEXT = "Nr;Größe;Güte;split\r\n1;1,5;gut;train\r\n2;2,5;schlecht;test\r\n3;4;gut;train\r\n"


@pytest.fixture
def dialog(qtbot: QtBot) -> ImportDialog:
    dialog = ImportDialog("data.csv")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def show(dialog: ImportDialog, content: bytes) -> Source:
    source = Source("data.csv", content)
    dialog.set_source(source, recognise(source))
    return source


def choose(dialog: ImportDialog, key: str, value: str) -> None:
    combo = dialog.combos[key]
    row = combo.findData(value)
    assert row >= 0
    combo.setCurrentIndex(row)
    combo.activated.emit(row)


def header(dialog: ImportDialog) -> list[str]:
    model = dialog.preview.preview
    return [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())]  # type: ignore[misc]


def test_what_is_recognised_is_shown(dialog: ImportDialog) -> None:
    show(dialog, TEXT.encode("cp1252"))
    shown = {key: combo.currentText() for key, combo in dialog.combos.items()}
    assert shown == {
        "encoding": "Windows-1252", "delimiter": "semicolon  ;", "decimal": "comma  1,5", "header": "names the columns",
        "first_line": "1:  Nr, Größe, Güte, split",
        "input1": "Größe", "input2": "none", "target": "Güte", "kind": "a class", "test": "split",
    }  # fmt: skip
    assert header(dialog) == ["Nr\n–", "Größe\ninput", "Güte\nclass", "split\ntrain / test"]
    model = dialog.preview.preview
    assert model.index(1, 1).data() == "2,5"
    assert [model.headerData(i, Qt.Orientation.Vertical) for i in range(3)] == ["2", "3", "4"]
    assert model.index(0, 0).data(Qt.ItemDataRole.BackgroundRole) is None
    tints = [model.index(0, i).data(Qt.ItemDataRole.BackgroundRole).alphaF() for i in (1, 2)]
    assert 0 < tints[0] < tints[1]


def test_a_chosen_column_comes_in_sight(dialog: ImportDialog) -> None:
    show(dialog, b"\n".join(b",".join(b"%d" % (100 * row + column) for column in range(40)) for row in range(5)))
    seen = dialog.preview.viewport().rect()
    for key, column in (("input1", 2), ("target", 37), ("test", 0), ("input2", 20)):
        choose(dialog, key, str(column))
        place = dialog.preview.visualRect(dialog.preview.preview.index(0, column))
        assert seen.intersects(place), key


def test_setters_are_silent_and_gestures_speak(dialog: ImportDialog, qtbot: QtBot) -> None:
    wishes: list[tuple[Source, CsvFormat, ColumnChoice]] = []
    dialog.readRequested.connect(lambda *wish: wishes.append(wish))
    source = show(dialog, TEXT.encode("cp1252"))
    assert wishes == []
    choose(dialog, "input2", "0")
    assert wishes[-1] == (source, CsvFormat("cp1252", ";", True, True), ColumnChoice((1, 0), 2, True, 3))
    choose(dialog, "test", "")
    choose(dialog, "target", "3")
    choose(dialog, "kind", "number")
    assert wishes[-1][2] == ColumnChoice((1, 0), 3, False, None)
    choose(dialog, "header", "no")
    assert wishes[-1][1:] == (CsvFormat("cp1252", ";", False, True), ColumnChoice((1, 0), 3, False, None))
    assert header(dialog)[0] == "Column 1\ninput 2"
    choose(dialog, "delimiter", ",")
    assert wishes[-1][1].delimiter == ","
    assert len(wishes) == 6
    choose(dialog, "first_line", "2")
    assert wishes[-1][1].first_line == 2
    choose(dialog, "encoding", "gb18030")
    assert wishes[-1][1].encoding == "gb18030"


def test_the_outcome_is_said_and_agreed_to(dialog: ImportDialog, qtbot: QtBot) -> None:
    source = show(dialog, TEXT.encode("cp1252"))
    assert dialog.outcome.text() == "Reading …"
    dialog.set_progress(0.5)
    assert dialog.progress.value() == 500
    assert dialog.progress.isVisible()
    imported = read_table(source, dialog.form, dialog.choice)
    dialog.set_imported(imported)
    assert (
        dialog.outcome.text() == "3 points:  Größe → Güte  ·  2 classes: gut, schlecht  ·  1 of the points for the test"
    )
    assert not dialog.progress.isVisible()
    with qtbot.waitSignal(dialog.imported) as signal:
        dialog.accept_button.click()
    assert signal.args == [imported]
    assert not dialog.isVisible()


def test_a_problem_is_said_and_its_row_marked(dialog: ImportDialog) -> None:
    source = show(dialog, b"x,y\n1,2\n3,oops\n4,5\n")
    with pytest.raises(UserError) as caught:
        read_table(source, dialog.form, ColumnChoice((0,), 1, False))
    dialog.set_problem(caught.value)
    assert "line 3" in dialog.outcome.text()
    assert dialog.outcome.property("role") == "error"
    assert not dialog.accept_button.isEnabled()
    assert [index.row() for index in dialog.preview.selectionModel().selectedRows()] == [1]
    choose(dialog, "target", "0")
    assert dialog.is_waiting
    assert dialog.preview.selectionModel().selectedRows() == []


def test_the_first_line_can_be_chosen(dialog: ImportDialog) -> None:
    show(dialog, b"My measurements,,\n,,\nx,y,c\n1,2,0\n2,3,1\n")
    assert dialog.combos["first_line"].currentText() == "3:  x, y, c"
    assert header(dialog)[0].startswith("x\n")
    choose(dialog, "first_line", "4")
    assert (dialog.form.first_line, dialog.form.has_header) == (4, False)
    choose(dialog, "first_line", "1")
    assert header(dialog)[0].startswith("My measurements\n")


def test_another_reading_is_one_click_away(dialog: ImportDialog) -> None:
    source = show(dialog, b"x;y\n1.234;5\n2.345;6\n")
    dialog.set_imported(read_table(source, dialog.form, dialog.choice))
    assert "“1.234” would then be 1234" in dialog.hint.text.text()
    dialog.hint.button.click()
    assert dialog.is_waiting
    assert not dialog.hint.isVisible()
    assert dialog.combos["decimal"].currentText() == "comma  1.234,5"
    assert read_table(source, dialog.form, dialog.choice).points.inputs.tolist() == [[1234], [2345]]


def test_incomplete_rows_are_left_out_by_a_click(dialog: ImportDialog) -> None:
    source = show(dialog, b"x,y\n1,2\n2,\nNA,4\n4,5\n")
    with pytest.raises(UserError) as caught:
        read_table(source, dialog.form, dialog.choice)
    dialog.set_problem(caught.value)
    assert dialog.hint.button.text() == "Leave out incomplete rows (2)"
    dialog.hint.button.click()
    dialog.set_imported(read_table(source, dialog.form, dialog.choice))
    assert "2 points" in dialog.outcome.text()
    assert "incomplete rows left out: 2" in dialog.outcome.text()
    assert not dialog.hint.isVisible()


def test_the_target_is_in_sight(dialog: ImportDialog, qtbot: QtBot) -> None:
    show(dialog, (",".join(f"column {i}" for i in range(40)) + "\n" + ",".join(map(str, range(40))) + "\n").encode())
    qtbot.wait(20)
    shown = dialog.preview.visualRect(dialog.preview.preview.index(0, 39))
    assert dialog.preview.viewport().rect().contains(shown.center())


def test_one_class_is_said(dialog: ImportDialog) -> None:
    source = show(dialog, b"x,class\n1,0\n2,0\n")
    dialog.set_imported(read_table(source, dialog.form, dialog.choice))
    assert "one class only: 0" in dialog.outcome.text()


def test_nothing_jumps(dialog: ImportDialog, qtbot: QtBot) -> None:
    source = show(dialog, TEXT.encode("cp1252"))
    qtbot.wait(20)
    before = [widget.geometry() for widget in (dialog.preview, dialog.outcome, dialog.accept_button)]
    dialog.set_imported(read_table(source, dialog.form, dialog.choice))
    qtbot.wait(20)
    dialog.set_problem(UserError("{text}", text="word " * 60))
    qtbot.wait(20)
    assert [widget.geometry() for widget in (dialog.preview, dialog.outcome, dialog.accept_button)] == before
    assert (dialog.width(), dialog.height()) == (720, 520)


@pytest.mark.parametrize("content", [b"", b"\n", b"x\n1\n", b",,,\n1,2,3\n", b'"', b"a,b\n" + b"1," * 70_000, b"\xff\xfe", b",".join([b"1"] * 600) + b"\n"])  # fmt: skip
def test_odd_tables_are_shown_as_well_as_possible(dialog: ImportDialog, qtbot: QtBot, content: bytes) -> None:
    show(dialog, content)
    for key in ("delimiter", "encoding", "header", "decimal", "first_line", "kind"):
        combo = dialog.combos[key]
        for row in range(combo.count()):
            choose(dialog, key, combo.itemData(row))
    qtbot.wait(20)


def test_names_with_markup_and_line_ends_are_plain_text(dialog: ImportDialog) -> None:
    show(dialog, b'"<b>x</b>\n1",y\n1,2\n')
    assert header(dialog)[0] == "<b>x</b> 1\ninput"
    assert "<b>" not in dialog.combos["input1"].toolTip()


def test_a_long_name_of_a_column_begins_with_its_beginning(dialog: ImportDialog) -> None:
    name = "Length & width of the petal, in mm"
    show(dialog, f"x;{name}\n1;2\n".encode())
    shown = header(dialog)[1].split("\n")[0]
    assert shown.startswith("Length")
    assert shown.endswith("…")
    heading = dialog.preview.horizontalHeader()
    assert heading.fontMetrics().horizontalAdvance(shown) < heading.sectionSize(1)
    tip = dialog.preview.preview.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == name.replace("&", "&amp;")


def test_rows_are_seen_in_a_large_font(qtbot: QtBot, qapp: QApplication) -> None:
    old, font = qapp.font(), qapp.font()
    font.setPointSizeF(18)
    qapp.setFont(font)
    dialog = ImportDialog("data.csv")
    qtbot.addWidget(dialog)
    dialog.show()
    show(dialog, b"x,y\n" + 20 * b"1,2\n")
    qapp.setFont(old)
    assert dialog.preview.viewport().height() >= 4 * dialog.preview.rowHeight(0)


def test_every_control_says_what_it_is(dialog: ImportDialog) -> None:
    show(dialog, TEXT.encode("cp1252"))
    for key, combo in dialog.combos.items():
        assert combo.objectName() == f"csv.{key}"
        assert combo.accessibleName()
        assert combo.toolTip()
    for widget in (dialog.preview, dialog.outcome, dialog.progress, dialog.title, dialog.hint.text):
        assert widget.accessibleName()


def test_the_language_changes_at_once(dialog: ImportDialog, qapp: QApplication) -> None:
    source = show(dialog, TEXT.encode("cp1252"))
    dialog.set_imported(read_table(source, dialog.form, dialog.choice))
    form, choice = dialog.form, dialog.choice
    QApplication.sendEvent(dialog, QEvent(QEvent.Type.LanguageChange))
    assert (dialog.form, dialog.choice) == (form, choice)
    assert dialog.accept_button.isEnabled()
    assert dialog.combos["target"].currentText() == "Güte"
