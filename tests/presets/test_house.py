"""The house preset: plausible prices, figures without rounding, and a ReLU that matters."""

import numpy as np

from app.engine.forward import Pass, forward_loop, forward_vectorized
from app.engine.network import inputs
from app.presets.house import house

VALUE, REPAIRS, CROWDED = range(3)


def done() -> Pass:
    return forward_vectorized(house().network, house().X)


def test_the_first_house_by_hand() -> None:
    value = 2.5 * 75 + 10 * 3 - 0.5 * 12 + 20
    assert value == 231.5
    assert done().Z[0][:, 0].tolist() == [value, -48.5, -13]
    assert done().A[-1][0, 0] == value + 30


def test_the_prices_are_those_of_houses() -> None:
    prices = done().A[-1]
    assert prices.shape == (1, 6)
    assert prices.tolist() == [[261.5, 339.5, 345, 192, 326, 464]]


def test_value_always_counts_and_the_other_neurons_are_on_and_off_in_every_combination() -> None:
    on = done().Z[0] > 0
    assert np.all(on[VALUE])
    assert {tuple(column) for column in on[[REPAIRS, CROWDED]].T.tolist()} == {
        (False, False),
        (False, True),
        (True, False),
        (True, True),
    }


def test_without_ReLU_the_prices_would_be_others() -> None:
    (hidden, output), Z1 = house().network.layers, done().Z[0]
    assert hidden.activation.key == "relu"
    assert not np.array_equal(output.W @ Z1 + output.b, done().A[-1])


def test_a_square_metre_more_makes_a_house_dearer() -> None:
    larger = house().X + np.array([[1], [0], [0]])
    assert np.all(forward_vectorized(house().network, inputs(larger, house().network)).A[-1] > done().A[-1])


def test_a_year_more_makes_a_house_cheaper() -> None:
    older = house().X + np.array([[0], [0], [1]])
    assert np.all(forward_vectorized(house().network, inputs(older, house().network)).A[-1] < done().A[-1])


def test_nothing_is_rounded_so_both_programs_agree_to_the_last_bit() -> None:
    other = forward_loop(house().network, house().X)
    for matrix, same in zip(done().Z + done().A, other.Z + other.A, strict=True):
        assert np.array_equal(matrix, same)
        assert np.array_equal(matrix, matrix.round(1))
