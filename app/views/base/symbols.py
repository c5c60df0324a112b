"""Symbols as the course writes them (letter, [layer], (example), neuron), and the colours of the examples."""

from dataclasses import dataclass
from functools import lru_cache

from app.engine.names import Name

HUES = 6


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol, such as z[1](2) of neuron 3. Empty parts are left out; a part may be a letter (l, i, j)."""

    letter: str
    layer: str = ""
    example: str = ""
    unit: str = ""
    input: str = ""

    @property
    def below(self) -> str:
        """The subscript: the neuron, and for a weight its input."""
        return f"{self.unit},{self.input}" if self.input else self.unit

    @property
    def marked(self) -> bool:
        """Whether there is a superscript: a layer or an example."""
        return bool(self.layer or self.example)

    @property
    def tag(self) -> str:
        """The MathML element for the letter with its subscript and superscript."""
        return "m" + ("sub" * bool(self.unit) + "sup" * self.marked or "row")

    @property
    def text(self) -> str:
        """Plain text: z[1](2)."""
        layer = f"[{self.layer}]" if self.layer else ""
        return f"{self.letter}{layer}{f'({self.example})' if self.example else ''}"

    @property
    def spoken(self) -> str:
        """In words, so that [1] is not read as a power."""
        unit = "feature" if self.letter == "x" else "neuron"
        parts = (
            f"layer {self.layer}" if self.layer else "",
            f"example {self.example}" if self.example else "",
            f"{unit} {self.unit}" if self.unit else "",
            f"input {self.input}" if self.input else "",
        )
        return ", ".join(part for part in (self.letter, *parts) if part)

    @property
    def intent(self) -> str:
        """The same words as MathML intent: a literal, which begins with an underscore."""
        return "_" + self.spoken.replace(", ", "-").replace(" ", "-")


@lru_cache(maxsize=128)
def matrix_symbol(name: Name) -> Symbol:
    """The symbol of a matrix: X, W[1], Z[2]."""
    return Symbol(name.kind, _layer(name))


@lru_cache(maxsize=1024)
def column_symbol(name: Name, example: str) -> Symbol:
    """The symbol of one column: x(2), z[1](2). W and b have no examples and keep their name."""
    return Symbol(name.kind.lower(), _layer(name), example) if name.has_examples else matrix_symbol(name)


def entry_symbol(name: Name, row: int, column: int) -> Symbol:
    """The symbol of one entry, counted from 1: z[1](2) of neuron 3, w[1] of neuron 3 and input 1."""
    letter, layer, unit = name.kind.lower(), _layer(name), str(row)
    if name.has_examples:
        return Symbol(letter, layer, str(column), unit)
    return Symbol(letter, layer, unit=unit, input=str(column) if name.kind == "W" else "")


def _layer(name: Name) -> str:
    return str(name.layer) if name.layer else ""


def colour_of(example: int) -> int:
    """The number of the colour of an example, which counts from 1; colours count from 0."""
    return (example - 1) % HUES
