"""Columnwise served as an operator serves it, on a free port of this computer."""

import http.client
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
from typing import IO

ROOT = Path(__file__).parents[2]
GUNICORN = (sys.executable, "-m", "gunicorn", "-c", "python:app.server", "app:create_app()")


@dataclass(frozen=True)
class Server:
    """A running server."""

    process: "subprocess.Popen[bytes]"
    port: int
    said: IO[bytes]

    @property
    def workers(self) -> list[int]:
        """The processes that answer, by number, the oldest first."""
        pid = self.process.pid
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]

    def settled(self, number: int, without: int = 0, within: float = 20) -> list[int]:
        """The processes that answer, when there are so many, and one has gone; or else those that there are at last."""
        until = time.monotonic() + within
        while (len(self.workers) < number or without in self.workers) and time.monotonic() < until:
            time.sleep(0.05)
        return self.workers

    @property
    def resident(self) -> int:
        """Bytes of memory of all its processes; what they share is shared out."""
        rolled = (Path(f"/proc/{pid}/smaps_rollup") for pid in (self.process.pid, *self.workers))
        return sum(_proportional(path) for path in rolled)

    def log(self) -> str:
        """What it has said on standard error and standard output."""
        self.said.seek(0)
        return self.said.read().decode()

    def stop(self, within: float = 20) -> int:
        """SIGTERM, and its exit status. TimeoutExpired if it is still there."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(within)


@contextmanager
def served(command: tuple[str, ...] = GUNICORN, **environment: str) -> Iterator[Server]:
    """A server that answers; it ends with the block. ``{port}`` in the command is the port."""
    port = free_port()
    told = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port), **environment}
    with tempfile.TemporaryFile() as said:
        filled = [word.replace("{port}", str(port)) for word in command]
        process = subprocess.Popen(filled, cwd=ROOT, env=told, stdout=said, stderr=said)
        server = Server(process, port, said)
        try:
            _wait_for(server)
            yield server
        finally:
            _end(process)


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(server: Server, seconds: float = 30) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and server.process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
            connection.request("GET", "/healthz", headers={"Connection": "close"})
            connection.getresponse().read()
            return connection.close()
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The server does not answer:\n{server.log()}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Stop it if it runs; kill it if it does not stop."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _proportional(rollup: Path) -> int:
    try:
        lines = rollup.read_text().splitlines()
    except OSError:  # it has ended meanwhile
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
