"""Edits of the numbers change what they say, and nothing else."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.names import INPUTS, Name, names_of
from app.engine.network import Plan, Sizes
from app.state import Cell, State, format_state, parse, plan_of
from app.state.edits import (
    BadEdit,
    TooLong,
    with_activation,
    with_entry,
    with_layer,
    with_m,
    with_matrix,
    with_new_numbers,
    with_units,
    without_changes,
    without_layer,
)
from tests.support.strategies import OWN, Visit, plain, visits

BASE = plain(Sizes((3, 4, 2), 5))
PLANS = {"course": BASE, "wide": plain(Sizes((64, 16, 10), 1797))}
small = visits().filter(lambda visit: max(visit.sizes.n) <= 8 and visit.sizes.m <= 64)


def read(query: str) -> State:
    return parse([tuple(pair.split("=")) for pair in query.split("&") if pair], PLANS)


def plan(state: State, visit: Visit) -> Plan:
    return plan_of(state, visit.base)


def is_canonical(state: State, visit: Visit) -> bool:
    """Whether the query of that state is parsed to the same state."""
    pairs = [tuple(pair.split("=")) for pair in format_state(state).replace("%2C", ",").split("&") if pair]
    return parse(pairs, visit.plans) == state


@given(small, st.integers(1, 64))
def test_with_m_changes_only_m(visit: Visit, m: int) -> None:
    changed = with_m(visit.state, m, visit.base)
    before, after = visit.sizes, plan(changed, visit).sizes
    assert after == Sizes(before.n, m)
    assert plan(changed, visit).activations == plan(visit.state, visit).activations
    assert [each for each in changed.overrides if each[0] != INPUTS] == [
        each for each in visit.state.overrides if each[0] != INPUTS
    ]
    assert is_canonical(changed, visit)


@given(st.lists(st.tuples(OWN, OWN, OWN), min_size=1, max_size=9), st.integers(1, 12), st.integers(1, 12))
def test_with_m_keeps_the_overrides_of_remaining_examples(
    columns: list[tuple[float | None, ...]], first: int, m: int
) -> None:
    X = tuple(zip(*columns, strict=True))
    before = with_m(State(X=X), first, BASE)
    after = with_m(before, m, BASE)
    for j, i in product(range(3), range(min(first, m))):
        assert _entry(after.X, j, i) == _entry(X, j, i)


@given(small, st.integers(0, 4), st.integers(1, 8))
def test_with_units_changes_only_the_sizes(visit: Visit, place: int, units: int) -> None:
    place = min(place, visit.sizes.L)
    changed = with_units(visit.state, place, units, visit.base)
    n = list(visit.sizes.n)
    n[place] = units
    assert plan(changed, visit) == Plan(Sizes(tuple(n), visit.sizes.m), plan(visit.state, visit).activations)
    assert is_canonical(changed, visit)


@given(small, st.sampled_from(["tanh", "softmax"]))
def test_with_activation_changes_only_that_activation(visit: Visit, key: str) -> None:
    changed = with_activation(visit.state, 1, key, visit.base)
    assert plan(changed, visit).activations == (key, *plan(visit.state, visit).activations[1:])
    assert (plan(changed, visit).sizes, changed.overrides, changed.step) == (
        visit.sizes,
        visit.state.overrides,
        visit.state.step,
    )
    assert is_canonical(changed, visit)


@given(small)
def test_adding_and_removing_a_layer_restores_the_numbers(visit: Visit) -> None:
    more = with_layer(visit.state, visit.base)
    if visit.sizes.L == 4:
        assert more is None
        return
    assert more is not None
    assert plan(more, visit).sizes.n == (*visit.sizes.n, visit.sizes.n[-1])
    assert plan(more, visit).activations[:-1] == plan(visit.state, visit).activations
    fewer = without_layer(more, visit.base)
    assert fewer is not None
    assert is_canonical(more, visit)
    assert fewer.numbers == visit.state.numbers


def test_the_only_layer_cannot_be_removed() -> None:
    assert without_layer(read("layers=2-1"), BASE) is None


@given(small)
def test_with_new_numbers_keeps_the_plan_and_drops_overrides(visit: Visit) -> None:
    changed = with_new_numbers(visit.state, visit.base)
    assert changed is not None
    assert plan(changed, visit) == plan(visit.state, visit)
    assert (changed.overrides, changed.seed == visit.state.seed) == ((), False)
    assert is_canonical(changed, visit)


@given(small)
def test_without_changes_is_the_preset_at_the_same_step_and_cell_if_they_exist(visit: Visit) -> None:
    original = without_changes(visit.state, visit.base)
    assert original.numbers == State(preset=visit.state.preset)
    assert (original.view, original.reading, original.theme) == (
        visit.state.view,
        visit.state.reading,
        visit.state.theme,
    )
    if visit.sizes == visit.base.sizes:
        assert (original.step, original.cell) == (visit.state.step, visit.state.cell)
    assert is_canonical(original, visit)


def test_with_new_numbers_of_a_too_large_network_is_none() -> None:
    assert with_new_numbers(read("preset=wide"), PLANS["wide"]) is None


@given(small, st.data(), st.integers(-1_000, 1_000).map(lambda tenths: tenths / 10))
def test_with_entry_changes_only_that_entry(visit: Visit, data: st.DataObject, value: float) -> None:
    name = data.draw(st.sampled_from([each for each in visit.sizes.shapes if each.is_given]))
    rows, columns = visit.sizes.shapes[name]
    j, k = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
    try:
        changed = with_entry(visit.state, Cell(name, j + 1, k + 1), value, visit.base)
    except TooLong:
        return
    entries = getattr(changed, str(name))
    assert entries[j][k] == value
    for row in range(rows):
        for column in range(columns):
            if (row, column) != (j, k):
                assert _entry(entries, row, column) == _entry(getattr(visit.state, str(name)), row, column)
    assert plan(changed, visit) == plan(visit.state, visit)
    assert is_canonical(changed, visit)


def _entry(entries: tuple[tuple[float | None, ...], ...] | None, row: int, column: int) -> float | None:
    return entries[row][column] if entries and column < len(entries[0]) else None


@pytest.mark.parametrize(
    ("query", "change", "query_after"),
    [
        ("step=20", lambda state: with_m(state, 3, BASE), "m=3&step=12"),
        ("step=20", lambda state: with_m(state, 6, BASE), "m=6&step=20"),
        ("step=7", lambda state: without_layer(state, BASE), "layers=3-4&step=3"),
        ("step=7", lambda state: with_layer(state, BASE), "layers=3-4-2-2&step=9"),
        ("view=vectorized&step=4&cell=A2.2.5", lambda state: with_m(state, 2, BASE), "m=2&view=vectorized&step=4"),
        ("step=5&cell=Z1.3.2", lambda state: with_units(state, 1, 2, BASE), "layers=3-2-2&step=5"),
        ("step=5&cell=Z1.2.2", lambda state: with_units(state, 1, 2, BASE), "layers=3-2-2&step=5&cell=Z1.2.2"),
    ],
)
def test_edit_keeps_step_and_cell_that_still_exist(query: str, change: object, query_after: str) -> None:
    assert callable(change)
    assert format_state(change(read(query))) == query_after


@pytest.mark.parametrize(
    ("query", "name", "rows", "query_after"),
    [
        ("", "X", ((1.0, 2.0),) * 3, "X=1,2;1,2;1,2"),
        ("", "X", ((1.0, 2.0),) * 2, "layers=2-4-2&X=1,2;1,2"),
        ("", "W1", ((1.0, 2.0, 3.0),) * 2, "layers=3-2-2&W1=1,2,3;1,2,3"),
        ("", "W1", ((1.0, 2.0),) * 4, "layers=2-4-2&W1=1,2;1,2;1,2;1,2"),
        ("", "W2", ((1.0,) * 4,), "layers=3-4-1&W2=1,1,1,1"),
        ("W1=1,2,3;;;", "b1", ((1.0,),) * 4, "W1=1,2,3;;;&b1=1;1;1;1"),
        ("step=6", "b2", ((1.0,),) * 2, "b2=1;1&step=6"),
    ],
)
def test_with_matrix_resizes_the_network(
    query: str, name: str, rows: tuple[tuple[float, ...], ...], query_after: str
) -> None:
    assert format_state(with_matrix(read(query), Name(name), rows, BASE)) == query_after


@pytest.mark.parametrize(
    ("query", "name", "rows", "sentence"),
    [
        ("", "W2", ((1.0,) * 3,) * 2, "W[2] is (2, 3), but layer 1 has 4 neurons: it must be (2, 4)."),
        ("W1=;;1,1,1;", "X", ((1.0,),), "X is (1, 1), but W[1] is (4, 3): X must have 3 rows, one for each feature."),
        ("X=1;1;1", "W1", ((1.0,),), "W[1] is (1, 1), but there are 3 features: it must be (4, 3)."),
        ("W1=;;1,1,1;", "b1", ((1.0,),), "b[1] is (1, 1), but layer 1 has 4 neurons: it must be (4, 1)."),
        ("W2=1,1,1,1;", "W1", ((1.0,) * 3,), "W[1] is (1, 3), but layer 1 has 4 neurons: it must be (4, 3)."),
        ("", "W1", ((1.0,) * 9,), "There are 1 to 8 features, not 9."),
        ("", "X", ((1.0,) * 65,) * 3, "m is a whole number from 1 to 64 here, not “65”."),
        ("", "b2", ((1.0,),) * 3, "b[2] is (3, 1), but layer 2 has 2 neurons: it must be (2, 1)."),
        ("", "W3", ((1.0,),), "There is no W[3] to give numbers to."),
        ("", "Z1", ((1.0,),), "There is no Z[1] to give numbers to."),
    ],
)
def test_with_matrix_that_contradicts_other_overrides_is_a_bad_edit(
    query: str, name: str, rows: tuple[tuple[float, ...], ...], sentence: str
) -> None:
    with pytest.raises(BadEdit) as caught:
        with_matrix(read(query), Name(name), rows, BASE)
    assert str(caught.value) == sentence


def test_largest_network_fits_the_address_only_with_short_numbers() -> None:
    digits = read("layers=8-8-8-8-8&m=64")
    for layer in range(1, 5):
        digits = with_matrix(digits, names_of(layer).W, ((1.5,) * 8,) * 8, BASE)
    assert len(format_state(digits)) < 1_900
    with pytest.raises(
        TooLong, match=r"The address holds all numbers, and these make it [\d,]+ characters long. 1,900 fit."
    ):
        with_matrix(digits, INPUTS, ((0.125,) * 64,) * 8, BASE)
