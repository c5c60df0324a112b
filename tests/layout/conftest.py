"""Layout tests of a process share one tab, which is resized instead of reopened."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.browser.conftest import POLICY, expect_none, folder, hold, races, server, visitors  # noqa: F401  # fixtures


@pytest.fixture(scope="session")
def refused() -> list[str]:
    """Policy violations in the tab during the current test: address and message."""
    return []


@pytest.fixture(scope="session")
def tab(browser: Browser, browser_context_args: dict[str, Any], refused: list[str]) -> Iterator[Page]:
    """The shared tab."""
    context = browser.new_context(**browser_context_args)
    page = context.new_page()

    def hear(message: ConsoleMessage) -> None:
        if POLICY in message.text:
            refused.append(f"{page.url}: {message.text}")

    context.on("console", hear)
    yield page
    context.close()


@pytest.fixture
def page(tab: Page, refused: list[str]) -> Iterator[Page]:
    """The shared tab with default size and media. Fails on a policy violation."""
    tab.set_viewport_size({"width": 1280, "height": 720})
    tab.emulate_media(media="null", color_scheme="light", reduced_motion="no-preference", forced_colors="none")
    yield tab
    heard = refused.copy()
    refused.clear()
    expect_none(heard)
