"""The address of a race is read, written and refused like that of the board."""

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
def test_an_address_is_read_as_it_was_written(state: State, visit: Visit) -> None:
    assert read(format_visit(state, visit)) == (state, visit)


def test_the_bare_address_races_the_board_on_one_thread() -> None:
    assert read("") == (State(), Visit())
    assert format_visit(State(), Visit()) == ""


def test_an_opened_race_travels_in_the_address() -> None:
    text = saved_text(worked())
    _, visit = read(format_visit(State(), Visit(compared=(worked(),), compared_text=text)))
    assert visit.compared == (worked(),)
    assert visit.compared_text == text


@given(STATES, SETUPS)
def test_where_one_looks_makes_no_other_race(state: State, setup: Setup) -> None:
    assert format_setup(state, setup) == format_setup(state.numbers, setup)
    if setup.network != "board":
        assert format_setup(state, setup) == format_setup(State(), setup)


@given(STATES, SETUPS)
def test_what_is_raced_can_be_read_from_its_kind(state: State, setup: Setup) -> None:
    again, visit = read(format_setup(state, setup))
    assert visit == Visit(setup)
    if setup.network == "board":
        assert again.numbers == state.numbers


@pytest.mark.parametrize(
    ("typed", "sizes"), [("64-32-10", (64, 32, 10)), ("64, 32, 10", (64, 32, 10)), ("5×1", (5, 1))]
)
def test_sizes_may_be_typed_in_several_ways(typed: str, sizes: tuple[int, ...]) -> None:
    _, visit = parse_visit([("network", "own"), ("sizes", typed)], plans())
    assert visit.setup.sizes == sizes


def test_sizes_are_ignored_unless_they_race() -> None:
    assert read("sizes=nonsense") == (State(), Visit())


@pytest.mark.parametrize(
    ("query", "field", "said"),
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
        ("guess=1000001", "guess", "1,000,000"),
        ("guess=1&guess=2", "guess", "more than once"),
        ("race=x", "race", "not the ticket"),
        ("beside=x", "beside", "not the text of a saved race"),
    ],
)
def test_what_cannot_be_meant_gets_a_sentence_beside_its_field(query: str, field: str, said: str) -> None:
    with pytest.raises(BadVisit) as caught:
        read(query)
    assert said in caught.value.problems[field]
    assert list(caught.value.problems) == [field]


def test_an_opened_race_that_leaves_no_room_in_the_address_is_refused() -> None:
    with pytest.raises(BadVisit) as caught:
        read(urlencode({"beside": saved_text(*[worked()] * 4)}))
    assert "no room for this text" in caught.value.problems["beside"]
    assert caught.value.typed["beside"] == saved_text(*[worked()] * 4)
    assert len(format_visit(caught.value.state, caught.value.visit)) < MAX_VISIT


def test_what_is_right_is_kept_beside_what_is_wrong() -> None:
    with pytest.raises(BadVisit) as caught:
        read("network=digits&threads=all&guess=x&preset=iris")
    assert caught.value.visit.setup == Setup("digits", (), "all")
    assert caught.value.state.preset == "iris"
    assert caught.value.typed["guess"] == "x"


def test_a_wrong_board_is_told_with_all_that_is_wrong() -> None:
    with pytest.raises(BadAddress) as caught:
        read("preset=nothing&guess=x")
    assert {"preset", "guess"} <= set(caught.value.problems)


@given(
    st.lists(
        st.tuples(st.sampled_from(["network", "sizes", "threads", "guess", "race", "beside"]), st.text(max_size=80))
    )
)
def test_nothing_typed_breaks_the_address(pairs: list[tuple[str, str]]) -> None:
    try:
        parse_visit(pairs, plans())
    except BadVisit as bad:
        assert all(bad.problems.values())
