"""nginx as deploy/nginx.conf says, in front of two copies, all on this machine; and plain requests to it."""

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from werkzeug.datastructures import Headers

from tests.support.server import COMMAND, ROOT, Server

CONFIGURATION = ROOT / "deploy/nginx.conf"
PATIENCE = 60.0
"""Seconds after which nothing comes any more, on a busy machine too."""
VISITOR = "127.0.0.5"
"""The IP address of visitors, different from that of nginx and the copies."""


class Answer(NamedTuple):
    """An answer that was read to its end."""

    status: int
    headers: Headers
    body: bytes

    @property
    def cache(self) -> str | None:
        """What nginx's cache did: HIT, MISS, …; None where it was not asked."""
        return self.headers.get("X-Cache")


class Copy:
    """A copy of Columnwise as the container runs it, with a folder for temporary files of its own."""

    def __init__(self, folder: Path, port: int) -> None:
        self.port = port
        self._folder = folder
        folder.mkdir(exist_ok=True)
        self._log = (folder / "log").open("a+b")
        self.start()

    def start(self) -> None:
        settings = {"PORT": str(self.port), "PROXIES": "1", "TMPDIR": str(self._folder)}
        environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1", "HOST": "127.0.0.1", **settings}
        self._process = subprocess.Popen(
            COMMAND, cwd=ROOT, env=environment, stdout=self._log, stderr=self._log, start_new_session=True
        )
        self.server = Server(self._process, self.port, self._log)
        answers_at(self.port, "/healthz")

    @property
    def log(self) -> str:
        """Its output."""
        return self.server.log()

    def start_again(self) -> None:
        """Start it if it has ended."""
        if self._process.poll() is not None:
            self.start()

    def kill(self) -> None:
        """Kill it, as when the machine loses power."""
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def stop(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGTERM)
        self._process.wait(PATIENCE)


class Front(NamedTuple):
    """nginx at that port, its log, and the copies behind it."""

    port: int
    copies: tuple[Copy, Copy]
    folder: Path

    def get(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        return get(self.port, path, headers or {}, method)

    def log(self) -> list[dict[str, Any]]:
        """What nginx has logged, a line for each answer."""
        return [json.loads(line) for line in (self.folder / "access.log").read_text().splitlines()]

    def logged(self, answer: Answer) -> dict[str, Any]:
        """The line about that answer; it is written when the answer is sent."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with suppress(StopIteration, ValueError):
                return next(line for line in self.log() if line["id"] == answer.headers["X-Request-ID"])
            time.sleep(0.02)
        raise AssertionError("nginx has logged no line about this answer")

    def logged_by_copy(self, answer: Answer) -> list[Copy]:
        """The copies that have logged its id; a copy writes its line after the answer."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if found := [copy for copy in self.copies if answer.headers["X-Request-ID"] in copy.log]:
                return found
            time.sleep(0.02)
        raise AssertionError("no copy has logged this answer")


@contextmanager
def two_copies(folder: Path) -> Iterator[tuple[Copy, Copy]]:
    """Two copies, for a while."""
    first, second = free_ports(2)
    copies = (Copy(folder / "copy-1", first), Copy(folder / "copy-2", second))
    try:
        yield copies
    finally:
        for copy in copies:
            copy.stop()
            copy.server.output.close()


@contextmanager
def served(folder: Path, copies: tuple[Copy, Copy], **changed: str) -> Iterator[Front]:
    """nginx in front of these copies, for a while. ``changed``: what else is put in the place of what."""
    ports = [*free_ports(1), *(copy.port for copy in copies)]
    with nginx(folder, ports, changed):
        yield Front(ports[0], copies, folder)


@contextmanager
def nginx(folder: Path, ports: list[int], changed: Mapping[str, str]) -> Iterator[None]:
    """nginx with the configuration as it is, but for its own port and those of the copies, which come after it."""
    text = CONFIGURATION.read_text(encoding="utf-8")
    places = {"listen 8080;": f"listen 127.0.0.1:{ports[0]};"}
    places |= {f"copy-{number}:8000 resolve": f"127.0.0.1:{ports[number]}" for number in (1, 2)}
    for there, here in (places | changed).items():
        assert there in text
        text = text.replace(there, here)
    (folder / "nginx.conf").write_text(text, encoding="utf-8")
    command = [program(), "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]
    as_user = [] if os.geteuid() else ["-g", "user root;"]  # whose folder this is
    with (folder / "access.log").open("w") as log, (folder / "error.log").open("w") as errors:
        process = subprocess.Popen([*command, *as_user], stdout=log, stderr=errors)
    try:
        answers_at(ports[0], "/about")
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


def program() -> str:
    """nginx. Without one the tests fail: they are never skipped."""
    found = os.environ.get("NGINX") or shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
    if not found:
        pytest.fail("There is no nginx here. Run `make test`, which finds one or gets one.")
    return found


def free_ports(count: int) -> list[int]:
    """Free ports of this machine."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def when(ask: Callable[[], Answer], holds: Callable[[Answer], bool]) -> Answer:
    """The first answer of which that holds."""
    deadline = time.monotonic() + PATIENCE
    while not holds(answer := ask()):
        assert time.monotonic() < deadline, answer
        time.sleep(0.1)
    return answer


def answers_at(port: int, path: str) -> None:
    """Wait until a server answers at that port."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError):
            if get(port, path, {}).status == 200:
                return
        time.sleep(0.05)
    raise AssertionError(f"no server answers at port {port}")


def connection_to(port: int) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", port, timeout=PATIENCE, source_address=(VISITOR, 0))


def get(port: int, path: str, headers: Mapping[str, str], method: str = "GET") -> Answer:
    """The answer to a request over a connection of its own."""
    connection = connection_to(port)
    try:
        connection.request(method, path, headers={"Accept-Encoding": "identity", "Host": "school.example", **headers})
        return read(connection.getresponse())
    finally:
        connection.close()


def read(response: HTTPResponse) -> Answer:
    return Answer(response.status, Headers(response.getheaders()), response.read())
