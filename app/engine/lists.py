"""The forward pass without NumPy: three nested loops over plain Python lists."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from app.engine.activations import Plain
from app.engine.forward import Pass, read_only
from app.engine.network import Network
from app.engine.ops import Array

Column: TypeAlias = list[float]


@dataclass(frozen=True, slots=True)
class PlainLayer:
    """One layer as lists: W has n_l rows of n_prev numbers, b has n_l numbers."""

    W: list[list[float]]
    b: list[float]
    activation: Plain


def plain_layers(network: Network) -> list[PlainLayer]:
    """The layers of the network as lists."""
    return [PlainLayer(each.W.tolist(), each.b[:, 0].tolist(), each.activation.plain) for each in network.layers]


def plain_columns(X: Array) -> list[Column]:
    """The examples of X (n_x, m) as m lists of n_x numbers."""
    columns: list[Column] = X.T.tolist()
    return columns


def forward_lists(layers: list[PlainLayer], X: list[Column]) -> tuple[list[list[Column]], list[list[Column]]]:
    """Z and A as lists: Z[l][i][j] is neuron j of layer l for example i."""
    Z: list[list[Column]] = [[] for _ in layers]
    A: list[list[Column]] = [[] for _ in layers]
    for x in X:  # m examples
        a = x
        for layer, Z_l, A_l in zip(layers, Z, A, strict=True):
            z = []
            for row, bias in zip(layer.W, layer.b, strict=True):  # n_l neurons
                total = bias
                for weight, value in zip(row, a, strict=True):  # n_prev inputs
                    total += weight * value
                z.append(total)
            a = layer.activation(z)
            Z_l.append(z)
            A_l.append(a)
    return Z, A


def as_pass(results: tuple[list[list[Column]], list[list[Column]]]) -> Pass:
    """The results of ``forward_lists`` as arrays: Z and A of every layer, (n_l, m) and read-only."""
    return read_only(*([np.array(columns).T for columns in layers] for layers in results))  # (m, n_l) -> (n_l, m)
