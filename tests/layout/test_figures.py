"""Very large and very small figures do not cover each other on the board, in a frame, in class and on paper."""

import pytest
from playwright.sync_api import Page

from tests.support.layout import COVERING, at_sizes, overflowing

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
