"""Numbers drawn from a seed: the same for ever, one decimal, and each line of a matrix on its own.

Every line (a column of X, a row of W or b) has a stream of its own, so that example i never depends on m, and neuron j
never on how many neurons there are. ``random.Random`` promises the same ``random()`` for the same seed in every version
of Python; NumPy promises that for one build only.
"""

from random import Random

import numpy as np

from app.engine.ops import Array, Shape

SPREAD = {"X": 20, "W": 15, "b": 10}
"""Tenths: entries of X lie from −2.0 to 2.0, of W from −1.5 to 1.5, of b from −1.0 to 1.0."""


def drawn(seed: int, name: str, shape: Shape) -> Array:
    """The matrix of that name (X, W1, b1, …) and shape."""
    rows, columns = shape
    if name == "X":
        return np.array([_line(seed, name, i, rows) for i in range(columns)]).T  # one line an example
    return np.array([_line(seed, name, j, columns) for j in range(rows)])  # one line a neuron


def _line(seed: int, name: str, number: int, length: int) -> list[float]:
    random, spread = Random(f"{seed} {name} {number}"), SPREAD[name[0]]
    return [(int(random.random() * (2 * spread + 1)) - spread) / 10 for _ in range(length)]
