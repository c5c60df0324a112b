"""What the policy refuses fails the test it happens in: the rule in conftest.py hears it."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import expect_none

REFUSED = """html => new Promise(done => {
    document.addEventListener("securitypolicyviolation", () => done(true), { once: true });
    document.body.insertAdjacentHTML("beforeend", html);
})"""


@pytest.mark.parametrize(
    ("html", "directive"),
    [
        ('<p style="color: red">x</p>', "style-src"),
        ('<img src="https://evil.example/x.png" alt="">', "img-src"),
        ('<button onclick="alert(1)">x</button>', "script-src"),
        ('<iframe src="https://evil.example/" title="x"></iframe>', "default-src"),
    ],
)
def test_what_the_policy_refuses_fails_a_test(page: Page, violations: list[str], html: str, directive: str) -> None:
    page.goto("/")
    assert violations == []
    page.evaluate(REFUSED, html)
    page.wait_for_timeout(50)
    with pytest.raises(pytest.fail.Exception, match=directive):
        expect_none(violations)
    violations.clear()


def test_it_is_heard_in_every_window_of_every_visitor(browser: Browser, base_url: str, violations: list[str]) -> None:
    stranger = browser.new_context(base_url=base_url)
    stranger.new_page()
    tab = stranger.new_page()
    tab.goto("/about")
    tab.evaluate(REFUSED, '<p style="color: red">x</p>')
    stranger.close()
    assert len(violations) == 1
    violations.clear()
