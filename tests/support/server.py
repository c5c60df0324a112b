"""The production server in a child process, on a free port."""

import http.client
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
from typing import IO

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "app.server")
PATIENCE = 60.0
"""Seconds to wait for the server to start; many times what a busy computer takes."""


@dataclass(frozen=True)
class Server:
    """A running server."""

    process: "subprocess.Popen[bytes]"
    port: int
    output: IO[bytes]

    @property
    def address(self) -> str:
        """Its URL, without a path."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def memory(self) -> int:
        """Resident memory in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:"))

    @property
    def seconds(self) -> float:
        """Processor time in seconds."""
        figures = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(figures[11]) + int(figures[12])) / os.sysconf("SC_CLK_TCK")

    def log(self) -> str:
        """Its standard output and standard error so far."""
        self.output.seek(0)
        return self.output.read().decode()

    def errors(self) -> list[str]:
        """The lines of its JSON log at level ERROR or CRITICAL."""
        return [line for line in self.log().splitlines() if json.loads(line)["level"] in ("ERROR", "CRITICAL")]

    def stop(self, within: float = 20) -> int:
        """Send SIGTERM; return the exit status. TimeoutExpired if it does not end in time."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(within)


@contextmanager
def served(command: tuple[str, ...] = COMMAND, reached: str = "127.0.0.1", **environment: str) -> Iterator[Server]:
    """A server that answers at the host ``reached``; it is stopped at the end of the block."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="columnwise-") as folder, tempfile.TemporaryFile() as output:
        settings = {**os.environ, "HOST": "127.0.0.1", "PORT": str(port), "TMPDIR": folder, **environment}
        process = subprocess.Popen(command, cwd=ROOT, env=settings, stdout=output, stderr=output)
        server = Server(process, port, output)
        try:
            _wait_for(server, reached)
            yield server
        finally:
            _end(process)


def free_port() -> int:
    """A port that no process listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def _wait_for(server: Server, host: str) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.process.poll() is None:
        try:
            connection = http.client.HTTPConnection(host, server.port, timeout=5)
            connection.request("GET", "/healthz", headers={"Connection": "close"})
            connection.getresponse().read()
            return connection.close()
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The server does not answer:\n{server.log()}")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Terminate the process; kill it after 20 seconds."""
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
