"""The board: the matrices as a staircase, and for every cell its figure and its part in the step."""

from dataclasses import dataclass

from app.engine.ops import Region
from app.engine.program import operation
from app.state import WINDOW, Cell
from app.state.moves import at_window
from app.views import words
from app.views.hues import hue_of
from app.views.place import Place, url
from app.views.shapes import ShapeTag, shape_tag
from app.views.symbols import Symbol, column_symbol, matrix_symbol

GHOSTS = 4
"""Copies of b that are drawn at most; the number that is meant is written beside them."""


@dataclass(frozen=True, slots=True)
class CellView:
    """One entry. ``state`` is "todo" (no text), "now" (written by this step) or "" (given or done before).

    ``name`` is the cell as the address has it, for those that one can choose: what is computed, once it is.
    """

    text: str
    state: str
    read: bool
    chosen: bool
    feeds: bool
    name: str


@dataclass(frozen=True, slots=True)
class RowView:
    head: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class MatrixView:
    """One matrix as a table. ``shape`` is the whole matrix's; ``first`` is set where only a window is shown.

    ``read`` if the step reads all of it; ``rule`` and ``inputs`` say what feeds its cells, for those that are computed.
    """

    name: str
    symbol: Symbol
    caption: str
    corner: str
    shape: ShapeTag
    data_shape: str
    first: str
    heads: tuple[str, ...]
    rows: tuple[RowView, ...]
    read: bool
    rule: str
    inputs: str


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
    """One row of the staircase: a matrix with a column an example and, for Z, the W and b on its left."""

    kind: str
    matrix: MatrixView
    extents: tuple[str, str]
    equation: Equation | None
    W: MatrixView | None
    b: MatrixView | None
    ghosts: Ghosts | None
    is_prediction: bool
    legend: bool


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """The head of an example's column. ``lit`` if the step is about it."""

    symbol: Symbol
    text: str
    lit: bool


@dataclass(frozen=True, slots=True)
class Window:
    """Which of the examples are on show, with the ways to the others."""

    text: str
    earlier: str
    later: str
    previous_url: str
    next_url: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything on the board. ``strip`` is the place (from 1) of the loop's column among those on show, or 0."""

    hue: int
    strip: int
    strip_hue: int
    names: bool
    size: str
    heads: tuple[ColumnHead, ...]
    bands: tuple[Band, ...]
    window: Window | None


def board(place: Place) -> Board:
    """The whole staircase at this place."""
    names = ["X"] + [f"{kind}{layer}" for layer in range(1, place.sizes.L + 1) for kind in "ZA"]
    looked_at = place.state.example(place.sizes)
    is_loop_step = place.step is not None and place.step.example is not None
    return Board(
        hue=hue_of(place.first),
        strip=looked_at - place.first + 1 if is_loop_step and looked_at - 1 in place.shown else 0,
        strip_hue=hue_of(looked_at),
        names=bool(place.preset.features),
        size="small" if sum(place.sizes.shape(name)[0] for name in names) <= 16 else "large",
        heads=tuple(_head(place, i, is_loop_step and i + 1 == looked_at) for i in place.shown),
        bands=tuple(_band(place, name) for name in names),
        window=_window(place),
    )


def _band(place: Place, name: str) -> Band:
    layer = int(name[1:] or 0)
    has_weights = name[0] == "Z"
    return Band(
        kind=name[0],
        matrix=_matrix(place, name),
        extents=words.extents(place, name),
        equation=_equation(place, name) if layer else None,
        W=_matrix(place, f"W{layer}") if has_weights else None,
        b=_matrix(place, f"b{layer}") if has_weights else None,
        ghosts=_ghosts(place, name) if has_weights else None,
        is_prediction=name == f"A{place.sizes.L}",
        legend=name == "A1",
    )


def _equation(place: Place, name: str) -> Equation:
    made = operation(place.network, name)
    symbols = tuple(matrix_symbol(read) for read in made.reads)
    return Equation(symbols, place.network.layers[made.layer - 1].activation.symbol if made.kind == "A" else "")


def _ghosts(place: Place, name: str) -> Ghosts | None:
    step, copies = place.step, place.sizes.m - 1
    if step is None or step.example is not None or step.writes != name or copies == 0:
        return None
    return Ghosts(min(copies, GHOSTS), copies)


def _head(place: Place, i: int, lit: bool) -> ColumnHead:
    everything = place.step is not None and place.step.example is None
    return ColumnHead(column_symbol("X", str(i + 1)), f"{place.preset.example} {i + 1}", lit or everything)


def _window(place: Place) -> Window | None:
    m, first = place.sizes.m, place.first
    if m <= WINDOW:
        return None
    last = place.shown[-1] + 1
    before, after = first - WINDOW, first + WINDOW
    return Window(
        text=words.window(place, first, last),
        earlier=f"Earlier {place.preset.example}s",
        later=f"Later {place.preset.example}s",
        previous_url=url(at_window(place.state, before, place.sizes)) if before > 0 else "",
        next_url=url(at_window(place.state, after, place.sizes)) if after <= m else "",
    )


def _matrix(place: Place, name: str) -> MatrixView:
    shape, has_m = place.sizes.shape(name), name[0] in "XZA"
    columns = place.shown if has_m else range(shape[1])
    read, written = place.read.get(name), place.written.get(name)
    made = operation(place.network, name) if name[0] in "ZA" else None
    whole = read is not None and read.covers(shape)
    return MatrixView(
        name=name,
        symbol=matrix_symbol(name),
        caption=words.caption(place, name),
        corner="feature" if name == "X" else "neuron",
        shape=shape_tag(place, name),
        data_shape="{},{}".format(*shape),
        first=f"1,{columns.start + 1}" if len(columns) < shape[1] else "",
        heads=_column_heads(place, name, columns),
        rows=_rows(place, name, columns, None if whole else read, written),
        read=whole,
        rule=made.op.rule if made else "",
        inputs=" ".join(made.reads) if made else "",
    )


def _rows(place: Place, name: str, columns: range, read: Region | None, written: Region | None) -> tuple[RowView, ...]:
    texts, feeds, chosen = place.texts(name).rows, place.feeds.get(name), place.chosen
    known = {i: place.is_computed(name, i) for i in columns}
    return tuple(
        RowView(
            head,
            tuple(
                CellView(
                    text=texts[row][i] if known[i] else "",
                    state="now" if written and (row, i) in written else "" if known[i] else "todo",
                    read=read is not None and (row, i) in read,
                    chosen=chosen == Cell(name, row + 1, i + 1),
                    feeds=feeds is not None and (row, i) in feeds,
                    name=f"{name}.{row + 1}.{i + 1}" if known[i] and name[0] in "ZA" else "",
                )
                for i in columns
            ),
        )
        for row, head in enumerate(_row_heads(place, name))
    )


def _row_heads(place: Place, name: str) -> tuple[str, ...]:
    rows = place.sizes.shape(name)[0]
    if name == "X" and place.preset.features:
        return place.preset.features
    if name == f"A{place.sizes.L}" and place.preset.classes:
        return place.preset.classes.names
    return tuple(str(row + 1) for row in range(rows))


def _column_heads(place: Place, name: str, columns: range) -> tuple[str, ...]:
    if name[0] == "b":
        return ("bias",)
    if name[0] == "W":
        return tuple(f"input {column + 1}" for column in columns)
    return tuple(f"{place.preset.example} {column + 1}" for column in columns)
