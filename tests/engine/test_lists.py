"""The forward pass over Python lists and in single precision agrees with the vectorized one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.activations import ACTIVATIONS
from app.engine.forward import forward_vectorized, largest_difference
from app.engine.lists import as_pass, forward_lists, plain_columns, plain_layers
from app.presets import preset
from tests.support.strategies import Run, runs

COURSE = preset("course")


@given(runs())
def test_forward_lists_agrees_with_forward_vectorized(run: Run) -> None:
    made = as_pass(forward_lists(plain_layers(run.network), plain_columns(run.X)))
    expected = forward_vectorized(*run)
    assert [each.shape for each in made.Z + made.A] == [each.shape for each in expected.Z + expected.A]
    assert largest_difference(made, expected) <= 1e-9


@pytest.mark.parametrize("key", ACTIVATIONS)
@given(column=st.lists(st.floats(-1000, 1000), min_size=1, max_size=6))
def test_plain_activation_agrees_with_the_numpy_one(key: str, column: list[float]) -> None:
    activation = ACTIVATIONS[key]
    expected = activation.op(np.array(column)[:, None])[:, 0]
    assert activation.plain(column) == pytest.approx(expected, rel=1e-12, abs=1e-300)


def test_plain_layers_and_columns_contain_python_floats_only() -> None:
    layers = plain_layers(COURSE.network)
    assert all(type(entry) is float for layer in layers for row in (*layer.W, layer.b) for entry in row)
    assert all(type(entry) is float for column in plain_columns(np.ones((2, 3))) for entry in column)


@given(runs())
def test_float32_network_computes_in_float32_close_to_float64(run: Run) -> None:
    made = forward_vectorized(run.network.in_float32(), run.X.astype(np.float32))
    assert {each.dtype for each in made.Z + made.A} == {np.dtype(np.float32)}
    expected = forward_vectorized(*run)
    largest = max(1.0, *(float(np.abs(each).max()) for each in expected.Z + expected.A))
    assert largest_difference(made, expected) <= 1e-4 * largest
