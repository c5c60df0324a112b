"""The activations, one entry each: function, index rule, formula, code and a sentence.

A formula is an expression tree. Its leaves are numbers, ``z`` (the entry of Z at the place of the result) and ``z_k``
(each entry of the column); its operators are listed at ``Formula``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from math import exp, tanh
from typing import TypeAlias

import numpy as np

from app.engine.ops import Array, Op

Formula: TypeAlias = "str | tuple[Formula, ...]"
"""A leaf, or operator and operands: frac a b, + a b, - a b, neg a, times a b, exp a, max a b, sum a (over k)."""

Plain: TypeAlias = "Callable[[list[float]], list[float]]"
"""An activation without NumPy: the z of a layer for one example to its a, of the same length."""

LEAK = 0.01
"""Slope of leaky ReLU below 0 (Maas, Hannun, Ng 2013)."""


@dataclass(frozen=True)
class Activation:
    """One activation. ``op`` maps Z (n, m) to A (n, m).

    ``plain`` does the same to one column without NumPy. ``code`` is the body of a NumPy function of Z; ``torch`` is
    PyTorch's module, for which examples are rows: (m, n).
    """

    key: str
    name: str
    symbol: str
    op: Op
    plain: Plain
    formula: Formula
    code: tuple[str, ...]
    torch: str
    line: str

    @cached_property
    def elementwise(self) -> bool:
        """Whether each result depends on a single entry, so that the activation has a curve."""
        return not self.op.summed


@np.errstate(over="ignore")  # exp(800) is too large and becomes inf; 1 / (1 + inf) = 0 is right
def _sigmoid(Z: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-Z)))


def _softmax(Z: Array) -> Array:
    E = np.exp(Z - Z.max(axis=0, keepdims=True))  # the largest entry of a column becomes e^0: never overflows
    return np.asarray(E / E.sum(axis=0, keepdims=True))


def _plain_sigmoid(z: float) -> float:
    e = exp(-abs(z))  # in (0, 1]: never overflows
    return (1.0 if z >= 0 else e) / (1.0 + e)


def _plain_softmax(z: list[float]) -> list[float]:
    largest = max(z)
    e = [exp(each - largest) for each in z]
    total = sum(e)
    return [each / total for each in e]


def _entry(
    key: str,
    name: str,
    symbol: str,
    function: Callable[[Array], Array],
    plain: Callable[[float], float],
    formula: Formula,
    code: str,
    torch: str,
    line: str,
) -> Activation:
    """An activation of each entry by itself."""
    op = Op(key, ("ji",), "ji", function)
    return Activation(
        key, name, symbol, op, lambda z: [plain(each) for each in z], formula, (f"return {code}",), torch, line
    )


ACTIVATIONS: dict[str, Activation] = {
    entry.key: entry
    for entry in (
        _entry(
            "sigmoid",
            "sigmoid",
            "σ",
            _sigmoid,
            _plain_sigmoid,
            ("frac", "1", ("+", "1", ("exp", ("neg", "z")))),
            "1 / (1 + np.exp(-Z))",
            "nn.Sigmoid()",
            "The sigmoid squeezes any number into the range from 0 to 1.",
        ),
        _entry(
            "tanh",
            "tanh",
            "tanh",
            np.tanh,
            tanh,
            ("frac", ("-", ("exp", "z"), ("exp", ("neg", "z"))), ("+", ("exp", "z"), ("exp", ("neg", "z")))),
            "np.tanh(Z)",
            "nn.Tanh()",
            "The hyperbolic tangent squeezes any number into the range from −1 to 1.",
        ),
        _entry(
            "relu",
            "ReLU",
            "ReLU",
            lambda Z: np.maximum(0.0, Z),
            lambda z: max(0.0, z),
            ("max", "0", "z"),
            "np.maximum(0, Z)",
            "nn.ReLU()",
            "ReLU keeps what is positive and sets the rest to 0.",
        ),
        _entry(
            "leaky_relu",
            "leaky ReLU",
            "leaky ReLU",
            lambda Z: np.maximum(LEAK * Z, Z),
            lambda z: max(LEAK * z, z),
            ("max", ("times", str(LEAK), "z"), "z"),
            f"np.maximum({LEAK} * Z, Z)",
            f"nn.LeakyReLU({LEAK})",
            "Leaky ReLU keeps what is positive and lets a hundredth of the rest through.",
        ),
        _entry(
            "linear",
            "linear",
            "linear",
            np.copy,
            lambda z: z,
            "z",
            "Z",
            "nn.Identity()",
            "Linear passes the number on as it is.",
        ),
        Activation(
            "softmax",
            "softmax",
            "softmax",
            Op("softmax", ("ki",), "ji", _softmax),
            _plain_softmax,
            ("frac", ("exp", "z"), ("sum", ("exp", "z_k"))),
            (
                "E = np.exp(Z - Z.max(axis=0, keepdims=True))  # the largest of a column becomes 1: no overflow",
                "return E / E.sum(axis=0, keepdims=True)",
            ),
            "nn.Softmax(dim=1)",
            "Softmax turns a column into shares that add up to 1, so each share needs the whole column.",
        ),
    )
}
