"""Counts of what was answered, for Prometheus. Loaded only where METRICS says so: its library takes time to load."""

import os

from flask import Flask, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

from app.counts import FOLDER, at_rest
from app.web.outcome import Outcome

METRICS_PATH = "/metrics"
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
"""Seconds: a step from the cache takes a third of the first, and no page takes more than a quarter of one."""
METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
"""The methods that are told apart. Whatever else somebody makes up, there are no more series than these."""
OTHER = "other"
"""What paths without a rule, and other methods, are called."""


class Metrics:
    """The counts of this process; `text` tells those of all processes that share a folder (app.counts)."""

    def __init__(self) -> None:
        disable_created_metrics()
        self._own = own = CollectorRegistry()
        self._requests = Counter(
            "columnwise_requests", "Answers that were sent, or broken off", ("route", "method", "status"), registry=own
        )
        self._seconds = Histogram(
            "columnwise_request_seconds", "Time until an answer was sent", ("route",), buckets=BUCKETS, registry=own
        )
        self._sent = Counter("columnwise_sent_bytes", "Bytes of the bodies as they travelled", registry=own)
        self._errors = Counter("columnwise_errors", "Answers that failed by a mistake of ours", registry=own)
        self._under_way = Gauge(
            "columnwise_requests_under_way",
            "Requests that are being answered, streams and this one included",
            multiprocess_mode="livesum",
            registry=own,
        )

    def begun(self) -> None:
        """One more is being answered."""
        self._under_way.inc()

    def ended(self, outcome: Outcome) -> None:
        """It has been answered."""
        self._under_way.dec()
        route = outcome.route or OTHER
        method = outcome.method if outcome.method in METHODS else OTHER
        self._requests.labels(route, method, outcome.status).inc()
        self._seconds.labels(route).observe(outcome.seconds)
        self._sent.inc(outcome.sent)
        if outcome.failed:
            self._errors.inc()

    def text(self) -> bytes:
        """The counts of all processes, as Prometheus reads them."""
        if FOLDER not in os.environ:
            return generate_latest(self._own)
        with at_rest():
            every = CollectorRegistry()
            MultiProcessCollector(every)
            return generate_latest(every)


def connect(app: Flask) -> Metrics:
    """Give the app the address at which its counts are told."""
    metrics = Metrics()

    @app.get(METRICS_PATH)
    def told() -> Response:
        return Response(metrics.text(), content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})

    return metrics
