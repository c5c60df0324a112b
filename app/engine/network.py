"""A network: layers of weights, biases and activations with checked shapes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import cast

import numpy as np
import numpy.typing as npt

from app.engine.activations import Activation
from app.engine.names import INPUTS, Name, names_of
from app.engine.ops import Array, Shape


class ShapeError(ValueError):
    """Incompatible shapes; the message gives both."""


@dataclass(frozen=True)
class Sizes:
    """The sizes of a network and its examples: n[0] = n_x features, n[l] units of layer l, m examples."""

    n: tuple[int, ...]
    m: int

    @cached_property
    def L(self) -> int:
        """Number of layers."""
        return len(self.n) - 1

    @cached_property
    def shapes(self) -> Mapping[Name, Shape]:
        """The shape of every matrix, in the order X, W1, b1, Z1, A1, W2, …"""
        shapes = {INPUTS: (self.n[0], self.m)}
        for layer, (before, units) in enumerate(pairwise(self.n), start=1):
            W, b, Z, A = names_of(layer)
            shapes |= {W: (units, before), b: (units, 1), Z: (units, self.m), A: (units, self.m)}
        return shapes


@dataclass(frozen=True, slots=True)
class Plan:
    """A network without its numbers: its sizes, and the key of each layer's activation."""

    sizes: Sizes
    activations: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Weights W (n_l, n_prev), bias b (n_l, 1) and activation of one layer; the arrays are read-only."""

    W: Array
    b: Array
    activation: Activation

    @property
    def n(self) -> int:
        """Number of neurons."""
        return len(self.W)


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Layers 1 … L with compatible shapes."""

    layers: tuple[Layer, ...]

    @property
    def L(self) -> int:
        """Number of layers."""
        return len(self.layers)

    @property
    def n_x(self) -> int:
        """Number of features."""
        return int(self.layers[0].W.shape[1])

    def in_float32(self) -> "Network":
        """The network in single precision."""
        return Network(tuple(Layer(_rounded(each.W), _rounded(each.b), each.activation) for each in self.layers))

    def sizes(self, m: int) -> Sizes:
        """The sizes of this network with m examples."""
        return Sizes((self.n_x, *(layer.n for layer in self.layers)), m)


def _rounded(array: Array) -> Array:
    single = array.astype(np.float32)
    single.flags.writeable = False
    return cast(Array, single)


def matrix(values: npt.ArrayLike, name: str) -> Array:
    """A read-only (rows, columns) copy of the values. ShapeError if it is empty, ragged or not two-dimensional."""
    try:
        array = np.array(values, dtype=np.float64, order="C")
    except ValueError as error:
        raise ShapeError(f"{name} is not a rectangle of numbers: its rows differ in length.") from error
    if array.ndim != 2 or 0 in array.shape:
        raise ShapeError(f"{name} has shape {array.shape}, but it must have rows and columns.")
    array.flags.writeable = False
    return array


def network(layers: Iterable[tuple[npt.ArrayLike, npt.ArrayLike, Activation]]) -> Network:
    """Create a network from (W, b, activation) for each layer. ShapeError for incompatible shapes."""
    made: list[Layer] = []
    for number, (W_values, b_values, activation) in enumerate(layers, start=1):
        W, b = matrix(W_values, f"W[{number}]"), matrix(b_values, f"b[{number}]")
        if b.shape != (right := (len(W), 1)):
            raise ShapeError(f"b[{number}] is {b.shape}, but W[{number}] is {W.shape}: b[{number}] must be {right}.")
        if made and W.shape != (right := (len(W), made[-1].n)):
            why = f"layer {number - 1} has {made[-1].n} neurons: it must be {right}"
            raise ShapeError(f"W[{number}] is {W.shape}, but {why}.")
        made.append(Layer(W, b, activation))
    if not made:
        raise ShapeError("A network needs at least one layer.")
    return Network(tuple(made))


def inputs(values: npt.ArrayLike, network: Network) -> Array:
    """The input matrix X (n_x, m), read-only. ShapeError unless it has n_x rows."""
    X = matrix(values, "X")
    if X.shape[0] != network.n_x:
        raise ShapeError(
            f"X is {X.shape}, but W[1] is {network.layers[0].W.shape}: X must have {network.n_x} rows, one a feature."
        )
    return X
