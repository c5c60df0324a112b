"""The page about the idea: its rows of notation and shapes."""

from dataclasses import dataclass

from app.views.base.symbols import Symbol


@dataclass(frozen=True, slots=True)
class Row:
    """One name of the notation: what it is, and its shape in letters."""

    symbol: Symbol
    meaning: str
    shape: str
    has_m: bool


@dataclass(frozen=True, slots=True)
class About:
    notation: tuple[Row, ...]


def about() -> About:
    """The notation, from the inputs to the predictions."""
    return About(
        (
            Row(Symbol("m"), "the number of examples", "", False),
            Row(Symbol("n", unit="x"), "the number of features of one example", "", False),
            Row(Symbol("n", "l"), "the number of neurons of layer l", "", False),
            Row(Symbol("X"), "the inputs; column i is example i", "(n_x, m)", True),
            Row(Symbol("x", example="i"), "example i, one column of X", "(n_x, 1)", False),
            Row(Symbol("W", "l"), "the weights of layer l; row j is neuron j", "(n[l], n[l−1])", False),
            Row(
                Symbol("b", "l"),
                "the biases of layer l; one real column, added to every column",
                "(n[l], 1)",
                False,
            ),
            Row(Symbol("Z", "l"), "the weighted sums of layer l", "(n[l], m)", True),
            Row(Symbol("z", "l", "i"), "the weighted sums for example i, one column of Z", "(n[l], 1)", False),
            Row(Symbol("A", "l"), "the activations of layer l; A[0] is X, the last are ŷ", "(n[l], m)", True),
            Row(Symbol("a", "l", "i"), "the activations for example i, one column of A", "(n[l], 1)", False),
        )
    )
