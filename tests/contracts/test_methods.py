"""HEAD is GET without the body; OPTIONS and 405 list the allowed methods; cookies are ignored."""

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.addresses import EVERYTHING, PAGES, WRONG, Question
from tests.support.each import for_each


def lasting(answer: TestResponse) -> list[tuple[str, str]]:
    """The headers that do not change from request to request."""
    return sorted(each for each in answer.headers if each[0] not in ("Date", "X-Request-ID"))


@for_each("question", EVERYTHING)
def test_head_is_get_without_the_body(
    client: FlaskClient, answers: dict[Question, TestResponse], question: Question
) -> None:
    get, head = answers[question], client.head(question.address, headers=question.headers)
    assert (head.status_code, head.data) == (get.status_code, b"")
    assert lasting(head) == lasting(get)


def test_options_lists_the_allowed_methods(client: FlaskClient) -> None:
    answer = client.options("/")
    assert (answer.status_code, set(answer.allow)) == (200, {"GET", "HEAD", "OPTIONS"})


@for_each("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
def test_every_other_method_is_405_and_lists_the_allowed_ones(client: FlaskClient, method: str) -> None:
    for path in client.get("/openapi.json").json["paths"]:
        takes_text = path == "/matrix"  # a pasted matrix may be too long for an address
        if takes_text and method == "POST":
            continue
        answer = client.open(path, method=method, data=b"x=1")
        allowed = {"GET", "HEAD", "OPTIONS", *(["POST"] if takes_text else [])}
        assert (answer.status_code, set(answer.allow)) == (405, allowed)
        assert "Set-Cookie" not in answer.headers


@for_each("cookie", ["a=b", "session=x; step=5", "=;;", "step=99"])
@for_each("address", [*PAGES[::6], *WRONG])
def test_cookies_are_ignored(
    client: FlaskClient, answers: dict[Question, TestResponse], address: str, cookie: str
) -> None:
    answer = client.get(address, headers={"Cookie": cookie})
    assert answer.data == answers[Question(address)].data
    assert "Set-Cookie" not in answer.headers
