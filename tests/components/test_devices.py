"""Devices are tried, not believed."""

from __future__ import annotations

import pytest
import torch

from app.components import devices


def test_the_processor_works_and_every_problem_is_told() -> None:
    found = devices.probe_devices()
    assert found[0].key == "cpu"
    assert found[0].problem is None
    assert all(device.label for device in found)
    assert len({device.key for device in found}) == len(found)
    for device in found:
        assert device.problem is None or str(device.problem)


@pytest.mark.parametrize("error", [RuntimeError(), RuntimeError("first\nsecond"), AssertionError("no"), OSError()])
def test_a_device_that_fails_in_any_way_is_listed_with_the_reason(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(torch.nn, "Linear", fail)
    problem = devices.probe_devices()[0].problem
    assert problem is not None
    reason = str(problem).partition(": ")[2]
    assert reason in ("first", "no", "RuntimeError", "OSError")


def test_a_gpu_without_a_name_is_still_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: int) -> str:
        raise RuntimeError("driver")

    monkeypatch.setattr(torch.cuda, "device_count", lambda: 1)
    monkeypatch.setattr(torch.cuda, "get_device_name", fail)
    monkeypatch.setattr(devices, "_problem", lambda key: None)
    gpu = devices.probe_devices()[1]
    assert (gpu.key, gpu.label, gpu.problem) == ("cuda:0", "cuda:0", None)
