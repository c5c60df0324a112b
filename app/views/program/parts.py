"""The parts that exported programs of every format and library have in common."""

import math
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np

from app.engine.ops import Array
from app.engine.rounding import rounding
from app.state.navigation import public
from app.views.base.scene import Scene
from app.views.base.urls import BOARD_PATH, url
from app.views.program import script_words as words
from app.views.program.numpy_code import SourceLine, given, rows

MAX_WRITTEN = 2_000
"""Numbers of the result that a program writes out; of a larger result it has the first columns and means."""
FIRST_COLUMNS = 8
"""Columns of a larger result that it writes out."""
MIN_TOLERANCE = 1e-12
"""The least tolerance between the results of two computers."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a program: heading, paragraphs of comment, lines of code."""

    title: str
    prose: tuple[str, ...]
    code: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """The spelling of a library. ``whole`` and ``floats`` are the ends of an array of such numbers."""

    name: str
    imports: tuple[str, ...]
    array: str
    whole: str
    floats: str
    allclose: str
    axis: str
    counting: str
    """The expression for the numbers from 1 to m."""


def opening(scene: Scene, root: str, library: Library) -> Part:
    """Title, source and requirements; ``root`` is the URL of this server."""
    address = f"{root.rstrip('/')}{url(BOARD_PATH, public(scene.state))}"
    prose = (words.PURPOSE, words.network(scene), words.link(_harmless(address)), words.needs(library.name))
    return Part(words.title(scene), prose, library.imports)


def numbers(scene: Scene, library: Library) -> Part:
    """Assignments of X, W1, b1, … and m."""
    lines = (
        line
        for name, values in given(scene.trace).items()
        for line in _matrix(name, values, library, words.extent(scene, name))
    )
    return Part(words.NUMBERS_TITLE, (words.NUMBERS_TEXT,), (*lines, "m = X.shape[1]"))


def both_agree(scene: Scene, library: Library) -> Part:
    """An assertion that A2_loop, the loop's result, equals A2."""
    made, close = scene.outputs, _close(scene)
    code = (
        f"close = {close}",
        f'assert {_equal(library, f"{made}_loop", made)}, "the two programs do not agree"',
        f'print("The loop and the matrix form agree. Largest difference:", float(abs({made}_loop - {made}).max()))',
    )
    return Part(words.AGREE_TITLE, (words.agree(close, is_usual=float(close) == MIN_TOLERANCE),), code)


def page_result(scene: Scene, library: Library) -> Part:
    """An assertion that A2 equals the result of the page: all of it, or its first columns and means if it is large."""
    A, made = scene.trace.vectorized.A[-1], scene.outputs
    if A.size <= MAX_WRITTEN:
        compared, prose, how_far = _whole(A, made, library), words.page(scene), ""
    else:
        compared, prose = _in_part(A, made, library), words.page_in_part(scene, FIRST_COLUMNS)
        how_far = ", as far as compared"
    code = (f"assert {made}.shape == {A.shape}", *compared, f'print("{made} is what the page shows{how_far}.")')
    return Part(words.PAGE_TITLE, (prose,), code)


def written(lines: Iterable[SourceLine]) -> tuple[str, ...]:
    """The lines of a program, with shapes as comments."""
    return tuple(f"{line.text}  # {line.comment}" if line.comment else line.text for line in lines)


def as_script(parts: Iterable[Part]) -> str:
    """The parts as one file, with headings and paragraphs as comments."""
    opening, *others = parts
    blocks = ("\n".join(_comments(opening)), "\n".join(opening.code))
    return "\n\n".join((*blocks, *("\n".join((*_comments(part), *part.code)) for part in others))) + "\n"


def _whole(A: Array, made: str, library: Library) -> list[str]:
    return [*_matrix(f"page_{made}", A, library), _check(library, made, f"page_{made}")]


def _in_part(A: Array, made: str, library: Library) -> list[str]:
    """Assertions on the first columns, the mean of each row, and the mean weighted with the column's number."""
    i = np.arange(1, A.shape[1] + 1)
    return [
        *_matrix("page_first", A[:, :FIRST_COLUMNS], library),
        *_matrix("page_means", A.mean(axis=1), library),
        *_matrix("page_counted", A @ i / i.sum(), library),
        f"i = {library.counting}",
        _check(library, f"{made}[:, :{FIRST_COLUMNS}]", "page_first"),
        _check(library, f"{made}.mean({library.axis}=1)", "page_means"),
        _check(library, f"{made} @ i / i.sum()", "page_counted"),
    ]


def _comments(part: Part) -> list[str]:
    wrapped = (textwrap.wrap(text, 98, break_long_words=False, break_on_hyphens=False) for text in part.prose)
    return [f"# {line}" for line in (part.title, *(line for lines in wrapped for line in lines))]


def _matrix(name: str, values: Array, library: Library, extent: str = "") -> list[str]:
    """The lines that define the array: whole numbers as integers, all others with all digits."""
    is_whole = bool(np.all(values == values.round()) and np.abs(values).max() < 1e15)
    written = rows(values.astype(np.int64) if is_whole else values)
    comment = f"{values.shape}: {extent}" if extent else f"{values.shape}"
    end = library.whole if is_whole else library.floats
    return [f"{name} = {library.array}([", *(f"    {row}," for row in written), f"]{end})  # {comment}"]


def _equal(library: Library, one: str, other: str) -> str:
    return f"{library.allclose}({one}, {other}, rtol=1e-12, atol=close)"


def _check(library: Library, made: str, expected: str) -> str:
    return f'assert {_equal(library, made, expected)}, "{made} is not what the page has"'


def _close(scene: Scene) -> str:
    """The tolerance between two computers: the power of ten above the bound on rounding."""
    return f"1e{math.ceil(math.log10(max(MIN_TOLERANCE, rounding(scene.trace)))):03d}"


def _harmless(address: str) -> str:
    """The URL without any character that could end a line, a comment or a link."""
    return quote(address, safe="/:?&=,;%[]+~@")
