"""What becomes of each request: its id, its line in the log and, with METRICS=1, the counts at /metrics."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from secrets import token_hex
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Flask, Response
from werkzeug.exceptions import HTTPException
from werkzeug.wsgi import ClosingIterator

from app.log import REQUEST, REQUESTS

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

MAX_LOGGED = 200
"""Characters of a path or a query in the log; the rest is cut."""


@dataclass(slots=True)
class RequestRecord:
    """A request and its outcome. ``path`` and ``query`` are WSGI strings."""

    id: str
    method: str
    path: str
    query: str
    route: str | None
    """The URL rule of the path; None if no rule matches."""
    status: int = 500
    sent: int = 0
    """Bytes of the body, compressed, that were handed to the server."""
    failed: bool = False
    """Whether an exception ended the response after its status was known."""
    started: float = field(default_factory=perf_counter)
    seconds: float = 0.0
    """From the request to the end of the response's body."""

    @property
    def is_error(self) -> bool:
        """Whether the fault is ours: 501 and 503 are answers on purpose, and 4xx are the client's."""
        return self.failed or (self.status >= 500 and self.status not in (501, 503))


class RequestMiddleware:
    """WSGI middleware outside of all others, caches included: it sees every response as it is sent.

    It adds ``X-Request-ID`` to the response. An incoming id is used only if ``trust_request_id``, behind our own proxy.
    """

    def __init__(self, app: Flask, trust_request_id: bool) -> None:
        self._app: WSGIApplication = app.wsgi_app
        self._rules = app.url_map.bind("")
        self._trust_request_id = trust_request_id
        self.on_start: list[Callable[[], None]] = []
        self.on_end: list[Callable[[RequestRecord], None]] = [log_request]

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """The app's response with its id; it is recorded when the server closes it."""
        path = environ["PATH_INFO"]
        record = RequestRecord(
            self._id(environ), environ["REQUEST_METHOD"], path, environ.get("QUERY_STRING", ""), self._route(path)
        )
        REQUEST.set(record.id)
        for start in self.on_start:
            start()

        def start_with_id(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> object:
            record.status = int(status[:3])
            return start_response(status, [*headers, ("X-Request-ID", record.id)], exc_info)  # type: ignore[arg-type]

        try:
            body = self._app(environ, start_with_id)  # type: ignore[arg-type]
        except Exception:
            self._fail(record)
            self._end(record)
            raise
        closes = [body.close] if hasattr(body, "close") else []
        return ClosingIterator(self._sent(body, record), [*closes, lambda: self._end(record)])

    def _id(self, environ: "WSGIEnvironment") -> str:
        given = str(environ.get("HTTP_X_REQUEST_ID", ""))
        return given if self._trust_request_id and re.fullmatch(r"[A-Za-z0-9._-]{1,64}", given) else token_hex(6)

    def _route(self, path: str) -> str | None:
        """The URL rule, asked of the URL map because a cached response never reaches Flask."""
        try:
            return str(self._rules.match(path, "GET", return_rule=True)[0].rule)
        except HTTPException:
            return None

    def _sent(self, body: Iterable[bytes], record: RequestRecord) -> Iterator[bytes]:
        try:
            for chunk in body:
                record.sent += len(chunk)
                yield chunk
        except Exception:
            self._fail(record)
            raise

    def _fail(self, record: RequestRecord) -> None:
        record.failed = True
        logging.getLogger(__name__).exception("The response failed")

    def _end(self, record: RequestRecord) -> None:
        record.seconds = perf_counter() - record.started
        for end in self.on_end:
            end(record)
        REQUEST.set("")


def log_request(record: RequestRecord) -> None:
    """Write the line of a request: what was asked and answered, and nothing about the client."""
    path, query = escaped(record.path, "/"), escaped(record.query, "/?%")
    fields = {
        "request": record.id,
        "method": escaped(record.method, ""),
        "route": record.route,
        "path": path,
        "query": query,
        "status": record.status,
        "ms": round(record.seconds * 1000, 2),
        "bytes": record.sent,
    }
    level = logging.ERROR if record.is_error else logging.WARNING if record.status == 503 else logging.INFO
    address = f"{path}?{query}" if query else path
    REQUESTS.log(level, "%s %s %s", fields["method"], address, record.status, extra=fields)


def escaped(text: str, safe: str) -> str:
    """A WSGI string as it is written in a URL: printable ASCII without spaces, at most MAX_LOGGED characters."""
    written = quote(text[:MAX_LOGGED].encode("latin-1", errors="replace"), safe=safe + "!$&'()*+,:;=@")
    return written if len(text) <= MAX_LOGGED and len(written) <= MAX_LOGGED else written[: MAX_LOGGED - 3] + "..."


def add_metrics(app: Flask, middleware: RequestMiddleware) -> None:
    """Count requests, and serve the counts at /metrics for Prometheus. The labels are bounded: rules, never paths."""
    # Imported lazily: it takes 0.02 s, and METRICS is rarely set.
    from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
    from prometheus_client.exposition import CONTENT_TYPE_LATEST

    disable_created_metrics()
    registry = CollectorRegistry()
    requests = Counter("columnwise_requests", "Responses", ("route", "method", "status"), registry=registry)
    seconds = Histogram(
        "columnwise_request_seconds",
        "Time until the response was sent",
        ("route",),
        buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
        registry=registry,
    )
    sent = Counter("columnwise_sent_bytes", "Bytes of response bodies as sent", registry=registry)
    errors = Counter("columnwise_errors", "Responses that failed by a fault of ours", registry=registry)
    in_progress = Gauge("columnwise_requests_under_way", "Requests in progress, this one included", registry=registry)

    def count(record: RequestRecord) -> None:
        in_progress.dec()
        route = record.route or "other"
        known = record.method in ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
        requests.labels(route, record.method if known else "other", record.status).inc()
        seconds.labels(route).observe(record.seconds)
        sent.inc(record.sent)
        if record.is_error:
            errors.inc()

    middleware.on_start.append(in_progress.inc)
    middleware.on_end.append(count)

    @app.get("/metrics")
    def metrics() -> Response:
        return Response(
            generate_latest(registry), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"}
        )
