"""Weighted sums, term by term, with figures that a pocket calculator confirms."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import repeat
from math import prod

import numpy as np

from app.engine.ops import bind, terms
from app.engine.program import operation
from app.state import Cell
from app.views import words
from app.views.figures import EXACT, decimal_text, decimals_that_agree, exact_decimals, number, trimmed
from app.views.place import Place

MOST_TERMS = 12
"""Products of a sum that are written out; of a longer one the largest are."""


@dataclass(frozen=True, slots=True)
class Factor:
    """One figure of a sum. ``source`` is the letter of its matrix: W, X, A or b."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Term:
    """A product, or the bias alone. ``index`` is the number of its input where the order does not tell it."""

    factors: tuple[Factor, ...]
    index: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """z, term by term. ``exact`` is the sum of the figures shown, if that is more than the result shows.

    Of a long sum only the largest terms are shown; ``rest`` is the sum of the others, to which ``folded`` refers.
    """

    terms: tuple[Term, ...]
    bias: Term
    rest: str
    folded: str
    leads: str
    exact: str
    relation: str


def sum_of(place: Place, cell: Cell, most: int = MOST_TERMS) -> Sum:
    """The weighted sum at that cell; of more than ``most`` products the largest are shown."""
    text, decimals = place.text(cell.matrix, cell.row - 1, cell.column - 1), place.decimals(cell.matrix)
    made = operation(place.network, cell.matrix)
    inputs = tuple(place.matrix(name) for name in made.reads)
    found = terms(made.op, bound_at(place, cell), tuple(values.shape for values in inputs))
    used = [[float(inputs[which][row, column]) for which, row, column in term] for term in found]
    least = [[place.decimals(made.reads[which]) for which, *_ in term] for term in found]

    def written(places: int) -> list[tuple[str, ...]]:
        """Every factor as it is shown with that many decimals at most."""
        return [tuple(map(trimmed, values, repeat(places), at)) for values, at in zip(used, least, strict=True)]

    places = decimals_that_agree(lambda places: float(total(written(places))), text, decimals)
    shown = written(places)
    whole = total(shown)
    is_exact = exact_decimals(np.array([[value for term in used for value in term]]), places) is not None
    agrees = whole == number(text)
    products = [Term(_factors(texts, made.reads)) for texts in shown[:-1]]
    largest, rest = _folded(products, shown[:-1], most)
    return Sum(
        terms=tuple(largest),
        bias=Term((Factor(shown[-1][0], "b"),)),
        rest=decimal_text(total(rest)) if rest else "",
        folded=words.folded(len(largest), len(products), decimal_text(total(rest))) if rest else "",
        leads="=" if is_exact else "≈",
        exact="" if agrees else decimal_text(whole),
        relation="=" if is_exact and agrees else "≈",
    )


def _factors(texts: tuple[str, ...], reads: tuple[str, ...]) -> tuple[Factor, ...]:
    return tuple(Factor(text, name[0]) for text, name in zip(texts, reads, strict=False))


def total(written: Iterable[tuple[str, ...]]) -> Decimal:
    """The sum of the products of figures as they are shown."""
    with localcontext(prec=EXACT):
        return sum((prod(map(number, term), start=Decimal(1)) for term in written), start=Decimal(0))


def _folded(
    products: list[Term], written: list[tuple[str, ...]], most: int
) -> tuple[list[Term], list[tuple[str, ...]]]:
    """The terms to show and the figures of the others; all in their order if they are few, else the largest first."""
    if len(products) <= most:
        return products, []
    by_size = sorted(range(len(products)), key=lambda k: -abs(total([written[k]])))
    largest = [Term(products[k].factors, str(k + 1)) for k in by_size[:most]]
    return largest, [written[k] for k in by_size[most:]]


def bound_at(place: Place, cell: Cell) -> dict[str, int]:
    """The index letters that a computed cell fixes."""
    return bind(operation(place.network, cell.matrix).op, cell.row - 1, cell.column - 1)
