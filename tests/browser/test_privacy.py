"""No request to another origin, no cookie, no storage."""

from playwright.sync_api import Page

from tests.support.stage import expect_step


def test_no_request_leaves_the_origin_and_nothing_is_stored(fresh_page: Page, base_url: str) -> None:
    asked: list[str] = []
    complaints: list[str] = []
    fresh_page.on("request", lambda request: asked.append(request.url))
    fresh_page.on("console", lambda message: complaints.append(message.text))
    fresh_page.on("pageerror", lambda error: complaints.append(str(error)))
    for address in ("/about", "/?preset=iris&view=vectorized&step=1", "/"):
        fresh_page.goto(address)
    fresh_page.keyboard.press("ArrowRight")
    expect_step(fresh_page, 1)
    fresh_page.locator('button[value="Z1.2.1"]').click()
    fresh_page.wait_for_url("**/?step=1&cell=Z1.2.1")
    assert asked
    assert [url for url in asked if not url.startswith(base_url)] == []
    assert complaints == []
    assert fresh_page.context.cookies() == []
    assert fresh_page.evaluate("localStorage.length + sessionStorage.length") == 0
