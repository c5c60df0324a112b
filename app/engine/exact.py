"""Which results are exact decimals: 0.1 + 0.2 is 0.3, and what the computer's rounding leaves there is taken away.

A product of decimals with p and q places has p + q places, and a sum as many as its longest term. So if X, W and b are
short decimals, Z is one whose places are known, and the computed Z, rounded to these places, is exactly that number.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.engine.activations import Activation, Formula
from app.engine.forward import Trace
from app.engine.names import INPUTS, Name, names_of
from app.engine.network import Layer
from app.engine.ops import Array
from app.engine.program import View

EPSILON = float(np.finfo(np.float64).eps)
"""The distance from 1 to the next larger float64."""
Places = npt.NDArray[np.int64]
UNKNOWN = 99
"""The places of a number that is not known to be a decimal, or has more than MOST_PLACES."""
MOST_PLACES = 15


@dataclass(frozen=True, slots=True, eq=False)
class Exact:
    """A matrix whose exact entries are the floats nearest to them, and the decimal places of every entry."""

    values: Array
    places: Places

    def is_known(self, rows: range, column: int) -> bool:
        """Whether these entries (from 0) are exactly the decimals that their floats are written as."""
        return bool(self.places[rows.start : rows.stop, column].max() <= MOST_PLACES)


def exact_matrices(trace: Trace, view: View) -> dict[Name, Exact]:
    """Every matrix of the program of that view. An entry that is not known to be exact stays as it was computed."""
    A = Exact(trace.X, _places(trace.X))
    found = {INPUTS: A}
    for number, layer in enumerate(trace.network.layers, start=1):
        W_name, b_name, Z_name, A_name = names_of(number)
        W, b = Exact(layer.W, _places(layer.W)), Exact(layer.b, _places(layer.b))
        Z = _sums(layer, W.places, b.places, A, trace.matrix(Z_name, view))
        A = _activations(layer.activation, Z, trace.matrix(A_name, view))
        found |= {W_name: W, b_name: b, Z_name: Z, A_name: A}
    return found


def _places(values: Array) -> Places:
    """The fewest decimals that write each value."""
    found = np.full(values.shape, UNKNOWN)
    for places in range(MOST_PLACES + 1):
        left = found == UNKNOWN
        if not left.any():
            break
        found[left & (_rounded(values, np.full(values.shape, places)) == values)] = places
    return found


def _rounded(values: Array, places: Places) -> Array:
    """The floats nearest to the values with that many decimals; a value with too many digits stays as it is."""
    unit = 10.0 ** np.minimum(places, MOST_PLACES)
    whole = values * unit
    return np.where(np.abs(whole) < 1 / EPSILON, np.rint(whole) / unit, values) + 0.0


def _sums(layer: Layer, W: Places, b: Places, A: Exact, computed: Array) -> Exact:
    """Z: known where the rounding errors of the sum are less than a quarter of a unit of the last place."""
    places = np.maximum(W.max(axis=1, keepdims=True) + A.places.max(axis=0, keepdims=True), b)  # (n_l, m)
    size = np.abs(layer.W) @ np.abs(A.values) + np.abs(layer.b)  # (n_l, n_prev) @ (n_prev, m) + (n_l, 1)
    error = (layer.W.shape[1] + 3) * EPSILON * size
    units = 10.0 ** np.minimum(places, MOST_PLACES)
    values = _rounded(layer.W @ A.values + layer.b, places)
    is_known = (places <= MOST_PLACES) & (error * units < 0.25) & (np.abs(computed - values) * units < 0.5)
    return Exact(np.where(is_known, values, computed), np.where(is_known, places, UNKNOWN))


def _activations(activation: Activation, Z: Exact, computed: Array) -> Exact:
    """A: a power of e is irrational, unless it is e⁰, or cancels because all entries of a column are equal."""
    leaves = _leaves(activation.formula)
    if not activation.elementwise:
        is_even = (Z.places <= MOST_PLACES).all(axis=0) & (Z.values == Z.values[:1]).all(axis=0) | (len(Z.values) == 1)
        places = np.where(is_even[None, :], _places(computed), UNKNOWN)
    elif "exp" in leaves:
        places = np.where((Z.places <= MOST_PLACES) & (Z.values == 0), _places(computed), UNKNOWN)
    else:
        computed = activation.op(Z.values)
        factor = max(len(leaf.partition(".")[2]) for leaf in leaves)
        is_cut, is_same = (computed == 0) & (Z.values != 0), computed == Z.values
        places = np.where(is_cut, 0, np.where(is_same, Z.places, Z.places + factor))
    is_known = places <= MOST_PLACES
    return Exact(np.where(is_known, _rounded(computed, places), computed), np.where(is_known, places, UNKNOWN))


def _leaves(formula: Formula) -> list[str]:
    """The operators and leaves of a formula."""
    if isinstance(formula, str):
        return [formula]
    return [leaf for part in formula for leaf in _leaves(part)]
