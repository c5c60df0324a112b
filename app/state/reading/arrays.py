"""Where the arrays are in a print of a library: the brackets with numbers, and what is written around them.

Libraries print ``<tf.Variable 'dense/kernel:0' shape=(2, 2) dtype=float32, numpy=array([[1., 2.], …``, a dict, an
OrderedDict, or a list of arrays; people paste several assignments at once.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from app.state.reading.tokens import OPENING


class Array(NamedTuple):
    """A part of the text with one matrix, and the name that stands before it; empty if there is none."""

    name: str
    start: int
    end: int


_PARTS = re.compile(
    r"(?P<open>[\[({])|(?P<close>[\])}])"
    r"|(?P<number>[+-]?[.,]?[0-9][0-9.,eE+\-*^`]*|(?:[+-]?(?:nan|inf)|[Tt]rue|[Ff]alse)\b|'[0-9.,eE+-]+'|\"[0-9.,eE+-]+\")"
    r"|(?P<quiet>[\s,;]+|\^\{?\[\d\]\}?|np\.(?:float|int)[0-9]+(?=\())|(?P<word>[^\W\d][\w.]*|.)",
    re.DOTALL,
)
_SCALAR = re.compile(r"np\.(?:float|int)[0-9]+")
_NAME = re.compile(
    r"""(?:\bpath=(?P<path>[\w/.:-]+)|=(?:"[^"\n]*"|'[^'\n]*')|(?P<quote>["'])(?P<quoted>[^"'\n]+)(?P=quote)"""
    r"""|(?P<plain>[^\W\d][\w\[\]^{}.]*)(?:\s*[=:]|\s+(?:tensor\(|Parameter )))"""
)
_LINE_NAME = re.compile(r"^[ \t]*(?P<name>[^\W\d][\w.\[\]']*)[ \t]*=[ \t]*$", re.MULTILINE)
_NO_NAMES = frozenset(("dtype", "shape", "numpy", "value", "device", "requires_grad", "grad_fn", "size", "array"))
MAKERS = r"[Aa]rray|asarray|matrix|[Tt]ensor|constant|Variable|DeviceArray|[A-Z][a-z]+Tensor|Float(?:32|64)Array"
"""The functions and classes that make an array of the numbers in their brackets."""
_CALL = rf"(?:[A-Za-z_]\w*\.)*(?:{MAKERS}|OrderedDict|dict|list|tuple)\("
_KEYWORD = r"""\w+=(?:\([^()]*\)|'[^'\n]*'|"[^"\n]*"|<[^<>\n]*>|[^\s,()<>\[\]]+(?![\w.]*[(\[]))"""
_QUOTED = r"""(?:"[^"\n]*"|'[^'\n]*')"""
_GAP = re.compile(
    rf"(?:<(?:tf\.)?\w*(?:Tensor|Variable)\b|\s|[\[\](){{}},;:=>]|{_QUOTED}|{_KEYWORD}|{_CALL}|Parameter containing"
    r"|(?![\w.]*(?:shape|size))[^\W\d][\w.]*(?:\[[^\]\n]*\]|\^\{[^}\n]*\})?(?=\s*[=:]|\s+(?:tensor\(|Parameter )))*+"
)
"""What may stand around arrays: brackets, names with = or :, calls that make an array, keywords; nothing else."""


def arrays(text: str) -> list[Array]:
    """The arrays in brackets; if there are none, the blocks of lines below lines such as ``W1 =``."""
    if spans := _in_brackets(text):
        after = (0, *(end for _, end in spans))
        gaps = [text[last:start] for last, (start, _) in zip(after, spans, strict=False)]
        if not all(map(_GAP.fullmatch, (*gaps, text[after[-1] :]))):
            return []
        return [Array(_name(gap), *span) for gap, span in zip(gaps, spans, strict=True)]
    heads = list(_LINE_NAME.finditer(text))
    if not heads or text[: heads[0].start()].strip():
        return []
    ends = [*(head.start() for head in heads), len(text)][1:]
    found = [Array(head["name"], head.end(), end) for head, end in zip(heads, ends, strict=True)]
    return [each for each in found if text[each.start : each.end].strip()]


def _name(gap: str) -> str:
    """The last name in the text between two arrays that is not one of a print's own words."""
    names = (found["path"] or found["quoted"] or found["plain"] for found in _NAME.finditer(gap))
    return next((name for name in reversed(list(names)) if name and name not in _NO_NAMES), "")


def _in_brackets(text: str) -> list[tuple[int, int]]:
    """The outermost brackets that hold nothing but numbers, marks and brackets; none if the text has open ones."""
    found: list[tuple[int, int]] = []
    opened: list[_Open] = []
    before = ""
    for part in _PARTS.finditer(text):
        match part.lastgroup:
            case "open":
                is_call = before[-1:].isalnum() or before.endswith(("_", "shape=", "size="))
                opened.append(_Open(part.start(), not is_call or bool(_SCALAR.fullmatch(before))))
            case "close" if not opened:
                return []
            case "close":
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
    return [] if opened else found


@dataclass
class _Open:
    """An open bracket: its place, whether nothing but numbers stands in it so far, and whether any does."""

    at: int
    is_pure: bool
    has_numbers: bool = False
