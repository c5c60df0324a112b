"""Back, forward, reload and another visitor show the step of the address."""

from playwright.sync_api import Browser, Page, expect

from tests.support.stage import expect_step, picture


def step_forward(page: Page, times: int) -> None:
    start = int(str(page.locator("#stage").get_attribute("data-step")))
    for number in range(start + 1, start + times + 1):
        page.keyboard.press("ArrowRight")
        expect_step(page, number)


def test_back_after_three_steps_goes_back_one_by_one(page: Page) -> None:
    page.goto("/?step=5")
    step_forward(page, 3)
    for number in (7, 6, 5):
        page.go_back()
        expect_step(page, number)
        expect(page.locator("header.site")).to_be_visible()
    page.go_forward()
    expect_step(page, 6)
    step_forward(page, 2)


def test_back_from_another_page_shows_a_whole_page(page: Page) -> None:
    page.goto("/?step=5")
    step_forward(page, 2)
    page.get_by_role("link", name="About").click()
    expect(page.get_by_role("heading", name="About Columnwise")).to_be_visible()
    page.go_back()
    expect_step(page, 7)
    expect(page.locator("header.site")).to_be_visible()
    expect(page.locator("link[rel=stylesheet]")).to_have_count(1)
    step_forward(page, 1)


def test_back_from_another_site_shows_a_whole_page(page: Page) -> None:
    page.goto("/?step=5")
    step_forward(page, 1)
    page.goto("data:text/html,<p>another site")
    page.go_back()
    expect_step(page, 6)
    expect(page.locator("header.site")).to_be_visible()
    step_forward(page, 1)


def test_reload_and_a_new_visitor_show_the_same_stage(page: Page, browser: Browser, base_url: str) -> None:
    page.goto("/?step=5")
    step_forward(page, 2)
    page.locator('button[value="Z1.3.1"]').click()
    page.wait_for_url("**/?step=7&cell=Z1.3.1")
    page.wait_for_load_state("networkidle")
    seen = picture(page)
    page.reload()
    assert picture(page) == seen
    stranger = browser.new_context()
    tab = stranger.new_page()
    tab.goto(page.url)
    assert picture(tab) == seen
    stranger.close()


def test_address_is_canonical_after_choosing_a_cell_in_a_window(page: Page) -> None:
    page.goto("/?preset=iris&view=vectorized&step=2&window=17")
    page.locator('button[value="Z1.2.18"]').click()
    page.wait_for_url("**/?preset=iris&view=vectorized&step=2&cell=Z1.2.18")
