"""Weighted sums, term by term, with figures that a pocket calculator confirms, and three readings of a column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from itertools import repeat
from math import prod
from typing import get_args

from app.engine.names import Name, names_of
from app.engine.ops import Op, Shape, terms
from app.engine.program import operation
from app.state import Cell
from app.state.state import Reading
from app.views.base import words
from app.views.base.numbers import (
    BOARD_DECIMALS,
    EXACT_DIGITS,
    MAX_DECIMALS,
    are_exact,
    decimal_text,
    fixed,
    number,
    trimmed,
)
from app.views.base.scene import Scene

KEPT = 256
"""Sums that one process keeps, and terms of as many. The longest, of 65 terms, takes some 30,000 bytes with them."""
MOST_TERMS = 12
"""Products of a sum that are written out; of a longer one the largest are."""
MOST_NEURONS = 5
"""Neurons of a column that are written out; of more those around the chosen one."""
FEW_INPUTS = 5
"""Inputs up to which every product of every neuron is written out."""
LARGEST = 3
"""Of more inputs, how many are written out."""


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
        return fixed(float(total(self.written(places))), self.decimals) == self.text

    def has_all_digits(self, places: int) -> bool:
        """Whether every figure is the number itself."""
        return are_exact([value for term in self.values for value in term], places)

    def is_exact(self, places: int) -> bool:
        """Whether every figure is the number itself, and they come to the figure of the result."""
        return self.has_all_digits(places) and total(self.written(places)) == number(self.text)


def written_at(scene: Scene, cell: Cell) -> Written:
    """The weighted sum at that computed cell."""
    made = operation(scene.network, cell.matrix)
    inputs, decimals = [scene.matrix(name) for name in made.reads], scene.matrices.decimals
    found = _terms(made.op, tuple(scene.bound_at(cell).items()), tuple(matrix.shape for matrix in inputs))
    return Written(
        cell=cell,
        sources=made.reads,
        values=tuple([tuple([inputs[which].item(row, column) for which, row, column in term]) for term in found]),
        least=tuple([tuple([decimals[made.reads[which]] for which, *_ in term]) for term in found]),
        text=scene.text(cell.matrix, cell.row - 1, cell.column - 1),
        decimals=scene.matrices.decimals[cell.matrix],
    )


@lru_cache(maxsize=KEPT)
def _terms(
    op: Op, bound: tuple[tuple[str, int], ...], shapes: tuple[Shape, ...]
) -> tuple[tuple[tuple[int, int, int], ...], ...]:
    return tuple(terms(op, dict(bound), shapes))


def sum_of(scene: Scene, cell: Cell, most: int = MOST_TERMS) -> Sum:
    """The weighted sum at that cell; of more than ``most`` products the largest are shown."""
    return _rendered(written_at(scene, cell), most)


@lru_cache(maxsize=KEPT)
def _rendered(made: Written, most: int) -> Sum:
    places = next((p for p in range(BOARD_DECIMALS, MAX_DECIMALS) if made.agrees(p)), MAX_DECIMALS)
    *shown, (bias,) = made.written(places)
    kept = _kept(shown, most)
    whole, rest = total((*shown, (bias,))), total([shown[k] for k in range(len(shown)) if k not in kept])
    is_exact, agrees, is_folded = made.has_all_digits(places), whole == number(made.text), len(kept) < len(shown)
    return Sum(
        terms=tuple([Term(_factors(shown[k], made.sources), str(k + 1) if is_folded else "") for k in kept]),
        bias=Term((Factor(bias, "b"),)),
        rest=decimal_text(rest) if is_folded else "",
        folded=words.folded(len(kept), len(shown), decimal_text(rest)) if is_folded else "",
        leads="=" if is_exact else "≈",
        exact="" if agrees else decimal_text(whole),
        relation="=" if is_exact and agrees else "≈",
    )


def _kept(shown: list[tuple[str, ...]], most: int) -> Sequence[int]:
    """The terms that are written out: all in their order if they are few, else the largest first."""
    if len(shown) <= most:
        return range(len(shown))
    sizes = [abs(product) for product in _products(shown)]
    return sorted(range(len(shown)), key=sizes.__getitem__, reverse=True)[:most]


def _factors(texts: tuple[str, ...], reads: tuple[Name, ...]) -> tuple[Factor, ...]:
    return tuple([Factor(text, name.kind) for text, name in zip(texts, reads, strict=False)])


def total(written: Iterable[tuple[str, ...]]) -> Decimal:
    """The sum of the products of figures as they are shown."""
    with localcontext(prec=EXACT_DIGITS):
        return sum(_products(written), start=Decimal(0))


def _products(written: Iterable[tuple[str, ...]]) -> list[Decimal]:
    with localcontext(prec=EXACT_DIGITS):
        return [prod(map(number, term), start=Decimal(1)) for term in written]


@dataclass(frozen=True, slots=True)
class ReadingTab:
    """One reading, and the way to it."""

    text: str
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class NeuronSum:
    """One entry of the column with its whole sum."""

    unit: int
    sum: Sum
    result: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Coefficient:
    """The factor of one column of W. ``index`` is the column's number, set only if the combination is folded."""

    factor: str
    index: str


@dataclass(frozen=True, slots=True)
class CombinationRow:
    """One neuron: its entries of the columns shown; ``rest`` is the sum of the terms not shown."""

    unit: int
    entries: tuple[str, ...]
    rest: str
    bias: str
    result: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Combination:
    """The column as a linear combination: columns of W times their inputs, plus b."""

    coefficients: tuple[Coefficient, ...]
    is_folded: bool
    rows: tuple[CombinationRow, ...]
    relation: str


@dataclass(frozen=True, slots=True)
class Readings:
    """How the chosen weighted sum can be read. ``column`` or ``combination`` is set if that is how it is read now.

    ``part`` says which of the neurons are shown, if not all are.
    """

    tabs: tuple[ReadingTab, ...]
    part: str
    line: str
    column: tuple[NeuronSum, ...]
    combination: Combination | None


def readings(scene: Scene, cell: Cell) -> Readings:
    """The readings of the column of that computed cell."""
    now, units = scene.state.reading, _units(scene, cell)
    n = scene.sizes.shapes[cell.matrix][0]
    return Readings(
        tabs=tuple(_tab(scene, cell, each) for each in get_args(Reading)),
        part="" if len(units) == n or now == "cell" else words.neurons_window(units.start, units.stop - 1, n),
        line=words.reading_line(cell, now),
        column=_column(scene, cell, units) if now == "column" else (),
        combination=_combination(scene, cell, units) if now == "combination" else None,
    )


def _units(scene: Scene, cell: Cell) -> range:
    """The neurons on show, from 1."""
    n = scene.sizes.shapes[cell.matrix][0]
    first = (cell.row - 1) // MOST_NEURONS * MOST_NEURONS + 1
    return range(first, min(first + MOST_NEURONS, n + 1))


def _tab(scene: Scene, cell: Cell, reading: Reading) -> ReadingTab:
    text, label = words.reading(cell, reading)
    state = scene.state.model_copy(update={"reading": reading})
    return ReadingTab(text, label, scene.url(state), scene.state.reading == reading)


def _most(scene: Scene, cell: Cell) -> int:
    inputs = scene.sizes.shapes[names_of(cell.matrix.layer).W][1]
    return FEW_INPUTS if inputs <= FEW_INPUTS else LARGEST


def _column(scene: Scene, cell: Cell, units: range) -> tuple[NeuronSum, ...]:
    most = _most(scene, cell)
    return tuple(
        NeuronSum(
            unit,
            sum_of(scene, Cell(cell.matrix, unit, cell.column), most),
            scene.text(cell.matrix, unit - 1, cell.column - 1),
            unit == cell.row,
        )
        for unit in units
    )


def _combination(scene: Scene, cell: Cell, units: range) -> Combination:
    column = [written_at(scene, Cell(cell.matrix, unit, cell.column)) for unit in units]
    places = next(
        (p for p in range(BOARD_DECIMALS, MAX_DECIMALS) if all(entry.agrees(p) for entry in column)), MAX_DECIMALS
    )
    inputs = range(len(column[0].values) - 1)
    kept = list(inputs)
    if len(inputs) > FEW_INPUTS:
        kept.sort(key=lambda k: -max(abs(prod(entry.values[k])) for entry in column))
        kept = kept[:LARGEST]
    others = [k for k in inputs if k not in kept]
    shown = [entry.written(places) for entry in column]
    is_exact = all(entry.is_exact(places) for entry in column)
    return Combination(
        coefficients=tuple(Coefficient(shown[0][k][1], str(k + 1) if others else "") for k in kept),
        is_folded=bool(others),
        rows=tuple(
            CombinationRow(
                unit=entry.cell.row,
                entries=tuple(figures[k][0] for k in kept),
                rest=decimal_text(total(figures[k] for k in others)) if others else "",
                bias=figures[-1][0],
                result=entry.text,
                is_chosen=entry.cell.row == cell.row,
            )
            for entry, figures in zip(column, shown, strict=True)
        ),
        relation="=" if is_exact else "≈",
    )
