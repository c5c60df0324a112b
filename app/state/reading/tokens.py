"""Numbers and marks in a text, with their places, and the reasons why a word is no number."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

Rows: TypeAlias = tuple[tuple[float, ...], ...]

MOST_ENTRIES = 1_024
LARGEST_ENTRY = 1_000_000.0
"""The largest absolute value of an entry."""

Comma: TypeAlias = Literal["decimal", "thousands", "points"]
"""A comma inside a number is the decimal sign (1,5), or groups thousands (2,104); or points group them (2.104)."""


@dataclass(eq=False)  # not frozen: Python sets an exception's traceback while it passes through `with`
class Unreadable(Exception):
    """A text that is no matrix: a sentence for the visitor, and the line and column of the error, from 1."""

    message: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"Line {self.line}, column {self.column}: {self.message}"


class SyntaxProblem(Exception):
    """A sentence, and the offset of the error in the text."""

    def __init__(self, message: str, at: int) -> None:
        self.message, self.at = message, at


class NumbersLeftOut(SyntaxProblem):
    """Three dots where a number is expected."""


class Token(NamedTuple):
    """A number or word (NUMBER), or a mark: its first character is the kind."""

    kind: str
    text: str
    at: int


NUMBER = "number"
OPENING = {"[": "]", "(": ")", "{": "}"}
CLOSING = frozenset(OPENING.values())

_DIGITS = r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_EXPONENT = (
    r"(?:(?:[eEdD]|\*\^|f(?=[-+]?[0-9]))(?P<e>[+-]?[0-9]+)|[·×*]10(?:\^|\*\*)?(?P<ten>[+-]?[0-9]+|[⁻⁺]?[⁰¹²³⁴-⁹]+))?"
)
_END = r"(?:`[0-9.]*)?(?:\*\^(?P<marked>[+-]?[0-9]+))?[fFL]?"
_PLAIN = re.compile(rf"(?P<digits>[+-]?{_DIGITS}){_EXPONENT}{_END}")
COMMA_FORMS: dict[Comma, re.Pattern[str]] = {
    "decimal": re.compile(r"[+-]?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),[0-9]+(?:[eE][+-]?[0-9]+)?"),
    "thousands": re.compile(r"[+-]?[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?"),
    "points": re.compile(r"[+-]?[1-9][0-9]{0,2}(?:\.[0-9]{3})+"),
}
_APOSTROPHES = re.compile(r"[+-]?[1-9][0-9]{0,2}(?:['’_][0-9]{3})+(?:[.,][0-9]*)?")
_SUPERSCRIPT = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")
_LIKE_A_NUMBER = re.compile(
    r"[+-]?[.,]?[0-9]|(?:[+-]?(?:nan|inf|infinity|∞)|NA|null|none|true|false|[.…⋮⋯⋱]{1,3})$", re.IGNORECASE
)
LEFT_OUT = re.compile(r"^\.\.$|\.\.\.|[…⋮⋯⋱]|\\[cldv]?dots")
_REASONS = tuple(
    (re.compile(form, re.IGNORECASE), sentence)
    for form, sentence in (
        (r"[+-]?(?:nan|inf|infinity|∞)", "{} is not finite. Only finite numbers can be read."),
        ("<?NA>?|null|none", "{} stands for a missing number. Give every number."),
        ("true|false", "{} is a truth value. Write 1 for True and 0 for False."),
        (r"[/|]", "{} is not a number. A new line or “;” ends a row."),
        (r"[+-]", "{} is a sign without a number. Write it right before its number."),
        (
            r"[+-]?[0-9.]+/[0-9.]+|[0-9]*[½⅓⅔¼¾⅕⅛]|\\[dt]?frac.*",
            "{} is a fraction. Write it as a decimal number, such as 0.5.",
        ),
        (r"[+-]?[0-9.,]+%", "{} is a percentage. Write it as a decimal number, such as 0.5 for 50%."),
        (r"[+-]?[0-9.e]+[+-][0-9.e]*[ij]", "{} is a complex number. Only real numbers can be read."),
        (r"[$€£¥][0-9.,]+|[0-9.,]+[$€£¥]", "{} has a currency sign. Leave it out."),
        (
            r"\\[A-Za-z].*",
            r"{} is LaTeX. Of it, only a matrix can be read, such as \begin{{bmatrix}} 1 & 2 \end{{bmatrix}}.",
        ),
        (r"[^\W\d_].*", "{} is not a number. Only numbers can be read."),
        ("", "There is no number in these quotation marks."),
    )
)


def pattern(marks: str) -> re.Pattern[str]:
    """A pattern of marks and numbers: any characters but marks and blanks count as a number."""
    part = rf"(?!{marks})\S"
    wrapped = r"np\.(?:float|int)[0-9]+\((?P<wrapped>[^()\s]*)\)"
    quoted = "(?P<quoted>\"[^\"\n]*\"|'[^'\n]*')"
    return re.compile(rf"(?P<mark>{marks})|{wrapped}|{quoted}(?!{part})|(?P<plain>(?:{part})+)")


def tokens(text: str, marks: re.Pattern[str], start: int, end: int) -> Iterator[Token]:
    """Numbers and marks in order, lazily: text after the matrix need not consist of tokens."""
    numbers = 0
    for found in marks.finditer(text, start, end):
        if mark := found["mark"]:
            yield Token(mark[0], mark, found.start())
            continue
        group = found.lastgroup or ""
        part, at = found[group], found.start(group)
        numbers += 1
        if numbers > 2 * MOST_ENTRIES:  # rows may begin and end with words
            raise SyntaxProblem(f"At most {MOST_ENTRIES:,} numbers can be read. This is more.", at)
        yield Token(NUMBER, part[1:-1].strip() if group == "quoted" else part, at)


def is_word(token: Token) -> bool:
    """Whether that is no number and does not even look like one, such as a heading."""
    return not _LIKE_A_NUMBER.match(token.text)


def values(rows: list[list[Token]], comma: Comma) -> Rows:
    """The rows as numbers."""
    entries = [token for row in rows for token in row]
    if len(entries) > MOST_ENTRIES:
        message = f"At most {MOST_ENTRIES:,} numbers can be read. This is one more."
        raise SyntaxProblem(message, entries[MOST_ENTRIES].at)
    points = _check_decimal_sign(entries, comma)
    return tuple(tuple(_value(token, comma, points) for token in row) for row in rows)


def _check_decimal_sign(entries: list[Token], comma: Comma) -> bool:
    """Whether points group thousands, as in 1.234,5. A text with other points and decimal commas has two signs."""
    commas = [token for token in entries if "," in token.text]
    if comma != "decimal" or not commas:
        return False
    pointed = [token for token in entries if "." in token.text]
    if other := next((each for each in pointed if "," not in each.text and not _groups(each.text)), None):
        message = "Some numbers have a decimal point and some a decimal comma. Use one of them."
        raise SyntaxProblem(message, max(other.at, commas[0].at))
    return bool(pointed)


def _groups(text: str) -> bool:
    """Whether points in that number may group thousands: 1.234, but not 0.125 or 2.5."""
    return bool(COMMA_FORMS["points"].fullmatch(text))


def _value(token: Token, comma: Comma, points_group: bool) -> float:
    text = token.text.replace("{,}", ",")
    if COMMA_FORMS[comma].fullmatch(text) or (points_group and _groups(text)):
        plain = text.replace(",", "") if comma == "thousands" else text.replace(".", "").replace(",", ".")
    elif _APOSTROPHES.fullmatch(text) and (comma != "thousands" or "," not in text):
        plain = re.sub("['’_]", "", text).replace(",", ".")
    elif found := _PLAIN.fullmatch(text):
        exponent = found["e"] or found["marked"] or (found["ten"] or "0").translate(_SUPERSCRIPT)
        plain = f"{found['digits']}e{exponent}"
    else:
        raise not_a_number(token)
    value = float(plain)
    if abs(value) > LARGEST_ENTRY:
        message = f"{shown(text)} is too large. Numbers may go from −{LARGEST_ENTRY:,.0f} to {LARGEST_ENTRY:,.0f}."
        raise SyntaxProblem(message, token.at)
    return value + 0.0  # −0.0 + 0.0 is 0.0


def not_a_number(token: Token) -> SyntaxProblem:
    """Why that is no number, as far as it is known."""
    if found := LEFT_OUT.search(token.text):
        return NumbersLeftOut("", token.at + found.start())
    reason = next((sentence for form, sentence in _REASONS if form.fullmatch(token.text)), "{} is not a number.")
    return SyntaxProblem(reason.format(shown(token.text)), token.at)


def ambiguous_comma(text: str) -> str:
    """The sentence about one number whose comma may be the decimal sign or group thousands; empty for any other."""
    if not re.fullmatch(r"[^0-9.,]?[1-9][0-9]{0,2},[0-9]{3}", text):
        return ""
    return f"{shown(text)} may be {text.replace(',', '.')} or {text.replace(',', '')}. Write the one that is meant."


def shown(text: str) -> str:
    """The text in quotation marks, cut to what fits a sentence."""
    return f"“{text}”" if len(text) <= 24 else f"“{text[:20]}…”"
