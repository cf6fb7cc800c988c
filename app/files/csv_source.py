"""Where a table comes from: a file or a text, loaded whole, bounded in size; and how a long reading is watched."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError, reason_of

MAX_BYTES = 32 * 1024 * 1024
_CHUNK = 1024 * 1024
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files of spreadsheet programs begin that are no text: .xlsx, .ods and .xls."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

Progress = Callable[[float], None]
"""Is told the share that is done, 0 … 1."""
IsCancelled = Callable[[], bool]


class CancelledError(Exception):
    """The person does not want the table any more."""


def ignore_progress(_share: float) -> None:
    """Take no notice."""


def never_cancelled() -> bool:
    """Return False."""
    return False


@dataclass(frozen=True, slots=True)
class Source:
    """A table's bytes.

    Attributes
    ----------
    name
        What errors call it: a file's name, or "Clipboard" in the window's language.
    encoding
        Of the bytes if it is known, "" if it has to be recognised.
    """

    name: str
    content: bytes
    encoding: str = ""

    @classmethod
    def of_text(cls, name: str, text: str) -> Source:
        """Take a text, such as a spreadsheet puts on the clipboard.

        Raises
        ------
        UserError
            If it is too long.
        """
        content = text.encode("utf-8", "replace")
        _check_size(name, len(content))
        return cls(name, content, "utf-8")

    @classmethod
    def load(cls, path: Path, progress: Progress = ignore_progress, is_cancelled: IsCancelled = never_cancelled) -> Source:  # fmt: skip
        """Read a file, at most `MAX_BYTES`.

        Raises
        ------
        UserError
            If it cannot be read, is too large or no text.
        CancelledError
            If `is_cancelled` says so.
        """
        chunks: list[bytes] = []
        n_bytes = 0
        try:
            with path.open("rb") as file:
                while chunk := file.read(_CHUNK):
                    chunks.append(chunk)
                    n_bytes += len(chunk)
                    _check_size(path.name, n_bytes)
                    if is_cancelled():
                        raise CancelledError
                    progress(n_bytes / MAX_BYTES)
        except (OSError, ValueError) as error:  # ValueError: a NUL in the name
            if isinstance(error, UserError):
                raise
            raise UserError(
                _N("errors", "{file} cannot be read: {reason}."), file=path, reason=reason_of(error)
            ) from None
        content = b"".join(chunks)
        _check_text(path.name, content)
        return cls(path.name, content)


def _check_size(name: str, n_bytes: int) -> None:
    if n_bytes > MAX_BYTES:
        raise UserError(
            _N("errors", "{file} is larger than {most} MiB. Keep a part of its rows."),
            file=name,
            most=MAX_BYTES // 1024**2,
        )


def _check_text(name: str, content: bytes) -> None:
    if content.startswith(_WORKBOOKS):
        raise UserError(
            _N("errors", "{file} is a workbook or an archive, not a text. Open it in its program and save the table as CSV."),
            file=name,
        )  # fmt: skip
    if b"\0" in content and not content.startswith(_UTF_16):
        raise UserError(_N("errors", "{file} is not a text file. Save the table as CSV in UTF-8."), file=name)
