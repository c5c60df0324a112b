"""One cell, up close: everything that makes it, with figures that a pocket calculator confirms."""

from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from math import prod

import numpy as np

from app.engine.activations import Activation, Formula
from app.engine.ops import AFFINE, Array, Op, bind, terms
from app.engine.program import Kind, operation
from app.state import Cell
from app.state.moves import at_operation
from app.views import words
from app.views.curve import Curve, Shares, curve, shares
from app.views.figures import (
    MINUS,
    decimal_text,
    decimals_that_agree,
    exact_decimals,
    number,
    rounded,
    trimmed,
)
from app.views.hues import hue_of
from app.views.place import Place, url
from app.views.symbols import Symbol, entry_symbol


@dataclass(frozen=True, slots=True)
class Factor:
    """One figure of a sum. ``source`` is the letter of its matrix: W, X, A or b."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Sum:
    """z, term by term. ``exact`` is the sum of the figures shown, if that is more than the result shows."""

    terms: tuple[tuple[Factor, ...], ...]
    leads: str
    exact: str
    relation: str


@dataclass(frozen=True, slots=True)
class Applied:
    """An activation with the number in it, and its picture. ``leads`` to the number: "≈" if it is rounded."""

    symbol: str
    leads: str
    argument: str
    formula: Formula
    relation: str
    curve: Curve | None
    shares: Shares | None


@dataclass(frozen=True, slots=True)
class Name:
    """One name of the notation, for the view before the first step."""

    symbol: Symbol
    shape: tuple[str, str]
    line: str
    has_m: bool


@dataclass(frozen=True, slots=True)
class CloseUp:
    """The chosen cell. Exactly one of ``sum``, ``applied`` and ``names`` is set, or none where a line says it all."""

    symbol: Symbol | None
    result: str
    line: str
    hue: int | None
    url: str
    sum: Sum | None = None
    applied: Applied | None = None
    names: tuple[Name, ...] = ()


def close_up(place: Place) -> CloseUp:
    """The chosen cell at this place; before the first step, the names."""
    cell = place.chosen
    if cell is None:
        return CloseUp(None, "", "", None, "", names=_names(place))
    text, decimals = (
        place.texts(cell.matrix).rows[cell.row - 1][cell.column - 1],
        place.texts(cell.matrix).decimals,
    )
    symbol, hue = entry_symbol(*cell), hue_of(cell.column) if cell.is_of_example else None
    if cell.matrix[0] not in "ZA":
        return CloseUp(symbol, text, words.given(cell.matrix), hue, "")
    if not place.is_computed(cell.matrix, cell.column - 1):
        return CloseUp(symbol, "", words.not_yet(), hue, _step_url(place, cell))
    if operation(place.network, cell.matrix).op is AFFINE:
        made = _sum(place, cell, text, decimals)
        return CloseUp(symbol, text, words.sum_line(cell), hue, "", sum=made)
    activation = place.network.layers[int(cell.matrix[1:]) - 1].activation
    applied = _applied(place, cell, activation, text, decimals)
    return CloseUp(symbol, text, activation.line, hue, "", applied=applied)


def _sum(place: Place, cell: Cell, text: str, decimals: int) -> Sum:
    made = operation(place.network, cell.matrix)
    inputs = tuple(place.matrix(name) for name in made.reads)
    found = terms(made.op, _bound(place, cell), tuple(values.shape for values in inputs))
    used = np.array([[inputs[which][row, column] for term in found for which, row, column in term]])
    places = decimals_that_agree(inputs, partial(_evaluate, made.op, cell), text, decimals)
    shown = tuple(
        tuple(Factor(trimmed(inputs[which], row, column, places), made.reads[which][0]) for which, row, column in term)
        for term in found
    )
    total = sum((prod((number(factor.text) for factor in term), start=Decimal(1)) for term in shown), start=Decimal(0))
    is_exact, agrees = exact_decimals(used, places) is not None, total == number(text)
    return Sum(
        terms=shown,
        leads="=" if is_exact else "≈",
        exact="" if agrees else decimal_text(total),
        relation="=" if is_exact and agrees else "≈",
    )


def _applied(place: Place, cell: Cell, activation: Activation, text: str, decimals: int) -> Applied:
    name = f"Z{cell.matrix[1:]}"
    Z = place.matrix(name)
    j, i = cell.row - 1, cell.column - 1
    read = Z[j : j + 1, i : i + 1] if activation.elementwise else Z[:, i : i + 1]
    places = decimals_that_agree((Z,), partial(_evaluate, activation.op, cell), text, decimals)
    shown = tuple(trimmed(Z, row, i, places) for row in range(len(Z)))
    is_read_exact = exact_decimals(read, places) is not None
    from_shown = np.array([[_evaluate(activation.op, cell, rounded(Z, places))]])
    return Applied(
        symbol=activation.symbol,
        leads="=" if is_read_exact else "≈",
        argument=shown[j],
        formula=_filled(activation.formula, shown[j], shown),
        relation="≈" if exact_decimals(from_shown, decimals) is None else "=",
        curve=curve(activation, float(Z[j, i])) if activation.elementwise else None,
        shares=None if activation.elementwise else shares(place.matrix(cell.matrix)[:, i], j),
    )


def _filled(formula: Formula, z: str, column: tuple[str, ...]) -> Formula:
    """The formula with figures for z and for every z_k; a figure with a sign of its own is put in brackets."""
    if isinstance(formula, str):
        return z if formula == "z" else formula
    head, *parts = formula
    if head == "sum":
        return ("+", *(_filled(_replace(parts[0], "z_k", each), z, column) for each in column))
    filled = tuple(_filled(part, z, column) for part in parts)
    if head in ("neg", "-", "times"):
        filled = tuple(("brackets", part) if _is_negative(part) else part for part in filled)
    return (str(head), *filled)


def _replace(formula: Formula, leaf: str, text: str) -> Formula:
    if isinstance(formula, str):
        return text if formula == leaf else formula
    return tuple(_replace(part, leaf, text) for part in formula)


def _is_negative(formula: Formula) -> bool:
    return isinstance(formula, str) and formula.startswith(MINUS)


def _bound(place: Place, cell: Cell) -> dict[str, int]:
    return bind(operation(place.network, cell.matrix).op, cell.row - 1, cell.column - 1)


def _evaluate(op: Op, cell: Cell, *inputs: Array) -> float:
    return float(op(*inputs)[cell.row - 1, cell.column - 1])


def _step_url(place: Place, cell: Cell) -> str:
    kind: Kind = "Z" if cell.matrix[0] == "Z" else "A"
    there = at_operation(place.state, place.state.view, kind, int(cell.matrix[1:]), cell.column, place.sizes)
    return url(there)


def _names(place: Place) -> tuple[Name, ...]:
    example = place.preset.example
    return (
        Name(Symbol("X"), ("n_x", "m"), f"inputs: one {example} a column", True),
        Name(Symbol("W", "l"), ("n[l]", "n[l−1]"), "weights: row j is neuron j", False),
        Name(Symbol("b", "l"), ("n[l]", "1"), "biases: one column", False),
        Name(Symbol("Z", "l"), ("n[l]", "m"), "weighted sums", True),
        Name(Symbol("A", "l"), ("n[l]", "m"), "activations; the last are ŷ", True),
    )
