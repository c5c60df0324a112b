"""The board: the matrices as a staircase, with their heads, equations and windows."""

from collections.abc import Callable
from dataclasses import dataclass

from app.engine.names import INPUTS, Name, computed_names, inputs_of, names_of
from app.engine.program import operation
from app.state import WINDOW_EXAMPLES, WINDOW_FEATURES, Cell
from app.state.navigation import at_cell, at_rows, at_window
from app.views.base import words
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol, colour_of, column_symbol, matrix_symbol
from app.views.base.window import MAX_CHARACTERS
from app.views.board.diagram import picture_urls
from app.views.board.editor import Editor
from app.views.board.matrix_view import MatrixView, matrix_view
from app.views.board.openness import Openness, openings

MOST_SHORT = 6
"""Characters of a short name of a row: one for which a narrow column is enough."""
NARROW = (296, 366, 500, 620, 720, 860)
"""Widths of the board in pixels from which on ribbon.css shows the figures of all columns."""
SMALL = 500
"""The widest of them that is a small board: no names of rows, small gaps."""
GAPS, WIDE_GAPS = 50, 90
HEADS = {"": 24, "short": 50, "long": 108}
"""Pixels between the matrices of a band, and of the names of rows, as in staircase.css."""


@dataclass(frozen=True, slots=True)
class BroadcastCopies:
    """The broadcast of b: the colours of the copies drawn beside it, and a few words on how many are meant."""

    colours: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Band:
    """One row of the staircase: X, Z or A and, for Z, the W and b to its left.

    ``inputs`` and ``activation`` are the right side of its equation: W[1] X + b[1], or an activation of Z[1].
    ``opened`` is "step", "layer" or "", see openness.py; ``open_url`` opens it where it is a ribbon. The other URLs
    lead to the matrices as text. They are not fields of the tables, which are cached, because every step changes them.
    """

    kind: str
    matrix: MatrixView
    matrix_url: str
    opened: str
    open_label: str
    open_url: str
    inputs: tuple[Symbol, ...]
    activation: str
    W: MatrixView | None
    W_url: str
    b: MatrixView | None
    b_url: str
    copies: BroadcastCopies | None
    is_prediction: bool


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """The head of an example's column. ``lit`` if the step computes the example; ``picture`` is the URL of an image."""

    symbol: Symbol
    text: str
    lit: bool
    picture: str


@dataclass(frozen=True, slots=True)
class WindowLinks:
    """The examples, or the features, that are shown, with links to the windows before and after."""

    text: str
    earlier: str
    later: str
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board. ``outline`` is the position (from 1) of the loop's column among those shown, or 0.

    ``current`` is the position of the current example, or 1 if it is not shown; ``examples`` says how many there are.
    ``cell_width`` and ``weight_width`` are the characters of the longest figure, ``drawn_bands`` how many bands the
    drawing may lie beside while the others are ribbons. Where the board is narrower than ``narrow`` pixels, only the
    current column has figures, narrower than ``tight``, W has none.
    """

    layers: int
    colour: int
    outline: int
    outline_colour: int
    current: int
    shown: int
    cell_width: int
    weight_width: int
    narrow: str
    tight: str
    names: str
    is_heat: bool
    openness: Openness
    drawn_bands: int
    examples: str
    heads: tuple[ColumnHead, ...]
    bands: tuple[Band, ...]
    window: WindowLinks | None
    rows: WindowLinks | None


def board(scene: Scene, typing: Editor | None = None) -> Board:
    """The board; ``typing`` is the editor of the chosen cell if it is open in that cell."""
    names = (INPUTS, *computed_names(scene.layers))
    before = scene.shown.start + 1 - WINDOW_EXAMPLES
    opened = scene.matrices.cached("openings", lambda: openings(scene))[_focus(scene)]
    cell_width, weight_width = _width(scene, "XZA"), _width(scene, "Wb")
    inputs = max(len(scene.window.columns[names_of(layer).W]) for layer in scene.layers)
    narrow, tight = _narrow(scene, inputs, cell_width, weight_width)
    return Board(
        layers=scene.sizes.L,
        colour=colour_of(scene.shown.start + 1),
        outline=outline_at(scene),
        outline_colour=colour_of(scene.example),
        current=scene.example - scene.shown.start if scene.example - 1 in scene.shown else 1,
        shown=_columns(scene),
        cell_width=cell_width,
        weight_width=weight_width,
        narrow=narrow,
        tight=tight,
        names=_names(scene),
        is_heat=scene.is_heat,
        openness=opened,
        drawn_bands=2 * opened.layer - 1,
        examples=words.m_line(scene),
        heads=column_heads(scene, INPUTS),
        bands=tuple(_band(scene, name, opened, typing) for name in names),
        window=example_links(scene, lambda first: scene.url(at_window(scene, first)), before),
        rows=_rows(scene),
    )


def _focus(scene: Scene) -> tuple[int, bool]:
    """The layer that the board is about, and whether it is about its A: that of the step, or of a chosen cell."""
    layer, cell = scene.layer, scene.state.cell
    if cell is None:
        return layer, scene.step is not None and scene.step.writes.kind == "A"
    if cell.matrix not in (inputs_of(layer), *names_of(layer)):
        layer = cell.matrix.layer or 1
    return layer, cell.matrix == names_of(layer).A


def outline_at(scene: Scene) -> int:
    """The position (from 1) of the loop's column among those shown, or 0."""
    step = scene.step
    if step is None or step.example is None or step.example not in scene.shown:
        return 0
    return scene.shown.index(step.example) + 1


def _names(scene: Scene) -> str:
    """The width class of the names of rows: "", "short" or "long"."""
    longest = max((len(name) for name in (*scene.preset.features, *scene.preset.row_names)), default=0)
    return "" if longest <= 2 else "short" if longest <= MOST_SHORT else "long"


def _width(scene: Scene, letters: str) -> int:
    """Characters of the longest figure in the matrices of those kinds, at least 3."""
    longest = max(scene.matrices.longest[name] for name in scene.sizes.shapes if name.kind in letters)
    return min(max(longest, 3), MAX_CHARACTERS)


def _columns(scene: Scene) -> int:
    """The examples that the board has room for: as many for the last window, which may have fewer."""
    return min(WINDOW_EXAMPLES, scene.sizes.m)


def _narrow(scene: Scene, inputs: int, cell_width: int, weight_width: int) -> tuple[str, str]:
    """The widths of a board from which on it has room for all columns of figures, and for those of W and one example.

    In pixels and "" if it always has, as in ribbon.css; a digit is 6 wide, a point 4, a column without figures 9.
    """
    if scene.is_heat:
        return str(NARROW[1]), ""
    weights, cell = (inputs + 1) * (6 * weight_width + 8), 6 * cell_width + 8.2
    heads = WIDE_GAPS + HEADS[_names(scene)]
    every, one = weights + _columns(scene) * cell, weights + cell + 9 * _columns(scene)
    return _from(every + GAPS, every + heads), _from(one + GAPS, one + heads)


def _from(small: float, wide: float) -> str:
    """The first of these widths with room for so much on a small board, and on a wide one if it has no small one."""
    if small <= NARROW[0]:
        return ""
    needed = small if small <= SMALL else wide
    return next((str(width) for width in NARROW if needed <= width), str(NARROW[-1]))


def _band(scene: Scene, name: Name, opened: Openness, typing: Editor | None) -> Band:
    W, b, *_ = names_of(name.layer or 1)
    has_weights = name.kind == "Z"
    return Band(
        kind=name.kind,
        matrix=matrix_view(scene, name, typing),
        matrix_url=scene.matrix_url(name),
        opened=opened.opened.get(name, ""),
        open_label=words.open_layer(name),
        open_url=scene.url(at_cell(scene, Cell(name if name.layer else names_of(1).Z, 1, scene.example))),
        inputs=() if name.is_given else tuple(map(matrix_symbol, operation(scene.network, name).reads)),
        activation=scene.activation(name.layer).symbol if name.kind == "A" else "",
        W=matrix_view(scene, W, typing) if has_weights else None,
        W_url=scene.matrix_url(W) if has_weights else "",
        b=matrix_view(scene, b, typing) if has_weights else None,
        b_url=scene.matrix_url(b) if has_weights else "",
        copies=broadcast_copies(scene, name) if has_weights else None,
        is_prediction=name == scene.outputs,
    )


def broadcast_copies(scene: Scene, name: Name) -> BroadcastCopies | None:
    """The copies of b if the step adds b to several columns at once, else None."""
    step, meant = scene.step, scene.sizes.m - 1
    if step is None or step.example is not None or step.writes != name or meant == 0:
        return None
    return BroadcastCopies(tuple(map(colour_of, range(2, 2 + min(meant, 4)))), words.copies(meant))


def column_heads(scene: Scene, name: Name) -> tuple[ColumnHead, ...]:
    """The heads of the columns shown: one is lit in the loop, all in the matrix form."""
    step = scene.step
    has_pictures = name == INPUTS and scene.preset.picture
    pictures = picture_urls(scene.state, scene.shown) if has_pictures else [""] * len(scene.shown)
    return tuple(
        ColumnHead(
            column_symbol(name, str(i + 1)),
            f"{scene.preset.example} {i + 1}",
            step is not None and (step.example is None or i + 1 == scene.example),
            picture,
        )
        for i, picture in zip(scene.shown, pictures, strict=True)
    )


def _rows(scene: Scene) -> WindowLinks | None:
    n_x, shown = scene.sizes.n[0], scene.window.rows[INPUTS]
    text, labels = words.row_window(shown.start + 1, shown.stop, n_x), ("Features above", "Features below")
    before = shown.start + 1 - WINDOW_FEATURES
    return window_links(shown, n_x, text, labels, lambda first: scene.url(at_rows(scene, first)), before)


def example_links(scene: Scene, link: Callable[[int], str], before: int) -> WindowLinks | None:
    """The links to the examples before and after those shown."""
    shown, noun = scene.shown, scene.preset.example
    text, labels = words.window(scene, shown.start + 1, shown.stop), (f"Earlier {noun}s", f"Later {noun}s")
    return window_links(shown, scene.sizes.m, text, labels, link, before)


def window_links(
    shown: range, last: int, text: str, labels: tuple[str, str], link: Callable[[int], str], before: int
) -> WindowLinks | None:
    """Links to the numbers before and after those shown, which end at ``last``; None if all are shown.

    ``link`` returns the URL for a number from 1. The link to the window before leads to the number ``before``.
    """
    if len(shown) == last:
        return None
    previous_url = link(before) if shown.start else ""
    return WindowLinks(text, *labels, previous_url, link(shown.stop + 1) if shown.stop < last else "")
