"""The pages of the browser tests, none of which may do what its own policy forbids."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

POLICY = "Content Security Policy"
"""What Chromium says in the console of a page, or of a frame in it, whenever it refuses something for the policy."""


@pytest.fixture(scope="session")
def shared(browser: Browser, browser_context_args: dict[str, Any]) -> BrowserContext:
    """One visitor for most tests. What a test changes of it, it leaves as it was."""
    return browser.new_context(**browser_context_args)


@pytest.fixture(autouse=True)
def violations(browser: Browser, shared: BrowserContext) -> Iterator[list[str]]:
    """What the policy has refused so far, on any page. A test that is about a refusal takes it off the list."""
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if POLICY in message.text:
            heard.append(message.text)

    def listen(context: BrowserContext) -> None:
        context.on("console", hear)

    shared.on("console", hear)
    browser.on("context", listen)
    yield heard
    browser.remove_listener("context", listen)
    shared.remove_listener("console", hear)
    expect_none(heard)


@pytest.fixture
def page(shared: BrowserContext) -> Iterator[Page]:
    """A page in a browser that has been here before: style sheets, scripts and fonts are at hand."""
    yield shared.new_page()
    for each in shared.pages:
        each.close()


@pytest.fixture
def fresh_page(context: BrowserContext) -> Page:
    """A page in a browser that was never here: everything is fetched anew."""
    return context.new_page()


def expect_none(violations: list[str]) -> None:
    """Fail with what was refused, which names the directive."""
    if violations:
        pytest.fail("The policy refused something:\n" + "\n".join(violations), pytrace=False)
