"""No text on the board's page is smaller than 12 pixels."""

import pytest
from playwright.sync_api import Page

from tests.layout.test_in_view import networks
from tests.support.layout import Size, at_sizes

WINDOWS: list[Size] = [(1440, 900), (1280, 720), (1024, 768), (820, 1180), (390, 844)]
TINY = """() => {
    const zoom = parseFloat(getComputedStyle(document.body).zoom) || 1;
    return [...document.querySelectorAll("body *")].filter(each => {
        const isText = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        const isSeen = each.checkVisibility({ visibilityProperty: true, opacityProperty: true });
        if (!isText || !isSeen || each.closest(".visually-hidden, caption, .skip, thead:not(.heads)")) return false;
        const scale = each instanceof SVGElement ? each.getScreenCTM().a : zoom;
        const size = scale * parseFloat(getComputedStyle(each).fontSize), box = each.getBoundingClientRect();
        return size > 0 && size < 11.95 && box.width > 2 && box.height > 2;
    }).map(each => `${each.parentElement.localName} ${each.localName}: ${each.textContent.slice(0, 20)}`);
}"""
"""Elements with smaller text of their own, MathML at its real size. A size of 0 means: not shown here."""


@pytest.mark.parametrize("step", ["step=2", "view=vectorized&step=2"])
def test_no_text_is_smaller_than_12_pixels(page: Page, step: str) -> None:
    tiny = {}
    for network in (*networks(), "", "preset=house"):
        for at in at_sizes(page, [f"/?{network}&{step}"], WINDOWS):
            is_long = "data-long" in page.locator("table.programs").evaluate("table => table.outerHTML.slice(0, 99)")
            found = [each for each in page.evaluate(TINY) if not (is_long and each.startswith(("msup", "mrow")))]
            if found:
                tiny[at] = found[:3]
    assert tiny == {}
