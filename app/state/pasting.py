"""A pasted matrix: its orientation, its shape, and offers to shorten it if the address gets too long."""

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from app.engine.names import INPUTS, Name
from app.engine.network import Plan
from app.state.edits import BadEdit, TooLong, with_matrix
from app.state.matrix_text import ParsedMatrix, Rows, Unreadable, read_matrix
from app.state.plans import Way, counted_rows
from app.state.state import State, plan_of

TEXT_KEY, WAY_KEY, FIT_KEY = "text", "way", "fit"
PASTE_KEYS = (TEXT_KEY, WAY_KEY, FIT_KEY)
"""The keys of the form: the text, the orientation (Way), the accepted offer."""
OFFER_PATTERN = re.compile(r"([0-9]?)-([0-9]{0,4})")
"""An offer in the form: decimals, hyphen, number of examples; either number may be missing."""


@dataclass(eq=False)
class BadPaste(Exception):
    """A text that cannot be used. ``place`` is the line and the column of the error, None if it has none.

    ``guess`` is set if the text does not tell whether its rows or its columns are the examples, ``offers`` if the
    address would get too long.
    """

    problem: str
    place: tuple[int, int] | None = None
    guess: Way | None = None
    offers: "tuple[Offer, ...]" = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to shorten the address: round to ``decimals``, keep only the first ``first`` examples, or both."""

    decimals: int | None = None
    first: int | None = None

    def __str__(self) -> str:
        """The text in the form, such as 2-, -31 or 1-40."""
        return "-".join("" if part is None else str(part) for part in (self.decimals, self.first))

    def applied(self, rows: Rows) -> Rows:
        """The rows after rounding and cutting."""
        if self.decimals is not None:
            rows = tuple(tuple(round(entry, self.decimals) for entry in row) for row in rows)
        return rows if self.first is None else tuple(row[: max(1, self.first)] for row in rows)


def pasted(state: State, name: Name, typed: Mapping[str, str], base: Plan) -> State:
    """The state with this matrix replaced by the text of the form. BadPaste if it cannot be used."""
    try:
        parsed = read_matrix(typed[TEXT_KEY])
    except Unreadable as error:
        raise BadPaste(error.message, (error.line, error.column)) from error
    rows = _offer(typed.get(FIT_KEY, ""), name).applied(_oriented(state, name, parsed, typed.get(WAY_KEY, ""), base))
    try:
        return with_matrix(state, name, rows, base)
    except TooLong as problem:
        raise BadPaste(str(problem), offers=_offers(state, name, rows, base)) from problem
    except BadEdit as problem:
        raise BadPaste(str(problem)) from problem


def _oriented(state: State, name: Name, parsed: ParsedMatrix, way: str, base: Plan) -> Rows:
    """The rows, transposed if needed: a bias is a column, an example is a column."""
    rows = parsed.rows
    if name != INPUTS:
        is_column = name.kind == "b" or (parsed.flat and plan_of(state, base).sizes.n[name.layer - 1] == 1)
        return _transposed(rows) if is_column and len(rows) == 1 else rows
    if way not in get_args(Way):
        way = _orientation(state, rows, base)
    return _transposed(rows) if way == "rows" else rows


def _orientation(state: State, rows: Rows, base: Plan) -> Way:
    """The orientation with n_x numbers an example. BadPaste with a guess if both or neither have that."""
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
    """The accepted offer; one that changes nothing for any other text."""
    found = OFFER_PATTERN.fullmatch(text)
    if not found:
        return Offer()
    decimals, first = (int(part) if part else None for part in found.groups())
    return Offer(decimals, first if name == INPUTS else None)


def _offers(state: State, name: Name, rows: Rows, base: Plan) -> tuple[Offer, ...]:
    """Offers that fit: the most decimals; then the most examples unrounded, with 2 decimals, with 1."""
    rounding = next((each for each in map(Offer, range(6, 0, -1)) if _fits(state, name, each, rows, base)), None)
    offers = [rounding] if rounding else []
    if name == INPUTS:
        offers += [_longest(state, decimals, rows, base) for decimals in (None, 2, 1)]
    else:
        offers += [] if rounding else [Offer(0)]
    return tuple(dict.fromkeys(each for each in offers if _fits(state, name, each, rows, base)))


def _longest(state: State, decimals: int | None, rows: Rows, base: Plan) -> Offer:
    """The most examples that fit with that many decimals, by binary search."""
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
