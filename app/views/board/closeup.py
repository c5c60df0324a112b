"""The close-up of the chosen cell: its computation in figures whose result is the figure on the board."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
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
    EXACT_DIGITS,
    MINUS,
    decimals_that_agree,
    in_full,
    is_written,
    number,
    power_of_ten,
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

    ``relation`` is the same for the result. ``folded`` is a sentence on the powers that the formula leaves out, and
    ``saturated`` one on a result that is not quite the whole number that it is written as.
    """

    symbol: str
    leads: str
    argument: str
    formula: Formula
    folded: str
    relation: str
    saturated: str
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

    ``url`` leads to the step of a number that is not computed yet. A given number has all of its digits.
    """

    kind: Kind
    symbol: Symbol | None = None
    result: str = ""
    line: str = ""
    colour: int | None = None
    url: str = ""
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
        value = scene.exact(cell.matrix).item(cell.row - 1, cell.column - 1)
        result = text if is_written(value, text) else in_full(value)
        return CloseUp("number", symbol, result, words.given(cell.matrix), colour)
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
    Z, A = scene.exact(name), scene.exact(cell.matrix)
    (region,) = cells_read(activation.op, scene.bound_at(cell), (Z.shape,))
    read = Z[region.rows.start : region.rows.stop, region.columns.start : region.columns.stop]
    j = region.rows.index(cell.row - 1)
    column = _Column(activation, [float(value) for value in read[:, 0]], j, scene.matrices.decimals[name])
    places = decimals_that_agree(column.result, text, decimals)
    is_known = scene.is_exact(name, region.rows, cell.column - 1) and column.has_all_digits(places)
    is_exact = column.exact(places) == number(text)
    return Applied(
        symbol=activation.symbol,
        leads="=" if is_known else "≈",
        argument=column.texts(places)[j],
        formula=column.formula(places),
        folded=words.folded(len(column.shown), len(read), column.rest_text(places)) if column.is_folded else "",
        relation="=" if is_exact else "≈",
        saturated="" if is_exact else _saturated(activation, text),
        curve=curve(activation, float(Z[at]), float(A[at])) if activation.elementwise else None,
        shares=None if activation.elementwise else shares(A[:, cell.column - 1], j),
    )


def _saturated(activation: Activation, text: str) -> str:
    """The sentence on a rounded result that reads 0, 1 or −1; "" for others."""
    result = number(text)
    return words.saturated(activation.name, trimmed(float(result), 0, 0)) if abs(result) in (0, 1) else ""


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

    def has_all_digits(self, places: int) -> bool:
        """Whether no figure is rounded."""
        return all(map(is_written, self.values, self.texts(places)))

    def rest(self, places: int) -> Decimal:
        """The sum of the powers that are not shown, computed from figures and rounded to the figure shown."""
        return number(self.rest_text(places))

    def rest_text(self, places: int) -> str:
        """The figure of that sum."""
        figures = self.texts(places)
        total = sum((number(figures[k]).exp() for k in range(len(figures)) if k not in self.shown), start=Decimal(0))
        is_plain = Decimal(1).scaleb(-places) <= total < LEAST_POWER_OF_TEN
        return f"{total:.{places}f}" if is_plain else power_of_ten(total, places)

    def formula(self, places: int) -> Formula:
        """The activation's formula with figures for its variables."""
        figures = self.texts(places)
        rest = (self.rest_text(places),) if self.is_folded else ()
        return _filled(self.activation.formula, figures[self.j], tuple(figures[k] for k in self.shown), rest)

    def exact(self, places: int) -> Decimal | None:
        """The exact result of the figures shown, or None if it is no decimal; of equal entries all shares are equal."""
        figures = self.texts(places)
        if not self.activation.elementwise and len(set(figures)) == 1:
            return 1 / Decimal(len(figures))
        return _value(self.formula(places))

    def result(self, places: int) -> float:
        """The result computed from the figures shown."""
        figures = [number(text) for text in self.texts(places)]
        if not self.is_folded:
            return float(self.activation.op(np.array([[float(each)] for each in figures]))[self.j, 0])
        powers = [figures[k].exp() for k in self.shown]
        return float(figures[self.j].exp() / (sum(powers) + self.rest(places)))


def _value(formula: Formula) -> Decimal | None:
    """The exact value of a formula with figures in it. None if there is none: a power of e is irrational, except e⁰."""
    if isinstance(formula, str):
        return number(formula)
    head, *parts = formula
    values = [_value(part) for part in parts]
    known = [value for value in values if value is not None]
    if len(known) < len(values) or (head == "exp" and known[0] != 0):
        return None
    with localcontext(prec=EXACT_DIGITS):
        match head:
            case "exp":
                return Decimal(1)
            case "frac":
                return known[0] / known[1]
            case "+":
                return sum(known, start=Decimal(0))
            case "-":
                return known[0] - known[1]
            case "neg":
                return -known[0]
            case "times":
                return known[0] * known[1]
            case "max":
                return max(known)
    return known[0]


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
