"""The speed page in each state of a race: accessibility, overflow at all widths, forced colours."""

from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from app.state.record import saved_text
from tests.support.layout import overflowing, resize
from tests.support.races import MACHINE, worked
from tests.support.racing import (
    Visitors,
    expect_held,
    expect_race,
    start,
)


@pytest.fixture
def page(visitors: Visitors) -> Page:
    return visitors()


def other_race() -> str:
    """The saved text of a race on another machine."""
    return saved_text(worked().model_copy(update={"machine": MACHINE.model_copy(update={"name": "Another one"})}))


def arrive(visitors: Visitors, page: Page, hold: Path, state: str) -> None:
    """Open the page with a race in that state."""
    if state == "form":
        page.goto("/speed")
        return
    if state == "wrong":
        page.goto("/speed?network=own&sizes=3-x&guess=lots&beside=nothing")
        return
    if state == "waiting":
        other = visitors()
        start(other, "network=digits")
        expect_held(other)
        start(page)
        expect_race(page, "waiting")
        return
    if state in ("finished", "beside"):
        hold.unlink()
    if state == "failed":
        (hold.parent / "crash").touch()
    start(page, "guess=50")
    expect_held(page) if state == "running" else expect_race(page, "finished" if state == "beside" else state)
    if state == "beside":
        page.goto(f"{page.url}&beside={quote(other_race())}")


STATES = ("form", "wrong", "waiting", "running", "finished", "failed", "beside")
SMALL = """() => [...document.querySelectorAll(
    "main :is(a[href], button, summary, input:not([type=hidden]), textarea)")].filter(each => {
        if (!each.checkVisibility()) return false;
        const target = each.matches("[type=radio], [type=checkbox]") ? each.closest("label") : each;
        const box = target.getBoundingClientRect();
        const isAlone = each.parentElement.textContent.trim() === each.textContent;
        const inText = each.matches("a:not(.quiet, .leave)") && !isAlone;
        return box.width && !inText && (box.width < 23.9 || box.height < 23.9);
    }).map(each => each.outerHTML.slice(0, 90))"""


TEXTS = """() => [...document.querySelectorAll("svg.plot")].map(plot => {
    const box = each => { const b = each.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
    return { frame: box(plot), texts: [...plot.querySelectorAll("text")].map(each => [each.textContent, box(each)]) };
})"""


@pytest.mark.parametrize("state", STATES)
def test_race_page_is_accessible_and_nothing_is_cut(visitors: Visitors, page: Page, hold: Path, state: str) -> None:
    arrive(visitors, page, hold, state)
    for theme in ("light", "dark") if state in ("running", "beside") else ("light",):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
    for width in (320, 390, 1024, 1280):
        resize(page, width, 800)
        assert overflowing(page, ".scroller, .visually-hidden, .skip") == [], width
        assert page.evaluate(SMALL) == [], width
        for plot in page.evaluate(TEXTS):
            expect_readable(plot)


def expect_readable(plot: dict[str, Any]) -> None:
    """Assert that no text of the plot is cut off or covers another."""
    left, top, right, bottom = plot["frame"]
    for text, box in plot["texts"]:
        assert left <= box[0] < box[2] <= right and top <= box[1] < box[3] <= bottom, text
    for (one, its), (other, others) in combinations(plot["texts"], 2):
        across = min(its[2], others[2]) - max(its[0], others[0])
        down = min(its[3], others[3]) - max(its[1], others[1])
        assert min(across, down) <= 0.5, (one, other, across, down)


def test_forced_colours_show_every_line_and_mark(visitors: Visitors, page: Page, hold: Path) -> None:
    page.emulate_media(forced_colors="active")
    arrive(visitors, page, hold, "beside")
    for selector in (".line", ".mark"):
        hidden = page.evaluate(
            """selector => [...document.querySelectorAll(`svg.plot ${selector}`)].filter(each =>
                getComputedStyle(each).stroke === getComputedStyle(each.closest("svg")).backgroundColor
            ).length""",
            selector,
        )
        assert hidden == 0, selector


def test_forced_colours_show_the_progress_of_the_race(visitors: Visitors, page: Page, hold: Path) -> None:
    page.emulate_media(forced_colors="active")
    arrive(visitors, page, hold, "running")
    bar = page.locator("progress")
    part_of_it = bar.screenshot()
    bar.evaluate("bar => { bar.value = 0; }")
    assert bar.screenshot() != part_of_it
