"""The page /about: the table of notation and shapes."""

from dataclasses import dataclass

from app.views.base.symbols import Symbol


@dataclass(frozen=True, slots=True)
class NotationRow:
    """One name of the notation: its shape in letters, and its meaning."""

    symbol: Symbol
    shape: str
    line: str

    @property
    def has_m(self) -> bool:
        return "m" in self.shape


NOTATION = (
    NotationRow(Symbol("m"), "", "the number of examples"),
    NotationRow(Symbol("n", unit="x"), "", "the number of features of one example"),
    NotationRow(Symbol("n", "l"), "", "the number of neurons of layer l"),
    NotationRow(Symbol("X"), "(n_x, m)", "the inputs; column i is example i"),
    NotationRow(Symbol("x", example="i"), "(n_x, 1)", "example i, one column of X"),
    NotationRow(Symbol("W", "l"), "(n[l], n[l−1])", "the weights of layer l; row j is neuron j"),
    NotationRow(Symbol("b", "l"), "(n[l], 1)", "the biases of layer l; one real column, added to every column"),
    NotationRow(Symbol("Z", "l"), "(n[l], m)", "the weighted sums of layer l"),
    NotationRow(Symbol("z", "l", "i"), "(n[l], 1)", "the weighted sums for example i, one column of Z"),
    NotationRow(Symbol("A", "l"), "(n[l], m)", "the activations of layer l; A[0] is X, the last are ŷ"),
    NotationRow(Symbol("a", "l", "i"), "(n[l], 1)", "the activations for example i, one column of A"),
)
"""The notation, from the inputs to the predictions."""
