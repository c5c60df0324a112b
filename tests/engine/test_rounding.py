"""The bound on rounding holds for other summation orders, and tells a wrong number from a rounded one."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.engine.activations import ACTIVATIONS, Activation
from app.engine.forward import Pass, forward_vectorized
from app.engine.network import Network, inputs, network
from app.engine.ops import Array
from app.engine.rounding import BLOCK, agree, rounding
from app.presets import PRESETS, preset
from tests.support.strategies import Run, matrices, runs

SCALES = st.sampled_from([1e-150, 1e-9, 1.0, 1e3, 1e6])
every_activation = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)


def scaled(run: Run, of_X: float, of_W: float) -> Run:
    net = network((layer.W * of_W, layer.b * of_W, layer.activation) for layer in run.network.layers)
    return Run(net, inputs(run.X * of_X, net))


def backwards(run: Run) -> Pass:
    """The same pass with features and units in reverse order, so that every sum is added in reverse."""
    reversed_layers = [(layer.W[::-1, ::-1], layer.b[::-1], layer.activation) for layer in run.network.layers]
    made = forward_vectorized(network(reversed_layers), inputs(run.X[::-1], run.network))
    return Pass(tuple(Z[::-1] for Z in made.Z), tuple(A[::-1] for A in made.A))


def changed(made: Pass, kind: str, layer: int, cell: tuple[int, int], factor: float) -> Pass:
    """The pass with one cell multiplied."""
    matrices = list(getattr(made, kind))
    matrices[layer] = matrices[layer].copy()
    matrices[layer][cell] *= factor
    return replace(made, **{kind: tuple(matrices)})


def one_layer(W: list[list[float]], b: list[list[float]], key: str) -> Network:
    return network([(W, b, ACTIVATIONS[key])])


@given(run=runs(), of_X=SCALES, of_W=SCALES)
def test_the_same_numbers_added_in_another_order_agree(run: Run, of_X: float, of_W: float) -> None:
    run = scaled(run, of_X, of_W)
    made = forward_vectorized(*run)
    assert agree(*run, made, backwards(run))
    assert agree(*run, backwards(run), made)


@given(run=runs(), data=st.data())
def test_a_changed_cell_of_any_matrix_does_not_agree(run: Run, data: st.DataObject) -> None:
    """By a millionth, in a layer whose terms do not cancel."""
    net = network((np.abs(layer.W) + 0.1, np.abs(layer.b), layer.activation) for layer in run.network.layers)
    X = inputs(np.abs(run.X), net)
    made = forward_vectorized(net, X)
    kind, layer = data.draw(st.sampled_from("ZA")), data.draw(st.integers(0, net.L - 1))
    rows, columns = getattr(made, kind)[layer].shape
    cell = data.draw(st.integers(0, rows - 1)), data.draw(st.integers(0, columns - 1))
    if getattr(made, kind)[layer][cell]:
        assert not agree(net, X, made, changed(made, kind, layer, cell, 1 + 1e-6))


def test_every_block_of_columns_is_compared() -> None:
    net = one_layer([[1.0]], [[0.5]], "tanh")
    X = inputs(np.ones((1, BLOCK + 2)), net)
    made = forward_vectorized(net, X)
    assert agree(net, X, made, made)
    for column in (0, BLOCK - 1, BLOCK, BLOCK + 1):
        assert not agree(net, X, made, changed(made, "A", 0, (0, column), 1.001))


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_agrees_with_nothing(value: float) -> None:
    net = one_layer([[1.0]], [[0.5]], "linear")
    X = inputs([[1.0]], net)
    made = forward_vectorized(net, X)
    wrong = changed(made, "A", 0, (0, 0), value)
    assert not agree(net, X, made, wrong)
    with np.errstate(invalid="ignore"):
        assert not agree(net, X, wrong, wrong)


@pytest.mark.parametrize("key", PRESETS)
def test_bound_of_a_preset_is_below_1e_9_of_its_largest_number(key: str) -> None:
    made = preset(key)
    results = forward_vectorized(made.network, made.X)
    bounds = rounding(made.network, made.X, results)
    for bound, matrix in zip(bounds.Z + bounds.A, results.Z + results.A, strict=True):
        assert 0 < bound.max() < 1e-9 * np.abs(matrix).max()


def test_bound_of_a_cell_follows_the_terms_of_its_own_sum() -> None:
    """Also if they cancel, and whatever the other cells are."""
    net = one_layer([[1.0, 1.0]], [[0.0]], "linear")
    X = inputs([[1.0, 1e6, 1e-9], [-1.0, -1e6, 1e-9]], net)
    ((one, large, small),) = rounding(net, X, forward_vectorized(net, X)).Z[0]
    assert (large, small) == (pytest.approx(1e6 * one), pytest.approx(1e-9 * one))


@pytest.mark.parametrize(("z", "most"), [(1e15, 1e-11), (-1e15, 1e-299), (-50.0, 1e-30), (20.0, 1e-11)])
def test_bound_of_a_saturated_sigmoid_is_that_of_its_result(z: float, most: float) -> None:
    net = one_layer([[z]], [[0.0]], "sigmoid")
    X = inputs([[1.0]], net)
    assert rounding(net, X, forward_vectorized(net, X)).A[0][0, 0] < most


@every_activation
@given(Z=matrices(3, 4, 20.0), rise=matrices(3, 4, 2.0), row=st.integers(0, 2))
@example(Z=np.zeros((3, 4)), rise=np.ones((3, 4)), row=1)
def test_no_activation_falls_in_its_own_entry_or_rises_in_the_others(
    activation: Activation, Z: Array, rise: Array, row: int
) -> None:
    """So that the results lie between those of Z moved up and down."""
    own, others = np.zeros((3, 1)), np.ones((3, 1))
    own[row], others[row] = 1, 0
    before = activation.op(Z)[row]
    assert (activation.op(Z + own * np.abs(rise))[row] >= before - 1e-15).all()
    assert (activation.op(Z + others * np.abs(rise))[row] <= before + 1e-15).all()
