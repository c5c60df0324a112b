"""One matrix as a table: for every cell its figure and its part in the step."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from app.engine.ops import Region
from app.engine.program import operation
from app.views import words
from app.views.editor import Editor
from app.views.figures import figure
from app.views.hues import hue_of
from app.views.place import Place
from app.views.shapes import ShapeTag, shape_tag
from app.views.symbols import Symbol, matrix_symbol

LEVELS = 4
"""Strengths of a colour, for numbers above 0 and for numbers below."""


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
    frames: tuple[FrameView, ...]


def matrix_view(place: Place, name: str, typing: Editor | None = None) -> MatrixView:
    """The part of that matrix that is on show."""
    shape, rows, columns = place.sizes.shape(name), place.rows_shown(name), place.columns_shown(name)
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
        first=f"{rows.start + 1},{columns.start + 1}" if (len(rows), len(columns)) != shape else "",
        heads=_column_heads(place, name, columns),
        rows=_rows(place, name, None if whole else read, written, typing),
        read=whole,
        rule=made.op.rule if made else "",
        inputs=" ".join(made.reads) if made else "",
        frames=_frames(place, name, columns),
    )


def _frames(place: Place, name: str, columns: range) -> tuple[FrameView, ...]:
    """What the reading takes of that matrix, as far as it is on show."""
    shape = place.sizes.shape(name)
    frames = []
    for region in place.taken.get(name, ()):
        if region.covers(shape) and name[0] in "Wb":
            frames.append(FrameView(0, None))
        elif region.columns.start in columns:
            hue = hue_of(region.columns.start + 1) if name[0] in "XZA" else None
            frames.append(FrameView(columns.index(region.columns.start) + 1, hue))
    return tuple(frames)


def _rows(
    place: Place, name: str, read: Region | None, written: Region | None, typing: Editor | None
) -> tuple[RowView, ...]:
    rows, columns = place.rows_shown(name), place.columns_shown(name)
    feeds, chosen = place.feeds.get(name), place.chosen
    known = [place.is_computed(name, i) for i in columns]
    decimals, numbers_of = place.decimals(name), [i + 1 for i in columns]
    largest = (place.largest(name) or 1.0) if place.is_heat else 0.0
    values = place.matrix(name)[rows.start : rows.stop, columns.start : columns.stop].tolist()

    def cells(row: int, numbers: list[float]) -> Iterator[CellView]:
        chosen_column = chosen.column if chosen is not None and (chosen.matrix, chosen.row) == (name, row + 1) else 0
        marks = (_in(read, row, columns), _in(feeds, row, columns), _in(written, row, columns))
        for column, number, is_known, is_read, is_fed, is_now in zip(numbers_of, numbers, known, *marks, strict=True):
            is_chosen = column == chosen_column
            if not is_known:
                yield CellView("", "now" if is_now else "todo", is_read, is_chosen, is_fed, "")
                continue
            yield CellView(
                figure(number, decimals),
                "now" if is_now else "",
                is_read,
                is_chosen,
                is_fed,
                f"{name}.{row + 1}.{column}",
                round(LEVELS * (number / largest)) if largest else 0,
                typing if is_chosen else None,
            )

    return tuple(
        RowView(head, tuple(cells(row, numbers)))
        for row, head, numbers in zip(rows, _row_heads(place, name), values, strict=True)
    )


def _in(region: Region | None, row: int, columns: range) -> list[bool]:
    """For each of the columns whether its cell in that row lies in the region."""
    if region is None or row not in region.rows:
        return [False] * len(columns)
    return [column in region.columns for column in columns]


def _row_heads(place: Place, name: str) -> tuple[str, ...]:
    rows = place.rows_shown(name)
    if name == "X" and place.preset.features:
        return place.preset.features[rows.start : rows.stop]
    if name == f"A{place.sizes.L}" and (names := place.preset.row_names):
        return names[rows.start : rows.stop]
    return tuple(str(row + 1) for row in rows)


def _column_heads(place: Place, name: str, columns: range) -> tuple[str, ...]:
    if name[0] == "b":
        return ("bias",)
    if name[0] == "W":
        return tuple(f"input {column + 1}" for column in columns)
    return tuple(f"{place.preset.example} {column + 1}" for column in columns)
