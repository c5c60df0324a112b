"""Answers that are sent again without being made again: an HTTP cache of one's own, right in front of Flask.

It keeps what HTTP lets a shared cache keep, so an answer says it in its own headers: status 200, an ETag, a
Cache-Control that names neither no-store nor private, and a Vary with nothing but what the key holds. Whatever is kept
is a pure function of its address and the release, so nothing has to be forgotten before the process ends.

One answer is made at a time. Python computes with one thread anyway: where many share it, all of them are late. And
whoever has waited for what somebody else asked for too finds it made.
"""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from cachetools import LRUCache
from werkzeug.datastructures import Headers, ResponseCacheControl
from werkzeug.http import parse_cache_control_header, parse_etags, parse_set_header, remove_entity_headers, unquote_etag

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MEMORY = 16 * 2**20
"""Bytes of answers that one process keeps at most; what was not asked for for longest goes first."""
LARGEST = MEMORY // 16
"""Bytes of the largest answer that is kept, so that no single one drives out many."""
BESIDE = 5_000
"""Bytes that Python needs around an answer's body and key: its headers twice, as 200 and as 304. Measured."""
VARIES = ("Accept-Encoding", "HX-Request", "HX-Request-Type")
"""The headers of a request on which a kept answer may depend."""
KEY = (
    *("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING"),
    *("HTTP_" + name.upper().replace("-", "_") for name in VARIES),
)
"""What requests are told apart by."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer with status 200 to what ``key`` says, and ``unchanged``, the headers of the 304 in its place."""

    key: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    unchanged: tuple[tuple[str, str], ...]
    etag: str
    body: bytes

    @property
    def size(self) -> int:
        """Bytes that keeping it takes."""
        return len(self.body) + sum(map(len, self.key)) + BESIDE


class AnswerCache:
    """A WSGI application in front of another one. It alone decides on 304, for what is kept and for what is not.

    Below the paths in ``elsewhere`` answers wait for others than this process, and so nobody waits for them.
    """

    def __init__(self, app: "WSGIApplication", elsewhere: tuple[str, ...] = ()) -> None:
        self._app = app
        self._elsewhere = elsewhere
        self._turn = Lock()
        self._kept: LRUCache[tuple[str, ...], Answer] = LRUCache(MEMORY, getsizeof=lambda answer: answer.size)
        self._lock = Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self._app(environ, start_response)
        had = environ.pop("HTTP_IF_NONE_MATCH", "")  # so that whoever makes the answer makes all of it
        key = tuple([environ.get(name, "") for name in KEY])
        if answer := self._found(key):
            return _sent(answer, had, start_response)
        with nullcontext() if environ["PATH_INFO"].startswith(self._elsewhere) else self._turn:
            if answer := self._found(key):
                return _sent(answer, had, start_response)
            parts, status, headers = _asked(self._app, environ)
            if status != "200 OK" or "ETag" not in headers:
                start_response(status, [*headers])
                return parts
            answer = self._keep(_whole(key, parts, headers), headers)
        return _sent(answer, had, start_response)

    def _found(self, key: tuple[str, ...]) -> Answer | None:
        with self._lock:
            return self._kept.get(key)

    def _keep(self, answer: Answer, headers: Headers) -> Answer:
        """The answer, kept if it may be."""
        if _may_be_kept(headers) and answer.size <= LARGEST:
            with self._lock:
                self._kept[answer.key] = answer
        return answer


def _asked(app: "WSGIApplication", environ: "WSGIEnvironment") -> tuple[Iterable[bytes], str, Headers]:
    """What the application answers, of which nothing is sent yet."""
    begun: list[tuple[str, Headers]] = []

    def begin(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], object]:
        begun.append((status, Headers(headers)))
        return bytes  # Flask gives its answer back and writes nothing

    return app(environ, begin), *begun[-1]


def _whole(key: tuple[str, ...], parts: Iterable[bytes], headers: Headers) -> Answer:
    body = b"".join(parts)
    if close := getattr(parts, "close", None):
        close()
    unchanged = [*headers]
    remove_entity_headers(unchanged)
    etag, _ = unquote_etag(headers["ETag"])
    return Answer(key, (*headers,), (*unchanged,), etag, body)


def _may_be_kept(headers: Headers) -> bool:
    """Whether everybody who asks the same may be given this answer."""
    control = parse_cache_control_header(headers.get("Cache-Control"), cls=ResponseCacheControl)
    varies = parse_set_header(headers.get("Vary"))
    return bool(control) and not control.no_store and not control.private and all(name in VARIES for name in varies)


def _sent(answer: Answer, had: str, start_response: "StartResponse") -> Iterable[bytes]:
    """The answer, or 304 for whoever had it before."""
    if had and parse_etags(had).contains_weak(answer.etag):
        start_response("304 NOT MODIFIED", [*answer.unchanged])
        return []
    start_response("200 OK", [*answer.headers])
    return [answer.body]
