"""The programs that race. Each is made ready outside the timing, and then is one call that does a forward pass."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

import numpy as np

from app.engine.forward import Pass, forward_loop, forward_vectorized
from app.engine.lists import as_pass, forward_lists, plain_columns, plain_layers
from app.engine.network import Network, Sizes
from app.engine.ops import Array
from app.speed.model import DOUBLE, operations

LIST_NUMBER, SINGLE = 32, 4
"""Bytes of one number: in a Python list (a pointer and an object), and in float32."""


@dataclass(frozen=True, slots=True, eq=False)
class Racer:
    """A program made ready: ``run`` does one forward pass, ``as_arrays`` turns what it returned into a Pass."""

    run: Callable[[], object]
    as_arrays: Callable[[object], Pass]


@dataclass(frozen=True, slots=True)
class Program:
    """One of the programs. ``ready`` takes the network and X (n_x, m); ``number`` is the bytes of one number.

    ``copies`` says whether it has the weights and X in a form of its own.
    """

    key: str
    ready: Callable[[Network, Array], Racer]
    number: int
    copies: bool

    def memory(self, sizes: Sizes) -> int:
        """Bytes that it holds while it runs: every Z and A, what the widest layer needs in between, its copies."""
        made = (2 * sum(sizes.n[1:]) + 3 * max(sizes.n[1:])) * sizes.m
        copied = sizes.n[0] * sizes.m + operations(sizes.n) // 2 if self.copies else 0
        return self.number * (made + copied)


def _as_it_is(made: object) -> Pass:
    return cast(Pass, made)


def _lists(network: Network, X: Array) -> Racer:
    layers, columns = plain_layers(network), plain_columns(X)
    return Racer(lambda: forward_lists(layers, columns), as_pass)  # type: ignore[arg-type]


def _loop(network: Network, X: Array) -> Racer:
    return Racer(lambda: forward_loop(network, X), _as_it_is)


def _vectorized(network: Network, X: Array) -> Racer:
    return Racer(lambda: forward_vectorized(network, X), _as_it_is)


def _float32(network: Network, X: Array) -> Racer:
    single, X_single = network.in_float32(), cast(Array, X.astype(np.float32))
    return Racer(lambda: forward_vectorized(single, X_single), _as_it_is)


PROGRAMS: dict[str, Program] = {
    entry.key: entry
    for entry in (
        Program("lists", _lists, LIST_NUMBER, copies=True),
        Program("loop", _loop, DOUBLE, copies=False),
        Program("vectorized", _vectorized, DOUBLE, copies=False),
        Program("float32", _float32, SINGLE, copies=True),
    )
}
"""Nested loops over Python lists; the course's loop; the matrix form; the matrix form in single precision."""
YARDSTICK = "vectorized"
"""The program that the others are compared with."""
