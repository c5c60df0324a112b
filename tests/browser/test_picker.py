"""The name of the network opens a list of all networks."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.support.stage import expect_query


@pytest.fixture
def networks(page: Page) -> Locator:
    return page.locator("#networks")


def test_picker_opens_at_the_name_of_the_network_and_closes(page: Page, networks: Locator) -> None:
    page.goto("/?preset=iris")
    name = page.get_by_role("button", name="Iris flowers 4–5–3, m = 150")
    expect(networks).to_be_hidden()
    name.click()
    expect(networks).to_be_visible()
    expect(networks.locator("a")).to_have_count(7)
    for picture in networks.locator("a svg").all():
        box = picture.bounding_box()
        assert box and box["width"] > 20 and box["height"] > 15
    expect(networks.locator("a svg")).to_have_count(7)
    expect(networks.locator("[aria-current]")).to_have_count(1)
    expect(networks.locator("[aria-current]")).to_contain_text("Iris flowers")
    page.keyboard.press("Escape")
    expect(networks).to_be_hidden()
    expect(name).to_be_focused()
    page.keyboard.press("Enter")
    expect(networks).to_be_visible()
    page.locator("#sentence").click()
    expect(networks).to_be_hidden()
    expect_query(page, "preset=iris")


@pytest.mark.parametrize("address", ["/", "/?step=3", "/speed", "/about"])
def test_picker_opens_a_network_from_any_page(page: Page, networks: Locator, address: str) -> None:
    page.goto(address)
    page.locator(".picker").click()
    networks.get_by_role("link", name="XOR").click()
    expect_query(page, "preset=xor")
    expect(page.locator(".picker")).to_contain_text("XOR")
    expect(networks).to_be_hidden()


def test_arrow_keys_in_the_picker_do_not_open_another_network(page: Page, networks: Locator) -> None:
    page.goto("/?step=3")
    page.locator(".picker").press("Enter")
    page.keyboard.press("Tab")
    assert networks.evaluate("e => e.contains(document.activeElement)")
    page.keyboard.press("Enter")
    expect(networks).to_be_hidden()
