"""Open a page, resize it, and measure boxes, for the tests in tests/layout."""

from collections.abc import Iterable, Iterator

from playwright.sync_api import Page

Size = tuple[int, int]
SIZES: list[Size] = [(1280, 720), (1440, 900), (1920, 1080)]
CELLS = """selector => Object.fromEntries([...document.querySelectorAll(selector)].map(table => [
    table.dataset.matrix ?? table.dataset.paper,
    [...table.tBodies[0].rows].map(row => [...row.querySelectorAll("td")].map(td => {
        const box = td.getBoundingClientRect();
        return [box.left, box.right, box.top, box.bottom].map(Math.round);
    }))]))"""
"""Left, right, top and bottom of every entry, row by row, by the name of its matrix."""
COVERING = """() => [...document.querySelectorAll(".board tbody tr, [data-paper] tbody tr")].flatMap(row => {
    const boxes = [...row.querySelectorAll("td")].filter(td => td.textContent).map(td => {
        const range = document.createRange();
        range.selectNodeContents(td.querySelector("button") ?? td);
        return [range.getBoundingClientRect(), td];
    });
    return boxes.slice(1).filter(([box], at) => box.left < boxes[at][0].right).map(([, td]) => td.textContent);
})"""
"""The text of every entry that covers the entry left of it."""
BEYOND = "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
"""Pixels that the page scrolls sideways and down."""
OUTSIDE = """scrolls => [...document.querySelectorAll("body *")].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width && box.right > innerWidth + 1 && !each.closest(scrolls);
}).map(each => each.outerHTML.slice(0, 80))"""
"""Elements beyond the right edge of the window, except in those that match ``scrolls``."""


def open_page(page: Page, address: str) -> None:
    """Open the address and wait for its fonts."""
    answer = page.goto(address)
    assert answer, address
    page.evaluate("document.fonts.ready.then(() => null)")


def resize(page: Page, width: int, height: int) -> None:
    """Resize the window and wait until the page has that size."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("([width, height]) => innerWidth === width && innerHeight === height", arg=[width, height])


def at_sizes(page: Page, addresses: Iterable[str], sizes: Iterable[Size]) -> Iterator[str]:
    """Open each address once and resize it to each size; yields address and size as text."""
    for address in addresses:
        open_page(page, address)
        for width, height in sizes:
            resize(page, width, height)
            yield f"{address} at {width} × {height}"


def overflowing(page: Page, scrolls: str) -> list[str]:
    """What makes the page scroll sideways, except elements that match ``scrolls``."""
    outside: list[str] = page.evaluate(OUTSIDE, scrolls)
    scrolled: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return outside + [f"the page scrolls {scrolled} pixels"] * (scrolled > 0)
