"""Three readings of a column of weighted sums: W times one example, cell by cell, or columns of W added up."""

from dataclasses import dataclass
from typing import get_args

import numpy as np

from app.engine.program import operation
from app.state import Cell
from app.state.state import Reading
from app.views import words
from app.views.figures import DECIMALS, EXACT_PLACES, decimal_text, exact_decimals, figure, number, trimmed
from app.views.place import Place
from app.views.sums import Sum, sum_of, total

MOST_NEURONS = 5
"""Neurons of a column that are written out; of more those around the chosen one."""
FEW_INPUTS = 5
"""Inputs up to which every product of every neuron is written out."""
LARGEST = 3
"""Of more inputs, how many are written out."""


@dataclass(frozen=True, slots=True)
class Tab:
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
class Weighted:
    """A column of W, and the number by which it is taken. ``index`` is its place where the order does not tell it."""

    factor: str
    index: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Combination:
    """The column as a sum of columns. ``rest`` is the sum of those that are not shown, or empty."""

    units: tuple[int, ...]
    chosen: int
    columns: tuple[Weighted, ...]
    rest: tuple[str, ...]
    bias: tuple[str, ...]
    results: tuple[str, ...]
    relation: str


@dataclass(frozen=True, slots=True)
class Readings:
    """How the chosen weighted sum can be read. ``column`` or ``combination`` is set if that is how it is read now.

    ``part`` says which of the neurons are shown, if not all are.
    """

    tabs: tuple[Tab, ...]
    part: str
    line: str
    column: tuple[NeuronSum, ...]
    combination: Combination | None


def readings(place: Place, cell: Cell) -> Readings:
    """The readings of the column of that computed cell."""
    now, units = place.state.reading, _units(place, cell)
    n = place.sizes.shape(cell.matrix)[0]
    return Readings(
        tabs=tuple(_tab(place, cell, each) for each in get_args(Reading)),
        part="" if len(units) == n or now == "cell" else words.neurons_window(units.start, units.stop - 1, n),
        line=words.reading_line(cell, now),
        column=_column(place, cell, units) if now == "column" else (),
        combination=_combination(place, cell, units) if now == "combination" else None,
    )


def _units(place: Place, cell: Cell) -> range:
    """The neurons on show, from 1."""
    n = place.sizes.shape(cell.matrix)[0]
    first = (cell.row - 1) // MOST_NEURONS * MOST_NEURONS + 1
    return range(first, min(first + MOST_NEURONS, n + 1))


def _tab(place: Place, cell: Cell, reading: Reading) -> Tab:
    text, label = words.reading(cell, reading)
    state = place.state.model_copy(update={"reading": reading})
    return Tab(text, label, place.url(state), place.state.reading == reading)


def _most(place: Place, cell: Cell) -> int:
    inputs = place.sizes.shape(f"W{cell.matrix[1:]}")[1]
    return FEW_INPUTS if inputs <= FEW_INPUTS else LARGEST


def _column(place: Place, cell: Cell, units: range) -> tuple[NeuronSum, ...]:
    most = _most(place, cell)
    return tuple(
        NeuronSum(
            unit,
            sum_of(place, Cell(cell.matrix, unit, cell.column), most),
            place.text(cell.matrix, unit - 1, cell.column - 1),
            unit == cell.row,
        )
        for unit in units
    )


def _combination(place: Place, cell: Cell, units: range) -> Combination:
    names = operation(place.network, cell.matrix).reads
    W, A, b = (place.matrix(name) for name in names)
    least_W, least_A, least_b = (place.decimals(name) for name in names)
    rows = slice(units.start - 1, units.stop - 1)
    W, x, b = W[rows], A[:, cell.column - 1], b[rows, 0]  # (shown, n_prev), (n_prev,), (shown,)
    results = [place.text(cell.matrix, unit - 1, cell.column - 1) for unit in units]

    def written(row: int, places: int) -> list[tuple[str, ...]]:
        """Every factor of one neuron as it is shown with that many decimals at most."""
        products = [
            (trimmed(float(W[row, k]), places, least_W), trimmed(float(x[k]), places, least_A)) for k in range(len(x))
        ]
        return [*products, (trimmed(float(b[row]), places, least_b),)]

    def agrees(places: int) -> bool:
        totals = (float(total(written(row, places))) for row in range(len(results)))
        return all(
            figure(each, place.decimals(cell.matrix)) == text for each, text in zip(totals, results, strict=True)
        )

    places = next((places for places in range(DECIMALS, EXACT_PLACES) if agrees(places)), EXACT_PLACES)
    shown = [written(row, places) for row in range(len(results))]
    order = sorted(range(len(x)), key=lambda k: -float(abs(x[k]) * np.abs(W[:, k]).max()))
    kept = range(len(x)) if len(x) <= FEW_INPUTS else order[:LARGEST]
    others = [k for k in range(len(x)) if k not in kept]
    is_exact = exact_decimals(np.concatenate((W.ravel(), x, b)), places) is not None
    return Combination(
        units=tuple(units),
        chosen=cell.row,
        columns=tuple(
            Weighted(shown[0][k][1], str(k + 1) if others else "", tuple(row[k][0] for row in shown)) for k in kept
        ),
        rest=tuple(decimal_text(total(row[k] for k in others)) for row in shown) if others else (),
        bias=tuple(row[-1][0] for row in shown),
        results=tuple(results),
        relation="="
        if is_exact and all(total(row) == number(text) for row, text in zip(shown, results, strict=True))
        else "≈",
    )
