"""The form of a grid: one or two settings with their values, seeds, epochs, and how many experiments that makes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from app.addresses import read_address
from app.components.choice import Param
from app.gui.setting_texts import named, setting_name, value_labels
from app.gui.texts import error_text, message_text
from app.gui.theme import UNIT, set_property
from app.gui.views.form_combo import ChoiceCombo, Entry
from app.gui.views.form_texts import tool_tip
from app.gui.views.number_field import NumberField
from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError
from app.training.config import TABLES, Config
from app.training.grid import Variation, cells, check_values, count_cells, read_variation
from app.training.suggestions import suggested_values, variable_settings

MAX_EXPERIMENTS = 256
USUAL_EPOCHS = 1000
NONE = ""
"""The key of "no second setting"."""

_SEEDS = Param("grid.seeds", "", 1, 1, MAX_EXPERIMENTS)
_EPOCHS = Param("grid.epochs", "", USUAL_EPOCHS, 0, 10**9)


@dataclass(frozen=True, slots=True)
class GridChoice:
    """What the form says: settings that vary, how many seeds, and epochs to train (0 for until paused)."""

    variations: tuple[Variation, ...]
    n_seeds: int
    n_epochs: int


class _VariedSetting(QWidget):
    """One setting that varies: which one, its values, and what is wrong with them.

    Signals
    -------
    edited
        Another setting or other values.
    """

    edited = Signal()

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_optional = number > 1
        self._config = Config()
        self.combo = ChoiceCombo(f"grid.setting{number}", self)
        self.values = QLineEdit(self)
        self.values.setObjectName(f"grid.values{number}")
        self.error = _error(f"grid.error{number}")
        self.values.setVisible(not self._is_optional)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(UNIT // 2)
        for widget in (self.combo, self.values, self.error):
            column.addWidget(widget)
        self.combo.keyEdited.connect(self._on_combo_key_edited)
        self.values.textChanged.connect(self._on_values_text_changed)

    @property
    def key(self) -> str:
        """The setting chosen; "" for none."""
        key = self.combo.currentData()
        return key if isinstance(key, str) else NONE

    def choose(self, key: str, values: str) -> None:
        """Show a setting and its values."""
        with QSignalBlocker(self.values):
            self.combo.set_key(key)
            self.values.setText(values)
            self.values.setCursorPosition(0)
        self.values.setVisible(key != NONE)
        self._show_tip()

    def set_config(self, config: Config) -> None:
        """Offer the settings that can vary around a configuration; one that cannot any more is replaced."""
        self._config = config
        self._offer()
        if self.combo.currentIndex() < 0:
            first = NONE if self._is_optional else "learning_rate"
            self.choose(first, "" if self._is_optional else suggested_values(config, first))

    def _offer(self) -> None:
        none = Entry(NONE, QCoreApplication.translate("GridForm", "no second setting"))
        entries = [Entry(key, setting_name(self._config, key)) for key in variable_settings(self._config)]
        key = self.key
        self.combo.set_entries([none, *entries] if self._is_optional else entries)
        self.combo.set_key(key)

    def variation(self) -> Variation | None:
        """Return what varies; None if nothing does.

        Raises
        ------
        UserError
            If the values are none.
        """
        if self.key == NONE:
            return None
        if not self.values.text().strip():
            raise UserError(_N("errors", "Give at least one value."))
        if len(self.values.text()) >= self.values.maxLength():  # the field has cut the rest
            raise UserError(_N("errors", "This list is too long to read. Give at most {most} values, or a range with their number: 0.001..1:4:log."), most=MAX_EXPERIMENTS)  # fmt: skip
        variation = self._by_keys(read_variation(f"{self.key}={self.values.text()}"))
        if len(variation.values) <= MAX_EXPERIMENTS:  # each by itself, before they are combined
            check_values(self._config, variation)
        return variation

    def _by_keys(self, variation: Variation) -> Variation:
        """Return a variation whose choices may have been given by their labels too."""
        keys = {label.casefold(): key for key, label in value_labels(self._config, variation.key).items()}
        values = (",".join(keys.get(word.casefold(), word) for word in value.split(",")) for value in variation.values)
        return replace(variation, values=tuple(values))

    def set_error(self, text: str) -> None:
        """Say what is wrong; "" for nothing."""
        self.error.setText(text)
        self.error.setVisible(bool(text))
        set_property(self.values, "invalid", bool(text))

    def retranslate(self, name: str) -> None:
        """Set every text in the window's language."""
        self._offer()
        self.combo.set_texts(name, tool_tip(QCoreApplication.translate("GridForm", "The setting that differs from experiment to experiment.")))  # fmt: skip
        self.values.setAccessibleName(QCoreApplication.translate("GridForm", "Values of the setting"))
        self._show_tip()

    def _show_tip(self) -> None:
        """Say how values are written, and what the choices are called."""
        labels = value_labels(self._config, self.key)
        fitting = re.findall(r"\w+", suggested_values(self._config, self.key)) if labels else []
        self.values.setToolTip(
            tool_tip(
                *(f"{key}: {labels[key]}" for key in dict.fromkeys(fitting) if labels[key].casefold() != key),
                QCoreApplication.translate("GridForm", "A list: 0.01, 0.1, 1"),
                QCoreApplication.translate("GridForm", "Brackets make one value of several: 4, [8,8], [16,16]"),
                QCoreApplication.translate("GridForm", "A range with the number of values: 0..1:5"),
                QCoreApplication.translate("GridForm", "A logarithmic range: 0.001..1:4:log"),
            )
        )

    def _on_combo_key_edited(self, key: str) -> None:
        self.choose(key, suggested_values(self._config, key) if key != NONE else "")
        self.edited.emit()

    def _on_values_text_changed(self) -> None:
        self.edited.emit()


class GridForm(QWidget):
    """What varies over a grid, and how often.

    Signals
    -------
    choiceEdited
        `choice` says something else than before.
    """

    choiceEdited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("grid_form")
        self._config = Config()
        self._choice: GridChoice | None = None
        self._followers: frozenset[str] = frozenset()
        self._address = ""
        self.title = _label("heading")
        self.first, self.second = _VariedSetting(1), _VariedSetting(2)
        self.pair_error = _error("grid.pair_error")
        self.seeds_label, self.epochs_label = _label("muted"), _label("muted")
        self.seeds = NumberField("grid.seeds", _SEEDS)
        self.epochs = NumberField("grid.epochs", _EPOCHS)
        self.seeds_error, self.epochs_error = _error("grid.seeds_error"), _error("grid.epochs_error")
        self.scheduler_label = _label("muted")
        self.scheduler = QLineEdit()
        self.scheduler.setObjectName("scheduler")
        self.scheduler_error = _error("grid.scheduler_error")
        self.count = _label("muted")
        self.count.setObjectName("grid.count")
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        column.setSpacing(UNIT)
        column.addWidget(self.title)
        column.addWidget(self.first)
        column.addWidget(self.second)
        column.addWidget(self.pair_error)
        fields = (
            (self.seeds_label, self.seeds, self.seeds_error),
            (self.epochs_label, self.epochs, self.epochs_error),
            (self.scheduler_label, self.scheduler, self.scheduler_error),
        )
        for label, field, error in fields:
            label.setBuddy(field)
            pair = QVBoxLayout()
            pair.setSpacing(2)
            pair.addWidget(label)
            pair.addWidget(field)
            column.addLayout(pair)
            column.addWidget(error)
        column.addWidget(self.count)
        column.addStretch(1)

    def _connect(self) -> None:
        for part in (self.first, self.second):
            part.edited.connect(self._on_edited)
        for number, error in ((self.seeds, self.seeds_error), (self.epochs, self.epochs_error)):
            number.valueEdited.connect(self._on_edited)
            number.refused.connect(partial(self._show_refusal, error))
            number.settled.connect(partial(self._show_refusal, error, ""))
        self.scheduler.textChanged.connect(self._on_edited)

    def choice(self) -> GridChoice | None:
        """Return what to train; None while something is wrong with it."""
        return self._choice

    @property
    def varying(self) -> frozenset[str]:
        """Keys of the settings that vary, and of choices that follow one, as a loss follows the model."""
        return self._followers | {self.first.key, self.second.key}

    @property
    def address(self) -> str:
        """Of the cluster's scheduler that trains; "" for this computer, or while something is wrong with it."""
        return self._address

    def set_address(self, address: str) -> None:
        """Show the address of a scheduler."""
        with QSignalBlocker(self.scheduler):
            self.scheduler.setText(address)
            self.scheduler.setCursorPosition(0)
        self._read()

    def set_config(self, config: Config) -> None:
        """Take the configuration that everything but the settings chosen comes from."""
        if config.epochs != self._config.epochs:
            self.epochs.set_value(config.epochs or USUAL_EPOCHS)
        self._config = config
        for part in (self.first, self.second):
            part.set_config(config)
        self._read()

    def _on_edited(self) -> None:
        self._read()
        self.choiceEdited.emit()

    def _show_refusal(self, label: QLabel, text: str) -> None:
        """Say below a field why it takes no such number; "" where it does."""
        label.setText(text)
        label.setVisible(bool(text))
        self._on_edited()

    def _read(self) -> None:
        """Read every field, say what is wrong beside it, and count."""
        self._choice = None
        variations: list[Variation] = []
        is_sound = True
        for part in (self.first, self.second):
            try:
                variation = part.variation()
                if variation is not None and any(variation.key == other.key for other in variations):
                    raise UserError(_N("errors", "A setting can vary only once."))
            except UserError as error:
                part.set_error(message_text(named(error.message, self._config)))
                is_sound = False
                continue
            part.set_error("")
            if variation is not None:
                variations.append(variation)
        is_known_place = self._read_address()
        n_seeds, n_epochs = int(str(self.seeds.value)), int(str(self.epochs.value))
        n_experiments = count_cells(variations, n_seeds)
        is_too_many = n_experiments > MAX_EXPERIMENTS
        is_possible = self._check_combinations(variations if is_sound and not is_too_many else [])
        is_sound &= not any(number.property("invalid") for number in (self.seeds, self.epochs))
        if is_sound and is_possible and is_known_place and not is_too_many:
            self._choice = GridChoice(tuple(variations), n_seeds, n_epochs)
        self._show_count(variations, n_seeds, n_experiments, is_sound, is_too_many)

    def _check_combinations(self, variations: Sequence[Variation]) -> bool:
        """Try every combination of values, and say which one cannot be; return whether all can."""
        problem, self._followers = "", frozenset()
        try:
            configs = [cell.config for cell in cells(self._config, variations)]
            self._followers = frozenset(key for key in TABLES if len({getattr(config, key) for config in configs}) > 1)
        except UserError as error:
            problem = message_text(named(error.message, self._config))
        self.pair_error.setText(problem)
        self.pair_error.setVisible(bool(problem))
        return not problem

    def _read_address(self) -> bool:
        """Read where to train; say whether it is an address, or empty."""
        self._address, problem = "", ""
        try:
            self._address = read_address(self.scheduler.text())
        except UserError as error:
            problem = error_text(error)
        self.scheduler_error.setText(problem)
        self.scheduler_error.setVisible(bool(problem))
        set_property(self.scheduler, "invalid", bool(problem))
        return not problem

    def _show_count(self, variations: Sequence[Variation], n_seeds: int, n_experiments: int, is_sound: bool, is_too_many: bool) -> None:  # fmt: skip
        translate = QCoreApplication.translate
        factors = [str(len(variation.values)) for variation in variations]
        if n_seeds > 1:
            factors.append(translate("GridForm", "{count} seeds").format(count=n_seeds))
        several = translate("GridForm", "{count} experiments").format(count=n_experiments)
        text = translate("GridForm", "1 experiment") if n_experiments == 1 else several
        if len(factors) > 1:
            text = f"{' × '.join(factors)} = {text}"
        if is_too_many:
            template = translate("GridForm", "{count}. At most {most} train at once: give fewer values or fewer seeds.")
            text = template.format(count=text, most=MAX_EXPERIMENTS)
        self.count.setText(text if is_sound else "")
        set_property(self.count, "role", "error" if is_too_many else "muted")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set every text in the window's language."""
        translate = QCoreApplication.translate
        self.title.setText(translate("GridForm", "What varies"))
        self.first.retranslate(translate("GridForm", "First setting"))
        self.second.retranslate(translate("GridForm", "Second setting"))
        self.seeds_label.setText(translate("GridForm", "Seeds for each combination"))
        self.seeds.set_name(translate("GridForm", "Seeds for each combination"))
        self.seeds.setToolTip(
            translate("GridForm", "The same settings with other initial weights: how much is chance?")
        )
        self.epochs_label.setText(translate("GridForm", "Epochs"))
        self.epochs.set_name(translate("GridForm", "Epochs"))
        self.epochs.set_zero_texts(translate("GridForm", "until paused"))
        self.epochs.setToolTip(translate("GridForm", "How long every experiment trains; 0 means until paused."))
        self.seeds.retranslate()
        self.epochs.retranslate()
        self.scheduler_label.setText(translate("GridForm", "Where it trains"))
        self.scheduler.setAccessibleName(translate("GridForm", "Address of a cluster to train on"))
        self.scheduler.setPlaceholderText(translate("GridForm", "this computer"))
        self.scheduler.setToolTip(
            tool_tip(
                translate("GridForm", "Empty for this computer, or the address of a Dask cluster: tcp://HOST:8786"),
                translate("GridForm", "On one machine: dask scheduler"),
                translate("GridForm", "On each of the others, in this program's folder: dask worker tcp://HOST:8786"),
                translate(
                    "GridForm",
                    'Every machine, this one too, needs Dask in the program\'s environment (.venv): pip install -e ".[cluster]"',
                ),
                translate(
                    "GridForm",
                    "A new address is used from the next Run or step on; the training continues where it is.",
                ),
            )
        )
        self._read()


def _error(name: str) -> QLabel:
    label = _label("error")
    label.setObjectName(name)
    label.hide()
    return label


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)  # the column is narrow
    label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return label
