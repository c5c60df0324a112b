"""Formatting of numbers: rounding as by hand, significant digits, units."""

import re
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.engine.ops import AFFINE, Array
from app.views.base.numbers import (
    SIZE_UNITS,
    TIME_UNITS,
    amount,
    between,
    board_decimals,
    characters,
    decimal_text,
    decimals_that_agree,
    digits,
    duration,
    exact_decimals,
    figure,
    fixed,
    longest,
    number,
    power_of_ten,
    share,
    times_as,
    trimmed,
)
from tests.support.strategies import matrices

VALUES = st.floats(-1000, 1000)
PLACES = st.integers(0, 6)
UNITS = {name: unit for unit, name in TIME_UNITS}


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
def test_fixed_decimals_by_hand(value: float, decimals: int, text: str) -> None:
    assert fixed(value, decimals) == text


@given(VALUES, PLACES)
def test_fixed_decimals_are_off_by_half_a_unit_at_most(value: float, decimals: int) -> None:
    half = Decimal(5).scaleb(-decimals - 1)
    assert abs(number(fixed(value, decimals)) - Decimal(value)) <= half + Decimal("1e-9")


@given(VALUES, PLACES)
def test_zero_has_no_minus_and_other_negative_numbers_have_a_true_one(value: float, decimals: int) -> None:
    text = fixed(value, decimals)
    assert re.fullmatch(rf"−?\d+(\.\d{{{decimals}}})?" if decimals else r"−?\d+", text)
    assert text.startswith("−") == (number(text) < 0)


@given(st.decimals(-1000, 1000, places=5), st.integers(0, 4))
def test_typed_decimals_are_rounded_half_away_from_zero(typed: Decimal, decimals: int) -> None:
    wanted = typed.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert number(fixed(float(typed), decimals)) == wanted


@given(st.lists(st.decimals(-50, 50, places=3), min_size=1, max_size=6), st.integers(0, 5))
def test_exact_decimals_are_the_fewest_that_write_every_number(typed: list[Decimal], at_most: int) -> None:
    needed = max(max(0, -int(each.normalize().as_tuple().exponent)) for each in typed)
    found = exact_decimals(np.array([float(each) for each in typed]), at_most)
    assert found == (needed if needed <= at_most else None)


@given(st.integers(1, 4).flatmap(lambda rows: matrices(rows, 3, 100.0)))
def test_a_matrix_has_two_decimals_unless_fewer_are_exact(values: Array) -> None:
    decimals = board_decimals(values)
    assert decimals in ((0, 1, 2) if np.abs(values).max() >= 0.1 else (0, 1, 2, 3, 4))
    if decimals < 2:
        assert all(number(fixed(float(each), decimals)) == Decimal(repr(float(each))) for each in values.flat)


@given(st.integers(1, 4), st.data())
def test_computing_with_the_decimals_that_agree_gives_the_shown_result(k: int, data: st.DataObject) -> None:
    inputs = tuple(data.draw(matrices(*shape, 5.0)) for shape in ((1, k), (k, 1), (1, 1)))
    shown = fixed(float(AFFINE(*inputs)[0, 0]), 2)
    places = decimals_that_agree(lambda places: _first_entry(*(_rounded(each, places) for each in inputs)), shown, 2)
    texts = [[[fixed(float(each), places) for each in row] for row in values] for values in inputs]
    (W,), A, ((b,),) = texts
    total = sum(number(w) * number(a) for w, (a,) in zip(W, A, strict=True)) + number(b)
    assert number(fixed(float(total), 2)) == number(shown)
    for fewer in range(2, places):
        assert fixed(_first_entry(*(_rounded(values, fewer) for values in inputs)), 2) != shown


@given(st.decimals(-1000, 1000, places=5), st.integers(2, 8), st.integers(0, 2))
def test_a_trimmed_number_has_the_decimals_that_it_needs(typed: Decimal, at_most: int, at_least: int) -> None:
    assume(typed == 0 or abs(typed) >= Decimal(5).scaleb(-at_most - 1))
    text = trimmed(float(typed), at_most, at_least)
    needed = max(0, -int(typed.normalize().as_tuple().exponent))
    assert -int(number(text).as_tuple().exponent) == max(min(needed, at_most), at_least)
    assert abs(number(text) - typed) <= (Decimal(5).scaleb(-at_most - 1) if needed > at_most else 0)


def own_unit(text: str) -> Decimal:
    """The unit of the last digit that is written."""
    return Decimal(1).scaleb(int(number(text).as_tuple().exponent))


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.001, 2, "0.001"),
        (-0.003, 2, "−0.003"),
        (0.0004, 2, "4·10⁻⁴"),
        (-7e-10, 1, "−7·10⁻¹⁰"),
        (0.004, 2, "0.004"),
        (0.005, 2, "0.01"),
        (0.3, 0, "0.300"),
        (0.0, 2, "0.00"),
        (5e-324, 2, "5·10⁻³²⁴"),
        (1_000_000.0, 0, "1000000"),
        (9_999_999.7, 0, "1.0·10⁷"),
        (-999996000005999998.0, 0, "−1.0·10¹⁸"),
    ],
)
def test_a_cell_shows_no_0_for_another_number_and_a_power_of_ten_where_it_is_short(
    value: float, decimals: int, text: str
) -> None:
    assert figure(value, decimals) == text


ANY = st.floats(allow_nan=False, allow_infinity=False) | st.floats(-1e6, 1e6) | st.floats(-0.01, 0.01)


@given(ANY, st.integers(0, 4))
def test_the_figure_of_any_number_is_near_it_short_and_0_only_for_0(value: float, decimals: int) -> None:
    text = figure(value, decimals)
    assert (number(text) == 0) == (value == 0)
    assert abs(number(text) - Decimal(value)) <= own_unit(text) / 2 * Decimal("1.001")
    assert len(text) <= 14
    assert characters(text) <= 9 + decimals


@given(ANY, st.integers(2, 17), st.integers(0, 4))
def test_a_figure_up_close_is_near_its_number_short_and_0_only_for_0(value: float, at_most: int, at_least: int) -> None:
    text = trimmed(value, at_most, at_least)
    assert (number(text) == 0) == (value == 0)
    error = abs(number(text) - Decimal(value))
    assert error <= own_unit(text) / 2 * Decimal("1.001") + Decimal(abs(value)) * Decimal("1e-16")
    assert len(text) <= 27
    assert number(text) == 0 or len(number(text).normalize().as_tuple().digits) <= 17


@given(
    st.integers(1, 4).flatmap(lambda rows: matrices(rows, 3, 1e9))
    | st.integers(1, 3).flatmap(lambda n: matrices(n, 2, 0.01))
)
def test_the_longest_figure_of_a_matrix_is_the_width_of_its_columns(values: Array) -> None:
    decimals = board_decimals(values)
    assert longest(values, decimals) == max(characters(figure(float(value), decimals)) for value in values.flat)


@pytest.mark.parametrize(
    ("typed", "is_given", "decimals"),
    [
        ([0.001, 0.3, -1.4], True, 3),
        ([0.001, 0.3, -1.4], False, 2),
        ([-0.003, 0.006, 0.014], False, 3),
        ([0.0007, 5.2401], True, 4),
        ([0.0007, 5.2401], False, 2),
        ([0.0007, 52.401], True, 2),
        ([1e-9, 0.25], True, 2),
        ([-0.003, 0.002], False, 3),
        ([0.1234, 0.5], True, 2),
    ],
)
def test_a_matrix_has_more_decimals_where_it_would_show_0(typed: list[float], is_given: bool, decimals: int) -> None:
    assert board_decimals(np.array([typed]), is_given) == decimals


def _rounded(values: Array, places: int) -> Array:
    """The values after rounding and parsing."""
    return np.array([[float(number(fixed(float(each), places))) for each in row] for row in values])


def _first_entry(*inputs: Array) -> float:
    return float(AFFINE(*inputs)[0, 0])


@given(st.decimals(-1000, 1000, places=4))
def test_decimal_text_keeps_the_value_without_trailing_zeros(value: Decimal) -> None:
    text = decimal_text(value)
    assert number(text) == value
    assert "." not in text or text[-1] not in "0."
    assert text.startswith("−") == (value < 0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (2.220446049250313e-16, "2.2·10⁻¹⁶"),
        (1.0, "1.0·10⁰"),
        (12345.0, "1.2·10⁴"),
        (-3e-7, "−3.0·10⁻⁷"),
        (Decimal(2_250_000_000_000), "2.2·10¹²"),
    ],
)
def test_powers_of_ten_of_floats_and_decimals(value: float | Decimal, text: str) -> None:
    assert power_of_ten(value) == text


def value(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.0212, "0.021"),
        (0.995, "1.0"),
        (4.06, "4.1"),
        (2.05, "2.1"),
        (2.5, "2.5"),
        (9.96, "10"),
        (12.5, "13"),
        (38.4, "38"),
        (99.5, "100"),
        (412, "410"),
        (1_249, "1,200"),
        (1_250, "1,300"),
        (0, "0"),
    ],
)
def test_significant_digits_by_hand(number: float, text: str) -> None:
    assert digits(number) == text


def test_a_computed_tie_is_rounded_up() -> None:
    assert digits(0.00205 / 0.001) == digits(205 * 0.01) == digits(4.1 / 2) == "2.1"
    assert digits(2.0499999) == "2.0"


@given(st.floats(1e-6, 1e12), st.integers(1, 4))
def test_significant_digits_are_off_by_half_of_the_last_at_most(number: float, significant: int) -> None:
    shown = value(digits(number, significant))
    last = Decimal(10) ** (shown.adjusted() - significant + 1)
    assert abs(shown - Decimal(number)) <= last / 2 * (1 + Decimal("1e-9"))
    assert shown % last == 0


@given(st.floats(1e-6, 1e12), st.floats(1e-6, 1e12))
def test_a_larger_number_is_never_shown_smaller(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert value(digits(low)) <= value(digits(high))


@given(st.floats(1e-10, 3600))
def test_a_time_is_shown_between_1_and_1000_of_its_unit(seconds: float) -> None:
    shown, name = duration(seconds).split(" ")
    assert abs(float(value(shown)) * UNITS[name] - seconds) <= 0.051 * seconds
    assert value(shown) <= 1000 or name == "s"
    assert value(shown) >= 1 or name == "ns"


def test_times_by_hand() -> None:
    written = [duration(each) for each in (4.1e-6, 0.0384, 1.24, 3600, 9.996e-4, 1e-9, 1e-10)]
    assert written == ["4.1 µs", "38 ms", "1.2 s", "3,600 s", "1.0 ms", "1.0 ns", "0.10 ns"]
    assert duration(9e-11) == duration(0) == "less than 0.1 ns"
    assert between(3.9e-6, 4.4e-6, 4e-6) == "3.9–4.4 µs"
    assert between(6e-4, 1.2e-3, 6e-4) == "600–1,200 µs"


def test_amounts_ratios_and_shares_by_hand() -> None:
    sizes = [amount(each) for each in (0, 1, 1_001, 1_024, 1_130, 2**18, 256 * 2**20, 3 * 2**30, 2**41)]
    assert sizes == ["0 bytes", "1 byte", "1,001 bytes", "1.0 kB", "1.1 kB", "256 kB", "256 MB", "3.0 GB", "2.0 TB"]
    assert [times_as(each) for each in (1.66, 68.4, 412.0)] == ["1.7", "68", "410"]
    assert [share(each) for each in (0.003, 0.04, 0.1, 0.684, 1)] == ["0.3 %", "4 %", "10 %", "68 %", "100 %"]
    assert share(9e-5) == share(0) == "less than 0.01 %"


@given(st.integers(1, 2**60))
def test_a_shown_size_is_within_rounding_of_the_bytes(size: int) -> None:
    shown, name = amount(size).split(" ")
    unit = next(unit for unit, each in SIZE_UNITS if each == name.replace("byte", "bytes").replace("ss", "s"))
    assert abs(float(value(shown)) * unit - size) <= 0.051 * size
