"""Read the stage of a page in the browser, and wait for its state."""

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
    """View and step of the stage, once the document is parsed."""
    page.wait_for_load_state("domcontentloaded")
    stage = page.locator("#stage")
    return str(stage.get_attribute("data-view")), int(str(stage.get_attribute("data-step")))


def ready(page: Page) -> None:
    """Wait until htmx handles the links."""
    page.wait_for_function("() => document.querySelector('[data-htmx-powered]') !== null")


def expect_step(page: Page, number: int, view: str = "loop") -> None:
    """Wait until the stage shows that step of that view and the document is parsed."""
    expect(page.locator(f'#stage[data-view="{view}"][data-step="{number}"]')).to_be_visible()
    page.wait_for_load_state("domcontentloaded")


def open_controls(page: Page) -> None:
    """Open the form that changes the network, if it is closed."""
    if not page.locator("#workshop").is_visible():
        page.get_by_text("Change this network").click()


def note_keys(page: Page) -> None:
    """Record from now on the keys whose default action the page prevents."""
    page.evaluate(
        """() => {
            window.taken = [];
            addEventListener("keydown", event => { if (event.defaultPrevented) taken.push(event.key); });
        }"""
    )


def taken_keys(page: Page) -> list[str]:
    """The recorded keys."""
    return list(page.evaluate("taken"))


def expect_query(page: Page, text: str) -> None:
    """Wait until the path is / and the query is that text."""
    expect(page).to_have_url(re.compile(re.escape(f"/?{text}" if text else "/") + "$"))


def query(page: Page) -> str:
    """The query of the address, without the question mark."""
    return page.url.partition("?")[2]


def picture(page: Page) -> str:
    """The stage as text: without attributes that scripts add, attributes sorted by name."""
    return str(page.locator("#stage").evaluate(PICTURE))


def is_part(response: Response) -> bool:
    """Whether the answer is a part for htmx."""
    return response.request.headers.get("hx-request-type") == "partial"


def matrix(page: Page, name: str) -> list[str]:
    """The texts of the entries of a matrix, row by row, once the document is parsed."""
    page.wait_for_load_state("domcontentloaded")
    return page.locator(f'table[data-matrix="{name}"] td').all_inner_texts()
