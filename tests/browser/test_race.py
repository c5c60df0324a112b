"""/speed in the browser: start, progress, cancel, queue, reload, saved races.

The race is a worked example (tests/support/races.py): the loop takes 83 times as long at m = 1,000. While
``folder/hold`` exists, a race waits at its third sample.
"""

import re
from pathlib import Path
from time import sleep

import pytest
from playwright.sync_api import Page, Route, expect

from app.speed.race import EXAMPLE_COUNTS
from tests.support.fake_races import is_gone, numbers, until
from tests.support.racing import (
    ANSWER,
    PATIENT,
    POLL,
    STREAM,
    Visitors,
    aborted,
    expect_held,
    expect_race,
    polls,
    start,
    started,
)
from tests.support.stage import expect_query, expect_step


@pytest.fixture
def page(visitors: Visitors) -> Page:
    return visitors()


# A race from its start to its end


def test_points_appear_as_they_are_measured_and_then_the_answer(page: Page, hold: Path) -> None:
    page.goto("/speed")
    page.get_by_label("Your guess").fill("50")
    page.get_by_role("button", name="Start the race").click()
    page.wait_for_url("**/speed?guess=50&race=*")
    expect_held(page)
    expect(page.get_by_role("progressbar", name="The race")).to_have_attribute("max", str(len(EXAMPLE_COUNTS)))
    expect(page.locator("#race")).to_contain_text("Measuring m = 10: 10 examples")
    marks = page.locator('svg[data-plot="time"] [data-program="loop"] .mark')
    rows = page.get_by_role("table", name="Time of one forward pass").get_by_role("rowheader")
    expect(marks).to_have_count(2)
    expect(rows).to_have_text(["1", "3"])
    expect(page.get_by_text(ANSWER)).to_have_count(0)
    hold.unlink()
    expect_race(page, "finished")
    expect(page.locator("#sentence")).to_contain_text(
        f"{ANSWER} You guessed 50. It was 83. Your guess is too low by a factor of 1.7."
    )
    expect(marks).to_have_count(9)
    expect(rows).to_have_text([f"{m:,}" for m in EXAMPLE_COUNTS])
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.get_by_role("link", name="Cancel")).to_have_count(0)


def test_page_does_not_poll_while_the_stream_sends(page: Page, hold: Path) -> None:
    page.add_init_script(
        """document.addEventListener("htmx:before:request", event => {
            if (event.target.closest("#race .running")) window.meant += 1;
        });"""
    )
    start(page)
    expect_held(page)  # the stream has sent
    sent = polls(page)
    page.evaluate("window.meant = 0")
    until(lambda: page.evaluate("window.meant > 1"))  # wait_for_function needs eval, which the policy forbids
    assert sent == []
    hold.unlink()
    expect_race(page, "finished")


def test_stream_alone_brings_the_answer(page: Page, hold: Path) -> None:
    start(page)
    page.route(POLL, aborted)
    expect_held(page)
    hold.unlink()
    expect_race(page, "finished")


def test_late_script_still_opens_the_stream(page: Page, hold: Path) -> None:
    def late(route: Route) -> None:
        sleep(0.5)
        route.continue_()

    page.route("**/hx-sse*", late)
    with page.expect_request(STREAM, timeout=PATIENT):
        start(page)


def test_progress_keeps_typed_text_and_focus(page: Page, hold: Path) -> None:
    start(page)
    expect_held(page)
    field = page.get_by_label("Your guess")
    field.fill("7")
    hold.unlink()
    expect_race(page, "finished")
    expect(field).to_be_focused()
    expect(field).to_have_value("7")


def test_table_keeps_the_focus_when_the_race_ends(page: Page, hold: Path) -> None:
    start(page)
    expect_held(page)
    table = page.get_by_role("region", name="The race as a table")
    table.focus()
    hold.unlink()
    expect_race(page, "finished")
    expect(table).to_be_focused()


def test_live_region_announces_the_answer_once_and_no_progress(page: Page, hold: Path) -> None:
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => {
            window.said = [];
            const status = document.getElementById("status");
            new MutationObserver(() => said.push(status.textContent)).observe(status, { childList: true });
        });"""
    )
    start(page, "guess=50")
    expect_held(page)
    hold.unlink()
    expect_race(page, "finished")
    expect(page.get_by_role("status")).to_contain_text(ANSWER)
    said = page.evaluate("said")
    assert [ANSWER in each for each in said].count(True) == 1
    assert [each for each in said if ANSWER not in each] in ([], ["The race runs."])


# Back, reload, another tab


def test_reload_and_another_tab_show_the_running_race(page: Page, folder: Path, hold: Path) -> None:
    start(page)
    expect_held(page)
    page.reload()
    expect_held(page)
    tab = page.context.new_page()
    tab.goto(page.url)
    expect_held(tab)
    hold.unlink()
    expect_race(page, "finished")
    expect_race(tab, "finished")
    assert started(folder) == 1


def test_back_reload_and_another_tab_start_no_other_race(page: Page, folder: Path) -> None:
    page.goto("/speed")
    page.get_by_label("Your guess").fill("50")
    page.get_by_role("button", name="Start the race").click()
    expect_race(page, "finished")
    said = str(page.locator("#sentence").text_content())
    tab = page.context.new_page()
    tab.goto(page.url)
    for shown in (page, tab):
        shown.reload()
        expect_race(shown, "finished")
        expect(shown.locator("#sentence")).to_have_text(said)
    page.go_back()
    expect(page.get_by_role("button", name="Start the race")).to_be_visible()
    expect(page.locator("#race")).to_have_count(0)
    page.go_forward()
    expect_race(page, "finished")
    expect(page.locator("#sentence")).to_have_text(said)
    assert started(folder) == 1


# Several visitors


def test_cancel_ends_the_race_and_keeps_the_guess(page: Page, folder: Path, hold: Path) -> None:
    start(page, "guess=50")
    expect_held(page)
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url("**/speed?guess=50")
    expect(page.get_by_label("Your guess")).to_have_value("50")
    until(lambda: all(map(is_gone, numbers(folder / "started"))))
    page.go_back()
    expect_race(page, "left")


def test_second_watcher_keeps_the_race_when_the_first_cancels(visitors: Visitors, folder: Path, hold: Path) -> None:
    first, second = visitors(), visitors()
    start(first, "guess=50")
    start(second, "guess=80")
    expect_held(first)
    expect_held(second)
    first.get_by_role("link", name="Cancel").click()
    expect(first.get_by_role("button", name="Start the race")).to_be_visible()
    hold.unlink()
    expect_race(second, "finished")
    expect(second.locator("#sentence")).to_contain_text("You guessed 80.")
    assert started(folder) == 1


def test_waiting_page_updates_its_position(visitors: Visitors, folder: Path, hold: Path) -> None:
    first, second, third = visitors(), visitors(), visitors()
    start(first)
    expect_held(first)
    start(second, "network=digits")
    expect(second.locator("#sentence")).to_have_text("One race runs before yours. The page goes on by itself.")
    start(third, "network=own&sizes=9-2")
    expect(third.locator("#sentence")).to_contain_text("2 races are before yours.")
    second.get_by_role("link", name="Cancel").click()
    expect(third.locator("#sentence")).to_contain_text("One race runs before yours.")
    hold.unlink()
    expect_race(third, "finished")
    assert started(folder) == 2


@pytest.mark.parametrize("races", [3], indirect=True, ids=["lease of 3 s"])
def test_closed_page_ends_the_race_and_the_next_starts(visitors: Visitors, hold: Path) -> None:
    first, second = visitors(), visitors()
    start(first)
    expect_held(first)
    start(second, "network=digits")
    expect_race(second, "waiting")
    first.close()
    expect_held(second)


# Saved races


def choose(page: Page, name: str, text: str) -> None:
    """Open a saved race from a file."""
    page.get_by_text("Open a saved race").click()
    page.get_by_label("The file of a saved race").set_input_files(
        {"name": name, "mimeType": "application/json", "buffer": text.encode()}
    )


def test_saved_race_is_opened_from_its_file_next_to_the_current_one(page: Page, folder: Path) -> None:
    start(page, "guess=50")
    expect_race(page, "finished")
    with page.expect_download() as saving:
        page.get_by_role("link", name="the race as a file").click()
    choose(page, "race.json", saving.value.path().read_text().replace("A machine", "Another one"))
    expect(page.get_by_role("heading", name="Opened: Another one")).to_be_visible()
    expect(page.locator("#sentence")).to_contain_text("You guessed 50.")
    expect(page.get_by_role("table", name="Time of one forward pass")).to_have_count(2)
    expect(page.locator('svg [data-rank="beside"] .mark').first).to_be_attached()
    page.get_by_role("link", name="Close it").click()
    expect_race(page, "finished")
    expect(page.get_by_role("heading", name="Opened")).to_have_count(0)
    assert started(folder) == 1


def test_invalid_race_file_is_refused_and_its_text_kept(page: Page) -> None:
    text = "no race, but a letter"
    page.goto("/speed?guess=50")
    choose(page, "letter.txt", text)
    field = page.get_by_label("The text of a saved race")
    expect(field).to_have_accessible_description(re.compile(r"\w.*\.$"))
    expect(field).to_have_value(text)
    expect(page.get_by_label("Your guess")).to_have_value("50")


def test_race_file_that_is_too_long_is_refused_with_a_message(page: Page) -> None:
    page.goto("/speed?guess=50")
    choose(page, "long.json", "{" * 100_000)
    expect(page.get_by_text("The address has no room for a text this long.")).to_be_visible()
    expect(page.get_by_label("Your guess")).to_have_value("50")


# Other ways


def test_page_refreshes_itself_without_javascript_until_the_race_is_over(
    visitors: Visitors, folder: Path, hold: Path
) -> None:
    page = visitors(java_script_enabled=False)
    start(page, "guess=50")
    expect_held(page)
    expect(page.locator("noscript p")).to_have_text(
        "This page loads itself again every two seconds until the race is over."
    )
    expect(page.locator("noscript p")).to_be_visible()
    hold.unlink()
    expect_race(page, "finished")
    expect(page.locator("#sentence")).to_contain_text("You guessed 50.")
    expect(page.locator("noscript p")).to_have_count(0)
    assert started(folder) == 1


def tab_to(page: Page, selector: str) -> None:
    """Press the tab key until that element has the focus."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_race_can_be_started_and_cancelled_with_the_keyboard(page: Page, hold: Path) -> None:
    page.goto("/speed")
    tab_to(page, '[name="network"]')
    page.keyboard.press("ArrowDown")
    tab_to(page, "#guess")
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    page.wait_for_url("**/speed?network=digits&guess=12&race=*")
    expect_held(page)
    tab_to(page, "#race .leave")
    page.keyboard.press("Enter")
    page.wait_for_url("**/speed?network=digits&guess=12")


def test_board_and_its_race_link_to_each_other(page: Page) -> None:
    board = "/?W1=1,2,3;;,-0.5,;&view=vectorized&step=4"
    page.goto(board)
    page.get_by_role("link", name="How much faster?").click()
    page.get_by_role("button", name="Start the race").click()
    expect_race(page, "finished")
    assert page.url.partition("?")[2].startswith(board.partition("?")[2])
    page.get_by_role("link", name="Back to the board").click()
    expect_step(page, 4, "vectorized")
    expect_query(page, board.partition("?")[2])
