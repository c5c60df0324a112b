"""The parts that exported programs of every format and library have in common."""

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

import numpy as np

from app.engine.ops import Array
from app.state.navigation import public
from app.views.base.scene import Scene
from app.views.base.urls import BOARD_PATH, url
from app.views.program import script_words as words
from app.views.program.numpy_code import SourceLine, given, rows


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a program: heading, paragraphs of comment, lines of code."""

    title: str
    prose: tuple[str, ...]
    code: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """The spelling of a library. ``whole`` and ``floats`` are the ends of an array of such numbers.

    ``turned`` ends the name of a matrix, so that examples are columns. ``activated`` has a place for the matrix, with
    examples as columns, that ``activation`` is applied to.
    """

    name: str
    imports: tuple[str, ...]
    array: str
    whole: str
    floats: str
    axis: str
    counting: str
    """The expression for the numbers from 1 to m."""
    turned: str
    activated: str


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
        for line in matrix(name, values, library, words.extent(scene, name))
    )
    return Part(words.NUMBERS_TITLE, (words.NUMBERS_TEXT,), (*lines, "m = X.shape[1]"))


def matrix(name: str, values: Array, library: Library, extent: str = "") -> list[str]:
    """The lines that define the array: whole numbers as integers, all others with all digits."""
    is_whole = bool(np.all(values == values.round()) and np.abs(values).max() < 1e15)
    written = rows(values.astype(np.int64) if is_whole else values)
    comment = f"{values.shape}: {extent}" if extent else f"{values.shape}"
    end = library.whole if is_whole else library.floats
    return [f"{name} = {library.array}([", *(f"    {row}," for row in written), f"]{end})  # {comment}"]


def written(lines: Iterable[SourceLine]) -> tuple[str, ...]:
    """The lines of a program, with shapes as comments."""
    return tuple(f"{line.text}  # {line.comment}" if line.comment else line.text for line in lines)


def as_script(parts: Iterable[Part]) -> str:
    """The parts as one file, with headings and paragraphs as comments."""
    opening, *others = parts
    blocks = ("\n".join(_comments(opening)), "\n".join(opening.code))
    return "\n\n".join((*blocks, *("\n".join((*_comments(part), *part.code)) for part in others))) + "\n"


def _comments(part: Part) -> list[str]:
    wrapped = (textwrap.wrap(text, 98, break_long_words=False, break_on_hyphens=False) for text in part.prose)
    return [f"# {line}" for line in (part.title, *(line for lines in wrapped for line in lines))]


def _harmless(address: str) -> str:
    """The URL without any character that could end a line, a comment or a link."""
    return quote(address, safe="/:?&=,;%[]+~@")
