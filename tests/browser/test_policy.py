"""The fixture `violations` in conftest.py records policy violations."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import POLICY, expect_none

REFUSED = """html => new Promise(done => {
    document.addEventListener("securitypolicyviolation", () => done(true), { once: true });
    document.body.insertAdjacentHTML("beforeend", html);
})"""


EVIL = {
    "style-src": '<p style="color: red">x</p>',
    "img-src": '<img src="https://evil.example/x.png" alt="">',
    "script-src": '<button onclick="alert(1)">x</button>',
    "default-src": '<iframe src="https://evil.example/" title="x"></iframe>',
}


def test_policy_violation_fails_the_test(page: Page, violations: list[str]) -> None:
    page.goto("/")
    for directive, html in EVIL.items():
        assert violations == []
        with page.expect_console_message(lambda message: POLICY in message.text):
            page.evaluate(REFUSED, html)
        with pytest.raises(pytest.fail.Exception, match=directive):
            expect_none(violations)
        violations.clear()


def test_policy_violation_in_any_browser_context_is_recorded(
    browser: Browser, base_url: str, violations: list[str]
) -> None:
    stranger = browser.new_context(base_url=base_url)
    stranger.new_page()
    tab = stranger.new_page()
    tab.goto("/about")
    with tab.expect_console_message(lambda message: POLICY in message.text):
        tab.evaluate(REFUSED, EVIL["style-src"])
    stranger.close()
    assert len(violations) == 1
    violations.clear()
