r"""A matrix as text: the formats to copy, and the parser of pasted matrices.

A text that was written here is parsed to exactly the same numbers.

The formats, and how each separates rows and entries:

- nested brackets: printed by NumPy, written in Python, NumPy, PyTorch, JAX, C and Mathematica.
  ``[[1. 2.]\n [3. 4.]]``, ``W1 = np.array([[1, 2], [3, 4]], dtype=np.float32);``, ``((1, 2), (3, 4))``,
  ``tensor([[1.]], grad_fn=<AddBackward0>)``, ``[[np.float64(1.0)]]``. The inner brackets are rows.
- one pair of brackets: with a ``;`` inside it is MATLAB's, ``[1 2; 3 4]``, and ``;`` or a line end ends a row. Without
  one it is a single row; line ends are ignored, because NumPy wraps long lists.
- LaTeX: ``\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}``, or pmatrix, vmatrix, Bmatrix, Vmatrix, matrix, smallmatrix.
- no brackets: a line end or ``;`` ends a row, so that ``1,5;2,5`` (the format of the address) is two rows of two.
  Commas separate entries; blanks do in a text without commas.
- a spreadsheet: no brackets, and several lines that all have a ``;`` inside, or a line with a tab inside. Then only
  that mark separates entries, and a comma between two digits is the decimal sign.

Elsewhere a comma is a separator: ``1,5`` is two numbers. In quotation marks it is the decimal sign, ``"1,5"``. A text
has one decimal sign: ``"1,234"`` with ``0.5`` is an error, because the comma might group thousands. A text has one
separator: ``1,5 2,5`` is an error. A row may end in a separator; an entry missing anywhere else is an error.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from app.state.limits import MAX_PASTED

Rows = tuple[tuple[float, ...], ...]

MOST_ENTRIES = 1_024
LARGEST_ENTRY = 1_000_000.0
"""The largest absolute value of an entry."""


def number_text(value: float) -> str:
    """The shortest text that reads back as the same number: 1, 0.3, -2, 1e-05. Never -0."""
    return repr(float(value) + 0.0).removesuffix(".0")


def as_numpy(rows: Rows) -> str:
    """``np.array([[…],`` and a line for each further row; always floats."""
    lines = (", ".join(repr(float(value) + 0.0) for value in row) for row in rows)
    return "np.array([[" + "],\n          [".join(lines) + "]])"


def as_csv(rows: Rows) -> str:
    """A line for each row, commas between the entries."""
    return "\n".join(",".join(map(number_text, row)) for row in rows)


def as_entries(rows: Sequence[Sequence[float | None]]) -> str:
    """The address's form: commas between the entries of a row, semicolons between the rows.

    An entry that is None, and a row of nothing else, is written as nothing.
    """
    lines = (["" if entry is None else number_text(entry) for entry in row] for row in rows)
    return ";".join(",".join(line) if any(line) else "" for line in lines)


def as_latex(rows: Rows) -> str:
    r"""``\begin{bmatrix} … \end{bmatrix}``, without exponents, which LaTeX would print as a letter e."""
    lines = (" & ".join(f"{Decimal(number_text(value)):f}" for value in row) for row in rows)
    return "\\begin{bmatrix}\n" + " \\\\\n".join(lines) + "\n\\end{bmatrix}"


@dataclass(frozen=True)
class ParsedMatrix:
    """At least one number, in rows of equal length, each finite and at most LARGEST_ENTRY in absolute value.

    ``flat``: the text is one list or one line without marks of rows, so that it may also mean a column.
    """

    rows: Rows
    flat: bool


@dataclass(eq=False)  # not frozen: Python sets an exception's traceback while it passes through `with`
class Unreadable(Exception):
    """A text that is no matrix: a sentence for the visitor, and the line and column of the error, from 1."""

    message: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"Line {self.line}, column {self.column}: {self.message}"


def read_matrix(text: str) -> ParsedMatrix:
    """Parse the one matrix in the text, in linear time. Unreadable for any other text."""
    plain = _plain(text[:MAX_PASTED])
    try:
        if len(text) > MAX_PASTED:
            raise _ParseError(f"This has {len(text):,} characters. At most {MAX_PASTED:,} can be read.", len(plain))
        return _read(plain)
    except _ParseError as error:
        line = plain.count("\n", 0, error.at) + 1
        column = error.at - plain.rfind("\n", 0, error.at)
        raise Unreadable(error.message, line, column) from None


class _ParseError(Exception):
    """A sentence, and the offset of the error in the text."""

    def __init__(self, message: str, at: int) -> None:
        self.message, self.at = message, at


def _plain(text: str) -> str:
    """Normalize line ends and minus signs, and replace invisible characters by blanks; lines and columns stay."""
    seen = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return seen.translate({0x2212: "-", 0xFEFF: " ", 0x200B: " "})


class _Token(NamedTuple):
    kind: str  # NUMBER, or the first character of the mark: a separator or a bracket
    text: str
    at: int
    value: float


_NUMBER = "number"
_BLANK = " "
_CLOSING = {"[": "]", "(": ")", "{": "}"}
_CLOSES = frozenset(_CLOSING.values())


def _pattern(marks: str) -> re.Pattern[str]:
    """A pattern of marks and numbers: any characters but marks and blanks count as a number."""
    part = rf"(?!{marks})\S"
    wrapped, quoted = r"np\.(?:float|int)[0-9]+\((?P<wrapped>[^()\s]*)\)", "(?P<quoted>\"[^\"\n]*\"|'[^'\n]*')"
    return re.compile(rf"(?P<mark>{marks})|{wrapped}|{quoted}(?!{part})|(?P<plain>(?:{part})+)")


_IN_LIST = _pattern(r"\n\s*|[\[\](){},;]")
_IN_NESTED_LISTS = _pattern(r"[\[\](){},;]")
_IN_LATEX = _pattern(r"\\\\|&")
_IN_LINES = {"": _pattern(r"\n+|[,;]"), ";": _pattern(r"\n+|;"), "\t": _pattern(r"\n+|[\t;]")}
_VALUE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*|,[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[+-]?(?:nan|inf|infinity|∞)", re.IGNORECASE)


def _tokens(text: str, pattern: re.Pattern[str], start: int, end: int) -> Iterator[_Token]:
    """Numbers and marks in order, lazily: text after the matrix need not consist of tokens."""
    numbers = 0
    for found in pattern.finditer(text, start, end):
        if mark := found["mark"]:
            # _Token(…) would take twice as long, and half of the whole time of a text of marks
            yield tuple.__new__(_Token, (mark[0], mark, found.start(), 0.0))
            continue
        group = found.lastgroup or ""
        part, at = found[group], found.start(group)
        numbers += 1
        if numbers > MOST_ENTRIES:
            raise _ParseError(f"At most {MOST_ENTRIES:,} numbers can be read. This is one more.", at)
        yield _Token(_NUMBER, part, at, _value(part[1:-1].strip() if group == "quoted" else part, at))


def _value(text: str, at: int) -> float:
    if not _VALUE.fullmatch(text):
        raise _ParseError(_why_no_number(text), at)
    value = float(text.replace(",", "."))
    if abs(value) > LARGEST_ENTRY:
        raise _ParseError(
            f"{_shown(text)} is too large. Numbers may go from −{LARGEST_ENTRY:,.0f} to {LARGEST_ENTRY:,.0f}.", at
        )
    return value + 0.0  # −0.0 + 0.0 is 0.0


def _why_no_number(text: str) -> str:
    if "..." in text or "…" in text:
        return "NumPy has left numbers out here (...). Print it whole with np.set_printoptions(threshold=sys.maxsize)."
    if _NOT_FINITE.fullmatch(text):
        return f"{_shown(text)} is not finite. Only finite numbers can be read."
    if text[:1].isalpha():
        return f"{_shown(text)} is not a number. Leave out headings and the names of rows."
    return f"{_shown(text)} is not a number."


def _shown(text: str) -> str:
    return f"“{text}”" if len(text) <= 24 else f"“{text[:20]}…”"


_HEAD = re.compile(
    r"\s*+(?:[^\W\d][^\s=,;(]*\s*+=(?!=)\s*+)?"  # W1 =
    r"(?:Parameter\ containing:\s*+)?(?P<call>(?:[A-Za-z]+\.)?(?:array|asarray|matrix|tensor)\s*+\(\s*+)?",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*+[.,;]?\s*+")
_TAIL_OF_CALL = re.compile(
    r"(?:\s*+,\s*+\w++\s*+=\s*+(?:'[^'\n]*+'|\"[^\"\n]*+\"|[^\s,()'\"]++))*"  # , dtype=float32
    r"\s*+,?\s*+\)\s*+[.,;]?\s*+"
)
_NESTED = re.compile(r"[\[({]\s*[\[({]")
_LATEX = re.compile(r"\\begin\{([bpvBV]?matrix|smallmatrix)\}")


def _read(text: str) -> ParsedMatrix:
    head = _HEAD.match(text)
    assert head  # every part of the pattern is optional
    start = head.end()
    if text[start : start + 1] in _CLOSING:
        return _bracketed(text, start, _TAIL_OF_CALL if head["call"] else _TAIL)
    if head["call"]:
        raise _ParseError("Here the numbers must follow in brackets, such as [[1, 2], [3, 4]].", start)
    return _latex(text, start) if text.startswith(r"\begin", start) else _without_brackets(text, start)


def _bracketed(text: str, start: int, tail: re.Pattern[str]) -> ParsedMatrix:
    pattern = _IN_NESTED_LISTS if _NESTED.match(text, start) else _IN_LIST
    outer, rows, closing = _in_brackets(_tokens(text, pattern, start, len(text)))
    matlab = not rows and any(token.kind == ";" for token in outer)
    if not matlab:
        outer = [token for token in outer if token.kind != "\n"]
    entries = _nested(outer, rows) if rows else _grid(outer, ("\n", ";"))
    parsed = _parsed(entries, flat=not rows and not matlab, start=start)
    _check_tail(text, closing.at + 1, tail)
    return parsed


def _latex(text: str, start: int) -> ParsedMatrix:
    begin = _LATEX.match(text, start)
    if not begin:
        raise _ParseError(r"Of LaTeX only a matrix can be read, such as \begin{bmatrix} 1 & 2 \end{bmatrix}.", start)
    closing = rf"\end{{{begin[1]}}}"
    end = text.find(closing, begin.end())
    if end < 0:
        raise _ParseError(f"This is never closed: {closing} is missing.", start)
    rows = _grid(_tokens(text, _IN_LATEX, begin.end(), end), ("\\",), "&")
    parsed = _parsed(rows, flat=False, start=start)
    _check_tail(text, end + len(closing), _TAIL)
    return parsed


def _without_brackets(text: str, start: int) -> ParsedMatrix:
    mark = _mark_of_sheet(text[start:])
    ends = ("\n",) if mark == ";" else ("\n", ";")
    rows = _grid(_tokens(text, _IN_LINES[mark], start, len(text)), ends, mark)
    return _parsed(rows, flat=len(rows) == 1 and ";" not in text[start:], start=start)


def _mark_of_sheet(text: str) -> str:
    """The separator of a spreadsheet's entries, ``;`` or a tab; empty for other texts."""
    lines = [line for line in map(str.strip, text.split("\n")) if line]
    if len(lines) > 1 and all(";" in line[:-1] for line in lines):
        return ";"
    return "\t" if any("\t" in line for line in lines) and ",\t" not in text else ""


def _parsed(rows: list[list[_Token]], flat: bool, start: int) -> ParsedMatrix:
    if not rows:
        raise _ParseError("There is no number here.", start)
    for number, row in enumerate(rows, start=1):
        if len(row) != len(rows[0]):
            numbers = f"{len(row)} number" if len(row) == 1 else f"{len(row)} numbers"
            raise _ParseError(f"Row {number} has {numbers}, but row 1 has {len(rows[0])}.", row[0].at)
    _check_decimal_sign(rows)
    return ParsedMatrix(tuple(tuple(token.value for token in row) for row in rows), flat)


def _check_decimal_sign(rows: list[list[_Token]]) -> None:
    points = [number.at for row in rows for number in row if "." in number.text]
    commas = [number.at for row in rows for number in row if "," in number.text]
    if points and commas:
        message = "Some numbers have a decimal point and some a decimal comma. Use one of them."
        raise _ParseError(message, max(points[0], commas[0]))


def _check_tail(text: str, at: int, tail: re.Pattern[str]) -> None:
    if not tail.fullmatch(text, at):
        rest = text[at:].lstrip()
        message = f"The matrix ends before {_shown(rest.rstrip())}. Only one matrix can be read."
        raise _ParseError(message if rest else "A “)” is missing at the end.", len(text) - len(rest))


def _in_brackets(tokens: Iterable[_Token]) -> tuple[list[_Token], list[list[_Token]], _Token]:
    """The tokens in the outer brackets, those in each inner pair, and the bracket that closes the outer pair."""
    outer: list[_Token] = []
    rows: list[list[_Token]] = []
    opened: list[_Token] = []
    for token in tokens:
        if token.kind in _CLOSING:
            opened.append(token)
            if len(opened) == 2:
                outer.append(token)
                rows.append([])
            elif len(opened) == 3:
                raise _ParseError("A matrix has rows and columns. This bracket would be a third dimension.", token.at)
        elif token.kind in _CLOSES:
            if _CLOSING[(opening := opened.pop().kind)] != token.kind:
                raise _ParseError(f"“{token.kind}” does not close “{opening}”.", token.at)
            if not opened:
                return outer, rows, token
        elif len(opened) == 1:
            outer.append(token)
        else:
            rows[-1].append(token)
    raise _ParseError("This bracket is never closed.", opened[-1].at)


def _nested(outer: list[_Token], rows: list[list[_Token]]) -> list[list[_Token]]:
    brackets = _items(outer, "row", tuple(_CLOSING), _first_of((",", ";"), outer))
    for bracket, row in zip(brackets, rows, strict=True):
        if not row:
            raise _ParseError("There is no number in this row.", bracket.at)
    return _numbers(rows)


def _grid(tokens: Iterable[_Token], ends: tuple[str, ...], mark: str = "") -> list[list[_Token]]:
    """The rows, ended by ``ends``. ``mark`` separates entries; if it is empty, commas or blanks do."""
    return _numbers(_lines(tokens, ends), mark)


def _lines(tokens: Iterable[_Token], ends: tuple[str, ...]) -> list[list[_Token]]:
    lines: list[list[_Token]] = [[]]
    for token in tokens:
        if token.kind not in ends:
            lines[-1].append(token)
        elif lines[-1]:
            lines.append([])
        elif token.kind != "\n":
            raise _ParseError(f"A row is missing before {_name(token.kind)}.", token.at)
    return [line for line in lines if line]


def _numbers(rows: list[list[_Token]], mark: str = "") -> list[list[_Token]]:
    mark = mark or _first_of((",",), chain.from_iterable(rows))
    return [_items(row, _NUMBER, (_NUMBER,), mark) for row in rows]


def _items(tokens: Iterable[_Token], what: str, kinds: tuple[str, ...], mark: str) -> list[_Token]:
    """The tokens of those kinds, which must alternate with the mark; a mark may end the list. Blanks are no tokens."""
    items: list[_Token] = []
    last = mark
    for token in tokens:
        if token.kind == mark:
            if last == mark:
                raise _ParseError(f"A {what} is missing before {_name(mark)}.", token.at)
        elif token.kind in kinds:
            if last != mark != _BLANK:
                raise _ParseError(f"Only a blank stands before {_shown(token.text)}. {_between(what, mark)}", token.at)
            items.append(token)
        else:
            raise _ParseError(f"{_shown(token.text)} cannot stand here. {_between(what, mark)}", token.at)
        last = token.kind
    return items


def _between(what: str, mark: str) -> str:
    return f"Between two {what}s stands {_name(mark)}."


def _name(mark: str) -> str:
    return {"\t": "a tab", _BLANK: "a blank", "\\": r"“\\”"}.get(mark, f"“{mark}”")


def _first_of(marks: tuple[str, ...], tokens: Iterable[_Token]) -> str:
    """The first of the marks that is among the tokens, else a blank."""
    kinds = {token.kind for token in tokens}
    return next((mark for mark in marks if mark in kinds), _BLANK)
