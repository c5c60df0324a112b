"""How far apart two computers may be on the same forward pass, because each rounds and adds in its own order."""

import numpy as np

from app.engine.forward import Trace
from app.engine.ops import Array

EPSILON = float(np.finfo(np.float64).eps)
"""The step from 1 to the next number."""


def rounding(trace: Trace) -> float:
    """A bound on how far two computations of A[L], or of means of its rows, may lie apart.

    The usual forward bound, layer by layer: a dot product of k terms is off by at most k + 2 roundings of the sum of
    its absolute terms, an error in A grows at most by W's largest row sum of absolute values, and no activation is
    steeper than 1. It is much more than what happens, and small unless large numbers cancel.
    """
    A, off = trace.X, np.zeros((1, trace.X.shape[1]))
    for layer, A_l in zip(trace.network.layers, trace.vectorized.A, strict=True):
        size, terms = np.abs(layer.W), layer.W.shape[1] + 2
        sums = size @ np.abs(A) + np.abs(layer.b)  # (n_l, n_prev) @ (n_prev, m) + (n_l, 1) -> (n_l, m)
        off = size.sum(axis=1).max() * off + terms * EPSILON * _largest(sums)  # (1, m)
        off = off + (layer.n + 4) * EPSILON * _largest(A_l)  # the activation's own roundings; softmax adds n_l
        A = A_l
    means = A.shape[1] * EPSILON * float(np.abs(A).max())
    return 2 * float(off.max() + means)


def _largest(values: Array) -> Array:
    """The largest absolute value of each column, (1, m)."""
    return np.asarray(np.abs(values).max(axis=0, keepdims=True))
