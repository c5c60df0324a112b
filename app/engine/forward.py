"""The forward pass as a loop over examples and vectorized, and the trace of both."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.engine.names import Name
from app.engine.network import Network, Sizes
from app.engine.ops import Array
from app.engine.program import View


@dataclass(frozen=True, slots=True, eq=False)
class Pass:
    """The results of one program: Z and A of layers 1 … L, each (n_l, m) and read-only."""

    Z: tuple[Array, ...]
    A: tuple[Array, ...]

    def columns(self, which: slice) -> "Pass":
        """The results of these examples alone."""
        return Pass(tuple(Z[:, which] for Z in self.Z), tuple(A[:, which] for A in self.A))


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Trace:
    """A network, X (n_x, m), and the results of both programs."""

    network: Network
    X: Array
    loop: Pass
    vectorized: Pass
    max_abs_difference: float
    """The largest measured |loop − vectorized| over every entry of every Z and A."""
    max_abs: float
    """The largest absolute value of any Z or A, the scale of the difference."""

    @property
    def sizes(self) -> Sizes:
        return self.network.sizes(self.X.shape[1])

    @property
    def nbytes(self) -> int:
        """The size of all arrays in bytes."""
        weights = [array for layer in self.network.layers for array in (layer.W, layer.b)]
        return sum(array.nbytes for run in (self.loop, self.vectorized) for array in (*run.Z, *run.A)) + sum(
            array.nbytes for array in (self.X, *weights)
        )

    def matrix(self, name: Name, view: View) -> Array:
        """The matrix of that name in the program of that view."""
        run, layer = self.loop if view == "loop" else self.vectorized, name.layer - 1
        match name.kind:
            case "X":
                return self.X
            case "W":
                return self.network.layers[layer].W
            case "b":
                return self.network.layers[layer].b
            case "Z":
                return run.Z[layer]
        return run.A[layer]


def forward_loop(network: Network, X: Array) -> Pass:
    """Loop over the examples: column i of X makes column i of every Z and A."""
    m = X.shape[1]
    Z = [np.empty((layer.n, m)) for layer in network.layers]
    A = [np.empty((layer.n, m)) for layer in network.layers]
    layers = list(zip(network.layers, (X, *A[:-1]), Z, A, strict=True))
    for i in range(m):
        for layer, A_prev, Z_l, A_l in layers:
            # (n_l, n_prev) @ (n_prev, 1) + (n_l, 1) -> (n_l, 1)
            Z_l[:, i : i + 1] = layer.W @ A_prev[:, i : i + 1] + layer.b
            A_l[:, i : i + 1] = layer.activation.op(Z_l[:, i : i + 1])  # (n_l, 1) -> (n_l, 1)
    return read_only(Z, A)


def forward_vectorized(network: Network, X: Array) -> Pass:
    """Compute all examples at once; column i of every matrix is example i."""
    Z, A = [], []
    A_prev = X  # (n_x, m)
    for layer in network.layers:
        Z_l = layer.W @ A_prev + layer.b  # (n_l, n_prev) @ (n_prev, m) + (n_l, 1) -> (n_l, m)
        A_prev = layer.activation.op(Z_l)  # (n_l, m) -> (n_l, m)
        Z.append(Z_l)
        A.append(A_prev)
    return read_only(Z, A)


def trace(network: Network, X: Array) -> Trace:
    """Run both programs on the same numbers and measure the largest difference."""
    loop, vectorized = forward_loop(network, X), forward_vectorized(network, X)
    largest = max(float(np.abs(array).max()) for array in vectorized.Z + vectorized.A)
    return Trace(network, X, loop, vectorized, largest_difference(loop, vectorized), largest)


def largest_difference(one: Pass, other: Pass) -> float:
    """The largest |one − other| over every entry of every Z and A."""
    pairs = zip(one.Z + one.A, other.Z + other.A, strict=True)
    return max(float(np.abs(a - b).max()) for a, b in pairs)


def read_only(Z: Sequence[Array], A: Sequence[Array]) -> Pass:
    """A pass of these arrays, which can be written no more."""
    for array in (*Z, *A):
        array.flags.writeable = False
    return Pass(tuple(Z), tuple(A))
