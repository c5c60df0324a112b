"""No figure touches the edge of its cell; the largest do not cover each other on the board, in class and on paper."""

import pytest
from playwright.sync_api import Page

from app.views.base.scene import scene
from tests.layout.test_in_view import networks
from tests.support.layout import COVERING, CROWDED, at_sizes, overflowing
from tests.support.scenes import state

LARGE = (
    "layers=1-1-1-1&act=linear-linear-linear&X=999999,999998&W1=999999&b1=0&W2=999999&b2=0&W3=999999&b3=0"
    "&view=vectorized&step=6"
)
NEGATIVE = LARGE.replace("X=999999,999998", "X=-999999,-0.00001")
SMALL = (
    "layers=2-2-2&act=leaky_relu-softmax&m=4&X=-0.3,-0.001,0.00002,2.5;0,0,0,0.9"
    "&W1=1,0;-1,0.000003&b1=0;0&W2=1,0;0,-1&b2=0;0&view=vectorized&step=4"
)
SCALED = "W1=-0.012,0.003,-0.006;-0.014,-0.01,0.009;0.002,0.005,-0.007;-0.002,-0.013,0.001&view=vectorized&step=4"
NETWORKS = (LARGE, NEGATIVE, SMALL, SCALED)
SIZES = [(1280, 720), (1440, 900), (390, 844)]
HEIGHTS = {1440: 900, 1280: 720, 1024: 768, 820: 1180, 640: 512, 390: 844, 320: 640}
NEAR = """() => [...document.querySelectorAll(".board [data-matrix] tbody td")].filter(td => {
    const figure = td.querySelector("button") ?? td, range = document.createRange();
    if (!figure.checkVisibility({ visibilityProperty: true }) || parseFloat(getComputedStyle(figure).fontSize) === 0)
        return false;
    range.selectNodeContents(figure);
    const text = range.getBoundingClientRect(), cell = td.getBoundingClientRect();
    return text.width && Math.min(text.left - cell.left, cell.right - text.right) < 1.95;
}).map(td => td.closest("table").dataset.matrix + ": " + td.textContent)"""
"""Figures nearer than 2 pixels to the edge of their cell, where cells show figures."""


@pytest.mark.parametrize("width", [1440, 1280, 1024, 820, 390, 320])
def test_every_figure_is_two_pixels_from_the_edge_of_its_cell(page: Page, width: int) -> None:
    near = {}
    for network in (*networks(), "", "preset=house", "preset=xor", "features=8&layers=8-8-8&m=64&seed=3"):
        last = 2 * scene(state(network)).sizes.L
        for at in at_sizes(page, [f"/?{network}&view=vectorized&step={last}"], [(width, HEIGHTS[width])]):
            if found := page.evaluate(NEAR):
                near[at] = found[:3]
    assert near == {}


@pytest.mark.parametrize("width", [1440, 1280, 1024, 820, 640, 390, 320])
def test_every_text_is_two_pixels_from_other_text(page: Page, width: int) -> None:
    crowded = {}
    for network in (*networks(), "", "preset=house", "preset=xor", "preset=one-neuron"):
        last = 2 * scene(state(network)).sizes.L
        addresses = [f"/?{network}&view=vectorized&step={last}", f"/?{network}&step=3"]
        for at in at_sizes(page, addresses, [(width, HEIGHTS[width])]):
            if found := page.evaluate(CROWDED):
                crowded[at] = found[:3]
    assert crowded == {}


@pytest.mark.parametrize("query", NETWORKS)
def test_every_figure_of_the_board_is_apart_from_the_next(page: Page, query: str) -> None:
    sizes = SIZES if query is not SMALL else SIZES[:2]  # on a phone, five digits and a minus fill a cell in any form
    for at in at_sizes(page, [f"/?{query}", f"/embed?{query}"], sizes):
        assert page.evaluate(COVERING) == [], at
        assert overflowing(page, ".board, .scroller, pre") == [], at


@pytest.mark.parametrize("query", NETWORKS)
def test_every_figure_in_class_is_apart_from_the_next(page: Page, query: str) -> None:
    for at in at_sizes(page, [f"/?{query}&present=1"], [(1280, 720), (1024, 768), (1920, 1080)]):
        assert page.evaluate(COVERING) == [], at


@pytest.mark.parametrize("query", (LARGE, NEGATIVE, SCALED))
def test_every_figure_on_paper_is_apart_from_the_next(page: Page, query: str) -> None:
    for at in at_sizes(page, [f"/worksheet?{query}&key=1", f"/handout?{query}"], [(1280, 720)]):
        assert page.evaluate(COVERING) == [], at
        assert overflowing(page, ".scroller") == [], at
