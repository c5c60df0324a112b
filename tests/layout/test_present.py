"""Layout of present mode on screens from 4:3 to 16:9: sizes, alignment, overflow."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from app.presets import PRESETS
from tests.support.layout import CELLS, at_sizes, open_page, resize

SCREENS = [(1920, 1080), (1280, 720), (1280, 800), (1024, 768), (800, 600)]
LOOP, MATRIX, BEGIN, CELL = "step=3", "view=vectorized&step=1", "step=0", "view=vectorized&step=2&cell=A1.1.2"
STEPS = [
    *(f"/?preset={preset}&present=1&{where}" for preset in PRESETS for where in (LOOP, CELL)),
    *(f"/?preset={preset}&present=1&{where}" for preset in ("course", "iris", "digits") for where in (BEGIN, MATRIX)),
    "/?present=1&step=20",
    "/?present=1&view=vectorized&step=4&cell=A2.2.5",
    "/?preset=iris&present=1&step=600",
    "/?preset=iris&present=1&view=vectorized&step=4&cell=A2.3.150",
    "/?preset=digits&present=1&step=7188&rows=61",
    "/?layers=5-5-5&m=6&present=1&view=vectorized&step=4",
    "/?layers=8-8-8-8-8&act=relu-tanh-leaky_relu-softmax&m=64&seed=5&present=1&step=512",
    "/?layers=1-8&m=1&present=1&step=2",
]
MORE_STEPS = [
    f"/?preset={preset}&present=1&{where}"
    for preset in ("script", "xor", "one-neuron", "house")
    for where in (BEGIN, MATRIX)
]
"""Steps whose layer another step of STEPS shows."""
GLYPHS = """() => [...document.querySelectorAll("[data-matrix] td")].map(td => {
    const pen = document.createElement("canvas").getContext("2d"), look = getComputedStyle(td);
    pen.font = `${look.fontWeight} ${look.fontSize} ${look.fontFamily}`;
    return pen.measureText("1").actualBoundingBoxAscent / innerHeight;
})"""
BEYOND = """() => {
    const page = document.documentElement, board = document.querySelector(".board");
    const cut = [...document.querySelectorAll(".board td")].filter(td => {
        const range = document.createRange();
        range.selectNodeContents(td);
        return range.getBoundingClientRect().width > td.getBoundingClientRect().width + 0.5;
    });
    return [page.scrollHeight - innerHeight, page.scrollWidth - innerWidth, board.scrollWidth - board.clientWidth,
            board.scrollHeight - board.clientHeight, cut.length];
}"""
OUTSIDE = """() => [...document.querySelectorAll("#stage *")].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width && !each.closest("[popover], .visually-hidden, caption, math, [data-matrix] thead")
        && (box.left < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1);
}).map(each => each.outerHTML.slice(0, 90))"""
PLACES = """() => [...document.querySelectorAll(
    ".title, .name, [data-matrix], .remote .views")]
    .map(each => { const box = each.getBoundingClientRect(); return [box.left, box.top].map(Math.round); })"""


@pytest.mark.parametrize("address", [*STEPS, *(pytest.param(each, marks=pytest.mark.soak) for each in MORE_STEPS)])
def test_numbers_are_large_and_nothing_scrolls(page: Page, address: str) -> None:
    for at in at_sizes(page, [address], SCREENS):
        assert min(page.evaluate(GLYPHS)) >= 0.03, at
        assert page.evaluate(BEYOND) == [0, 0, 0, 0, 0], at
        assert page.evaluate(OUTSIDE) == [], at


def test_line_row_column_and_cell_are_in_the_viewport(page: Page) -> None:
    seen = [
        ".line",
        '[data-matrix="W2"] td[data-feeds]',
        '[data-matrix="A1"] td[data-feeds]',
        '[data-matrix="b2"] td[data-feeds]',
        '[data-matrix="Z2"] td[data-chosen]',
        ".chosen .sum",
        "#sentence",
    ]
    for at in at_sizes(page, ("/?present=1&step=7&cell=Z2.2.2", "/?present=1&view=vectorized&step=3"), SCREENS):
        for selector in seen:
            found = page.locator(selector).all()
            assert found, (at, selector)
            for each in found:
                expect(each).to_be_in_viewport(ratio=1)


def test_columns_and_rows_of_a_layer_are_aligned(page: Page) -> None:
    addresses = ("/?present=1&step=8", "/?preset=iris&present=1&view=vectorized&step=3&cell=Z2.2.60")
    for at in at_sizes(page, addresses, SCREENS):
        cells = page.evaluate(CELLS, "table[data-matrix]")
        for row in cells["A1"] + cells["Z2"] + cells["A2"]:
            assert [cell[:2] for cell in row] == [cell[:2] for cell in cells["Z2"][0]], at
        for of_W, of_b, of_Z in zip(cells["W2"], cells["b2"], cells["Z2"], strict=True):
            assert of_W[0][2:] == of_b[0][2:] == of_Z[0][2:], at


def test_the_outline_lies_around_its_column(page: Page) -> None:
    for at in at_sizes(page, ("/?present=1&step=1", "/?present=1&step=20"), [*SCREENS, (390, 844)]):
        outline, cell = (page.locator(each).bounding_box() for each in (".column-outline", "td[data-chosen]"))
        assert outline and cell, at
        middles = [box["x"] + box["width"] / 2 for box in (outline, cell)]
        assert abs(middles[0] - middles[1]) <= 2, at


@pytest.mark.parametrize(("view", "last"), [("loop", 20), ("vectorized", 4)])
def test_no_step_within_a_layer_moves_an_element(page: Page, view: str, last: int) -> None:
    first: dict[object, object] = {}
    steps = [f"/?view={view}&step={number}&present=1" for number in range(1, last + 1)]
    for at in at_sizes(page, steps, [(1024, 768), (1280, 720)]):
        layer = page.locator('[data-kind="Z"] .examples table').get_attribute("data-matrix")
        places = page.evaluate(PLACES)
        assert places == first.setdefault((layer, at.partition(" at ")[2]), places), at


def test_outlines_are_at_least_three_pixels(page: Page) -> None:
    resize(page, 1024, 768)
    open_page(page, "/?present=1&step=7")
    width = "(e, [at, what]) => parseFloat(getComputedStyle(e, at)[what])"
    for selector, at, what in (
        (".column-outline", "", "borderLeftWidth"),
        (".examples .matrix", "::before", "borderLeftWidth"),
        ("td[data-feeds]", "", "outlineWidth"),
        ("td[data-chosen]", "", "outlineWidth"),
    ):
        assert page.locator(selector).first.evaluate(width, [at or None, what]) >= 3, selector


@pytest.mark.parametrize("preset", ["course", "iris", "house"])
def test_the_figures_of_a_sum_are_large_on_wide_screens(page: Page, preset: str) -> None:
    digit = "each => 0.711 * parseFloat(getComputedStyle(each).fontSize) / innerHeight"
    for at in at_sizes(page, [f"/?preset={preset}&present=1&step={step}" for step in (1, 3)], SCREENS[:2]):
        assert page.locator(".chosen .sum").evaluate(digit) >= 0.029, at
        box, sentence = (page.locator(each).bounding_box() for each in (".chosen .sum", "#sentence"))
        assert box and sentence and box["y"] + box["height"] <= sentence["y"] + 1, at


def test_every_control_is_44_pixels_high(page: Page) -> None:
    heights = "all => all.map(each => each.getBoundingClientRect().height).filter(height => height)"
    for at in at_sizes(page, ["/?present=1&step=5", "/?present=1&view=vectorized&step=1"], [*SCREENS, (390, 844)]):
        assert min(page.locator(".remote :is(a, button)").evaluate_all(heights)) >= 44, at
        for each in ("#leave", "#next", "#back"):
            expect(page.locator(each)).to_be_in_viewport(ratio=1)


def test_phone_shows_everything_without_overlap(page: Page) -> None:
    resize(page, 390, 844)
    open_page(page, "/?present=1&step=5")
    boxes = [page.locator(each).bounding_box() for each in (".board", ".chosen", "#sentence", ".remote")]
    for above, below in pairwise(boxes):
        assert above and below and above["y"] + above["height"] <= below["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
