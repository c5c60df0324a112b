"""Weighted sums, term by term, in figures whose sum is the figure on the board; and three readings of a column."""

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
    decimal_text,
    figure,
    is_written,
    number,
    trimmed,
)
from app.views.base.scene import Scene

CACHED_SUMS = 256
"""Sums, and lists of terms, that one process caches. The longest, of 65 terms, takes some 30,000 bytes."""
MOST_NEURONS = 5
"""Neurons of a column that are written out; of more, the window with the chosen one."""
MOST_INPUTS, FOLDED_INPUTS = 5, 3
"""Inputs whose products are all written out for every neuron; of more inputs, how many are."""


@dataclass(frozen=True, slots=True)
class Term:
    """A product, or the bias alone: figures, each with the kind of its matrix. ``index`` is the number of its input,
    set only if the sum is folded."""

    factors: tuple[tuple[str, str], ...]
    index: str = ""


@dataclass(frozen=True, slots=True)
class Sum:
    """z, term by term. ``leads`` and ``relation`` are "=" or "≈" before the terms and before the result.

    ``exact`` is the sum of the figures shown if it differs from the result's figure, and is not too long, else "". Of a
    long sum only the largest terms are shown: ``rest`` is the sum of the others, ``others`` says so beside it, and
    ``folded`` is a sentence on them.
    """

    terms: tuple[Term, ...]
    bias: Term
    rest: str
    others: str
    folded: str
    leads: str
    exact: str
    relation: str


@dataclass(frozen=True, slots=True)
class WeightedSum:
    """A weighted sum whose figures can be written with more or fewer decimals. The last term is the bias.

    ``values`` are the factors of every term, ``least`` the decimals that they have on the board, ``sources`` the
    matrices that they are from. ``is_known``: every factor is exactly the decimal that it is written as. ``text`` is
    the figure of the result on the board, with ``decimals`` decimals.
    """

    cell: Cell
    sources: tuple[Name, ...]
    values: tuple[tuple[float, ...], ...]
    least: tuple[tuple[int, ...], ...]
    is_known: bool
    text: str
    decimals: int

    def figures(self, places: int) -> list[tuple[str, ...]]:
        """Every factor as a figure with at most ``places`` decimals."""
        pairs = zip(self.values, self.least, strict=True)
        return [tuple(map(trimmed, values, repeat(places), least)) for values, least in pairs]

    def agrees(self, places: int) -> bool:
        """Whether the sum of these figures, rounded, is the figure of the result."""
        return figure(float(total(self.figures(places))), self.decimals) == self.text

    def has_all_digits(self, places: int) -> bool:
        """Whether no figure is rounded."""
        pairs = zip(self.values, self.figures(places), strict=True)
        return self.is_known and all(all(map(is_written, values, texts)) for values, texts in pairs)

    def is_exact(self, places: int) -> bool:
        """Whether no figure is rounded and their sum is the figure of the result without rounding."""
        return self.has_all_digits(places) and total(self.figures(places)) == number(self.text)


def weighted_sum(scene: Scene, cell: Cell) -> WeightedSum:
    """The weighted sum of a computed cell of Z."""
    made = operation(scene.network, cell.matrix)
    inputs, decimals = [scene.exact(name) for name in made.reads], scene.matrices.decimals
    found = _terms(made.op, tuple(scene.bound_at(cell).items()), tuple(matrix.shape for matrix in inputs))
    entered, column = made.reads[1], cell.column - 1
    return WeightedSum(
        cell=cell,
        sources=made.reads,
        values=tuple([tuple([inputs[which].item(row, column) for which, row, column in term]) for term in found]),
        least=tuple([tuple([decimals[made.reads[which]] for which, *_ in term]) for term in found]),
        is_known=scene.is_exact(entered, range(scene.sizes.shapes[entered][0]), column),
        text=scene.text(cell.matrix, cell.row - 1, cell.column - 1),
        decimals=scene.matrices.decimals[cell.matrix],
    )


@lru_cache(maxsize=CACHED_SUMS)
def _terms(
    op: Op, bound: tuple[tuple[str, int], ...], shapes: tuple[Shape, ...]
) -> tuple[tuple[tuple[int, int, int], ...], ...]:
    return tuple(terms(op, dict(bound), shapes))


def sum_of(scene: Scene, cell: Cell, most: int = 12) -> Sum:
    """The weighted sum of a computed cell; of more than ``most`` products only the largest are shown."""
    return _rendered(weighted_sum(scene, cell), most)


@lru_cache(maxsize=CACHED_SUMS)
def _rendered(made: WeightedSum, most: int) -> Sum:
    places = next((p for p in range(BOARD_DECIMALS, MAX_DECIMALS) if made.agrees(p)), MAX_DECIMALS)
    *shown, (bias,) = made.figures(places)
    kinds = [name.kind for name in made.sources[:2]]
    kept = _kept(shown, most)
    rest = decimal_text(total([shown[k] for k in range(len(shown)) if k not in kept]))
    is_folded, whole = len(kept) < len(shown), total((*(shown[k] for k in kept), (rest,), (bias,)))
    is_exact, full = made.has_all_digits(places) and total((*shown, (bias,))) == whole, decimal_text(whole)
    agrees = whole == number(made.text)
    return Sum(
        terms=tuple([Term(tuple(zip(shown[k], kinds, strict=True)), str(k + 1) if is_folded else "") for k in kept]),
        bias=Term(((bias, "b"),)),
        rest=rest if is_folded else "",
        others=words.others(len(shown) - len(kept)) if is_folded else "",
        folded=words.folded(len(kept), len(shown), rest) if is_folded else "",
        leads="=" if is_exact else "≈",
        exact="" if agrees or number(full) != whole else full,
        relation="=" if is_exact and agrees else "≈",
    )


def _kept(shown: list[tuple[str, ...]], most: int) -> Sequence[int]:
    """The terms that are written out: all in their order if they are few, else the largest first."""
    if len(shown) <= most:
        return range(len(shown))
    sizes = [abs(product) for product in _products(shown)]
    return sorted(range(len(shown)), key=sizes.__getitem__, reverse=True)[:most]


def total(figures: Iterable[tuple[str, ...]]) -> Decimal:
    """The sum of products of figures, computed exactly."""
    with localcontext(prec=EXACT_DIGITS):
        return sum(_products(figures), start=Decimal(0))


def _products(written: Iterable[tuple[str, ...]]) -> list[Decimal]:
    with localcontext(prec=EXACT_DIGITS):
        return [prod(map(number, term), start=Decimal(1)) for term in written]


@dataclass(frozen=True, slots=True)
class ReadingTab:
    """A link to one reading."""

    text: str
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class NeuronSum:
    """One entry of the column with its weighted sum."""

    unit: int
    sum: Sum
    result: str
    is_chosen: bool


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
    """The column as a linear combination: columns of W times their inputs, plus b.

    ``coefficients`` are the factors of the columns shown, each with the column's number, or "" if all are shown.
    """

    coefficients: tuple[tuple[str, str], ...]
    is_folded: bool
    rows: tuple[CombinationRow, ...]
    relation: str


@dataclass(frozen=True, slots=True)
class Readings:
    """The readings of a weighted sum. ``column`` or ``combination`` is set if it is the current reading.

    ``part`` names the neurons shown if not all are.
    """

    tabs: tuple[ReadingTab, ...]
    part: str
    line: str
    column: tuple[NeuronSum, ...]
    combination: Combination | None


def readings(scene: Scene, cell: Cell) -> Readings:
    """The readings of the column of a computed cell."""
    current, units = scene.state.reading, _units(scene, cell)
    n = scene.sizes.shapes[cell.matrix][0]
    return Readings(
        tabs=tuple(_tab(scene, cell, each) for each in get_args(Reading)),
        part="" if len(units) == n or current == "cell" else words.neurons_window(units.start, units.stop - 1, n),
        line=words.reading_line(cell, current),
        column=_column(scene, cell, units) if current == "column" else (),
        combination=_combination(scene, cell, units) if current == "combination" else None,
    )


def _units(scene: Scene, cell: Cell) -> range:
    """The neurons shown, from 1."""
    n = scene.sizes.shapes[cell.matrix][0]
    first = (cell.row - 1) // MOST_NEURONS * MOST_NEURONS + 1
    return range(first, min(first + MOST_NEURONS, n + 1))


def _tab(scene: Scene, cell: Cell, reading: Reading) -> ReadingTab:
    text, label = words.reading(cell, reading)
    state = scene.state.model_copy(update={"reading": reading})
    return ReadingTab(text, label, scene.url(state), scene.state.reading == reading)


def _column(scene: Scene, cell: Cell, units: range) -> tuple[NeuronSum, ...]:
    inputs = scene.sizes.shapes[names_of(cell.matrix.layer).W][1]
    most = MOST_INPUTS if inputs <= MOST_INPUTS else FOLDED_INPUTS
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
    column = [weighted_sum(scene, Cell(cell.matrix, unit, cell.column)) for unit in units]
    places = next(
        (p for p in range(BOARD_DECIMALS, MAX_DECIMALS) if all(entry.agrees(p) for entry in column)), MAX_DECIMALS
    )
    inputs = range(len(column[0].values) - 1)
    shown_inputs = list(inputs)
    if len(inputs) > MOST_INPUTS:
        shown_inputs.sort(key=lambda k: -max(abs(prod(entry.values[k])) for entry in column))
        shown_inputs = shown_inputs[:FOLDED_INPUTS]
    others = [k for k in inputs if k not in shown_inputs]
    shown = [entry.figures(places) for entry in column]
    is_exact = all(entry.is_exact(places) for entry in column)
    return Combination(
        coefficients=tuple((shown[0][k][1], str(k + 1) if others else "") for k in shown_inputs),
        is_folded=bool(others),
        rows=tuple(
            CombinationRow(
                unit=entry.cell.row,
                entries=tuple(figures[k][0] for k in shown_inputs),
                rest=decimal_text(total(figures[k] for k in others)) if others else "",
                bias=figures[-1][0],
                result=entry.text,
                is_chosen=entry.cell.row == cell.row,
            )
            for entry, figures in zip(column, shown, strict=True)
        ),
        relation="=" if is_exact else "≈",
    )
