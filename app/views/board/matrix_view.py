"""One matrix as a table: the figure of every cell, and its role in the step."""

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
from app.views.base.symbols import Symbol, colour_of, matrix_symbol
from app.views.board.editor import Editor
from app.views.board.shapes import ShapeTag, shape_tag


class CellView(NamedTuple):
    """One entry: a tuple, because a page has up to a thousand of them and the template unpacks them.

    ``state`` is "todo" (no text), "now" (written by this step) or "" (given, or computed before). ``name`` is the cell
    as in the URL, or "" before it is computed. ``heat`` is a colour from −4 to 4 if colours replace figures, else 0.
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
class Highlight:
    """An outline of the column at position ``at`` (from 1) of those shown, or of the whole matrix (0)."""

    at: int
    colour: int | None


@dataclass(frozen=True, slots=True)
class RowView:
    head: str
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True, eq=False)
class MatrixView:
    """One matrix as a table. ``shape`` is that of the whole matrix; ``first`` is set if only a window is shown.

    ``read`` is true if the step reads all of it. A computed matrix has its index rule in ``rule``; ``inputs`` holds the
    names of the matrices it is computed from.
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
    highlights: tuple[Highlight, ...]


class TableKey(NamedTuple):
    """All that the table of one matrix depends on besides the numbers: equal keys mean equal tables.

    ``known`` says for each column shown whether it is computed. ``chosen`` is a row and a column from 1, or (0, 0).
    """

    rows: range
    columns: range
    known: tuple[bool, ...]
    read: Region | None
    written: Region | None
    feeds: Region | None
    chosen: tuple[int, int]
    highlights: tuple[Highlight, ...]
    is_heat: bool
    typing: Editor | None


def matrix_view(scene: Scene, name: Name, typing: Editor | None = None) -> MatrixView:
    """The part of the matrix that is shown. Equal tables are the same object while they are cached."""
    return _table(scene, name, _table_key(scene, name, typing))


def _table_key(scene: Scene, name: Name, typing: Editor | None) -> TableKey:
    columns, cell = scene.window.columns[name], scene.chosen
    known = columns.stop if name.is_given else scene.program.computed(name, scene.state.step)
    is_chosen = cell is not None and cell.matrix == name
    return TableKey(
        rows=scene.window.rows[name],
        columns=columns,
        known=tuple([i < known for i in columns]),
        read=scene.read.get(name),
        written=scene.written.get(name),
        feeds=scene.feeds.get(name),
        chosen=(cell.row, cell.column) if cell is not None and is_chosen else (0, 0),
        highlights=_highlights(scene, name, columns),
        is_heat=scene.is_heat,
        typing=typing if is_chosen else None,
    )


def _size(table: MatrixView) -> int:
    """Bytes of the table, estimated: 300 for each cell (measured)."""
    return 300 * (1 + len(table.rows)) * (1 + len(table.heads))


def _cache_key(scene: Scene, name: Name, key: TableKey) -> Hashable:
    """The trace is referenced weakly, so that the cache does not keep its numbers alive."""
    return ref(scene.trace), scene.state.view, name, key


@cached(LRUCache(6 * 2**20, getsizeof=_size), _cache_key, Lock())  # 6 MB
def _table(scene: Scene, name: Name, key: TableKey) -> MatrixView:
    """The table for that key. It is built from the scene before the first step: the key alone holds the step."""
    start = scene.before_first
    shape, rows, columns = start.sizes.shapes[name], key.rows, key.columns
    made = operation(start.network, name) if not name.is_given else None
    is_whole = key.read is not None and key.read.covers(shape)
    return MatrixView(
        name=name,
        symbol=matrix_symbol(name),
        caption=words.caption(start, name),
        corner="feature" if name == INPUTS else "neuron",
        shape=shape_tag(start, name),
        data_shape="{},{}".format(*shape),
        first=f"{rows.start + 1},{columns.start + 1}" if (len(rows), len(columns)) != shape else "",
        heads=_column_heads(start, name, columns),
        rows=_rows(start, name, key._replace(read=None) if is_whole else key),
        read=is_whole,
        rule=made.op.rule if made else "",
        inputs=" ".join(made.reads) if made else "",
        highlights=key.highlights,
    )


def _highlights(scene: Scene, name: Name, columns: range) -> tuple[Highlight, ...]:
    """The outlines of the regions that the current reading highlights, if they are shown."""
    shape = scene.sizes.shapes[name]
    highlights = []
    for region in scene.highlighted.get(name, ()):
        if region.covers(shape) and not name.has_examples:
            highlights.append(Highlight(0, None))
        elif region.columns.start in columns:
            colour = colour_of(region.columns.start + 1) if name.has_examples else None
            highlights.append(Highlight(columns.index(region.columns.start) + 1, colour))
    return tuple(highlights)


def _rows(start: Scene, name: Name, key: TableKey) -> tuple[RowView, ...]:
    rows, columns, decimals = key.rows, key.columns, start.matrices.decimals[name]
    largest = (start.matrices.largest[name] or 1.0) if key.is_heat else 0.0
    values = start.exact(name)[rows.start : rows.stop, columns.start : columns.stop].tolist()
    regions = [_inside(region, columns) for region in (key.read, key.feeds, key.written)]
    outside = [False] * len(columns)
    made = []
    for row, head, numbers in zip(rows, _row_heads(start, name, rows), values, strict=True):
        marked = [inside if row in at else outside for at, inside in regions]
        cells = []
        for column, number, is_known, read, feeds, is_now in zip(columns, numbers, key.known, *marked, strict=True):
            is_chosen = key.chosen == (row + 1, column + 1)
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
                    round(4 * (number / largest)) if largest else 0,
                    key.typing if is_chosen else None,
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
