"""A runner in a thread of its own, for the tests of both."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import torch

from app.running.wishes import WishRunner

LONG = 120.0


class DrivenRunner:
    """A runner in a thread, and everything it has shown and handed out."""

    def __init__(self, make_runner: Callable[[Callable[[Any], None], Callable[[Any], None]], WishRunner[Any]]) -> None:
        self.shown: list[Any] = []
        self.captured: list[Any] = []
        self.error: BaseException | None = None
        self._arrived = threading.Condition()
        self.runner = make_runner(self._to(self.shown), self._to(self.captured))
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        torch.set_num_threads(1)
        try:
            self.runner.run()
        except BaseException as error:
            self.error = error
            raise

    def _to(self, arrived: list[Any]) -> Callable[[Any], None]:
        def put(each: Any) -> None:
            with self._arrived:
                arrived.append(each)
                self._arrived.notify_all()

        return put

    def until(self, is_so: Callable[[], bool]) -> None:
        with self._arrived:
            assert self._arrived.wait_for(is_so, LONG), self.shown[-1:]

    @property
    def newest(self) -> Any:
        return self.shown[-1]

    def end(self) -> None:
        self.runner.stop()
        self.thread.join(LONG)
        assert not self.thread.is_alive()
        assert self.error is None
