"""HEAD asks for the same without the body, OPTIONS says what can be asked, JSON is JSON."""

import pytest
from flask.testing import FlaskClient

from tests.web.addresses import AS_PART, PAGES, WRONG


@pytest.mark.parametrize("headers", [{}, AS_PART])
@pytest.mark.parametrize("address", [*PAGES, *WRONG, "/trace.json", "/nowhere", "/healthz", "/readyz"])
def test_head_is_get_without_the_body(client: FlaskClient, address: str, headers: dict[str, str]) -> None:
    get, head = client.get(address, headers=headers), client.head(address, headers=headers)
    assert (head.status_code, head.data) == (get.status_code, b"")
    for answer in (get, head):
        answer.headers.pop("Date", None)  # a second may pass between them
        answer.headers.pop("X-Request-ID")  # they are two requests
    assert head.headers == get.headers


def test_options_says_what_can_be_asked(client: FlaskClient) -> None:
    answer = client.options("/")
    assert (answer.status_code, set(answer.allow)) == (200, {"GET", "HEAD", "OPTIONS"})


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND"])
def test_every_address_takes_get_alone_and_says_so(client: FlaskClient, method: str) -> None:
    for path in client.get("/openapi.json").json["paths"]:
        answer = client.open(path, method=method, data=b"x=1")
        assert (answer.status_code, set(answer.allow)) == (405, {"GET", "HEAD", "OPTIONS"})
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("cookie", ["a=b", "session=x; step=5", "=;;", "step=99"])
def test_a_cookie_changes_nothing(client: FlaskClient, cookie: str) -> None:
    for address in (*PAGES[::6], *WRONG):
        answer = client.get(address, headers={"Cookie": cookie})
        assert answer.data == client.get(address).data
        assert "Set-Cookie" not in answer.headers


def test_trace_json_is_json_that_any_reader_takes(client: FlaskClient) -> None:
    answer = client.get("/trace.json?preset=iris&view=vectorized&step=2")
    assert answer.mimetype == "application/json"
    assert (answer.json["view"], answer.json["step"], answer.json["m"]) == ("vectorized", 2, 150)
    assert "NaN" not in answer.text and "Infinity" not in answer.text
