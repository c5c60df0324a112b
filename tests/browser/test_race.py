"""Who wants to know how much faster: guesses, starts, watches, waits, leaves, comes back, opens a saved race.

The laps are those of a worked example (tests/speed/races.py): the loop takes 83 times as long at m = 1,000. While
``folder/hold`` is there, a race stays at its third rung.
"""

import os
import re
import signal
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from time import sleep
from typing import Any, TypeAlias
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from app.speed.race import LADDER
from app.state.record import saved_text
from tests.browser.race_server import RaceServer, racing, served
from tests.browser.stage import expect_step
from tests.speed.conftest import is_gone, numbers, private_folder, until
from tests.speed.races import MACHINE, worked

LOOK, STREAM = re.compile(r"/speed\?"), re.compile(r"/speed/stream\?")
ANSWER = "At m = 1,000 the loop took 83 times as long as the matrix form."
PATIENT = 60_000
"""Milliseconds to wait for what itself takes some seconds."""

Visitors: TypeAlias = Callable[..., Page]


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
    """Races whose visitors are gone after a minute; a test can ask for a shorter lease."""
    with racing(server, folder, lease=getattr(request, "param", 60)):
        yield


@pytest.fixture
def visitors(browser: Browser, server: RaceServer, races: None) -> Iterator[Visitors]:
    """Visitors, each with a browser of their own. None of their pages may complain of more than a missing answer."""
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
def page(visitors: Visitors) -> Page:
    return visitors()


@pytest.fixture
def hold(folder: Path) -> Path:
    """As long as this is there, a race stays at its third rung."""
    held = folder / "hold"
    held.touch()
    return held


def start(page: Page, query: str = "") -> None:
    """Press start, and see the page of that race."""
    page.goto(f"/speed?{query}")
    page.get_by_role("button", name="Start the race").click()
    page.wait_for_url("**/speed?*race=*")


def expect_race(page: Page, state: str) -> None:
    """Wait until the page shows that the race stands so."""
    expect(page.locator(f'#race[data-state="{state}"]')).to_be_visible(timeout=PATIENT)


def expect_held(page: Page) -> None:
    """Wait until the page shows the race at its third rung."""
    expect_race(page, "running")
    expect(page.locator("progress")).to_have_js_property("value", 2)


def started(folder: Path) -> int:
    """How many races have been started."""
    return len(numbers(folder / "started"))


def looks(page: Page) -> list[Request]:
    """The requests by which that page asks how its race stands, from now on."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if is_look(request) else None)
    return asked


def is_look(request: Request) -> bool:
    return "/speed?" in request.url and request.headers.get("hx-request-type") == "partial"


def aborted(route: Route) -> None:
    route.abort()


def refused(route: Route) -> None:
    route.fulfill(status=204)


def broken(route: Route) -> None:
    route.fulfill(status=502, content_type="text/html", body="<h1>Bad gateway</h1>")


FAILURES = {each.__name__: each for each in (aborted, refused, broken)}


# A race from its start to its end


def test_points_appear_as_they_are_measured_and_then_the_answer(page: Page, hold: Path) -> None:
    page.goto("/speed")
    page.get_by_label("Your guess").fill("50")
    page.get_by_role("button", name="Start the race").click()
    page.wait_for_url("**/speed?guess=50&race=*")
    expect_held(page)
    expect(page.get_by_role("progressbar", name="The race")).to_have_attribute("max", str(len(LADDER)))
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
    expect(rows).to_have_text([f"{m:,}" for m in LADDER])
    expect(page.get_by_role("progressbar")).to_have_count(0)
    expect(page.get_by_role("link", name="Cancel")).to_have_count(0)


def test_the_page_does_not_ask_while_the_stream_speaks(page: Page, hold: Path) -> None:
    page.add_init_script(
        """document.addEventListener("htmx:before:request", event => {
            if (event.target.closest("#race .running")) window.meant += 1;
        });"""
    )
    start(page)
    expect_held(page)  # the stream has spoken
    asked = looks(page)
    page.evaluate("window.meant = 0")
    until(lambda: page.evaluate("window.meant > 1"))  # wait_for_function needs eval, which the policy forbids
    assert asked == []
    hold.unlink()
    expect_race(page, "finished")


def test_the_stream_alone_brings_the_answer(page: Page, hold: Path) -> None:
    start(page)
    page.route(LOOK, aborted)
    expect_held(page)
    hold.unlink()
    expect_race(page, "finished")


def test_a_script_that_comes_late_still_opens_the_stream(page: Page, hold: Path) -> None:
    def late(route: Route) -> None:
        sleep(0.5)
        route.continue_()

    page.route("**/hx-sse*", late)
    with page.expect_request(STREAM, timeout=PATIENT):
        start(page)


def test_what_is_typed_and_where_one_is_outlast_every_rung(page: Page, hold: Path) -> None:
    start(page)
    expect_held(page)
    field = page.get_by_label("Your guess")
    field.fill("7")
    hold.unlink()
    expect_race(page, "finished")
    expect(field).to_be_focused()
    expect(field).to_have_value("7")


def test_a_table_that_is_read_keeps_the_focus_when_the_race_ends(page: Page, hold: Path) -> None:
    start(page)
    expect_held(page)
    table = page.get_by_role("region", name="The race as a table")
    table.focus()
    hold.unlink()
    expect_race(page, "finished")
    expect(table).to_be_focused()


def test_the_live_region_says_the_answer_once_and_no_rung(page: Page, hold: Path) -> None:
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


# When something fails


@pytest.mark.parametrize("failure", FAILURES)
def test_without_a_stream_the_page_asks_by_itself(page: Page, hold: Path, failure: str) -> None:
    page.route(STREAM, FAILURES[failure])
    start(page)
    expect_held(page)
    hold.unlink()
    expect_race(page, "finished")
    expect(page.locator("#sentence")).to_contain_text(ANSWER)
    expect(page.get_by_text("Bad gateway")).to_have_count(0)


def test_a_stream_that_fails_is_no_server_that_fails(page: Page, hold: Path) -> None:
    page.route(STREAM, aborted)
    with page.expect_event("requestfailed", lambda request: STREAM.search(request.url) is not None):
        start(page)
    expect_race(page, "running")
    expect(page.locator("#away")).to_be_hidden()
    assert "cannot reach" not in str(page.get_by_role("status").text_content())


def test_when_the_stream_breaks_the_page_asks_by_itself(page: Page, hold: Path, server: RaceServer) -> None:
    start(page)
    expect_held(page)
    page.route(STREAM, aborted)
    with page.expect_request(is_look, timeout=PATIENT):
        server.cuts_streams = True
    hold.unlink()
    expect_race(page, "finished")


def test_a_stream_that_breaks_is_taken_up_again(page: Page, hold: Path, server: RaceServer) -> None:
    start(page)
    page.route(LOOK, aborted)
    expect_held(page)
    server.cuts_streams = True
    with page.expect_request(STREAM, timeout=PATIENT):
        pass
    server.cuts_streams = False
    hold.unlink()
    expect_race(page, "finished")


def test_a_page_of_something_between_is_not_taken_for_the_race(page: Page, hold: Path) -> None:
    left = ["one", "two"]

    def between(route: Route) -> None:
        if left:
            left.pop()
            broken(route)
        else:
            route.continue_()

    page.route(STREAM, refused)
    start(page)
    page.route(LOOK, between)
    expect(page.locator("#away")).to_be_visible(timeout=PATIENT)
    expect(page.get_by_text("Bad gateway")).to_have_count(0)
    hold.unlink()
    expect_race(page, "finished")
    expect(page.locator("#away")).to_be_hidden()


def test_a_server_out_of_reach_is_told_and_so_is_its_return(page: Page, hold: Path, server: RaceServer) -> None:
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


def test_a_race_that_is_killed_is_told_and_the_next_one_works(page: Page, folder: Path, hold: Path) -> None:
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


# Back, reload, another tab


def test_reload_and_another_tab_show_the_race_that_runs(page: Page, folder: Path, hold: Path) -> None:
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


def test_who_cancels_ends_the_race_and_keeps_the_guess(page: Page, folder: Path, hold: Path) -> None:
    start(page, "guess=50")
    expect_held(page)
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url("**/speed?guess=50")
    expect(page.get_by_label("Your guess")).to_have_value("50")
    until(lambda: all(map(is_gone, numbers(folder / "started"))))
    page.go_back()
    expect_race(page, "left")


def test_who_watches_too_stays_when_the_first_one_cancels(visitors: Visitors, folder: Path, hold: Path) -> None:
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


def test_who_waits_sees_the_place_and_moves_on_alone(visitors: Visitors, folder: Path, hold: Path) -> None:
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
def test_who_closes_the_page_makes_room_for_the_next(visitors: Visitors, hold: Path) -> None:
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


def other_race() -> str:
    """The text of a race on another machine."""
    return saved_text(worked().model_copy(update={"machine": MACHINE.model_copy(update={"name": "Another one"})}))


def test_a_saved_race_is_opened_from_its_file_beside_the_one_on_the_page(page: Page, folder: Path) -> None:
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


def test_a_file_that_is_no_race_is_refused_beside_the_field_with_its_text(page: Page) -> None:
    text = "no race, but a letter"
    page.goto("/speed?guess=50")
    choose(page, "letter.txt", text)
    field = page.get_by_label("The text of a saved race")
    expect(field).to_have_accessible_description(re.compile(r"\w.*\.$"))
    expect(field).to_have_value(text)
    expect(page.get_by_label("Your guess")).to_have_value("50")


def test_a_file_that_is_too_long_is_refused_with_a_sentence(page: Page) -> None:
    page.goto("/speed?guess=50")
    choose(page, "long.json", "{" * 100_000)
    expect(page.get_by_text("The address has no room for a text this long.")).to_be_visible()
    expect(page.get_by_label("Your guess")).to_have_value("50")


# Other ways


def test_without_javascript_the_page_loads_itself_until_the_race_is_over(
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
    """Press the tab key until that is where one is."""
    for _ in range(60):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {selector}")


def test_the_keyboard_is_enough(page: Page, hold: Path) -> None:
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


def test_the_board_leads_to_its_own_race_and_back_to_its_step(page: Page) -> None:
    board = "/?W1=1,2,3;;,-0.5,;&view=vectorized&step=4"
    page.goto(board)
    page.get_by_role("link", name="How fast?").click()
    page.get_by_role("button", name="Start the race").click()
    expect_race(page, "finished")
    assert page.url.partition("?")[2].startswith(board.partition("?")[2])
    page.get_by_role("link", name="Back to the board").click()
    expect_step(page, 4, "vectorized")
    assert page.url.endswith(board)


# How it looks


def arrive(visitors: Visitors, page: Page, hold: Path, state: str) -> None:
    """See the page with a race that stands so."""
    if state == "form":
        page.goto("/speed")
        return
    if state == "wrong":
        page.goto("/speed?network=own&sizes=3-x&guess=lots&beside=nothing")
        return
    if state == "waiting":
        other = visitors()
        start(other, "network=digits")
        expect_held(other)
        start(page)
        expect_race(page, "waiting")
        return
    if state in ("finished", "beside"):
        hold.unlink()
    if state == "failed":
        (hold.parent / "crash").touch()
    start(page, "guess=50")
    expect_held(page) if state == "running" else expect_race(page, "finished" if state == "beside" else state)
    if state == "beside":
        page.goto(f"{page.url}&beside={quote(other_race())}")


STATES = ("form", "wrong", "waiting", "running", "finished", "failed", "beside")
SMALL = """() => [...document.querySelectorAll(
    "main :is(a[href], button, summary, input:not([type=hidden]), textarea)")].filter(each => {
        if (!each.checkVisibility()) return false;
        const target = each.matches("[type=radio], [type=checkbox]") ? each.closest("label") : each;
        const box = target.getBoundingClientRect();
        const isAlone = each.parentElement.textContent.trim() === each.textContent;
        const inText = each.matches("a:not(.quiet, .leave)") && !isAlone;
        return box.width && !inText && (box.width < 23.9 || box.height < 23.9);
    }).map(each => each.outerHTML.slice(0, 90))"""


OUTSIDE = """() => [...document.querySelectorAll("body *")].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width && box.right > innerWidth + 1 && !each.closest(".scroller, .unseen, .skip");
}).map(each => each.outerHTML.slice(0, 80))"""


TEXTS = """() => [...document.querySelectorAll("svg.plot")].map(plot => {
    const box = each => { const b = each.getBoundingClientRect(); return [b.left, b.top, b.right, b.bottom]; };
    return { frame: box(plot), texts: [...plot.querySelectorAll("text")].map(each => [each.textContent, box(each)]) };
})"""


@pytest.mark.parametrize("state", STATES)
def test_the_page_is_accessible_and_nothing_is_cut(visitors: Visitors, page: Page, hold: Path, state: str) -> None:
    arrive(visitors, page, hold, state)
    for theme in ("light", "dark") if state in ("running", "beside") else ("light",):
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
    for width in (320, 390, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, width
        assert page.evaluate(OUTSIDE) == [], width
        assert page.evaluate(SMALL) == [], width
        for plot in page.evaluate(TEXTS):
            expect_readable(plot)


def expect_readable(plot: dict[str, Any]) -> None:
    """No text of that plot is cut, none covers another."""
    left, top, right, bottom = plot["frame"]
    for text, box in plot["texts"]:
        assert left <= box[0] < box[2] <= right and top <= box[1] < box[3] <= bottom, text
    for (one, its), (other, others) in combinations(plot["texts"], 2):
        across = min(its[2], others[2]) - max(its[0], others[0])
        down = min(its[3], others[3]) - max(its[1], others[1])
        assert min(across, down) <= 0.5, (one, other, across, down)


def test_forced_colours_still_show_every_line_and_mark(visitors: Visitors, page: Page, hold: Path) -> None:
    page.emulate_media(forced_colors="active")
    arrive(visitors, page, hold, "beside")
    for selector in (".line", ".mark"):
        hidden = page.evaluate(
            """selector => [...document.querySelectorAll(`svg.plot ${selector}`)].filter(each =>
                getComputedStyle(each).stroke === getComputedStyle(each.closest("svg")).backgroundColor
            ).length""",
            selector,
        )
        assert hidden == 0, selector


def test_forced_colours_still_show_how_far_the_race_is(visitors: Visitors, page: Page, hold: Path) -> None:
    page.emulate_media(forced_colors="active")
    arrive(visitors, page, hold, "running")
    bar = page.locator("progress")
    part_of_it = bar.screenshot()
    bar.evaluate("bar => { bar.value = 0; }")
    assert bar.screenshot() != part_of_it
