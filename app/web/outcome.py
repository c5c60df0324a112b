"""What became of each request: it gets an id, and its outcome is told once its answer has been sent."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from logging import getLogger
from secrets import token_hex
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from app.log import REQUEST

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask import Flask

HEADER = "X-Request-ID"
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")
"""An id that a proxy has given and that can be taken over."""

_log = getLogger(__name__)


class Outcome(NamedTuple):
    """A request and what came of it. ``method``, ``path`` and ``query`` are as they came, in WSGI's strings."""

    request: str
    method: str
    path: str
    query: str
    route: str | None
    """The rule of the path; None if there is none."""
    status: int
    seconds: float
    """Until the last byte was handed to the server's socket."""
    sent: int
    """Bytes of the body, as it travelled."""
    failed: bool
    """Whether something unexpected happened, be it after the status was sent."""


Begin: TypeAlias = Callable[[], None]
End: TypeAlias = Callable[[Outcome], None]
RouteOf: TypeAlias = Callable[[str], str | None]


def route_of(app: "Flask") -> RouteOf:
    """What finds the rule of a path, also of one that the app was not asked for because a cache had the answer."""

    @cache
    def rules() -> tuple[frozenset[str], tuple[tuple[str, str], ...]]:  # at the first request: then all are known
        every = list(app.url_map.iter_rules())
        plain = frozenset(each.rule for each in every if not each.arguments)
        return plain, tuple((each.rule.partition("<")[0], each.rule) for each in every if each.arguments)

    def find(path: str) -> str | None:
        plain, others = rules()
        return path if path in plain else next((rule for start, rule in others if path.startswith(start)), None)

    return find


class Followed:
    """A WSGI app whose every request has an id, sent as X-Request-ID, and an outcome, told to every ``end``.

    It stands in front of everything, caches included, so that no two answers have the same id, and so that it sees
    what really travels. Only if ``believes`` is an incoming id taken over: then a proxy of one's own has sent it.
    """

    def __init__(
        self, app: "WSGIApplication", route_of: RouteOf, believes: bool, begins: Iterable[Begin], ends: Iterable[End]
    ) -> None:
        self._app = app
        self._believes = believes
        self._begins = tuple(begins)
        self.route_of = route_of
        self.ends = tuple(ends)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        """The app's answer, with the id among its headers."""
        for begin in self._begins:
            begin()
        answer = _Answer(self, environ, self._id(environ))
        given = (HEADER, answer.request)

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            answer.status = int(status[:3])
            return start_response(status, [*headers, given], exc_info)  # not into a list that a cache may hold

        answer.take(self._app, start)
        return answer

    def _id(self, environ: "WSGIEnvironment") -> str:
        if self._believes and WELL_FORMED.fullmatch(given := environ.get("HTTP_X_REQUEST_ID", "")):
            return str(given)
        return token_hex(6)


class _Answer:
    """The body of an answer on its way."""

    __slots__ = ("_began", "_body", "_chunks", "_environ", "_failed", "_followed", "_sent", "request", "status")

    def __init__(self, followed: Followed, environ: "WSGIEnvironment", request: str) -> None:
        self._began = perf_counter()
        self._followed = followed
        self._environ = environ
        self._body: Iterable[bytes] = ()
        self._chunks: Iterator[bytes] = iter(())
        self._sent = 0
        self._failed = False
        self.request = request
        self.status = 500
        REQUEST.set(request)

    def take(self, app: "WSGIApplication", start: "StartResponse") -> None:
        """Let the app answer. What it raises itself, the server has to answer."""
        try:
            self._body = app(self._environ, start)
            self._chunks = iter(self._body)
        except Exception:
            self.status = 500
            self._fail()
            self.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            chunk = next(self._chunks)
        except StopIteration:
            raise
        except Exception:
            self._fail()
            raise
        self._sent += len(chunk)
        return chunk

    def close(self) -> None:
        """The server has sent all, or the visitor has gone: tell what came of it."""
        try:
            if close := getattr(self._body, "close", None):
                close()
        finally:
            outcome = self._outcome()
            for end in self._followed.ends:
                end(outcome)
            REQUEST.set("")

    def _fail(self) -> None:
        self._failed = True
        _log.exception("An answer failed on its way")

    def _outcome(self) -> Outcome:
        path = self._environ["PATH_INFO"]
        return Outcome(
            self.request,
            self._environ["REQUEST_METHOD"],
            path,
            self._environ.get("QUERY_STRING", ""),
            self._followed.route_of(path),
            self.status,
            perf_counter() - self._began,
            self._sent,
            self._failed or self.status == 500,
        )
