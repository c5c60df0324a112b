"""The close-up of the chosen cell: its computation in figures whose result is the figure on the board."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Literal

import numpy as np

from app.engine.activations import Activation, Formula
from app.engine.names import names_of
from app.engine.network import Network
from app.engine.ops import AFFINE
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
    trimmed,
)
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol, colour_of, entry_symbol
from app.views.board.curve import Curve, curve
from app.views.board.powers import Powers, power_lines, powers
from app.views.board.sums import Readings, Sum, readings, sum_lines, sum_of

FEWEST_LINES = 5
"""Lines as high as a figure of a sum that any close-up needs: an activation with its curve, the guide."""

Kind = Literal["names", "number", "activation", "softmax"] | Reading
"""What a close-up shows: how to read the board, a number without a computation, an activation, or a sum as read."""


@dataclass(frozen=True, slots=True)
class Applied:
    """An activation applied to its argument, with its curve. ``leads`` is "≈" if the argument is rounded, else "=".

    ``relation`` is the same for the result. ``saturated`` is a sentence on a result that is not quite the whole number
    that it is written as.
    """

    symbol: str
    leads: str
    argument: str
    formula: Formula
    relation: str
    saturated: str
    curve: Curve


@dataclass(frozen=True, slots=True)
class Hint:
    """A line of how to read the board. ``drawing`` says which picture stands beside it."""

    drawing: Literal["column", "row", "crossing", "neuron"]
    title: str
    line: str


@dataclass(frozen=True, slots=True)
class CloseUp:
    """The chosen cell. ``kind`` says which fields are set: ``hints``; none; ``applied``; ``powers``; or ``sum`` and
    ``readings``.

    ``source`` says where the number comes from. ``url`` leads to the step of a number that is not computed yet. A given
    number has all of its digits. ``lines`` is the height that the close-up needs at one of the network's steps, in
    lines as high as a figure of a sum.
    """

    kind: Kind
    lines: int
    source: words.Phrase = ()
    symbol: Symbol | None = None
    result: str = ""
    line: str = ""
    colour: int | None = None
    url: str = ""
    sum: Sum | None = None
    readings: Readings | None = None
    applied: Applied | None = None
    powers: Powers | None = None
    hints: tuple[Hint, ...] = ()


def close_up(scene: Scene) -> CloseUp:
    """The close-up of the chosen cell; how to read the board if no cell is chosen."""
    cell, lines = scene.chosen, scene.matrices.cached("lines", lambda: most_lines(scene.network))
    if cell is None:
        return CloseUp("names", lines, hints=tuple(Hint(*each) for each in words.hints(scene)))
    text, decimals = scene.text(cell.matrix, cell.row - 1, cell.column - 1), scene.matrices.decimals[cell.matrix]
    symbol, colour = entry_symbol(*cell), colour_of(cell.column) if cell.matrix.has_examples else None
    if cell.matrix.is_given:
        value = scene.exact(cell.matrix).item(cell.row - 1, cell.column - 1)
        result = text if is_written(value, text) else in_full(value)
        return CloseUp("number", lines, (), symbol, result, words.given(cell.matrix), colour)
    if not scene.is_computed(cell.matrix, cell.column - 1):
        step = at_operation(scene, scene.state.view, cell.matrix, cell.column)
        return CloseUp("number", lines, (), symbol, "", words.not_yet(), colour, scene.url(step))
    if operation(scene.network, cell.matrix).op is AFFINE:
        key = scene.state.reading
        source, made, ways = words.reading_source(cell, key), sum_of(scene, cell), readings(scene, cell)
        return CloseUp(key, lines, source, symbol, text, "", colour, sum=made, readings=ways)
    activation = scene.activation(cell.matrix.layer)
    if not activation.elementwise:
        source = words.powers_source(cell)
        return CloseUp("softmax", lines, source, symbol, text, activation.line, colour, powers=powers(scene, cell))
    source, applied = words.argument_source(cell, activation.symbol), _applied(scene, cell, activation, text, decimals)
    return CloseUp("activation", lines, source, symbol, text, activation.line, colour, applied=applied)


def most_lines(network: Network) -> int:
    """The lines that the highest close-up of any step needs."""
    sums = [sum_lines(layer.W.shape[1]) for layer in network.layers]
    shares = [power_lines(len(layer.W)) for layer in network.layers if not layer.activation.elementwise]
    return max(FEWEST_LINES, *sums, *shares)


def _applied(scene: Scene, cell: Cell, activation: Activation, text: str, decimals: int) -> Applied:
    name, at = names_of(cell.matrix.layer).Z, (cell.row - 1, cell.column - 1)
    z, least = scene.exact(name).item(at), scene.matrices.decimals[name]

    def figure_of(places: int) -> str:
        return trimmed(z, places, least)

    def result(places: int) -> float:
        """The result computed from the figure of z."""
        return float(activation.op(np.array([[float(number(figure_of(places)))]]))[0, 0])

    argument = figure_of(decimals_that_agree(result, text, decimals))
    formula = _filled(activation.formula, argument)
    is_known = scene.is_exact(name, range(cell.row - 1, cell.row), cell.column - 1) and is_written(z, argument)
    is_exact = _value(formula) == number(text)
    return Applied(
        symbol=activation.symbol,
        leads="=" if is_known else "≈",
        argument=argument,
        formula=formula,
        relation="=" if is_exact else "≈",
        saturated="" if is_exact else _saturated(activation, text),
        curve=curve(activation, float(z), float(scene.exact(cell.matrix).item(at))),
    )


def _saturated(activation: Activation, text: str) -> str:
    """The sentence on a rounded result that reads 0, 1 or −1; "" for others."""
    result = number(text)
    return words.saturated(activation.name, trimmed(float(result), 0, 0)) if abs(result) in (0, 1) else ""


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


def _filled(formula: Formula, z: str) -> Formula:
    """The formula with a figure for z. A negative operand is put in brackets."""
    if isinstance(formula, str):
        return z if formula == "z" else formula
    head, *parts = formula
    filled = tuple(_filled(part, z) for part in parts)
    if head in ("neg", "-", "times"):
        filled = tuple(("brackets", f) if isinstance(f, str) and f.startswith(MINUS) else f for f in filled)
    return (str(head), *filled)
