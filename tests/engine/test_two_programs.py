"""The loop and the matrix form compute the same numbers, and column i of every matrix is example i."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.activations import ACTIVATIONS
from app.engine.forward import Pass, forward_loop, forward_vectorized, trace
from app.engine.names import INPUTS, names_of
from app.engine.network import inputs, network
from tests.support.strategies import SEEDS, Run, runs, spread

both_programs = pytest.mark.parametrize("forward", [forward_loop, forward_vectorized])


def same(one: Pass, other: Pass) -> bool:
    """Whether both hold the same numbers up to rounding: 12 digits of the largest."""
    largest = max(1.0, *(float(np.abs(array).max()) for array in one.Z + one.A))
    pairs = zip(one.Z + one.A, other.Z + other.A, strict=True)
    return all(a.shape == b.shape and np.abs(a - b).max() <= 1e-12 * largest for a, b in pairs)


def columns(made: Pass, which: object) -> Pass:
    """The pass with only those columns."""
    return Pass(tuple(Z[:, which] for Z in made.Z), tuple(A[:, which] for A in made.A))


@given(runs())
def test_forward_loop_agrees_with_forward_vectorized(run: Run) -> None:
    assert same(forward_loop(*run), forward_vectorized(*run))


@given(runs())
def test_max_abs_difference_is_the_largest_over_all_entries(run: Run) -> None:
    made = trace(*run)
    differences = [
        abs(float(one) - float(other))
        for ours, theirs in zip(made.loop.Z + made.loop.A, made.vectorized.Z + made.vectorized.A, strict=True)
        for one, other in zip(ours.flat, theirs.flat, strict=True)
    ]
    assert made.max_abs_difference == max(differences)


@both_programs
@given(run=runs(), data=st.data())
def test_permuted_examples_give_permuted_columns(forward, run: Run, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(run.X.shape[1])))
    assert same(forward(run.network, run.X[:, order]), columns(forward(*run), order))


@both_programs
@given(run=runs(), data=st.data())
def test_single_example_gives_its_column_of_the_batch(forward, run: Run, data: st.DataObject) -> None:
    i = data.draw(st.integers(0, run.X.shape[1] - 1))
    alone = forward(run.network, run.X[:, i : i + 1])
    assert same(alone, columns(forward(*run), slice(i, i + 1)))


@both_programs
@given(run=runs(), seed=SEEDS)
def test_added_example_does_not_change_the_other_columns(forward, run: Run, seed: int) -> None:
    more = np.hstack([run.X, spread(seed, run.network.n_x, 1, 2.0)])
    m = run.X.shape[1]
    assert same(columns(forward(run.network, more), slice(m)), forward(*run))


@given(runs())
def test_matrices_of_a_trace_have_the_shapes_of_its_sizes(run: Run) -> None:
    made = trace(*run)
    for name in made.sizes.shapes:
        for view in ("loop", "vectorized"):
            assert made.matrix(name, view).shape == made.sizes.shapes[name]


@given(runs())
def test_trace_returns_each_matrix_by_name(run: Run) -> None:
    made = trace(*run)
    assert made.matrix(INPUTS, "loop") is made.X
    for number, layer in enumerate(run.network.layers, start=1):
        assert made.matrix(names_of(number).W, "loop") is layer.W
        assert made.matrix(names_of(number).b, "vectorized") is layer.b
        assert made.matrix(names_of(number).Z, "loop") is made.loop.Z[number - 1]
        assert made.matrix(names_of(number).A, "vectorized") is made.vectorized.A[number - 1]


@both_programs
@given(run=runs())
def test_results_of_a_forward_pass_are_read_only(forward, run: Run) -> None:
    made = forward(*run)
    for array in made.Z + made.A:
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 0.0


@given(runs())
def test_Z_and_A_of_every_layer_satisfy_their_equations(run: Run) -> None:
    made, before = forward_loop(*run), run.X
    for layer, Z, A in zip(run.network.layers, made.Z, made.A, strict=True):
        assert np.allclose(Z, np.einsum("jk,ki->ji", layer.W, before) + layer.b, rtol=1e-10, atol=1e-10)
        assert np.allclose(A, layer.activation.op(Z), rtol=1e-10, atol=1e-10)
        before = A


@pytest.mark.parametrize("m", [1, 100, 1000])
def test_both_programs_agree_for_large_m(m: int) -> None:
    rng = np.random.default_rng(m)
    W = rng.normal(size=(6, 6))
    net = network([(W, np.zeros((6, 1)), ACTIVATIONS["tanh"])] * 3)
    assert trace(net, inputs(rng.normal(size=(6, m)), net)).max_abs_difference < 1e-13
