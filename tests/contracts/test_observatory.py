"""The score of Mozilla's HTTP Observatory: its published tests and modifiers, applied to every kind of answer.

Source: MDN, HTTP Observatory, "Tests and scoring": https://developer.mozilla.org/en-US/observatory/docs/tests_and_scoring
Every answer starts with 100 points; bonuses count only from 90 points on, and 100 points are an A+. Its tests of
redirections and of certificates are about the server in front, not about an answer.
"""

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from app.config import Settings
from tests.support.addresses import EVERYTHING, PARTS_OF_FRAMES, Question, is_frame
from tests.support.each import for_each

PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
SIX_MONTHS = 15_768_000
BROKEN = {"/about": (500, 120), "/trace.json": (500, 120), "/embed": (500, 60)}
"""Status and score of an exception at these addresses."""
CORP = {None: 5, "same-origin": 0, "same-site": 0, "cross-origin": -20}


@pytest.fixture(scope="module")
def client() -> FlaskClient:
    """A client of the app with HSTS."""
    return create_app(Settings(hsts=True)).test_client(use_cookies=False)


def modifiers(answer: TestResponse) -> Iterator[int]:
    """The modifier of each test."""
    headers = answer.headers
    policy = {
        name: set(sources)
        for name, *sources in (each.split() for each in headers.get("Content-Security-Policy", "").split(";") if each)
    }
    yield -40 if "Set-Cookie" in headers else 0
    is_open = headers.get("Access-Control-Allow-Origin") not in (None, "*")
    yield -50 if is_open or "Access-Control-Allow-Credentials" in headers else 0
    yield content_security(policy)
    age = re.search(r"max-age=(\d+)", headers.get("Strict-Transport-Security", ""))
    yield -20 if age is None else (0 if int(age[1]) >= SIX_MONTHS else -10)
    yield 5 if headers.get("Referrer-Policy") in PRIVATE else (-5 if "Referrer-Policy" in headers else 0)
    yield -50 if re.search(rb"<script[^>]+src=.?(https?:)?//", answer.data) else 0
    yield 0 if headers.get("X-Content-Type-Options") == "nosniff" else -5
    framed_by = policy.get("frame-ancestors", {"*"})
    yield 5 if "*" not in framed_by else -20
    yield CORP.get(headers.get("Cross-Origin-Resource-Policy"), -20)


def content_security(policy: dict[str, set[str]]) -> int:
    """The modifier of a Content-Security-Policy."""
    if not policy:
        return -25
    sources = set.union(*policy.values())
    loose = {"'unsafe-inline'", "data:", "http:", "https:", "*"}
    if any(policy.get(name, policy.get("default-src", {"*"})) & loose for name in ("script-src", "object-src")):
        return -20
    if any(source.startswith("'unsafe-") for source in sources):
        return -10
    return 10 if policy.get("default-src") == {"'none'"} else 5


def score(answer: TestResponse) -> int:
    """The points of an answer."""
    given = list(modifiers(answer))
    points = 100 + sum(each for each in given if each < 0)
    return max(0, points + sum(each for each in given if each > 0) if points >= 90 else points)


@for_each("question", EVERYTHING)
def test_observatory_score_of_every_answer(client: FlaskClient, question: Question) -> None:
    address = question.address
    points = score(client.get(address, headers=question.headers, base_url="https://columnwise.example"))
    if is_frame(address):
        assert points == 60  # 20 for what may frame it, 20 for what may load it: both are what it is for
    elif address in PARTS_OF_FRAMES:
        assert points == 80  # 20 for what may load it
    else:
        assert points == 120


@for_each("method", ["POST", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_observatory_score_of_the_answer_to_every_method(client: FlaskClient, method: str) -> None:
    assert score(client.open("/", method=method, base_url="https://columnwise.example")) == 120


def test_observatory_score_of_500_answers() -> None:
    def fail() -> str:
        raise RuntimeError("broken")

    app = create_app(Settings(hsts=True))
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.view_functions |= dict.fromkeys(("pages.about_page", "pages.trace_json", "sharing.embedded"), fail)
    client = app.test_client()
    answers = {path: client.get(path, base_url="https://columnwise.example") for path in BROKEN}
    assert {path: (answer.status_code, score(answer)) for path, answer in answers.items()} == BROKEN


def test_observatory_score_is_lower_without_hsts(client: FlaskClient) -> None:
    assert score(client.get("/")) == 80


@pytest.mark.parametrize(
    ("header", "value", "points"),
    [
        ("Content-Security-Policy", None, 55),
        ("Content-Security-Policy", "default-src 'none'; script-src 'unsafe-inline'; frame-ancestors 'none'", 80),
        ("Content-Security-Policy", "default-src 'self'; style-src 'unsafe-eval'; frame-ancestors 'none'", 100),
        ("Strict-Transport-Security", "max-age=60", 110),
        ("Referrer-Policy", "unsafe-url", 110),
        ("X-Content-Type-Options", None, 115),
        ("Cross-Origin-Resource-Policy", "cross-origin", 80),
        ("Set-Cookie", "a=b", 60),
        ("Access-Control-Allow-Credentials", "true", 50),
    ],
)
def test_observatory_score_of_weaker_headers(client: FlaskClient, header: str, value: str | None, points: int) -> None:
    answer = client.get("/", base_url="https://columnwise.example")
    answer.headers.pop(header, None)
    if value is not None:
        answer.headers[header] = value
    assert score(answer) == points
