"""The description of a machine, from invented files of Linux and without them."""

import builtins
import os
import platform
import sys
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from app.speed import machine as module
from app.speed.machine import cores, machine, peak_memory

CPU = "processor\t: 0\nvendor_id\t: A\nmodel name\t: A quick processor: the second\nmodel name\t: another\n"


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for /proc, still empty."""
    monkeypatch.setattr(module, "CPU", tmp_path / "cpuinfo")
    return tmp_path


def test_the_processor_is_the_first_that_is_named(files: Path) -> None:
    (files / "cpuinfo").write_text(CPU)
    assert machine().name == "A quick processor: the second"


def test_a_machine_without_information_is_unknown(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("processor", "machine", "system"):
        monkeypatch.setattr(platform, name, lambda: "")
    monkeypatch.setattr(module, "threadpool_info", list)
    monkeypatch.setattr(np, "show_config", lambda mode: {})
    found = machine()
    assert (found.name, found.blas) == ("unknown", "unknown")
    assert found.system.strip() in ("", "unknown")


def test_a_processor_without_a_name_is_called_by_its_architecture(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (files / "cpuinfo").write_text("processor\t: 0\nmodel name\t:\n")
    monkeypatch.setattr(platform, "processor", lambda: "")
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")
    assert machine().name == "riscv64"


def test_a_name_is_one_line_of_80_characters(files: Path) -> None:
    (files / "cpuinfo").write_bytes(b"model name : a\x07b\xff" + b"c" * 200)
    name = machine().name
    assert len(name) == 80
    assert name.startswith("ab")
    assert name.isprintable()


def test_blas_is_the_loaded_library(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = [
        {"user_api": "openmp", "internal_api": "openmp", "version": "1"},
        {"user_api": "blas", "internal_api": "openblas", "version": "0.3", "architecture": "Haswell"},
    ]
    monkeypatch.setattr(module, "threadpool_info", lambda: loaded)
    assert machine().blas == "openblas 0.3 Haswell"
    del loaded[1]["architecture"]
    loaded[1]["version"] = ""
    assert machine().blas == "openblas"


def test_blas_without_information_is_that_of_the_numpy_build(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "threadpool_info", list)
    built = {"Build Dependencies": {"blas": {"name": "accelerate", "version": "1.2"}}}
    monkeypatch.setattr(np, "show_config", lambda mode: built)
    assert machine().blas == "accelerate 1.2"


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="the system does not say which processors are ours")
def test_the_cores_are_those_that_the_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0, 3, 5})
    assert cores() == 3


@pytest.mark.parametrize(("counted", "cores_used"), [(6, 6), (None, 1)])
def test_cores_are_all_where_affinity_is_unknown(
    counted: int | None, cores_used: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: counted)
    assert cores() == cores_used


def test_the_most_memory_is_in_bytes_on_linux_and_on_a_mac(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")

    class Usage:
        ru_maxrss = 5_000

    monkeypatch.setattr(resource, "getrusage", lambda who: Usage)
    monkeypatch.setattr(sys, "platform", "linux")
    assert peak_memory() == 5_000 * 1024
    monkeypatch.setattr(sys, "platform", "darwin")
    assert peak_memory() == 5_000


def test_memory_is_none_if_the_system_does_not_report_it(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without(name: str, *others: Mapping[str, object] | None) -> object:
        if name == "resource":
            raise ImportError(name)
        return real(name, *others)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    assert peak_memory() is None
