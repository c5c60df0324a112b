"""Marks and numbers to rows: brackets, lines, and one separator between entries."""

from collections.abc import Iterable
from itertools import chain, pairwise

from app.state.reading.tokens import (
    CLOSING,
    LEFT_OUT,
    NUMBER,
    OPENING,
    SyntaxProblem,
    Token,
    is_word,
    not_a_number,
    shown,
)

BLANK = " "
_ONE_LINE_WIDTH = 40
"""Characters. NumPy breaks a list into lines only when they are longer, at 75 unless it is told otherwise."""


def check_lengths(rows: list[list[Token]], start: int) -> None:
    """SyntaxProblem unless there is a row, and all have as many numbers."""
    if not rows:
        raise SyntaxProblem("There is no number here.", start)
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            if dots := next((token for each in rows for token in each if LEFT_OUT.search(token.text)), None):
                raise not_a_number(dots)
            numbers = f"{len(row)} number" if len(row) == 1 else f"{len(row)} numbers"
            raise SyntaxProblem(f"Row {number} has {numbers}, but row 1 has {len(rows[0])}.", row[0].at)


def in_brackets(tokens: Iterable[Token]) -> tuple[list[Token], list[list[Token]], Token]:
    """The tokens in the outer brackets, those in each inner pair, and the bracket that closes the outer pair."""
    outer: list[Token] = []
    rows: list[list[Token]] = []
    opened: list[Token] = []
    for token in tokens:
        if token.kind in OPENING:
            opened.append(token)
            if len(opened) == 2:
                outer.append(token)
                rows.append([])
            elif len(opened) == 3:
                raise SyntaxProblem("A matrix has rows and columns. This bracket would be a third dimension.", token.at)
        elif token.kind in CLOSING:
            if OPENING[(opening := opened.pop().kind)] != token.kind:
                raise SyntaxProblem(f"“{token.kind}” does not close “{opening}”.", token.at)
            if not opened:
                return outer, rows, token
        elif len(opened) == 1:
            outer.append(token)
        else:
            rows[-1].append(token)
    raise SyntaxProblem("This bracket is never closed.", opened[-1].at)


def nested(outer: list[Token], rows: list[list[Token]]) -> list[list[Token]]:
    """The rows of a list of lists."""
    brackets = items(outer, "row", tuple(OPENING), first_of((",", ";"), outer))
    for bracket, row in zip(brackets, rows, strict=True):
        if not row:
            raise SyntaxProblem("There is no number in this row.", bracket.at)
    return entries(rows)


def may_be_rows(outer: list[Token]) -> tuple[bool, bool]:
    """Whether the lines in one pair of brackets may be rows, and whether they may be one long list.

    In MATLAB, Octave and Julia a line end ends the row. NumPy and Python go on with the same list: NumPy when a line
    gets long, Python after a comma.
    """
    rows = [[token for token in line if token.kind == NUMBER] for line in lines(outer, ("\n",))]
    if len(rows) < 2:
        return False, True
    if any(len(row) != len(rows[0]) for row in rows):
        return False, True
    if any(before.kind == "," and end.kind == "\n" for before, end in pairwise(outer)):
        return False, True
    if any(token.kind == "," for token in outer):
        return True, False
    width = max(row[-1].at + len(row[-1].text) - row[0].at for row in rows)
    return True, width > _ONE_LINE_WIDTH


def lines(tokens: Iterable[Token], ends: tuple[str, ...]) -> list[list[Token]]:
    """The rows with tokens in them, ended by marks of these kinds."""
    found: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind not in ends:
            found[-1].append(token)
        elif found[-1]:
            found.append([])
        elif token.kind != "\n":
            raise SyntaxProblem(f"A row is missing before {_name(token.kind)}.", token.at)
    return [line for line in found if line]


def entries(rows: list[list[Token]], mark: str = "") -> list[list[Token]]:
    """The numbers of each row, separated by ``mark``; if it is empty, by commas if there are any, else by blanks."""
    mark = mark or first_of((",",), chain.from_iterable(rows))
    found = [items(row, "number", (NUMBER,), mark) for row in rows]
    ended = [row[-1] for row in rows if row[-1].kind == mark]
    if 0 < len(ended) < len(rows) and len({len(row) for row in found}) > 1:
        raise SyntaxProblem(f"A number is missing after {_name(mark)}, or this line goes on in the next.", ended[0].at)
    return found


def items(tokens: Iterable[Token], what: str, kinds: tuple[str, ...], mark: str) -> list[Token]:
    """The tokens of those kinds, which must alternate with the mark; a mark may end the list. Blanks are no tokens."""
    found: list[Token] = []
    last = mark
    for token in tokens:
        if token.kind == mark:
            if last == mark:
                raise SyntaxProblem(f"A {what} is missing before {_name(mark)}.", token.at)
        elif token.kind in kinds:
            if last != mark != BLANK:
                if word := next((each for each in (found[-1], token) if each.kind == NUMBER and is_word(each)), None):
                    raise not_a_number(word)
                raise SyntaxProblem(f"Only a blank stands before {shown(token.text)}. {_between(what, mark)}", token.at)
            found.append(token)
        elif token.kind == NUMBER and (is_word(token) or LEFT_OUT.match(token.text)):
            raise not_a_number(token)
        else:
            raise SyntaxProblem(f"{shown(token.text)} cannot stand here. {_between(what, mark)}", token.at)
        last = token.kind
    return found


def first_of(marks: tuple[str, ...], tokens: Iterable[Token]) -> str:
    """The first of the marks that is among the tokens, else a blank."""
    kinds = {token.kind for token in tokens}
    return next((mark for mark in marks if mark in kinds), BLANK)


def _between(what: str, mark: str) -> str:
    return f"Between two {what}s stands {_name(mark)}."


def _name(mark: str) -> str:
    return {"\t": "a tab", BLANK: "a blank", "\\": r"“\\”"}.get(mark, f"“{mark}”")
