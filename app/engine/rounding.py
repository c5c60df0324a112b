"""How far rounding may take two computations of a forward pass apart: the one rule by which results agree.

A computer keeps some 16 digits of a number, and adds the terms of a sum in an order of its own. So two sums may differ
by a small share of every term, and by what their inputs differ. Two results of an activation may differ by as much as
the result moves when Z moves that far. The bound is one number for each cell, and follows the size of its terms.
"""

from collections.abc import Iterator

import numpy as np

from app.engine.activations import Activation
from app.engine.forward import Pass
from app.engine.network import Network
from app.engine.ops import Array

SHARE = 1e-12
"""The share of a number that rounding may change. By the standard bound, k terms added in two orders differ by at most
k · 2.2e-16 of their sizes: this is enough for 4,000 terms."""
TINY = 1e-300
"""Two numbers this close are equal: float64 has no more digits for smaller ones."""
BLOCK = 1_024
"""The columns that are compared at once, so that the bounds of many examples need little memory."""


def agree(network: Network, X: Array, one: Pass, other: Pass) -> bool:
    """Whether every Z and A of both passes is the same up to rounding. NaN and infinity agree with nothing."""
    blocks = (slice(start, start + BLOCK) for start in range(0, X.shape[1], BLOCK))
    return all(_agree(network, X[:, block], one.columns(block), other.columns(block)) for block in blocks)


def _agree(network: Network, X: Array, one: Pass, other: Pass) -> bool:
    bounds = rounding(network, X, one)
    return all(
        bool((np.abs(a - b) < bound).all())
        for a, b, bound in zip(one.Z + one.A, other.Z + other.A, bounds.Z + bounds.A, strict=True)
    )


def rounding(network: Network, X: Array, run: Pass) -> Pass:
    """How far two computers may be apart in each entry of Z and A of this pass."""
    bounds = list(_bounds(network, X, run))
    return Pass(tuple(Z for Z, _ in bounds), tuple(A for _, A in bounds))


def _bounds(network: Network, X: Array, run: Pass) -> Iterator[tuple[Array, Array]]:
    """The bounds of Z and A of each layer."""
    A_prev, off = X, np.zeros_like(X)
    for layer, Z, A in zip(network.layers, run.Z, run.A, strict=True):
        # (n_l, n_prev) @ (n_prev, m) + (n_l, 1) -> (n_l, m)
        off_Z = np.abs(layer.W) @ (SHARE * np.abs(A_prev) + off) + SHARE * np.abs(layer.b) + TINY
        off_A = _moved(layer.activation, Z, off_Z) + SHARE * np.abs(A) + TINY
        yield off_Z, off_A
        A_prev, off = A, off_A


def _moved(activation: Activation, Z: Array, off: Array) -> Array:
    """How far each result may move if each entry of Z may move by ``off`` either way.

    No activation falls when its own entry rises. The others move softmax only, which rises when they fall.
    """
    if activation.elementwise:
        return np.abs(activation.op(Z + off) - activation.op(Z - off))
    moved = np.empty_like(Z)
    for j in range(len(Z)):
        up = -off
        up[j] = off[j]
        moved[j] = np.abs(activation.op(Z + up) - activation.op(Z - up))[j]
    return moved
