"""How measured figures are written: two digits that mean something, with a unit that keeps them short."""

from decimal import ROUND_HALF_UP, Decimal

TIMES = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))
SIZES = ((2**40, "TB"), (2**30, "GB"), (2**20, "MB"), (2**10, "kB"), (1, "bytes"))

LEAST_TIME, LEAST_SHARE = 1e-10, 1e-4
"""What is less is not worth its digits: a tenth of a nanosecond, a hundredth of a percent."""
TIE = 1e-12
"""What lies so little below a tie, as a share of the number, is one."""


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
