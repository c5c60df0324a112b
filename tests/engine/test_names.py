"""Names of matrices: texts that know their letter and their layer."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.names import INPUTS, Name, computed_names, inputs_of, names_of


@given(st.sampled_from("WbZA"), st.integers(1, 99))
def test_a_name_is_its_text_and_knows_its_letter_and_its_layer(kind: str, layer: int) -> None:
    name = Name(f"{kind}{layer}")
    assert (name, name.kind, name.layer) == (f"{kind}{layer}", kind, layer)
    assert name == deepcopy(name) == getattr(names_of(layer), kind)
    assert deepcopy(name).layer == layer


@pytest.mark.parametrize("text", ["A0", "W0", "Y", "", "z1", "X1", "Z", "Z1 ", "Z001", "Z100", "W१"])
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not the name of a matrix"):
        Name(text)


def test_sentences_have_the_layer_in_brackets() -> None:
    assert (INPUTS.bracketed, Name("W2").bracketed) == ("X", "W[2]")


def test_only_X_Z_and_A_have_a_column_for_each_example() -> None:
    assert [name.has_examples for name in (INPUTS, *names_of(1))] == [True, False, False, True, True]


def test_only_Z_and_A_are_computed() -> None:
    assert [name.is_given for name in (INPUTS, *names_of(1))] == [True, True, True, False, False]
    assert computed_names(range(1, 3)) == ("Z1", "A1", "Z2", "A2")


def test_X_enters_the_first_layer_and_A_the_next() -> None:
    assert (inputs_of(1), inputs_of(2)) == ("X", "A1")
