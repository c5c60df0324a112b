"""A network checks its shapes, reports both shapes, and copies its arrays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.activations import ACTIVATIONS
from app.engine.names import Name, names_of
from app.engine.network import Network, ShapeError, Sizes, inputs, matrix, network
from app.engine.ops import Shape
from tests.support.strategies import UNITS, networks

LINEAR = ACTIVATIONS["linear"]
shapes = st.tuples(UNITS, UNITS)


def refused(*layers: tuple[Shape, Shape]) -> str:
    """The message of the shape error for a network with those shapes of W and b."""
    with pytest.raises(ShapeError) as caught:
        network((np.ones(W), np.ones(b), LINEAR) for W, b in layers)
    return str(caught.value)


@given(W=shapes, b=shapes)
def test_bias_without_one_entry_per_row_of_W_is_a_shape_error(W: Shape, b: Shape) -> None:
    if b == (W[0], 1):
        assert network([(np.ones(W), np.ones(b), LINEAR)]).layers[0].n == W[0]
    else:
        assert refused((W, b)) == f"b[1] is {b}, but W[1] is {W}: b[1] must be {(W[0], 1)}."


@given(W1=shapes, W2=shapes)
def test_W_without_one_column_per_previous_neuron_is_a_shape_error(W1: Shape, W2: Shape) -> None:
    layers = (W1, (W1[0], 1)), (W2, (W2[0], 1))
    if W2[1] == W1[0]:
        made = network((np.ones(W), np.ones(b), LINEAR) for W, b in layers)
        assert (made.n_x, [layer.n for layer in made.layers]) == (W1[1], [W1[0], W2[0]])
    else:
        wanted = (W2[0], W1[0])
        assert refused(*layers) == f"W[2] is {W2}, but layer 1 has {W1[0]} neurons: it must be {wanted}."


@given(W1=shapes, X=shapes)
def test_X_without_one_row_per_feature_is_a_shape_error(W1: Shape, X: Shape) -> None:
    net = network([(np.ones(W1), np.ones((W1[0], 1)), LINEAR)])
    if X[0] == W1[1]:
        assert inputs(np.ones(X), net).shape == X
    else:
        with pytest.raises(ShapeError) as caught:
            inputs(np.ones(X), net)
        assert str(caught.value) == f"X is {X}, but W[1] is {W1}: X must have {W1[1]} rows, one a feature."


def test_shape_error_names_the_number_of_the_layer() -> None:
    fits = ((2, 2), (2, 1))
    assert refused(fits, fits, ((2, 3), (2, 1))).startswith("W[3] is (2, 3), but layer 2 has 2 neurons")
    assert refused(fits, fits, ((2, 2), (3, 1))).startswith("b[3] is (3, 1), but W[3] is (2, 2)")


@pytest.mark.parametrize(
    ("values", "shape"),
    [
        ([], (0,)),
        ([[]], (1, 0)),
        ([1.0, 2.0], (2,)),
        (3.0, ()),
        ([[[1.0]]], (1, 1, 1)),
        (np.ones((0, 3)), (0, 3)),
    ],
)
def test_matrix_without_rows_and_columns_is_a_shape_error(values: object, shape: tuple[int, ...]) -> None:
    with pytest.raises(ShapeError) as caught:
        matrix(values, "W[2]")
    assert str(caught.value) == f"W[2] has shape {shape}, but it must have rows and columns."


def test_one_dimensional_bias_is_a_shape_error() -> None:
    assert refused(((4, 4), (4,))) == "b[1] has shape (4,), but it must have rows and columns."


def test_ragged_rows_are_a_shape_error() -> None:
    with pytest.raises(ShapeError, match=r"^X is not a rectangle of numbers: its rows differ in length\.$"):
        matrix([[1.0, 2.0], [3.0]], "X")


def test_network_without_layers_is_a_shape_error() -> None:
    assert refused() == "A network needs at least one layer."


def test_network_and_inputs_copy_their_arrays() -> None:
    W, b, X = np.ones((2, 2)), np.ones((2, 1)), np.ones((2, 3))
    net = network([(W, b, LINEAR)])
    copied = inputs(X, net)
    for given_array in (W, b, X):
        given_array[:] = 7.0
    assert net.layers[0].W.tolist() == [[1, 1], [1, 1]]
    assert net.layers[0].b.tolist() == [[1], [1]]
    assert copied.tolist() == [[1, 1, 1], [1, 1, 1]]


@given(networks())
def test_arrays_of_a_network_are_read_only(net: Network) -> None:
    for array in (
        *(layer.W for layer in net.layers),
        *(layer.b for layer in net.layers),
        inputs(np.ones((net.n_x, 2)), net),
    ):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 0.0


@given(networks(), st.integers(1, 7))
def test_sizes_have_the_shape_of_every_matrix(net: Network, m: int) -> None:
    sizes = net.sizes(m)
    assert (sizes.L, sizes.n[0], sizes.m) == (net.L, net.n_x, m)
    for number, layer in enumerate(net.layers, start=1):
        assert sizes.shapes[names_of(number).W] == layer.W.shape
        assert sizes.shapes[names_of(number).b] == layer.b.shape
        assert sizes.shapes[names_of(number).Z] == sizes.shapes[names_of(number).A] == (layer.n, m)


def test_shapes_are_in_order_from_X_to_the_last_A() -> None:
    sizes = Sizes((3, 4, 2), 5)
    assert [str(name) for name in sizes.shapes] == ["X", "W1", "b1", "Z1", "A1", "W2", "b2", "Z2", "A2"]
    assert [sizes.shapes[Name(text)] for text in ("X", "W1", "b1", "Z2")] == [(3, 5), (4, 3), (4, 1), (2, 5)]
