"""The steps of either program, and the step of the other that corresponds.

Loop: for each example, for each layer, z and then a: 2·L·m steps. Vectorized: for each layer Z and then A: 2·L steps.
Step 0 comes before the first: nothing is computed.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from app.engine.network import Network, Sizes
from app.engine.ops import AFFINE, Op

View = Literal["loop", "vectorized"]
Kind = Literal["Z", "A"]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation at its place in the network: ``writes`` and ``reads`` are names such as Z1 and W1, X, b1."""

    op: Op
    kind: Kind
    layer: int
    reads: tuple[str, ...]

    @property
    def writes(self) -> str:
        return f"{self.kind}{self.layer}"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the operation's kind and layer (from 1), and in the loop the example (from 0)."""

    number: int
    kind: Kind
    layer: int
    example: int | None

    @property
    def writes(self) -> str:
        return f"{self.kind}{self.layer}"

    @property
    def bound(self) -> dict[str, int]:
        """The index letters that this step fixes: the loop fixes i, the matrix form nothing."""
        return {} if self.example is None else {"i": self.example}


@dataclass(frozen=True, slots=True)
class Program:
    """The program of one view for a network of L layers and m examples."""

    view: View
    L: int
    m: int

    def __len__(self) -> int:
        """How many steps it takes, not counting step 0."""
        return 2 * self.L * (self.m if self.view == "loop" else 1)

    def step(self, number: int) -> Step | None:
        """Step 1 … len(self); None for step 0, before the program. IndexError outside."""
        if not 0 <= number <= len(self):
            raise IndexError(f"step {number} of {len(self)}")
        return _step(self.view, self.L, number) if number else None

    def number(self, kind: Kind, layer: int, example: int) -> int:
        """The step that computes that operation, in the loop for that example (from 0)."""
        place = 2 * layer - (kind == "Z")
        return place + (2 * self.L * example if self.view == "loop" else 0)

    def is_computed(self, matrix: str, example: int, number: int) -> bool:
        """Whether that column of the matrix (Z1, A1, …) is known after step ``number``. What is given always is."""
        if matrix[0] not in "ZA":
            return True
        kind: Kind = "Z" if matrix[0] == "Z" else "A"
        return self.number(kind, int(matrix[1:]), example) <= number

    def other(self) -> "Program":
        """The same forward pass as the other view runs it."""
        return Program("vectorized" if self.view == "loop" else "loop", self.L, self.m)


@lru_cache(maxsize=1024)
def _step(view: View, L: int, number: int) -> Step:
    example, place = divmod(number - 1, 2 * L)
    return Step(
        number,
        kind="A" if place % 2 else "Z",
        layer=place // 2 + 1,
        example=example if view == "loop" else None,
    )


@lru_cache(maxsize=256)
def program(view: View, sizes: Sizes) -> Program:
    """The program of that view for these sizes."""
    return Program(view, sizes.L, sizes.m)


def operation(network: Network, matrix: str) -> Operation:
    """The operation that writes the matrix of that name (Z1, A1, …)."""
    layer = int(matrix[1:])
    return _operation(matrix, AFFINE if matrix[0] == "Z" else network.layers[layer - 1].activation.op)


@lru_cache(maxsize=256)
def _operation(matrix: str, op: Op) -> Operation:
    layer = int(matrix[1:])
    if matrix[0] == "Z":
        return Operation(op, "Z", layer, (f"W{layer}", activations_name(layer - 1), f"b{layer}"))
    return Operation(op, "A", layer, (f"Z{layer}",))


def activations_name(layer: int) -> str:
    """A1, A2, …; A[0] is X."""
    return f"A{layer}" if layer else "X"
