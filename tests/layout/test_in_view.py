"""What a step computes is in view: on every window, at every zoom, for every network."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from app.presets import PRESETS, plans
from app.state import State
from app.state.plans import most_examples
from app.state.query import format_state
from app.views.base.scene import Scene, scene
from tests.support.layout import Size, resize
from tests.support.scenes import state
from tests.support.stage import expect_step, ready

WINDOWS: list[Size] = [
    *((1920, 1080), (1440, 900), (1366, 768), (1280, 720), (1024, 768), (960, 600)),
    *((820, 1180), (844, 390), (390, 844), (320, 640)),
    *((640, 512), (320, 256)),  # 1280 × 1024 at 200 % and 400 %
]
OWN = (
    "features=8&layers=8-8-8-8&m=12",
    "features=8&layers=8-2&m=64",
    "features=1&layers=1-1-1&m=1",
    "X=-123456.7,-123456.7,-123456.7;-123456.7,1,2;3,4,5&W1=654321.5,-1,2;1,2,3;4,5,6;7,8,9",
    "features=6&layers=5-3-8&m=8&seed=4",
)
"""Networks of the largest and the smallest sizes, with long figures, and one in between."""
NOT_IN_VIEW = """() => {
    const all = selector => [...document.querySelectorAll(selector)], bar = document.querySelector(".stepper");
    const end = getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().top : innerHeight;
    const panel = document.querySelector(".panel").getBoundingClientRect(), found = [];
    const kinds = {
        "what is written": all('.examples td[data-state="now"]'), "its column": all(".examples td[data-feeds]"),
        "its row of W": all(".weights td[data-feeds]"), "the chosen cell": all("td[data-chosen]"),
    };
    for (const [kind, cells] of Object.entries(kinds)) for (const cell of cells) {
        const { top, right, bottom, left, width, height } = cell.getBoundingClientRect();
        const isSeen = width > 2 && height > 2 && top > -0.5 && bottom < end + 0.5 && left > -0.5
            && right < innerWidth + 0.5 && (right < panel.left + 0.5 || !panel.width);
        if (!isSeen) found.push(`${kind}: ${[left, top, right, bottom].map(Math.round)}, bar ${Math.round(end)}`);
    }
    if (!all('.examples td[data-state="now"]').length) found.push("nothing is written");
    if (document.documentElement.scrollWidth > innerWidth) found.push("the page scrolls sideways");
    return found.slice(0, 3);
}"""
"""The cells that the step is about and that do not lie between the top of the window and the bar."""
GO = """async address => {
    await htmx.ajax("GET", address, { source: document.getElementById("next") });
    await new Promise(requestAnimationFrame);
}"""


def networks() -> Iterator[str]:
    """The queries of every preset with the most examples, and of the own networks."""
    for key in PRESETS:
        yield format_state(State(preset=key, m=most_examples(State(preset=key), plans()[key])))
    yield from OWN


def kinds_of_steps(here: Scene) -> Iterator[str]:
    """The steps of the first and the last layer: of the second example in the loop, if there is one, and of all."""
    operations = 2 * here.sizes.L
    before = operations if here.sizes.m > 1 else 0
    numbers = sorted({1, 2, operations - 1, operations})
    yield from (f"step={before + number}" for number in numbers)
    yield from (f"view=vectorized&step={number}" for number in numbers)


@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_what_a_step_computes_is_in_view(page: Page, width: int, height: int) -> None:
    resize(page, width, height)
    hidden = {}
    for network in networks():
        page.goto(f"/?{network}")
        ready(page)
        for step in kinds_of_steps(scene(state(network))):
            page.evaluate(GO, f"/?{network}&{step}")
            if found := page.evaluate(NOT_IN_VIEW):
                hidden[f"{network}&{step}"] = found
    assert hidden == {}


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (390, 844), (320, 256)])
def test_what_is_pressed_brings_its_step_into_view(page: Page, width: int, height: int) -> None:
    resize(page, width, height)
    page.goto("/?preset=iris")
    ready(page)
    for press in (
        lambda: page.keyboard.press("ArrowRight"),
        lambda: page.get_by_role("link", name="Next step").click(),
        lambda: page.get_by_role("link", name="Flower 3", exact=True).click(),
        lambda: page.locator('[data-program="loop"] .line').nth(4).click(),
        lambda: page.get_by_role("link", name="Previous step").click(),
        lambda: page.get_by_role("link", name="Vectorized view").click(),
        lambda: page.keyboard.press("End"),
    ):
        before = page.url
        press()
        page.wait_for_url(lambda url, before=before: url != before)
        page.wait_for_timeout(50)
        assert page.evaluate(NOT_IN_VIEW) == [], page.url


def test_what_a_step_computes_is_in_view_without_javascript(browser: Browser, base_url: str) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=base_url)
    for width, height in ((1440, 900), (1280, 720), (390, 844)):
        plain = context.new_page()
        plain.set_viewport_size({"width": width, "height": height})
        for address in ("/?step=5", "/?view=vectorized&step=1", "/?preset=iris&view=vectorized&step=4"):
            plain.goto(address)
            assert plain.evaluate(NOT_IN_VIEW) == [], (address, width)
    context.close()


def test_a_ribbon_opens_its_layer(page: Page) -> None:
    resize(page, 390, 844)
    page.goto("/?preset=iris&step=13")
    ready(page)
    assert page.locator('table[data-matrix="A2"] td').first.bounding_box()["height"] < 20  # type: ignore[index]
    page.get_by_role("link", name="Open A, layer 2").click()
    expect(page.locator('.band[data-open="step"] table[data-matrix="A2"]')).to_be_visible()
    expect_step(page, 13)
    assert "the chosen cell" not in str(page.evaluate(NOT_IN_VIEW))
    page.get_by_role("link", name="Next step").click()
    expect_step(page, 14)
    assert page.evaluate(NOT_IN_VIEW) == []  # the layer of the step is open again


@pytest.mark.parametrize(("width", "height"), [(1280, 1024), (640, 512), (320, 256)])
def test_the_bar_never_covers_what_has_focus(page: Page, width: int, height: int) -> None:
    """WCAG 2.2, 2.4.11."""
    resize(page, width, height)
    page.goto("/?step=5")
    ready(page)
    page.keyboard.press("Tab")
    for _ in range(60):
        page.keyboard.press("Tab")
        covered = page.evaluate(
            """() => {
                const bar = document.querySelector(".stepper"), focused = document.activeElement;
                const isSticky = getComputedStyle(bar).position === "sticky";
                const isOver = isSticky && !bar.contains(focused) && focused !== document.body;
                const box = focused.getBoundingClientRect();
                return isOver && box.bottom > bar.getBoundingClientRect().top ? focused.outerHTML.slice(0, 80) : "";
            }"""
        )
        assert covered == ""
