"""Figures are what a person would write down: a true minus, no −0.00, rounded as a pocket calculator does."""

import re
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.ops import AFFINE, Array
from app.views.figures import (
    board_decimals,
    decimal_power_of_ten,
    decimal_text,
    decimals_that_agree,
    exact_decimals,
    figure,
    number,
    power_of_ten,
    trimmed,
)
from tests.strategies import matrices

VALUES = st.floats(-1000, 1000)
PLACES = st.integers(0, 6)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (-1.5, 2, "−1.50"),
        (3.0, 0, "3"),
        (0.245, 2, "0.25"),  # binary 0.245 lies below the tie
        (-0.245, 2, "−0.25"),
        (2.675, 2, "2.68"),
        (-0.004, 2, "0.00"),
        (-0.0, 1, "0.0"),
        (-0.005, 2, "−0.01"),
        (1e-300, 2, "0.00"),
    ],
)
def test_figures_by_hand(value: float, decimals: int, text: str) -> None:
    assert figure(value, decimals) == text


@given(VALUES, PLACES)
def test_a_figure_is_within_half_a_unit_of_the_number(value: float, decimals: int) -> None:
    half = Decimal(5).scaleb(-decimals - 1)
    assert abs(number(figure(value, decimals)) - Decimal(value)) <= half + Decimal("1e-9")


@given(VALUES, PLACES)
def test_a_figure_has_a_true_minus_only_before_what_is_not_nought(value: float, decimals: int) -> None:
    text = figure(value, decimals)
    assert re.fullmatch(rf"−?\d+(\.\d{{{decimals}}})?" if decimals else r"−?\d+", text)
    assert text.startswith("−") == (number(text) < 0)


@given(st.decimals(-1000, 1000, places=5), st.integers(0, 4))
def test_what_a_person_typed_is_rounded_as_a_person_rounds(typed: Decimal, decimals: int) -> None:
    wanted = typed.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert number(figure(float(typed), decimals)) == wanted


@given(st.lists(st.decimals(-50, 50, places=3), min_size=1, max_size=6), st.integers(0, 5))
def test_exact_decimals_write_every_number_and_one_less_does_not(typed: list[Decimal], at_most: int) -> None:
    needed = max(max(0, -int(each.normalize().as_tuple().exponent)) for each in typed)
    found = exact_decimals(np.array([float(each) for each in typed]), at_most)
    assert found == (needed if needed <= at_most else None)


@given(st.integers(1, 4).flatmap(lambda rows: matrices(rows, 3, 100.0)))
def test_a_matrix_has_two_decimals_unless_fewer_say_it_all(values: Array) -> None:
    decimals = board_decimals(values)
    assert decimals in (0, 1, 2)
    if decimals < 2:
        assert all(abs(number(figure(float(each), decimals)) - Decimal(float(each))) < 1e-9 for each in values.flat)


@given(st.integers(1, 4), st.data())
def test_computing_on_with_the_decimals_that_agree_gives_what_is_shown(k: int, data: st.DataObject) -> None:
    inputs = tuple(data.draw(matrices(*shape, 5.0)) for shape in ((1, k), (k, 1), (1, 1)))
    shown = figure(float(AFFINE(*inputs)[0, 0]), 2)
    places = decimals_that_agree(lambda places: _first_entry(*(_rounded(each, places) for each in inputs)), shown, 2)
    texts = [[[figure(float(each), places) for each in row] for row in values] for values in inputs]
    (W,), A, ((b,),) = texts
    total = sum(number(w) * number(a) for w, (a,) in zip(W, A, strict=True)) + number(b)
    assert number(figure(float(total), 2)) == number(shown)
    for fewer in range(2, places):
        assert figure(_first_entry(*(_rounded(values, fewer) for values in inputs)), 2) != shown


@given(st.decimals(-1000, 1000, places=5), st.integers(2, 8), st.integers(0, 2))
def test_a_trimmed_number_has_the_decimals_that_it_needs(typed: Decimal, at_most: int, at_least: int) -> None:
    text = trimmed(float(typed), at_most, at_least)
    needed = max(0, -int(typed.normalize().as_tuple().exponent))
    assert -int(number(text).as_tuple().exponent) == max(min(needed, at_most), at_least)
    assert abs(number(text) - typed) <= (Decimal(5).scaleb(-at_most - 1) if needed > at_most else 0)


@pytest.mark.parametrize(("value", "text"), [("2250000000000", "2.25·10¹²"), ("1234567.5", "1.23·10⁶")])
def test_a_large_number_is_a_power_of_ten(value: str, text: str) -> None:
    assert decimal_power_of_ten(Decimal(value), 2) == text


def _rounded(values: Array, places: int) -> Array:
    """The numbers as they are read off their figures."""
    return np.array([[float(number(figure(float(each), places))) for each in row] for row in values])


def _first_entry(*inputs: Array) -> float:
    return float(AFFINE(*inputs)[0, 0])


@given(st.decimals(-1000, 1000, places=4))
def test_an_exact_decimal_keeps_its_value_and_loses_its_trailing_noughts(value: Decimal) -> None:
    text = decimal_text(value)
    assert number(text) == value
    assert "." not in text or text[-1] not in "0."
    assert text.startswith("−") == (value < 0)


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (2.220446049250313e-16, "2.2·10⁻¹⁶"), (1.0, "1.0·10⁰"), (12345.0, "1.2·10⁴")],
)
def test_powers_of_ten(value: float, text: str) -> None:
    assert power_of_ten(value) == text
