"""The rounding bound holds for different summation orders, and is small for the presets."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.activations import ACTIVATIONS, Activation
from app.engine.forward import trace
from app.engine.network import inputs, network
from app.engine.ops import Array
from app.engine.rounding import rounding
from app.presets import PRESETS, preset
from tests.support.strategies import Run, matrices, runs


def backwards(run: Run) -> Run:
    """The same network with features and hidden units in reverse order, so that every sum is added in reverse."""
    layers = [
        (layer.W[:: 1 if number == run.network.L else -1, ::-1], layer.b[:: 1 if number == run.network.L else -1])
        for number, layer in enumerate(run.network.layers, start=1)
    ]
    activations = [layer.activation for layer in run.network.layers]
    net = network((W, b, activation) for (W, b), activation in zip(layers, activations, strict=True))
    return Run(net, inputs(run.X[::-1], net))


@given(run=runs(), scale=st.sampled_from([1.0, 1e3, 1e6]))
def test_rounding_bounds_the_difference_of_summation_orders(run: Run, scale: float) -> None:
    run = Run(run.network, inputs(run.X * scale, run.network))
    one, other = trace(*run), trace(*backwards(run))
    bound = rounding(one)
    assert np.abs(one.vectorized.A[-1] - other.vectorized.A[-1]).max() <= bound
    assert np.abs(one.vectorized.A[-1] - one.loop.A[-1]).max() <= bound


@pytest.mark.parametrize("key", PRESETS)
def test_rounding_bound_of_a_preset_is_below_1e_10(key: str) -> None:
    made = preset(key)
    assert 0 < rounding(trace(made.network, made.X)) < 1e-10


def test_rounding_bound_grows_with_cancelling_terms() -> None:
    net = network([([[1.0, 1.0]], [[0.0]], ACTIVATIONS["linear"])])
    small, large = (trace(net, inputs([[size], [-size]], net)) for size in (1.0, 1e6))
    assert small.max_abs == large.max_abs == 0
    assert rounding(large) == pytest.approx(1e6 * rounding(small))


@pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
@given(Z=matrices(3, 4, 20.0), moves=matrices(3, 4, 2.0))
def test_slope_of_every_activation_is_at_most_1(activation: Activation, Z: Array, moves: Array) -> None:
    moved = np.abs(activation.op(Z + moves) - activation.op(Z)).max(axis=0)
    assert (moved <= np.abs(moves).max(axis=0) + 1e-14).all()
