"""The names of the matrices: X, and W, b, Z and A of each layer."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple, cast

Kind = Literal["X", "W", "b", "Z", "A"]


class Name(NamedTuple):
    """The name of a matrix: its letter and its layer, from 1. X has layer 0, because it is what A[0] would be."""

    kind: Kind
    layer: int

    def __str__(self) -> str:
        """X, W1, Z2: as addresses, ids and code have it."""
        return f"{self.kind}{self.layer or ''}"

    @property
    def bracketed(self) -> str:
        """X, W[1], Z[2]: as sentences have it."""
        return f"{self.kind}[{self.layer}]" if self.layer else self.kind

    @property
    def is_given(self) -> bool:
        """Whether nothing computes it: true of X, W and b."""
        return self.kind in "XWb"

    @property
    def has_examples(self) -> bool:
        """Whether its columns are examples: true of X, Z and A."""
        return self.kind in "XZA"


INPUTS = Name("X", 0)
_TEXT = re.compile(r"X|[WbZA][1-9][0-9]?")


@lru_cache(maxsize=512)
def parse_name(text: str) -> Name:
    """The name that the text is: X, W1, Z2. ValueError for any other text."""
    if not _TEXT.fullmatch(text):
        raise ValueError(f"“{text}” is not the name of a matrix")
    return Name(cast(Kind, text[0]), int(text[1:] or 0))


def inputs_of(layer: int) -> Name:
    """The matrix that enters this layer: X, or A of the layer before."""
    return Name("A", layer - 1) if layer > 1 else INPUTS


def names_of(layer: int) -> tuple[Name, Name, Name, Name]:
    """W, b, Z and A of this layer."""
    return Name("W", layer), Name("b", layer), Name("Z", layer), Name("A", layer)


def computed_names(layers: Iterable[int]) -> tuple[Name, ...]:
    """Z1, A1, Z2, A2, …: what these layers compute, in order."""
    return tuple(name for layer in layers for name in names_of(layer) if not name.is_given)
