"""What the choices of the settings offer, in the window's language: a pure function of the configuration."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from app.data import datasets, formulas
from app.data.tasks import Task
from app.gui.texts import choice_text
from app.gui.views.form_combo import Entry
from app.gui.views.form_plan import LAYER_BY_LAYER, Slot
from app.training.config import TABLES, Config
from app.training.fitting import fitting_datasets, fitting_losses, fitting_models


def entries(config: Config, slot: Slot, devices: Sequence[Entry]) -> list[Entry]:
    """Return what a row offers to choose from."""
    key = slot.key
    if key == "task":
        return [Entry(task.value, choice_text(task.label)) for task in Task]
    if key == "dataset":
        return [_dataset_entry(config, name) for name in fitting_datasets(config)]
    if key == "device":
        known = [device.key for device in devices]
        missing = [] if config.device in known else [Entry(config.device, config.device)]
        return [*devices, *missing]
    if key == "activation":
        each = Entry(
            LAYER_BY_LAYER,
            QCoreApplication.translate("SettingsPanel", "Layer by layer"),
            QCoreApplication.translate("SettingsPanel", "Each hidden layer has an activation of its own."),
        )
        return [*table_entries(config, key), *([each] if len(config.hidden_sizes) > 1 else [])]
    if key in TABLES:
        return table_entries(config, key)
    assert slot.param is not None
    return [Entry(option, choice_text(option)) for option in slot.param.options]


def table_entries(config: Config, table: str) -> list[Entry]:
    """Return what fits the configuration in a table."""
    fitting = {"model": fitting_models, "loss": fitting_losses}
    keys = fitting[table](config) if table in fitting else list(TABLES[table])
    fitting_entries = [TABLES[table][key] for key in keys]
    return [Entry(entry.key, choice_text(entry.label), choice_text(entry.help)) for entry in fitting_entries]


def _dataset_entry(config: Config, key: str) -> Entry:
    if key == datasets.OWN:
        return Entry(
            key,
            QCoreApplication.translate("SettingsPanel", "Own points"),
            QCoreApplication.translate("SettingsPanel", "Only the points that you place."),
        )
    entry = formulas.of_task(config.task) if key == formulas.FORMULA else datasets.BY_KEY[key]
    return Entry(key, choice_text(entry.label), choice_text(entry.help))
