"""Columnwise as it is really served, by gunicorn, on a free port of this machine."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

PATIENCE = 60.0
"""Seconds after which a test gives up waiting: many times what a busy machine takes."""


@dataclass
class Served:
    """A server that runs; its output lies in files, which can be read at any time."""

    process: subprocess.Popen[bytes]
    port: int
    out: Path
    err: Path

    def get(self, path: str, method: str = "GET", **headers: str) -> HTTPResponse:
        """One answer, read to its end, over a connection of its own."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        answer.body = answer.read()  # type: ignore[attr-defined]
        connection.close()
        return answer

    def send(self, request: bytes) -> bytes:
        """What comes back for these bytes, until the server hangs up."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    def workers(self) -> list[int]:
        """The numbers of the processes that answer."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in children.split()]

    def stop(self) -> None:
        """Let it end by itself."""
        self.process.terminate()
        self.process.wait(PATIENCE)


@contextmanager
def served(folder: Path, **settings: str) -> Iterator[Served]:
    """The server with those settings of the environment, ready to answer. Its output goes into that folder."""
    out, err = folder / "out", folder / "err"
    command = [sys.executable, "-m", "gunicorn", "-c", "python:app.server", "app:create_app()"]
    with out.open("wb") as stdout, err.open("wb") as stderr:
        environment = {**os.environ, "HOST": "127.0.0.1", "PORT": "1", **settings}
        command += ["--bind", "127.0.0.1:0"]
        process = subprocess.Popen(command, env=environment, stdout=stdout, stderr=stderr)
    try:
        server = Served(process, _port(process, out), out, err)
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _port(process: subprocess.Popen[bytes], out: Path) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if said := re.search(r"Listening at: http://127\.0\.0\.1:(\d+)", out.read_text()):
            return int(said[1])
        time.sleep(0.05)
    raise AssertionError("gunicorn does not listen")
