"""The page /about: the table of notation and shapes."""

from dataclasses import dataclass

from app.views.base.symbols import Symbol


@dataclass(frozen=True, slots=True)
class NotationMeaning:
    """One name of the notation: its meaning, and its shape in letters."""

    symbol: Symbol
    meaning: str
    shape: str
    has_m: bool


@dataclass(frozen=True, slots=True)
class About:
    notation: tuple[NotationMeaning, ...]


def about() -> About:
    """The notation, from the inputs to the predictions."""
    return About(
        (
            NotationMeaning(Symbol("m"), "the number of examples", "", False),
            NotationMeaning(Symbol("n", unit="x"), "the number of features of one example", "", False),
            NotationMeaning(Symbol("n", "l"), "the number of neurons of layer l", "", False),
            NotationMeaning(Symbol("X"), "the inputs; column i is example i", "(n_x, m)", True),
            NotationMeaning(Symbol("x", example="i"), "example i, one column of X", "(n_x, 1)", False),
            NotationMeaning(Symbol("W", "l"), "the weights of layer l; row j is neuron j", "(n[l], n[l−1])", False),
            NotationMeaning(
                Symbol("b", "l"),
                "the biases of layer l; one real column, added to every column",
                "(n[l], 1)",
                False,
            ),
            NotationMeaning(Symbol("Z", "l"), "the weighted sums of layer l", "(n[l], m)", True),
            NotationMeaning(
                Symbol("z", "l", "i"), "the weighted sums for example i, one column of Z", "(n[l], 1)", False
            ),
            NotationMeaning(
                Symbol("A", "l"), "the activations of layer l; A[0] is X, the last are ŷ", "(n[l], m)", True
            ),
            NotationMeaning(
                Symbol("a", "l", "i"), "the activations for example i, one column of A", "(n[l], 1)", False
            ),
        )
    )
