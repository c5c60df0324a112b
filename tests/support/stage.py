"""What a person sees of the stage, read off a page."""

import re

from playwright.sync_api import Page, Response, expect

PICTURE = """function picture(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeType === Node.TEXT_NODE ? node.data.trim() : "";
    const added = ["data-htmx-powered", "data-lit", "tabindex"];
    const names = node.getAttributeNames().filter(name => !added.includes(name) && node.getAttribute(name) !== null);
    const attributes = names.sort().map(name => `${name}=${node.getAttribute(name)}`).join(" ");
    return `<${node.localName} ${attributes}>${[...node.childNodes].map(picture).join("")}</>`;
}"""


def step(page: Page) -> tuple[str, int]:
    """The view and the step that the stage shows, once the page is there as a whole."""
    page.wait_for_load_state("domcontentloaded")
    stage = page.locator("#stage")
    return str(stage.get_attribute("data-view")), int(str(stage.get_attribute("data-step")))


def ready(page: Page) -> None:
    """Wait until a press changes the stage instead of the page."""
    page.wait_for_function("() => document.querySelector('[data-htmx-powered]') !== null")


def expect_step(page: Page, number: int, view: str = "loop") -> None:
    """Wait until the stage shows that step of that view, on a page that is there as a whole."""
    expect(page.locator(f'#stage[data-view="{view}"][data-step="{number}"]')).to_be_visible()
    page.wait_for_load_state("domcontentloaded")


def note_keys(page: Page) -> None:
    """From now on, note which keys the page takes for itself, whatever it then does."""
    page.evaluate(
        """() => {
            window.taken = [];
            addEventListener("keydown", event => { if (event.defaultPrevented) taken.push(event.key); });
        }"""
    )


def taken_keys(page: Page) -> list[str]:
    """The keys that the page has taken for itself; the browser has the others."""
    return list(page.evaluate("taken"))


def expect_query(page: Page, text: str) -> None:
    """Wait until the address says that, and nothing else."""
    expect(page).to_have_url(re.compile(re.escape(f"/?{text}" if text else "/") + "$"))


def query(page: Page) -> str:
    """The query of the address, without the question mark."""
    return page.url.partition("?")[2]


def picture(page: Page) -> str:
    """The stage as the server would send it: without what scripts add to it, attributes in the order of their names."""
    return str(page.locator("#stage").evaluate(PICTURE))


def is_part(response: Response) -> bool:
    """Whether an answer is a part for htmx rather than a page."""
    return response.request.headers.get("hx-request-type") == "partial"


def matrix(page: Page, name: str) -> list[str]:
    """The entries of a matrix as they are shown, in reading order, once the page is there as a whole."""
    page.wait_for_load_state("domcontentloaded")
    return page.locator(f'table[data-matrix="{name}"] td').all_inner_texts()
