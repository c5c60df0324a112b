"""Actions and expectations on /speed, for tests with the races of race_server.py."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from playwright.sync_api import Page, Request, Route, expect

from tests.support.fake_races import numbers

POLL, STREAM = re.compile(r"/speed\?"), re.compile(r"/speed/stream\?")
ANSWER = "At m = 1,000 the loop took 83 times as long as the matrix form."
PATIENT = 60_000
"""Milliseconds to wait for what takes some seconds."""

Visitors: TypeAlias = Callable[..., Page]


def start(page: Page, query: str = "") -> None:
    """Press start and wait for the page of the race."""
    page.goto(f"/speed?{query}")
    page.get_by_role("button", name="Start the race").click()
    page.wait_for_url("**/speed?*race=*")


def expect_race(page: Page, state: str) -> None:
    """Wait until the page shows a race in that state."""
    expect(page.locator(f'#race[data-state="{state}"]')).to_be_visible(timeout=PATIENT)


def expect_held(page: Page) -> None:
    """Wait until the page shows the race at its third sample."""
    expect_race(page, "running")
    expect(page.locator("progress")).to_have_js_property("value", 2)


def started(folder: Path) -> int:
    """The number of started races."""
    return len(numbers(folder / "started"))


def polls(page: Page) -> list[Request]:
    """A list that receives every polling request of the page from now on."""
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if is_poll(request) else None)
    return sent


def is_poll(request: Request) -> bool:
    return "/speed?" in request.url and request.headers.get("hx-request-type") == "partial"


def aborted(route: Route) -> None:
    route.abort()
