"""Opening a page, resizing it, and measuring what is on it."""

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
"""The left, right, top and bottom of every entry of every matrix, by its name."""
BEYOND = "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
"""How far the page scrolls sideways and down."""
OUTSIDE = """scrolls => [...document.querySelectorAll("body *")].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width && box.right > innerWidth + 1 && !each.closest(scrolls);
}).map(each => each.outerHTML.slice(0, 80))"""
"""What stands out of the window at the right; what scrolls by itself may."""


def look(page: Page, address: str) -> None:
    """Open that address."""
    answer = page.goto(address)
    assert answer, address
    page.evaluate("document.fonts.ready.then(() => null)")


def resize(page: Page, width: int, height: int) -> None:
    """Give the window that size, and wait until the page has it."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_function("([width, height]) => innerWidth === width && innerHeight === height", arg=[width, height])


def everywhere(page: Page, addresses: Iterable[str], sizes: Iterable[Size]) -> Iterator[str]:
    """Open each address once and give it each size; says where that is."""
    for address in addresses:
        look(page, address)
        for width, height in sizes:
            resize(page, width, height)
            yield f"{address} at {width} × {height}"


def wide(page: Page, scrolls: str) -> list[str]:
    """What makes the page scroll sideways, but for what scrolls by itself."""
    outside: list[str] = page.evaluate(OUTSIDE, scrolls)
    scrolled: int = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return outside + [f"the page scrolls {scrolled} pixels"] * (scrolled > 0)
