"""The programs that race. Each is prepared outside the timing, and is then one call that does a forward pass."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np

from app.engine.forward import Pass, forward_loop, forward_vectorized
from app.engine.lists import as_pass, forward_lists, plain_columns, plain_layers
from app.engine.network import Network, Sizes
from app.engine.ops import Array
from app.speed.model import DOUBLE, operations


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A prepared program: ``run`` does one forward pass, ``as_arrays`` turns what it returned into a Pass."""

    run: Callable[[], object]
    as_arrays: Callable[[object], Pass]


@dataclass(frozen=True, slots=True)
class Contestant:
    """One of the programs. ``prepare`` takes the network and X (n_x, m); ``number`` is the bytes of one number.

    ``copies`` says whether it holds its own copy of the weights and X, ``is_double`` whether it keeps all digits.
    """

    key: str
    prepare: Callable[[Network, Array], Prepared]
    number: int
    copies: bool
    is_double: bool = True

    def memory(self, sizes: Sizes) -> int:
        """Bytes that it holds while it runs: every Z and A, the temporaries of the widest layer, its copies."""
        made = (2 * sum(sizes.n[1:]) + 3 * max(sizes.n[1:])) * sizes.m
        copied = sizes.n[0] * sizes.m + operations(sizes.n) // 2 if self.copies else 0
        return self.number * (made + copied)


def _unchanged(made: object) -> Pass:
    return cast(Pass, made)


def _lists(network: Network, X: Array) -> Prepared:
    layers, columns = plain_layers(network), plain_columns(X)
    return Prepared(lambda: forward_lists(layers, columns), as_pass)  # type: ignore[arg-type]


def _loop(network: Network, X: Array) -> Prepared:
    return Prepared(lambda: forward_loop(network, X), _unchanged)


def _vectorized(network: Network, X: Array) -> Prepared:
    return Prepared(lambda: forward_vectorized(network, X), _unchanged)


def _float32(network: Network, X: Array) -> Prepared:
    single, X_single = network.in_float32(), cast(Array, X.astype(np.float32))
    return Prepared(lambda: forward_vectorized(single, X_single), _unchanged)


PROGRAMS: dict[str, Contestant] = {
    entry.key: entry
    for entry in (
        Contestant("lists", _lists, 32, copies=True),  # a pointer and an object of 24 bytes
        Contestant("loop", _loop, DOUBLE, copies=False),
        Contestant("vectorized", _vectorized, DOUBLE, copies=False),
        Contestant("float32", _float32, 4, copies=True, is_double=False),
    )
}
"""Nested loops over Python lists; the course's loop; the matrix form; the matrix form in single precision."""
REFERENCE = "vectorized"
"""The program that the others are compared with."""
