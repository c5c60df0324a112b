"""What may be answered, and how a connection hears it."""

import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from errno import ENOTCONN
from http.client import HTTPException, HTTPResponse

from tests.serving.fuzz.requests import Request

ALLOWED = frozenset(
    {
        100,  # Continue, for a request with Expect
        200,  # shown
        204,  # /speed/stream: no race, or too many streams
        303,  # the result has its own URL
        304,  # the asker has it
        400,  # waitress: this is no HTTP; Werkzeug: this is no host
        404,  # there is nothing here
        405,  # another method than GET, HEAD and OPTIONS
        413,  # a body that is too large
        414,  # ours: a query that is too long
        422,  # a value that cannot be meant
        429,  # too many
        431,  # waitress: headers that are too long (RFC 6585, 5)
        501,  # waitress: an unknown transfer coding (RFC 9112, 6.1); /oembed: another format (oembed.com, 2.3)
        503,  # no room in the queue of the races
    }
)
SLOW = 0.25
"""Seconds that no answer may take on a machine that has nothing else to do."""
PATIENCE = 30.0
_STATUS = re.compile(rb"(?:^|\n|\}|>)HTTP/1\.[01] ([0-9]{3}) ")


@dataclass(frozen=True, slots=True)
class Answer:
    """The statuses of all answers to what was sent (bytes that are two requests have two), and the seconds it took.

    ``trouble`` says what went wrong on the way; it is empty if nothing did.
    """

    statuses: tuple[int, ...]
    seconds: float
    trouble: str = ""

    @property
    def is_right(self) -> bool:
        return not self.trouble and ALLOWED.issuperset(self.statuses)


class Connection:
    """A connection that stays open while the requests are valid HTTP."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._socket: socket.socket | None = None

    def send(self, request: Request) -> Answer:
        """Send it, and hear the answer to its end."""
        began = time.perf_counter()
        try:
            statuses = self._kept(request) if request.keeps else self._alone(request)
        except (OSError, HTTPException) as error:
            self.close()
            return Answer((), time.perf_counter() - began, f"{type(error).__name__}: {error}")
        return Answer(statuses, time.perf_counter() - began)

    def close(self) -> None:
        if self._socket:
            self._socket.close()
            self._socket = None

    def _kept(self, request: Request) -> tuple[int, ...]:
        try:
            return self._asked(request)
        except (ConnectionError, HTTPException):  # it was closed meanwhile, as it may be: once more
            self.close()
            return self._asked(request)

    def _asked(self, request: Request) -> tuple[int, ...]:
        self._socket = self._socket or _opened(self._port)
        self._socket.sendall(request.content)
        with HTTPResponse(self._socket) as answer:
            answer.begin()
            answer.read()
            if answer.will_close:
                self.close()
            return (answer.status,)

    def _alone(self, request: Request) -> tuple[int, ...]:
        """On a separate connection, because the end of such a request is undefined."""
        with _opened(self._port) as alone:
            heard = b"".join(_heard(alone, request.content))
            return tuple(int(status) for status in _STATUS.findall(heard))


def _heard(alone: socket.socket, content: bytes) -> Iterator[bytes]:
    """Send it and nothing more, and hear what comes until the other side closes, which it may do before all is sent."""
    try:
        alone.sendall(content)
        alone.shutdown(socket.SHUT_WR)
        while more := alone.recv(65536):
            yield more
    except OSError as error:
        if not isinstance(error, ConnectionError) and error.errno != ENOTCONN:
            raise


def _opened(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), PATIENCE)
