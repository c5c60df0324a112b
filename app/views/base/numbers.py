"""How numbers are written: the board's figures with equal decimals, and measured ones with a unit."""

from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache, lru_cache

import numpy as np

from app.engine.ops import Array

MINUS = "\N{MINUS SIGN}"
EXACT = 80
"""Digits in which sums and products of any figures are exact."""
DECIMALS = 2
"""Decimals on the board for what is not exact in fewer."""
EXACT_PLACES = 12
"""Decimals with which a figure is as good as the number."""
ROOM = (10_000.0, 1_000.0)
"""From here on there is room for one decimal less."""
TIMES = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
SIZES = ((2**40, "TB"), (2**30, "GB"), (2**20, "MB"), (2**10, "kB"), (1, "bytes"))

LEAST_TIME, LEAST_SHARE = 1e-10, 1e-4
"""What is less is not worth its digits: a tenth of a nanosecond, a hundredth of a percent."""
TIE = 1e-12
"""What lies so little below a tie, as a share of the number, is one."""

_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@cache
def _slack(decimals: int) -> float:
    """How far below a tie is still rounded up: binary 0.245 lies below, and a pocket calculator rounds it up."""
    return min(1e-9, 10.0 ** (-decimals - 3))


def figure(value: float, decimals: int) -> str:
    """The number with that many decimals."""
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
    """Whether that many decimals, or fewer, write every one of a few values exactly."""
    left, places = list(values), 0
    while left and places <= at_most:
        left = [value for value in left if abs(value - round(value, places)) >= _slack(places)]
        places += 1
    return not left


def board_decimals(values: Array) -> int:
    """Decimals for a whole matrix: as many as it needs, two at most, fewer where there are thousands before them."""
    largest = float(np.abs(values).max())
    most = sum(largest < limit for limit in ROOM)
    exact = exact_decimals(values, most)
    return most if exact is None else exact


def decimals_that_agree(evaluate: Callable[[int], float], shown: str, decimals: int) -> int:
    """The fewest decimals of the figures on the page from which ``evaluate`` gives the result as it is shown.

    Rounded figures must never contradict each other: whoever computes with the figures on the page gets the page's
    result. Ends at EXACT_PLACES, where figures are the numbers themselves for all that can be shown.
    """
    for places in range(DECIMALS, EXACT_PLACES):
        if figure(evaluate(places), decimals) == shown:
            return places
    return EXACT_PLACES


@lru_cache(maxsize=4096)
def trimmed(value: float, at_most: int, at_least: int) -> str:
    """The number with as many decimals as it needs, inside these bounds; ``at_least`` is what the board gives it."""
    needed = (places for places in range(at_most) if abs(value - round(value, places)) < _slack(places))
    return figure(value, max(next(needed, at_most), at_least))


@lru_cache(maxsize=4096)
def number(text: str) -> Decimal:
    """The number that a figure on the page shows."""
    return Decimal(text.replace(MINUS, "-"))


def decimal_text(value: Decimal) -> str:
    """An exact decimal, without trailing zeros."""
    with localcontext(prec=EXACT):
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


def digits(value: float, meaning: int = 2) -> str:
    """The number with that many digits that mean something, and commas between thousands: 0.021, 4.1, 38, 1,200.

    Ties are rounded up, as people do: 2.05 is 2.1.
    """
    return f"{_rounded(value, meaning):,f}" if value > 0 else "0"


def _rounded(value: float, meaning: int) -> Decimal:
    """The number in that many digits. What is as good as a tie is rounded up: binary 2.05 lies below 2.05."""
    exact = Decimal(value * (1 + TIE))
    rounded = exact.quantize(_place(exact, meaning), ROUND_HALF_UP)
    return rounded.quantize(_place(rounded, meaning))  # 9.96 has become 10.0, which is a digit more


def _place(value: Decimal, meaning: int) -> Decimal:
    """1 in the last place of that many digits."""
    return Decimal(1).scaleb(value.adjusted() - meaning + 1)


def duration(seconds: float, meaning: int = 2) -> str:
    """A time: 4.1 µs, 38 ms, 1.2 s."""
    if seconds < LEAST_TIME:
        return f"less than {digits(LEAST_TIME / TIMES[-1][0], 1)} {TIMES[-1][1]}"
    unit, name = _unit(seconds)
    return f"{digits(seconds / unit, meaning)} {name}"


def between(low: float, high: float, beside: float) -> str:
    """Two times in the unit of a third that stands beside them: 3.9–4.4 µs."""
    unit, name = _unit(beside)
    return f"{digits(low / unit)}–{digits(high / unit)} {name}"


def amount(size: int) -> str:
    """Bytes: 512 bytes, 1.1 kB, 256 MB; a kB is 1,024 bytes."""
    unit, name = next(((unit, name) for unit, name in SIZES if size >= unit), SIZES[-1])
    if unit == 1:
        return f"{size:,} {name if size != 1 else 'byte'}"
    return f"{digits(size / unit, 3 if size >= 100 * unit else 2)} {name}"


def times_as(ratio: float) -> str:
    """How many times: 1.7, 68, 410."""
    return digits(ratio)


def share(part: float) -> str:
    """A share in percent: 0.3 %, 4 %, 68 %."""
    if part < LEAST_SHARE:
        return f"less than {digits(100 * LEAST_SHARE, 1)} %"
    return f"{digits(100 * part, 1 if part < 0.1 else 2)} %"


def _unit(seconds: float) -> tuple[float, str]:
    return next(((unit, name) for unit, name in TIMES if seconds >= unit * 0.9995), TIMES[-1])
