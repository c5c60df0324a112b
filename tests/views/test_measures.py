"""Measured figures: two digits that mean something, in a unit that keeps them short."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.views.measures import SIZES, TIMES, amount, between, digits, duration, share, times_as

UNITS = {name: unit for unit, name in TIMES}


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
def test_numbers_by_hand(number: float, text: str) -> None:
    assert digits(number) == text


def test_a_tie_is_rounded_up_where_the_number_was_computed() -> None:
    assert digits(0.00205 / 0.001) == digits(205 * 0.01) == digits(4.1 / 2) == "2.1"
    assert digits(2.0499999) == "2.0"


@given(st.floats(1e-6, 1e12), st.integers(1, 4))
def test_a_figure_is_off_by_half_of_its_last_digit_at_most(number: float, meaning: int) -> None:
    shown = value(digits(number, meaning))
    last = Decimal(10) ** (shown.adjusted() - meaning + 1)
    assert abs(shown - Decimal(number)) <= last / 2 * (1 + Decimal("1e-9"))
    assert shown % last == 0


@given(st.floats(1e-6, 1e12), st.floats(1e-6, 1e12))
def test_a_larger_number_never_has_a_smaller_figure(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert value(digits(low)) <= value(digits(high))


@given(st.floats(1e-10, 3600))
def test_a_time_has_the_unit_that_keeps_it_short(seconds: float) -> None:
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
def test_bytes_are_those_that_there_are(size: int) -> None:
    shown, name = amount(size).split(" ")
    unit = next(unit for unit, each in SIZES if each == name.replace("byte", "bytes").replace("ss", "s"))
    assert abs(float(value(shown)) * unit - size) <= 0.051 * size
