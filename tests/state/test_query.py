"""Query to state and back: a round trip with one canonical text per state."""

from dataclasses import FrozenInstanceError
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.engine.names import Name
from app.engine.network import Sizes
from app.state import KEYS, Cell, Position, State, format_state, parse
from app.state.limits import MAX_NUMBERS
from tests.support.strategies import Visit, plain, visits

COURSE = Sizes((3, 4, 2), 5)
PLANS = {"course": plain(COURSE)}


def read(query: str) -> State:
    return parse(parse_qsl(query, keep_blank_values=True), PLANS)


@given(visits())
def test_formatted_state_is_parsed_to_the_same_state(visit: Visit) -> None:
    assert parse(parse_qsl(format_state(visit.state)), visit.plans) == visit.state


@given(visits())
def test_format_state_leaves_out_defaults(visit: Visit) -> None:
    written = dict(parse_qsl(format_state(visit.state)))
    assert all(text != str(State.model_fields[key].default) for key, text in written.items())


@given(visits())
def test_format_state_writes_keys_once_in_order(visit: Visit) -> None:
    written = [key for key, _ in parse_qsl(format_state(visit.state))]
    assert written == [key for key in KEYS if key in written]


@given(visits(), st.randoms())
def test_parse_ignores_the_order_of_keys(visit: Visit, random) -> None:
    pairs = parse_qsl(format_state(visit.state))
    random.shuffle(pairs)
    assert parse(pairs, visit.plans) == visit.state


@given(visits(), st.lists(st.tuples(st.text().filter(lambda key: key not in KEYS), st.text())))
def test_parse_ignores_unknown_keys(visit: Visit, others: list[tuple[str, str]]) -> None:
    assert parse(others + parse_qsl(format_state(visit.state)), visit.plans) == visit.state


@given(visits(), st.sampled_from(KEYS))
def test_parse_ignores_empty_values(visit: Visit, key: str) -> None:
    pairs = parse_qsl(format_state(visit.state))
    assert parse([(key, ""), *pairs, (key, "")], visit.plans) == visit.state


def test_empty_query_is_the_default_state() -> None:
    assert read("") == State()
    assert format_state(State()) == ""


def test_parse_of_an_address_with_many_keys() -> None:
    state = read("present=1&cell=Z1.3.2&step=6&view=loop&preset=course")
    assert state == State(step=6, cell=Cell(Name("Z1"), 3, 2), present=1)
    assert format_state(state) == "step=6&cell=Z1.3.2&present=1"


def test_parse_accepts_explicit_defaults() -> None:
    assert read("preset=course&view=loop&step=0&present=0&window=1") == State()


def test_parse_accepts_leading_zeros() -> None:
    assert read("step=007") == read("step=7")


@pytest.mark.parametrize(
    ("query", "cell"),
    [
        ("step=5&cell=3.2", Cell(Name("Z1"), 3, 2)),
        ("view=vectorized&step=4&cell=2.5", Cell(Name("A2"), 2, 5)),
        ("view=vectorized&step=4&cell=4.5", Cell(Name("A2"), 1, 5)),
        ("view=vectorized&step=4&cell=999.4", Cell(Name("A2"), 1, 4)),
        ("view=vectorized&step=4&cell=1.1", Cell(Name("A2"), 1, 1)),
        ("step=0&cell=3.2", None),
    ],
)
def test_cell_without_matrix_belongs_to_the_matrix_the_step_writes(query: str, cell: Cell | None) -> None:
    assert Position(read(query), COURSE).chosen == cell


@given(visits())
def test_equal_states_have_equal_hashes(visit: Visit) -> None:
    again = parse(parse_qsl(format_state(visit.state)), visit.plans)
    assert {visit.state: "found"}[again] == "found"


def test_state_is_frozen() -> None:
    with pytest.raises((ValidationError, FrozenInstanceError), match="frozen"):
        State().step = 1


def test_state_rejects_unknown_fields() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        State(colour="dark")


def test_numbers_ignore_step_cell_view_and_classroom_mode() -> None:
    here, there = read("step=6&cell=Z1.3.2&present=1"), read("view=vectorized")
    assert here.numbers == there.numbers == State()
    assert hash(here.numbers) == hash(there.numbers)


@pytest.mark.parametrize("numbers", ["layers=2-2-1", "act=relu-relu", "m=3", "seed=7", "W2=1,2,3,4;5,6,7,8", "b1=;;1;"])
def test_numbers_hold_every_key_that_decides_them(numbers: str) -> None:
    assert format_state(read(f"{numbers}&step=2").numbers).replace("%2C", ",") == numbers
    assert read(numbers).numbers != State()


@pytest.mark.parametrize(
    ("query", "canonical_query"),
    [
        ("layers=3-4-2", ""),
        ("act=sigmoid-sigmoid&m=5", ""),
        ("layers=3-4&act=sigmoid", "layers=3-4"),
        ("W1=1,2,3;,,;;&b2=;", "W1=1,2,3;;;"),
        ("X=1,,;;,,", "m=3&X=1;;"),
        ("X=1,2;3,4;5,6", "X=1,2;3,4;5,6"),
        ("X=1,2;3,4;5,6&m=1", "X=1;3;5"),
        ("X=1,2;3,4;5,6&m=4", "m=4&X=1,2;3,4;5,6"),
        ("b1=-0.0;1.50;+2;.5", "b1=0;1.5;2;0.5"),
    ],
)
def test_canonical_form_of_the_numbers(query: str, canonical_query: str) -> None:
    assert format_state(read(query)) == canonical_query


@given(visits())
def test_every_address_is_below_2000_characters(visit: Visit) -> None:
    assert len(format_state(visit.state)) < 2000


def test_longest_query_fits_2100_characters() -> None:
    longest = State(
        view="vectorized",
        step=999_999,
        cell=Cell(Name("W4"), 999_999, 999_999),
        window=999_999,
        rows=999_999,
        reading="combination",
        present=1,
        theme="light",
        letters=0,
    )
    others = "&blank=results&key=1&framework=torch&matrix=W4"
    assert MAX_NUMBERS + len("&" + format_state(longest) + others) <= 2_100
