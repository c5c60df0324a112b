"""htmx gets a part, other clients the page; the stage is the same in both."""

import re
from collections.abc import Callable
from html import unescape

from flask.testing import FlaskClient
from hypothesis import given
from werkzeug.test import TestResponse

from app.state.navigation import public
from app.views.base.urls import BOARD_PATH, url
from tests.support.addresses import AS_PART, PAGES, WRONG, Question, addresses
from tests.support.each import for_each
from tests.support.pages import Element, read
from tests.support.scenes import state

Answers = dict[Question, TestResponse]
STAGES = [address for address in PAGES if address.startswith("/?") or address == "/"]


def stage(text: str) -> str:
    """The HTML of the stage element."""
    return text[text.index('<main id="stage"') : text.index("</main>") + len("</main>")]


@given(address=addresses())
def test_stage_of_the_part_equals_stage_of_the_page(client: FlaskClient, address: str) -> None:
    assert stage(client.get(address, headers=AS_PART).text) == stage(client.get(address).text)


@for_each("address", STAGES)
def test_part_is_title_and_stage_only(answers: Answers, pages: Callable[[str], Element], address: str) -> None:
    page, part = pages(address), read(answers[Question(address, as_part=True)].text)
    elements = [child for child in part.children if not isinstance(child, str)]
    assert [element.tag for element in elements] == ["title", "main"]
    assert elements[0].text == page.one("head").one("title").text
    assert elements[1]["id"] == "stage"


@for_each(
    "headers",
    [
        {},
        {"HX-Request": "true"},
        {"HX-Request-Type": "partial"},
        {"HX-Request": "true", "HX-Request-Type": "full"},
        {"HX-Request": "false", "HX-Request-Type": "partial"},
        {"HX-Request": "1", "HX-Request-Type": "partial"},
    ],
)
def test_other_headers_than_those_of_a_partial_request_get_the_page(
    client: FlaskClient, headers: dict[str, str]
) -> None:
    answer = client.get("/?step=5", headers=headers)
    assert answer.text.startswith("<!doctype html>")
    assert "HX-Push-Url" not in answer.headers


def test_address_without_query_is_step_0_of_the_loop(client: FlaskClient) -> None:
    assert client.get("/").data == client.get("/?view=loop&step=0").data
    assert client.get("/?preset=course").data == client.get("/").data


@for_each(
    "asked canonical",
    [
        ("/?view=loop&step=0", "/"),
        ("/?step=5&view=loop", "/?step=5"),
        ("/?step=5&cell=Z1.1.2&unknown=1", "/?step=5"),
        ("/?cell=Z1.3.2&step=3&view=vectorized", "/?view=vectorized&step=3&cell=Z1.3.2"),
    ],
)
def test_page_and_part_name_the_canonical_address(client: FlaskClient, asked: str, canonical: str) -> None:
    page = read(client.get(asked).text)
    assert page.one("link", rel="canonical")["href"] == canonical
    assert client.get(asked, headers=AS_PART).headers["HX-Push-Url"] == canonical


@given(address=addresses())
def test_canonical_address_gives_the_same_page(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    (canonical,) = re.findall(r'<link rel="canonical" href="([^"]*)">', answer.text)
    there = public(state(address))
    assert unescape(canonical) == url(BOARD_PATH, there if state(address).present else state(address))
    if not state(address).present:  # present mode has another page of the same step
        assert client.get(unescape(canonical)).data == answer.data


@for_each("address", WRONG)
def test_bad_address_is_a_whole_page_for_htmx_too(answers: Answers, address: str) -> None:
    assert answers[Question(address, as_part=True)].data == answers[Question(address)].data
