"""The close-up of the chosen cell: its computation in figures whose result is the figure on the board."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

import numpy as np

from app.engine.activations import Activation, Formula
from app.engine.names import names_of
from app.engine.ops import AFFINE, cells_read
from app.engine.program import operation
from app.state import Cell
from app.state.navigation import at_operation
from app.state.state import Reading
from app.views.base import words
from app.views.base.numbers import (
    MINUS,
    decimal_power_of_ten,
    decimals_that_agree,
    exact_decimals,
    number,
    trimmed,
)
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol, colour_of, entry_symbol
from app.views.board.curve import Curve, Shares, curve, shares
from app.views.board.sums import Readings, Sum, readings, sum_of

MOST_POWERS = 4
"""Powers of e that the softmax of a long column writes out, not counting that of the chosen entry."""
LEAST_POWER_OF_TEN = Decimal(10) ** 6
"""From this value on, the sum of the powers left out is written as a power of ten."""

Kind = Literal["names", "number", "activation"] | Reading
"""What a close-up shows: the notation, a number without a computation, an activation, or a weighted sum as read."""


@dataclass(frozen=True, slots=True)
class Applied:
    """An activation applied to its argument, with a picture. ``leads`` is "≈" if the argument is rounded, else "=".

    ``relation`` is the same for the result. ``folded`` is a sentence on the powers that the formula leaves out.
    """

    symbol: str
    leads: str
    argument: str
    formula: Formula
    folded: str
    relation: str
    curve: Curve | None
    shares: Shares | None


@dataclass(frozen=True, slots=True)
class NotationRow:
    """One name of the notation: its shape in letters, and its meaning."""

    symbol: Symbol
    shape: str
    line: str

    @property
    def has_m(self) -> bool:
        return "m" in self.shape


@dataclass(frozen=True, slots=True)
class CloseUp:
    """The chosen cell. ``kind`` says which fields are set: ``names``; none; ``applied``; or ``sum`` and ``readings``.

    ``url`` leads to the step of a number that is not computed yet. ``leads`` is "≈" if a given number is rounded.
    """

    kind: Kind
    symbol: Symbol | None = None
    result: str = ""
    line: str = ""
    colour: int | None = None
    url: str = ""
    leads: str = "="
    sum: Sum | None = None
    readings: Readings | None = None
    applied: Applied | None = None
    names: tuple[NotationRow, ...] = ()


def close_up(scene: Scene) -> CloseUp:
    """The close-up of the chosen cell; of the notation if no cell is chosen."""
    cell = scene.chosen
    if cell is None:
        return CloseUp("names", names=_names(scene))
    text, decimals = scene.text(cell.matrix, cell.row - 1, cell.column - 1), scene.matrices.decimals[cell.matrix]
    symbol, colour = entry_symbol(*cell), colour_of(cell.column) if cell.matrix.has_examples else None
    if cell.matrix.is_given:
        value = scene.matrix(cell.matrix)[cell.row - 1 : cell.row, cell.column - 1 : cell.column]
        leads = "≈" if exact_decimals(value, decimals) is None else "="
        return CloseUp("number", symbol, text, words.given(cell.matrix), colour, leads=leads)
    if not scene.is_computed(cell.matrix, cell.column - 1):
        step = at_operation(scene, scene.state.view, cell.matrix, cell.column)
        return CloseUp("number", symbol, "", words.not_yet(), colour, scene.url(step))
    if operation(scene.network, cell.matrix).op is AFFINE:
        ways = readings(scene, cell)
        return CloseUp(scene.state.reading, symbol, text, ways.line, colour, sum=sum_of(scene, cell), readings=ways)
    activation = scene.activation(cell.matrix.layer)
    applied = _applied(scene, cell, activation, text, decimals)
    return CloseUp("activation", symbol, text, activation.line, colour, applied=applied)


def _applied(scene: Scene, cell: Cell, activation: Activation, text: str, decimals: int) -> Applied:
    name, at = names_of(cell.matrix.layer).Z, (cell.row - 1, cell.column - 1)
    Z, A = scene.matrix(name), scene.matrix(cell.matrix)
    (region,) = cells_read(activation.op, scene.bound_at(cell), (Z.shape,))
    read = Z[region.rows.start : region.rows.stop, region.columns.start : region.columns.stop]
    j = region.rows.index(cell.row - 1)
    column = _Column(activation, [float(value) for value in read[:, 0]], j, scene.matrices.decimals[name])
    places = decimals_that_agree(column.result, text, decimals)
    return Applied(
        symbol=activation.symbol,
        leads="=" if exact_decimals(read, places) is not None else "≈",
        argument=column.texts(places)[j],
        formula=column.formula(places),
        folded=words.folded(len(column.shown), len(read), column.rest_text(places)) if column.is_folded else "",
        relation="≈" if exact_decimals(np.array([[column.result(places)]]), decimals) is None else "=",
        curve=curve(activation, float(Z[at]), float(A[at])) if activation.elementwise else None,
        shares=None if activation.elementwise else shares(A[:, cell.column - 1], j),
    )


@dataclass(frozen=True)
class _Column:
    """What an activation reads for the chosen entry ``j``: a single z, or a whole column.

    Of a long column only the largest powers of e and that of entry ``j`` are shown; the others are one figure.
    ``least`` counts the decimals of the matrix's figures.
    """

    activation: Activation
    values: list[float]
    j: int
    least: int

    @property
    def is_folded(self) -> bool:
        return len(self.values) > MOST_POWERS + 1 and max(map(abs, self.values)) < 700  # e^709 is the largest float64

    @cached_property
    def shown(self) -> list[int]:
        """The indices of the entries in the formula: all in order, or the largest first and ``j``."""
        every = range(len(self.values))
        by_size = sorted(every, key=lambda k: -self.values[k])
        return list(dict.fromkeys((*by_size[:MOST_POWERS], self.j)) if self.is_folded else every)

    def texts(self, places: int) -> tuple[str, ...]:
        """Every entry as a figure with at most ``places`` decimals."""
        return tuple(trimmed(value, places, self.least) for value in self.values)

    def rest(self, places: int) -> Decimal:
        """The sum of the powers that are not shown, computed from figures and rounded to the figure shown."""
        figures = self.texts(places)
        total = sum((number(figures[k]).exp() for k in range(len(figures)) if k not in self.shown), start=Decimal(0))
        return round(total, places) if total < LEAST_POWER_OF_TEN else Decimal(f"{total:.{places}E}")

    def rest_text(self, places: int) -> str:
        """The figure of that sum."""
        rest = self.rest(places)
        return f"{rest:.{places}f}" if rest < LEAST_POWER_OF_TEN else decimal_power_of_ten(rest, places)

    def formula(self, places: int) -> Formula:
        """The activation's formula with figures for its variables."""
        figures = self.texts(places)
        rest = (self.rest_text(places),) if self.is_folded else ()
        return _filled(self.activation.formula, figures[self.j], tuple(figures[k] for k in self.shown), rest)

    def result(self, places: int) -> float:
        """The result computed from the figures shown."""
        figures = [number(text) for text in self.texts(places)]
        if not self.is_folded:
            return float(self.activation.op(np.array([[float(each)] for each in figures]))[self.j, 0])
        powers = [figures[k].exp() for k in self.shown]
        return float(figures[self.j].exp() / (sum(powers) + self.rest(places)))


def _filled(formula: Formula, z: str, column: tuple[str, ...], rest: tuple[str, ...]) -> Formula:
    """The formula with figures for z and for every z_k; ``rest`` ends a folded sum over k.

    Negative operands are put in brackets.
    """
    if isinstance(formula, str):
        return z if formula == "z" else formula
    head, *parts = formula
    if head == "sum":
        return ("+", *(_filled(_replace(parts[0], "z_k", each), z, column, ()) for each in column), *rest)
    filled = tuple(_filled(part, z, column, rest) for part in parts)
    if head in ("neg", "-", "times"):
        filled = tuple(("brackets", f) if isinstance(f, str) and f.startswith(MINUS) else f for f in filled)
    return (str(head), *filled)


def _replace(formula: Formula, leaf: str, text: str) -> Formula:
    if isinstance(formula, str):
        return text if formula == leaf else formula
    return tuple(_replace(part, leaf, text) for part in formula)


def _names(scene: Scene) -> tuple[NotationRow, ...]:
    example = scene.preset.example
    return (
        NotationRow(Symbol("X"), "(n_x, m)", f"inputs: one {example} a column"),
        NotationRow(Symbol("W", "l"), "(n[l], n[l−1])", "weights: row j is neuron j"),
        NotationRow(Symbol("b", "l"), "(n[l], 1)", "biases: one column"),
        NotationRow(Symbol("Z", "l"), "(n[l], m)", "weighted sums"),
        NotationRow(Symbol("A", "l"), "(n[l], m)", "activations; the last are ŷ"),
    )
