"""Any step on paper: one landscape page, the strip on its column, the whole sentence, no controls."""

import io

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from app.presets import PRESETS
from tests.support.layout import open_page

STEPS = (
    *("/", "/?step=5", "/?view=vectorized&step=4", "/?preset=iris&view=vectorized&step=4", "/?preset=digits&step=3"),
    *("/?layers=8-8-8-8&features=8&m=12&step=7", "/?step=20&reading=combination"),
    *(f"/?preset={key}" for key in PRESETS),
)
OFF_ITS_COLUMN = """() => {
    const box = each => each.getBoundingClientRect(), strip = box(document.querySelector(".column-outline"));
    const cells = [...document.querySelectorAll('.examples td[data-state="now"]')].map(box);
    return Math.max(...cells.flatMap(({ left, right }) => [strip.left - left, strip.right - right]).map(Math.abs));
}"""
"""How far an edge of the strip lies from that of the column that the step writes, in pixels."""


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_step_is_one_landscape_page(page: Page, paper: str) -> None:
    badly = {}
    for address in STEPS:
        open_page(page, address)
        pages = PdfReader(io.BytesIO(page.pdf(format=paper, landscape=True))).pages
        if len(pages) != 1 or pages[0].mediabox.width <= pages[0].mediabox.height:
            badly[address] = f"{len(pages)} × {pages[0].mediabox}"
    assert badly == {}


def test_the_printed_strip_lies_on_its_column(page: Page) -> None:
    page.set_viewport_size({"width": 980, "height": 740})
    for address in ("/?step=5", "/?step=20", "/?preset=iris&step=7", "/?preset=house&step=15"):
        open_page(page, address)
        page.emulate_media(media="print")
        assert page.evaluate(OFF_ITS_COLUMN) <= 3, address  # the width of its line


def test_printed_board_has_the_sentence_and_no_controls(page: Page) -> None:
    open_page(page, "/?step=5")
    page.emulate_media(media="print")
    for selector in (".buttons", ".views", ".site nav", ".tools", ".change-m", ".readings"):
        expect(page.locator(selector).first).to_be_hidden()
    for selector in (".board", "table.programs", "#sentence", ".closeup", ".shapes"):
        expect(page.locator(selector).first).to_be_visible()
    assert page.locator("#sentence").evaluate("each => each.scrollWidth - each.clientWidth") <= 0
