"""Names of matrices: letter and layer, as a value and as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.names import INPUTS, Name, computed_names, inputs_of, names_of, parse_name

LAYERED = st.builds(Name, st.sampled_from("WbZA"), st.integers(1, 99))


@given(st.just(INPUTS) | LAYERED)
def test_a_name_is_read_from_its_own_text(name: Name) -> None:
    assert parse_name(str(name)) == name


@pytest.mark.parametrize("text", ["A0", "W0", "Y", "", "z1", "X1", "Z", "Z1 ", "Z001", "Z100", "W१"])
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not the name of a matrix"):
        parse_name(text)


def test_sentences_have_the_layer_in_brackets() -> None:
    assert (INPUTS.bracketed, Name("W", 2).bracketed) == ("X", "W[2]")


def test_only_X_Z_and_A_have_a_column_for_each_example() -> None:
    assert [name.has_examples for name in (INPUTS, *names_of(1))] == [True, False, False, True, True]


def test_only_Z_and_A_are_computed() -> None:
    assert [name.is_given for name in (INPUTS, *names_of(1))] == [True, True, True, False, False]
    assert [str(name) for name in computed_names([1, 2])] == ["Z1", "A1", "Z2", "A2"]


def test_X_enters_the_first_layer_and_A_the_next() -> None:
    assert (inputs_of(1), inputs_of(2)) == (INPUTS, Name("A", 1))
