"""Marks the texts a person sees, so that Qt's lupdate finds them outside the GUI, and carries them in errors."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:
    """Return `text` unchanged; the GUI translates it in `context` when it shows it."""
    return text


class UserError(ValueError):
    """Something a person gave is not usable: what it is, where, and what to do.

    Parameters
    ----------
    template
        English sentence with `{name}` fields, marked for translation in the context "errors".
    **fields
        Values for the template's fields.
    """

    def __init__(self, template: str, **fields: object) -> None:
        super().__init__(template.format(**fields))
        self.template = template
        self.fields = fields
