"""The one-neuron preset: a single neuron with exact, simple numbers."""

import math

import numpy as np

from app.engine.forward import Pass, forward_vectorized
from app.presets.one_neuron import one_neuron


def done() -> Pass:
    return forward_vectorized(one_neuron().network, one_neuron().X)


def test_one_neuron_preset_has_one_row_of_results() -> None:
    made = one_neuron()
    assert (made.sizes.n, made.sizes.m) == ((2, 1), 6)
    assert made.network.layers[0].W.shape == (1, 2)
    assert done().Z[0].shape == done().A[0].shape == (1, 6)


def test_worked_first_student() -> None:
    z = 0.9 * 1.5 + 0.4 * 7.5 - 5.8
    assert round(z, 2) == -1.45
    assert math.isclose(done().Z[0][0, 0], -1.45)
    assert math.isclose(done().A[0][0, 0], 1 / (1 + math.exp(1.45)))


def test_one_neuron_numbers_have_one_decimal_and_no_zero() -> None:
    layer = one_neuron().network.layers[0]
    for values in (one_neuron().X, layer.W, layer.b):
        assert np.array_equal(values, values.round(1))
        assert np.all(values != 0)


def test_one_neuron_Z_is_exact_in_two_decimals_and_has_both_signs() -> None:
    Z = done().Z[0]
    assert np.abs(Z - Z.round(2)).max() < 1e-14
    assert Z.min() < 0 < Z.max()
    assert np.abs(Z).min() >= 0.1


def test_one_neuron_predictions_stay_away_from_0_and_1() -> None:
    A = done().A[0]
    assert 0.1 < A.min() < 0.4 and 0.6 < A.max() < 0.95


def test_one_neuron_weights_are_positive() -> None:
    assert np.all(one_neuron().network.layers[0].W > 0)
