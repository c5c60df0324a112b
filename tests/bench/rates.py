"""Requests per second of several kinds of answers, through the same server, in turn.

wrk requests each kind over eight connections for two seconds, five times in turn, so that a slow moment of the machine
affects all kinds. It takes the same processor time from the server for each of them.
"""

import random
import re
import shutil
import statistics
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from app.engine.program import program
from app.presets import plans
from app.state import Cell, State, format_state
from app.state.state import Reading, Theme

ROUNDS, SECONDS, CONNECTIONS = 5, 2, 8
STEP = "/?step=5"
PART = {"HX-Request": "true", "HX-Request-Type": "partial", "Accept-Encoding": "br"}
PAGE = {"Accept-Encoding": "br"}
EACH_ONCE = """
local paths = {}
for line in io.lines("PATHS") do table.insert(paths, line) end
local at = 0
request = function()
    at = at + 1
    if at > #paths then wrk.thread:stop() at = 1 end
    return wrk.format("GET", paths[at])
end
"""


@dataclass(frozen=True)
class Kind:
    """One kind of answer. Without a ``path`` every request is for a step that was not requested before."""

    name: str
    address: str
    path: str
    headers: Mapping[str, str]
    goal: str = ""


def rates(bare: str, columnwise: str, etag: str) -> None:
    """Print requests per second and 99th percentile of every kind, and the ratios that have a goal."""
    if not shutil.which("wrk"):
        print("  This needs wrk, from your system's packages (Debian: apt-get install wrk).")
        return
    kinds = (
        Kind("bare Flask, hello", bare, "/hello", {}),
        Kind("constant of that size", bare, "/constant", PART),
        Kind("step part, cached", columnwise, STEP, PART, "constant of that size 80"),
        Kind("step part, uncached", columnwise, "", PART, "constant of that size 25"),
        Kind("step page, cached", columnwise, STEP, PAGE),
        Kind("304 for the part", columnwise, STEP, {**PART, "If-None-Match": etag}, "bare Flask, hello 60"),
    )
    unseen = unseen_steps()
    taken: dict[str, list[tuple[float, float]]] = {kind.name: [] for kind in kinds}
    for _ in range(ROUNDS):
        for kind in kinds:
            taken[kind.name].append(asked(kind, unseen))
    median = {name: statistics.median(rate for rate, _ in rounds) for name, rounds in taken.items()}
    for kind in kinds:
        slowest = statistics.median(high for _, high in taken[kind.name])
        line = f"  {median[kind.name]:6,.0f}/s  p99 {slowest:6.1f} ms  {kind.name}"
        if kind.goal:
            other, percent = kind.goal.rsplit(" ", 1)
            line += f": {100 * median[kind.name] / median[other]:.0f} % of {other} (goal {percent} %)"
        print(line)


def asked(kind: Kind, unseen: Iterator[str]) -> tuple[float, float]:
    """Requests per second, and the 99th percentile in milliseconds."""
    headers = [part for name, value in kind.headers.items() for part in ("--header", f"{name}: {value}")]
    command = ["wrk", "--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{SECONDS}s", "--latency"]
    with TemporaryDirectory() as folder:
        if not kind.path:
            paths, script = Path(folder, "paths"), Path(folder, "each_once.lua")
            paths.write_text("\n".join(islice(unseen, 1000 * SECONDS)))
            script.write_text(EACH_ONCE.replace("PATHS", str(paths)))
            command += ["--script", str(script)]
        said = subprocess.run(
            [*command, *headers, kind.address + (kind.path or "/")], capture_output=True, text=True, check=True
        ).stdout
    if "Non-2xx" in said and "304" not in kind.name:
        raise SystemExit(said)
    rate, high = re.search(r"Requests/sec: *([0-9.]+)", said), re.search(r"99% +([0-9.]+)(us|ms|s)", said)
    assert rate and high, said
    return float(rate[1]), float(high[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[high[2]]


def unseen_steps() -> Iterator[str]:
    """Distinct addresses of steps, cells and readings of the course example, shuffled."""
    sizes = plans()["course"].sizes
    names = [name for name in sizes.shapes if not name.is_given]
    found = [
        f"/?{format_state(State(view=view, step=step, cell=Cell(name, row, column), reading=reading, theme=theme))}"
        for view in ("loop", "vectorized")
        for step in range(1, len(program(view, sizes)) + 1)
        for name in names
        for row in range(1, sizes.shapes[name][0] + 1)
        for column in range(1, sizes.m + 1)
        for reading in get_args(Reading)
        for theme in get_args(Theme)
    ]
    random.Random(5).shuffle(found)
    return iter(found)
