"""A crawl: every link of every page is answered with 200."""

import re
from collections import deque
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.support.each import for_each
from tests.support.pages import read

NO_LINK = {
    *("pages.change", "races.start", "races.leave", "races.stream", "races.saved", "races.table_csv"),
    *("pages.openapi_json", "sharing.embedded", "health.healthz", "health.readyz"),
}
"""Endpoints without links: only forms, running races, other sites and programs request them."""


def targets(text: str) -> list[str]:
    """The addresses of links and files, by a regular expression, which is faster than parsing the page."""
    return [unescape(address) for address in re.findall(r' (?:href|src)="([^"#]+)', text)]


def kinds(address: str) -> set[tuple[str, ...]]:
    """What the crawl distinguishes: the path with each of its keys, for each preset."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    return {(parts.path, key, query.get("preset", "")) for key in ("", *query)}


@pytest.fixture(scope="module")
def reached(client: FlaskClient) -> dict[str, int]:
    """The status of every reachable address with a new kind, breadth first."""
    statuses: dict[str, int] = {}
    met: set[tuple[str, ...]] = set()
    waiting = deque(["/"])
    while waiting:
        address = waiting.popleft()
        if not kinds(address) <= met:
            met |= kinds(address)
            answer = client.get(address)
            statuses[address] = answer.status_code
            if answer.mimetype == "text/html":
                waiting += targets(answer.text)
    return statuses


@pytest.mark.slow
def test_every_kind_of_link_is_answered_with_200(reached: dict[str, int]) -> None:
    assert {address: status for address, status in reached.items() if status != 200} == {}


@pytest.mark.slow
def test_links_reach_every_endpoint_that_pages_link_to(app: Flask, reached: dict[str, int]) -> None:
    find = app.url_map.bind("localhost").match
    met = {find(urlsplit(address).path)[0] for address in reached}
    assert {rule.endpoint for rule in app.url_map.iter_rules()} - met == NO_LINK
    assert len(reached) > 300


@for_each("address", ["/?step=6", "/?view=vectorized&step=4", "/?preset=iris&step=41&cell=Z1.2.11"])
def test_pressed_cell_is_the_chosen_one_in_the_answer(client: FlaskClient, address: str) -> None:
    form = read(client.get(address).text).one("form", id="cells")
    fields = [(each["name"], each["value"]) for each in form.all("input")]
    buttons = form.all("button", name="cell")
    assert (form["method"], len(buttons) > 0) == ("get", True)
    for button in buttons[:: max(5, len(buttons) // 12)]:
        answer = client.get(form["action"], query_string=[*fields, (button["name"], button["value"])])
        (chosen,) = read(answer.text).all("td", data_chosen=True)
        field = chosen.all("input", form="edit")  # X, W and b are edited in a field
        assert bool(field) == (button["value"][0] in "XWb")
        assert field or chosen.one("button")["value"] == button["value"]


def test_skip_link_target_exists(client: FlaskClient) -> None:
    for address in ("/", "/about", "/nowhere", "/?step=99", "/matrix?matrix=W1"):
        page = read(client.get(address).text)
        assert page.one(id=page.one("a", class_="skip")["href"][1:])
