"""Format numbers: with fixed decimals for the board, with significant digits and a unit for measurements."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache, lru_cache
from math import ceil

import numpy as np

from app.engine.ops import Array

MINUS = "\N{MINUS SIGN}"
EXACT_DIGITS = 80
"""Precision in digits in which sums and products of numbers on the board are exact."""
BOARD_DECIMALS = 2
"""Decimals on the board of a number that is not exact in fewer."""
MORE_DECIMALS = 4
"""The most decimals of a matrix that would show 0 for a number that is not 0."""
CELL_DECIMALS = 3
"""The most decimals of such a number where its matrix has fewer; a smaller one is written as a power of ten."""
LARGE = 10_000_000
"""From this size on, a power of ten is shorter than the whole number."""
MAX_DECIMALS = 17
"""Decimals, and significant digits, after which a rounded number is as good as the number itself."""
FULL_DIGITS, FULL_WIDTH = 17, 18
"""Significant digits of a float, and the characters of a number up to which it is written without a power of ten."""
TIME_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
SIZE_UNITS = ((2**40, "TB"), (2**30, "GB"), (2**20, "MB"), (2**10, "kB"), (1, "bytes"))

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@cache
def _slack(decimals: int) -> float:
    """How far below a tie a number is still rounded up: binary 0.245 is below, and a pocket calculator rounds it up."""
    return min(1e-9, 10.0 ** (-decimals - 3))


@cache
def _least(decimals: int) -> float:
    """The smallest size that is not 0 when rounded to that many decimals."""
    return 0.5 * 10.0**-decimals - _slack(decimals)


def fixed(value: float, decimals: int) -> str:
    """The number rounded to that many decimals, ties away from zero, with a true minus."""
    if value >= 0:
        return f"{value + _slack(decimals):.{decimals}f}"
    text = f"{_slack(decimals) - value:.{decimals}f}"
    return MINUS + text if text.strip("0.") else text


def figure(value: float, decimals: int) -> str:
    """The number as a cell shows it: never 0 unless it is 0, and a power of ten where that is shorter."""
    size = abs(value)
    if _least(decimals) <= size < LARGE - 0.5 or size == 0:
        return fixed(value, decimals)
    if size >= LARGE - 0.5:
        return power_of_ten(value)
    return fixed(value, CELL_DECIMALS) if size >= _least(CELL_DECIMALS) else power_of_ten(value, 0)


def characters(text: str) -> int:
    """The width of a figure in digits. The room of every cell includes a point; what a power of ten adds is narrow."""
    if "·" not in text:
        return len(text.replace(".", ""))
    digits, _, exponent = text.partition("·10")
    return ceil(characters(digits) + 1.2 * ("." in digits) + 2 + 0.6 * len(exponent) - 0.25)


def longest(values: Array, decimals: int) -> int:
    """The characters of the widest figure of a matrix: that of an extreme, or of a number where the form changes."""
    size = np.abs(values)
    groups = (values, values[(size > 0) & (size < _least(decimals))], values[size < LARGE - 0.5])
    ends = [float(end) for group in groups for sign in (group[group < 0], group[group >= 0]) for end in _ends(sign)]
    return max(characters(figure(end, decimals)) for end in ends)


def _ends(values: Array) -> tuple[float, ...]:
    return (float(values.min()), float(values.max())) if values.size else ()


def exact_decimals(values: Array, at_most: int) -> int | None:
    """The fewest decimals that write every value exactly, or None if more than ``at_most`` are needed."""
    return next((decimals for decimals in range(at_most + 1) if np.all(values == values.round(decimals))), None)


def board_decimals(values: Array, is_given: bool = False) -> int:
    """The decimals of a matrix: as many as it needs, at most 2, or 1 from 1,000 on and 0 from 10,000 on.

    Where these would show 0 for a number that is not 0, a matrix of small numbers has 3 or 4, so that its largest has
    two digits, and a given one as many as write all of it exactly. What is smaller still is an exception in its cell.
    """
    size = np.abs(values)
    largest = float(size.max())
    most = BOARD_DECIMALS - (largest >= 1_000) - (largest >= 10_000)
    exact = exact_decimals(values, most)
    if exact is not None or not np.any((size > 0) & (size < _least(most))):
        return most if exact is None else exact
    small = [
        decimals for decimals in range(most + 1, MORE_DECIMALS + 1) if largest < 10.0 ** (BOARD_DECIMALS - decimals)
    ]
    exact = exact_decimals(values, MORE_DECIMALS) if is_given or small else None
    if exact is not None and largest < 10.0 ** (MORE_DECIMALS + 1 - exact):
        return exact
    return max(small, default=most)


def decimals_that_agree(evaluate: Callable[[int], float], shown: str, decimals: int) -> int:
    """The fewest decimals of the operands with which ``evaluate`` gives the result as it is shown.

    So that the rounded numbers on the page agree: computing with them gives the result on the page. At most
    MAX_DECIMALS.
    """
    for places in range(BOARD_DECIMALS, MAX_DECIMALS):
        if figure(evaluate(places), decimals) == shown:
            return places
    return MAX_DECIMALS


@lru_cache(maxsize=4096)
def trimmed(value: float, at_most: int, at_least: int) -> str:
    """The number with as many decimals as it needs, within these bounds; ``at_least`` are its decimals on the board.

    A number that these decimals would show as 0 has as many significant digits instead; none has more than a float.
    """
    if value == 0:
        return fixed(value, at_least)
    exact = Decimal(repr(value)).normalize()
    first, needed = exact.adjusted(), max(0, -int(exact.as_tuple().exponent))  # the place of its first digit: 0 for 1
    if first >= FULL_DIGITS - 2 or (first < -MORE_DECIMALS and abs(value) < _least(at_most)):
        return power_of_ten(value, min(at_most, len(exact.as_tuple().digits) - 1))
    most = at_most if abs(value) >= _least(at_most) else at_most - first - 1
    return fixed(value, max(min(needed, most, FULL_DIGITS - 1 - max(first, 0)), at_least))


@lru_cache(maxsize=4096)
def number(text: str) -> Decimal:
    """Parse a number as the page shows it."""
    digits, _, exponent = text.replace(MINUS, "-").partition("·10")
    return Decimal(digits).scaleb(int(exponent.translate(_PLAIN) or 0))


def is_written(value: float, text: str) -> bool:
    """Whether the text is the number itself, not the number rounded."""
    return number(text) == Decimal(repr(value))


def in_full(value: float) -> str:
    """A given number as it was given, with all of its digits."""
    return decimal_text(Decimal(repr(value)))


def decimal_text(value: Decimal) -> str:
    """A decimal without trailing zeros; a long one as a power of ten, rounded to the digits that a float has."""
    with localcontext(prec=EXACT_DIGITS):
        exact = value.normalize()
        digits = len(exact.as_tuple().digits)
        text = format(abs(exact), "f")
    if digits > FULL_DIGITS or len(text) > FULL_WIDTH:
        return power_of_ten(value, min(digits, FULL_DIGITS) - 1)
    return MINUS + text if value < 0 else text


def power_of_ten(value: float | Decimal, decimals: int = 1) -> str:
    """A very small or large number: 2.2·10⁻¹⁶, with that many decimals before the power. Zero is 0."""
    if value == 0:
        return "0"
    digits, exponent = f"{abs(value):.{decimals}e}".split("e")
    return f"{MINUS if value < 0 else ''}{digits}·10{str(int(exponent)).translate(_SUPERSCRIPT)}"


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
