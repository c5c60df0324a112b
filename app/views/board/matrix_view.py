"""One matrix as a table: for every cell its figure and its part in the step."""

from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock
from typing import NamedTuple
from weakref import ref

from cachetools import LRUCache, cached

from app.engine.names import INPUTS, Name
from app.engine.ops import Region
from app.engine.program import operation
from app.views.base import words
from app.views.base.numbers import figure
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol, hue_of, matrix_symbol
from app.views.board.editor import Editor
from app.views.board.shapes import ShapeTag, shape_tag

MEMORY = 6 * 2**20
"""Bytes of tables that one process keeps at most; what was not asked for for longest goes first."""
LEVELS = 4
"""Strengths of a colour, for numbers above 0 and for numbers below."""
CELL = 300
"""About so many bytes are a cell of a table in memory; measured."""


class CellView(NamedTuple):
    """One entry; a tuple, because a page has up to a thousand of them and its template takes them apart.

    ``state`` is "todo" (no text), "now" (written by this step) or "" (given or done before). ``name`` is the cell as
    the address has it, once its number is known. ``heat`` is the colour where colours stand for numbers, from −4 to 4.
    """

    text: str
    state: str
    read: bool
    chosen: bool
    feeds: bool
    name: str
    heat: int = 0
    editor: Editor | None = None


@dataclass(frozen=True, slots=True)
class FrameView:
    """A frame round all of a matrix that is on show, or round one column: ``at`` is its place, from 1, or 0."""

    at: int
    hue: int | None


@dataclass(frozen=True, slots=True)
class RowView:
    head: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True, eq=False)
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
    frames: tuple[FrameView, ...]


class Marks(NamedTuple):
    """Where one looks, as far as it can be seen in one matrix: its table depends on that and on its numbers alone.

    ``known`` and the regions are those of the step; ``chosen`` is a row and a column from 1, or (0, 0).
    """

    rows: range
    columns: range
    known: tuple[bool, ...]
    read: Region | None
    written: Region | None
    feeds: Region | None
    chosen: tuple[int, int]
    frames: tuple[FrameView, ...]
    is_heat: bool
    typing: Editor | None


def matrix_view(scene: Scene, name: Name, typing: Editor | None = None) -> MatrixView:
    """The part of that matrix that is on show; the same object again for whoever sees the same."""
    return _table(scene, name, _marks(scene, name, typing))


def _marks(scene: Scene, name: Name, typing: Editor | None) -> Marks:
    columns, cell = scene.window.columns[name], scene.chosen
    known = columns.stop if name.is_given else scene.program.computed(name, scene.state.step)
    is_chosen = cell is not None and cell.matrix == name
    return Marks(
        rows=scene.window.rows[name],
        columns=columns,
        known=tuple([i < known for i in columns]),
        read=scene.read.get(name),
        written=scene.written.get(name),
        feeds=scene.feeds.get(name),
        chosen=(cell.row, cell.column) if cell is not None and is_chosen else (0, 0),
        frames=_frames(scene, name, columns),
        is_heat=scene.is_heat,
        typing=typing if is_chosen else None,
    )


def _size(table: MatrixView) -> int:
    return CELL * (1 + len(table.rows)) * (1 + len(table.heads))


def _key(scene: Scene, name: Name, marks: Marks) -> Hashable:
    """The trace itself is not held, so that its numbers can be forgotten before."""
    return ref(scene.trace), scene.state.view, name, marks


@cached(LRUCache(MEMORY, getsizeof=_size), _key, Lock())
def _table(scene: Scene, name: Name, marks: Marks) -> MatrixView:
    """What these marks show of that matrix; of the scene nothing is asked that a step changes."""
    still = scene.before_first
    shape, rows, columns = still.sizes.shapes[name], marks.rows, marks.columns
    made = operation(still.network, name) if not name.is_given else None
    is_whole = marks.read is not None and marks.read.covers(shape)
    return MatrixView(
        name=name,
        symbol=matrix_symbol(name),
        caption=words.caption(still, name),
        corner="feature" if name == INPUTS else "neuron",
        shape=shape_tag(still, name),
        data_shape="{},{}".format(*shape),
        first=f"{rows.start + 1},{columns.start + 1}" if (len(rows), len(columns)) != shape else "",
        heads=_column_heads(still, name, columns),
        rows=_rows(still, name, marks._replace(read=None) if is_whole else marks),
        read=is_whole,
        rule=made.op.rule if made else "",
        inputs=" ".join(made.reads) if made else "",
        frames=marks.frames,
    )


def _frames(scene: Scene, name: Name, columns: range) -> tuple[FrameView, ...]:
    """What the reading takes of that matrix, as far as it is on show."""
    shape = scene.sizes.shapes[name]
    frames = []
    for region in scene.highlighted.get(name, ()):
        if region.covers(shape) and not name.has_examples:
            frames.append(FrameView(0, None))
        elif region.columns.start in columns:
            hue = hue_of(region.columns.start + 1) if name.has_examples else None
            frames.append(FrameView(columns.index(region.columns.start) + 1, hue))
    return tuple(frames)


def _rows(still: Scene, name: Name, marks: Marks) -> tuple[RowView, ...]:
    rows, columns, decimals = marks.rows, marks.columns, still.figures.decimals[name]
    largest = (still.figures.largest[name] or 1.0) if marks.is_heat else 0.0
    values = still.matrix(name)[rows.start : rows.stop, columns.start : columns.stop].tolist()
    regions = [_inside(region, columns) for region in (marks.read, marks.feeds, marks.written)]
    outside = [False] * len(columns)
    made = []
    for row, head, numbers in zip(rows, _row_heads(still, name, rows), values, strict=True):
        marked = [inside if row in at else outside for at, inside in regions]
        cells = []
        for column, number, is_known, read, feeds, is_now in zip(columns, numbers, marks.known, *marked, strict=True):
            is_chosen = marks.chosen == (row + 1, column + 1)
            if not is_known:
                cells.append(CellView("", "now" if is_now else "todo", read, is_chosen, feeds, ""))
                continue
            cells.append(
                CellView(
                    figure(number, decimals),
                    "now" if is_now else "",
                    read,
                    is_chosen,
                    feeds,
                    f"{name}.{row + 1}.{column + 1}",
                    round(LEVELS * (number / largest)) if largest else 0,
                    marks.typing if is_chosen else None,
                )
            )
        made.append(RowView(head, tuple(cells)))
    return tuple(made)


def _inside(region: Region | None, columns: range) -> tuple[range, list[bool]]:
    """The rows of the region, and for each of the columns whether it lies in the region."""
    if region is None:
        return range(0), []
    return region.rows, [column in region.columns for column in columns]


def _row_heads(scene: Scene, name: Name, rows: range) -> tuple[str, ...]:
    if name == INPUTS and scene.preset.features:
        return scene.preset.features[rows.start : rows.stop]
    if name == scene.outputs and (names := scene.preset.row_names):
        return names[rows.start : rows.stop]
    return tuple([str(row + 1) for row in rows])


def _column_heads(scene: Scene, name: Name, columns: range) -> tuple[str, ...]:
    if name.kind == "b":
        return ("bias",)
    if name.kind == "W":
        return tuple([f"input {column + 1}" for column in columns])
    return tuple([f"{scene.preset.example} {column + 1}" for column in columns])
