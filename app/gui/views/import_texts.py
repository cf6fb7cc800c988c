"""What an import says in words: what will come of a table."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from app.files.tables import Imported
from app.gui.texts import count_text


def outcome_text(imported: Imported) -> str:
    """Say how many points there are, what is predicted from what, the classes and the points kept for the test."""
    points, names, task = imported.points, imported.names, imported.task
    inputs = ", ".join(names.inputs or (("x",) if points.n_inputs == 1 else ("x1", "x2")))
    target = names.target or ("" if task.is_classification else "y")
    if not target:
        target = QCoreApplication.translate("ImportDialog", "class")
    sentences = [f"{_points_text(len(points))}:  {inputs} → {target}"]
    if names.classes:
        template = QCoreApplication.translate("ImportDialog", "{count} classes: {names}")
        sentences.append(template.format(count=len(names.classes), names=", ".join(names.classes)))
    elif task.is_classification:
        template = QCoreApplication.translate("ImportDialog", "classes {names}")
        numbers = sorted({int(target) for target in points.targets})
        sentences.append(template.format(names=", ".join(map(str, numbers))))
    n_test = len(points) - points.n_train
    if n_test:
        template = QCoreApplication.translate("ImportDialog", "{count} of the points for the test")
        sentences.append(template.format(count=count_text(n_test)))
    return "  ·  ".join(sentences)


def _points_text(count: int) -> str:
    if count == 1:
        return QCoreApplication.translate("ImportDialog", "1 point")
    return QCoreApplication.translate("ImportDialog", "{count} points").format(count=count_text(count))
