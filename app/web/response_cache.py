"""An HTTP cache in front of Flask: whole responses, compressed as they were sent.

It stores what HTTP allows a shared cache to store: status 200, an ETag, a Cache-Control without no-store and private,
and a Vary with nothing but what the key holds. A stored response is a pure function of its URL and the release, so
nothing has to be invalidated before the process ends.

One response is rendered at a time. Python computes in one thread anyway, and concurrent rendering would delay every
response; and a client that has waited for another's identical request finds the response stored.
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

MAX_BYTES = 16 * 2**20
"""Size of the cache; the least recently used response is evicted."""
VARY = ("Accept-Encoding", "HX-Request", "HX-Request-Type")
"""The request headers on which a stored response may depend."""
KEY = (
    *("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO", "QUERY_STRING"),
    *("HTTP_" + name.upper().replace("-", "_") for name in VARY),
)
"""The parts of the WSGI environment that make the key."""


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """A response with status 200 and its key, and ``not_modified``, the headers of the 304 in its place."""

    key: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    not_modified: tuple[tuple[str, str], ...]
    etag: str
    body: bytes

    @property
    def size(self) -> int:
        """Bytes of memory: the body, the key, and what Python needs for both lists of headers (measured)."""
        return len(self.body) + sum(map(len, self.key)) + 5_000


class ResponseCache:
    """WSGI middleware. It alone decides on 304, for cached and other responses.

    Below ``unlocked_prefixes`` responses wait for other processes, so they are rendered without the lock.
    """

    def __init__(self, app: "WSGIApplication", unlocked_prefixes: tuple[str, ...] = ()) -> None:
        self._app = app
        self._unlocked_prefixes = unlocked_prefixes
        self._render_lock = Lock()
        self._cache: LRUCache[tuple[str, ...], CachedResponse] = LRUCache(MAX_BYTES, getsizeof=lambda each: each.size)
        self._cache_lock = Lock()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self._app(environ, start_response)
        etags = environ.pop("HTTP_IF_NONE_MATCH", "")  # so that the app renders the whole response
        key = tuple([environ.get(name, "") for name in KEY])
        if cached := self._get(key):
            return _send(cached, etags, start_response)
        with nullcontext() if environ["PATH_INFO"].startswith(self._unlocked_prefixes) else self._render_lock:
            if cached := self._get(key):
                return _send(cached, etags, start_response)
            parts, status, headers = _call(self._app, environ)
            if status != "200 OK" or "ETag" not in headers:
                start_response(status, [*headers])
                return parts
            response = _whole(key, parts, headers)
            # No single response may evict many others.
            if _may_be_stored(headers) and response.size <= MAX_BYTES // 16:
                with self._cache_lock:
                    self._cache[key] = response
        return _send(response, etags, start_response)

    def _get(self, key: tuple[str, ...]) -> CachedResponse | None:
        with self._cache_lock:
            return self._cache.get(key)


def _call(app: "WSGIApplication", environ: "WSGIEnvironment") -> tuple[Iterable[bytes], str, Headers]:
    """The app's response, of which nothing is sent yet."""
    started: list[tuple[str, Headers]] = []

    def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> Callable[[bytes], object]:
        started.append((status, Headers(headers)))
        return bytes  # Flask returns its body and writes nothing

    return app(environ, start), *started[-1]


def _whole(key: tuple[str, ...], parts: Iterable[bytes], headers: Headers) -> CachedResponse:
    body = b"".join(parts)
    if close := getattr(parts, "close", None):
        close()
    not_modified = [*headers]
    remove_entity_headers(not_modified)
    etag, _ = unquote_etag(headers["ETag"])
    return CachedResponse(key, (*headers,), (*not_modified,), etag, body)


def _may_be_stored(headers: Headers) -> bool:
    """Whether a shared cache may send this response to every client with the same request."""
    control = parse_cache_control_header(headers.get("Cache-Control"), cls=ResponseCacheControl)
    vary = parse_set_header(headers.get("Vary"))
    return bool(control) and not control.no_store and not control.private and all(name in VARY for name in vary)


def _send(response: CachedResponse, etags: str, start_response: "StartResponse") -> Iterable[bytes]:
    """The response, or 304 if the client has it already."""
    if etags and parse_etags(etags).contains_weak(response.etag):
        start_response("304 NOT MODIFIED", [*response.not_modified])
        return []
    start_response("200 OK", [*response.headers])
    return [response.body]
