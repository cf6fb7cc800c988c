"""Addresses of clusters as people write them."""

from __future__ import annotations

import re
import unicodedata

from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError

_ADDRESS = re.compile(r"(?P<scheme>[a-z]+://)?(\[[0-9a-f:.%]+\]|[\w.-]+):(?P<port>[0-9]{1,5})", re.IGNORECASE)


def read_address(text: str) -> str:
    """Read the address of a scheduler, such as tcp://host:8786 or host:8786; "" for none.

    Raises
    ------
    UserError
        If it is no address.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if not written:
        return ""
    found = _ADDRESS.fullmatch(written)
    if found is None or not 0 < int(found["port"]) < 2**16:
        raise UserError(
            _N("errors", "“{text}” is not the address of a cluster: write it like tcp://HOST:8786."), text=written
        )
    return written if found["scheme"] else f"tcp://{written}"
