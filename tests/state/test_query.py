"""The address is the state: what is written there is read back the same, in one spelling."""

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
def test_what_is_written_is_read_back_the_same(visit: Visit) -> None:
    assert parse(parse_qsl(format_state(visit.state)), visit.plans) == visit.state


@given(visits())
def test_the_address_leaves_defaults_out(visit: Visit) -> None:
    written = dict(parse_qsl(format_state(visit.state)))
    assert all(text != str(State.model_fields[key].default) for key, text in written.items())


@given(visits())
def test_the_keys_stand_in_their_order_each_once(visit: Visit) -> None:
    written = [key for key, _ in parse_qsl(format_state(visit.state))]
    assert written == [key for key in KEYS if key in written]


@given(visits(), st.randoms())
def test_the_order_in_which_keys_are_typed_is_of_no_account(visit: Visit, random) -> None:
    pairs = parse_qsl(format_state(visit.state))
    random.shuffle(pairs)
    assert parse(pairs, visit.plans) == visit.state


@given(visits(), st.lists(st.tuples(st.text().filter(lambda key: key not in KEYS), st.text())))
def test_keys_that_mean_nothing_are_ignored(visit: Visit, others: list[tuple[str, str]]) -> None:
    assert parse(others + parse_qsl(format_state(visit.state)), visit.plans) == visit.state


@given(visits(), st.sampled_from(KEYS))
def test_a_key_without_a_value_is_ignored(visit: Visit, key: str) -> None:
    pairs = parse_qsl(format_state(visit.state))
    assert parse([(key, ""), *pairs, (key, "")], visit.plans) == visit.state


def test_the_bare_address_is_the_default_picture() -> None:
    assert read("") == State()
    assert format_state(State()) == ""


def test_an_address_in_full() -> None:
    state = read("present=1&cell=Z1.3.2&step=6&view=loop&preset=course")
    assert state == State(step=6, cell=Cell(Name("Z1"), 3, 2), present=1)
    assert format_state(state) == "step=6&cell=Z1.3.2&present=1"


def test_defaults_may_be_typed() -> None:
    assert read("preset=course&view=loop&step=0&present=0&window=1") == State()


def test_zeros_in_front_of_a_number_change_nothing() -> None:
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
def test_a_cell_without_a_matrix_is_that_cell_of_what_the_step_writes(query: str, cell: Cell | None) -> None:
    assert Position(read(query), COURSE).chosen == cell


@given(visits())
def test_equal_states_can_be_looked_up(visit: Visit) -> None:
    again = parse(parse_qsl(format_state(visit.state)), visit.plans)
    assert {visit.state: "found"}[again] == "found"


def test_a_state_cannot_be_changed() -> None:
    with pytest.raises((ValidationError, FrozenInstanceError), match="frozen"):
        State().step = 1


def test_a_state_has_no_other_keys() -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        State(colour="dark")


def test_where_one_looks_does_not_decide_the_numbers() -> None:
    here, there = read("step=6&cell=Z1.3.2&present=1"), read("view=vectorized")
    assert here.numbers == there.numbers == State()
    assert hash(here.numbers) == hash(there.numbers)


@pytest.mark.parametrize("numbers", ["layers=2-2-1", "act=relu-relu", "m=3", "seed=7", "W2=1,2,3,4;5,6,7,8", "b1=;;1;"])
def test_what_decides_the_numbers(numbers: str) -> None:
    assert format_state(read(f"{numbers}&step=2").numbers).replace("%2C", ",") == numbers
    assert read(numbers).numbers != State()


@pytest.mark.parametrize(
    ("said", "meant"),
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
def test_numbers_are_said_in_one_way(said: str, meant: str) -> None:
    assert format_state(read(said)) == meant


@given(visits())
def test_every_address_is_short(visit: Visit) -> None:
    assert len(format_state(visit.state)) < 2000


def test_the_longest_look_leaves_room_for_the_longest_numbers_and_for_a_sheet() -> None:
    look = State(
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
    beside = "&blank=results&key=1&framework=torch&matrix=W4"
    assert MAX_NUMBERS + len("&" + format_state(look) + beside) <= 2_100
