"""How numbers are written: true minus sign, no “−0.00”, equal decimals, ties away from zero as people round."""

from collections.abc import Callable, Iterable
from decimal import Decimal, localcontext
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
