"""The view model of /speed: each status, URLs that are parsed to what they were built from, and the form."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.presets import plans
from app.speed.race import EXAMPLE_COUNTS
from app.speed.status import Status
from app.state import State
from app.state.record import Progress, saved_text
from app.state.visit import COMPARED_KEY, LAST, THREADS, BadVisit, Setup, Visit, parse_visit
from app.views.base.urls import SPEED_PATH
from app.views.pages.speed import (
    CSV_PATH,
    LEAVE_PATH,
    SAVE_PATH,
    STREAM_PATH,
    RaceView,
    SpeedPage,
    race_view,
    speed_page,
    speed_url,
)
from tests.support.races import after, worked
from tests.support.strategies import states

TICKET = "0123456789abcdef"
LIVE = ("waiting", "running")
OVER = ("finished", "failed", "left", "unknown")
ELSEWHERE = worked().model_copy(update={"machine": worked().machine.model_copy(update={"name": "A laptop"})})
BESIDE_TEXT = saved_text(ELSEWHERE)
BOARD = State(preset="xor", step=3)

ENTRIES = st.one_of(
    st.builds(Setup, st.sampled_from(["board", "digits"]), threads=st.sampled_from(THREADS)),
    st.builds(
        Setup,
        st.just("own"),
        st.lists(st.integers(1, 1000), min_size=2, max_size=5).map(tuple),
        st.sampled_from(THREADS),
    ),
)
VISITS = st.builds(
    lambda setup, guess, race, opened: Visit(
        setup, guess, race, (ELSEWHERE,) if opened else (), BESIDE_TEXT if opened else ""
    ),
    ENTRIES,
    st.none() | st.integers(1, 10**6).map(float) | st.sampled_from([0.5, 2.25]),
    st.sampled_from(["", LAST, TICKET]),
    st.booleans(),
)


WHOLE = Progress(race=worked(), done=len(EXAMPLE_COUNTS))
STATUSES = {
    "waiting": Status("waiting", position=2),
    "running": Status("running", progress=Progress(race=after(3), done=3, m=30)),
    "finished": Status("finished", progress=WHOLE),
    "failed": Status("failed", reason="The race ended without a result."),
    "left": Status("left"),
    "unknown": Status("unknown"),
}


def viewed(state: str, visit: Visit | None = None, **update: object) -> RaceView:
    """The view of a race with that status."""
    return race_view(BOARD, visit or Visit(race=TICKET), replace(STATUSES[state], **update))


def asked(address: str) -> tuple[State, Visit]:
    """The state and the visit of a URL."""
    return parse_visit(parse_qsl(urlsplit(address).query, keep_blank_values=True), plans())


def page(
    visit: Visit, status: Status | None = None, state: State = BOARD, cores: int = 4, typed: object = None
) -> SpeedPage:
    return speed_page(state, visit, status, cores, typed or {}, {})  # type: ignore[arg-type]


def test_each_status_has_its_sentence() -> None:
    assert {state: viewed(state).sentence for state in STATUSES} == {
        "waiting": "2 races are before yours. Each takes at most 20 seconds. The page goes on by itself.",
        "running": "The race runs.",
        "finished": "",
        "failed": "The race ended without a result.",
        "left": "You left this race.",
        "unknown": "This race is not kept any more. Start another one.",
    }
    assert {state: viewed(state).state for state in STATUSES} == {state: state for state in STATUSES}


def test_a_race_cut_short_says_so_and_has_no_cell_not_yet() -> None:
    race = worked().model_copy(update={"is_whole": False, "stopped": {}})
    shown = viewed("finished", progress=WHOLE.model_copy(update={"race": race})).result
    assert shown is not None
    assert shown.cut_short == "This race was stopped before its end. Here is what was measured until then."
    assert "not yet" not in {cell.why for row in shown.table.rows for cell in row.cells}
    whole, running = viewed("finished").result, viewed("running").result
    assert whole is not None and running is not None
    assert whole.cut_short == running.cut_short == ""


def test_only_a_waiting_or_running_race_has_poll_stream_and_leave_urls() -> None:
    for state in LIVE:
        shown = viewed(state)
        for address, path in (
            (shown.poll_url, SPEED_PATH),
            (shown.stream_url, STREAM_PATH),
            (shown.leave_url, LEAVE_PATH),
        ):
            assert urlsplit(address).path == path
            assert asked(address) == (BOARD, Visit(race=TICKET))
    for state in OVER:
        shown = viewed(state)
        assert shown.poll_url == shown.stream_url == shown.leave_url == ""


def test_a_running_race_shows_what_is_measured_and_the_points_so_far() -> None:
    shown = viewed("running")
    assert shown.detail.startswith("Measuring m = 30: 30 examples")
    assert (shown.done, shown.of) == (3, len(EXAMPLE_COUNTS))
    assert shown.result
    assert shown.result.title == "So far"
    assert [row.head for row in shown.result.table.rows] == ["1", "3", "10"]
    assert shown.result.headline == shown.result.guess == shown.result.save_url == ""
    assert shown.result.explained is None


def test_a_race_just_started_has_no_progress() -> None:
    shown = viewed("running", progress=None)
    assert shown.result is None
    assert shown.detail.startswith("Measuring what a call costs")
    assert (shown.done, shown.of) == (0, len(EXAMPLE_COUNTS))


def test_a_finished_race_answers_the_guess_and_can_be_saved() -> None:
    visit = Visit(guess=40, race=TICKET)
    result = viewed("finished", visit).result
    assert result
    assert result.title == ""
    assert result.headline.startswith("At m = 1,000 the loop took 83 times")
    assert result.guess.startswith("You guessed 40.")
    assert result.explained
    for address, path in ((result.csv_url, CSV_PATH), (result.save_url, SAVE_PATH)):
        assert urlsplit(address).path == path
        assert asked(address) == (BOARD, visit)
    silent = viewed("finished").result
    assert silent
    assert silent.guess == ""


@pytest.mark.parametrize("state", ["waiting", "failed", "left", "unknown"])
def test_without_progress_the_last_race_of_the_kind_is_shown(state: str) -> None:
    result = viewed(state, last=WHOLE).result
    assert result
    assert result.title == "The last race of this kind, 2026-01-01 12:00 UTC"
    assert asked(result.csv_url) == (BOARD, Visit(race=LAST))
    assert viewed(state).result is None


def test_an_opened_race_is_shown_alone_or_next_to_the_visits_race() -> None:
    both = (ELSEWHERE, worked())
    opened = Visit(guess=40, compared=both, compared_text=saved_text(*both))
    alone = race_view(BOARD, opened, STATUSES["unknown"])
    assert (alone.state, alone.sentence) == ("opened", "")
    assert alone.result
    assert alone.result.title == "A race that you opened, 2026-01-01 12:00 UTC"
    assert [each.title for each in alone.result.opened] == ["A machine, 2026-01-01 12:00 UTC"]
    assert alone.result.csv_url == alone.result.save_url == ""
    assert alone.result.guess
    beside = viewed("finished", replace(opened, race=TICKET)).result
    assert beside
    assert [each.title[:9] for each in beside.opened] == ["A laptop,", "A machine"]


def test_an_opened_race_is_shown_while_the_visits_race_waits() -> None:
    result = viewed("waiting", Visit(race=TICKET, compared=(ELSEWHERE,), compared_text=BESIDE_TEXT)).result
    assert result
    assert result.title.startswith("A race that you opened")


def test_a_page_without_a_race_offers_the_form_and_the_last_race() -> None:
    first = page(Visit(), Status("unknown"))
    assert first.race is None
    assert first.form.button == "Start the race"
    assert first.last_url == first.close_url == ""
    last = page(Visit(guess=40), Status("unknown", last=WHOLE))
    assert last.race is None
    assert asked(last.last_url) == (BOARD, Visit(guess=40, race=LAST))
    assert page(Visit(race=LAST), STATUSES["finished"]).last_url == ""
    assert page(Visit(race=LAST), STATUSES["finished"]).form.button == "Race again"
    assert page(Visit()).last_url == ""


def test_the_form_shows_the_submitted_entry() -> None:
    form = page(Visit(Setup("own", (9, 8, 7), "all"), guess=2.5)).form
    assert [choice.value for choice in form.networks if choice.is_chosen] == ["own"]
    assert [choice.sizes for choice in form.networks] == ["2–2–1", "784–128–10", ""]
    assert (form.sizes, form.guess, form.all_threads, form.cores) == ("9-8-7", "2.5", True, 4)
    assert page(Visit()).form.sizes == "64-32-10"
    assert page(Visit()).form.guess == ""


def test_rejected_texts_stay_in_the_form_with_error_messages() -> None:
    typed = {"network": "own", "sizes": "a dog", "guess": "many", COMPARED_KEY: "{}"}
    with pytest.raises(BadVisit) as refused:
        parse_visit(typed.items(), plans())
    bad = refused.value
    shown = speed_page(bad.state, bad.visit, None, 1, bad.typed, bad.problems)
    assert (shown.form.sizes, shown.form.guess, shown.open_text) == ("a dog", "many", "{}")
    assert [choice.value for choice in shown.form.networks if choice.is_chosen] == ["own"]
    assert set(shown.form.problems) == {"sizes", "guess", COMPARED_KEY}
    assert shown.open_problem == bad.problems[COMPARED_KEY]


@given(states(), VISITS)
def test_parsing_a_speed_url_returns_its_state_and_visit(state: State, visit: Visit) -> None:
    assert asked(speed_url(state, visit, visit.race)) == (state, visit)
    assert speed_url(State(), Visit()) == SPEED_PATH


@given(states(), VISITS, st.sampled_from(list(STATUSES)))
def test_every_url_on_the_page_can_be_parsed(state: State, visit: Visit, name: str) -> None:
    shown = page(visit, STATUSES[name], state)
    assert (shown.race is None) == (not visit.race and not visit.compared)
    assert asked(shown.last_url or SPEED_PATH)
    if shown.close_url:
        assert asked(shown.close_url) == (state, replace(visit, compared=(), compared_text=""))
    assert bool(shown.close_url) == bool(visit.compared)


@given(states(), VISITS)
def test_submitting_the_form_keeps_the_board_and_opened_races(state: State, visit: Visit) -> None:
    shown = page(visit, None, state)
    sent = [*shown.form.hidden, ("network", "digits"), ("guess", "7")]
    kept, new = parse_visit(sent, plans())
    assert kept == state
    assert new == Visit(Setup("digits"), 7, "", visit.compared, visit.compared_text)


@given(states(), VISITS)
def test_opening_a_race_keeps_the_rest_of_the_visit(state: State, visit: Visit) -> None:
    shown = page(visit, None, state)
    kept, new = parse_visit([*shown.open_hidden, (COMPARED_KEY, BESIDE_TEXT)], plans())
    assert kept == state
    assert new == replace(visit, compared=(ELSEWHERE,), compared_text=BESIDE_TEXT)
    assert parse_visit(shown.open_hidden, plans()) == (state, replace(visit, compared=(), compared_text=""))
