"""Format numbers: with fixed decimals for the board, with significant digits and a unit for measurements."""

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache, lru_cache

import numpy as np

from app.engine.ops import Array

MINUS = "\N{MINUS SIGN}"
EXACT_DIGITS = 80
"""Precision in digits in which sums and products of numbers on the board are exact."""
BOARD_DECIMALS = 2
"""Decimals on the board of a number that is not exact in fewer."""
MAX_DECIMALS = 12
"""Decimals after which a rounded number is as good as the number itself."""
TIME_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
SIZE_UNITS = ((2**40, "TB"), (2**30, "GB"), (2**20, "MB"), (2**10, "kB"), (1, "bytes"))

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@cache
def _slack(decimals: int) -> float:
    """How far below a tie a number is still rounded up: binary 0.245 is below, and a pocket calculator rounds it up."""
    return min(1e-9, 10.0 ** (-decimals - 3))


def fixed(value: float, decimals: int) -> str:
    """The number rounded to that many decimals, ties away from zero, with a true minus."""
    if value >= 0:
        return f"{value + _slack(decimals):.{decimals}f}"
    text = f"{_slack(decimals) - value:.{decimals}f}"
    return MINUS + text if text.strip("0.") else text


def exact_decimals(values: Array, at_most: int) -> int | None:
    """The fewest decimals that write every value exactly, or None if more than ``at_most`` are needed."""
    for decimals in range(at_most + 1):
        if np.all(np.abs(values - values.round(decimals)) < _slack(decimals)):
            return decimals
    return None


def are_exact(values: Iterable[float], at_most: int) -> bool:
    """Whether that many decimals write each of a few values exactly; faster than `exact_decimals` for few."""
    left, places = list(values), 0
    while left and places <= at_most:
        left = [value for value in left if abs(value - round(value, places)) >= _slack(places)]
        places += 1
    return not left


def board_decimals(values: Array) -> int:
    """The decimals of a matrix: as many as it needs, at most 2, or 1 from 1,000 on and 0 from 10,000 on."""
    largest = float(np.abs(values).max())
    most = BOARD_DECIMALS - (largest >= 1_000) - (largest >= 10_000)
    exact = exact_decimals(values, most)
    return most if exact is None else exact


def decimals_that_agree(evaluate: Callable[[int], float], shown: str, decimals: int) -> int:
    """The fewest decimals of the operands with which ``evaluate`` gives the result as it is shown.

    So that the rounded numbers on the page agree: computing with them gives the result on the page. At most
    MAX_DECIMALS.
    """
    for places in range(BOARD_DECIMALS, MAX_DECIMALS):
        if fixed(evaluate(places), decimals) == shown:
            return places
    return MAX_DECIMALS


@lru_cache(maxsize=4096)
def trimmed(value: float, at_most: int, at_least: int) -> str:
    """The number with as many decimals as it needs, within these bounds; ``at_least`` are its decimals on the board."""
    needed = (places for places in range(at_most) if abs(value - round(value, places)) < _slack(places))
    return fixed(value, max(next(needed, at_most), at_least))


@lru_cache(maxsize=4096)
def number(text: str) -> Decimal:
    """Parse a number as the page shows it."""
    return Decimal(text.replace(MINUS, "-"))


def decimal_text(value: Decimal) -> str:
    """An exact decimal, without trailing zeros."""
    with localcontext(prec=EXACT_DIGITS):
        text = format(abs(value).normalize(), "f")
    return text if value >= 0 else MINUS + text


def power_of_ten(value: float) -> str:
    """A very small or large number in two digits: 2.2·10⁻¹⁶. Zero is 0."""
    if value == 0:
        return "0"
    digits, exponent = f"{value:.1e}".split("e")
    return f"{digits}·10{str(int(exponent)).translate(_SUPERSCRIPT)}"


def decimal_power_of_ten(value: Decimal, decimals: int) -> str:
    """A large exact number with that many decimals before the power: 2.25·10¹²."""
    digits, exponent = f"{value:.{decimals}E}".split("E")
    return f"{digits}·10{str(int(exponent)).translate(_SUPERSCRIPT)}"


def digits(value: float, significant: int = 2) -> str:
    """The number with that many significant digits, and commas between thousands: 0.021, 4.1, 38, 1,200.

    Ties are rounded up: 2.05 is 2.1.
    """
    return f"{_rounded(value, significant):,f}" if value > 0 else "0"


def _rounded(value: float, significant: int) -> Decimal:
    """The number rounded to significant digits. Binary 2.05 is below 2.05, and is rounded up all the same."""
    exact = Decimal(value * (1 + 1e-12))
    rounded = exact.quantize(_unit_of_last_digit(exact, significant), ROUND_HALF_UP)
    return rounded.quantize(_unit_of_last_digit(rounded, significant))  # 9.96 became 10.0, which has three


def _unit_of_last_digit(value: Decimal, significant: int) -> Decimal:
    return Decimal(1).scaleb(value.adjusted() - significant + 1)


def duration(seconds: float, significant: int = 2) -> str:
    """A time: 4.1 µs, 38 ms, 1.2 s."""
    if seconds < 1e-10:
        return "less than 0.1 ns"
    unit, name = _unit(seconds)
    return f"{digits(seconds / unit, significant)} {name}"


def between(low: float, high: float, middle: float) -> str:
    """A range of times, in the unit of the time between them: 3.9–4.4 µs."""
    unit, name = _unit(middle)
    return f"{digits(low / unit)}–{digits(high / unit)} {name}"


def amount(size: int) -> str:
    """Bytes: 512 bytes, 1.1 kB, 256 MB; a kB is 1,024 bytes."""
    unit, name = next(((unit, name) for unit, name in SIZE_UNITS if size >= unit), SIZE_UNITS[-1])
    if unit == 1:
        return f"{size:,} {name if size != 1 else 'byte'}"
    return f"{digits(size / unit, 3 if size >= 100 * unit else 2)} {name}"


def times_as(ratio: float) -> str:
    """A ratio: 1.7, 68, 410."""
    return digits(ratio)


def share(fraction: float) -> str:
    """A share in percent: 0.3 %, 4 %, 68 %."""
    if fraction < 1e-4:
        return "less than 0.01 %"
    return f"{digits(100 * fraction, 1 if fraction < 0.1 else 2)} %"


def _unit(seconds: float) -> tuple[float, str]:
    return next(((unit, name) for unit, name in TIME_UNITS if seconds >= unit * 0.9995), TIME_UNITS[-1])
