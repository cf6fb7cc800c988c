"""Writes files so that at every moment the old or the new one is there, whole."""

from __future__ import annotations

import contextlib
import errno
import glob
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError, reason_of

LEFT_SECONDS = 3600
"""How old a file in the making must be to count as left behind."""
_SUFFIX = ".part"
_WRITABLE = 0o222
"""Without any of these rights a file is protected from its owner, and from the administrator, too."""


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file's content; on any failure the old file stays as it was.

    Raises
    ------
    UserError
        If it cannot be written, with the reason; a file that is write-protected is not replaced.
    """
    with _beside(path) as (target, temporary):
        _remove_left(target)
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(OSError):  # mkstemp gives only the owner access; a replaced file keeps its own
            temporary.chmod(_mode(target))
        os.replace(temporary, target)


def check_writable(path: Path) -> None:
    """Raise the `UserError` that writing would raise now."""
    with _beside(path):
        pass


@contextlib.contextmanager
def _beside(path: Path) -> Iterator[tuple[Path, Path]]:
    """Make an empty file in the folder of a path for a while; the file that the path means, and the empty one."""
    temporary: Path | None = None
    try:
        target = path.resolve()  # through a link: the link stays
        if target.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        check_ordinary(target)
        if target.exists() and not (_mode(target) & _WRITABLE and os.access(target, os.W_OK)):
            raise UserError(_N("errors", "{file} is write-protected. Nothing was changed; choose another place."), file=path)  # fmt: skip
        handle, name = tempfile.mkstemp(_SUFFIX, _prefix(target), target.parent)
        os.close(handle)
        temporary = Path(name)
        yield target, temporary
    except UserError:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        raise UserError(_N("errors", "{file} cannot be written: {reason}. Nothing was changed; choose another place."), file=path, reason=reason_of(error)) from None  # fmt: skip
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)


def _prefix(target: Path) -> str:
    return f".{target.name[:40]}-"


def _remove_left(target: Path) -> None:
    """Remove what programs that were killed while writing this file have left beside it."""
    with contextlib.suppress(OSError):
        for left in target.parent.glob(f"{glob.escape(_prefix(target))}*{_SUFFIX}"):
            if left.stat().st_mtime < time.time() - LEFT_SECONDS:
                left.unlink()


def check_ordinary(path: Path) -> None:
    """Raise OSError if there is something else than a file, such as a folder or a pipe."""
    if path.exists() and not path.is_file():
        raise OSError("this is not an ordinary file")


def _mode(target: Path) -> int:
    """Return the access rights that the file has, or a new one would get."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
