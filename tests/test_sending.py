"""An answer is sent in one write, and it is the same answer that gunicorn would have sent."""

import re
from types import SimpleNamespace

import pytest
from gunicorn.config import Config
from gunicorn.http import wsgi

from app.sending import AtOnce, at_once

LENGTH = [("Content-Type", "text/html"), ("Content-Length", "6")]
ANSWERS = {
    "a page": ("GET", "200 OK", LENGTH, [b"<html>"]),
    "a page in two": ("GET", "200 OK", LENGTH, [b"<ht", b"ml>"]),
    "a stream": ("GET", "200 OK", [("Content-Type", "text/event-stream")], [b"data: 1\n\n", b"data: 2\n\n"]),
    "nothing new": ("GET", "304 NOT MODIFIED", [("ETag", '"a"')], []),
    "a head": ("HEAD", "200 OK", LENGTH, []),
    "an empty page": ("GET", "404 NOT FOUND", [("Content-Length", "0")], [b""]),
    "an empty stream": ("GET", "200 OK", [("Content-Type", "text/event-stream")], []),
}


class Wire:
    """A socket that remembers what is sent."""

    def __init__(self) -> None:
        self.writes: list[bytes] = []

    def sendall(self, data: bytes) -> None:
        self.writes.append(bytes(data))


def sent(kind: type[wsgi.Response], name: str) -> list[bytes]:
    method, status, headers, body = ANSWERS[name]
    wire = Wire()
    request = SimpleNamespace(method=method, version=(1, 1), should_close=lambda: False)
    response = kind(request, wire, Config())
    response.start_response(status, headers)
    for part in body:
        response.write(part)
    response.close()
    return wire.writes


@pytest.mark.parametrize("name", ANSWERS)
def test_the_answer_is_gunicorns(name: str) -> None:
    ours, theirs = (
        re.sub(rb"Date: [^\r]*", b"", b"".join(sent(kind, name))) for kind in (AtOnce, wsgi.Response.mro()[-2])
    )
    assert ours == theirs


@pytest.mark.parametrize("name", ["a page", "nothing new", "a head", "an empty page"])
def test_a_whole_answer_is_one_write(name: str) -> None:
    assert len(sent(AtOnce, name)) == 1


def test_a_stream_begins_with_its_first_event_and_waits_for_nothing() -> None:
    first, second, end = sent(AtOnce, "a stream")
    assert first.endswith(b"\r\n\r\n9\r\ndata: 1\n\n\r\n")
    assert (second, end) == (b"9\r\ndata: 2\n\n\r\n", b"0\r\n\r\n")


def test_gunicorn_makes_its_responses_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wsgi, "Response", wsgi.Response)  # to be put back
    at_once()
    asked = {
        "method": "GET",
        "version": (1, 1),
        "path": "/",
        "query": "",
        "uri": "/",
        "fragment": "",
        "headers": [],
        "scheme": "http",
    }
    request = SimpleNamespace(**asked, body=None, proxy_protocol_info={}, _expected_100_continue=False)
    response, _ = wsgi.create(request, Wire(), ("127.0.0.1", 1), ("127.0.0.1", 2), Config())
    assert isinstance(response, AtOnce)
