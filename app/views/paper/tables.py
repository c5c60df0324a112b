"""Printed tables of the activations that need a calculator: sigmoid, tanh and the exponential of softmax."""

from dataclasses import dataclass

import numpy as np

from app.engine.activations import ACTIVATIONS
from app.views.base.numbers import fixed
from app.views.paper import sheet_words

ROW_COUNTS = {"sigmoid": 5, "tanh": 3, "softmax": 5}
"""The rows of each table: one for each whole number from 0. Beyond them the function hardly changes."""


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
    if key not in ROW_COUNTS:
        return None
    title, line = sheet_words.TABLES[key]
    rows = tuple((str(whole), _row(key, whole)) for whole in range(ROW_COUNTS[key]))
    return FunctionTable(key, title, tuple(f".{tenth}" for tenth in range(10)), rows, line)


def _row(key: str, whole: int) -> tuple[str, ...]:
    """The activation of each z; for softmax e to the power of −z."""
    z = whole + np.arange(10) / 10
    values = np.exp(-z) if key == "softmax" else ACTIVATIONS[key].op(z[None, :])[0]
    return tuple(fixed(float(value), 3) for value in values)
