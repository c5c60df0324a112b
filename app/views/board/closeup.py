"""One cell, up close: everything that makes it, with figures that a pocket calculator confirms."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from app.engine.activations import Activation, Formula
from app.engine.names import names_of
from app.engine.ops import AFFINE, cells_read
from app.engine.program import operation
from app.state import Cell
from app.state.navigation import at_operation
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
from app.views.base.symbols import Symbol, entry_symbol, hue_of
from app.views.board.curve import Curve, Shares, curve, shares
from app.views.board.sums import Readings, Sum, readings, sum_of

MOST_POWERS = 4
"""Powers of e that the formula of a long column writes out, besides the one that is meant."""
MOST_POWER = 700
"""Beyond this, powers of e are too large to be added up."""
LARGE = Decimal(10) ** 6
"""From here on the sum of what is left out is written as a power of ten."""


@dataclass(frozen=True, slots=True)
class Applied:
    """An activation with the number in it, and its picture. ``leads`` to the number: "≈" if it is rounded.

    ``folded`` says what the formula leaves out of a long column.
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
    """One name of the notation, for the view before the first step."""

    symbol: Symbol
    shape: tuple[str, str]
    line: str
    has_m: bool


@dataclass(frozen=True, slots=True)
class CloseUp:
    """The chosen cell. Exactly one of ``sum``, ``applied`` and ``names`` is set, or none where a line says it all.

    A ``sum`` comes with the ``readings`` of its column.
    """

    symbol: Symbol | None
    result: str
    line: str
    hue: int | None
    url: str
    leads: str = "="
    sum: Sum | None = None
    readings: Readings | None = None
    applied: Applied | None = None
    names: tuple[NotationRow, ...] = ()


def close_up(scene: Scene) -> CloseUp:
    """The chosen cell; before the first step, the names."""
    cell = scene.chosen
    if cell is None:
        return CloseUp(None, "", "", None, "", names=_names(scene))
    text, decimals = scene.text(cell.matrix, cell.row - 1, cell.column - 1), scene.figures.decimals[cell.matrix]
    symbol, hue = entry_symbol(*cell), hue_of(cell.column) if cell.matrix.has_examples else None
    if cell.matrix.is_given:
        value = scene.matrix(cell.matrix)[cell.row - 1 : cell.row, cell.column - 1 : cell.column]
        leads = "≈" if exact_decimals(value, decimals) is None else "="
        return CloseUp(symbol, text, words.given(cell.matrix), hue, "", leads)
    if not scene.is_computed(cell.matrix, cell.column - 1):
        return CloseUp(symbol, "", words.not_yet(), hue, _step_url(scene, cell))
    if operation(scene.network, cell.matrix).op is AFFINE:
        ways = readings(scene, cell)
        return CloseUp(symbol, text, ways.line, hue, "", sum=sum_of(scene, cell), readings=ways)
    activation = scene.activation(cell.matrix.layer)
    applied = _applied(scene, cell, activation, text, decimals)
    return CloseUp(symbol, text, activation.line, hue, "", applied=applied)


def _applied(scene: Scene, cell: Cell, activation: Activation, text: str, decimals: int) -> Applied:
    name, at = names_of(cell.matrix.layer).Z, (cell.row - 1, cell.column - 1)
    Z, A = scene.matrix(name), scene.matrix(cell.matrix)
    (region,) = cells_read(activation.op, scene.bound_at(cell), (Z.shape,))
    read = Z[region.rows.start : region.rows.stop, region.columns.start : region.columns.stop]
    j = region.rows.index(cell.row - 1)
    column = _Column(activation, [float(value) for value in read[:, 0]], j, scene.figures.decimals[name])
    places = decimals_that_agree(column.result, text, decimals)
    return Applied(
        symbol=activation.symbol,
        leads="=" if exact_decimals(read, places) is not None else "≈",
        argument=column.written(places)[j],
        formula=column.formula(places),
        folded=words.folded(len(column.kept), len(read), column.rest_text(places)) if column.is_folded else "",
        relation="≈" if exact_decimals(np.array([[column.result(places)]]), decimals) is None else "=",
        curve=curve(activation, float(Z[at]), float(A[at])) if activation.elementwise else None,
        shares=None if activation.elementwise else shares(A[:, cell.column - 1], j),
    )


@dataclass(frozen=True)
class _Column:
    """What an activation reads for one result: a single z, or a whole column of which entry ``j`` is meant.

    Of a long column only the largest powers of e, and that of entry ``j``, are shown; the others are one figure.
    """

    activation: Activation
    values: list[float]
    j: int
    least: int

    @property
    def is_folded(self) -> bool:
        return len(self.values) > MOST_POWERS + 1 and max(map(abs, self.values)) < MOST_POWER

    @cached_property
    def kept(self) -> list[int]:
        """The entries that the formula shows: all in their order, or the largest first and the one that is meant."""
        by_size = sorted(range(len(self.values)), key=lambda k: -self.values[k])
        return (
            list(dict.fromkeys((*by_size[:MOST_POWERS], self.j))) if self.is_folded else list(range(len(self.values)))
        )

    def written(self, places: int) -> tuple[str, ...]:
        """Every entry as it is shown with that many decimals at most."""
        return tuple(trimmed(value, places, self.least) for value in self.values)

    def rest(self, places: int) -> Decimal:
        """The sum of the powers that are not shown, computed from figures and rounded as it is shown."""
        figures = self.written(places)
        total = sum((number(figures[k]).exp() for k in range(len(figures)) if k not in self.kept), start=Decimal(0))
        return round(total, places) if total < LARGE else Decimal(f"{total:.{places}E}")

    def rest_text(self, places: int) -> str:
        """That sum as it is shown; a very large one as a power of ten."""
        rest = self.rest(places)
        return f"{rest:.{places}f}" if rest < LARGE else decimal_power_of_ten(rest, places)

    def formula(self, places: int) -> Formula:
        """The activation's formula with the figures in it."""
        figures = self.written(places)
        rest = (self.rest_text(places),) if self.is_folded else ()
        return _filled(self.activation.formula, figures[self.j], tuple(figures[k] for k in self.kept), rest)

    def result(self, places: int) -> float:
        """What the figures that are shown come to."""
        figures = [number(text) for text in self.written(places)]
        if not self.is_folded:
            return float(self.activation.op(np.array([[float(each)] for each in figures]))[self.j, 0])
        powers = [figures[k].exp() for k in self.kept]
        return float(figures[self.j].exp() / (sum(powers) + self.rest(places)))


def _filled(formula: Formula, z: str, column: tuple[str, ...], rest: tuple[str, ...]) -> Formula:
    """The formula with figures for z and for every z_k, and at the end of a sum over k what it leaves out.

    A figure with a sign of its own is put in brackets.
    """
    if isinstance(formula, str):
        return z if formula == "z" else formula
    head, *parts = formula
    if head == "sum":
        return ("+", *(_filled(_replace(parts[0], "z_k", each), z, column, ()) for each in column), *rest)
    filled = tuple(_filled(part, z, column, rest) for part in parts)
    if head in ("neg", "-", "times"):
        filled = tuple(("brackets", part) if _is_negative(part) else part for part in filled)
    return (str(head), *filled)


def _replace(formula: Formula, leaf: str, text: str) -> Formula:
    if isinstance(formula, str):
        return text if formula == leaf else formula
    return tuple(_replace(part, leaf, text) for part in formula)


def _is_negative(formula: Formula) -> bool:
    return isinstance(formula, str) and formula.startswith(MINUS)


def _step_url(scene: Scene, cell: Cell) -> str:
    return scene.url(at_operation(scene, scene.state.view, cell.matrix, cell.column))


def _names(scene: Scene) -> tuple[NotationRow, ...]:
    example = scene.preset.example
    return (
        NotationRow(Symbol("X"), ("n_x", "m"), f"inputs: one {example} a column", True),
        NotationRow(Symbol("W", "l"), ("n[l]", "n[l−1]"), "weights: row j is neuron j", False),
        NotationRow(Symbol("b", "l"), ("n[l]", "1"), "biases: one column", False),
        NotationRow(Symbol("Z", "l"), ("n[l]", "m"), "weighted sums", True),
        NotationRow(Symbol("A", "l"), ("n[l]", "m"), "activations; the last are ŷ", True),
    )
