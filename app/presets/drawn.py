"""Reproducible random matrices: a seed gives the same numbers in every version of Python.

Each column of X and each row of W and b has a separate random stream, so that example i does not depend on m, nor
neuron j on the number of neurons. Python guarantees the stream of ``random.Random(seed).random()`` across versions;
NumPy guarantees its streams for one build only.
"""

from dataclasses import dataclass
from random import Random

import numpy as np

from app.engine.names import INPUTS, Name
from app.engine.ops import Array, Shape


@dataclass(frozen=True, slots=True)
class Range:
    """The numbers from ``low`` to ``high``, both included, with that many decimals."""

    low: float
    high: float
    decimals: int = 1

    def at(self, share: float) -> float:
        """The number at that fraction of the range; ``share`` is in [0, 1)."""
        unit = int(10**self.decimals)
        low, high = round(self.low * unit), round(self.high * unit)
        return (low + int(share * (high - low + 1))) / unit


RANGES = {"X": Range(-2.0, 2.0), "W": Range(-1.5, 1.5), "b": Range(-1.0, 1.0)}
"""The ranges of networks without ranges of their features."""


def drawn(seed: int, name: Name, shape: Shape, features: tuple[Range, ...] = ()) -> Array:
    """The X, W or b of that name and shape; ``features`` are ranges for each row of X."""
    rows, columns = shape
    if name == INPUTS:
        ranges = features or (RANGES["X"],) * rows
        return np.array([_line(seed, name, i, ranges) for i in range(columns)]).T  # one line an example
    return np.array([_line(seed, name, j, (RANGES[name.kind],) * columns) for j in range(rows)])  # one line a neuron


def _line(seed: int, name: Name, number: int, ranges: tuple[Range, ...]) -> list[float]:
    random = Random(f"{seed} {name} {number}")
    return [each.at(random.random()) for each in ranges]
