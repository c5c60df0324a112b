"""The steps of both programs.

Loop: for each example and each layer, z and then a: 2·L·m steps. Vectorized: for each layer, Z and then A: 2·L steps.
At step 0 nothing is computed.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from app.engine.names import Name, computed_names, inputs_of, names_of
from app.engine.network import Network, Sizes
from app.engine.ops import AFFINE, Op

View = Literal["loop", "vectorized"]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation in a network: it reads matrices such as W1, X and b1, and writes one such as Z1."""

    op: Op
    writes: Name
    reads: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the matrix that it writes, and in the loop the example (from 0) whose column it writes."""

    number: int
    writes: Name
    example: int | None

    @property
    def bound(self) -> dict[str, int]:
        """The index letters that this step binds: i in the loop, none in the matrix form."""
        return {} if self.example is None else {"i": self.example}


@dataclass(frozen=True, slots=True)
class Program:
    """The program of one view for a network of L layers and m examples."""

    view: View
    L: int
    m: int

    def __len__(self) -> int:
        """The number of steps without step 0."""
        return 2 * self.L * (self.m if self.view == "loop" else 1)

    def step(self, number: int) -> Step | None:
        """Step 1 … len(self), None for step 0. IndexError for any other number."""
        if not 0 <= number <= len(self):
            raise IndexError(f"step {number} of {len(self)}")
        return _step(self.view, self.L, number) if number else None

    def number(self, writes: Name, example: int) -> int:
        """The number of the step that computes that Z or A, in the loop its column of that example (from 0)."""
        first = 2 * writes.layer - (writes.kind == "Z")
        return first + (2 * self.L * example if self.view == "loop" else 0)

    def computed(self, matrix: Name, number: int) -> int:
        """How many columns of that Z or A, from the first, are known after step ``number``."""
        since_first = number - self.number(matrix, 0)
        if since_first < 0:
            return 0
        return since_first // (2 * self.L) + 1 if self.view == "loop" else self.m

    def is_computed(self, matrix: Name, example: int, number: int) -> bool:
        """Whether that column of the matrix is known after step ``number``; X, W and b always are."""
        return matrix.is_given or example < self.computed(matrix, number)

    def other(self) -> "Program":
        """The program of the other view for the same sizes."""
        return Program("vectorized" if self.view == "loop" else "loop", self.L, self.m)


@lru_cache(maxsize=1024)
def _step(view: View, L: int, number: int) -> Step:
    example, operation_index = divmod(number - 1, 2 * L)
    writes = computed_names(range(1, L + 1))[operation_index]
    return Step(number, writes, example if view == "loop" else None)


@lru_cache(maxsize=256)
def program(view: View, sizes: Sizes) -> Program:
    """The program of that view for these sizes."""
    return Program(view, sizes.L, sizes.m)


def operation(network: Network, writes: Name) -> Operation:
    """The operation that computes that Z or A."""
    return _operation(writes, AFFINE if writes.kind == "Z" else network.layers[writes.layer - 1].activation.op)


@lru_cache(maxsize=256)
def _operation(writes: Name, op: Op) -> Operation:
    W, b, Z, _ = names_of(writes.layer)
    return Operation(op, writes, (W, inputs_of(writes.layer), b) if writes == Z else (Z,))
