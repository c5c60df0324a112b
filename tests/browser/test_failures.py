"""A step that cannot be loaded is reported."""

import re

from playwright.sync_api import Page, expect

from tests.support.stage import expect_step


def test_lost_network_is_reported_until_a_step_arrives(fresh_page: Page) -> None:
    fresh_page.goto("/?step=5")
    fresh_page.wait_for_load_state("networkidle")
    fresh_page.context.set_offline(True)
    fresh_page.keyboard.press("End")
    notice = fresh_page.locator("#notice")
    expect(notice).to_be_visible()
    expect(fresh_page.get_by_role("status")).to_contain_text("did not arrive")
    expect(fresh_page.get_by_role("link", name="Try again")).to_have_attribute("href", "/?step=20")
    expect_step(fresh_page, 5)
    fresh_page.context.set_offline(False)
    fresh_page.keyboard.press("End")
    expect_step(fresh_page, 20)
    expect(notice).to_be_hidden()


def test_error_answer_opens_its_page(page: Page) -> None:
    page.goto("/?step=5")
    page.evaluate("document.getElementById('last').href = '/?step=777'")
    page.keyboard.press("End")
    expect(page.get_by_role("heading", name="One part of this address cannot be read")).to_be_visible()
    assert page.url.endswith("/?step=777")


def test_step_shows_no_notice_and_loads_no_page(page: Page) -> None:
    page.goto("/?step=5")
    page.evaluate("window.stays = true")
    for key, number in (("End", 20), ("ArrowLeft", 19)):
        page.keyboard.press(key)
        expect_step(page, number)
    assert page.evaluate("window.stays") is True
    expect(page.locator("#notice")).to_be_hidden()


def test_answer_without_stage_is_not_swapped_in(page: Page) -> None:
    page.goto("/?step=5")
    page.wait_for_load_state("networkidle")
    once = {"left": 1}

    def portal(route: object) -> None:
        if once["left"]:
            once["left"] -= 1
            route.fulfill(status=200, content_type="text/html", body="<h1>Log in to the Wi-Fi</h1>")  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route(re.compile("step=20"), portal)
    page.keyboard.press("End")
    expect_step(page, 20)
    expect(page.get_by_text("Log in to the Wi-Fi")).to_have_count(0)
    expect(page.locator("header.site")).to_be_visible()
