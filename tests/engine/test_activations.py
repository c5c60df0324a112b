"""Function, formula and NumPy code of every activation agree."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.activations import ACTIVATIONS, Activation, Formula
from app.engine.ops import Array
from tests.support.strategies import matrices

every_activation = pytest.mark.parametrize("activation", ACTIVATIONS.values(), ids=ACTIVATIONS)
columns = st.tuples(st.integers(1, 4), st.integers(1, 3)).flatmap(lambda shape: matrices(*shape, 20.0))

PLAIN: dict[str, Callable[[float], float]] = {
    "sigmoid": lambda z: 1 / (1 + math.exp(-z)),
    "tanh": math.tanh,
    "relu": lambda z: z if z > 0 else 0.0,
    "leaky_relu": lambda z: z if z > 0 else z / 100,
    "linear": lambda z: z,
}


def close(one: object, other: object) -> bool:
    return np.allclose(one, other, rtol=1e-12, atol=1e-15)


def evaluate(formula: Formula, z: float, column: list[float], z_k: float = math.nan) -> float:
    """The value of a formula for the entry z of a column; z_k is the current entry of a sum."""
    match formula:
        case "z":
            return z
        case "z_k":
            return z_k
        case str():
            return float(formula)
        case ("sum", part):
            return math.fsum(evaluate(part, z, column, entry) for entry in column)
    head, *parts = formula
    a, *b = (evaluate(part, z, column, z_k) for part in parts)
    match head, b:
        case "exp", []:
            return math.exp(a)
        case "neg", []:
            return -a
        case "+", [other]:
            return a + other
        case "-", [other]:
            return a - other
        case "times", [other]:
            return a * other
        case "frac", [other]:
            return a / other
        case "max", [other]:
            return max(a, other)
    raise AssertionError(f"{head} with {len(parts)} parts is no head of a formula")


@pytest.mark.parametrize("key", PLAIN)
@given(Z=columns)
def test_elementwise_activation_equals_the_textbook_formula(key: str, Z: Array) -> None:
    A = ACTIVATIONS[key].op(Z)
    assert A.shape == Z.shape
    assert close(A, [[PLAIN[key](float(z)) for z in row] for row in Z])


@given(Z=columns)
def test_softmax_equals_the_textbook_formula_per_column(Z: Array) -> None:
    powers = [[math.exp(z) for z in column] for column in Z.T]
    shares = [[power / math.fsum(column) for power in column] for column in powers]
    assert close(ACTIVATIONS["softmax"].op(Z), np.transpose(shares))


def test_softmax_by_hand() -> None:
    A = ACTIVATIONS["softmax"].op(np.log([[1.0, 5.0], [3.0, 5.0]]))
    assert close(A, [[0.25, 0.5], [0.75, 0.5]])


@every_activation
@given(Z=columns)
def test_formula_of_an_activation_evaluates_to_its_function(activation: Activation, Z: Array) -> None:
    A = activation.op(Z)
    for row, column in np.ndindex(Z.shape):
        value = evaluate(activation.formula, float(Z[row, column]), Z[:, column].tolist())
        assert value == pytest.approx(A[row, column], rel=1e-9, abs=1e-12)


@every_activation
@given(Z=columns)
def test_numpy_code_of_an_activation_computes_its_function_to_the_last_bit(activation: Activation, Z: Array) -> None:
    names: dict[str, Any] = {"np": np}
    exec("\n    ".join(("def function(Z):", *activation.code)), names)
    assert np.array_equal(names["function"](Z), activation.op(Z))


@every_activation
@given(signs=matrices(3, 4).map(np.sign))
def test_activation_of_huge_numbers_is_finite_without_warning(activation: Activation, signs: Array) -> None:
    assert np.isfinite(activation.op(signs * 1e6)).all()


@pytest.mark.parametrize(
    ("key", "low", "high"),
    [("sigmoid", 0, 1), ("tanh", -1, 1), ("relu", 0, 1e6), ("leaky_relu", -1e4, 1e6), ("linear", -1e6, 1e6)],
)
def test_activation_reaches_its_limits_at_huge_numbers(key: str, low: float, high: float) -> None:
    assert ACTIVATIONS[key].op(np.array([[-1e6, 1e6]])).tolist() == [[low, high]]


@given(Z=columns)
def test_softmax_columns_add_up_to_1(Z: Array) -> None:
    assert close(ACTIVATIONS["softmax"].op(Z).sum(axis=0), 1)


@given(Z=columns, shift=st.floats(-100, 100))
def test_softmax_is_invariant_under_a_shift_of_the_column(Z: Array, shift: float) -> None:
    softmax = ACTIVATIONS["softmax"].op
    assert np.allclose(softmax(Z + shift), softmax(Z), rtol=1e-10, atol=0)


@every_activation
@given(Z=columns)
def test_activation_does_not_modify_or_alias_Z(activation: Activation, Z: Array) -> None:
    before = Z.copy()
    A = activation.op(Z)
    assert np.array_equal(Z, before)
    assert not np.shares_memory(A, Z)


def test_all_activations_but_softmax_are_elementwise() -> None:
    assert [key for key, activation in ACTIVATIONS.items() if not activation.elementwise] == ["softmax"]


@every_activation
def test_key_of_an_activation_is_the_name_of_its_op(activation: Activation) -> None:
    assert ACTIVATIONS[activation.op.name] is activation
