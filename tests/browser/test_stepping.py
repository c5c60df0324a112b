"""Stepping with keys and clicks, slowly and fast."""

import re

from playwright.sync_api import Page, Route, expect

from tests.support.stage import expect_query, expect_step, is_part, matrix, note_keys, picture, step, taken_keys


def delay(page: Page, milliseconds: int) -> None:
    """Add that network latency."""
    conditions = {"offline": False, "latency": milliseconds, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", conditions)


def press_at_once(page: Page, times: int) -> None:
    """Dispatch → that often in one task."""
    page.evaluate(
        """times => {
            for (let n = 0; n < times; n++)
                document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }))
        }""",
        times,
    )


def test_arrows_home_and_end_step(page: Page) -> None:
    page.goto("/")
    for key, number in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("End", 20), ("Home", 0)):
        page.keyboard.press(key)
        expect_step(page, number)
        expect_query(page, f"step={number}" if number else "")


def test_step_changes_title_and_live_region(page: Page) -> None:
    page.goto("/?step=4")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_title("Step 5 of 20: z[1](2) · Columnwise")
    expect(page.get_by_role("status")).to_have_text(
        "Step 5 of 20. Example 2 enters layer 1. The result is column 2 of Z[1]."
    )


def test_ten_fast_presses_reach_step_ten(page: Page) -> None:
    page.goto("/")
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect_step(page, 10)
    expect_query(page, "step=10")


def test_fast_presses_over_a_slow_network_are_one_jump(fresh_page: Page) -> None:
    fresh_page.goto("/")
    pages_asked_for: list[str] = []
    fresh_page.on("response", lambda response: pages_asked_for.append(response.url) if is_part(response) else None)
    delay(fresh_page, 200)
    press_at_once(fresh_page, 12)
    expect_step(fresh_page, 12)
    fresh_page.wait_for_load_state("networkidle")
    assert len(pages_asked_for) <= 7  # the first step, the jump, and the neighbours of both; not twelve and more


def test_presses_before_htmx_is_ready_are_counted(fresh_page: Page) -> None:
    fresh_page.add_init_script(
        """document.addEventListener("DOMContentLoaded", () => {
            for (let n = 0; n < 3; n++)
                document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
        })"""
    )
    fresh_page.goto("/?step=5")
    expect_step(fresh_page, 8)


def test_presses_before_a_late_script_are_counted(fresh_page: Page) -> None:
    def later(route: Route) -> None:
        fresh_page.wait_for_timeout(300)
        route.continue_()

    fresh_page.route("**/app.*.js", later)
    fresh_page.goto("/?step=5")
    delay(fresh_page, 100)
    fresh_page.keyboard.press("ArrowRight")
    press_at_once(fresh_page, 4)
    expect_step(fresh_page, 10)


def test_fast_clicks_are_counted(page: Page) -> None:
    page.goto("/")
    delay(page, 100)
    for presses, number in ((3, 3), (7, 10), (25, 20)):
        page.evaluate("n => { for (let i = 0; i < n; i++) document.getElementById('next').click() }", presses)
        expect_step(page, number)


def test_presses_forth_and_back_cancel_out(page: Page) -> None:
    page.goto("/?step=6")
    delay(page, 100)
    for key in ["ArrowRight"] * 5 + ["ArrowLeft"] * 3:
        page.keyboard.press(key)
    expect_step(page, 8)


def test_fast_presses_give_the_same_stage_as_slow_ones(page: Page) -> None:
    start = "/?view=vectorized&step=1&cell=Z1.3.4"
    page.goto(start)
    for number in (2, 3, 4):
        page.keyboard.press("ArrowRight")
        expect_step(page, number, "vectorized")
    slow, address = picture(page), page.url
    page.goto(start)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect_step(page, 4, "vectorized")
    page.wait_for_url(address)
    assert picture(page) == slow


def test_pressed_link_keeps_the_focus(page: Page) -> None:
    page.goto("/")
    for name, number in (("Next step", 1), ("Next step", 2), ("Previous step", 1)):
        link = page.get_by_role("link", name=name)
        link.focus()
        page.keyboard.press("Enter")
        expect_step(page, number)
        expect(link).to_be_focused()


def test_focus_goes_on_to_the_matrix_form_at_the_last_step(page: Page) -> None:
    for pressed, start in (("Next step", 19), ("Last step", 7)):
        page.goto(f"/?step={start}")
        page.get_by_role("link", name=pressed).press("Enter")
        expect_step(page, 20)
        expect(page.get_by_role("link", name="Now all at once")).to_be_focused()


def test_switched_view_shows_the_same_numbers_and_back(page: Page) -> None:
    page.goto("/?step=9")
    column = matrix(page, "Z1")[2::5]
    page.get_by_role("link", name="Vectorized view").click()
    expect_step(page, 1, "vectorized")
    assert matrix(page, "Z1")[2::5] == column
    expect(page.locator("#sentence")).to_contain_text("Column 3 is what the loop computed at i = 3.")
    page.get_by_role("link", name="Loop view").click()
    expect_step(page, 9)


def test_click_on_an_example_or_a_line_goes_to_its_step(page: Page) -> None:
    page.goto("/?step=5")
    page.get_by_role("link", name="Example 4").click()
    expect_step(page, 13)
    page.locator('[data-program="loop"] .line:not(.head)').nth(3).click()
    expect_step(page, 16)
    page.locator('[data-program="vectorized"] .line:not(.head)').nth(1).click()
    expect_step(page, 2, "vectorized")


def test_keys_do_not_step_with_modifiers_or_in_focused_code(page: Page) -> None:
    page.goto("/?step=5")
    note_keys(page)
    for keys in ("Alt+ArrowRight", "Control+ArrowRight", "Shift+ArrowRight", "a", "v", "b"):
        page.keyboard.press(keys)
    page.get_by_text("NumPy", exact=True).click()
    page.locator("pre.program-code").focus()
    page.keyboard.press("ArrowRight")  # scrolls the code
    assert (taken_keys(page), step(page)) == ([], ("loop", 5))
    page.locator("pre.program-code").blur()
    page.keyboard.press("ArrowRight")
    expect_step(page, 6)
    assert taken_keys(page) == ["ArrowRight"]
    expect(page.locator("pre.program-code")).to_be_visible()  # what is chosen to be seen stays so


def test_next_step_is_prefetched(fresh_page: Page) -> None:
    fresh_page.goto("/?step=5")
    fresh_page.wait_for_load_state("networkidle")
    fresh_page.context.set_offline(True)
    fresh_page.keyboard.press("ArrowRight")
    expect_step(fresh_page, 6)


def test_next_is_disabled_at_the_last_step(page: Page) -> None:
    page.goto("/?step=19")
    page.get_by_role("link", name="Next step").click()
    expect_step(page, 20)
    expect(page.locator("#next")).to_have_attribute("aria-disabled", "true")
    expect(page.locator("#sentence")).to_contain_text("Step 20 of 20.")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    expect_step(page, 19)  # one back from the last: the first press was none


def test_way_leads_from_the_first_example_to_the_matrix_form_and_the_race(page: Page) -> None:
    page.goto("/")
    following, onward = page.get_by_role("link", name="Next step"), page.get_by_role("link", name="Now all at once")
    for number in (1, 2, 3, 4):
        expect(onward).to_have_count(0)
        following.click()
        expect_step(page, number)
    onward.click()
    expect_step(page, 4, "vectorized")
    race = page.get_by_role("link", name="How much faster?")
    expect(race).to_be_visible()
    race.click()
    page.wait_for_url("**/speed?view=vectorized&step=4**")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_way_leads_from_the_last_step_to_the_same_operation_in_the_matrix_form(page: Page) -> None:
    page.goto("/?step=19")
    page.get_by_role("link", name="Next step").click()
    expect_step(page, 20)
    result = matrix(page, "A2")
    page.get_by_role("link", name="Now all at once").click()
    expect_step(page, 4, "vectorized")
    assert matrix(page, "A2") == result
    expect(page.get_by_role("link", name="How much faster?")).to_have_attribute("href", re.compile("^/speed"))
