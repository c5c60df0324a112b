"""A whole matrix as text: what its rows and columns are, whether it fits, what to do if the address is too short."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from app.engine.network import Plan
from app.state.changes import Misfit, TooLong, with_matrix
from app.state.matrix_text import Reading, Rows, Unreadable, read_matrix
from app.state.plans import Way, plan_of
from app.state.state import State

TEXT, WAY, DECIMALS, FIRST = "text", "way", "decimals", "first"
PASTING = (TEXT, WAY, DECIMALS, FIRST)
"""What the form sends: the text; whether columns or rows are the examples; rounding; how many examples to keep."""
MOST_DECIMALS = 6


@dataclass(eq=False)
class BadPaste(Exception):
    """A text that cannot be used as it is. ``place`` is the line and the column of the trouble, if it has one.

    ``guess`` is set where the person must say whether rows or columns are the examples; ``offers`` where the address
    is too short for so many figures.
    """

    problem: str
    place: tuple[int, int] | None = None
    guess: Way | None = None
    offers: "tuple[Offer, ...]" = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to make the numbers fit: round them to ``decimals``, or keep the ``first`` examples."""

    key: str
    number: int


def pasted(state: State, name: str, typed: Mapping[str, str], base: Plan) -> State:
    """The state with the matrix of that name as typed. BadPaste if it cannot be used."""
    try:
        reading = read_matrix(typed[TEXT])
    except Unreadable as trouble:
        raise BadPaste(trouble.message, (trouble.line, trouble.column)) from trouble
    rows = _cut(_turned(state, name, reading, typed.get(WAY, ""), base), typed)
    try:
        return with_matrix(state, name, rows, base)
    except TooLong as problem:
        raise BadPaste(str(problem), offers=_offers(state, name, rows, base)) from problem
    except Misfit as problem:
        raise BadPaste(str(problem)) from problem


def _turned(state: State, name: str, reading: Reading, way: str, base: Plan) -> Rows:
    """The rows as the board has them: a bias as a column, an example as a column."""
    rows = reading.rows
    if name[0] == "b" and len(rows) == 1:
        return _transposed(rows)
    if name != "X":
        return rows
    if way not in get_args(Way):
        way = _way(state, rows, base)
    return _transposed(rows) if way == "rows" else rows


def _way(state: State, rows: Rows, base: Plan) -> Way:
    """Rows or columns: whichever are as long as there are features. BadPaste with a guess if that does not decide."""
    n_x = plan_of(state, base).sizes.n[0]
    down, across = len(rows), len(rows[0])
    if (down == n_x) != (across == n_x):
        return "columns" if down == n_x else "rows"
    raise BadPaste(
        f"This has {down} rows and {across} columns, and there are {n_x} features. Are the rows or the columns the "
        "examples?",
        guess="rows" if down > across else "columns",
    )


def _cut(rows: Rows, typed: Mapping[str, str]) -> Rows:
    """Rounded, or only the first examples, if the person asked for it."""
    decimals, first = typed.get(DECIMALS, ""), typed.get(FIRST, "")
    if decimals.isascii() and decimals.isdecimal() and len(decimals) <= 2:
        rows = tuple(tuple(round(entry, int(decimals)) for entry in row) for row in rows)
    if first.isascii() and first.isdecimal() and len(first) <= 4:
        rows = tuple(row[: max(1, int(first))] for row in rows)
    return rows


def _offers(state: State, name: str, rows: Rows, base: Plan) -> tuple[Offer, ...]:
    offers = []
    for decimals in range(MOST_DECIMALS, -1, -1):
        if _fits(state, name, _cut(rows, {DECIMALS: str(decimals)}), base):
            offers.append(Offer(DECIMALS, decimals))
            break
    if name == "X":
        fitting = (m for m in range(len(rows[0]) - 1, 0, -1) if _fits(state, name, _cut(rows, {FIRST: str(m)}), base))
        most = next(fitting, 0)
        offers += [Offer(FIRST, most)] if most else []
    return tuple(offers)


def _fits(state: State, name: str, rows: Rows, base: Plan) -> bool:
    try:
        with_matrix(state, name, rows, base)
    except Misfit:
        return False
    return True


def _transposed(rows: Rows) -> Rows:
    return tuple(zip(*rows, strict=True))
