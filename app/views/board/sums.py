"""Weighted sums, term by term, in figures whose sum is the figure on the board; and three readings of a column."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import lru_cache
from itertools import repeat
from math import ceil, prod
from typing import get_args

from app.engine.names import Name
from app.engine.ops import Op, Shape, terms
from app.engine.program import operation
from app.state import Cell
from app.state.state import Reading
from app.views.base import words
from app.views.base.numbers import (
    BOARD_DECIMALS,
    EXACT_DIGITS,
    LARGE,
    MAX_DECIMALS,
    MINUS,
    decimal_text,
    figure,
    is_written,
    number,
    power_of_ten,
    trimmed,
)
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol, entry_symbol

CACHED_SUMS = 256
"""Sums, and lists of terms, that one process caches. The longest, of 65 terms, takes some 30,000 bytes."""
MOST_TERMS, FOLDED_TERMS = 6, 5
"""Products that are all written out, one a line; of more, how many are."""
LARGE_TERMS = 5
"""Products, and what is added up of others, that are as large as a figure gets; more lines are smaller."""
ROOM = (18, 23, 29)
"""Characters of the three figures of a line that fit at its largest size, and at the next smaller ones."""
EXACT_DECIMALS = 3
"""Decimals up to which every product is written exactly; if they are more, as few as give the result."""
MOST_NEURONS = 5
"""Neurons of a column that are written out; of more, the window with the chosen one."""
MOST_INPUTS, FOLDED_INPUTS = 5, 3
"""Inputs whose products are all written out for every neuron; of more inputs, how many are."""


@dataclass(frozen=True, slots=True)
class Term:
    """A product, or the bias alone: figures, each with the kind of its matrix, and what they come to.

    ``index`` is the number of its input, set only if the sum is folded. ``relation`` is "=" if ``product`` is exactly
    the product of these figures, else "≈".
    """

    factors: tuple[tuple[str, str], ...]
    index: str
    relation: str
    product: str


@dataclass(frozen=True, slots=True)
class Sum:
    """z, term by term, as one line and as a column of products with equal decimals.

    ``leads`` and ``relation`` are "=" or "≈" before the terms of the line and before its result; ``total`` is the sign
    before the result of the column. Of a long sum only the largest terms are shown: ``rest`` is the sum of the others,
    ``rest_product`` the same in the column after ``rest_relation``, and ``others`` says so beside it. ``size`` is 0
    for large figures; 1 to 3 if there are so many lines, or so many digits, that they must be smaller.
    """

    terms: tuple[Term, ...]
    bias: Term
    bias_symbol: Symbol
    rest: str
    rest_relation: str
    rest_product: str
    others: str
    leads: str
    relation: str
    total: str
    size: int


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


def sum_of(scene: Scene, cell: Cell, most: int = MOST_TERMS, kept: int = FOLDED_TERMS) -> Sum:
    """The weighted sum of a computed cell; of more than ``most`` products only the ``kept`` largest are shown."""
    return _rendered(weighted_sum(scene, cell), most, kept)


def sum_lines(inputs: int) -> int:
    """The lines of a sum of that many products, its bias and its result; smaller lines count as less."""
    lines = inputs + 2 if inputs <= MOST_TERMS else FOLDED_TERMS + 3
    return lines if inputs <= LARGE_TERMS else ceil(0.9 * lines)


@lru_cache(maxsize=CACHED_SUMS)
def _rendered(made: WeightedSum, most: int, most_kept: int) -> Sum:
    places = next((p for p in range(BOARD_DECIMALS, MAX_DECIMALS) if made.agrees(p)), MAX_DECIMALS)
    *shown, (bias,) = made.figures(places)
    kinds = [name.kind for name in made.sources[:2]]
    kept = range(len(shown)) if len(shown) <= most else _largest(shown, most_kept)
    is_folded, written = len(kept) < len(shown), _aligned([shown[k] for k in kept], places)
    others = total([shown[k] for k in range(len(shown)) if k not in kept])
    rest = decimal_text(others)
    is_exact = made.has_all_digits(places) and number(rest) == others
    agrees = total((*written, (rest,), (bias,))) == number(made.text)
    values = [*_products(written), *[others] * is_folded, number(bias)]
    column = _column_of_products(values, bias, made.text, made.decimals)
    signs = ["=" if number(text) == value else "≈" for text, value in zip(column, values, strict=True)]
    adds_up = set(signs) == {"="} and _sum(column) == number(made.text)
    widths = [max(map(len, texts)) for texts in (*zip(*written, strict=True), (*column, made.text))]
    size = sum(sum(widths) > room for room in ROOM)
    return Sum(
        terms=tuple(
            Term(tuple(zip(figures, kinds, strict=True)), str(k + 1) if is_folded else "", sign, product)
            for k, figures, sign, product in zip(kept, written, signs, column, strict=False)
        ),
        bias=Term(((bias, "b"),), "", signs[-1], column[-1]),
        bias_symbol=entry_symbol(made.sources[2], made.cell.row, 1),
        rest=rest if is_folded else "",
        rest_relation=signs[-2] if is_folded else "",
        rest_product=column[-2] if is_folded else "",
        others=words.others(len(shown) - len(kept)) if is_folded else "",
        leads="=" if is_exact else "≈",
        relation="=" if is_exact and agrees else "≈",
        total="=" if is_exact and adds_up else "≈",
        size=max(size, int(len(kept) + is_folded > LARGE_TERMS)),
    )


def _column_of_products(values: list[Decimal], bias: str, result: str, decimals: int) -> list[str]:
    """Products, what the others add up to, and the bias, with equal decimals and so many that they give the result.

    None of the bias is rounded away.
    """
    least = max(decimals, _decimals(number(bias)))
    exact = max(map(_decimals, values))
    if exact <= EXACT_DECIMALS:
        return [_product_text(value, max(exact, least)) for value in values]
    for places in range(max(least, BOARD_DECIMALS), MAX_DECIMALS):
        column = [_product_text(value, places) for value in values]
        if figure(float(_sum(column)), decimals) == result:
            return column
    return [_product_text(value, MAX_DECIMALS) for value in values]


def _product_text(value: Decimal, places: int) -> str:
    """A number with that many decimals, or as a power of ten if it is very large, or if they would show 0."""
    with localcontext(prec=EXACT_DIGITS):
        if value and not Decimal(1).scaleb(-places) <= 2 * abs(value) < 2 * LARGE:
            return power_of_ten(value, min(places, len(value.normalize().as_tuple().digits) - 1))
        text = format(abs(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")
    return MINUS + text if value < 0 else text


def _decimals(value: Decimal) -> int:
    """The fewest decimals that write the value exactly."""
    with localcontext(prec=EXACT_DIGITS):
        return max(0, -int(value.normalize().as_tuple().exponent))


def _aligned(written: list[tuple[str, ...]], places: int) -> list[tuple[str, ...]]:
    """The factors with equal decimals in each column, unless a figure has more than ``places``: 0.500 below 0.125."""
    columns = []
    for texts in zip(*written, strict=True):
        after = [len(text.partition(".")[2]) for text in texts]
        most = max((count for count in after if count <= places), default=0)
        columns.append([_padded(text, most - count) for text, count in zip(texts, after, strict=True)])
    return list(zip(*columns, strict=True))


def _padded(text: str, zeros: int) -> str:
    """The figure with so many more zeros at its end."""
    if zeros <= 0 or "·" in text:
        return text
    return f"{text}{'' if '.' in text else '.'}{zeros * '0'}"


def _sum(texts: Iterable[str]) -> Decimal:
    """The sum of figures."""
    with localcontext(prec=EXACT_DIGITS):
        return sum(map(number, texts), start=Decimal(0))


def _largest(shown: list[tuple[str, ...]], most: int) -> Sequence[int]:
    """The largest terms, the largest first."""
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
    column: tuple[NeuronSum, ...]
    combination: Combination | None


def readings(scene: Scene, cell: Cell) -> Readings:
    """The readings of the column of a computed cell."""
    current, units = scene.state.reading, _units(scene, cell)
    n = scene.sizes.shapes[cell.matrix][0]
    return Readings(
        tabs=tuple(_tab(scene, cell, each) for each in get_args(Reading)),
        part="" if len(units) == n or current == "cell" else words.neurons_window(units.start, units.stop - 1, n),
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
    return tuple(
        NeuronSum(
            unit,
            sum_of(scene, Cell(cell.matrix, unit, cell.column), MOST_INPUTS, FOLDED_INPUTS),
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
