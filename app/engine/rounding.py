"""A bound on the difference of two computers in the same forward pass, which may add in different orders."""

import numpy as np

from app.engine.forward import Trace
from app.engine.ops import Array

EPSILON = float(np.finfo(np.float64).eps)
"""The distance from 1 to the next larger float64."""


def rounding(trace: Trace) -> float:
    """A bound on the difference of two computations of A[L], or of means of its rows.

    The standard forward error bound, layer by layer: a dot product of k terms has an error of at most k + 2 roundings
    of the sum of its absolute terms; W multiplies an error in A by at most its largest row sum of absolute values; no
    activation has a slope above 1. The bound is pessimistic, and small unless large numbers cancel.
    """
    A, error = trace.X, np.zeros((1, trace.X.shape[1]))
    for layer, A_l in zip(trace.network.layers, trace.vectorized.A, strict=True):
        size, terms = np.abs(layer.W), layer.W.shape[1] + 2
        sums = size @ np.abs(A) + np.abs(layer.b)  # (n_l, n_prev) @ (n_prev, m) + (n_l, 1) -> (n_l, m)
        error = size.sum(axis=1).max() * error + terms * EPSILON * _largest(sums)  # (1, m)
        error = error + (layer.n + 4) * EPSILON * _largest(A_l)  # roundings in the activation; softmax adds n_l
        A = A_l
    means = A.shape[1] * EPSILON * float(np.abs(A).max())
    return 2 * float(error.max() + means)


def _largest(values: Array) -> Array:
    """The largest absolute value of each column, (1, m)."""
    return np.asarray(np.abs(values).max(axis=0, keepdims=True))
