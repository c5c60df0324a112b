"""The page of one matrix, /matrix: its numbers as text, and a form to paste other numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.engine.names import INPUTS, Name
from app.engine.ops import Array
from app.presets import plans
from app.state import pairs_of
from app.state.limits import MAX_PASTE_ADDRESS
from app.state.matrix_text import as_csv, as_latex, as_numpy
from app.state.pasting import TEXT_KEY, WAY_KEY, BadPaste
from app.state.plans import most_examples
from app.state.state import MATRICES
from app.views.base import words
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol, matrix_symbol
from app.views.base.urls import BOARD_PATH, url

MOST_COPIED = 2_048
"""Entries of a matrix that the page prints as text."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A link to another matrix of the network."""

    symbol: Symbol
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """The matrix in one notation."""

    id: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class WayChoice:
    """Whether columns or rows of the pasted text are the examples. An empty key: detect it."""

    key: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Paste:
    """The form. ``problem`` is a parse error at ``where``; ``typed`` is the rejected text.

    ``offers`` are buttons that round the numbers or leave some out: value and text.
    """

    heading: str
    hidden: tuple[tuple[str, str], ...]
    typed: str
    help: str
    most: int
    limit: str
    problem: str
    where: str
    offers: tuple[tuple[str, str], ...]
    ways: tuple[WayChoice, ...]


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """The page. ``paste`` is None for a computed matrix; ``copies`` is empty for a large one."""

    title: str
    symbol: Symbol
    caption: str
    line: str
    back_url: str
    tabs: tuple[Tab, ...]
    copies: tuple[Copy, ...]
    paste: Paste | None


def matrix_page(
    scene: Scene, name: Name, typed: Mapping[str, str] = MappingProxyType({}), bad: BadPaste | None = None
) -> MatrixPage:
    """The page of a matrix; ``bad`` is the error of a rejected form, ``typed`` its texts."""
    state, is_known = scene.state, scene.is_computed(name, scene.sizes.m - 1)
    return MatrixPage(
        title=f"{name.bracketed} as text",
        symbol=matrix_symbol(name),
        caption=words.caption(scene, name),
        line=words.matrix_line(scene, name, is_known, scene.matrix(name).size <= MOST_COPIED),
        back_url=url(BOARD_PATH, state),
        tabs=tuple(Tab(matrix_symbol(each), scene.matrix_url(each), each == name) for each in scene.sizes.shapes),
        copies=_copies(scene.matrix(name)) if is_known else (),
        paste=_paste(scene, name, typed, bad) if name in MATRICES else None,
    )


def _copies(values: Array) -> tuple[Copy, ...]:
    if values.size > MOST_COPIED:
        return ()
    rows = tuple(tuple(float(value) for value in row) for row in values)
    return (
        Copy("numpy", "NumPy", as_numpy(rows)),
        Copy("csv", "CSV, for a spreadsheet", as_csv(rows)),
        Copy("latex", "LaTeX", as_latex(rows)),
    )


def _paste(scene: Scene, name: Name, typed: Mapping[str, str], bad: BadPaste | None) -> Paste:
    guess = bad.guess if bad and bad.guess else typed.get(WAY_KEY, "")
    return Paste(
        heading=f"Your own {name.bracketed}",
        hidden=(*pairs_of(scene.state), ("matrix", name)),
        typed=typed.get(TEXT_KEY, ""),
        help=words.paste_help(scene, name, most_examples(scene.state, plans()[scene.state.preset])),
        most=MAX_PASTE_ADDRESS,
        limit=words.paste_limit(),
        problem=bad.problem if bad else "",
        where=f"Line {bad.place[0]}, column {bad.place[1]}: " if bad and bad.place else "",
        offers=tuple((str(each), words.offer(each.decimals, each.first)) for each in (bad.offers if bad else ())),
        ways=tuple(WayChoice(key, text, key == guess) for key, text in words.WAYS) if name == INPUTS else (),
    )
