"""Copying and following shared addresses."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.support.stage import expect_step


def test_copied_address_opens_the_same_step_on_the_board(browser: Browser, base_url: str) -> None:
    context = browser.new_context(base_url=base_url, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/?preset=iris&view=vectorized&step=2&present=1")
    page.goto("/share" + page.url.removeprefix(base_url + "/"))
    page.get_by_role("button", name="Copy the address").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{base_url}/?preset=iris&view=vectorized&step=2"
    page.get_by_role("button", name="Copy the HTML").click()
    expect(page.get_by_role("button", name="Copied")).to_have_count(2)
    assert page.evaluate("navigator.clipboard.readText()").startswith(f'<iframe src="{base_url}/embed?preset=iris&amp;')
    page.goto(copied)
    expect_step(page, 2, "vectorized")
    context.close()


def test_share_link_of_the_board_follows_the_step(page: Page) -> None:
    page.goto("/?step=5")
    page.get_by_role("link", name="Next step").click()
    expect_step(page, 6)
    page.get_by_role("link", name="Share or print").click()
    page.wait_for_url("**/share?step=6")
    expect(page.locator(".display-url")).to_have_text(re.compile(r"^127\.0\.0\.1:\d+/\?step=6$"))
    expect(page.locator("main")).to_contain_text("Others cannot open this address.")
