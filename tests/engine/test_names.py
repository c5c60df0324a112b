"""Names of matrices: strings with a kind and a layer."""

from copy import deepcopy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.names import INPUTS, Name, computed_names, inputs_of, names_of


@given(st.sampled_from("WbZA"), st.integers(1, 99))
def test_name_has_its_kind_and_layer_also_after_deepcopy(kind: str, layer: int) -> None:
    name = Name(f"{kind}{layer}")
    assert (name, name.kind, name.layer) == (f"{kind}{layer}", kind, layer)
    assert name == deepcopy(name) == getattr(names_of(layer), kind)
    assert deepcopy(name).layer == layer


@pytest.mark.parametrize("text", ["A0", "W0", "Y", "", "z1", "X1", "Z", "Z1 ", "Z001", "Z100", "W१"])
def test_invalid_matrix_name_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match="is not the name of a matrix"):
        Name(text)


def test_bracketed_name_has_the_layer_in_brackets() -> None:
    assert (INPUTS.bracketed, Name("W2").bracketed) == ("X", "W[2]")


def test_has_examples_is_true_for_X_Z_and_A_only() -> None:
    assert [name.has_examples for name in (INPUTS, *names_of(1))] == [True, False, False, True, True]


def test_is_given_is_false_for_Z_and_A_only() -> None:
    assert [name.is_given for name in (INPUTS, *names_of(1))] == [True, True, True, False, False]
    assert computed_names(range(1, 3)) == ("Z1", "A1", "Z2", "A2")


def test_inputs_of_a_layer_are_X_or_the_previous_A() -> None:
    assert (inputs_of(1), inputs_of(2)) == ("X", "A1")
