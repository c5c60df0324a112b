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
CROWDED = """() => {
    const lines = new Map(), range = document.createRange();
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const isCut = element => element && (getComputedStyle(element).clipPath !== "none" || isCut(element.parentElement));
    while (texts.nextNode()) {
        const text = texts.currentNode, parent = text.parentElement, math = parent.closest("math");
        if (!text.data.trim() || parent.closest("script, caption, .stepper") || isCut(parent)) continue;
        const style = getComputedStyle(parent);
        if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
        if (parseFloat(style.fontSize) === 0 || style.color === "rgba(0, 0, 0, 0)") continue;
        let owner = math ?? parent;
        while (/inline$|math|contents/.test(getComputedStyle(owner).display)) owner = owner.parentElement;
        range.selectNodeContents(text);
        for (const { left, right, top, bottom } of (math ? (math.firstElementChild ?? math) : range).getClientRects()) {
            const box = [left, top, right, bottom];
            for (let around = parent; around; around = around.parentElement) {
                if (getComputedStyle(around).overflow === "visible") continue;
                const edge = around.getBoundingClientRect();
                [edge.left, edge.top].forEach((at, k) => { box[k] = Math.max(box[k], at); });
                [edge.right, edge.bottom].forEach((at, k) => { box[k + 2] = Math.min(box[k + 2], at); });
            }
            const height = box[3] - box[1];
            if (height <= 0 || box[2] <= box[0]) continue;
            const ink = [box[0], box[1] + 0.22 * height, box[2], box[3] - 0.2 * height];
            const others = lines.get(owner) ?? lines.set(owner, []).get(owner);
            const line = others.find(other => other[1] < ink[3] && ink[1] < other[3]);
            if (line) ink.forEach((at, k) => { line[k] = (k < 2 ? Math.min : Math.max)(line[k], at); });
            else others.push(ink);
        }
    }
    const all = [...lines].flatMap(([owner, boxes]) => boxes.map(box => [owner, box]));
    return all.flatMap(([a, p], at) => all.slice(at + 1).filter(([b, q]) =>
        !a.contains(b) && !b.contains(a) && Math.max(q[0] - p[2], p[0] - q[2], q[1] - p[3], p[1] - q[3]) < 2
    ).map(([b]) => a.textContent.trim() + " | " + b.textContent.trim()));
}"""
"""Pairs of texts that are nearer than 2 pixels: lines of different blocks, without the room above and below letters."""
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
