"""The id of a request: on every answer, in every line about it, and on the page where something of ours went wrong."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from app.web.outcome import Followed
from tests.each import for_each
from tests.pages import read
from tests.web.addresses import Question, questions
from tests.web.logged import logged

OURS = re.compile(r"[0-9a-f]{12}")


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


def ids(answers: dict[Question, TestResponse]) -> dict[Question, list[str]]:
    return {question: answer.headers.getlist("X-Request-ID") for question, answer in answers.items()}


def test_every_answer_has_an_id_of_its_own(client: FlaskClient, answers: dict[Question, TestResponse]) -> None:
    again = {question: client.get(question.address, headers=question.headers) for question in answers}
    asked_twice = [*ids(answers).items(), *ids(again).items()]
    assert {question: told for question, told in asked_twice if len(told) != 1 or not OURS.fullmatch(told[0])} == {}
    assert Counter(told for _, (told,) in asked_twice).most_common(1)[0][1] == 1


def test_it_makes_no_answer_a_different_one(client: FlaskClient) -> None:
    first, second = client.get("/"), client.get("/")
    assert first.headers["ETag"] == second.headers["ETag"]
    assert "X-Request-ID" not in first.vary
    again = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and OURS.fullmatch(again.headers["X-Request-ID"])


def test_headers_that_a_cache_holds_do_not_grow() -> None:
    held: list[tuple[str, str]] = []

    def cached(environ: object, start_response: object) -> list[bytes]:
        start_response("200 OK", held)  # type: ignore[operator]
        return [b"kept"]

    app = Flask(__name__)
    app.wsgi_app = Followed(cached, lambda path: None, False, [], [])  # type: ignore[method-assign]
    assert OURS.fullmatch(app.test_client().get("/").headers["X-Request-ID"])
    assert held == []


def test_the_line_in_the_log_has_it_too(client: FlaskClient) -> None:
    with logged() as written:
        answer = client.get("/", buffered=True)
    assert [line["request"] for line in written.lines()] == [answer.headers["X-Request-ID"]]


def test_an_id_of_ones_own_proxy_is_taken_over(behind_a_proxy: FlaskClient) -> None:
    for given_id in ("a", "9d4e2f1c0b7a4c6e8d1f2a3b4c5d6e7f", "0190e6b1-3f1c.7a2b_x", "x" * 64):
        assert behind_a_proxy.get("/healthz", headers={"X-Request-ID": given_id}).headers["X-Request-ID"] == given_id


def test_without_a_proxy_nobody_is_believed(client: FlaskClient) -> None:
    assert OURS.fullmatch(client.get("/healthz", headers={"X-Request-ID": "chosen"}).headers["X-Request-ID"])


@given(st.text(st.characters(max_codepoint=255), max_size=80))
def test_an_id_that_is_not_well_formed_is_replaced(behind_a_proxy: FlaskClient, text: str) -> None:
    answer = behind_a_proxy.get("/healthz", environ_overrides={"HTTP_X_REQUEST_ID": text})
    (sent,) = answer.headers.getlist("X-Request-ID")
    if re.fullmatch(r"[A-Za-z0-9._-]{1,64}", text):
        assert sent == text
    else:
        assert OURS.fullmatch(sent)


@for_each("text", ["x" * 65, "a b", "a,b", "a\n", "<b>", "é", '"', ""])
def test_so_are_these(behind_a_proxy: FlaskClient, text: str) -> None:
    answer = behind_a_proxy.get("/healthz", environ_overrides={"HTTP_X_REQUEST_ID": text})
    assert OURS.fullmatch(answer.headers["X-Request-ID"])


# Where something went wrong


@for_each("question", questions("/fail", "/fail.json", "/embed"))
def test_a_mistake_of_ours_says_what_to_mention(failing: FlaskClient, question: Question) -> None:
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
    assert "in fail\n" in trace["exception"] and trace["exception"].endswith("RuntimeError: a secret of the server")


@for_each("address", ["/nowhere", "/nowhere.json", "/?step=x", "/embed?step=x", "/?" + "x" * 3000])
def test_a_mistake_of_the_visitors_has_nothing_to_mention(client: FlaskClient, address: str) -> None:
    with logged() as written:
        answer = client.get(address, buffered=True)
    assert answer.headers["X-Request-ID"] not in answer.text and "mention" not in answer.text
    assert [line["level"] for line in written.lines()] == ["INFO"]


def test_the_id_of_one_request_is_not_that_of_what_happens_afterwards(client: FlaskClient) -> None:
    from app.log import REQUEST

    client.get("/", buffered=True)
    assert REQUEST.get() == ""
