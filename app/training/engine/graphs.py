"""Work that is always the same kernels on the same memory, recorded as a CUDA graph: one launch instead of thousands."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Sequence

import torch
from torch import Tensor

RECORDED_UPDATES = 128
"""About as many updates are one graph, so that several fit into what the window trains at a time."""
_TOLERANCE = 1e-3
"""Recorded, a product may be computed in another order."""

_recording = threading.Lock()
"""A process records one graph at a time; other threads may compute meanwhile."""


def can_record(device: torch.device) -> bool:
    """Say whether a device has graphs."""
    return device.type == "cuda"


class Graphs:
    """Records work when it is first asked for, and replays it from then on.

    Parameters
    ----------
    state
        Tensors that work carries on from one time to the next.
    results
        Other tensors that it fills.
    """

    def __init__(self, state: Sequence[Tensor], results: Sequence[Tensor]) -> None:
        self._state = state
        self._results = results
        self._graphs: dict[Hashable, torch.cuda.CUDAGraph | None] = {}

    def run(self, key: Hashable, work: Callable[[], None]) -> None:
        """Do some work, which is the same whenever the key is."""
        if key not in self._graphs:
            self._graphs[key] = self._recorded(work)
        graph = self._graphs[key]
        if graph is None:
            work()
        else:
            graph.replay()

    def _recorded(self, work: Callable[[], None]) -> torch.cuda.CUDAGraph | None:
        """Return work as a graph, None if that does not work here or computes something else; nothing is changed."""
        device = self._state[0].device
        before = [tensor.clone() for tensor in self._state]

        def outcome(of: Callable[[], None]) -> list[Tensor]:
            """Return what state and results become by some work, from the same beginning."""
            self._put_back(before)
            for tensor in self._results:
                tensor.zero_()
            of()
            return [tensor.clone() for tensor in (*self._state, *self._results)]

        try:
            expected = outcome(work)  # every kernel must have run once before it is recorded
            graph = torch.cuda.CUDAGraph()
            with _recording, torch.cuda.device(device):
                # torch's own stream is on the device that recorded first; others would compute in place of being recorded.
                stream = torch.cuda.Stream(device)  # type: ignore[no-untyped-call]
                with torch.cuda.graph(graph, stream=stream, capture_error_mode="thread_local"):
                    work()
            found = outcome(graph.replay)
        except RuntimeError:
            return None
        finally:
            self._put_back(before)
        is_same = all(
            torch.allclose(one, other, _TOLERANCE, _TOLERANCE, equal_nan=True)
            for one, other in zip(found, expected, strict=True)
        )
        return graph if is_same else None

    def _put_back(self, before: Sequence[Tensor]) -> None:
        for tensor, old in zip(self._state, before, strict=True):
            tensor.copy_(old)
