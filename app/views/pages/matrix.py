"""The page of one matrix, /matrix: its numbers as text, and a form to paste other numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.engine.names import Name
from app.engine.ops import Array
from app.presets import plans
from app.state.limits import MAX_PASTED
from app.state.matrix_text import as_csv, as_latex, as_numpy
from app.state.pasting import TEXT_KEY, BadPaste
from app.state.plans import most_examples
from app.state.reading import MOST_ENTRIES, Rows
from app.state.state import MATRICES
from app.views.base import paste_words, words
from app.views.base.numbers import MINUS
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol, matrix_symbol
from app.views.base.urls import BOARD_PATH, url

MOST_COPIED = 2_048
"""Entries of a matrix that the page prints as text."""
MOST_DRAWN = 5
"""Rows and columns of a meaning of the text that are drawn."""


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
class Meaning:
    """One of several meanings of the text: the button that takes it, what follows, and its numbers, drawn.

    ``rows`` are those in the board's orientation, without the ones that there is no room for.
    """

    key: str
    action: str
    outcome: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Paste:
    """The form. ``problem`` is a parse error at ``where``, or what is asked about; ``typed`` is the rejected text.

    ``meanings`` are what the text may mean, if it may mean several things. ``offers`` are buttons that round
    the numbers or leave some out: value and text.
    """

    heading: str
    action: str
    typed: str
    help: str
    problem: str
    where: str
    meanings: tuple[Meaning, ...]
    offers: tuple[tuple[str, str], ...]
    most_numbers: int
    most_characters: int


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
    bad = bad or BadPaste()
    asked = paste_words.question(name, bad.choices, scene.sizes.shapes[name]) if bad.choices else ""
    return Paste(
        heading=f"Your own {name.bracketed}",
        action=scene.matrix_url(name),
        typed=typed.get(TEXT_KEY, ""),
        help=words.paste_help(scene, name, most_examples(scene.state, plans()[scene.state.preset])),
        problem=bad.problem or asked,
        where=f"Line {bad.place[0]}, column {bad.place[1]}: " if bad.place else "",
        meanings=tuple(
            Meaning(
                each.key,
                paste_words.action(name, each, bad.choices),
                paste_words.outcome(name, each, scene.sizes.n),
                _drawn(each.rows),
            )
            for each in bad.choices
        ),
        offers=tuple((f"{each}.{bad.meant}", paste_words.offer(each)) for each in bad.offers),
        most_numbers=MOST_ENTRIES,
        most_characters=MAX_PASTED,
    )


def _drawn(rows: Rows) -> tuple[tuple[str, ...], ...]:
    """The first rows and columns, with an ellipsis where there are more."""
    lines = [[_short(value) for value in row[:MOST_DRAWN]] + ["…"] * (len(row) > MOST_DRAWN) for row in rows]
    more = [["…"] * len(lines[0])] if len(rows) > MOST_DRAWN else []
    return tuple(tuple(line) for line in [*lines[:MOST_DRAWN], *more])


def _short(value: float) -> str:
    """The number in at most seven significant digits."""
    return f"{value:.7g}".replace("-", MINUS)
