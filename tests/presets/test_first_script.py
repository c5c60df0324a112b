"""The script preset's numbers are the documented random stream."""

import random

import numpy as np

from app.engine.forward import forward_vectorized
from app.presets.first_script import script


def drawn(rng: random.Random, rows: int, columns: int) -> list[list[float]]:
    return [[int(100 * rng.random()) / 100 for _ in range(columns)] for _ in range(rows)]


def test_script_numbers_are_the_documented_random_stream() -> None:
    made, rng = script(), random.Random(7)
    assert made.X.tolist() == drawn(rng, 3, 5)
    for layer in made.network.layers:
        n, n_prev = layer.W.shape
        assert layer.W.tolist() == drawn(rng, n, n_prev)
        assert layer.b.tolist() == drawn(rng, n, 1)


def test_script_preset_has_the_sizes_of_the_course_example() -> None:
    assert (script().sizes.n, script().sizes.m) == ((3, 4, 2), 5)


def test_script_Z_is_positive_and_A_above_a_half() -> None:
    made = script()
    done = forward_vectorized(made.network, made.X)
    assert min(Z.min() for Z in done.Z) > 0
    assert min(A.min() for A in done.A) > 0.5


def test_script_numbers_have_two_decimals_and_lie_between_0_and_1() -> None:
    made = script()
    for values in (made.X, *(layer.W for layer in made.network.layers), *(layer.b for layer in made.network.layers)):
        assert np.array_equal(values, values.round(2))
        assert values.min() > 0 and values.max() < 1
