"""Pages for the browser tests, which fail on any policy violation, and races for some of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.support.fake_races import private_folder
from tests.support.race_server import RaceServer, racing, served
from tests.support.racing import Visitors

POLICY = "Content Security Policy"
"""Text of every console message of Chromium about a policy violation."""


@pytest.fixture(scope="session")
def shared(browser: Browser, browser_context_args: dict[str, Any]) -> BrowserContext:
    """The browser context of most tests. A test restores what it changes in it."""
    return browser.new_context(**browser_context_args)


@pytest.fixture(autouse=True)
def violations(browser: Browser, shared: BrowserContext) -> Iterator[list[str]]:
    """The policy violations on any page so far. A test of a violation clears the list."""
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
    """A page in the shared context: style sheets, scripts and fonts are cached."""
    yield shared.new_page()
    for each in shared.pages:
        each.close()


@pytest.fixture
def fresh_page(context: BrowserContext) -> Page:
    """A page in a new context with an empty cache."""
    return context.new_page()


def expect_none(violations: list[str]) -> None:
    """Fail with the messages, which name the directive."""
    if violations:
        pytest.fail("The policy refused something:\n" + "\n".join(violations), pytrace=False)


# Races


@pytest.fixture(scope="module")
def server() -> Iterator[RaceServer]:
    with served() as made:
        yield made


@pytest.fixture
def folder() -> Iterator[Path]:
    with private_folder() as made:
        yield made


@pytest.fixture
def races(server: RaceServer, folder: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fake races with a lease of 60 seconds, or of the seconds given by indirect parametrization."""
    with racing(server, folder, lease=getattr(request, "param", 60)):
        yield


@pytest.fixture
def visitors(browser: Browser, server: RaceServer, races: None) -> Iterator[Visitors]:
    """A function that opens a page in a new context. Fails on console errors other than missing answers."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def visitor(**wanted: Any) -> Page:
        context = browser.new_context(base_url=server.url, **wanted)
        contexts.append(context)
        context.on("console", lambda message: complaints.append(message.text))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        return context.new_page()

    yield visitor
    for context in contexts:
        context.close()
    missing = ("Failed to load resource", "htmx: htmx:error", "htmx: htmx:sse:error")
    assert [each for each in complaints if not each.startswith(missing)] == []


@pytest.fixture
def hold(folder: Path) -> Path:
    """While this file exists, a race waits at its third sample."""
    held = folder / "hold"
    held.touch()
    return held
