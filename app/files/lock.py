"""Keeps a file for one program at a time."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


SUFFIX = ".lock"


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold a file, by an empty one beside it; the system lets go of it when the program ends, however it ends.

    Where the file system knows no locks, nothing is held.

    Raises
    ------
    BlockingIOError
        If another program, or this one elsewhere, holds the file.
    OSError
        If nothing can be written there.
    """
    target = path.resolve()
    beside = target.with_name(target.name + SUFFIX)
    handle = _held(beside)
    try:
        yield
    finally:
        if sys.platform == "win32":  # there, a file that is open cannot be removed
            os.close(handle)
        with contextlib.suppress(OSError):
            beside.unlink()
        if sys.platform != "win32":
            os.close(handle)


def _held(beside: Path) -> int:
    """Return the open file once it is locked, and still the one of its name."""
    while True:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _lock(handle)
        except (BlockingIOError, PermissionError):  # the latter on Windows
            os.close(handle)
            raise BlockingIOError from None
        except OSError:
            return handle
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), os.stat(beside)):
                return handle
        os.close(handle)  # whoever held it has removed it meanwhile
