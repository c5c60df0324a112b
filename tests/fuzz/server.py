"""Columnwise as it is served, started for a while, and what its processes take."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
TICK = os.sysconf("SC_CLK_TCK")
PATIENCE = 30
"""Seconds in which it answers after its start."""


@dataclass(frozen=True)
class Server:
    """A gunicorn that runs. ``log`` has what it says."""

    port: int
    pid: int
    log: Path

    def workers(self) -> list[int]:
        """The processes that answer."""
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def memory(self) -> float:
        """Megabytes that the largest worker holds."""
        return max(_memory(pid) for pid in self.workers())

    def seconds(self) -> float:
        """Seconds of a processor that its workers have taken."""
        return sum(_seconds(pid) for pid in self.workers())

    def errors(self) -> list[str]:
        """What it has told of errors of its own: also of those after an answer had begun."""
        lines = self.log.read_text().splitlines()
        return [line for line in lines if json.loads(line)["level"] in ("ERROR", "CRITICAL")]


@contextmanager
def served() -> Iterator[Server]:
    """The app with app.server's settings, on a port that is free."""
    with tempfile.TemporaryDirectory(prefix="columnwise-") as folder:
        log, port = Path(folder, "log"), _free_port()
        process = _started(log, port)
        try:
            _wait_for(port, process)
            yield Server(port, process.pid, log)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)


def _started(log: Path, port: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "gunicorn", "-c", "python:app.server", "app:create_app()"]
    environment = {**os.environ, "HOST": HOST, "PORT": str(port), "WEB_CONCURRENCY": "2", "TMPDIR": str(log.parent)}
    with log.open("wb") as written:
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=written, stderr=written)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            socket.create_connection((HOST, port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not start")


def _free_port() -> int:
    with socket.create_server((HOST, 0)) as found:
        return int(found.getsockname()[1])


def _memory(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise AssertionError(f"process {pid} holds no memory")


def _seconds(pid: int) -> float:
    figures = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(figures[11]) + int(figures[12])) / TICK
