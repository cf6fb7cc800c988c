"""The left column: everything that can be chosen, in the four steps of a PyTorch program.

Rows are made from the tables: which ones and where says `form_plan`, of what kind says `_new_control`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.data import formulas
from app.gui.texts import choice_text
from app.gui.views import form_plan
from app.gui.views.form_combo import ChoiceControl, Entry
from app.gui.views.form_control import FormControl
from app.gui.views.form_entries import entries, table_entries
from app.gui.views.form_features import FeaturesControl
from app.gui.views.form_number import NumberControl
from app.gui.views.form_plan import LAYER_BY_LAYER
from app.gui.views.form_row import FormRow
from app.gui.views.form_section import FormSection
from app.gui.views.form_switch import SwitchControl
from app.gui.views.form_text import TextControl
from app.gui.views.form_texts import bounds_text, change_text, name_and_help, tool_tip
from app.gui.views.form_weights import WeightsControl
from app.gui.views.layers_editor import LayersEditor
from app.gui.views.seed_field import SeedControl
from app.training.config import Config

WIDTH = 290
_MARGIN = 12
_SCROLL_BAR = 8
_WIDE = ("task", "model", "loss", "optimizer")
_WITH_NOTE = ("model", "loss", "optimizer")

_STYLE = """
QToolButton[role="more"] { color: palette(placeholder-text); padding: 1px 4px; }
QToolButton[role="more"]:checked { background: transparent; border-color: transparent; }
QToolButton[role="more"]:hover, QToolButton[role="more"]:focus { color: palette(highlight); }
QPushButton[role="step"], QPushButton[role="toggle"] { background: palette(light); border: 1px solid palette(mid); padding: 2px; min-height: 1.4em; }
QPushButton[role="step"] { min-width: 1.4em; }
QPushButton[role="step"]:disabled { color: palette(mid); background: transparent; }
QPushButton[role="toggle"] { color: palette(placeholder-text); }
QPushButton[role="toggle"]:checked { color: palette(highlight); border-color: palette(highlight); }
QPushButton[role="step"]:focus, QPushButton[role="toggle"]:focus { border-color: palette(highlight); }
QPushButton[role="small"] { padding: 2px 8px; min-height: 1.4em; }
QLabel[role="dot"] { color: palette(highlight); }
"""


class SettingsPanel(QWidget):
    """The form of a configuration. Setters are silent.

    Signals
    -------
    configEdited
        A wish: configuration key and value. The configuration shown changes only by `set_config`.
    newSampleRequested, newWeightsRequested
        Wishes for another seed of the data, of the weights.
    currentWeightsWanted
        A wish for the weights that the model has now, as initial ones.
    """

    configEdited = Signal(str, object)
    newSampleRequested = Signal()
    newWeightsRequested = Signal()
    currentWeightsWanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setStyleSheet(_STYLE)
        self._config = Config()
        self._devices: tuple[Entry, ...] = (Entry("cpu", "CPU"),)
        self._rows: dict[str, FormRow] = {}
        self._slots: dict[str, form_plan.Slot] = {}
        self._edited_key = ""
        self._tab_chain: list[QWidget] = []
        self._wanted_in_sight: QWidget | None = None
        self._content = QWidget(self)
        column = QVBoxLayout(self._content)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(8)
        self._sections: dict[str, FormSection] = {}
        for step in form_plan.plan(self._config):
            if self._sections:
                line = QFrame(self._content)
                line.setProperty("role", "line")
                line.setFrameStyle(QFrame.Shape.HLine | QFrame.Shadow.Plain)
                column.addWidget(line)
            section = FormSection(step.name, self._content)
            section.unfolded.connect(self._on_section_unfolded)
            column.addWidget(section)
            self._sections[step.name] = section
        column.addStretch(1)
        self._area = QScrollArea(self)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._content)
        self._area.verticalScrollBar().rangeChanged.connect(self._on_scroll_range_changed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._area)
        self._content.installEventFilter(self)
        self.retranslate()
        self.set_config(self._config)

    def set_config(self, config: Config) -> None:
        """Show a configuration. Text that is being typed stays, and what was refused elsewhere in the form."""
        if config == self._config and self._rows and not self._edited_key:
            return
        self._config = config
        self._show_rows(form_plan.plan(config))
        for key, row in self._rows.items():
            keeps_text = row.is_pending and (row.has_focus or self._edited_key not in ("", key))
            self._show_value(row, keeps_text)
            if not keeps_text:
                row.clear_error()
        for step in form_plan.plan(config):
            changed = [slot for slot in step.more if form_plan.value_of(config, slot.key) != form_plan.default_of(slot)]
            self._sections[step.name].set_changed(len(changed))
        self._set_tab_order()

    def set_devices(self, devices: Sequence[Entry]) -> None:
        """Offer devices; those with a problem are listed with it and cannot be chosen."""
        self._devices = tuple(devices)
        self._show_value(self._rows["device"], False)

    def show_error(self, key: str, message: str) -> bool:
        """Show why a wish was refused, at its field; return False if the form has no field for the key."""
        row = self._row_of(key)
        if row is None:
            return False
        self._show_value(row, keeps_text=True)
        row.set_error(message)
        for section in self._sections.values():
            if section.more.isAncestorOf(row):
                section.set_unfolded(True)
        self._bring_to_sight(row)
        return True

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        titles = {
            "data": QCoreApplication.translate("SettingsPanel", "DATA"),
            "model": QCoreApplication.translate("SettingsPanel", "MODEL"),
            "loss": QCoreApplication.translate("SettingsPanel", "LOSS AND OPTIMIZER"),
            "training": QCoreApplication.translate("SettingsPanel", "TRAINING"),
        }
        for number, (name, section) in enumerate(self._sections.items(), 1):
            section.set_title(number, titles[name])
        self.setAccessibleName(QCoreApplication.translate("SettingsPanel", "Settings"))
        for key, row in self._rows.items():
            self._set_row_texts(row, self._slots[key])
            self._show_entries(row)

    def sizeHint(self) -> QSize:
        """Return the width that a column of this form likes."""
        return QSize(WIDTH, self._content.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as wide as the rows need: what lies beyond the edge cannot be scrolled to."""
        if event.type() == QEvent.Type.LayoutRequest:
            layout = self._content.layout()
            assert layout is not None
            room = _MARGIN - layout.contentsMargins().right()  # where the scroll bar stands
            self.setMinimumWidth(max(WIDTH - 20, layout.minimumSize().width() + room))
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.FontChange:
            for row in self._rows.values():
                self._set_row_widths(row)

    # Rows

    def _show_rows(self, steps: Sequence[form_plan.Step]) -> None:
        """Make the rows that are missing, keep those that stay, retire the rest."""
        wanted = {slot.key: slot for step in steps for slot in (*step.main, *step.more)}
        places = {slot.key: part for step in steps for slot, part in self._places(step)}
        if wanted == self._slots and list(wanted) == list(self._slots):
            return
        for key in list(self._rows):
            if wanted.get(key) != self._slots[key] or self._rows[key].parentWidget() is not places[key]:
                row = self._rows.pop(key)
                row.retire()
                if row is self._wanted_in_sight:
                    self._wanted_in_sight = None
        rows = {
            key: self._rows[key] if key in self._rows else self._new_row(slot, places[key])
            for key, slot in wanted.items()
        }
        self._rows, self._slots = rows, wanted
        for step in steps:
            self._sections[step.name].set_rows(
                [rows[slot.key] for slot in step.main], [rows[slot.key] for slot in step.more]
            )

    def _places(self, step: form_plan.Step) -> list[tuple[form_plan.Slot, QWidget]]:
        section = self._sections[step.name]
        return [(slot, section.main) for slot in step.main] + [(slot, section.more) for slot in step.more]

    def _new_row(self, slot: form_plan.Slot, place: QWidget) -> FormRow:
        control = self._new_control(slot)
        is_live = slot.param is not None and slot.param.live
        row = FormRow(slot.key, control, is_live, slot.key in _WIDE, place)
        row.edited.connect(self._on_row_edited)
        self._set_row_widths(row)
        self._set_row_texts(row, slot)
        return row

    def _new_control(self, slot: form_plan.Slot) -> FormControl:
        key, param = slot.key, slot.param
        if key == "features":
            return FeaturesControl(Config().features)
        if key == "hidden_sizes":
            layers = LayersEditor(Config().hidden_sizes)
            layers.activationsEdited.connect(self._on_activations_edited)
            return layers
        if key == "init_values":
            weights = WeightsControl(key)
            weights.currentWanted.connect(self.currentWeightsWanted)
            return weights
        if key in ("seed", "data_seed") and param is not None:
            seed = SeedControl(key, param)
            seed.newRequested.connect(self.newWeightsRequested if key == "seed" else self.newSampleRequested)
            return seed
        if key == "formula" and param is not None:
            return TextControl(key, str(param.default))
        if param is None:
            return ChoiceControl(key, Config().activation[0])
        if isinstance(param.default, bool):
            return SwitchControl(key, param.default)
        if isinstance(param.default, str):
            return ChoiceControl(key, param.default, has_note=key in _WITH_NOTE)
        return NumberControl(key, param, form_plan.SLIDERS.get(key))

    def _set_row_widths(self, row: FormRow) -> None:
        metrics = self.fontMetrics()
        digit = metrics.horizontalAdvance("0")
        row.set_widths(digit * 13, digit * 2, metrics.height() + 12)

    def _row_of(self, key: str) -> FormRow | None:
        """Return the row of a key, of the part of one ("hidden_sizes.0"), or of an option's short name ("momentum")."""
        if key in self._rows:
            return self._rows[key]
        if (start := key.partition(".")[0]) in ("features", "hidden_sizes", "activation"):
            return self._rows.get(start)
        if start == "init":
            return self._rows.get("init_values")
        return next((row for full, row in self._rows.items() if full.partition(".")[2] == key), None)

    def _show_value(self, row: FormRow, keeps_text: bool) -> None:
        row.control.set_value(form_plan.value_of(self._config, row.key), keeps_text)
        self._show_entries(row)

    def _set_tab_order(self) -> None:
        """Let Tab go from top to bottom."""
        chain: list[QWidget] = []
        for section in self._sections.values():
            rows = [row for row in self._rows.values() if section.isAncestorOf(row)]
            main = [row for row in rows if row.parentWidget() is section.main]
            more = [row for row in rows if row.parentWidget() is section.more]
            chain += [widget for row in main for widget in row.control.focus_widgets()]
            chain += [section.toggle_button(), *(widget for row in more for widget in row.control.focus_widgets())]
        if chain != self._tab_chain:
            self._tab_chain = chain
            for before, after in pairwise(chain):
                self.setTabOrder(before, after)

    def _bring_to_sight(self, widget: QWidget) -> None:
        """Scroll to a widget now, and once more when the form has taken its new height."""
        self._wanted_in_sight = widget
        self._area.ensureWidgetVisible(widget, 0, 0)

    # Texts

    def _show_entries(self, row: FormRow) -> None:
        if isinstance(row.control, ChoiceControl):
            row.control.set_entries(entries(self._config, self._slots[row.key], self._devices))
        elif isinstance(row.control, TextControl):
            row.control.set_note(choice_text(formulas.of_task(self._config.task).help))
        elif isinstance(row.control, LayersEditor):
            config = self._config
            row.control.set_activations(
                config.activations if len(config.activation) > 1 else (), table_entries(config, "activation")
            )

    def _set_row_texts(self, row: FormRow, slot: form_plan.Slot) -> None:
        name, description = name_and_help(slot)
        is_live = slot.param is not None and slot.param.live
        bounds = bounds_text(slot.param) if slot.param is not None else ""
        key = QCoreApplication.translate("SettingsPanel", "On the command line: {key}").format(key=row.key)
        row.set_texts(name, tool_tip(description, bounds, change_text(is_live), key), change_text(is_live))
        control = row.control
        if isinstance(control, NumberControl):
            if row.key == "batch_size":
                control.set_zero_texts(QCoreApplication.translate("SettingsPanel", "all"), "all")
            elif row.key == "epochs":
                until_stopped = QCoreApplication.translate("SettingsPanel", "until stopped")
                control.set_zero_texts(until_stopped, "until stopped")
        if isinstance(control, SeedControl):
            if row.key == "seed":
                text = QCoreApplication.translate("SettingsPanel", "New weights")
                tip = QCoreApplication.translate("SettingsPanel", "Start again from other weights.")
            else:
                text = QCoreApplication.translate("SettingsPanel", "New sample")
                tip = QCoreApplication.translate("SettingsPanel", "Draw new points.")
            control.set_button_texts(text, tip)
        if isinstance(control, WeightsControl):
            control.set_button_texts(
                QCoreApplication.translate("SettingsPanel", "Use current weights"),
                QCoreApplication.translate("SettingsPanel", "Start from the weights that the model has now."),
            )

    # Wishes

    @Slot(str, object)
    def _on_row_edited(self, key: str, value: object) -> None:
        if key == "activation":
            value = self._config.activations if value == LAYER_BY_LAYER else (value,)
        self._wish(key, value)

    @Slot(object)
    def _on_activations_edited(self, keys: object) -> None:
        self._wish("activation", keys)

    def _wish(self, key: str, value: object) -> None:
        self._edited_key = key
        try:
            self.configEdited.emit(key, value)
        finally:
            self._edited_key = ""

    def _on_section_unfolded(self) -> None:
        section = self.sender()
        if isinstance(section, FormSection):
            self._bring_to_sight(section.more)

    def _on_scroll_range_changed(self, _low: int, high: int) -> None:
        """Let the scroll bar stand in the margin, so that no field changes its width."""
        layout = self._content.layout()
        assert layout is not None
        margins = layout.contentsMargins()
        margins.setRight(_MARGIN - _SCROLL_BAR if high > 0 else _MARGIN)
        layout.setContentsMargins(margins)
        if self._wanted_in_sight is not None:
            self._area.ensureWidgetVisible(self._wanted_in_sight, 0, 0)
            self._wanted_in_sight = None
