"""The staircase is aligned, nothing jumps, nothing is cut off."""

from typing import Any

import pytest
from playwright.sync_api import Page

BOXES = """() => Object.fromEntries([...document.querySelectorAll("table[data-matrix]")].map(table => [
    table.dataset.matrix, [...table.tBodies[0].rows].map(row => [...row.querySelectorAll("td")].map(td => {
        const box = td.getBoundingClientRect();
        return [box.left, box.right, box.top, box.bottom].map(Math.round);
    }))]))"""
PLACES = """() => Object.fromEntries([...document.querySelectorAll(
    "table[data-matrix], .program, .shapes, .closeup, .card.code, .label, .legend, .stepper, .buttons a, .chips, .views"
)].map((each, n) => {
    const box = each.getBoundingClientRect();
    return [n + each.className + (each.dataset.matrix ?? ""), [box.left, box.top].map(Math.round)];
}))"""
SIZES = [(1280, 720), (1440, 900), (1920, 1080)]
COURSE = [f"/?step={number}" for number in range(21)] + [f"/?view=vectorized&step={number}" for number in range(5)]


def size(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})


@pytest.mark.parametrize("address", ["/?step=7", "/?view=vectorized&step=1", "/?preset=iris&step=331"])
@pytest.mark.parametrize(("width", "height"), [*SIZES, (1024, 768)])
def test_columns_lie_below_each_other_and_rows_beside_each_other(
    page: Page, address: str, width: int, height: int
) -> None:
    size(page, width, height)
    page.goto(address)
    boxes: dict[str, Any] = page.evaluate(BOXES)
    of_examples = [name for name in boxes if name[0] in "XZA"]
    for name in of_examples:
        for row in boxes[name]:
            assert [cell[:2] for cell in row] == [cell[:2] for cell in boxes["X"][0]], name
    for layer in ("1", "2"):
        for row_of_W, row_of_b, row_of_Z in zip(*(boxes[f"{letter}{layer}"] for letter in "WbZ"), strict=True):
            assert row_of_W[0][2:] == row_of_b[0][2:] == row_of_Z[0][2:]


def test_the_strip_runs_unbroken_from_the_head_to_the_predictions(page: Page) -> None:
    for number in (5, 12, 19):
        page.goto(f"/?step={number}")
        column = (number - 1) // 4
        boxes = page.evaluate(BOXES)
        strip = page.locator(".strip").bounding_box()
        assert strip is not None
        first, last = boxes["X"][0][column], boxes["A2"][-1][column]
        assert strip["x"] == pytest.approx(first[0], abs=2)
        assert strip["x"] + strip["width"] == pytest.approx(first[1], abs=2)
        assert strip["y"] < first[2] - 20
        assert strip["y"] + strip["height"] >= last[3] - 2


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_course_example_needs_no_scrolling(page: Page, width: int, height: int) -> None:
    size(page, width, height)
    for address in COURSE:
        page.goto(address)
        beyond = page.evaluate(
            "[document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth]"
        )
        assert beyond == [0, 0], address
        board = page.locator(".board").evaluate("board => board.scrollWidth - board.clientWidth")
        assert board <= 0, address


@pytest.mark.parametrize("view", ["loop", "vectorized"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_nothing_jumps_from_the_first_step_to_the_last(page: Page, view: str, width: int, height: int) -> None:
    size(page, width, height)
    page.goto(f"/?view={view}")
    places = page.evaluate(PLACES)
    for number in range(1, 21 if view == "loop" else 5):
        page.goto(f"/?view={view}&step={number}")
        assert page.evaluate(PLACES) == places, number


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1280, 720)])
def test_nothing_jumps_where_the_last_window_is_narrower(page: Page, width: int, height: int) -> None:
    size(page, width, height)
    page.goto("/?preset=iris")
    places = {name: at for name, at in page.evaluate(PLACES).items() if "code" not in name}
    for number in (1, 4, 333, 576, 577, 600):
        page.goto(f"/?preset=iris&step={number}")
        assert {name: at for name, at in page.evaluate(PLACES).items() if "code" not in name} == places, number


@pytest.mark.parametrize("width", [320, 390, 600, 768, 900, 901, 1024, 1100, 1280, 1440, 1920])
@pytest.mark.parametrize(
    "address",
    [
        "/?step=5",
        "/?preset=iris&step=600",
        "/about",
        "/?step=999",
        "/matrix?matrix=X",
        "/share",
        "/embed?step=5",
        "/speed",
    ],
)
def test_only_matrices_scroll_sideways(page: Page, width: int, address: str) -> None:
    size(page, width, 800)
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = page.evaluate(
        """() => [...document.querySelectorAll("body *")].filter(each => {
            const box = each.getBoundingClientRect();
            return box.width && box.right > innerWidth + 1 && !each.closest(".board, pre, .scroller, .unseen, .skip");
        }).map(each => each.outerHTML.slice(0, 80))"""
    )
    assert outside == []


@pytest.mark.parametrize(("width", "height"), [(320, 640), (390, 844), (1024, 768), (1280, 720), (1440, 900)])
def test_nothing_spills_out_of_its_card(page: Page, width: int, height: int) -> None:
    size(page, width, height)
    iris = ("/?preset=iris&step=600", "/?preset=iris&view=vectorized&step=3")
    for address in ("/", "/?step=5", "/?step=20", "/?step=7&reading=combination", *iris):
        page.goto(address)
        spilled = page.evaluate(
            """() => [...document.querySelectorAll(".card *, .stepper *")].filter(each => {
                const card = each.closest(".card, .stepper").getBoundingClientRect();
                const box = each.getBoundingClientRect();
                const scrolls = each.closest("pre, .unseen, .scroller, svg");
                return box.width && !scrolls && (box.right > card.right + 0.5 || box.bottom > card.bottom + 1);
            }).map(each => each.outerHTML.slice(0, 80))"""
        )
        assert spilled == [], address


@pytest.mark.parametrize("width", [320, 1280])
def test_targets_are_large_enough(page: Page, width: int) -> None:
    size(page, width, 800)
    for address in ("/?step=9", "/?preset=iris&step=330", "/about"):
        page.goto(address)
        small = page.evaluate(
            """() => [...document.querySelectorAll("a[href], button, summary")].filter(each => {
                const box = each.getBoundingClientRect(), least = each.closest(".buttons") ? 43.9 : 23.9;
                const inText = each.closest(".skip, p, dd, li:not(ol li)");
                return box.width && !inText && (box.width < least || box.height < least);
            }).map(each => each.outerHTML.slice(0, 90))"""
        )
        assert small == [], address


def test_the_first_screen_has_the_claim_both_programs_and_the_picture(page: Page) -> None:
    size(page, 1280, 720)
    page.goto("/")
    for selector in ("h1", '[data-program="loop"]', '[data-program="vectorized"]', "svg.network", '[data-matrix="A2"]'):
        box = page.locator(selector).bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= 720
    assert page.locator("h1").inner_text() == "See a neural network compute every example at once."


def test_printing_leaves_the_controls_out(page: Page) -> None:
    page.goto("/?step=5")
    page.emulate_media(media="print")
    for selector in (".buttons", ".views", ".site nav"):
        assert page.locator(selector).first.is_hidden()
    for selector in (".board", ".program", "#sentence"):
        assert page.locator(selector).first.is_visible()
