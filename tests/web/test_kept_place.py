"""Links that change the view or how it is presented keep the chosen cell, on every page that shows a step."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from hypothesis import given

from app.state import Position, State
from app.state.query import KEYS, join, url
from tests.support.pages import Element, read
from tests.support.scenes import at, state
from tests.support.strategies import states

PATHS = ("/", "/embed", "/share", "/worksheet", "/handout", "/matrix")
OF_STEPS = {"buttons", "chips", "programs", "words", "lines", "trail", "site"}
"""Classes of what leads to another step, example, layer or network."""
OF_CELLS = ("Neurons above", "Neurons below", "Go to its step", "Leave it as it is", "Reset", "Open ")
"""Links that choose another cell, leave one, or lead to other numbers."""


def around(element: Element) -> Iterator[str]:
    """The classes of the elements around it."""
    while element.parent is not None:
        element = element.parent
        yield from element.get("class").split()


def links(page: Element) -> Iterator[tuple[str, State]]:
    """Name and state of every other link to a board or a page of its numbers."""
    for link in page.all("a", href=True):
        path, _, query = link["href"].removeprefix("http://localhost").partition("?")
        if (
            path.startswith("/")
            and path != "/about"
            and not link.name.startswith(OF_CELLS)
            and not OF_STEPS & {*around(link)}
        ):
            yield link.name, state(join("", *(part for part in query.split("&") if part.partition("=")[0] in KEYS)))


def expect_kept(client: FlaskClient, here: Position, path: str) -> None:
    """Every such link of that page has the same chosen cell at a step that writes the same matrix."""
    for name, there in links(read(client.get(url(path, here.state)).text)):
        after = at(url("/", there))
        assert there.cell == here.state.cell or after.chosen == here.chosen, (path, name)
        assert (after.step and after.step.writes) == (here.step and here.step.writes), (path, name)


@given(states())
def test_links_of_the_same_step_keep_the_chosen_cell(client: FlaskClient, visited: State) -> None:
    here = at(url("/", visited))
    for path in PATHS if visited.cell else ():
        expect_kept(client, here, path)


@pytest.mark.parametrize(
    "address",
    [
        "/?view=vectorized&step=4&cell=Z1.3.4",
        "/?preset=iris&view=vectorized&step=1&window=9",
        "/?preset=iris&view=vectorized&step=2&cell=W1.2.1&window=12",
        "/?step=6&cell=X.2.5&present=1",
        "/embed?present=1&rows=2&step=3&cell=Z1.2.1",
    ],
)
def test_links_from_these_steps_keep_the_chosen_cell(client: FlaskClient, address: str) -> None:
    for path in PATHS:
        expect_kept(client, at(address), path)
