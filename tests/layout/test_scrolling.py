"""The column that a step writes is in view, however long the figures and however narrow the window."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.engine.names import names_of
from app.presets import PRESETS, plans
from app.state import State
from app.state.navigation import at_operation
from app.state.plans import most_examples
from app.state.query import url
from app.views.base.scene import scene
from tests.support.layout import Size, at_sizes, open_page, resize
from tests.support.scenes import state
from tests.support.stage import expect_step, ready

WINDOWS: list[Size] = [(1280, 800), (1440, 900), (390, 844)]
HIDDEN = """() => {
    const loop = '[data-view="loop"] .examples td[data-state="now"]';
    const written = loop + ', [data-view="vectorized"] .examples td[data-chosen]';
    const cells = [...document.querySelectorAll(written)];
    return cells.length === 0 ? "nothing is written" : cells.filter(each => {
        const cell = each.getBoundingClientRect(), seen = each.closest(".board").getBoundingClientRect();
        return cell.left < seen.left || cell.right > Math.min(seen.right, innerWidth);
    }).length;
}"""
"""How many cells of the written column, in the matrix form of the chosen one, lie outside the board's visible part."""
SIX_DIGITS = ";".join([",".join(["-123456.7"] * 8)] * 3)
OWN = (
    f"X={SIX_DIGITS}",
    f"X={SIX_DIGITS}&W1=654321.5,-1,2;1,2,3;4,5,6;7,8,9",
    "m=20&W2=-999999.25,1,1,1;1,1,1,123456",
    "layers=8-8-8&seed=3&m=64",
)


def networks() -> Iterator[State]:
    """Every preset with the most examples, and own networks with long figures."""
    for key in PRESETS:
        yield state(f"preset={key}&m={most_examples(State(preset=key), plans()[key])}")
    yield from map(state, OWN)


def places() -> Iterator[str]:
    """The first, a middle and the last example of each in the loop, and the last in the matrix form."""
    yield "/?preset=house&m=8&step=29"
    for numbers in networks():
        here = scene(numbers)
        m = here.sizes.m
        for example in sorted({1, m // 2 + 1, m}):
            yield url("/", at_operation(here, "loop", names_of(1).Z, example))
        yield url("/", at_operation(here, "vectorized", here.outputs, m))


def test_written_column_is_in_view_where_a_page_opens(page: Page) -> None:
    hidden = []
    for at in at_sizes(page, places(), WINDOWS):
        page.evaluate("() => new Promise(requestAnimationFrame)")  # the event of a resize comes with the next frame
        hidden += [at] if page.evaluate(HIDDEN) != 0 else []
    assert hidden == []


def test_written_column_is_in_view_without_javascript(browser: Browser, base_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    addresses = ("/?preset=house&m=8&step=29", "/embed?preset=house&m=8&step=29", f"/?{OWN[1]}&step=29")
    for width, height in WINDOWS:
        plain = context.new_page()
        plain.set_viewport_size({"width": width, "height": height})
        for address in addresses:
            plain.goto(address)
            assert plain.evaluate(HIDDEN) == 0, (address, width)
    context.close()


@pytest.mark.parametrize("address", ["/?preset=house&m=8", f"/?{OWN[1]}"])
def test_board_follows_the_steps_and_the_page_does_not_move(page: Page, address: str) -> None:
    resize(page, 390, 844)
    open_page(page, f"{address}&step=1")
    ready(page)
    page.evaluate("scrollTo(0, 300)")
    page.locator(".board").evaluate("board => board.scrollTo(1, 0)")  # from now on, its initial target is void
    for name, number in (("8", 29), ("2", 5), ("5", 17), ("1", 1), ("7", 25)):
        page.locator(".chips a", has_text=name).dispatch_event("click")  # a click would scroll the page to the chip
        expect_step(page, number)
        assert page.evaluate(HIDDEN) == 0, number
        assert page.evaluate("[scrollX, scrollY]") == [0, 300]
    page.get_by_role("link", name="Vectorized view").click()
    expect_step(page, 1, "vectorized")
    assert page.evaluate(HIDDEN) == 0


def test_board_stays_where_a_reader_scrolls_it_to_choose_a_cell(page: Page) -> None:
    resize(page, 390, 844)
    open_page(page, f"/?{OWN[1]}&step=29")
    ready(page)
    page.locator(".board").evaluate("board => { board.scrollLeft = 0; }")
    page.locator('button[value="W1.2.1"]').click()
    expect(page.get_by_label("W, layer 1, row 2, column 1")).to_be_focused()
    assert page.locator(".board").evaluate("board => board.scrollLeft") == 0
