"""A whole matrix as text: what its rows and columns are, whether it fits, what to do if the address is too short."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from app.engine.names import INPUTS, Name
from app.engine.network import Plan
from app.state.edits import BadEdit, TooLong, with_matrix
from app.state.matrix_text import Reading, Rows, Unreadable, read_matrix
from app.state.plans import Way, counted_rows
from app.state.state import State, plan_of

TEXT, WAY, FIT = "text", "way", "fit"
PASTING = (TEXT, WAY, FIT)
"""What the form sends: the text; whether columns or rows are the examples; the offer that is taken."""
ACCEPTED = re.compile(r"([0-9]?)-([0-9]{0,4})")
"""An offer as the form sends it."""


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
    """One way to make the numbers fit the address: round them, keep the first examples only, or both."""

    decimals: int | None = None
    first: int | None = None

    def __str__(self) -> str:
        """As the form sends it: 2-, -31 or 1-40."""
        return "-".join("" if part is None else str(part) for part in (self.decimals, self.first))

    def applied(self, rows: Rows) -> Rows:
        """The rows as this offer has them."""
        if self.decimals is not None:
            rows = tuple(tuple(round(entry, self.decimals) for entry in row) for row in rows)
        return rows if self.first is None else tuple(row[: max(1, self.first)] for row in rows)


def pasted(state: State, name: Name, typed: Mapping[str, str], base: Plan) -> State:
    """The state with the matrix of that name as typed. BadPaste if it cannot be used."""
    try:
        reading = read_matrix(typed[TEXT])
    except Unreadable as trouble:
        raise BadPaste(trouble.message, (trouble.line, trouble.column)) from trouble
    rows = _offer(typed.get(FIT, ""), name).applied(_turned(state, name, reading, typed.get(WAY, ""), base))
    try:
        return with_matrix(state, name, rows, base)
    except TooLong as problem:
        raise BadPaste(str(problem), offers=_offers(state, name, rows, base)) from problem
    except BadEdit as problem:
        raise BadPaste(str(problem)) from problem


def _turned(state: State, name: Name, reading: Reading, way: str, base: Plan) -> Rows:
    """The rows as the board has them: a bias as a column, an example as a column."""
    rows = reading.rows
    if name != INPUTS:
        is_column = name.kind == "b" or (reading.flat and plan_of(state, base).sizes.n[name.layer - 1] == 1)
        return _transposed(rows) if is_column and len(rows) == 1 else rows
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
        f"This is ({down}, {across}), and X has {counted_rows(n_x)}, one for each feature. Are the rows or the columns "
        "of your text the examples?",
        guess="rows" if down > across else "columns",
    )


def _offer(text: str, name: Name) -> Offer:
    """The offer that is taken; nothing is left out of what cannot be one."""
    found = ACCEPTED.fullmatch(text)
    if not found:
        return Offer()
    decimals, first = (int(part) if part else None for part in found.groups())
    return Offer(decimals, first if name == INPUTS else None)


def _offers(state: State, name: Name, rows: Rows, base: Plan) -> tuple[Offer, ...]:
    """What would fit: the most decimals, then the most examples with all their decimals, with two, with one."""
    rounding = next((each for each in map(Offer, range(6, 0, -1)) if _fits(state, name, each, rows, base)), None)
    offers = [rounding] if rounding else []
    if name == INPUTS:
        offers += [_longest(state, decimals, rows, base) for decimals in (None, 2, 1)]
    else:
        offers += [] if rounding else [Offer(0)]
    return tuple(dict.fromkeys(each for each in offers if _fits(state, name, each, rows, base)))


def _longest(state: State, decimals: int | None, rows: Rows, base: Plan) -> Offer:
    """As many of the first examples as fit with that many decimals."""
    counts = range(1, len(rows[0]) + 1)
    too_many = bisect_left(counts, True, key=lambda m: not _fits(state, INPUTS, Offer(decimals, m), rows, base))
    return Offer(decimals, None if too_many == len(counts) else max(too_many, 1))


def _fits(state: State, name: Name, offer: Offer, rows: Rows, base: Plan) -> bool:
    try:
        with_matrix(state, name, offer.applied(rows), base)
    except BadEdit:
        return False
    return True


def _transposed(rows: Rows) -> Rows:
    return tuple(zip(*rows, strict=True))
