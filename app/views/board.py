"""The board: the matrices as a staircase, with what stands around them."""

from dataclasses import dataclass

from app.engine.names import INPUTS, Name, computed_names
from app.engine.program import operation
from app.state import TALL, WINDOW
from app.state.moves import at_rows, at_window
from app.views import words
from app.views.editor import Editor
from app.views.frame import LONGEST
from app.views.hues import hue_of
from app.views.matrix_view import MatrixView, matrix_view
from app.views.picture import picture_urls
from app.views.place import Place
from app.views.symbols import Symbol, column_symbol, matrix_symbol

WIDE = 7
"""Columns of W from which on cells are narrower."""
FITS_CELL, FITS_WEIGHT = 5, 4
"""Characters of a figure, and a point, that fit into a cell of X, Z and A, and of W and b."""
SHORT = 6
"""Characters of a name that needs little room beside its row."""
GHOSTS = 4
"""Copies of b that are drawn at most; the number that is meant is written beside them."""


@dataclass(frozen=True, slots=True)
class Equation:
    """What a computed matrix is made of: W[1] X + b[1], or an activation of Z[1]."""

    inputs: tuple[Symbol, ...]
    activation: str


@dataclass(frozen=True, slots=True)
class Ghosts:
    """The broadcast of b: how many copies are drawn, and how many are meant."""

    drawn: int
    meant: int


@dataclass(frozen=True, slots=True)
class Band:
    """One row of the staircase: a matrix with a column an example and, for Z, the W and b on its left.

    The addresses lead to the matrices as text; they stand beside the tables, because they change with every step.
    """

    kind: str
    matrix: MatrixView
    matrix_url: str
    extents: tuple[str, str]
    equation: Equation | None
    W: MatrixView | None
    W_url: str
    b: MatrixView | None
    b_url: str
    ghosts: Ghosts | None
    is_prediction: bool
    legend: bool


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """The head of an example's column. ``lit`` if the step is about it; ``picture`` is its address if it is one."""

    symbol: Symbol
    text: str
    lit: bool
    picture: str


@dataclass(frozen=True, slots=True)
class Window:
    """Which of the examples, or of the features, are on show, with the ways to the others."""

    text: str
    earlier: str
    later: str
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board. ``strip`` is the place (from 1) of the loop's column among those on show, or 0.

    The widths are the characters of the longest figures, or 0 if they fit.
    """

    hue: int
    strip: int
    strip_hue: int
    cell_width: int
    weight_width: int
    names: str
    is_wide: bool
    size: str
    is_heat: bool
    heads: tuple[ColumnHead, ...]
    bands: tuple[Band, ...]
    window: Window | None
    rows: Window | None


def board(place: Place, typing: Editor | None = None) -> Board:
    """The whole staircase at this place."""
    names = (INPUTS, *computed_names(place.layers))
    return Board(
        hue=hue_of(place.shown.start + 1),
        strip=strip(place),
        strip_hue=hue_of(place.state.example(place.sizes)),
        cell_width=_width(place, "XZA", FITS_CELL),
        weight_width=_width(place, "Wb", FITS_WEIGHT),
        names=_names(place),
        is_wide=not place.is_heat and max(place.sizes.n) >= WIDE,
        size="small" if sum(place.sizes.shapes[name][0] for name in names) <= 16 else "large",
        is_heat=place.is_heat,
        heads=column_heads(place, INPUTS),
        bands=tuple(_band(place, name, typing) for name in names),
        window=_window(place),
        rows=_row_window(place),
    )


def strip(place: Place) -> int:
    """The place (from 1) of the loop's column among those on show, or 0."""
    step = place.step
    if step is None or step.example is None or step.example not in place.shown:
        return 0
    return place.shown.index(step.example) + 1


def _names(place: Place) -> str:
    """How much room the names of rows need: "", "short" or "long"."""
    longest = max((len(name) for name in (*place.preset.features, *place.preset.row_names)), default=0)
    return "" if longest <= 2 else "short" if longest <= SHORT else "long"


def _width(place: Place, letters: str, fits: int) -> int:
    """Characters of the longest figure in the matrices of those letters, if more than fit; else 0."""
    longest = max(place.longest(name) for name in place.sizes.shapes if name.kind in letters)
    return 0 if longest <= fits or place.is_heat else min(longest, LONGEST)


def _band(place: Place, name: Name, typing: Editor | None) -> Band:
    W, b, has_weights = Name("W", name.layer), Name("b", name.layer), name.kind == "Z"
    return Band(
        kind=name.kind,
        matrix=matrix_view(place, name, typing),
        matrix_url=place.matrix_url(name),
        extents=words.extents(place, name),
        equation=equation(place, name) if not name.is_given else None,
        W=matrix_view(place, W, typing) if has_weights else None,
        W_url=place.matrix_url(W) if has_weights else "",
        b=matrix_view(place, b, typing) if has_weights else None,
        b_url=place.matrix_url(b) if has_weights else "",
        ghosts=ghosts(place, name) if has_weights else None,
        is_prediction=name == place.outputs,
        legend=name == ("A", 1),
    )


def equation(place: Place, name: Name) -> Equation:
    """What Z or A of that name is made of."""
    made = operation(place.network, name)
    symbols = tuple(matrix_symbol(read) for read in made.reads)
    return Equation(symbols, place.network.layers[name.layer - 1].activation.symbol if name.kind == "A" else "")


def ghosts(place: Place, name: Name) -> Ghosts | None:
    """The copies of b, where the step adds it to several columns at once."""
    step, copies = place.step, place.sizes.m - 1
    if step is None or step.example is not None or step.writes != name or copies == 0:
        return None
    return Ghosts(min(copies, GHOSTS), copies)


def column_heads(place: Place, name: Name) -> tuple[ColumnHead, ...]:
    """The heads of the examples on show over that matrix. The loop is at one of them, the matrix form at every one."""
    step, looked_at = place.step, place.state.example(place.sizes)
    has_pictures = name == INPUTS and place.preset.picture
    pictures = picture_urls(place.state, place.shown) if has_pictures else [""] * len(place.shown)
    return tuple(
        ColumnHead(
            column_symbol(name, str(i + 1)),
            f"{place.preset.example} {i + 1}",
            step is not None and (step.example is None or i + 1 == looked_at),
            picture,
        )
        for i, picture in zip(place.shown, pictures, strict=True)
    )


def _window(place: Place) -> Window | None:
    m, first = place.sizes.m, place.shown.start + 1
    if m <= WINDOW:
        return None
    last = place.shown[-1] + 1
    before, after = first - WINDOW, first + WINDOW
    return Window(
        text=words.window(place, first, last),
        earlier=f"Earlier {place.preset.example}s",
        later=f"Later {place.preset.example}s",
        previous_url=place.url(at_window(place.state, before, place.sizes)) if before > 0 else "",
        next_url=place.url(at_window(place.state, after, place.sizes)) if after <= m else "",
    )


def _row_window(place: Place) -> Window | None:
    n_x, features = place.sizes.n[0], place.rows_shown(INPUTS)
    first = features.start + 1
    if n_x <= TALL:
        return None
    before, after = first - TALL, first + TALL
    return Window(
        text=words.row_window(first, features[-1] + 1, n_x),
        earlier="Features above",
        later="Features below",
        previous_url=place.url(at_rows(place.state, before, place.sizes)) if before > 0 else "",
        next_url=place.url(at_rows(place.state, after, place.sizes)) if after <= n_x else "",
    )
