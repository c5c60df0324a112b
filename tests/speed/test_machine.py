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


def cache(folder: Path, index: int, level: str, kind: str, size: str) -> None:
    """One of Linux's folders about a cache."""
    made = folder / f"index{index}"
    made.mkdir(parents=True)
    for name, text in (("level", level), ("type", kind), ("size", size)):
        (made / name).write_text(f"{text}\n")


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for /proc and /sys, still empty."""
    monkeypatch.setattr(module, "CPU", tmp_path / "cpuinfo")
    monkeypatch.setattr(module, "CACHES", tmp_path / "cache")
    return tmp_path


def test_the_processor_is_the_first_that_is_named(files: Path) -> None:
    (files / "cpuinfo").write_text(CPU)
    assert machine().name == "A quick processor: the second"


def test_the_caches_are_those_for_data_in_bytes(files: Path) -> None:
    for index, (level, kind, size) in enumerate(
        [("1", "Data", "32K"), ("1", "Instruction", "64K"), ("2", "Unified", "1M"), ("3", "Unified", "2G")]
    ):
        cache(files / "cache", index, level, kind, size)
    assert machine().caches == {"L1": 32 * 2**10, "L2": 2**20, "L3": 2 * 2**30}


def test_invalid_cache_sizes_are_left_out(files: Path) -> None:
    for index, size in enumerate(["", "32", "manyK", "8X", "-1K"]):
        cache(files / "cache", index, str(index + 1), "Data", size)
    (files / "cache" / "index9").mkdir()  # without files
    assert machine().caches == {}


def test_a_machine_without_information_is_unknown(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(name: str) -> int:
        raise ValueError(name)

    for name in ("processor", "machine", "system"):
        monkeypatch.setattr(platform, name, lambda: "")
    monkeypatch.setattr(os, "sysconf", refused)
    monkeypatch.setattr(module, "threadpool_info", list)
    monkeypatch.setattr(np, "show_config", lambda mode: {})
    found = machine()
    assert (found.name, found.blas, found.memory, found.caches) == ("unknown", "unknown", None, {})
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


def test_memory_is_its_pages_times_their_size(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sysconf", {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": 1000}.__getitem__)
    assert machine().memory == 4_096_000


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
