"""What a server process knows of the races: it asks the host, and starts one where there is none."""

import fcntl
import json
import os
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeAlias

from app.speed.queue import Full, Lap, Standing

ROOT = Path(__file__).parents[2]
HOST = (sys.executable, "-m", "app.speed.host")
"""The command that is a host; the path of its socket is added to it."""
ANSWER = 2.0
"""Seconds in which an answer comes: the host takes a thousandth of one, unless the whole machine is stuck."""
START = 6.0
"""Seconds in which a new host answers: it takes a tenth of one, but thirty visitors may be pressing start."""
LONGEST_PATH = 100
"""Bytes of a socket's path: Linux takes 107, macOS 103."""
NO_SENSE = "What should be the process that runs the races gives answers without sense."
TRIES = 3
"""How often a request is made if the host ends while it is asked."""

Answer: TypeAlias = dict[str, Any]


class NoRaces(Exception):
    """There can be no race here now; the message is a sentence."""


@dataclass(slots=True, eq=False)
class _Own:
    """What belongs to one process: the connection for which the host stays, and the hosts that it started."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    stay: socket.socket | None = None
    hosts: list[subprocess.Popen[bytes]] = field(default_factory=list)


class Races:
    """The races of this computer and this release. Any thread may ask, and any process that was forked later.

    Every method may raise NoRaces. Only ``join`` starts a host: without one there is no race that one could know of.
    """

    def __init__(self, folder: Path | None = None, host: Sequence[str] = HOST) -> None:
        self._folder = folder
        self._command = host
        self._owns: dict[int, _Own] = {}

    def join(self, kind: str) -> str:
        """A ticket for a race of that kind (a query of `state.visit.format_entry`). Full if there is no room."""
        answer = self._ask({"ask": "join", "kind": kind}, starts=True)
        if "full" in answer:
            raise Full(answer["full"])
        if "ticket" not in answer:
            raise NoRaces(NO_SENSE)
        return str(answer["ticket"])

    def look(self, ticket: str) -> Standing:
        """How it stands with the race of that ticket. Who does not look for a lease's time has left."""
        answer = self._ask({"ask": "look", "ticket": ticket})
        try:
            return Standing(**answer) if answer else Standing("unknown")
        except TypeError as error:
            raise NoRaces(NO_SENSE) from error

    def leave(self, ticket: str) -> None:
        """Give the ticket back: a race that nobody else watches is cancelled."""
        self._ask({"ask": "leave", "ticket": ticket})

    def last(self, kind: str) -> Lap | None:
        """The final lap of the last finished race of that kind, if it is remembered."""
        lap: Lap | None = self._ask({"ask": "last", "kind": kind}).get("lap")
        return lap

    def close(self) -> None:
        """Need the host no longer. Asking again opens it again."""
        own = self._own()
        with own.lock:
            _hang_up(own)

    def _ask(self, request: Answer, starts: bool = False) -> Answer:
        """The host's answer; an empty one if there is no host."""
        path = socket_path(self._folder)
        try:
            for _ in range(TRIES):
                if not self._is_there(path, starts):
                    return {}
                with suppress(ConnectionError, FileNotFoundError):  # it has just ended
                    return _answer(path, request)
                self.close()
        except OSError as error:
            raise NoRaces(f"The process that runs the races does not answer ({error}).") from error
        raise NoRaces("The process that runs the races ends again and again.")

    def _is_there(self, path: Path, starts: bool) -> bool:
        """Whether there is a host, and it stays as long as this process lives."""
        own = self._own()
        with own.lock:
            own.hosts = [host for host in own.hosts if host.poll() is None]  # and so none remains as a zombie
            if own.stay and not _is_open(own.stay):
                _hang_up(own)
            own.stay = own.stay or _stay(path)
            if own.stay is None and starts:
                own.stay = self._start(path, own)
            return own.stay is not None

    def _start(self, path: Path, own: _Own) -> socket.socket:
        """Start a host, unless another process does so at this moment, and wait until it answers."""
        deadline = time.monotonic() + START
        with _locked(path.with_suffix(".lock"), deadline):
            if stay := _stay(path):
                return stay
            path.unlink(missing_ok=True)
            host = _started([*self._command, str(path)])
            own.hosts.append(host)
            while time.monotonic() < deadline:
                if stay := _stay(path):
                    return stay
                if (status := host.poll()) is not None:
                    raise NoRaces(f"The process that runs the races ended at once, with status {status}.")
                time.sleep(0.02)
        raise NoRaces(f"The process that runs the races was not ready in {START:g} seconds.")

    def _own(self) -> _Own:
        """What belongs to this process. What a fork brought along from its parent is put aside."""
        own = self._owns.setdefault(os.getpid(), _Own())
        for pid in [pid for pid in self._owns if pid != os.getpid()]:
            if parents := self._owns.pop(pid, None):
                _hang_up(parents)
        return own


def socket_path(folder: Path | None = None) -> Path:
    """Where the host of this release listens: in that folder, or in the user's own among the temporary files.

    NoRaces if the folder cannot be made, or if somebody else could have put something there.
    """
    path = _private(folder or _default_folder()) / f"{_release()}.sock"
    if len(os.fsencode(path)) > LONGEST_PATH:
        raise NoRaces(f"The path {path} is too long for a socket: it may have {LONGEST_PATH} bytes. Set TMPDIR.")
    return path


def _default_folder() -> Path:
    try:
        return Path(tempfile.gettempdir()) / f"columnwise-{os.geteuid()}"
    except FileNotFoundError as error:
        raise NoRaces("There is no folder for temporary files, which the races need.") from error


def _private(folder: Path) -> Path:
    """That folder, made if it is missing. NoRaces if it is not this user's alone."""
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError as error:
        raise NoRaces(f"The folder {folder}, which the races need, cannot be made: {error.strerror}.") from error
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o077:
        raise NoRaces(f"The races need the folder {folder} for themselves: it is a link, or open to others.")
    return folder


@cache
def _release() -> str:
    """Twelve digits that differ between any two releases, and between two copies of one: each has its own host."""
    app = ROOT / "app"
    sources = [*sorted((app / "speed").glob("*.py")), app / "state/visit.py", app / "state/record.py"]
    return sha256(b"\0".join([os.fsencode(ROOT), *(source.read_bytes() for source in sources)])).hexdigest()[:12]


@contextmanager
def _locked(path: Path, deadline: float) -> Iterator[None]:
    """Hold the lock on that file. NoRaces if others hold it until the deadline."""
    with path.open("a") as lock:
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            if time.monotonic() > deadline:
                raise NoRaces("The process that runs the races is being started, and is not ready yet.")
            time.sleep(0.02)
        yield


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """A process that outlives the one that starts it, and takes nothing from it."""
    nothing = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True, stdin=nothing, stdout=nothing, stderr=nothing)


def _stay(path: Path) -> socket.socket | None:
    """A connection for which the host stays; None if nobody answers there."""
    try:
        connection = _connected(path)
    except (ConnectionError, FileNotFoundError):
        return None
    try:
        _exchange(connection, {"ask": "stay"})
    except OSError as error:
        connection.close()
        if isinstance(error, ConnectionError):
            return None
        raise
    connection.setblocking(False)
    return connection


def _is_open(connection: socket.socket) -> bool:
    """Whether the other side still listens. It never sends anything by itself."""
    try:
        return connection.recv(1, socket.MSG_PEEK) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


def _hang_up(own: _Own) -> None:
    if own.stay:
        own.stay.close()
        own.stay = None


def _answer(path: Path, request: Answer) -> Answer:
    """The answer to that request, over a connection of its own. NoRaces if the host cannot make sense of it."""
    with _connected(path) as connection:
        answer = _exchange(connection, request)
    if "error" in answer:
        raise NoRaces(answer["error"])
    return answer


def _connected(path: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(ANSWER)
    try:
        connection.connect(str(path))
    except OSError:
        connection.close()
        raise
    return connection


def _exchange(connection: socket.socket, request: Answer) -> Answer:
    connection.sendall(json.dumps(request).encode() + b"\n")
    with connection.makefile("rb") as answers:
        line = answers.readline()
    if not line.endswith(b"\n"):
        raise ConnectionResetError("the host has ended")
    try:
        answer = json.loads(line)
    except ValueError as error:
        raise NoRaces(NO_SENSE) from error
    if not isinstance(answer, dict):
        raise NoRaces(NO_SENSE)
    return answer
