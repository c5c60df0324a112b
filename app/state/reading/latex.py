r"""Matrices in LaTeX: bmatrix and its relatives, array, in any of the brackets and displays that people write."""

import re
from collections.abc import Iterator

from app.state.reading.grid import check_lengths, entries, lines
from app.state.reading.tokens import SyntaxProblem, Token, pattern, tokens

_BEGIN = re.compile(r"\\begin\{([bpvBV]?matrix\*?|smallmatrix|array|tabular)\}(?:\[[^\]\n]*\])?(?:\{[lcr|@{}. ]*\})?")
_MARKS = pattern(r"\\\\(?:\[[^\]\n]*\])?|\\cr(?![a-z])|&")
_SPACING = re.compile(r"(?<!\\)\\(?:hline|hphantom\{[^}]*\}|phantom\{[^}]*\}|q?quad|[,;:! ])")
_POWER = re.compile(r"[ ]*\\(?:times|cdot)[ ]*10\^(?:\{([+-]?[0-9]+)\}|([0-9]))")
_AROUND = re.compile(
    r"(?:\s|\$|\\[\[\]()]|\\(?:left|right|big|Big|bigg|Bigg)[lr]?(?:[\[\]()|.]|\\[{}|])?|[\[\]()]"
    r"|\\begin\{(?:equation|align|displaymath|math)\*?\}|\\end\{(?:equation|align|displaymath|math)\*?\}"
    r"|\\(?:mathbf|boldsymbol|bm|mathrm|vec|text|mathbb)|\\[,;:! ]|[A-Za-z][A-Za-z0-9]*|[\^_](?:\{[^{}]*\}|\w)"
    r"|[{}]|:?=|&|[.,;])*+"
)
_END = re.compile(
    r"(?:\s|\$|\\[\])\\,;:! ]|\\right(?:[\]).|]|\\[}|])|[\])]|\\end\{(?:equation|align|displaymath|math)\*?\}|[.,;&])*+"
)


def latex(text: str, at: int, end: int) -> list[list[Token]]:
    """The rows of the environment that begins at that place."""
    begin = _BEGIN.match(text, at)
    assert begin
    found = lines(_numbers(text, begin.end(), end), ("\\",))
    rows = entries(found, "&") if found else []
    check_lengths(rows, at)
    return rows


def environments(text: str) -> list[tuple[int, int, int]]:
    """Start, end of the content and end of each matrix in the text."""
    found = []
    for begin in _BEGIN.finditer(text):
        closing = rf"\end{{{begin[1]}}}"
        end = text.find(closing, begin.end())
        if end < 0:
            raise SyntaxProblem(f"This is never closed: {closing} is missing.", begin.start())
        found.append((begin.start(), end, end + len(closing)))
    return found


def is_end(text: str, start: int) -> bool:
    """Whether the text from there on only closes brackets and displays."""
    return bool(_END.fullmatch(text, start))


def is_around(text: str, start: int, end: int) -> bool:
    """Whether that part of the text only names a matrix, with =, and opens or closes brackets and displays."""
    if not _AROUND.fullmatch(text, start, end):
        return False
    plain = re.sub(r"\\(?:begin|end)\{[^}]*\}|\\[A-Za-z]+", "", text[start:end])
    return not re.search("[A-Za-z]", plain.rpartition("=")[2])  # A before the matrix would be a factor


def _numbers(text: str, start: int, end: int) -> Iterator[Token]:
    plain = _POWER.sub(lambda found: f"e{found[1] or found[2]}".ljust(len(found[0])), text[start:end])
    plain = _SPACING.sub(lambda found: " " * len(found[0]), plain)
    plain = re.sub(r"(?<![\w}])\{(-?[0-9.]+)\}(?!\{)", r" \1 ", plain)  # {-1} is −1
    for token in tokens(plain, _MARKS, 0, len(plain)):
        yield token._replace(at=token.at + start)
