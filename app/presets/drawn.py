"""Numbers drawn from a seed: the same for ever, one decimal, and each line of a matrix on its own.

Every line (a column of X, a row of W or b) has a stream of its own, so that example i never depends on m, and neuron j
never on how many neurons there are. ``random.Random`` promises the same ``random()`` for the same seed in every version
of Python; NumPy promises that for one build only.
"""

from dataclasses import dataclass
from random import Random

import numpy as np

from app.engine.names import INPUTS, Name
from app.engine.ops import Array, Shape


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, both included, with that many decimals."""

    low: float
    high: float
    decimals: int = 1

    def at(self, share: float) -> float:
        """The number at that share of the way, from 0 up to but not including 1."""
        unit = int(10**self.decimals)
        low, high = round(self.low * unit), round(self.high * unit)
        return (low + int(share * (high - low + 1))) / unit


RANGES = {"X": Range(-2.0, 2.0), "W": Range(-1.5, 1.5), "b": Range(-1.0, 1.0)}
"""Where nothing else is said."""


def drawn(seed: int, name: Name, shape: Shape, features: tuple[Range, ...] = ()) -> Array:
    """The X, W or b of that name and shape; ``features`` are ranges of its own for each row of X."""
    rows, columns = shape
    if name == INPUTS:
        ranges = features or (RANGES["X"],) * rows
        return np.array([_line(seed, name, i, ranges) for i in range(columns)]).T  # one line an example
    return np.array([_line(seed, name, j, (RANGES[name.kind],) * columns) for j in range(rows)])  # one line a neuron


def _line(seed: int, name: Name, number: int, ranges: tuple[Range, ...]) -> list[float]:
    random = Random(f"{seed} {name} {number}")
    return [each.at(random.random()) for each in ranges]
