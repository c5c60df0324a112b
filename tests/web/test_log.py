"""The log: a line for each request that says what was asked and what came of it, and cannot be forged."""

import json
import logging
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st

from app import log
from app.log import REQUEST, JsonLines, PlainLines
from app.web import request_log
from app.web.assets import collect
from app.web.outcome import Followed, Outcome
from app.web.request_log import _PATH, _QUERY, LONGEST, escaped
from tests.web.gunicorn import served
from tests.web.logged import logged

FIELDS = ["time", "level", "request", "method", "route", "path", "query", "status", "ms", "bytes"]
HOSTILE = [
    'a\r\n{"time":"2026-01-01T00:00:00.000Z","level":"ERROR"}',
    "\x1b[2J\x1b[31mred",
    '"\',\\"}',
    "\xff\xfe\x80",
    "\xe2\x80\xa8\x85\x0b\x0c\x00\x7f",
    " 200 1 ms 1 bytes deadbeef",
]
wsgi_text = st.text(st.characters(max_codepoint=255), max_size=3 * LONGEST)
every_form = pytest.mark.parametrize("form", [JsonLines(), PlainLines()], ids=["json", "plain"])


def outcome(**changes: Any) -> Outcome:
    return Outcome("0123456789ab", "GET", "/", "step=5", "/", 200, 0.0042, 1234, False)._replace(**changes)


def follow(body: Iterable[bytes]) -> Followed:
    """An app that answers with that body, and whose outcomes are logged."""

    def app(environ: object, start_response: Any) -> Iterable[bytes]:
        start_response("200 OK", [])
        return body

    return Followed(app, lambda path: None, False, [], [request_log.tell])


def ask(app: Followed) -> Any:
    return app({"PATH_INFO": "/", "REQUEST_METHOD": "GET"}, lambda status, headers, error=None: lambda data: None)


# One line for each request


def test_a_request_is_one_line_that_says_what_came_of_it(client: FlaskClient) -> None:
    with logged() as written:
        answer = client.get("/?view=loop&step=5", headers={"Accept-Encoding": "br"}, buffered=True)
    (line,) = written.lines()
    assert list(line) == FIELDS
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    assert 0 < line["ms"] < 60_000
    told = ("level", "method", "route", "path", "query", "status", "bytes")
    assert [line[name] for name in told] == ["INFO", "GET", "/", "/", "view=loop&step=5", 200, len(answer.data)]


@pytest.mark.parametrize(
    ("method", "address", "route", "status"),
    [
        ("GET", "/speed?preset=iris", "/speed", 200),
        ("GET", collect().url("app.css"), "/static/<path:name>", 200),
        ("GET", "/static/nothing.css", "/static/<path:name>", 404),
        ("GET", "/nowhere", None, 404),
        ("GET", "/?step=x", "/", 422),
        ("HEAD", "/about", "/about", 200),
        ("POST", "/about", "/about", 405),
        ("GET", "/oembed?url=http://localhost/&format=xml", "/oembed", 501),
    ],
)
def test_every_answer_has_its_line(client: FlaskClient, method: str, address: str, route: str, status: int) -> None:
    with logged() as written:
        answer = client.open(address, method=method, buffered=True)
    (line,) = written.lines()
    path, _, query = address.partition("?")
    assert (line["level"], line["method"], line["path"], line["query"]) == ("INFO", method, path, query)
    assert (line["route"], line["status"], line["bytes"]) == (route, status, len(answer.data))


def test_so_has_a_304_which_has_no_bytes(client: FlaskClient) -> None:
    etag = client.get("/").headers["ETag"]
    with logged() as written:
        client.get("/", headers={"If-None-Match": etag}, buffered=True)
    (line,) = written.lines()
    assert (line["status"], line["bytes"], line["route"]) == (304, 0, "/")


def test_nothing_is_told_of_who_asks(client: FlaskClient) -> None:
    secret = {"User-Agent": "secret-agent", "Referer": "http://secret.example/", "X-Forwarded-For": "192.0.2.77"}
    with logged() as written:
        client.get("/", headers=secret, environ_base={"REMOTE_ADDR": "192.0.2.66"}, buffered=True)
    assert written.lines()
    assert "secret" not in written.getvalue() and "192.0.2" not in written.getvalue()


def test_without_a_log_no_line_is_made(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log.REQUESTS, "disabled", True)
    with logged() as written:
        client.get("/", buffered=True)
    assert not written.getvalue()


# Streams


def test_a_stream_has_its_line_when_it_ends_and_not_before() -> None:
    with logged() as written:
        answer = ask(follow(iter([b"one", b"three"])))
        assert list(answer) == [b"one", b"three"] and not written.getvalue()
        answer.close()
    assert [line["bytes"] for line in written.lines()] == [8]


def test_a_visitor_who_leaves_is_told_of_with_what_was_sent_and_the_app_learns_of_it() -> None:
    ended = []

    def body() -> Iterator[bytes]:
        try:
            yield b"one"
            yield b"three"
        finally:
            ended.append(True)

    with logged() as written:
        answer = ask(follow(body()))
        assert next(answer) == b"one"
        answer.close()
    assert ended == [True]
    assert [line["bytes"] for line in written.lines()] == [3]


def test_a_stream_that_breaks_is_an_error_though_its_status_was_fine() -> None:
    def body() -> Iterator[bytes]:
        yield b"one"
        raise RuntimeError("broken")

    with logged() as written:
        answer = ask(follow(body()))
        with pytest.raises(RuntimeError):
            list(answer)
        answer.close()
    trace, line = written.lines()
    assert (trace["level"], line["level"], line["status"]) == ("ERROR", "ERROR", 200)
    assert trace["request"] == line["request"]
    assert trace["exception"].endswith("RuntimeError: broken")


def test_an_app_that_raises_is_logged_and_the_server_learns_of_it() -> None:
    def app(environ: object, start_response: object) -> Iterable[bytes]:
        raise RuntimeError("broken")

    with logged() as written, pytest.raises(RuntimeError):
        ask(Followed(app, lambda path: None, False, [], [request_log.tell]))
    trace, line = written.lines()
    assert (line["level"], line["status"], line["request"]) == ("ERROR", 500, trace["request"])


# Levels


@pytest.mark.parametrize(
    ("status", "level"),
    [(200, "INFO"), (304, "INFO"), (404, "INFO"), (422, "INFO"), (500, "ERROR"), (501, "INFO"), (503, "WARNING")],
)
def test_only_what_is_our_mistake_is_an_error(status: int, level: str) -> None:
    with logged() as written:
        request_log.tell(outcome(status=status))
    assert [line["level"] for line in written.lines()] == [level]


# What cannot be forged


@given(wsgi_text, st.sampled_from([_PATH, _QUERY]))
def test_what_was_asked_can_be_read_from_the_line_unless_it_was_cut(text: str, safe: str) -> None:
    written = escaped(text, safe)
    assert len(written) <= LONGEST
    assert re.fullmatch(r"[!$%&'()*+,./0-9:;=?@A-Z_a-z~-]*", written)
    if "%" not in text and not written.endswith("..."):
        assert unquote_to_bytes(written) == text.encode("latin-1")


def test_a_path_with_a_percent_sign_is_not_one_with_what_it_would_stand_for() -> None:
    assert escaped("/%0A", _PATH) == "/%250A" and escaped("/\n", _PATH) == "/%0A"


def test_what_is_long_is_cut_and_says_so() -> None:
    assert escaped("x" * LONGEST, _QUERY) == "x" * LONGEST
    assert escaped("x" * (LONGEST + 1), _QUERY) == "x" * (LONGEST - 3) + "..."
    assert escaped("ü" * LONGEST, _QUERY) == ("%FC" * LONGEST)[: LONGEST - 3] + "..."


@every_form
@given(path=wsgi_text, query=wsgi_text, method=wsgi_text)
@example(path=HOSTILE[0], query=HOSTILE[1], method=HOSTILE[2])
@example(path=HOSTILE[3], query=HOSTILE[4], method=HOSTILE[5])
def test_a_request_stays_one_line_of_printable_ascii_that_no_other_line_can_be_in(
    form: logging.Formatter, path: str, query: str, method: str
) -> None:
    fields = request_log.fields(outcome(path=path, query=query, method=method))
    line = form.format(logging.LogRecord("", logging.INFO, "", 0, fields, None, None))
    assert line.isascii() and line.isprintable()
    assert len(line) < 4096  # what a pipe takes in one piece, though several processes write into it
    if isinstance(form, JsonLines):
        assert list(json.loads(line)) == FIELDS
    else:
        assert re.fullmatch(r"\d\d:\d\d:\d\d INFO    \S* \S* 200 4.2 ms 1234 bytes 0123456789ab", line)


@pytest.mark.parametrize("text", HOSTILE)
def test_so_it_is_for_what_really_comes_in(client: FlaskClient, text: str) -> None:
    with logged(PlainLines()) as plain, logged() as written:
        client.get("/", environ_overrides={"PATH_INFO": f"/{text}", "QUERY_STRING": text}, buffered=True)
    (line,) = written.lines()
    assert list(line) == FIELDS and line["status"] == 404
    assert re.fullmatch(r"\d\d:\d\d:\d\d INFO    GET \S+ 404 [\d.]+ ms \d+ bytes [0-9a-f]{12}\n", plain.getvalue())


def error(message: str, text: str) -> logging.LogRecord:
    try:
        raise RuntimeError(text)
    except RuntimeError as raised:
        trace = (RuntimeError, raised, raised.__traceback__)
        return logging.LogRecord("", logging.ERROR, "", 0, message, None, trace)


@given(st.text(max_size=2000), st.text(max_size=5000))
@example("%s %d", HOSTILE[0])
def test_an_error_is_one_line_of_json_whatever_it_says(message: str, text: str) -> None:
    line = JsonLines().format(error(message, text))
    assert line.isascii() and "\n" not in line and "\x1b" not in line
    read = json.loads(line)
    assert list(read) == ["time", "level", "message", "exception"]
    assert "RuntimeError" in read["exception"] or len(text) > 1000
    assert len(read["message"]) <= 620 and len(read["exception"]) <= 2_820


@given(st.text(max_size=2000), st.text(max_size=5000))
@example("a\n00:00:00 ERROR forged", "a\n00:00:00 ERROR forged")
def test_a_plain_error_is_a_line_and_an_indented_trace_whatever_it_says(message: str, text: str) -> None:
    first, *trace = PlainLines().format(error(message, text)).split("\n")
    assert re.match(r"\d\d:\d\d:\d\d ERROR   ", first)
    assert trace and all(line.startswith("    ") for line in trace)
    assert all(line.isascii() and line.isprintable() for line in (first, *trace))


def test_a_record_made_meanwhile_bears_the_id() -> None:
    REQUEST.set("0123456789ab")
    try:
        record = logging.LogRecord("", logging.WARNING, "", 0, "odd", None, None)
        assert json.loads(JsonLines().format(record))["request"] == "0123456789ab"
        assert PlainLines().format(record).endswith("WARNING odd (request 0123456789ab)")
    finally:
        REQUEST.set("")


# As it is really served


@pytest.mark.slow
def test_everything_the_server_says_is_json_on_standard_output_and_names_nobody(tmp_path: Path) -> None:
    with served(tmp_path, WEB_CONCURRENCY="2") as server:
        given = server.get("/?step=5")
        server.get(f"/nowhere?{'%0A' * 100}")
        assert server.send(b"GET /\x1b[31m HTTP/1.1\r\nHost: localhost\r\n\r\n").startswith(b"HTTP/1.1 400")
        assert server.send(b"nonsense\r\n\r\n").startswith(b"HTTP/1.1 400")
        assert server.get("/speed/stream").status == 204
        server.stop()
    lines = [json.loads(line) for line in server.out.read_text().splitlines()]
    requests = {line["path"]: line for line in lines if "path" in line}
    messages = [line["message"] for line in lines if "message" in line]
    assert all(list(line) == FIELDS for line in requests.values())
    assert requests["/"]["request"] == given.headers["X-Request-ID"]
    assert requests["/"]["bytes"] == int(given.headers["Content-Length"])
    assert requests["/speed/stream"]["status"] == 204
    for start in ("Starting gunicorn", "Booting worker", "Invalid request", "Handling signal: term", "Shutting down"):
        assert [message for message in messages if message.startswith(start)], start
    assert not [message for message in messages if message.startswith("Invalid") and "127.0.0.1" in message]
    assert {line["level"] for line in lines} == {"INFO"}  # what a robot tries raises no alarm
    assert server.err.read_text() == ""


@pytest.mark.slow
def test_without_lines_for_requests_the_server_still_says_that_it_starts(tmp_path: Path) -> None:
    with served(tmp_path, WEB_CONCURRENCY="1", LOG="none") as server:
        assert server.get("/healthz").status == 200
    said = server.out.read_text()
    assert re.search(r"^\d\d:\d\d:\d\d INFO    Starting gunicorn", said) and "/healthz" not in said
