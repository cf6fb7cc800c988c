"""A thread for work that would hold up the window, such as reading and writing files."""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from app.text import QT_TRANSLATE_NOOP as _N
from app.text import UserError, first_line

Result = TypeVar("Result")


class Background(QObject):
    """Does one piece of work after another, and hands over what came of each in the thread of the window."""

    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="background")
        self._has_ended = False
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    def do(
        self, work: Callable[[], Result], then: Callable[[Result], None], failed: Callable[[UserError], None]
    ) -> None:
        """Do a piece of work in the thread, then call `then` with its result, or `failed`."""
        if not self._has_ended:
            self._executor.submit(self._do, work, then, failed)

    def _do(
        self, work: Callable[[], Result], then: Callable[[Result], None], failed: Callable[[UserError], None]
    ) -> None:
        try:
            result = work()
        except UserError as error:
            self._tell(failed, error)
        except Exception as error:  # a fault of ours, or no memory left: shown, and the thread lives on
            sys.excepthook(type(error), error, error.__traceback__)
            self._tell(failed, UserError(_N("errors", "This did not work: {reason}."), reason=first_line(error)))
        else:
            self._tell(then, result)

    def _tell(self, hear: Callable[[Result], None], what: Result) -> None:
        self._ended.emit(lambda: hear(what))

    @Slot(object)
    def _on_ended(self, hear: Callable[[], None]) -> None:
        if not self._has_ended:
            hear()

    def end(self) -> None:
        """Finish the work that is waiting, hand over nothing more, and end the thread."""
        self._has_ended = True
        self._executor.shutdown(wait=True)
