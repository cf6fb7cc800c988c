"""What people call the columns and classes of their data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Names:
    """Names for axes, tables and answers; empty where there are none.

    Attributes
    ----------
    inputs
        One for each input.
    target
        Of the target or class column.
    classes
        One for each class number 0, 1, …
    """

    inputs: tuple[str, ...] = ()
    target: str = ""
    classes: tuple[str, ...] = ()
