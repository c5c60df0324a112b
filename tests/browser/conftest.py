"""No page of any browser test may do what its own policy forbids."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

POLICY = "Content Security Policy"
"""What Chromium says in the console of a page, or of a frame in it, whenever it refuses something for the policy."""


@pytest.fixture(autouse=True)
def violations(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the policy has refused so far, on any page. A test that is about a refusal takes it off the list."""
    heard: list[str] = []
    opened = browser.new_context

    def listened_to(**wanted: Any) -> BrowserContext:
        context = opened(**wanted)
        context.on("console", lambda message: heard.append(message.text) if POLICY in message.text else None)
        return context

    monkeypatch.setattr(browser, "new_context", listened_to)
    yield heard
    expect_none(heard)


def expect_none(violations: list[str]) -> None:
    """Fail with what was refused, which names the directive."""
    if violations:
        pytest.fail("The policy refused something:\n" + "\n".join(violations), pytrace=False)
