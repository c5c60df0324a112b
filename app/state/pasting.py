"""A pasted matrix: what it may mean on this network, its orientation, and offers to shorten it.

A text with one sensible meaning is taken. One with several is asked about: each is a `Choice`.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from app.engine.names import INPUTS, Name
from app.engine.network import Plan
from app.state.edits import BadEdit, TooLong, with_matrix
from app.state.paste_report import PasteReport, Turn
from app.state.reading import Reading, Rows, Unreadable, is_inputs_first, readings
from app.state.state import State, plan_of

TEXT_KEY, MEANT_KEY, FIT_KEY = "text", "meant", "fit"
PASTE_KEYS = (TEXT_KEY, MEANT_KEY, FIT_KEY)
"""The keys of the form: the text, the choice among its meanings (Choice.key), the accepted offer."""
OFFER_PATTERN = re.compile(r"([1-9]?)-([0-9]{0,4})(?:\.([a-z0-9.-]*))?")
"""An offer in the form: significant digits, hyphen, number of examples; either number may be missing. After a point,
the choice to which it belongs."""


@dataclass(frozen=True)
class Choice:
    """A meaning of the text on this network. ``rows`` are in the board's orientation; ``n`` are the sizes with them.

    ``fits``: the sizes stay as they are.
    """

    reading: Reading
    turn: Turn
    rows: Rows
    n: tuple[int, ...]
    fits: bool

    @property
    def is_cut(self) -> bool:
        """Whether a column is left out."""
        return self.turn.startswith("without")

    @property
    def key(self) -> str:
        """The value in the form."""
        return f"{self.reading.key}.{self.turn or 'as-is'}"


@dataclass(eq=False)
class BadPaste(Exception):
    """A text that cannot be used. ``place`` is the line and the column of the error, None if it has none.

    ``choices`` are what it may mean if it may mean several things, and the problem is then empty. ``offers`` are set if
    the address would get too long; ``meant`` is then the key of the choice that was made.
    """

    problem: str = ""
    place: tuple[int, int] | None = None
    choices: tuple[Choice, ...] = ()
    offers: "tuple[Offer, ...]" = ()
    meant: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A way to shorten the address: round to significant ``digits``, keep only ``first`` examples, or both."""

    digits: int | None = None
    first: int | None = None

    def __str__(self) -> str:
        """The text in the form, such as 2-, -31 or 1-40."""
        return "-".join("" if part is None else str(part) for part in (self.digits, self.first))

    def applied(self, rows: Rows) -> Rows:
        """The rows after rounding and cutting. No number that is not 0 becomes 0."""
        if self.digits is not None:
            rows = tuple(tuple(float(f"{entry:.{self.digits}g}") for entry in row) for row in rows)
        return rows if self.first is None else tuple(row[: max(1, self.first)] for row in rows)


def pasted(state: State, name: Name, typed: Mapping[str, str], base: Plan) -> tuple[State, PasteReport]:
    """The state with this matrix replaced by the text of the form, and what was done. BadPaste if it cannot be used."""
    try:
        found = readings(typed[TEXT_KEY])
    except Unreadable as error:
        raise BadPaste(error.message, (error.line, error.column)) from error
    is_turned_before = bool(state.turned) or is_inputs_first(typed[TEXT_KEY])
    choices = _choices(state, name, found, base, is_turned_before)
    offer, meant = _offer(typed.get(FIT_KEY, ""), name)
    chosen = next((each for each in choices if each.key == (meant or typed.get(MEANT_KEY))), None)
    if not chosen and len(choices) > 1:
        raise BadPaste(choices=tuple(choices))
    chosen = chosen or choices[0]
    try:
        made = with_matrix(state, name, offer.applied(chosen.rows), base)
    except TooLong as problem:
        raise BadPaste(str(problem), offers=_offers(state, name, chosen.rows, base), meant=chosen.key) from problem
    if name.kind == "W":
        made = made.model_copy(update={"turned": int(chosen.turn == "turned")})
    was = () if chosen.fits else plan_of(state, base).sizes.n
    shortened = {"is_rounded": offer.digits is not None, "is_cut": offer.first is not None}
    return made, PasteReport.of(name, chosen.reading, chosen.turn, was, **shortened)


def _choices(state: State, name: Name, found: tuple[Reading, ...], base: Plan, is_turned_before: bool) -> list[Choice]:
    """What the text may mean, the likeliest first; at least one. BadPaste if nothing fits."""
    named = [reading for reading in found if _letters(reading.name) == name]
    choices: list[Choice] = []
    problem = ""
    for reading in named if len(named) == 1 else found:
        possible = []
        for turn, rows in _ways(state, name, reading, base):
            try:
                possible.append(_choice(state, name, reading, turn, rows, base))
            except BadEdit as error:
                problem = problem or str(error)
        likely = _likely(state, name, possible, base, is_turned_before)
        choices += [each for each in likely if each.rows not in [other.rows for other in choices]]
    if not choices:
        raise BadPaste(problem)
    return choices


def _letters(name: str) -> str:
    """The name of an array without its brackets: W1 for W^{[1]}, parameters['W1'] and w1."""
    plain = "".join(re.findall(r"[A-Za-z]+[0-9]*$|[A-Za-z]+|[0-9]+", name.rpartition(".")[2]))
    plain = plain.removeprefix("parameters").removeprefix("params")
    return f"{plain[:1].lower() if plain[:1] in 'bB' else plain[:1].upper()}{plain[1:]}"


def _choice(state: State, name: Name, reading: Reading, turn: Turn, rows: Rows, base: Plan) -> Choice:
    """The choice of these rows. BadEdit if they do not fit; they may be too long for the address."""
    n = plan_of(state, base).sizes.n
    try:
        after = plan_of(with_matrix(state, name, rows, base), base).sizes.n
    except TooLong as long:
        after = long.n
    return Choice(reading, turn, rows, after, after == n)


def _ways(state: State, name: Name, reading: Reading, base: Plan) -> Iterator[tuple[Turn, Rows]]:
    """The rows in every orientation that the matrix may have. The first is as it is written."""
    rows, n = reading.rows, plan_of(state, base).sizes.n
    if name.kind == "b":
        yield ("column", _transposed(rows)) if len(rows) == 1 < len(rows[0]) else ("", rows)
        return
    yield "", rows
    yield ("column" if reading.flat and name != INPUTS else "turned"), _transposed(rows)
    if name == INPUTS and len(rows[0]) == n[0] + 1:
        yield "without-last", _transposed(tuple(row[:-1] for row in rows))
        yield "without-first", _transposed(tuple(row[1:] for row in rows))


def _likely(state: State, name: Name, possible: list[Choice], base: Plan, is_turned_before: bool) -> list[Choice]:
    """Those of the possible orientations that a person may mean, the likeliest first.

    What fits the network as it is comes first. Weights whose transpose fits are probably from a library that keeps
    (inputs, neurons). Square weights cannot be told from their transpose, and are asked about after others were turned.
    """
    if name == INPUTS:
        whole = [each for each in possible if each.fits and not each.is_cut]
        return whole or sorted(possible, key=lambda each: not each.fits)
    as_is = next((each for each in possible if each.turn == ""), None)
    if not as_is or name.kind == "b":
        return possible
    inputs, is_square = plan_of(state, base).sizes.n[name.layer - 1], len(as_is.rows) == len(as_is.rows[0])
    if is_square:
        return sorted(possible, key=lambda each: each.turn == "") if is_turned_before else [as_is]
    if as_is.reading.flat and inputs == 1:
        return [each for each in possible if each.turn == "column"]
    if as_is.fits or len(as_is.rows[0]) == inputs:
        return [as_is]
    return sorted(possible, key=lambda each: (not each.fits, len(each.rows[0]) != inputs))


def _offer(text: str, name: Name) -> tuple[Offer, str]:
    """The accepted offer and the key of its choice; for any other text an offer that changes nothing."""
    found = OFFER_PATTERN.fullmatch(text)
    if not found:
        return Offer(), ""
    digits, first = (int(part) if part else None for part in found.groups()[:2])
    return Offer(digits, first if name == INPUTS else None), found[3] or ""


def _offers(state: State, name: Name, rows: Rows, base: Plan) -> tuple[Offer, ...]:
    """Offers that fit: the most significant digits; then the most examples unrounded, with 3 digits, with 2."""
    rounding = next((each for each in map(Offer, range(6, 0, -1)) if _fits(state, name, each, rows, base)), None)
    offers = [rounding] if rounding else []
    if name == INPUTS:
        offers += [_longest(state, digits, rows, base) for digits in (None, 3, 2)]
    whole = [each for each in offers if each.first is None]
    return tuple(each for each in offers if each in whole[:1] or (each.first and _fits(state, name, each, rows, base)))


def _longest(state: State, digits: int | None, rows: Rows, base: Plan) -> Offer:
    """The most examples that fit with that many digits, by binary search."""
    counts = range(1, len(rows[0]) + 1)
    too_many = bisect_left(counts, True, key=lambda m: not _fits(state, INPUTS, Offer(digits, m), rows, base))
    return Offer(digits, None if too_many == len(counts) else max(too_many, 1))


def _fits(state: State, name: Name, offer: Offer, rows: Rows, base: Plan) -> bool:
    try:
        with_matrix(state, name, offer.applied(rows), base)
    except BadEdit:
        return False
    return True


def _transposed(rows: Rows) -> Rows:
    return tuple(zip(*rows, strict=True))
