"""The cost model: a program takes a fixed time, and on top of it the same time for every example.

``seconds(m) = fixed + each · m``, fitted to the measured medians so that the sum of the squared *relative* errors is
least: a point at m = 1 counts as much as one at m = 100,000. Neither cost is negative.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isfinite

import numpy as np

from app.engine.network import Sizes
from app.state.record import Race

DOUBLE = 8
"""Bytes of a number in float64."""


@dataclass(frozen=True, slots=True)
class CostLine:
    """Seconds of a pass: ``fixed`` once, ``each`` for every example.

    ``worst`` is the largest factor between a measured point and the line, either way, and ``worst_m`` where that is.
    """

    fixed: float
    each: float
    worst: float
    worst_m: int

    def at(self, m: float) -> float:
        """Seconds for m examples."""
        return self.fixed + self.each * m

    @property
    def fits(self) -> bool:
        """Whether the line describes every point, within a factor of 1.5."""
        return self.worst <= 1.5


def fit(ms: Sequence[int], seconds: Sequence[float]) -> CostLine | None:
    """The line through these points; None if they are fewer than three. All times are positive."""
    if len(ms) < 3:
        return None
    measured = np.asarray(seconds, dtype=np.float64)  # (points,)
    once, per_example = 1 / measured, np.asarray(ms) / measured  # (points,): the line relative to what was measured
    fixed, each = _no_less_than_zero(once, per_example)
    factors = (fixed + each * np.asarray(ms)) / measured
    off = np.maximum(factors, 1 / factors)
    worst = int(off.argmax())
    return CostLine(fixed, each, float(off[worst]), ms[worst])


def _no_less_than_zero(once: np.ndarray, per_example: np.ndarray) -> tuple[float, float]:
    """The costs that bring ``fixed · once + each · per_example`` nearest to 1, neither below 0."""
    (fixed, each), *_ = np.linalg.lstsq(np.column_stack([once, per_example]), np.ones(len(once)), rcond=None)
    if fixed < 0:
        return 0.0, float(per_example.sum() / (per_example @ per_example))
    if each < 0:
        return float(once.sum() / (once @ once)), 0.0
    return float(fixed), float(each)


def lines(race: Race) -> dict[str, CostLine]:
    """The line of every program that was measured often enough."""
    fitted = {program: fit(series.m, series.median) for program, series in race.series.items()}
    return {program: line for program, line in fitted.items() if line}


def meeting(one: CostLine, other: CostLine) -> float | None:
    """The m at which both take the same time; None if the same program is faster for every m."""
    if one.each == other.each:
        return None
    m = (other.fixed - one.fixed) / (one.each - other.each)
    return m if m > 0 and isfinite(m) else None


def operations(sizes: Sequence[int]) -> int:
    """Products and sums in the matrix products of one example, for these features and units."""
    return 2 * sum(before * units for before, units in pairwise(sizes))


def bytes_held(sizes: Sizes) -> int:
    """Bytes of X and of every Z and A, in float64."""
    return DOUBLE * sizes.m * (sizes.n[0] + 2 * sum(sizes.n[1:]))
