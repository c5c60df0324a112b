"""Printed tables of the activations that nobody computes in the head, as books had them."""

from dataclasses import dataclass

import numpy as np

from app.engine.activations import ACTIVATIONS
from app.engine.ops import Array
from app.views.base.numbers import figure
from app.views.paper import sheet_words

DECIMALS = 3
TENTHS = tuple(f".{tenth}" for tenth in range(10))
ROWS = {"sigmoid": 5, "tanh": 3, "softmax": 5}
"""Whole numbers from 0 for which the table has a row; beyond, the result hardly changes."""


@dataclass(frozen=True, slots=True)
class FunctionTable:
    """A row for each whole number, a column for each tenth."""

    key: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    line: str


def function_table(key: str) -> FunctionTable | None:
    """The table for the activation of that key. None if it needs none."""
    if key not in ROWS:
        return None
    title, line = sheet_words.TABLES[key]
    rows = tuple((str(whole), _row(key, whole)) for whole in range(ROWS[key]))
    return FunctionTable(key, title, TENTHS, rows, line)


def _row(key: str, whole: int) -> tuple[str, ...]:
    z = whole + np.arange(10) / 10
    return tuple(figure(float(value), DECIMALS) for value in _values(key, z))


def _values(key: str, z: Array) -> Array:
    """The function of the activation; for softmax the power of e that its shares are made of."""
    return np.exp(-z) if key == "softmax" else ACTIVATIONS[key].op(z[None, :])[0]
