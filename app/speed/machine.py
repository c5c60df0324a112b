"""The machine: processor, Python, NumPy and the library of its matrix product."""

import os
import platform
import sys
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_info

from app.state.record import Machine

CPU = Path("/proc/cpuinfo")
UNKNOWN = "unknown"


def cores() -> int:
    """Processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def machine() -> Machine:
    """This machine. What the system does not report is left out."""
    return Machine(
        name=_line(_processor()),
        system=_line(f"{platform.system()} {platform.machine()}"),
        cores=cores(),
        python=_line(f"{platform.python_implementation()} {platform.python_version()}"),
        numpy=np.__version__,
        blas=_line(_blas()),
    )


def _processor() -> str:
    try:
        lines = CPU.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.processor() or platform.machine() or UNKNOWN


def _blas() -> str:
    """The library that multiplies matrices, as it is loaded."""
    for library in threadpool_info():
        if library.get("user_api") == "blas":
            parts = (library.get("internal_api"), library.get("version"), library.get("architecture"))
            return " ".join(str(part) for part in parts if part)
    named = np.show_config(mode="dicts").get("Build Dependencies", {}).get("blas", {})
    return f"{named.get('name', UNKNOWN)} {named.get('version', '')}".strip()


def _line(text: str) -> str:
    return "".join(sign for sign in text if sign.isprintable())[:80] or UNKNOWN


def peak_memory() -> int | None:
    """The most bytes that this process has held so far, if the system reports it."""
    try:
        import resource
    except ImportError:  # not on Windows
        return None
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held if sys.platform == "darwin" else held * 1024
