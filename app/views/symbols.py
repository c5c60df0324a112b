"""Names as the course writes them: letter, [layer], (example), neuron."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Symbol:
    """One name, such as z[1](2) with neuron 3. Empty parts are not written; a part may be a letter (l, i, j)."""

    letter: str
    layer: str = ""
    example: str = ""
    unit: str = ""
    input: str = ""

    @property
    def below(self) -> str:
        """What stands below the letter: the neuron, and for a weight its input."""
        return f"{self.unit},{self.input}" if self.input else self.unit

    @property
    def marked(self) -> bool:
        """Whether a layer or an example stands above the letter."""
        return bool(self.layer or self.example)

    @property
    def tag(self) -> str:
        """The MathML element that holds the letter, what is below it and what is above it."""
        return "m" + ("sub" * bool(self.unit) + "sup" * self.marked or "row")

    @property
    def text(self) -> str:
        """In one line of plain text: z[1](2)."""
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
        """MathML's intent for the same words: a literal, which begins with an underscore."""
        return "_" + self.spoken.replace(", ", "-").replace(" ", "-")


def matrix_symbol(name: str) -> Symbol:
    """The symbol of a matrix: X, W[1], Z[2]."""
    return Symbol(name[0], name[1:])


def column_symbol(name: str, example: str) -> Symbol:
    """The symbol of one column: x(2), z[1](2). W and b have no examples and keep their name."""
    if name[0] in "Wb":
        return matrix_symbol(name)
    return Symbol(name[0].lower(), name[1:], example)


def entry_symbol(name: str, row: int, column: int) -> Symbol:
    """The symbol of one entry, counted from 1: z[1](2) of neuron 3, w[1] of neuron 3 and input 1."""
    if name[0] == "W":
        return Symbol("w", name[1:], unit=str(row), input=str(column))
    if name[0] == "b":
        return Symbol("b", name[1:], unit=str(row))
    return Symbol(name[0].lower(), name[1:], str(column), str(row))
