"""What fails while a race runs is reported, and the page recovers where it can."""

import os
import signal
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.support.fake_races import numbers
from tests.support.race_server import RaceServer
from tests.support.racing import (
    ANSWER,
    PATIENT,
    POLL,
    STREAM,
    Visitors,
    aborted,
    expect_held,
    expect_race,
    is_poll,
    start,
)


@pytest.fixture
def page(visitors: Visitors) -> Page:
    return visitors()


def refused(route: Route) -> None:
    route.fulfill(status=204)


def broken(route: Route) -> None:
    route.fulfill(status=502, content_type="text/html", body="<h1>Bad gateway</h1>")


FAILURES = {each.__name__: each for each in (aborted, refused, broken)}


@pytest.mark.parametrize("failure", FAILURES)
def test_page_polls_where_the_stream_fails(page: Page, hold: Path, failure: str) -> None:
    page.route(STREAM, FAILURES[failure])
    start(page)
    expect_held(page)
    hold.unlink()
    expect_race(page, "finished")
    expect(page.locator("#sentence")).to_contain_text(ANSWER)
    expect(page.get_by_text("Bad gateway")).to_have_count(0)


def test_failed_stream_is_not_reported_as_server_out_of_reach(page: Page, hold: Path) -> None:
    page.route(STREAM, aborted)
    with page.expect_event("requestfailed", lambda request: STREAM.search(request.url) is not None):
        start(page)
    expect_race(page, "running")
    expect(page.locator("#away")).to_be_hidden()
    assert "cannot reach" not in str(page.get_by_role("status").text_content())


def test_page_polls_after_the_stream_breaks(page: Page, hold: Path, server: RaceServer) -> None:
    start(page)
    expect_held(page)
    page.route(STREAM, aborted)
    with page.expect_request(is_poll, timeout=PATIENT):
        server.cuts_streams = True
    hold.unlink()
    expect_race(page, "finished")


def test_broken_stream_is_reopened(page: Page, hold: Path, server: RaceServer) -> None:
    start(page)
    page.route(POLL, aborted)
    expect_held(page)
    server.cuts_streams = True
    with page.expect_request(STREAM, timeout=PATIENT):
        pass
    server.cuts_streams = False
    hold.unlink()
    expect_race(page, "finished")


def test_error_page_of_a_proxy_is_not_shown_as_the_race(page: Page, hold: Path) -> None:
    left = ["one", "two"]

    def between(route: Route) -> None:
        if left:
            left.pop()
            broken(route)
        else:
            route.continue_()

    page.route(STREAM, refused)
    start(page)
    page.route(POLL, between)
    expect(page.locator("#away")).to_be_visible(timeout=PATIENT)
    expect(page.get_by_text("Bad gateway")).to_have_count(0)
    hold.unlink()
    expect_race(page, "finished")
    expect(page.locator("#away")).to_be_hidden()


def test_server_out_of_reach_is_reported_until_it_is_back(page: Page, hold: Path, server: RaceServer) -> None:
    start(page)
    expect_held(page)
    page.context.set_offline(True)
    server.cuts_streams = True  # the browser goes offline for new requests alone
    away = page.locator("#away")
    expect(away).to_be_visible(timeout=PATIENT)
    expect(away).to_have_text("The page cannot reach the server. It tries again by itself.")
    expect(page.get_by_role("status")).to_have_text(str(away.text_content()))
    server.cuts_streams = False
    page.context.set_offline(False)
    expect(away).to_be_hidden(timeout=PATIENT)
    hold.unlink()
    expect_race(page, "finished")
    expect(page.get_by_role("status")).to_contain_text(ANSWER)


def test_killed_race_is_reported_and_the_next_one_runs(page: Page, folder: Path, hold: Path) -> None:
    start(page)
    expect_held(page)
    os.kill(numbers(folder / "started")[-1], signal.SIGKILL)
    expect_race(page, "failed")
    expect(page.locator("#sentence")).to_contain_text("The race stopped: its process was ended by signal 9.")
    expect(page.get_by_role("status")).to_contain_text("The race stopped")
    hold.unlink()
    page.get_by_role("button", name="Race again").click()
    expect_race(page, "finished")
    expect(page.locator("#sentence")).to_contain_text(ANSWER)
