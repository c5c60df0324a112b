"""The house preset: plausible prices, exact results, and a ReLU that has an effect."""

import numpy as np

from app.engine.forward import Pass, forward_loop, forward_vectorized
from app.engine.network import inputs
from app.presets.house import house

VALUE, REPAIRS, CROWDED = range(3)


def done() -> Pass:
    return forward_vectorized(house().network, house().X)


def test_worked_price_of_the_first_house() -> None:
    value = 2.5 * 75 + 10 * 3 - 0.5 * 12 + 20
    assert value == 231.5
    assert done().Z[0][:, 0].tolist() == [value, -48.5, -13]
    assert done().A[-1][0, 0] == value + 30


def test_house_prices() -> None:
    prices = done().A[-1]
    assert prices.shape == (1, 6)
    assert prices.tolist() == [[261.5, 339.5, 345, 192, 326, 464]]


def test_house_penalty_neurons_are_on_and_off_in_every_combination() -> None:
    on = done().Z[0] > 0
    assert np.all(on[VALUE])
    assert {tuple(column) for column in on[[REPAIRS, CROWDED]].T.tolist()} == {
        (False, False),
        (False, True),
        (True, False),
        (True, True),
    }


def test_house_prices_without_ReLU_differ() -> None:
    (hidden, output), Z1 = house().network.layers, done().Z[0]
    assert hidden.activation.key == "relu"
    assert not np.array_equal(output.W @ Z1 + output.b, done().A[-1])


def test_larger_house_is_more_expensive() -> None:
    larger = house().X + np.array([[1], [0], [0]])
    assert np.all(forward_vectorized(house().network, inputs(larger, house().network)).A[-1] > done().A[-1])


def test_older_house_is_cheaper() -> None:
    older = house().X + np.array([[0], [0], [1]])
    assert np.all(forward_vectorized(house().network, inputs(older, house().network)).A[-1] < done().A[-1])


def test_house_results_are_exact_in_both_programs() -> None:
    other = forward_loop(house().network, house().X)
    for matrix, same in zip(done().Z + done().A, other.Z + other.A, strict=True):
        assert np.array_equal(matrix, same)
        assert np.array_equal(matrix, matrix.round(1))
