"""Serve this copy in one process: `python -m app.server`.

waitress reads requests and sends responses in one event loop and computes in threads, so a slow client blocks no other.
Ours are the limits, security headers on the errors of waitress itself, and a stop that drains connections.
"""

import os
import signal
import socket
import time
from threading import Event

from flask import Flask
from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import create_server
from waitress.task import ErrorTask, WSGITask

from app import create_app, log
from app.config import settings
from app.web.headers import SERVER_ERROR

BACKLOG = 512
OPTIONS = {
    "ident": None,  # no Server header
    "log_socket_errors": False,
    "threads": 8,  # one computes at a time; at most four stream the progress of a race
    "connection_limit": 900,  # many systems allow a process 1,024 open files
    "channel_timeout": 30,  # seconds without activity; a proxy in front closes first, after 20
    "max_request_header_size": 32_768,  # browsers send the cookies of other apps on the host, too
    "max_request_body_size": 400_000,  # from MAX_BODY on, the app answers with a page; no file below 512 kB
    "clear_untrusted_proxy_headers": False,  # the app does so, see PROXIES
}
DRAIN_SECONDS = 7
"""Time for open requests at a stop; `docker stop` kills after 10."""

stopping = Event()


class Task(WSGITask):  # type: ignore[misc]  # waitress has no types
    def build_response_header(self) -> bytes:
        if stopping.is_set() or self.request.headers.get("CONNECTION", "").lower() == "close":
            self.set_close_on_finish()
        stays_open = not (self.close_on_finish or self.has_body) and self.version == "1.1"
        self.close_on_finish |= stays_open  # waitress closes after a 304, which has no length, unless it does so anyway
        header = bytes(super().build_response_header())
        self.close_on_finish &= not stays_open
        return header


class Refusal(ErrorTask):  # type: ignore[misc]
    def build_response_header(self) -> bytes:
        self.response_headers.extend(SERVER_ERROR)
        return bytes(super().build_response_header())


def serve(app: Flask, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT, then drain. OSError if the address is in use."""
    app.extensions["stopping"] = stopping.is_set
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host.strip("[]"), port), family=family, backlog=BACKLOG)
    connections: dict[int, wasyncore.dispatcher] = {}
    server = create_server(app, map=connections, sockets=[listener], backlog=BACKLOG, **OPTIONS)
    server.channel_class = type("Channel", (HTTPChannel,), {"task_class": Task, "error_task_class": Refusal})
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    server.print_listen("Listening at http://{}:{}/")
    while not stopping.is_set():
        wasyncore.loop(timeout=0.5, use_poll=True, map=connections, count=1)
    # Drain: accept the backlog, refuse new connections, answer all requests, close what has been idle for a second.
    for _ in range(BACKLOG):
        server.handle_accept()
    wasyncore.dispatcher.close(server)  # only the listener: server.close() would also close what wakes the loop
    server.adj.channel_timeout = 1
    deadline = time.monotonic() + DRAIN_SECONDS
    while server.active_channels and time.monotonic() < deadline:
        server.maintenance(time.time())
        wasyncore.loop(timeout=0.1, use_poll=True, map=connections, count=1)
    server.task_dispatcher.shutdown()


if __name__ == "__main__":
    config = settings(os.environ)
    columnwise = create_app(config)
    columnwise.test_client().get("/?step=1", buffered=True)  # compiles the templates before the first visitor
    log.configure(config.log)
    try:
        serve(columnwise, config.host, config.port)
    except OSError as error:
        raise SystemExit(f"Columnwise cannot listen at {config.host}, port {config.port}: {error.strerror}.") from None
