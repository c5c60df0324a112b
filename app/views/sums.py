"""Weighted sums, term by term, with figures that a pocket calculator confirms."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from itertools import repeat
from math import prod

from app.engine.names import Name
from app.engine.ops import Op, Shape, bind, terms
from app.engine.program import operation
from app.state import Cell
from app.views import words
from app.views.figures import DECIMALS, EXACT, EXACT_PLACES, are_exact, decimal_text, figure, number, trimmed
from app.views.scene import Scene

KEPT = 256
"""Sums that one process keeps, and terms of as many. The longest, of 65 terms, takes some 30,000 bytes with them."""
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


@dataclass(frozen=True, slots=True)
class Written:
    """A weighted sum whose figures can be written with more or fewer decimals; the last of ``values`` is the bias.

    ``values`` are the factors of every term as they are, ``least`` the decimals that the board gives them, ``sources``
    the matrices they are from; ``text`` is the result as the board shows it, with ``decimals``.
    """

    cell: Cell
    sources: tuple[Name, ...]
    values: tuple[tuple[float, ...], ...]
    least: tuple[tuple[int, ...], ...]
    text: str
    decimals: int

    def written(self, places: int) -> list[tuple[str, ...]]:
        """Every factor as it is shown with that many decimals at most."""
        pairs = zip(self.values, self.least, strict=True)
        return [tuple(map(trimmed, values, repeat(places), least)) for values, least in pairs]

    def agrees(self, places: int) -> bool:
        """Whether these figures come to the result as it is shown."""
        return figure(float(total(self.written(places))), self.decimals) == self.text

    def has_all_digits(self, places: int) -> bool:
        """Whether every figure is the number itself."""
        return are_exact([value for term in self.values for value in term], places)

    def is_exact(self, places: int) -> bool:
        """Whether every figure is the number itself, and they come to the figure of the result."""
        return self.has_all_digits(places) and total(self.written(places)) == number(self.text)


def written_at(scene: Scene, cell: Cell) -> Written:
    """The weighted sum at that computed cell."""
    made = operation(scene.network, cell.matrix)
    inputs, decimals = [scene.matrix(name) for name in made.reads], scene.figures.decimals
    found = _terms(made.op, tuple(bound_at(scene, cell).items()), tuple(matrix.shape for matrix in inputs))
    return Written(
        cell=cell,
        sources=made.reads,
        values=tuple(tuple([inputs[which].item(row, column) for which, row, column in term]) for term in found),
        least=tuple(tuple([decimals[made.reads[which]] for which, *_ in term]) for term in found),
        text=scene.text(cell.matrix, cell.row - 1, cell.column - 1),
        decimals=scene.figures.decimals[cell.matrix],
    )


@lru_cache(maxsize=KEPT)
def _terms(
    op: Op, bound: tuple[tuple[str, int], ...], shapes: tuple[Shape, ...]
) -> tuple[tuple[tuple[int, int, int], ...], ...]:
    return tuple(terms(op, dict(bound), shapes))


def sum_of(scene: Scene, cell: Cell, most: int = MOST_TERMS) -> Sum:
    """The weighted sum at that cell; of more than ``most`` products the largest are shown."""
    return _told(written_at(scene, cell), most)


@lru_cache(maxsize=KEPT)
def _told(made: Written, most: int) -> Sum:
    places = next((p for p in range(DECIMALS, EXACT_PLACES) if made.agrees(p)), EXACT_PLACES)
    shown = made.written(places)
    whole = total(shown)
    is_exact, agrees = made.has_all_digits(places), whole == number(made.text)
    products = [Term(_factors(texts, made.sources)) for texts in shown[:-1]]
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


def _factors(texts: tuple[str, ...], reads: tuple[Name, ...]) -> tuple[Factor, ...]:
    return tuple(Factor(text, name.kind) for text, name in zip(texts, reads, strict=False))


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


def bound_at(scene: Scene, cell: Cell) -> dict[str, int]:
    """The index letters that a computed cell fixes."""
    return bind(operation(scene.network, cell.matrix).op, cell.row - 1, cell.column - 1)
