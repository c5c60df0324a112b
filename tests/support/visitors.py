"""HTTP clients on plain sockets, to see exactly which bytes arrive and when a connection ends."""

import re
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

PART = "HX-Request: true\r\nHX-Request-Type: partial\r\n"
PATIENCE = 20.0
"""Socket timeout in seconds."""


def request(path: str, headers: str = "") -> bytes:
    """The bytes of a request."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode()


@dataclass(frozen=True)
class Answer:
    """A response: status, head and whole body."""

    status: int
    head: bytes
    body: bytes

    @property
    def is_last(self) -> bool:
        """Whether it has Connection: close."""
        return b"\r\nconnection: close" in self.head.lower()


class Visitor:
    """A connection; ``takes`` is the size of its receive buffer in bytes."""

    def __init__(self, port: int, takes: int = 0) -> None:
        self.socket = socket.socket()
        if takes:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, takes)
        self.socket.settimeout(PATIENCE)
        try:
            self.socket.connect(("127.0.0.1", port))
        except OSError:
            self.socket.close()
            raise
        self._got = self.socket.makefile("rb")

    def __enter__(self) -> "Visitor":
        return self

    def __exit__(self, *_: object) -> None:
        self._got.close()
        self.socket.close()

    def say(self, said: bytes) -> None:
        """Send."""
        self.socket.sendall(said)

    def answer(self) -> Answer | None:
        """The next response. None if the connection ends before its first byte, ConnectionError if within it."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += (line := self._got.readline())
            if not line and not head:
                return None
            if not line:
                raise ConnectionError("cut within the head")
        found = re.search(rb"(?i)content-length: (\d+)", head)
        assert found or b" 304 " in head, head
        length = int(found[1]) if found else 0
        body = self._got.read(length)
        if len(body) < length:
            raise ConnectionError("cut within the body")
        return Answer(int(head[9:12]), head, body)


@dataclass
class Tally:
    """Counts of the outcomes of many requests."""

    count: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, what: str) -> None:
        """One more."""
        with self.lock:
            self.count[what] += 1

    def wait_for(self, more: int) -> None:
        """Wait until that many more are answered. TimeoutError after twice the socket timeout."""
        goal, until = self.count["answered"] + more, time.monotonic() + 2 * PATIENCE
        while self.count["answered"] < goal:
            if time.monotonic() > until:
                raise TimeoutError(f"not {goal} answered: {self.count}")
            time.sleep(0.02)


@contextmanager
def crowd(port: int, visitors: int = 16, think: float = 0.02) -> Iterator[Tally]:
    """Clients that step until the block ends, half of them on keep-alive connections."""
    tally, over = Tally(), threading.Event()
    threads = [
        threading.Thread(target=_visit, args=(port, tally, over, number % 2 == 0, think)) for number in range(visitors)
    ]
    for thread in threads:
        thread.start()
    try:
        yield tally
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _visit(port: int, tally: Tally, over: threading.Event, keeps: bool, think: float) -> None:
    step = 0
    while not over.is_set():
        try:
            visitor = Visitor(port)
        except (ConnectionRefusedError, ConnectionResetError):  # reset: the listener closed during the handshake
            tally.add("refused")
            over.wait(0.05)
            continue
        with visitor:
            step = _ask_on(visitor, tally, over, keeps, think, step)


def _ask_on(visitor: Visitor, tally: Tally, over: threading.Event, keeps: bool, think: float, step: int) -> int:
    """Send requests on one connection until it ends; return the last step."""
    reused = False
    while not over.is_set():
        step = step % 10 + 1
        outcome = _ask(visitor, step, keeps)
        tally.add(
            "answered"
            if outcome in ("answered", "last")
            else f"{outcome} on a {'kept' if reused else 'new'} connection"
        )
        if outcome != "answered" or not keeps:
            break
        reused = True
        over.wait(think)
    return step


def _ask(visitor: Visitor, step: int, keeps: bool) -> str:
    """Request a step: "answered", "last" with Connection: close, or the failure."""
    try:
        visitor.say(request(f"/?step={step}", PART if keeps else f"{PART}Connection: close\r\n"))
        answer = visitor.answer()
    except TimeoutError:
        return "waits forever"
    except OSError as error:
        return "cut" if "cut" in str(error) else "reset"
    if answer is None:
        return "closed"
    if answer.status != 200 or f'data-step="{step}"'.encode() not in answer.body:
        return f"wrong ({answer.status})"
    return "last" if answer.is_last else "answered"
