"""A class works with Columnwise for a while: how long its steps take, what fails, and how much memory that takes."""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.serving.deploy.front import served as front
from tests.serving.deploy.front import two_copies
from tests.support.server import ROOT, Server, served

WARM_UP = 0.2
"""Of the time: what is measured of the memory begins after it."""

PROBLEMS = ("Error:", '"level": "ERROR"', '"level": "CRITICAL"', "/ERROR/", "instead of", "without a board")
"""Substrings of lines about problems: of the server, whose log is JSON here, and of the class."""


@dataclass(frozen=True)
class Times:
    """The number of requests, and the milliseconds that 50, 95 and 99 % of them took at most."""

    number: int
    failures: int
    p50: float
    p95: float
    p99: float


@dataclass(frozen=True)
class Lesson:
    """What was seen."""

    times: dict[str, Times]
    problems: list[str]
    warm: float
    """Bytes of memory after the warm-up."""
    end: float
    most: float

    @property
    def requests(self) -> int:
        """All of them."""
        return sum(times.number for times in self.times.values())

    @property
    def failures(self) -> int:
        """Those without the right answer."""
        return sum(times.failures for times in self.times.values())


def lesson(students: int, seconds: int, behind_nginx: bool = False) -> Lesson:
    """Serve so many students so long: from one copy, or from two behind nginx as deploy/ says."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if behind_nginx:
            copies = stack.enter_context(two_copies(folder))
            port = stack.enter_context(front(folder, copies)).port
            servers = [copy.server for copy in copies]
        else:
            servers = [stack.enter_context(served(LOG="json"))]
            port = servers[0].port
        stats, output = folder / "stats", folder / "output"
        with output.open("wb") as out:
            process = subprocess.Popen(_locust(port, students, seconds, stats), cwd=ROOT, stdout=out, stderr=out)
            memory = _watched(servers, process, seconds)
        if process.returncode:
            raise RuntimeError(output.read_text())
        measured = json.loads(stats.with_suffix(".json").read_text())
        lines = "".join((output.read_text(), *(server.log() for server in servers))).splitlines()
    warm = memory[int(len(memory) * WARM_UP) :]
    tenth = max(len(warm) // 10, 1)
    return Lesson(
        {entry["name"]: _times(entry) for entry in measured},
        problems_in(lines),
        statistics.median(warm[:tenth]),
        statistics.median(warm[-tenth:]),
        max(memory),
    )


def problems_in(lines: list[str]) -> list[str]:
    """The lines about problems."""
    return [line for line in lines if any(word in line for word in PROBLEMS)]


def _locust(port: int, students: int, seconds: int, stats: Path) -> list[str]:
    return [
        *(sys.executable, "-m", "locust", "-f", "tests/serving/load/students.py", "--headless", "--only-summary"),
        *("--host", f"http://127.0.0.1:{port}", "--users", str(students)),
        *("--spawn-rate", str(students / min(5, seconds / 6))),
        *("--run-time", f"{seconds}s", "--json-file", str(stats), "--exit-code-on-error", "0"),
    ]


def _watched(servers: list[Server], process: "subprocess.Popen[bytes]", seconds: int) -> list[int]:
    """The servers' memory every half second until the class is over."""
    memory, until = [0], time.monotonic() + seconds + 60
    while process.poll() is None:
        if time.monotonic() > until:
            process.kill()
        time.sleep(0.5)
        memory.append(sum(server.memory for server in servers))
    return memory


def _times(entry: dict) -> Times:
    """What locust writes of one name: how often which milliseconds were taken."""
    taken = sorted((float(time), number) for time, number in entry["response_times"].items())
    shares = (_below(taken, share) for share in (0.5, 0.95, 0.99))
    return Times(entry["num_requests"], entry["num_failures"], *shares)


def _below(taken: list[tuple[float, int]], share: float) -> float:
    """The time that so large a share took at most."""
    left = share * sum(number for _, number in taken)
    for time_taken, number in taken:
        left -= number
        if left <= 0:
            return time_taken
    return 0.0
