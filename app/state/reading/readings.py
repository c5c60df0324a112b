r"""What a text may mean: every sensible reading of a pasted matrix.

A text with one reading is read. Where people write the same text and mean different matrices, there are several:

- a comma between two digits separates numbers (1,5 is 1 and 5), is the decimal sign (1.5), or groups thousands (2,104);
- lines in one pair of brackets are rows in MATLAB, Octave and Julia, and one long list in NumPy and Python;
- a print of several arrays has several matrices.

Formats, and how each separates rows and entries:

- nested brackets, as printed by NumPy, TensorFlow, PyTorch and JAX and written in Python, C and Mathematica: the inner
  brackets are rows. What a library writes around them is passed over: ``<tf.Tensor: shape=(2, 2), … numpy=``.
- one pair of brackets: ``;`` ends a row, and a line end does where `grid.may_be_rows` says so.
- LaTeX, see `latex`.
- lines, see `lined_text`: a line end or ``;`` ends a row; commas separate entries, or tabs, or ``;`` on every line.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import TypeAlias

from app.state.limits import MAX_PASTED
from app.state.reading import latex, lined_text
from app.state.reading.arrays import MAKERS, Array, arrays
from app.state.reading.cleaning import CONTINUED, normalized, without_remarks
from app.state.reading.grid import check_lengths, entries, in_brackets, lines, may_be_rows, nested
from app.state.reading.lined_text import Left
from app.state.reading.tokens import (
    COMMA_FORMS,
    OPENING,
    Comma,
    NumbersLeftOut,
    Rows,
    SyntaxProblem,
    Token,
    Unreadable,
    pattern,
    shown,
    tokens,
    values,
)


@dataclass(frozen=True)
class Reading:
    """A matrix that the text may mean: at least one number, rows of equal length, each number finite and not too large.

    ``flat``: it is one list or one line without marks of rows, so that it may also mean a column. ``name`` and
    ``number`` are of an array among several, the number from 1. ``comma`` is what a comma inside a number was taken
    for; ``splits`` says that commas between digits separate where they may be part of a number. ``is_list``: lines in
    brackets are one list; None if there are none.
    """

    rows: Rows
    flat: bool = False
    name: str = ""
    number: int = 0
    comma: Comma | None = None
    splits: bool = False
    is_list: bool | None = None
    left_out: tuple[Left, ...] = ()
    factor: int = 0

    @property
    def shape(self) -> tuple[int, ...]:
        """(2, 3), or (3,) of a list."""
        return (len(self.rows[0]),) if self.flat else (len(self.rows), len(self.rows[0]))

    @property
    def key(self) -> str:
        """A text that tells this reading from the others of the same text."""
        parts = (f"array{self.number}" if self.number else "", self.comma or "", "split" if self.splits else "")
        return "-".join(filter(None, (*parts, "list" if self.is_list else ""))) or "plain"


MOST_ARRAYS = 24
"""Arrays in a text among which the visitor can choose."""

_INPUTS_FIRST = re.compile(r"\btf\.|\bkernel\b|KerasVariable|<Variable path=|coefs_|intercepts_|^\s*\[\s*array\(")

_HEAD = re.compile(
    r"\s*+(?:(?:const|let|var|double|float|int|auto)(?:\[\])*+\s++)*+"
    r"(?:(?![\w.]*shape)[^\W\d][^\s=,;:(<]*+\s*+(?:=(?!=)|<-|:(?=\s))\s*+)?"  # W1 =
    r"(?:(?:Parameter|Variable)\ containing:\s*+)?"
    rf"(?:(?P<call>(?:new\s++)?(?:[A-Za-z_]+\.)*(?:{MAKERS})\s*+\(\s*+)"
    r"|new\s++\w++(?:\[\])++\s*+|(?:Float|Int)(?:32|64)(?=\[)|c(?=\())?",
    re.IGNORECASE,
)
_CALL = re.compile(r"([^\W\d][\w.]*)[(\[]")
_DESCRIPTION = re.compile(r"\s*(?:<(?:tf\.)?\w*(?:Tensor|Variable)\b|Tensor\()")
_TAIL = re.compile(r"\s*+[.,;]?\s*+")
_TAIL_OF_CALL = re.compile(
    r"(?:\s*+,\s*+\w++\s*+=\s*+(?:'[^'\n]*+'|\"[^\"\n]*+\"|\([^()]*+\)|[^\s,()'\"]++))*"  # , dtype=float32
    r"(?:\s*+,\s*+(?:np\.)?(?:float|int)\w*+)?\s*+,?\s*+\)\s*+[.,;]?\s*+"
)
_IN_LIST = {True: pattern(r"\n\s*|[\[\](){},;]"), False: pattern(r"\n\s*|[\[\](){};]|,(?=\s)|(?<![0-9]),")}
_IN_NESTED_LISTS = {True: pattern(r"[\[\](){},;]"), False: pattern(r"[\[\](){};]|,(?=\s)|(?<![0-9]),")}
"""The marks in brackets, by whether a comma between two digits separates."""
_NESTED = re.compile(r"[\[({]\s*[\[({]")
_COLUMN = re.compile(r"\s*(?:[-+]?[0-9.]+[ \t]*[\n;]\s*)*[-+]?[0-9.]+;?\s*")
_INNER_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9])")
_GROUPED = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9]|,[0-9])")
_ZERO_LED = re.compile(r"(?<=[0-9]),0[0-9]")
_ONE_COMMA = re.compile(
    r"\s*(?:[+-]?(?:(?P<zero>0)|[0-9]+|(?P<groups>[1-9][0-9]{0,2}(?:\.[0-9]{3})+)),[0-9](?P<longer>[0-9]+)?|[+-]?[0-9]+)\s*"
)
"""A number such as 0,5 or 1.234,5 or 1,25, or a whole number; 1,5 may as well be two."""


@dataclass(frozen=True)
class _Draft:
    """Rows of tokens, and what is known of their layout."""

    rows: list[list[Token]]
    flat: bool
    is_list: bool | None = None
    left_out: tuple[Left, ...] = ()
    factor: int = 0
    may_group: bool = False


_Parser: TypeAlias = Callable[[bool], list[_Draft]]
"""The layouts of a text, if a comma between two digits separates, or if it does not."""


def readings(text: str) -> tuple[Reading, ...]:
    """What the text may mean, the likeliest first; at least one. Unreadable if it is no matrix. In linear time."""
    seen = normalized(text[:MAX_PASTED])
    plain = without_remarks(seen)
    try:
        if len(text) > MAX_PASTED:
            raise SyntaxProblem(f"This has {len(text):,} characters. At most {MAX_PASTED:,} can be read.", len(plain))
        return _readings(plain)
    except SyntaxProblem as error:
        message = _left_out(plain, error.at) if isinstance(error, NumbersLeftOut) else error.message
        line = seen.count("\n", 0, error.at) + 1
        column = error.at - seen.rfind("\n", 0, error.at)
        raise Unreadable(message, line, column) from None


def is_inputs_first(text: str) -> bool:
    """Whether the text is a print of Keras or scikit-learn, which keep weights as (inputs, neurons)."""
    return bool(_INPUTS_FIRST.search(text[:MAX_PASTED]))


def _readings(text: str) -> tuple[Reading, ...]:
    if r"\begin{" in text:
        return _in_latex(text)
    try:
        return _single(text)
    except NumbersLeftOut:
        raise
    except SyntaxProblem:
        if found := _several(text):
            return found
        if _DESCRIPTION.match(text):
            raise SyntaxProblem(
                "This only describes an array. Its numbers must follow in brackets, such as [[1, 2], [3, 4]].", 0
            ) from None
        head = _head(text)
        if call := _CALL.match(text, head.end()):
            name = (head["call"] or "").rstrip("( ") or call[1]
            raise SyntaxProblem(f"{shown(name)} is not computed here. Paste its result.", head.end()) from None
        raise


def _head(text: str) -> re.Match[str]:
    """The name of the matrix and what else may stand before it."""
    head = _HEAD.match(text)
    assert head  # every part of the pattern is optional
    return head


def _single(text: str) -> tuple[Reading, ...]:
    """The readings of a text with one matrix."""
    head = _head(text)
    start = head.end()
    if text[start : start + 1] in OPENING and not lined_text.is_printed_by_r(text, start):
        return _in_brackets(text, start, _TAIL_OF_CALL if head["call"] else _TAIL, is_call=bool(head["call"]))
    if head["call"]:
        raise SyntaxProblem("Here the numbers must follow in brackets, such as [[1, 2], [3, 4]].", start)

    mark = lined_text.separator(text[start:])
    may_group = bool(mark) or bool(_COLUMN.fullmatch(text, start))

    def parse(split: bool) -> list[_Draft]:
        found = lined_text.lined_text(text, start, mark, split)
        return [_Draft(found.rows, found.flat, None, tuple(found.left_out), found.factor, may_group)]

    return _sensible(parse, _may_be_decimal(text[start:], mark))


def _several(text: str) -> tuple[Reading, ...]:
    """One reading of each array in a print of several, or of the only array in what a library prints around it."""
    found = arrays(text)
    if not 0 < len(found) <= MOST_ARRAYS:
        return ()
    if len(found) == 1:
        return _array(text, found[0])
    apart = tuple(
        replace(reading, name=each.name, number=number)
        for number, each in enumerate(found, start=1)
        for reading in _array(text, each)
    )
    rows = [row for reading in apart for row in reading.rows if reading.flat and not reading.name]
    if len(rows) == len(apart) and len({len(row) for row in rows}) == 1 and not text[: found[0].start].strip():
        return (Reading(tuple(rows)), *apart)
    return apart


def _array(text: str, array: Array) -> tuple[Reading, ...]:
    if text[array.start] in OPENING:
        return _in_brackets(text[: array.end], array.start, _TAIL, is_call=text[array.start - 1 : array.start] == "(")
    return _single(" " * array.start + text[array.start : array.end])


def _in_latex(text: str) -> tuple[Reading, ...]:
    found = latex.environments(text)
    if not found:
        at = text.index("\\begin{")
        raise SyntaxProblem(r"Of LaTeX only a matrix can be read, such as \begin{bmatrix} 1 & 2 \end{bmatrix}.", at)
    before = 0
    for start, _, end in found:
        if not latex.is_around(text, before, start):
            raise SyntaxProblem("Only the matrix and its name can be read here.", before)
        before = end
    if not latex.is_end(text, before):
        raise _ends_before(text, before)
    apart = [_sensible(partial(_environment, text, start, end)) for start, end, _ in found]
    if len(apart) == 1:
        return apart[0]
    return tuple(replace(each[0], number=number) for number, each in enumerate(apart, start=1))


def _environment(text: str, start: int, end: int, _: bool) -> list[_Draft]:
    return [_Draft(latex.latex(text, start, end), flat=False)]


def _in_brackets(text: str, start: int, tail: re.Pattern[str], is_call: bool) -> tuple[Reading, ...]:
    is_nested = bool(_NESTED.match(text, start))

    def parse(split: bool) -> list[_Draft]:
        marks = (_IN_NESTED_LISTS if is_nested else _IN_LIST)[split]
        outer, rows, closing = in_brackets(tokens(text, marks, start, len(text)))
        found = (
            [_Draft(nested([token for token in outer if token.kind != "\n"], rows), flat=False)]
            if rows
            else _one_pair(outer, is_call)
        )
        for each in found:
            check_lengths(each.rows, start)
        if not tail.fullmatch(text, closing.at + 1):
            raise _ends_before(text, closing.at + 1)
        return found

    return _sensible(parse, bool(_ZERO_LED.search(text, start)))


def _one_pair(outer: list[Token], is_call: bool) -> list[_Draft]:
    """The layouts of one pair of brackets: rows ended by ``;`` or lines, one long list, or either."""
    if any(token.kind == ";" for token in outer):
        return [_Draft(entries(lines(outer, ("\n", ";"))), flat=False)]
    are_rows, is_list = (False, True) if is_call else may_be_rows(outer)
    found = []
    if are_rows:
        found.append(_Draft(entries(lines(outer, ("\n",))), flat=False, is_list=False))
    if is_list:
        row = entries(lines([token for token in outer if token.kind != "\n"], ()))
        found.append(_Draft(row, flat=True, is_list=True))
    return found


def _sensible(parse: _Parser, may_be_decimal: bool = False) -> tuple[Reading, ...]:
    """The readings of the layouts. Commas between digits separate, unless that is impossible or doubtful."""
    errors: list[SyntaxProblem] = []
    between, inside = (list(_parsed(parse, split, errors)) for split in (True, False))
    inside = [each for each in inside if each.comma and each.rows not in [other.rows for other in between]]
    if between and not (inside and may_be_decimal):
        return tuple(between)
    if between or inside:
        return (*inside, *(replace(each, splits=True) for each in between))
    raise errors[0]


def _parsed(parse: _Parser, split: bool, errors: list[SyntaxProblem]) -> Iterator[Reading]:
    """The readings with commas between digits as separators, or not; without those that differ in nothing."""
    try:
        drafts = parse(split)
    except SyntaxProblem as error:
        errors.append(error)
        return
    for draft in drafts:
        for comma in _commas(draft):
            try:
                rows = _scaled(values(draft.rows, comma or "decimal"), draft.factor)
            except SyntaxProblem as error:
                errors.append(error)
            else:
                is_list = draft.is_list if len(drafts) > 1 else None
                yield Reading(rows, draft.flat, "", 0, comma, False, is_list, draft.left_out, draft.factor)


def _commas(draft: _Draft) -> tuple[Comma | None, ...]:
    """What commas and points inside the numbers may be."""
    texts = [token.text for row in draft.rows for token in row]
    if any("," in text for text in texts):
        return "decimal", "thousands"
    pointed = [text for text in texts if "." in text]
    if pointed and all(map(COMMA_FORMS["points"].fullmatch, pointed)):
        return (None, "points") if draft.may_group or max(text.count(".") for text in pointed) > 1 else (None,)
    return (None,)


def _scaled(rows: Rows, factor: int) -> Rows:
    return tuple(tuple(float(Decimal(repr(value)).scaleb(factor)) for value in row) for row in rows) if factor else rows


def _may_be_decimal(text: str, separator: str) -> bool:
    """Whether commas between digits may be part of the numbers although they can separate them.

    Every comma has three digits behind it (2,104), a number after a comma begins with 0 (1,05), or the lines have one
    comma each, and all begin with 0 (0,5) or some have several digits behind it (1,25). Else 1,5 is 1 and 5.
    """
    commas = len(_INNER_COMMA.findall(text))
    grouped = sum(found[0].count(",") for found in _GROUPED.finditer(text))
    lines = [_ONE_COMMA.fullmatch(line) for line in re.split(r"[;\n]+", text.strip().strip(";"))]
    is_column = all(line and (line["zero"] or line["groups"]) for line in lines)
    is_column |= all(lines) and any(line and line["longer"] for line in lines)
    return bool(commas) and not separator and (grouped == commas or is_column or bool(_ZERO_LED.search(text)))


def _ends_before(text: str, at: int) -> SyntaxProblem:
    """The error of text that follows the matrix."""
    rest = text[at:].lstrip()
    at, rest = len(text) - len(rest), rest.rstrip()
    if not rest:
        return SyntaxProblem("A “)” is missing at the end.", len(text))
    if found := re.match(r"\)*\s*((?:\.[^\W\d]|['^ᵀ@*/+-]).*)", rest, re.DOTALL):
        return SyntaxProblem(f"{shown(found[1])} is not computed here. Paste its result.", at + found.start(1))
    return SyntaxProblem(f"The matrix ends before {shown(rest)}. Only one matrix can be read.", at)


def _left_out(text: str, at: int) -> str:
    """The sentence about three dots at that place: whose they are, if the text tells."""
    if "tensor(" in text:
        return "PyTorch has left numbers out here. Print all of them: torch.set_printoptions(profile='full')."
    if re.search(r" rows x \d+ columns\]|dtype: \w", text):
        return "pandas has left numbers out here. Print all of them with df.to_string()."
    if "array(" in text or "[[" in text:
        return "NumPy has left numbers out here. Print all of them: np.set_printoptions(threshold=sys.maxsize)."
    if CONTINUED.match(text, at):
        return (
            "Three dots may go on in the next line, or stand for numbers that are not here. Give each row in one line."
        )
    return "Three dots stand for numbers that are not here. Give all of them."
