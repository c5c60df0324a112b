"""The names of the matrices: X, and W, b, Z and A of each layer."""

import re
from functools import lru_cache
from typing import Literal, NamedTuple, cast

Kind = Literal["X", "W", "b", "Z", "A"]

_NAME = re.compile(r"X|[WbZA][1-9][0-9]?")


class Name(str):
    """The name of a matrix, such as W1: a string with its letter and its layer. ValueError for any other text.

    The layer of X is 0, because X is A[0]. ``bracketed`` is the name in sentences, such as W[1]. ``has_examples``:
    whether the columns are examples (X, Z and A). ``is_given``: whether it is not computed (X, W and b).
    """

    __slots__ = ("bracketed", "has_examples", "is_given", "kind", "layer")
    kind: Kind
    layer: int
    bracketed: str
    has_examples: bool
    is_given: bool

    def __new__(cls, text: str) -> "Name":
        if not _NAME.fullmatch(text):
            raise ValueError(f"“{text}” is not the name of a matrix")
        name = super().__new__(cls, text)
        name.kind, name.layer = cast(Kind, text[0]), int(text[1:] or 0)
        name.bracketed = f"{text[0]}[{text[1:]}]" if text[1:] else text
        name.has_examples, name.is_given = name.kind in "XZA", name.kind in "XWb"
        return name


class LayerNames(NamedTuple):
    """The matrices of one layer."""

    W: Name
    b: Name
    Z: Name
    A: Name


INPUTS = Name("X")


@lru_cache(maxsize=128)
def names_of(layer: int) -> LayerNames:
    """The names of the matrices of this layer."""
    return LayerNames(*(Name(f"{kind}{layer}") for kind in "WbZA"))


@lru_cache(maxsize=128)
def inputs_of(layer: int) -> Name:
    """The inputs of this layer: X, or A of the previous layer."""
    return names_of(layer - 1).A if layer > 1 else INPUTS


@lru_cache(maxsize=128)
def computed_names(layers: range) -> tuple[Name, ...]:
    """The results of these layers in order: Z1, A1, Z2, A2, …"""
    return tuple(name for layer in layers for name in names_of(layer) if not name.is_given)
