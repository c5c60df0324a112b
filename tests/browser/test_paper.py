"""Navigation of the worksheet."""

from playwright.sync_api import Page


def test_worksheet_links_change_difficulty_and_open_the_answers(page: Page) -> None:
    page.goto("/worksheet?step=7")
    page.get_by_role("link", name="Hard: every Z and A").click()
    page.wait_for_url("**/worksheet?step=7&blank=results")
    page.get_by_role("link", name="With the answers").click()
    page.wait_for_url("**/worksheet?step=7&blank=results&key=1")
    assert page.locator("td[data-kind='answer']").count() == 60
    page.get_by_role("link", name="Back to the board").click()
    page.wait_for_url("**/?step=7")
