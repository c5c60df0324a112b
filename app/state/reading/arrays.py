"""Where the arrays are in a print of a library: the brackets with numbers, and what is written around them.

Libraries print ``<tf.Variable 'dense/kernel:0' shape=(2, 2) dtype=float32, numpy=array([[1., 2.], …``, a dict, an
OrderedDict, or a list of arrays; people paste several assignments at once.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import NamedTuple

from app.state.reading.tokens import CLOSING, OPENING


class Array(NamedTuple):
    """A part of the text with one matrix, and the name that stands before it; empty if there is none."""

    name: str
    start: int
    end: int


_PARTS = re.compile(
    r"(?P<open>[\[({])|(?P<close>[\])}])"
    r"|(?P<number>[+-]?[.,]?[0-9][0-9.,eE+\-*^`]*|[+-]?(?:nan|inf)\b|'[0-9.,eE+-]+'|\"[0-9.,eE+-]+\")"
    r"|(?P<quiet>[\s,;]+|\^\{?\[\d\]\}?|np\.(?:float|int)[0-9]+(?=\())|(?P<word>[^\W\d][\w.]*|.)",
    re.DOTALL,
)
_NAME = re.compile(
    r"""(?:\bpath=(?P<path>[\w/.:-]+)|=(?:"[^"\n]*"|'[^'\n]*')|(?P<quote>["'])(?P<quoted>[^"'\n]+)(?P=quote)"""
    r"""|(?P<plain>[^\W\d][\w\[\]^{}.]*)\s*[=:])"""
)
_LINE_NAME = re.compile(r"^[ \t]*(?P<name>[^\W\d][\w.\[\]']*)[ \t]*=[ \t]*$", re.MULTILINE)
_NO_NAMES = frozenset(("dtype", "shape", "numpy", "value", "device", "requires_grad", "grad_fn", "size", "array"))
_CALL = (
    r"(?:[A-Za-z_]\w*\.)*(?:array|asarray|matrix|tensor|Tensor|constant|Variable|DeviceArray|Array|[A-Z][a-z]+Tensor)\("
)
_REPR = r"<(?:tf\.)?[A-Za-z]*(?:Tensor|Variable)\b[^<>\[\]]*?\b(?:numpy|value)="
_HEAD = re.compile(rf"\s*+(?:(?:{_CALL}|{_REPR}|[\[(])\s*+)*+")
_KEYWORD = r"""\w+=(?:\([^()]*\)|'[^'\n]*'|"[^"\n]*"|<[^<>\n]*>|[^\s,()<>]+)"""
_TAIL = re.compile(rf"(?:\s++|{_KEYWORD}|[\])>,;.])*+")
_QUOTED = r"""(?:"[^"\n]*"|'[^'\n]*')"""
_GAP = re.compile(
    rf"(?:<[\w.]+|\s|[\[\](){{}},;:=<>.]|{_QUOTED}|{_KEYWORD}|Parameter containing"
    r"|[^\W\d][\w.]*(?:\[[^\]\n]*\]|\^\{[^}\n]*\})?(?=\s*[=:(]))*+"
)
"""What may stand between arrays: brackets, names with = or :, calls, keywords; no other words or numbers."""


def arrays(text: str) -> list[Array]:
    """The arrays in brackets; if there are none, the blocks of lines below lines such as ``W1 =``."""
    if spans := _in_brackets(text):
        after = (0, *(end for _, end in spans))
        gaps = [text[last:start] for last, (start, _) in zip(after, spans, strict=False)]
        if not all(map(_GAP.fullmatch, (*gaps, text[after[-1] :]))):
            return []
        return [Array(_name(gap), *span) for gap, span in zip(gaps, spans, strict=True)]
    heads = list(_LINE_NAME.finditer(text))
    ends = [*(head.start() for head in heads), len(text)][1:]
    return [Array(head["name"], head.end(), end) for head, end in zip(heads, ends, strict=True)]


def is_printed(text: str, array: Array, start: int) -> bool:
    """Whether only what a library prints stands around the array, from ``start`` to the end of the text."""
    head, tail = _HEAD.match(text, start, array.start), _TAIL.match(text, array.end)
    assert head and tail  # both match nothing at least
    is_closed = _brackets(head[0], OPENING) == _brackets(tail[0], CLOSING)
    return is_closed and (head.end(), tail.end()) == (array.start, len(text))


def _brackets(text: str, kinds: Container[str]) -> int:
    """How many brackets there are outside of the sizes in shape=(2, 2)."""
    return sum(letter in kinds for letter in re.sub(r"\([^()]*\)", "", text))


def _name(gap: str) -> str:
    """The last name in the text between two arrays that is not one of a print's own words."""
    names = (found["path"] or found["quoted"] or found["plain"] for found in _NAME.finditer(gap))
    return next((name for name in reversed(list(names)) if name and name not in _NO_NAMES), "")


def _in_brackets(text: str) -> list[tuple[int, int]]:
    """The outermost brackets that hold nothing but numbers, marks and brackets. Linear in the text's length."""
    found: list[tuple[int, int]] = []
    opened: list[_Open] = []
    before = ""
    for part in _PARTS.finditer(text):
        match part.lastgroup:
            case "open":
                is_call = before[-1:].isalnum() or before.endswith(("_", "shape=", "size="))
                opened.append(_Open(part.start(), not is_call or before.startswith("np.")))
            case "close" if opened:
                closed = opened.pop()
                closed.is_pure &= OPENING[text[closed.at]] == part[0]
                if closed.is_pure and closed.has_numbers:
                    while found and found[-1][0] > closed.at:
                        found.pop()
                    found.append((closed.at, part.end()))
                if opened:
                    opened[-1].is_pure &= closed.is_pure
                    opened[-1].has_numbers |= closed.has_numbers
            case "number" if opened:
                opened[-1].has_numbers = True
            case "word" if opened:
                opened[-1].is_pure = False
        before = before + "=" if part[0] == "=" else part[0]
    return found


@dataclass
class _Open:
    """An open bracket: its place, whether nothing but numbers stands in it so far, and whether any does."""

    at: int
    is_pure: bool
    has_numbers: bool = False
