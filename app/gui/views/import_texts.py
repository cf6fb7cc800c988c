"""What an import says in words: what will come of a table, and what it may mean otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.files.csv_doubts import Doubt, Kind
from app.files.csv_numbers import without_groups
from app.files.csv_rows import shown
from app.files.tables import Imported
from app.gui.texts import count_text, points_text


def outcome_text(imported: Imported) -> str:
    """Say how many points there are, what is predicted from what, the classes and the points kept for the test."""
    points, names, task = imported.points, imported.names, imported.task
    inputs = ", ".join(names.inputs or (("x",) if points.n_inputs == 1 else ("x1", "x2")))
    target = names.target or ("" if task.is_classification else "y")
    if not target:
        target = QCoreApplication.translate("ImportDialog", "class")
    sentences = [f"{points_text(len(points))}:  {inputs} → {target}"]
    if names.classes:
        sentences.append(_classes_text(names.classes))
    elif task.is_classification:
        sentences.append(_classes_text([str(number) for number in sorted({int(target) for target in points.targets})]))
    n_test = len(points) - points.n_train
    if n_test:
        template = QCoreApplication.translate("ImportDialog", "{count} of the points for the test")
        sentences.append(template.format(count=count_text(n_test)))
    elif imported.has_split:
        sentences.append(QCoreApplication.translate("ImportDialog", "none of the points for the test"))
    if imported.n_left_out:
        template = QCoreApplication.translate("ImportDialog", "incomplete rows left out: {count}")
        sentences.append(template.format(count=count_text(imported.n_left_out)))
    return "  ·  ".join(sentences)


def doubt_texts(doubt: Doubt) -> tuple[str, str]:
    """Return what is in doubt about a table, and what the button is called that reads it the other way."""
    translate, cell = QCoreApplication.translate, shown(doubt.cell)
    if doubt.kind is Kind.HEADER:
        text = translate(
            "ImportDialog", "The first row lies far from the numbers below it (“{cell}”). Perhaps it names the columns."
        )
        return text.format(cell=cell), translate("ImportDialog", "Names the columns")  # fmt: skip
    text = translate("ImportDialog", "Perhaps the thousands are separated: “{cell}” would then be {number}.")
    plain = without_groups(doubt.cell, doubt.form.has_decimal_comma)
    return text.format(cell=cell, number=plain), translate("ImportDialog", "Read it as {number}").format(number=plain)


def incomplete_texts(n_rows: int) -> tuple[str, str]:
    """Return what can be done about incomplete rows, and what the button is called that does it."""
    text = QCoreApplication.translate("ImportDialog", "In some rows a number is missing.")
    action = QCoreApplication.translate("ImportDialog", "Leave out incomplete rows ({count})")
    return text, action.format(count=count_text(n_rows))


def _classes_text(names: Sequence[str]) -> str:
    if len(names) == 1:
        return QCoreApplication.translate("ImportDialog", "one class only: {name}").format(name=names[0])
    template = QCoreApplication.translate("ImportDialog", "{count} classes: {names}")
    return template.format(count=len(names), names=", ".join(names))
