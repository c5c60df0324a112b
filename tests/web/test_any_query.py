"""Any query is answered with a page or an error message, never with a 5xx."""

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from app.state import KEYS
from app.state.limits import MAX_QUERY
from tests.support.addresses import AS_PART, PAIRS, STATUSES
from tests.support.pages import read

both = pytest.mark.parametrize("path", ["/", "/trace.json"])


def check(client: FlaskClient, path: str, query: str) -> None:
    answer = client.get(path, query_string=query)
    assert answer.status_code in STATUSES
    if path == "/":
        read(answer.text)
    else:
        assert answer.json


@both
@given(pairs=PAIRS)
def test_any_keys_and_values_give_a_page_or_an_error_message(
    client: FlaskClient, path: str, pairs: list[tuple[str, str]]
) -> None:
    check(client, path, urlencode(pairs, errors="surrogatepass"))


@both
@given(text=st.text(alphabet=st.characters(max_codepoint=255, blacklist_characters="#"), max_size=200))
def test_any_text_as_query_gives_a_page_or_an_error_message(client: FlaskClient, path: str, text: str) -> None:
    check(client, path, text)


@both
@given(raw=st.binary(max_size=200) | st.binary(min_size=1990, max_size=2100))
def test_any_bytes_as_query_give_a_page_or_an_error_message(client: FlaskClient, path: str, raw: bytes) -> None:
    answer = client.get(path, environ_overrides={"QUERY_STRING": raw.decode("latin-1")})
    assert answer.status_code in STATUSES
    assert (answer.status_code == 414) == (len(raw) > MAX_QUERY)


@given(pairs=PAIRS)
def test_part_has_the_status_of_the_page(client: FlaskClient, pairs: list[tuple[str, str]]) -> None:
    query = urlencode(pairs, errors="surrogatepass")
    page, part = (client.get("/", query_string=query, headers=headers) for headers in ({}, AS_PART))
    assert part.status_code == page.status_code


@given(pairs=PAIRS)
def test_trace_json_has_the_status_and_the_errors_of_the_page(
    client: FlaskClient, pairs: list[tuple[str, str]]
) -> None:
    query = urlencode(pairs, errors="surrogatepass")
    page, numbers = (client.get(path, query_string=query) for path in ("/", "/trace.json"))
    assert numbers.status_code == page.status_code
    if page.status_code == 422:
        shown = {
            each["name"]: read(page.text).one(id=each["aria-describedby"]).text
            for each in read(page.text).all("input", aria_invalid=True)
        }
        assert numbers.json == {"errors": shown}


@given(pairs=st.lists(st.tuples(st.text(min_size=1, max_size=10), st.text(max_size=20)), max_size=5))
def test_unknown_keys_are_ignored(client: FlaskClient, pairs: list[tuple[str, str]]) -> None:
    unknown = [(key, text) for key, text in pairs if key not in KEYS]
    query = urlencode([*unknown, ("step", "5")], errors="surrogatepass")
    assert client.get("/", query_string=query).data == client.get("/?step=5").data
