"""Weighted sums, term by term, with figures that a pocket calculator confirms."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cached_property
from itertools import repeat
from math import prod

import numpy as np

from app.engine.ops import bind, terms
from app.engine.program import operation
from app.state import Cell
from app.views import words
from app.views.figures import DECIMALS, EXACT, EXACT_PLACES, decimal_text, exact_decimals, figure, number, trimmed
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


@dataclass(frozen=True)
class Written:
    """A weighted sum whose figures can be written with more or fewer decimals; the last of ``values`` is the bias."""

    place: Place
    cell: Cell

    @cached_property
    def reads(self) -> tuple[str, ...]:
        return operation(self.place.network, self.cell.matrix).reads

    @cached_property
    def _terms(self) -> list[tuple[tuple[int, int, int], ...]]:
        shapes = tuple(self.place.sizes.shape(name) for name in self.reads)
        return terms(operation(self.place.network, self.cell.matrix).op, bound_at(self.place, self.cell), shapes)

    @cached_property
    def values(self) -> list[list[float]]:
        """Every term's factors as they are."""
        inputs = [self.place.matrix(name) for name in self.reads]
        return [[float(inputs[which][row, column]) for which, row, column in term] for term in self._terms]

    @cached_property
    def _least(self) -> list[list[int]]:
        return [[self.place.decimals(self.reads[which]) for which, *_ in term] for term in self._terms]

    @cached_property
    def text(self) -> str:
        """The result as the board shows it."""
        return self.place.text(self.cell.matrix, self.cell.row - 1, self.cell.column - 1)

    def written(self, places: int) -> list[tuple[str, ...]]:
        """Every factor as it is shown with that many decimals at most."""
        pairs = zip(self.values, self._least, strict=True)
        return [tuple(map(trimmed, values, repeat(places), least)) for values, least in pairs]

    def agrees(self, places: int) -> bool:
        """Whether these figures come to the result as it is shown."""
        return figure(float(total(self.written(places))), self.place.decimals(self.cell.matrix)) == self.text

    def is_exact(self, places: int) -> bool:
        """Whether every figure is the number itself, and they come to the figure of the result."""
        values = np.array([[value for term in self.values for value in term]])
        return exact_decimals(values, places) is not None and total(self.written(places)) == number(self.text)


def sum_of(place: Place, cell: Cell, most: int = MOST_TERMS) -> Sum:
    """The weighted sum at that cell; of more than ``most`` products the largest are shown."""
    made = Written(place, cell)
    places = next((p for p in range(DECIMALS, EXACT_PLACES) if made.agrees(p)), EXACT_PLACES)
    shown = made.written(places)
    whole = total(shown)
    is_exact = exact_decimals(np.array([[value for term in made.values for value in term]]), places) is not None
    agrees = whole == number(made.text)
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
