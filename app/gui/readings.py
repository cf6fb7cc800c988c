"""Numbers that change with every frame are shown no faster than a person reads them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from app.running.snapshot import RunState, Snapshot

READING_MS = 50
"""Between two sights of the numbers while training: setting texts takes as long as drawing a plot."""


class Readings(QObject):
    """Passes snapshots on at once, but of those of a training that runs only the newest from time to time.

    Parameters
    ----------
    show
        Called with each snapshot that is passed on.
    """

    def __init__(self, show: Callable[[Snapshot], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._shown: Snapshot | None = None
        self._waiting: Snapshot | None = None
        self._rest = QTimer(self, singleShot=True, interval=READING_MS)
        self._rest.timeout.connect(self._on_rest_timeout)

    def set_snapshot(self, snapshot: Snapshot) -> None:
        """Show a snapshot now, or a moment later unless a newer one comes."""
        self._waiting = snapshot
        if not (self._rest.isActive() and self._goes_on_with(snapshot)):
            self._on_rest_timeout()

    def forget(self) -> None:
        """Leave out what waits to be shown."""
        self._waiting = None

    def _goes_on_with(self, snapshot: Snapshot) -> bool:
        """Return whether the same training ran when numbers were last shown, and still does."""
        places = {(each.run_id, each.state) for each in (self._shown, snapshot) if each is not None}
        return places == {(snapshot.run_id, RunState.RUNNING)}

    @Slot()
    def _on_rest_timeout(self) -> None:
        if self._waiting is not None:
            self._shown, self._waiting = self._waiting, None
            self._rest.start()
            self._show(self._shown)
