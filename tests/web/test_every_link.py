"""Whoever follows the links of the page never meets an error."""

import re
from collections import deque
from html import unescape

import pytest
from flask.testing import FlaskClient

from tests.each import for_each
from tests.pages import read

BOUND = 400
SAMPLE = 120


def targets(text: str) -> list[str]:
    """Where the page's links and files lead; quicker than to read the whole page."""
    return [unescape(address) for address in re.findall(r' (?:href|src)="([^"#]+)', text)]


def crawl(client: FlaskClient, start: str, bound: int) -> dict[str, int]:
    """The status of every address that can be reached, nearest first, at most ``bound`` of them."""
    reached: dict[str, int] = {}
    waiting = deque([start])
    while waiting and len(reached) < bound:
        address = waiting.popleft()
        if address not in reached:
            answer = client.get(address)
            reached[address] = answer.status_code
            if answer.mimetype == "text/html":
                waiting += targets(answer.text)
    return reached


@pytest.mark.slow
@for_each("start bound", [("/", BOUND), ("/?preset=iris&step=300", SAMPLE)])
def test_every_link_from_here_on_leads_somewhere(client: FlaskClient, start: str, bound: int) -> None:
    reached = crawl(client, start, bound)
    assert len(reached) > 60
    assert {address: status for address, status in reached.items() if status != 200} == {}


@for_each("address", ["/?step=6", "/?view=vectorized&step=4", "/?preset=iris&step=41&cell=Z1.2.11"])
def test_a_cell_that_is_pressed_is_chosen_by_the_address_its_form_sends(client: FlaskClient, address: str) -> None:
    form = read(client.get(address).text).one("form", id="cells")
    fields = [(each["name"], each["value"]) for each in form.all("input")]
    buttons = form.all("button")
    assert (form["method"], len(buttons) > 0) == ("get", True)
    for button in buttons[::5]:
        answer = client.get(form["action"], query_string=[*fields, (button["name"], button["value"])])
        (chosen,) = read(answer.text).all("td", data_chosen=True)
        field = chosen.all("input", form="edit")  # what is given is typed into, what is computed is looked at
        assert bool(field) == (button["value"][0] in "XWb")
        assert field or chosen.one("button")["value"] == button["value"]


def test_the_skip_link_leads_to_something_that_is_there(client: FlaskClient) -> None:
    for address in ("/", "/about", "/nowhere", "/?step=99", "/matrix?matrix=W1"):
        page = read(client.get(address).text)
        assert page.one(id=page.one("a", class_="skip")["href"][1:])
