"""The address of a race: round trip, and a sentence for each invalid key."""

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.presets import plans
from app.state import BadAddress, State
from app.state.limits import MAX_VISIT
from app.state.record import saved_text
from app.state.visit import BadVisit, Setup, Visit, format_setup, format_visit, parse_visit
from tests.support.races import worked
from tests.support.strategies import visits

STATES = visits().filter(lambda each: each.plans == plans()).map(lambda each: each.state)
SIZES = st.lists(st.integers(1, 1000), min_size=2, max_size=5).map(tuple)
SETUPS = st.one_of(
    st.builds(Setup, st.sampled_from(["board", "digits"]), st.just(()), st.sampled_from(["1", "all"])),
    st.builds(Setup, st.just("own"), SIZES, st.sampled_from(["1", "all"])),
)
VISITS = st.builds(
    Visit,
    SETUPS,
    st.none() | st.integers(1, 1_000_000).map(float) | st.sampled_from([0.5, 1.25]),
    st.sampled_from(["", "last", "0123456789abcdef"]),
    st.just(()),
    st.just(""),
)


def read(query: str) -> tuple[State, Visit]:
    return parse_visit(parse_qsl(query, keep_blank_values=True), plans())


@given(STATES, VISITS)
def test_formatted_visit_is_parsed_to_the_same_visit(state: State, visit: Visit) -> None:
    assert read(format_visit(state, visit)) == (state, visit)


def test_empty_query_races_the_board_on_one_thread() -> None:
    assert read("") == (State(), Visit())
    assert format_visit(State(), Visit()) == ""


def test_compared_race_round_trips_in_the_address() -> None:
    text = saved_text(worked())
    _, visit = read(format_visit(State(), Visit(compared=(worked(),), compared_text=text)))
    assert visit.compared == (worked(),)
    assert visit.compared_text == text


@given(STATES, SETUPS)
def test_setup_query_ignores_what_is_shown(state: State, setup: Setup) -> None:
    assert format_setup(state, setup) == format_setup(state.numbers, setup)
    if setup.network != "board":
        assert format_setup(state, setup) == format_setup(State(), setup)


@given(STATES, SETUPS)
def test_setup_query_is_parsed_to_the_same_setup(state: State, setup: Setup) -> None:
    again, visit = read(format_setup(state, setup))
    assert visit == Visit(setup)
    if setup.network == "board":
        assert again.numbers == state.numbers


@pytest.mark.parametrize(
    ("typed", "sizes"), [("64-32-10", (64, 32, 10)), ("64, 32, 10", (64, 32, 10)), ("5×1", (5, 1))]
)
def test_sizes_are_parsed_with_several_separators(typed: str, sizes: tuple[int, ...]) -> None:
    _, visit = parse_visit([("network", "own"), ("sizes", typed)], plans())
    assert visit.setup.sizes == sizes


def test_sizes_are_ignored_unless_the_network_is_own() -> None:
    assert read("sizes=nonsense") == (State(), Visit())


@pytest.mark.parametrize(
    ("query", "field", "reason"),
    [
        ("network=gpu", "network", "board, digits or own"),
        ("threads=7", "threads", "1 or all"),
        ("network=own", "sizes", "such as 64-32-10"),
        ("network=own&sizes=64", "sizes", "not “64”"),
        ("network=own&sizes=64-0", "sizes", "0 is outside"),
        ("network=own&sizes=64-1001", "sizes", "1,001 is outside"),
        ("network=own&sizes=1-1-1-1-1-1", "sizes", "5 layers"),
        ("guess=0", "guess", "above 0"),
        ("guess=-3", "guess", "not “-3”"),
        ("guess=many", "guess", "not “many”"),
        ("guess=1,200", "guess", "“1,200” may be 1.200 or 1200."),
        ("guess=1000001", "guess", "1,000,000"),
        ("guess=1&guess=2", "guess", "more than once"),
        ("race=x", "race", "not the ticket"),
        ("beside=x", "beside", "not the text of a saved race"),
    ],
)
def test_invalid_key_of_a_visit_is_reported(query: str, field: str, reason: str) -> None:
    with pytest.raises(BadVisit) as caught:
        read(query)
    assert reason in caught.value.problems[field]
    assert list(caught.value.problems) == [field]


def test_compared_race_too_long_for_the_address_is_reported() -> None:
    with pytest.raises(BadVisit) as caught:
        read(urlencode({"beside": saved_text(*[worked()] * 4)}))
    assert "no room for this text" in caught.value.problems["beside"]
    assert caught.value.typed["beside"] == saved_text(*[worked()] * 4)
    assert len(format_visit(caught.value.state, caught.value.visit)) < MAX_VISIT


def test_bad_visit_holds_the_valid_keys() -> None:
    with pytest.raises(BadVisit) as caught:
        read("network=digits&threads=all&guess=x&preset=iris")
    assert caught.value.visit.setup == Setup("digits", (), "all")
    assert caught.value.state.preset == "iris"
    assert caught.value.typed["guess"] == "x"


def test_bad_address_of_a_visit_reports_all_invalid_keys() -> None:
    with pytest.raises(BadAddress) as caught:
        read("preset=nothing&guess=x")
    assert {"preset", "guess"} <= set(caught.value.problems)


@given(
    st.lists(
        st.tuples(st.sampled_from(["network", "sizes", "threads", "guess", "race", "beside"]), st.text(max_size=80))
    )
)
def test_any_query_of_a_visit_is_parsed_or_reported(pairs: list[tuple[str, str]]) -> None:
    try:
        parse_visit(pairs, plans())
    except BadVisit as bad:
        assert all(bad.problems.values())
