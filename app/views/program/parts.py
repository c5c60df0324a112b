"""What every exported program is made of, whatever its format and its library."""

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
from app.views.program.numpy_code import Line, given, rows

MOST = 2_000
"""Numbers of the result that a program writes out at most; of a larger one it has the first columns and means."""
FIRST = 8
"""Columns of a larger result that it has."""
CLOSEST = 1e-12
"""What is always allowed between one computer's result and another's."""
LARGEST_WHOLE = 1e15
"""From here on a whole number is written as a float."""
WIDTH = 98
"""Characters of a comment."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thought of a program: its heading, paragraphs of what there is to say, and lines of code."""

    title: str
    prose: tuple[str, ...]
    code: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """How a library says what all programs need. ``whole`` and ``floats`` end an array of such numbers."""

    name: str
    imports: tuple[str, ...]
    array: str
    whole: str
    floats: str
    allclose: str
    axis: str
    counting: str
    """The numbers from 1 to m."""


def opening(scene: Scene, root: str, library: Library) -> Part:
    """What it is, where it is from and what it needs; ``root`` is the address of this Columnwise."""
    address = f"{root.rstrip('/')}{url(BOARD_PATH, public(scene.state))}"
    prose = (words.PURPOSE, words.network(scene), words.live(_harmless(address)), words.needs(library.name))
    return Part(words.title(scene), prose, library.imports)


def numbers(scene: Scene, library: Library) -> Part:
    """X, W1, b1, … and m."""
    lines = (
        line
        for name, values in given(scene.trace).items()
        for line in _matrix(name, values, library, words.extent(scene, name))
    )
    return Part(words.NUMBERS_TITLE, (words.NUMBERS,), (*lines, "m = X.shape[1]"))


def both_agree(scene: Scene, library: Library) -> Part:
    """The loop's A2_loop against A2."""
    made, close = scene.outputs, _close(scene)
    code = (
        f"close = {close}",
        f'assert {_equal(library, f"{made}_loop", made)}, "the two programs do not agree"',
        f'print("The loop and the matrix form agree. Largest difference:", float(abs({made}_loop - {made}).max()))',
    )
    return Part(words.AGREE_TITLE, (words.agree(close, is_usual=float(close) == CLOSEST),), code)


def page_result(scene: Scene, library: Library) -> Part:
    """A2 against what the page has: all of it, or what tells most of it if it is large."""
    A, made = scene.trace.vectorized.A[-1], scene.outputs
    compared, prose, how_far = _whole(A, made, library), words.page(scene), ""
    if A.size > MOST:
        compared, prose, how_far = _in_part(A, made, library), words.page_in_part(scene, FIRST), ", as far as compared"
    code = (f"assert {made}.shape == {A.shape}", *compared, f'print("{made} is what the page shows{how_far}.")')
    return Part(words.PAGE_TITLE, (prose,), code)


def written(lines: Iterable[Line]) -> tuple[str, ...]:
    """The lines of a program with their shapes as comments."""
    return tuple(f"{line.text}  # {line.comment}" if line.comment else line.text for line in lines)


def as_script(parts: Iterable[Part]) -> str:
    """The parts as one file; what is said becomes comments."""
    opening, *others = parts
    blocks = ("\n".join(_comments(opening)), "\n".join(opening.code))
    return "\n\n".join((*blocks, *("\n".join((*_comments(part), *part.code)) for part in others))) + "\n"


def _whole(A: Array, made: str, library: Library) -> list[str]:
    return [*_matrix(f"page_{made}", A, library), _check(library, made, f"page_{made}")]


def _in_part(A: Array, made: str, library: Library) -> list[str]:
    """The first columns, the mean of each row, and the same with column i counted i times."""
    i = np.arange(1, A.shape[1] + 1)
    return [
        *_matrix("page_first", A[:, :FIRST], library),
        *_matrix("page_means", A.mean(axis=1), library),
        *_matrix("page_counted", A @ i / i.sum(), library),
        f"i = {library.counting}",
        _check(library, f"{made}[:, :{FIRST}]", "page_first"),
        _check(library, f"{made}.mean({library.axis}=1)", "page_means"),
        _check(library, f"{made} @ i / i.sum()", "page_counted"),
    ]


def _comments(part: Part) -> list[str]:
    said = (textwrap.wrap(text, WIDTH, break_long_words=False, break_on_hyphens=False) for text in part.prose)
    return [f"# {line}" for line in (part.title, *(line for lines in said for line in lines))]


def _matrix(name: str, values: Array, library: Library, extent: str = "") -> list[str]:
    """The lines that make the array: whole numbers as such, all others with every digit."""
    is_whole = bool(np.all(values == values.round()) and np.abs(values).max() < LARGEST_WHOLE)
    written = rows(values.astype(np.int64) if is_whole else values)
    comment = f"{values.shape}: {extent}" if extent else f"{values.shape}"
    end = library.whole if is_whole else library.floats
    return [f"{name} = {library.array}([", *(f"    {row}," for row in written), f"]{end})  # {comment}"]


def _equal(library: Library, one: str, other: str) -> str:
    return f"{library.allclose}({one}, {other}, rtol=1e-12, atol=close)"


def _check(library: Library, made: str, expected: str) -> str:
    return f'assert {_equal(library, made, expected)}, "{made} is not what the page has"'


def _close(scene: Scene) -> str:
    """What results may differ by from one computer to another: the power of ten above the bound on rounding."""
    return f"1e{math.ceil(math.log10(max(CLOSEST, rounding(scene.trace)))):03d}"


def _harmless(address: str) -> str:
    """The address without any character that could end a line, a comment or a link."""
    return quote(address, safe="/:?&=,;%[]+~@")
