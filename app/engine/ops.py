"""Operations and their index rules, which define the cells that each result depends on.

A rule is written as in einsum, one letter per axis. Z = W X + b is ``jk, ki, j0 -> ji``: cell (j, i) of Z depends on
row j of W (every k), column i of X (every k) and entry j of b; ``0`` is an axis of length 1 that is broadcast.
A selection binds some letters to an index; all others range over their axis. Highlights, the terms of a sum and the
lit edges of the diagram are derived from this.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Shape = tuple[int, int]
Bound = Mapping[str, int]
"""Bound index letters, from 0: {} selects the whole matrix, {"i": 1} one example, {"j": 2, "i": 1} one cell."""


@dataclass(frozen=True)
class Op:
    """A function of matrices and its index rule: ``inputs`` has one rule per argument, ``output`` is the result's."""

    name: str
    inputs: tuple[str, ...]
    output: str
    function: Callable[..., Array]

    def __call__(self, *arguments: Array) -> Array:
        return self.function(*arguments)

    @cached_property
    def rule(self) -> str:
        """The rule in einsum notation, such as ``jk,ki,j0->ji``."""
        return f"{','.join(self.inputs)}->{self.output}"

    @cached_property
    def summed(self) -> str:
        """The letters of the inputs that the result lacks, in order: ``k`` for a matrix product."""
        letters = dict.fromkeys("".join(self.inputs))
        return "".join(letter for letter in letters if letter not in self.output and letter != "0")


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle of cells of one matrix, by its rows and columns, from 0."""

    rows: range
    columns: range

    def __contains__(self, cell: tuple[int, int]) -> bool:
        row, column = cell
        return row in self.rows and column in self.columns

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return ((row, column) for row in self.rows for column in self.columns)

    def covers(self, shape: Shape) -> bool:
        """Whether the region is a whole matrix of that shape."""
        return (len(self.rows), len(self.columns)) == shape


def bind(op: Op, row: int, column: int) -> dict[str, int]:
    """Bind the letters of one cell of the result."""
    return dict(zip(op.output, (row, column), strict=True))


def cells_read(op: Op, bound: Bound, shapes: tuple[Shape, ...]) -> tuple[Region, ...]:
    """The cells of each input that the selected part of the result depends on; ``shapes`` are those of the inputs."""
    return tuple([_region(rule, bound, shape) for rule, shape in zip(op.inputs, shapes, strict=True)])


def cells_written(op: Op, bound: Bound, shape: Shape) -> Region:
    """The selected cells of the result, which has that shape."""
    return _region(op.output, bound, shape)


def terms(op: Op, bound: Bound, shapes: tuple[Shape, ...]) -> list[tuple[tuple[int, int, int], ...]]:
    """The terms of a cell in order; each lists its factors as (input, row, column).

    Inputs with the summed letter are the factors of one term for each of its values; an input without it is one
    separate term. ``jk, ki, j0 -> ji`` gives W[j,0]·X[0,i], W[j,1]·X[1,i], …, b[j,0].
    """
    regions = cells_read(op, bound, shapes)
    ranging = [any(letter in op.summed for letter in rule) for rule in op.inputs]
    factors = [[(which, *cell) for cell in regions[which]] for which in range(len(regions)) if ranging[which]]
    single = [((which, *next(iter(regions[which]))),) for which in range(len(regions)) if not ranging[which]]
    return list(zip(*factors, strict=True)) + single


def _region(rule: str, bound: Bound, shape: Shape) -> Region:
    return Region(_axis(rule[0], bound, shape[0]), _axis(rule[1], bound, shape[1]))


def _axis(letter: str, bound: Bound, size: int) -> range:
    return range(bound[letter], bound[letter] + 1) if letter in bound else range(size)


# (n_l, n_prev) @ (n_prev, m) + (n_l, 1) -> (n_l, m)
AFFINE = Op("affine", ("jk", "ki", "j0"), "ji", lambda W, A, b: W @ A + b)
