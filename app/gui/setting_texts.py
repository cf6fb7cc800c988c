"""What any setting and its values are called in the window's language, also a setting that only other experiments have."""

from __future__ import annotations

from app.components.choice import Param
from app.components.features import FEATURES
from app.gui.texts import choice_text, setting_text
from app.text import Message
from app.training.config import FIELDS_BY_KEY, LABELS, TABLES, Config
from app.training.settings import is_known


def setting_name(config: Config, key: str) -> str:
    """Return what a setting is called in the window's language."""
    return setting_text(setting_label(config, key))


def setting_label(config: Config, key: str) -> str:
    """Return what a setting is called, untranslated."""
    param = _param(config, key)
    return LABELS.get(key) or (key if param is None else param.label)


def value_labels(config: Config, key: str) -> dict[str, str]:
    """Return what the values of a setting are called in the window's language, where these are choices."""
    if key in TABLES:
        return {choice.key: choice_text(choice.label) for choice in TABLES[key].values()}
    if key == "features":
        return {feature.key: feature.label for feature in FEATURES}
    param = _param(config, key)
    return {} if param is None else {option: choice_text(option) for option in param.options}


def _param(config: Config, key: str) -> Param | None:
    """Return the parameter of a setting, also of a choice that only other experiments have."""
    table, _, name = key.partition(".")
    of_others = (param for choice in TABLES.get(table, {}).values() for param in choice.params if param.key == name)
    return FIELDS_BY_KEY.get(key) or config.params().get(key) or next(of_others, None)


def named(message: Message, config: Config) -> Message:
    """Return a message about a setting with the setting and its choices called as the window calls them."""
    inner = {field: named(value, config) for field, value in message.fields.items() if isinstance(value, Message)}
    message = Message(message.template, {**message.fields, **inner})
    key = message.fields.get("name")
    if not isinstance(key, str) or not is_known(key):
        return message
    labels = value_labels(config, key)
    texts = {
        field: ", ".join(labels.get(word, word) for word in str(message.fields[field]).split(", "))
        for field in message.fields.keys() & {"value", "options"}
    }
    return Message(message.template, {**message.fields, **texts, "name": setting_name(config, key)})
