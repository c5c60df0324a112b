"""Three readings of a column of weighted sums: W times one example, cell by cell, or columns of W added up."""

from dataclasses import dataclass
from math import prod
from typing import get_args

from app.engine.names import names_of
from app.state import Cell
from app.state.state import Reading
from app.views import words
from app.views.figures import DECIMALS, EXACT_PLACES, decimal_text
from app.views.scene import Scene
from app.views.sums import Sum, sum_of, total, written_at

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
class Taken:
    """The number by which a column of W is taken. ``index`` is its place where the order does not tell it."""

    factor: str
    index: str


@dataclass(frozen=True, slots=True)
class MixRow:
    """One neuron: its entries of the columns that are taken, and what is left out of a long sum."""

    unit: int
    entries: tuple[str, ...]
    rest: str
    bias: str
    result: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Combination:
    """The column as a sum of columns of W, each taken as often as its input says, and b."""

    taken: tuple[Taken, ...]
    is_folded: bool
    rows: tuple[MixRow, ...]
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


def _tab(scene: Scene, cell: Cell, reading: Reading) -> Tab:
    text, label = words.reading(cell, reading)
    state = scene.state.model_copy(update={"reading": reading})
    return Tab(text, label, scene.url(state), scene.state.reading == reading)


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
    places = next((p for p in range(DECIMALS, EXACT_PLACES) if all(entry.agrees(p) for entry in column)), EXACT_PLACES)
    inputs = range(len(column[0].values) - 1)
    kept = list(inputs)
    if len(inputs) > FEW_INPUTS:
        kept.sort(key=lambda k: -max(abs(prod(entry.values[k])) for entry in column))
        kept = kept[:LARGEST]
    others = [k for k in inputs if k not in kept]
    shown = [entry.written(places) for entry in column]
    is_exact = all(entry.is_exact(places) for entry in column)
    return Combination(
        taken=tuple(Taken(shown[0][k][1], str(k + 1) if others else "") for k in kept),
        is_folded=bool(others),
        rows=tuple(
            MixRow(
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
