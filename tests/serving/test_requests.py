"""What becomes of each request: its id, its line in the log and its place in the counts."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.test import TestResponse

from app import create_app, log
from app.config import Settings
from app.web.assets import collect
from app.web.requests import MAX_LOGGED, RequestMiddleware, RequestRecord, escaped, log_request
from tests.support.addresses import Question, questions
from tests.support.each import for_each
from tests.support.logged import logged
from tests.support.pages import read
from tests.support.server import served
from tests.support.visitors import Visitor

ID = re.compile(r"[0-9a-f]{12}")
FIELDS = ["level", "message", "request", "method", "route", "path", "query", "status", "ms", "bytes", "time"]
HOSTILE = [
    'a\r\n{"time":"2026-01-01T00:00:00.000Z","level":"ERROR"}',
    "\x1b[2J\x1b[31mred",
    '"\',\\"}',
    "\xff\xfe\x80",
    "\xe2\x80\xa8\x85\x0b\x0c\x00\x7f",
    " 200 1 ms 1 bytes deadbeef",
]
wsgi_text = st.text(st.characters(max_codepoint=255), max_size=3 * MAX_LOGGED)


@pytest.fixture(scope="module")
def behind_a_proxy() -> FlaskClient:
    return create_app(Settings(proxies=1)).test_client(use_cookies=False)


@pytest.fixture(scope="module")
def failing() -> Iterator[FlaskClient]:
    """Columnwise with addresses at which it fails."""
    app = create_app()
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def fail() -> str:
        raise RuntimeError("a secret of the server")

    app.add_url_rule("/fail", view_func=fail)
    app.add_url_rule("/fail.json", view_func=fail)
    app.view_functions["sharing.embedded"] = fail
    yield app.test_client(use_cookies=False)


def answered(body: Iterable[bytes] | Exception) -> Any:
    """What the middleware sends of an app that answers with that body, or raises."""

    def app(environ: object, start_response: Any) -> Iterable[bytes]:
        if isinstance(body, Exception):
            raise body
        start_response("200 OK", [])
        return body

    flask = Flask(__name__)
    flask.wsgi_app = app  # type: ignore[method-assign]
    environ = {"PATH_INFO": "/", "REQUEST_METHOD": "GET"}
    return RequestMiddleware(flask, False)(environ, lambda status, headers, error=None: lambda data: None)


# The id


def ids(answers: dict[Question, TestResponse]) -> dict[Question, list[str]]:
    return {question: answer.headers.getlist("X-Request-ID") for question, answer in answers.items()}


def test_every_response_has_its_own_id(client: FlaskClient, answers: dict[Question, TestResponse]) -> None:
    again = {question: client.get(question.address, headers=question.headers) for question in answers}
    asked_twice = [*ids(answers).items(), *ids(again).items()]
    assert {question: told for question, told in asked_twice if len(told) != 1 or not ID.fullmatch(told[0])} == {}
    assert Counter(told for _, (told,) in asked_twice).most_common(1)[0][1] == 1


def test_id_does_not_change_what_is_cached(client: FlaskClient) -> None:
    first, second = client.get("/"), client.get("/")
    assert first.headers["ETag"] == second.headers["ETag"]
    assert "X-Request-ID" not in first.vary
    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and ID.fullmatch(again.headers["X-Request-ID"])


@given(st.text(st.characters(max_codepoint=255), max_size=80))
@example("9d4e2f1c0b7a4c6e8d1f2a3b4c5d6e7f")
@example("0190e6b1-3f1c.7a2b_x")
@example("x" * 65)
@example("a\n")
def test_incoming_id_is_kept_from_a_proxy_if_well_formed(behind_a_proxy: FlaskClient, text: str) -> None:
    answer = behind_a_proxy.get("/healthz", environ_overrides={"HTTP_X_REQUEST_ID": text})
    (sent,) = answer.headers.getlist("X-Request-ID")
    assert sent == text if re.fullmatch(r"[A-Za-z0-9._-]{1,64}", text) else ID.fullmatch(sent)


def test_incoming_id_is_replaced_without_a_proxy(client: FlaskClient) -> None:
    assert ID.fullmatch(client.get("/healthz", headers={"X-Request-ID": "chosen"}).headers["X-Request-ID"])


@for_each("question", questions("/fail", "/fail.json", "/embed"))
def test_page_of_a_server_fault_names_the_id_and_no_secret(failing: FlaskClient, question: Question) -> None:
    address = question.address
    with logged() as written:
        answer = failing.get(address, headers=question.headers, buffered=True)
    request = answer.headers["X-Request-ID"]
    said = answer.json["errors"][""] if address.endswith(".json") else read(answer.text).one("main").words
    assert answer.status_code == 500
    assert f"If you report this, mention: {request}" in said
    assert "secret" not in answer.text and "Traceback" not in answer.text
    trace, line = written.lines()
    assert (trace["level"], line["level"]) == ("ERROR", "ERROR")
    assert trace["request"] == line["request"] == request
    assert trace["message"] == f"Exception on {address} [GET]"
    assert "in fail\n" in trace["exc_info"] and trace["exc_info"].endswith("RuntimeError: a secret of the server")


@for_each("address", ["/nowhere", "/nowhere.json", "/?step=x", "/embed?step=x", "/?" + "x" * 3000])
def test_page_of_a_client_error_names_no_id(client: FlaskClient, address: str) -> None:
    with logged() as written:
        answer = client.get(address, buffered=True)
    assert answer.headers["X-Request-ID"] not in answer.text and "mention" not in answer.text
    assert [line["level"] for line in written.lines()] == ["INFO"]


def test_id_ends_with_its_request(client: FlaskClient) -> None:
    client.get("/", buffered=True)
    assert log.REQUEST.get() == ""


# The log


def test_line_says_what_was_asked_and_answered(client: FlaskClient) -> None:
    with logged() as written:
        answer = client.get("/?view=loop&step=5", headers={"Accept-Encoding": "br"}, buffered=True)
    (line,) = written.lines()
    assert list(line) == FIELDS
    assert 0 < line.pop("ms") < 60_000
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.", line.pop("time"))
    assert line == {
        "level": "INFO",
        "message": "GET /?view=loop&step=5 200",
        "request": answer.headers["X-Request-ID"],
        "method": "GET",
        "route": "/",
        "path": "/",
        "query": "view=loop&step=5",
        "status": 200,
        "bytes": len(answer.data),
    }


@pytest.mark.parametrize(
    ("method", "address", "route", "status"),
    [
        ("GET", "/speed?preset=iris", "/speed", 200),
        ("GET", collect().urls["app.css"], "/static/<path:name>", 200),
        ("GET", "/static/nothing.css", "/static/<path:name>", 404),
        ("GET", "/nowhere", None, 404),
        ("GET", "/?step=x", "/", 422),
        ("HEAD", "/about", "/about", 200),
        ("POST", "/about", "/about", 405),
        ("GET", "/oembed?url=http://localhost/&format=xml", "/oembed", 501),
    ],
)
def test_every_kind_of_response_has_a_line(
    client: FlaskClient, method: str, address: str, route: str, status: int
) -> None:
    with logged() as written:
        answer = client.open(address, method=method, buffered=True)
    (line,) = written.lines()
    path, _, query = address.partition("?")
    assert (line["level"], line["method"], line["path"], line["query"]) == ("INFO", method, path, query)
    assert (line["route"], line["status"], line["bytes"]) == (route, status, len(answer.data))


def test_line_of_a_304_has_no_bytes(client: FlaskClient) -> None:
    etag = client.get("/").headers["ETag"]
    with logged() as written:
        client.get("/", headers={"If-None-Match": etag}, buffered=True)
    (line,) = written.lines()
    assert (line["status"], line["bytes"], line["route"]) == (304, 0, "/")


def test_line_says_nothing_about_the_client(client: FlaskClient) -> None:
    secret = {"User-Agent": "secret-agent", "Referer": "http://secret.example/", "X-Forwarded-For": "192.0.2.77"}
    with logged() as written:
        client.get("/", headers=secret, environ_base={"REMOTE_ADDR": "192.0.2.66"}, buffered=True)
    assert written.lines()
    assert "secret" not in written.getvalue() and "192.0.2" not in written.getvalue()


def test_no_line_is_written_if_the_log_has_none(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log.REQUESTS, "disabled", True)
    with logged() as written:
        client.get("/", buffered=True)
    assert not written.getvalue()


def test_line_of_a_stream_is_written_when_it_ends() -> None:
    with logged() as written:
        answer = answered(iter([b"one", b"three"]))
        assert list(answer) == [b"one", b"three"] and not written.getvalue()
        answer.close()
    assert [line["bytes"] for line in written.lines()] == [8]


def test_stream_is_closed_and_logged_when_the_client_leaves() -> None:
    ended = []

    def body() -> Iterator[bytes]:
        try:
            yield b"one"
            yield b"three"
        finally:
            ended.append(True)

    with logged() as written:
        answer = answered(body())
        assert next(iter(answer)) == b"one"
        answer.close()
    assert ended == [True]
    assert [line["bytes"] for line in written.lines()] == [3]


def test_stream_that_breaks_is_logged_as_an_error() -> None:
    def body() -> Iterator[bytes]:
        yield b"one"
        raise RuntimeError("broken")

    with logged() as written:
        answer = answered(body())
        with pytest.raises(RuntimeError):
            list(answer)
        answer.close()
    trace, line = written.lines()
    assert (trace["level"], line["level"], line["status"]) == ("ERROR", "ERROR", 200)
    assert trace["request"] == line["request"]
    assert trace["exc_info"].endswith("RuntimeError: broken")


def test_exception_of_the_app_is_logged_and_raised() -> None:
    with logged() as written, pytest.raises(RuntimeError):
        answered(RuntimeError("broken"))
    trace, line = written.lines()
    assert (line["level"], line["status"], line["request"]) == ("ERROR", 500, trace["request"])


@pytest.mark.parametrize(
    ("status", "level"),
    [(200, "INFO"), (304, "INFO"), (404, "INFO"), (422, "INFO"), (500, "ERROR"), (501, "INFO"), (503, "WARNING")],
)
def test_level_is_error_for_our_own_faults_only(status: int, level: str) -> None:
    with logged() as written:
        log_request(RequestRecord("0123456789ab", "GET", "/", "", "/", status))
    assert [line["level"] for line in written.lines()] == [level]


@given(wsgi_text, st.sampled_from(["/", "/?%"]))
@example("/%0A", "/")
@example("/\n", "/")
@example("ü" * MAX_LOGGED, "/")
def test_escaped_text_is_short_ascii_from_which_the_original_can_be_read(text: str, safe: str) -> None:
    written = escaped(text, safe)
    assert len(written) <= MAX_LOGGED
    assert re.fullmatch(r"[!$%&'()*+,./0-9:;=?@A-Z_a-z~-]*", written)
    if "%" not in (safe if "%" in text else "") and not written.endswith("..."):
        assert unquote_to_bytes(written) == text.encode("latin-1")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_request_is_one_line_in_both_forms(client: FlaskClient, text: str) -> None:
    with logged("plain") as plain, logged() as written:
        client.get("/", environ_overrides={"PATH_INFO": f"/{text}", "QUERY_STRING": text}, buffered=True)
    (line,) = written.lines()
    assert list(line) == FIELDS and line["status"] == 404
    assert re.fullmatch(r"\d\d:\d\d:\d\d INFO    GET \S+ 404\n", plain.getvalue())


# The counts

Series = dict[tuple[str, frozenset[tuple[str, str]]], float]


@pytest.fixture
def counting() -> FlaskClient:
    """Columnwise with METRICS=1; every test counts from zero."""
    return create_app(Settings(metrics=True)).test_client(use_cookies=False)


def series(client: FlaskClient) -> Series:
    """Every value at /metrics, by its name and its labels."""
    families = text_string_to_metric_families(client.get("/metrics", buffered=True).text)
    return {(each.name, frozenset(each.labels.items())): each.value for family in families for each in family.samples}


def value(found: Series, name: str, **labels: str) -> float:
    return found.get((f"columnwise_{name}", frozenset(labels.items())), 0.0)


def responses(found: Series) -> dict[tuple[str, str, str], float]:
    """The number of responses by route, method and status, without those of /metrics itself."""
    counted = (
        (dict(labels), number) for (name, labels), number in found.items() if name == "columnwise_requests_total"
    )
    return {
        (labels["route"], labels["method"], labels["status"]): number
        for labels, number in counted
        if labels["route"] != "/metrics"
    }


def test_there_are_no_metrics_by_default(client: FlaskClient) -> None:
    assert client.get("/metrics").status_code == 404


@pytest.mark.slow
def test_prometheus_is_imported_only_with_metrics() -> None:
    code = """if True:
        import sys
        from app import create_app
        from app.config import Settings
        for settings in (Settings(), Settings(metrics=True)):
            create_app(settings)
            print('prometheus_client' in sys.modules)
    """
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert ran.stdout.split() == ["False", "True"], ran.stderr


def test_metrics_are_never_cached(counting: FlaskClient) -> None:
    first = counting.get("/metrics", buffered=True)
    assert first.headers["Cache-Control"] == "no-store" and "ETag" not in first.headers
    assert first.mimetype == "text/plain" and first.headers["X-Content-Type-Options"] == "nosniff"
    assert first.text != counting.get("/metrics", buffered=True).text


def test_responses_are_counted_by_rule_method_and_status(counting: FlaskClient) -> None:
    etag = counting.get("/", buffered=True).headers["ETag"]
    counting.get("/", headers={"If-None-Match": etag}, buffered=True)
    counting.head("/?step=3", buffered=True)
    counting.post("/about", buffered=True)
    counting.open("/about", method="INVENTED", buffered=True)
    for address in ("/?step=x", "/nowhere", "/nowhere/else", "/static/nothing.css"):
        counting.get(address, buffered=True)
    assert responses(series(counting)) == {
        ("/", "GET", "200"): 1,
        ("/", "GET", "304"): 1,
        ("/", "HEAD", "200"): 1,
        ("/about", "POST", "405"): 1,
        ("/about", "other", "405"): 1,
        ("/", "GET", "422"): 1,
        ("other", "GET", "404"): 2,
        ("/static/<path:name>", "GET", "404"): 1,
    }


def test_bytes_and_seconds_are_counted_as_sent(counting: FlaskClient) -> None:
    before = series(counting)
    page = counting.get("/", headers={"Accept-Encoding": "br"}, buffered=True)
    metrics = len(counting.get("/metrics", buffered=True).data)  # the question before this one was shorter
    after = series(counting)
    assert page.headers["Content-Encoding"] == "br"
    sent = value(after, "sent_bytes_total") - value(before, "sent_bytes_total")
    assert len(page.data) < sent <= len(page.data) + 2 * metrics
    assert value(after, "request_seconds_count", route="/") == 1
    assert 0 < value(after, "request_seconds_sum", route="/") < 60


def test_errors_count_our_own_faults_only(counting: FlaskClient) -> None:
    def fail() -> str:
        raise RuntimeError("broken")

    counting.application.config["PROPAGATE_EXCEPTIONS"] = False
    counting.application.view_functions["pages.about_page"] = fail
    counting.get("/nowhere", buffered=True)
    assert value(series(counting), "errors_total") == 0
    counting.get("/about", buffered=True)
    assert value(series(counting), "errors_total") == 1


def test_requests_in_progress_are_counted_until_they_are_closed(counting: FlaskClient) -> None:
    assert value(series(counting), "requests_under_way") == 1
    unread = counting.get("/")
    assert value(series(counting), "requests_under_way") == 2
    unread.close()
    assert value(series(counting), "requests_under_way") == 1


# As it is really served


@pytest.mark.slow
def test_server_logs_json_to_standard_output_and_names_no_client() -> None:
    with served(LOG="json") as server:
        with Visitor(server.port) as visitor:
            visitor.say(b"nonsense\r\n\r\n")
            assert visitor.answer().status == 400
        server.stop()
        lines = [json.loads(line) for line in server.log().splitlines()]
    assert {line["level"] for line in lines} == {"INFO"}  # what a robot tries raises no alarm
    assert [line for line in lines if line["message"].startswith("Listening at http://127.0.0.1:")]
    assert "127.0.0.1" not in str([line for line in lines if not line["message"].startswith("Listening")])
