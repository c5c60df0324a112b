"""Numbers on lines: CSV, spreadsheets, and what MATLAB, Julia, R, pandas and old PyTorch print around a matrix.

Headings, names of rows and labels are words beside the numbers, and are left out. Numbers that count the rows are left
out if the heading says so: it has a column less, or its first cell is empty.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Literal, TypeAlias

from app.state.reading.grid import check_lengths, entries
from app.state.reading.grid import lines as grid_lines
from app.state.reading.tokens import MOST_ENTRIES, NUMBER, SyntaxProblem, Token, is_word, not_a_number, pattern, tokens

Left: TypeAlias = Literal["heading", "names", "labels", "counts"]
"""What was left out: a line of headings, a first column of names, a last column of labels, numbers of the rows."""

Span: TypeAlias = tuple[int, int]

_IN_LINES = {
    "": {True: pattern(r"\n+|[,;]"), False: pattern(r"\n+|,(?=[ \t])|(?<![0-9]),|;")},
    **{mark: dict.fromkeys((True, False), pattern(marks)) for mark, marks in (
        (";", r"\n+|;"), ("\t", r"\n+|[\t;]"), ("|", r"\n+|\|"),
    )},
}  # fmt: skip
"""The marks of a text by its separator, and by whether a comma between two digits separates."""
_JULIA = re.compile(r"\s*(?:(\d+)[×x](\d+) |(\d+)-element )[A-Za-z][^\n]*(?::|matrix)\s*")
_FACTOR = re.compile(r"\s*1\.0*e([+-]?\d+)\s*\*\s*", re.IGNORECASE)
_COLUMNS = re.compile(r"\s*Columns?\s+\d+(?:\s*(?:through|to|and|thru|-)\s*\d+)?\s*:?\s*", re.IGNORECASE)
_IN_R = re.compile(r"\s*(?:\[,1\]\s|\[1\]\s+[-+.0-9])")
_R_HEADING = re.compile(r"\s*(?:\[,\d+\]\s*)+")
_R_ROW = re.compile(r"\s*\[\d+,\](?=\s)")
_R_LIST = re.compile(r"\s*\[\d+\](?=\s)")
_OLD_TORCH = re.compile(r"\s*\[?torch\.(?:cuda\.)?\w*Tensor of size (\d+)(?:x(\d+))?[^\]]*\]?\s*")
_TRAILER = re.compile(r"\s*(?:\[\d+ rows x \d+ columns\]|(?:Name: [^\n]*, )?(?:Length: \d+, )?dtype: \w+)\s*")
_RULE = re.compile(r"[\s|:+=-]*--[\s|:+=-]*")


@dataclass
class LinedText:
    """The rows of tokens, and how they were found."""

    rows: list[list[Token]]
    flat: bool = False
    factor: int = 0
    """The power of ten by which every number is multiplied."""
    left_out: list[Left] = field(default_factory=list)


@dataclass
class _Frame:
    """The lines with numbers, in blocks of columns beside each other, and what the lines around them say."""

    blocks: list[list[Span]]
    shape: tuple[int, int] | None = None
    is_list: bool = False
    is_series: bool = False
    factor: int = 0


def lined_text(text: str, start: int, mark: str, split: bool) -> LinedText:
    """The table in the text from ``start`` on. ``mark`` is its separator; ``split``: commas between digits separate."""
    frame = _frame(text, start)
    found = [_block(text, block, mark, split, frame.is_series) for block in frame.blocks if block]
    if not found:
        raise SyntaxProblem("There is no number here.", start)
    first = found[0]
    if len({len(each.rows) for each in found}) > 1:
        raise SyntaxProblem("The blocks of columns differ in their number of rows.", found[-1].rows[0][0].at)
    rows = [[token for row in beside for token in row] for beside in zip(*(each.rows for each in found), strict=True)]
    if frame.is_list:
        rows = [[token for row in first.rows for token in row]]
    check_lengths(rows, start)
    shape = (len(rows), len(rows[0]))
    if frame.shape and frame.shape != shape:
        message = f"The text says that it is {frame.shape}, but it has the numbers of {shape}."
        raise SyntaxProblem(message, rows[0][0].at)
    flat = frame.is_list or (len(rows) == 1 and frame.shape is None and ";" not in text[start:])
    return LinedText(rows, flat, frame.factor, first.left_out)


def is_printed_by_r(text: str, start: int) -> bool:
    """Whether the text begins as R prints a matrix, [,1] [,2], or a vector, [1] 0.5 0.25."""
    return bool(_IN_R.match(text, start))


def separator(text: str) -> str:
    """What alone separates the entries: ``;``, a tab or ``|``; empty for other texts, which have commas or blanks."""
    lines = [line for line in map(str.strip, text.split("\n")) if line and not _RULE.fullmatch(line)]
    if len(lines) > 1 and all("|" in line for line in lines):
        return "|"
    if len(lines) > 1 and all(";" in line[:-1] for line in lines):
        return ";"
    return "\t" if any("\t" in line for line in lines) and ",\t" not in text else ""


def _frame(text: str, start: int) -> _Frame:
    frame = _Frame([[]])
    spans = list(islice(_lines(text, start), MOST_ENTRIES + 50))
    is_list = bool(spans) and all(_R_LIST.match(text, *span) for span in spans)
    for at, end in spans:
        if found := _JULIA.fullmatch(text, at, end):
            rows, columns = (found[1], found[2]) if found[1] else (found[3], "1")
            frame.shape = (int(rows), int(columns))
        elif found := _OLD_TORCH.fullmatch(text, at, end):
            frame.shape = (int(found[1]), int(found[2] or 1))
        elif found := _FACTOR.fullmatch(text, at, end):
            frame.factor = max(-400, min(400, int(found[1])))
        elif _COLUMNS.fullmatch(text, at, end) or _R_HEADING.fullmatch(text, at, end):
            frame.blocks.append([])
        elif _TRAILER.fullmatch(text, at, end):
            frame.is_series = text[at:end].lstrip()[0] != "["
        elif _RULE.fullmatch(text, at, end):
            continue
        elif found := (_R_LIST if is_list else _R_ROW).match(text, at, end):
            frame.is_list = is_list
            frame.blocks[-1].append((found.end(), end))
        else:
            frame.blocks[-1].append((at, end))
    return frame


def _lines(text: str, start: int) -> Iterator[Span]:
    """Start and end of each line that is not blank."""
    for found in re.compile(r"[^\n]*\S[^\n]*").finditer(text, start):
        yield found.span()


def _block(text: str, block: list[Span], mark: str, split: bool, is_series: bool) -> LinedText:
    """The rows of one block, without the words around the numbers."""
    marks, ends = _IN_LINES[mark][split], () if mark in (";", "|") else (";",)
    lines = [line for span in block for line in grid_lines(tokens(text, marks, *span), ends)]
    if mark == "|":
        lines = [line[line[0].kind == mark : len(line) - (line[-1].kind == mark)] for line in lines]
    heading = lines.pop(0) if _has_heading(lines) else []
    rows = entries(lines, mark)
    left: list[Left] = ["heading"] if heading else []
    if (is_series or _counts_rows(heading, len(rows[0]))) and not any(is_word(row[0]) for row in rows):
        left.append("counts")
        rows = [row[1:] for row in rows]
    if len(rows) > 1 and all(len(row) > 1 for row in rows):
        if all(is_word(row[0]) for row in rows):
            left.append("names")
            rows = [row[1:] for row in rows]
        elif all(is_word(row[-1]) for row in rows):
            left.append("labels")
            rows = [row[:-1] for row in rows]
    if word := next((token for row in rows for token in row if is_word(token)), None):
        raise not_a_number(word)
    return LinedText([row for row in rows if row], left_out=left)


def _has_heading(lines: list[list[Token]]) -> bool:
    """Whether the first line consists of words above numbers, or counts the columns of a table that counts its rows."""
    rows = [[token for token in line if token.kind == NUMBER] for line in lines]
    if len(rows) < 2 or not rows[0]:
        return False
    first, *others = rows
    if all(is_word(token) or token.text == "..." for token in first) and any(map(is_word, first)):
        return any(not is_word(token) for row in others for token in row)
    if lines[0][0].kind == NUMBER and any(token.kind != NUMBER for line in lines for token in line):
        return False
    counts = [[token.text for token in each] for each in (first, [row[0] for row in others if row])]
    return all(each == [str(number) for number in range(len(each))] for each in counts) and all(
        len(row) == len(first) + 1 for row in others
    )


def _counts_rows(heading: list[Token], width: int) -> bool:
    """Whether a heading has nothing above the first column: a mark before its first word, or a word less."""
    marks = [token for token in heading if token.kind != NUMBER]
    return bool(heading) and (heading[0].kind != NUMBER or (not marks and len(heading) == width - 1))
