"""The numbers of the course example are ones that can be checked by hand."""

import numpy as np
import pytest

from tests.support.scenes import at


def course_matrices() -> dict[str, np.ndarray]:
    trace = at().trace
    return {str(name): trace.matrix(name, "vectorized") for name in trace.sizes.shapes}


@pytest.mark.parametrize("name", ["X", "W1", "b1", "W2", "b2"])
def test_course_example_has_one_decimal_and_no_zero(name: str) -> None:
    values = course_matrices()[name]
    assert np.array_equal(values, values.round(1))
    assert np.all(values != 0)


def test_examples_and_neurons_of_the_course_example_are_distinct() -> None:
    made = course_matrices()
    assert len({tuple(column) for column in made["X"].T.tolist()}) == 5
    for name in ("W1", "W2"):
        assert len({tuple(row) for row in made[name].tolist()}) == len(made[name])


def test_z1_of_the_course_example_has_two_decimals_and_no_zero() -> None:
    Z1 = course_matrices()["Z1"]
    assert np.abs(Z1 - Z1.round(2)).max() < 1e-14
    assert np.abs(Z1).min() >= 0.01


def test_activations_of_the_course_example_spread_from_low_to_high() -> None:
    made = course_matrices()
    for name in ("A1", "A2"):
        assert made[name].min() > 0.05
        assert made[name].max() < 0.95
        assert made[name].min() < 0.2
        assert made[name].max() > 0.8


def test_every_row_of_z1_of_the_course_example_has_both_signs() -> None:
    Z1 = course_matrices()["Z1"]
    assert np.all(Z1.min(axis=1) < 0) and np.all(Z1.max(axis=1) > 0)


def test_z2_from_rounded_activations_rounds_to_the_same() -> None:
    made = course_matrices()
    again = made["W2"] @ made["A1"].round(2) + made["b2"]
    assert np.abs(again.round(2) - made["Z2"].round(2)).max() < 1e-9
