"""The row of the import dialog that says which columns of a table are taken as what."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from app.files.csv_columns import ColumnChoice
from app.gui.views.form_combo import Entry
from app.gui.views.import_preview import column_text
from app.gui.views.import_row import ComboRow

_NONE = ""


class ColumnRow(ComboRow):
    """Shows a `ColumnChoice`, as proposed or chosen, and lets a person choose another."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(dict.fromkeys(("input1", "input2", "target", "kind", "test"), 1), parent)

    def set_choice(self, columns: tuple[str, ...], choice: ColumnChoice) -> None:
        """Offer the columns that a table has in the window's language, and show which are chosen."""
        translate = QCoreApplication.translate
        entries = [Entry(str(i), column_text(columns, i)) for i in range(len(columns))]
        none = Entry(_NONE, translate("ImportDialog", "none"))
        for key in ("input1", "target"):
            self.combos[key].set_entries(entries)
        for key in ("input2", "test"):
            self.combos[key].set_entries([none, *entries])
        self.combos["kind"].set_entries(
            [
                Entry("number", translate("ImportDialog", "a number")),
                Entry("class", translate("ImportDialog", "a class")),
            ]
        )
        self.set_chosen(
            {
                "input1": str(choice.inputs[0]),
                "input2": str(choice.inputs[1]) if len(choice.inputs) == 2 else _NONE,
                "target": str(choice.target),
                "kind": "class" if choice.is_class else "number",
                "test": _NONE if choice.test is None else str(choice.test),
            }
        )

    def choice(self, skips_incomplete: bool) -> ColumnChoice | None:
        """Return what is chosen; None while there are no columns."""
        inputs = [self.chosen("input1"), self.chosen("input2")]
        target, test = self.chosen("target"), self.chosen("test")
        if not (inputs[0] and target):
            return None
        return ColumnChoice(
            inputs=tuple(int(column) for column in inputs if column != _NONE),
            target=int(target),
            is_class=self.chosen("kind") == "class",
            test=None if test == _NONE else int(test),
            skips_incomplete=skips_incomplete,
        )

    def retranslate(self) -> None:
        """Set captions and tool tips in the window's language; `set_choice` does it for what can be chosen."""
        translate = QCoreApplication.translate
        self.set_texts({
            "input1": (translate("ImportDialog", "Input 1"), translate("ImportDialog", "What the model sees")),
            "input2": (translate("ImportDialog", "Input 2"), translate("ImportDialog", "What else the model sees; none for a curve")),
            "target": (translate("ImportDialog", "Target"), translate("ImportDialog", "What the model is to predict")),
            "kind": (translate("ImportDialog", "The target is"), translate("ImportDialog", "A number to hit, or one of up to ten classes, by name or number")),
            "test": (translate("ImportDialog", "Train / test"), translate("ImportDialog", "A column with the words train and test; none if the split is made here")),
        })  # fmt: skip
